package chat

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCut(t *testing.T) {
	for _, row := range []struct {
		text  string
		limit int
		want  string
	}{
		{"Short.", 6, "Short."},
		// Between sentences, where that keeps half.
		{"One two three. Four five six.", 20, "One two three. …"},
		// Between words, where a sentence would keep too little.
		{"No. A much longer second sentence stands here.", 30, "No. A much longer second…"},
		// Between characters: a word that fills it, marks with their letters, flags whole.
		{"Donaudampfschifffahrtsgesellschaft", 10, "Donaudam…"},
		{"e\u0301e\u0301e\u0301", 5, "e\u0301…"},
		{"🇵🇰🇷🇺🇵🇰", 5, "🇵🇰…"},
		// Never within the number of a citation or a link.
		{"Trade grew by half [12] so", 22, "Trade grew by half…"},
		{"see https://example.org/a/long/address for", 30, "see…"},
		{"https://example.org/a/long/address", 10, ""},
		// A link ends at white space of any kind, a sentence in it ends none.
		{"See https://e.org/a.\u00a0Then much more of it", 25, "See https://e.org/a. …"},
		{"これは https://e.org/a。そして続きがある", 24, "これは…"},
		{"anything", 2, ""},
		{"", 0, ""},
	} {
		if got := Cut(row.text, row.limit, Runes); got != row.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", row.text, row.limit, got, row.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("One two three. Four [12] five https://example.org/x six. é🇵🇰", 20)
	f.Add("One https://e.org/a。b Two. Three", 22)
	f.Add("Twice https://e.org/a… and more of it", 24)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if !utf8.ValidString(text) || limit < 0 || limit > 1000 || len(text) > 4000 {
			t.Skip()
		}
		for _, size := range []func(string) int{Runes, Units} {
			got := Cut(text, limit, size)
			if size(got) > limit {
				t.Fatalf("Cut(%q, %d) = %q has %d units", text, limit, got, size(got))
			}
			head, ok := strings.CutSuffix(got, omission)
			if !ok { // the text's own last character may be an ellipsis too
				head = strings.TrimSuffix(got, ellipsis)
			}
			if got != text && !strings.HasPrefix(text, head) {
				t.Fatalf("Cut(%q, %d) = %q is no beginning of it", text, limit, got)
			}
			if !utf8.ValidString(got) {
				t.Fatalf("Cut(%q, %d) = %q is cut within a character", text, limit, got)
			}
			for _, m := range whole.FindAllStringIndex(text, -1) {
				if got != text && m[0] < len(head) && len(head) < m[1] {
					t.Fatalf("Cut(%q, %d) = %q is cut within %q", text, limit, got, text[m[0]:m[1]])
				}
			}
		}
	})
}
