package dating

import (
	"fmt"
	"strconv"
	"strings"

	"dateline/corpus"
)

// basisText is that of a date within the article's text, which bounds the
// date of publication from below unless the text looks ahead.
const basisText = corpus.BasisStated

// The years among which a day without one is looked for where nothing bounds
// them: those of news on the web. The calendar repeats itself in 28 years.
const (
	oldestYear = 1998
	newestYear = 2030
)

// leadLines is how much of the body's beginning is read for the weekday on
// which what it reports happened, in lines that are not blank.
const (
	leadLines = 3
	leadBytes = 1500
)

// leadWeekdays returns the weekdays named where the body begins, 1 for Sunday.
func (d *dating) leadWeekdays() []int {
	if d.first < 0 {
		return nil
	}
	var out []int
	n := 0
	for i := d.first; i <= d.last && n < leadLines; i++ {
		l := d.lines[i]
		if strings.TrimSpace(l) == "" {
			continue
		}
		n++
		for _, p := range pieces(l[:min(len(l), leadBytes)]) {
			if day := weekdays[p.text]; p.kind == word && p.upper && len(p.text) > 5 && day != 0 {
				out = append(out, day)
			}
		}
	}
	return out
}

func has(days []int, day int) bool {
	for _, x := range days {
		if x == day {
			return true
		}
	}
	return false
}

// posts weighs the posts that the article quotes: it is no older than the
// newest of them, and of that day where the lead names the same weekday.
func (d *dating) posts() {
	if d.first < 0 {
		return
	}
	newest := -1
	for k, m := range d.mentions {
		if m.form == embedded && m.line >= d.first && m.line <= d.last && m.interval().Precision == corpus.PrecisionDay &&
			(newest < 0 || m.interval().Start > d.mentions[newest].interval().Start) {
			newest = k
		}
	}
	if newest < 0 {
		return
	}
	m := d.mentions[newest]
	w := witness{Evidence: corpus.Evidence{Basis: corpus.BasisEmbed, Text: m.text, Interval: m.interval()}, near: -d.above(m.line)}
	if d.numbered {
		w.Line = m.line + 1
	}
	day := m.interval().Start.Weekday()
	if has(d.leadWeekdays(), int(day)+1) {
		w.weight, w.Why = weightEmbedded, fmt.Sprintf("the newest post quoted, of a %s as the article begins", day)
	} else {
		w.Why = "the newest post quoted: the article is no older"
	}
	d.add(w)
}

// yearless weighs a month and day without a year in a dateline or a line
// about the title. Another witness may supply the year; else the years in
// which the weekday agrees are candidates.
func (d *dating) yearless() {
	oldest, newest := d.bounds()
	lead := d.leadWeekdays()
	shown := 0
	for _, m := range d.mentions {
		if m.year != 0 || m.day == 0 || m.order == unresolved || shown >= maxShown {
			continue
		}
		switch where := d.region(m.line); {
		case m.form == dateline, where == nearTitle && (m.form == alone || m.form == named || m.form == published || m.form == fused):
		case where == header && m.form == alone && m.weekday != 0:
		default:
			continue
		}
		shown++
		weekday := m.weekday
		if weekday == 0 && len(lead) == 1 && m.form == dateline {
			weekday = lead[0]
		}
		w := witness{Evidence: corpus.Evidence{Basis: corpus.BasisLeading, Text: m.text}, near: max(d.above(m.line), -2*d.above(m.line))}
		if m.form == dateline {
			w.Basis = corpus.BasisDateline
		}
		if d.numbered {
			w.Line = m.line + 1
		}
		years := candidates(m.stamp, weekday, oldest, newest)
		if y, why := d.supply(m.stamp, years); y != 0 {
			w.Interval = corpus.OnDay(corpus.DayOf(y, m.month, m.day))
			w.weight, w.Why = weightLine, "no year, which "+why
			if d.region(m.line) == header {
				w.weight = 0
			}
		} else {
			w.Why = "no year" + among(m.stamp, weekday, years)
		}
		d.add(w)
	}
}

