package ingest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/clean"
	"dateline/corpus/source"
)

// TestPanic has a record on which the reading breaks down.
func TestPanic(t *testing.T) {
	a := memory(t)
	breaks := ""
	p := &Pipeline{Archive: a, Derive: func(r corpus.Raw) (corpus.Document, error) {
		if r.ID == breaks {
			var none []int
			_ = none[len(r.ID)]
		}
		return plainly(r)
	}}
	good := func(path string, sum Summary) {
		t.Helper()
		if len(sum.Rejected) != 1 || sum.Rejected[0].Path != path {
			t.Fatalf("rejected %v", sum.Rejected)
		}
		if s := sum.Rejected[0].Error(); !strings.Contains(s, "internal error: runtime error: index out of range") || !strings.HasSuffix(s, "; please report it") {
			t.Errorf("%s", s)
		}
	}
	breaks = "b"
	sum, err := p.Run(t.Context(), source.Of(raw("a", prose(1, 3)), raw("b", prose(2, 3)), raw("c", prose(3, 3))))
	if err != nil || sum.Added != 2 || sum.Stored() != 2 {
		t.Fatalf("%+v, %v", sum, err)
	}
	good("b.txt", sum)
	breaks = "c"
	if sum, err = p.Reindex(t.Context()); err != nil || sum.Unchanged != 1 || sum.Stored() != 1 {
		t.Fatalf("reindex %+v, %v", sum, err)
	}
	good("c.txt", sum)
}

