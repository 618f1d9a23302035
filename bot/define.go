package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// broadPassages is the number of passages that are read where any of them may
// tell who somebody is, or be the newest.
const broadPassages = 40

// maxDefinitionWords is the length up to which words beside a name are taken
// for what it names.
const maxDefinitionWords = 14

// definition is what a line says that a name is.
type definition struct {
	line *line
	span corpus.Span // of the defining words
	name corpus.Span
	text string
	of   string // the country of an office that the words don't name
	fit  float64
}

// define answers who or what the subject is: by the words that an article puts
// beside the name, else with the sentence that introduces it. It reports false
// where the subject, which is no name, stands nowhere.
func (c *conversation) define(ctx context.Context, subject string) (Answer, bool, error) {
	var err error
	if c.hits, err = c.searchFor(ctx, subject, c.q.Bound, broadPassages); err != nil {
		return Answer{}, false, err
	}
	t, err := c.weigh(ctx, c.q, c.hits)
	if err != nil {
		return Answer{}, false, err
	}
	lines := rank(c.q, c.hits, t)
	slices.SortFunc(lines, func(a, b line) int { return cmp.Compare(a.order, b.order) })
	name := nameStems(subject)
	if len(name) == 0 {
		return Answer{}, false, nil
	}
	names := [][]string{name}
	if len(name) > 1 && companySuffix[token.Fold(surname(subject))] {
		names = append(names, name[:len(name)-1]) // "AGP" for "AGP Limited"
	}
	var defs []definition
	var intro *line
	var introAt corpus.Span
	for i := range lines {
		l := &lines[i]
		if l.takenBack() || !holdsWords(l.hit.Text(), subject) && !holdsWords(l.hit.Article.Title, subject) {
			continue
		}
		ats := occurrences(l, name)
		if len(ats) == 0 && len(names) > 1 {
			ats = occurrences(l, names[1])
		}
		for _, at := range ats {
			span := corpus.Span{Start: l.words[at[0]].Start, End: l.words[at[1]-1].End}
			if intro == nil || l.hit.Article.Key == intro.hit.Article.Key && l.sentence.Start < intro.sentence.Start {
				intro, introAt = l, span
			}
			if d, ok := defined(l, at[0], at[1]); ok {
				d.name = span
				defs = append(defs, d)
			}
		}
	}
	if intro == nil {
		if !strings.ContainsFunc(subject, func(r rune) bool { return r >= 'A' && r <= 'Z' }) {
			return Answer{}, false, nil
		}
		a, err := c.abstain(ctx, Nothing, "No article names "+subject+".", nil, t)
		return a, true, err
	}
	d := draft{}
	if c.q.Present && c.coverage.Dated > 0 {
		d.prefix = "As of " + LongDate(corpus.OnDay(c.coverage.To)) + ": "
	}
	if len(defs) == 0 {
		text, span := leadQuote(intro, []corpus.Span{introAt}, 0, c.leadRoom())
		quote := clause(intro, []corpus.Span{introAt, span}, maxQuoteWords)
		d.assertions = []assertion{{text: `"` + text + `"`, proofs: []proof{intro.proof(quote)}}}
		return c.finish(ctx, d)
	}
	for i := range defs {
		if err := c.completeOffice(ctx, &defs[i], defs, subject); err != nil {
			return Answer{}, false, err
		}
	}
	slices.SortStableFunc(defs, func(a, b definition) int {
		return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(published(b.line), published(a.line)), cmp.Compare(a.line.order, b.line.order))
	})
	best := defs[0]
	as := assertion{text: best.text, proofs: []proof{best.proof()}}
	if best.of != "" {
		of := gazetteer.Display(best.of)
		as.text, as.declared = best.text+" of "+of, []string{of}
		d.notes = append(d.notes, note{text: "Of which country is our reading."})
	}
	seen := map[corpus.Key]bool{best.line.hit.Article.Key: true}
	var other *definition
	for i := range defs[1:] {
		x := &defs[i+1]
		if seen[x.line.hit.Article.Key] {
			continue
		}
		switch same := token.Fold(x.text) == token.Fold(best.text) && x.of == best.of; {
		case same && len(as.proofs) < 2:
			as.proofs = append(as.proofs, x.proof())
		case !same && other == nil && x.fit >= best.fit && !sharesHead(x.text, best.text) && wordCount(best.text)+wordCount(x.text) < 14:
			other = x
		default:
			continue
		}
		seen[x.line.hit.Article.Key] = true
	}
	d.assertions = []assertion{as}
	if other != nil {
		d.assertions[0].tail = "; "
		d.assertions = append(d.assertions, assertion{text: other.text, proofs: []proof{other.proof()}})
	}
	return c.finish(ctx, d)
}

// proof returns the clause that has the name with the defining words.
func (d definition) proof() proof {
	return d.line.proof(clause(d.line, []corpus.Span{d.name, d.span}, maxQuoteWords))
}

