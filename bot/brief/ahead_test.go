package brief

import (
	"testing"

	"dateline/corpus"
)

// TestAhead reads single reports of Wednesday 14 February 2024: what is planned,
// for when, and what only sounds so.
func TestAhead(t *testing.T) {
	for _, c := range []struct{ text, want string }{ // want: the day of the plan, "none" for one without, "" for no plan
		// The day is the plan's.
		{"Mayor Ilse Brandt will visit Lublin on Friday, her office said on Tuesday.", "2024-02-16"},
		{"Mayor Ilse Brandt is to sign the accord with Lublin on 1 March, city hall said.", "2024-03-01"},
		{"A visit of Mayor Ilse Brandt to Lublin is planned for Monday, city hall said in a statement on Wednesday.", "2024-02-19"},
		// The day is that of the saying.
		{"Mayor Ilse Brandt will equip the fire brigade of Lublin anew, she said in Lublin on Tuesday before she flew home.", ""},
		{"Lublin will get a new bridge, Mayor Ilse Brandt told reporters at the town hall on Tuesday.", ""},
		{"Mayor Ilse Brandt said in a television interview on Tuesday that Lublin would grow.", ""},
		{"Found guilty of fraud, Mayor Ilse Brandt of Lublin will spend a year behind bars, a court ruled on Tuesday.", ""},
		// It is over.
		{"Mayor Ilse Brandt flew into Lublin on Tuesday for talks, with a new bridge at the top of the agenda.", ""},
		{"On Tuesday, Mayor Ilse Brandt opened the way for a bridge that will join Lublin with its port.", ""},
		{"Mayor Ilse Brandt visited Lublin on Tuesday and met its council.", ""},
		{"Mayor Ilse Brandt, who had planned to visit Lublin on Tuesday, met its council by telephone.", ""},
		// It won't be, or only may be.
		{"Mayor Ilse Brandt will not visit Lublin on Friday, her office said.", ""},
		{"Mayor Ilse Brandt may visit Lublin on Friday if the river falls.", ""},
	} {
		s := newShelf(t, corpus.Raw{Key: corpus.Key{ID: "a"}, Source: "Vistula Post", Published: "2024-02-14", Text: c.text + " The council of Lublin has forty members.\n"})
		b := s.compose(Request{Topic: "Ilse Brandt", AsOf: day(t, "2024-02-15")})
		got := ""
		for _, p := range b.Ahead {
			if got = "none"; p.When.Known() {
				got = p.When.String()
			}
		}
		if got != c.want {
			t.Errorf("%s\nis ahead on %q, want %q", c.text, got, c.want)
		}
	}
}

// TestAheadBeside: an article on the topic may tell what is to come without its
// words, one that only names it may not.
func TestAheadBeside(t *testing.T) {
	const told = "The coach of Varna Rovers resigned on Monday, the club said. The cup match against Tolden, planned for 17 February, has been moved to 2 March because of storm damage.\n"
	for title, want := range map[string]int{"Coach of Varna Rovers resigns": 1, "Coach resigns": 0} {
		s := newShelf(t, raw("a", "Vistula Post", "2024-02-14", title, told))
		b := s.compose(Request{Topic: "Varna Rovers", AsOf: day(t, "2024-02-15")})
		if len(b.Points) != 1 || len(b.Ahead) != want {
			t.Errorf("%q: points %q, ahead %q", title, texts(b.Points), texts(b.Ahead))
		}
	}
}
