package bot

import (
	"slices"

	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/timex"
)

// onceEach leaves out the events that an article dates only to a time in which it
// dates another of them more closely.
func onceEach(ms []event.Match) []event.Match {
	return slices.DeleteFunc(slices.Clone(ms), func(m event.Match) bool {
		return slices.ContainsFunc(ms, func(o event.Match) bool {
			return o.Index != m.Index && m.When != o.When && m.When.Contains(o.When) &&
				slices.ContainsFunc(m.Members, func(e corpus.Event) bool { return reports(&o, e.Article) })
		})
	})
}

// recurs reports whether a line says how often something is or was: "twice a
// year", "every second year", "three times", "weekly".
func recurs(l *line) bool {
	for i, f := range l.folded {
		switch f {
		case "once", "twice", "thrice", "annually", "yearly", "monthly", "weekly", "daily", "biennial", "annual", "regularly", "seldom", "rarely":
			return true
		case "times":
			if i > 0 && (numberWords[l.folded[i-1]] || l.words[i-1].Number()) && (i+1 >= len(l.folded) || l.folded[i+1] != "larger" && l.folded[i+1] != "more" && l.folded[i+1] != "as") {
				return true
			}
		}
	}
	for _, x := range timex.Parse(l.text, corpus.Interval{}) {
		if x.Type == "SET" {
			return true
		}
	}
	return false
}
