package timex

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tok is a word, a number or a sign of the text.
type tok struct {
	start, end int   // bytes of the segment
	word       *word // nil where the lexicon does not have it
	bits       bits
	sign       byte // of a punctuation mark; '~' for a dash longer than a hyphen
	space      bool // white space stands before it
	line       bool // a line ends before it
	para       bool // a blank line stands before it
	cap        bool // begins with a capital letter
	digits     int  // of a number
	n          int  // the number, or year, month and day of a date as yyyymmdd
	frac       float64
	clock      int // minutes since midnight, of a time; -1 for none
}

func (t *tok) number() bool { return t.digits > 0 }

// val returns the number that the token has in a class.
func (t *tok) val(c class) int {
	if t.word == nil {
		return t.n
	}
	_, n := t.word.value(c)
	return n
}

func (t *tok) str(c class) string {
	if t.word == nil {
		return ""
	}
	s, _ := t.word.value(c)
	return s
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isLetter(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z'
}

// tokenize appends the tokens of text to toks.
func (g *grammar) tokenize(toks []tok, text string) []tok {
	space, newlines := true, 0
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			space = true
			i++
			continue
		case c == '\n':
			space = true
			newlines++
			i++
			continue
		}
		t := tok{start: i, end: i + 1, space: space, line: newlines > 0, para: newlines > 1, clock: -1}
		switch {
		case isDigit(c):
			g.number(&t, text)
		case isLetter(c):
			g.letters(&t, text)
		case c == '\'' || c == '`':
			t.sign = '\''
			g.shortYear(&t, text, i+1)
		case c < utf8.RuneSelf:
			t.sign = c
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			t.end = i + size
			switch {
			case r == 0x2028 || r == 0x2029 || r == 0x85:
				space, i = true, t.end
				newlines++
				continue
			case unicode.IsSpace(r) || r == 0x200b || r == 0xfeff:
				space, i = true, t.end
				continue
			case r == '’' || r == '‘':
				t.sign = '\''
				g.shortYear(&t, text, t.end)
			case r == '‐' || r == '‑':
				t.sign = '-'
			case r >= 0x2012 && r <= 0x2015 || r == '−':
				t.sign = '~'
			case r == '½':
				t.bits.add(cDec)
				t.digits, t.frac = 1, .5
			case r == '£' || r == '€' || r == '¥' || r == '₹' || r == '₽':
				t.sign = '$'
			case unicode.IsLetter(r) || unicode.IsMark(r):
				g.letters(&t, text)
			default:
				t.sign = 0x7f
			}
		}
		toks = g.ordinal(append(toks, t))
		i, space, newlines = t.end, false, 0
	}
	return toks
}

// ordinal makes one token of the last three where they are an ordinal in two words,
// "twenty-first": it is then as "21st" is.
func (g *grammar) ordinal(toks []tok) []tok {
	n := len(toks)
	if n < 3 {
		return toks
	}
	tens, dash, ones := &toks[n-3], &toks[n-2], &toks[n-1]
	if !ones.bits.has(g.c.ORD) || ones.number() || dash.sign != '-' || dash.space || ones.space || !tens.bits.has(g.c.NUM) {
		return toks
	}
	a, b := tens.val(g.c.NUM), ones.val(g.c.ORD)
	if a < 20 || a > 90 || a%10 != 0 || b < 1 || b > 9 {
		return toks
	}
	if b == 2 && (n < 4 || !toks[n-4].is("the") && !toks[n-4].bits.has(g.c.MONTH)) {
		return toks // "a twenty-second delay"
	}
	t := tok{start: tens.start, end: ones.end, space: tens.space, line: tens.line, para: tens.para, clock: -1, cap: tens.cap, digits: 2, n: a + b}
	t.bits.add(g.c.ORD)
	return append(toks[:n-3], t)
}

// letters reads a run of letters and digits that begins with a letter.
func (g *grammar) letters(t *tok, text string) {
	var buf [24]byte
	n, i := 0, t.start
	ascii := true
	for i < len(text) {
		c := text[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) {
				break
			}
			ascii = false
			i += size
			continue
		}
		switch {
		case isLetter(c):
			c |= 0x20
		case isDigit(c):
		case c == '.' && (n == 1 || n == 3 && buf[1] == '.') && i+1 < len(text) && isLetter(text[i+1]) &&
			(i+2 == len(text) || !isLetter(text[i+2])):
		case c == '\'' && n == 1 && buf[0] == 'o' && strings.HasPrefix(text[i:], "'clock"):
		default:
			goto done
		}
		if n < len(buf) {
			buf[n] = c
		}
		n++
		i++
	}
