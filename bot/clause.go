package bot

import (
	"sort"
	"strings"
	"unicode/utf8"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/token"
)

// elision stands in a lead for words that are left out of a sentence.
const elision = " … "

// leadQuote returns what a lead quotes of a line, at most maxWords words, and
// the span that it is taken from: the whole sentence where it is short enough,
// else the clause with a subject of its own that holds most of the spans, else
// the sentence's subject with the clause that holds the first span, else the
// beginning of its main clause. The first keep spans hold what answers the
// question: the words around them are quoted though they make no clause.
func leadQuote(l *line, must []corpus.Span, keep, maxWords int) (string, corpus.Span) {
	from := afterDateline(l)
	fits := func(s corpus.Span) bool {
		return wordsIn(l, s.Start, s.End) <= maxWords && utf8.RuneCountInString(s.Of(l.text)) <= maxLeadRunes-12
	}
	whole := trimClause(l.text, from, len(l.text))
	if len(l.words) == 0 || fits(whole) {
		return whole.Of(l.text), whole
	}
	core := corpus.Span{Start: whole.Start, End: whole.Start}
	if len(must) > 0 {
		core = must[0]
	}
	starts, ends := clauseStarts(l, from), clauseEnds(l)
	best, held := corpus.Span{}, -1
	for _, s := range starts {
		for _, e := range ends {
			if s > core.Start || e < core.End || e <= s {
				continue
			}
			if i, j := firstFrom(l, s), firstFrom(l, e); i < j && !fits(corpus.Span{Start: l.words[i].Start, End: l.words[j-1].End}) {
				break // its words alone are too long, and so are those up to a later end
			}
			span := trimClause(l.text, s, e)
			if wordsIn(l, s, e) < 4 || !fits(span) || !hasVerb(l, s, e) {
				continue
			}
			n := 0
			for i, m := range must {
				if m.Start >= s && m.End <= e {
					n++
					if i < keep {
						n += len(must)
					}
				}
			}
			if n > held || n == held && span.Len() < best.Len() {
				best, held = span, n
			}
		}
	}
	if held >= keep*len(must) && held >= 0 {
		return best.Of(l.text), best
	}
	start := from
	for _, s := range starts {
		if s <= core.Start {
			start = s
		}
	}
	subject := subjectFrom(l, start)
	if keep < 2 && subject.End > subject.Start && subject.End <= core.Start {
		s, e := subject.End, len(l.text)
		for _, b := range clauseBounds(l) {
			if b <= core.Start && b > s {
				s = b
			}
		}
		for _, b := range ends {
			if b >= core.End && b > s {
				e = b
				break
			}
		}
		rest := trimClause(l.text, s, e)
		text := subject.Of(l.text) + elision + rest.Of(l.text)
		if s > subject.End+1 && rest.Len() > 0 && goesOn(l, s) && wordsIn(l, subject.Start, subject.End)+wordsIn(l, s, e) <= maxWords &&
			utf8.RuneCountInString(text) <= maxLeadRunes-12 {
			return text, corpus.Span{Start: subject.Start, End: rest.End}
		}
	}
	if keep > 0 {
		return around(l, must[:keep], subject, held, best, maxWords)
	}
	for i := len(ends) - 1; i >= 0; i-- {
		if span := trimClause(l.text, start, max(start, ends[i])); wordsIn(l, span.Start, span.End) >= 6 && fits(span) && hasVerb(l, span.Start, span.End) {
			return span.Of(l.text), span
		}
	}
	// The beginning of the main clause, up to a word that begins a phrase.
	end := start
	for i, w := range l.words {
		if w.Start <= start || i == 0 {
			continue
		}
		if wordsIn(l, start, l.words[i-1].End) > maxWords || utf8.RuneCountInString(l.text[start:l.words[i-1].End]) > maxLeadRunes-12 {
			break
		}
		if token.Stop(l.folded[i]) && !token.Stop(l.folded[i-1]) {
			end = l.words[i-1].End
		}
	}
	if end == start {
		s, e := window(l, core, start, len(l.text), maxWords)
		start, end = s, e
	}
	span := trimClause(l.text, start, end)
	return span.Of(l.text) + " …", span
}

// firstFrom returns the index of the first token of a line that begins from a
// byte on, the number of its tokens where none does.
func firstFrom(l *line, at int) int {
	return sort.Search(len(l.words), func(i int) bool { return l.words[i].Start >= at })
}

