package bot

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/token"
)

// The shares, by weight, of what a question names beside its verb that a line
// must have to be about it: in the sentence and those beside it where it says
// what the verb does, in the sentence itself where it has other words for that,
// and where the verb says nothing of its own.
const (
	minAbout    = .5
	minWithout  = .75
	minVerbless = .5
)

// lightVerbs are the stems of verbs that say nothing of what is asked.
var lightVerbs = stemsOf(`be do did happen happened happens occur occurred take took place become became get got have had make made give gave go went come came say said tell told`)

// chiefly returns the lines that are about what a question is chiefly about, its
// verb and what it names besides; those that have other words for what the verb
// does only where none says it. A question of a time is measured otherwise.
func (c *conversation) chiefly(lines []line, t terms) []line {
	if c.q.Bound.Known() || c.q.Anchor != nil || c.prev != nil || c.q.Order != question.Unordered || len(t.stems) == 0 {
		return lines
	}
	verb := befell(c.q)
	if lightVerbs[verb] {
		verb = ""
	}
	rest := terms{weight: t.weight}
	for _, s := range t.stems {
		if s != verb && !has(question.Kin(verb), s) && !lightVerbs[s] {
			rest.stems = append(rest.stems, s)
			rest.total += t.weight[s]
		}
	}
	var saying, others []line
	for i := range lines[:min(measureLines, len(lines))] {
		l := &lines[i]
		own := map[string]bool{}
		for j, s := range l.stems {
			if !l.otherName(j, c.q) {
				own[s] = true
			}
		}
		says := verb != "" && slices.ContainsFunc(l.indices(0, len(l.words)), func(j int) bool { return l.saysAt(j, verb) })
		switch {
		case rest.total == 0 && says:
			saying = append(saying, *l)
		case rest.total == 0:
		case says && rest.share(nearStems(l), nil) >= minAbout:
			saying = append(saying, *l)
		case verb != "" && rest.share(own, nil) >= minWithout, verb == "" && rest.share(own, nil) >= minVerbless:
			others = append(others, *l)
		}
	}
	if len(saying) > 0 {
		return saying
	}
	return others
}

// asksSubject reports whether a question asks what did something: "what caused
// the fire?", where the noun that follows is no class of the answer.
func asksSubject(q question.Question) bool {
	folded := foldedWords(q.Main)
	return len(folded) > 2 && (folded[0] == "what" || folded[0] == "which") && (question.PastVerb(folded[1]) || lightVerbs[token.Stem(folded[1])]) && !beWord[folded[1]] && !helpingWord[folded[1]]
}

// numbered leaves out the lines that have a name of the question only with
// another number: of "Ariel-2" where "Ariel-1" is asked about.
func (c *conversation) numbered(lines []line) []line {
	for _, n := range c.q.Names {
		word, number := c.numberAfter(n)
		if number == "" {
			continue
		}
		lines = slices.DeleteFunc(slices.Clone(lines), func(l line) bool {
			other, same := false, false
			for j, s := range l.stems {
				if s != word || j+1 >= len(l.words) || !l.words[j+1].Number() || !joinsNumber(l.text[l.words[j].End:l.words[j+1].Start]) {
					continue
				}
				same = same || l.folded[j+1] == number
				other = other || l.folded[j+1] != number
			}
			return other && !same
		})
	}
	return lines
}

// withdrawn leaves out the lines that tell what an earlier version of a report
// said, which its publisher takes back. Figures are left to be told with those
// that came after.
func (c *conversation) withdrawn(lines []line) []line {
	switch c.q.Kind {
	case question.Count, question.Amount, question.Length, question.When, question.YesNo:
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return l.takenBack() })
}

// takenBack reports whether a line tells what an earlier version of a report said,
// or what it said by mistake.
func (l *line) takenBack() bool {
	for i, f := range l.folded {
		switch {
		case i > 0 && (f == "version" || f == "edition") && earlier[l.folded[i-1]]:
			return true
		case mistaken[f] && slices.ContainsFunc(l.folded[:i], func(w string) bool { return reportNouns[w] }):
			return true
		}
	}
	return false
}

var (
	earlier     = words(`earlier previous original initial first`)
	mistaken    = words(`misstated incorrectly wrongly mistakenly erroneously inaccurately misidentified misspelled misspelt misnamed misquoted`)
	reportNouns = words(`article report story headline caption dispatch item version edition`)
)

// numberAfter returns the last word of a name of the question, as a stem, and the
// number that goes with it: "ariel" and "1" of "Ariel-1"; "" for none.
func (c *conversation) numberAfter(n question.Name) (word, number string) {
	ws := token.Words(c.q.Text)
	for i := 0; i+1 < len(ws); i++ {
		if ws[i].End != n.End || !ws[i+1].Number() || len(ws[i+1].Text) > 3 || !joinsNumber(c.q.Text[ws[i].End:ws[i+1].Start]) {
			continue
		}
		return token.Stem(token.Fold(ws[i].Text)), token.Fold(ws[i+1].Text)
	}
	return "", ""
}

func joinsNumber(gap string) bool { return gap == "-" || gap == " " || gap == "‑" }

// ofHead returns the phrase of a line that says which of the class that a
// question names is meant: "maternity ward" for "which ward is to close?". It
// reports false where nothing stands before the noun of the class.
func (l *line) ofHead(head string) (corpus.Span, bool) {
	stem := token.Stem(head)
	for j, s := range l.stems {
		if s != stem || l.words[j].Capital() && j > 0 {
			continue
		}
		from := j
		for from > 0 && l.gapAfter(from-1) == "" && !token.Stop(l.folded[from-1]) && !verbAt(l, from-1) && !l.words[from-1].Number() && !slices.Contains(ordinals, l.folded[from-1]) && !plainMeasure[l.folded[from-1]] && !strings.HasSuffix(l.folded[from-1], "ly") {
			from--
		}
		if from < j && j-from <= 3 && from > 0 && (article[l.folded[from-1]] || token.Stop(l.folded[from-1])) {
			return corpus.Span{Start: l.words[from].Start, End: l.words[j].End}, true
		}
	}
	return corpus.Span{}, false
}
