package archive_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/corpus"
	"dateline/corpus/example"
	"dateline/corpus/source"
	"dateline/corpus/token"
	"dateline/retrieval/ingest"
)

// piece is a text of the tests of near-copies.
type piece struct{ id, title, text string }

// minEdited is how many words an article has at the least that is edited: half
// of it must be an article still.
const minEdited = 60

// exampleArticles returns the articles of the example archive as ingest makes
// them, by path.
func exampleArticles(t *testing.T) []piece {
	t.Helper()
	var out []piece
	r := source.Reader{Collection: "news"}
	for raw, err := range r.FS(t.Context(), example.FS) {
		if err != nil {
			t.Fatal(err)
		}
		d, err := ingest.Derive(raw)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, piece{raw.ID, d.Title, d.Text})
	}
	if len(out) < 40 {
		t.Fatalf("%d example articles", len(out))
	}
	return out
}

// desk edits articles as editors do, by a seed.
type desk struct {
	*rand.Rand
	words []string // of all articles
}

func newDesk(seed uint64, articles []piece) *desk {
	d := &desk{Rand: rand.New(rand.NewPCG(seed, 5))}
	for _, a := range articles {
		for _, w := range token.Words(a.text) {
			if !w.Number() && !w.Capital() && len(w.Text) > 2 {
				d.words = append(d.words, w.Text)
			}
		}
	}
	return d
}

func (d *desk) some(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = d.words[d.IntN(len(d.words))]
	}
	return out
}

