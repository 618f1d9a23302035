package ingest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
)

func memory(t testing.TB) *archive.Archive {
	t.Helper()
	a, err := archive.Memory(t.Context(), archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// plainly derives a document without reading anything out of it, so that tests
// of the pipeline rest on nothing else. A text "bad" can't be derived.
func plainly(raw corpus.Raw) (corpus.Document, error) {
	if raw.Text == "bad" {
		return corpus.Document{}, ErrNoText
	}
	d := corpus.Document{Article: corpus.Article{Key: raw.Key, Title: raw.Title, Path: raw.Path, Text: raw.Text,
		Blocks: []corpus.Block{{Span: corpus.Span{End: len(raw.Text)}}}}}
	d.Sentences = corpus.Sentences(d.Text, d.Blocks)
	d.Passages = corpus.Passages(d.Text, d.Sentences)
	return d, nil
}

func raw(id, text string) corpus.Raw {
	return corpus.Raw{Key: corpus.Key{Collection: "news", ID: id}, Path: id + ".txt", Line: 1, Text: text}
}

// prose writes n sentences of words drawn by a seed.
func prose(seed uint64, n int) string {
	nouns := strings.Fields("minister envoy council harbour treaty railway bridge market school river garden factory court museum orchestra")
	verbs := strings.Fields("visited opened praised left joined built sold closed measured painted repaired counted")
	places := strings.Fields("Arlen Brookmoor Calder Dunmere Eastvale Farrow Glenhaven Hartsea Inverlan Juniper")
	r := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(" \n"[min(1, i%5/4)])
		}
		fmt.Fprintf(&b, "The %s of %s %s the old %s in %s on %d March %d, and the %s %s number %d.", nouns[r.IntN(len(nouns))], places[r.IntN(len(places))],
			verbs[r.IntN(len(verbs))], nouns[r.IntN(len(nouns))], places[r.IntN(len(places))], 1+r.IntN(28), 1990+r.IntN(30), nouns[r.IntN(len(nouns))], verbs[r.IntN(len(verbs))], r.IntN(1e6))
	}
	return b.String()
}

type indexer struct {
	calls int
	err   error
}

func (x *indexer) Sync(context.Context, bool) error { x.calls++; return x.err }

func TestRun(t *testing.T) {
	a, x := memory(t), &indexer{}
	p := &Pipeline{Archive: a, Indexer: x, Derive: plainly}
	damaged := &source.RecordError{Path: "d.jsonl", Line: 4, Err: errors.New("is not JSON")}
	first := func(yield func(corpus.Raw, error) bool) {
		_ = yield(raw("a", prose(1, 20)), nil) && yield(corpus.Raw{}, damaged) && yield(raw("b", prose(2, 20)), nil) &&
			yield(raw("bad", "bad"), nil) && yield(corpus.Raw{Path: "x"}, errors.New("odd")) && yield(raw("a2", prose(1, 20)+" Ends."), nil)
	}
	var seen []source.RecordError
	p.Rejected = func(re source.RecordError) { seen = append(seen, re) }
	sum, err := p.Run(t.Context(), first)
	want := Summary{Added: 3, NearCopies: []Copy{{Key: corpus.Key{Collection: "news", ID: "a2"}, Of: "a", Stands: "a"}},
		Rejected: []source.RecordError{*damaged, {Path: "bad.txt", Line: 1, Err: ErrNoText}, {Path: "x", Err: errors.New("odd")}}}
	// Those before the records of a job are met before them.
	if len(sum.NearCopies) == 1 {
		if how := sum.NearCopies[0].How.String(); how != "1 word put in" {
			t.Errorf("the near-copy is told as %q", how)
		}
		sum.NearCopies[0].How = archive.Likeness{}
	}
	if err != nil || sum.Added != want.Added || !reflect.DeepEqual(sum.NearCopies, want.NearCopies) || len(sum.Rejected) != 3 || !reflect.DeepEqual(seen, sum.Rejected) || x.calls != 1 {
		t.Errorf("first %+v, %v, %d calls", sum, err, x.calls)
	}

	// The same again changes nothing; what changed is a new version.
	g, _ := a.Generation(t.Context())
	if sum, err = p.Run(t.Context(), first); err != nil || sum.Unchanged != 3 || sum.Added+sum.Updated != 0 || len(sum.NearCopies) != 0 {
		t.Errorf("again %+v, %v", sum, err)
	}
	if now, _ := a.Generation(t.Context()); now != g {
		t.Errorf("generation %d, was %d", now, g)
	}
	if sum, err = p.Run(t.Context(), source.Of(raw("a", prose(3, 20)), raw("b", prose(2, 20)))); err != nil || sum.Updated != 1 || sum.Unchanged != 1 {
		t.Errorf("changed %+v, %v", sum, err)
	}
	if old, err := a.Document(t.Context(), corpus.Key{Collection: "news", ID: "a"}, 1); err != nil || old.Text != prose(1, 20) {
		t.Errorf("the old version: %v", err)
	}
	if err := a.Delete(t.Context(), corpus.Key{Collection: "news", ID: "b"}); err != nil {
		t.Fatal(err)
	}
	if sum, err = p.Run(t.Context(), source.Of(raw("b", prose(9, 20)))); err != nil || sum.Withheld != 1 || sum.Records() != 1 {
		t.Errorf("deleted %+v, %v", sum, err)
	}

	x.err = errors.New("no room")
	if _, err := p.Run(t.Context(), source.Of()); !errors.Is(err, x.err) {
		t.Errorf("the indexer's error is lost: %v", err)
	}
}

