package dating

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
)

// The years that a publication date is read in. News on the web begins about
// 1990; scanned newspapers are older, so a full date may be.
const (
	firstYear = 1900
	lastYear  = 2099
)

// order says how an all-numeric date is to be read.
type order uint8

const (
	plain      order = iota // only one reading
	unresolved              // day or month first
	dayFirst
	monthFirst
)

// stamp is a date as it stands in a line.
type stamp struct {
	corpus.Span            // in the line
	year        int        // 0 where none is given
	month       time.Month // as read; of an unresolved date, day first
	day         int        // 0 where none is given
	weekday     int        // 1 is Sunday; 0 where none is given
	order       order
	sep         byte // between the numbers of an all-numeric date
	spelled     order
	clock       bool // a time of day stands beside it
	glued       bool // no space before it, but a letter or a full stop
	twoDigits   bool // the year has two digits
}

// interval returns what the stamp says: a day, a month, or the zero interval
// where it has no year or two readings.
func (s stamp) interval() corpus.Interval {
	switch {
	case s.year == 0 || s.order == unresolved:
		return corpus.Interval{}
	case s.day == 0:
		return corpus.InMonth(s.year, s.month)
	}
	return corpus.OnDay(corpus.DayOf(s.year, s.month, s.day))
}

// read returns an all-numeric stamp read in the given order. The second
// result is false where there is no such reading.
func (s stamp) read(o order) (stamp, bool) {
	if s.order != unresolved {
		return s, s.order == plain || s.order == o
	}
	if o == monthFirst {
		s.month, s.day = time.Month(s.day), int(s.month)
	}
	s.order = o
	return s, valid(s.year, s.month, s.day)
}

func valid(year int, month time.Month, day int) bool {
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	if year == 0 {
		year = 2000 // a leap year
	}
	y, m, d := corpus.DayOf(year, month, day).Date()
	return y == year && m == month && d == day
}

func validYear(y int) bool { return y >= firstYear && y <= lastYear }

type kind uint8

const (
	end kind = iota
	number
	word
	mark
)

// piece is a run of digits, a run of letters, or one other character that is
// no space.
type piece struct {
	corpus.Span
	kind   kind
	value  int    // of a number of at most eight digits
	digits int    // of a number
	text   string // of a word, in lower case as far as ASCII goes
	mark   byte   // of a mark; dashes are '-', what is not ASCII is 0
	spaced bool   // white space before it
	upper  bool   // a word that begins with a capital
}

// chunkBytes bounds what is cut into pieces at once, so that memory is not
// proportional to a hostile line. A date across a chunk's end is lost.
const chunkBytes = 1 << 15

// maxStamps bounds the dates that are read of one line.
const maxStamps = 512

// stamps returns the dates of a line in order, none overlapping another.
func stamps(line string) []stamp {
	var out []stamp
	for base := 0; base < len(line) && len(out) < maxStamps; {
		chunk := line[base:]
		if len(chunk) > chunkBytes {
			cut := strings.LastIndexByte(chunk[:chunkBytes], ' ')
			if cut <= 0 {
				cut = chunkBytes
				for cut > 1 && !utf8.RuneStart(chunk[cut]) {
					cut--
				}
			}
			chunk = chunk[:cut]
		}
		if strings.ContainsAny(chunk, "0123456789") {
			for _, s := range match(pieces(chunk)) {
				s.Start, s.End = s.Start+base, s.End+base
				out = append(out, s)
			}
		}
		base += len(chunk)
	}
	return out[:min(len(out), maxStamps)]
}

