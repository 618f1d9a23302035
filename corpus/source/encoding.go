package source

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var errBinary = errors.New("is not text: it looks like a binary file")

// encodingSample is how many bytes are looked at to tell an encoding.
const encodingSample = 1 << 16

// Text decodes a text or page. In this order decide: a byte order mark; that
// it is UTF-8, a few damaged characters aside; what a page declares; the
// statistics of its bytes; else it is Windows-1252. Line ends become "\n". An
// error says that it is no text.
func Text(b []byte, page bool) (string, error) {
	switch {
	case bytes.HasPrefix(b, []byte{0xef, 0xbb, 0xbf}):
		b = b[3:]
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return decodeAs(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM), b)
	}
	if e := utf16Like(b); e != nil {
		return decodeAs(e, b)
	}
	if binary(b) {
		return "", errBinary
	}
	declared := encoding.Encoding(nil)
	if page {
		if e, name, _ := charset.DetermineEncoding(b, ""); name != "utf-8" && name != "windows-1252" {
			declared = e
		}
	}
	switch {
	case utf8.Valid(b) && (declared == nil || bytes.IndexByte(b, 0x1b) < 0): // escapes: ISO-2022
		return newlines(string(b)), nil
	case declared != nil:
		return decodeAs(declared, b)
	case nearlyUTF8(b):
		return newlines(strings.ToValidUTF8(string(b), "\uFFFD")), nil
	}
	return decodeAs(guess(b, page), b)
}

func decodeAs(e encoding.Encoding, b []byte) (string, error) {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", err
	}
	if bytes.IndexByte(out, 0) >= 0 {
		return "", errBinary
	}
	return newlines(strings.ToValidUTF8(string(out), "\uFFFD")), nil
}

// newlines makes the line ends of Windows and of old Macintoshes "\n".
func newlines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// utf16Like returns UTF-16 where b is such without a mark: of European text
// nearly every second byte is zero, and none of the others.
func utf16Like(b []byte) encoding.Encoding {
	b = b[:min(len(b), encodingSample)&^1]
	var zero [2]int
	for i, c := range b {
		if c == 0 {
			zero[i&1]++
		}
	}
	half := len(b) / 2
	switch {
	case half < 4:
		return nil
	case zero[0] == 0 && zero[1] > half*3/4:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zero[1] == 0 && zero[0] > half*3/4:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// binary reports whether b is no text: it has zero bytes, or more than one
// control character in a hundred bytes, or begins as a PDF does.
func binary(b []byte) bool {
	if bytes.HasPrefix(b, []byte("%PDF-")) || bytes.IndexByte(b, 0) >= 0 {
		return true
	}
	controls := 0
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != '\b' && c != 0x1b || c == 0x7f {
			controls++
		}
	}
	return controls > 2 && controls > len(b)/100
}

// binaryHead reports whether what r has buffered, of which it waits for one byte,
// begins as no JSON does: a zero byte in something that opens no record or list,
// or more control characters than damage would leave.
func binaryHead(r *bufio.Reader) bool {
	if _, err := r.Peek(1); err != nil {
		return false
	}
	head, _ := r.Peek(min(r.Buffered(), 4096))
	if !binary(head) {
		return false
	}
	start := bytes.TrimLeft(head, " \t\r\n")
	controls := bytes.Count(head, []byte{0})
	return len(start) == 0 || start[0] != '{' && start[0] != '[' || controls > 2 && controls > len(head)/100
}

// nearlyUTF8 reports whether at least four fifths of what is not ASCII is well
// formed UTF-8, leaving out a character that is cut off at the end.
func nearlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, size := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || size > 1:
			good++
		case !utf8.FullRune(b):
			return good > 0 && good >= 4*bad
		default:
			bad++
		}
		b = b[size:]
	}
	return good > 0 && good >= 4*bad
}

// guess tells an encoding by the statistics of bytes. Ties go by name.
func guess(b []byte, page bool) encoding.Encoding {
	detector := chardet.NewTextDetector()
	if page {
		detector = chardet.NewHtmlDetector()
	}
	results, err := detector.DetectAll(b[:min(len(b), encodingSample)])
	if err != nil {
		return charmap.Windows1252
	}
	slices.SortFunc(results, func(x, y chardet.Result) int {
		return cmp.Or(cmp.Compare(y.Confidence, x.Confidence), cmp.Compare(x.Charset, y.Charset))
	})
	for _, r := range results {
		if strings.HasPrefix(r.Charset, "UTF") || r.Confidence < 20 {
			continue
		}
		name := r.Charset
		if name == "GB-18030" {
			name = "gb18030"
		}
		if e, _ := charset.Lookup(name); e != nil {
			return e
		}
	}
	return charmap.Windows1252
}
