package retrieval_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/index"
)

// story returns an article in collection "c"; published is an ISO date or "".
func story(tb testing.TB, id, title, source, published, text string) corpus.Article {
	tb.Helper()
	a := corpus.Article{Key: corpus.Key{Collection: "c", ID: id}, Version: 1, Title: title, Source: source, Lang: "en", Text: text}
	if published != "" {
		iv, err := corpus.ParseInterval(published)
		if err != nil {
			tb.Fatal(err)
		}
		a.Published.Interval = iv
	}
	return a
}

func searcher(tb testing.TB, articles ...corpus.Article) *retrieval.Searcher {
	tb.Helper()
	x, l := build(tb, articles, index.Options{})
	return &retrieval.Searcher{Engine: x, Library: l}
}

func search(tb testing.TB, s *retrieval.Searcher, q retrieval.Query) []retrieval.Hit {
	tb.Helper()
	if q.Filter.Collections == nil {
		q.Filter.Collections = []string{"c"}
	}
	hits, err := s.Search(tb.Context(), q)
	if err != nil {
		tb.Fatalf("Search(%q): %v", q.Text, err)
	}
	for i, h := range hits {
		if h.Rank != i+1 || i > 0 && h.Score > hits[i-1].Score || h.Text() == "" || len(h.Sentences) == 0 {
			tb.Fatalf("Search(%q): hit %d is %+v", q.Text, i, h)
		}
	}
	return hits
}

func ids(hits []retrieval.Hit) string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Article.ID)
	}
	return strings.Join(out, " ")
}

func TestSearchScoresTime(t *testing.T) {
	s := searcher(t,
		story(t, "first", "Mayor of Eastport", "", "", "Anna Holm became mayor of Eastport in 1998."),
		story(t, "second", "Mayor of Eastport", "", "", "Bert Lind became mayor of Eastport in 2004."),
		story(t, "third", "Mayor of Eastport", "", "", "Carl Moe became mayor of Eastport in 2012."),
		story(t, "term", "Mayor of Eastport", "", "", "Dora Falk was mayor of Eastport from 1990 to 1998."),
		story(t, "other", "Bakeries", "", "", "A bakery opened in Eastport in 2008."))
	for _, test := range []struct{ question, first string }{
		{"Who was mayor of Eastport in 2012?", "third"},
		{"Who was mayor of Eastport in 2007?", "second"}, // begun last, and still so
		{"Who was mayor of Eastport from 2004 to 2012?", "second"},
		{"Who was mayor of Eastport between 1990 and 1998?", "term"},
		{"Who was mayor of Eastport in 2001?", "first"},
	} {
		if hits := search(t, s, retrieval.Query{Text: test.question}); hits[0].Article.ID != test.first {
			t.Errorf("Search(%q) has %q first (%s), want %q", test.question, hits[0].Article.ID, ids(hits), test.first)
		}
	}
}

// TestPublicationIsATime: an article's own date stands for what it reports.
func TestPublicationIsATime(t *testing.T) {
	s := searcher(t,
		story(t, "old", "Ferry strike", "", "2019-03-02", "Ferry crews went on strike."),
		story(t, "new", "Ferry strike", "", "2021-06-20", "Ferry crews went on strike."))
	for question, want := range map[string]string{"What did ferry crews do in March 2019?": "old", "What did ferry crews do in June 2021?": "new"} {
		if hits := search(t, s, retrieval.Query{Text: question}); hits[0].Article.ID != want {
			t.Errorf("Search(%q) has %s, want %s first", question, ids(hits), want)
		}
	}
	hits := search(t, s, retrieval.Query{Text: "What did ferry crews do last month?", Filter: retrieval.Filter{AsOf: corpus.DayOf(2021, 7, 5)}})
	if hits[0].Article.ID != "new" {
		t.Errorf("last month as of July 2021: %s, want new first", ids(hits))
	}
}

func TestFreshness(t *testing.T) {
	s := searcher(t,
		story(t, "a-old", "Ferry strike", "", "2019-03-02", "Ferry crews went on strike."),
		story(t, "b-new", "Ferry strike", "", "2021-06-20", "Ferry crews went on strike."),
		story(t, "c-undated", "Ferry strike", "", "", "Ferry crews went on strike."))
	for _, test := range []struct {
		asOf corpus.Day
		want string
	}{
		{corpus.DayOf(2021, 6, 21), "b-new c-undated a-old"},
		{0, "a-old b-new c-undated"},                        // nothing is new
		{corpus.DayOf(2040, 1, 1), "a-old b-new c-undated"}, // all is old
		{corpus.DayOf(2019, 3, 3), "a-old c-undated"},       // the rest is not out yet
	} {
		if hits := search(t, s, retrieval.Query{Text: "ferry strike", Filter: retrieval.Filter{AsOf: test.asOf}}); ids(hits) != test.want {
			t.Errorf("as of %v: %s, want %s", test.asOf, ids(hits), test.want)
		}
	}
}

