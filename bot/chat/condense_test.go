package chat

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/bot"
	"dateline/corpus"
)

// wordsOn counts all words that a card shows.
func wordsOn(c Card) int {
	n := countWords(c.Lead) + countWords(c.ReadAs) + countWords(c.Caveat) + countWords(c.Coverage)
	for _, q := range c.Quotes {
		n += countWords(q.Text) + countWords(q.Date) + countWords(q.From)
	}
	return n
}

// The questions of ANSWERS.md over the example archive keep to its form.
func TestCondenseExample(t *testing.T) {
	lib, err := library()
	if err != nil {
		t.Fatal(err)
	}
	h := open(t, nil)
	_ = lib
	for _, q := range []string{
		"when did Lavrov last visit before 2021?",
		"By how much did trade grow?",
		"Who was prime minister when Lavrov came in 2012?",
		"What did Lavrov say in Islamabad in 2017?",
		"Did Lavrov go on to India after Islamabad in April 2021?",
		"when was the treaty of Tordesillas signed?",
		"latest news on the pipeline",
	} {
		a, err := h.desk.opts.Asker.Ask(t.Context(), bot.Request{Question: q, Collections: []string{"default"}})
		if err != nil {
			t.Fatal(err)
		}
		c := Condense(a, DefaultSettings(), false)
		if c.Lead != a.Lead || c.Coverage == "" {
			t.Errorf("%s: lead %q, coverage %q", q, c.Lead, c.Coverage)
		}
		if n := wordsOn(c); n > cardWords {
			t.Errorf("%s: %d words: %+v", q, n, c)
		}
		if len(a.Citations) > 0 && len(c.Quotes) == 0 {
			t.Errorf("%s: no quote of %d", q, len(a.Citations))
		}
		// What the lead cites stands on the card before what it does not.
		cited := citedIn(a.Lead)
		for i, quote := range c.Quotes {
			if i < len(cited) && !slices.ContainsFunc(c.Quotes, func(x Quote) bool { return x.N == cited[i] }) {
				t.Errorf("%s: [%d] of the lead gave way to [%d]", q, cited[i], quote.N)
			}
		}
		t.Logf("%s\n%+v", q, c)
	}
}

func TestCondense(t *testing.T) {
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }
	cite := func(n int, quote string) bot.Citation {
		return bot.Citation{N: n, Quote: quote, Source: "The Post", Article: corpus.Key{Collection: "c", ID: "a"}}
	}
	for _, tt := range []struct {
		name    string
		a       bot.Answer
		s       Settings
		private bool
		want    string // numbers and words of the quotes, the caveat, More
	}{
		{"three quotes", bot.Answer{Lead: "Yes [1][2].", Citations: []bot.Citation{cite(1, words(5)), cite(2, words(5)), cite(3, words(5)), cite(4, words(5))}}, Settings{}, false, "1:5 2:5 3:5 | 1"},
		{"those of the lead first", bot.Answer{Lead: "Yes [4].", Citations: []bot.Citation{cite(1, words(30)), cite(2, words(30)), cite(3, words(30)), cite(4, words(30))}}, Settings{}, false, "1:30 4:30 | 2"},
		{"a long one", bot.Answer{Lead: "Yes [1].", Citations: []bot.Citation{cite(1, words(70))}}, Settings{}, false, "1:40 | 0"},
		{"caveat before the second quote", bot.Answer{Lead: "Yes [1].", Notes: []string{words(20) + "."}, Citations: []bot.Citation{cite(1, words(40)), cite(2, words(40))}}, Settings{}, false, "1:40 |" + words(20) + ".| 1"},
		{"one caveat", bot.Answer{Lead: "Yes.", Notes: []string{"A.", "B."}}, Settings{}, false, "|A.| 1"},
		{"caveat cut between sentences", bot.Answer{Lead: "Yes.", Notes: []string{"It is so. " + upperFirst(words(29)) + "."}}, Settings{}, false, "|It is so.| 1"},
		{"caveat too long", bot.Answer{Lead: "Yes.", Notes: []string{words(60)}}, Settings{}, false, "| 1"},
		{"cap", bot.Answer{Lead: "Yes [1].", Citations: []bot.Citation{cite(1, words(30))}}, Settings{MaxExcerpt: 20}, false, "1:4 | 0"},
		{"cap in private", bot.Answer{Lead: "Yes [1].", Citations: []bot.Citation{cite(1, words(30))}}, Settings{MaxExcerpt: 20}, true, "1:30 | 0"},
	} {
		c := Condense(tt.a, tt.s, tt.private)
		var got []string
		for _, q := range c.Quotes {
			got = append(got, fmt.Sprintf("%d:%d", q.N, countWords(q.Text)))
			if tt.s.MaxExcerpt > 0 && !tt.private && utf8.RuneCountInString(q.Text) > tt.s.MaxExcerpt {
				t.Errorf("%s: a quote of %d characters", tt.name, utf8.RuneCountInString(q.Text))
			}
		}
		s := strings.TrimSpace(strings.Join(got, " ") + " |")
		if c.Caveat != "" {
			s += c.Caveat + "|"
		}
		if s += fmt.Sprintf(" %d", c.More); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
		if n := wordsOn(c); n > cardWords {
			t.Errorf("%s: %d words", tt.name, n)
		}
	}
}

