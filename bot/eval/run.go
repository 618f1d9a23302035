package eval

import (
	"context"
	"fmt"
	"time"

	"dateline/bot"
	"dateline/corpus"
	"dateline/retrieval"
)

// Asker answers questions.
type Asker interface {
	Ask(ctx context.Context, req bot.Request) (bot.Answer, error)
}

// Searcher finds passages, best first.
type Searcher interface {
	Search(ctx context.Context, q retrieval.Query) ([]retrieval.Hit, error)
}

// Texts gives out the versions that are cited, to compare quotes with.
type Texts interface {
	Document(ctx context.Context, key corpus.Key, version int) (corpus.Document, error)
}

// Options are what a run needs besides the set.
type Options struct {
	Collections []string         // what may be seen; none means nothing
	AsOf        corpus.Day       // for questions that name no day; 0 leaves it to the asker
	Texts       Texts            // nil: quotes are not verified
	Clock       func() time.Time // measures the time of each question; nil: not measured
}

// depth is how many passages are searched for the rank of an expected article.
const depth = 10

// Result is what became of one question.
type Result struct {
	Question  Question
	Answer    bot.Answer
	Err       error // of asking or of searching
	Verdict   Verdict
	Forbidden []string // forbidden strings that the lead has
	// Cited reports whether the expected articles are cited; true where none
	// is expected.
	Cited bool
	// Rank is that of the first expected article among the distinct articles
	// found, from 1; 0 where none of them is.
	Rank             int
	Ranked           bool // whether a search was judged: an article is expected, and the question stands alone
	Quotes, Verified int  // citations shown, and those that stand where they say
	Took             time.Duration
}

// Run asks every question of the set in order, a follow-up with the exchange
// that it follows, and judges what comes back. A question that fails is a
// result with its error; Run itself fails only when ctx ends. A nil searcher
// leaves the ranks out.
func Run(ctx context.Context, set []Question, asker Asker, searcher Searcher, opts Options) (Report, error) {
	report := Report{Quoted: opts.Texts != nil, Timed: opts.Clock != nil}
	exchanges := map[string]*bot.Exchange{}
	texts := map[version]string{}
	for _, q := range set {
		if err := ctx.Err(); err != nil {
			return report, err
		}
		res := Result{Question: q}
		req := bot.Request{ID: q.ID, Question: q.Text, Collections: opts.Collections, AsOf: q.AsOf, After: exchanges[q.After]}
		if req.AsOf == 0 {
			req.AsOf = opts.AsOf
		}
		var start time.Time
		if opts.Clock != nil {
			start = opts.Clock()
		}
		res.Answer, res.Err = asker.Ask(ctx, req)
		if opts.Clock != nil {
			res.Took = opts.Clock().Sub(start)
		}
		if res.Err != nil {
			res.Err = fmt.Errorf("ask %s: %w", q.ID, res.Err)
			res.Verdict = Failed
		} else {
			exchanges[q.ID] = &bot.Exchange{Request: req, Answer: res.Answer}
			res.Verdict, res.Forbidden = judge(q, res.Answer)
			res.Cited = cites(q, res.Answer)
			if opts.Texts != nil {
				verify(ctx, opts.Texts, texts, &res)
			}
		}
		if searcher != nil && q.After == "" && len(q.Expected()) > 0 {
			rank(ctx, searcher, req, &res)
		}
		report.Results = append(report.Results, res)
	}
	return report, ctx.Err()
}

type version struct {
	key corpus.Key
	n   int
}

// verify counts the citations whose quotes stand at their offsets in the
// stored text of the version that they name.
func verify(ctx context.Context, texts Texts, seen map[version]string, res *Result) {
	for _, c := range res.Answer.Citations {
		res.Quotes++
		v := version{c.Article, c.Version}
		text, ok := seen[v]
		if !ok {
			doc, err := texts.Document(ctx, c.Article, c.Version)
			if err != nil {
				continue // not there: not verified
			}
			text = doc.Text
			seen[v] = text
		}
		if stands(text, c.Quote, c.Span) {
			res.Verified++
		}
	}
}

// rank searches as the question asks and notes where the first expected
// article stands. A near-copy that was merged into a hit has the hit's place.
func rank(ctx context.Context, searcher Searcher, req bot.Request, res *Result) {
	hits, err := searcher.Search(ctx, retrieval.Query{
		Text:   req.Question,
		Filter: retrieval.Filter{Collections: req.Collections, AsOf: req.AsOf},
		K:      depth,
	})
	if err != nil {
		if res.Err == nil {
			res.Err = fmt.Errorf("search %s: %w", res.Question.ID, err)
		}
		res.Verdict = Failed
		return
	}
	res.Ranked = true
	seen := map[corpus.Key]bool{}
	for _, h := range hits {
		if h.Article == nil || seen[h.Article.Key] {
			continue
		}
		seen[h.Article.Key] = true
		for _, want := range res.Question.Expected() {
			if matchesArticle(want, h.Article.ID, h.Article.Path) || matchesAny(want, h.Copies) {
				res.Rank = len(seen)
				return
			}
		}
	}
}

func matchesAny(want string, keys []corpus.Key) bool {
	for _, k := range keys {
		if matchesArticle(want, k.ID, "") {
			return true
		}
	}
	return false
}
