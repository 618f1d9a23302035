package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/bottest/fakeopenai"
	"dateline/corpus/archive"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/index"
)

var vectorArticles = flag.Int("vectors", 2000, "articles of TestVectors, each of one passage")

// embedding is a folder with articles, an endpoint, and settings that name it.
type embedding struct {
	t       *testing.T
	srv     *fakeopenai.Server
	dir     string
	sources string

	mu     sync.Mutex
	answer func(fakeopenai.EmbedRequest) fakeopenai.Vectors // nil: honestly
	honest map[string]int                                   // texts that were answered rightly, by model and text
	asked  map[string]int                                   // questions, by model
	delay  time.Duration                                    // of calls for several passages
}

const documentPrefix, queryPrefix = "search_document: ", "search_query: "

func newEmbedding(t *testing.T, articles int) *embedding {
	t.Helper()
	w := &embedding{t: t, dir: t.TempDir(), honest: map[string]int{}, asked: map[string]int{}}
	w.srv = fakeopenai.New(fakeopenai.Options{Embed: w.embed, Dims: 48})
	t.Cleanup(w.srv.Close)
	w.sources = filepath.Join(w.dir, "news.jsonl")
	w.write(w.sources, generated(0, articles))
	return w
}

// generated returns articles of one passage each, as JSON Lines.
func generated(from, to int) string {
	rnd := rand.New(rand.NewPCG(uint64(from), 5))
	words := strings.Fields("harbour ferry bridge council strike mill orchard tariff envoy flood school budget port vote rail tunnel grain court appeal verdict union wage")
	var b strings.Builder
	for i := from; i < to; i++ {
		var text strings.Builder
		for range 4 {
			fmt.Fprintf(&text, "The %s of ward %d and the %s met the %s over the %s. ", words[rnd.IntN(len(words))], rnd.IntN(900), words[rnd.IntN(len(words))],
				words[rnd.IntN(len(words))], words[rnd.IntN(len(words))])
		}
		fmt.Fprintf(&b, `{"id":"n%05d","title":"Report %d on the %s","published":"2021-%02d-%02d","text":"%s","collection":"c%d"}`+"\n",
			i, i, words[rnd.IntN(len(words))], 1+i%12, 1+i%28, text.String(), i%3)
	}
	return b.String()
}

func (w *embedding) write(path, text string) {
	w.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
}

func (w *embedding) embed(r fakeopenai.EmbedRequest) fakeopenai.Vectors {
	w.mu.Lock()
	delay := w.delay
	w.mu.Unlock()
	if len(r.Inputs) > 1 {
		time.Sleep(delay)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var v fakeopenai.Vectors
	if w.answer != nil {
		v = w.answer(r)
	}
	if r.Model == "other" {
		v.Dimensions = 32
	}
	wrong := v.Fault != nil || v.Drop > 0 || len(v.Short)+len(v.Zero)+len(v.Null)+len(v.NaN)+len(v.Twice) > 0 || v.NoIndex
	for _, s := range r.Inputs {
		if text, ok := strings.CutPrefix(s, documentPrefix); ok && !wrong && strings.Contains(text, "\n") {
			w.honest[r.Model+" "+text]++
		} else if strings.HasPrefix(s, queryPrefix) {
			w.asked[r.Model]++
		}
	}
	return v
}

func (w *embedding) behave(answer func(fakeopenai.EmbedRequest) fakeopenai.Vectors) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = answer
}

// settings writes the settings with a model and returns their path.
func (w *embedding) settings(model string, batch int) string {
	path := filepath.Join(w.dir, model+".toml")
	w.write(path, fmt.Sprintf("store = %q\n[embedding]\nbase_url = %q\nname = %q\nquery_prefix = %q\ndocument_prefix = %q\nbatch = %d\n",
		filepath.Join(w.dir, "store"), w.srv.URL(), model, queryPrefix, documentPrefix, batch))
	return path
}

// run runs a command in this process and demands its exit status.
func (w *embedding) run(ctx context.Context, want int, args ...string) (stdout, stderr string) {
	w.t.Helper()
	var out, errs bytes.Buffer
	now := func() time.Time { return time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC) }
	if got := run(ctx, args, strings.NewReader(""), &out, &errs, func(string) string { return "" }, now); got != want {
		w.t.Fatalf("dateline %s: exit status %d, want %d\n%s%s", strings.Join(args, " "), got, want, &out, &errs)
	}
	return out.String(), errs.String()
}

