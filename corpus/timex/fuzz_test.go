package timex

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/corpus"
)

// allowed are the forms of a value; # is a year of either era, or none that
// is known.
var allowed = regexp.MustCompile(`^(` + strings.ReplaceAll(strings.Join([]string{
	`(PAST|PRESENT|FUTURE)_REF`,
	`P(X|\d+(\.\d+)?)(Y|M|W|D|Q|WE|DE|CE|ML)`,      // P9Y, P2.5Y
	`PT(X|\d+(\.\d+)?)[HMS]`,                       // PT30M
	`P(\d+(\.\d+)?[YMWD])*(T(\d+(\.\d+)?[HMS])+)?`, // P1DT2H
	`FY#(-[QH]\d)?`,                                // FY2012
	`\d{1,3}|XXX?|BC\d{2}`,                         // 199, 19
	`#`,                                            // 2012, BC0044
	`#-(SP|SU|FA|WI|[QH]([1-4]|X))`,                // 2012-SU, 2012-Q3
	`#-(\d\d|XX)`,                                  // 2012-05
	`#-W(\d\d|XX)(-WE)?`,                           // 2012-W14
	`(#-(\d\d|XX)-(\d\d|XX)|#-W(\d\d|XX)-([1-7]|XX))(T(\d\d:\d\d|MO|MI|AF|EV|NI|XX))?`, // 2021-04-07TEV
}, "|"), "#", `((BC)?\d{4}|XXXX)`) + `)$`)

var mods = map[string]bool{"": true, "START": true, "MID": true, "END": true, "APPROX": true, "MORE_THAN": true,
	"LESS_THAN": true, "EQUAL_OR_MORE": true, "EQUAL_OR_LESS": true}

// check reports what is wrong with the expressions that were read.
func check(t *testing.T, text string, xs []Timex) {
	t.Helper()
	last := 0
	for _, x := range xs {
		if x.Start < last || x.End <= x.Start || x.End > len(text) {
			t.Fatalf("%q: span %v after %d", text, x.Span, last)
		}
		last = x.End
		if utf8.ValidString(text) && !utf8.ValidString(x.Of(text)) {
			t.Errorf("%q: span %v cuts a character", text, x.Span)
		}
		if !allowed.MatchString(x.Value) {
			t.Errorf("%q: %q has value %q", text, x.Of(text), x.Value)
		}
		if x.Type != date && x.Type != clock && x.Type != duration && x.Type != set || !mods[x.Mod] {
			t.Errorf("%q: %q has type %q, mod %q", text, x.Of(text), x.Type, x.Mod)
		}
		if x.Interval.Known() && x.Interval.End < x.Interval.Start {
			t.Errorf("%q: %q has interval %v", text, x.Of(text), x.Interval)
		}
	}
	for _, p := range Periods(text, xs) {
		if !p.Known() {
			t.Errorf("%q: an unknown period", text)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"In May 1997 , he left ; 1916 - 1920 .", "two and a half years after the 15th of January, 44 BC",
		"the end of the end of the end of the beginning of last year's third quarter", "9:30 a.m. EST on Friday, 5 May 2012",
		"April 7–9, 2021; '98 and ’90s; 2021-04-07T09:30:00Z; 1.2.3.4; 12/31/99; 30½ years", "a year earlier, the following year, that day",
		"Ramadan 2021 and Easter 1583", "nine hundred ninety-nine billion years ago", "99999999999999 years ago", "the 30th century BC",
		"Ramadan 20021 ad", "9999 AD, two decades later; the following century", "44 BC, in that decade, ten thousand years earlier",
		"the third quarter and the summer of 44 BC", "February 29, 5000 BC", "noon 2021-04-07T09:30:00Z", "the hour before and the second before",
	} {
		f.Add(s, int32(18724), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, day int32, precision uint8) {
		var dct corpus.Interval
		if day > -700000 && day < 2900000 {
			switch d := corpus.Day(day); precision % 4 {
			case 1:
				dct = corpus.OnDay(d)
			case 2:
				dct = corpus.InMonth(d.Year(), d.Time().Month())
			case 3:
				dct = corpus.InYear(d.Year())
			}
		}
		check(t, text, Parse(text, dct))
	})
}

// TestCombinations reads a ninth of the triples of pieces, which meet rules
// that no sentence would.
func TestCombinations(t *testing.T) {
	pieces := strings.Fields(`the a last next this early mid- end of 15th 3rd first quarter half year month week day decade century May
		March Friday spring 1998 1990s '98 44 BC two several - , ago earlier before later morning night 9 a.m. noon at on and to every
		daily years days past fiscal Christmas Easter now recently more than about`)
	dct := corpus.OnDay(18724)
	for i, a := range pieces {
		for j, b := range pieces {
			for k, c := range pieces {
				if (i+j+k)%9 != 0 {
					continue
				}
				text := a + " " + b + " " + c
				check(t, text, Parse(text, dct))
			}
		}
	}
}

// TestHostile reads long texts that invite work beyond the linear.
func TestHostile(t *testing.T) {
	for _, piece := range []string{"the end of ", "early ", "two years and ", "the first week of the ", "1998-", "Friday, ", "half a ", "more than ",
		"May 5, ", "9:30 ", "the ", "twenty-", "½", "\xff", "a\n\n", "' s ", "the the past past next ", "over the weekend of the year of the "} {
		text := strings.Repeat(piece, 100_000/len(piece))
		check(t, text, Parse(text, corpus.OnDay(18724)))
	}
}
