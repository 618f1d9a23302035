package event

import (
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
)

func TestLookupKeys(t *testing.T) {
	agent := []corpus.Role{corpus.Agent}
	holders := Holders{{Name: "Ashfaq Kiyani", Office: "foreign minister", Of: "kenya"}}
	for _, row := range []struct {
		cs   []Constraint
		want string
	}{
		{[]Constraint{{Place: "warsaw"}}, "p:poland p:warsaw"},
		{[]Constraint{{Place: "gdansk"}}, "p:gdansk"},
		{[]Constraint{{Place: "warsaw"}, {Name: "Anna Berg"}}, "n:anna n:anna berg n:berg"},
		{[]Constraint{{Name: "Li"}, {Roles: agent, Name: "Berg"}}, "n:berg"},
		// Another spelling, and the office.
		{[]Constraint{{Name: "Kayani"}}, "n:ashfaq n:ashfaq kiyani n:kayani n:kiyani o:diplomat@kenya o:dignitary@kenya o:foreign minister@kenya o:minister@kenya o:official@kenya"},
		{[]Constraint{{Office: "president", Of: "chile"}, {Place: "warsaw"}}, "o:dignitary@ o:dignitary@chile o:leader@ o:leader@chile o:official@ o:official@chile o:president@ o:president@chile"},
		{nil, ""},
	} {
		want := strings.Fields(strings.NewReplacer("foreign minister", "foreign_minister", "anna berg", "anna_berg", "ashfaq kiyani", "ashfaq_kiyani").Replace(row.want))
		for i := range want {
			want[i] = strings.ReplaceAll(want[i], "_", " ")
		}
		slices.Sort(want)
		if got := LookupKeys(row.cs, holders); !slices.Equal(got, want) {
			t.Errorf("LookupKeys(%v) = %q, want %q", row.cs, got, want)
		}
	}
}

// TestLookupKeysSuffice checks that what fits the constraints has one of the
// keys.
func TestLookupKeysSuffice(t *testing.T) {
	events := newsWorld(2000)
	for i := range events {
		for j := range events[i].Participants {
			if p := &events[i].Participants[j]; p.Office == "official" {
				p.Office = "justice minister" // of a general office not all that it takes in can be listed
			}
		}
		events[i].Keys = Keys(events[i].Participants)
	}
	holders := Holdings(events)
	most := slices.MaxFunc(holders, func(a, b Holding) int { return a.Reports - b.Reports })
	for _, cs := range [][]Constraint{{{Name: most.Name, Roles: []corpus.Role{corpus.Agent}}}, {{Office: most.Office, Of: most.Of}}, {{Place: "kenya"}}} {
		keys, found := LookupKeys(cs, holders), 0
		p := Pattern{Participants: cs}
		for _, e := range events {
			g := []Group{{Kind: e.Kind, Participants: e.Participants, Range: e.Range}}
			if _, ok := newSeeker(p, g, holders).fits(&g[0]); !ok {
				continue
			}
			found++
			if !slices.ContainsFunc(e.Keys, func(k string) bool { return slices.Contains(keys, k) }) {
				t.Fatalf("%v fits %v and has none of %q, but %q", parties(e.Participants), cs, keys, e.Keys)
			}
		}
		if found < 5 {
			t.Errorf("%d events fit %v, want some", found, cs)
		}
	}
}