// goesOn reports whether what begins at a byte has the subject of what goes
// before it: "and left behind …", "saying that …".
func goesOn(l *line, at int) bool {
	for i, w := range l.words {
		if w.Start < at {
			continue
		}
		if l.folded[i] == "and" || l.folded[i] == "but" {
			i++
		}
		return i < len(l.words) && (verbAt(l, i) || strings.HasSuffix(l.folded[i], "ing"))
	}
	return false
}

// around quotes the words around the spans, with the subject before them where
// it fits; where all of them don't fit, the clause that was found for the
// first, or the words around that.
func around(l *line, must []corpus.Span, subject corpus.Span, held int, found corpus.Span, maxWords int) (string, corpus.Span) {
	hull := must[0]
	for _, m := range must[1:] {
		hull = corpus.Span{Start: min(hull.Start, m.Start), End: max(hull.End, m.End)}
	}
	if wordsIn(l, hull.Start, hull.End) > maxWords || hull.Len() > maxLeadRunes-16 {
		if held >= 0 {
			return found.Of(l.text), found
		}
		hull = must[0]
	}
	room := maxWords
	named := subject.Len() > 0 && subject.End < hull.Start && wordsIn(l, subject.Start, subject.End)+wordsIn(l, hull.Start, hull.End)+4 <= maxWords
	least := 0
	if from := afterDateline(l); from <= hull.Start {
		least = from
	}
	if named {
		room -= wordsIn(l, subject.Start, subject.End)
		least = subject.End
	}
	s, e := window(l, hull, least, len(l.text), room)
	for utf8.RuneCountInString(l.text[s:e])+utf8.RuneCountInString(subject.Of(l.text)) > maxLeadRunes-18 && (s < hull.Start || e > hull.End) {
		// A word less on the longer side.
		if hull.Start-s > e-hull.End {
			s = wordAfter(l, s)
		} else {
			e = wordBefore(l, e)
		}
	}
	for s > least && s < hull.Start && !phraseStart(l, s) {
		s = wordAfter(l, s)
	}
	for b := e; b > hull.End && b < len(l.text); b = wordBefore(l, b) {
		if phraseStart(l, wordAfter(l, b)) {
			e = b
			break
		}
	}
	s, e = min(s, hull.Start), max(e, hull.End)
	rest := trimClause(l.text, s, e)
	text, span := rest.Of(l.text), rest
	if after := strings.TrimSpace(l.text[rest.End:]); after != "" && (after[0] >= 'a' && after[0] <= 'z' || after[0] >= 'A' && after[0] <= 'Z') {
		text += " …"
	}
	switch {
	case named && rest.Start > subject.End+1:
		text, span = subject.Of(l.text)+elision+text, corpus.Span{Start: subject.Start, End: rest.End}
	case rest.Start > least:
		text = "… " + text
	}
	return text, span
}

// wordAfter returns where the word after the one at a byte begins, and wordBefore
// where the word before the one that ends at a byte ends.
func wordAfter(l *line, at int) int {
	for _, w := range l.words {
		if w.Start > at {
			return w.Start
		}
	}
	return len(l.text)
}

func wordBefore(l *line, at int) int {
	end := 0
	for _, w := range l.words {
		if w.End < at {
			end = w.End
		}
	}
	return end
}

// phraseStart reports whether the word at a byte may begin a phrase.
func phraseStart(l *line, at int) bool {
	for i, w := range l.words {
		if w.Start == at {
			return token.Stop(l.folded[i]) || verbAt(l, i) || i > 0 && strings.ContainsAny(l.text[l.words[i-1].End:w.Start], ",;:(")
		}
	}
	return false
}

// afterDateline returns where a sentence begins after the dateline before it:
// a place in capital letters, with a date or an agency, and a colon or dash.
func afterDateline(l *line) int {
	if len(l.words) < 4 || !allUpper(l.words[0].Text) || utf8.RuneCountInString(l.words[0].Text) < 3 {
		return 0
	}
	for i := 1; i < min(len(l.words)-2, 12); i++ {
		gap := l.text[l.words[i-1].End:l.words[i].Start]
		if strings.LastIndex(l.text[:l.words[i].Start], "(") <= strings.LastIndex(l.text[:l.words[i].Start], ")") && (strings.Contains(gap, ": ") || strings.Contains(gap, " – ") || strings.Contains(gap, " — ") || strings.Contains(gap, " - ") || strings.Contains(gap, "/. ")) {
			return l.words[i].Start
		}
		if !l.words[i].Capital() && !l.words[i].Number() {
			return 0
		}
	}
	return 0
}

