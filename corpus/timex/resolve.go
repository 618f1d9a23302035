package timex

import (
	"fmt"

	"dateline/corpus"
)

// How far back, in bytes, an expression may refer to what was spoken of.
const (
	nearBytes = 600
	farBytes  = 1500
)

// resolver places expressions, in the order of the text.
type resolver struct {
	dct  corpus.Interval
	refs []ref // what was spoken of, the last at the end
	pos  int   // of the expression in hand
}

// ref is a time that the text has spoken of.
type ref struct {
	unit  string
	day   corpus.Day // its first
	pos   int
	span  *Timex // of a stretch such as the first nine months
	back  bool   // reckoned as a year earlier than another
	near  bool   // a day by the name of its weekday
	since bool   // only the beginning of what is measured
	told  bool   // by its year, in a sentence that begins with it or names its month
}

// place is a time of the calendar: a unit that begins on a day.
type place struct {
	unit  string
	day   corpus.Day
	known bool
	value string          // where it is not the unit's own
	days  corpus.Interval // where they are not the unit's own
}

// resolveAll appends what the items of a segment that begins at base are.
func (r *resolver) resolveAll(p *parser, items []item, base int, out []Timex) []Timex {
	shareYears(p, items)
	for _, it := range items {
		start, end := p.toks[it.from].start, p.toks[it.to-1].end
		r.pos = base + start
		x := r.resolve(it.expr, p, it)
		if x.Value == "" {
			continue
		}
		x.Span = corpus.Span{Start: base + start, End: base + end}
		out = append(out, x)
	}
	return out
}

func (r *resolver) resolve(e *expr, p *parser, it item) Timex {
	x := Timex{Type: e.typ, Mod: e.mod}
	switch e.op {
	case opFixed:
		x.Value = e.val
	case opSpan:
		r.span(e, &x, p, it)
	case opClock, opDaypart:
		r.time(e, &x, p, it)
	default:
		if e.op == opSame && e.unit == "PERIOD" || e.op == opEarlier && e.val == "KEEP" {
			if s := r.lastSpan(); s != nil {
				x.Value, x.Interval, x.Type = s.Value, s.Interval, s.Type
				if e.op == opEarlier { // the same stretch, named by its year
					x.Interval = corpus.Between(x.Interval.Start.AddMonths(-12), x.Interval.End.AddMonths(-12))
					x.Type, x.Value = date, value("Y", x.Interval.Start)
				}
				return x
			}
		}
		at := r.place(e, p, it)
		x.Value = at.value
		if at.known {
			days := at.days
			if !days.Known() {
				days = interval(at.unit, at.day)
			}
			x.Interval = part(days, e.mod)
			if x.Value == "" {
				x.Value = value(at.unit, at.day)
			}
			if e.unit == "H" || e.unit == "TM" || e.unit == "S" {
				x.Value += "TXX"
			}
			r.note(ref{unit: at.unit, day: at.day, pos: r.pos, back: e.op == opEarlier && e.unit == "Y" && e.n == -1,
				near: e.op == opWeekday, since: p.at(it.from - 1).is("since"),
				told: e.op == opDate && (e.year != 0 && e.month != 0 || p.leads(it))})
		}
	}
	return x
}

func (r *resolver) note(f ref) {
	if len(r.refs) == 32 {
		r.refs = append(r.refs[:0], r.refs[16:]...)
	}
	r.refs = append(r.refs, f)
}

// lastSpan returns the stretch that the text has last spoken of, unless a
// quarter or year has been since.
func (r *resolver) lastSpan() *Timex {
	for i := len(r.refs) - 1; i >= 0 && r.pos-r.refs[i].pos < nearBytes; i-- {
		switch f := &r.refs[i]; {
		case f.span != nil:
			return f.span
		case f.unit == "Q" || f.unit == "HALF":
			return nil
		}
	}
	return nil
}

// last returns what was last spoken of, of a unit no longer than the one asked for.
func (r *resolver) last(unit string, within int) (ref, bool) {
	for i := len(r.refs) - 1; i >= 0 && r.pos-r.refs[i].pos < within; i-- {
		if f := r.refs[i]; f.span == nil && rank(f.unit) <= rank(unit) {
			return f, true
		}
	}
	return ref{}, false
}

// counted returns what "a day earlier" counts from: what was last spoken of,
// unless that only says since when something is the highest or the worst.
func (r *resolver) counted(unit string) (ref, bool) {
	for i := len(r.refs) - 1; i >= 0 && r.pos-r.refs[i].pos < farBytes; i-- {
		if f := r.refs[i]; f.span == nil && !f.since && rank(f.unit) <= rank(unit) {
			return f, true
		}
	}
	return ref{}, false
}

// now returns the beginning of the unit in which the document was written;
// it is not known where the document's date is less precise.
func (r *resolver) now(unit string) (corpus.Day, bool) {
	if !r.dct.Known() || r.dct.OpenStart() || r.dct.OpenEnd() {
		return 0, false
	}
	a, b := begin(unit, r.dct.Start), begin(unit, r.dct.End)
	return a, a == b
}