func pieces(line string) []piece {
	out := make([]piece, 0, len(line)/4+1)
	spaced := false
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		p := piece{Span: corpus.Span{Start: i, End: i + size}, spaced: spaced}
		spaced = false
		switch {
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			spaced = true
			i += size
			continue
		case r >= '0' && r <= '9':
			p.kind = number
			for p.End < len(line) && line[p.End] >= '0' && line[p.End] <= '9' {
				p.End++
			}
			p.digits = p.End - i
			if p.digits <= 8 {
				for _, c := range line[i:p.End] {
					p.value = p.value*10 + int(c-'0')
				}
			}
		case unicode.IsLetter(r):
			p.kind, p.upper = word, unicode.IsUpper(r)
			if !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Hangul, r) {
				for p.End < len(line) {
					r, size := utf8.DecodeRuneInString(line[p.End:])
					if !unicode.IsLetter(r) && !unicode.IsMark(r) {
						break
					}
					p.End += size
				}
			}
			if p.Len() <= 24 {
				p.text = strings.ToLower(p.Of(line))
			}
		default:
			p.kind = mark
			switch r {
			case '-', '–', '—', '‐', '‑', '−':
				p.mark = '-'
			case '’', '\'', '‘':
				p.mark = '\''
			default:
				if r < utf8.RuneSelf {
					p.mark = byte(r)
				}
			}
		}
		out = append(out, p)
		i = p.End
	}
	return out
}

// matcher finds dates in pieces. Each pattern looks at a bounded number of
// them, so that the whole is linear.
type matcher []piece

func (m matcher) at(i int) piece {
	if i < 0 || i >= len(m) {
		return piece{}
	}
	return m[i]
}

// tight reports whether piece i is the mark c with no space on either side.
func (m matcher) tight(i int, c byte) bool {
	p := m.at(i)
	return p.kind == mark && p.mark == c && !p.spaced && !m.at(i+1).spaced && m.at(i+1).kind != end
}

func match(m matcher) []stamp {
	var out []stamp
	for i := 0; i < len(m); {
		var s stamp
		n := 0
		switch p := m[i]; {
		case p.kind == number && p.digits == 4 && validYear(p.value):
			s, n = m.yearFirst(i)
		case p.kind == number && p.digits <= 2 && p.value >= 1:
			if s, n = m.numeric(i); n == 0 && p.value <= 31 {
				s, n = m.dayFirst(i)
			}
		case p.kind == word && months[p.text] != 0:
			s, n = m.monthFirst(i)
		}
		if n == 0 {
			i++
			continue
		}
		s.Start, s.End = m[i].Start, m[i+n-1].End
		m.surround(&s, i, n)
		out = append(out, s)
		i += n
	}
	return out
}

// surround looks at what stands about the date: a weekday before it (which
// becomes part of it), a time of day, and whether a space divides it from
// what is before.
func (m matcher) surround(s *stamp, i, n int) {
	first := i
	for j := i - 1; j >= max(0, i-3); j-- {
		p := m[j]
		if p.kind == word && weekdays[p.text] != 0 {
			s.weekday, first, s.Start = weekdays[p.text], j, p.Start
			break
		}
		if p.kind == number || p.kind == word && p.text != "the" {
			break
		}
	}
	for j := max(0, first-9); j < min(len(m)-1, i+n+9) && !s.clock; j++ {
		if m[j].kind != number || m[j].digits > 4 || j >= first && j < i+n {
			continue
		}
		next := m.at(j + 1)
		if m[j].digits > 2 {
			s.clock = !validYear(m[j].value) && (monthFirstZones[next.text] || dayFirstZones[next.text])
			continue
		}
		s.clock = m.tight(j+1, '.') && m.at(j+2).digits == 2 && (monthFirstZones[m.at(j+3).text] || dayFirstZones[m.at(j+3).text]) ||
			m.tight(j+1, ':') && m.at(j+2).kind == number || next.text == "am" || next.text == "pm" || next.text == "uhr" ||
			next.text == "h" && m.at(j+2).kind == number && !m.at(j+2).spaced
	}
	if p := m.at(first - 1); first > 0 && !m[first].spaced {
		s.glued = p.kind == word || p.kind == mark && strings.IndexByte(".?!)\"'", p.mark) >= 0 && p.mark != 0
	}
}

