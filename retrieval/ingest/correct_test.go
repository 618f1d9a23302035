package ingest

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
)

// visit is an article without a date whose only time rests on one.
const visit = "The foreign minister of Peru, Ana Quispe, visited Oslo on Tuesday and met her host there. " +
	"The two ministers talked about fishing for an hour, and signed nothing.\n\nShe had been expected a week earlier, when the weather kept her at home."

func TestCorrect(t *testing.T) {
	now := time.Date(2024, 5, 6, 7, 0, 0, 0, time.UTC)
	a, err := archive.Memory(t.Context(), archive.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ctx, x := t.Context(), &indexer{}
	p := &Pipeline{Archive: a, Indexer: x}
	key := raw("a", "").Key
	run := func(text string, updated int) {
		t.Helper()
		sum, err := p.Run(ctx, source.Of(raw("a", text)))
		if err != nil || sum.Stored() != 1 || sum.Added+sum.Updated != updated {
			t.Fatalf("%+v, %v", sum, err)
		}
	}
	// state checks the date of the newest version, and that the times of its
	// sentences and events go by that date.
	state := func(version int, published string) corpus.Document {
		t.Helper()
		d, err := a.Document(ctx, key, 0)
		if err != nil || d.Version != version || d.Published.String() != published {
			t.Fatalf("version %d, %q, %v, want %d, %q", d.Version, d.Published, err, version, published)
		}
		tuesday := corpus.Interval{}
		if published != "" {
			tuesday = corpus.OnDay(corpus.DayOf(2012, 10, 2))
		}
		if len(d.Events) == 0 || d.Events[0].When != tuesday {
			t.Errorf("events %+v, want one on %q", d.Events, tuesday)
		}
		if got := len(d.Sentences[0].Periods); (got > 0) != (published != "") {
			t.Errorf("%d periods", got)
		}
		return d
	}
	run(visit, 1)
	undated := state(1, "")
	cited := undated.Passages[0]

	x.calls = 0
	c := corpus.Correction{Published: corpus.OnDay(corpus.DayOf(2012, 10, 4)), By: " mo ", Because: "page 3"}
	change, err := p.Correct(ctx, key, c)
	if err != nil || change.Kind != archive.Updated || change.Version != 1 || x.calls != 1 {
		t.Fatalf("%+v, synced %d times, %v", change, x.calls, err)
	}
	d := state(1, "2012-10-04")
	if d.Passages[0] != cited || d.Text != undated.Text {
		t.Errorf("passage %+v, want %+v", d.Passages[0], cited)
	}
	if d.Published.Correction() != "corrected by mo: page 3" {
		t.Errorf("published %+v", d.Published)
	}

	// It outlives the same text, a changed one, reindex, and deletion.
	run(visit, 0)
	state(1, "2012-10-04")
	run(visit+" Nobody took notes.", 1)
	state(2, "2012-10-04")
	if sum, err := p.Reindex(ctx); err != nil || sum.Unchanged != 1 || sum.Updated != 0 {
		t.Errorf("reindex %+v, %v", sum, err)
	}
	state(2, "2012-10-04")
	old, err := a.Extracts(ctx, []corpus.PassageID{cited.ID})
	if err != nil || len(old) != 1 || old[0].Text != cited.Of(undated.Text) {
		t.Errorf("the passage cited first: %+v, %v", old, err)
	}
	if err := a.Delete(ctx, key); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Correct(ctx, key, c); !errors.Is(err, archive.ErrDeleted) {
		t.Errorf("deleted: %v", err)
	}
	if err := a.Restore(ctx, key); err != nil {
		t.Fatal(err)
	}
	run(visit, 1)
	state(1, "2012-10-04")

	// Whoever says the same again changes nothing; taken back, the witnesses
	// count again.
	x.calls = 0
	if change, err := p.Correct(ctx, key, c); err != nil || change.Kind != archive.Unchanged || x.calls != 0 {
		t.Errorf("again: %+v, synced %d times, %v", change, x.calls, err)
	}
	back := corpus.Correction{Withdrawn: true, By: "li"}
	if _, err := p.Correct(ctx, key, back); err != nil {
		t.Fatal(err)
	}
	again := state(1, "")
	if !reflect.DeepEqual(again.Published, undated.Published) {
		t.Errorf("taken back: %+v, was %+v", again.Published, undated.Published)
	}
	if h, err := a.Corrections(ctx, key); err != nil || len(h) != 2 || !h[1].Withdrawn || !h[0].At.Equal(now) {
		t.Errorf("history %+v, %v", h, err)
	}

	// Nothing comes of what is no correction.
	g, _ := a.Generation(ctx)
	for _, row := range []struct {
		key  corpus.Key
		c    corpus.Correction
		want string
	}{
		{key, corpus.Correction{Published: corpus.InYear(2012), Because: "page 3"}, "needs the name"},
		{key, corpus.Correction{Published: corpus.InYear(2012), By: "mo"}, "needs its reason"},
		{key, corpus.Correction{Published: corpus.OnDay(corpus.DayIn(now) + 2), By: "mo", Because: "page 3"}, "is still to come"},
		{key, back, "no correction to take back"},
		{corpus.Key{Collection: "news", ID: "z"}, c, "news/z: not in the archive"},
	} {
		if _, err := p.Correct(ctx, row.key, row.c); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("Correct(%v, %+v) = %v, want %q", row.key, row.c, err, row.want)
		}
	}
	if now, _ := a.Generation(ctx); now != g {
		t.Errorf("generation %d, was %d", now, g)
	}
	x.err = errors.New("no room")
	if change, err := p.Correct(ctx, key, c); err == nil || change.Kind != archive.Updated || !strings.Contains(err.Error(), "is kept, but the index") {
		t.Errorf("without room for the index: %+v, %v", change, err)
	}
	state(1, "2012-10-04")
}

// TestCorrectBeforeItIsStored stores a record that was derived before its
// article was corrected, and one before the correction was taken back.
func TestCorrectBeforeItIsStored(t *testing.T) {
	a, ctx := memory(t), t.Context()
	p := &Pipeline{Archive: a}
	if _, err := p.Run(ctx, source.Of(raw("a", visit))); err != nil {
		t.Fatal(err)
	}
	derived := func(text string) archive.Record {
		t.Helper()
		j := &job{raws: []corpus.Raw{raw("a", text)}}
		if p.derive(ctx, j); j.err != nil || j.failed[0] != nil {
			t.Fatal(j.err, j.failed)
		}
		return j.records[0]
	}
	for i, c := range []corpus.Correction{
		{Published: corpus.OnDay(corpus.DayOf(2012, 10, 4)), By: "mo", Because: "page 3"},
		{Withdrawn: true, By: "mo"},
	} {
		before := derived(visit + strings.Repeat(" Nobody took notes.", i+1))
		if _, err := p.Correct(ctx, raw("a", "").Key, c); err != nil {
			t.Fatal(err)
		}
		var sum Summary
		if err := p.store(ctx, []archive.Record{before}, &sum); err != nil || sum.Updated != 1 {
			t.Fatalf("%+v, %v", sum, err)
		}
		d, err := a.Document(ctx, raw("a", "").Key, 0)
		if err != nil || d.Version != i+2 || d.Published.Interval != c.Published || !strings.HasSuffix(d.Text, "notes.") {
			t.Errorf("%+v: version %d, %v, %v", c, d.Version, d.Published, err)
		}
	}
}
