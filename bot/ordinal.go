package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"

	"dateline/corpus/token"
)

// askedPlace returns the place in a row that a question's noun has, 3 for "the
// third exercise"; 0 where it has none. "When did X first …" has none: it asks
// for the order of what X did.
func askedPlace(q question.Question) int {
	folded, words := foldedWords(q.Main), token.Words(q.Main)
	for i, f := range folded {
		n := slices.Index(ordinals, f) + 1
		if n == 0 || i == 0 || i+1 >= len(folded) || ofTime(folded, i) {
			continue
		}
		before := folded[i-1]
		if before == "the" || before == "his" || before == "her" || before == "its" || before == "their" || before == "a" || possessive(words[i-1].Text) {
			return n
		}
	}
	return 0
}

// inRow answers when the visit or meeting was that is in a place in a row,
// counted over the archive's where no report counts them.
func (c *conversation) inRow(ctx context.Context, s selected, want int) (Answer, bool, error) {
	all := s.Matches
	if want > len(all) {
		noun := strings.TrimPrefix(noun(s.frame), "such ")
		a := c.refuse(NotSaid, fmt.Sprintf("The archive has only %s that it dates.", counted(len(all), noun)))
		err := c.nearest(ctx, &a, all[len(all)-1].Members[0])
		return a, true, err
	}
	m := &all[want-1]
	p, err := c.told(ctx, m)
	if err != nil {
		return Answer{}, false, err
	}
	when := eventDate(m.When)
	d := draft{when: &When{m.When, m.Basis}, assertions: []assertion{{text: when, proofs: []proof{p}, declared: []string{when}}}}
	d.notes = append(d.notes, note{text: fmt.Sprintf("Number %d of the %d in the archive; no report counts them.", want, len(all))})
	if nt, ok := c.reckoning(m, p); ok {
		d.notes = append(d.notes, nt)
	}
	return c.finish(ctx, d)
}

// placeAt returns the place in a row of what a line tells at word i: that of
// the nearest ordinal before it, else of the first after it, else that which
// the next sentence gives ("It was the second …"), else that of the title; 0
// where none is told.
func (l *line) placeAt(i int) int {
	n, next := 0, 0
	for j, f := range l.folded {
		k := slices.Index(ordinals, f) + 1
		if k == 0 || ofTime(l.folded, j) {
			continue
		}
		switch {
		case j < i:
			n = k
		case next == 0:
			next = k
		}
	}
	if n == 0 {
		n = next
	}
	if n > 0 {
		return n
	}
	if f := foldedWords(l.after()); len(f) > 3 {
		if k := nth(f[:min(len(f), 5)]); k > 0 {
			return k
		}
	}
	if n := nthNoun(foldedWords(l.hit.Article.Title)); n > 0 {
		return n
	}
	if l.points() || len(l.folded) > 0 && l.folded[0] == "the" {
		return nthNoun(foldedWords(l.before())) // "The drill …" is of the one before
	}
	return 0
}

// ofTime reports whether the ordinal at word i counts a span of time: "the first
// days", "the first half".
func ofTime(folded []string, i int) bool {
	if i+1 >= len(folded) {
		return false
	}
	next := folded[i+1]
	return question.Time(next) || lengthWords[next] || next == "time" || next == "half" || next == "quarter"
}

// nthNoun returns the first ordinal of some words that counts no time, 0 for
// none.
func nthNoun(folded []string) int {
	for i, f := range folded {
		if n := slices.Index(ordinals, f) + 1; n > 0 && !ofTime(folded, i) {
			return n
		}
	}
	return 0
}

// neighbour returns the sentence of the passage that stands some sentences after
// the line, before it where by is negative.
func (l *line) neighbour(by int) (corpus.Sentence, bool) {
	ss := l.hit.Sentences
	for i := range ss {
		if ss[i].Span == l.sentence.Span && i+by >= 0 && i+by < len(ss) {
			return ss[i+by], true
		}
	}
	return corpus.Sentence{}, false
}

// points reports whether a line refers back: it begins with a pronoun, or with
// an ordinal that has no noun of its own ("The first was held in …").
func (l *line) points() bool {
	if len(l.folded) < 3 {
		return false
	}
	if isPronoun(l.folded[0]) || l.folded[0] == "this" {
		return true
	}
	return l.folded[0] == "the" && slices.Contains(ordinals, l.folded[1]) && (question.Verb(l.folded[2]) || l.folded[2] == "of")
}

// before returns the text of the sentences before a line in its passage: two,
// and as many more, up to five, as refer back themselves.
func (l *line) before() string {
	at := slices.IndexFunc(l.hit.Sentences, func(s corpus.Sentence) bool { return s.Span == l.sentence.Span })
	text := ""
	for by := 1; by <= 5 && at-by >= 0; by++ {
		before := l.hit.SentenceText(l.hit.Sentences[at-by])
		text = before + " " + text
		folded := foldedWords(before)
		if by >= 2 && len(folded) > 0 && folded[0] != "the" && folded[0] != "this" && !isPronoun(folded[0]) {
			break
		}
	}
	return text
}

func isPronoun(f string) bool {
	_, ok := pronouns[f]
	return ok
}

// after returns the sentence after a line where it says what the line told of:
// "It was the second summit of the four.", "" for none.
func (l *line) after() string {
	if s, ok := l.neighbour(1); ok {
		text := l.hit.SentenceText(s)
		if f := foldedWords(text); len(f) > 3 && (f[0] == "it" || f[0] == "this") && beWord[f[1]] {
			return text
		}
	}
	return ""
}
