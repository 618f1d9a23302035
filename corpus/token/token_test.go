package token

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWords(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"Mr. Karsten's 46-percent rise, 1,234.5 in all.", "Mr|Karsten's|46|percent|rise|1,234.5|in|all"},
		{"the Minister’s ‘own’ words", "the|Minister’s|own|words"},
		{"95% in 2012.", "95|in|2012"},
		{"São Paulo — Łódź", "São|Paulo|Łódź"},
		{"", ""},
		{"...", ""},
		// Scripts without spaces are a word a letter.
		{"2021年", "2021|年"},
		{"Москва сегодня", "Москва|сегодня"},
		{"5, 6", "5|6"},
		{"co\u00ADopera\u00ADtion", "co\u00ADopera\u00ADtion"},
	} {
		var got []string
		for _, w := range Words(row.in) {
			got = append(got, w.Text)
		}
		if strings.Join(got, "|") != row.want {
			t.Errorf("Words(%q) = %q, want %q", row.in, strings.Join(got, "|"), row.want)
		}
	}
}

func TestFoldAndStem(t *testing.T) {
	for _, row := range []struct{ word, fold, stem string }{
		{"Visits", "visits", "visit"},
		{"visited", "visited", "visit"},
		{"Minister’s", "minister", "minist"},
		{"Łódź", "lodz", "lodz"},
		{"Straße", "strasse", "strass"},
		{"ÉCOLE", "ecole", "ecol"},
		{"2012", "2012", "2012"},
		{"co\u00ADope\u00ADra\u00ADtion", "cooperation", "cooper"},
		{"Москва", "москва", "москва"},
	} {
		fold := Fold(row.word)
		if stem := Stem(fold); fold != row.fold || stem != row.stem {
			t.Errorf("%q folds to %q and stems to %q, want %q and %q", row.word, fold, stem, row.fold, row.stem)
		}
	}
	if !Stop("the") || Stop("visit") {
		t.Error("the is a stop word and visit is none")
	}
}

func FuzzWords(f *testing.F) {
	f.Add("Karsten’s 1,234.5 — 年 \xff")
	f.Add(strings.Repeat("may", 20_000)) // is one word
	f.Fuzz(func(t *testing.T, text string) {
		valid, last := utf8.ValidString(text), 0
		for _, w := range Words(text) {
			if w.Start < last || w.End <= w.Start || w.Of(text) != w.Text {
				t.Fatalf("word %+v after %d in %q", w, last, text)
			}
			if valid && !utf8.ValidString(w.Text) {
				t.Fatalf("%q cuts a character", w.Text)
			}
			Stem(Fold(w.Text))
			last = w.End
		}
	})
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("The minister said on Thursday that talks would go on for two weeks. ", 1000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Words(text)
	}
}
