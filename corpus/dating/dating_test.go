package dating_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/corpus/clean"
	"dateline/corpus/dating"
)

// story is a body of sentences of our own; %s stands where a test may put
// something into it.
const story = `The cranes came back to the lake north of Harrow on Wednesday, three weeks earlier than in any spring that the wardens have on record. %s
Wardens counted four hundred birds before noon and expect as many again by the end of the week, the regional trust said in a statement.
"We did not think that they would find the water open," said Ilse Marten, who has kept the count for two decades, "and yet here they are."
The trust has closed the path along the eastern shore until the birds have settled, and asks walkers to keep their dogs on a lead.
Farmers in the valley have asked the council for money to fence the winter wheat, which the birds feed on before they move on to the coast.
`

func body(insert string) string { return strings.TrimSpace(fmt.Sprintf(story, insert)) + "\n" }

func date(t *testing.T, raw corpus.Raw) corpus.Publication {
	t.Helper()
	c := clean.Text(raw.Text)
	if raw.HTML != "" {
		var err error
		if c, err = clean.HTML(raw.HTML, raw.URL); err != nil {
			t.Fatal(err)
		}
	}
	p := dating.Date(raw, c)
	if again := dating.Date(raw, c); !reflect.DeepEqual(again, p) {
		t.Errorf("Date twice: %+v, then %+v", p, again)
	}
	return p
}

