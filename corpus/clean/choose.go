package clean

import (
	"regexp"
	"slices"
	"strings"

	"dateline/corpus"
)

// choose decides over the lines, of which said knows the repeats.
func choose(lines []line, said *repeats, c *corpus.Cleaned) []piece {
	pieces := make([]piece, len(lines))
	for i := range lines {
		pieces[i] = piece{line: &lines[i], text: lines[i].text}
	}
	again := said.whole(lines)
	w := worths(lines, again)
	from, to := best(w)
	if from == to { // nothing reads as an article: nothing says what to drop
		return pieces
	}
	if cut := restart(lines, from, to); cut > from {
		f, t := best(w[cut:to])
		from, to = cut+f, cut+t
	}
	top := title(lines, from, to)
	if top < 0 && asked(lines, from, to) {
		top = from
		from++
	}
	if top < 0 {
		top = datedTitle(lines, from)
	}
	if top < 0 {
		top = wireTitle(lines, from)
	}
	tidy := plain(lines, again)
	if tidy {
		if top < 0 && from > 0 && len(lines) > 1 && titular(&lines[0]) && lines[1].after > 0 {
			top = 0
		}
		said.refrains = true
		to = linger(lines, from, to)
		from = min(from, top+1)
	}
	sign(lines, top)
	from = lead(lines, from, to, top)
	if !tidy {
		to = tail(lines, from, to)
	}
	for i := range pieces {
		if i < from || i >= to {
			pieces[i].why = reason(&lines[i])
			if k := again[i]; k >= 0 && (k >= from && k < to || pieces[i].why == "other story") {
				pieces[i].why = repeating(lines[k].number)
			}
		}
	}
	if top < 0 {
		top = datedTitle(lines, from)
	}
	if top < 0 {
		top = wireTitle(lines, from)
	}
	if top >= 0 {
		date, tail := headlineDate(&lines[top]).End, 0
		if date == 0 {
			tail = headlineTail(&lines[top])
		}
		headline := lines[top].text[date : len(lines[top].text)-tail]
		label := len(titleLabel.FindString(headline))
		entitle(pieces, top, from, piece{head: true, date: date, tail: tail, label: label})
		c.Title = strings.TrimFunc(strings.TrimLeft(headline[label:], "# "), space)
	}
	for i := from - 1; i >= 0 && i >= from-6 && i > top; i-- {
		if l := &lines[i]; pieces[i].why != "" && credited(l) && l.words >= 6 && !l.furniture() {
			pieces[i].why, pieces[i].kind = "", corpus.Caption
		}
	}
	inside(pieces, from, to, tidy)
	dropNote(pieces, from, to)
	for i := range pieces {
		p := &pieces[i]
		if p.why == "byline" && i < to && i > top-4 && c.Meta.Author == "" {
			c.Meta.Author = byline(p.line)
		}
		if i >= to && i < to+3 && p.why == "credit" && c.Meta.Source == "" {
			c.Meta.Source = credit(p.line)
		}
	}
	return pieces
}

// titleLabel matches what a saved mail or an export writes before the title.
var titleLabel = regexp.MustCompile(`^(?i:title|headline|subject):\s+`)

// datedTitle returns the line right above the body where that is a headline
// with a date fused to it, -1 where it is not.
func datedTitle(lines []line, from int) int {
	if from > 0 && (headlineDate(&lines[from-1]).End > 0 || headlineTail(&lines[from-1]) > 0) {
		return from - 1
	}
	return -1
}

// wireTitle returns the line right above a body that begins with a dateline,
// "ROME, May 12 (AGENCY) - …", where that line can be a title; -1 where it can't.
func wireTitle(lines []line, from int) int {
	if from == 0 || !wire.MatchString(lines[from].text) {
		return -1
	}
	if l := &lines[from-1]; titular(l) && l.bars == 0 && l.jargon == 0 && len(l.content) >= 3 && (l.lower > 0 || l.words >= 5) {
		return from - 1
	}
	return -1
}

// wire matches the dateline of a report: a place in capital letters, perhaps a
// date and an agency in brackets, then a dash.
var wire = regexp.MustCompile(`^\p{Lu}[\p{Lu} .'’-]{2,30}(?:, [\p{L}\d., ]{3,40})?(?: ?\([^()]{2,30}\))? ?[–—-]+ `)

