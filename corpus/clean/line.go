package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a logical line of the input: a line as it stands, or the lines that
// a hard wrap made of one paragraph, joined by single spaces.
type line struct {
	text   string // without white space at either end; never empty
	number int    // of its first line in the input, 1-based
	after  int    // blank lines before it
	features
}

// features are what can be seen of a line by itself. None of them settles
// whether it is furniture.
type features struct {
	words   int // runs of letters and digits; a character of a script without spaces counts as half a word
	letters int // words that begin with a letter
	lower   int // words that begin in lower case
	small   int // of these, those of at most three letters: mostly function words
	numbers int // words that begin with a digit
	wide    int // characters of scripts written without spaces
	jargon  int // words of the web's own vocabulary
	asking  int // of these, words that ask for something: subscribe, click
	stops   int // sentence ends within the line
	bars    int // separators of menus: | » › · •

	opener bool // begins in lower case: the middle of a sentence
	quoted bool // begins with a quotation mark
	bullet bool // begins with a list mark
	ends   bool // ends as a sentence does
	trails bool // ends in an ellipsis
	goes   bool // ends in a comma
	colon  bool // ends in a colon

	link   bool // holds an address of the web
	mail   bool // holds an address of mail
	handle bool // holds an @name
	month  bool // holds a month's name or a relative age ("2 days ago")
	ago    bool // holds a relative age
	year   bool // holds a number from 1900 to 2099
	years  int  // how many of these
	clock  bool // holds a time of day
	timing bool // holds one with seconds: the time taken, as in results

	row    bool // is a row of a table
	entry  bool // is a time of day that heads an entry of a report as it happens
	part   bool // heads a part of the article, although it begins like a boundary
	signed bool // names the author, as its place below the title tells

	boundary bool // is a heading that pages put over what is not their article
	discuss  bool // speaks of comments or replies
	rights   bool // claims copyright
	you      bool // addresses the reader, or speaks as "we"

	content []uint32 // hashes of the words that tell what it is about
	names   []uint32 // hashes of the capitalised words of a short line
}

// split cuts text into logical lines.
func split(text string) []line {
	lines := make([]line, 0, strings.Count(text, "\n")/2+1)
	number, blank := 0, 0
	for rest := text; rest != ""; {
		number++
		raw, tail, _ := strings.Cut(rest, "\n")
		rest = tail
		raw = strings.TrimFunc(raw, space)
		if raw == "" {
			blank++
			continue
		}
		lines = append(lines, line{text: raw, number: number, after: blank})
		blank = 0
	}
	lines = unwrap(lines)
	arena := make([]uint32, 0, len(text)/12)
	for i := range lines {
		lines[i].features, arena = read(lines[i].text, arena)
	}
	shape(lines)
	return lines
}

// space reports whether r is white space or a character without width.
func space(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u200e' || r == '\u200f' || r == '\u2060'
}

// The widths, in characters, between which text is wrapped by hand or by a
// mail program.
const (
	minWrap = 40
	maxWrap = 120
	ragged  = 8 // how much earlier a line may break off within a sentence
)

// unwrap joins lines that a hard wrap cut. Lines that break off within a
// sentence and go on in lower case are witnesses of a wrap and give its width;
// then greedy wrapping is inverted: a line goes on in the next one where the
// next one's first word would not have fitted. Where the witnesses are few or
// don't agree on a width, nothing is joined.
func unwrap(lines []line) []line {
	width := wrapWidth(lines)
	if width == 0 {
		return lines
	}
	joined := func(i int) bool { // lines[i] goes on in lines[i+1]
		if lines[i+1].after > 0 || len(lines[i].text) > 4*maxWrap || mark(lines[i+1].text) > 0 {
			return false
		}
		word := lines[i+1].text
		if cut := strings.IndexFunc(word, space); cut >= 0 {
			word = word[:cut]
		}
		n, slack := utf8.RuneCountInString(lines[i].text), 0
		if last, _ := utf8.DecodeLastRuneInString(lines[i].text); !strings.ContainsRune(".!?:…\"”", last) {
			slack = ragged
		}
		return n <= width+1 && n+1+utf8.RuneCountInString(word) > width-slack
	}
	joints, witnesses := 0, 0
	for i := range len(lines) - 1 {
		if joined(i) {
			joints++
			if goesOn(lines[i].text, lines[i+1].text) {
				witnesses++
			}
		}
	}
	if witnesses*3 < joints {
		return lines
	}
	out := make([]line, 0, len(lines))
	for i := 0; i < len(lines); {
		j := i
		for j+1 < len(lines) && joined(j) {
			j++
		}
		l := lines[i]
		if j > i {
			var b strings.Builder
			for k := i; k <= j; k++ {
				if k > i {
					b.WriteByte(' ')
				}
				b.WriteString(lines[k].text)
			}
			l.text = b.String()
		}
		out = append(out, l)
		i = j + 1
	}
	return out
}

