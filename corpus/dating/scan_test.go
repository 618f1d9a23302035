package dating

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/corpus"
)

func TestStamps(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		// The usual forms in English.
		{"7 April 2021", "2021-04-07"},
		{"7th April 2021", "2021-04-07"},
		{"the 7th of April, 2021", "2021-04-07"},
		{"April 7, 2021", "2021-04-07"},
		{"Apr. 7 2021 at noon", "2021-04-07"},
		{"Wed, 07 Apr 2021 10:11:12 +0500", "2021-04-07"},
		{"Wed Apr  7 10:11:12 PKT 2021", "2021-04-07"},
		{"Wed Apr 7 10:11 2021", "2021-04-07"},
		{"01:32 PM | 7 Apr, 2021", "2021-04-07"},
		{"7-Apr-21", "2021-04-07"},
		{"7 Apr '21", "2021-04-07"},
		{"SEPTEMBER 30, 1999", "1999-09-30"},
		// All numbers.
		{"2021-04-07T10:11:12Z", "2021-04-07"},
		{"2021/4/7", "2021-04-07"},
		{"20.11.2019", "2019-11-20"},
		{"7.4.2021", "2021-04-07"},
		{"04/20/2021", "2021-04-20"},
		{"20/04/2021", "2021-04-20"},
		{"05/05/2021", "2021-05-05"},
		{"4/20/21", "2021-04-20"},
		{"07/04/2021", "?"},
		{"2021年4月7日", "2021-04-07"},
		// Fused to what stands before or after.
		{"Thirteen cranes counted at the lake09:15 AM | 3 May, 2022", "2022-05-03"},
		{"Published Tue, Nov 19 20197:05 AM", "2019-11-19"},
		{"Harbour News28 October 2020", "2020-10-28"},
		// Several.
		{"Posted: 3 May 2022 | Updated: 4 May 2022", "2022-05-03 2022-05-04"},
		// Less than a day, or no year.
		{"April 2021", "2021-04"},
		{"MOSCOW, January 15", "--01-15"},
		{"on 15 January the", "--01-15"},
		// Other languages.
		{"31. Oktober 2023", "2023-10-31"},
		{"5. März 2018", "2018-03-05"},
		{"mardi 5 juin 2018", "2018-06-05"},
		{"1er août 2020", "2020-08-01"},
		{"7 de abril de 2021", "2021-04-07"},
		{"7 aprile 2021", "2021-04-07"},
		{"7 апреля 2021", "2021-04-07"},
		// No dates.
		{"version 3.0.7.2021", ""},
		{"Chrome/59.0.3071.125", ""},
		{"from 10.1.2.2020.5 on", ""},
		{"30 February 2021", ""},
		{"31/31/2021", ""},
		{"2021-13-07", ""},
		{"+61-2-9468-6300", ""},
		{"may 10 people come", ""},
		{"March 9.5 percent", ""},
		{"1 in 10 may 3 times", ""},
		{"a fair of Apr. 28-29", "--04-28"},
		{"$12/05/2021", ""},
		{"", ""},
	} {
		var got []string
		for _, s := range stamps(test.line) {
			switch iv := s.interval(); {
			case s.order == unresolved:
				got = append(got, "?")
			case s.year == 0:
				got = append(got, "-"+corpus.DayOf(2000, s.month, s.day).String()[4:])
			default:
				got = append(got, iv.String())
			}
		}
		if g := strings.Join(got, " "); g != test.want {
			t.Errorf("stamps(%q) = %q, want %q", test.line, g, test.want)
		}
	}
}

func TestField(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"2021-04-07", "2021-04-07"},
		{"2021-04-07T23:59:59-07:00", "2021-04-07"},
		{"20210407", "2021-04-07"},
		{"20210407T101112Z", "2021-04-07"},
		{"1617790272", "2021-04-07"},
		{"1617790272000", "2021-04-07"},
		{"1617790272.5", "2021-04-07"},
		{"Wed, 07 Apr 2021 10:11:12 GMT", "2021-04-07"},
		{"Wednesday, 07-Apr-21 10:11:12 UTC", "2021-04-07"},
		{"April 7, 2021", "2021-04-07"},
		{"2021-04", "2021-04"},
		{"April 2021", "2021-04"},
		{"2021", "2021"},
		{"12345678", ""},
		{"99999999999999999999", ""},
		{"yesterday", ""},
		{"0", ""},
	} {
		iv, _, ok := field(test.text)
		if iv.String() != test.want || ok != (test.want != "") {
			t.Errorf("field(%q) = %q, %v, want %q", test.text, iv, ok, test.want)
		}
	}
}

func TestInPath(t *testing.T) {
	for _, test := range []struct{ path, want string }{
		{"/2021/04/07/cranes-return", "2021-04-07"},
		{"/2021/4/7/cranes-return", "2021-04-07"},
		{"/world/2021/apr/07/cranes-return", "2021-04-07"},
		{"/20210407/cranes-return.html", "2021-04-07"},
		{"/cranes-return-20210407", "2021-04-07"},
		{"/story/2021-04-07/cranes-return", "2021-04-07"},
		{"/2021/04/cranes-return.html", "2021-04"},
		{"/article/20970600/cranes", ""},
		{"/2021/cranes", ""},
		{"/1234/56/78", ""},
		{"", ""},
	} {
		if got := pathDay(test.path).String(); got != test.want {
			t.Errorf("inPath(%q) = %q, want %q", test.path, got, test.want)
		}
	}
}

func FuzzStamps(f *testing.F) {
	for _, s := range []string{"7 April 2021", "Wed Apr 7 10:11:12 PKT 2021", "12/11/10", "20.11.2019", "2021年4月7日", "28-29 Apr '30", "\xff1\xfe/2/2003", "Apr 31, 2020"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		last := 0
		for _, s := range stamps(line) {
			if s.Start < last || s.End <= s.Start || s.End > len(line) {
				t.Fatalf("stamps(%q): span %v after %d", line, s.Span, last)
			}
			last = s.End
			if utf8.ValidString(line) && !utf8.ValidString(s.Of(line)) {
				t.Errorf("stamps(%q): span %v cuts a character", line, s.Span)
			}
			if s.year != 0 && !validYear(s.year) || s.month < 1 || s.month > 12 || s.day != 0 && !valid(s.year, s.month, s.day) {
				t.Errorf("stamps(%q): no such date %+v", line, s)
			}
			for _, o := range []order{dayFirst, monthFirst} {
				if r, ok := s.read(o); s.order == unresolved && (!ok || !r.interval().Known()) {
					t.Errorf("stamps(%q): %+v has no reading %v", line, s, o)
				}
			}
		}
	})
}

func pathDay(path string) corpus.Interval {
	iv, _ := inPath(path)
	return iv
}