// published is the first day on which a line's article may have appeared, 0
// where it is undated.
func published(l *line) corpus.Day {
	if p := l.hit.Article.Published; p.Known() {
		return p.Interval.Start
	}
	return 0
}

func wordCount(s string) int { return len(strings.Fields(s)) }

// sharesHead reports whether two descriptions end in the same word or one
// holds the other: "Foreign Minister" and "Russian Foreign Minister".
func sharesHead(a, b string) bool {
	a, b = token.Fold(a), token.Fold(b)
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	x, y := strings.Fields(a), strings.Fields(b)
	return len(x) > 1 && len(y) > 1 && x[len(x)-1] == y[len(y)-1] && x[len(x)-2] == y[len(y)-2]
}

// nameStems returns the folded words of a subject without possessive endings.
func nameStems(s string) []string {
	var out []string
	for _, w := range token.Words(s) {
		out = append(out, token.Stem(token.Fold(cutPossessive(w.Text))))
	}
	return out
}

// holdsWords reports whether the text has every content word of the subject or
// a variant spelling of it.
func holdsWords(text, subject string) bool {
	set := stemSet(text)
	for _, s := range nameStems(subject) {
		if !set[s] && !token.Stop(s) && !nearWord(set, s) {
			return false
		}
	}
	return true
}

// occurrences returns where a line has the name, as word ranges: all of its
// words, or for a name of a person its last word alone.
func occurrences(l *line, name []string) [][2]int {
	like := func(j int, s string) bool {
		return l.stems[j] == s || token.Stem(token.Fold(cutPossessive(l.words[j].Text))) == s || nearWord(map[string]bool{l.stems[j]: true}, s)
	}
	var out [][2]int
	for i := 0; i < len(l.words); i++ {
		k := 0
		for k < len(name) && i+k < len(l.words) && like(i+k, name[k]) {
			k++
		}
		if k == len(name) {
			out = append(out, [2]int{i, i + k})
			i += k - 1
			continue
		}
		if len(name) > 1 && l.words[i].Capital() && like(i, name[len(name)-1]) && (i == 0 || !l.words[i-1].Capital() || classNoun(l.folded[i-1])) {
			out = append(out, [2]int{i, i + 1})
		}
	}
	return out
}

func classNoun(f string) bool {
	return question.ClassOf(f) == question.Person || courtesy[f]
}

// defined returns what a line says of the name at the words from to end: "X is
// the head of Y", "X, the envoy for Y, …", "Foreign Minister X".
func defined(l *line, from, end int) (definition, bool) {
	// The name goes on: "Shafqat Ali Khan" where "Shafqat Ali" is sought.
	for end < len(l.words) && l.words[end].Capital() && l.text[l.words[end-1].End:l.words[end].Start] == " " && !possessive(l.words[end-1].Text) {
		end++
	}
	if end+2 < len(l.words) && (l.folded[end] == "is" || l.folded[end] == "was" || l.folded[end] == "are") && l.text[l.words[end-1].End:l.words[end].Start] == " " && article[l.folded[end+1]] {
		if d, ok := phraseFrom(l, end+1, true); ok {
			d.fit = 3
			return d, true
		}
	}
	if end+1 < len(l.words) && strings.TrimSpace(l.text[l.words[end-1].End:l.words[end].Start]) == "," && !possessive(l.words[end-1].Text) &&
		(article[l.folded[end]] || end+1 < len(l.words) && (possessive(l.words[end].Text) || classNoun(l.folded[end]) && !l.words[end].Capital())) {
		if d, ok := phraseFrom(l, end, false); ok {
			d.fit = 2.5
			return d, true
		}
	}
	return inOffice(l, from)
}

var article = words(`the a an`)

// phraseFrom takes the noun phrase that begins at word i for a definition: up
// to a comma, a relative clause or a verb. One that ends with the sentence is
// no apposition but a member of a list, unless it is the predicate.
func phraseFrom(l *line, i int, predicate bool) (definition, bool) {
	end, noun := i, false
	for end < len(l.words) && end-i < maxDefinitionWords {
		if end > i {
			gap := l.text[l.words[end-1].End:l.words[end].Start]
			if strings.ContainsAny(gap, ",;:()") || strings.Contains(gap, " – ") || strings.Contains(gap, " — ") || relative[l.folded[end]] ||
				l.folded[end] == "that" || verbAt(l, end) && question.Verb(l.folded[end]) && !strings.HasSuffix(l.folded[end], "ed") {
				break
			}
		}
		noun = noun || question.ClassOf(l.folded[end]) != question.AnyClass
		end++
	}
	for end > i && (token.Stop(l.folded[end-1]) || l.folded[end-1] == "and") {
		end--
	}
	if end-i < 2 || !predicate && (!noun || end == len(l.words)) || !predicate && end < len(l.words) && verbAt(l, end) && !strings.Contains(l.text[l.words[end-1].End:l.words[end].Start], ",") {
		return definition{}, false
	}
	span := corpus.Span{Start: l.words[i].Start, End: l.words[end-1].End}
	return definition{line: l, span: span, text: span.Of(l.text)}, true
}

