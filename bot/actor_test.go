package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

func TestDoer(t *testing.T) {
	for _, test := range []struct{ text, verb, want string }{
		// An insertion stands between them, with names of its own.
		{"Ekberg, 51, now head of the grocer Fellmart, replaces Joan Birch.", "replaces", "Ekberg"},
		{"Its lawyer, Clara Munk, filed the suit in March.", "filed", "Clara Munk"},
		{"The head of Hillside, Rolf Aster, sold the house.", "sold", "Rolf Aster"},
		// A relative clause is of what stands before it.
		{"They thanked the guard, Ivo Renn, who raised the alarm.", "raised", "Ivo Renn"},
		{"Clara Munk, the engineer who built it, was in Lund.", "built", "Clara Munk"},
		{"The young painter, who replaces Joan Birch, was at Hillside.", "replaces", ""},
		{"Captain Rolf Aster has never scored there.", "scored", "Captain Rolf Aster"},
		{"She demanded a recount from Rolf Aster.", "demanded", ""},
	} {
		l := textLine(test.text)
		v := 0
		for v < len(l.folded) && l.folded[v] != test.verb {
			v++
		}
		from, to, known := l.doer(v)
		got := ""
		if to > from {
			got = test.text[l.words[from].Start:l.words[to-1].End]
		}
		if !known || got != test.want {
			t.Errorf("doer(%q in %q) = %q, %v, want %q", test.verb, test.text, got, known, test.want)
		}
	}
}

// Who does something is the subject of a sentence about the same, and no piece of
// a name.
func TestWhoDoes(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "hotel"}, Title: "Hotel and mill in Skarby", Text: "Published: 2 May 2022\n\nThe manager of the Hillside Hotel, Rolf Aster, said that it was full. Ivo Renn, who heads the society Friends of Hillside, called for a boycott.\n\nMembers of the Dock Workers' Federation rejected an arbiter's offer on Friday. Joan Birch runs the mill in Skarby and Kaja Thorn its shop. Dock owner Nils Brod told reporters that prices would rise."},
		corpus.Raw{Key: corpus.Key{ID: "chain"}, Title: "Grocer gets new chief", Text: "Published: 9 May 2022\n\nEkberg, 51, now head of finance at the railway Nordspor, replaces Joan Birch at the grocer Fellmart."},
		corpus.Raw{Key: corpus.Key{ID: "once"}, Title: "Harbour talks", Text: "Published: 10 May 2022\n\nOtto Quell, formerly director of the Skarby docks, opened the talks on Monday."},
		corpus.Raw{Key: corpus.Key{ID: "wanted"}, Source: "Skar Match", Title: "Rovers want Moreau", Text: "Published: 11 May 2022\n\nSkarby Rovers want to hire Luc Moreau as their new trainer, Skar Match has learned."},
		corpus.Raw{Key: corpus.Key{ID: "stays"}, Source: "Harbour Post", Title: "Lind stays", Text: "Published: 20 May 2022\n\nTessa Lind will stay trainer of Skarby Rovers until June 2024, the club announced on Friday."},
	)
	for _, test := range []struct{ question, want, not string }{
		// Who held an office once does not hold it.
		{"Who is director of the Skarby docks?", "", "Quell"},
		// Nor is it the paper that says so.
		{"Who is the trainer of Skarby Rovers?", "Tessa Lind", "Match"},
		{"Who replaces Joan Birch?", "Ekberg", "Nordspor"},
		{"Who heads the Hillside Hotel?", "", "Renn"},
		{"Who arbitrated between the dockers and the owners?", "", "of the Dock"},
	} {
		a := ask(t, r, test.question)
		if test.want != "" && a.Abstained || !strings.Contains(a.Lead, test.want) || strings.Contains(a.Lead, test.not) {
			t.Errorf("Ask(%q) = %q, want %q and not %q", test.question, a.Lead, test.want, test.not)
		}
	}
}
