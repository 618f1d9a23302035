package dating

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
)

// form is how a date stands in its line.
type form uint8

const (
	mentioned form = iota // in a sentence
	alone                 // nothing else in the line, or little
	named                 // beside a name or a source
	published             // labelled as the date of publication
	updated               // labelled as that of a later change
	fused                 // before the first sentence of a paragraph, on its line
	dateline              // after the place with which a report begins
	embedded              // beneath a quoted post
	furniture             // labelled as something else
)

// mention is one date of the record's lines.
type mention struct {
	stamp
	form form
	line int // index into the lines
	text string

	misread corpus.Interval // the reading of an all-numeric date that was not taken
}

// settle takes a reading of an unresolved date, and notes the other.
func (m *mention) settle(s stamp) {
	if s.order != unresolved {
		o := dayFirst
		if s.order == dayFirst {
			o = monthFirst
		}
		other, _ := m.read(o)
		m.misread = other.interval()
	}
	m.stamp = s
}

// sheet is the record line by line, with what cleaning has found on it.
type sheet struct {
	lines       []string
	rank        []int        // lines that are not blank, counted up to each line
	title       int          // -1 where it does not stand on a line of its own
	first, last int          // of the body; first is -1 where there is none
	asides      map[int]bool // lines of captions, headings and list items
	kept        map[int]bool // lines of the article's text
	custom      order        // of day and month, where the page's language tells
	numbered    bool         // whether lines mean anything to a reader
	mentions    []mention
	heads       string // the title, white space folded; "" where it does not stand on a line of its own
	copyright   int    // the latest year of a copyright line; 0 for none
}

// Bounds on what is held of a hostile record: further lines, and dates in
// sentences, are left unread.
const (
	maxLines    = 1 << 20
	maxMentions = 1 << 16
)

// read reads the lines of a record. Where blocks carry no lines, as those of
// a page do, they are looked for by how they begin.
func read(text string, c corpus.Cleaned, numbered bool) *sheet {
	s := &sheet{lines: strings.SplitN(text, "\n", maxLines+1), title: -1, first: -1, last: -1, numbered: numbered}
	s.lines = s.lines[:min(len(s.lines), maxLines)]
	s.rank = make([]int, len(s.lines))
	n := 0
	for i, l := range s.lines {
		if strings.TrimSpace(l) != "" {
			n++
		}
		s.rank[i] = n
	}
	s.place(c)
	for i, l := range s.lines {
		s.readLine(i, l)
	}
	return s
}

// place finds body and title on the lines. The body begins with its first
// paragraph: captions and standfirsts stand about the date line.
func (s *sheet) place(c corpus.Cleaned) {
	var begins map[string]int
	if !s.numbered {
		begins = map[string]int{}
		for i, l := range s.lines {
			if k := beginning(l); k != "" {
				if _, ok := begins[k]; !ok {
					begins[k] = i
				}
			}
		}
	}
	s.asides, s.kept = map[int]bool{}, map[int]bool{}
	lead := -1 // the first block of any kind
	for _, b := range c.Blocks {
		i := b.Line - 1
		if !s.numbered {
			var ok bool
			if i, ok = begins[beginning(b.Of(c.Text))]; !ok {
				continue
			}
		}
		if i < 0 || i >= len(s.lines) {
			continue
		}
		s.last = max(s.last, i)
		s.kept[i] = true
		if b.Kind == corpus.Caption || b.Kind == corpus.Heading || b.Kind == corpus.ListItem {
			s.asides[i] = true
		}
		if lead < 0 {
			lead = i
		}
		if s.first < 0 && b.Kind != corpus.Heading && b.Kind != corpus.Standfirst && b.Kind != corpus.Caption {
			s.first = i
		}
	}
	if s.first < 0 {
		s.first = lead
	}
	s.findTitle(strings.Join(strings.Fields(c.Title), " "))
}

