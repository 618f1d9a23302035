package brief

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// line is a sentence of an article, cut into words.
type line struct {
	text    string
	start   int // in the article's text
	n       int // index of the sentence
	kind    corpus.BlockKind
	words   []token.Token
	folded  []string
	after   int  // words of the dateline before it
	within  bool // it lies in a quotation that began before it
	events  []*corpus.Event
	stemmed []string
	read    *signs // what reports are compared by, once it was asked for
}

// signs are what a line tells by single words.
type signs struct {
	stage  string
	causes map[string]bool
	towns  map[string]bool
	far    string // see reaching
	anyFar bool
}

// signs returns what a line tells by single words, read once.
func (l *line) signs() *signs {
	if l.read == nil {
		l.read = &signs{stage: l.readStage(), causes: l.readCauses(), towns: l.readTowns()}
		l.read.far, l.read.anyFar = l.readReaching()
	}
	return l.read
}

// maxLines bounds the sentences of an article that are read: news stands at its
// beginning.
const maxLines = 60

// linesOf returns the sentences of an article that may tell something: those of
// its paragraphs.
func linesOf(doc corpus.Document) []line {
	var out []line
	var said []corpus.Span // the quotations of the block at hand
	block := -1
	for n, s := range doc.Sentences {
		if s.Start < 0 || s.End > len(doc.Text) || s.Start >= s.End || s.Block >= len(doc.Blocks) {
			continue
		}
		kind := doc.Blocks[s.Block].Kind
		if kind != corpus.Paragraph && kind != corpus.Standfirst && kind != corpus.Quotation {
			continue
		}
		if s.Block != block {
			block, said = s.Block, quotations(doc.Text, doc.Blocks[s.Block].Span)
		}
		l := newLine(s.Of(doc.Text))
		l.start, l.n, l.kind = s.Start, n, kind
		l.within = slices.ContainsFunc(said, func(q corpus.Span) bool { return q.Start < s.Start && s.Start < q.End })
		if len(l.words) == 0 {
			continue
		}
		out = append(out, l)
		if len(out) == maxLines {
			break
		}
	}
	at := map[int]*line{}
	for i := range out {
		at[out[i].n] = &out[i]
	}
	for i := range doc.Events {
		e := &doc.Events[i]
		if l := at[e.Sentence]; l != nil {
			l.events = append(l.events, e)
		}
	}
	return out
}

// quotations returns what stands in quotation marks in a block of a text. Plain
// marks count where they pair.
func quotations(text string, block corpus.Span) []corpus.Span {
	if block.Start < 0 || block.End > len(text) || block.Start >= block.End {
		return nil
	}
	var out []corpus.Span
	open, plain := -1, -1
	part := block.Of(text)
	pairs := strings.Count(part, `"`)%2 == 0
	for i, r := range part {
		switch {
		case r == '“' || r == '«':
			open = block.Start + i
		case (r == '”' || r == '»') && open >= 0:
			out = append(out, corpus.Span{Start: open, End: block.Start + i})
			open = -1
		case r == '"' && pairs && plain < 0:
			plain = block.Start + i
		case r == '"' && pairs:
			out = append(out, corpus.Span{Start: plain, End: block.Start + i})
			plain = -1
		}
	}
	if open >= 0 { // it goes on in the next block
		out = append(out, corpus.Span{Start: open, End: block.End})
	}
	return out
}

func newLine(text string) line {
	l := line{text: text, words: token.Words(text)}
	for _, w := range l.words {
		l.folded = append(l.folded, token.Fold(w.Text))
	}
	if l.after = l.stamp(); l.after > 0 {
		return l
	}
	if len(l.words) == 0 || len(l.words[0].Text) < 3 && !l.words[0].Number() && !(len(l.words) > 1 && len(l.words[1].Text) > 2 && l.words[1].Text == strings.ToUpper(l.words[1].Text)) || l.words[0].Text != strings.ToUpper(l.words[0].Text) && l.folded[0] != "date" {
		return l // it begins with no place in capital letters
	}
	if d := bot.Dateline(text); d > 0 {
		for l.after < len(l.words) && l.words[l.after].Start < d {
			l.after++
		}
	}
	if l.after == 0 {
		l.after = l.capitals()
	}
	return l
}

