package write

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot"
)

// Bounds of a reply.
const (
	maxReplyBytes = 64 << 10
	maxClaims     = 12
	maxQuotes     = 4 // of a claim
)

// replyReader reads a reply while it comes: the claims one by one, each as
// soon as it is complete. A reply may have words, thoughts between <think> and
// </think>, or a fence of Markdown around its object, as models without a
// schema write it.
type replyReader struct {
	in  *io.PipeReader
	out *io.PipeWriter
	n   int
	// before holds the end of what came before the object has begun: the part
	// that may still matter. Thinking tells that a thought has not ended yet,
	// open that the object has begun.
	before         string
	thinking, open bool
}

func newReplyReader() *replyReader {
	r := &replyReader{}
	r.in, r.out = io.Pipe()
	return r
}

var errLong = errors.New("the reply is too long")

// objects begin so; words in braces do not.
var objects = regexp.MustCompile(`\{\s*(?:"|\})`)

// write takes a piece of the reply. Its error is that of reading.
func (r *replyReader) write(piece string) error {
	if r.n += len(piece); r.n > maxReplyBytes {
		return errLong
	}
	if !r.open {
		if piece = r.skip(piece); !r.open {
			return nil
		}
	}
	_, err := io.WriteString(r.out, piece)
	if errors.Is(err, io.ErrClosedPipe) {
		return nil // the object is complete; what follows does not matter
	}
	return err
}

// skip takes a piece of what comes before the object and returns what the
// object begins with, once it has. A piece costs no more the more came before
// it.
func (r *replyReader) skip(piece string) string {
	s := r.before + piece
	for {
		if r.thinking {
			i := strings.Index(s, thought)
			if i < 0 {
				r.before = begun(s, thought)
				return ""
			}
			s, r.thinking = s[i+len(thought):], false
		}
		i, at := strings.Index(s, thinks), objects.FindStringIndex(s)
		switch {
		case at != nil && (i < 0 || at[0] < i):
			r.open, r.before = true, ""
			return s[at[0]:]
		case i < 0:
			// White space behind a brace says nothing.
			if r.before = begun(s, thinks); strings.HasSuffix(strings.TrimRight(s, "\t\n\f\r "), "{") {
				r.before = "{"
			}
			return ""
		}
		s, r.thinking = s[i+len(thinks):], true
	}
}

// begun returns the longest end of a text with which a mark begins.
func begun(s, mark string) string {
	for n := min(len(s), len(mark)-1); n > 0; n-- {
		if strings.HasPrefix(mark, s[len(s)-n:]) {
			return s[len(s)-n:]
		}
	}
	return ""
}

// The marks around what some models think before they reply.
const thinks, thought = "<think>", "</think>"

// end says that the reply is at its end.
func (r *replyReader) end() { _ = r.out.Close() }

// stop ends reading, so that who writes never waits; they get the error, if
// there is one.
func (r *replyReader) stop(err error) { _ = r.in.CloseWithError(err) }

// claims calls each with every claim, and returns the reason where the reply
// abstains.
func (r *replyReader) claims(each func(bot.Written)) (abstain string, err error) {
	type written struct {
		Text   string     `json:"text"`
		Quotes quotesData `json:"quotes"`
	}
	err = r.fields(func(name string, dec *json.Decoder) (known bool, err error) {
		switch name {
		case "claims":
			return true, eachOf(dec, name, maxClaims, func(c written) {
				w := bot.Written{Text: c.Text}
				for _, q := range c.Quotes.bounded() {
					w.Quotes = append(w.Quotes, bot.Quoted{Source: q.Passage, Text: q.Quote})
				}
				each(w)
			})
		case "abstain":
			var reason any
			if err := dec.Decode(&reason); err != nil {
				return true, err
			}
			// The schema has a reason or null; without it some write true, or "no".
			switch reason := reason.(type) {
			case string:
				if f := strings.ToLower(strings.TrimSpace(reason)); f != "" && f != "no" && f != "none" && f != "null" && f != "false" {
					abstain = reason
				}
			case bool:
				if reason {
					abstain = "not_said"
				}
			}
			return true, nil
		}
		return false, nil
	})
	return abstain, err
}

