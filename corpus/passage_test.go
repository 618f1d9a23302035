package corpus

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// prose returns a paragraph of n sentences, each of words words.
func prose(n, words int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString("Then")
		for w := 1; w < words; w++ {
			fmt.Fprintf(&b, " w%d", i+w)
		}
		b.WriteByte('.')
	}
	return b.String()
}

func sentencesOf(text string) []Sentence {
	return Sentences(text, []Block{{Span: Span{0, len(text)}}})
}

func TestPassages(t *testing.T) {
	for _, row := range []struct {
		name  string
		text  string
		words []int // of each passage
	}{
		{"nothing", "", nil},
		{"a short article is one passage", prose(20, 14), []int{280}},
		{"no short rest is left", prose(31, 10), []int{150, 160}},
		{"about 200 words each", prose(100, 10), []int{200, 200, 200, 200, 200}},
		{"a long sentence stands alone", prose(5, 10) + " " + prose(1, 450) + " " + prose(5, 10), []int{50, 450, 50}},
		{"and is cut where it is longer still", prose(1, 2500), []int{1000, 1000, 500}},
	} {
		var got []int
		for _, p := range Passages(row.text, sentencesOf(row.text)) {
			got = append(got, countWords(p.Of(row.text)))
		}
		if !reflect.DeepEqual(got, row.words) {
			t.Errorf("%s: passages of %v words, want %v", row.name, got, row.words)
		}
	}
}

func TestPassagesWithoutSpaces(t *testing.T) {
	text := strings.Repeat("é", 3*maxPassageBytes/2)
	ps := Passages(text, sentencesOf(text))
	if len(ps) != 3 {
		t.Fatalf("%d passages, want 3", len(ps))
	}
	checkPassages(t, text, sentencesOf(text), ps)
}

// checkPassages tests what holds for every text: all sentences are covered, in
// order, whole unless they are too long.
func checkPassages(t *testing.T, text string, ss []Sentence, ps []Passage) {
	t.Helper()
	next, end := 0, 0
	for i, p := range ps {
		if p.Start < end || p.Len() <= 0 {
			t.Fatalf("passage %d %+v begins before %d or is empty", i, p, end)
		}
		if strings.TrimSpace(text[end:p.Start]) != "" && next > 0 {
			t.Fatalf("%q is in no passage", text[end:p.Start])
		}
		if p.Len() > maxPassageBytes && p.First == p.Last {
			t.Fatalf("passage %d has %d bytes", i, p.Len())
		}
		if utf8.ValidString(text) && !utf8.ValidString(p.Of(text)) {
			t.Fatalf("passage %d cuts a character", i)
		}
		cut := i > 0 && ps[i-1].First == p.First
		if !cut && p.First != next {
			t.Fatalf("passage %d begins with sentence %d, want %d", i, p.First, next)
		}
		if p.First != p.Last && (p.Start != ss[p.First].Start || p.End != ss[p.Last].End) {
			t.Fatalf("passage %d %+v cuts a sentence", i, p)
		}
		next, end = p.Last+1, p.End
	}
	if next != len(ss) {
		t.Fatalf("%d of %d sentences are in passages", next, len(ss))
	}
}

func FuzzPassages(f *testing.F) {
	f.Add("He came. She left.", 3)
	f.Add(prose(3, 120), 40)
	f.Add("日本語の文。", 300)
	f.Fuzz(func(t *testing.T, text string, n int) {
		text = strings.Repeat(text, min(max(n, 1), 1<<14/(len(text)+1)+1))
		ss := sentencesOf(text)
		ps := Passages(text, ss)
		checkPassages(t, text, ss, ps)
		if again := Passages(text, ss); !reflect.DeepEqual(again, ps) {
			t.Fatal("a second reading differs")
		}
	})
}
