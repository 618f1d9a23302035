package event

import (
	"strings"
	"testing"

	"dateline/corpus/token"
)

func TestEmbedded(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		// A pronoun without a comma: up to the verb of the noun before it.
		{"The bakery that was founded by Anna Moss closed its doors on Tuesday.", "that was founded by Anna Moss"},
		{"The minister who resigned in May met the president on Friday.", "who resigned in May"},
		{"The plane that crashed on Monday was bound for Lima.", "that crashed on Monday"},
		{"The court which sentenced him in 2012 freed him on Monday.", "which sentenced him in 2012"},
		{"The woman who met a man named Reed went home.", "who met a man named Reed"},
		{"A clerk who said the bridge was closed left the town.", "who said the bridge was closed"},
		{"Rescuers found the boat that sank on Sunday.", "that sank on Sunday"},
		// Commas: up to the one that closes it, not those of lists and dates.
		{"Mr. Kern, who was convicted of fraud, spoke to reporters in Dover on Friday.", "who was convicted of fraud"},
		{"She met Kern, who was convicted of fraud, on Friday.", "who was convicted of fraud"},
		{"Kern, who visited Lima, Quito and La Paz in March, flew home.", "who visited Lima, Quito and La Paz in March"},
		{"Kern, who resigned on March 5, 2019, is back.", "who resigned on March 5, 2019"},
		{"The firm, with which Kern signed a contract, went bankrupt.", "with which Kern signed a contract"},
		{"He was succeeded by Kern, who fled.", "who fled"},
		{"Rosa Reed, who was born in Faro, won the race on Sunday.", "who was born in Faro"},
		// No pronoun at all.
		{"Rosa Reed, born in Faro, won the race on Sunday.", "born in Faro"},
		{"The bridge, built in 1931, collapsed on Monday.", "built in 1931"},
		{"Arrested in Leeds, Reed was charged on Monday.", ""},
		{"A video of the moment a girl was rescued by police was released Monday.", "was rescued by police"},
		{"A man arrested in Leeds was charged on Monday.", "arrested in Leeds"},
		{"The deal he signed was worthless.", "signed"},
		{"The claim that he resigned is false.", "resigned"},
		// Clauses that are what is said, thought or asked are no such clauses.
		{"Police said that the girl was rescued.", ""},
		{"Police said the girl was rescued.", ""},
		{"Kern believed the deal was off.", ""},
		{"The report showed prices were rising.", ""},
		{"He asked who was there.", ""},
		{"Who was convicted of fraud?", ""},
		{"Kern arrived on Monday and was received by Moss.", ""},
		{"Kern met Moss on Monday.", ""},
		{"Kern had been arrested in Leeds.", ""},
	} {
		words := token.Words(row.text)
		folded := make([]string, len(words))
		for i, w := range words {
			folded[i] = token.Fold(w.Text)
		}
		var got []string
		for _, c := range ReadClauses(row.text, words, folded).s.embedded() {
			got = append(got, row.text[words[c.from].Start:words[c.to-1].End])
		}
		if g := strings.Join(got, " | "); g != row.want {
			t.Errorf("%q\n got %q\nwant %q", row.text, g, row.want)
		}
	}
}
