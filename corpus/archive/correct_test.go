package archive_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"dateline/corpus"
	"dateline/corpus/archive"
)

// corrected returns a record as it is derived with a correction.
func corrected(r archive.Record, c corpus.Correction) archive.Record {
	d := *r.Document
	if r.Document = &d; c.Withdrawn {
		r.Correction = nil
		return r
	}
	r.Correction = &c
	d.Published = corpus.Publication{Interval: c.Published, Basis: corpus.BasisPerson, Confidence: corpus.High,
		Evidence: append([]corpus.Evidence{{Basis: corpus.BasisPerson, Text: c.Because, Interval: c.Published, Used: true, Why: "corrected by " + c.By}}, d.Published.Evidence...)}
	return r
}

func TestCorrect(t *testing.T) {
	both(t, func(t *testing.T, a *archive.Archive) {
		ctx := t.Context()
		plain := record("news", "a", story(1, 60), corpus.Interval{})
		key := plain.Raw.Key
		put(t, a, plain, record("news", "b", story(1, 60)+" Ends.", corpus.InYear(2020)))
		before, err := a.Document(ctx, key, 0)
		if err != nil {
			t.Fatal(err)
		}
		g := generation(t, a)
		correct := func(c corpus.Correction, kind archive.ChangeKind, advance int64) corpus.Document {
			t.Helper()
			change, err := a.Correct(ctx, c, corrected(plain, c))
			if err != nil || change.Kind != kind || change.Key != key || change.Version != 1 {
				t.Fatalf("%+v: %+v, %v", c, change, err)
			}
			if g += advance; generation(t, a) != g {
				t.Errorf("%+v: generation %d, want %d", c, generation(t, a), g)
			}
			d, err := a.Document(ctx, key, 0)
			if err != nil || !reflect.DeepEqual(d.Passages, before.Passages) || d.Text != before.Text || d.Version != 1 {
				t.Fatalf("%+v: version %d, passages %v, %v", c, d.Version, d.Passages, err)
			}
			return d
		}
		first := corpus.Correction{Published: corpus.OnDay(15617), By: "mo", Because: "page 3"}
		d := correct(first, archive.Updated, 1)
		if d.Published.Interval != first.Published || d.Published.Basis != corpus.BasisPerson || d.Published.Correction() != "corrected by mo: page 3" || len(d.Published.Evidence) != 2 {
			t.Errorf("published %+v", d.Published)
		}
		// What as-of and coverage go by, and whoever asks what is new.
		cover, err := a.Coverage(ctx, []string{"news"}, 15616)
		if err != nil || cover.Dated+cover.Undated != 0 {
			t.Errorf("as of the day before: %+v, %v", cover, err)
		}
		cover, err = a.Coverage(ctx, []string{"news"}, 15617)
		if err != nil || cover.Dated != 1 || cover.From != 15617 || cover.Newest != key {
			t.Errorf("as of that day: %+v, %v", cover, err)
		}
		var since []corpus.Key
		if err := a.DocumentsSince(ctx, g-1, func(d corpus.Document) error { since = append(since, d.Key); return nil }); err != nil || !slices.Equal(since, []corpus.Key{key}) {
			t.Errorf("since: %v, %v", since, err)
		}
		// The story's other copy is still its copy.
		if x, err := a.Extracts(ctx, []corpus.PassageID{before.Passages[0].ID}); err != nil || x[0].Article.Published.Interval != first.Published || x[0].Article.Cluster != "a" {
			t.Errorf("extract %+v, %v", x, err)
		}
		if b, err := a.Document(ctx, corpus.Key{Collection: "news", ID: "b"}, 0); err != nil || b.Cluster != "a" || b.Published.Interval != corpus.InYear(2020) {
			t.Errorf("copy: %s, %v, %v", b.Cluster, b.Published, err)
		}

		// The same again is nothing new; another person's word is, and a second
		// thought, and taking it back.
		correct(first, archive.Unchanged, 0)
		other := corpus.Correction{Published: corpus.OnDay(15617), By: "li", Because: "page 3"}
		correct(other, archive.Updated, 1)
		undated := corpus.Correction{By: "mo", Because: "that was a reprint"}
		if d := correct(undated, archive.Updated, 1); d.Published.Known() || d.Published.Basis != corpus.BasisPerson {
			t.Errorf("undated: %+v", d.Published)
		}
		if cs, err := a.Corrected(ctx, []corpus.Key{{Collection: "news", ID: "b"}, key}); err != nil || cs[0] != nil || cs[1] == nil || cs[1].By != "mo" || cs[1].Published.Known() {
			t.Errorf("Corrected = %v, %v", cs, err)
		}
		back := corpus.Correction{Withdrawn: true, By: "li"}
		if d := correct(back, archive.Updated, 1); !reflect.DeepEqual(d.Published, before.Published) || len(d.Events) != len(before.Events) {
			t.Errorf("taken back: %+v", d.Published)
		}
		if _, err := a.Correct(ctx, back, plain); !errors.Is(err, archive.ErrNoCorrection) {
			t.Errorf("taken back twice: %v", err)
		}
		if cs, err := a.Corrected(ctx, []corpus.Key{key}); err != nil || cs[0] != nil {
			t.Errorf("Corrected = %v, %v", cs, err)
		}
		// All of it is in the history, the oldest first.
		history, err := a.Corrections(ctx, key)
		if err != nil {
			t.Fatal(err)
		}
		want := []corpus.Correction{first, other, undated, back}
		for i := range history {
			if !history[i].At.Equal(clock()) || i > 0 && history[i].ID <= history[i-1].ID {
				t.Errorf("history %d: %+v", i, history[i])
			}
			history[i].ID, history[i].At = 0, corpus.Correction{}.At
		}
		if !reflect.DeepEqual(history, want) {
			t.Errorf("history\n%+v\nwant\n%+v", history, want)
		}
	})
}

