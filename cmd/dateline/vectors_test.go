package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
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
	opts := fakeopenai.Options{Embed: w.embed, Dims: 48}
	if _, err := os.Stat(openAPI); err == nil && articles <= 100 {
		opts.OpenAPI = openAPI // checks each body, which takes a while
	}
	w.srv = fakeopenai.New(opts)
	srv := w.srv
	t.Cleanup(func() {
		srv.Close()
		for _, v := range srv.Violations() {
			t.Errorf("against OpenAI's rules: %s", v)
		}
	})
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
	var before []float32
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
		if c := cosine(v, before); before != nil && c > .99 {
			w.t.Errorf("%s, passage %d: cosine %.5f with the vector of the text before: a misplaced one would not show", p.Key, p.Passage, c)
		}
		before = want
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

// openAPI is OpenAI's description of its API, where it is at hand.
const openAPI = "../../../shared/specs/openai-openapi.json"

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
	// Doctor says so.
	for _, row := range []struct{ model, want string }{
		{"m", "makes vectors of 48 dimensions\nok    vectors: every passage has one"},
		{"other", "60 of 60 passages have none by these settings"},
	} {
		if out, _ := w.run(t.Context(), exitOK, "doctor", "--config", w.settings(row.model, 16)); !strings.Contains(out, row.want) {
			t.Errorf("doctor lacks %q:\n%s", row.want, out)
		}
	}
	w.behave(func(fakeopenai.EmbedRequest) fakeopenai.Vectors {
		return fakeopenai.Vectors{Fault: &fakeopenai.Fault{Status: 401, Body: "no"}}
	})
	if out, _ := w.run(t.Context(), exitNothing, "doctor", "--config", w.settings("m", 16)); !strings.Contains(out, "FAIL  embedding: ") {
		t.Errorf("doctor:\n%s", out)
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
	w.behave(after(20, func() {
		w.delay = 200 * time.Millisecond // it must not be done before it is killed
		close(enough)
	}))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-enough
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if cmd.ProcessState.Success() {
		t.Fatal("the process was not killed")
	}
	w.mu.Lock()
	w.delay = 0
	w.mu.Unlock()
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
