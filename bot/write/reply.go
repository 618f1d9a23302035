package write

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"dateline/bot"
)

// Bounds of a reply.
const (
	maxReplyBytes = 64 << 10
	maxClaims     = 12
	maxQuotes     = 4 // of a claim
)

// replyReader reads a reply while it comes: the claims one by one, each as
// soon as it is complete. A reply may have words or a fence of Markdown around
// its object, as models without a schema write it.
type replyReader struct {
	in  *io.PipeReader
	out *io.PipeWriter
	n   int
	// open tells whether the object has begun: what stands before it is passed
	// over.
	open bool
}

func newReplyReader() *replyReader {
	r := &replyReader{}
	r.in, r.out = io.Pipe()
	return r
}

var errLong = errors.New("the reply is too long")

// write takes a piece of the reply.
func (r *replyReader) write(piece string) error {
	if r.n += len(piece); r.n > maxReplyBytes {
		return errLong
	}
	if !r.open {
		at := strings.IndexByte(piece, '{')
		if at < 0 {
			return nil
		}
		r.open, piece = true, piece[at:]
	}
	_, err := io.WriteString(r.out, piece)
	if errors.Is(err, io.ErrClosedPipe) {
		return nil // the object is complete; what follows does not matter
	}
	return err
}

// end says that the reply is at its end.
func (r *replyReader) end() { _ = r.out.Close() }

// drain reads what is left, so that who writes never waits.
func (r *replyReader) drain() { _ = r.in.Close() }

// claims calls each with every claim, and returns the reason where the reply
// abstains.
func (r *replyReader) claims(each func(bot.Written)) (abstain string, err error) {
	dec := json.NewDecoder(r.in)
	if _, err := dec.Token(); err != nil { // the opening brace
		return "", plainEnd(err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return abstain, plainEnd(err)
		}
		switch name {
		case "claims":
			if err := eachClaim(dec, each); err != nil {
				return abstain, plainEnd(err)
			}
		case "abstain":
			var reason *string
			if err := dec.Decode(&reason); err != nil {
				return "", plainEnd(err)
			}
			if reason != nil {
				abstain = *reason
			}
		default:
			var skip json.RawMessage
			if err := dec.Decode(&skip); err != nil {
				return abstain, plainEnd(err)
			}
		}
	}
	return abstain, nil
}

// eachClaim reads the list of claims.
func eachClaim(dec *json.Decoder, each func(bot.Written)) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(errors.New("claims is no list"), err)
	}
	for n := 0; dec.More(); n++ {
		var c struct {
			Text   string `json:"text"`
			Quotes []struct {
				Passage json.Number `json:"passage"`
				Quote   string      `json:"quote"`
			} `json:"quotes"`
		}
		if err := dec.Decode(&c); err != nil {
			return err
		}
		if n >= maxClaims {
			continue
		}
		w := bot.Written{Text: c.Text}
		for _, q := range c.Quotes[:min(len(c.Quotes), maxQuotes)] {
			at, err := q.Passage.Int64()
			if err != nil {
				at = 0 // there is no such passage
			}
			w.Quotes = append(w.Quotes, bot.Quoted{Source: int(at), Text: q.Quote})
		}
		each(w)
	}
	_, err := dec.Token() // the closing bracket
	return err
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
	urls      = regexp.MustCompile(`(?i)\b(?:https?|ftp|mailto|javascript|data|file):\S+|\bwww\.\S+`)
	links     = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	brackets  = regexp.MustCompile(`\s*\[\^?\d+(?:\s*,\s*\d+)*\]`)
	angles    = regexp.MustCompile(`<[^>]*>`)
	mentions  = regexp.MustCompile(`(^|\s)@(\w+)`)
	stresses  = regexp.MustCompile("[*_`~|#\\\\]+")
	listMarks = regexp.MustCompile(`^\s*(?:[-+>•]|\d+[.)])\s+`)
)

// clean takes links, mentions and markup out of a claim's text, and the
// numbers of citations, which are set anew.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = listMarks.ReplaceAllString(s, "")
	s = links.ReplaceAllString(s, "$1")
	s = angles.ReplaceAllString(s, "")
	s = urls.ReplaceAllString(s, "")
	s = brackets.ReplaceAllString(s, "")
	s = mentions.ReplaceAllString(s, "$1$2")
	s = stresses.ReplaceAllString(s, "")
	return strings.Join(strings.Fields(strings.Map(visible, s)), " ")
}

// visible drops control characters and those that turn the direction of text.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return ' '
	case r < ' ', r >= 0x7f && r < 0xa0, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069, r == 0xfeff:
		return -1
	}
	return r
}
