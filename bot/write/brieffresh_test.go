package write

import (
	"strings"
	"testing"

	"dateline/bot/bottest/fakemodel"
	"dateline/bot/brief"
	"dateline/corpus"
)

// trams is an article of plans and of what was before them.
const trams = `The ministry of transport of Estonia will buy six trams from Skoda by 2026, minister Kristjan Laas promised on Thursday.

Riga and Tallinn agreed to link their ticket systems, the two mayors announced on Thursday.

The tram line to the harbour opened on 1 March 2024 after the city had paid 74 million euros for it.

Laas wants the state to pay half of the next line, which the council rejected in 2022.

The operator said that 40 drivers had been hired and that 25 more would be hired in May.`

// dam is another one.
const dam = `Engineers closed the sluices of the Kariba dam on Monday, after the lake had fallen to 7 percent of its volume in January.

President Hakainde Hichilema asked the lenders for a delay of two years, but the fund refused it last week.

Zambia plans to build a solar plant of 200 megawatts at Kafue, which Masdar of Abu Dhabi would pay for.

The power company cut off the copper mines for six hours on Sunday and may do so again.

Mwelwa Siame, who led the company until 2021, said on Monday that the engineers had warned the cabinet three times.`

// freshly is a sentence for a point.
type freshly struct {
	sentence int // of the article, from 0
	truth    bool
	text     string
}

var ofTrams = []freshly{
	{0, true, "Estonia’s ministry of transport will buy six trams from Skoda, minister Kristjan Laas promised"},
	{0, true, "The ministry of transport of Estonia will buy six trams from Skoda, Kristjan Laas promised"},
	{0, true, "Minister Kristjan Laas promised that the ministry of transport will buy six trams from Skoda by 2026"},
	{1, true, "Riga and Tallinn agreed to link their ticket systems, their mayors announced"},
	{1, true, "Riga and Tallinn agreed to link their ticket systems, the two mayors announced"},
	{2, true, "The tram line to the harbour opened"},
	{2, true, "The tram line to the harbour, for which the city had paid 74 million euros, opened"},
	{3, true, "Laas wants the state to pay half of the next line"},
	{4, true, "The operator said that 40 drivers had been hired"},
	{4, true, "According to the operator, 40 drivers have been hired and 25 more would be hired in May"},
	{4, true, "The operator said that 25 more drivers would be hired"},

	{0, false, "The ministry of transport of Estonia bought six trams from Skoda"},
	{0, false, "Kristjan Laas promised that the ministry of transport bought six trams from Skoda"},
	{0, false, "Skoda will buy six trams from the ministry of transport of Estonia, Kristjan Laas promised"},
	{0, false, "The ministry of transport of Estonia will buy six trams from Skoda by 2024, Kristjan Laas promised"},
	{0, false, "Kristjan Laas promised that the ministry of transport has bought six trams from Skoda by 2026"},
	{1, false, "Riga and Tallinn linked their ticket systems, the two mayors announced"},
	{1, false, "Riga and Tallinn agreed and linked their ticket systems, the two mayors announced"},
	{1, false, "Riga and Tallinn refused to link their ticket systems, the two mayors announced"},
	{1, false, "Riga and Tallinn agreed on 8 March 2024 to link their ticket systems, the two mayors announced"},
	{2, false, "The tram line to the harbour opened on 7 March 2024"},
	{2, false, "The tram line to the harbour closed"},
	{2, false, "The tram line to the harbour will open"},
	{3, false, "The council rejected the next line"},
	{3, false, "The state pays half of the next line"},
	{3, false, "Laas rejected the next line"},
	{3, false, "The council wants the state to pay half of the next line"},
	{4, false, "The operator said that 65 drivers had been hired"},
	{4, false, "The operator said that 25 more drivers had been hired"},
	{4, false, "The operator hired 25 more drivers in May"},
}