// longestStamp is the length in bytes of what brackets at the beginning of a
// sentence may hold to be the name of who sent it.
const longestStamp = 30

// stamp returns the words in brackets before a sentence that name the agency which
// sent it, "(ANP) The minister …", 0 where there are none.
func (l *line) stamp() int {
	end := strings.IndexByte(l.text, ')')
	if !strings.HasPrefix(l.text, "(") || end < 0 || end > longestStamp {
		return 0
	}
	n := 0
	for n < len(l.words) && l.words[n].Start < end {
		if !l.words[n].Capital() {
			return 0
		}
		n++
	}
	if n == len(l.words) {
		return 0
	}
	return n
}

// capitals returns the words of a dateline whose place has several words in
// capital letters, "DA NANG, January 29, 2026 – ", 0 where there is none.
func (l *line) capitals() int {
	upper := func(i int) bool {
		return i < len(l.words) && l.words[i].Text == strings.ToUpper(l.words[i].Text) && !l.words[i].Number()
	}
	if !upper(1) || len(l.words[0].Text)+len(l.words[1].Text) < 5 {
		return 0
	}
	for i := 2; i < min(len(l.words), 12); i++ {
		if g := l.gap(i); strings.ContainsAny(g, "–—:") || strings.Contains(g, " - ") || strings.Contains(g, "--") {
			return i
		}
		if !l.words[i].Capital() && !l.words[i].Number() {
			return 0
		}
	}
	return 0
}

// stems returns the stems of the line's words.
func (l *line) stems() []string {
	if l.stemmed == nil {
		l.stemmed = make([]string, len(l.folded))
		for i, f := range l.folded {
			l.stemmed[i] = stem(f)
		}
	}
	return l.stemmed
}

// gap returns what stands between a word and the one before it.
func (l *line) gap(i int) string {
	switch {
	case i <= 0:
		return l.text[:l.words[0].Start]
	case i >= len(l.words):
		return l.text[l.words[len(l.words)-1].End:]
	}
	return l.text[l.words[i-1].End:l.words[i].Start]
}

// fold returns a folded word, "" outside of the line.
func (l *line) fold(i int) string {
	if i < 0 || i >= len(l.folded) {
		return ""
	}
	return l.folded[i]
}

// wordAt returns the first word that ends after a byte of the line.
func (l *line) wordAt(at int) int {
	for i, w := range l.words {
		if w.End > at {
			return i
		}
	}
	return len(l.words)
}

// ended reports whether a line ends as a sentence does, which a headline does
// not.
func (l *line) ended() bool {
	t := strings.TrimRight(l.text, " \t\n\"'”’)]»")
	r, _ := utf8.DecodeLastRuneInString(t)
	return r == '.' || r == '!' || r == '…' || r == '?'
}

// asks reports whether a line ends in a question mark.
func (l *line) asks() bool {
	return strings.HasSuffix(strings.TrimRight(l.text, " \t\n\"'”’)]»"), "?")
}

// quoted reports for each word whether it stands within quotation marks. Whole
// says that the marks don't pair: what is quoted began before the line, or goes
// on after it.
func (l *line) quoted() (in []bool, whole bool) {
	in = make([]bool, len(l.words))
	open, plain, n := 0, false, 0
	w := 0
	for i, r := range l.text {
		for w < len(l.words) && l.words[w].Start <= i {
			in[w] = open > 0 || plain
			w++
		}
		switch r {
		case '“', '«':
			open++
			n++
		case '”', '»':
			open--
			n++
			whole = whole || open < 0
		case '"':
			if strings.HasSuffix(l.text[:i], " ") && strings.HasPrefix(l.text[i+1:], " ") {
				continue // a dash that was read wrongly
			}
			plain = !plain
			n++
		}
	}
	for ; w < len(l.words); w++ {
		in[w] = open > 0 || plain
	}
	return in, whole || open > 0 || plain
}

// verbal reports whether word i is likely a finite verb.
func (l *line) verbal(i int) bool {
	if i < 0 || i >= len(l.words) || l.words[i].Capital() {
		return false
	}
	switch l.fold(i - 1) {
	case "the", "a", "an", "to", "of", "his", "her", "its", "their":
		return false
	}
	return question.Verb(l.folded[i]) || pastForm(l.folded[i])
}

