package clean

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
)

// asks reports whether the line asks the reader to subscribe, click or write.
func (f *features) asks() bool {
	return f.words <= 45 && (f.asking >= 2 || f.asking > 0 && f.words <= 12 && !f.ends || f.you && (f.asking > 0 || f.jargon >= 2 || f.mail))
}

// posted reports whether the line is a post, or the end of one, with its
// author's handle and date.
func posted(l *line) bool {
	return l.handle && l.month && l.year && strings.Contains(l.text, "(@")
}

// pointer reports whether the line points to another story: "Related: …".
func pointer(l *line) bool {
	if l.words > 30 {
		return false
	}
	head, _, ok := strings.Cut(l.text, ":")
	return ok && len(head) <= 20 && pointers[strings.ToLower(head)]
}

// contribution reports whether the line says who else wrote the article.
func contribution(l *line) bool {
	if l.words > 60 {
		return false
	}
	low := strings.ToLower(l.text)
	return strings.Contains(low, "contributed to this report") || strings.Contains(low, "reporting by ") && strings.HasPrefix(low, "(")
}

// credit returns the source that a short line in brackets names, or "".
func credit(l *line) string {
	s := l.text
	if l.words > 5 || l.numbers > 0 || len(s) < 3 || s[0] != '(' || s[len(s)-1] != ')' || l.lower*2 > l.words {
		return ""
	}
	return strings.TrimSpace(s[1 : len(s)-1])
}

// reason names what a dropped line looks like.
func reason(l *line) string {
	switch {
	case l.dated() && l.letters <= 6:
		return "date"
	case byline(l) != "":
		return "byline"
	case pointer(l):
		return "other story"
	case l.boundary, l.furniture(), l.asks(), l.mail && !l.prose():
		return "furniture"
	case credit(l) != "", contribution(l), credited(l):
		return "credit"
	case l.trails && l.words >= 5, l.prose(), l.dated():
		return "other story"
	}
	return "navigation"
}

// byline returns the author whom a short line names after "by" or "Author:", or "".
func byline(l *line) string {
	if l.signed {
		return strings.TrimSpace(strings.TrimPrefix(l.text[3:], "m "))
	}
	if l.words > 12 {
		return ""
	}
	s := l.text
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		s = s[3:]
	} else if len(s) > 11 && strings.EqualFold(s[:11], "written by ") {
		s = s[11:]
	} else if len(s) > 8 && strings.EqualFold(s[:8], "author: ") {
		s = s[8:]
	} else {
		return ""
	}
	s = strings.TrimFunc(s, space)
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(r) {
		return ""
	}
	return s
}

// agencies are words that name where a picture came from.
var agencies = []string{"photo by", "photo:", "photos by", "photograph:", "photo/", "photo credit", "image credit", "image:", "image source",
	"picture:", "credit:", "getty", "ap photo", "/ap", "/afp", "afp/", "reuters/", "/reuters", "shutterstock", "file photo", "courtesy of",
	"via getty", "via ap", "/epa", "photographer:", "photo courtesy", "©"}

// credited reports whether the line says who took the picture that it
// describes.
func credited(l *line) bool {
	if l.words > 80 || l.rights && l.jargon > 0 {
		return false
	}
	tail := l.text
	if len(tail) > 120 {
		tail = tail[len(tail)-120:]
	}
	tail = strings.ToLower(tail)
	for _, a := range agencies {
		if strings.Contains(tail, a) {
			return true
		}
	}
	return false
}

// leadingDate returns the span of a date that was fused to the beginning of a
// text, with its label and what separates it; the zero Span where there is
// none. A date that belongs to the sentence stays: one before a comma or a word
// in lower case, and one before a dateline's bracket.
func leadingDate(text string) corpus.Span {
	head := text[:min(len(text), 120)]
	m := fusedDate.FindStringSubmatchIndex(head)
	if m == nil || m[1] == len(text) {
		return corpus.Span{}
	}
	labelled, spelled, clock := m[2] >= 0, m[4] >= 0, m[6] >= 0
	if n := m[1]; digit(text[n-1]) && digit(text[n]) { // a longer number
		return corpus.Span{}
	}
	rest := text[m[1]:]
	r, _ := utf8.DecodeRuneInString(rest)
	if !unicode.IsUpper(r) && !strings.ContainsRune("\"“‘'«", r) && unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek, unicode.Nd, unicode.P) {
		return corpus.Span{}
	}
	if n := strings.Count(rest[:min(len(rest), 400)], " "); !labelled && (n < 15 || spelled && !clock && n < 40) {
		return corpus.Span{}
	}
	return corpus.Span{Start: 0, End: m[1]}
}

