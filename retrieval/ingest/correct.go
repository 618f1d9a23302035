package ingest

import (
	"context"
	"errors"
	"fmt"

	"dateline/corpus"
	"dateline/corpus/archive"
)

// Correct keeps what a person says of when an article was published, derives
// the article again with it, and brings the indexer up to date. The text, its
// passages and their IDs stay as they are; what rests on the date (times, events)
// follows the correction, from this commit on and through every later ingest,
// reindex, deletion and restoring. Nothing is kept where the correction is none
// that Correction.Check accepts, or where nothing can be derived from the record
// any more.
//
// The errors that a caller may tell apart are archive.ErrNotFound, ErrDeleted
// and ErrNoCorrection. Where the indexer fails, the correction is kept, and
// the error says so.
func (p *Pipeline) Correct(ctx context.Context, key corpus.Key, c corpus.Correction) (archive.Change, error) {
	c = c.Tidied()
	if err := c.Check(corpus.DayIn(p.Archive.Now().UTC())); err != nil {
		return archive.Change{}, err
	}
	change, err := p.correct(ctx, key, c)
	for try := 0; try < tries && errors.Is(err, archive.ErrStale); try++ {
		change, err = p.correct(ctx, key, c)
	}
	if err != nil {
		return archive.Change{}, fmt.Errorf("correct the date: %w", err)
	}
	if p.Indexer != nil && change.Kind != archive.Unchanged {
		if err := p.Indexer.Sync(ctx, true); err != nil {
			return change, fmt.Errorf("the correction of %s is kept, but the index does not show it yet: run dateline reindex: %w", key, err)
		}
	}
	return change, nil
}

func (p *Pipeline) correct(ctx context.Context, key corpus.Key, c corpus.Correction) (archive.Change, error) {
	stored, err := p.Archive.Stored(ctx, key)
	if err != nil {
		return archive.Change{}, err
	}
	r := archive.Record{Raw: stored.Raw, Pipeline: Version}
	if !c.Withdrawn {
		r.Correction = &c
	}
	if err := p.fill(&r, stored.Ingested); err != nil {
		return archive.Change{}, fmt.Errorf("%s: %w", key, err)
	}
	return p.Archive.Correct(ctx, c, r)
}
