package eval

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"

	"dateline/bot"
)

// Tuning is how well searches with several weights of the vectors found the
// expected articles of a set. What the vectors add to an archive depends on
// their model and on what is asked, so that only a set of the archive's own can
// tell.
type Tuning struct {
	Questions int          // that name an article and stand alone
	Shares    []ShareScore // by share, 0 first
	Best      ShareScore   // the highest MRR, of equal ones the smallest share
	Gain      float64      // of Best's MRR over that of share 0
	Low, High float64      // the gain's 95 % interval, by the paired bootstrap
	Better    float64      // of the resamples, how many have a gain above 0
	// HeldOut is the mean gain on questions that the share was not chosen by:
	// in each resample the share is chosen by the questions drawn, and measured
	// on those that were not. It is what to expect of questions to come, while
	// Gain is of the highest of many figures and so too high.
	HeldOut float64
}

// ShareScore is what one share gave.
type ShareScore struct {
	Share         float64
	MRR           float64 // of the first expected article among ten
	At1, At5, All int     // questions with one first, among five, among ten
}

// Shares are the weights that Tune tries.
var Shares = []float64{0, .05, .1, .15, .2, .3, .4, .5, .6, .7, .8, .9, 1}

const (
	resamples    = 10_000
	minTuned     = 10 // questions: fewer tell nothing
	enoughToTune = 50 // questions: fewer seldom tell anything for sure
)

// Tune searches for every question of a set that names an article and is no
// follow-up, with each share. At gives the searcher of a share. The same set
// over the same archive gives the same.
func Tune(ctx context.Context, set []Question, at func(share float64) Searcher, opts Options) (Tuning, error) {
	var t Tuning
	var scores [][]float64 // by share, of each question
	for _, share := range Shares {
		searcher := at(share)
		var of []float64
		s := ShareScore{Share: share}
		for _, q := range set {
			if !Tunable(q) {
				continue
			}
			if err := ctx.Err(); err != nil {
				return t, err
			}
			res := Result{Question: q}
			req := bot.Request{ID: q.ID, Question: q.Text, Collections: opts.Collections, AsOf: q.AsOf}
			if req.AsOf == 0 {
				req.AsOf = opts.AsOf
			}
			rank(ctx, searcher, req, &res)
			if res.Err != nil {
				return t, res.Err
			}
			score := 0.0
			if res.Rank > 0 {
				score = 1 / float64(res.Rank)
				s.All++
				if res.Rank <= 5 {
					s.At5++
				}
				if res.Rank == 1 {
					s.At1++
				}
			}
			s.MRR += score
			of = append(of, score)
		}
		if t.Questions = len(of); t.Questions < minTuned {
			return t, fmt.Errorf("%d questions of the set name an article (cite_any_of, cite_all_of) and stand alone: at least %d are needed to tune, and %d to be sure of anything",
				t.Questions, minTuned, enoughToTune)
		}
		s.MRR /= float64(len(of))
		t.Shares, scores = append(t.Shares, s), append(scores, of)
	}
	t.choose(scores)
	return t, nil
}

// Tunable reports whether Tune searches for a question.
func Tunable(q Question) bool { return q.After == "" && !q.Abstain && len(q.Expected()) > 0 }

// choose finds the best share and how sure it is.
func (t *Tuning) choose(scores [][]float64) {
	best := highest(scores, nil)
	t.Best = t.Shares[best]
	t.Gain = t.Best.MRR - t.Shares[0].MRR
	n := len(scores[0])
	rnd := rand.New(rand.NewPCG(1, 0x74756e65))
	gains := make([]float64, 0, resamples)
	drawn, times := make([]int, n), make([]int, n)
	heldOut, out := 0.0, 0
	for range resamples {
		clear(times)
		for i := range drawn {
			drawn[i] = rnd.IntN(n)
			times[drawn[i]]++
		}
		chosen := highest(scores, times)
		gain := 0.0
		for _, q := range drawn {
			gain += scores[best][q] - scores[0][q]
		}
		gains = append(gains, gain/float64(n))
		if gain > 0 {
			t.Better++
		}
		sum, left := 0.0, 0
		for q, k := range times {
			if k == 0 {
				sum += scores[chosen][q] - scores[0][q]
				left++
			}
		}
		if left > 0 {
			heldOut += sum / float64(left)
			out++
		}
	}
	slices.Sort(gains)
	t.Low, t.High = gains[resamples*25/1000], gains[resamples*975/1000-1]
	t.Better /= resamples
	if out > 0 {
		t.HeldOut = heldOut / float64(out)
	}
}

// highest returns the share with the highest sum of scores, each question
// counted so many times, or once; of equal ones the first.
func highest(scores [][]float64, times []int) int {
	best, top := 0, -1.0
	for i, of := range scores {
		sum := 0.0
		for q, s := range of {
			if times == nil {
				sum += s
			} else {
				sum += s * float64(times[q])
			}
		}
		if sum > top+1e-9 {
			best, top = i, sum
		}
	}
	return best
}

// Sure reports whether the gain is beyond what chance would give: its interval
// lies above 0, and questions that the share was not chosen by gain too.
func (t Tuning) Sure() bool { return t.Best.Share > 0 && t.Low > 0 && t.HeldOut > 0 }

// WriteText writes the table of shares, the best one, its gain, how sure that
// is, and what to write into the settings. Def is the share where the settings
// name none.
func (t Tuning) WriteText(w io.Writer, def float64) error {
	if len(t.Shares) == 0 {
		return errors.New("nothing was tuned")
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "share    MRR    @1    @5   @10   of %d questions\n", t.Questions)
	for _, s := range t.Shares {
		mark := ""
		if s.Share == t.Best.Share {
			mark = "   best"
		}
		fmt.Fprintf(&b, "%5.2f  %.3f  %4d  %4d  %4d%s\n", s.Share, s.MRR, s.At1, s.At5, s.All, mark)
	}
	fmt.Fprintf(&b, "\nbest share %s: MRR %.3f, gain over share 0 %+.3f\n", short(t.Best.Share), t.Best.MRR, t.Gain)
	if t.Best.Share > 0 {
		fmt.Fprintf(&b, "95 %% interval of the gain %+.3f to %+.3f; above 0 in %.1f %% of %d resamples\n", t.Low, t.High, 100*t.Better, resamples)
	}
	fmt.Fprintf(&b, "gain on questions that the share was not chosen by: %+.3f\n\n", t.HeldOut)
	switch {
	case t.Sure():
		fmt.Fprintf(&b, "Write into the settings:\n\n[embedding]\nshare = %s\n", short(t.Best.Share))
	case t.Best.Share == 0:
		fmt.Fprint(&b, "The vectors add nothing on this set. To search by words alone, write into the settings:\n\n[embedding]\nshare = 0\n")
	default:
		fmt.Fprintf(&b, "That may be chance: more questions would tell. Until then leave embedding.share out (%s then), or try:\n\n[embedding]\nshare = %s\n",
			short(def), short(t.Best.Share))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func short(share float64) string { return strconv.FormatFloat(share, 'g', 3, 64) }
