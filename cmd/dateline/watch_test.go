package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"dateline/bot/bottest/fakeslack"
	"dateline/config"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/corpus/watch"
	"dateline/retrieval"
)

// ingesting runs a command until it is stopped, as serving does.
var ingesting = serving

// story is an article of its own, which its word finds.
func story(word string) string {
	n := 0
	for _, c := range word {
		n = 31*n + int(c)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "The harbour of %s\n\nPORT AZEL, March 3, 2019. The council of %s met on Sunday, the mayor said, and spoke of", word, word)
	for i := range 30 {
		fmt.Fprint(&b, " ", rare((n+7*i*i)%3001))
	}
	b.WriteString(".\n")
	return b.String()
}

// rare returns the nth of words that stand in no dictionary.
func rare(n int) string {
	word := []byte("qu")
	for ; n > 0; n /= 70 {
		word = append(word, "bdfgklmnprstvz"[n%14], "aeiou"[n/14%5])
	}
	return string(append(word, 'x'))
}

func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// until30 waits for a condition, for half a minute at most.
func until30(t *testing.T, what string, cond func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := eventually(ctx, cond); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// plain runs ingest without watching and returns its summary.
func plain(t *testing.T, store string, args ...string) string {
	t.Helper()
	var out, log lockedBuffer
	status := run(t.Context(), append([]string{"ingest", "--store", store}, args...), nil, &out, &log, func(string) string { return "" }, time.Now)
	if status == exitNothing {
		t.Fatalf("ingest: exit status %d: %s", status, log.String())
	}
	summary, _, _ := strings.Cut(out.String(), ";")
	return summary
}

// What a watch takes in, in whatever order it came, is what ingest would have:
// it finds nothing to change afterwards.
func TestWatchThenIngest(t *testing.T) {
	dir, store := t.TempDir(), t.TempDir()
	put(t, filepath.Join(dir, "there.txt"), story("thereby"))
	stop, out := ingesting(t, nil, "ingest", "--watch", "--store", store, dir)
	until30(t, "it does not begin", func() bool { return strings.Contains(out.String(), "until it is stopped") })
	put(t, filepath.Join(dir, "a/b/new.txt"), story("newly"))
	put(t, filepath.Join(dir, "page.html"), "<html><head><title>Bridge closed</title></head><body><p>"+strings.Repeat("The bridge over the Lenn was closed on Sunday. ", 9)+"</p></body></html>")
	lines := filepath.Join(dir, "a/wire.jsonl")
	put(t, lines, "{\"text\":\"The tide office printed new tables on Friday.\"}\n{\"id\":\"named\",\"text\":\"The ferry to Osk sails twice")
	until30(t, "the first line is not taken in", func() bool { return strings.Contains(out.String(), "added a/wire#") })
	f, err := os.OpenFile(lines, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(" a day.\"}\n{\"text\":7}\n{\"text\":\"A well was dug at Sorrel Farm in 2011.\"}"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "again.txt"), strings.Replace(story("thereby"), "met on", "came together on", 1))
	put(t, filepath.Join(dir, "upload.txt.part"), story("parting"))
	if err := os.Rename(filepath.Join(dir, "upload.txt.part"), filepath.Join(dir, "upload.txt")); err != nil {
		t.Fatal(err)
	}
	until30(t, "something is not taken in", func() bool {
		s := out.String()
		return strings.Contains(s, "added a/b/new\n") && strings.Contains(s, "added page\n") && strings.Contains(s, "added named\n") &&
			strings.Contains(s, "added upload\n") && strings.Contains(s, "added again, a near-copy of there: ") && strings.Count(s, "added a/wire#") == 2 && strings.Contains(s, "a/wire.jsonl:3: ")
	})
	put(t, filepath.Join(dir, "there.txt"), story("thereby")+"\nIt will meet again on Monday.\n")
	until30(t, "a change is not taken in", func() bool { return strings.Contains(out.String(), "updated there, a near-copy of again: ") })
	if status := stop(); status != exitPartial {
		t.Errorf("exit status %d, want %d: a record was rejected", status, exitPartial)
	}
	if got := out.String(); !regexp.MustCompile(`Since then 7 added, 1 updated \(near-copies: \d\), \d+ unchanged, 1 rejected; `).MatchString(got) {
		t.Errorf("printed\n%s", got)
	}
	if got, want := plain(t, store, dir), "0 added, 0 updated, 8 unchanged, 1 rejected"; got != want {
		t.Errorf("ingest afterwards: %q, want %q", got, want)
	}
	if _, err := os.Stat(filepath.Join(store, snapshotFile)); err != nil {
		t.Error(err)
	}
}

// The folders of the command line take the place of those of the settings; each
// has a collection.
func TestWatched(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, name := range []string{"a", "b", "w"} {
		if err := os.Mkdir(name, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	put(t, "file.txt", "x")
	settings := config.Ingest{Folders: []config.Folder{{Path: "a"}, {Path: "w", Collection: "wire"}}}
	for _, row := range []struct {
		named string
		set   config.Ingest
		want  string // or words of the error, after !
	}{
		{"", settings, "a:news w:wire"},
		{"b a/ ./b", settings, "b:news a:news"},
		{"a", config.Ingest{}, "a:news"},
		{"", config.Ingest{}, "!needs a folder"},
		{"a - file.txt none", settings, "!standard input|file.txt is no folder|none: no such file"},
		{"", config.Ingest{Folders: []config.Folder{{Path: "none"}}}, "!none: no such file"},
	} {
		folders, err := (&shell{}).watched(config.Config{Collection: "news", Ingest: row.set}, strings.Fields(row.named))
		if words, fails := strings.CutPrefix(row.want, "!"); fails {
			for _, want := range strings.Split(words, "|") {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("watched(%q): error %v lacks %q", row.named, err, want)
				}
			}
			continue
		}
		var got []string
		for _, f := range folders {
			got = append(got, f.Path+":"+f.Collection)
		}
		if got := strings.Join(got, " "); err != nil || got != row.want {
			t.Errorf("watched(%q) = %q, %v, want %q", row.named, got, err, row.want)
		}
	}
}

// While another process writes, what arrives waits, says so, and is not lost.
func TestWatchWaits(t *testing.T) {
	dir, store := t.TempDir(), t.TempDir()
	stop, out := ingesting(t, nil, "ingest", "--watch", "--store", store, dir)
	until30(t, "it does not begin", func() bool { return strings.Contains(out.String(), "until it is stopped") })
	a, err := archive.Open(t.Context(), store, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "waiting.txt"), story("waiting"))
	until30(t, "it does not say that it waits", func() bool { return strings.Contains(out.String(), "what arrives waits") })
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	until30(t, "what waited is lost", func() bool { return strings.Contains(out.String(), "added waiting\n") })
	if status := stop(); status != exitOK {
		t.Errorf("exit status %d, want %d", status, exitOK)
	}
}

// While much is taken in, another writer has its turn, and nothing of it is lost.
func TestIntakeLeavesTheLock(t *testing.T) {
	const n = 150
	dir, store := t.TempDir(), t.TempDir()
	var many strings.Builder
	for i := range n {
		fmt.Fprintf(&many, "{\"id\":\"m%d\",\"text\":%q}\n", i, story(rare(i)))
	}
	name := filepath.Join(dir, "many.jsonl")
	put(t, name, many.String())
	turn := make(chan error, 1)
	commits, at := 0, 0 // now, and when the other had its turn
	in := &intake{store: store, folders: []config.Folder{{Path: dir, Collection: "default"}}, now: time.Now, hold: 20 * time.Millisecond}
	in.committed = func(int) {
		if commits++; commits == 1 {
			go func() {
				a, err := archive.Open(t.Context(), store, archive.Options{Wait: 30 * time.Second})
				if err == nil {
					err = a.Close()
				}
				turn <- err
			}()
		}
		select {
		case err := <-turn:
			if at = commits; err != nil {
				t.Error("another writer: ", err)
			}
		default:
		}
	}
	sum, unread, err := in.take(t.Context(), []watch.Arrival{{File: source.File{Name: name, Path: "many.jsonl"}}})
	if err != nil || sum.added != n || len(unread) > 0 {
		t.Errorf("take = %+v, %v, %v, want %d added", sum, unread, err, n)
	}
	if at == 0 {
		t.Errorf("another writer had no turn within %d commits", commits)
	}
}

// What the machine can't read is said once for as long as it is so, and given
// again; what has gone is no news; a damaged record is said each time that its
// file has changed.
func TestIntakeFaults(t *testing.T) {
	var told []string
	in := &intake{rejected: func(e source.RecordError) { told = append(told, e.Error()) }, faults: map[string]string{}}
	for _, row := range []struct {
		err  source.RecordError
		want string // what is said
		read bool   // the file counts as read
	}{
		{source.RecordError{Path: "a.txt", Err: syscall.EIO}, "a.txt: input/output error", false},
		{source.RecordError{Path: "a.txt", Err: syscall.EIO}, "", false},
		{source.RecordError{Path: "a.txt", Err: syscall.ESTALE}, "a.txt: stale", false},
		{source.RecordError{Path: "b.txt", Err: syscall.ENOENT}, "", false},
		{source.RecordError{Path: "c.jsonl", Line: 2, Err: errors.New("is damaged")}, "c.jsonl:2: is damaged", true},
		{source.RecordError{Path: "c.jsonl", Line: 2, Err: errors.New("is damaged")}, "c.jsonl:2: is damaged", true},
	} {
		told = nil
		h := &haul{intake: in, said: map[source.RecordError]bool{}, faulty: map[string]bool{}}
		h.reject(row.err)
		h.reject(row.err) // as after a commit that failed
		want := 1
		if row.want == "" {
			want = 0
		}
		if len(told) != want || h.sum.rejected != want || want == 1 && !strings.HasPrefix(told[0], row.want) {
			t.Errorf("of %v was said %q, want %q", &row.err, told, row.want)
		}
		if h.faulty[row.err.Path] == row.read {
			t.Errorf("%v: faulty is %v", &row.err, h.faulty[row.err.Path])
		}
	}
}

// What is kept beside the archive is made at the beginning, when the archive has
// grown by half, after ten minutes with any change, and at the end; not for each
// article. What fails is tried again.
func TestKeeper(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, articles := time.Now(), 10_000
		var broken atomic.Bool
		var got []string
		k := newKeeper(func(_ context.Context, underway bool) error {
			what := "made"
			if underway {
				what = "closed"
			}
			if got = append(got, fmt.Sprintf("%s %.0f", what, time.Since(began).Minutes())); broken.Load() {
				return errors.New("broken")
			}
			return nil
		}, func(context.Context) (int, error) { return articles, nil }, func(error) { got = append(got, "failed") })
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { k.run(ctx) })
		pass := func(minutes int) { time.Sleep(time.Duration(minutes) * time.Minute); synctest.Wait() }
		k.soon()
		pass(60)
		k.changed(1)
		pass(5)
		k.changed(4000) // less than half of it
		pass(6)
		k.changed(5000)
		pass(30)
		broken.Store(true)
		k.changed(1)
		pass(15)
		broken.Store(false)
		pass(15)
		k.changed(1)
		synctest.Wait()
		cancel()
		running.Wait()
		if got, want := strings.Join(got, " | "), "made 0 | made 70 | made 71 | made 111 | failed | made 121 | closed 131"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// Serve takes in what arrives, without an archive to begin with and from a folder
// that comes later, and answers from it; ingest goes on beside it. How long it
// takes from commit to search is logged, for its own commits and for another's.
func TestWatchServe(t *testing.T) {
	s, err := fakeslack.New(fakeslack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	store, dir := t.TempDir(), filepath.Join(t.TempDir(), "later")
	env := map[string]string{
		"DATELINE_STORE":           store,
		"DATELINE_SLACK_API_URL":   s.URL(),
		"DATELINE_SLACK_BOT_TOKEN": fakeslack.DefaultBotToken,
		"DATELINE_SLACK_APP_TOKEN": fakeslack.DefaultAppToken,
		"DATELINE_INGEST_WATCH":    dir,
	}
	stop, log := serving(t, env, "serve")
	until30(t, "not connected", func() bool { return s.Connected() > 0 })
	until30(t, "it does not say that the folder is missing", func() bool { return strings.Contains(log.String(), "taken up as soon as it can") })
	put(t, filepath.Join(dir, "visit.txt"), "Envoy in Osk\n\nOSK, March 3, 2019. The envoy Marta Oyelaran visited Osk on Sunday, March 3, 2019, and met the mayor.\n")
	until30(t, "the folder is not taken up", func() bool { return strings.Contains(log.String(), "added=1") })
	put(t, filepath.Join(dir, "bad.json"), "{\"text\":")
	until30(t, "a rejected file is not said", func() bool { return strings.Contains(log.String(), "at=bad.json") })
	said, err := s.Mention("C0GENERAL", "", "U0ASKER00", "when did Marta Oyelaran visit Osk?")
	if err != nil {
		t.Fatal(err)
	}
	until30(t, "no answer from what arrived", func() bool {
		return slices.ContainsFunc(s.Thread("C0GENERAL", said.TS), func(m fakeslack.Message) bool {
			return strings.Contains(m.Shown(), "3 March 2019") || strings.Contains(m.Shown(), "3 Mar 2019")
		})
	})
	other := filepath.Join(t.TempDir(), "other.txt")
	put(t, other, story("otherwise"))
	if got, want := plain(t, store, other), "1 added, 0 updated, 0 unchanged, 0 rejected"; got != want {
		t.Errorf("beside serve: %q, want %q", got, want)
	}
	if status := stop(); status != exitOK {
		t.Errorf("exit status %d, want %d", status, exitOK)
	}
	if strings.Contains(log.String(), "Oyelaran") {
		t.Error("the log has text of an article in it")
	}
	if _, err := os.Stat(filepath.Join(store, snapshotFile)); err != nil {
		t.Error("no snapshot is left behind: ", err)
	}
}

// watchedArticles is how many articles TestWatchLatency has in the archive before.
var watchedArticles = flag.Int("watched", 200, "articles in the archive of TestWatchLatency")

// From commit to search, within the process that serves and from another.
func TestWatchLatency(t *testing.T) {
	const n = 12
	dir, store := t.TempDir(), t.TempDir()
	var before strings.Builder
	for i := range *watchedArticles {
		before.WriteString("{\"text\":\"")
		for j := range 60 { // of some thousand words, as a language has
			fmt.Fprint(&before, rare((i*i+31*j*(i%97+j))%3000), " ")
		}
		before.WriteString("\"}\n")
	}
	list := filepath.Join(t.TempDir(), "before.jsonl")
	put(t, list, before.String())
	plain(t, store, list)
	env := func(key string) string {
		return map[string]string{"DATELINE_STORE": store, "DATELINE_INGEST_WATCH": dir}[key]
	}
	log := &lockedBuffer{}
	sh := &shell{stderr: log, getenv: env, now: time.Now}
	lib, err := sh.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	c, err := sh.settings()
	if err != nil {
		t.Fatal(err)
	}
	w, err := sh.watching(c, lib, sh.log())
	if err != nil {
		t.Fatal(err)
	}
	committed := make(chan time.Time, 1)
	w.intake.committed = func(int) {
		lib.hasMoved()
		committed <- time.Now()
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{}, 2)
	go func() { lib.follow(ctx, sh.log()); ended <- struct{}{} }()
	go func() { w.run(ctx); ended <- struct{}{} }()
	defer func() {
		cancel()
		<-ended
		<-ended
		if t.Failed() {
			t.Log(log)
		}
	}()
	find := func(word, id string) time.Time {
		for began := time.Now(); time.Since(began) < 20*time.Second; time.Sleep(time.Millisecond) {
			hits, err := lib.searcher.Search(ctx, retrieval.Query{Text: word, Filter: retrieval.Filter{Collections: []string{"default"}}})
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(hits, func(h retrieval.Hit) bool { return h.Article.ID == id }) {
				return time.Now()
			}
		}
		t.Fatalf("%s is not found", word)
		return time.Time{}
	}
	var written, own, others []time.Duration
	for i := range n {
		began := time.Now()
		put(t, filepath.Join(dir, fmt.Sprintf("own%d.txt", i)), story(rare(i+1)))
		at := <-committed
		found := find(rare(i+1), fmt.Sprint("own", i))
		own, written = append(own, found.Sub(at)), append(written, found.Sub(began))
	}
	outside := t.TempDir()
	for i := range n {
		name := filepath.Join(outside, fmt.Sprintf("other%d.txt", i))
		put(t, name, story(rare(1000+i)))
		var at time.Time
		in := &intake{store: store, folders: w.intake.folders, now: time.Now, committed: func(int) { at = time.Now() }}
		if _, _, err := in.take(ctx, []watch.Arrival{{File: source.File{Name: name, Path: filepath.Base(name)}}}); err != nil {
			t.Fatal(err)
		}
		others = append(others, find(rare(1000+i), fmt.Sprint("other", i)).Sub(at))
		time.Sleep(time.Duration(i*13%100) * time.Millisecond) // not in step with who follows
	}
	_, passages := lib.index.Len()
	t.Logf("%d passages, vectors learnt: %v", passages, lib.index.Vectored())
	t.Logf("from commit to search, in one process:   %s", spread(own))
	t.Logf("from commit to search, another process:  %s", spread(others))
	t.Logf("from the end of writing a file to search: %s", spread(written))
	for _, d := range append(own, others...) {
		if d > 10*time.Second {
			t.Errorf("from commit to search: %s", d)
		}
	}
}

// spread says how times are distributed.
func spread(times []time.Duration) string {
	slices.Sort(times)
	ms := func(share float64) float64 { return times[int(share*float64(len(times)-1))].Seconds() * 1000 }
	return fmt.Sprintf("median %.0f ms, p90 %.0f ms, longest %.0f ms of %d", ms(.5), ms(.9), ms(1), len(times))
}
