package bot

import (
	"context"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

// The shares of the question's words that a sentence needs for an answer to a
// question of yes or no: alone to say yes, with the sentences beside it to say
// no, and alone to be quoted without either.
const (
	minYes    = .85
	minNo     = .7
	minBeside = .7
)

// confirmed answers yes where one sentence says nearly all that is asked, no
// where one denies it, and else with a sentence that says most of it, without
// either word. A plan confirms nothing.
func (c *conversation) confirmed(ctx context.Context, lines []line, t terms) draft {
	verb := mainVerb(c.q)
	say := func(l *line, text string, at int) draft {
		must := []corpus.Span{l.words[at].Span}
		must = append(must, termSpans(l, t)...)
		return draft{assertions: []assertion{{text: text, proofs: []proof{l.proof(clause(l, must, maxQuoteWords))}}}}
	}
	for i := range lines[:min(isolateLines, len(lines))] {
		l := &lines[i]
		if l.own < minYes || c.q.Bound.Interval.Known() && l.near < .5 && l.start < .5 && !c.publishedIn(l) {
			continue
		}
		at, ok := verbIn(l, verb)
		switch {
		case !ok || planned(l, at) && !c.q.Present:
		case negated(l, at):
			return say(l, "No", at)
		default:
			return say(l, "Yes", at)
		}
	}
	for i := range lines {
		l := &lines[i]
		at, ok := verbIn(l, verb)
		if !ok || !negated(l, at) || t.share(stemSet(l.text), nearStems(l)) < minNo*reach(stemSet(l.text), nearStems(l), t) {
			continue
		}
		if t.share(stemSet(l.text+" "+l.hit.Text()+" "+l.hit.Article.Title), nil) < minNo {
			continue
		}
		return say(l, "No", at)
	}
	for i := range lines[:min(isolateLines, len(lines))] {
		l := &lines[i]
		if l.own >= minBeside && !(c.q.Bound.Interval.Known() && l.near < .5 && l.start < .5 && !c.publishedIn(l)) {
			return c.stated(ctx, []line{*l}, t)
		}
	}
	return draft{}
}

// reach is the share that words beside a sentence can bring it to: they count
// for less than its own.
func reach(own, near map[string]bool, t terms) float64 {
	both := map[string]bool{}
	for s := range own {
		both[s] = true
	}
	for s := range near {
		both[s] = true
	}
	if t.share(both, nil) < minNo {
		return 2 // never
	}
	return t.share(own, near) // what is beside it suffices
}

// mainVerb returns the stem of the verb of a question of yes or no: the first
// after its subject; "" where none is found.
func mainVerb(q question.Question) string {
	ws := token.Words(q.Main)
	last := ""
	for i := 1; i < len(ws); i++ {
		f := token.Fold(ws[i].Text)
		if ws[i].Capital() || token.Stop(f) || helpingWord[f] || beWord[f] {
			continue
		}
		before := token.Fold(ws[i-1].Text)
		if before == "the" || before == "a" || before == "an" || before == "of" || before == "to" && i > 3 {
			continue
		}
		if _, ok := event.KindOf(f); ok || question.Verb(f) {
			return token.Stem(f)
		}
		if last == "" {
			last = token.Stem(f)
		}
	}
	return last
}

// verbIn returns where a line has the verb or a word that says the same.
func verbIn(l *line, stem string) (int, bool) {
	kin := question.Kin(stem)
	for i, s := range l.stems {
		if s == stem && stem != "" {
			return i, true
		}
	}
	for i, s := range l.stems {
		if has(kin, s) && !(l.words[i].Capital() && i > 0) {
			return i, true
		}
	}
	return 0, false
}

// negated reports whether the verb at word v of a line is denied: by a word
// of denial shortly before it, or by a subject that is nobody or nothing.
func negated(l *line, v int) bool {
	for j := v - 1; j >= max(0, v-4); j-- {
		if strings.ContainsAny(l.text[l.words[j].End:l.words[j+1].Start], ",;:") {
			return false
		}
		if denies[l.folded[j]] || strings.HasSuffix(l.folded[j], "n't") || strings.HasSuffix(l.folded[j], "n’t") {
			return true
		}
	}
	return false
}

var denies = words(`not no never nothing nobody none neither nor denied denies refused declined cannot without failed`)

// planned reports whether the verb at word v of a line is only planned, wished
// or supposed.
func planned(l *line, v int) bool {
	for j := v - 1; j >= max(0, v-5); j-- {
		switch f := l.folded[j]; f {
		case "will", "would", "could", "might", "may", "should", "if", "whether", "plans", "planned", "wants", "hopes", "hoped", "scheduled",
			"expected", "invited", "proposed", "asked", "due":
			return true
		case "to":
			if j > 0 && (beWord[l.folded[j-1]] || aims[l.folded[j-1]]) {
				return true
			}
		}
	}
	return false
}
