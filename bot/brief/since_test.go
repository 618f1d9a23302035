package brief

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/corpus"
)

func TestSince(t *testing.T) {
	today := corpus.DayOf(2024, 5, 10) // a Friday
	for _, c := range []struct{ text, want string }{
		{"2024-04-01", "2024-04-01"},
		{"2024-04", "2024-04-01"},
		{"2021", "2021-01-01"},
		{"since 2021", "2021-01-01"},
		{"April 2021", "2021-04-01"},
		{"1 April 2021", "2021-04-01"},
		{"April 1, 2021", "2021-04-01"},
		{"yesterday", "2024-05-09"},
		{"last Monday", "2024-05-06"},
		{"Monday", "2024-05-06"},
		{"three days ago", "2024-05-07"},
		{"today", "2024-05-10"},
		{"the 1990s", "1990-01-01"},
		// What is no day, or none that has come.
		{"", ""},
		{"the flood", ""},
		{"last Monday or so they say", ""},
		{"tomorrow", ""},
		{"2025", ""},
		{"2024-13-01", ""},
		{strings.Repeat("2021 ", 50), ""},
	} {
		got, err := Since(c.text, today)
		switch {
		case c.want == "" && err == nil:
			t.Errorf("Since(%q) = %v, want an error", c.text, got)
		case c.want == "" && strings.HasSuffix(err.Error(), "."):
			t.Errorf("Since(%q): %q ends as a sentence does", c.text, err)
		case c.want != "" && (err != nil || got.String() != c.want):
			t.Errorf("Since(%q) = %v, %v, want %s", c.text, got, err, c.want)
		}
	}
}

func TestCutSince(t *testing.T) {
	for _, c := range []struct{ text, topic, since string }{
		{"Lavrov since 2021", "Lavrov", "2021"},
		{"Lavrov since last Monday", "Lavrov", "last Monday"},
		{"Russia and Pakistan, since 2021-04-01", "Russia and Pakistan", "2021-04-01"},
		{"Lavrov", "Lavrov", ""},
		{"Lavrov Since April 2021 ", "Lavrov", "April 2021"},
		{"since yesterday", "", "yesterday"},
		// What stands behind it is no day, which Since says.
		{"trade since the war", "trade", "the war"},
		{"Lavrov since foo", "Lavrov", "foo"},
		{"talks since 2021 since last Monday", "talks since 2021", "last Monday"},
		// In quotation marks it belongs to the topic, and so does the last word.
		{`"trade since the war"`, `"trade since the war"`, ""},
		{"“trade since the war”", "“trade since the war”", ""},
		{"«trade since the war» since 2021", "«trade since the war»", "2021"},
		{"trade since", "trade since", ""},
		{"", "", ""},
	} {
		if topic, since := CutSince(c.text); topic != c.topic || since != c.since {
			t.Errorf("CutSince(%q) = %q, %q, want %q, %q", c.text, topic, since, c.topic, c.since)
		}
	}
}

func FuzzCutSince(f *testing.F) {
	for _, s := range []string{"Lavrov since 2021", "a since since 2020", "since", "x since last Monday", "é since \xff 2021"} {
		f.Add(s)
	}
	today := corpus.DayOf(2024, 5, 10)
	f.Fuzz(func(t *testing.T, text string) {
		topic, since := CutSince(text)
		if !strings.Contains(text, topic) || !strings.Contains(text, since) {
			t.Errorf("CutSince(%q) = %q, %q: no parts of it", text, topic, since)
		}
		if since == "" && topic != strings.TrimSpace(text) {
			t.Errorf("CutSince(%q) = %q without a time", text, topic)
		}
		if len(topic)+len(since) > len(text) {
			t.Errorf("CutSince(%q) = %q, %q: longer", text, topic, since)
		}
		if d, err := Since(since, today); err == nil && d > today {
			t.Errorf("Since(%q) = %v, after today", since, d)
		}
	})
}

// FuzzTopic holds that whatever is typed is read or refused, and that no
// article is on a topic none of whose words it has.
func FuzzTopic(f *testing.F) {
	for _, s := range []string{"Pakistan", "Russia and Pakistan", "the latest on gas pipelines", "Jordan Henderson", "IMF", "a-b.c’s 2022 World Cup", "\xff\xfe", "“”", "Bosnia and Herzegovina, NATO"} {
		f.Add(s, "Rain fell in Rome on Monday. Nobody was hurt, police said.")
	}
	for _, s := range []string{"De", "The", "Van Den", "gas in El", "Of The", "\u0301", "gas \u0301"} {
		f.Add(s, "Rain fell in De Aar on Monday. Nobody was hurt, police said.")
	}
	f.Fuzz(func(t *testing.T, text, article string) {
		topic, ok := readTopic(text)
		if !ok {
			return
		}
		if len(topic.units) == 0 || len(topic.terms()) == 0 {
			t.Fatalf("readTopic(%q) has no words", text)
		}
		for _, term := range topic.terms() {
			if len(term.Words) == 0 || slices.Contains(term.Words, "") {
				t.Fatalf("readTopic(%q) looks for %q", text, term.Words)
			}
		}
		if len(article) > 2000 || !utf8.ValidString(article) {
			return
		}
		var ss []corpus.Sentence
		for _, s := range corpus.SplitSentences(article) {
			ss = append(ss, corpus.Sentence{Span: s})
		}
		a := docOf(corpus.Document{Article: corpus.Article{Text: article, Blocks: []corpus.Block{{Span: corpus.Span{End: len(article)}}}}, Sentences: ss})
		ab := topic.about(a)
		for _, i := range ab.lines {
			if i < 0 || i >= len(a.lines) {
				t.Fatalf("%q: line %d of %d", text, i, len(a.lines))
			}
		}
		if ab.on && len(ab.lines) == 0 {
			t.Fatalf("%q: on the topic without a line that mentions it: %q", text, article)
		}
		for i := range a.lines {
			l := &a.lines[i]
			if span, ok := l.quote(nil); ok && (span.Start < l.start || span.End > l.start+len(l.text) || len(strings.Fields(span.Of(article))) > maxQuoteWords) {
				t.Fatalf("the quote %v of %q", span, l.text)
			}
		}
	})
}

func docOf(doc corpus.Document) *article {
	a := &article{Document: doc}
	a.lines = linesOf(doc)
	return a
}