func FuzzCard(f *testing.F) {
	f.Add("In 2012 [1].", "Read so", "He came. He went.", "the first in \u202enine years", "The Post", 0, false)
	f.Add("[2] and [1]\x00", "", strings.Repeat("Long. ", 60), strings.Repeat("word ", 80), "", 20, true)
	f.Add("[99999999999]", "x", "", "x\u0301\u200d", "\xff", 25, false)
	f.Fuzz(func(t *testing.T, lead, readAs, notes, quote, source string, capped int, private bool) {
		a := bot.Answer{Lead: lead, ReadAs: readAs, Coverage: corpus.Coverage{Undated: 3}}
		for i, n := range strings.SplitAfter(notes, ".") {
			a.Notes = append(a.Notes, n)
			a.Citations = append(a.Citations, bot.Citation{N: i + 1, Quote: quote + n, Source: source, URL: source, Article: corpus.Key{ID: "id"}})
			if i == 5 {
				break
			}
		}
		if capped < 20 || capped > 1000 {
			capped = 0
		}
		c := Condense(a, Settings{MaxExcerpt: capped}, private)
		if n := wordsOn(c); n > cardWords {
			t.Errorf("%d words", n)
		}
		if len(c.Quotes) > cardQuotes || c.More < 0 || c.More > len(a.Citations)+len(a.Notes) {
			t.Errorf("%d quotes, %d more", len(c.Quotes), c.More)
		}
		for i, q := range c.Quotes {
			if i > 0 && q.N <= c.Quotes[i-1].N {
				t.Errorf("quotes %d and %d are out of order", c.Quotes[i-1].N, q.N)
			}
			whole := strings.Join(strings.Fields(plainText(a.Citations[q.N-1].Quote)), " ")
			if cut, ok := strings.CutSuffix(q.Text, "…"); q.Text != whole && (!ok || !strings.HasPrefix(whole, cut)) {
				t.Errorf("%q is no beginning of %q", q.Text, whole)
			}
			if capped > 0 && !private && utf8.RuneCountInString(q.Text) > capped {
				t.Errorf("%d characters, want at most %d", utf8.RuneCountInString(q.Text), capped)
			}
		}
		for _, s := range []string{c.Lead, c.ReadAs, c.Caveat, c.Coverage} {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, invisible) || strings.ContainsAny(s, "\n\r\t") {
				t.Errorf("%q can't be shown as it is", s)
			}
		}
	})
}