// clauseStarts returns the bytes from which a line can be read as a sentence:
// its beginning, and where a clause with a subject of its own begins.
func clauseStarts(l *line, from int) []int {
	out := []int{from}
	for i := 2; i+3 < len(l.words); i++ {
		if l.words[i].Start <= from {
			continue
		}
		gap := l.text[l.words[i-1].End:l.words[i].Start]
		f := l.folded[i]
		at := i
		switch {
		case strings.ContainsAny(gap, ";") || strings.Contains(gap, " – ") || strings.Contains(gap, " — "):
			if f == "and" || f == "but" {
				at = i + 1
			}
		case strings.Contains(gap, ",") && (f == "and" || f == "but" || f == "while" || f == "although" || f == "though"):
			at = i + 1
		case f == "that" && speaksAt(l, i-1):
			at = i + 1
		case speaksAt(l, i-1) && gap == " " && subjectWord(l, i) && !Speaks(f):
		default:
			continue
		}
		if subjectWord(l, at) || at > i && !token.Stop(l.folded[at]) && !verbAt(l, at) {
			if s := subjectFrom(l, l.words[at].Start); s.End > s.Start {
				out = append(out, l.words[at].Start)
			}
		}
	}
	return out
}

// clauseEnds returns the bytes at which a line may be cut so that what goes
// before reads as a sentence.
func clauseEnds(l *line) []int {
	var out []int
	for i := 3; i < len(l.words); i++ {
		gap := l.text[l.words[i-1].End:l.words[i].Start]
		f := l.folded[i]
		switch {
		case strings.ContainsAny(gap, ";:(") || strings.Contains(gap, " – ") || strings.Contains(gap, " — "):
		case strings.Contains(gap, ",") && (joinsClause[f] || token.Stop(f) || question.Verb(f) || strings.HasSuffix(f, "ing")):
		case gap == " " && relative[f] && !relative[l.folded[i-1]] && !(token.Stop(l.folded[i-1]) || Speaks(l.folded[i-1])):
		default:
			continue
		}
		out = append(out, l.words[i-1].End)
	}
	return append(out, len(l.text))
}

var relative = words(`which who whose whom because although while where`)

// Speaks reports whether a folded word is a verb of saying.
func Speaks(f string) bool {
	kind, ok := event.KindOf(f)
	return ok && (kind == "say" || kind == "announce")
}

// speaksAt reports the same of word i of a line, which is no name.
func speaksAt(l *line, i int) bool { return !l.words[i].Capital() && Speaks(l.folded[i]) }

// subjectWord reports whether a subject may begin with word i of a line.
func subjectWord(l *line, i int) bool {
	if i >= len(l.words) {
		return false
	}
	f := l.folded[i]
	return subjectOpeners[f] || (l.words[i].Capital() || l.words[i].Number()) && !question.Verb(f)
}

var subjectOpeners = words(`he she it they we i this these those the a an his her its their no some both several many most officials there nothing nobody`)

// subjectFrom returns the words from a byte on that stand before the first
// verb, at most eight; empty where no verb follows them.
func subjectFrom(l *line, from int) corpus.Span {
	n, first := 0, -1
	for i, w := range l.words {
		if w.Start < from {
			continue
		}
		if first < 0 {
			first = i
		}
		if n > 0 && verbAt(l, i) {
			return corpus.Span{Start: l.words[first].Start, End: l.words[i-1].End}
		}
		if n++; n > 8 || n > 1 && strings.ContainsAny(l.text[l.words[i-1].End:w.Start], ",;:–—") {
			break
		}
	}
	return corpus.Span{Start: from, End: from}
}

// verbAt reports whether word i is likely a finite verb: a helping verb, a
// form in the past, or one that the lexicon of events has.
func verbAt(l *line, i int) bool {
	f := l.folded[i]
	if l.words[i].Capital() || i > 0 && (l.folded[i-1] == "the" || l.folded[i-1] == "a" || l.folded[i-1] == "an" || l.folded[i-1] == "to") {
		return false
	}
	if question.Verb(f) {
		return true
	}
	_, ok := event.KindOf(f)
	return ok
}

func hasVerb(l *line, s, e int) bool {
	for i := firstFrom(l, s); i < len(l.words) && l.words[i].End <= e; i++ {
		if verbAt(l, i) {
			return true
		}
	}
	return false
}
