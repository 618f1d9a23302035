package retrieval

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/token"
)

// What a question asks for, articles mostly say in other words: who played for
// a team signed, joined or was loaned; who was in office was elected, appointed
// or sworn in. Words of such relations are no terms of a search, for they are
// common; within the page that is asked about they tell its passages apart. Of
// the best passages, those that stand beside the best one gain
//
//	0.6 · how far they do · the best time score of their sentences that
//	      tell of a relation the question asks for, as a share of a full match
//
// so the word and the time must stand in one sentence. The bonus brought .028
// of P@1 on questions about a time, .023 on that half of the pages that was
// never looked at. With the question's own words in place of the table's
// it brought .01; with the time alone, nothing. Tried and left out, for they
// gained nothing sure on top: a weight by how rare the word is on the page or
// how near it stands to the question word, the relation in the section's
// heading, a time in a heading or carried over from the sentence before,
// persistence reckoned from the starts of the same relation only, a new name
// in the sentence, and reading more passages.
const (
	relationBonus = .6
	relationDepth = 20 // how many of the best passages are read for relations
)

//go:embed relations.txt
var relationTable string

// relation is a line of the table, as stems.
type relation struct {
	asks, says []string
}

// relations holds the table; asking leads from a stem to the relations that it
// asks for.
var relations, asking = readRelations(relationTable)

func readRelations(table string) ([]relation, map[string][]int) {
	var list []relation
	asking := map[string][]int{}
	var a Analyzer
	for n, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		name, words, named := strings.Cut(line, ":")
		asks, says, told := strings.Cut(words, "/")
		r := relation{asks: stemSet(&a, asks, "en"), says: stemSet(&a, asks+" "+says, "en")}
		if !named || name == "" || !told || len(r.asks) == 0 || len(r.says) == len(r.asks) {
			panic(fmt.Sprintf("relations.txt:%d: %q is not \"name: words / other words\"", n+1, line))
		}
		for _, stem := range r.asks {
			asking[stem] = append(asking[stem], len(list))
		}
		list = append(list, r)
	}
	return list, asking
}

// tells are the stems by which a sentence tells of what a question asks for.
type tells map[string]bool

// asked returns the words that tell of what a question asks for. Names and the
// words of its subject, and its time, ask for nothing.
func asked(question string, time corpus.Span, subject []string, a *Analyzer) tells {
	said := tells{}
	for i, w := range token.Words(question) {
		if i > 0 && w.Capital() || time.Contains(w.Span) {
			continue
		}
		stem := a.Stem(w.Text, "en")
		if slices.Contains(subject, stem) {
			continue
		}
		for _, n := range asking[stem] {
			for _, s := range relations[n].says {
				said[s] = !slices.Contains(subject, s)
			}
		}
	}
	return said
}

// Told returns the stems by which a sentence of an article with this title tells
// of what a question asks for: those of the table's relations that the question
// has a word of. Words of the title and of the question's time, which stands at
// the span, ask for nothing.
func Told(question string, time corpus.Span, title string) map[string]bool {
	a := analyzers.Get().(*Analyzer)
	defer analyzers.Put(a)
	return asked(question, time, stemSet(a, title, "en"), a)
}

// in reports whether a sentence tells of it.
func (t tells) in(sentence, lang string, a *Analyzer) bool {
	for _, w := range token.Words(sentence) {
		if t[a.Stem(w.Text, lang)] {
			return true
		}
	}
	return false
}

// relate adds to the best candidates' scores what their sentences tell of the
// relation that is asked for.
func (s *Searcher) relate(ctx context.Context, r *ranking) error {
	if !r.query.Bound.Known() || len(r.all) == 0 {
		return nil
	}
	order := make([]*scored, len(r.all))
	for i := range r.all {
		order[i] = &r.all[i]
	}
	slices.SortFunc(order, func(a, b *scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.ID, b.ID))
	})
	told := asked(r.query.Text, r.query.Bound.Span, r.page.stems, r.analyzer)
	if len(told) == 0 {
		return nil
	}
	order = slices.DeleteFunc(order[:min(len(order), relationDepth)], func(c *scored) bool {
		return c.beside == 0 || c.time == 0
	})
	texts := make([]*corpus.Extract, len(order))
	for i, c := range order {
		texts[i] = &c.Extract
	}
	if err := s.texts(ctx, texts); err != nil {
		return err
	}
	persistence := r.query.Bound.persistence()
	full := timing{1, 1, 1, 1}.score(persistence)
	for _, c := range order {
		if c.Article == nil {
			continue
		}
		best := 0.0
		for _, sentence := range c.Sentences {
			if len(sentence.Periods) == 0 {
				continue
			}
			if t := r.timeOf(c, []corpus.Sentence{sentence}).score(persistence); t > best && told.in(c.SentenceText(sentence), c.Article.Lang, r.analyzer) {
				best = t
			}
		}
		c.score += relationBonus * c.beside * best / full
	}
	return nil
}