// wrapWidth returns the width at which lines were wrapped, 0 for none.
func wrapWidth(lines []line) int {
	var widths [maxWrap + 1]int
	all := 0
	for i := range len(lines) - 1 {
		if a := lines[i].text; lines[i+1].after == 0 && len(a) >= minWrap && len(a) <= 4*maxWrap && goesOn(a, lines[i+1].text) {
			if n := utf8.RuneCountInString(a); n >= minWrap && n <= maxWrap {
				widths[n]++
				all++
			}
		}
	}
	if all < 3 {
		return 0
	}
	width := maxWrap
	for over := all / 20; width > 0 && widths[width] <= over; width-- {
		over -= widths[width]
	}
	near := 0
	for n := max(0, width-12); n <= width; n++ {
		near += widths[n]
	}
	if near*3 < all*2 {
		return 0
	}
	return width
}

// goesOn reports whether a breaks off within a sentence that b goes on with.
func goesOn(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	return unicode.IsLower(first) && !strings.ContainsRune(".!?:…\"”", last)
}

// minContent is the fewest bytes of a word that can tell what a line is about.
const minContent = 5

// read looks a line over once. The hashes of its content words are appended
// to the arena.
func read(s string, arena []uint32) (features, []uint32) {
	var f features
	mine := len(arena)
	word := make([]byte, 0, 24)
	prev := rune(' ')
	started := false
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if !wordRune(r) {
			switch r {
			case '|', '»', '›', '·', '•', '→', '▪', '■':
				f.bars++
			case '@':
				f.mail = f.mail || i+1 < len(s) && wordRune(rune(s[i+1])) && i > 0 && wordRune(prev)
				f.handle = f.handle || i+1 < len(s) && wordRune(rune(s[i+1])) && (i == 0 || !wordRune(prev))
			case '.', '!', '?', '。', '！', '？', '।', '؟':
				if r >= utf8.RuneSelf || i+size < len(s) && (s[i+size] == ' ' || s[i+size] >= utf8.RuneSelf || s[i+size] == '"') {
					f.stops++
				}
			case ':':
				f.link = f.link || strings.HasPrefix(s[i:], "://")
				if i > 0 && digit(s[i-1]) && i+2 < len(s) && digit(s[i+1]) && digit(s[i+2]) {
					f.clock = true
					f.timing = f.timing || i > 2 && s[i-3] == ':'
				}
			case '©', 'ⓒ': // before a year or at the beginning it is no picture's
				rest := strings.TrimLeft(s[i+size:], " ")
				f.rights = f.rights || i <= 2 || rest != "" && digit(rest[0])
			case ')': // "(c) 2021", and no third point of a list
				rest := strings.TrimLeft(s[i+size:], " ")
				f.rights = f.rights || i >= 2 && strings.EqualFold(s[i-2:i], "(c") && len(rest) >= 4 && column(rest[:4])
			}
			if !space(r) {
				started = true
			}
			prev = r
			i += size
			continue
		}
		if !started {
			f.opener = unicode.IsLower(r)
		}
		started = true
		if unspaced(r) {
			f.wide++
			if unspaced(prev) {
				arena = append(arena, uint32(prev)*0x9E3779B1+uint32(r))
			}
			prev = r
			i += size
			continue
		}
		start := i
		word = word[:0]
		for i < len(s) {
			c := s[i]
			if c < utf8.RuneSelf {
				if c >= 'A' && c <= 'Z' {
					c += 'a' - 'A'
				} else if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
					if c == '\'' && i+1 < len(s) && wordRune(rune(s[i+1])) {
						i++
						continue
					}
					break
				}
				if len(word) < cap(word) {
					word = append(word, c)
				}
				i++
				continue
			}
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == '’' {
				i += size
				continue
			}
			if !wordRune(r) || unspaced(r) {
				break
			}
			if len(word)+size <= cap(word) {
				word = append(word, s[i:i+size]...)
			}
			i += size
		}
		f.words++
		switch {
		case r >= '0' && r <= '9':
			f.numbers++
			if i-start == 4 && (s[start:start+2] == "19" || s[start:start+2] == "20") {
				f.year = true
				f.years++
			}
		default:
			f.letters++
			if unicode.IsLower(r) {
				f.lower++
				if i-start <= 3 {
					f.small++
				}
			}
			kind := kinds[string(word)]
			if i-start >= minContent && kind == plainWord {
				arena = append(arena, hash(word))
			}
			if len(s) <= shortLine && unicode.IsUpper(r) && kind == plainWord {
				f.names = append(f.names, hash(word))
			}
			switch kind {
			case jargonWord:
				f.jargon++
			case monthWord: // but not the verbs "may" and "march"
				f.month = f.month || unicode.IsUpper(r)
			case agoWord:
				f.month = f.month || f.numbers > 0
				f.ago = f.ago || f.numbers > 0
			case discussWord:
				f.discuss = true
				f.jargon++
			case askWord:
				f.asking++
				f.jargon++
			case youWord:
				f.you = true
			case rightsWord:
				f.rights = true
				f.jargon++
			}
		}
		prev = 'a'
	}
	f.words += (f.wide + 1) / 2
	f.ending(s)
	if r, _ := utf8.DecodeRuneInString(s); strings.ContainsRune("\"“‘'«„「『", r) {
		f.quoted = true
	}
	f.bullet = mark(s) > 0
	f.boundary = f.words > 0 && f.words <= 8 && len(s) <= shortLine && heads(s)
	f.content = arena[mine:len(arena):len(arena)]
	return f, arena
}