// fields reads the reply's object: the value behind each name with read, unless
// that doesn't know the name.
func (r *replyReader) fields(read func(name string, dec *json.Decoder) (known bool, err error)) error {
	dec := json.NewDecoder(r.in)
	if _, err := dec.Token(); err != nil { // the opening brace
		return plainEnd(err)
	}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return plainEnd(err)
		}
		name, _ := token.(string)
		known, err := read(name, dec)
		if !known && err == nil {
			var skip json.RawMessage
			err = dec.Decode(&skip)
		}
		if err != nil {
			return plainEnd(err)
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return plainEnd(err)
	}
	return nil
}

// eachOf reads a list and calls take with its first members, at most so many.
// What a member has in another form than T is left zero: it proves nothing.
func eachOf[T any](dec *json.Decoder, name string, most int, take func(T)) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(errors.New(name+" is no list"), err)
	}
	for n := 0; dec.More(); n++ {
		var x T
		var wrong *json.UnmarshalTypeError
		if err := dec.Decode(&x); err != nil && !errors.As(err, &wrong) {
			return err
		}
		if n < most {
			take(x)
		}
	}
	_, err := dec.Token() // the closing bracket
	return err
}

// quotesData are quotes as a model writes them.
type quotesData []struct {
	Passage json.Number `json:"passage"`
	Quote   string      `json:"quote"`
}

// bounded returns the first quotes, at most maxQuotes.
func (list quotesData) bounded() []quoteData {
	var out []quoteData
	for _, q := range list[:min(len(list), maxQuotes)] {
		out = append(out, quoteData{number(q.Passage), q.Quote})
	}
	return out
}

// number returns 0 for what is no number of anything.
func number(n json.Number) int {
	v, err := n.Int64()
	if err != nil || v < 0 || v > 1<<20 {
		return 0
	}
	return int(v)
}

func plainEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends within its object")
	}
	return fmt.Errorf("it is not the JSON that was asked for: %w", err)
}

// What a claim's text must not have: it links to nothing, mentions nobody and
// has no markup. Only the citation table links.
var (
	urls      = regexp.MustCompile(`(?i)\b[a-z][a-z0-9+.-]*:/\S+|\b(?:mailto|javascript|data|tel|vbscript):\S+|\bwww\.\S+`)
	links     = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	brackets  = regexp.MustCompile(`\s*\[\^?\d+(?:\s*,\s*\d+)*\]`)
	angles    = regexp.MustCompile(`<[^>]*>?`)
	ats       = regexp.MustCompile(`[@＠﹫]+`)
	stresses  = regexp.MustCompile("[*_`~|#\\\\<>]+")
	listMarks = regexp.MustCompile(`^\s*(?:[-+•]|\d+[.)])\s+`)
)

// clean takes links, mentions and markup out of a claim's text, and the
// numbers of citations, which are set anew. What taking out brings together
// may be markup anew: that is taken out too.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(visible, s)
	for range maxCleanings {
		before := s
		s = links.ReplaceAllString(s, "$1")
		s = angles.ReplaceAllString(s, "")
		s = urls.ReplaceAllString(s, "")
		s = brackets.ReplaceAllString(s, "")
		s = ats.ReplaceAllString(s, "")
		s = stresses.ReplaceAllString(s, "")
		s = listMarks.ReplaceAllString(s, "")
		if s = strings.Join(strings.Fields(s), " "); s == before {
			if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				return "" // it says nothing
			}
			return s
		}
	}
	return "" // no sentence of an answer is wound up so far
}

const maxCleanings = 20

// yesOrNo is how an answer to a question begins that is settled by what
// follows. No quote says yes: what follows is what can be proved.
var yesOrNo = regexp.MustCompile(`^(?i:yes|no)(?:\s*[,;:–—]+\s*|\.\s+|\s+[-–—]+\s+)(\PN.*)$`)

// settled returns a claim without the yes or no before it.
func settled(s string) string {
	m := yesOrNo.FindStringSubmatch(s)
	if m == nil {
		return s
	}
	r, size := utf8.DecodeRuneInString(m[1])
	return string(unicode.ToUpper(r)) + m[1][size:]
}

// visible makes white space of what ends lines, and drops characters that
// nobody sees, that turn the direction of text or that have no meaning of
// their own: controls, formats, tags, variation selectors, private ones.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r) || r == 0x2028 || r == 0x2029:
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Variation_Selector):
		return -1
	}
	return r
}
