package eval

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Report is what became of a set.
type Report struct {
	Results []Result
	Quoted  bool // whether quotes were verified
	Timed   bool // whether times were measured
}

// Totals are the figures of a report or of a part of it. All are counts but
// for the last three.
type Totals struct {
	Questions       int
	Verdicts        map[Verdict]int
	Good            int // right or rightly silent
	GoodAndCited    int // the same, and an answer's expected articles are cited
	Reasons         int // rightly silent for the reason that the set gives
	ReasonsWanted   int // rightly silent where the set gives one
	Forbidden       int // questions whose lead has a forbidden string
	Ranked          int // questions whose search was judged
	At1, At5, At10  int // of those, with an expected article that high
	Quotes          int
	Verified        int
	MRR             float64 // mean reciprocal rank over Ranked; 0 where that is 0
	Median, Longest time.Duration
}

// Totals returns the figures over the results.
func (r Report) Totals() Totals { return total(r.Results) }

func total(results []Result) Totals {
	t := Totals{Verdicts: map[Verdict]int{}}
	var reciprocal float64
	var took []time.Duration
	for _, res := range results {
		t.Questions++
		t.Verdicts[res.Verdict]++
		if res.Verdict.Good() {
			t.Good++
			if res.Verdict == Silent || res.Cited {
				t.GoodAndCited++
			}
		}
		if res.Verdict == Silent && res.Question.Reason != "" {
			t.ReasonsWanted++
			if res.Answer.Reason == res.Question.Reason {
				t.Reasons++
			}
		}
		if len(res.Forbidden) > 0 {
			t.Forbidden++
		}
		if res.Ranked {
			t.Ranked++
			if res.Rank > 0 {
				reciprocal += 1 / float64(res.Rank)
			}
			for _, at := range []struct {
				k int
				n *int
			}{{1, &t.At1}, {5, &t.At5}, {10, &t.At10}} {
				if res.Rank > 0 && res.Rank <= at.k {
					*at.n++
				}
			}
		}
		t.Quotes += res.Quotes
		t.Verified += res.Verified
		took = append(took, res.Took)
	}
	if t.Ranked > 0 {
		t.MRR = reciprocal / float64(t.Ranked)
	}
	if len(took) > 0 {
		slices.Sort(took)
		t.Median, t.Longest = took[len(took)/2], took[len(took)-1]
	}
	return t
}

// kinds returns the results by kind, in the order in which kinds first occur.
func (r Report) kinds() (names []string, by map[string][]Result) {
	by = map[string][]Result{}
	for _, res := range r.Results {
		kind := res.Question.Kind
		if kind == "" {
			kind = "other"
		}
		if by[kind] == nil {
			names = append(names, kind)
		}
		by[kind] = append(by[kind], res)
	}
	return names, by
}

