package change

import (
	"slices"
	"strings"
	"unicode"

	"dateline/bot/claim"
	"dateline/corpus"
)

// side is what one report says of a change: a sentence, and its words of which
// the quote must have some.
type side struct {
	s        *sent
	from, to int    // words, half open: what proves it
	value    string // as it is written there
	exact    bool   // the quote has these words and no others
}

// quote returns the shortest clause that has the words of a side: those clauses
// they stand in, made longer where that is no whole one.
func (x side) quote() (Quote, bool) {
	r := x.s.read()
	ws := r.words
	if x.from < 0 || x.to > len(ws) || x.from >= x.to {
		return Quote{}, false
	}
	from, to := x.from, x.to
	for !x.exact && from > 0 && ws[from-1].Clause == ws[x.from].Clause && !strings.Contains(ws[from].Gap, ";") {
		from--
	}
	for !x.exact && to < len(ws) && ws[to].Clause == ws[x.to-1].Clause && !strings.Contains(ws[to].Gap, ";") {
		to++
	}
	if to-from > maxQuoteWords {
		// The words of a side in the middle of a clause that is too long.
		from = max(from, min(x.from, x.to-maxQuoteWords))
		to = min(to, from+maxQuoteWords)
		if x.to > to {
			return Quote{}, false
		}
	}
	hasVerb := func(from, to int) bool {
		return slices.ContainsFunc(ws[from:to], func(w claim.Word) bool { return w.Verb })
	}
	// A clause without a verb or of three words proves little alone.
	for !x.exact && (!hasVerb(from, to) || to-from < 5 || inQuotes(ws[from].Gap) || relatives[ws[from].Fold] || opensClause[ws[from].Fold] && from+1 < len(ws) && ws[from+1].Verb) && from > 0 {
		n := from - 1
		for n > 0 && ws[n-1].Clause == ws[from-1].Clause {
			n--
		}
		if to-n > maxQuoteWords {
			break
		}
		from = n
	}
	if !x.exact {
		from, to = r.withSpeaker(x.from, from, to)
	}
	for from < x.from && opensClause[ws[from].Fold] {
		from++
	}
	span := corpus.Span{Start: ws[from].Start, End: ws[to-1].End}
	span = widen(x.s.text, span)
	text := span.Of(x.s.text)
	if len(strings.Fields(text)) > maxQuoteWords || x.value != "" && !strings.Contains(text, x.value) {
		return Quote{}, false
	}
	return Quote{Article: x.s.doc.Key, Version: x.s.doc.Version, Span: corpus.Span{Start: x.s.Start + span.Start, End: x.s.Start + span.End}, Value: x.value}, true
}

var relatives = map[string]bool{"which": true, "who": true, "whose": true, "whom": true, "where": true, "when": true}

// leads are words after a verb of saying that lead on to when and where.
var leads = map[string]bool{"on": true, "in": true, "at": true, "that": true, "by": true, "during": true, "after": true, "late": true, "early": true}

// withSpeaker makes a quote of words from to to longer by whoever says the word
// at i, where that stands beside it.
func (r *reading) withSpeaker(i, from, to int) (int, int) {
	for _, sp := range r.speeches {
		for _, s := range sp.Scope {
			if i < s[0] || s[1] <= i || sp.Speaker[0] == sp.Speaker[1] {
				continue
			}
			a, b := min(from, sp.Speaker[0], sp.Cue), max(to, sp.Speaker[1], sp.Cue+1)
			for r.words[sp.Cue].Fold == "told" && b < len(r.words) && b <= sp.Cue+4 && !strings.ContainsAny(r.words[b].Gap, ",;:") && r.words[b].Time < 0 && !leads[r.words[b].Fold] {
				b++ // "told the Chronicle"
			}
			if b-a <= maxQuoteWords && b-a-(to-from) <= maxSpeakerWords {
				return a, b
			}
		}
	}
	return from, to
}

// maxSpeakerWords is how much longer a quote may get by its speaker.
const maxSpeakerWords = 8

// inQuotes reports whether a clause was cut off only by a quotation mark.
func inQuotes(gap string) bool {
	return strings.ContainsAny(gap, "\"“”") && !strings.ContainsAny(gap, ",;:—–")
}

// widen takes a sign of money or of percent that touches the span into it, and
// a closing mark whose opening one is within.
func widen(text string, s corpus.Span) corpus.Span {
	for _, sign := range []string{"$", "€", "£", "¥", "₹", "US$"} {
		if strings.HasSuffix(text[:s.Start], sign) {
			s.Start -= len(sign)
			break
		}
	}
	if strings.HasPrefix(text[s.End:], "%") {
		s.End++
	}
	return s
}

// written returns the words of a reading as they stand, from to to half open,
// with signs that belong to them.
func (s *sent) written(from, to int) string {
	ws := s.read().words
	return strings.TrimFunc(widen(s.text, corpus.Span{Start: ws[from].Start, End: ws[to-1].End}).Of(s.text), unicode.IsSpace)
}
