package corpus

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSplitSentences(t *testing.T) {
	for _, row := range []struct{ in, want string }{ // the want is cut at |
		{"He came. She left.", "He came.|She left."},
		{"“We agreed.” He left. (It rained.) Then?", "“We agreed.”|He left.|(It rained.)|Then?"},
		// Abbreviations, initials and numbers go on.
		{"Mr. Smith met Gen. J. P. Karsten at 5.30 p.m. on Monday. He left.", "Mr. Smith met Gen. J. P. Karsten at 5.30 p.m. on Monday.|He left."},
		{"The U.S. Army came. Growth was 4.6 percent. No. 5 won.", "The U.S. Army came.|Growth was 4.6 percent.|No. 5 won."},
		{"He lives in the U.S. The rest is known.", "He lives in the U.S.|The rest is known."},
		{"It was on Jan. 5. He came.", "It was on Jan. 5.|He came."},
		// Tokenized text.
		{"Ann B . Carver lived in Washington , D.C. . Built in 1794 , it stands .", "Ann B . Carver lived in Washington , D.C. .|Built in 1794 , it stands ."},
		{"a sentence. goes on", "a sentence. goes on"},
		{"Wait… What?! Yes", "Wait…|What?!|Yes"},
		{"彼は来た。帰った。", "彼は来た。|帰った。"},
	} {
		var got []string
		for _, s := range SplitSentences(row.in) {
			got = append(got, s.Of(row.in))
		}
		if strings.Join(got, "|") != row.want {
			t.Errorf("SplitSentences(%q) = %q, want %q", row.in, strings.Join(got, "|"), row.want)
		}
	}
}

func FuzzSplitSentences(f *testing.F) {
	f.Add("He came. She left. Mr. X. said “Yes.” ")
	f.Fuzz(func(t *testing.T, text string) {
		valid, last := utf8.ValidString(text), 0
		for _, s := range SplitSentences(text) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %v after %d in %q", s, last, text)
			}
			if skipped := text[last:s.Start]; strings.TrimSpace(skipped) != "" {
				t.Fatalf("%q of %q is in no sentence", skipped, text)
			}
			if valid && !utf8.ValidString(s.Of(text)) {
				t.Fatalf("%v cuts a character of %q", s, text)
			}
			last = s.End
		}
	})
}
