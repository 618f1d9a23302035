package index

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval/enginetest"
)

func TestNear(t *testing.T) {
	x := New(Options{})
	words := []string{"kayani", "kiyani", "rouhani", "rohani", "defenc", "defens", "lavrov", "cat", "cart", "2019", "2018", "minist", "ministri", "волков", "волкав"}
	var docs []corpus.Document
	for i, w := range words {
		d := enginetest.Document(fmt.Sprint(i), corpus.PassageID(i+1), "", w)
		d.Lang = "xx" // as they stand
		docs = append(docs, d)
	}
	hidden := enginetest.Document("closed/h", 100, "", "kayanis")
	hidden.Lang = "xx"
	if err := x.Upsert(t.Context(), append(docs, hidden), nil); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ word, want string }{
		{"kiyani", "kayani"},
		{"rohani", "rouhani"},
		{"defens", "defenc"},
		{"lavrvo", "lavrov"},
		{"lavrvoo", ""}, // two changes to seven letters
		{"cat", ""},     // too short
		{"2019", ""},    // a number is no spelling
		{"2o19", ""},
		{"ministrie", "ministri"},
		{"волков", "волкав"},
		{"", ""},
	} {
		near, err := x.Near(t.Context(), []string{test.word}, inC)
		if err != nil {
			t.Fatal(err)
		}
		var have []string
		for _, v := range near[0] {
			have = append(have, v.Stem)
			if v.Passages != 1 || v.Likeness <= 0 || v.Likeness >= 1 {
				t.Errorf("Near(%q) = %+v", test.word, v)
			}
		}
		if strings.Join(have, " ") != test.want {
			t.Errorf("Near(%q) = %q, want %q", test.word, have, test.want)
		}
	}
}

// TestNearMissesNothing compares with looking at every word.
func TestNearMissesNothing(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	vocabulary := map[string]bool{}
	for len(vocabulary) < 3000 {
		w := make([]byte, 4+rnd.IntN(7))
		for i := range w {
			w[i] = "abcde"[rnd.IntN(5)]
		}
		vocabulary[string(w)] = true
	}
	words := slices.Sorted(maps.Keys(vocabulary))
	d := enginetest.Document("a", 1, "", strings.Join(words, " "))
	d.Lang = "xx"
	x := New(Options{})
	if err := x.Upsert(t.Context(), []corpus.Document{d}, nil); err != nil {
		t.Fatal(err)
	}
	for _, w := range words[:200] {
		found := map[string]bool{}
		x.view.Load().segs[0].near(newWord(w), func(term string, _ entry) { found[term] = true })
		for _, other := range words {
			limit := newWord(w).changes
			if near := other != w && distance([]rune(w), []rune(other), limit) <= limit; near != found[other] {
				t.Fatalf("%q near %q: %v, want %v", other, w, found[other], near)
			}
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"kayani", "kiyani", 1}, {"rouhani", "rohani", 1}, {"ab", "ba", 1},
		{"abcd", "badc", 2}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"abcdef", "ghijkl", 4},
	} {
		if have := distance([]rune(test.a), []rune(test.b), 3); have != test.want {
			t.Errorf("distance(%q, %q) = %d, want %d", test.a, test.b, have, test.want)
		}
	}
}
