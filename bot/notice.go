package bot

import (
	"regexp"
	"slices"

	"dateline/bot/change"
	"dateline/corpus"
)

// maxNotice is how many sentences a notice of correction goes on for.
const maxNotice = 3

// misreported are the words by which a notice says what was wrong.
var misreported = regexp.MustCompile(`(?i)\b(?:earlier|previous|original|first|our) (?:\w+ )?(?:version|report|article|story|edition)\b.*\b(?:said|gave|stated|reported|put|had)\b|\b(?:wrongly|incorrectly|mistakenly|erroneously)\b`)

// inNotice reports whether a line stands in a notice of correction.
func (l *line) inNotice() bool {
	at := slices.IndexFunc(l.hit.Sentences, func(s corpus.Sentence) bool { return s.Span == l.sentence.Span })
	for by := 0; by <= maxNotice && at-by >= 0; by++ {
		s := l.hit.Sentences[at-by]
		if by > 1 && s.Block != l.sentence.Block {
			return false
		}
		if change.Notice(l.hit.SentenceText(s)) {
			return true
		}
	}
	return false
}

// wrong reports whether a line of a notice tells what was wrong: "An earlier
// version said that …".
func (l *line) wrong() bool { return misreported.MatchString(l.text) && l.inNotice() }

// corrected returns both dates where a notice of correction gives another than the
// report that appeared before it, what is right first.
func corrected(d draft, right, old dating) draft {
	if right.l == nil || old.l == nil || right.l == old.l || !right.x.Interval.Known() || !old.x.Interval.Known() ||
		right.x.Interval.Overlaps(old.x.Interval) || !old.older(right) {
		return d
	}
	p := old.l.proof(clause(old.l, []corpus.Span{old.x.Span}, maxQuoteWords))
	text := timeText(old.x)
	d.assertions[0].tail = "; before its correction: "
	d.assertions = append(d.assertions, assertion{text: text, proofs: []proof{p}, declared: []string{text}})
	return d
}
