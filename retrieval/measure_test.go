package retrieval_test

import (
	"bufio"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dateline/corpus"
	"dateline/corpus/timex"
	"dateline/corpus/token"
	"dateline/retrieval"
	"dateline/retrieval/index"
)

// library is an archive in memory.
type library struct {
	extracts map[corpus.PassageID]corpus.Extract
	order    []corpus.PassageID
}

func (l library) Extracts(_ context.Context, ids []corpus.PassageID) ([]corpus.Extract, error) {
	var out []corpus.Extract
	for _, id := range ids {
		if e, ok := l.extracts[id]; ok {
			out = append(out, e)
		}
	}
	return out, nil
}

// build derives articles from raw records and puts them into a library and an
// index.
func build(tb testing.TB, articles []corpus.Article, opts index.Options) (*index.Index, library) {
	tb.Helper()
	x := index.New(opts)
	l := library{extracts: map[corpus.PassageID]corpus.Extract{}}
	var docs []corpus.Document
	id := corpus.PassageID(0)
	for _, a := range articles {
		d := corpus.Document{Article: a, Sentences: sentences(a.Text)}
		d.Blocks = []corpus.Block{{Span: corpus.Span{Start: 0, End: len(a.Text)}}}
		d.Passages = corpus.Passages(a.Text, d.Sentences)
		header := a
		header.Text = ""
		for i := range d.Passages {
			id++
			d.Passages[i].ID = id
			l.order = append(l.order, id)
			p := d.Passages[i]
			l.extracts[id] = corpus.Extract{Passage: p, Article: &header, Text: p.Of(a.Text), Sentences: d.Sentences[p.First : p.Last+1]}
		}
		docs = append(docs, d)
	}
	for batch := range slices.Chunk(docs, 4096) {
		var vectors [][]float32
		if opts.Embedder != nil {
			var texts []string
			for _, d := range batch {
				for _, p := range d.Passages {
					texts = append(texts, d.Title+"\n"+p.Of(d.Text))
				}
			}
			var err error
			if vectors, err = opts.Embedder.Embed(tb.Context(), retrieval.EmbedDocument, texts); err != nil {
				tb.Fatal(err)
			}
		}
		if err := x.Upsert(tb.Context(), batch, vectors); err != nil {
			tb.Fatal(err)
		}
	}
	return x, l
}

func sentences(text string) []corpus.Sentence {
	var out []corpus.Sentence
	for _, s := range corpus.SplitSentences(text) {
		out = append(out, corpus.Sentence{Span: s, Periods: timex.Periods(s.Of(text), timex.Parse(s.Of(text), corpus.Interval{}))})
	}
	return out
}

// lines reads a file of the development halves, or skips the test.
func lines[T any](tb testing.TB, name string) []T {
	tb.Helper()
	f, err := os.Open(filepath.Join("..", "..", "shared", "bench", filepath.FromSlash(name)))
	if err != nil {
		tb.Skipf("the development halves are not here: %v", err)
	}
	defer f.Close()
	var out []T
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			tb.Fatalf("%s: %v", name, err)
		}
		out = append(out, v)
	}
	if err := sc.Err(); err != nil {
		tb.Fatalf("%s: %v", name, err)
	}
	return out
}

type timeQuestion struct {
	ID, Doc, Question string
	Answers           []string
	Gold              []string `json:"gold_passages"`
	Answerable        bool
}

type page struct{ ID, Doc, Title, Section, Text string }

type timeSet struct {
	searcher retrieval.Searcher
	doc      map[string]string
	text     map[string]string
	natural  []timeQuestion
	hard     []timeQuestion
}

func loadTimeSet(tb testing.TB, opts index.Options, join string) *timeSet {
	set := &timeSet{doc: map[string]string{}, text: map[string]string{}}
	var articles []corpus.Article
	for _, p := range lines[page](tb, "timeqa/passages.jsonl") {
		articles = append(articles, corpus.Article{Key: corpus.Key{Collection: "c", ID: p.ID}, Version: 1, Title: p.Title + join + p.Section, Lang: "en", Text: p.Text})
		set.doc[p.ID] = p.Doc
		set.text[p.ID] = normal(p.Text)
	}
	x, l := build(tb, articles, opts)
	set.searcher = retrieval.Searcher{Engine: x, Library: l}
	set.natural = lines[timeQuestion](tb, "timeqa/questions.natural.dev.jsonl")
	set.hard = lines[timeQuestion](tb, "timeqa/questions.hard.dev.jsonl")
	return set
}

// normal is a text in lower case without punctuation and articles.
func normal(s string) string {
	var out []string
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return strings.ContainsRune(" \t\n.,;:!?\"'()[]{}-–—/‘’“”`´|*&%$#@+=<>", r)
	}) {
		if w != "a" && w != "an" && w != "the" {
			out = append(out, w)
		}
	}
	return " " + strings.Join(out, " ") + " "
}

