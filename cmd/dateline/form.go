package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// textOrBatch demands one argument, or none with --batch.
func textOrBatch(asBatch *bool, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case *asBatch && len(args) > 0:
			return errors.New("--batch reads from standard input and takes no argument")
		case !*asBatch && len(args) == 0:
			return fmt.Errorf("%s needs %s: %s", cmd.Name(), what, cmd.UseLine())
		case len(args) > 1:
			return fmt.Errorf("%s takes %s, not %d: put it into quotation marks", cmd.Name(), what, len(args))
		}
		return nil
	}
}

func batchFlag(cmd *cobra.Command, asBatch *bool, form string) {
	cmd.Flags().BoolVar(asBatch, "batch", false, "read one JSON object a line from standard input, "+form+", and write one a line")
}

// count returns "1 span" or "2 spans".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// excerpt returns text in one line of at most n code points.
func excerpt(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}

// printable passes text on to a terminal without the characters that would
// steer it or turn the direction of what follows: text from outside is data.
type printable struct{ w io.Writer }

// Write reports the bytes of p as written where what is left of them was.
func (pw printable) Write(p []byte) (int, error) {
	clean := bytes.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, p)
	if _, err := pw.w.Write(clean); err != nil {
		return 0, err
	}
	return len(p), nil
}

// runeCounter turns rising byte offsets of a text into code points without
// counting from the start each time.
type runeCounter struct {
	text         string
	bytes, runes int
}

func (c *runeCounter) at(offset int) int {
	if offset < c.bytes {
		c.bytes, c.runes = 0, 0
	}
	c.runes += utf8.RuneCountInString(c.text[c.bytes:offset])
	c.bytes = offset
	return c.runes
}