// restart returns where the article begins within a run that begins with the
// teasers of other stories: at a line that heads what follows and not what
// stands above it, with a date or a byline beside it. It returns from where
// there is none.
func restart(lines []line, from, to int) int {
	before := map[uint32]bool{}
	for i := from; i < to; i++ {
		l := &lines[i]
		if i > from && !l.prose() && len(l.content) >= 3 && l.words <= 25 && !l.furniture() && !l.dated() && dateNear(lines, i, from, to) {
			after := map[uint32]bool{}
			words := 0
			for j := i + 1; j < to && words < 300; j++ {
				words += lines[j].words
				for _, h := range lines[j].content {
					after[h] = true
				}
			}
			above, below, common := 0, 0, 0
			for _, h := range l.content {
				if before[h] {
					above++
				}
				if after[h] {
					below++
				}
			}
			for h := range after {
				if before[h] {
					common++
				}
			}
			if below*3 >= len(l.content)*2 && above*3 <= len(l.content) && common*8 <= len(after) && words >= 40 {
				return i
			}
		}
		if l.prose() {
			for _, h := range l.content {
				before[h] = true
			}
		}
	}
	return from
}

// dateNear reports whether a date or a byline stands beside line i.
func dateNear(lines []line, i, from, to int) bool {
	for j := max(from, i-3); j <= min(to-1, i+3); j++ {
		if lines[j].dated() || byline(&lines[j]) != "" {
			return true
		}
	}
	return false
}

// lead moves the beginning of the run past what comes before the article's
// first sentence: bylines, dates, requests to subscribe.
func lead(lines []line, from, to, top int) int {
	for from < to-1 {
		l := &lines[from]
		if !l.asks() && byline(l) == "" && !l.dated() && from != top {
			break
		}
		from++
	}
	return from
}

// tail moves the end of the run before what comes after the article's last
// sentence: notes on the author, requests to subscribe.
func tail(lines []line, from, to int) int {
	author := map[uint32]bool{}
	for i := max(0, from-10); i < from; i++ {
		l := &lines[i]
		if l.words <= 12 && (byline(l) != "" || l.dated()) {
			for _, h := range l.names {
				author[h] = true
			}
		}
	}
	if len(author) > 1 {
		for i := to - 1; i > (from+to)/2 && i > to-12; i-- {
			l := &lines[i]
			n := 0
			for _, h := range l.names {
				if author[h] {
					n++
				}
			}
			if n >= 2 && l.words <= 6 && !l.prose() {
				to = i
			}
		}
	}
	for to-1 > from {
		l := &lines[to-1]
		if l.prose() && !l.asks() && !contribution(l) {
			break
		}
		if l.prose() || l.furniture() || l.boundary || l.dated() {
			to--
			continue
		}
		break
	}
	return to
}

// plain reports whether the lines are a clean text rather than a page: most of
// its words stand in sentences and in lists, and hardly a line looks like
// furniture.
func plain(lines []line, again []int) bool {
	clutter, words, text := 0, 0, 0
	for i := range lines {
		l := &lines[i]
		if section(lines, i) {
			text += l.words
		} else if l.boundary || l.words > 0 && l.furniture() || l.stamped() || l.trails && !l.quoted {
			clutter++
		}
		if again[i] >= 0 {
			continue
		}
		words += l.words
		if l.prose() || l.ends || l.colon || l.bullet && l.words > 2 || flows(lines, i) {
			text += l.words
		}
	}
	if clutter*20 > len(lines)+10 || text*10 < words*8 {
		return false
	}
	for i := range lines {
		if l := &lines[i]; section(lines, i) {
			l.boundary, l.discuss, l.jargon, l.part = false, false, 0, true
		}
	}
	return true
}

// longestVerse is the most words of a verse.
const longestVerse = 14

// flows reports whether the line is text by what stands about it: a verse, a
// row of a table, the time of an entry.
func flows(lines []line, i int) bool {
	l := &lines[i]
	verse := func(i int) bool { // goes on with the line above
		if i == 0 || i >= len(lines) || !lines[i].opener || lines[i].after > 0 {
			return false
		}
		a, b := &lines[i-1], &lines[i]
		return !a.ends && b.lower*2 > b.letters && a.words > 2 && a.words <= longestVerse && b.words > 2 && b.words <= longestVerse
	}
	return l.goes || l.row || l.entry || l.part || verse(i) || verse(i+1)
}