// yearFirst matches 2021-04-07, 2021/4/7, 2021.04.07 and 2021年4月7日.
func (m matcher) yearFirst(i int) (stamp, int) {
	y := m[i].value
	for _, c := range []byte("-/.") {
		if !m.tight(i+1, c) {
			continue
		}
		a, b := m.at(i+2), m.at(i+4)
		if a.kind != number || a.digits > 2 || !m.tight(i+3, c) || b.kind != number || b.digits > 2 || m.joined(i, 5, c) {
			return stamp{}, 0
		}
		if valid(y, time.Month(a.value), b.value) {
			return stamp{year: y, month: time.Month(a.value), day: b.value, sep: c}, 5
		}
		return stamp{}, 0
	}
	if m.at(i+1).text == "年" && m.at(i+3).text == "月" && m.at(i+5).text == "日" {
		mo, d := m.at(i+2).value, m.at(i+4).value
		if valid(y, time.Month(mo), d) {
			return stamp{year: y, month: time.Month(mo), day: d}, 6
		}
	}
	return stamp{}, 0
}

// joined reports whether the n pieces from i are part of a longer run of
// numbers, as in a version or an address.
func (m matcher) joined(i, n int, c byte) bool {
	return i > 1 && m.tight(i-1, c) && !m.at(i).spaced && m.at(i-2).kind == number ||
		m.tight(i+n, c) && m.at(i+n+1).kind == number ||
		m.at(i-1).kind == mark && !m.at(i).spaced && strings.IndexByte("+$£€", m.at(i-1).mark) >= 0 && m.at(i-1).mark != 0
}

// numeric matches 07/04/2021, 7.4.2021, 7. 4. 2021, 07-04-2021 and 11/08/23.
func (m matcher) numeric(i int) (stamp, int) {
	if s, n := m.pointed(i); n > 0 {
		return s, n
	}
	for _, c := range []byte("/.-") {
		if !m.tight(i+1, c) {
			continue
		}
		b, y := m.at(i+2), m.at(i+4)
		if b.kind != number || b.digits > 2 || !m.tight(i+3, c) || y.kind != number || m.joined(i, 5, c) {
			return stamp{}, 0
		}
		s := stamp{month: time.Month(b.value), day: m[i].value, year: y.value, sep: c}
		switch {
		case y.digits == 4:
		case y.digits == 2 && c != '-' && (c == '/' || m[i].digits == 2 && b.digits == 2):
			s.twoDigits = true
			if s.year += 1900; s.year < 1970 {
				s.year += 100
			}
		default:
			return stamp{}, 0
		}
		if !validYear(s.year) {
			return stamp{}, 0
		}
		d, m := valid(s.year, s.month, s.day), valid(s.year, time.Month(s.day), int(s.month))
		switch {
		case d && m && int(s.month) != s.day:
			s.order = unresolved
			if c == '.' {
				s.order = dayFirst // points are written where the day comes first
			}
		case d && int(s.month) == s.day:
		case d:
			s.spelled = dayFirst
		case m:
			s.month, s.day, s.spelled = time.Month(s.day), int(s.month), monthFirst
		default:
			return stamp{}, 0
		}
		return s, 5
	}
	return stamp{}, 0
}

// year matches the year after day and month, with what stands between, and
// returns it with the pieces taken; 0, 0 where there is none.
func (m matcher) year(i int) (year, n int) {
	j := i
	for ; j < i+3; j++ {
		p := m.at(j)
		if p.kind == mark && (p.mark == ',' || p.mark == '.' || p.mark == '-' || p.mark == '/' || p.mark == '\'') ||
			p.kind == word && joints[p.text] {
			continue
		}
		break
	}
	p := m.at(j)
	if p.kind != number {
		return 0, 0
	}
	if m.tight(j+1, ':') {
		// A clock may follow the year without a space: 20197:05.
		y := p.value
		for d := p.digits; d > 4; d-- {
			y /= 10
		}
		if (p.digits == 5 || p.digits == 6) && validYear(y) {
			return y, j + 1 - i
		}
		return 0, 0
	}
	if p.digits == 4 && validYear(p.value) {
		return p.value, j + 1 - i
	}
	if prev := m.at(j - 1); p.digits == 2 && j > i && !p.spaced && (prev.mark == '\'' || prev.mark == '-' && !prev.spaced && m.at(i-2).mark == '-') {
		if y := 1900 + p.value; y >= 1970 {
			return y, j + 1 - i
		}
		return 2000 + p.value, j + 1 - i
	}
	return 0, 0
}

