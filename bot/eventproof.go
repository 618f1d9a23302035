package bot

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/timex"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// proofOf returns the quote that proves an event, with the kind of block that
// it stands in. A time that follows at once belongs to it.
func (c *conversation) proofOf(ctx context.Context, e corpus.Event) (proof, corpus.BlockKind, error) {
	doc, err := c.document(ctx, e.Article, e.Version)
	if err != nil {
		return proof{}, 0, err
	}
	span := e.Proof
	if span.Len() <= 0 || span.End > len(doc.Text) {
		span = e.Span
	}
	kind := corpus.Paragraph
	if e.Sentence >= 0 && e.Sentence < len(doc.Sentences) {
		s := doc.Sentences[e.Sentence]
		if s.Block < len(doc.Blocks) {
			kind = doc.Blocks[s.Block].Kind
		}
		if s.Contains(span) {
			span = withTime(doc.Text, s.Span, span)
			if before := strings.TrimSpace(doc.Text[s.Start:span.Start]); timePrep[strings.ToLower(before)] {
				span.Start = s.Start // "In October"
			}
			if l := lineOf(doc, s); wordsIn(l, span.Start-s.Start, span.End-s.Start) > maxQuoteWords {
				w := clause(l, []corpus.Span{{Start: span.Start - s.Start, End: min(span.End, span.Start+1) - s.Start}}, maxQuoteWords)
				span = corpus.Span{Start: s.Start + w.Start, End: s.Start + w.End}
			}
		}
	}
	t := trimClause(doc.Text, span.Start, span.End)
	if t.End < span.End && span.End < len(doc.Text) && doc.Text[t.End:span.End] == "." && strings.IndexByte(" -,", doc.Text[span.End]) >= 0 {
		t.End++ // of an abbreviation: "the U.S. border"
	}
	return proof{e.Article, doc.Version, t, t.Of(doc.Text)}, kind, nil
}

// withTime widens a proof by a time expression that begins within three words
// after it.
func withTime(text string, sentence, span corpus.Span) corpus.Span {
	rest := corpus.Span{Start: span.End, End: sentence.End}.Of(text)
	if len(rest) > 120 {
		rest = strings.ToValidUTF8(rest[:120], "")
	}
	ws := token.Words(rest)
	xs := timex.Parse(rest, corpus.Interval{})
	if len(xs) == 0 || span.End+xs[0].End > sentence.End {
		return span
	}
	x, n := xs[0], 0
	for _, w := range ws {
		if w.End <= x.Start {
			n++
		}
	}
	if n <= 2 && !strings.ContainsAny(rest[:x.Start], ".;:(") && !countedFrom(rest[x.End:]) {
		span.End += x.End
	}
	return span
}

// countedFrom reports whether a text goes on with a word that a length of time before it
// counts from: "five months" of "five months after the first case".
func countedFrom(rest string) bool {
	first, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	switch first {
	case "after", "before", "than", "later", "earlier", "ago", "since":
		return true
	}
	return false
}

// lineOf makes a line of a sentence of a document.
func lineOf(doc corpus.Document, s corpus.Sentence) *line {
	l := &line{hit: &retrieval.Hit{Extract: corpus.Extract{Article: &doc.Article, Text: doc.Text}}, sentence: s, text: s.Of(doc.Text)}
	l.read()
	return l
}

// eventDate writes when an event happened, as precisely as is known and no
// more: some days within a month are the month.
func eventDate(iv corpus.Interval) string {
	switch iv.Precision {
	case corpus.PrecisionInterval, corpus.PrecisionWeek:
		if iv.OpenStart() || iv.OpenEnd() {
			break
		}
		y, m, _ := iv.Start.Date()
		if corpus.InMonth(y, m).Contains(iv) {
			return LongDate(corpus.InMonth(y, m))
		}
		if corpus.InYear(y).Contains(iv) && iv.End-iv.Start > 60 {
			return LongDate(corpus.InYear(y))
		}
	}
	return LongDate(iv)
}

// precisionNoun names what a date that is worked out gives.
func precisionNoun(iv corpus.Interval) string {
	switch iv.Precision {
	case corpus.PrecisionDay:
		return "day"
	case corpus.PrecisionMonth:
		return "month"
	case corpus.PrecisionYear:
		return "year"
	}
	return "date"
}

// hostOf returns the country that a journey led to, as one writes it, else
// the place.
func hostOf(parts []corpus.Participant) string {
	for _, p := range parts {
		if p.Role != corpus.Place {
			continue
		}
		if p.In != "" {
			return gazetteer.Display(p.In)
		}
		return p.Name
	}
	return ""
}

// noun names a frame's event: "visit".
func noun(f frame) string {
	switch f.kind {
	case "meet":
		return "meeting"
	case "born":
		return "birth"
	case "die":
		return "death"
	case "sign":
		return "signing"
	case "visit", "win", "attack", "launch":
		return f.kind
	case "elect":
		return "election"
	case "resign":
		return "resignation"
	case "appoint":
		return "appointment"
	case "announce":
		return "announcement"
	}
	return "such event"
}

func lastWord(s string) string {
	f := strings.Fields(s)
	if len(f) == 0 {
		return s
	}
	return f[len(f)-1]
}

// surnameIn returns a person's surname as a question writes it, with a capital.
func surnameIn(name string) string {
	return capitalized(surname(name))
}

func capitalized(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}

// holdsName reports whether a text has all words of a name.
func holdsName(text, name string) bool {
	have := map[string]bool{}
	for _, w := range token.Words(text) {
		have[question.Spelling(token.Fold(w.Text))] = true
	}
	for _, w := range token.Words(name) {
		if !have[question.Spelling(token.Fold(w.Text))] {
			return false
		}
	}
	return true
}

// named lists people as a sentence does, with the office before the name.
func titled(e corpus.Entity) string {
	switch {
	case e.Name == "":
		return office(e)
	case e.Office == "":
		return e.Name
	}
	words := strings.Fields(e.Office)
	for i, w := range words {
		if w != "of" && w != "for" && w != "and" && w != "the" {
			words[i] = capitalized(w)
		}
	}
	return strings.Join(words, " ") + " " + e.Name
}
