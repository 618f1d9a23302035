package bot

import (
	"slices"
	"strconv"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// handover is what a sentence tells of an office that changes hands: who comes,
// who goes, or both.
type handover struct {
	new, old string
	line     *line
	names    *line           // another sentence, which names who comes or goes; nil where the line does
	at       int             // word of the line that tells it
	from     corpus.Interval // when it takes effect, as far as is known
	planned  bool            // it lay ahead when it was reported, or no more is known
}

// The stems of the verbs by which somebody follows somebody, is given an office,
// leaves one, or is made to leave it.
var (
	follows  = stemsOf(`succeed succeeds succeeded succeeding replace replaces replaced replacing`)
	appoints = stemsOf(`appoint appoints appointed name names named elect elects elected choose chooses chose chosen hire hires hired pick picks picked install installed`)
	goes     = stemsOf(`resign resigns resigned retire retires retired quit quits die dies died`)
	ousts    = stemsOf(`sack sacks sacked dismiss dismisses dismissed fire fired oust ousted remove removed`)
)

func stemsOf(list string) map[string]bool {
	m := map[string]bool{}
	for w := range words(list) {
		m[token.Stem(w)] = true
	}
	return m
}

// The bounds of what of an article is read for who follows whom: its sentences,
// the words of one, which else is a list, and what they tell.
const (
	maxHandoverSentences = 400
	maxHandoverWords     = 200
	maxHandovers         = 200
)

// handoversIn reads an article's sentences for offices that change hands.
func handoversIn(doc corpus.Document) []handover {
	var out []handover
	came, went := handover{}, handover{} // of the sentence before
	for _, s := range doc.Sentences[:min(len(doc.Sentences), maxHandoverSentences)] {
		l := lineOf(doc, s)
		if len(out) > maxHandovers {
			break
		}
		var here []handover
		for v := range l.words[:min(len(l.words), maxHandoverWords)] {
			if l.words[v].Capital() {
				continue
			}
			h, ok := l.handoverAt(v, came, went)
			if !ok {
				continue
			}
			h.line, h.at = l, v
			h.takesEffect(doc.Published.Interval)
			here = append(here, h)
		}
		came, went = handover{}, handover{}
		for _, h := range here {
			if h.new != "" {
				came = h
			}
			if h.old != "" {
				went = h
			}
		}
		out = append(out, here...)
	}
	// "Ann Clarke has been appointed from 1 May. Clarke succeeds Joan Birch."
	for i := range out {
		for _, other := range out {
			if h := &out[i]; h.new != "" && other.new != "" && h.line != other.line && strings.EqualFold(surname(h.new), surname(other.new)) {
				if len(other.new) > len(h.new) {
					h.new, h.names = other.new, other.line
				}
				if !h.dated() && other.dated() {
					h.from, h.planned = other.from, other.planned
				}
			}
		}
	}
	return out
}

func (h handover) dated() bool {
	return h.from.Known() && h.from != h.line.hit.Article.Published.Interval
}

// handoverAt reads what word v of a line tells of an office that changes hands,
// with what the sentence before told for the pronouns.
func (l *line) handoverAt(v int, came, went handover) (handover, bool) {
	s := l.stems[v]
	if negated(l, v) || disowned(l, v) {
		return handover{}, false
	}
	passive := v > 0 && beWord[l.folded[v-1]] || v > 1 && beWord[l.folded[v-2]] && strings.HasSuffix(l.folded[v-1], "ly")
	name := func(from, to int, known bool) string {
		if !known || to <= from {
			return ""
		}
		from = afterTitle(l, from, to)
		if kind, ok := kindOf(l, from, to); ok && kind != gazetteer.Body || from > 0 && to == from+1 && article[l.folded[from-1]] {
			return "" // "the Spaniard"
		}
		return cutPossessive(l.text[l.words[from].Start:l.words[to-1].End])
	}
	referring := func(v int) bool { // to the sentence before
		for j := v - 1; j >= 0 && j >= v-4; j-- {
			if f := l.folded[j]; f == "who" || isPronoun(f) && j <= 1 {
				return true
			}
		}
		return false
	}
	switch {
	case follows[s] && passive:
		by := slices.Index(l.folded[v:], "by")
		if by < 0 || by > 6 {
			return handover{}, false
		}
		h := handover{old: name(l.doer(v)), new: l.nameAfter(v+by+1, 3)}
		if h.old == "" && referring(v) {
			h.old, h.names = went.old, went.line
		}
		return h, h.old != "" && h.new != ""
	case follows[s], l.takesOver(v):
		at := v + 1
		if !follows[s] {
			from := slices.Index(l.folded[v:], "from")
			if from < 0 || from > 8 {
				return handover{}, false
			}
			at = v + from + 1
		}
		h := handover{new: name(l.doer(v)), old: l.nameAfter(at, 3)}
		if h.new == "" && referring(v) && came.new != "" {
			h.new, h.names = came.new, came.line
		}
		return h, h.old != "" && h.new != ""
	case l.folded[v] == "becomes" || l.folded[v] == "became":
		h := handover{new: name(l.doer(v))}
		return h, h.new != ""
	case appoints[s] && passive:
		h := handover{new: name(l.doer(v))}
		return h, h.new != "" && (question.PastVerb(l.folded[v]))
	case appoints[s] && (question.PastVerb(l.folded[v]) || strings.HasSuffix(l.folded[v], "s")) && !article[l.folded[max(0, v-1)]]:
		h := handover{new: l.nameAfter(v+1, 1)}
		return h, h.new != ""
	case goes[s] && !article[l.folded[max(0, v-1)]], l.folded[v] == "down" && v > 0 && token.Base(strings.TrimSuffix(l.folded[v-1], "s")) == "step", l.folded[v] == "down" && v > 0 && strings.HasPrefix(l.folded[v-1], "stepp"),
		l.folded[v] == "left" && v > 0 && (helpingWord[l.folded[v-1]] || l.words[v-1].Capital()) && !passive:
		w := v
		if l.folded[v] == "down" {
			w = v - 1
		}
		h := handover{old: name(l.doer(w))}
		if h.old == "" && w > 0 && l.folded[w-1] == "who" {
			h.old = name(l.antecedent(w - 1))
		}
		return h, h.old != ""
	case ousts[s] && passive:
		h := handover{old: name(l.doer(v))}
		return h, h.old != ""
	case ousts[s] && question.PastVerb(l.folded[v]):
		h := handover{old: l.nameAfter(v+1, 5)}
		return h, h.old != ""
	}
	return handover{}, false
}

// takesOver reports whether "take over" stands at word v.
func (l *line) takesOver(v int) bool {
	return token.Base(l.folded[v]) == "take" && v+1 < len(l.words) && l.folded[v+1] == "over" || l.folded[v] == "takes" && v+1 < len(l.words) && l.folded[v+1] == "over"
}

// nameAfter returns the name that begins at word i or at most skip words after it,
// without an office before it; "" where none does. What stands between ends with
// no sentence or clause.
func (l *line) nameAfter(i, skip int) string {
	for j := i; j < len(l.words) && j <= i+skip; j++ {
		if j > i && strings.ContainsAny(l.gapAfter(j-1), ";:.(") || j > i && placePrep[l.folded[j-1]] {
			return ""
		}
		if !nameStart(l, j) {
			continue
		}
		to := j + 1
		for to < len(l.words) && !possessive(l.words[to-1].Text) && l.words[to].Capital() && gapInName(l.text[l.words[to-1].End:l.words[to].Start], l.words[to-1].Text) && !question.Time(l.folded[to]) {
			to++
		}
		if from := afterTitle(l, j, to); !possessive(l.words[to-1].Text) && !bodyName(l.text[l.words[from].Start:l.words[to-1].End]) {
			return l.text[l.words[from].Start:l.words[to-1].End]
		}
		j = to - 1
	}
	return ""
}

// takesEffect sets from when a handover holds: from the time that its sentence
// gives, else from its report on where it is told as done.
func (h *handover) takesEffect(published corpus.Interval) {
	l := h.line
	h.planned = planned(l, h.at) || slices.Contains(l.folded[max(0, h.at-6):h.at], "to")
	for _, x := range timex.Parse(l.text, published) {
		from, _ := wordRange(l, x.Span)
		if x.Type != "DATE" || !x.Interval.Known() || from <= h.at || l.inDateline(x) {
			continue
		}
		if b := l.folded[max(0, from-1)]; b == "from" || b == "on" || b == "in" || b == "of" || b == "since" || b == "the" {
			h.from = x.Interval
			// A day without its year from which somebody is appointed lies ahead.
			if y, m, d := h.from.Start.Date(); b == "from" && published.Known() && h.from.End < published.Start-90 && !strings.Contains(x.Of(l.text), strconv.Itoa(y)) {
				h.from = corpus.OnDay(corpus.DayOf(y+1, m, d))
			}
			h.planned = h.planned || published.Known() && h.from.End > published.End
			return
		}
	}
	if !h.planned {
		h.from = published
	}
}
