package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/chat"
	"dateline/bot/state"
	"dateline/corpus"
)

// Replayed is a question on which somebody gave feedback, asked again.
type Replayed struct {
	Task     int64
	Question string
	Helpful  bool
	Reason   string
	Then     bot.Answer
	Now      bot.Answer
	// Alike reports whether the lead is the same but for its numbers in
	// brackets.
	Alike bool
	Cited int   // articles that the answer cited then
	Kept  int   // of those, that it cites now
	Err   error // of asking, or of reading what was stored
}

// Replay asks each question on which there is feedback again, of the present
// archive, as of the day and within the collections of then, of which the
// options may take some away. A question that fails is a result with its
// error. Briefings are left out: what was new then is not new now.
func Replay(ctx context.Context, store *state.Store, asker Asker, opts Options) ([]Replayed, error) {
	var all []state.Feedback
	err := store.View(ctx, func(tx *state.Tx) error {
		return tx.EachFeedback(func(f state.Feedback) error {
			all = append(all, f)
			return nil
		})
	})
	if err != nil {
		return nil, fmt.Errorf("replay: %w", err)
	}
	var out []Replayed
	for _, f := range all {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		r := Replayed{Task: f.Task, Helpful: f.Helpful, Reason: f.Reason}
		var v chat.Judged
		if r.Err = json.Unmarshal(f.Record, &v); v.Briefing {
			continue
		} else if r.Err == nil {
			r.ask(ctx, asker, v, opts.Collections)
		}
		out = append(out, r)
	}
	return out, nil
}

func (r *Replayed) ask(ctx context.Context, asker Asker, v chat.Judged, collections []string) {
	within := func(names []string) []string {
		return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !slices.Contains(collections, n) })
	}
	r.Question, r.Then = v.Request.Question, v.Answer
	req := v.Request
	req.Collections = within(req.Collections)
	if v.After != nil {
		after := *v.After
		after.Request.Collections = within(after.Request.Collections)
		req.After = &after
	}
	if r.Now, r.Err = asker.Ask(ctx, req); r.Err != nil {
		return
	}
	r.Alike = unnumbered(r.Then.Lead) == unnumbered(r.Now.Lead) && r.Then.Abstained == r.Now.Abstained
	now := citedArticles(r.Now)
	for _, key := range citedArticles(r.Then) {
		r.Cited++
		if slices.Contains(now, key) {
			r.Kept++
		}
	}
}

func citedArticles(a bot.Answer) []corpus.Key {
	var out []corpus.Key
	for _, c := range a.Citations {
		if !slices.Contains(out, c.Article) {
			out = append(out, c.Article)
		}
	}
	return out
}

// unnumbered returns a lead without its numbers in brackets.
func unnumbered(lead string) string {
	var b strings.Builder
	for {
		open := strings.IndexByte(lead, '[')
		if open < 0 {
			break
		}
		end := strings.IndexByte(lead[open:], ']')
		if end < 0 {
			break
		}
		b.WriteString(lead[:open])
		if n := lead[open+1 : open+end]; strings.Trim(n, "0123456789") != "" {
			b.WriteString(lead[open : open+end+1])
		}
		lead = lead[open+end+1:]
	}
	b.WriteString(lead)
	return strings.Join(strings.Fields(b.String()), " ")
}

// WriteFeedback writes what became of replayed questions: for each what was
// said of it, whether the answer is the same now, how many of the articles it
// cited it still does, and the leads of then and now where they differ; then
// the counts.
func WriteFeedback(w io.Writer, results []Replayed) error {
	var b strings.Builder
	var count [2][2]int
	failed := 0
	index := map[bool]int{false: 0, true: 1}
	for _, r := range results {
		said, now := "not helpful", "answered otherwise"
		if r.Helpful {
			said = "helpful"
		}
		if r.Alike {
			now = "answered alike"
		}
		if r.Err != nil {
			failed++
			fmt.Fprintf(&b, "%d  %s, now failed: %v\n", r.Task, said, r.Err)
			continue
		}
		count[index[r.Helpful]][index[r.Alike]]++
		fmt.Fprintf(&b, "%d  %s, now %s; %d of %d articles cited still are\n    %s\n", r.Task, said, now, r.Kept, r.Cited, r.Question)
		if r.Reason != "" {
			fmt.Fprintf(&b, "    reason: %s\n", strings.Join(strings.Fields(r.Reason), " "))
		}
		fmt.Fprintf(&b, "    %s\n", r.Then.Lead)
		if !r.Alike {
			fmt.Fprintf(&b, "    now: %s\n", r.Now.Lead)
		}
	}
	fmt.Fprintf(&b, "helpful      %d, of which answered alike %d, otherwise %d\n", count[1][0]+count[1][1], count[1][1], count[1][0])
	fmt.Fprintf(&b, "not helpful  %d, of which answered alike %d, otherwise %d\n", count[0][0]+count[0][1], count[0][1], count[0][0])
	if failed > 0 {
		fmt.Fprintf(&b, "failed       %d\n", failed)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
