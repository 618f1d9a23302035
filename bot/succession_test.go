package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// Who succeeds whom decides who holds an office on a day.
func TestSuccession(t *testing.T) {
	r := open(t,
		// Given to another at once, and left to nobody.
		corpus.Raw{Key: corpus.Key{ID: "tram"}, Title: "Tram firm Velka loses its chairman", Text: "Published: 3 March 2022\n\nThe chairman of the tram firm Velka, Olaf Brun, said that fares would rise. Its treasurer, Lise Kjaer, agreed."},
		corpus.Raw{Key: corpus.Key{ID: "tram2"}, Title: "Velka chairman goes", Text: "Published: 9 June 2022\n\nNothing was found against Olaf Brun, who resigned as chairman of Velka in May. He was succeeded by Petra Holm, a lawyer."},
		corpus.Raw{Key: corpus.Key{ID: "tram3"}, Title: "Velka treasurer leaves", Text: "Published: 10 June 2022\n\nLise Kjaer has resigned, the tram firm Velka said on Friday."},
		// Named with the day on which it begins.
		corpus.Raw{Key: corpus.Key{ID: "choir"}, Title: "Choir of Lunde names conductor", Text: "Published: 5 December 2022\n\nThe choir of Lunde has appointed Mia Strand as its conductor from 1 February. Strand, 40, now teacher at the academy Nordlys, succeeds Ivar Moe."},
		corpus.Raw{Key: corpus.Key{ID: "choir0"}, Title: "Choir of Lunde sings", Text: "Published: 1 May 2022\n\nThe conductor of the choir of Lunde, Ivar Moe, praised the altos."},
		corpus.Raw{Key: corpus.Key{ID: "zoo"}, Title: "Zoo of Brekke", Text: "Published: 7 March 2022\n\nThe city of Brekke has dismissed the director of its zoo, Nora Falk."},
		corpus.Raw{Key: corpus.Key{ID: "zoo2"}, Title: "New head for Brekke Zoo", Text: "Published: 2 October 2022\n\nThe biologist Hedda Vik becomes director of the Brekke Zoo. She takes over from the interim head, Ali Demir, on 1 November 2022."},
		// Made to leave; who follows is named later.
		corpus.Raw{Key: corpus.Key{ID: "club"}, Title: "Falken without a coach", Text: "Published: 4 April 2022\n\nFalken Lund have dismissed their coach, Tom Aas, after five defeats."},
		corpus.Raw{Key: corpus.Key{ID: "club2"}, Title: "New coach for Falken", Text: "Published: 2 May 2022\n\nFalken Lund have appointed Rita Vold as their new coach, the club said. The young trainer, who replaces Tom Aas, was last in charge of Bryne Town."},
	)
	for _, test := range []struct{ question, want, not, note string }{
		{"Who is the chairman of Velka?", "Petra Holm", "Brun", ""},
		{"Who is the treasurer of Velka?", "Not in this archive", "Kjaer", ""},
		{"Who is the conductor of the choir of Lunde?", "Ivar Moe", "Strand", "Mia Strand is to follow"},
		{"Who is the director of Brekke Zoo?", "Hedda Vik", "Falk", ""},
		{"Who succeeds Ivar Moe?", "Planned: Mia Strand", "Nordlys", ""},
		{"Who is the coach of Falken Lund?", "Rita Vold", "Aas", ""},
		{"Who replaced Tom Aas?", "Rita Vold", "Bryne", ""},
		{"Who succeeded Olaf Brun?", "Petra Holm", "", ""},
	} {
		a := ask(t, r, test.question)
		if !strings.Contains(a.Lead, test.want) || test.not != "" && strings.Contains(a.Lead, test.not) || !strings.Contains(strings.Join(a.Notes, " "), test.note) {
			t.Errorf("Ask(%q) = %q %q, want %q, not %q, with the note %q", test.question, a.Lead, a.Notes, test.want, test.not, test.note)
		}
	}
}
