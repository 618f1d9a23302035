package bot

import "testing"

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
