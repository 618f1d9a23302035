// Package retrieval finds the passages of an archive that answer a question:
// it reads the question's terms and time, asks an engine for candidates,
// scores their times against the question's, merges copies and ranks.
package retrieval

import (
	"context"

	"dateline/corpus"
)

// Filter restricts what may be found. It applies before the top k is cut.
type Filter struct {
	Collections []string        // required: none means nothing may be seen
	Sources     []string        // empty: all
	Published   corpus.Interval // zero: any; undated articles pass only where it is zero
	AsOf        corpus.Day      // articles published later are hidden; undated ones stay. 0: no limit
}

// Candidate is a passage that an engine proposes, with its raw scores.
type Candidate struct {
	Passage corpus.PassageID
	Lexical float64 // BM25, 0 where no term matches
	Vector  float64 // cosine similarity, -1 to 1
}

// Engine proposes passages. Every engine passes the same conformance suite.
type Engine interface {
	// Upsert puts articles in, replacing other versions of the same ones.
	// Vectors are one for each passage, in the order of the articles and then
	// of their passages; nil, or a nil vector, for none.
	Upsert(ctx context.Context, docs []corpus.Document, vectors [][]float32) error
	// Delete takes articles out; unknown keys are no error.
	Delete(ctx context.Context, keys []corpus.Key) error
	// Candidates returns at most n passages that pass the filter, best first
	// by lexical score, then vector score, then ID. What the filter's
	// collections and as-of hide shapes no score. With a vector, as much as a
	// quarter of n is kept for the passages that are nearest to it.
	Candidates(ctx context.Context, terms []Term, vector []float32, filter Filter, n int) ([]Candidate, error)
	// Generation returns the archive's generation that the engine covers.
	Generation() int64
}

// Lexicon is what an engine may also tell of its words. Search asks an engine
// that implements it, and does without where one does not. Every answer is
// reckoned from what the filter's collections and as-of leave to be seen.
type Lexicon interface {
	// Frequencies returns for each stem the number of passages that have it,
	// and the number of all passages.
	Frequencies(ctx context.Context, stems []string, filter Filter) (df []int, passages int, err error)
	// Near returns for each stem the vocabulary's words of near spelling, best
	// first, the stem itself left out.
	Near(ctx context.Context, stems []string, filter Filter) ([][]Variant, error)
	// Sources returns the names of the sources that can be seen, sorted.
	Sources(ctx context.Context, filter Filter) ([]string, error)
}

// Variant is another spelling of a word.
type Variant struct {
	Stem     string
	Passages int     // that have it
	Likeness float64 // of the two spellings, 0 to 1
}

// Library gives out passages; an archive does.
type Library interface {
	// Extracts returns the passages of these IDs in this order; one that is
	// not there is left out.
	Extracts(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error)
}

// Outliner is what a library may also be. Search asks one that is for the
// outlines of all candidates, and for extracts only of those whose text it
// needs; another one gives the extracts of all.
type Outliner interface {
	// Outlines is Extracts without the texts, and of the article's header with
	// no more than the key, version, title, source, language, days of
	// publication and cluster.
	Outlines(ctx context.Context, ids []corpus.PassageID) ([]corpus.Extract, error)
}

// Term is a group of alternatives of which the best counts: a word of the
// question with its spelling variants.
type Term struct {
	Words  []string  // stems
	Weight float64   // of the term in the question, 1 normally
	Scale  []float64 // of each word, 1 for the word itself, less for a variant
}

// EmbedKind says which side of a search a text stands on.
type EmbedKind string

// The kinds of text to embed.
const (
	EmbedQuery    EmbedKind = "query"
	EmbedDocument EmbedKind = "document"
)

// Embedder maps texts to vectors of unit length, one each, in order. It is a
// function of its inputs. Safe for concurrent use.
type Embedder interface {
	Embed(ctx context.Context, kind EmbedKind, texts []string) ([][]float32, error)
	// ID is a fingerprint of model, dimensions, prefix and version, kept with
	// each vector: vectors of different IDs are never compared.
	ID() string
}

// Relation is how a question bounds time.
type Relation string

// The relations of a question to its interval.
const (
	AnyTime Relation = ""
	In      Relation = "in" // on, during
	Before  Relation = "before"
	After   Relation = "after"
	Since   Relation = "since"
	Until   Relation = "until"
	Around  Relation = "around"
)

// Bound is the time that a question asks about.
type Bound struct {
	Relation Relation
	Interval corpus.Interval // "between X and Y" is In with the interval from X to Y
	Within   bool            // "between X and Y": some time within it; "from X to Y" is all of it
	// Period is the same with each end as uncertain as the question leaves it:
	// "from 1811 to 1827" begins in some month of 1811.
	Period corpus.Period
	Span   corpus.Span // where the question says so
}

// Known reports whether the question bounds time at all.
func (b Bound) Known() bool { return b.Relation != AnyTime && b.Interval.Known() }

// Query is a search.
type Query struct {
	Text   string
	Bound  Bound
	Filter Filter
	K      int // passages wanted; 0 means 10
}

// Hit is a passage that was found: the extract, with its article's header and
// its sentences.
type Hit struct {
	Rank  int // from 1
	Score float64
	corpus.Extract
	// Copies are near-copies of the article that would have been hits too.
	Copies []corpus.Key
}

// Text returns the passage's text.
func (h Hit) Text() string { return h.Extract.Text }
