package gazetteer

import (
	"slices"
	"testing"
)

func TestNames(t *testing.T) {
	for _, c := range []struct {
		country string
		has     []string
	}{
		{"norway", []string{"norway", "norwegian", "oslo"}},
		{"united kingdom", []string{"britain", "british", "london"}},
		{"atlantis", nil},
	} {
		got := Names(c.country)
		for _, w := range c.has {
			if !slices.Contains(got, w) {
				t.Errorf("Names(%q) = %q, without %q", c.country, got, w)
			}
		}
		if c.has == nil && len(got) > 0 {
			t.Errorf("Names(%q) = %q, want none", c.country, got)
		}
	}
}