func (r *resolver) span(e *expr, x *Timex, p *parser, it item) {
	x.Value = spanValue(e)
	n := int(e.number)
	if e.vague || float64(n) != e.number || n > 10000 {
		if !e.vague && e.number == .5 && e.unit == "Y" {
			e = &expr{unit: "M", number: 6, dir: e.dir, sub: e.sub}
			n = 6
		} else {
			return
		}
	}
	unit := e.unit
	switch unit {
	case "F":
		unit, n = "W", 2*n
	case "H", "TM", "S", "WE", "ML":
		return
	}
	switch {
	case e.sub != nil:
		at := r.place(e.sub, p, it)
		if at.known {
			x.Interval = corpus.Between(at.day, shift(unit, at.day, n)-1)
		}
	case e.dir == dirThis: // the first nine months
		y, ok := r.now("Y")
		if f, found := r.last("Y", nearBytes); found && rank(f.unit) >= rank("Q") {
			y, ok = begin("Y", f.day), true
		} else if ok && shift(unit, y, n)-1 > r.dct.End {
			y = y.AddMonths(-12)
		}
		if ok {
			x.Interval = corpus.Between(y, shift(unit, y, n)-1)
		}
	case e.dir == dirLast || e.dir == dirNext:
		d, ok := r.now("D")
		if !ok && (unit == "Y" || unit == "DE" || unit == "CE" || unit == "M") {
			d, ok = r.now("M")
			if !ok && unit != "M" {
				d, ok = r.now("Y")
			}
		}
		if ok && e.dir == dirLast {
			x.Interval = corpus.Between(exactShift(unit, d, -n), d)
		} else if ok {
			x.Interval = corpus.Between(d, exactShift(unit, d, n))
		}
	}
	if x.Interval.Known() {
		c := *x
		r.note(ref{unit: "SPAN", day: x.Interval.Start, pos: r.pos, span: &c})
	}
}

// time places a time of the day.
func (r *resolver) time(e *expr, x *Timex, p *parser, it item) {
	d := place{value: "XXXX-XX-XX"}
	if e.sub != nil {
		d = r.place(e.sub, p, it)
	} else if f, ok := r.last("D", nearBytes/2); ok && (p.sameSentence(f.pos-r.pos, it.from) || f.near && f.day <= r.dct.End && f.day > r.dct.End-7 && !p.toCome(it) && !p.awaited(it)) {
		d = place{unit: "D", day: f.day, known: true}
	} else if day, ok := r.now("D"); ok {
		d = place{unit: "D", day: day, known: true}
	}
	x.Type = clock
	v := d.value
	if d.known {
		if v == "" {
			v = value(d.unit, d.day)
		}
		x.Interval = interval(d.unit, d.day)
		if d.unit == "D" && e.sub != nil {
			r.note(ref{unit: "D", day: d.day, pos: r.pos, near: e.sub.op == opWeekday})
		}
	}
	if e.op == opDaypart {
		x.Value = v + "T" + e.part
	} else {
		x.Value = fmt.Sprintf("%sT%02d:%02d", v, e.minutes/60, e.minutes%60)
	}
}

// sameSentence reports whether no sentence ends between the byte that lies
// back (negative) before token i and token i itself.
func (p *parser) sameSentence(back, i int) bool {
	limit := p.toks[i].start + back
	for j := i - 1; j >= 0 && p.toks[j].start > limit; j-- {
		if t := &p.toks[j]; t.sign == '.' && p.toks[j+1].space || p.toks[j+1].para {
			return false
		}
	}
	return limit >= 0
}

// maxYear is the last year, of either era, that a value of four digits names.
const maxYear = 9999

// place finds the place in the calendar of an expression that is a date. It
// is not known where the year has more digits than a value.
func (r *resolver) place(e *expr, p *parser, it item) place {
	at := r.find(e, p, it)
	if y := at.day.Year(); at.known && (y > maxYear || y <= -maxYear) {
		return unknown(at.unit)
	}
	return at
}

func (r *resolver) find(e *expr, p *parser, it item) place {
	switch e.op {
	case opDate:
		return r.date(e, p, it)
	case opWeekday:
		return r.weekday(e, p, it)
	case opSeason:
		return r.season(e, p, it)
	case opHoliday:
		return r.holiday(e, p, it)
	case opShift:
		if e.unit == "LASTWE" && (p.toCome(it) || p.awaited(it)) {
			return r.shift(&expr{unit: "WE"})
		}
		return r.shift(e)
	case opSame:
		if e.sub != nil {
			return r.holding(e, p, it)
		}
		return r.same(e, p, it)
	case opEarlier:
		return r.earlier(e)
	case opNth:
		return r.nth(e, p, it)
	case opDecade:
		return place{unit: "DE", day: corpus.DayOf(e.year, 1, 1), known: true}
	case opCentury:
		if e.n < 1 || e.n > 30 {
			return place{}
		}
		if e.era == "BC" {
			return place{unit: "CE", day: corpus.DayOf(1-e.n*100, 1, 1), known: true, value: fmt.Sprintf("BC%02d", e.n-1)}
		}
		return place{unit: "CE", day: corpus.DayOf((e.n-1)*100, 1, 1), known: true, value: fmt.Sprintf("%02d", e.n-1)}
	case opFiscal:
		return r.fiscal(e, p, it)
	}
	return place{}
}

