package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

func TestNegated(t *testing.T) {
	for _, tt := range []struct {
		text, verb string
		want       bool
	}{
		{"She did not sign the treaty.", "sign", true},
		{"Nothing was signed.", "sign", true},
		{"The crew weren't met at the quay.", "meet", true},
		{"Marsh signed the treaty.", "sign", false},
		{"He had no tie, but he signed it.", "sign", false},
		{"He signed it and did not smile.", "sign", false},
	} {
		l := textLine(tt.text)
		at, ok := verbIn(l, tt.verb)
		if got := ok && negated(l, at); !ok || got != tt.want {
			t.Errorf("negated(%q) = %v, %v, want %v", tt.text, got, ok, tt.want)
		}
	}
}

func TestPlanned(t *testing.T) {
	for text, want := range map[string]bool{
		"They will sign the treaty.":          true,
		"The two are to sign it on Monday.":   true,
		"They signed the treaty on Monday.":   false,
		"He came to Varna and signed it.":     false,
		"Marsh was expected to sign in June.": true,
	} {
		l := textLine(text)
		at, ok := verbIn(l, "sign")
		if got := planned(l, at); !ok || got != want {
			t.Errorf("planned(%q) = %v, %v, want %v", text, got, ok, want)
		}
	}
}

func TestDisowned(t *testing.T) {
	for _, tt := range []struct {
		text, verb string
		want       bool
	}{
		{"Police denied reports that the owner of the barge had been arrested.", "arrest", true},
		{"The mayor on Tuesday rejected the claim that she resigned.", "resign", true},
		{"The bank denied having sold the mine.", "sell", true},
		{"Her lawyer dismissed rumours of an arrest.", "arrest", true},
		{"The driver denied stealing the bus.", "steal", true},
		// Nobody denies it, or what is denied is something else.
		{"Nobody disputes that Mayor Reis was arrested.", "arrest", false},
		{"He denied wrongdoing after reports that he was arrested.", "arrest", false},
		{"Smith denied the claim, and the minister said that he was arrested.", "arrest", false},
		{"The court rejected his appeal after police said that he was arrested.", "arrest", false},
		{"He denied the charge, but was arrested.", "arrest", false},
		{"Police arrested the man who denied that he was there.", "arrest", false},
		{"Reports that the owner was arrested are true, police said.", "arrest", false},
	} {
		l := textLine(tt.text)
		at, ok := verbIn(l, tt.verb)
		if got := ok && disowned(l, at); !ok || got != tt.want {
			t.Errorf("disowned(%q) = %v, %v, want %v", tt.text, got, ok, tt.want)
		}
	}
}

// What somebody denies is no yes; where reports differ, both are given.
func TestDenied(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "arrest"}, Published: "2019-03-04", Title: "Owner of barge arrested", Text: "VARNA. Police have arrested the owner of the barge that sank off Varna, a spokesman said on Monday."},
		corpus.Raw{Key: corpus.Key{ID: "denial"}, Published: "2019-03-05", Title: "Police on the barge", Text: "VARNA. Police denied reports that the owner of the barge had been arrested. The barge was overloaded, they said."},
		corpus.Raw{Key: corpus.Key{ID: "chief"}, Published: "2019-03-06", Title: "Police chief and tax office", Text: "VARNA. The police chief of Varna denied taking bribes. The tax office of Varna did not raise fees this year."},
		corpus.Raw{Key: corpus.Key{ID: "crane"}, Published: "2019-03-07", Title: "Workers hurt in Sozopol", Text: "SOZOPOL, March 7, 2019 - Fourteen workers were hurt when a crane fell in Sozopol, a town of 4,000 people, on Thursday. Dozens are feared dead."},
		corpus.Raw{Key: corpus.Key{ID: "mayor"}, Published: "2019-03-06", Title: "Mayor Petrov stays", Text: "VARNA. Mayor Ivan Petrov rejected rumours that he had resigned over the harbour works."},
	)
	for _, tt := range []struct{ question, want string }{
		{"Was the owner of the barge arrested?", "The reports differ"},
		{"Was the barge overloaded?", "Yes [1]."},
		{"Has Mayor Ivan Petrov resigned?", "Denied [1]"},
		// The verb is not the noun before it.
		{"Did the police chief of Varna take bribes?", "Denied [1]"},
		{"Did the tax office of Varna raise fees?", "No [1]"},
		// A dateline has no numbers of what is counted, nor a town's people.
		{"How many workers were hurt in Sozopol?", "Fourteen workers [1]"},
		{"How many people died in Sozopol?", "Not in this archive."},
		{"How many people does the town of Sozopol have?", "4,000 people [1]"},
	} {
		a := ask(t, r, tt.question)
		if got := a.Lead + " " + strings.Join(a.Notes, " "); !strings.Contains(got, tt.want) {
			t.Errorf("Ask(%q) = %q, want %q", tt.question, got, tt.want)
		}
	}
}

// The dead are counted in several words, and a toll by a sentence of its own; those
// who are feared dead are no count.
func TestToll(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "first"}, Published: "2019-03-04", Title: "Barge sinks off Varna", Text: "VARNA. Dozens of people are feared dead after a barge sank off Varna on Sunday."},
		corpus.Raw{Key: corpus.Key{ID: "second"}, Published: "2019-03-05", Title: "More dead of the barge", Text: "VARNA. The number of people who drowned when the barge sank off Varna has risen to 19, police said on Tuesday."},
	)
	const q = "How many people died when the barge sank off Varna?"
	if a := ask(t, r, q); !strings.HasPrefix(a.Lead, "19") {
		t.Errorf("Ask(%q) = %q, want 19", q, a.Lead)
	}
}
