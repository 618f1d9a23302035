package timex

import (
	"fmt"
	"strings"
	"testing"

	"dateline/corpus"
)

// show writes expressions as "extent|TYPE|value", with the mod where there is one.
func show(text string, xs []Timex) string {
	var b strings.Builder
	for i, x := range xs {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s|%s|%s", x.Of(text), x.Type, x.Value)
		if x.Mod != "" {
			b.WriteString("|" + x.Mod)
		}
	}
	return b.String()
}

// wednesday is the document's date of most tests.
var wednesday = corpus.OnDay(corpus.DayOf(2021, 4, 7))

func TestParse(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		// dates in full, however they are ordered
		{"on April 7, 2021, he", "April 7, 2021|DATE|2021-04-07"},
		{"on 15 Jan. 2021 he", "15 Jan. 2021|DATE|2021-01-15"},
		{"Wednesday, April 7, 2021", "Wednesday, April 7, 2021|DATE|2021-04-07"},
		{"since the 15th of January", "the 15th of January|DATE|2021-01-15"},
		{"on 2021-04-07 and 2021/04/07", "2021-04-07|DATE|2021-04-07; 2021/04/07|DATE|2021-04-07"},
		{"at 2021-04-07T09:30:00Z it", "2021-04-07T09:30:00Z|TIME|2021-04-07T09:30"},
		// in figures the month stands first, unless that is impossible or yet to come
		{"on 3/4/2021", "3/4/2021|DATE|2021-03-04"},
		{"on 7/4/2021", "7/4/2021|DATE|2021-04-07"},
		{"on 31/12/2020 and 11.3.2020", "31/12/2020|DATE|2020-12-31; 11.3.2020|DATE|2020-03-11"},
		// an open year is the one that news would mean
		{"on Sept. 30", "Sept. 30|DATE|2020-09-30"},
		{"it will end on June 3", "June 3|DATE|2021-06-03"},
		{"In May the ban was lifted", "May|DATE|2020-05"},
		// two days in one, and ranges that share their month or year
		{"April 7-9, 2021", "April 7|DATE|2021-04-07; 9, 2021|DATE|2021-04-09"},
		{"6–7 April 2021", "6|DATE|2021-04-06; 7 April 2021|DATE|2021-04-07"},
		{"from March to May 2012", "March|DATE|2012-03; May 2012|DATE|2012-05"},
		{"from December to May 2012", "December|DATE|2011-12; May 2012|DATE|2012-05"},
		{"1916-1920 and 1916 - 1920 ,", "1916|DATE|1916; 1920|DATE|1920; 1916|DATE|1916; 1920|DATE|1920"},
		{"the 2003-04 season", "2003|DATE|2003; 04|DATE|2004"},
		{"the 2001-2002 season", "2001|DATE|2001; 2002|DATE|2002"},
		{"the 1999-00 season", "1999|DATE|1999; 00|DATE|2000"},
		{"the 2001/02 season", "2001|DATE|2001; 02|DATE|2002"},
		{"in 2001/05", "2001|DATE|2001"},
		// tokenized text
		{"In May 1997 , he", "May 1997|DATE|1997-05"},
		{"On April 7 , 2021 , he", "April 7 , 2021|DATE|2021-04-07"},
		// decades and centuries, with their parts
		{"in the 1990s, the '60s and the nineties", "the 1990s|DATE|199; the '60s|DATE|196; the nineties|DATE|199"},
		{"in the mid-1990s", "the mid-1990s|DATE|199|MID"},
		{"in the late 19th century", "the late 19th century|DATE|18|END"},
		{"in the twenty-first century", "the twenty-first century|DATE|20"},
		{"on the twenty-third of May 2020", "the twenty-third of May 2020|DATE|2020-05-23"},
		{"on March twenty-second, after a twenty-second delay", "March twenty-second|DATE|2021-03-22; twenty-second|DURATION|PT20S"},
		{"the latter half of the 1990s", "the latter half of the 1990s|DATE|199|END"},
		{"in 44 BC and AD 79", "44 BC|DATE|BC0044; AD 79|DATE|0079"},
		// quarters, halves, seasons, fiscal years
		{"in the third quarter of 2012", "the third quarter of 2012|DATE|2012-Q3"},
		{"third-quarter profit", "third-quarter|DATE|2020-Q3"},
		{"in the first half of 2009", "the first half of 2009|DATE|2009-H1"},
		{"the spring of 2012", "the spring of 2012|DATE|2012-SP"},
		{"fiscal 1989 and FY2012", "fiscal 1989|DATE|FY1989; FY2012|DATE|FY2012"},
		// a fiscal year is called by the year in which it ends
		{"the fiscal year ended June 30, 2009", "the fiscal year|DATE|FY2009; June 30, 2009|DATE|2009-06-30"},
		{"its fiscal year, which ended in June 2009, was", "fiscal year|DATE|FY2009; June 2009|DATE|2009-06"},
		{"the fiscal year ending March 31, 2022", "the fiscal year|DATE|FY2022; March 31, 2022|DATE|2022-03-31"},
		{"the fiscal year ended Sept. 30", "the fiscal year|DATE|FY2020; Sept. 30|DATE|2020-09-30"},
		{"the 2009 fiscal year ended June 30", "the 2009 fiscal year|DATE|FY2009; June 30|DATE|2009-06-30"},
		{"for fiscal 2009 ended Jan. 31, 2010", "fiscal 2009|DATE|FY2009; Jan. 31, 2010|DATE|2010-01-31"},
		{"the fiscal year ended with a loss", "the fiscal year|DATE|FY2021"},
		// what counts from the document: a bare weekday is the most recent
		{"on Friday", "Friday|DATE|2021-04-02"},
		{"on Wednesday", "Wednesday|DATE|2021-04-07"},
		{"yesterday, today and tomorrow", "yesterday|DATE|2021-04-06; today|DATE|2021-04-07; tomorrow|DATE|2021-04-08"},
		{"last week, this month, next year", "last week|DATE|2021-W13; this month|DATE|2021-04; next year|DATE|2022"},
		{"late last month", "late last month|DATE|2021-03|END"},
		{"Tuesday of last week", "Tuesday of last week|DATE|2021-03-30"},
		{"next Monday and last Friday", "next Monday|DATE|2021-04-12; last Friday|DATE|2021-04-02"},
		{"over the weekend", "the weekend|DATE|2021-W13-WE"},
		{"two weeks ago, nine years ago", "two weeks ago|DATE|2021-W12; nine years ago|DATE|2012"},
		{"several years ago", "several years ago|DATE|PAST_REF"},
		{"January of last year", "January of last year|DATE|2020-01"},
		// what counts from the text; a year from a quarter is that quarter
		{"In 1997 he left. The following year he died.", "1997|DATE|1997; The following year|DATE|1998"},
		{"He came on 5 May 2012 and left the next day.", "5 May 2012|DATE|2012-05-05; the next day|DATE|2012-05-06"},
		{"It was sold in May 2012. A month later it burned.", "May 2012|DATE|2012-05; A month later|DATE|2012-06"},
		{"It was sold on 3 May 2012. Three days later it burned.", "3 May 2012|DATE|2012-05-03; Three days later|DATE|2012-05-06"},
		// later than what is not told is later than nobody knows
		{"Three days later he left.", "Three days later|DATE|XXXX-XX-XX"},
		{"A week later it burned. Two years later", "A week later|DATE|XXXX-WXX; Two years later|DATE|XXXX"},
		{"Since 2012 it grew; two years later", "2012|DATE|2012; two years later|DATE|XXXX"},
		{"three days from now", "three days from now|DATE|2021-04-10"},
		{"in the third quarter, against $3 a year earlier", "the third quarter|DATE|2020-Q3; a year earlier|DATE|2019-Q3"},
		{"sales rose in the quarter ended Sept. 30", "the quarter|DATE|2020-Q3; Sept. 30|DATE|2020-09-30"},
		{"in the third and fourth quarters of 2012", "the third|DATE|2012-Q3; fourth quarters of 2012|DATE|2012-Q4"},
		{"in the 19th and 20th centuries", "the 19th|DATE|18; 20th centuries|DATE|19"},
		{"in the weeks ahead, the other day", "the weeks ahead|DATE|FUTURE_REF; the other day|DATE|PAST_REF"},
		// times of day
		{"at 9 a.m. Friday", "9 a.m. Friday|TIME|2021-04-02T09:00"},
		{"on Friday at 9:30 p.m.", "Friday at 9:30 p.m.|TIME|2021-04-02T21:30"},
		{"at 3 p.m. EST", "3 p.m. EST|TIME|2021-04-07T15:00"},
		{"Thursday night; last night; tonight", "Thursday night|TIME|2021-04-01TNI; last night|TIME|2021-04-06TNI; tonight|TIME|2021-04-07TNI"},
		{"at noon, at 0930 GMT", "noon|TIME|2021-04-07T12:00; 0930 GMT|TIME|2021-04-07T09:30"},
		// durations: modifiers are a part, prepositions are not
		{"for nearly nine years", "nearly nine years|DURATION|P9Y|LESS_THAN"},
		{"the first in nine years", "nine years|DURATION|P9Y"},
		{"over the past three months", "the past three months|DURATION|P3M"},
		{"twenty-one years and half a century", "twenty-one years|DURATION|P21Y; half a century|DURATION|P50Y"},
		{"two and a half years; a year and a half", "two and a half years|DURATION|P2.5Y; a year and a half|DURATION|P1.5Y"},
		{"a three-year plan, a 10-day trip", "three-year|DURATION|P3Y; 10-day|DURATION|P10D"},
		{"the 21-year-old", "21-year-old|DURATION|P21Y"},
		{"at the age of 21, at age three, the age of 18 or so", "the age of 21|DURATION|P21Y; age three|DURATION|P3Y; the age of 18|DURATION|P18Y"},
		{"at the age of 21 months", "21 months|DURATION|P21M"},
		{"the age of consent, the age of 2,000 ships, the age of 300, in old age 20 fell", ""},
		{"for the third straight day", "the third straight day|DURATION|P3D"},
		{"a second successive quarter, the 19th month in a row", "a second successive quarter|DURATION|P2Q; the 19th month in a row|DURATION|P19M"},
		{"the third straight win, the third day of it, the first straight day", ""},
		{"after 1 day 2 hours and half an hour", "1 day 2 hours|DURATION|P1DT2H; half an hour|DURATION|PT30M"},
		{"up to six months, at least 30 days", "up to six months|DURATION|P6M|EQUAL_OR_LESS; at least 30 days|DURATION|P30D|EQUAL_OR_MORE"},
		{"in the first nine months profit rose", "the first nine months|DURATION|P9M"},
		{"for several weeks, for years", "several weeks|DURATION|PXW; years|DURATION|PXY"},
		// sets
		{"every Thursday, twice a week, every two years", "every Thursday|SET|XXXX-WXX-4; twice a week|SET|P1W; every two years|SET|P2Y"},
		{"within a year or two", "a year or two|DURATION|PXY"},
		{"daily, monthly and annually", "daily|SET|P1D; monthly|SET|P1M; annually|SET|P1Y"},
		{"9 million barrels a day", "a day|SET|P1D"},
		{"closed on Sundays", "Sundays|SET|XXXX-WXX-7"},
		// now and then
		{"He now lives there; recently; soon", "now|DATE|PRESENT_REF; recently|DATE|PAST_REF; soon|DATE|FUTURE_REF"},
		{"in the past, in the future", "the past|DATE|PAST_REF; the future|DATE|FUTURE_REF"},
		// days with a name
		{"on Christmas Day 2012, on New Year's Eve 1999", "Christmas Day 2012|DATE|2012-12-25; New Year's Eve 1999|DATE|1999-12-31"},
		{"on Good Friday, at Thanksgiving 2019", "Good Friday|DATE|2021-04-02; Thanksgiving 2019|DATE|2019-11-28"},
		{"during Ramadan 2021", "Ramadan 2021|DATE|2021"},
		// a possessive ending stays outside
		{"Friday's talks, last year's loss", "Friday|DATE|2021-04-02; last year|DATE|2020"},
		// words and numbers that are no time
		{"It may cost $27 or $1990.", ""},
		{"They march on; the second may sit in the sun.", ""},
		{"Mr. March and Theresa May won 3-2.", ""},
		{"2,000 people, 2000 troops, 1500 men", ""},
		{"Call 555-1998, page 2012, version 2.0.1, No. 1998, flight 1990.", ""},
		{"the Sunday Times, the Daily Mail, USA Today", ""},
		{"for a second term, a quarter of the votes, three-quarters of them", ""},
		{"the fall of Saigon; the Winter Olympics", ""},
		{"in his early 20s", ""},
		{"in March first seen", "March|DATE|2021-03"},
		{"profits rose in\nApril\n3 Mining firms grow", "April|DATE|2021-04"},
		{"on April\n3 he left", "April\n3|DATE|2021-04-03"},
	} {
		if got := show(tt.text, Parse(tt.text, wednesday)); got != tt.want {
			t.Errorf("Parse(%q)\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

// TestParseDCT reads the same with the document's date known to the day, the
// month, the year, and not at all.
func TestParseDCT(t *testing.T) {
	for _, tt := range []struct{ dct, text, want string }{
		// "the year" that is to come is the document's, and not one that was over
		{"2015-03-10", "Ortega, who has run the mill since 2009, is to retire at the end of the year", "2009|DATE|2009; the end of the year|DATE|2015|END"},
		{"2015-03-10", "The mill, built in 1988, will close in the middle of the year", "1988|DATE|1988; the middle of the year|DATE|2015|MID"},
		{"2015-03-10", "The mill was sold in 2009 and closed at the end of the year", "2009|DATE|2009; the end of the year|DATE|2009|END"},
		{"2015-03-10", "the mill is to open in the autumn", "the autumn|DATE|2015-FA"},
		// what is moved to a day is to come
		{"2015-03-10", "the vote, which was to be on 2 March, has been moved to 20 April", "2 March|DATE|2015-03-02; 20 April|DATE|2015-04-20"},
		{"2015-03-10", "the vote was put off from 2 March to 20 April", "2 March|DATE|2015-03-02; 20 April|DATE|2015-04-20"},
		// as precisely as the date allows, and no more
		{"2021-04", "yesterday", "yesterday|DATE|XXXX-XX-XX"},
		{"2021-04", "last month", "last month|DATE|2021-03"},
		{"2021-04", "last week", "last week|DATE|XXXX-WXX"},
		{"2021", "last year", "last year|DATE|2020"},
		{"2021", "this month", "this month|DATE|XXXX-XX"},
		{"2021", "in the third quarter of last year", "the third quarter of last year|DATE|2020-Q3"},
		// unknown: found, with what they say themselves
		{"", "on Thursday", "Thursday|DATE|XXXX-WXX-4"},
		{"", "MOSCOW, January 15", "January 15|DATE|XXXX-01-15"},
		{"", "in May", "May|DATE|XXXX-05"},
		{"", "last year and today", "last year|DATE|XXXX; today|DATE|XXXX-XX-XX"},
		{"", "this summer", "this summer|DATE|XXXX-SU"},
		{"", "in the third quarter", "the third quarter|DATE|XXXX-Q3"},
		{"", "nine years ago", "nine years ago|DATE|XXXX"},
		{"", "Thursday night", "Thursday night|TIME|XXXX-WXX-4TNI"},
		{"", "in 2012; for nine years", "2012|DATE|2012; nine years|DURATION|P9Y"},
		// the text may say what the document's date does not
		{"", "In 1997 he left; the following year he died.", "1997|DATE|1997; the following year|DATE|1998"},
	} {
		var dct corpus.Interval
		if tt.dct != "" {
			var err error
			if dct, err = corpus.ParseInterval(tt.dct); err != nil {
				t.Fatal(err)
			}
		}
		xs := Parse(tt.text, dct)
		if got := show(tt.text, xs); got != tt.want {
			t.Errorf("Parse(%q, %s)\n got %s\nwant %s", tt.text, tt.dct, got, tt.want)
		}
		for _, x := range xs {
			if strings.Contains(x.Value, "X") && x.Interval.Known() {
				t.Errorf("Parse(%q, %s): %s has the days %s", tt.text, tt.dct, x.Value, x.Interval)
			}
		}
	}
}

func TestIntervals(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"in May 1997", "1997-05"},
		{"in 2012", "2012"},
		{"in the third quarter of 2012", "2012-07-01/2012-09-30"},
		{"last week", "2021-03-29/2021-04-04"},
		{"in the 1990s", "1990-01-01/1999-12-31"},
		{"in the 19th century", "1800-01-01/1899-12-31"},
		{"in the winter of 2012", "2012-12-01/2013-02-28"},
		// a part of a period is about that part
		{"in early October 2020", "2020-10-01/2020-10-10"},
		{"in late 2012", "2012-09-01/2012-12-31"},
		// durations that end or begin now, or lie in something
		{"over the past three months", "2021-01-07/2021-04-07"},
		{"in the next two weeks", "2021-04-07/2021-04-21"},
		// the ninth month of the tabular Islamic calendar
		{"during Ramadan 2021", "2021-04-13/2021-05-12"},
		// others have none
		{"for nine years", ""},
		{"every Thursday", ""},
		{"now", ""},
	} {
		xs := Parse(tt.text, wednesday)
		if len(xs) != 1 || xs[0].Interval.String() != tt.want {
			t.Errorf("Parse(%q) = %v, want the interval %q", tt.text, xs, tt.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"in 2012", "2012"},
		// one end only
		{"since 2012", "2012 .."},
		{"until 2016", ".. 2016"},
		{"until May 2016", ".. 2016-05"},
		{"by May 1999", ".. 1999-05"},
		{"before 1990", ".. 1990"},
		{"after 4 May 1990", "1990-05-04 .."},
		{"from 2012 onwards", "2012 .."},
		{"1990–present", "1990 .."},
		// both
		{"from 1916 to 1920", "1916 1920"},
		{"between 1990 and 1994", "1990 1994"},
		{"1916-1920", "1916 1920"},
		{"( 1916 - 1920 )", "1916 1920"},
		{"from March to May 2012", "2012-03 2012-05"},
		{"from 1 March 2012 until 4 May 2013", "2012-03-01 2013-05-04"},
		// several, each its own
		{"in 1990 and 1994", "1990; 1994"},
		{"from 1990 to 1994 and since 2001", "1990 1994; 2001 .."},
		// from in a comparison is no beginning
		{"up from 2012", "2012"},
		// durations alone, sets and what has no place yield none
		{"for nine years, every Thursday, now", ""},
		{"over the past three months", "2021-01-07/2021-04-07"},
	} {
		xs := Parse(tt.text, wednesday)
		var got []string
		for _, p := range Periods(tt.text, xs) {
			switch {
			case p.From == p.To:
				got = append(got, p.From.String())
			case !p.To.Known():
				got = append(got, p.From.String()+" ..")
			case !p.From.Known():
				got = append(got, ".. "+p.To.String())
			default:
				got = append(got, p.From.String()+" "+p.To.String())
			}
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("Periods(%q) = %s, want %s", tt.text, s, tt.want)
		}
	}
}

// TestSegments reads a text longer than a segment as one: the spans are those
// of the whole, and what is spoken of carries over.
func TestSegments(t *testing.T) {
	filler := strings.Repeat("Words that say nothing of when. ", 40)
	text := strings.Repeat(filler+"It was in May 1997.\n\n", 40)
	xs := Parse(text, wednesday)
	if len(xs) != 40 {
		t.Fatalf("%d expressions, want 40", len(xs))
	}
	for _, x := range xs {
		if x.Of(text) != "May 1997" || x.Value != "1997-05" {
			t.Errorf("%v: %q is %s", x.Span, x.Of(text), x.Value)
		}
	}
}

func TestHolidays(t *testing.T) {
	for _, tt := range []struct {
		name string
		year int
		want string
	}{
		{"easter", 1961, "1961-04-02"}, {"easter", 2021, "2021-04-04"}, {"easter", 2038, "2038-04-25"},
		{"easter-2", 2021, "2021-04-02"}, {"easter+1", 2021, "2021-04-05"},
		{"thanksgiving", 2019, "2019-11-28"}, {"labor", 2020, "2020-09-07"}, {"memorial", 2021, "2021-05-31"},
		{"ramadan", 2021, "2021-04-13"}, {"ramadan", 1999, "1999-12-09"},
		{"12-25", 2012, "2012-12-25"},
	} {
		if d, ok := holidayIn(tt.name, tt.year); !ok || d.String() != tt.want {
			t.Errorf("holidayIn(%q, %d) = %v, want %s", tt.name, tt.year, d, tt.want)
		}
	}
}

func TestReadNumber(t *testing.T) {
	for _, tt := range []struct {
		text string
		want float64 // -1: vague
		rest string
	}{
		{"nine years", 9, "years"}, {"twenty-one years", 21, "years"}, {"two hundred and ten years", 210, "years"},
		{"one hundred thousand years", 100000, "years"}, {"2,000 years", 2000, "years"}, {"2.5 years", 2.5, "years"},
		{"2 1/2 years", 2.5, "years"}, {"2½ years", 2.5, "years"}, {"two and a half years", 2.5, "years"},
		{"half a century", .5, "century"}, {"a dozen years", 12, "years"}, {"another two years", 2, "years"},
		{"several years", -1, "years"}, {"a couple of years", -1, "years"}, {"tens of thousands of years", -1, "years"},
		{"five two years", 5, "two"},
	} {
		p := newParser(english)
		p.begin(tt.text)
		end, e := readNumber(p, 0)
		if e == nil || e.vague != (tt.want < 0) || !e.vague && e.number != tt.want || tt.text[p.toks[end].start:p.toks[end].end] != tt.rest {
			t.Errorf("readNumber(%q) = %v, rest from token %d, want %v and %q", tt.text, e, end, tt.want, tt.rest)
		}
		p.free()
	}
}
