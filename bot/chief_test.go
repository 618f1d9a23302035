package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// What is asked with a verb is told by a sentence that says what the verb does, of
// what the question names; one that shares some words with it is no answer.
func TestChiefly(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "probe"}, Title: "Corvus-2 on its way", Text: "Published: 4 May 2021\n\nThe probe Corvus-2 left for the moon on Tuesday with a Halden rocket. Its forerunner, Corvus-1, fell into the sea in 2018.\n\nThe probe carries a drill and a lamp. A lamp is thought to have been the cause of a fire in the hangar in March. The hangar stands in Orvik."},
		corpus.Raw{Key: corpus.Key{ID: "mill"}, Title: "Mill of Orvik", Text: "Published: 9 May 2021\n\nThe spinning hall of the mill in Orvik is to be pulled down. Prosecutors have charged its owner, Nils Brod, over a fire. He is accused of having locked a door.\n\nA guard whose name was not given had mislaid the key. The tailor Kai Strand spoke of a scandal.\n\nCorrection: An earlier version of this report said that Pia Lund was the district judge. The district judge is Odd Vang. The clerk, Pia Lund, has complained.\n\nWorkers in Orvik will get a canteen, the minister, Lise Kjaer, said."},
	)
	for _, test := range []struct{ question, want, not string }{
		{"What happened to Corvus-1?", "fell into the sea", "moon"},
		{"What does the probe carry?", "a drill and a lamp", ""},
		{"What caused the fire in the hangar?", "A lamp", "Orvik"},
		{"Which hall is to be pulled down?", "spinning hall", ""},
		{"What was Nils Brod accused of?", "locked a door", "charged"},
		// Told of somebody who is not named, or taken back.
		{"Who mislaid the key?", "", "Strand"},
		{"Who is Pia Lund?", "clerk", "judge"},
		{"What bonus did the workers of the mill get?", "", "canteen"},
	} {
		a := ask(t, r, test.question)
		if a.Abstained != (test.want == "") || !strings.Contains(a.Lead, test.want) || test.not != "" && strings.Contains(a.Lead, test.not) {
			t.Errorf("Ask(%q) = %q, want %q and not %q", test.question, a.Lead, test.want, test.not)
		}
	}
}