// TestCorrectMeanwhile has records that were derived with another correction
// than that which counts by the time they are stored.
func TestCorrectMeanwhile(t *testing.T) {
	a, ctx := memory(t), t.Context()
	plain := record("news", "a", story(1, 9), corpus.Interval{})
	next := record("news", "a", story(2, 9), corpus.Interval{})
	key := plain.Raw.Key
	put(t, a, plain)
	c := corpus.Correction{Published: corpus.InYear(2012), By: "mo", Because: "page 3"}
	if _, err := a.Correct(ctx, c, corrected(next, c)); !errors.Is(err, archive.ErrStale) {
		t.Errorf("of another record: %v", err)
	}
	if h, err := a.Corrections(ctx, key); err != nil || h != nil {
		t.Errorf("kept %v, %v", h, err)
	}
	if _, err := a.Correct(ctx, c, corrected(plain, c)); err != nil {
		t.Fatal(err)
	}
	if got := put(t, a, next); got[0].Kind != archive.Rejected || !errors.Is(got[0].Err, archive.ErrStale) {
		t.Errorf("new text, derived before: %+v", got)
	}
	if got, err := a.Redo(ctx, []archive.Record{plain}); err != nil || got[0].Kind != archive.Withheld {
		t.Errorf("redone, derived before: %+v, %v", got, err)
	}
	// The archive says with which correction to derive.
	stored, err := a.Stored(ctx, key)
	if err != nil || stored.Correction == nil || stored.Correction.By != "mo" || stored.Text != plain.Raw.Text {
		t.Fatalf("Stored = %+v, %v", stored, err)
	}
	if all, err := a.Records(ctx, 0, 9); err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], stored) {
		t.Errorf("Records = %+v, %v", all, err)
	}
	if got, err := a.Redo(ctx, []archive.Record{corrected(plain, *stored.Correction)}); err != nil || got[0].Kind != archive.Unchanged {
		t.Errorf("redone: %+v, %v", got, err)
	}
	if got := put(t, a, corrected(next, *stored.Correction)); got[0].Kind != archive.Updated || got[0].Version != 2 {
		t.Errorf("new text: %+v", got)
	}
	d, err := a.Document(ctx, key, 0)
	if err != nil || d.Published.Interval != corpus.InYear(2012) || d.Version != 2 {
		t.Errorf("version %d, %v, %v", d.Version, d.Published, err)
	}
	// A correction that was taken back meanwhile counts no more.
	back := corpus.Correction{Withdrawn: true, By: "mo"}
	if _, err := a.Correct(ctx, back, next); err != nil {
		t.Fatal(err)
	}
	third := record("news", "a", story(3, 9), corpus.Interval{})
	if got := put(t, a, corrected(third, *stored.Correction)); !errors.Is(got[0].Err, archive.ErrStale) {
		t.Errorf("derived with what was taken back: %+v", got)
	}
	if got := put(t, a, third); got[0].Kind != archive.Updated {
		t.Errorf("derived without: %+v", got)
	}
}

