package bot

import (
	"context"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/token"
)

// reason is a sentence that says why something was so, with the sentence that
// it says it of, which may be the same.
type reason struct {
	line, of *line
	at       int // word of the line at which the reason begins
	strength float64
	read     bool // nothing in it says that it is one
}

// reasoned leads with the reason for what a question asks about: one that a
// sentence which tells of it joins to it, else one that a sentence behind it
// gives. A sentence that only tells of it says nothing of why.
func (c *conversation) reasoned(ctx context.Context, lines []line, t terms) (draft, error) {
	var best reason
	for i := range lines[:min(2*isolateLines, len(lines))] {
		l := &lines[i]
		verbs := c.tellsOf(l, t)
		if len(verbs) == 0 {
			continue
		}
		if at, strength := l.reasonFor(verbs); strength > best.strength {
			best = reason{line: l, of: l, at: at, strength: strength}
		}
		if !slices.ContainsFunc(verbs, l.toldAt) {
			continue
		}
		doc, err := c.document(ctx, l.hit.Article.Key, l.hit.Article.Version)
		if err != nil {
			return draft{}, err
		}
		if r := reasonBehind(doc, l); r.strength > best.strength {
			best = r
		}
	}
	if best.strength == 0 {
		return draft{}, nil
	}
	l := best.line
	must := []corpus.Span{l.words[best.at].Span}
	if best.of == l {
		must = append(must, termSpans(l, t)...)
	}
	text, span := leadQuote(l, must, 1, c.leadRoom())
	if wordsIn(l, span.Start, span.End) > maxQuoteWords || !span.Overlaps(must[0]) {
		span = clause(l, must, maxLeadWords-4)
		text = span.Of(l.text)
	}
	d := draft{assertions: []assertion{{text: `"` + text + `"`, proofs: []proof{l.proof(span)}}}}
	if best.of != l {
		p := best.of.proof(clause(best.of, termSpans(best.of, t), maxQuoteWords))
		d.assertions = append(d.assertions, assertion{text: "What it is said of", proofs: []proof{p}, silent: true})
		if best.read {
			d.notes = append(d.notes, note{text: "That {0} gives the reason for {1} is our reading.", needs: []proof{l.proof(span), p}})
		}
	}
	return d, nil
}

// toldAt reports whether word v of a line tells what it says, and is not a noun
// for it: "declared the dismissal void".
func (l *line) toldAt(v int) bool {
	if v == 0 {
		return false
	}
	before := l.folded[v-1]
	return !article[before] && !possessive(l.words[v-1].Text) && before != "of" && (question.PastVerb(l.folded[v]) || token.Base(l.folded[v]) != l.folded[v] || !strings.HasSuffix(l.folded[v], "al") && !strings.HasSuffix(l.folded[v], "ion"))
}

// minTold is the share of a question's words that must stand in a sentence
// which tells of what it asks about, those of its title by half.
const minTold = .5

// tellsOf returns the words of a line that say what the question's verb does,
// none where the line is not about the rest of the question.
func (c *conversation) tellsOf(l *line, t terms) []int {
	own := map[string]bool{}
	for j, f := range l.folded {
		own[l.stems[j]], own[token.Stem(token.Base(f))] = true, true
	}
	if max(l.coverage, t.share(own, stemSet(l.hit.Article.Title))) < minTold && !(l.refersBack() && t.share(nearStems(l), nil) >= minTold) {
		return nil
	}
	verb := befell(c.q)
	var out []int
	for j := range l.words {
		if l.saysAt(j, verb) {
			out = append(out, j)
		}
	}
	return out
}

// befell returns the stem of what a question says that was done, the participle
// that follows "was" or "has": "abandoned" in "why was the launch abandoned?"; that
// of its verb where it has none.
func befell(q question.Question) string {
	folded := foldedWords(q.Main)
	for i := 2; i < len(folded); i++ {
		if (beWord[folded[1]] || folded[1] == "has" || folded[1] == "have" || folded[1] == "had") && question.PastVerb(folded[i]) && !beWord[folded[i]] {
			return token.Stem(folded[i])
		}
		if beWord[folded[1]] && folded[i-1] == "to" { // "is X to leave"
			return token.Stem(folded[i])
		}
	}
	return mainVerb(q)
}

// refersBack reports whether a line's subject is named before it: "She …", "The
// second …".
func (l *line) refersBack() bool {
	return len(l.folded) > 2 && (isPronoun(l.folded[0]) || l.folded[0] == "the" && slices.Contains(ordinals, l.folded[1]))
}

