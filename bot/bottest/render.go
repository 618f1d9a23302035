package bottest

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"dateline/bot/chat"
)

// Golden compares what is rendered with a golden file, or writes it there.
func Golden(t testing.TB, path string, got []byte, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	is, was := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range is {
		if i >= len(was) || !bytes.Equal(is[i], was[i]) {
			t.Fatalf("%s:%d differs from what is rendered (-update writes it): %.300s", path, i+1, is[i])
		}
	}
	t.Fatalf("%s is longer than what is rendered (-update writes it)", path)
}

// Indented returns JSON that a person can read.
func Indented(t testing.TB, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// AnyCards are the cards of an answer and of a briefing, and what is behind an
// answer, with any string in each place, and n of what there may be many of.
func AnyCards(s, q, link string, n int) (card, briefing chat.Card, behind chat.Evidence) {
	card = chat.Card{ReadAs: s, Lead: s, Body: []string{q, s, q, s, q}, Caveat: q, Coverage: s, Nearest: n%2 == 0, Abstains: n%3 == 0}
	behind = chat.Evidence{Notes: []string{s, q}, Coverage: s, Hidden: n % 3}
	for i := range n {
		card.Quotes = append(card.Quotes, chat.Quote{N: i + 1, Date: s, Text: q, From: s, Link: link})
		behind.Passages = append(behind.Passages, chat.Passage{N: i + 1, Date: s, Dated: q, From: s, Link: link, Before: q, Quote: s, After: q, Removed: i%7 == 6, Changed: i%5 == 4})
		behind.Articles = append(behind.Articles, chat.Article{Date: q, Title: s, Source: q, Link: link, Copies: i, Cited: []int{i, n}})
	}
	briefing = chat.Card{ReadAs: s, Lead: s, Caveat: q, Coverage: s}
	for i := range n%7 + 1 {
		part := chat.Section{Title: []string{"", s, q}[i%3], More: n % (i + 2)}
		for j := range n / (i + 1) {
			x := chat.Item{Date: s, New: j%2 == 0, Text: q, Quoted: j%3 > 0, Label: []string{"", s}[j%2], Sources: []string{"", q}[i%2]}
			for k := range j % 9 {
				x.Marks = append(x.Marks, chat.Mark{N: k + 1, Link: link})
			}
			if j%4 == 3 {
				before := x
				x.Before = &before
			}
			part.Items = append(part.Items, x)
		}
		briefing.Sections = append(briefing.Sections, part)
	}
	return card, briefing, behind
}