// WriteText writes the report for people and for a golden file: by kind a line
// for each question (its verdict, whether the expected articles are cited, the
// rank of the first of them in a search, quotes verified of quotes shown, the
// lead), then a table of kinds, then the totals. The same results give the
// same text; WriteTimes has what doesn't.
func (r Report) WriteText(w io.Writer) error {
	var b bytes.Buffer
	names, by := r.kinds()
	for _, kind := range names {
		fmt.Fprintf(&b, "== %s\n", kind)
		for _, res := range by[kind] {
			r.line(&b, res)
		}
		b.WriteByte('\n')
	}
	width := len("kind")
	for _, kind := range names {
		width = max(width, len(kind))
	}
	var table bytes.Buffer
	t := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "%-*s\tquestions\t", width, "kind")
	for _, v := range verdicts {
		fmt.Fprintf(t, "%s\t", v)
	}
	fmt.Fprint(t, "good\tand cited\t@1\t@5\t@10\tof\tMRR\t\n")
	for _, kind := range names {
		row(t, width, kind, total(by[kind]))
	}
	all := r.Totals()
	row(t, width, "all", all)
	if err := t.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(table.String()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	fmt.Fprintf(&b, "\nanswers right %d, wrong %d, withheld %d\n", all.Verdicts[Right], all.Verdicts[Wrong], all.Verdicts[Withheld])
	fmt.Fprintf(&b, "abstentions right %d, answers where there is none %d, reasons right %d of %d\n",
		all.Verdicts[Silent], all.Verdicts[Invented], all.Reasons, all.ReasonsWanted)
	fmt.Fprintf(&b, "leads with a forbidden string %d\n", all.Forbidden)
	if all.Ranked > 0 {
		n := float64(all.Ranked)
		fmt.Fprintf(&b, "expected article found @1 %.3f, @5 %.3f, @10 %.3f, MRR %.3f, over %d questions\n",
			float64(all.At1)/n, float64(all.At5)/n, float64(all.At10)/n, all.MRR, all.Ranked)
	}
	if r.Quoted {
		fmt.Fprintf(&b, "citations verified %d of %d\n", all.Verified, all.Quotes)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// WriteTimes writes how long the questions took, or nothing where that was not
// measured.
func (r Report) WriteTimes(w io.Writer) error {
	if !r.Timed || len(r.Results) == 0 {
		return nil
	}
	t := r.Totals()
	_, err := fmt.Fprintf(w, "time per question: median %v, longest %v\n", t.Median.Round(10*time.Microsecond), t.Longest.Round(10*time.Microsecond))
	return err
}

func row(w io.Writer, width int, kind string, t Totals) {
	fmt.Fprintf(w, "%-*s\t%d\t", width, kind, t.Questions)
	for _, v := range verdicts {
		fmt.Fprintf(w, "%s\t", count(t.Verdicts[v]))
	}
	fmt.Fprintf(w, "%d\t%d\t", t.Good, t.GoodAndCited)
	if t.Ranked == 0 {
		fmt.Fprint(w, "\t\t\t\t\t\n")
		return
	}
	fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%.2f\t\n", t.At1, t.At5, t.At10, t.Ranked, t.MRR)
}

// count leaves a nought blank, so that the table shows what there is.
func count(n int) string {
	if n == 0 {
		return "."
	}
	return fmt.Sprint(n)
}

func (r Report) line(b *bytes.Buffer, res Result) {
	cited := "-"
	switch {
	case res.Verdict == Failed, res.Answer.Abstained, len(res.Question.Expected()) == 0:
	case res.Cited:
		cited = "cited"
	default:
		cited = "uncited"
	}
	rank := "-"
	switch {
	case res.Ranked && res.Rank == 0:
		rank = "none"
	case res.Ranked:
		rank = fmt.Sprintf("#%d", res.Rank)
	}
	quotes := "-"
	if r.Quoted {
		quotes = fmt.Sprintf("%d/%d", res.Verified, res.Quotes)
	}
	fmt.Fprintf(b, "%-18s %-8s %-7s %-4s %-5s %s\n", res.Question.ID, res.Verdict, cited, rank, quotes, said(res))
}

// said is what a report's line tells of the answer: its lead on one line, the
// reason of an abstention, and what is amiss.
func said(res Result) string {
	if res.Err != nil {
		return "error: " + oneLine(res.Err.Error())
	}
	s := oneLine(res.Answer.Lead)
	if res.Answer.Abstained {
		s += fmt.Sprintf(" (%s)", res.Answer.Reason)
		if want := res.Question.Reason; res.Verdict == Silent && want != "" && want != res.Answer.Reason {
			s += fmt.Sprintf(" {reason: want %s}", want)
		}
	}
	if len(res.Forbidden) > 0 {
		s += fmt.Sprintf(" {forbidden: %s}", strings.Join(res.Forbidden, ", "))
	}
	if res.Verdict == Wrong || res.Verdict == Withheld {
		want := res.Question.AnswerAll
		if len(res.Question.AnswerAny) > 0 {
			want = append(want[:len(want):len(want)], res.Question.AnswerAny[0])
		}
		if len(want) > 0 {
			s += fmt.Sprintf(" {want: %s}", strings.Join(want, " and "))
		}
	}
	return s
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
