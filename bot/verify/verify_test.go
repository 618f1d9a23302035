package verify

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestQuote(t *testing.T) {
	text := "The envoy said “we’re ready” –  and left.\nHe came\tback. He came back."
	for _, tt := range []struct {
		quote string
		near  int
		want  string // what stands there, "" where nothing does
	}{
		// typography and white space don't count
		{`"we're ready" - and left.`, 0, "“we’re ready” –  and left."},
		{"  He   came back ", 0, "He came\tback"},
		// of two the nearer
		{"He came back", len(text), "He came back"},
		// case and words do
		{"the envoy said", 0, ""},
		{"we are ready", 0, ""},
		{"", 0, ""},
		{" ", 0, ""},
		{text + " And more.", 0, ""},
	} {
		span, ok := Quote(text, tt.quote, tt.near)
		if got := span.Of(text); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Quote(%q) = %q, %v, want %q", tt.quote, got, ok, tt.want)
		}
	}
}

func TestUnsupported(t *testing.T) {
	for _, tt := range []struct {
		claim    string
		quotes   []string
		declared []string
		want     []string
	}{
		{"46 percent, according to Ivers", []string{"trade grew by 46 percent"}, []string{"Ivers"}, nil},
		{"46 percent, according to Ivers", []string{"trade grew by 46 percent"}, nil, []string{"Ivers"}},
		{"47 percent", []string{"trade grew by 46 percent"}, nil, []string{"47"}},
		// a sentence begins with a capital
		{"Planned only. Nobody came", []string{"a plan"}, nil, nil},
		{"In May Dana Ruiz met Lund", []string{"Lund received Ruiz"}, nil, []string{"May", "Dana"}},
		{"Dana Ruiz’s visit", []string{"Ruiz"}, nil, nil},
	} {
		if got := Unsupported(tt.claim, tt.quotes, tt.declared); !slices.Equal(got, tt.want) {
			t.Errorf("Unsupported(%q, %q) = %q, want %q", tt.claim, tt.quotes, got, tt.want)
		}
	}
}

// FuzzQuote holds that what is found is in the text, says the same as the
// quote, and is found again; and that every part of a text is found in it.
func FuzzQuote(f *testing.F) {
	f.Add("He said “no” – twice.", `He said "no" - twice.`, 0)
	f.Add("a\u200bb", "ab", 3)
	f.Add("x", "", -1)
	f.Fuzz(func(t *testing.T, text, quote string, near int) {
		if !utf8.ValidString(text) || !utf8.ValidString(quote) {
			return
		}
		if span, ok := Quote(text, quote, near); ok {
			if span.Start < 0 || span.End > len(text) || span.Len() <= 0 {
				t.Fatalf("Quote(%q, %q) = %v", text, quote, span)
			}
			if again, ok := Quote(text, span.Of(text), span.Start); !ok || again != span {
				t.Fatalf("Quote(%q, %q) = %v, again %v", text, quote, span, again)
			}
			got, _ := normalise(span.Of(text))
			want, _ := normalise(quote)
			if strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Fatalf("Quote(%q, %q) found %q", text, quote, span.Of(text))
			}
		}
		if trimmed := strings.TrimSpace(text); trimmed != "" && strings.Trim(trimmed, "\u200b\ufeff \t\n") != "" {
			if _, ok := Quote(text, text, 0); !ok {
				n, _ := normalise(text)
				if strings.TrimSpace(n) != "" {
					t.Fatalf("Quote(%q) does not find the whole", text)
				}
			}
		}
	})
}