// check compares each vector of the snapshot with that of its very text, and
// returns how many there are and are not.
func (w *embedding) check(model string, dims int) (vectors, missing int) {
	w.t.Helper()
	x, err := index.Load(filepath.Join(w.dir, "store", snapshotFile), index.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	if id := x.Embedder(); !strings.Contains(id, " "+model+" ") {
		w.t.Fatalf("the index's vectors are of %q, want %s", id, model)
	}
	a, err := archive.OpenReadOnly(w.t.Context(), filepath.Join(w.dir, "store"), archive.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	defer a.Close()
	have := map[int64][]float32{}
	for id, v := range x.Vectors() {
		have[int64(id)] = v
	}
	for p, err := range pieces(w.t.Context(), a, x.Passages()) {
		if err != nil {
			w.t.Fatal(err)
		}
		v := have[int64(p.Passage)]
		if v == nil {
			missing++
			continue
		}
		vectors++
		want := fakeopenai.Vector(documentPrefix+p.Text, dims)
		if c := cosine(v, want); c < .9995 {
			w.t.Errorf("%s, passage %d: cosine %.5f with the vector of its text", p.Key, p.Passage, c)
		}
	}
	if len(have) != vectors {
		w.t.Errorf("%d vectors, %d of them of passages", len(have), vectors)
	}
	return vectors, missing
}

func cosine(a, b []float32) float64 {
	if len(a) != len(b) {
		return 0
	}
	var ab, aa, bb float64
	for i := range a {
		ab, aa, bb = ab+float64(a[i])*float64(b[i]), aa+float64(a[i])*float64(a[i]), bb+float64(b[i])*float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

// wrong are the ways in which a call fails.
var wrong = []fakeopenai.Vectors{
	{Fault: &fakeopenai.Fault{Status: 429, Body: "slow down", Header: map[string]string{"Retry-After": "0.1"}}},
	{Drop: 3},
	{Fault: &fakeopenai.Fault{Status: 500, Body: `{"error":"overloaded"}`}},
	{Short: []int{2}},
	{Fault: &fakeopenai.Fault{Hangup: true}},
	{Zero: []int{0}},
	{Null: []int{4}},
	{NaN: []int{5}},
	{Twice: []int{1}, Drop: 1},
	{Fault: &fakeopenai.Fault{Hangup: true, Body: strings.Repeat("x", 900)}},
	{NoIndex: true},
}

// TestVectors ingests by an endpoint that fails one call in twenty, each time
// in another way, and gives all others in another order.
func TestVectors(t *testing.T) {
	w := newEmbedding(t, *vectorArticles)
	failed := 0
	w.behave(func(r fakeopenai.EmbedRequest) fakeopenai.Vectors {
		if r.N%20 == 7 {
			failed++
			return wrong[failed%len(wrong)]
		}
		return fakeopenai.Vectors{Reverse: r.N%2 == 0}
	})
	start := time.Now()
	out, errs := w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 8), w.sources)
	took := time.Since(start)
	vectors, missing := w.check("m", 48)
	if vectors != *vectorArticles || missing != 0 {
		t.Errorf("%d vectors, %d missing of %d articles\n%s%s", vectors, missing, *vectorArticles, out, errs)
	}
	if failed < *vectorArticles/8/25 {
		t.Errorf("%d calls failed: the test tries too little", failed)
	}
	for text, n := range w.honest {
		if n != 1 {
			t.Errorf("%q was embedded %d times", text, n)
		}
	}
	t.Logf("%d passages, %d calls of which %d failed, %d vectors compared, %d missing; ingest %.1f s\n%s", *vectorArticles, w.srv.Count("embeddings"), failed, vectors, missing, took.Seconds(), out)

	// Nothing is made again, nor for what has only moved; what goes is purged.
	before := w.srv.Count("embeddings")
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 16), w.sources)
	if n := w.srv.Count("embeddings") - before; n != 0 {
		t.Errorf("the same again took %d calls", n)
	}
	s, err := embed.OpenStoreReadOnly(t.Context(), filepath.Join(w.dir, "store"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	x, err := index.Load(filepath.Join(w.dir, "store", snapshotFile), index.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Count(t.Context(), x.Embedder()); err != nil || n != *vectorArticles {
		t.Errorf("%d vectors kept, %v", n, err)
	}
	w.behave(nil)
	w.write(filepath.Join(w.dir, "again.jsonl"), `{"id":"n00001","title":"Changed","text":"The mayor of Brookmoor opened the new bridge on Monday.","collection":"c1"}`)
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 16), filepath.Join(w.dir, "again.jsonl"))
	if n, err := s.Count(t.Context(), x.Embedder()); err != nil || n != *vectorArticles {
		t.Errorf("after a change %d vectors kept, %v", n, err)
	}
	if vectors, missing := w.check("m", 48); vectors != *vectorArticles || missing != 0 {
		t.Errorf("after a change %d vectors, %d missing", vectors, missing)
	}
}

// TestVectorsFaulty has texts whose vectors are always wrong: the errors name
// their articles and the rest is made.
func TestVectorsFaulty(t *testing.T) {
	w := newEmbedding(t, 60)
	wrongFor := func(r fakeopenai.EmbedRequest) (v fakeopenai.Vectors) {
		for i, s := range r.Inputs {
			switch {
			case strings.Contains(s, "Report 7 on"):
				v.Short = append(v.Short, i)
			case strings.Contains(s, "Report 21 on"):
				v.Zero = append(v.Zero, i)
			case strings.Contains(s, "Report 33 on"):
				v.NaN = append(v.NaN, i)
			}
		}
		return v
	}
	w.behave(wrongFor)
	out, errs := w.run(t.Context(), exitPartial, "ingest", "--config", w.settings("m", 16), w.sources)
	for _, want := range []string{"c1/n00007, passage ", "c0/n00021, passage ", "c0/n00033, passage ", "47 dimensions: want 48", "zeros", "no finite number", "the same command makes what is missing"} {
		if !strings.Contains(errs, want) {
			t.Errorf("the errors lack %q:\n%s", want, errs)
		}
	}
	if !strings.Contains(out, "57 made, 0 known, 3 missing") {
		t.Errorf("%s", out)
	}
	if vectors, missing := w.check("m", 48); vectors != 57 || missing != 3 {
		t.Errorf("%d vectors, %d missing", vectors, missing)
	}
	// What has no vector is found by its words.
	if hits, _ := w.run(t.Context(), exitOK, "search", "--config", w.settings("m", 16), "Report 21"); !strings.Contains(hits, "Report 21 on") {
		t.Errorf("not found:\n%s", hits)
	}
	w.behave(nil)
	if out, _ := w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 16), w.sources); !strings.Contains(out, "3 made, 0 known, 0 missing") {
		t.Errorf("%s", out)
	}
	if vectors, missing := w.check("m", 48); vectors != 60 || missing != 0 {
		t.Errorf("%d vectors, %d missing", vectors, missing)
	}
}