func (d *desk) sentence(n int) string {
	s := strings.Join(d.some(n), " ")
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// rewrite writes something else for some words, by their index.
func rewrite(text string, with func(i int, w token.Token) (string, bool)) string {
	var b strings.Builder
	end := 0
	for i, w := range token.Words(text) {
		if other, ok := with(i, w); ok {
			b.WriteString(text[end:w.Start] + other)
			end = w.End
		}
	}
	return b.String() + text[end:]
}

// replace puts other words in the place of some.
func (d *desk) replace(text string, which func(i int, w token.Token) bool) string {
	return rewrite(text, func(i int, w token.Token) (string, bool) {
		if !which(i, w) {
			return "", false
		}
		other := d.some(1)[0]
		for strings.EqualFold(other, w.Text) {
			other = d.some(1)[0]
		}
		switch {
		case w.Number():
			n, _ := strconv.Atoi(w.Text)
			other = fmt.Sprint(n + 1 + d.IntN(30))
		case w.Capital():
			other = string(unicode.ToUpper([]rune(other)[0])) + string([]rune(other)[1:])
		}
		return other, true
	})
}

// evenly changes words at equal distances, so many in a hundred.
func (d *desk) evenly(text string, percent int) string {
	each := 100 / percent
	from := d.IntN(each)
	return d.replace(text, func(i int, _ token.Token) bool { return i%each == from })
}

// anywhere changes words drawn at random, so many in a hundred.
func (d *desk) anywhere(text string, percent int) string {
	n := len(token.Words(text))
	at := d.Perm(n)[:max(1, n*percent/100)]
	return d.replace(text, func(i int, _ token.Token) bool { return slices.Contains(at, i) })
}

// figures brings the first n figures up to date.
func (d *desk) figures(text string, n int) string {
	return d.replace(text, func(_ int, w token.Token) bool {
		if n > 0 && w.Number() {
			n--
			return true
		}
		return false
	})
}

// cut keeps so many words in a hundred, from the beginning.
func cut(text string, percent int) string {
	words := token.Words(text)
	return text[:words[max(0, len(words)*percent/100-1)].End] + "."
}

// insert puts a paragraph between two sentences near the middle.
func (d *desk) insert(text string, words int) string {
	ss := split(text)
	at := ss[len(ss)/2].Start
	var p []string
	for ; words > 0; words -= 20 {
		p = append(p, d.sentence(min(words, 20)))
	}
	return text[:at] + strings.Join(p, " ") + "\n\n" + text[at:]
}

func split(text string) []corpus.Sentence {
	return corpus.Sentences(text, []corpus.Block{{Span: corpus.Span{End: len(text)}}})
}

// headed puts another headline over a text, and within it, where a page of that
// make is not told apart.
func (d *desk) headed(text string) string {
	return strings.TrimSuffix(d.sentence(6+d.IntN(6)), ".") + "\n\n" + text
}

// edit is a stated edit: what it makes of an article is a near-copy of it.
type edit struct {
	name string
	make func(d *desk, a piece) piece
}

func onText(fn func(d *desk, text string) string) func(d *desk, a piece) piece {
	return func(d *desk, a piece) piece { return piece{a.id, a.title, fn(d, a.text)} }
}

// Those that the rule was made on.
var edits = []edit{
	{"another title", func(d *desk, a piece) piece { return piece{a.id, d.sentence(8), a.text} }},
	{"a headline in the text", onText(func(d *desk, s string) string { return d.headed(s) })},
	{"5 in 100 words changed, evenly", onText(func(d *desk, s string) string { return d.evenly(s, 5) })},
	{"5 in 100 words changed, anywhere", onText(func(d *desk, s string) string { return d.anywhere(s, 5) })},
	{"cut to a half", onText(func(_ *desk, s string) string { return cut(s, 50) })},
	{"cut to three quarters", onText(func(_ *desk, s string) string { return cut(s, 75) })},
	{"a line of the wire before it", onText(func(d *desk, s string) string { return d.sentence(25) + "\n\n" + s })},
	{"a tagline after it", onText(func(d *desk, s string) string { return s + "\n\n" + d.sentence(20) })},
	{"a paragraph put in", onText(func(d *desk, s string) string { return d.insert(s, 35) })},
	{"the first figure changed", onText(func(d *desk, s string) string { return d.figures(s, 1) })},
	{"the first three figures changed", onText(func(d *desk, s string) string { return d.figures(s, 3) })},
	{"headline, cut to a half", onText(func(d *desk, s string) string { return d.headed(cut(s, 50)) })},
	{"headline, 5 in 100 changed", onText(func(d *desk, s string) string { return d.headed(d.anywhere(s, 5)) })},
	{"5 in 100 changed, cut to a half, tagline", onText(func(d *desk, s string) string { return cut(d.evenly(s, 5), 50) + "\n\n" + d.sentence(15) })},
	{"headline, paragraph put in, tagline", onText(func(d *desk, s string) string { return d.headed(d.insert(s, 30)) + "\n\n" + d.sentence(15) })},
}

// alike are texts that only look alike: any two of a group.
type alike struct {
	kind, group string
	pieces      []piece
}

// readAlike reads such texts and fills forms, each so many times.
func readAlike(t *testing.T, name string, seed uint64, fills int) []alike {
	t.Helper()
	a, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []alike
	add := func(kind, group string, p piece) {
		i := slices.IndexFunc(out, func(a alike) bool { return a.kind == kind && a.group == group })
		if i < 0 {
			i, out = len(out), append(out, alike{kind, group, nil})
		}
		out[i].pieces = append(out[i].pieces, p)
	}
	r := rand.New(rand.NewPCG(seed, 9))
	for _, f := range a.Files {
		kind, name, _ := strings.Cut(f.Name, "/")
		text := strings.TrimSpace(string(f.Data))
		if kind == "form" {
			for i := range fills {
				add(kind, name, piece{fmt.Sprintf("%s-%d", name, i), "", fillForm(r, text)})
			}
			continue
		}
		group, _, _ := strings.Cut(name, "-")
		add(kind, group, piece{name, "", text})
	}
	return out
}

var slot = regexp.MustCompile(`\{[^{}]*\}`)

// fillForm puts something into each slot of a form.
func fillForm(r *rand.Rand, form string) string {
	names := map[string]string{}
	return slot.ReplaceAllStringFunc(form, func(s string) string {
		s = s[1 : len(s)-1]
		if number, ok := strings.CutPrefix(s, "#"); ok {
			var lo, hi, decimals int
			_, _ = fmt.Sscanf(number, "%d-%d.%d", &lo, &hi, &decimals)
			if decimals > 0 {
				return fmt.Sprintf("%.*f", decimals, float64(lo)+float64(hi-lo)*r.Float64())
			}
			return fmt.Sprint(lo + r.IntN(hi-lo+1))
		}
		name, rest, named := strings.Cut(s, "=")
		if names[s] != "" {
			return names[s]
		}
		if !named {
			rest = s
		}
		all := strings.Split(rest, "|")
		one := all[r.IntN(len(all))]
		if named {
			names[name] = one
		}
		return one
	})
}