// among says which years a month and day may be of.
func among(s stamp, weekday int, years []int) string {
	switch {
	case weekday == 0:
		return ""
	case len(years) == 0:
		return "; in none is it the weekday named"
	}
	var list []string
	for _, y := range years {
		list = append(list, strconv.Itoa(y))
	}
	day := corpus.DayOf(years[0], s.month, s.day)
	return fmt.Sprintf("; a %s %d %s: %s", day.Weekday(), s.day, s.month, strings.Join(list, ", "))
}

// candidates returns the years from oldest to newest in which the day exists
// and falls on the weekday, where one is known.
func candidates(s stamp, weekday, oldest, newest int) []int {
	var out []int
	for y := oldest; y <= newest; y++ {
		if valid(y, s.month, s.day) && (weekday == 0 || int(corpus.DayOf(y, s.month, s.day).Weekday()) == weekday-1) {
			out = append(out, y)
		}
	}
	return out
}

// bounds returns the years within which the article was published, and adds
// what they rest on to the evidence: copyright lines above, the latest day
// that the text speaks of below.
func (d *dating) bounds() (oldest, newest int) {
	oldest, newest = oldestYear, newestYear
	if d.latest < corpus.MaxDay {
		newest = d.latest.Year()
	}
	if d.copyright != 0 {
		newest = min(newest, d.copyright)
		d.add(witness{Evidence: corpus.Evidence{Basis: corpus.BasisRights, Text: strconv.Itoa(d.copyright),
			Interval: corpus.Interval{Start: corpus.MinDay, End: corpus.DayOf(d.copyright, 12, 31), Precision: corpus.PrecisionInterval},
			Why:      "when the page was fetched or changed: an upper bound"}})
	}
	last := -1
	for k, m := range d.mentions {
		if m.line < d.first || m.line > d.last || d.first < 0 || m.form != mentioned && m.form != embedded || !m.interval().Known() {
			continue
		}
		if y := m.interval().Start.Year(); y > newest || y < oldestYear {
			continue
		}
		if last < 0 || m.interval().Start > d.mentions[last].interval().Start {
			last = k
		}
	}
	if last >= 0 {
		m := d.mentions[last]
		oldest = max(oldest, m.interval().Start.Year())
		e := corpus.Evidence{Basis: basisText, Text: m.text, Why: "the latest date that the text speaks of: a lower bound, unless it looks ahead",
			Interval: corpus.Interval{Start: m.interval().Start, End: corpus.MaxDay, Precision: corpus.PrecisionInterval}}
		if d.numbered {
			e.Line = m.line + 1
		}
		d.add(witness{Evidence: e})
	}
	return oldest, newest
}

// supplyDays is how far apart a day without a year and a full date of the
// text may be for the one to lend its year to the other.
const supplyDays = 7

// supply returns the year that another witness lends to a month and day.
func (d *dating) supply(s stamp, years []int) (int, string) {
	for _, w := range d.witnesses {
		if w.weight == 0 || !w.Interval.Known() || w.Interval.Precision > corpus.PrecisionYear {
			continue
		}
		for _, y := range years {
			if corpus.OnDay(corpus.DayOf(y, s.month, s.day)).Gap(w.Interval) < supplyDays {
				return y, "the " + string(w.Basis) + " supplies"
			}
		}
	}
	for _, m := range d.mentions {
		if m.line < d.first || m.line > d.last || d.first < 0 || m.form != mentioned && m.form != embedded || m.interval().Precision != corpus.PrecisionDay {
			continue
		}
		for _, y := range years {
			if corpus.OnDay(corpus.DayOf(y, s.month, s.day)).Gap(m.interval()) < supplyDays {
				return y, "a date in the text supplies"
			}
		}
	}
	return 0, ""
}