// TestVectorsStopped stops ingest in the midst of the vectors by a signal's way,
// lets the endpoint go down in the next run, and kills the third. The last
// makes the rest.
func TestVectorsStopped(t *testing.T) {
	const articles, batch = 800, 10
	w := newEmbedding(t, articles)
	config := w.settings("m", batch)
	after := func(n int, do func()) func(fakeopenai.EmbedRequest) fakeopenai.Vectors {
		calls := 0
		return func(fakeopenai.EmbedRequest) fakeopenai.Vectors {
			if calls++; calls == n {
				do()
			}
			return fakeopenai.Vectors{}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	w.behave(after(12, cancel))
	w.run(ctx, exitNothing, "ingest", "--config", config, w.sources)
	made := func() (n, twice int) {
		w.mu.Lock()
		defer w.mu.Unlock()
		for _, k := range w.honest {
			n++
			if k > 1 {
				twice++
			}
		}
		return n, twice
	}
	if n, twice := made(); n < 12*batch-batch || n > 20*batch || twice > 0 {
		t.Fatalf("stopped after %d texts, %d of them twice", n, twice)
	}

	w.behave(after(10, func() {
		w.answer = func(fakeopenai.EmbedRequest) fakeopenai.Vectors {
			return fakeopenai.Vectors{Fault: &fakeopenai.Fault{Status: 401, Body: "no"}}
		}
	}))
	if _, errs := w.run(t.Context(), exitPartial, "ingest", "--config", config, w.sources); !strings.Contains(errs, "unauthorized") {
		t.Errorf("%s", errs)
	}
	n, twice := made()
	if vectors, missing := w.check("m", 48); vectors != n || missing != articles-n || twice > 0 {
		t.Errorf("%d vectors of %d made, %d missing, %d made twice", vectors, n, missing, twice)
	}

	path, err := exec.LookPath("dateline")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, "ingest", "--config", config, w.sources)
	enough := make(chan struct{})
	w.behave(after(20, func() { close(enough) }))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-enough
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if cmd.ProcessState.Success() {
		t.Fatal("the process was not killed")
	}
	w.behave(nil)
	w.run(t.Context(), exitOK, "ingest", "--config", config, w.sources)
	if vectors, missing := w.check("m", 48); vectors != articles || missing != 0 {
		t.Errorf("%d vectors, %d missing", vectors, missing)
	}
	// A killed process loses the replies that are under way, four at most here.
	n, twice = made()
	if n != articles || twice > 4*batch {
		t.Errorf("%d texts, %d of them made twice", n, twice)
	}
	t.Logf("%d texts, %d of them made twice, all by the kill", n, twice)
}

// library opens the archive as serve does.
func (w *embedding) library(model string) *library {
	w.t.Helper()
	sh := &shell{stdin: strings.NewReader(""), stdout: &output{}, stderr: &lockedBuffer{}, getenv: func(string) string { return "" }, now: time.Now,
		configPath: w.settings(model, 10), makesVectors: true}
	lib, err := sh.open(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(lib.Close)
	return lib
}

// TestVectorsOfAnotherModel changes the model while questions are asked.
func TestVectorsOfAnotherModel(t *testing.T) {
	w := newEmbedding(t, 400)
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 10), w.sources)
	// Ingest leaves the old vectors in place until all new ones are there.
	calls := 0
	w.behave(func(fakeopenai.EmbedRequest) fakeopenai.Vectors {
		if calls++; calls > 10 {
			return fakeopenai.Vectors{Fault: &fakeopenai.Fault{Status: 401, Body: "no"}}
		}
		return fakeopenai.Vectors{}
	})
	w.run(t.Context(), exitPartial, "ingest", "--config", w.settings("other", 10), w.sources)
	if vectors, missing := w.check("m", 48); vectors != 400 || missing != 0 {
		t.Errorf("%d vectors, %d missing", vectors, missing)
	}
	w.behave(nil)
	w.mu.Lock()
	w.delay = 60 * time.Millisecond
	clear(w.asked)
	w.mu.Unlock()

	lib := w.library("other")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var following sync.WaitGroup
	following.Go(func() { lib.remote.follow(ctx, lib.index, lib.archive) })
	before, after := 0, 0
	var longest time.Duration
	q := func(i int) retrieval.Query {
		return retrieval.Query{Text: fmt.Sprintf("Report %d on the ferry", i%400), Filter: retrieval.Filter{Collections: lib.collections}}
	}
	for i := 0; after < 20; i++ {
		if i > 20_000 {
			t.Fatal("the new vectors don't come")
		}
		of := lib.index.Embedder()
		start := time.Now()
		hits, err := lib.searcher.Search(t.Context(), q(i))
		if took := time.Since(start); took > longest {
			longest = took
		}
		if err != nil || len(hits) == 0 {
			t.Fatalf("question %d: %d hits, %v", i, len(hits), err)
		}
		if strings.Contains(of, " other ") {
			after++
		} else {
			before++
		}
	}
	stop()
	following.Wait()
	if before == 0 || w.asked["m"] == 0 || w.asked["other"] == 0 {
		t.Errorf("%d questions before, %d after; embedded as %v", before, after, w.asked)
	}
	t.Logf("%d questions before the change and %d after, the longest took %v", before, after, longest)
	if vectors, missing := w.check("other", 32); vectors != 400 || missing != 0 {
		t.Errorf("%d vectors, %d missing", vectors, missing)
	}
	for text, n := range w.honest {
		if n != 1 {
			t.Errorf("%q was embedded %d times", text, n)
		}
	}
}