func TestCopiesAreMerged(t *testing.T) {
	articles := []corpus.Article{
		story(t, "wire", "Ferry strike", "Wire", "2021-06-20", "Ferry crews went on strike on Sunday over pay."),
		story(t, "paper", "Ferries stand still", "Paper", "2021-06-21", "Ferry crews went on strike on Sunday over pay."),
		story(t, "more", "Ferry strike", "Daily", "2021-06-21", "The union's chair said that nurses and teachers would join the ferry strike."),
		story(t, "alone", "Ferry crews", "Other", "2021-06-22", "Ferry crews went on strike on Sunday over pay."),
	}
	for i := range 3 {
		articles[i].Cluster = "wire"
	}
	hits := search(t, searcher(t, articles...), retrieval.Query{Text: "ferry strike on Sunday over pay"})
	if len(hits) != 3 {
		t.Fatalf("hits %s, want three: the wire or its copy, what else the third says, and the one of no cluster", ids(hits))
	}
	copies := 0
	for _, h := range hits {
		copies += len(h.Copies)
		for _, c := range h.Copies {
			if c.ID != "wire" && c.ID != "paper" {
				t.Errorf("%s has copy %v", h.Article.ID, c)
			}
		}
	}
	if copies != 1 {
		t.Errorf("%d copies, want 1", copies)
	}
}

// TestCopiesThatAreAskedAbout: two texts by one pattern are no copies for who
// asks about what only one of them has.
func TestCopiesThatAreAskedAbout(t *testing.T) {
	articles := []corpus.Article{
		story(t, "baker", "Guide for bakers", "", "", "In this harbour guide we gathered and simplified the best tools for every baker in the town."),
		story(t, "smith", "Guide for smiths", "", "", "In this harbour guide we gathered and simplified the best tools for every smith in the town."),
	}
	for i := range articles {
		articles[i].Cluster = "baker"
	}
	s := searcher(t, articles...)
	for question, want := range map[string]int{"What does the guide say of a baker and of a smith?": 2, "Which tools did the harbour guide gather?": 1} {
		if hits := search(t, s, retrieval.Query{Text: question}); len(hits) != want {
			t.Errorf("Search(%q): %s, want %d hits", question, ids(hits), want)
		}
	}
}

// TestTheFirstStandsForItsCopies asks with the words of a copy's headline.
func TestTheFirstStandsForItsCopies(t *testing.T) {
	const text = "Ferry crews went on strike on Sunday over pay, and nobody crossed to the islands."
	for _, row := range []struct {
		why, wire, want string
	}{
		{"the article that stands for the cluster says the same", text, "wire"},
		{"it says that and more", text + " The harbour was quiet.", "wire"},
		{"it lacks half of what the best copy says", "Ferry crews went on strike on Sunday over pay.", "paper"},
	} {
		articles := []corpus.Article{
			story(t, "paper", "Ferries stand still", "Paper", "2021-06-21", text),
			story(t, "third", "Ferries do not stand by", "Third", "2021-06-21", text),
			story(t, "wire", "Labour dispute", "Wire", "2021-06-20", row.wire),
		}
		for i := range articles {
			articles[i].Cluster = "wire"
		}
		hits := search(t, searcher(t, articles...), retrieval.Query{Text: "ferries stand still"})
		if len(hits) != 1 || hits[0].Article.ID != row.want || len(hits[0].Copies) != 2 {
			t.Fatalf("%s: hits %s, want %s with two copies", row.why, ids(hits), row.want)
		}
		for _, c := range hits[0].Copies {
			if c == hits[0].Article.Key {
				t.Errorf("%s: %s is a copy of itself", row.why, c)
			}
		}
	}
}

func TestNamedSourcesHavePlaces(t *testing.T) {
	var articles []corpus.Article
	for i := range 20 {
		articles = append(articles, story(t, fmt.Sprintf("loud-%02d", i), "Harbour dredging costs", "Loud Times", "", "The harbour dredging costs rose again, said the port."))
	}
	articles = append(articles, story(t, "quiet", "Port notes", "Quiet Courier", "", "Costs of dredging are, by the port's own figures, lower than they were."))
	s := searcher(t, articles...)
	if hits := search(t, s, retrieval.Query{Text: "What do harbour dredging costs do?", K: 5}); strings.Contains(ids(hits), "quiet") {
		t.Fatalf("without its name: %s", ids(hits))
	}
	hits := search(t, s, retrieval.Query{Text: "Does the Loud Times say that harbour dredging costs rose while the Quiet Courier says they fell?", K: 5})
	if !strings.Contains(ids(hits), "quiet") || len(hits) != 5 {
		t.Errorf("with its name: %s, want quiet among five", ids(hits))
	}
}

