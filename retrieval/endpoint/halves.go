package endpoint

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// A server that cuts a text by tokens or by UTF-16 units may put half a character at the end of one piece and its other
// half at the start of the next: as raw bytes inside the JSON string, or as one escaped half of a surrogate pair.
// encoding/json makes U+FFFD of either. So before JSON is decoded, each stray byte is carried as two noncharacters, which
// stand in no text (Unicode 16.0 section 23.7), and a joiner makes bytes of them again. A lone surrogate is carried as the
// three bytes that it would have in UTF-8.
const (
	highNibble = 0xFDD0 // ..FDDF
	lowNibble  = 0xFDE0 // ..FDEF
)

// carry returns a JSON text that decodes without loss of halves. It returns data itself where there are none.
func carry(data []byte) []byte {
	if utf8.Valid(data) && !bytes.Contains(data, []byte(`\u`)) && !bytes.Contains(data, []byte{0xEF, 0xB7}) {
		return data
	}
	out := make([]byte, 0, len(data)+16)
	for i := 0; i < len(data); {
		b := data[i]
		if b == '\\' && i+1 < len(data) && data[i+1] != 'u' && data[i+1] < utf8.RuneSelf {
			out = append(out, b, data[i+1])
			i += 2
			continue
		}
		if r, ok := escape(data[i:]); ok {
			switch {
			case utf16.IsSurrogate(r):
				if low, ok := escape(data[i+6:]); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
					out = append(out, data[i:i+12]...)
					i += 12
					continue
				}
				for _, b := range []byte{0xE0 | byte(r>>12), 0x80 | byte(r>>6)&0x3F, 0x80 | byte(r)&0x3F} {
					out = mark(out, b)
				}
			case carrier(r):
				out = utf8.AppendRune(out, utf8.RuneError)
			default:
				out = append(out, data[i:i+6]...)
			}
			i += 6
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			out = mark(out, b)
		case carrier(r):
			out = utf8.AppendRune(out, utf8.RuneError)
		default:
			out = append(out, data[i:i+size]...)
		}
		i += size
	}
	return out
}

// mark appends a stray byte.
func mark(out []byte, b byte) []byte {
	return utf8.AppendRune(utf8.AppendRune(out, highNibble+rune(b>>4)), lowNibble+rune(b&15))
}

// carrier reports whether a rune is one that mark uses.
func carrier(r rune) bool { return r >= highNibble && r < lowNibble+16 }

// escape reads \uXXXX at the start of data.
func escape(data []byte) (rune, bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range data[2:6] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// joiner puts pieces together at whole characters. The zero value is ready.
type joiner struct{ held []byte }

// add takes a piece and returns what is whole by now.
func (j *joiner) add(s string) string {
	high := rune(-1)
	for _, r := range s {
		switch {
		case r >= highNibble && r < lowNibble:
			high = r - highNibble
			continue
		case carrier(r):
			if high >= 0 {
				j.held = append(j.held, byte(high<<4|(r-lowNibble)))
			}
		default:
			j.held = utf8.AppendRune(j.held, r)
		}
		high = -1
	}
	return j.take(false)
}

// end returns what is left: U+FFFD for halves whose other halves never came.
func (j *joiner) end() string { return j.take(true) }

func (j *joiner) take(final bool) string {
	p, out := j.held, make([]byte, 0, len(j.held))
	for len(p) > 0 {
		if r, ok := surrogate(p); ok {
			if utf16.IsSurrogate(r) && r < 0xDC00 && len(p) < 6 && !final && begins(p[3:]) {
				break
			}
			n := 3
			if low, ok := surrogate(p[3:]); ok && utf16.DecodeRune(r, low) != utf8.RuneError {
				r, n = utf16.DecodeRune(r, low), 6
			}
			out = utf8.AppendRune(out, r) // a lone one becomes U+FFFD
			p = p[n:]
			continue
		}
		if !final && (!utf8.FullRune(p) || p[0] == 0xED && len(p) < 3 && begins(p)) {
			break
		}
		r, size := utf8.DecodeRune(p)
		if r == utf8.RuneError && size == 1 {
			for size < min(len(p), 3) && !utf8.FullRune(p[:size+1]) { // one U+FFFD for the whole beginning of a character
				size++
			}
		}
		out = utf8.AppendRune(out, r)
		p = p[size:]
	}
	j.held = append([]byte(nil), p...)
	return string(out)
}

// surrogate reads a surrogate in the bytes that UTF-8 would give it.
func surrogate(p []byte) (rune, bool) {
	if len(p) < 3 || p[0] != 0xED || p[1] < 0xA0 || p[1] > 0xBF || p[2]&0xC0 != 0x80 {
		return 0, false
	}
	return 0xD000 | rune(p[1]&0x3F)<<6 | rune(p[2]&0x3F), true
}

// begins reports whether p may be the beginning of a surrogate's bytes.
func begins(p []byte) bool {
	return len(p) == 0 || p[0] == 0xED && (len(p) == 1 || p[1] >= 0xA0 && p[1] <= 0xBF)
}
