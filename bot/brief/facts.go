package brief

import (
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
// stems: "ageing army", "power line". Words of which beside is true only say what
// the topic is; it may be nil.
func (l *line) terms(beside []bool) map[[2]string]bool {
	out := map[[2]string]bool{}
	stems := l.stems()
	plain := func(i int) bool {
		return i >= l.after && !l.words[i].Capital() && !l.words[i].Number() && !token.Stop(l.folded[i]) && len(stems[i]) > 2 && !question.Time(l.folded[i]) && !bot.Speaks(l.folded[i]) && !loose[l.folded[i]]
	}
	for i := l.after; i+1 < len(l.words); i++ {
		if beside != nil && beside[i+1] {
			continue
		}
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

// stages collects the stages for which the line has words, be it in passing.
func (l *line) stages(out map[string]bool) {
	for i := l.after; i < len(l.words); i++ {
		if st := stages[l.folded[i]]; st != "" {
			out[st] = true
		}
	}
	if st := l.stage(); st != "" {
		out[st] = true
	}
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

// recalls reports whether a line tells what was days before: "earlier this week",
// "a day earlier", "the day before", "last week", "two days after".
func (l *line) recalls() bool {
	for i := l.after; i < len(l.words); i++ {
		one, two := l.fold(i+1), l.fold(i+2)
		switch l.folded[i] {
		case "earlier":
			if one == "this" && (two == "week" || two == "month") || one == "in" && two == "the" {
				return true
			}
		case "day", "days", "week", "weeks":
			if one == "earlier" || one == "before" || one == "after" || one == "ago" {
				return true
			}
		case "last":
			if one == "week" || one == "month" {
				return true
			}
		case "start", "beginning":
			if one == "of" && two == "the" && l.fold(i+3) == "week" {
				return true
			}
		}
	}
	return false
}
