// Package replay refuses signed requests that come a second time.
package replay

import (
	"sync"
	"time"
)

// Fresh is how old the timestamp of a signed request may be, to either side.
const Fresh = 5 * time.Minute

// Guard remembers the signatures of the last minutes. The zero value is empty.
// Its methods may be called at once.
type Guard struct {
	mu    sync.Mutex
	seen  map[string]time.Time
	sweep time.Time // when to forget the old ones
}

// First reports whether a signature has not been seen, and remembers it for as
// long as its request could pass for fresh.
func (g *Guard) First(signature string, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.After(g.sweep) {
		for s, until := range g.seen {
			if now.After(until) {
				delete(g.seen, s)
			}
		}
		g.sweep = now.Add(time.Minute)
	}
	if _, ok := g.seen[signature]; ok {
		return false
	}
	if g.seen == nil {
		g.seen = map[string]time.Time{}
	}
	g.seen[signature] = now.Add(2 * Fresh)
	return true
}

// Forget takes a signature back whose request was not taken down, so that it
// may come again.
func (g *Guard) Forget(signature string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.seen, signature)
}
