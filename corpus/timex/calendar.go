package timex

import (
	"fmt"
	"time"

	"dateline/corpus"
)

// rank orders units by length; what is shorter can stand for what is longer.
func rank(unit string) int {
	switch unit {
	case "D":
		return 0
	case "W", "WE", "F":
		return 1
	case "M":
		return 2
	case "Q", "SP", "SU", "FA", "WI":
		return 3
	case "HALF":
		return 4
	case "Y", "FY":
		return 5
	case "DE":
		return 6
	}
	return 7
}

// isoDay returns the number of the weekday, 1 for Monday.
func isoDay(d corpus.Day) int { return (int(d.Weekday())+6)%7 + 1 }

// begin returns the first day of the unit in which d lies.
func begin(unit string, d corpus.Day) corpus.Day {
	y, m, _ := d.Date()
	switch unit {
	case "D":
		return d
	case "W":
		return d - corpus.Day(isoDay(d)-1)
	case "WE":
		return d - corpus.Day(isoDay(d)-1) + 5
	case "M":
		return corpus.DayOf(y, m, 1)
	case "Q":
		return corpus.DayOf(y, (m-1)/3*3+1, 1)
	case "HALF":
		return corpus.DayOf(y, (m-1)/6*6+1, 1)
	case "DE":
		return corpus.DayOf(floor(y, 10), 1, 1)
	case "CE":
		return corpus.DayOf(floor(y, 100), 1, 1)
	case "ML":
		return corpus.DayOf(floor(y, 1000), 1, 1)
	case "SP", "SU", "FA", "WI":
		return corpus.DayOf(y, m, 1)
	}
	return corpus.DayOf(y, 1, 1)
}

func floor(y, n int) int {
	f := y / n * n
	if f > y {
		f -= n
	}
	return f
}

// shift returns the first day of the unit n units after the one that begins on d.
func shift(unit string, d corpus.Day, n int) corpus.Day {
	switch unit {
	case "D":
		return d + corpus.Day(n)
	case "W", "WE":
		return d + corpus.Day(7*n)
	}
	return d.AddMonths(n * months(unit))
}

// exactShift is shift of any day, to the day.
func exactShift(unit string, d corpus.Day, n int) corpus.Day { return shift(unit, d, n) }

func months(unit string) int {
	switch unit {
	case "M":
		return 1
	case "Q":
		return 3
	case "HALF":
		return 6
	case "DE":
		return 120
	case "CE":
		return 1200
	case "ML":
		return 12000
	}
	return 12
}

// interval returns the days of the unit that begins on d. A fiscal year is
// taken for the calendar's, since firms differ.
func interval(unit string, d corpus.Day) corpus.Interval {
	y, m, _ := d.Date()
	switch unit {
	case "D":
		return corpus.OnDay(d)
	case "W":
		return corpus.Interval{Start: d, End: d + 6, Precision: corpus.PrecisionWeek}
	case "WE":
		return corpus.Between(d, d+1)
	case "M":
		return corpus.InMonth(y, m)
	case "SP", "SU", "FA", "WI":
		return corpus.Interval{Start: d, End: d.AddMonths(3) - 1, Precision: corpus.PrecisionSeason}
	case "Q":
		return corpus.Interval{Start: d, End: d.AddMonths(3) - 1, Precision: corpus.PrecisionQuarter}
	case "HALF":
		return corpus.Between(d, d.AddMonths(6)-1)
	case "Y", "FY":
		return corpus.InYear(y)
	case "DE":
		return corpus.Interval{Start: d, End: d.AddMonths(120) - 1, Precision: corpus.PrecisionDecade}
	}
	if unit == "RAMADAN" {
		return corpus.Between(d, d+29)
	}
	return corpus.Between(d, shift(unit, d, 1)-1)
}

// value returns what ISO-TimeML writes for the unit that begins on d.
func value(unit string, d corpus.Day) string {
	y, m, day := d.Date()
	switch unit {
	case "D":
		return fmt.Sprintf("%s-%02d-%02d", yearValue(y), m, day)
	case "W", "WE":
		wy, w := d.Time().ISOWeek()
		v := fmt.Sprintf("%s-W%02d", yearValue(wy), w)
		if unit == "WE" {
			v += "-WE"
		}
		return v
	case "M":
		return fmt.Sprintf("%s-%02d", yearValue(y), m)
	case "SP", "SU", "FA", "WI":
		return yearValue(y) + "-" + unit
	case "Q":
		return fmt.Sprintf("%s-Q%d", yearValue(y), (m-1)/3+1)
	case "HALF":
		return fmt.Sprintf("%s-H%d", yearValue(y), (m-1)/6+1)
	case "FY":
		return "FY" + yearValue(y)
	}
	v := yearValue(y)
	switch { // 199 is a decade; before Christ only centuries have such a form
	case unit == "CE":
		return v[:len(v)-2]
	case unit == "DE" && y > 0:
		return v[:len(v)-1]
	case unit == "ML" && y > 0:
		return v[:len(v)-3]
	}
	return v
}