// TestVectorsOfQuestions: they serve every question, and where the endpoint is
// slow the search goes by words, in time.
func TestVectorsOfQuestions(t *testing.T) {
	w := newEmbedding(t, 60)
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 10), w.sources)
	lib := w.library("m")
	var log lockedBuffer
	lib.remote.kept.Log = slog.New(slog.NewTextHandler(&log, nil))
	lib.remote.kept.Wait = 150 * time.Millisecond
	now := time.Now()
	lib.remote.kept.Now = func() time.Time { return now }
	for i, f := range []retrieval.Filter{{Collections: []string{"c0"}}, {Collections: lib.collections, AsOf: 18_700}, {Collections: lib.collections}} {
		if _, err := lib.searcher.Search(t.Context(), retrieval.Query{Text: fmt.Sprintf("ferry and flood %d", i), Filter: f}); err != nil {
			t.Fatal(err)
		}
		if w.asked["m"] != i+1 {
			t.Errorf("filter %d: %d questions embedded", i, w.asked["m"])
		}
	}
	w.behave(func(fakeopenai.EmbedRequest) fakeopenai.Vectors {
		return fakeopenai.Vectors{Fault: &fakeopenai.Fault{Stall: true}}
	})
	start := time.Now()
	for i := range 5 {
		q := retrieval.Query{Text: fmt.Sprintf("strike at the mill %d", i), Filter: retrieval.Filter{Collections: lib.collections}}
		hits, err := lib.searcher.Search(t.Context(), q)
		want, _ := lib.searcher.words.Search(t.Context(), q)
		if err != nil || len(hits) == 0 || len(hits) != len(want) {
			t.Fatalf("%d hits, %v", len(hits), err)
		}
		for j := range hits {
			if hits[j].ID != want[j].ID {
				t.Errorf("hit %d is not that by words", j)
			}
		}
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("five questions took %v", took)
	}
	if n := strings.Count(log.String(), "WARN"); n != 1 {
		t.Errorf("%d warnings, want 1:\n%s", n, &log)
	}
	w.behave(nil)
	now = now.Add(time.Minute)
	before := w.asked["m"]
	if _, err := lib.searcher.Search(t.Context(), retrieval.Query{Text: "the tunnel", Filter: retrieval.Filter{Collections: lib.collections}}); err != nil || w.asked["m"] != before+1 {
		t.Errorf("after a rest the endpoint is not asked again: %v", err)
	}
	if !strings.Contains(log.String(), "with vectors again") {
		t.Errorf("nothing says that vectors are back:\n%s", &log)
	}
}

