package dating

import (
	"strings"

	"dateline/corpus"
)

// guesses weighs what htmldate found by what is seen of that day: another
// story's date, a change, a day in a sentence, a year or a month alone made
// into a day. A day that nothing speaks against keeps its weight.
func (d *dating) guesses() {
	for i := range d.witnesses {
		g := &d.witnesses[i]
		if !g.guess || g.weight == 0 {
			continue
		}
		if why := d.refutes(*g); why != "" {
			g.weight, g.doubt = 0, true
			g.Why += ", but " + why
			continue
		}
		changed, supported := false, false
		for j, w := range d.witnesses {
			if j == i || w.Interval != g.Interval {
				continue
			}
			changed = changed || w.change
			supported = supported || !w.change && !w.doubt && w.weight >= enough
		}
		if changed && !supported {
			g.weight, g.change = weightUpdated, true
			g.Why += ", which is when the page was changed"
		}
	}
}

// proseWords is how many words beside a date make its line prose.
const proseWords = 14

// prose reports whether a line with a date is a sentence of an article rather
// than one that says under what it was filed ("This entry was posted in ...").
func prose(line string) bool {
	words := strings.Fields(line)
	if len(words) < proseWords {
		return false
	}
	for k, w := range words[:maxFiled] {
		w = strings.ToLower(strings.TrimRight(w, ":,"))
		if saysPublished[w] && w != "date" {
			return false
		}
		if k < maxFiled-1 && !filing[w] {
			return true
		}
	}
	return true
}

// filing are the words before the label of such a line, of which there are
// fewer than maxFiled.
var filing = words(`this the entry post article story item was were is has been`)

const maxFiled = 5

// refutes returns what speaks against a day that htmldate found, "" for nothing.
func (d *dating) refutes(g witness) string {
	for _, day := range d.occasions {
		if day == g.Interval {
			return "that is when something takes place"
		}
	}
	if d.partial(g) {
		return "only a year or a month stands there"
	}
	if short(g.Text) {
		return "the numbers there may be no date"
	}
	why := ""
	for k, m := range d.mentions {
		if m.interval() != g.Interval {
			if m.misread == g.Interval {
				why = "the page writes day and month in the other order"
			}
			continue
		}
		r := d.roleAt(m)
		switch where := d.region(m.line); {
		case r == elsewhere || r == contributed:
			why = "it stands among other stories, or is the day of something else"
		case m.form == embedded || m.form == furniture:
			why = "it is the date of something else"
		case d.visit(m):
			why = "that is the day on which the page was read"
		case m.form == mentioned && d.kept[m.line] && prose(d.lines[m.line]):
			why = "it stands only in a sentence"
		case m.standing() && where != nearTitle && d.among(k):
			why = "it stands among other days' dates"
		default:
			return ""
		}
	}
	for _, t := range d.traces {
		if t.interval != g.Interval {
			continue
		}
		if t.role != contributed && t.role != elsewhere {
			return ""
		}
		why = "it stands among other stories, or is the day of something else"
	}
	return why
}

// short reports whether a text has numbers of one or two digits alone, none
// in the form of a date: those of a version, a score or a chapter.
func short(text string) bool {
	if len(text) > maxTraceText {
		return false
	}
	run, longest := 0, 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest > 0 && longest <= 2 && len(stamps(text)) == 0
}

// partial reports whether htmldate made a day of a year or a month.
func (d *dating) partial(g witness) bool {
	_, _, day := g.Interval.Start.Date()
	if day != 1 {
		return false
	}
	for _, s := range stamps(g.Text) {
		if s.day != 0 {
			return false
		}
	}
	for _, m := range d.mentions {
		if m.interval() == g.Interval {
			return false
		}
	}
	for _, w := range d.witnesses {
		if !w.guess && w.Interval == g.Interval {
			return false
		}
	}
	return true
}

