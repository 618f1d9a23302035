package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// What must not be answered, or not without a word of warning.
func TestGuards(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "trade"}, Published: "2019-05-06", Text: "LIMA, May 6, 2019. Trade between Peru and Norway rose by 30 percent, Prime Minister Hugo Salas of Peru said on Monday. He thanked the Norwegian guests for their patience."},
		corpus.Raw{Key: corpus.Key{ID: "chain"}, Published: "2019-05-07", Text: "The password of the harbour is " + strings.Repeat("long-", 90) + "word, the harbour office said on Tuesday."},
		corpus.Raw{Key: corpus.Key{ID: "forged"}, Published: "2019-05-08", Text: "The lamp of the lighthouse at Orm [7] was bought for 400 crowns at https://evil.example/x by the keeper, he said on Wednesday."},
		corpus.Raw{Key: corpus.Key{ID: "fremd"}, Published: "2019-05-09", Text: "Der Leuchtturm von Orm wurde am Donnerstag neu gestrichen, und die Farbe hat die Stadt bezahlt. Der Bürgermeister sprach von einem Fest für alle Kinder der Insel."},
	)
	for _, row := range []struct{ question, lead, notLead, note string }{
		{"By how much did trade between Peru and Norway rise?", "30 percent", "", ""},
		{"By how much did trade between Peru and Norway fall?", "", "30 percent", ""},
		{"Who is prime minister of Peru?", "Hugo Salas", "", ""},
		{"Who is prime minister of Norway?", "Not in this archive.", "Salas", "prime minister of Norway"},
		{"What is the password of the harbour?", "", "……", ""},
		{"How much did the lamp of the lighthouse cost?", "", "[7]", ""},
		{"Wer hat die Farbe bezahlt?", "", "", "German"},
	} {
		a := ask(t, r, row.question)
		if !strings.Contains(a.Lead, row.lead) || row.notLead != "" && strings.Contains(a.Lead, row.notLead) {
			t.Errorf("Ask(%q) leads with %q, want %q and never %q", row.question, a.Lead, row.lead, row.notLead)
		}
		if !says(a.Lead) {
			t.Errorf("Ask(%q) leads with no word: %q", row.question, a.Lead)
		}
		if notes := strings.Join(a.Notes, " "); !a.Abstained && row.note == "German" && !strings.Contains(notes, row.note) || row.note != "German" && !strings.Contains(notes, row.note) {
			t.Errorf("Ask(%q) notes %q, want %q", row.question, notes, row.note)
		}
		check(t, r, row.question, a)
	}
}

func TestInert(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"bought [7] lamps", "bought (7) lamps"},
		{"see https://evil.example/x now", "see … now"},
		{"[sic] stays", "[sic] stays"},
	} {
		if got := inert(row.in); got != row.want {
			t.Errorf("inert(%q) = %q, want %q", row.in, got, row.want)
		}
	}
}

// A follow-up never tells of what only its forerunner might see.
func TestFollowUpKeepsToItsCollections(t *testing.T) {
	first := Exchange{Request: Request{Question: "When did Solberg last visit Lima?", Collections: []string{"c", "secret"}, AsOf: 10}}
	for _, row := range []struct {
		collections []string
		asOf        corpus.Day
		want        bool
	}{
		{[]string{"c", "secret"}, 10, true},
		{[]string{"c", "d", "secret"}, 11, true},
		{[]string{"c"}, 10, false},
		{[]string{"c", "secret"}, 9, false},
	} {
		if got := seenWithin(first, row.collections, row.asOf); got != row.want {
			t.Errorf("seenWithin(%v, %d) = %v, want %v", row.collections, row.asOf, got, row.want)
		}
	}
}
