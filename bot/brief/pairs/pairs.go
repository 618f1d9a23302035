// Package pairs holds pairs of reports of which it is known whether they tell of
// one event, and asks what a briefing makes of them.
package pairs

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"dateline/corpus"
)

// Pair is two reports with what they are.
type Pair struct {
	Line    int // of its file, counted from 1
	Same    bool
	Kept    bool   // from learning, for measuring
	Topic   string // that both reports are about
	Reports [2]corpus.Raw
}

const columns = 10

// Read reads a file of pairs. A line is a pair, its fields set apart by " | ": the
// label, "same" or "other"; a topic; then of each report its source, the day of its
// publication, its title and its text. Lines that begin with "#" are comments, and
// empty ones are nothing. A line "keep | N" says that of the pairs behind it each
// Nth, counted from the next one on, is kept from learning. Name stands before the
// line in errors, and in the reports' IDs.
func Read(name string, r io.Reader) ([]Pair, error) {
	var out []Pair
	keep, since, n := 0, 0, 0
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		n++
		line := strings.TrimSpace(s.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, " | ")
		if f[0] == "keep" {
			var err error
			if len(f) != 2 {
				return nil, fmt.Errorf("%s:%d: %d fields, want keep and a number", name, n, len(f))
			}
			if keep, err = strconv.Atoi(f[1]); err != nil || keep < 2 {
				return nil, fmt.Errorf("%s:%d: keep %q: want a number from 2 on", name, n, f[1])
			}
			since = len(out)
			continue
		}
		if len(f) != columns || f[0] != "same" && f[0] != "other" {
			return nil, fmt.Errorf("%s:%d: %d fields, label %q: want %d, same or other", name, n, len(f), f[0], columns)
		}
		p := Pair{Line: n, Same: f[0] == "same", Topic: f[1]}
		p.Kept = keep > 0 && (len(out)-since)%keep == keep-1
		for k := range p.Reports {
			r := f[2+4*k:]
			p.Reports[k] = corpus.Raw{Key: corpus.Key{Collection: collection, ID: fmt.Sprintf("%s:%d.%d", path.Base(name), n, k)}, Source: r[0], Published: r[1], Title: r[2], Text: r[3]}
		}
		if _, err := p.window(); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		out = append(out, p)
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// daysBefore is how long before the first of the two reports the window begins.
const daysBefore = 7

// window returns days in which both reports are.
func (p *Pair) window() (corpus.Interval, error) {
	var days [2]corpus.Interval
	for k := range days {
		iv, err := corpus.ParseInterval(p.Reports[k].Published)
		if err != nil {
			return iv, fmt.Errorf("report %d: %w", k+1, err)
		}
		days[k] = iv
	}
	return corpus.Interval{Start: min(days[0].Start, days[1].Start) - daysBefore, End: max(days[0].End, days[1].End), Precision: corpus.PrecisionDay}, nil
}