func TestRunTwoVersionsInOneRun(t *testing.T) {
	a := memory(t)
	p := &Pipeline{Archive: a, Derive: plainly}
	one, two := raw("a", prose(1, 5)), raw("a", prose(2, 5))
	if sum, err := p.Run(t.Context(), source.Of(one)); err != nil || sum.Added != 1 {
		t.Fatal(sum, err)
	}
	sum, err := p.Run(t.Context(), source.Of(two, one))
	if err != nil || sum.Updated != 2 || len(sum.Rejected) != 0 {
		t.Errorf("%+v, %v", sum, err)
	}
	if d, err := a.Document(t.Context(), one.Key, 0); err != nil || d.Version != 3 || d.Text != one.Text {
		t.Errorf("version %d, %v", d.Version, err)
	}
}

func TestRunKeepsOrder(t *testing.T) {
	const n = 500
	var raws []corpus.Raw
	for i := range n {
		raws = append(raws, raw(fmt.Sprintf("%03d", i), prose(uint64(i), 3)))
	}
	slow := func(r corpus.Raw) (corpus.Document, error) {
		if r.ID[2] == '0' {
			time.Sleep(time.Millisecond)
		}
		return plainly(r)
	}
	a := memory(t)
	var reports []Progress
	p := &Pipeline{Archive: a, Derive: slow, Progress: func(pr Progress) { reports = append(reports, pr) }, Bytes: func() (int64, int64) { return 7, 9 }}
	if sum, err := p.Run(t.Context(), source.Of(raws...)); err != nil || sum.Added != n {
		t.Fatal(sum, err)
	}
	i := 0
	err := a.DocumentsSince(t.Context(), 0, func(d corpus.Document) error {
		if want := fmt.Sprintf("%03d", i); d.ID != want {
			return fmt.Errorf("%s in the place of %s", d.ID, want)
		}
		i++
		return nil
	})
	if err != nil || i != n {
		t.Errorf("%d documents, %v", i, err)
	}
	if last := reports[len(reports)-1]; last != (Progress{Done: n, Bytes: 7, Total: 9}) {
		t.Errorf("progress %+v", last)
	}
}

// TestCommitsOften lets records come slowly: what has come must not wait for
// what hasn't.
func TestCommitsOften(t *testing.T) {
	a := memory(t)
	p := &Pipeline{Archive: a, Derive: plainly}
	var waited time.Duration
	_, err := p.Run(t.Context(), func(yield func(corpus.Raw, error) bool) {
		for i := range jobRecords {
			if !yield(raw(fmt.Sprint(i), prose(uint64(i), 2)), nil) {
				return
			}
		}
		start := time.Now()
		for waited < 20*time.Second {
			if g, _ := a.Generation(t.Context()); g > 0 {
				return
			}
			time.Sleep(5 * time.Millisecond)
			waited = time.Since(start)
		}
	})
	if err != nil || waited >= 20*time.Second {
		t.Errorf("the first commit came after %v, %v", waited, err)
	}
}