// at holds shares of questions: a right passage among the first 1, 5 and 10.
type at struct {
	n    int
	hits [3]float64
}

func (a *at) add(rank int) {
	a.n++
	for i, k := range [3]int{1, 5, 10} {
		if rank > 0 && rank <= k {
			a.hits[i]++
		}
	}
}

func (a at) shares() [3]float64 {
	s := a.hits
	for i := range s {
		s[i] /= float64(max(a.n, 1))
	}
	return s
}

func (set *timeSet) rank(tb testing.TB, question string, right func(id string) bool) int {
	hits, err := set.searcher.Search(tb.Context(), retrieval.Query{Text: question, K: 20, Filter: retrieval.Filter{Collections: []string{"c"}}})
	if err != nil {
		tb.Fatalf("Search(%q): %v", question, err)
	}
	var ids []string
	for _, h := range hits {
		if !slices.Contains(ids, h.Article.ID) {
			ids = append(ids, h.Article.ID)
		}
	}
	return slices.IndexFunc(ids, right) + 1
}

// halves measures natural P@k and hard ansP@k over two halves of the pages'
// questions.
func (set *timeSet) measure(tb testing.TB, every int) (natural, hard [2]at) {
	half := map[string]int{}
	for i, q := range set.natural {
		if _, ok := half[q.Doc]; !ok {
			half[q.Doc] = len(half) % 2
		}
		if len(q.Gold) == 0 || i%every != 0 {
			continue
		}
		natural[half[q.Doc]].add(set.rank(tb, q.Question, func(id string) bool { return slices.Contains(q.Gold, id) }))
	}
	for i, q := range set.hard {
		if !q.Answerable || i%every != 0 {
			continue
		}
		hard[half[q.Doc]].add(set.rank(tb, q.Question, func(id string) bool {
			return set.doc[id] == q.Doc && slices.ContainsFunc(q.Answers, func(a string) bool { return strings.Contains(set.text[id], normal(a)) })
		}))
	}
	return natural, hard
}

func both(h [2]at) at {
	a := h[0]
	a.n += h[1].n
	for i := range a.hits {
		a.hits[i] += h[1].hits[i]
	}
	return a
}

// corrupt makes one typing error in the question's longest capitalised word,
// or its longest word: a letter left out, doubled, replaced or swapped.
func corrupt(question string, rnd *rand.Rand) string {
	var best token.Token
	for i, w := range token.Words(question) {
		if w.Number() || token.Stop(token.Fold(w.Text)) || i == 0 || len(w.Text) < 5 {
			continue
		}
		if best.Text == "" || w.Capital() && !best.Capital() || w.Capital() == best.Capital() && len(w.Text) > len(best.Text) {
			best = w
		}
	}
	if best.Text == "" {
		return question
	}
	r := []rune(best.Text)
	i := 1 + rnd.IntN(len(r)-2)
	switch rnd.IntN(4) {
	case 0:
		r = slices.Delete(r, i, i+1)
	case 1:
		r = slices.Insert(r, i, r[i])
	case 2:
		r[i] = rune('a' + rnd.IntN(26))
	case 3:
		r[i], r[i+1] = r[i+1], r[i]
	}
	return question[:best.Start] + string(r) + question[best.End:]
}

// noNear hides the words of near spelling.
type noNear struct{ *index.Index }

func (n noNear) Near(_ context.Context, stems []string, _ retrieval.Filter) ([][]retrieval.Variant, error) {
	return make([][]retrieval.Variant, len(stems)), nil
}

// TestSpelling measures what widening rare words gains where a question has a
// typing error, and what it harms where it has none.
func TestSpelling(t *testing.T) {
	set := *plainTimeSet(t)
	clean := set.natural
	typed := slices.Clone(clean)
	rnd := rand.New(rand.NewPCG(7, 7))
	for i := range typed {
		typed[i].Question = corrupt(typed[i].Question, rnd)
	}
	set.hard = nil
	x := set.searcher.Engine.(*index.Index)
	p5 := map[[2]string]float64{}
	for _, engine := range []struct {
		name string
		retrieval.Engine
	}{{"as written", noNear{x}}, {"widened", x}} {
		set.searcher.Engine = engine.Engine
		for _, questions := range []struct {
			name string
			of   []timeQuestion
		}{{"clean", clean}, {"typing errors", typed}} {
			set.natural = questions.of
			natural, _ := set.measure(t, every())
			share := both(natural).shares()
			p5[[2]string{engine.name, questions.name}] = share[1]
			t.Logf("%s, %s: P@1/5/10 %.3f", questions.name, engine.name, share)
		}
	}
	if gain := p5[[2]string{"widened", "typing errors"}] - p5[[2]string{"as written", "typing errors"}]; gain < .03 {
		t.Errorf("widening gains %.3f of P@5 with typing errors, want .03 at least", gain)
	}
	if harm := p5[[2]string{"as written", "clean"}] - p5[[2]string{"widened", "clean"}]; harm > .01 {
		t.Errorf("widening harms clean questions by %.3f of P@5, want .01 at most", harm)
	}
}