// nth places the third quarter, the first week of May.
func (r *resolver) nth(e *expr, p *parser, it item) place {
	unit, n := e.unit, e.n
	if e.sub == nil {
		suffix := fmt.Sprintf("-Q%d", n)
		months := 3
		if unit == "HALF" {
			suffix, months = fmt.Sprintf("-H%d", n), 6
		}
		if n < 0 {
			n = 12 / months
			suffix = suffix[:2] + fmt.Sprint(n)
		}
		y, ok := r.now("Y")
		if !ok {
			return place{value: "XXXX" + suffix}
		}
		day := y.AddMonths((n - 1) * months)
		toCome := p.toCome(it) || p.willFollow(it) || p.at(it.from-1).bits.has(p.c.PREP) && p.awaited(it)
		switch {
		case day > r.dct.End && !toCome && day-r.dct.End > 45:
			day = day.AddMonths(-12)
		case day <= r.dct.End && shift(unit, day, 1) <= r.dct.Start && (toCome || day.AddMonths(12)-r.dct.End <= 45):
			day = day.AddMonths(12)
		}
		return place{unit: unit, day: day, known: true}
	}
	at := r.place(e.sub, p, it)
	if !at.known {
		switch {
		case unit == "Q" && n > 0 && at.value == "XXXX":
			return place{value: fmt.Sprintf("XXXX-Q%d", n)}
		case unit == "HALF" && n > 0 && at.value == "XXXX":
			return place{value: fmt.Sprintf("XXXX-H%d", n)}
		}
		return unknown(unit)
	}
	in := interval(at.unit, at.day)
	if unit == "HALF" && rank(at.unit) != rank("Y") || unit == "Q" && rank(at.unit) < rank("Y") {
		return unknown(unit)
	}
	if at.unit == "FY" && (unit == "Q" || unit == "HALF") {
		q := map[string]string{"Q": "Q", "HALF": "H"}[unit]
		k := n
		if k < 0 {
			k = 4
		}
		return place{unit: unit, day: shift(unit, at.day, k-1), known: true, value: fmt.Sprintf("%s-%s%d", value("FY", at.day), q, k)}
	}
	if unit == "WDAY" {
		first := in.Start + corpus.Day((e.day-isoDay(in.Start)+7)%7)
		day := first + corpus.Day(7*(n-1))
		if n < 0 {
			day = in.End - corpus.Day((isoDay(in.End)-e.day+7)%7)
		}
		return place{unit: "D", day: day, known: true}
	}
	var day corpus.Day
	switch {
	case n < 0:
		day = begin(unit, in.End)
	case unit == "W":
		day = begin("W", in.Start+corpus.Day(7*(n-1)))
		if isoDay(in.Start) > 4 { // the week belongs to the month that has its Thursday
			day += 7
		}
	case unit == "WE":
		day = begin("W", in.Start) + 5 + corpus.Day(7*(n-1))
		if day < in.Start {
			day += 7
		}
	default:
		day = shift(unit, begin(unit, in.Start), n-1)
	}
	return place{unit: unit, day: day, known: true}
}

// fiscal places a fiscal year. One whose end is told is called by the year in
// which it ends, unless it is told too.
func (r *resolver) fiscal(e *expr, p *parser, it item) place {
	if e.sub != nil {
		at := r.place(e.sub, p, it)
		if !at.known {
			return place{value: "FYXXXX"}
		}
		end := interval(at.unit, at.day).End
		year := e.year
		if year == 0 {
			year = end.Year()
		}
		return place{unit: "FY", day: corpus.DayOf(year, 1, 1), known: true, days: corpus.Between((end + 1).AddMonths(-12), end)}
	}
	if e.year != 0 {
		return place{unit: "FY", day: corpus.DayOf(e.year, 1, 1), known: true}
	}
	if e.dir == dirSame {
		for i := len(r.refs) - 1; i >= 0 && r.pos-r.refs[i].pos < farBytes; i-- {
			if f := r.refs[i]; f.unit == "FY" {
				return place{unit: "FY", day: f.day, known: true}
			}
		}
	}
	d, ok := r.now("Y")
	if !ok {
		return place{value: "FYXXXX"}
	}
	return place{unit: "FY", day: shift("Y", d, e.n), known: true}
}