// headlineDate returns the span of a date that was fused to the beginning of a
// headline.
func headlineDate(l *line) corpus.Span {
	m := fusedDate.FindStringIndex(l.text[:min(len(l.text), 120)])
	if m == nil || m[1] == len(l.text) || l.ends {
		return corpus.Span{}
	}
	rest := l.text[m[1]:]
	if r, _ := utf8.DecodeRuneInString(rest); unicode.IsLower(r) || strings.Count(rest, " ") < 2 || strings.Count(rest, " ") > 24 {
		return corpus.Span{}
	}
	if f, _ := read(rest, nil); f.dated() || f.furniture() || f.lower*3 < f.letters {
		return corpus.Span{}
	}
	return corpus.Span{Start: 0, End: m[1]}
}

// headlineTail returns the bytes of a date that was fused to the end of a
// headline, 0 where there is none.
func headlineTail(l *line) int {
	const most = 60
	if l.ends || len(l.text) > 250 {
		return 0
	}
	from := max(0, len(l.text)-most)
	for from > 0 && from < len(l.text) && !utf8.RuneStart(l.text[from]) {
		from++
	}
	m := trailingDate.FindStringIndex(l.text[from:])
	if m == nil {
		return 0
	}
	at := from + m[0]
	if last, _ := utf8.DecodeLastRuneInString(l.text[:at]); last == utf8.RuneError || !unicode.IsLetter(last) {
		return 0
	}
	f, _ := read(strings.TrimFunc(l.text[:at], space), nil)
	if f.words < 4 || f.dated() || f.furniture() || f.bullet || f.lower*3 < f.letters {
		return 0
	}
	return len(l.text) - at
}

// trailingDate matches a date at the end of a line with the time of day before
// or behind it.
var trailingDate = regexp.MustCompile(`(?:\d\d?:\d\d(?i:\s*[ap]\.?m\.?)?\s*[,|–—-]?\s*)?` +
	`(?:(?:` + monthName + `)\.?\s+\d\d?(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d\d?(?:st|nd|rd|th)?\s+(?:` + monthName + `)\.?,?\s+(?:19|20)\d\d)` +
	`(?:\s*[,|–—-]?\s*(?:at\s+)?\d\d?:\d\d(?i:\s*[ap]\.?m\.?)?)?$`)

// fusedDate matches a label (group 1), a date by numbers or spelled out (group
// 2), a time of day (group 3) and a separator.
var fusedDate = regexp.MustCompile(`^(?:\d\d?:\d\d(?i:\s*[ap]\.?m\.?)?\s*[,|–—-]\s*)?(?i:((?:date|dated|published|posted|updated|created|publication date|publish date)(?:\s+(?:on|at))?\s*:?\s*))?` +
	`(?i:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?)` +
	`(?:(?:19|20)\d\d-\d\d?-\d\d?|(?:19|20)\d\d[/.]\d\d?[/.]\d\d?|\d\d?[/.]\d\d?[/.](?:19|20)\d\d|` +
	`((?:` + monthName + `)\.?\s+\d\d?(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d\d?(?:st|nd|rd|th)?\s+(?:` + monthName + `)\.?,?\s+(?:19|20)\d\d))` +
	`((?:T|\s*[,|–—-]\s*|\s+(?:at\s+)?|,\s+at\s+)\d\d?:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?(?i:\s*[ap]\.?m\.?)?` +
	`(?:\s+(?:GMT|UTC|BST|CET|CEST|EET|MSK|IST|PKT|[ECMP][SD]?T)\b)?)?` +
	`\s*(?:[-–—|:•·]\s*)?`)

const monthName = `(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`
