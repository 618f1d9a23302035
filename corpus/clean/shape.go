package clean

import "strings"

// The fewest lines alike that make a table, the fewest that make a list of
// facts, and the fewest times of day that make a report as it happens.
const (
	fewestRows    = 3
	fewestFacts   = 2
	fewestEntries = 3
)

// shape marks the lines that are what they are by standing with others like
// them: the rows of a table, and the times that head the entries of a report
// as it happens, or of a chronicle. Comments have a name above their date, and
// teasers a headline.
func shape(lines []line) {
	var times, dates []int
	for i := 0; i < len(lines); {
		if l := &lines[i]; i+1 < len(lines) && lines[i+1].ends && !lines[i+1].trails && l.numbers <= 3 && l.letters <= 3 {
			switch {
			case l.clock && !l.month && !l.year && l.letters <= 2:
				times = append(times, i)
			case l.month && !l.clock && !l.ago && !l.ends && (i <= 1 || lines[i-1].ends && !lines[i-1].trails):
				dates = append(dates, i)
			}
		}
		j := i
		for j < len(lines) && tabular(&lines[j]) && lines[j].numbers == lines[i].numbers && lines[j].words-lines[i].words <= 2 && lines[i].words-lines[j].words <= 2 {
			j++
		}
		fewest := fewestRows
		if j == i {
			for fewest = fewestFacts; j < len(lines) && fact(&lines[j]); {
				j++
			}
		}
		if j == i {
			for last := 0; j < len(lines); j++ {
				t := begins(&lines[j])
				if t <= last {
					break
				}
				last = t
			}
		}
		if j-i >= fewest {
			for k := i; k < j; k++ {
				lines[k].row = true
			}
		}
		i = max(j, i+1)
	}
	for _, heads := range [][]int{times, dates} {
		if len(heads) >= fewestEntries {
			for _, i := range heads {
				lines[i].entry = true
			}
		}
	}
}

// begins returns the time of day with which an entry of a programme begins,
// in minutes and one, 0 where there is none. Times that grow from line to line
// make a programme; a list of news has the newest first.
func begins(l *line) int {
	if !l.clock || l.timing || l.month || l.year || l.words < 3 || l.words > 30 || l.ends && l.words > 20 || l.furniture() {
		return 0
	}
	i, clock := 0, 0
	for ; i < len(l.text) && i < 2 && digit(l.text[i]); i++ {
		clock = clock*10 + int(l.text[i]-'0')
	}
	if i == 0 || len(l.text) < i+4 || l.text[i] != ':' && l.text[i] != '.' || !digit(l.text[i+1]) || !digit(l.text[i+2]) || digit(l.text[i+3]) {
		return 0
	}
	return clock*60 + int(l.text[i+1]-'0')*10 + int(l.text[i+2]-'0') + 1
}

// tabular reports whether the line can be a row of a table: some words or
// none among several numbers, that are not those of a date.
func tabular(l *line) bool {
	return l.numbers >= 2 && l.words >= 3 && l.words <= 20 && !l.ends && !l.month && (!l.year || l.numbers >= 3 && column(l.text)) && (!l.clock || l.timing) &&
		!l.link && !l.mail && !l.prose() && !l.furniture()
}

// fact reports whether the line is a fact with its label: "Firefighters: 60".
// What pages label (dates of publication, tags, authors, addresses) is none.
func fact(l *line) bool {
	if l.words < 2 || l.words > 12 {
		return false
	}
	label, value, ok := strings.Cut(l.text, ": ")
	if !ok || l.ends || l.goes || l.colon || l.bars > 0 || l.jargon > 0 || l.link || l.mail || l.clock || l.ago || l.boundary || pointer(l) || credited(l) ||
		len(label) > 40 || strings.TrimFunc(value, space) == "" {
		return false
	}
	for w := range strings.FieldsFuncSeq(strings.ToLower(label), func(r rune) bool { return !wordRune(r) }) {
		if labels[w] {
			return false
		}
	}
	return true
}

// labels are words with which pages label what they say about an article.
var labels = set("date", "dated", "published", "publication", "posted", "post", "updated", "update", "modified", "created", "written", "submitted", "filed", "issued",
	"edited", "revised", "reviewed", "by", "author", "source", "section", "topic", "topics", "keywords", "location", "phone", "tel", "telephone", "fax", "mail",
	"address", "mobile", "website", "web", "url", "language", "views", "reads", "rating", "votes", "size", "time", "font", "edition", "issue", "page",
	"user", "name", "message", "subject", "next", "previous", "view", "image", "photo", "picture", "caption", "von", "datum", "quelle", "autor", "par", "auteur", "fuente")

