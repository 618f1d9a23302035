package embed

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"dateline/corpus"
	"dateline/retrieval"
	"dateline/retrieval/endpoint"
)

// Piece is a passage whose vector is wanted.
type Piece struct {
	Key     corpus.Key
	Passage corpus.PassageID
	Text    string
}

// Fault is a passage for which the endpoint gives no usable vector.
type Fault struct {
	Key     corpus.Key
	Passage corpus.PassageID
	Reason  string
}

// Error names the article and the passage.
func (f Fault) Error() string {
	return fmt.Sprintf("%s, passage %d: no vector: %s", f.Key, f.Passage, f.Reason)
}

// Filled is what became of the pieces of a run.
type Filled struct {
	Pieces int // met
	Had    int // whose text had a vector, before or within the run
	Made   int // vectors made
	Faulty int // pieces that are faults
	Left   int // pieces not made, for the endpoint failed or the run was stopped
}

// Missing returns how many pieces met have no vector.
func (f Filled) Missing() int { return f.Faulty + f.Left }

// Enough reports whether the vectors may take the place of another embedder's:
// no text was left, and at most one in a hundred is at fault by itself, which
// would otherwise keep the rest waiting for ever.
func (f Filled) Enough() bool { return f.Left == 0 && f.Faulty*100 <= f.Pieces }

// Filler makes vectors by an endpoint and keeps them.
type Filler struct {
	Remote *Remote
	Store  *Store

	// Progress, if not nil, is called after each call to the endpoint with how
	// many pieces are done. Fault, if not nil, is called for each fault. Neither
	// is called by two goroutines at once.
	Progress func(done int)
	Fault    func(Fault)
}

// The bounds of patience. The endpoint's client tries each call several times
// by itself.
const (
	tries        = 3  // calls for a batch whose failure may pass
	retries      = 2  // calls for a single text before it counts as at fault
	maxFailures  = 12 // calls in a row that fail, a slow one counted as three: the endpoint is down
	maxFaults    = 32 // faults without one good vector: so is it
	lookAhead    = 512
	closingCalls = 10 * time.Second // for the calls under way when a run is stopped
)

// Fill makes the vectors that the store lacks and keeps each batch as it comes
// back. A text that several pieces have is embedded once. A fault costs its
// piece alone. The error is why the endpoint or the run was given up: then
// Filled.Left counts what was met and not made; the next Fill goes on there.
// When ctx ends, the calls under way may end too, so that none is made twice.
func (f *Filler) Fill(ctx context.Context, pieces iter.Seq2[Piece, error]) (Filled, error) {
	run := &filling{Filler: f, seen: map[Hash]struct{}{}}
	if err := f.Store.Know(ctx, f.Remote.settings); err != nil {
		return run.Filled, err
	}
	_, dims, _, err := f.Store.Known(ctx, f.Remote.id)
	if err != nil {
		return run.Filled, err
	}
	run.dims = dims
	// The calls end a little later than the run.
	calls, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stopped := make(chan struct{})
	defer close(stopped)
	forget := context.AfterFunc(ctx, func() {
		select {
		case <-time.After(closingCalls):
			cancel()
		case <-stopped:
		}
	})
	defer forget()
	err = run.all(ctx, calls, pieces)
	run.Left = run.Pieces - run.Had - run.Made - run.Faulty
	return run.Filled, err
}

// filling is one run of a Filler.
type filling struct {
	*Filler
	seen map[Hash]struct{}

	dims int // of all vectors; 0 until the first probe

	mu       sync.Mutex
	Filled          // under mu
	failures int    // calls in a row
	err      error  // why the endpoint was given up
	down     func() // ends the run
}

type job struct {
	pieces []Piece
	hashes []Hash
}

