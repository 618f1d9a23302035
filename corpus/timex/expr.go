package timex

// op says how an expression is resolved (resolve.go).
type op uint8

const (
	opFixed   op = iota // val as it stands
	opDate              // year, month and day, as far as they are not 0; n: the day of the week of a day alone
	opWeekday           // n: the ISO number of the day; dir
	opSeason            // part: SP, SU, FA, WI; year or dir or sub
	opShift             // unit, n of them from the base
	opSame              // the unit that was last spoken of, shifted by n
	opEarlier           // a year earlier: what was last spoken of, n units on
	opNth               // the n-th unit of sub, or of the year in question; -1 the last
	opDecade            // year: its first
	opCentury           // n
	opFiscal            // year, or sub
	opClock             // minutes of the day of sub
	opDaypart           // part of the day of sub
	opHoliday           // val: its name; year or dir
	opSpan              // a duration; with dir, one that ends or begins now; with sub, within it
)

// dir says which of several days of a name is meant.
type dir int8

const (
	dirNone   dir = iota // the one that news would mean
	dirLast              // the last before
	dirNext              // the next after
	dirThis              // that of this week or year
	dirBefore            // as last and next, but from what was last spoken of
	dirAfter
	dirSame
)

// expr is what an expression means before anything is known of its context.
type expr struct {
	typ              string // DATE, TIME, DURATION, SET
	op               op
	unit             string // as lexicon.txt has them
	n                int
	year, month, day int
	era              string // BC, AD
	minutes          int
	part             string
	dir              dir
	val, mod         string
	number           float64 // of <num>
	vague            bool    // the number is not said
	single           bool    // "a", "an"
	sub              *expr

	// An expression that is two, as "April 7-9, 2021": the first ends behind
	// the token split, the second begins at second.
	other         *expr
	split, second int

	// A group may start later or end sooner than what was read.
	trimStart, trimEnd int

	dayFirst bool // of a date in figures whose order is certain
}

const (
	date     = "DATE"
	clock    = "TIME"
	duration = "DURATION"
	set      = "SET"
)

func (e *expr) with(mod string) *expr {
	c := *e
	if mod != "" {
		c.mod = mod
	}
	return &c
}

func fixed(typ, val string) *expr { return &expr{typ: typ, op: opFixed, val: val} }
