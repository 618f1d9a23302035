package replay

import (
	"strconv"
	"testing"
	"time"
)

func TestGuard(t *testing.T) {
	var g Guard
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	if !g.First("a", now) || g.First("a", now.Add(Fresh)) {
		t.Error("a signature passes once")
	}
	g.Forget("a")
	if !g.First("a", now) {
		t.Error("a signature that was taken back does not pass again")
	}
	for i := range 1000 {
		g.First(strconv.Itoa(i), now)
	}
	// What could not pass for fresh any more is forgotten.
	g.First("b", now.Add(2*Fresh+2*time.Minute))
	if len(g.seen) != 1 {
		t.Errorf("%d signatures are remembered, want 1", len(g.seen))
	}
}