var ofDam = []freshly{
	{0, true, "Engineers closed the sluices of the Kariba dam"},
	{0, true, "Engineers closed the Kariba dam’s sluices after the lake had fallen to 7 percent of its volume in January, on 4 March 2024"},
	{1, true, "President Hakainde Hichilema asked the lenders for a delay of two years"},
	{1, true, "Hakainde Hichilema asked for a two-year delay, but the fund refused it"},
	{2, true, "Zambia plans to build a 200-megawatt solar plant at Kafue"},
	{2, true, "Zambia plans a solar plant of 200 megawatts at Kafue, which Masdar of Abu Dhabi would pay for"},
	{3, true, "The power company cut off the copper mines for six hours"},
	{3, true, "The power company cut off the copper mines and may do so again"},
	{4, true, "Mwelwa Siame said that the engineers had warned the cabinet three times"},
	{4, true, "The engineers had warned the cabinet three times, Mwelwa Siame said"},

	{0, false, "The lake fell to 7 percent of its volume"},
	{0, false, "Engineers closed the Kariba dam in January"},
	{0, false, "Engineers opened the sluices of the Kariba dam"},
	{0, false, "Engineers closed the sluices of the Kariba dam on 5 March 2024"},
	{0, false, "Engineers closed 7 percent of the sluices of the Kariba dam"},
	{1, false, "The lenders asked President Hakainde Hichilema for a delay of two years"},
	{1, false, "The fund granted President Hakainde Hichilema a delay of two years"},
	{1, false, "President Hakainde Hichilema refused a delay of two years"},
	{1, false, "President Hakainde Hichilema got a delay of two years from the lenders"},
	{2, false, "Zambia built a solar plant of 200 megawatts at Kafue"},
	{2, false, "Masdar of Abu Dhabi paid for a solar plant of 200 megawatts at Kafue"},
	{2, false, "Zambia plans to build a solar plant of 200 megawatts at Kafue, which Masdar of Abu Dhabi paid for"},
	{2, false, "Abu Dhabi plans to build a solar plant of 200 megawatts at Kafue"},
	{2, false, "Zambia plans to build a solar plant of 400 megawatts at Kafue"},
	{3, false, "The power company cut off the copper mines again"},
	{3, false, "The copper mines cut off the power company for six hours"},
	{3, false, "The power company may cut off the copper mines"},
	{3, false, "The power company cut off all copper mines for six hours"},
	{4, false, "The engineers warned the cabinet three times"},
	{4, false, "Mwelwa Siame warned the cabinet three times"},
	{4, false, "Mwelwa Siame leads the company"},
	{4, false, "Mwelwa Siame led the company"},
	{4, false, "The cabinet had warned the engineers three times, Mwelwa Siame said"},
}

// TestBriefFresh has sentences that were written after the rules, over texts of
// their own. What they showed first: of trams 2 of 19 lies and 11 of 11 true
// sentences, of the dam, which came when two rules had been written with the first
// in view, 3 of 23 and 7 of 10; since then one rule of package claim was mended.
func TestBriefFresh(t *testing.T) {
	day := func(d int) corpus.Interval { return corpus.OnDay(corpus.DayOf(2024, 3, d)) }
	for _, x := range []struct {
		name, text, published string
		told                  []freshly
		whens                 []brief.Point // of each sentence
		ahead                 int
		maxLies, minTrue      int
	}{
		{"trams", trams, "2024-03-08", ofTrams, []brief.Point{{When: corpus.InYear(2026), Basis: corpus.BasisStated}, {When: day(7), Basis: corpus.BasisDated}, {When: day(1), Basis: corpus.BasisStated}, {When: day(7), Basis: corpus.BasisDated}, {When: day(8)}}, 0, 0, 9},
		{"dam", dam, "2024-03-05", ofDam, []brief.Point{{When: day(4), Basis: corpus.BasisDated}, {When: day(5)}, {}, {When: day(3), Basis: corpus.BasisDated}, {When: day(4), Basis: corpus.BasisDated}}, 2, 2, 7},
	} {
		lies, trues, shownLies, shownTrues := tellFresh(t, x.name, x.text, x.published, x.told, x.whens, x.ahead)
		t.Logf("%s: %d of %d lies shown, %d of %d true sentences", x.name, shownLies, lies, shownTrues, trues)
		if shownLies > x.maxLies || shownTrues < x.minTrue {
			t.Errorf("%s: %d lies and %d true sentences shown, want at most %d and at least %d", x.name, shownLies, shownTrues, x.maxLies, x.minTrue)
		}
	}
}

// tellFresh has a model say each sentence in a briefing with a point for each
// sentence of an article, of which one is ahead.
func tellFresh(t *testing.T, name, text, published string, list []freshly, whens []brief.Point, ahead int) (lies, trues, shownLies, shownTrues int) {
	t.Helper()
	a := archiveOf(t, corpus.Raw{Key: corpus.Key{Collection: "c", ID: name}, Path: "a.txt", Line: 1, Title: "News of the day", Source: "Harju Post", Published: published, Text: text})
	b := brief.Briefing{Topic: name, AsOf: corpus.DayOf(2024, 3, 8)}
	var quotes []string
	for i, s := range strings.Split(text, "\n\n") {
		p := pointOf(t, a, &b, whens[i].When, whens[i].Basis, name+": "+strings.TrimSuffix(s, "."))
		quotes = append(quotes, p.Text)
		if i == ahead {
			b.Ahead = append(b.Ahead, p)
		} else {
			b.Points = append(b.Points, p)
		}
	}
	for _, x := range list {
		m := teller(func(d fakemodel.Data) string {
			s := fakemodel.Sentence{Text: x.text}
			for _, p := range d.Points {
				if p.Reports[0].Quote == quotes[x.sentence] {
					s.Point, s.Quotes = p.N, p.Reports
				}
			}
			return fakemodel.Points(s)
		})
		shown := countWritten(reworded(t, b, a, m)) == 1
		switch {
		case x.truth:
			trues++
			if shown {
				shownTrues++
			} else {
				t.Logf("dropped: %s", x.text)
			}
		default:
			lies++
			if shown {
				shownLies++
				t.Logf("shown: %s", x.text)
			}
		}
	}
	return lies, trues, shownLies, shownTrues
}
