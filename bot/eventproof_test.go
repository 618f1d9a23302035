package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// TestWithTime takes a time behind a proof into it, but no length of time that
// counts from something else.
func TestWithTime(t *testing.T) {
	for _, test := range []struct{ text, proof, want string }{
		{"The ban was lifted in Lund on Saturday, the city said.", "The ban was lifted in Lund", "The ban was lifted in Lund on Saturday"},
		{"The ban was lifted in Lund, five months after the first case.", "The ban was lifted in Lund", "The ban was lifted in Lund"},
		{"She visited Lund, two days later than planned.", "She visited Lund", "She visited Lund"},
	} {
		at := strings.Index(test.text, test.proof)
		got := withTime(test.text, corpus.Span{End: len(test.text)}, corpus.Span{Start: at, End: at + len(test.proof)})
		if got.Of(test.text) != test.want {
			t.Errorf("withTime(%q) = %q, want %q", test.text, got.Of(test.text), test.want)
		}
	}
	l := textLine("Two people close to the talks will close the works.")
	if l.saysAt(2, "close") || !l.saysAt(7, "close") {
		t.Errorf("%q: close at 2: %v, at 7: %v", l.text, l.saysAt(2, "close"), l.saysAt(7, "close"))
	}
}