// shortLine is the most bytes of a line whose names are read.
const shortLine = 100

// hash returns a hash of a word in lower case without the s of a plural or a
// possessive.
func hash(word []byte) uint32 {
	if n := len(word) - 1; n > 3 && word[n] == 's' {
		word = word[:n]
	}
	h := uint32(2166136261)
	for _, c := range word {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// ending reads how the line ends.
func (f *features) ending(s string) {
	for s != "" {
		r, size := utf8.DecodeLastRuneInString(s)
		switch r {
		case '"', '\'', '”', '’', '»', ')', ']', '」', '』', '*', '_':
			s = strings.TrimRightFunc(s[:len(s)-size], space)
			continue
		case '.', '!', '?', '。', '！', '？', '।', '؟':
			f.ends = true
			f.trails = strings.HasSuffix(s, "...")
		case '…':
			f.ends, f.trails = true, true
		case ',':
			f.goes = true
		case ':', '：':
			f.colon = true
		}
		return
	}
}

// mark returns the length of the list mark that s begins with, and 0 where it
// begins with none.
func mark(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	switch r {
	case '-', '*', '•', '·', '–', '▪', '■', '●', '○', '►', '‣', '→':
		if len(s) == size || s[size] == ' ' || s[size] == '\t' {
			return size
		}
		return 0
	}
	n := 0
	for n < len(s) && n < 3 && digit(s[n]) {
		n++
	}
	if n > 0 && n+1 < len(s) && (s[n] == '.' || s[n] == ')') && s[n+1] == ' ' {
		return n + 1
	}
	return 0
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// unspaced reports whether r belongs to a script that is written without
// spaces between words.
func unspaced(r rune) bool {
	return r >= 0x0E00 && (r <= 0x0EFF || r >= 0x3040 && r <= 0x30FF || r >= 0x3400 && r <= 0x9FFF || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF)
}
