package bot

import (
	"slices"

	"dateline/bot/question"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

// minOfThings is the share, by weight, of a question's things that must stand
// about a line for a name in it to answer.
const minOfThings = .5

// things returns the stems of the common nouns that say what a question is
// about, beside its names, its verb and the class that it asks for: "painting"
// in "which company bought the painting?", "mayor" in "who is the mayor of X?".
func things(q question.Question) []string {
	verb := mainVerb(q)
	var out []string
	ws := token.Words(q.Main)
	beside := false // where it was, or when
	for i, w := range ws {
		f := token.Fold(w.Text)
		s := token.Stem(f)
		switch {
		case besides[f]:
			beside = true
			continue
		case f == "of" || f == "for" || question.PastVerb(f):
			beside = false
		}
		switch {
		case beside:
			continue
		case i == 0, w.Capital(), w.Number(), token.Stop(f), asking[f], question.Time(f), helpingWord[f], beWord[f], loneClass[f], slices.Contains(ordinals, f):
			continue
		case s == verb || question.PastVerb(f), f == q.Head && question.ClassOf(f) != question.AnyClass && question.ClassOf(f) != question.Person:
			continue
		}
		if _, ok := event.KindOf(f); ok {
			continue
		}
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// besides open what tells where or when something was, which reports leave to
// other sentences.
var besides = words(`at in on near during after before inside outside`)

// loneClass are words for people that say nothing of what they do.
var loneClass = words(`person people man men woman women someone somebody anyone name names kind type sort one ones part place`)

// onThings returns the candidates about whose lines, in their passages' sentences
// beside them and their titles, a question's things stand. A question of a time
// is measured otherwise.
func (c *conversation) onThings(cs []candidate, t terms) []candidate {
	if !c.q.Entity() || c.q.Bound.Known() {
		return cs
	}
	total, want := 0.0, things(c.q)
	for _, s := range want {
		total += t.weight[s]
	}
	if total == 0 {
		return cs
	}
	return slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool {
		near, sum := nearStems(x.line), 0.0
		for _, s := range want {
			if hasTerm(near, s) || nearWord(near, s) || slices.ContainsFunc(question.Kin(s), func(k string) bool { return near[k] }) {
				sum += t.weight[s]
			}
		}
		return sum < minOfThings*total
	})
}