done:
	t.end = i
	t.cap = text[t.start] <= 'Z'
	if text[t.start] >= utf8.RuneSelf {
		r, _ := utf8.DecodeRuneInString(text[t.start:])
		t.cap = unicode.IsUpper(r)
	}
	if !ascii || n > len(buf) {
		return
	}
	if n > 2 && buf[1] == '.' && i < len(text) && text[i] == '.' { // a.m.
		t.end = i + 1
		if w := g.lex.words[string(buf[:n])+"."]; w != nil {
			t.take(w)
			return
		}
	}
	if w := g.lex.words[string(buf[:n])]; w != nil {
		t.take(w)
		if w.dotted && t.end < len(text) && text[t.end] == '.' {
			t.end++
		}
		return
	}
	switch {
	case n == 2 && (buf[0] == 'q' || buf[0] == 'h') && t.cap && buf[1] >= '1' && buf[1] <= '4':
		t.n, t.digits = int(buf[1]-'0'), 1
		if buf[0] == 'q' {
			t.bits.add(cQtr)
		} else if buf[1] <= '2' {
			t.bits.add(cHalf)
		}
	case (n == 4 || n == 6) && buf[0] == 'f' && buf[1] == 'y':
		if y, ok := decimal(string(buf[2:n])); ok {
			t.n, t.digits = y, n-2
			if n == 4 {
				t.n = century(y)
			}
			t.bits.add(cFY)
		}
	}
}

func (t *tok) take(w *word) {
	t.word = w
	t.bits = w.any
	if t.cap {
		t.bits = w.capital
	}
}

// century makes a year of two digits one of four: 98 is 1998, 12 is 2012.
func century(y int) int {
	if y < 50 {
		return 2000 + y
	}
	return 1900 + y
}

