package retrieval

import (
	"context"
	"slices"

	"dateline/corpus"
)

// How candidates are scored. All is relative to the best of the question, so
// that the formula needs no measure of its own:
//
//	base   lexical / best lexical, or with vectors the convex mix
//	       (1 - share) · lexical / best lexical + share · vector / best vector
//	score  base · (1 + time)
//	       + 1.0 · how far it stands beside the passage with the best base
//	       + 0.3 · the share of the question's words, by idf, in the title
//	       + 0.5 · the squares of its shares of the best of each part of the question
//	       + 1.0   where it comes from a source that the question names
//	       + 0.6 · how well a sentence tells of what is asked: see relation.go
//
// Time is that of time.go, or for a question without a time the freshness. Only
// a question with a time looks beside the best passage: others may ask for
// evidence from several places.
const (
	besideBonus = 1
	titleBonus  = .3
	partBonus   = .5
	sourceBonus = 1
)

// sameSubject is how far a passage must stand beside the best one, and the
// share of their title words that two others must have in common, for their
// starts to count for each other's persistence.
const (
	besideSubject = .5
	sameSubject   = .7
)

// scored is a candidate on its way to a hit.
type scored struct {
	Candidate
	corpus.Extract
	parts   []float64 // lexical score for each part of the question
	subject uint64    // the question's terms that are in the title, as bits
	beside  float64   // how far it stands beside the best passage
	time    float64
	score   float64
}

// ranking is one search at work.
type ranking struct {
	query    Query
	others   []Bound // times of the question besides the query's
	question question
	weights  []float64 // idf of the question's terms; 1 each where nothing is known
	all      []scored

	analyzer *Analyzer
	page     page                       // that the question is about
	starts   func(*scored) []corpus.Day // of the states on a candidate's subject
	openings map[string][]string        // of titles
}

// weigh widens rare terms and sets the weights of all.
func (r *ranking) weigh(ctx context.Context, lexicon Lexicon) error {
	terms := r.question.terms
	r.weights = make([]float64, max(len(terms), 64))
	stems := make([]string, len(terms))
	for i, t := range terms {
		r.weights[i], stems[i] = 1, t.Words[0]
	}
	if lexicon == nil {
		return nil
	}
	df, n, err := lexicon.Frequencies(ctx, stems, r.query.Filter)
	if err != nil {
		return err
	}
	if err := r.widen(ctx, lexicon, stems, df); err != nil {
		return err
	}
	for i, d := range df {
		r.weights[i] = idf(min(d, n), n)
		if d == 0 { // no title can have it
			r.weights[i] = 0
		}
	}
	return nil
}

// score sets the scores.
func (r *ranking) score(ctx context.Context, lexicon Lexicon, vectorShare float64) error {
	if len(r.all) == 0 {
		return nil
	}
	base := r.bases(vectorShare)
	best := 0
	subjects := map[string]uint64{}
	for i := range r.all {
		c := &r.all[i]
		if base[i] > base[best] || base[i] == base[best] && c.ID < r.all[best].ID {
			best = i
		}
		m, ok := subjects[c.Article.Title]
		if !ok {
			m = r.subject(c.Article)
			subjects[c.Article.Title] = m
		}
		c.subject = m
	}
	if r.query.Bound.Known() {
		page, err := r.findPage(ctx, lexicon, &r.all[best])
		if err != nil {
			return err
		}
		r.page = page
		for i := range r.all {
			r.all[i].beside = r.beside(&r.all[i], &r.all[best], page)
		}
		r.time()
	} else {
		r.freshen()
	}
	partTop := make([]float64, len(r.question.parts))
	for i := range r.all {
		for j, p := range r.all[i].parts {
			partTop[j] = max(partTop[j], p)
		}
	}
	total := 0.0
	for _, w := range r.weights[:min(len(r.question.terms), 64)] {
		total += w
	}
	for i := range r.all {
		c := &r.all[i]
		c.score = base[i]*(1+c.time) + besideBonus*c.beside
		if total > 0 {
			c.score += titleBonus * r.weight(c.subject) / total
		}
		for j, p := range c.parts {
			if partTop[j] > 0 {
				c.score += partBonus * (p / partTop[j]) * (p / partTop[j])
			}
		}
		if slices.Contains(r.question.sources, c.Article.Source) {
			c.score += sourceBonus
		}
	}
	return nil
}