func TestPartsOfAQuestion(t *testing.T) {
	var articles []corpus.Article
	for i := range 12 {
		articles = append(articles, story(t, fmt.Sprintf("bridge-%02d", i), "Eastport swing bridge repair", "", "", "Repair of the swing bridge at Eastport took the engineers long and cost much money."))
	}
	articles = append(articles, story(t, "orchard", "Frost", "", "", "Frost killed the blossom of every orchard in Weston."))
	hits := search(t, searcher(t, articles...), retrieval.Query{
		Text: "How long did engineers take for the repair of the swing bridge at Eastport and how much money did it cost, while frost killed the orchard blossom in Weston?"})
	if !strings.Contains(ids(hits), "orchard") {
		t.Errorf("hits %s lack the evidence for the second part", ids(hits))
	}
}

func TestWidening(t *testing.T) {
	s := searcher(t,
		story(t, "a", "Visit", "", "", "General Kayani arrived in the capital."),
		story(t, "b", "Visit", "", "", "A minister arrived in the capital."),
		story(t, "c", "Budget", "", "", "The ministry of defence published its budget."))
	for question, want := range map[string]string{"Kiyani arrived": "a", "defense ministry": "c", "the arival of Kayani": "a"} {
		if hits := search(t, s, retrieval.Query{Text: question}); hits[0].Article.ID != want {
			t.Errorf("Search(%q) = %s, want %s first", question, ids(hits), want)
		}
	}
}