func decimal(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if !isDigit(s[i]) || i > 8 {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, s != ""
}

// shortYear reads '98 and '90s, of which the apostrophe ends at i.
func (g *grammar) shortYear(t *tok, text string, i int) {
	if t.start > 0 && !t.space && text[t.start-1] != '(' && text[t.start-1] != '-' && text[t.start-1] < utf8.RuneSelf {
		return
	}
	if i+2 > len(text) || !isDigit(text[i]) || !isDigit(text[i+1]) {
		return
	}
	y, _ := decimal(text[i : i+2])
	rest := text[i+2:]
	switch {
	case rest != "" && rest[0] == 's' && text[i+1] == '0' && !letterOrDigit(rest, 1):
		t.bits.add(cDecade)
		t.n, t.end = 1900+y, i+3
	case !letterOrDigit(rest, 0):
		t.bits.add(cYear)
		t.n, t.end = century(y), i+2
	default:
		return
	}
	t.digits, t.sign = 2, 0
}

func letterOrDigit(s string, i int) bool {
	return i < len(s) && (isLetter(s[i]) || isDigit(s[i]) || s[i] >= utf8.RuneSelf && s[i] < 0xe2)
}

// number reads what begins with a digit: a date or a time of day in figures,
// an ordinal, a decade, a number with its commas. What is none of these, such
// as 1.2.3 or 747s, is one token without a class.
func (g *grammar) number(t *tok, text string) {
	money := t.start > 0 && !t.space && (text[t.start-1] == '$' || strings.HasSuffix(text[:t.start], "£") || strings.HasSuffix(text[:t.start], "€"))
	t.digits = 1
	if !money && scanDate(t, text) {
		return
	}
	i := t.start
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	t.digits = i - t.start
	n, ok := decimal(text[t.start:i])
	t.n = n
	cls := cInt
	if !ok {
		cls = cNone
	}
	next := func(k int) byte {
		if i+k < len(text) {
			return text[i+k]
		}
		return ' '
	}
	switch c := next(0); {
	case c == ',' && t.digits <= 3 && isDigit(next(1)) && isDigit(next(2)) && isDigit(next(3)) && !isDigit(next(4)):
		for next(0) == ',' && isDigit(next(1)) && isDigit(next(2)) && isDigit(next(3)) && !isDigit(next(4)) {
			k, _ := decimal(text[i+1 : i+4])
			t.n = min(t.n*1000+k, 1e9)
			i += 4
		}
		t.digits = 9 // no year
	case c == '.' && isDigit(next(1)):
		cls = cDec
		f, scale := 0., 1.
		for i++; i < len(text) && isDigit(text[i]); i++ {
			if scale < 1e6 {
				scale *= 10
				f = f*10 + float64(text[i]-'0')
			}
		}
		t.frac = f / scale
		if next(0) == '.' && isDigit(next(1)) {
			cls = cNone
			for isDigit(next(0)) || next(0) == '.' && isDigit(next(1)) {
				i++
			}
		} else if m := int(f); t.n < 24 && m < 60 && scale == 100 {
			t.clock = t.n*60 + m
		}
	case c == ':' && t.digits <= 2 && t.n < 25 && isDigit(next(1)) && next(1) < '6' && isDigit(next(2)) && !isDigit(next(3)):
		cls = cClock
		t.clock = t.n*60 + int(next(1)-'0')*10 + int(next(2)-'0')
		i += 3
		if next(0) == ':' && isDigit(next(1)) && isDigit(next(2)) {
			i += 3
		}
	case isLetter(c):
		end := i + wordLen(text[i:])
		suffix := ""
		if end-i <= 2 {
			suffix = strings.ToLower(text[i:end])
		}
		switch {
		case suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th":
			i, cls = end, g.c.ORD
		case suffix == "s" && t.decade():
			i, cls = end, cDecade
		case suffix == "am" || suffix == "pm":
		case suffix == "q" && t.digits == 1 && n >= 1 && n <= 4:
			i, cls = end, cQtr
		default:
			i, cls = end, cNone
		}
	case c == '\'' && next(1) == 's' && !letterOrDigit(text, i+2) && t.digits == 4 && t.decade():
		i, cls = i+2, cDecade
	case c >= utf8.RuneSelf && strings.HasPrefix(text[i:], "½"):
		i, cls, t.frac = i+len("½"), cDec, .5
	}
	t.end = i
	if money || next(0) == '%' {
		cls = cNone
	}
	if cls != cNone {
		t.bits.add(cls)
	}
	if cls == cInt && t.digits == 4 && t.n >= 1000 && t.n < 2200 {
		t.bits.add(cYear)
	}
}

func (t *tok) decade() bool {
	if t.digits == 4 && t.n%10 == 0 && t.n >= 1000 {
		return true
	}
	if t.digits == 2 && t.n%10 == 0 && t.n >= 10 {
		t.n += 1900
		return true
	}
	return false
}

func wordLen(s string) int {
	i := 0
	for i < len(s) && (isLetter(s[i]) || isDigit(s[i]) || s[i] >= utf8.RuneSelf && s[i] < 0xe2) {
		i++
	}
	for i > 0 && i < len(s) && s[i]&0xc0 == 0x80 { // not within a character
		i++
	}
	return i
}

// scanDate reads a date in figures: 2021-04-07, 2021/4/7, 7/4/2021, 7.4.2021,
// and a time of day after T. Of day and month before the year, the order is
// settled when it is resolved: n holds them as they stand.
func scanDate(t *tok, text string) bool {
	var f [3]int
	var width [3]int
	i := t.start
	var sep byte
	for k := range 3 {
		s := i
		for i < len(text) && isDigit(text[i]) && i-s < 5 {
			i++
		}
		width[k] = i - s
		f[k], _ = decimal(text[s:i])
		if k == 2 {
			break
		}
		if i >= len(text) || width[k] == 0 || text[i] != '-' && text[i] != '/' && text[i] != '.' || k == 1 && text[i] != sep {
			return false
		}
		sep = text[i]
		i++
	}
	switch {
	case width[0] == 4 && width[1] <= 2 && width[2] >= 1 && width[2] <= 2:
		if f[0] < 1000 || f[0] > 2199 {
			return false
		}
		t.n = f[0]*10000 + f[1]*100 + f[2]
	case width[0] <= 2 && width[1] <= 2 && width[2] == 4:
		if f[2] < 1000 || f[2] > 2199 || sep == '-' && (width[0] == 1 || width[1] == 1) {
			return false
		}
		t.n, t.digits = f[2]*10000+f[0]*100+f[1], 2
	case width[0] <= 2 && width[1] <= 2 && width[2] == 2 && sep == '/':
		t.n, t.digits = century(f[2])*10000+f[0]*100+f[1], 2
	default:
		return false
	}
	a, b := t.n/100%100, t.n%100
	if a < 1 || b < 1 || a > 31 || b > 31 || a > 12 && b > 12 || t.digits == 1 && a > 12 || t.digits == 2 && sep == '.' && b > 12 {
		return false
	}
	if t.digits == 2 && (a > 12 || sep == '.') { // the day stands first, surely
		t.n, t.digits = t.n/10000*10000+b*100+a, 1
	}
	if i < len(text) && (isDigit(text[i]) || i+1 < len(text) && (text[i] == '-' || text[i] == '/' || text[i] == '.') && isDigit(text[i+1])) {
		return false
	}
	if t.start > 0 && !t.space && (text[t.start-1] == '/' || text[t.start-1] == '.' || text[t.start-1] == '-') {
		return false
	}
	if rest := text[i:]; len(rest) >= 6 && rest[0] == 'T' && isDigit(rest[1]) && isDigit(rest[2]) && rest[3] == ':' && isDigit(rest[4]) && isDigit(rest[5]) {
		h, _ := decimal(rest[1:3])
		m, _ := decimal(rest[4:6])
		if h < 25 && m < 60 {
			t.clock = h*60 + m
			i += 6
			for i < len(text) && (isDigit(text[i]) || text[i] == ':' || text[i] == '.' && i+1 < len(text) && isDigit(text[i+1]) || text[i] == 'Z' || text[i] == '+' || text[i] == '-' && i+1 < len(text) && isDigit(text[i+1])) {
				i++
			}
		}
	} else if letterOrDigit(text, i) {
		return false
	}
	t.end = i
	t.bits.add(cDate)
	return true
}