func (r *filling) all(ctx, calls context.Context, pieces iter.Seq2[Piece, error]) error {
	ctx, down := context.WithCancel(ctx)
	defer down()
	r.down = down
	jobs := make(chan job)
	var workers sync.WaitGroup
	for range r.Remote.bounds.InFlight {
		workers.Go(func() {
			for j := range jobs {
				r.make(ctx, calls, j, maxTextBytes, 0)
			}
		})
	}
	err := r.produce(ctx, calls, pieces, jobs)
	close(jobs)
	workers.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return r.err
	}
	return err
}

// produce looks up what is there and sends the rest out in batches.
func (r *filling) produce(ctx, calls context.Context, pieces iter.Seq2[Piece, error], jobs chan<- job) error {
	var ahead []Piece
	flush := func() error {
		j, err := r.lacking(ctx, ahead)
		ahead = ahead[:0]
		if err != nil || len(j.pieces) == 0 {
			return err
		}
		if err := r.probe(calls); err != nil {
			return err
		}
		texts := make([]string, len(j.pieces))
		for i, p := range j.pieces {
			texts[i] = p.Text
		}
		for len(texts) > 0 {
			n := r.Remote.batch(texts)
			select {
			case jobs <- job{j.pieces[:n], j.hashes[:n]}:
			case <-ctx.Done():
				return ctx.Err()
			}
			texts, j.pieces, j.hashes = texts[n:], j.pieces[n:], j.hashes[n:]
		}
		return nil
	}
	for p, err := range pieces {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		r.mu.Lock()
		r.Pieces++
		r.mu.Unlock()
		if ahead = append(ahead, p); len(ahead) >= max(lookAhead, r.Remote.bounds.Batch) {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// lacking returns the pieces whose texts have no vector, each text once.
func (r *filling) lacking(ctx context.Context, pieces []Piece) (j job, err error) {
	hashes := make([]Hash, len(pieces))
	for i, p := range pieces {
		hashes[i] = HashOf(p.Text)
	}
	have, err := r.Store.Vectors(ctx, r.Remote.id, hashes)
	if err != nil {
		return j, err
	}
	had := 0
	for i, p := range pieces {
		_, seen := r.seen[hashes[i]]
		if have[i] != nil || seen {
			had++
			continue
		}
		r.seen[hashes[i]] = struct{}{}
		j.pieces, j.hashes = append(j.pieces, p), append(j.hashes, hashes[i])
	}
	r.done(func() { r.Had += had })
	return j, nil
}

// probeTexts are embedded to learn the number of dimensions: one vector that is
// too short among the first would otherwise rule out all the others.
var probeTexts = []string{"the first of three texts", "the second, of another length", "and the third"}

func (r *filling) probe(ctx context.Context) error {
	if r.dims != 0 {
		return nil // written before the first job only
	}
	known := r.Remote.settings.Dimensions
	var err error
	for n := 0; known == 0 && n < tries; n++ {
		var vectors [][]float32
		if vectors, err = r.Remote.call(ctx, retrieval.EmbedDocument, probeTexts, maxTextBytes, 0); err == nil {
			known = len(vectors[0])
		}
	}
	if known == 0 {
		return fmt.Errorf("learn the number of dimensions: %w", err)
	}
	r.dims = known
	return nil
}

// done changes the figures and shows how far the run is.
func (r *filling) done(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
	if r.Progress != nil {
		r.Progress(r.Had + r.Made + r.Faulty)
	}
}

// make embeds a batch. What is at fault is taken apart until single texts are
// left; depth says how often that was done.
func (r *filling) make(ctx, calls context.Context, j job, limit, depth int) {
	if len(j.pieces) == 0 {
		return
	}
	texts := make([]string, len(j.pieces))
	for i, p := range j.pieces {
		texts[i] = p.Text
	}
	var fault *TextError
	for try := 1; ctx.Err() == nil; try++ {
		vectors, err := r.Remote.call(calls, retrieval.EmbedDocument, texts, limit, r.dims)
		if err == nil {
			if err = r.Store.Put(context.WithoutCancel(calls), r.Remote.id, len(vectors[0]), j.hashes, vectors); err != nil {
				r.giveUp(err)
				return
			}
			r.done(func() { r.Made += len(vectors); r.failures = 0 })
			return
		}
		kind, _ := endpoint.KindOf(err)
		switch {
		case calls.Err() != nil:
			return
		case errors.As(err, &fault):
			switch {
			case len(texts) > 1 && depth < 4 && fault.Text < len(texts):
				r.make(ctx, calls, without(j, fault.Text), limit, depth+1)
				r.make(ctx, calls, part(j, fault.Text, fault.Text+1), limit, depth+1)
				return
			case len(texts) > 1:
				r.halves(ctx, calls, j, limit, depth)
				return
			case try >= retries:
				r.fault(j.pieces[0], fault.Reason)
				return
			}
		case kind == endpoint.ContextLength && len(texts) == 1:
			if limit = min(limit, len(texts[0])) / 2; limit < minTextBytes {
				r.fault(j.pieces[0], err.Error())
				return
			}
		case kind == endpoint.Unauthorized, kind == endpoint.NotFound, kind == endpoint.Exhausted:
			r.giveUp(err)
			return
		case passing(kind):
			if r.failed(kind, err) {
				return
			}
			// It may be one text at which the server fails each time.
			suspect := kind != endpoint.RateLimited && kind != endpoint.Unreachable
			switch {
			case suspect && len(texts) > 1 && (kind == endpoint.Timeout || depth > 0 || try >= tries):
				r.halves(ctx, calls, j, limit, depth)
				return
			case suspect && try >= tries:
				r.fault(j.pieces[0], err.Error())
				return
			case try >= tries:
				return
			}
		case len(texts) > 1:
			r.halves(ctx, calls, j, limit, depth)
			return
		case try >= retries:
			r.fault(j.pieces[0], err.Error())
			return
		}
	}
}

// passing reports whether the same call may succeed a little later.
func passing(k endpoint.Kind) bool {
	switch k {
	case endpoint.RateLimited, endpoint.Overloaded, endpoint.Unreachable, endpoint.CutOff, endpoint.Timeout:
		return true
	}
	return false
}

func (r *filling) halves(ctx, calls context.Context, j job, limit, depth int) {
	n := len(j.pieces) / 2
	r.make(ctx, calls, part(j, 0, n), limit, depth+1)
	r.make(ctx, calls, part(j, n, len(j.pieces)), limit, depth+1)
}

func part(j job, from, to int) job { return job{j.pieces[from:to], j.hashes[from:to]} }

func without(j job, i int) job {
	return job{append(j.pieces[:i:i], j.pieces[i+1:]...), append(j.hashes[:i:i], j.hashes[i+1:]...)}
}

// fault notes that a piece has no vector.
func (r *filling) fault(p Piece, reason string) {
	f := Fault{p.Key, p.Passage, reason}
	r.done(func() {
		r.Faulty++
		if r.Fault != nil {
			r.Fault(f)
		}
	})
	r.mu.Lock()
	hopeless := r.Made == 0 && r.Faulty >= maxFaults
	r.mu.Unlock()
	if hopeless {
		r.giveUp(fmt.Errorf("the endpoint gave no usable vector for any of %d texts; the last: %w", maxFaults, f))
	}
}

// failed notes a call that failed and reports whether the endpoint is down.
func (r *filling) failed(kind endpoint.Kind, err error) bool {
	r.mu.Lock()
	r.failures++
	if kind == endpoint.Timeout {
		r.failures += 2
	}
	down := r.failures >= maxFailures
	r.mu.Unlock()
	if down {
		r.giveUp(err)
	}
	return down
}

func (r *filling) giveUp(err error) {
	r.mu.Lock()
	if r.err == nil {
		r.err = err
	}
	r.mu.Unlock()
	r.down()
}
