package brief

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus"
)

// whole reports whether the part of a line that ends with a span can stand by
// itself: it has the chief verb of the line, breaks off before no clause that says
// which one is meant ("someone who …"), and within none ("the man, who, he said").
func (l *line) whole(span corpus.Span) bool {
	end := len(l.words)
	for end > 0 && l.words[end-1].Start >= span.End {
		end--
	}
	if end >= len(l.words) {
		return true
	}
	if relatives[l.folded[end]] && l.gap(end) == " " {
		return false
	}
	in, _ := l.quoted()
	chief, _ := l.chiefVerb(l.depth(), in)
	if chief >= end || chief < 0 && openers[l.fold(l.after)] || chief < 0 && l.fold(l.after) == "according" {
		return false
	}
	for i := end - 1; i > l.after; i-- {
		f := l.folded[i]
		if relatives[f] {
			return false // no verb follows it
		}
		if _, helps := helpers[f]; helps || (l.verbal(i) || l.regular(i) || l.thirdPerson(i)) && !(strings.Contains(l.gap(i-1), ",") && bot.Speaks(f)) {
			return true
		}
	}
	return true
}

// chiefClause returns what a sentence chiefly tells, up to a clause that only adds
// when or why: "A strike has been called off" of "… after both sides agreed on …".
func (l *line) chiefClause(must []corpus.Span) (corpus.Span, bool) {
	in, _ := l.quoted()
	sub := l.depth()
	chief, _ := l.chiefVerb(sub, in)
	if chief < 0 {
		return corpus.Span{}, false
	}
	for i := chief + 2; i < len(l.words); i++ {
		if !sub[i] || sub[i-1] || relatives[l.folded[i]] || l.folded[i] == "that" || in[i] || l.gap(i) != " " || question.Time(l.words[i-1].Text) && l.folded[i] != "because" {
			continue // "two days after …" is one time
		}
		span := corpus.Span{Start: l.words[l.after].Start, End: l.words[i-1].End}
		return span, l.whole(span) && !slices.ContainsFunc(must, func(m corpus.Span) bool { return m.End > span.End })
	}
	return corpus.Span{}, false
}

// relatives begin a clause that belongs to a noun.
var relatives = set(`who which whose whom whether`)

// quote returns what is quoted of a line, with all of must in it, in the
// article's text.
func (l *line) quote(must []corpus.Span) (corpus.Span, bool) {
	says := l.says()
	if n := len(says); n > 1 && len(l.words) > maxQuoteWords && l.folded[says[n-1]] == "according" && !slices.ContainsFunc(must, func(m corpus.Span) bool { return m.End > l.words[says[n-1]].Start }) {
		says = says[:n-1] // "Holt declared that …, according to court papers": it has its speaker
	}
	for _, i := range says {
		end := l.words[i].End
		if len(l.words)-i <= 12 {
			end = l.words[len(l.words)-1].End // who said it may follow
		}
		must = append(must, corpus.Span{Start: l.words[i].Start, End: end})
	}
	span, ok := bot.Clause(l.text, must, plentyWords, maxQuoteWords)
	for n := 0; ok && !l.whole(span) && n < maxLonger; n++ {
		// Up to where the next clause ends.
		must = append(must, l.words[l.wordAt(span.End+1)].Span)
		span, ok = bot.Clause(l.text, must, plentyWords, maxQuoteWords)
	}
	ok = ok && l.whole(span)
	if !ok {
		span, ok = l.chiefClause(must)
	}
	if !ok && l.ended() && len(l.words)-l.after <= plentyWords {
		// A sentence that is short enough stands as it is.
		span, ok = corpus.Span{End: len(strings.TrimRight(l.text, " \t\n."))}, true
	}
	if !ok {
		return corpus.Span{}, false
	}
	if l.after > 0 && l.after < len(l.words) && span.End > l.words[l.after].End {
		span.Start = max(span.Start, l.words[l.after].Start)
	}
	if n := len(strings.Fields(span.Of(l.text))); n < leastWords || n > maxQuoteWords {
		return corpus.Span{}, false
	}
	return corpus.Span{Start: l.start + span.Start, End: l.start + span.End}, true
}