// pastForm reports whether a folded word is likely a verb in the past.
func pastForm(f string) bool {
	return question.PastVerb(f) || token.Base(f) != f || pasts[f]
}

// pasts are forms that no other table has.
var pasts = set(`lay died tied sued vied lied swept burst spread slid wept clung crept dug fed fled flung hid knelt leapt leaned lit mown sped spun
	split spat sprang stuck stung strode strove swung swelled threw bid bled bound ground hurt shed shut stank sank`)

func (l *line) hasVerb() bool {
	for i := range l.words {
		if l.verbal(i) || l.regular(i) || l.thirdPerson(i) || outlook[l.folded[i]] && !l.words[i].Capital() && !nounLike(l, i) {
			return true
		}
	}
	return len(l.events) > 0
}

// regular reports whether word i is likely a verb in the past by its ending, and
// no participle beside a noun: "Holt used an address".
func (l *line) regular(i int) bool {
	f := l.folded[i]
	if len(f) < 4 || !strings.HasSuffix(f, "ed") || strings.HasSuffix(f, "eed") && f != "agreed" && f != "freed" && f != "guaranteed" || l.words[i].Capital() || i == l.after || nounLike(l, i) {
		return false
	}
	switch l.fold(i + 1) {
	case "a", "an", "the", "its", "his", "her", "their", "to", "on", "in", "at", "for", "that", "with", "into", "over", "out", "up", "down", "from", "by", "not", "all", "":
	default:
		if i+1 >= len(l.words) || !l.words[i+1].Capital() {
			return false
		}
	}
	switch l.fold(i - 1) {
	case "of", "by", "with", "and", "in", "for", "is", "are", "be", "been", "being", "or", "no", "as", "when", "where":
		return false
	}
	return true
}

// nounLike reports whether a word follows an article, so that it is no verb.
func nounLike(l *line, i int) bool {
	switch l.fold(i - 1) {
	case "the", "a", "an", "his", "her", "its", "their", "this", "that", "no":
		return true
	}
	return false
}

// names returns the folded words of the line that are written as names, without
// those of time and the dateline. Countries are given by their name alone, in
// whichever form they stand.
func (l *line) names() map[string]bool {
	out := map[string]bool{}
	for i := l.after; i < len(l.words); {
		w := l.words[i]
		if !w.Capital() || question.Time(w.Text) {
			i++
			continue
		}
		entries, n := gazetteer.Longest(l.text, l.words, l.folded, i, false)
		taken := false
		for _, e := range entries {
			switch e.Kind {
			case gazetteer.CountryName, gazetteer.Demonym:
				out["c:"+e.Name], taken = true, true
			case gazetteer.CityName:
				out[e.Name], out["c:"+e.Of], taken = true, true, true
			case gazetteer.Body:
				out[e.Name], taken = true, true
			case gazetteer.OfficeName, gazetteer.Honorific:
				taken = true
			}
		}
		if taken {
			i += n
			continue
		}
		first := i == l.after || strings.ContainsAny(l.gap(i), ".!?“\"")
		if !token.Stop(l.folded[i]) && (!first || !common(l, i)) {
			out[l.folded[i]] = true
		}
		i++
	}
	return out
}

// common reports whether the first word of a sentence is likely a common one,
// with its capital for its place alone.
func common(l *line, i int) bool {
	if i+1 < len(l.words) && l.words[i+1].Capital() && l.gap(i+1) == " " {
		return false
	}
	f := l.folded[i]
	return question.Noun(f) || question.Verb(f) || strings.HasSuffix(f, "ing") || strings.HasSuffix(f, "s") && !strings.HasSuffix(f, "ss") || i+1 >= len(l.words) || !l.verbal(i+1)
}

// shouting reports whether the words of a text are in capital letters, as some
// headlines are.
func shouting(ws []token.Token) bool {
	n, all := 0, 0
	for _, w := range ws {
		r, _ := utf8.DecodeRuneInString(w.Text)
		if !unicode.IsLetter(r) || len(w.Text) < 3 {
			continue
		}
		all++
		if w.Text == strings.ToUpper(w.Text) {
			n++
		}
	}
	return all >= 4 && n*5 >= all*4
}