// saysAt reports whether word j of a line is the verb of the stem, in any of its
// forms, or a word that says the same.
func (l *line) saysAt(j int, stem string) bool {
	if stem == "" || l.words[j].Capital() && j > 0 || l.folded[j] == "close" && j+1 < len(l.words) && l.folded[j+1] == "to" {
		return false // "close to the talks"
	}
	base := token.Stem(token.Base(l.folded[j]))
	if s := l.stems[j]; s == stem || base == stem || base == token.Stem(token.Base(stem)) || has(question.Kin(stem), s) {
		return true
	}
	// A question has "cancelled" for "called off".
	return stem == cancelStem && (l.folded[j] == "called" || l.folded[j] == "call") && slices.Contains(l.folded[j+1:min(len(l.folded), j+4)], "off")
}

var cancelStem = token.Stem("cancelled")

// reasonFor returns where a line begins to say why it does what the words at
// verbs say, and how surely: behind one of them with no other verb between, or
// at the beginning of the line. The strength is 0 where it doesn't.
func (l *line) reasonFor(verbs []int) (at int, strength float64) {
	for i := range l.folded {
		s := l.reasonAt(i)
		if s <= strength {
			continue
		}
		joined := i == 0 || l.words[i].Start == afterDateline(l)
		for _, v := range verbs {
			if v < i {
				joined = joined || !slices.ContainsFunc(l.indices(v+1, i), func(j int) bool { return l.finite(j) && !slices.Contains(verbs, j) })
			}
		}
		if joined && !(l.folded[max(0, i-1)] == "not" && i > 0) {
			at, strength = i, s
		}
	}
	return at, strength
}

// indices returns the numbers of the words from one up to another.
func (l *line) indices(from, to int) []int {
	var out []int
	for j := from; j < to; j++ {
		out = append(out, j)
	}
	return out
}

// reasonAt returns how surely word i of a line begins a reason: 0 where it
// doesn't.
func (l *line) reasonAt(i int) float64 {
	f, next, before := l.folded[i], "", ""
	if i+1 < len(l.folded) {
		next = l.folded[i+1]
	}
	if i > 0 {
		before = l.folded[i-1]
	}
	timed := i+1 < len(l.words) && (l.words[i+1].Number() || question.Time(next) || spanWord(next) || next == "the" && i+2 < len(l.words) && (question.Time(l.folded[i+2]) || spanWord(l.folded[i+2])))
	switch f {
	case "because", "owing":
		return 3
	case "due", "thanks":
		if next == "to" && before != "is" && before != "was" && before != "are" {
			return 3
		}
	case "result", "grounds", "suspicion":
		if (next == "of" || next == "that") && (before == "on" || before == "the" && i > 1 && l.folded[i-2] == "on" || before == "a" && i > 1 && l.folded[i-2] == "as") {
			return 3
		}
	case "order", "protest", "bid":
		if before == "in" || before == "a" {
			return 3
		}
	case "citing", "blaming":
		return 3
	case "amid":
		return 2
	case "over":
		if !timed && before != "all" && before != "took" && before != "taken" && before != "takes" && before != "take" {
			return 2
		}
	case "after", "following", "since", "as":
		// "eight days after" only reckons; "since May" is a time.
		if timed || units[before] || before == "soon" || before == "shortly" || next == "all" || next == "a" && f == "following" {
			return 0
		}
		if f == "as" || f == "since" { // with a subject and a verb of its own
			if i > 2 && !(subjectWord(l, i+1) && slices.ContainsFunc(l.indices(i+2, min(len(l.words), i+8)), func(j int) bool { return verbAt(l, j) })) {
				return 0
			}
			if f == "as" && (before == "such" || before == "well" || next == "a" || next == "its" || next == "his" || next == "her" || next == "their") {
				return 0
			}
		}
		return 2
	case "for":
		if strings.HasSuffix(next, "ing") && len(next) > 5 {
			return 2.5
		}
		// "sent off Ann Clarke for a foul", but not "suspended the permit for a"
		whom := before == "off" || before == "him" || before == "her" || before == "them" || blames[token.Stem(before)] || i > 0 && l.words[i-1].Capital() ||
			question.ClassOf(before) == question.Person || question.ClassOf(before) == question.Organization
		if !timed && whom && next != "the" && slices.ContainsFunc(l.folded[max(0, i-7):i], func(w string) bool { return blames[token.Stem(w)] }) {
			return 2.5
		}
	}
	return 0
}

// units are words for spans of time that a reckoning ends with.
var units = words(`second seconds minute minutes hour hours day days week weeks month months year years decade decades long`)