// TestFuture reads records that say they are of a day to come, and reads them
// again when that day is over.
func TestFuture(t *testing.T) {
	now := time.Date(2024, 5, 6, 23, 0, 0, 0, time.UTC)
	a, err := archive.Memory(t.Context(), archive.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	p := &Pipeline{Archive: a}
	dates := map[string]string{"2099-01-01": "unknown", "2024-05-08": "unknown", "2024-05-07": "2024-05-07", "2024-05-06": "2024-05-06", "2024-05": "2024-05"}
	var raws []corpus.Raw
	for d := range dates {
		r := raw(d, "The envoy of Brookmoor came to Calder and met the mayor of the town there.")
		r.Published = d
		raws = append(raws, r)
	}
	for i := range 3 {
		var sum Summary
		if i == 0 {
			sum, err = p.Run(t.Context(), source.Of(raws...))
		} else {
			sum, err = p.Reindex(t.Context())
		}
		if err != nil || sum.Stored() != len(dates) || i > 0 && sum.Updated != 0 {
			t.Fatalf("%+v, %v", sum, err)
		}
		for published, want := range dates {
			d, err := a.Document(t.Context(), corpus.Key{Collection: "news", ID: published}, 0)
			if err != nil {
				t.Fatal(err)
			}
			if known := d.Published.Known(); known != (want != "unknown") || known && d.Published.String() != want {
				t.Errorf("%q, time %d: %v", published, i, d.Published)
			}
			if published == "2099-01-01" && !late(d.Published.Evidence) {
				t.Errorf("%q: evidence %+v", published, d.Published.Evidence)
			}
		}
		now = now.AddDate(0, 0, 30)
	}
	// A record that is read without a bound is believed.
	r := raw("x", "The envoy came.")
	r.Published = "2099-01-01"
	if d, err := Derive(r); err != nil || d.Published.String() != "2099-01-01" {
		t.Errorf("%v, %v", d.Published, err)
	}
}

func late(es []corpus.Evidence) bool {
	for _, e := range es {
		if !e.Used && strings.Contains(e.Why, "after the record was read") {
			return true
		}
	}
	return false
}

// TestHostilePage has a page that is refused, alone and beside a text.
func TestHostilePage(t *testing.T) {
	r := raw("a", "")
	r.HTML = strings.Repeat("<a>x", 750_000)
	if _, err := Derive(r); !errors.Is(err, clean.ErrPageSize) {
		t.Errorf("%v", err)
	}
	r.Text, r.Published = "The envoy of Brookmoor came to Calder.", "2021-04-07"
	start := time.Now()
	d, err := Derive(r)
	if err != nil || d.Text != r.Text || d.Published.String() != "2021-04-07" {
		t.Errorf("%q, %v, %v", d.Text, d.Published, err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// keeper notes how many articles the archive had each time, and the time it was
// given.
type keeper struct {
	a *archive.Archive

	mu     sync.Mutex
	busy   bool
	twice  bool
	counts []int
	err    error
	late   []bool        // whether a context was bounded
	hold   chan struct{} // if not nil: waited for the first time
}

func (k *keeper) Sync(ctx context.Context, _ bool) error {
	k.mu.Lock()
	k.twice = k.twice || k.busy
	k.busy = true
	first := len(k.counts) == 0
	k.mu.Unlock()
	s, err := k.a.Stats(ctx, []string{"news"})
	if first && k.hold != nil {
		<-k.hold
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	_, bounded := ctx.Deadline()
	k.busy, k.counts, k.late = false, append(k.counts, s.Articles), append(k.late, bounded)
	return errors.Join(err, ctx.Err(), k.err)
}

func TestIndexFollows(t *testing.T) {
	const least, n = 200, 4*200 + 100
	many := func(yield func(corpus.Raw, error) bool) {
		for i := range n {
			if !yield(raw(fmt.Sprint(i), fmt.Sprintf("Text %d of envoy%d.", i, i)), nil) {
				return
			}
		}
	}
	a := memory(t)
	k := &keeper{a: a}
	p := &Pipeline{Archive: a, Indexer: k, Derive: plainly, syncAfter: least}
	if sum, err := p.Run(t.Context(), many); err != nil || sum.Added != n {
		t.Fatal(sum.Added, err)
	}
	last := len(k.counts) - 1
	if k.twice || last < 1 || last > 4 || k.counts[0] < least || k.counts[last] != n || k.late[last] {
		t.Errorf("synced at %v articles, at once: %v", k.counts, k.twice)
	}
	// Little that is new waits for the end.
	k.counts = nil
	if _, err := p.Run(t.Context(), source.Of(raw("new", prose(1, 2)))); err != nil || !reflect.DeepEqual(k.counts, []int{n + 1}) {
		t.Errorf("synced at %v, %v", k.counts, err)
	}
}

// TestIndexerIsNotWaitedFor holds the indexer up until all is stored, and lets
// it fail: the end makes up for it.
func TestIndexerIsNotWaitedFor(t *testing.T) {
	const least, n = 200, 500
	a := memory(t)
	hold := make(chan struct{})
	release := sync.OnceFunc(func() { close(hold) })
	k := &keeper{a: a, hold: hold}
	p := &Pipeline{Archive: a, Indexer: k, Derive: plainly, syncAfter: least, Progress: func(pr Progress) {
		if pr.Done == n {
			release()
		}
	}}
	defer func() {
		select {
		case <-hold:
		default:
			t.Error("the run waited for the indexer")
		}
	}()
	sum, err := p.Run(t.Context(), func(yield func(corpus.Raw, error) bool) {
		for i := range n {
			if !yield(raw(fmt.Sprint(i), fmt.Sprintf("Text %d of envoy%d.", i, i)), nil) {
				return
			}
		}
	})
	if err != nil || sum.Added != n || len(k.counts) != 2 || k.counts[1] != n || k.twice {
		t.Errorf("%d added, %v, synced at %v", sum.Added, err, k.counts)
	}
}

// TestIndexAfterCancel interrupts a run: what it has stored is indexed.
func TestIndexAfterCancel(t *testing.T) {
	a := memory(t)
	k := &keeper{a: a}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p := &Pipeline{Archive: a, Indexer: k, Derive: plainly, Progress: func(pr Progress) {
		if pr.Done > 0 {
			cancel()
		}
	}}
	sum, err := p.Run(ctx, func(yield func(corpus.Raw, error) bool) {
		for i := 0; yield(raw(fmt.Sprint(i), prose(uint64(i), 2)), nil); i++ {
		}
	})
	if !errors.Is(err, context.Canceled) || sum.Stored() == 0 {
		t.Fatal(sum.Stored(), err)
	}
	if !reflect.DeepEqual(k.counts, []int{sum.Stored()}) || !k.late[0] {
		t.Errorf("synced at %v of %d, bounded %v", k.counts, sum.Stored(), k.late)
	}
	// An interruption before anything is stored leaves nothing to do.
	k.counts = nil
	if _, err := p.Reindex(ctx); !errors.Is(err, context.Canceled) || len(k.counts) != 0 {
		t.Errorf("synced at %v, %v", k.counts, err)
	}
}