// TestCorrectDeleted deletes a corrected article and brings it back.
func TestCorrectDeleted(t *testing.T) {
	a, ctx := memory(t), t.Context()
	plain := record("news", "a", story(1, 9), corpus.Interval{})
	key := plain.Raw.Key
	c := corpus.Correction{Published: corpus.InYear(2012), By: "mo", Because: "page 3"}
	if _, err := a.Correct(ctx, c, corrected(plain, c)); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("before it is there: %v", err)
	}
	put(t, a, plain)
	if _, err := a.Correct(ctx, c, corrected(plain, c)); err != nil {
		t.Fatal(err)
	}
	if err := a.Delete(ctx, key); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Correct(ctx, c, corrected(plain, c)); !errors.Is(err, archive.ErrDeleted) {
		t.Errorf("of a deleted article: %v", err)
	}
	if _, err := a.Stored(ctx, key); !errors.Is(err, archive.ErrDeleted) {
		t.Errorf("record of a deleted article: %v", err)
	}
	if err := a.Restore(ctx, key); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Stored(ctx, key); !errors.Is(err, archive.ErrNotFound) {
		t.Errorf("record of a restored article: %v", err)
	}
	cs, err := a.Corrected(ctx, []corpus.Key{key})
	if err != nil || cs[0] == nil {
		t.Fatalf("Corrected = %v, %v", cs, err)
	}
	put(t, a, corrected(plain, *cs[0]))
	if d, err := a.Document(ctx, key, 0); err != nil || d.Published.Interval != c.Published {
		t.Errorf("brought back: %v, %v", d.Published, err)
	}
	for _, bad := range []archive.Record{{Raw: plain.Raw}, {Raw: corpus.Raw{}, Document: plain.Document}} {
		if _, err := a.Correct(ctx, c, bad); err == nil {
			t.Errorf("%+v was corrected", bad.Raw.Key)
		}
	}
}

func TestSimilar(t *testing.T) {
	a := memory(t)
	for i, id := range []string{"harbour", "harbour-again", "2021/bridge", "tide"} {
		put(t, a, record("news", id, story(uint64(i), 3), corpus.InYear(2020)))
	}
	put(t, a, record("other", "harbor", story(9, 3), corpus.InYear(2020)))
	news := []string{"news"}
	for _, row := range []struct {
		name        string
		collections []string
		n           int
		want        []string
	}{
		{"harbour.txt", news, 5, []string{"harbour"}}, // the file it was read from
		{"Harb", news, 5, []string{"harbour", "harbour-again"}},
		{"harb", news, 1, []string{"harbour"}},
		{"bridge", news, 5, []string{"2021/bridge"}},
		{"harbuor", news, 5, []string{"harbour"}},
		{"tid", news, 5, []string{"tide"}},
		{"harbour-agaim", news, 5, []string{"harbour-again"}},
		{"harbou", append(news, "other"), 5, []string{"harbour", "harbour-again", "harbor"}},
		{"zebra", news, 5, nil},
		{"", news, 5, nil},
		{"tide", nil, 5, nil},
	} {
		keys, err := a.Similar(t.Context(), row.collections, row.name, row.n)
		var got []string
		for _, k := range keys {
			got = append(got, k.ID)
		}
		if err != nil || !slices.Equal(got, row.want) {
			t.Errorf("Similar(%v, %q, %d) = %v, %v, want %v", row.collections, row.name, row.n, got, err, row.want)
		}
	}
}
