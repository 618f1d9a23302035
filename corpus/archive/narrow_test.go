package archive

import (
	"testing"

	"dateline/corpus"
)

// Sources and the time of publication narrow coverage and events alike.
func TestNarrow(t *testing.T) {
	a, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	day := corpus.DayOf(2021, 4, 7)
	var records []Record
	for _, r := range []struct {
		id, source string
		published  corpus.Interval
	}{{"a", "The Post", corpus.OnDay(day)}, {"b", "The Post", corpus.Interval{}}, {"c", "Dawn", corpus.InMonth(2021, 5)}, {"d", "", corpus.OnDay(day + 100)}} {
		key := corpus.Key{Collection: "news", ID: r.id}
		text := "He came to town with " + r.id + "."
		d := corpus.Document{Article: corpus.Article{Key: key, Source: r.source, Text: text, Published: corpus.Publication{Interval: r.published}},
			Sentences: []corpus.Sentence{{Span: corpus.Span{End: len(text)}}}, Events: []corpus.Event{{Kind: "visit", Keys: []string{"n:he"}, Span: corpus.Span{End: len(text)}}}}
		d.Blocks = []corpus.Block{{Span: corpus.Span{End: len(text)}}}
		d.Passages = corpus.Passages(text, d.Sentences)
		records = append(records, Record{Raw: corpus.Raw{Key: key, Text: text}, Document: &d})
	}
	changes, err := a.Put(t.Context(), records)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if c.Kind != Added {
			t.Fatalf("change = %+v", c)
		}
	}
	for _, tt := range []struct {
		name           string
		f              corpus.EventFilter
		dated, undated int
		newest         string
	}{
		{"all", corpus.EventFilter{}, 3, 1, "d"},
		{"a source", corpus.EventFilter{Sources: []string{"the post"}}, 1, 1, "a"},
		{"two", corpus.EventFilter{Sources: []string{"The Post", "Dawn"}}, 2, 1, "c"},
		{"none of that name", corpus.EventFilter{Sources: []string{"Post"}}, 0, 0, ""},
		{"a month overlaps its days", corpus.EventFilter{Published: corpus.OnDay(corpus.DayOf(2021, 5, 20))}, 1, 0, "c"},
		{"open at its end", corpus.EventFilter{Published: corpus.Between(day+1, corpus.MaxDay)}, 2, 0, "d"},
		{"open at its beginning", corpus.EventFilter{Published: corpus.Between(corpus.MinDay, day)}, 1, 0, "a"},
		{"both", corpus.EventFilter{Sources: []string{"Dawn"}, Published: corpus.OnDay(day)}, 0, 0, ""},
		{"as of", corpus.EventFilter{AsOf: day, Sources: []string{"The Post", "Dawn"}}, 1, 1, "a"},
	} {
		tt.f.Collections = []string{"news"}
		c, err := a.CoverageOf(t.Context(), tt.f)
		if err != nil || c.Dated != tt.dated || c.Undated != tt.undated || c.Newest.ID != tt.newest {
			t.Errorf("%s: CoverageOf = %+v, %v, want %d dated, %d undated, newest %q", tt.name, c, err, tt.dated, tt.undated, tt.newest)
		}
		for _, by := range []corpus.EventFilter{{}, {Kinds: []string{"visit"}}, {Keys: []string{"n:he"}}, {Kinds: []string{"visit"}, Keys: []string{"n:he"}, Latest: 9}} {
			f := tt.f
			f.Kinds, f.Keys, f.Latest = by.Kinds, by.Keys, by.Latest
			es, err := a.Events(t.Context(), f)
			if err != nil || len(es) != tt.dated+tt.undated {
				t.Errorf("%s: %d events, %v, want %d", tt.name, len(es), err, tt.dated+tt.undated)
			}
		}
	}
	if c, err := a.CoverageOf(t.Context(), corpus.EventFilter{Sources: []string{"Dawn"}}); err != nil || c.Dated+c.Undated != 0 {
		t.Errorf("CoverageOf without collections = %+v, %v", c, err)
	}
}
