package chat

import (
	"fmt"
	"strings"
	"testing"
)

// shape writes how many items each section shows, and how many it counts.
func shape(sections []Section) string {
	var out []string
	for _, s := range sections {
		out = append(out, fmt.Sprintf("%s%d+%d", s.Title, len(s.Items), s.More))
	}
	return strings.Join(out, " ")
}

func TestTrim(t *testing.T) {
	of := func(title string, items, more int) Section {
		return Section{Title: title, Items: make([]Item, items), More: more}
	}
	for _, row := range []struct {
		in   []Section
		room int // items, and half of one for each section
		want string
	}{
		// What fits stays whole.
		{[]Section{of("a", 3, 0), of("b", 1, 2)}, 5, "a3+0 b1+2"},
		// The longest gives first, then of two as long the later.
		{[]Section{of("a", 5, 0), of("b", 2, 0)}, 6, "a3+2 b2+0"},
		{[]Section{of("a", 5, 0), of("b", 2, 1)}, 4, "a2+3 b1+2"},
		{[]Section{of("a", 2, 0), of("b", 2, 0), of("c", 2, 0)}, 6, "a2+0 b1+1 c1+1"},
		// Without room for items their numbers stay, as far as there is room.
		{[]Section{of("a", 2, 0), of("b", 2, 0)}, 1, "a0+2 b0+2"},
		{[]Section{of("a", 2, 0), of("b", 2, 0)}, 0, ""},
		{nil, 0, ""},
	} {
		before := shape(row.in)
		got := Trim(row.in, func(s []Section) bool {
			used := len(s)
			for _, x := range s {
				used += 2 * len(x.Items)
			}
			return used <= 2*row.room
		})
		if shape(got) != row.want {
			t.Errorf("Trim(%s, room %d) = %q, want %q", before, row.room, shape(got), row.want)
		}
		if shape(row.in) != before {
			t.Errorf("Trim(%s) changed what it was given to %s", before, shape(row.in))
		}
	}
}
