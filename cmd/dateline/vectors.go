package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"dateline/config"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/retrieval"
	"dateline/retrieval/embed"
	"dateline/retrieval/endpoint"
	"dateline/retrieval/index"
)

// remote are the vectors of an archive that an endpoint makes: what the
// settings name, and what the archive still has of other settings, by which it
// answers until the new ones are all there.
type remote struct {
	embedder *embed.Remote // as the settings name it, for passages
	asked    *endpoint.Client
	passages *endpoint.Client
	store    *embed.Store // nil where there is none, and this process makes none
	kept     *embed.Kept  // of embedder
	local    *embed.Local // learnt before an endpoint was configured; nil: not
	share    float64
	dir      string
	now      func() time.Time
	log      *slog.Logger

	mu     sync.Mutex
	others map[string]*embed.Kept // by ID
}

// openRemote opens the vectors of the settings; making says that this process
// makes vectors too.
func (sh *shell) openRemote(ctx context.Context, c config.Config, making bool) (*remote, error) {
	e := c.Embedding
	r := &remote{share: embed.Share, dir: c.Store, now: sh.now, log: sh.log(), others: map[string]*embed.Kept{}}
	if e.Share >= 0 {
		r.share = e.Share
	}
	opts := endpoint.Options{BaseURL: e.BaseURL, Key: e.Key, API: e.API, APIVersion: e.APIVersion, MaxInFlight: e.InFlight, Now: sh.now}
	var err error
	if r.passages, err = endpoint.New(opts); err != nil {
		return nil, fmt.Errorf("embedding: %w", err)
	}
	// Questions do not queue behind passages, and have no time for long waits.
	opts.Retries, opts.Backoff = 1, 200*time.Millisecond
	if r.asked, err = endpoint.New(opts); err != nil {
		return nil, fmt.Errorf("embedding: %w", err)
	}
	settings := embed.Settings{Address: e.BaseURL, Model: e.Name, Dimensions: e.Dimensions, QueryPrefix: e.QueryPrefix, DocumentPrefix: e.DocumentPrefix}
	r.embedder = embed.NewRemote(r.passages, settings, embed.Bounds{Batch: e.Batch, BatchTokens: e.BatchTokens, InFlight: e.InFlight})
	if making {
		r.store, err = embed.OpenStore(ctx, c.Store)
		if err == nil {
			err = errors.Join(r.store.Know(ctx, settings), r.store.SetNote(ctx, embed.NoteWanted, settings.ID()))
		}
	} else if r.store, err = embed.OpenStoreReadOnly(ctx, c.Store); err != nil && ctx.Err() == nil {
		if !embed.Missing(err) {
			r.log.Warn("what is new is searched by words alone", "reason", err)
		}
		err = nil
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	r.kept = r.keep(settings)
	r.local = openVectors(c.Store, r.log)
	return r, nil
}

func (r *remote) keep(s embed.Settings) *embed.Kept {
	return &embed.Kept{Remote: embed.NewRemote(r.asked, s, embed.Bounds{}), Store: r.store, Now: r.now, Log: r.log}
}

// Close closes the connections and the store.
func (r *remote) Close() error {
	r.passages.Close()
	if r.asked != nil {
		r.asked.Close()
	}
	if r.store == nil {
		return nil
	}
	return r.store.Close()
}

// resume returns the embedder of an ID, nil where nothing is known of it. That
// of other settings embeds questions only if the endpoint is the same.
func (r *remote) resume(id string) retrieval.Embedder {
	switch {
	case id == "" || id == r.kept.ID():
		return r.kept
	case r.local != nil && id == r.local.ID():
		return r.local
	case r.store == nil:
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.others[id]; k != nil {
		return k
	}
	s, _, ok, err := r.store.Known(context.Background(), id) // a row of a local file
	if err != nil || !ok {
		return nil
	}
	k := &embed.Kept{By: id, Store: r.store}
	if s.Address == r.embedder.Settings().Address {
		k = r.keep(s)
	}
	r.others[id] = k
	return k
}

// shareOf returns the weight of an embedder's vectors.
func (r *remote) shareOf(e retrieval.Embedder) float64 {
	if e == retrieval.Embedder(r.kept) {
		return r.share
	}
	return embed.Share
}

// pieces yields what is embedded of passages.
func pieces(ctx context.Context, lib retrieval.Library, ids []corpus.PassageID) iter.Seq2[embed.Piece, error] {
	return func(yield func(embed.Piece, error) bool) {
		for chunk := range slices.Chunk(ids, 1024) {
			found, err := lib.Extracts(ctx, chunk)
			if err != nil {
				yield(embed.Piece{}, err)
				return
			}
			for _, x := range found {
				if !yield(embed.Piece{Key: x.Article.Key, Passage: x.ID, Text: index.Text(x.Article.Title, x.Text)}, nil) {
					return
				}
			}
		}
	}
}

// making is how vectors are made and what is shown of it.
type making struct {
	progress func(done, total int)
	fault    func(embed.Fault)
}

// fill makes the vectors that an index lacks and gives them to it: at once
// where it has others, when enough are there. The caller holds the store's
// lock. The error in filled is the endpoint's, and the next fill goes on there;
// err is one of the archive, the store or ctx.
func (r *remote) fill(ctx context.Context, x *index.Index, a *archive.Archive, m making) (filled embed.Filled, given bool, down, err error) {
	lacking := x.Lacking(r.kept.ID())
	f := embed.Filler{Remote: r.embedder, Store: r.store, Fault: m.fault}
	if m.progress != nil {
		f.Progress = func(done int) { m.progress(done, len(lacking)) }
	}
	filled, down = f.Fill(ctx, pieces(ctx, a, lacking))
	if ctx.Err() != nil {
		return filled, false, nil, ctx.Err()
	}
	if _, ok := endpoint.KindOf(down); down != nil && !ok && !errors.As(down, new(embed.Fault)) && !errors.As(down, new(*embed.TextError)) {
		return filled, false, nil, down
	}
	if down != nil {
		filled.Left = max(filled.Left, len(lacking)-filled.Had-filled.Made-filled.Faulty)
	}
	given, _, err = x.Fill(ctx, a, r.kept, func(int, int) bool { return down == nil && filled.Enough() })
	return filled, given, down, err
}

// finish notes that all vectors are there, and removes what nothing wants any
// more.
func (r *remote) finish(ctx context.Context, x *index.Index, a *archive.Archive) error {
	id := r.kept.ID()
	if err := r.store.SetNote(ctx, embed.NoteComplete, id); err != nil {
		return err
	}
	state := fmt.Sprint(id, " ", x.Generation())
	if last, err := r.store.Note(ctx, embed.NotePurged); err != nil || last == state {
		return err
	}
	wanted := map[embed.Hash]struct{}{}
	for p, err := range pieces(ctx, a, x.Passages()) {
		if err != nil {
			return err
		}
		wanted[embed.HashOf(p.Text)] = struct{}{}
	}
	if _, err := r.store.Purge(ctx, id, wanted); err != nil {
		return err
	}
	return r.store.SetNote(ctx, embed.NotePurged, state)
}

// How often serve looks for vectors that are wanted, and how long it waits when
// some can't be made, at first and at most.
const (
	vectorsEvery   = 2 * time.Second
	vectorsRest    = 10 * time.Second
	vectorsMaxRest = 10 * time.Minute
)

// follow gives an index the vectors that are made elsewhere, and makes those
// that nobody does, until the context ends. Questions go on meanwhile.
func (r *remote) follow(ctx context.Context, x *index.Index, a *archive.Archive) {
	f := &follower{remote: r, index: x, archive: a}
	for wait := time.Duration(0); ; {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		missing, err := f.round(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil && missing == 0:
			wait, f.rest = vectorsEvery, 0
			f.said = ""
			continue
		case err != nil && err.Error() != f.said:
			f.said = err.Error()
			r.log.Warn("some passages are found by words alone until their vectors are made", "reason", err)
		}
		f.rest = min(max(2*f.rest, vectorsRest), vectorsMaxRest)
		wait = f.rest
	}
}

// follower is what a run of follow remembers.
type follower struct {
	*remote
	index   *index.Index
	archive *archive.Archive
	seen    string // notes when the index was last filled
	said    string
	rest    time.Duration
}

// round brings the index's vectors as far as they go now, and returns how many
// can't be made.
func (f *follower) round(ctx context.Context) (missing int, err error) {
	id := f.kept.ID()
	if len(f.index.Lacking(id)) == 0 {
		return 0, nil
	}
	var notes [3]string
	for i, name := range []string{embed.NoteWanted, embed.NotePuts, embed.NoteComplete} {
		if notes[i], err = f.store.Note(ctx, name); err != nil {
			return 0, err
		}
	}
	if notes[0] != id {
		return 0, errors.New("ingest was run with other settings of embedding than serve: start serve again")
	}
	if now := notes[1] + " " + notes[2]; now != f.seen {
		f.seen = now
		if f.index.Embedder() == id || notes[2] == id {
			complete := func(missing, total int) bool { return missing*100 <= total }
			if _, _, err := f.index.Fill(ctx, f.archive, f.kept, complete); err != nil {
				return 0, err
			}
			if len(f.index.Lacking(id)) == 0 {
				return 0, nil
			}
		}
	}
	unlock, err := f.store.Lock(ctx, 0)
	if errors.Is(err, embed.ErrBusy) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer unlock()
	var fault error
	filled, given, down, err := f.fill(ctx, f.index, f.archive, making{fault: func(x embed.Fault) { fault = x }})
	if err != nil {
		return 0, err
	}
	if given && filled.Made+filled.Had > 0 {
		if err := f.index.Write(filepath.Join(f.dir, snapshotFile)); err != nil {
			return 0, err
		}
	}
	if given && filled.Enough() && down == nil {
		f.log.Info("the vectors are made", "model", f.embedder.Settings().Model, "made", filled.Made, "missing", filled.Missing())
		if err := f.finish(ctx, f.index, f.archive); err != nil {
			return 0, err
		}
	}
	return filled.Missing(), errors.Join(down, fault)
}