func TestDate(t *testing.T) {
	const title = "Cranes return to the lake three weeks early\n"
	for _, test := range []struct {
		name, text, url, published string
		want                       string
		basis                      corpus.Basis
	}{
		// One witness.
		{"nothing", title + body(""), "", "", "", ""},
		{"record", title + body(""), "", "2021-04-07T08:00:00Z", "2021-04-07", corpus.BasisRecord},
		{"record, month only", title + body(""), "", "April 2021", "2021-04", corpus.BasisRecord},
		{"record that says nothing", title + body(""), "", "n/a", "", ""},
		{"address", title + body(""), "https://lake.example/2021/04/07/cranes", "", "2021-04-07", corpus.BasisURL},
		{"address without a day", title + body(""), "https://lake.example/2021/04/cranes", "", "2021-04", corpus.BasisURL},
		{"leading line", title + "7 April 2021\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"above the title", "Published: April 7, 2021, 09:01 AM\n" + title + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"label on the line above", title + "Published\n7 April 2021\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"month only", title + "April 2021\n" + body(""), "", "", "2021-04", corpus.BasisLeading},
		{"fused", "date 2021-04-08 " + body(""), "", "", "2021-04-08", corpus.BasisLeading},
		{"byline", title + "By Ilse Marten 7 April 2021\n" + body(""), "", "", "2021-04-07", corpus.BasisByline},
		{"dateline with its year", title + "HARROW (Lake Agency - 7th April, 2021) " + body(""), "", "", "2021-04-07", corpus.BasisDateline},
		{"labelled below", title + body("") + "First published: 7 April 2021\n", "", "", "2021-04-07", corpus.BasisTrailing},
		{"only changed", title + "Updated 7 April 2021 at 10:15\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		// Published goes before updated, whichever stands first.
		{"updated", title + "Updated: 9 April 2021 10:15\nPublished: 7 April 2021 09:00\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"one line", title + "Published: 7 April 2021 | Updated: 9 April 2021\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		// Fused to the headline, before it or behind it.
		{"before the headline", "7 Apr, 2021 09:15Cranes return to the lake three weeks early\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"before the headline, with a bar", "Home\n7 April 2021 | 09:15Cranes return to the lake three weeks early\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"behind the headline", "Cranes return to the lake three weeks early09:15 AM | 7 Apr, 2021\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		// A line that closes the article names its source and date.
		{"closing", title + body("") + "\nLake Gazette, 7 April 2021\n", "", "", "2021-04-07", corpus.BasisTrailing},
		{"closing, alone", title + body("") + "\n(7 April 2021)\n", "", "", "2021-04-07", corpus.BasisTrailing},
		{"closing, not of the article", title + body("") + "\nOtters seen at the weir, 7 April 2021\n", "", "", "", ""},
		{"closing, labelled", title + body("") + "\nDied: 7 April 2021\n", "", "", "", ""},
		{"closing, with a clock", title + body("") + "\nGaye, 7 April 2021 10:15\n", "", "", "", ""},
		{"closing, with another below", title + body("") + "\nLake Gazette, 7 April 2021\nOtters seen at the weir\n9 April 2021\n", "", "", "", ""},
		{"not right below", title + body("") + "\nOtters seen at the weir\n7 April 2021\n", "", "", "", ""},
		{"closing sentence", title + body("") + "\nThis article was first published on 7 April 2021.\n", "", "", "2021-04-07", corpus.BasisTrailing},
		// Dates that head the entries of a chronicle.
		{"chronicle of entries", "The cranes of Harrow: a chronicle\n\n7 April 1998\nThe first pair is seen on the lake.\n\n28 April 2011\nThe trust buys the wet meadows.\n\n7 April 2021\nFour hundred birds are counted.\n", "", "", "", ""},
		// A dateline whose place is not in capitals.
		{"dateline of a release", title + "Upper Harrow, 7 April 2021 – " + body(""), "", "", "2021-04-07", corpus.BasisDateline},
		{"no dateline", title + "After Harrow, 7 April 2021, came the flood. " + body(""), "", "", "", ""},
		// Other stories' dates, the day of the visit, and dates in sentences are no witnesses.
		{"in a sentence", title + body("Last year they came on 28 April 2020, which was late."), "", "", "", ""},
		{"the body begins with one", title + "On 26 June 2010 " + body(""), "", "", "", ""},
		{"the body begins with one that goes on", title + "26 June 2010, " + body(""), "", "", "", ""},
		{"caption", title + "The flock over the lake on 3 May 2019\n" + body(""), "", "", "", ""},
		{"chronicle", "7 April 2012: The first pair of cranes was seen on the lake for the better part of an afternoon by two walkers.\n", "", "", "", ""},
		{"chronicle, listed", "- April 7, 2012 - The first pair of cranes was seen on the lake for the better part of an afternoon by two walkers.\n", "", "", "", ""},
		{"stretch of time", title + "The cranes of Harrow – April 7, 2021 – May 31, 2021\n" + body(""), "", "", "", ""},
		{"another thing's date", title + "Air date 7 April 2021\n" + body(""), "", "", "", ""},
		{"below", title + body("") + "More stories\nOtters seen at the weir\n23 April 2024\nBridge closed for repairs\n22 April 2024\nFog on the moor\n22 April 2024\n", "", "", "", ""},
		{"updated, below", title + body("") + "More stories\nOtters seen at the weir\nUpdated 23 April 2024\nBridge closed\nUpdated 22 April 2024\nFog\n21 April 2024\n", "", "", "", ""},
		{"comments", title + body("") + "Gaye\n8 August 2018 at 3:17 pm\n" + body("") + "Jan\n9 August 2018 at 4:00 pm\n" + body(""), "", "", "", ""},
		{"visit", "Thursday, November 9, 2023\n" + strings.Repeat("Menu\nNews\nSport\nWeather\nContact\n", 8) + title + "7 April 2021\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"expiry", title + "Offer valid until 7 April 2021\n" + body(""), "", "", "", ""},
		// Posts.
		{"post of the weekday", title + body("See the flock: https://lake.example/v — Lake Trust (@LakeTrust) April 7, 2021"), "", "", "2021-04-07", corpus.BasisEmbed},
		{"post of another weekday", title + body("See the flock: https://lake.example/v — Lake Trust (@LakeTrust) April 5, 2021"), "", "", "", ""},
		// A day without its year.
		{"dateline", title + "HARROW, April 7 (Lake Agency) - " + body(""), "", "", "", ""},
		{"dateline, year from the address", title + "HARROW, April 7 (Lake Agency) - " + body(""), "https://lake.example/2021/04/cranes", "", "2021-04-07", corpus.BasisDateline},
		{"dateline, year from a post", title + "HARROW, April 7 (Lake Agency) - " + body("— Lake Trust (@LakeTrust) April 6, 2021"), "", "", "2021-04-07", corpus.BasisDateline},
		// Day or month first.
		{"either", title + "07/04/2021\n" + body(""), "", "", "", ""},
		{"zone", title + "07/04/2021 09:00 GMT\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"American zone", title + "04/07/2021 09:00 EST\n" + body(""), "", "", "2021-04-07", corpus.BasisLeading},
		{"another date", title + "07/04/2021\n" + body("They were first seen on 6 April 2021."), "", "", "2021-04-07", corpus.BasisLeading},
		{"address tells", title + "07/04/2021\n" + body(""), "https://lake.example/2021/04/07/cranes", "", "2021-04-07", corpus.BasisURL},
		{"record, either", title + body(""), "", "07/04/2021", "", ""},
		{"record, told by the comments", title + body("") + "20/04/2021 at 3:00 pm\nLovely.\n", "", "07/04/2021", "2021-04-07", corpus.BasisRecord},
		// Contradictions: the heavier witness counts.
		{"record against a line", title + "9 April 2021\n" + body(""), "", "2021-04-07", "2021-04-07", corpus.BasisRecord},
	} {
		p := date(t, corpus.Raw{Text: test.text, URL: test.url, Published: test.published})
		if p.String() != test.want || p.Basis != test.basis {
			t.Errorf("%s: Date = %q (%s), want %q (%s); evidence:\n%s", test.name, p, p.Basis, test.want, test.basis, show(p))
		}
		if (p.Confidence == "") == p.Known() {
			t.Errorf("%s: %q with confidence %q", test.name, p, p.Confidence)
		}
		used := false
		for _, e := range p.Evidence {
			used = used || e.Used
			if e.Why == "" || e.Text == "" || e.Basis == "" {
				t.Errorf("%s: evidence %+v does not explain itself", test.name, e)
			}
		}
		if used != p.Known() {
			t.Errorf("%s: %q, evidence used: %v", test.name, p, used)
		}
	}
}

func show(p corpus.Publication) string {
	var b strings.Builder
	for _, e := range p.Evidence {
		fmt.Fprintf(&b, "  line %d, %s %q: %q, used %v, %s\n", e.Line, e.Basis, e.Interval, e.Text, e.Used, e.Why)
	}
	return b.String()
}

func TestCandidateYears(t *testing.T) {
	text := "Cranes return to the lake\nHARROW, April 7 /Lake Agency/. " + body("")
	p := date(t, corpus.Raw{Text: text})
	if p.Known() || !strings.Contains(show(p), "a Wednesday 7 April: 1999, 2004, 2010, 2021, 2027") {
		t.Errorf("Date = %q, evidence:\n%s", p, show(p))
	}
	// Bounds cut the candidates down.
	text = "Cranes return to the lake\nHARROW, April 7 /Lake Agency/. " + body("The wet meadows were bought in June 2006.") + "© 2023 Lake Agency\n"
	p = date(t, corpus.Raw{Text: text})
	if p.Known() || !strings.Contains(show(p), "a Wednesday 7 April: 2010, 2021\"") && !strings.Contains(show(p), "a Wednesday 7 April: 2010, 2021\n") {
		t.Errorf("Date = %q, evidence:\n%s", p, show(p))
	}
}

func TestDateBy(t *testing.T) {
	raw := corpus.Raw{Text: "Cranes return to the lake\n7 April 2031\n" + body("")}
	p := dating.DateBy(raw, clean.Text(raw.Text), corpus.DayOf(2026, 1, 1))
	if p.Known() || len(p.Evidence) == 0 {
		t.Errorf("Date = %q, want none after the record was read; evidence:\n%s", p, show(p))
	}
}

func TestConfidence(t *testing.T) {
	text := "Cranes return to the lake\n7 April 2021\n" + body("")
	for _, test := range []struct {
		published, url string
		want           corpus.Confidence
	}{
		{"2021-04-07", "https://lake.example/2021/04/07/cranes", corpus.High},
		{"", "https://lake.example/2021/04/07/cranes", corpus.High},
		{"", "", corpus.Medium},
		{"", "https://lake.example/2021/05/01/cranes", corpus.Low}, // contradicted
	} {
		if p := date(t, corpus.Raw{Text: text, URL: test.url, Published: test.published}); p.Confidence != test.want {
			t.Errorf("record %q, address %q: %q with confidence %q, want %q\n%s", test.published, test.url, p, p.Confidence, test.want, show(p))
		}
	}
}

func TestLines(t *testing.T) {
	raw := corpus.Raw{Text: "News\n\nCranes return to the lake three weeks early\n\n7 April 2021\n\n" + body("")}
	p := date(t, raw)
	if len(p.Evidence) == 0 || p.Evidence[0].Line != 5 || p.Evidence[0].Text != "7 April 2021" {
		t.Errorf("evidence:\n%s", show(p))
	}
}

// FuzzDate holds that no text brings dating down, and that what it says is
// consistent.
func FuzzDate(f *testing.F) {
	f.Add("Title\n7 April 2021\n"+body(""), "2021", "https://a.example/2021/04/07/")
	f.Add("07/04/2021\n\n\n(@a) May 1, 2020\n© 2019", "07/04/2021", "%%")
	f.Fuzz(func(t *testing.T, text, published, url string) {
		raw := corpus.Raw{Text: text, Published: published, URL: url}
		p := dating.Date(raw, clean.Text(text))
		lines := strings.Count(text, "\n") + 1
		used := false
		for _, e := range p.Evidence {
			if e.Line < 0 || e.Line > lines {
				t.Errorf("line %d of %d", e.Line, lines)
			}
			used = used || e.Used
		}
		if used != p.Known() || p.Known() != (p.Confidence != "") || p.Known() != (p.Basis != "") {
			t.Errorf("%q basis %q confidence %q used %v", p, p.Basis, p.Confidence, used)
		}
	})
}

func BenchmarkDate(b *testing.B) {
	menu := strings.Repeat("News\nSport\nWeather\nContact\n", 20)
	list := ""
	for i := 1; i < 28; i++ {
		list += fmt.Sprintf("Otters seen at the weir\n%d April 2024\n", i)
	}
	for _, bench := range []struct{ name, text string }{
		{"article", menu + "Cranes return to the lake\n7 April 2021\n" + body("") + list},
		{"one line of 1 MB", strings.Repeat("Wardens counted 400 birds on 7 April 2021, the trust said. ", 1<<20/60)},
		{"list of 1 MB", strings.Repeat("Otters seen at the weir\n7 April 2024\n9 April 2024\n", 1<<20/50)},
		{"one date again and again", strings.Repeat("7/4/2021 ", 1<<20/9)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			raw := corpus.Raw{Text: bench.text}
			c := corpus.Cleaned{Title: "Cranes return to the lake", Blocks: []corpus.Block{{Line: 83}}}
			b.SetBytes(int64(len(raw.Text)))
			b.ReportAllocs()
			for b.Loop() {
				dating.Date(raw, c)
			}
		})
	}
}
