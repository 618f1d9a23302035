package timex

import (
	"fmt"
	"math"

	"dateline/corpus"
)

// This file places what counts from the document's date, or from what the
// text has spoken of: last week, that year, a year earlier.

// shift places what is so many units from the document's date.
func (r *resolver) shift(e *expr) place {
	unit := e.unit
	if unit == "H" || unit == "TM" || unit == "S" {
		unit = "D"
		if d, ok := r.now("D"); ok {
			hours := map[string]int{"H": e.n, "TM": e.n / 60, "S": 0}[e.unit]
			return place{unit: unit, day: d + corpus.Day(hours/24), known: true}
		}
		return unknown(unit)
	}
	n := e.n
	if unit == "F" {
		unit, n = "W", 2*n
	}
	if unit == "LASTWE" { // the last one that has begun
		unit = "WE"
		if d, ok := r.now("D"); ok && isoDay(d) < 6 {
			n--
		}
	}
	if (unit == "DE" || unit == "CE") && e.number > 0 && math.Abs(float64(n)) < 1000 { // two decades ago is a year
		unit, n = "Y", n*map[string]int{"DE": 10, "CE": 100}[unit]
	}
	if n > 5000 || n < -5000 {
		return unknown(unit)
	}
	if e.val == "D" {
		if d, ok := r.now("D"); ok {
			return place{unit: "D", day: d.AddMonths(n), known: true}
		}
		return unknown("D")
	}
	d, ok := r.now(unit)
	if !ok {
		return unknown(unit)
	}
	return place{unit: unit, day: shift(unit, d, n), known: true}
}

// holding places the week, the month or the quarter that ended on a day. A
// quarter may end some weeks into the next one.
func (r *resolver) holding(e *expr, p *parser, it item) place {
	at := r.place(e.sub, p, it)
	if !at.known {
		return unknown(e.unit)
	}
	day := at.day
	if e.unit == "Q" {
		day -= 45
	}
	return place{unit: e.unit, day: begin(e.unit, day), known: true}
}

// same places that year, the following month, the same day.
func (r *resolver) same(e *expr, p *parser, it item) place {
	unit, n := e.unit, e.n
	switch unit {
	case "PERIOD":
		unit = "Q"
		if _, ok := r.last("Q", nearBytes); !ok {
			unit = "Y"
		}
	case "F":
		unit, n = "W", 2*n
	case "H", "TM":
		unit, n = "D", 0
	}
	if e.year != 0 { // the 1988 quarter
		f, ok := r.last("Q", nearBytes)
		if d, known := r.now("Q"); (!ok || f.unit != "Q") && known {
			f.day, ok = d.AddMonths(-3), true
		}
		if !ok {
			return place{value: fmt.Sprintf("%04d-QX", e.year)}
		}
		return place{unit: "Q", day: begin("Q", f.day).AddMonths(12 * (e.year - f.day.Year())), known: true}
	}
	if unit == "Q" && e.dir == dirLast { // the latest that is over
		for i := len(r.refs) - 1; i >= 0 && r.pos-r.refs[i].pos < farBytes; i-- {
			if f := r.refs[i]; f.unit == "Q" && !f.back && shift("Q", f.day, 1)-1 <= r.dct.End {
				return place{unit: "Q", day: f.day, known: true}
			}
		}
		d, ok := r.now("Q")
		if !ok {
			return unknown(unit)
		}
		return place{unit: "Q", day: shift("Q", d, -1), known: true}
	}
	if unit == "THEN" {
		if f, ok := r.last("CE", nearBytes); ok {
			return place{unit: f.unit, day: f.day, known: true}
		}
		return place{value: "PAST_REF"}
	}
	if f, ok := r.last(unit, farBytes); ok && (unit != "Q" || f.unit == "Q") && (e.dir != dirThis || r.current(unit, f)) && !r.overBy(unit, f, p, it) {
		return place{unit: unit, day: shift(unit, begin(unit, f.day), n), known: true}
	}
	d, ok := r.now(unit)
	if !ok {
		return unknown(unit)
	}
	if unit == "Q" && n == 0 {
		n = -1 // what is reported is over
	}
	return place{unit: unit, day: shift(unit, d, n), known: true}
}

// current reports whether "the day", "the week" or "the decade" can be that of
// what was last spoken of rather than of the document: not where that is to
// come, long past and some way back, or a year that was only counted.
func (r *resolver) current(unit string, f ref) bool {
	if _, ok := r.now("D"); !ok {
		return true
	}
	switch unit {
	case "D", "W", "M":
		return f.day <= r.dct.End && (r.pos-f.pos < nearBytes/3 || f.day > r.dct.Start-60)
	case "DE":
		return f.told || f.unit == "DE"
	}
	return true
}

// overBy reports whether "the year" or "the month" is to come, and what was last
// spoken of was over when the document was written: "who has led it since 2011 and
// is to go at the end of the year".
func (r *resolver) overBy(unit string, f ref, p *parser, it item) bool {
	if _, ok := r.now(unit); !ok || it.to == it.from {
		return false
	}
	return shift(unit, begin(unit, f.day), 1) <= r.dct.Start && (p.toCome(it) || p.awaited(it))
}

// earlier places a year earlier, two weeks later. A year from a quarter or a
// month is that quarter or month.
func (r *resolver) earlier(e *expr) place {
	unit, n := e.unit, e.n
	switch unit {
	case "F":
		unit, n = "W", 2*n
	case "DE":
		unit, n = "Y", 10*n
	case "CE":
		unit, n = "Y", 100*n
	case "H", "TM", "S":
		unit, n = "D", 0
	}
	if n > 5000 || n < -5000 {
		return unknown(unit)
	}
	if unit == "Y" && e.val == "KEEP" {
		if _, ok := r.last("Q", nearBytes); !ok { // results are of the quarter before
			if d, ok := r.now("Q"); ok {
				return place{unit: "Q", day: d.AddMonths(-3 + 12*n), known: true}
			}
		}
	}
	if e.val == "KEEP" {
		for i := len(r.refs) - 1; i >= 0 && r.pos-r.refs[i].pos < nearBytes; i-- {
			if f := r.refs[i]; f.span == nil && !f.back && (f.unit == "Q" || f.unit == "HALF") {
				return place{unit: f.unit, day: f.day.AddMonths(12 * n), known: true}
			}
		}
	}
	if unit == "Y" {
		for i := len(r.refs) - 1; i >= 0 && r.pos-r.refs[i].pos < nearBytes; i-- {
			if f := r.refs[i]; f.back {
				continue
			} else if f.span == nil && (f.unit == "Q" || f.unit == "HALF" || f.unit == "M") {
				return place{unit: f.unit, day: f.day.AddMonths(12 * n), known: true}
			} else if f.span == nil && rank(f.unit) >= rank("Y") {
				break
			}
		}
	}
	if f, ok := r.counted(unit); ok && !(f.back && unit == "Y") {
		return place{unit: unit, day: shift(unit, begin(unit, f.day), n), known: true}
	}
	if f, ok := r.last("CE", nearBytes); ok && f.unit != unit { // too coarse to count from
		return unknown(unit)
	}
	if n > 0 { // later than what the text has not told, and not than the document
		return unknown(unit)
	}
	d, ok := r.now(unit)
	if !ok {
		return unknown(unit)
	}
	return place{unit: unit, day: shift(unit, d, n), known: true}
}