func TestSearchRefuses(t *testing.T) {
	s := searcher(t, story(t, "a", "Visit", "", "", "A minister arrived."))
	for _, text := range []string{"", "  ?!", "who was it"} {
		_, err := s.Search(t.Context(), retrieval.Query{Text: text, Filter: retrieval.Filter{Collections: []string{"c"}}})
		if !errors.Is(err, retrieval.ErrNoQuestion) {
			t.Errorf("Search(%q): %v, want ErrNoQuestion", text, err)
		}
	}
	if hits, err := s.Search(t.Context(), retrieval.Query{Text: "minister"}); len(hits) > 0 || err != nil {
		t.Errorf("without collections: %v, %v", hits, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Search(ctx, retrieval.Query{Text: "minister", Filter: retrieval.Filter{Collections: []string{"c"}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	long := strings.Repeat("minister of everything ", 5000)
	if hits := search(t, s, retrieval.Query{Text: long}); len(hits) != 1 {
		t.Errorf("a question of %d bytes: %d hits", len(long), len(hits))
	}
	if hits := search(t, s, retrieval.Query{Text: "министр прибыл minister"}); len(hits) != 1 {
		t.Errorf("a question in another script: %d hits", len(hits))
	}
}

// TestSearchIsWithinCollections: what may not be seen changes nothing, spelling
// and sources included.
func TestSearchIsWithinCollections(t *testing.T) {
	open := []corpus.Article{
		story(t, "a", "Visit to Eastport", "Gazette", "", "General Kayani came to Eastport in 2012."),
		story(t, "b", "Visit to Weston", "Gazette", "", "A minister came to Weston in 2014."),
	}
	closed := story(t, "secret", "Kiyani in Eastport", "Hidden Paper", "", "Kiyani, Kiyany and Kiani came to Eastport in 2012.")
	closed.Collection = "closed"
	q := retrieval.Query{Text: "When did Kiyani come to Eastport, says the Hidden Paper, before 2013?"}
	before := search(t, searcher(t, open...), q)
	after := search(t, searcher(t, append(open, closed)...), q)
	if len(before) != len(after) {
		t.Fatalf("%d hits, with a closed collection %d", len(before), len(after))
	}
	for i := range before {
		if before[i].Score != after[i].Score || before[i].Article.ID != after[i].Article.ID {
			t.Errorf("hit %d: %s %.4f, with a closed collection %s %.4f", i, before[i].Article.ID, before[i].Score, after[i].Article.ID, after[i].Score)
		}
	}
}

// lacking is a library that has lost every other passage.
type lacking struct{ library }

func (l lacking) Extracts(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error) {
	return l.library.Extracts(ctx, slices.DeleteFunc(slices.Clone(ids), func(id corpus.PassageID) bool { return id%2 == 0 }))
}

func TestLibraryLacksPassages(t *testing.T) {
	x, l := build(t, []corpus.Article{story(t, "a", "", "", "", "A harbour."), story(t, "b", "", "", "", "A harbour."), story(t, "c", "", "", "", "A harbour.")}, index.Options{})
	s := &retrieval.Searcher{Engine: x, Library: lacking{l}}
	if hits := search(t, s, retrieval.Query{Text: "harbour"}); ids(hits) != "a c" {
		t.Errorf("hits %s, want a c", ids(hits))
	}
}

// outliner is a library that gives outlines too, and loses some passages
// before their text is asked for.
type outliner struct {
	library
	lost  func(corpus.PassageID) bool
	texts int // given out
}

func (l *outliner) Outlines(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error) {
	out, err := l.library.Extracts(ctx, ids)
	for i := range out {
		out[i].Text = ""
	}
	return out, err
}

func (l *outliner) Extracts(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error) {
	out, err := l.library.Extracts(ctx, slices.DeleteFunc(slices.Clone(ids), l.lost))
	l.texts += len(out)
	return out, err
}

// TestOutlines: to rank by outlines finds the same as to read all texts.
func TestOutlines(t *testing.T) {
	var articles []corpus.Article
	for i := range 60 {
		a := story(t, fmt.Sprint(i), "Harbour", "News", fmt.Sprint(2000+i), fmt.Sprintf("The harbour of pier %d opened in %d.", i%7, 1950+i))
		a.Cluster = fmt.Sprint(i)
		if i%3 == 0 {
			a.Cluster = "copied"
		}
		articles = append(articles, a)
	}
	x, l := build(t, articles, index.Options{})
	q := retrieval.Query{Text: "Which pier of the harbour opened in 1970?"}
	want := search(t, &retrieval.Searcher{Engine: x, Library: l}, q)
	lib := &outliner{library: l, lost: func(corpus.PassageID) bool { return false }}
	have := search(t, &retrieval.Searcher{Engine: x, Library: lib}, q)
	if !reflect.DeepEqual(have, want) {
		t.Errorf("by outlines:\n%+v\nby extracts:\n%+v", have, want)
	}
	if lib.texts > 20+20+10 {
		t.Errorf("%d texts were read, want those of 20 copies, of the 20 best and of 10 hits at most", lib.texts)
	}
	lost := want[0].ID
	lib.lost = func(id corpus.PassageID) bool { return id == lost }
	have = search(t, &retrieval.Searcher{Engine: x, Library: lib}, q)
	if len(have) == 0 || have[0].Rank != 1 || slices.ContainsFunc(have, func(h retrieval.Hit) bool { return h.ID == lost || h.Text() == "" }) {
		t.Errorf("with passage %d lost: %+v", lost, have)
	}
}

// TestPlainEngine: an engine that tells nothing of its words still serves.
func TestPlainEngine(t *testing.T) {
	x, l := build(t, []corpus.Article{story(t, "a", "Harbour - History", "", "", "The harbour opened in 1990."), story(t, "b", "Harbour - Today", "", "", "The harbour closed in 2010.")}, index.Options{})
	s := &retrieval.Searcher{Engine: struct{ retrieval.Engine }{x}, Library: l}
	if hits := search(t, s, retrieval.Query{Text: "What happened to the harbour in 2010?"}); ids(hits) != "b a" {
		t.Errorf("hits %s, want b a", ids(hits))
	}
}

func TestSearchIsDeterministic(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	words := strings.Fields("harbour ferry strike mayor bridge orchard frost union minister visit budget court")
	var articles []corpus.Article
	for i := range 300 {
		var text []string
		for range 8 {
			text = append(text, words[rnd.IntN(len(words))])
		}
		a := story(t, fmt.Sprint(i), strings.Join(text[:2], " "), words[i%5]+" News", fmt.Sprintf("%d", 2000+i%20), strings.Join(text, " ")+fmt.Sprintf(" in %d.", 1990+i%30))
		a.Cluster = fmt.Sprint(i % 40)
		articles = append(articles, a)
	}
	q := retrieval.Query{Text: "Which ferry strike and which harbour budget did the mayor and the union meet over from 1999 to 2003?", K: 50}
	first := search(t, searcher(t, articles...), q)
	for range 5 {
		again := search(t, searcher(t, articles...), q)
		for i := range first {
			if first[i].ID != again[i].ID || first[i].Score != again[i].Score {
				t.Fatalf("hit %d: %d %v, then %d %v", i, first[i].ID, first[i].Score, again[i].ID, again[i].Score)
			}
		}
	}
}
