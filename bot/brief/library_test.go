package brief

import (
	"testing"
	"time"

	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// shelf is an archive in memory with a composer over it.
type shelf struct {
	testing.TB
	*Composer
	archive *archive.Archive
	index   *index.Index
	now     time.Time
}

const collection = "c"

// newShelf returns an archive of these records, indexed.
func newShelf(t testing.TB, raws ...corpus.Raw) *shelf {
	t.Helper()
	s := &shelf{TB: t, now: time.Date(2024, 7, 1, 12, 0, 0, 0, time.UTC)}
	a, err := archive.Memory(t.Context(), archive.Options{Now: func() time.Time { return s.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	s.archive, s.index = a, index.New(index.Options{})
	s.Composer = &Composer{Archive: a, Engine: s.index, Clock: func() time.Time { return s.now }}
	s.put(raws...)
	s.sync()
	return s
}

func (s *shelf) put(raws ...corpus.Raw) {
	s.Helper()
	for i := range raws {
		if raws[i].Collection == "" {
			raws[i].Collection = collection
		}
	}
	records := func(yield func(corpus.Raw, error) bool) {
		for _, r := range raws {
			if !yield(r, nil) {
				return
			}
		}
	}
	if _, err := (&ingest.Pipeline{Archive: s.archive}).Run(s.Context(), records); err != nil {
		s.Fatal(err)
	}
}

func (s *shelf) sync() {
	s.Helper()
	if err := s.index.Sync(s.Context(), s.archive); err != nil {
		s.Fatal(err)
	}
}

// compose makes a briefing and checks what every briefing promises.
func (s *shelf) compose(req Request) Briefing {
	s.Helper()
	if req.Collections == nil {
		req.Collections = []string{collection}
	}
	b, err := s.Compose(s.Context(), req)
	if err != nil {
		s.Fatalf("Compose(%q): %v", req.Topic, err)
	}
	s.check(req, b)
	return b
}

func (s *shelf) check(req Request, b Briefing) {
	s.Helper()
	for i, c := range b.Citations {
		if c.N != i+1 {
			s.Errorf("Compose(%q): citation %d is numbered %d", req.Topic, i+1, c.N)
		}
		d, err := s.archive.Document(s.Context(), c.Article, c.Version)
		if err != nil {
			s.Fatal(err)
		}
		if got := string([]rune(d.Text)[c.Span.Start:c.Span.End]); got != c.Quote {
			s.Errorf("Compose(%q): at %v of %s stands %q, quoted is %q", req.Topic, c.Span, c.Article, got, c.Quote)
		}
		if d.Published.Known() && d.Published.Start > b.AsOf {
			s.Errorf("Compose(%q): %s of %v is cited as of %v", req.Topic, c.Article, d.Published.Interval, b.AsOf)
		}
	}
	for _, p := range b.Points {
		if !p.When.Known() || !p.When.Overlaps(b.Window) {
			s.Errorf("Compose(%q): %q is of %v, the window is %v", req.Topic, p.Text, p.When, b.Window)
		}
	}
	for _, part := range [][]Point{b.Points, b.Ahead, b.Undated} {
		for _, p := range part {
			if len(p.Citations) == 0 || p.Sources < 1 {
				s.Errorf("Compose(%q): %q has the citations %v, %d sources", req.Topic, p.Text, p.Citations, p.Sources)
			}
		}
	}
}
