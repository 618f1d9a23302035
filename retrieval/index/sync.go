package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"

	"dateline/corpus"
	"dateline/retrieval"
)

// Archive is what an index is made from.
type Archive interface {
	// ID returns what tells the archive from every other.
	ID(ctx context.Context) (string, error)
	// Generation returns the number of the last commit.
	Generation(ctx context.Context) (int64, error)
	// DocumentsSince calls fn with the newest version of each article that
	// was added or changed after that generation; 0 means all.
	DocumentsSince(ctx context.Context, generation int64, fn func(corpus.Document) error) error
	// DeletedSince returns the keys of the articles that were deleted after
	// that generation.
	DeletedSince(ctx context.Context, generation int64) ([]corpus.Key, error)
}

// batchPassages is how many passages are taken in at once.
const batchPassages = 4096

// Open returns the index of an archive for a reader: the snapshot at path,
// with what the archive has gained since. Where the snapshot is missing,
// damaged or of another archive the whole index is made anew, in memory, and
// log gets one warning.
func Open(ctx context.Context, path string, archive Archive, opts Options, log *slog.Logger) (*Index, error) {
	x, err := Load(path, opts)
	id, generation, aerr := stateOf(ctx, archive)
	if aerr != nil {
		return nil, fmt.Errorf("open index: %w", aerr)
	}
	if err == nil {
		switch v := x.view.Load(); {
		case v.archive != id:
			err = fmt.Errorf("%s: the snapshot is of another archive", path)
		case generation < v.generation:
			err = fmt.Errorf("%s: the snapshot is of a later state of the archive", path)
		}
	}
	if err != nil {
		x = New(opts)
		if generation > 0 && log != nil {
			why := err
			if errors.Is(err, fs.ErrNotExist) {
				why = errors.New("no snapshot")
			}
			log.Warn("index is rebuilt in memory: ingest or reindex writes its snapshot", "reason", why)
		}
	}
	if err := x.Sync(ctx, archive); err != nil {
		return nil, err
	}
	return x, nil
}

func stateOf(ctx context.Context, archive Archive) (id string, generation int64, err error) {
	if id, err = archive.ID(ctx); err == nil {
		generation, err = archive.Generation(ctx)
	}
	return id, generation, err
}

// Covers reports whether the index is of this archive, at its generation.
func (x *Index) Covers(ctx context.Context, archive Archive) (bool, error) {
	id, generation, err := stateOf(ctx, archive)
	v := x.view.Load()
	return err == nil && v.archive == id && v.generation == generation, err
}

// Sync brings the index up to the archive's generation. Where the archive is
// another one than the index was made from, or older than the index, as one
// restored from a backup is, the index is made anew. After an error the index is as it was. Only one Sync works at a time;
// searches go on.
func (x *Index) Sync(ctx context.Context, archive Archive) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	id, generation, err := stateOf(ctx, archive)
	if err != nil {
		return fmt.Errorf("bring index up to date: %w", err)
	}
	v := x.view.Load()
	if id == v.archive && generation == v.generation {
		return nil
	}
	if id != v.archive || generation < v.generation {
		v = x.empty()
	}
	since := v.generation
	if since > 0 {
		gone, err := archive.DeletedSince(ctx, since)
		if err != nil {
			return fmt.Errorf("bring index up to date: %w", err)
		}
		if v, err = x.remove(v, gone); err != nil {
			return fmt.Errorf("bring index up to date: %w", err)
		}
	}
	var batch []corpus.Document
	passages := 0
	flush := func() error {
		vectors, err := x.embed(ctx, batch)
		if err != nil {
			return err
		}
		v, err = x.upsert(ctx, v, batch, vectors)
		batch, passages = batch[:0], 0
		return err
	}
	err = archive.DocumentsSince(ctx, since, func(d corpus.Document) error {
		batch, passages = append(batch, d), passages+len(d.Passages)
		if passages < batchPassages {
			return nil
		}
		return flush()
	})
	if err == nil && len(batch) > 0 {
		err = flush()
	}
	if err != nil {
		return fmt.Errorf("bring index up to date: %w", err)
	}
	next := *v
	next.archive, next.generation = id, generation
	x.view.Store(&next)
	return nil
}

func (x *Index) embed(ctx context.Context, docs []corpus.Document) ([][]float32, error) {
	if x.embedder == nil {
		return nil, nil
	}
	var texts []string
	for _, d := range docs {
		texts = appendTexts(texts, d)
	}
	vectors, err := x.embedder.Embed(ctx, retrieval.EmbedDocument, texts)
	if err == nil && len(vectors) != len(texts) {
		err = fmt.Errorf("embedder %s gave %d vectors for %d texts", x.embedder.ID(), len(vectors), len(texts))
	}
	return vectors, err
}

// appendTexts appends what is embedded of an article: each passage below the
// title.
func appendTexts(texts []string, d corpus.Document) []string {
	for _, p := range d.Passages {
		texts = append(texts, Text(d.Title, p.Of(d.Text)))
	}
	return texts
}

// Text is what is embedded of a passage: its text below its article's title.
func Text(title, passage string) string { return title + "\n" + passage }

// Texts yields what is embedded of an archive's passages, for an embedder to
// learn from. An error ends it.
func Texts(ctx context.Context, archive Archive) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		stopped := errors.New("stopped")
		var texts []string
		err := archive.DocumentsSince(ctx, 0, func(d corpus.Document) error {
			texts = appendTexts(texts[:0], d)
			for _, text := range texts {
				if !yield(text, nil) {
					return stopped
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, stopped) {
			yield("", err)
		}
	}
}