func TestRunInterrupted(t *testing.T) {
	const n = 600
	var raws []corpus.Raw
	for i := range n {
		raws = append(raws, raw(fmt.Sprintf("%03d", i), prose(uint64(i), 3)))
	}
	a := memory(t)
	ctx, cancel := context.WithCancel(t.Context())
	p := &Pipeline{Archive: a, Derive: plainly, Progress: func(pr Progress) {
		if pr.Done > 0 {
			cancel()
		}
	}}
	sum, err := p.Run(ctx, source.Of(raws...))
	if !errors.Is(err, context.Canceled) || sum.Added == 0 || sum.Added == n {
		t.Fatalf("interrupted: %d added, %v", sum.Added, err)
	}
	if s, err := a.Stats(t.Context(), []string{"news"}); err != nil || s.Articles != sum.Added {
		t.Errorf("%d articles of %d that were added, %v", s.Articles, sum.Added, err)
	}
	p.Progress = nil
	again, err := p.Run(t.Context(), source.Of(raws...))
	if err != nil || again.Unchanged != sum.Added || again.Added != n-sum.Added {
		t.Errorf("again: %+v after %d, %v", again, sum.Added, err)
	}
}

func TestRunFails(t *testing.T) {
	a := memory(t)
	a.Close()
	p := &Pipeline{Archive: a, Derive: plainly}
	var asked atomic.Int64
	_, err := p.Run(t.Context(), func(yield func(corpus.Raw, error) bool) {
		for i := 0; ; i++ {
			asked.Add(1)
			if !yield(raw(fmt.Sprint(i), "Some text."), nil) {
				return
			}
		}
	})
	if err == nil {
		t.Errorf("no error from a closed archive after %d records", asked.Load())
	}
}

func TestReindex(t *testing.T) {
	a, x := memory(t), &indexer{}
	p := &Pipeline{Archive: a, Indexer: x, Derive: plainly}
	for i := range 150 {
		if _, err := a.Put(t.Context(), []archive.Record{mustDerive(t, raw(fmt.Sprintf("%03d", i), prose(uint64(i), 4)))}); err != nil {
			t.Fatal(err)
		}
	}
	key := corpus.Key{Collection: "news", ID: "007"}
	before, _ := a.Document(t.Context(), key, 0)
	g, _ := a.Generation(t.Context())

	// Nothing new.
	if sum, err := p.Reindex(t.Context()); err != nil || sum.Unchanged != 150 || x.calls != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
	if now, _ := a.Generation(t.Context()); now != g {
		t.Error("the generation advanced for nothing")
	}
	// What leaves the text alone keeps version and passages; what changes it
	// makes a new version; what fails leaves the article as it is.
	p.Derive = func(r corpus.Raw) (corpus.Document, error) {
		d, err := plainly(r)
		switch r.ID {
		case "007":
			d.Title = "New"
			d.Published.Interval = corpus.InYear(2020)
			d.Events = []corpus.Event{{Kind: "visit", Span: d.Sentences[0].Span, Keys: []string{"p:x"}}}
		case "008":
			r.Text = r.Text[:d.Sentences[2].End]
			return plainly(r)
		case "009":
			return d, ErrNoText
		}
		return d, err
	}
	sum, err := p.Reindex(t.Context())
	if err != nil || sum.Updated != 2 || sum.Unchanged != 147 || len(sum.Rejected) != 1 || sum.Rejected[0].Path != "009.txt" {
		t.Errorf("%+v, %v", sum, err)
	}
	after, err := a.Document(t.Context(), key, 0)
	if err != nil || after.Version != 1 || after.Title != "New" || !reflect.DeepEqual(after.Passages, before.Passages) || len(after.Events) != 1 {
		t.Errorf("revised %+v, %v", after, err)
	}
	if es, err := a.Events(t.Context(), corpus.EventFilter{Collections: []string{"news"}, Keys: []string{"p:x"}, AsOf: corpus.InYear(2020).Start - 1}); err != nil || len(es) != 0 {
		t.Errorf("the new date is not looked at: %v, %v", es, err)
	}
	key.ID = "008"
	if d, err := a.Document(t.Context(), key, 0); err != nil || d.Version != 2 || len(d.Sentences) != 3 {
		t.Errorf("changed: version %d, %v", d.Version, err)
	}
	if d, err := a.Document(t.Context(), key, 1); err != nil || len(d.Sentences) != 4 {
		t.Errorf("its old version: %v", err)
	}
	// The record is the same as ever, and its ingest changes nothing.
	p.Derive = plainly
	if sum, err := p.Run(t.Context(), source.Of(raw("008", prose(8, 4)))); err != nil || sum.Unchanged != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
}

