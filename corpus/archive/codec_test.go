package archive

import (
	"math"
	"reflect"
	"testing"

	"dateline/corpus"
)

func TestStatementsHaveText(t *testing.T) {
	for i, text := range statementText {
		if text == "" {
			t.Errorf("statement %d has no text, which SQLite would run without a word", i)
		}
	}
}

func TestCodecExtremes(t *testing.T) {
	open := corpus.Interval{Start: corpus.MinDay, End: corpus.MaxDay, Precision: corpus.PrecisionInterval}
	ss := []corpus.Sentence{
		{Span: corpus.Span{Start: 5, End: 9}, Block: 3, Periods: []corpus.Period{{From: open}, {To: corpus.OnDay(-700000)}, corpus.Point(open), {}}},
		{Span: corpus.Span{Start: 9, End: math.MaxInt32 - 1}, Block: 0},
	}
	for _, passage := range []corpus.Span{{Start: 5, End: 10}, {Start: 7, End: 8}} { // the latter cuts its sentence
		if got, err := decodeSentences(putSentences(nil, passage, ss), passage); err != nil || !reflect.DeepEqual(got, ss) {
			t.Errorf("sentences %+v, %v", got, err)
		}
	}
	var a corpus.Article
	if err := decodeLayout(putLayout(nil, &a), &a); err != nil || !reflect.DeepEqual(a, corpus.Article{}) {
		t.Errorf("layout %+v, %v", a, err)
	}
	var e corpus.Event
	if err := decodeEvent(putEvent(nil, &e), &e); err != nil || !reflect.DeepEqual(e, corpus.Event{}) {
		t.Errorf("event %+v, %v", e, err)
	}
}

// FuzzDecode reads damaged rows: that may fail but not panic, and what is read
// is written as it was.
func FuzzDecode(f *testing.F) {
	f.Add(putSentences(nil, corpus.Span{}, []corpus.Sentence{{Span: corpus.Span{End: 4}, Periods: []corpus.Period{corpus.Point(corpus.InYear(2012))}}}))
	f.Add(putEvent(nil, &corpus.Event{Participants: []corpus.Participant{{Role: corpus.Agent}}, Keys: []string{"a"}}))
	f.Add(putLayout(nil, &corpus.Article{Blocks: []corpus.Block{{}}, Dropped: []corpus.Dropped{{}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		var span corpus.Span
		if ss, err := decodeSentences(b, span); err == nil {
			if again, err := decodeSentences(putSentences(nil, span, ss), span); err != nil || !reflect.DeepEqual(again, ss) {
				t.Fatalf("sentences %+v, then %+v, %v", ss, again, err)
			}
		}
		var e, e2 corpus.Event
		if decodeEvent(b, &e) == nil {
			if err := decodeEvent(putEvent(nil, &e), &e2); err != nil || !reflect.DeepEqual(e, e2) {
				t.Fatalf("event %+v, then %+v, %v", e, e2, err)
			}
		}
		var a, a2 corpus.Article
		if decodeLayout(b, &a) == nil {
			if err := decodeLayout(putLayout(nil, &a), &a2); err != nil || !reflect.DeepEqual(a, a2) {
				t.Fatalf("layout %+v, then %+v, %v", a, a2, err)
			}
		}
	})
}