// inOffice takes the office before a name for a definition: "Foreign Minister
// X", "Borduria's ambassador in Rome, X".
func inOffice(l *line, from int) (definition, bool) {
	// The rest of the name: "Hina Rabbani" before "Khar".
	i := from
	for i > 0 && l.words[i-1].Capital() && !classNoun(l.folded[i-1]) && l.text[l.words[i-1].End:l.words[i].Start] == " " &&
		!officeAt(l, i-1) {
		i--
	}
	if i == 0 {
		return definition{}, false
	}
	comma := strings.TrimSpace(l.text[l.words[i-1].End:l.words[i].Start]) == ","
	if !comma && (l.text[l.words[i-1].End:l.words[i].Start] != " " || !classNoun(l.folded[i-1]) && !officeAt(l, i-1)) {
		// "the importer X": a noun in small letters
		if i == from && i > 1 && article[l.folded[i-2]] && l.folded[i-2] != "a" && !l.words[i-1].Capital() && !token.Stop(l.folded[i-1]) && l.text[l.words[i-1].End:l.words[i].Start] == " " {
			span := corpus.Span{Start: l.words[i-2].Start, End: l.words[i-1].End}
			return definition{line: l, span: span, text: span.Of(l.text), fit: 1.5}, true
		}
		return definition{}, false
	}
	start, noun := i, false
	for start > 0 && i-start < 10 {
		j := start - 1
		if start < i {
			gap := l.text[l.words[j].End:l.words[start].Start]
			if strings.TrimSpace(gap) != "" && gap != "-" && gap != "’" && gap != "'" {
				break
			}
		}
		f := l.folded[j]
		if !comma && (!l.words[j].Capital() && !classNoun(f) && f != "of" && f != "for" && f != "deputy" && f != "former" && f != "acting") {
			break
		}
		if verbAt(l, j) || f == "and" || f == "by" || f == "with" || f == "that" || f == "to" || f == "as" {
			break
		}
		noun = noun || classNoun(f)
		start = j
		if article[f] {
			break
		}
	}
	for start < i && (token.Stop(l.folded[start]) && !article[l.folded[start]]) {
		start++
	}
	if start == i || !noun && !officeAt(l, i-1) {
		return definition{}, false
	}
	d := definition{line: l, span: corpus.Span{Start: l.words[start].Start, End: l.words[i-1].End}, fit: 2}
	d.text = d.span.Of(l.text)
	if i-start == 1 && (courtesy[l.folded[start]] || question.ClassOf(l.folded[start]) == question.Person) {
		d.fit = 1
	}
	return d, true
}

// officeAt reports whether word i ends an office that the gazetteer knows.
func officeAt(l *line, i int) bool {
	for j := max(0, i-3); j <= i; j++ {
		entries, n := gazetteer.Longest(l.text, l.words, l.folded, j, true)
		if n > 0 && j+n == i+1 && slices.ContainsFunc(entries, func(e gazetteer.Entry) bool { return e.Kind == gazetteer.OfficeName }) {
			return true
		}
	}
	return false
}

// completeOffice adds the country of an office that the words don't name but
// that one of the articles tells.
func (c *conversation) completeOffice(ctx context.Context, d *definition, defs []definition, subject string) error {
	if d.fit != 2 || strings.Contains(d.text, " of ") || strings.ContainsAny(d.text, "'’") {
		return nil
	}
	ws := token.Words(d.text)
	folded := make([]string, len(ws))
	for i, w := range ws {
		folded[i] = token.Fold(w.Text)
	}
	for i := range ws {
		if es, n := gazetteer.Longest(d.text, ws, folded, i, true); n > 0 && es[0].Kind != gazetteer.OfficeName {
			return nil // "Russian Foreign Minister"
		}
	}
	of := map[string]bool{}
	for i := range defs {
		doc, err := c.document(ctx, defs[i].line.hit.Article.Key, defs[i].line.hit.Article.Version)
		if err != nil {
			return err
		}
		for _, e := range doc.Events {
			for _, p := range e.Participants {
				if p.Name != "" && p.Entity.Of != "" && (event.SameName(subject, p.Name) || strings.EqualFold(surname(subject), surname(p.Name))) &&
					strings.Contains(token.Fold(d.text), token.Fold(p.Office)) {
					of[p.Entity.Of] = true
				}
			}
		}
	}
	if len(of) == 1 {
		for country := range of {
			d.of = country
		}
	}
	return nil
}