// dayFirst matches 7 April 2021, 7th of April, 2021, 7-Apr-2021, 31. Oktober
// 2023, and the same without a year.
func (m matcher) dayFirst(i int) (stamp, int) {
	if p := m.at(i - 1); !m[i].spaced && p.kind == mark && (p.mark == ':' || p.mark == '.' || p.mark == '-' || p.mark == '/') && m.at(i-2).kind == number {
		return stamp{}, 0 // the minutes of a clock, the end of a number
	}
	j := i + 1
	if p := m.at(j); p.kind == word && !p.spaced && ordinals[p.text] {
		j++
	}
	comma := false
	for k := 0; k < 2; k++ {
		p := m.at(j)
		if p.kind == mark && (p.mark == '.' || p.mark == '-' || p.mark == '/' || p.mark == ',') || p.kind == word && joints[p.text] {
			comma = comma || p.mark == ',' || p.mark == '-' && p.spaced
			j++
		}
	}
	p := m.at(j)
	if p.kind != word || months[p.text] == 0 {
		return stamp{}, 0
	}
	s := stamp{day: m[i].value, month: monthOf(p.text), spelled: dayFirst}
	if !valid(0, s.month, s.day) {
		return stamp{}, 0
	}
	if y, n := m.year(j + 1); n > 0 {
		s.year = y
		return s, checked(s, j+1+n-i)
	}
	if s, n := m.monthFirst(j); comma || !p.upper || n > 0 && s.year != 0 && s.day != 0 {
		return stamp{}, 0
	}
	return s, j + 1 - i
}

func checked(s stamp, n int) int {
	if s.day != 0 && !valid(s.year, s.month, s.day) {
		return 0
	}
	return n
}

// monthFirst matches April 7, 2021, Apr. 7th 2021, Apr 7 10:11:12 PKT 2021,
// April 2021, and a month and day without a year.
func (m matcher) monthFirst(i int) (stamp, int) {
	s := stamp{month: monthOf(m[i].text), spelled: monthFirst}
	j := i + 1
	if m.at(j).mark == '.' || m.at(j).mark == '-' && !m.at(j).spaced {
		j++
	}
	p := m.at(j)
	if p.kind != number || p.digits > 2 || p.value < 1 || p.value > 31 || m.tight(j+1, ':') || !valid(0, s.month, p.value) {
		if y, n := m.year(i + 1); n > 0 && m.at(i+n).digits == 4 && m[i].upper && m.at(i-1).kind != number {
			s.year = y
			return s, n + 1
		}
		return stamp{}, 0
	}
	s.day = p.value
	j++
	if q := m.at(j); q.kind == word && !q.spaced && ordinals[q.text] {
		j++
	}
	if y, n := m.year(j); n > 0 {
		s.year = y
		return s, checked(s, j+n-i)
	}
	// A clock and a zone may stand before the year.
	if k := j; m.at(k).kind == number && m.tight(k+1, ':') {
		for k += 3; m.tight(k, ':') && k < j+6; {
			k += 2
		}
		if m.at(k).kind == word && m.at(k).Len() <= 5 {
			k++
		}
		if q := m.at(k); q.kind == number && q.digits == 4 && validYear(q.value) {
			s.year = q.value
			return s, checked(s, k+1-i)
		}
	}
	if q := m.at(j); !m[i].upper || q.kind == mark && !q.spaced && (q.mark == '%' || q.mark == '.' && m.tight(j, '.') && m.at(j+1).kind == number) {
		return stamp{}, 0
	}
	return s, j - i
}