// column reports whether a year stands by itself in the line, as in a column.
func column(text string) bool {
	for w := range strings.FieldsSeq(text) {
		if len(w) == 4 && (w[:2] == "19" || w[:2] == "20") && digit(w[2]) && digit(w[3]) {
			return true
		}
	}
	return false
}

// section reports whether the line heads a part of the article although it
// begins like the heading of what a page puts about it ("Related costs"): it
// goes on with words of its own, and a paragraph follows.
func section(lines []line, i int) bool {
	l := &lines[i]
	if !l.boundary || l.ends || l.numbers > 0 || l.asks() || l.words > 8 || i+1 >= len(lines) {
		return false
	}
	if n := &lines[i+1]; !n.prose() || !n.ends || n.trails || n.words < 12 || n.asks() {
		return false
	}
	own := false
	for w := range strings.FieldsFuncSeq(strings.ToLower(l.text), func(r rune) bool { return !wordRune(r) }) {
		own = own || len(w) >= 3 && kinds[w] == plainWord && !listed[w]
	}
	return own
}

// listed are what pages head lists with, beside the words that they share
// with boundaries.
var listed = set("the", "this", "that", "these", "all", "from", "for", "and", "our", "more", "most", "see", "also", "you", "may", "might", "like", "next", "join", "show", "view", "news", "post", "top", "read", "reads", "what", "about", "other", "web", "case", "missed", "don", "miss", "rights", "here",
	"stories", "story", "articles", "article", "posts", "links", "content", "coverage", "videos", "video", "reading", "topics",
	"latest", "recent", "popular", "viewed", "commented", "picks", "editor", "editors", "stuff", "partners", "around", "conversation",
	"author", "about", "filed", "under", "sponsored", "promoted", "reserved", "published", "originally", "first", "newsletter", "world", "sport",
	"sports", "business", "politics", "local", "headlines", "updates", "today", "leave", "readers", "previous", "stream", "section")

// sign marks the line below the title that names the author without giving a
// name: "By our correspondent". A date or another byline may stand between.
func sign(lines []line, top int) {
	if top < 0 {
		return
	}
	for i := top + 1; i < len(lines) && i <= top+4; i++ {
		if l := &lines[i]; signs(l) {
			l.signed = true
		} else if !l.dated() && byline(l) == "" {
			return
		}
	}
}

// signs reports whether the line can name the author below a title.
func signs(l *line) bool {
	if l.words < 2 || l.words > 10 || l.ends || l.goes || l.colon || l.numbers > 0 {
		return false
	}
	low := strings.ToLower(l.text)
	return strings.HasPrefix(low, "by ") || strings.HasPrefix(low, "from our ")
}

// noteLines is how far from the end of the article a note on its author stands.
const noteLines = 3

// dropNote drops the note that introduces the author at the end of an
// article: "The writer is a historian." An article that speaks of a writer or
// an author elsewhere may speak of the same one there.
func dropNote(pieces []piece, from, to int) {
	last := -1
	for i := to - 1; i > from && i >= to-noteLines; i-- {
		if introduces(pieces[i].line) {
			last = i
		}
	}
	if last <= from || pieces[last].why != "" || pieces[last].head {
		return
	}
	for i := range last {
		if low := strings.ToLower(pieces[i].text); pieces[i].why == "" && (strings.Contains(low, "writer") || strings.Contains(low, "author ") || strings.Contains(low, "columnist")) {
			return
		}
	}
	pieces[last].why = "note on the author"
}

// introduces reports whether the line says who the author is.
func introduces(l *line) bool {
	if l.words > 45 {
		return false
	}
	words := strings.Fields(strings.ToLower(l.text[:min(len(l.text), 60)]))
	return len(words) > 4 && words[0] == "the" && (words[1] == "writer" || words[1] == "author" || words[1] == "columnist") && introducing[words[2]]
}

var introducing = set("is", "was", "served", "serves", "teaches", "taught", "works", "worked", "writes", "can", "may", "tweets", "heads", "has")
