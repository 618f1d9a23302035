package bot

import (
	"strings"

	"dateline/bot/question"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

// part is the part that the answer plays in what the question's verb says.
type part uint8

const (
	noPart    part = iota
	doer           // "who arrested X", "who was X met by"
	undergoer      // "who was arrested", "whom did X meet"
)

// askedPart returns the stem of the question's verb and the part in it that a
// question for a person or body asks for; noPart where it can't be told.
func askedPart(q question.Question) (stem string, p part) {
	if q.Kind != question.Who && q.Kind != question.Which {
		return "", noPart
	}
	ws := token.Words(q.Main)
	verb, be, did, by := -1, false, false, false
	for i, w := range ws {
		f := token.Fold(w.Text)
		switch f {
		case "was", "were", "been", "is", "are", "being":
			be = be || verb < 0
			continue
		case "did", "does", "do":
			did = did || verb < 0
			continue
		case "by":
			by = by || verb >= 0 && i == len(ws)-1 || i == 0
			if verb >= 0 && i == verb+1 && be {
				// "who was met by X": the answer was met.
				return token.Stem(token.Fold(ws[verb].Text)), undergoer
			}
			continue
		}
		if verb >= 0 || w.Capital() || token.Stop(f) || i == 0 {
			continue
		}
		if i == 1 && q.Kind == question.Who && !helpingWord[f] && !beforeVerb[f] && !strings.HasSuffix(f, "ly") && f != "else" {
			verb = i // "who heads the choir"
			continue
		}
		if _, ok := event.KindOf(f); ok && (did || be || question.Verb(f)) || question.Verb(f) && !helpingWord[f] {
			verb = i
		}
	}
	if verb < 0 {
		return "", noPart
	}
	stem = token.Stem(token.Fold(ws[verb].Text))
	switch {
	case be && by, !be && !did:
		return stem, doer
	case be && strings.HasSuffix(token.Fold(ws[verb].Text), "ing"):
		return stem, doer
	case be && verb == len(ws)-1 || be && verb <= 2, did:
		return stem, undergoer
	}
	return "", noPart
}

var helpingWord = words(`has had have will would shall should can could may might must be do does did`)

// playsPart returns 1 where the words from to end play the part in the verb of
// a line, -1 where they play the other, and 0 where the line doesn't say.
func playsPart(l *line, from, end int, stem string, p part) float64 {
	if p == noPart {
		return 0
	}
	kin := question.Kin(stem)
	for v := range l.words {
		if l.stems[v] != stem && !has(kin, l.stems[v]) || l.words[v].Capital() {
			continue
		}
		passive := false
		for j := max(0, v-2); j < v; j++ {
			switch l.folded[j] {
			case "was", "were", "been", "being", "is", "are":
				passive = true
			}
		}
		played := noPart
		switch {
		case from > v && from-v <= 8 && clear(l, v+1, from):
			switch byAfter(l, v, from) {
			case true:
				played = doer
			default:
				played = undergoer
				if passive {
					continue
				}
			}
		case end <= v && v-end <= 6 && clear(l, end, v):
			played = doer
			if passive {
				played = undergoer
			}
		}
		switch played {
		case noPart:
		case p:
			return 1
		default:
			return -1
		}
	}
	return 0
}

// clear reports whether no other verb, and no break other than those of an
// apposition, stands between two words.
func clear(l *line, from, to int) bool {
	for j := from; j < to; j++ {
		if question.Verb(l.folded[j]) && !helpingWord[l.folded[j]] && !l.words[j].Capital() && !beWord[l.folded[j]] || l.folded[j] == "and" {
			return false
		}
	}
	return !strings.ContainsAny(l.text[l.words[max(0, from-1)].End:l.words[min(to, len(l.words)-1)].Start], ";:")
}

var beWord = words(`was were been being is are`)

// byAfter reports whether "by" stands between a verb and a word after it.
func byAfter(l *line, v, from int) bool {
	for j := v + 1; j < from; j++ {
		if l.folded[j] == "by" {
			return true
		}
	}
	return false
}
