package write

import (
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/bottest/fakemodel"
	"dateline/bot/brief"
	"dateline/bot/claim"
	"dateline/corpus"
	"dateline/corpus/archive"
)

// harbour is an article in whose sentences several things are told.
const harbour = `The council of Rauma, which bought the ferry Aallotar in March 2018, opened the new quay on Thursday.

Mayor Elina Koski opened the library of the port on 2 May 2019. She thanked the harbour master, Pertti Salo.

The company Merivirta will build a second quay by June 2030, Koski said. Ships of the navy visited the quay on Thursday.`

// harbourArchive has that article, dated and undated.
func harbourArchive(t *testing.T) *archive.Archive {
	t.Helper()
	return archiveOf(t,
		corpus.Raw{Key: corpus.Key{Collection: "c", ID: "dated"}, Path: "a.txt", Line: 1, Title: "Rauma has a new quay", Source: "Satakunta Post", Published: "2019-05-10", Text: harbour},
		corpus.Raw{Key: corpus.Key{Collection: "c", ID: "other"}, Path: "b.txt", Line: 1, Title: "A quay for Rauma", Source: "Bothnia Wire", Published: "2019-05-11",
			Text: "A new quay was opened in Rauma on Thursday by the council of the town. It is 210 metres long, the council said."})
}

// pointOf makes a point of quotes, each "article: words".
func pointOf(t *testing.T, a *archive.Archive, b *brief.Briefing, when corpus.Interval, basis corpus.Basis, quotes ...string) brief.Point {
	t.Helper()
	p := brief.Point{When: when, Basis: basis, Sources: len(quotes)}
	for _, q := range quotes {
		id, words, _ := strings.Cut(q, ": ")
		doc, err := a.Document(t.Context(), corpus.Key{Collection: "c", ID: id}, 0)
		if err != nil {
			t.Fatal(err)
		}
		ci, ok := bot.Cite(doc, words, 0)
		if !ok {
			t.Fatalf("%q stands nowhere in %s", words, id)
		}
		ci.N = len(b.Citations) + 1
		b.Citations = append(b.Citations, ci)
		p.Citations = append(p.Citations, ci.N)
	}
	p.Text = b.Citations[p.Citations[0]-1].Quote
	return p
}

const (
	opened     = "opened the new quay on Thursday"
	wholeOf    = "The council of Rauma, which bought the ferry Aallotar in March 2018, opened the new quay on Thursday"
	bought     = "which bought the ferry Aallotar in March 2018"
	theLibrary = "Mayor Elina Koski opened the library of the port on 2 May 2019"
	thanked    = "She thanked the harbour master, Pertti Salo"
	builds     = "The company Merivirta will build a second quay by June 2030, Koski said"
	navy       = "Ships of the navy visited the quay on Thursday"
)

