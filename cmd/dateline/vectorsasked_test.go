package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/bottest/fakeopenai"
	"dateline/bot/bottest/fakeslack"
	"dateline/retrieval"
	"dateline/retrieval/embed"
)

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
	began := time.Now()
	for i := 0; after < 20; i++ {
		if time.Since(began) > time.Minute {
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
	lib.remote.kept.Wait = 30 * time.Second
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
	lib.remote.kept.Wait = 150 * time.Millisecond
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
	if took := time.Since(start); took > 20*time.Second {
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

// TestServeChangesModel starts serve with another model than the index's, stops
// it in the midst, and starts it again: the index changes, no text is embedded
// twice.
func TestServeChangesModel(t *testing.T) {
	w := newEmbedding(t, 300)
	w.run(t.Context(), exitOK, "ingest", "--config", w.settings("m", 10), w.sources)
	s, err := fakeslack.New(fakeslack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	env := map[string]string{"DATELINE_SLACK_API_URL": s.URL(), "DATELINE_SLACK_BOT_TOKEN": fakeslack.DefaultBotToken, "DATELINE_SLACK_APP_TOKEN": fakeslack.DefaultAppToken}
	config := w.settings("other", 10)
	w.mu.Lock()
	w.delay = 150 * time.Millisecond // so that it can be stopped in the midst
	w.mu.Unlock()
	made := func() (n int) {
		w.mu.Lock()
		defer w.mu.Unlock()
		for text := range w.honest {
			if strings.HasPrefix(text, "other ") {
				n++
			}
		}
		return n
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	stop, _ := serving(t, env, "--config", config, "serve")
	if err := eventually(ctx, func() bool { return made() >= 50 }); err != nil {
		t.Fatal(err)
	}
	if status := stop(); status != exitOK {
		t.Errorf("exit status %d", status)
	}
	w.check("m", 48)
	stopped := made()
	stop, log := serving(t, env, "--config", config, "serve")
	if err := eventually(ctx, func() bool { return strings.Contains(log.String(), "the vectors are made") }); err != nil {
		t.Fatal(err)
	}
	if status := stop(); status != exitOK {
		t.Errorf("exit status %d", status)
	}
	if stopped >= 300 {
		t.Errorf("serve was stopped after all %d texts", stopped)
	}
	if vectors, missing := w.check("other", 32); vectors != 300 || missing != 0 {
		t.Errorf("%d vectors, %d missing", vectors, missing)
	}
	for text, n := range w.honest {
		if n != 1 {
			t.Errorf("%q was embedded %d times", text, n)
		}
	}
}