func mustDerive(t *testing.T, r corpus.Raw) archive.Record {
	t.Helper()
	d, err := plainly(r)
	if err != nil {
		t.Fatal(err)
	}
	return archive.Record{Raw: r, Document: &d, Pipeline: Version}
}

func TestDerive(t *testing.T) {
	r := corpus.Raw{Key: corpus.Key{Collection: "news", ID: "a"}, URL: "https://www.example.org/2021/a", Published: "2021-04-07", Path: "a.jsonl", Line: 3,
		Title: " The  Envoy's\nVisit ", Author: "Ada Quill",
		Text: "The envoy of Brookmoor, Lena Farrow, visited Calder in 2012 and met the mayor of the town.\n\nShe had been there last year, too, and she will return in May with a delegation of teachers."}
	d, err := Derive(r)
	if err != nil {
		t.Fatal(err)
	}
	if d.Key != r.Key || d.Title != "The Envoy's Visit" || d.Source != "example.org" || d.Author != "Ada Quill" || d.Path != "a.jsonl" || d.Lang != "en" {
		t.Errorf("article %+v", d.Article)
	}
	if d.Published.String() != "2021-04-07" || len(d.Sentences) != 2 || len(d.Passages) != 1 {
		t.Errorf("published %v, %d sentences, %d passages", d.Published, len(d.Sentences), len(d.Passages))
	}
	for i, want := range []string{"2012", "2020"} {
		found := false
		for _, p := range d.Sentences[i].Periods {
			found = found || p.Hull().String() == want
		}
		if !found {
			t.Errorf("sentence %d has %v, want %s", i, d.Sentences[i].Periods, want)
		}
	}
	again, err := Derive(r)
	if err != nil || !reflect.DeepEqual(again, d) {
		t.Error("a second reading differs")
	}
	if _, err := memory(t).Put(t.Context(), []archive.Record{{Raw: r, Document: &d, Pipeline: Version}}); err != nil {
		t.Error(err)
	}

	// A list of names is of no language that could be told, and has years.
	r.Text = "Brookmoor Rovers 1979 Calder Athletic 1984 Dunmere Union 1991 Eastvale Wanderers 1995 Farrow Albion 1999 Glenhaven Thistle 2003 Hartsea Rangers 2007"
	if d, err := Derive(r); err != nil || d.Lang != "" || len(d.Events) != 0 || len(d.Sentences) == 0 || len(d.Sentences[0].Periods) == 0 {
		t.Errorf("a list: %q, %d events, %+v, %v", d.Lang, len(d.Events), d.Sentences, err)
	}

	r.Text = "\n \n"
	if _, err := Derive(r); !errors.Is(err, ErrNoText) {
		t.Errorf("an empty text: %v", err)
	}
}