// TestTune tunes on a set whose questions are of titles.
func TestTune(t *testing.T) {
	w := newEmbedding(t, 120)
	config := w.settings("m", 16)
	w.run(t.Context(), exitOK, "ingest", "--config", config, w.sources)
	var set strings.Builder
	for i := range 30 {
		fmt.Fprintf(&set, `{"id":"q%d","question":"What was in report %d?","cite_any_of":["n%05d"]}`+"\n", i, 3*i, 3*i)
	}
	path := filepath.Join(w.dir, "set.jsonl")
	w.write(path, set.String())
	before := w.asked["m"]
	out, _ := w.run(t.Context(), exitOK, "eval", "--config", config, "--tune", path)
	for _, want := range []string{"of 30 questions", "best share ", "gain over share 0", "[embedding]\nshare = "} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if again, _ := w.run(t.Context(), exitOK, "eval", "--config", config, "--tune", path); again != out {
		t.Errorf("a second run differs:\n%s\n%s", out, again)
	}
	if n := w.asked["m"] - before; n != 2*30 {
		t.Errorf("%d questions embedded, want %d", n, 2*30)
	}
	t.Logf("\n%s", out)
	w.behave(func(fakeopenai.EmbedRequest) fakeopenai.Vectors {
		return fakeopenai.Vectors{Fault: &fakeopenai.Fault{Status: 401, Body: "no"}}
	})
	if _, errs := w.run(t.Context(), exitNothing, "eval", "--config", config, "--tune", path); !strings.Contains(errs, "unauthorized") {
		t.Errorf("%s", errs)
	}
	if _, errs := w.run(t.Context(), exitNothing, "eval", "--example", "--tune"); !strings.Contains(errs, "no vectors") {
		t.Errorf("%s", errs)
	}
}

