package trial

import (
	"os"
	"strings"
	"testing"
	"time"

	"dateline/bot/claim"
	"dateline/bot/claim/lies"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/retrieval/ingest"
)

// readHand reads a file of package claim's claims by hand into an archive and
// cases over it.
func readHand(t *testing.T, file string) (*archive.Archive, []corpus.Document, []lies.Case) {
	t.Helper()
	text, err := os.ReadFile("../../claim/testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	a, err := archive.Memory(t.Context(), archive.Options{Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	var docs []corpus.Document
	var cases []lies.Case
	for i, part := range strings.Split("\n"+string(text), "\n== ")[1:] {
		day, rest, _ := strings.Cut(part, "\n")
		var body []string
		var said []string
		for l := range strings.Lines(rest) {
			if l = strings.TrimSpace(l); strings.HasPrefix(l, "+ ") || strings.HasPrefix(l, "- ") {
				said = append(said, l)
			} else if l != "" {
				body = append(body, l)
			}
		}
		key := corpus.Key{Collection: "hand", ID: file + string(rune('a'+i))}
		sum, err := (&ingest.Pipeline{Archive: a}).Run(t.Context(), source.Of(corpus.Raw{Key: key, Path: key.ID, Line: 1, Published: day, Text: strings.Join(body, "\n\n")}))
		if err != nil || sum.Added != 1 {
			t.Fatalf("%s: %d articles added, %v", day, sum.Added, err)
		}
		doc, err := a.Document(t.Context(), key, 0)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
		var passages []claim.Passage
		for n, p := range doc.Passages {
			passages = append(passages, claim.Passage{N: n + 1, Extract: corpus.Extract{Passage: p, Text: p.Of(doc.Text)}})
		}
		for _, l := range said {
			c := lies.Case{How: "by hand", Article: key, Passages: passages}
			what, quotes, _ := strings.Cut(l[2:], " < ")
			if l[0] == '-' {
				c.Kind, what, _ = strings.Cut(what, ": ")
			}
			c.Claim.Text = what
			for _, q := range strings.Split(quotes, " | ") {
				for _, p := range passages {
					if strings.Contains(strings.Join(strings.Fields(p.Text), " "), q) {
						c.Claim.Quotes = append(c.Claim.Quotes, claim.Quote{Passage: p.N, Text: q})
						break
					}
				}
			}
			cases = append(cases, c)
		}
	}
	return a, docs, cases
}

// TestBriefingsByHand puts claims that were written by hand over texts of their
// own into briefings. The rules of package claim were written with these; those
// of briefings were not.
func TestBriefingsByHand(t *testing.T) {
	var told []Telling
	for _, file := range []string{"hand.txt", "fresh.txt", "third.txt"} {
		a, docs, cases := readHand(t, file)
		b := briefTrial{o: BriefOptions{Archive: a, Documents: docs, AsOf: corpus.DayOf(2026, 1, 1)}, cases: cases, docs: map[corpus.Key]*corpus.Document{}}
		for i := range docs {
			b.docs[docs[i].Key] = &docs[i]
		}
		got, err := b.run(t.Context(), b.made())
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, got...)
	}
	table := tallyTold(told, func(lies.Case) bool { return true })
	var out strings.Builder
	if err := table.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", out.String())
	for _, x := range told {
		switch {
		case x.shown && x.Kind != "":
			t.Logf("shown: %s: %s", x.Kind, x.Text)
		case !x.shown && x.Kind == "" && os.Getenv("LIES_TELL") != "":
			t.Logf("dropped: %s", x.Text)
		}
	}
	all, trues := lies.Sum(table.Lies), lies.Sum(table.True)
	if all.Cases < 80 || 50*all.Shown > all.Cases {
		t.Errorf("%d of %d lies shown", all.Shown, all.Cases)
	}
	if trues.Cases < 60 || 4*(trues.Cases-trues.Shown) > trues.Cases {
		t.Errorf("%d of %d true sentences dropped", trues.Cases-trues.Shown, trues.Cases)
	}
}
