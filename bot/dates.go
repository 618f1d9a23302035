package bot

import (
	"fmt"

	"dateline/corpus"
)

// shortDate writes an interval as it stands before a quote: "8 Apr 2021",
// "Apr 2021", "2021".
func shortDate(iv corpus.Interval) string { return writeDate(iv, "Jan") }

// LongDate writes an interval as a lead has it: "8 April 2021", "April 2021",
// "2021", "the 1990s", "6-7 April 2021"; "" where it is not known.
func LongDate(iv corpus.Interval) string { return writeDate(iv, "January") }

func writeDate(iv corpus.Interval, month string) string {
	if !iv.Known() {
		return ""
	}
	switch iv.Precision {
	case corpus.PrecisionDay:
		return iv.Start.Time().Format("2 " + month + " 2006")
	case corpus.PrecisionMonth:
		return iv.Start.Time().Format(month + " 2006")
	case corpus.PrecisionYear:
		return fmt.Sprint(iv.Start.Year())
	case corpus.PrecisionDecade:
		return fmt.Sprintf("the %ds", iv.Start.Year()/10*10)
	case corpus.PrecisionQuarter:
		_, m, _ := iv.Start.Date()
		return fmt.Sprintf("the quarter from %s", corpus.InMonth(iv.Start.Year(), m).Start.Time().Format(month+" 2006"))
	case corpus.PrecisionWeek:
		return "the week of " + iv.Start.Time().Format("2 "+month+" 2006")
	}
	switch {
	case iv.OpenStart() && iv.OpenEnd():
		return "an unknown time"
	case iv.OpenStart():
		return "until " + iv.End.Time().Format("2 "+month+" 2006")
	case iv.OpenEnd():
		return "from " + iv.Start.Time().Format("2 "+month+" 2006")
	}
	return spell(iv.Start, iv.End, month)
}

// spell writes a run of days without saying anything twice: "7-8 Apr 2021",
// "2011-2013" where it is made of whole years.
func spell(from, to corpus.Day, month string) string {
	y1, m1, d1 := from.Date()
	y2, m2, _ := to.Date()
	switch {
	case from == to:
		return from.Time().Format("2 " + month + " 2006")
	case from == corpus.InYear(y1).Start && to == corpus.InYear(y1).End:
		return fmt.Sprint(y1)
	case from == corpus.InYear(y1).Start && to == corpus.InYear(y2).End:
		return fmt.Sprintf("%d-%d", y1, y2)
	case from == corpus.InMonth(y1, m1).Start && to == corpus.InMonth(y1, m1).End:
		return from.Time().Format(month + " 2006")
	case from == corpus.InMonth(y1, m1).Start && to == corpus.InMonth(y2, m2).End:
		if y1 == y2 {
			return from.Time().Format(month) + "-" + to.Time().Format(month+" 2006")
		}
		return from.Time().Format(month+" 2006") + "-" + to.Time().Format(month+" 2006")
	case y1 == y2 && m1 == m2:
		return fmt.Sprintf("%d-%s", d1, to.Time().Format("2 "+month+" 2006"))
	case y1 == y2:
		return from.Time().Format("2 "+month) + "-" + to.Time().Format("2 "+month+" 2006")
	}
	return from.Time().Format("2 "+month+" 2006") + "-" + to.Time().Format("2 "+month+" 2006")
}

// daysBetween writes the days that coverage extends over: "7-8 Apr 2021".
func daysBetween(from, to corpus.Day) string {
	return spell(from, to, "Jan")
}