// spanWord reports whether a word is a unit of time.
func spanWord(f string) bool {
	return question.Time(f) || f == "hours" || f == "hour" || f == "minutes" || f == "seconds" || f == "weekend" || f == "night" || f == "morning"
}

// blames are the stems of verbs that name their reason after "for".
var blames = func() map[string]bool {
	m := map[string]bool{}
	for w := range words(`fine fined jail jailed arrest arrested send sent sack sacked dismiss dismissed fire fired criticise criticised criticize
		criticized blame blamed praise praised thank thanked award awarded honour honoured honor honored punish punished ban banned suspend
		suspended expel expelled convict convicted sentence sentenced sue sued charge charged apologise apologised rebuke rebuked disqualify
		disqualified detain detained booked`) {
		m[token.Stem(w)] = true
	}
	return m
}()

// reasonsBehind is how many sentences behind one may still give its reason.
const reasonsBehind = 3

// reasonBehind returns the reason that the sentences behind a line give for what
// it tells: one that says that it is a reason, tells what somebody wanted, or
// puts what went before into the mouth of somebody. One that says that none is
// given is the answer where there is no other.
func reasonBehind(doc corpus.Document, of *line) reason {
	at := slices.IndexFunc(doc.Sentences, func(s corpus.Sentence) bool { return s.Span == of.sentence.Span })
	if at < 0 {
		return reason{}
	}
	var best reason
	for by := 1; by <= reasonsBehind && at+by < len(doc.Sentences); by++ {
		l := lineOf(doc, doc.Sentences[at+by])
		l.hit = of.hit
		word, strength, read := l.explains(by)
		if strength > best.strength {
			best = reason{line: l, of: of, at: word, strength: strength, read: read}
		}
	}
	return best
}

// explains returns how surely a line that stands so many sentences behind another
// gives the reason for it, and at which word.
func (l *line) explains(by int) (at int, strength float64, read bool) {
	step := .3 * float64(by-1)
	for i, f := range l.folded {
		if f != "reason" && f != "reasons" {
			continue
		}
		switch before := strings.Join(l.folded[max(0, i-3):i], " "); {
		case strings.HasSuffix(before, "no") || strings.HasSuffix(before, "not give a") || strings.HasSuffix(before, "without giving a"):
			if by <= 2 {
				return i, 1 - step/2, false
			}
		case strings.HasSuffix(before, "not the") || strings.Contains(before, "not"):
			return 0, 0, false
		case i+1 < len(l.words) && (beWord[l.folded[i+1]] || l.folded[i+1] == "given") || i <= 1:
			return i, 2.8 - step, false
		}
	}
	if by == 1 && len(l.folded) > 3 && (l.folded[0] == "this" || l.folded[0] == "that" || l.folded[0] == "it") && beWord[l.folded[1]] {
		for i := range l.folded {
			if s := l.reasonAt(i); s >= 3 {
				return i, 2.6, false
			}
		}
	}
	for i := 1; by == 1 && i+1 < len(l.folded) && i < 8; i++ { // "She is said to have", "He is accused of"
		if beWord[l.folded[i-1]] && alleged[l.folded[i]] && (l.folded[i+1] == "of" || l.folded[i+1] == "to" && i+2 < len(l.folded) && l.folded[i+2] == "have") {
			return i, 1.7, true
		}
	}
	said := slices.ContainsFunc(l.indices(0, len(l.words)), func(j int) bool { return speaksAt(l, j) || finds[l.folded[j]] })
	for i := 1; i < len(l.folded); i++ {
		f := l.folded[i]
		switch {
		case wishes[f] && l.folded[min(i+1, len(l.folded)-1)] == "to" || fears[f]:
			return i, 1.8 - step, true
		case !said || by > 2:
		case f == "had" && i+1 < len(l.folded) && (l.folded[i+1] == "not" || l.folded[i+1] == "been" || question.PastVerb(l.folded[i+1])) && !slices.Contains(l.folded[:i], "if"):
			return i, 1.6 - step, true
		case f == "should" && i+2 < len(l.folded) && (l.folded[i+1] == "have" || l.folded[i+1] == "not"), f == "too" && i+1 < len(l.folded) && !token.Stop(l.folded[i+1]):
			return i, 1.6 - step, true
		}
	}
	return 0, 0, false
}

var (
	// finds are verbs of those who judge.
	finds   = words(`found ruled held argued explained judged concluded reasoned`)
	alleged = words(`said alleged accused suspected believed thought reported`)
	wishes  = words(`wanted wants wished wishes hoped hopes needed needs`)
	fears   = words(`feared fears`)
)
