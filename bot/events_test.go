package bot

import (
	"testing"

	"dateline/corpus"
)

// What happened last counts, whatever was read last.
func TestNewest(t *testing.T) {
	day := func(id int64, y int) corpus.Event { return corpus.Event{ID: id, When: corpus.InYear(y)} }
	got := newest([]corpus.Event{day(1, 2020), day(2, 1990), {ID: 3}, day(4, 2005)}, 2)
	if len(got) != 2 || got[0].ID != 1 || got[1].ID != 4 {
		t.Errorf("newest = %v, want the events 1 and 4", got)
	}
	if got := newest([]corpus.Event{{ID: 1}, day(2, 1990)}, 1); got[0].ID != 2 {
		t.Errorf("newest = %v, want the one with a date", got)
	}
}
