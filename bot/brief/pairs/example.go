package pairs

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"dateline/bot/brief"
)

// Truth is what is known of two reports.
type Truth string

// The truths.
const (
	Same    Truth = "1"
	Other   Truth = "0"
	Related Truth = "r" // two events of which one goes on from the other
)

// Written is the family of the pairs of files that Read reads.
const Written = "written"

// Example is two reports as a briefing compares them, with what is known of them.
type Example struct {
	Family string // of sentences that they are of
	Truth  Truth
	Part   [2]string // of the briefing that they stand in
	Traits []float64 // one for each of brief.Traits
	Quotes [2]string
}

// Write writes an example as a line: its family, its truth, its parts with a "+"
// between them, its traits and its quotes, with a tab between two.
func (e *Example) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\t%s\t%s+%s", e.Family, e.Truth, e.Part[0], e.Part[1])
	for _, v := range e.Traits {
		fmt.Fprintf(&b, "\t%.3g", v)
	}
	for _, q := range e.Quotes {
		b.WriteString("\t" + strings.Join(strings.Fields(q), " "))
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// ReadExamples reads lines as Write writes them. Name stands in errors.
func ReadExamples(name string, r io.Reader) ([]Example, error) {
	fields := len(brief.Traits) + 5
	var out []Example
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		c := strings.Split(s.Text(), "\t")
		if len(c) != fields {
			return nil, fmt.Errorf("%s:%d: %d columns, not %d: write the examples anew", name, n, len(c), fields)
		}
		e := Example{Family: c[0], Truth: Truth(c[1]), Quotes: [2]string{c[fields-2], c[fields-1]}}
		if e.Truth != Same && e.Truth != Other && e.Truth != Related {
			return nil, fmt.Errorf("%s:%d: truth %q: want %s, %s or %s", name, n, c[1], Same, Other, Related)
		}
		e.Part[0], e.Part[1], _ = strings.Cut(c[2], "+")
		for _, v := range c[3 : fields-2] {
			x, err := strconv.ParseFloat(v, 64)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %w", name, n, err)
			}
			e.Traits = append(e.Traits, x)
		}
		out = append(out, e)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}
