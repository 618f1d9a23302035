package chat

import (
	"fmt"
	"strings"
)

// Head returns what an item begins with: its date, as a platform can show it, and
// whether it is new.
func (i Item) Head(date string) string {
	if i.New {
		return strings.TrimLeft(date+" · new", " ·")
	}
	return date
}

// Below returns what was said before as the line below an item. It reports false
// where there is none.
func (i Item) Below() (Item, bool) {
	if i.Before == nil {
		return Item{}, false
	}
	b := *i.Before
	b.Before, b.Label = nil, strings.TrimSuffix("before, "+b.Label, ", ")
	return b, true
}

// Rest counts what of a section is not shown.
func (s Section) Rest() string { return fmt.Sprintf("and %d more", s.More) }

// Trim leaves items out of a card's sections until they fit, one at a time from
// the end of the section that shows the most, of several such the last; More
// counts them. Where no item fits the last sections go too. The sections given
// stay as they are.
func Trim(sections []Section, fits func([]Section) bool) []Section {
	out := append([]Section(nil), sections...)
	for len(out) > 0 && !fits(out) {
		longest := len(out) - 1
		for i := longest; i >= 0; i-- {
			if len(out[i].Items) > len(out[longest].Items) {
				longest = i
			}
		}
		s := &out[longest]
		if len(s.Items) == 0 {
			out = out[:len(out)-1]
			continue
		}
		s.Items, s.More = s.Items[:len(s.Items)-1], s.More+1
	}
	return out
}
