package brief

import (
	"testing"

	"dateline/bot"
	"dateline/corpus"
)

// TestChangesOfADay holds what is told as a change of what came in after the
// briefing before, of the same day: in whatever words, and only onwards.
func TestChangesOfADay(t *testing.T) {
	const (
		nine   = "NOWSHERA: Nine people drowned on Sunday when flood water entered the town of Nowshera, rescue officials said. The Kabul river stood at its highest level in ten years. Hundreds of families spent the night on the motorway, and the army brought tents and bread to them in twenty lorries."
		twelve = "Floods in Nowshera have now cost twelve lives rather than the nine given before, according to figures that the authorities published on Monday. Boats brought families to safety."
		denies = "The army dismissed as baseless the charge, made by the governor of Nowshera, that it had opened the dyke of Nowshera in the night."
		blames = "The governor of Nowshera on Sunday blamed the army for having opened the dyke of Nowshera in the night, without a word to the town."
	)
	for _, test := range []struct {
		why, told, came string
		want            string // the kind and the values
	}{
		// Another paper has more, and says what it was.
		{"more, in other words", nine, twelve, "revised Nine twelve"},
		// A near-copy with another figure was not told, though the text it copies was.
		{"a copy with another figure", nine, "NOWSHERA: Fourteen" + nine[len("NOWSHERA: Nine"):], "revised Nine Fourteen"},
		// It is claimed and denied.
		{"a denial", blames, denies, "contradicted  "},
		// A notice puts right a date of long ago, of a paper that is not there.
		{"a correction", nine, "An earlier version of our report of 5 May on the flood in Nowshera said that its dyke was built in 1974. It was built in 1984.", "corrected 1974 1984"},
		// What came late has what was known before.
		{"a late report", twelve, nine, ""},
		// Other people, another place.
		{"another flood", nine, "Floods in Charsadda have now cost twelve lives, according to figures that the authorities of Nowshera and Charsadda published on Monday.", ""},
	} {
		s := newShelf(t, raw("a", "Hill Post", "2024-05-06", "", test.told))
		req := Request{Topic: "Nowshera", Window: corpus.Between(corpus.DayOf(2024, 5, 3), corpus.DayOf(2024, 5, 10)), AsOf: corpus.DayOf(2024, 5, 6)}
		told := tell(nil, s.compose(req), s)
		s.put(raw("b", "Channel Nine", "2024-05-06", "", test.came))
		req.Told, req.OnlyNew = told, true
		b := s.compose(req)
		got := ""
		for _, c := range b.Changes {
			got += string(c.Kind) + " " + c.Before.Value + " " + c.After.Value
			if !c.New {
				t.Errorf("%s: the change is not new", test.why)
			}
		}
		if got != test.want {
			t.Errorf("%s: changes are %q, want %q:\n%s", test.why, got, test.want, Text(b, bot.Width))
		}
	}
}
