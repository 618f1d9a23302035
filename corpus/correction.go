package corpus

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Correction is what a person says of when an article was published. It goes
// before every witness: see dating.Correct.
type Correction struct {
	ID        int64     // in its archive, rising; 0 before it is kept
	Published Interval  // zero: the article is undated, whatever its witnesses say
	Withdrawn bool      // takes back what was said before: the witnesses count again
	By        string    // who says so
	Because   string    // why; may be empty where it is Withdrawn
	At        time.Time // when, by the archive's clock
}

// The bounds of a correction. No newspaper is older than 1605.
const (
	maxByRunes      = 100
	maxBecauseRunes = 500
	earliestYear    = 1600
)

// Undated is the word with which a person says that an article has no date.
const Undated = "none"

// ParseCorrected reads a date as a person gives it in a correction: a day, a
// month or a year in ISO 8601, two of them with a slash between as the interval
// from the first to the last, or Undated for the zero Interval. Nothing may
// stand beside it.
func ParseCorrected(s string) (Interval, error) {
	if s == Undated {
		return Interval{}, nil
	}
	from, to, ranged := strings.Cut(s, "/")
	first, err := parseDate(from)
	if err != nil || !ranged {
		return first, err
	}
	last, err := parseDate(to)
	switch {
	case err != nil:
		return Interval{}, err
	case last.End < first.Start || last.Start < first.Start:
		return Interval{}, fmt.Errorf("date %q ends before it begins", s)
	case first == last:
		return first, nil
	}
	return Between(first.Start, last.End), nil
}

// parseDate is ParseInterval for a date with nothing after it.
func parseDate(s string) (Interval, error) {
	iv, err := ParseInterval(s)
	if err == nil && iv.String() == s {
		return iv, nil
	}
	return Interval{}, fmt.Errorf("date %q is not a day, month or year as in 2021-04-07, 2021-04 or 2021, nor two with a slash between, nor %q for undated", s, Undated)
}

// Tidied returns the correction with runs of white space in its texts made
// blanks, and those at their ends taken off.
func (c Correction) Tidied() Correction {
	c.By, c.Because = strings.Join(strings.Fields(c.By), " "), strings.Join(strings.Fields(c.Because), " ")
	return c
}

// Check reports what is wrong with a correction that is made today: nobody
// says it, no reason is given, or it names a day beyond tomorrow, which
// may be today elsewhere.
func (c Correction) Check(today Day) error {
	for _, t := range []struct {
		what, text string
		limit      int
	}{{"the author of a correction", c.By, maxByRunes}, {"the reason of a correction", c.Because, maxBecauseRunes}} {
		switch n := utf8.RuneCountInString(t.text); {
		case !utf8.ValidString(t.text) || strings.ContainsFunc(t.text, unicode.IsControl):
			return fmt.Errorf("%s has characters that are no text", t.what)
		case n > t.limit:
			return fmt.Errorf("%s has %d characters: at most %d are kept", t.what, n, t.limit)
		}
	}
	iv := c.Published
	switch {
	case strings.TrimSpace(c.By) == "":
		return errors.New("a correction needs the name of who makes it")
	case c.Withdrawn:
		return nil
	case strings.TrimSpace(c.Because) == "":
		return errors.New("a correction needs its reason")
	case !iv.Known():
		return nil
	case iv.End < iv.Start || iv.OpenStart() || iv.OpenEnd():
		return fmt.Errorf("date %s has no beginning or no end", iv)
	case iv.Start > today+1:
		return fmt.Errorf("date %s is still to come: today is %s", iv, today)
	case iv.Start.Year() < earliestYear:
		return fmt.Errorf("date %s is before %d, when there was no news in print", iv, earliestYear)
	}
	return nil
}

// String says in short who corrected a date and why.
func (c Correction) String() string { return "corrected by " + c.By + ": " + c.Because }

// Correction says in short who corrected the date and why, "" where nobody did
// or the evidence is not there.
func (p Publication) Correction() string {
	for _, e := range p.Evidence {
		if e.Basis == BasisPerson {
			return e.Why + ": " + e.Text
		}
	}
	return ""
}