// linger moves the end of the run behind what ends a clean text without being
// prose: the last items of a list, a table, a signature. It stops at what looks
// like furniture. Lines that could be headlines count only where nothing but
// text follows and, if there are several, where they share a word with the
// text.
func linger(lines []line, from, to int) int {
	said := map[uint32]bool{}
	for i := from; i < to; i++ {
		for _, h := range lines[i].content {
			said[h] = true
		}
	}
	sure, headlines, shared := to, 0, 0
	for i := to; i < len(lines); i++ {
		l := &lines[i]
		if l.words > 0 && l.furniture() || l.boundary || l.trails || byline(l) != "" || l.month && l.year && l.dated() {
			return sure
		}
		if credit(l) != "" || contribution(l) {
			return i
		}
		if l.ends || l.bullet || l.colon || flows(lines, i) {
			if sure == i {
				sure++
			}
		} else if l.words >= 4 {
			headlines++
			shared += share(l, said)
		}
	}
	if headlines >= 2 && shared == 0 {
		return sure
	}
	return len(lines)
}

// entitle marks the title and its copies, each with the bytes that as says are no
// part of it, and the standfirst below it.
func entitle(pieces []piece, top, from int, as piece) {
	t := pieces[top].line
	below := false
	for i := range pieces {
		l := pieces[i].line
		if l.text == t.text && (i < from || pieces[i].why == "") {
			p := &pieces[i]
			p.why, p.head, p.date, p.tail, p.label = "", true, as.date, as.tail, as.label
			below = i >= top
			continue
		}
		if below {
			if (i < from || !l.prose()) && standfirst(l) && overlap(l, t) < .6 {
				pieces[i].why, pieces[i].kind = "", corpus.Standfirst
			}
			below = false
		}
	}
}

// overlap returns the share of a's content words that b has too.
func overlap(a, b *line) float64 {
	if len(a.content) == 0 {
		return 0
	}
	n := 0
	for _, h := range a.content {
		if slices.Contains(b.content, h) {
			n++
		}
	}
	return float64(n) / float64(len(a.content))
}

// standfirst reports whether the line below a title can be its summary.
func standfirst(l *line) bool {
	return l.words >= 6 && l.words <= 60 && !l.goes && l.lower*2 >= l.letters && !l.furniture() && !l.dated() && !l.boundary &&
		byline(l) == "" && !credited(l)
}

// inside decides over the lines within the run.
func inside(pieces []piece, from, to int, tidy bool) {
	listed := false // below a heading of other stories
	again := map[string]int{}
	for i := from; i < to; i++ {
		if l := pieces[i].line; l.words <= 3 {
			again[l.text]++
		}
	}
	for i := from; i < to; i++ {
		p := &pieces[i]
		l := p.line
		prose := l.prose()
		if prose {
			listed = false
		}
		switch {
		case p.why != "" || p.head:
		case posted(l):
			p.kind = corpus.Embed
			if i > from && strings.HasPrefix(l.text, "—") && pieces[i-1].why == "" && pieces[i-1].kind == corpus.Paragraph {
				pieces[i-1].kind = corpus.Embed
			}
		case prose && credited(l):
			p.kind = corpus.Caption
		case pointer(l):
			p.why = "other story"
		case !prose && i < from+6 && (l.dated() || byline(l) != ""):
			p.why = reason(l)
		case !tidy && (l.asks() && l.asking > 0 || l.words <= 3 && again[l.text] > 1):
			p.why = "furniture"
		case prose:
			if l.bullet {
				p.kind = corpus.ListItem
			}
		case l.boundary:
			p.why, listed = reason(l), true
		case l.furniture():
			p.why = reason(l)
		case listed && !tidy && !l.bullet && !l.colon:
			p.why = "other story"
		case l.entry:
			p.kind = corpus.Heading
		case l.bullet, l.row:
			p.kind = corpus.ListItem
		case credited(l):
			if l.words >= 6 {
				p.kind = corpus.Caption
			} else {
				p.why = "credit"
			}
		case !l.ends && !l.goes && !l.opener && l.words <= 14 && i+1 < to && pieces[i+1].line.prose() && !pieces[i+1].line.opener:
			p.kind = corpus.Heading
		}
	}
}
