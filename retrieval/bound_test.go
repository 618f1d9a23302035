package retrieval

import (
	"slices"
	"testing"
	"unicode/utf8"

	"dateline/corpus"
)

func TestParseBound(t *testing.T) {
	asOf := corpus.DayOf(2021, 4, 8)
	for _, test := range []struct {
		question string
		relation Relation
		interval string // ISO 8601
		span     string
	}{
		// Points.
		{"Who was mayor in 2012?", In, "2012", "in 2012"},
		{"What happened on 5 May 2019?", In, "2019-05-05", "on 5 May 2019"},
		{"Who led the union during March 2004?", In, "2004-03", "during March 2004"},
		{"Where did the ferry sail in the 1990s?", In, "1990-01-01/1999-12-31", "in the 1990s"},
		{"Who built the bridge around 1850?", Around, "1850", "around 1850"},
		{"Was it in about 1850 that it fell?", Around, "1850", "in about 1850"},
		// Ends.
		{"When did she last visit before 2021?", Before, "2021", "before 2021"},
		{"When did she last visit prior to June 2020?", Before, "2020-06", "prior to June 2020"},
		{"Who was mayor after the year 1998?", After, "1998", "after the year 1998"},
		{"Which strikes came later than 1998?", After, "1998", "later than 1998"},
		{"Which strikes came no later than 1998?", Until, "1998", "no later than 1998"},
		{"How many ferries have sunk since 2012?", Since, "2012", "since 2012"},
		{"How many ferries sank from 2012 onwards?", Since, "2012", "from 2012"},
		{"Who was mayor until May 2010?", Until, "2010-05", "until May 2010"},
		{"What had been built by 2015?", Until, "2015", "by 2015"},
		// Ranges.
		{"Who was mayor between 1990 and 1994?", In, "1990-01-01/1994-12-31", "between 1990 and 1994"},
		{"Who was mayor from Nov 1918 to Jul 1919?", In, "1918-11-01/1919-07-31", "from Nov 1918 to Jul 1919"},
		{"Who was mayor from 2003 until June 2006?", In, "2003-01-01/2006-06-30", "from 2003 until June 2006"},
		{"From June to August 2019, who was mayor?", In, "2019-06-01/2019-08-31", "From June to August 2019"},
		// Relative ones, by the day of asking.
		{"Who came last year?", In, "2020", "last year"},
		{"Who came yesterday?", In, "2021-04-07", "yesterday"},
		// The plainest word counts, then the first.
		{"Did the 2018 champion win again before 2021?", Before, "2021", "before 2021"},
		{"Who won in 2012 and in 2016?", In, "2012", "in 2012"},
		// No time.
		{"Who is the mayor of Eastport?", AnyTime, "", ""},
		{"Before the mayor, who spoke?", AnyTime, "", ""},
		{"", AnyTime, "", ""},
	} {
		b := ParseBound(test.question, asOf)
		if b.Relation != test.relation || b.Interval.String() != test.interval || b.Span.Of(test.question) != test.span {
			t.Errorf("ParseBound(%q) = %q %v %q, want %q %s %q", test.question, b.Relation, b.Interval, b.Span.Of(test.question), test.relation, test.interval, test.span)
		}
		if b.Known() != (test.relation != AnyTime) || b.Known() && !b.Period.Known() {
			t.Errorf("ParseBound(%q): Known %v, Period %v", test.question, b.Known(), b.Period)
		}
	}
	for question, want := range map[string]bool{"Who was mayor between 1990 and 1994?": true, "Who was mayor from 1990 to 1994?": false} {
		if b := ParseBound(question, 0); b.Within != want || (b.persistence() == stateWeight) != want {
			t.Errorf("ParseBound(%q): Within %v, want %v", question, b.Within, want)
		}
	}
	if b := ParseBound("Who came last year?", 0); b.Known() {
		t.Errorf("last year as of no day = %v, want no bound", b.Interval)
	}
}

func TestBoundPeriod(t *testing.T) {
	for _, test := range []struct{ question, from, to string }{
		{"from 1811 to 1827", "1811", "1827"},
		{"in 1811", "1811", "1811"},
		{"since 1811", "1811", ""},
		{"before 1811", "", "1811"},
	} {
		if p := ParseBound(test.question, 0).Period; p.From.String() != test.from || p.To.String() != test.to {
			t.Errorf("ParseBound(%q).Period = %v to %v, want %q to %q", test.question, p.From, p.To, test.from, test.to)
		}
	}
}

func FuzzParseBound(f *testing.F) {
	f.Add("between 1990 and 1994, or from May to June 2019", int32(18000))
	f.Add("since before the year of 2012 until last year—от 2012", int32(0))
	f.Fuzz(func(t *testing.T, question string, asOf int32) {
		for _, b := range parseBounds(question, corpus.Day(asOf%100_000)) {
			s := b.Span
			if s.Start < 0 || s.Start >= s.End || s.End > len(question) {
				t.Fatalf("parseBounds(%q): span %v", question, s)
			}
			if utf8.ValidString(question) && !utf8.ValidString(s.Of(question)) {
				t.Fatalf("parseBounds(%q): span %v cuts a character", question, s)
			}
			if !b.Known() || b.Interval.Start > b.Interval.End || !b.Period.Known() {
				t.Fatalf("parseBounds(%q): %+v", question, b)
			}
		}
	})
}

