package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"dateline/bot/brief"
	"dateline/bot/brief/logit"
)

// The settings of the learning, tried with a family left out.
const (
	penalty = 1e-4 // on the squares of the weights
	partly  = .3   // what a pair counts of which the one event goes on from the other
	written = 15.  // what a pair counts that was written by hand, of which there are few
)

// learnt is a pair of reports as pairs wrote it.
type learnt struct {
	family  string
	related bool // of two stories of which one goes on from the other
	logit.Example
}

// fields are those of a line of a file of pairs: family, truth, parts, the
// traits, the quotes.
var fields = len(brief.Traits) + 4

// readPairs reads files that pairs wrote.
func readPairs(paths []string) ([]learnt, error) {
	var out []learnt
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(b)) {
			n++
			c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(c) != fields {
				return nil, fmt.Errorf("%s:%d: %d columns, not %d: write the pairs anew", path, n, len(c), fields)
			}
			l := learnt{family: c[0], related: c[1] == "r"}
			l.Yes, l.Weight = c[1] == "1", 1
			switch {
			case l.related:
				l.Weight = partly
			case l.family == "held":
				l.Weight = written
			}
			for _, v := range c[3 : len(c)-1] {
				x, err := strconv.ParseFloat(v, 64)
				if err != nil {
					return nil, fmt.Errorf("%s:%d: %w", path, n, err)
				}
				l.X = append(l.X, x)
			}
			out = append(out, l)
		}
	}
	return out, nil
}

// learn fits the weights of the traits to the pairs of files, and writes them as
// a table. Before it, as comments, it writes how a model fitted to all families
// but one does on that one.
func learn(w io.Writer, paths []string) error {
	all, err := readPairs(paths)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errors.New("no pairs: name the files that -pairs wrote")
	}
	families := map[string]bool{}
	for _, l := range all {
		families[l.family] = true
	}
	fit := func(without string) logit.Model {
		var ex []logit.Example
		for _, l := range all {
			if l.family != without {
				ex = append(ex, l.Example)
			}
		}
		return logit.Fit(ex, brief.Signs, penalty)
	}
	for _, f := range slices.Sorted(maps.Keys(families)) {
		if len(families) < 2 {
			break
		}
		m := fit(f)
		for _, at := range []float64{0, .6, 1, 2} {
			right, wrong, related, missed := 0, 0, 0, 0
			for _, l := range all {
				switch yes := m.Score(l.X) >= at; {
				case l.family != f:
				case l.Yes && yes:
					right++
				case l.Yes:
					missed++
				case yes && l.related:
					related++
				case yes:
					wrong++
				}
			}
			fmt.Fprintf(w, "# %s left out, from %.1f on: precision %.3f, recall %.3f (%d right, %d wrong, %d of what goes on from it)\n", f, at,
				float64(right)/float64(max(1, right+wrong+related)), float64(right)/float64(max(1, right+missed)), right, wrong, related)
		}
	}
	m := fit("")
	return m.Write(w, brief.Traits[:])
}