type newsArticle struct {
	ID, Title, Source, Text string
	Published               string `json:"published_at"`
}

type newsQuestion struct {
	ID       string
	Query    string
	Type     string   `json:"question_type"`
	Evidence []string `json:"evidence_ids"`
}

type newsSet struct {
	searcher  retrieval.Searcher
	questions []newsQuestion
}

func loadNewsSet(tb testing.TB, opts index.Options) *newsSet {
	var articles []corpus.Article
	for _, a := range lines[newsArticle](tb, "multihop/corpus.jsonl") {
		day, err := corpus.ParseInterval(a.Published)
		if err != nil {
			tb.Fatal(err)
		}
		articles = append(articles, corpus.Article{Key: corpus.Key{Collection: "c", ID: a.ID}, Version: 1, Title: a.Title, Source: a.Source, Lang: "en",
			Text: a.Text, Published: corpus.Publication{Interval: day}})
	}
	x, l := build(tb, articles, opts)
	return &newsSet{retrieval.Searcher{Engine: x, Library: l}, lines[newsQuestion](tb, "multihop/queries.dev.jsonl")}
}

// measure returns recall@10 of the evidence and the share of questions with
// all of it among the first ten, over two halves.
func (set *newsSet) measure(tb testing.TB, asOf corpus.Day) (recall, all [2]float64) {
	var n [2]int
	for i, q := range set.questions {
		if q.Type == "null_query" || len(q.Evidence) == 0 {
			continue
		}
		hits, err := set.searcher.Search(tb.Context(), retrieval.Query{Text: q.Query, K: 10, Filter: retrieval.Filter{Collections: []string{"c"}, AsOf: asOf}})
		if err != nil {
			tb.Fatalf("Search(%q): %v", q.Query, err)
		}
		found := 0
		for _, id := range q.Evidence {
			if slices.ContainsFunc(hits, func(h retrieval.Hit) bool { return h.Article.ID == id }) {
				found++
			}
		}
		h := i % 2
		n[h]++
		recall[h] += float64(found) / float64(len(q.Evidence))
		if found == len(q.Evidence) {
			all[h]++
		}
	}
	for h := range n {
		recall[h] /= float64(max(n[h], 1))
		all[h] /= float64(max(n[h], 1))
	}
	return recall, all
}

// full reports whether all questions are asked. Otherwise a tenth is, for the
// tests to be quick, and the floors are lower.
var full = os.Getenv("DATELINE_MEASURE") != ""

func every() int {
	if full {
		return 1
	}
	return 10
}

var plainSet struct {
	sync.Once
	set *timeSet
}

// plainTimeSet returns the questions about time over the default index, loaded
// once.
func plainTimeSet(tb testing.TB) *timeSet {
	plainSet.Do(func() { plainSet.set = loadTimeSet(tb, index.Options{}, " - ") })
	if plainSet.set == nil {
		tb.Skip("the development halves are not here")
	}
	return plainSet.set
}

// atLeast checks figures against the floors of the full measurement.
func atLeast(t *testing.T, name string, have [3]float64, floor [3]float64) {
	t.Helper()
	for i := range have {
		if !full {
			floor[i] -= .08
		}
		if have[i] < floor[i] {
			t.Errorf("%s: %.3f, want at least %.3f", name, have, floor)
			return
		}
	}
}

// TestTimeQuestions measures questions about a time; DATELINE_MEASURE=1 asks
// all of them.
func TestTimeQuestions(t *testing.T) {
	set := plainTimeSet(t)
	natural, hard := set.measure(t, every())
	t.Logf("natural P@1/5/10 %.3f   halves %.3f %.3f", both(natural).shares(), natural[0].shares(), natural[1].shares())
	t.Logf("hard ansP@1/5/10 %.3f   halves %.3f %.3f", both(hard).shares(), hard[0].shares(), hard[1].shares())
	atLeast(t, "natural", both(natural).shares(), [3]float64{.59, .87, .93})
	atLeast(t, "hard", both(hard).shares(), [3]float64{.455, .74, .79})
}

// TestNewsQuestions measures questions whose evidence is spread over articles.
func TestNewsQuestions(t *testing.T) {
	set := loadNewsSet(t, index.Options{})
	recall, all := set.measure(t, 0)
	r, a := (recall[0]+recall[1])/2, (all[0]+all[1])/2
	t.Logf("recall@10 %.3f   all@10 %.3f   halves %.3f %.3f", r, a, recall, all)
	if r < .91 || a < .76 {
		t.Errorf("recall@10 %.3f, all@10 %.3f, want at least .910 and .760", r, a)
	}
}
