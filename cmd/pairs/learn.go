package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"dateline/bot/brief"
	"dateline/bot/brief/logit"
	"dateline/bot/brief/pairs"
)

// The settings of the learning, tried with a family left out.
const (
	penalty = 1e-4 // on the squares of the weights
	partly  = 1.   // what an example counts of which the one event goes on from the other
	written = 15.  // what one counts that was written by hand, of which there are few
)

// examplesOf brings examples into the form that they are learnt from.
func examplesOf(list []pairs.Example) []logit.Example {
	out := make([]logit.Example, len(list))
	for i, e := range list {
		out[i] = logit.Example{X: e.Traits, Yes: e.Truth == pairs.Same, Weight: 1}
		switch {
		case e.Truth == pairs.Related:
			out[i].Weight = partly
		case e.Family == pairs.Written:
			out[i].Weight = written
		}
	}
	return out
}

// learn fits the weights of the traits to examples, and writes them as a table.
// Before it, as comments, it writes how a model fitted to all families but one
// does on that one.
func learn(w io.Writer, all []pairs.Example) error {
	if len(all) == 0 {
		return errors.New("no examples: name the files that newsday -pairs wrote, or files of pairs")
	}
	families := map[string]bool{}
	for _, e := range all {
		families[e.Family] = true
	}
	fit := func(without string) logit.Model {
		var list []pairs.Example
		for _, e := range all {
			if e.Family != without {
				list = append(list, e)
			}
		}
		return logit.Fit(examplesOf(list), brief.Signs, penalty)
	}
	for _, f := range slices.Sorted(maps.Keys(families)) {
		if len(families) < 2 {
			break
		}
		m := fit(f)
		for _, at := range []float64{0, .6, 1, 2} {
			right, wrong, related, missed := 0, 0, 0, 0
			for _, e := range all {
				switch yes := m.Score(e.Traits) >= at; {
				case e.Family != f:
				case e.Truth == pairs.Same && yes:
					right++
				case e.Truth == pairs.Same:
					missed++
				case yes && e.Truth == pairs.Related:
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

// mostShown is how many traits of a pair are printed.
const mostShown = 12

// explain prints a pair that came out wrong, with the traits that weigh most in it.
func explain(w io.Writer, o *pairs.Outcome) {
	what := "two events told as one"
	switch {
	case !o.Told:
		what = "a report is not told"
	case o.Same:
		what = "one event told as two"
	}
	fmt.Fprintf(w, "line %d, %s: %s\n", o.Line, o.Topic, what)
	for _, r := range o.Reports {
		fmt.Fprintf(w, "  %s: %s | %s\n", r.Published, r.Title, r.Text)
	}
	m := brief.Weights()
	for _, e := range o.Examples {
		fmt.Fprintf(w, "  %+.2f: bias %+.2f", m.Score(e.Traits), m.Bias)
		weighs := func(i int) float64 { return m.Weights[i] * e.Traits[i] }
		order := make([]int, len(e.Traits))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(i, j int) int {
			return cmp.Or(cmp.Compare(math.Abs(weighs(j)), math.Abs(weighs(i))), cmp.Compare(i, j))
		})
		for _, i := range order[:min(mostShown, len(order))] {
			if weighs(i) != 0 {
				fmt.Fprintf(w, ", %s %+.2f", brief.Traits[i], weighs(i))
			}
		}
		fmt.Fprintln(w)
	}
	if len(o.Examples) == 0 && o.Told {
		fmt.Fprintln(w, "  their chief news was not compared: they can't be of one event, or it is beside the topic")
	}
}
