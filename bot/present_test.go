package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// Whom somebody met, who else was there, and whom a plan named in vain.
func TestMet(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "arrives"}, Published: "2016-03-08", Text: "LIMA, March 8, 2016. Norwegian Foreign Minister Ingrid Solberg arrived in Lima on Tuesday for a visit to Peru. Solberg is scheduled to meet the President and the Prime Minister of Peru."},
		corpus.Raw{Key: corpus.Key{ID: "talks"}, Published: "2016-03-09", Text: "LIMA, March 9, 2016. Norwegian Foreign Minister Ingrid Solberg visited Lima on Tuesday and met Prime Minister Hugo Salas. Fisheries Minister Ana Paz and Energy Minister Luis Rojas attended the meeting."},
	)
	first := Request{Question: "When did Solberg last visit Peru before 2017?", Collections: []string{"c"}}
	a := ask(t, r, first.Question)
	b := askAfter(t, r, "and who did she meet?", &Exchange{Request: first, Answer: a})
	for _, want := range []string{"Hugo Salas", "Ana Paz was present"} {
		if !strings.Contains(b.Lead, want) {
			t.Errorf("the lead %q does not hold %q", b.Lead, want)
		}
	}
	if notes := strings.Join(b.Notes, " "); !strings.Contains(notes, "no article reports a meeting with the president") || strings.Contains(notes, "prime minister.") {
		t.Errorf("the notes %q do not say that the president alone was not met", notes)
	}
}