func yearValue(y int) string {
	if y <= 0 {
		return fmt.Sprintf("BC%04d", 1-y)
	}
	return fmt.Sprintf("%04d", y)
}

// part narrows an interval to its beginning, middle or end: a third of it,
// as far as days go.
func part(iv corpus.Interval, mod string) corpus.Interval {
	third := (iv.End - iv.Start + 1) / 3
	if third < 1 {
		return iv
	}
	switch mod {
	case "START":
		return corpus.Between(iv.Start, iv.Start+third-1)
	case "MID":
		return corpus.Between(iv.Start+third, iv.End-third)
	case "END":
		return corpus.Between(iv.End-third+1, iv.End)
	}
	return iv
}

// holiday places a day with a name.
func (r *resolver) holiday(e *expr, p *parser, it item) place {
	year := e.year
	if year == 0 {
		if _, ok := r.now("Y"); !ok {
			if len(e.val) == 5 && e.val[2] == '-' {
				return place{value: "XXXX-" + e.val}
			}
			return place{value: "XXXX-XX-XX"}
		}
		now := r.dct.Mid()
		year = now.Year()
		day, _ := holidayIn(e.val, year)
		switch {
		case e.dir == dirThis:
		case e.dir == dirLast && day >= now:
			year--
		case e.dir == dirNext && day <= now:
			year++
		case e.dir == dirNone && day > now && !p.toCome(it) && (day-now > 100 || p.isPast(it)):
			year--
		case e.dir == dirNone && day < now && (p.toCome(it) && now-day > 14 || now-day > 240):
			year++
		}
	}
	day, ok := holidayIn(e.val, year)
	if !ok {
		return place{value: fmt.Sprintf("%04d", year)}
	}
	if e.val == "ramadan" { // a month that the calendar has no unit for
		return place{unit: "RAMADAN", day: day, known: true, value: fmt.Sprintf("%04d", year)}
	}
	return place{unit: "D", day: day, known: true}
}

// holidayIn returns the day on which a holiday falls in a year.
func holidayIn(name string, year int) (corpus.Day, bool) {
	nth := func(month time.Month, weekday, n int) corpus.Day {
		first := corpus.DayOf(year, month, 1)
		return first + corpus.Day((weekday-isoDay(first)+7)%7+7*(n-1))
	}
	var offset int
	switch name {
	case "thanksgiving":
		return nth(11, 4, 4), true
	case "labor":
		return nth(9, 1, 1), true
	case "memorial":
		last := corpus.DayOf(year, 5, 31)
		return last - corpus.Day(isoDay(last)-1), true
	case "king":
		return nth(1, 1, 3), true
	case "presidents":
		return nth(2, 1, 3), true
	case "columbus":
		return nth(10, 1, 2), true
	case "ramadan":
		return ramadan(year)
	case "easter":
		return easter(year), true
	}
	if n, _ := fmt.Sscanf(name, "easter%d", &offset); n == 1 {
		return easter(year) + corpus.Day(offset), true
	}
	var month time.Month
	var day int
	if n, _ := fmt.Sscanf(name, "%d-%d", &month, &day); n != 2 {
		return 0, false
	}
	return corpus.DayOf(year, month, day), true
}

// easter returns Easter Sunday of the Gregorian calendar (the anonymous
// algorithm of Nature, 1876, as Meeus gives it).
func easter(year int) corpus.Day {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return corpus.DayOf(year, time.Month(n/31), n%31+1)
}

// ramadan returns the first day of the ninth month of the tabular Islamic
// calendar that begins in the year; sightings differ from it by a day or so.
func ramadan(year int) (corpus.Day, bool) {
	const epoch = corpus.Day(-492148) // 1 Muharram 1, civil: 19 July 622, Gregorian
	approx := int(float64(year-622) * 33 / 32)
	for h := max(approx-1, 1); h <= approx+2; h++ {
		day := epoch + corpus.Day(354*(h-1)+(3+11*h)/30+236) // eight months before it
		if day.Year() == year {
			return day, true
		}
	}
	return 0, false
}
