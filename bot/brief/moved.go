package brief

import (
	"strings"

	"dateline/corpus"
)

// moving are verbs of giving a plan another day.
var moving = set(`moved shifted postponed delayed back forward rescheduled changed switched deferred adjourned`)

// movedTo returns the day after an article's own to which a line says that something
// was moved, and the word that says so: "postponed until 2 April".
func (l *line) movedTo(times []moment, in []bool, published corpus.Interval) (moment, int, bool) {
	if !published.Known() {
		return moment{}, 0, false
	}
	for _, m := range times {
		before := l.fold(m.from - 1)
		if before != "to" && before != "until" && before != "till" || in[m.from] || m.former || m.when.Precision != corpus.PrecisionDay {
			continue
		}
		m.when = l.coming(m.when, []moment{m}, published)
		if m.when.Start <= published.End {
			continue
		}
		for i := m.from - 2; i >= l.after && m.from-i < 12; i-- {
			if f := l.folded[i]; moving[f] && !in[i] && (f != "back" && f != "forward" || l.verbal(i-1)) {
				return m, i, true
			}
			if strings.ContainsAny(l.gap(i), ";:") {
				break
			}
		}
	}
	return moment{}, 0, false
}