// TestSeeds runs the touchstone's articles through the pipeline twice.
func TestSeeds(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "seeds")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no ../shared/seeds here")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) != 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	a := memory(t)
	p := &Pipeline{Archive: a}
	for _, want := range []Summary{{Added: 5}, {Unchanged: 5}} {
		sum, err := p.Run(t.Context(), (&source.Reader{}).Records(t.Context(), files...))
		if err != nil || sum.Added != want.Added || sum.Unchanged != want.Unchanged || len(sum.Rejected) != 0 {
			t.Errorf("%+v, %v, want %+v", sum, err, want)
		}
	}
	c, err := a.Coverage(t.Context(), []string{source.DefaultCollection}, 0)
	if err != nil || c.Newest.ID != "002_efdbe54bdc7f9b27" || c.To.String() != "2021-04-08" {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestLanguage(t *testing.T) {
	for _, row := range []struct{ text, declared, want string }{
		{"The minister said on Monday that the talks had been long and that they were not over.", "", "en"},
		{"The minister said on Monday that the talks had been long and that they were not over.", "de-DE", "en"},
		{"Der Minister sagte am Montag, dass die Gespräche lange gedauert hätten und dass man sich in der kommenden Woche wieder treffen werde.", "", "de"},
		{"Le ministre a déclaré lundi que les pourparlers avaient été longs et que les délégations se retrouveraient la semaine prochaine à Genève.", "en", "fr"},
		{"Министр иностранных дел заявил в понедельник журналистам, что переговоры были долгими и трудными и что делегации встретятся снова на следующей неделе в столице.", "", "ru"},
		{"وزير الخارجية يصل إلى العاصمة في زيارة رسمية تستغرق يومين", "", "ar"},
		{"外相は月曜日に首都に到着し、大統領と会談した。", "", "ja"},
		// Few function words, and nothing says otherwise.
		{"Lena Farrow née Hermine Luise Farrow (15 May 1901 – 11 April 1976) was a Calder painter, colour designer, author of books, teacher, collector, traveller.", "", "en"},
		{"Brookmoor Rovers 1979 Calder Athletic 1984 Dunmere Union 1991 Eastvale Wanderers 1995 Farrow Albion 1999 Glenhaven Thistle 2003 Hartsea Rangers 2007", "", ""},
		// Too short to tell.
		{"Farrow visits Calder", "", "en"},
		{"Farrow besucht Calder", "de_AT", "de"},
		{"12 34 56", "", "en"}, // no letter says otherwise
	} {
		if got := language(row.text, row.declared); got != row.want {
			t.Errorf("language(%q, %q) = %q, want %q", row.text, row.declared, got, row.want)
		}
	}
}

func FuzzDerive(f *testing.F) {
	f.Add("The envoy came on 7 April 2021. She left.\n\nShare\n\nIn 2012 he met her.", false)
	f.Add("<p>The envoy came in May.</p><p>She left.", true)
	a := memory(f)
	n := 0
	f.Fuzz(func(t *testing.T, text string, html bool) {
		n++
		r := raw(fmt.Sprint(n), "")
		if text = strings.ToValidUTF8(text, "?"); html {
			r.HTML = text
		} else {
			r.Text = text
		}
		d, err := Derive(r)
		if err != nil {
			return
		}
		c, err := a.Put(t.Context(), []archive.Record{{Raw: r, Document: &d, Pipeline: Version}})
		if err != nil || c[0].Kind != archive.Added {
			t.Fatalf("%+v, %v", c, err)
		}
	})
}

func BenchmarkDerive(b *testing.B) {
	r := raw("a", prose(1, 30))
	b.SetBytes(int64(len(r.Text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Derive(r); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkIngest stores articles of 3 KB in an archive on disk, with all that
// is derived from them, and with the deriving left out.
func BenchmarkIngest(b *testing.B) {
	for _, n := range []int{1000} {
		raws := make([]corpus.Raw, n)
		docs := map[string]corpus.Document{}
		for i := range raws {
			raws[i] = raw(fmt.Sprintf("%05d", i), prose(uint64(i), 26))
			d, err := Derive(raws[i])
			if err != nil {
				b.Fatal(err)
			}
			docs[raws[i].ID] = d
		}
		for name, derive := range map[string]func(corpus.Raw) (corpus.Document, error){
			"all": Derive, "storing": func(r corpus.Raw) (corpus.Document, error) { return docs[r.ID], nil },
		} {
			b.Run(fmt.Sprintf("%s/articles=%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					a, err := archive.Open(b.Context(), b.TempDir(), archive.Options{})
					if err != nil {
						b.Fatal(err)
					}
					sum, err := (&Pipeline{Archive: a, Derive: derive}).Run(b.Context(), source.Of(raws...))
					if err != nil || sum.Added != n {
						b.Fatal(sum, err)
					}
					a.Close()
				}
				b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "articles/s")
			})
		}
	}
}