// visit reports whether a mention looks like the day of the visit that many
// pages show above everything: a weekday and date without a clock or a label,
// above the title, on the day on which the record was read.
func (d *dating) visit(m mention) bool {
	return m.form == alone && m.weekday != 0 && !m.clock && d.fetching(m.interval()) &&
		(d.title < 0 || m.line < d.title)
}

// banner reports whether mention k, a weekday and date above the title, has
// another day's date below the title: then the first may be the visit's.
func (d *dating) banner(k int) bool {
	m := d.mentions[k]
	if m.form != alone || m.weekday == 0 || m.clock || d.title < 0 || m.line >= d.title {
		return false
	}
	for _, o := range d.mentions[k+1:] {
		if d.rank[o.line]-d.rank[m.line] > aboveTitle+belowTitle {
			break
		}
		if o.line > d.title && o.standing() && o.day != 0 && o.interval().Known() && o.interval() != m.interval() && d.region(o.line) == nearTitle {
			return true
		}
	}
	return false
}

// fetching reports whether iv is the day on which the record was read, which
// is the latest or, in some time zones, the one before.
func (d *dating) fetching(iv corpus.Interval) bool {
	return iv == corpus.OnDay(d.latest) || iv == corpus.OnDay(d.latest-1)
}

// lone lets a day of a page that nearly suffices count where nothing else
// names one that does, or only the month or year that it is in: what htmldate found, or else the oldest day on which
// something of the page was uploaded or changed, or else the one day that
// stands on it outside its sentences. It is better than none, and the evidence
// says why.
func (d *dating) lone() {
	bound := corpus.Interval{Start: corpus.MinDay, End: corpus.MaxDay, Precision: corpus.PrecisionInterval}
	for _, w := range d.witnesses {
		if w.Interval.Known() && w.weight >= enough {
			if w.Interval.Precision == corpus.PrecisionDay {
				return
			}
			bound = w.Interval
		}
	}
	best, only := -1, -1
	for i, w := range d.witnesses {
		if w.weight <= 0 || w.doubt || w.Interval.Precision != corpus.PrecisionDay || !bound.Contains(w.Interval) {
			continue
		}
		switch {
		case w.weight >= weightUpdated && (w.guess || w.change):
			if best < 0 || w.guess || !d.witnesses[best].guess && w.Interval.Start < d.witnesses[best].Interval.Start {
				best = i
			}
		case only == -1:
			only = i
		case only >= 0 && d.witnesses[only].Interval != w.Interval:
			only = -2
		}
	}
	if best < 0 {
		best = only
	}
	if best >= 0 && d.traced {
		d.witnesses[best].weight = enough
		d.witnesses[best].Why += ", the only day that is found"
	}
}

// zoned settles contradictions between a time in universal time and the day
// that the page itself shows by its title or in its address: the publisher's day is meant, where
// some time zone has that day at that hour. A day on which the page was changed
// settles nothing.
func (d *dating) zoned() {
	for i, w := range d.witnesses {
		if w.universal == 0 || w.change || w.weight < enough || w.Interval.Precision != corpus.PrecisionDay {
			continue
		}
		west, east := w.universal <= 10, w.universal > 11 // zones from -10 to +13 hours, where people live
		for _, v := range d.witnesses {
			gap := v.Interval.Start - w.Interval.Start
			if v.universal != 0 || v.guess || v.change || v.doubt || v.weight <= enough ||
				v.Interval.Precision != corpus.PrecisionDay || !(gap == -1 && west || gap == 1 && east) || d.changed(v.Interval) {
				continue
			}
			for j, g := range d.witnesses {
				if g.Interval == w.Interval && (j == i || g.guess) {
					d.witnesses[j].weight = min(g.weight, enough-1)
					d.witnesses[j].Why += ", in universal time: another day where it was published"
				}
			}
			break
		}
	}
}

// changed reports whether the page says that it was changed on the day.
func (d *dating) changed(day corpus.Interval) bool {
	for _, w := range d.witnesses {
		if w.change && w.Interval == day {
			return true
		}
	}
	return false
}