func day(s string) corpus.Interval {
	iv, err := corpus.ParseInterval(s)
	if err != nil {
		panic(err)
	}
	return iv
}

func TestMatch(t *testing.T) {
	point := func(s string) corpus.Period { return corpus.Point(day(s)) }
	begun := []corpus.Day{day("1990").Start, day("2000").Start, day("2010").Start}
	for _, test := range []struct {
		name string
		p, q corpus.Period
		want timing // start, end, near, persistence
	}{
		{"the same", point("2000"), point("2000"), timing{1, 1, 1, 1}},
		{"one start between", point("1990"), point("2005"), timing{0, 0, 0, .5}},
		{"in force", point("2000"), point("2005"), timing{.02, .02, .26, 1}},
		{"after the question", point("2010"), point("2005"), timing{.01, .01, .26, 0}},
		{"open and covering", corpus.Period{From: day("2000")}, point("2001-06"), timing{.67, 0, .96, 1}},
		{"until", corpus.Period{To: day("2000")}, point("2000"), timing{1, 1, 1, 1}},
		{"a range that covers", corpus.Period{From: day("1990"), To: day("2010")}, point("2005"), timing{0, .01, 1, .5}},
		{"ended before", corpus.Period{From: day("1990"), To: day("1999")}, point("2005"), timing{0, .01, .18, .18 / 2}},
		{"no time", corpus.Period{}, point("2005"), timing{}},
	} {
		have := match(test.p, test.q, begun)
		for i, pair := range [][2]float64{{have.start, test.want.start}, {have.end, test.want.end}, {have.near, test.want.near}, {have.persistence, test.want.persistence}} {
			if pair[0] < pair[1]-.02 || pair[0] > pair[1]+.02 {
				t.Errorf("%s: match = %.2f, want %.2f (value %d)", test.name, have, test.want, i)
				break
			}
		}
	}
}

func TestReadQuestion(t *testing.T) {
	sources := []string{"The Gazette", "Courier | World and Business", "Age", "Sunday Post - Sport"}
	for _, test := range []struct {
		question       string
		terms, sources int
		parts          int
	}{
		{"What did the minister say about the harbour?", 3, 0, 0},
		{"What did the Gazette say about the harbour?", 2, 1, 0},
		{"What did the gazette say about the harbour?", 3, 0, 0}, // a name of one word needs its capital
		{"What does the Sunday Post claim of harbour costs?", 2, 1, 0},
		{"What does the Courier write of harbour costs?", 3, 1, 0},
		{"In which age did the harbour open?", 3, 0, 0},
		{"Did the mayor open the swing bridge while the union closed the ferry harbour?", 8, 0, 2},
		{"Did the mayor open the bridge and leave?", 4, 0, 0}, // too short for a part
		// a comma divides what sources are asked for, but not a date, and elsewhere it only sets off a name
		{"Which mayor, who opened the swing bridge, closed the ferry harbour according to the Gazette?", 7, 1, 2},
		{"Which mayor, who opened the swing bridge, closed the ferry harbour?", 7, 0, 0},
		{"Did the Gazette report that the swing bridge closed on 4 October, 2023?", 6, 1, 0},
	} {
		q := readQuestion(test.question, corpus.Span{}, sources, new(Analyzer))
		if len(q.terms) != test.terms || len(q.sources) != test.sources || len(q.parts) != test.parts {
			t.Errorf("readQuestion(%q): %d terms %v, sources %v, %d parts; want %d, %d, %d",
				test.question, len(q.terms), q.terms, q.sources, len(q.parts), test.terms, test.sources, test.parts)
		}
	}
}

func TestReadQuestionKeepsItsTimeWhole(t *testing.T) {
	text := "Who was the mayor of old Eastport harbour between 1990 and 1994 when the ferry sank?"
	b := ParseBound(text, 0)
	if q := readQuestion(text, b.Span, nil, new(Analyzer)); q.parts != nil {
		t.Errorf("parts %v, want none: the and belongs to the time", q.parts)
	}
}

func TestAnalyzer(t *testing.T) {
	var a Analyzer
	for _, test := range []struct {
		text, lang string
		want       []string
	}{
		{"The Ministers' visits, visited!", "en", []string{"minist", "visit", "visit"}},
		{"Les élections françaises", "fr", []string{"les", "elections", "francaises"}},
		{"", "", nil},
	} {
		var have []string
		if n := a.Stems(test.text, test.lang, func(s string) { have = append(have, s) }); n != len(have) || !slices.Equal(have, test.want) {
			t.Errorf("Stems(%q, %q) = %q, want %q", test.text, test.lang, have, test.want)
		}
	}
	long := ""
	for range 100 {
		long += "é"
	}
	if s := a.Stem(long, "fr"); len(s) > MaxWordBytes || !utf8.ValidString(s) {
		t.Errorf("a word of %d bytes gives %d", len(long), len(s))
	}
}