// beginning returns the start of a line without its white space, by which a
// block is found again on a page.
func beginning(l string) string {
	const length = 48
	var b strings.Builder
	for _, r := range l {
		if b.Len() >= length {
			break
		}
		if !unicode.IsSpace(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// findTitle finds the line of the title: the last one above the body, where
// menus may repeat it further up, else the first one in it.
func (s *sheet) findTitle(title string) {
	if title == "" || s.first < 0 {
		return
	}
	for i := s.first; i >= 0; i-- {
		if titled(s.lines[i], title) {
			s.title, s.heads = i, title
			return
		}
	}
	for i := s.first; i <= s.last; i++ {
		if titled(s.lines[i], title) {
			s.title, s.heads = i, title
			return
		}
	}
}

// maxTitleTail is how many bytes may follow the title on its line, and
// maxTitleDate how many a date before it may have.
const (
	maxTitleTail = 80
	maxTitleDate = 60
)

// titled reports whether the line begins with the title, or has it behind a
// date that was fused to it.
func titled(line, title string) bool {
	if len(line) < len(title) || len(line) >= 2*len(title)+maxTitleTail {
		return false
	}
	line = strings.TrimLeft(strings.Join(strings.Fields(line), " "), "# ")
	if strings.HasPrefix(line, title) {
		return true
	}
	head, ok := strings.CutSuffix(line, title)
	return ok && len(head) <= maxTitleDate && len(stamps(head)) == 1
}

// beforeTitle reports whether nothing but a time of day and a separator stands
// between a date that opens line i and the title that ends it.
func (s *sheet) beforeTitle(i int, l string, f stamp) bool {
	if i != s.title || s.heads == "" || f.Start > maxTitleDate || f.day == 0 {
		return false
	}
	rest, ok := strings.CutSuffix(strings.Join(strings.Fields(l[f.End:]), " "), s.heads)
	if !ok || len(rest) > maxTitleDate {
		return false
	}
	for _, p := range pieces(l[:f.Start] + " " + rest) {
		if p.kind == word && !neutral[p.text] && weekdays[p.text] == 0 && !saysPublished[p.text] && !saysUpdated[p.text] {
			return false
		}
	}
	return true
}

// above returns how many lines that are not blank line i stands above the
// body's first, negative below it.
func (s *sheet) above(i int) int { return s.rank[s.first] - s.rank[i] }

func (s *sheet) readLine(i int, l string) {
	if !strings.ContainsAny(l, "0123456789") {
		return
	}
	if strings.Contains(l, "©") || strings.Contains(l, "(c)") || strings.Contains(l, "(C)") || strings.Contains(strings.ToLower(l[:min(len(l), 200)]), "copyright") {
		if y := yearIn(l); y > s.copyright && (s.last < 0 || i > s.first) {
			s.copyright = y
		}
	}
	found := stamps(l)
	if len(found) == 0 {
		return
	}
	m := pieces(l[:min(len(l), maxLineBytes)])
	for k, f := range found {
		if len(s.mentions) >= maxMentions {
			return
		}
		from := 0
		if k > 0 {
			from = found[k-1].End
		}
		form := s.formOf(i, l, m, f, from)
		if form != embedded && (k > 0 && ranges(l[from:f.Start]) || k+1 < len(found) && ranges(l[f.End:found[k+1].Start]) || lasts(l[f.End:])) {
			form = mentioned
		}
		s.mentions = append(s.mentions, mention{stamp: f, form: form, line: i, text: around(l, f.Span)})
	}
}

// ranges reports whether what stands between two dates makes them the ends of
// a stretch of time.
func ranges(between string) bool {
	switch strings.ToLower(strings.TrimSpace(between)) {
	case "-", "–", "—", "to", "until", "till", "through", "and", "bis", "au", "al":
		return true
	}
	return false
}

// lasts reports whether what follows a date makes it the beginning of
// something that goes on: "– present".
func lasts(after string) bool {
	after = strings.TrimLeft(after[:min(len(after), 24)], " ")
	after = strings.TrimLeft(after, "-–—")
	return strings.HasPrefix(strings.ToLower(strings.TrimLeft(after, " ")), "present")
}

// around returns the date with a little of what stands about it.
func around(l string, s corpus.Span) string {
	start, end := max(0, s.Start-40), min(len(l), s.End+24)
	for start > 0 && l[start]&0xC0 == 0x80 {
		start--
	}
	for end < len(l) && l[end]&0xC0 == 0x80 {
		end++
	}
	return strings.TrimSpace(l[start:end])
}

// The most words that stand beside a date in a byline, and before the date in
// a dateline.
const (
	maxBylineWords   = 12
	maxNameWords     = 7
	maxDatelineBytes = 90
	maxFormBytes     = 400  // further on, a date after another is a mention
	maxLineBytes     = 2000 // further on, every date is
)

// formOf tells the form of the date f of line i, where the date before it ends
// at from.
func (s *sheet) formOf(i int, l string, m matcher, f stamp, from int) form {
	handle := embeds(l[max(from, f.Start-64):f.Start])
	if f.End > maxLineBytes || from > 0 && f.Start > maxFormBytes {
		if handle {
			return embedded
		}
		return mentioned
	}
	var before []string // words other than neutral ones, of its own
	rest := 0           // words of the whole line
	wordsAfter := 0
	for k, p := range m {
		if p.kind != word && p.kind != number || p.Start >= f.Start && p.End <= f.End {
			continue
		}
		if p.kind == number {
			if p.digits > 2 && !m.tight(k-1, ':') && p.digits != 4 {
				rest++
			}
			continue
		}
		if weekdays[p.text] != 0 || months[p.text] != 0 || ordinals[p.text] || neutral[p.text] && (p.Len() > 2 || p.text != "us") {
			if p.Start >= f.End {
				wordsAfter++
			}
			continue
		}
		if saysPublished[p.text] || saysUpdated[p.text] {
			rest--
		}
		rest++
		if p.Start >= f.End {
			wordsAfter++
		}
		if p.Start >= from && p.End <= f.Start {
			before = append(before, p.text)
		}
	}
	label := mentioned
	for k := len(before) - 1; k >= max(0, len(before)-4) && label == mentioned; k-- {
		switch w := before[k]; {
		case saysUpdated[w] && (k == len(before)-1 || bylines[before[k+1]] || before[k+1] == "date" || allOf(before[k+1:], pageWords)):
			label = updated
		case w == "date" && k > 0 && (saysUpdated[before[k-1]] || saysPublished[before[k-1]]):
			// What stands before it tells.
		case w == "date" && k > 0:
			label = furniture // of something: "air date", "start date"
		case saysPublished[w]:
			label = published
		case saysOther[w]:
			label = furniture
		}
	}
	short := len(l) <= 250 && rest <= maxBylineWords
	switch {
	case handle:
		return embedded
	case label == mentioned && s.beforeTitle(i, l, f):
		return alone
	case label == furniture && rest <= maxBylineWords:
		return furniture
	case rest > maxBylineWords && f.day != 0 && (label == published && len(before) == 1 && opens(l[f.End:], " \t\u00a0:|•·-–—") ||
		strings.TrimSpace(l[:f.Start]) == "" && opens(l[f.End:], " \t\u00a0")):
		return fused
	case short && label == mentioned && rest == 0 && s.asides[i]:
		return mentioned
	case short && label == mentioned && rest == 0:
		if above := s.labelAbove(i); above != mentioned {
			return above
		}
		return alone
	case short && label != mentioned:
		return label
	case len(m) > 0 && bylines[m[0].text] && from == 0 && len(before) <= maxNameWords && f.day != 0:
		return named
	case f.glued && wordsAfter <= 2 && f.day != 0:
		return alone
	case short && i <= s.first && rest <= maxNameWords && wordsAfter == 0 && f.day != 0 && strings.HasSuffix(strings.TrimRight(l[:f.Start], " \u00a0"), " vom"):
		return named // "Pressemitteilung Nr. 112 vom 30.11.2018"
	case s.asides[i] || !f.clock && led(m, f.Start):
		return mentioned
	case short && rest <= maxNameWords && len(m) > 0 && m[0].kind != mark && (len(before) == 0 || wordsAfter <= 3):
		return named
	case s.first >= 0 && i >= s.first && -s.above(i) <= leadLines && f.Start <= maxDatelineBytes && (placed(l[:f.Start]) || i == s.first && situated(l[:f.Start], l[f.End:])):
		return dateline
	}
	return mentioned
}

// allOf reports whether the set has every one of the words.
func allOf(list []string, set map[string]bool) bool {
	for _, w := range list {
		if !set[w] {
			return false
		}
	}
	return true
}

// labelAbove returns what a line above that is nothing but a label says of
// the date on line i.
func (s *sheet) labelAbove(i int) form {
	for j := i - 1; j >= max(0, i-2); j-- {
		l := strings.ToLower(strings.Trim(s.lines[j], " \t\r:-|•"))
		if l == "" {
			continue
		}
		if len(l) > 40 {
			return mentioned
		}
		for _, w := range strings.Fields(l) {
			switch {
			case saysUpdated[w]:
				return updated
			case saysPublished[w] && w != "online" && w != "post":
				return published
			case w == "on" || w == "by" || w == "last" || w == "first" || w == "at":
			default:
				return mentioned
			}
		}
		return mentioned
	}
	return mentioned
}

// opens reports whether text, after the characters of cutset, opens a sentence
// rather than going on with one. An entry of a chronicle ("7 April 2012: A
// bridge opens") has more than white space between, a date that lost its line
// has not.
func opens(text, cutset string) bool {
	text = strings.TrimLeft(text, cutset)
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("\"'“‘«(", r)
}

// leads are words that lead up to a date within a sentence.
var leads = words(`on in of since this from to for until till before after during by between and last next am im vom le du el del`)

// led reports whether one of them stands before the byte at.
func led(m matcher, at int) bool {
	for k := len(m) - 1; k >= 0; k-- {
		if m[k].End <= at {
			return m[k].kind == word && leads[m[k].text]
		}
	}
	return false
}

// embeds reports whether text ends as the signature of a quoted post does,
// with an account's handle in brackets.
func embeds(text string) bool {
	text = strings.TrimRight(text, " \u00a0·-—–")
	text = strings.TrimRight(strings.TrimSuffix(text, " on"), " \u00a0")
	if !strings.HasSuffix(text, ")") {
		return false
	}
	open := strings.LastIndex(text, "(@")
	return open >= 0 && len(text)-open <= 40 && !strings.ContainsAny(text[open+2:len(text)-1], " ()")
}

// yearIn returns the latest four-digit year of a line, 0 for none.
func yearIn(l string) int {
	latest := 0
	for i := 0; i < len(l); {
		if l[i] < '0' || l[i] > '9' {
			i++
			continue
		}
		j, v := i, 0
		for ; j < len(l) && l[j] >= '0' && l[j] <= '9'; j++ {
			if j-i < 5 {
				v = v*10 + int(l[j]-'0')
			}
		}
		if j-i == 4 && v >= 1990 && v <= lastYear {
			latest = max(latest, v)
		}
		i = j
	}
	return latest
}