// Each rule that a briefing has beside those of package claim, which alone
// lets all of these sentences through.
func TestBriefOwnRules(t *testing.T) {
	a := harbourArchive(t)
	ninth := corpus.OnDay(corpus.DayOf(2019, 5, 9))
	june := corpus.InMonth(2030, 6)
	b := brief.Briefing{Topic: "Rauma", AsOf: corpus.DayOf(2019, 6, 1)}
	b.Points = []brief.Point{
		pointOf(t, a, &b, ninth, corpus.BasisDated, "dated: "+wholeOf, "other: A new quay was opened in Rauma on Thursday by the council of the town"),
		pointOf(t, a, &b, corpus.OnDay(corpus.DayOf(2019, 5, 2)), corpus.BasisStated, "dated: "+theLibrary),
		pointOf(t, a, &b, ninth, corpus.BasisDated, "dated: "+navy),
	}
	b.Ahead = []brief.Point{pointOf(t, a, &b, june, corpus.BasisStated, "dated: "+builds)}
	b.Undated = []brief.Point{pointOf(t, a, &b, corpus.Interval{}, "", "dated: "+thanked)}
	for _, row := range []struct {
		name   string
		point  int // from 1
		text   string
		quotes []string
		shown  bool
	}{
		{"what the point tells", 1, "The council of Rauma opened the new quay", []string{wholeOf}, true},
		{"with the date of its own", 1, "The council of Rauma opened the new quay on 9 May 2019", []string{wholeOf}, true},
		{"with what was before, and when", 1, "The council of Rauma, which bought the ferry Aallotar in March 2018, opened the new quay on 9 May 2019", []string{wholeOf}, true},
		// what was at another time would stand behind the point's date
		{"what was before, with its date", 1, "The council of Rauma bought the ferry Aallotar in March 2018", []string{wholeOf}, false},
		{"what was before, without", 1, "The council of Rauma bought the ferry Aallotar", []string{wholeOf}, false},
		{"both, without the other's date", 1, "The council of Rauma, which bought the ferry Aallotar, opened the new quay", []string{wholeOf}, false},
		// another sentence of the passage is another piece of news, or none
		{"another sentence of the passage", 1, "Mayor Elina Koski opened the library of the port", []string{theLibrary}, false},
		{"its own and another sentence", 1, "The council of Rauma opened the new quay and Mayor Elina Koski opened the library of the port", []string{wholeOf, theLibrary}, false},
		{"its own sentence, but not its words", 2, "Mayor Elina Koski opened the library of the port on 2 May 2019", []string{theLibrary}, true},
		{"a plan, told as one", 4, "The company Merivirta will build a second quay, Koski said", []string{builds}, true},
		{"one sentence for two points", 3, "Ships of the navy visited the quay", []string{navy}, true},
	} {
		m := teller(func(d fakemodel.Data) string {
			s := fakemodel.Sentence{Point: row.point, Text: row.text}
			for _, q := range row.quotes {
				for _, p := range d.Passages {
					if strings.Contains(p.Text, q) {
						s.Quotes = append(s.Quotes, fakemodel.Quote{Passage: p.N, Quote: q})
					}
				}
			}
			if len(s.Quotes) != len(row.quotes) {
				t.Fatalf("%s: %d of the quotes stand in the prompt", row.name, len(s.Quotes))
			}
			return fakemodel.Points(s)
		})
		got := reworded(t, b, a, m)
		checkBriefing(t, a, b, got)
		if n := countWritten(got); (n == 1) != row.shown || row.shown && parts(got)[row.point-1].Text != row.text {
			t.Errorf("%s: %d sentences are shown, want %v: %q", row.name, n, row.shown, got.Notes)
		}
		if row.shown {
			continue
		}
		s := &wording{w: NewBriefWriter(BriefOptions{Archive: a}), b: b}
		if err := s.gather(t.Context()); err != nil {
			t.Fatal(err)
		}
		c := claim.Claim{Text: row.text}
		for _, q := range row.quotes {
			c.Quotes = append(c.Quotes, claim.Quote{Passage: s.points[row.point-1].reports[0].passage, Text: q})
		}
		if v := claim.Check(c, s.points[row.point-1].passages, claim.Context{}); !v.OK {
			t.Errorf("%s: package claim alone refuses it: %s", row.name, faults(v))
		}
	}
}

// A sentence of two reports cites both, and a point whose sentence is of one
// keeps the other behind it; one sentence stands for one point.
func TestBriefCitations(t *testing.T) {
	a := harbourArchive(t)
	ninth := corpus.OnDay(corpus.DayOf(2019, 5, 9))
	const second = "A new quay was opened in Rauma on Thursday by the council of the town"
	b := brief.Briefing{Topic: "Rauma", AsOf: corpus.DayOf(2019, 6, 1)}
	b.Points = []brief.Point{
		pointOf(t, a, &b, ninth, corpus.BasisDated, "other: "+second, "dated: "+wholeOf),
		pointOf(t, a, &b, ninth, corpus.BasisDated, "dated: "+opened),
	}
	b.Changes = []brief.Change{{Kind: "corrected", Before: brief.Said{Citation: 3}, After: brief.Said{Citation: 1}}}
	m := teller(func(d fakemodel.Data) string {
		first, other := d.Points[0].Reports[1], d.Points[0].Reports[0]
		text := "The council of Rauma opened the new quay"
		return fakemodel.Points(
			fakemodel.Sentence{Point: 1, Text: text, Quotes: []fakemodel.Quote{{Passage: first.Passage, Quote: "The council of Rauma, which bought the ferry Aallotar in March 2018, opened the new quay"}}},
			fakemodel.Sentence{Point: 2, Text: text, Quotes: []fakemodel.Quote{first}},
			fakemodel.Sentence{Point: 2, Text: "A new quay was opened", Quotes: []fakemodel.Quote{other}})
	})
	got := reworded(t, b, a, m)
	checkBriefing(t, a, b, got)
	p := got.Points[0]
	if !p.Written || len(p.Citations) != 2 || got.Citations[0].Article.ID != "dated" || !strings.HasSuffix(got.Citations[0].Quote, "new quay") || got.Citations[1].Quote != second {
		t.Errorf("%+v with %+v", p, got.Citations)
	}
	if q := got.Points[1]; q.Written || q.Text != opened || got.Citations[q.Citations[0]-1].Quote != opened {
		t.Errorf("%+v", q)
	}
	if c := got.Changes[0]; got.Citations[c.Before.Citation-1].Quote != opened || got.Citations[c.After.Citation-1].Quote != second {
		t.Errorf("the change cites %q and %q", got.Citations[c.Before.Citation-1].Quote, got.Citations[c.After.Citation-1].Quote)
	}
	// The briefer's own briefing is as it was.
	if b.Points[0].Written || b.Points[0].Text != second || len(b.Citations) != 3 {
		t.Errorf("the briefer's briefing was changed: %+v", b.Points[0])
	}
}
