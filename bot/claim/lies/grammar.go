package lies

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot/claim"
	"dateline/corpus"
	"dateline/corpus/timex"
)

// grammar makes cases from documents.
type grammar struct {
	rng   *rand.Rand
	docs  []corpus.Document
	lines []line   // the sentences that stand alone
	names []string // of all documents
}

// line is a sentence of a document that says something by itself.
type line struct {
	doc      int
	passage  int    // its number
	text     string // without the dateline before it and the full stop after it
	times    []timex.Timex
	passages []claim.Passage
}

var (
	dateline = regexp.MustCompile(`^(?:[A-Z][A-Z. ]{3,}[^a-z]{0,3}(?:[A-Z][a-z]+,? )?(?:[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)?(?:, \d{1,2} [A-Z][a-z]+ \d{4})?(?: ?\([^)]*\))?(?: [-–]|:|\)) |[A-Z]{4,}[^()]{0,40}\([^)]*\) (?:- )?)`)
	pronoun  = regexp.MustCompile(`(?i)\b(he|she|it|they|him|her|his|its|their|them|this|these|those|we|our|us|i|my|here|today|yesterday|tomorrow|now|you|your|that one|the two|the four|both)\b|^That `)
	deictic  = regexp.MustCompile(`(?i)\b(last|next|this|ago|coming|past)\b`)
	run      = regexp.MustCompile(`\p{Lu}[\p{L}’'-]*(?:(?: (?:bin|of the|ul) |[ -])\p{Lu}[\p{L}’'-]*)*`)
)

// read finds the lines and names of the documents.
func (g *grammar) read() {
	seen := map[string]bool{}
	for i := range g.docs {
		d := &g.docs[i]
		if d.Lang != "en" {
			continue
		}
		passages := g.passagesFor(i)
		for n, p := range d.Passages {
			for j := p.First; j <= p.Last; j++ {
				s := d.Sentences[j]
				if b := d.Blocks[s.Block].Kind; b != corpus.Paragraph {
					continue
				}
				whole := strings.TrimSpace(s.Of(d.Text))
				text := dateline.ReplaceAllString(whole, "")
				if strings.Count(text, " ") < 4 || strings.Count(text, " ") > 45 || strings.ContainsAny(text, "“”\"#©@?") || !strings.HasSuffix(text, ".") {
					continue
				}
				text = strings.TrimSuffix(text, ".")
				for _, name := range run.FindAllString(text[1:], -1) {
					if strings.Contains(name, " ") && !seen[name] && !strings.ContainsAny(name, "’'") {
						seen[name] = true
						g.names = append(g.names, name)
					}
				}
				if pronoun.MatchString(text) || !hasVerb(text) && !strings.Contains(text, "ed ") {
					continue
				}
				g.lines = append(g.lines, line{doc: i, passage: n + 1, text: text, times: timex.Parse(text, d.Published.Interval), passages: passages})
			}
		}
	}
}

// passagesFor returns a document's passages and two of other documents.
func (g *grammar) passagesFor(i int) []claim.Passage {
	var out []claim.Passage
	add := func(d *corpus.Document) {
		for _, p := range d.Passages {
			var events []corpus.Event
			for _, e := range d.Events {
				if p.Contains(e.Span) {
					events = append(events, e)
				}
			}
			a := d.Article
			a.Text, a.Blocks = "", nil
			out = append(out, claim.Passage{N: len(out) + 1, Extract: corpus.Extract{Passage: p, Article: &a, Text: p.Of(d.Text), Sentences: d.Sentences[p.First : p.Last+1]}, Events: events})
		}
	}
	add(&g.docs[i])
	add(&g.docs[(i+1)%len(g.docs)])
	add(&g.docs[(i+2)%len(g.docs)])
	return out
}

// make returns a case about a line.
func (g *grammar) make(l line, kind, how, text string, quotes ...claim.Quote) Case {
	if len(quotes) == 0 {
		quotes = []claim.Quote{{Passage: l.passage, Text: l.text}}
	}
	r, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(r)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	key := g.docs[l.doc].Key
	return Case{Kind: kind, How: how, Article: key, Held: held(key), Claim: claim.Claim{Text: text, Quotes: quotes}, Passages: l.passages}
}

// standsAlone reports whether a text hangs on no day and nobody outside it.
func standsAlone(text string) bool { return !pronoun.MatchString(text) && !deictic.MatchString(text) }

// resolved returns a line's text with each relative date made absolute, and
// how many there were; ok is false where one has no place in time.
func (l line) resolved() (text string, n int, ok bool) {
	text, ok = l.text, true
	for i := len(l.times) - 1; i >= 0; i-- {
		x := l.times[i]
		if x.Type == "DURATION" || x.Type == "SET" || strings.ContainsFunc(x.Of(l.text), unicode.IsDigit) && x.Interval.Known() && strings.Contains(x.Of(l.text), x.Interval.Start.String()[:4]) {
			continue
		}
		said := inWords(x.Interval)
		if said == "" {
			ok = false
			continue
		}
		if x.Type == "TIME" {
			ok = false // "in the evening" is more than its day
			continue
		}
		before := text[:x.Start]
		if x.Interval.Precision != corpus.PrecisionDay && !strings.HasSuffix(before, "in ") && !strings.HasSuffix(before, "of ") && !strings.HasSuffix(before, "since ") && !strings.HasSuffix(before, "until ") {
			said = "in " + said
		}
		text = before + said + text[x.End:]
		n++
	}
	return text, n, ok
}

// inWords writes a day, month or year, "" for anything else.
func inWords(iv corpus.Interval) string {
	if !iv.Known() {
		return ""
	}
	t := iv.Start.Time()
	switch iv.Precision {
	case corpus.PrecisionDay:
		return t.Format("2 January 2006")
	case corpus.PrecisionMonth:
		return t.Format("January 2006")
	case corpus.PrecisionYear:
		return t.Format("2006")
	}
	return ""
}
