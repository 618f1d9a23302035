package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// A sentence that only tells what happened is no answer to why; the reason stands
// behind a word that joins it, or in a sentence after.
func TestWhy(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "bridge"}, Title: "Bridge at Orvik shut", Text: "Published: 4 June 2023\n\nThe council on Sunday closed the harbour bridge at Orvik for two weeks. An engineer, Tove Lunde, said that two cables had rusted through.\n\nA new ferry, planned for the summer, was cancelled because of its cost. The mayor praised the bakers for their patience."},
		corpus.Raw{Key: corpus.Key{ID: "choir"}, Title: "Choir loses conductor", Text: "Published: 9 June 2023\n\nThe Orvik choir has dismissed its conductor, Per Salen. The chairwoman, Eli Dahl, said that his age was not the reason. He had insulted two singers, she said.\n\nThe tenor Nils Brod is to leave the choir in July. He gave no reason.\n\nA court has thrown out the complaint of Eli Dahl against the result of the ballot. It was made too late, the judges found.\n\nThe concert was moved to Lunde. It will begin at eight."},
		corpus.Raw{Key: corpus.Key{ID: "permit"}, Title: "Quarry permit withdrawn", Text: "Published: 1 July 2023\n\nThe county has withdrawn the permit for a quarry near Lunde. The reason was a lawsuit by farmers.\n\nThe referee sent off the keeper, Jon Vik, for a foul. Workers at the quarry went on strike over pay. The mine was shut eight days after the election.\n\nThe ferry Skua was scrapped in 2011 after its pump had failed. The county has expelled the surveyor, Ada Rohn. She is said to have forged two maps. A judge has called the expulsion of Ada Rohn void. The county had not heard her, he said."},
	)
	for _, test := range []struct{ question, want string }{
		// Said by somebody in the sentence after.
		{"Why was the bridge closed?", "cables had rusted"},
		{"Why did the choir dismiss its conductor?", "insulted two singers"},
		{"Why was the quarry permit withdrawn?", "a lawsuit by farmers"},
		// Joined in the sentence itself.
		{"Why was the ferry cancelled?", "because of its cost"},
		{"Why was the keeper sent off?", "for a foul"},
		{"Why did workers at the quarry strike?", "over pay"},
		{"Why was the ferry Skua scrapped?", "its pump had failed"},
		// What somebody is accused of; not why a court took it back.
		{"Why was Ada Rohn expelled?", "forged two maps"},
		// That none was given is what there is to say.
		{"Why is Nils Brod to leave the choir?", "gave no reason"},
		{"Why was the complaint of Eli Dahl thrown out?", "too late"},
		// A place, a purpose or a time is no reason.
		{"Why was the concert moved?", ""},
		{"Why was the mine shut?", ""},
	} {
		a := ask(t, r, test.question)
		if a.Abstained != (test.want == "") || !strings.Contains(a.Lead, test.want) {
			t.Errorf("Ask(%q) = %q, want %q", test.question, a.Lead, test.want)
		}
	}
}