// TestVectorsWhileServing ingests new articles while serve follows: whoever is
// first makes their vectors, and the other one takes them.
func TestVectorsWhileServing(t *testing.T) {
	w := newEmbedding(t, 200)
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 10), w.sources)
	lib := w.library("m")
	ctx, stop := context.WithCancel(t.Context())
	var following sync.WaitGroup
	following.Go(func() { lib.follow(ctx, slog.New(slog.DiscardHandler)) })
	following.Go(func() { lib.remote.follow(ctx, lib.index, lib.archive) })
	w.mu.Lock()
	w.delay = 30 * time.Millisecond
	w.mu.Unlock()
	more := filepath.Join(w.dir, "more.jsonl")
	w.write(more, generated(200, 600))
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 10), more)
	id := lib.remote.kept.ID()
	for wait := 0; ; wait++ {
		if articles, _ := lib.index.Len(); articles == 600 && len(lib.index.Lacking(id)) == 0 {
			break
		}
		if wait == 1000 {
			articles, _ := lib.index.Len()
			t.Fatalf("after 20 s serve has %d articles, %d of them without vectors", articles, len(lib.index.Lacking(id)))
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	following.Wait()
	for text, n := range w.honest {
		if n != 1 {
			t.Errorf("%q was embedded %d times", text, n)
		}
	}
	if vectors, missing := w.check("m", 48); vectors != 600 || missing != 0 {
		t.Errorf("%d vectors, %d missing", vectors, missing)
	}
}

// TestVectorsElsewhere opens an archive whose vectors are of another endpoint's
// model: questions are not sent to it any more, nor to the new one for vectors
// that it can't be compared with, and are answered by words.
func TestVectorsElsewhere(t *testing.T) {
	w := newEmbedding(t, 60)
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 10), w.sources)
	first := w.srv
	w.srv = fakeopenai.New(fakeopenai.Options{Embed: w.embed, Dims: 48})
	defer w.srv.Close()
	clear(w.asked)
	lib := w.library("n")
	q := retrieval.Query{Text: "the flood and the ferry", Filter: retrieval.Filter{Collections: lib.collections}}
	hits, err := lib.searcher.Search(t.Context(), q)
	want, _ := lib.searcher.words.Search(t.Context(), q)
	if err != nil || len(hits) == 0 || len(hits) != len(want) || hits[0].ID != want[0].ID || len(w.asked) > 0 {
		t.Errorf("%d hits, %v, asked %v", len(hits), err, w.asked)
	}
	before := first.Count("embeddings")
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("n", 10), w.sources)
	if vectors, missing := w.check("n", 48); vectors != 60 || missing != 0 || first.Count("embeddings") != before {
		t.Errorf("%d vectors, %d missing, %d calls to the endpoint of before", vectors, missing, first.Count("embeddings")-before)
	}
	// A damaged store is told of, with what to do, and doesn't keep anybody from asking.
	store := filepath.Join(w.dir, "store", embed.StoreFile)
	w.write(store, strings.Repeat("no database ", 100))
	if _, errs := w.run(t.Context(), exitNothing, "ingest", "--config", w.settings("n", 10), w.sources); !strings.Contains(errs, "delete the file") {
		t.Errorf("%s", errs)
	}
	if out, errs := w.run(t.Context(), exitOK, "search", "--config", w.settings("n", 10), "report 21"); !strings.Contains(out, "Report 21 on") || !strings.Contains(errs, "by words alone") {
		t.Errorf("%s%s", out, errs)
	}
	if err := os.Remove(store); err != nil {
		t.Fatal(err)
	}
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("n", 10), w.sources)
	w.write(filepath.Join(w.dir, "more.jsonl"), generated(60, 80))
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("n", 10), filepath.Join(w.dir, "more.jsonl"))
	if vectors, missing := w.check("n", 48); vectors != 80 || missing != 0 {
		t.Errorf("%d vectors, %d missing", vectors, missing)
	}
}