// bases returns the engine's scores relative to their best.
func (r *ranking) bases(vectorShare float64) []float64 {
	top, nearest := 0.0, 0.0
	for _, c := range r.all {
		top, nearest = max(top, c.Lexical), max(nearest, c.Vector)
	}
	base := make([]float64, len(r.all))
	for i, c := range r.all {
		if top > 0 {
			base[i] = c.Lexical / top
		}
		// Exactly 0 is a passage without a vector: the words alone count there.
		if vectorShare > 0 && nearest > 0 && c.Vector != 0 {
			base[i] = (1-vectorShare)*base[i] + vectorShare*max(c.Vector, 0)/nearest
		}
	}
	return base
}

// time scores the times of all candidates against the question's.
func (r *ranking) time() {
	persistence := r.query.Bound.persistence()
	r.starts = r.begun()
	for i := range r.all {
		c := &r.all[i]
		best := r.timeOf(c, c.Sentences)
		if c.Article.Published.Known() {
			for _, b := range append([]Bound{r.query.Bound}, r.others...) {
				pub := match(corpus.Point(c.Article.Published.Interval), b.asked(), nil)
				pub.persistence /= persistence // a date of publication begins no state
				best = best.max(pub)
			}
		}
		c.time = best.score(persistence)
	}
}

// timeOf returns how well sentences of a candidate match the question's times,
// of which each counts as the best one does.
func (r *ranking) timeOf(c *scored, sentences []corpus.Sentence) timing {
	var best timing
	for _, b := range append([]Bound{r.query.Bound}, r.others...) {
		q := b.asked()
		for _, s := range sentences {
			for _, p := range s.Periods {
				best = best.max(match(p, q, r.starts(c)))
			}
		}
	}
	return best
}

// begun returns a function that gives the starts of which the passages on a
// candidate's subject speak: what stands beside the best passage, or else has
// nearly the same words of the question in its title, or else is of the same
// article.
func (r *ranking) begun() func(c *scored) []corpus.Day {
	var beside [][]corpus.Sentence
	bySubject := map[uint64][][]corpus.Sentence{}
	byArticle := map[corpus.Key][][]corpus.Sentence{}
	for _, c := range r.all {
		if c.beside >= besideSubject {
			beside = append(beside, c.Sentences)
		}
		bySubject[c.subject] = append(bySubject[c.subject], c.Sentences)
		byArticle[c.Article.Key] = append(byArticle[c.Article.Key], c.Sentences)
	}
	ofBeside := starts(beside...)
	ofSubject := map[uint64][]corpus.Day{}
	for mask := range bySubject {
		var all [][]corpus.Sentence
		for other, sentences := range bySubject {
			if r.weight(mask&other) >= sameSubject*r.weight(mask|other) {
				all = append(all, sentences...)
			}
		}
		ofSubject[mask] = starts(all...)
	}
	ofArticle := map[corpus.Key][]corpus.Day{}
	for key, all := range byArticle {
		ofArticle[key] = starts(all...)
	}
	return func(c *scored) []corpus.Day {
		switch {
		case c.beside >= besideSubject:
			return ofBeside
		case c.subject != 0:
			return ofSubject[c.subject]
		}
		return ofArticle[c.Article.Key]
	}
}

// freshen gives the time score of a question without a time.
func (r *ranking) freshen() {
	newest := 0.0
	for i := range r.all {
		c := &r.all[i]
		c.time = freshness(c.Article.Published.Interval, r.query.Filter.AsOf)
		newest = max(newest, c.time)
	}
	for i := range r.all {
		if c := &r.all[i]; !c.Article.Published.Known() {
			c.time = undatedFresh * newest
		}
	}
}
