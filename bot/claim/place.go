package claim

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot/verify"
	"dateline/corpus"
	"dateline/corpus/timex"
)

// place finds each quote in its passage.
func (k *checker) place(c Claim, passages []Passage) {
	add := func(kind Kind, quote, passage int, format string, args ...any) {
		k.faults = append(k.faults, Fault{kind, fmt.Sprintf(format, args...), quote, passage})
	}
	switch {
	case len(c.Text) > maxClaimBytes || !utf8.ValidString(c.Text):
		add(Unsupported, -1, 0, "the claim has more than %d bytes or is no text", maxClaimBytes)
		return
	case strings.TrimSpace(c.Text) == "":
		add(Unquoted, -1, 0, "the claim says nothing")
		return
	case len(c.Quotes) == 0 || len(c.Quotes) > maxQuotes:
		add(Unquoted, -1, 0, "the claim has %d quotes: it needs 1 to %d", len(c.Quotes), maxQuotes)
		return
	}
	byNumber := map[int]*Passage{}
	for i := range passages {
		byNumber[passages[i].N] = &passages[i]
	}
	for i, q := range c.Quotes {
		if p := byNumber[q.Passage]; p != nil {
			if span, ok := find(p, q.Text); ok {
				k.placed = append(k.placed, Placed{q.Passage, corpus.Span{Start: p.Start + span.Start, End: p.Start + span.End}, span.Of(p.Text)})
				k.sources = append(k.sources, sourceOf(p, span))
				continue
			}
		}
		where := 0
		for j := range passages {
			if _, ok := find(&passages[j], q.Text); ok {
				where = passages[j].N
				break
			}
		}
		switch {
		case where != 0:
			add(Misplaced, i, where, "quote %d stands in passage %d, not in %d", i+1, where, q.Passage)
		case strings.TrimSpace(q.Text) == "":
			add(Unquoted, i, 0, "quote %d is empty", i+1)
		default:
			add(Altered, i, 0, "quote %d stands in no passage word for word", i+1)
		}
	}
	k.passages = passages
}

// find returns where a quote stands in a passage, whole words only.
func find(p *Passage, quote string) (corpus.Span, bool) {
	quote = strings.TrimSpace(quote)
	if len(quote) > maxQuoteBytes || !strings.ContainsFunc(quote, wordRune) {
		return corpus.Span{}, false
	}
	span, ok := verify.Quote(p.Text, quote, 0)
	for tries := 0; ok && !whole(p.Text, span) && tries < 20; tries++ {
		rest := p.Text[span.Start:]
		_, size := utf8.DecodeRuneInString(rest)
		offset := span.Start + size
		if span, ok = verify.Quote(p.Text[offset:], quote, 0); ok {
			span = corpus.Span{Start: span.Start + offset, End: span.End + offset}
		}
	}
	return span, ok && whole(p.Text, span)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// whole reports whether a span cuts no word and no number at its ends.
func whole(text string, s corpus.Span) bool {
	first, _ := utf8.DecodeRuneInString(text[s.Start:])
	last, _ := utf8.DecodeLastRuneInString(text[:s.End])
	before, size := utf8.DecodeLastRuneInString(text[:s.Start])
	after, next := utf8.DecodeRuneInString(text[s.End:])
	if wordRune(first) && wordRune(before) || wordRune(last) && wordRune(after) {
		return false
	}
	if unicode.IsDigit(first) && (before == '.' || before == ',') {
		if r, _ := utf8.DecodeLastRuneInString(text[:s.Start-size]); unicode.IsDigit(r) {
			return false
		}
	}
	if unicode.IsDigit(last) && (after == '.' || after == ',') {
		if r, _ := utf8.DecodeRuneInString(text[s.End+next:]); unicode.IsDigit(r) {
			return false
		}
	}
	return !(wordRune(first) && (before == '-' || before == '‑') && isWordBefore(text[:s.Start-size])) // "non-" belongs to its word
}

func isWordBefore(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return wordRune(r)
}

// sourceOf reads a quote and the sentences around it.
func sourceOf(p *Passage, span corpus.Span) source {
	sentences := corpus.SplitSentences(p.Text)
	if len(p.Sentences) > 0 {
		sentences = sentences[:0]
		for _, s := range p.Sentences {
			if s.Start >= p.Start && s.End <= p.Start+len(p.Text) && s.Start < s.End {
				sentences = append(sentences, corpus.Span{Start: s.Start - p.Start, End: s.End - p.Start})
			}
		}
	}
	around := span
	for _, s := range sentences {
		if s.Overlaps(span) {
			around.Start, around.End = min(around.Start, s.Start), max(around.End, s.End)
		}
	}
	for around.Start < span.Start-maxAround || around.Start < span.Start && !utf8.RuneStart(p.Text[around.Start]) {
		around.Start++
	}
	for around.End > span.End+maxAround || around.End > span.End && around.End < len(p.Text) && !utf8.RuneStart(p.Text[around.End]) {
		around.End--
	}
	var dct corpus.Interval
	if p.Article != nil {
		dct = p.Article.Published.Interval
	}
	times := timex.Parse(p.Text, dct)
	return source{passage: p, quote: analyse(span.Of(p.Text), within(times, span)),
		around: analyse(around.Of(p.Text), within(times, around)),
		open:   strings.Count(p.Text[:around.Start], "“") > strings.Count(p.Text[:around.Start], "”")}
}

// within returns the expressions that lie in a span, placed from its start.
func within(times []timex.Timex, span corpus.Span) []timex.Timex {
	var out []timex.Timex
	for _, x := range times {
		if span.Contains(x.Span) {
			x.Span = corpus.Span{Start: x.Start - span.Start, End: x.End - span.Start}
			out = append(out, x)
		}
	}
	return out
}
