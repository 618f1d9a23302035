package brief

import (
	"math"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus/token"
)

// openingLines is how many lines of an article its news is told in.
const openingLines = 4

// minRare is the weight of two words that stand together from which few articles
// have them by chance.
const minRare = 3.

// terms returns the pairs of common words that stand together in a line, by their
// stems: "ageing army", "power line".
func (l *line) terms() map[[2]string]bool {
	out := map[[2]string]bool{}
	stems := l.stems()
	plain := func(i int) bool {
		return i >= l.after && !l.words[i].Capital() && !l.words[i].Number() && !token.Stop(l.folded[i]) && len(stems[i]) > 2 && !question.Time(l.folded[i]) && !bot.Speaks(l.folded[i]) && !loose[l.folded[i]]
	}
	for i := l.after; i+1 < len(l.words); i++ {
		if l.gap(i+1) != " " || !plain(i+1) || !plain(i) || strings.HasSuffix(l.folded[i+1], "ly") {
			continue
		}
		out[[2]string{stems[i], stems[i+1]}] = true
	}
	return out
}

// loose are words that stand beside any others.
var loose = set(`people lost lives life least more other new last first many early late afternoon morning evening night foreign prime interior finance
	trade minister ministers ministry government officials official company companies known made make makes making told tells were was`)

// sharesTerm reports whether two reports have two rare common words together.
func (s *session) sharesTerm(a, b *report) bool {
	y := b.like.terms
	if s.own == nil {
		s.own = s.topic.stems()
	}
	for t := range a.like.terms {
		if y[t] && s.weight[t[0]] >= minRare && s.weight[t[1]] >= minRare && !s.own[t[1]] {
			return true
		}
	}
	return false
}

// sharesFigure reports whether the openings of two articles have a number that
// few others have: of three digits or more, not all noughts.
func sharesFigure(a, b *report) bool {
	for v := range a.like.figures {
		if b.like.figures[v] {
			return true
		}
	}
	return false
}

// figures collects the numbers of a line that are written out to three digits.
func (l *line) figures(out map[float64]bool) {
	for i := l.after; i < len(l.words); i++ {
		v, ok := bot.Number(l.words[i])
		if !ok || v < 1 || l.timed(i) {
			continue
		}
		x := v
		for x >= 10 && math.Mod(x, 10) == 0 {
			x /= 10
		}
		if x >= 100 || x != math.Trunc(x) && v >= 10 {
			out[v] = true
		}
	}
}

// stages are words for what follows upon an event and is news of its own, with
// the first of each line for all of it.
var stages = firsts(`inquiry inquiries inquest investigation investigations investigate investigating probe probes prosecutors handcuffs arrested arrest arrests charged indicted detained custody
		aid relief tents blankets donors donated donation donations supplies
		denied denies deny contradicted contradicts rejected rejects refuted refutes untrue
		mourning memorial funeral
		compensation sues sued lawsuit`)

// stage returns which stage of an event a line tells of, "" of the event itself.
func (l *line) stage() string { return l.signs().stage }

func (l *line) readStage() string {
	sub := l.depth()
	for i, f := range l.folded {
		if st := stages[f]; st != "" && i >= l.after && !sub[i] {
			return st
		}
		if f == "not" && l.fold(i+1) == "true" || f == "nothing" && l.fold(i+1) == "to" && l.fold(i+2) == "do" {
			return "denied"
		}
	}
	return ""
}

// facts reports whether hard facts say that two reports of one day, of which
// nothing else speaks against it, are of one event, in whatever words they are.
func (s *session) facts(a, b *report, m measured) bool {
	if !m.there || !a.lead || !b.lead || !a.article.dated() {
		return false
	}
	if ends, too := a.line.off() || a.line.undone(), b.line.off() || b.line.undone(); ends && too {
		return s.sameNames(a, b) && (m.anchors > 0 || s.placed(a, b))
	}
	if a.line.stage() != b.line.stage() || a.line.off() != b.line.off() && a.line.undone() != b.line.undone() {
		return false
	}
	if a.event != nil && b.event != nil && !speech(a.event.Kind) && !speech(b.event.Kind) && !m.kinds {
		return false
	}
	if a.plan && !(a.own && b.own && a.when == b.when) {
		return false
	}
	if names, others := without(a.like.names, b.like.names), without(b.like.names, a.like.names); names && others && !s.placed(a, b) {
		return false
	}
	term := s.sharesTerm(a, b)
	switch {
	case term && (m.anchors > 0 || s.placed(a, b) || s.sameNames(a, b)):
		return true
	case sharesFigure(a, b) && (m.anchors > 1 || s.placed(a, b)):
		return true
	case s.sharesValue(a, b) && s.placed(a, b) && s.sharesPerson(a, b):
		return true
	case a.plan && s.placed(a, b) && s.sharesPerson(a, b):
		return true
	}
	return false
}

// sameNames reports whether one report has all names of the other, and it has
// some.
func (s *session) sameNames(a, b *report) bool {
	x, y := a.like.names, b.like.names
	return len(x) > 0 && len(y) > 0 && (!without(x, y) || !without(y, x))
}

// sharesPerson reports whether two reports share a name that is no place.
func (s *session) sharesPerson(a, b *report) bool {
	for n := range a.like.names {
		if b.like.names[n] && !strings.HasPrefix(n, "c:") && !a.like.places[n] {
			return true
		}
	}
	return false
}

// sharesValue reports whether two reports have a number in common that is more
// than a dozen.
func (s *session) sharesValue(a, b *report) bool {
	for v := range a.like.values {
		if b.like.values[v] {
			return true
		}
	}
	return false
}

// mishaps are words for how people come to harm, with the first of each line for
// all of it.
var mishaps = firsts(`fire blaze flames inferno fires
		crash collision derailment derailed collided accident
		explosion blast bomb bombing exploded
		shooting gunman shot
		flood floods flooding floodwaters
		earthquake quake tremor earthquakes
		avalanche
		cholera outbreak epidemic fever virus`)

// causes returns the mishaps that a line speaks of.
func (l *line) causes() map[string]bool { return l.signs().causes }

func (l *line) readCauses() map[string]bool {
	out := map[string]bool{}
	for i, f := range l.folded {
		if c := mishaps[f]; c != "" && i >= l.after {
			out[c] = true
		}
	}
	return out
}
