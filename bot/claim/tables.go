package claim

import (
	_ "embed"
	"strings"

	"dateline/corpus/token"
)

//go:embed cues.txt
var cuesText string

//go:embed antonyms.txt
var antonymsText string

//go:embed synonyms.txt
var synonymsText string

//go:embed words.txt
var wordsText string

// class is a set of cues.
type class string

// The classes of cues.txt.
const (
	not  class = "not"
	turn class = "turn"
	may  class = "may"
	will class = "will"
	say  class = "say"
)

// phrase is a cue: lemmas, or folded words where it is exact.
type phrase struct {
	class class
	exact bool
	words []string
}

// side is a word's place in a pair of contraries.
type side struct {
	line  int
	right bool
}

var tables = load()

type tableSet struct {
	base    map[string]string   // a form to its base
	past    map[string]bool     // forms that stand without an ending for a past or a participle
	third   map[string]bool     // forms of the present
	regular map[string]bool     // bases of irregular verbs
	cues    map[string][]phrase // by first word
	sides   map[string][]side   // by lemma
	groups  map[string][]int    // of synonyms.txt, by lemma
	words   map[string]map[string]bool
}

func load() tableSet {
	t := tableSet{map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string][]phrase{}, map[string][]side{}, map[string][]int{}, map[string]map[string]bool{}}
	for _, forms := range token.IrregularVerbs() {
		t.regular[forms[0]] = true
		for _, end := range []string{"s", "es"} {
			if b := forms[0]; !strings.HasSuffix(b, "e") || end == "s" {
				t.base[b+end] = b
				t.third[b+end] = true
			}
		}
		if len(forms) == 1 {
			t.past[forms[0]] = true // "cut" is its own past
		}
		for _, f := range forms[1:] {
			t.base[f] = forms[0]
			t.past[f] = true
		}
	}
	delete(t.base, "would") // a cue of its own
	for _, line := range lines(cuesText) {
		name, rest, _ := strings.Cut(line, ":")
		for _, p := range strings.Split(rest, ",") {
			p, exact := strings.CutPrefix(strings.TrimSpace(p), "=")
			words := strings.Fields(p)
			for i, w := range words {
				if !exact {
					words[i] = t.lemma(w)
				}
			}
			if len(words) > 0 {
				t.cues[words[0]] = append(t.cues[words[0]], phrase{class(name), exact, words})
			}
		}
	}
	for i, line := range lines(antonymsText) {
		left, right, _ := strings.Cut(line, "|")
		for j, part := range []string{left, right} {
			for _, w := range strings.Split(part, ",") {
				l := t.lemma(strings.TrimSpace(w))
				t.sides[l] = append(t.sides[l], side{i, j == 1})
			}
		}
	}
	for i, line := range lines(synonymsText) {
		for _, w := range strings.Split(line, ",") {
			l := t.lemma(strings.TrimSpace(w))
			t.groups[l] = append(t.groups[l], i)
		}
	}
	for _, line := range lines(wordsText) {
		name, rest, _ := strings.Cut(line, ":")
		set := map[string]bool{}
		for _, w := range strings.Fields(rest) {
			set[w] = true
		}
		t.words[name] = set
	}
	return t
}

// lines returns a table's lines without comments.
func lines(table string) []string {
	var out []string
	for _, l := range strings.Split(table, "\n") {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out
}

// has reports whether a folded word is of a class of words.txt.
func (t tableSet) has(class, folded string) bool { return t.words[class][folded] }

// lemma returns what the forms of a folded word share.
func (t tableSet) lemma(folded string) string {
	if b, ok := t.base[folded]; ok {
		folded = b
	}
	return token.Stem(american(folded))
}

// american brings British spellings to the form that both share.
func american(w string) string {
	if len(w) < 5 {
		return w
	}
	for _, e := range [...][2]string{{"isation", "ization"}, {"isations", "izations"}, {"ise", "ize"}, {"ised", "ized"}, {"ises", "izes"}, {"ising", "izing"},
		{"our", "or"}, {"ours", "ors"}, {"metre", "meter"}, {"metres", "meters"}, {"litre", "liter"}, {"litres", "liters"}, {"centre", "center"}, {"centres", "centers"},
		{"theatre", "theater"}, {"defence", "defense"}, {"offence", "offense"}, {"programme", "program"}, {"programmes", "programs"},
		{"manoeuvre", "maneuver"}, {"manoeuvres", "maneuvers"}, {"elled", "eled"}, {"elling", "eling"}} {
		if s, ok := strings.CutSuffix(w, e[0]); ok {
			return s + e[1]
		}
	}
	return w
}
