package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
)

// Indexer brings an index up to the archive's generation.
type Indexer interface {
	// Sync does so. Underway says that more is to come or that time is short:
	// what takes long can wait for the end of a run.
	Sync(ctx context.Context, underway bool) error
}

// Pipeline puts records into an archive.
type Pipeline struct {
	Archive *archive.Archive
	Indexer Indexer // brought up to date as the archive grows, and at the end; may be nil

	// Collection is that of records that name none; source.DefaultCollection
	// where it is empty.
	Collection string

	// Bytes, if not nil, says how much of the sources has been read, and of how
	// much; it is asked for each Progress.
	Bytes func() (done, total int64)

	// Progress, if not nil, is called after each commit.
	Progress func(Progress)

	// Rejected, if not nil, is called for each record that is rejected, as it
	// is met. It is not called by two goroutines at once, nor is Progress.
	Rejected func(source.RecordError)

	// Stored, if not nil, is called for each record that the archive has or that
	// was deleted from it before, after its commit, with what became of it. It is
	// called by the goroutine that calls Rejected.
	Stored func(archive.Change)

	// Derive makes documents of records; nil: DeriveCorrected, with the day after
	// that on which the archive got the record, since it may be that day already
	// elsewhere, and with the correction of its date that counts.
	Derive func(corpus.Raw) (corpus.Document, error)

	syncAfter int // changes that are left to the indexer's next time; 0: followRecords
}

// Progress is how far a run has come.
type Progress struct {
	Done         int   // records
	Bytes, Total int64 // of the sources; 0 where it is not known
}

// Copy is an article that a run added or changed, and that is a near-copy of
// another.
type Copy struct {
	Key    corpus.Key
	Of     string           // ID of the article, in the same collection, that it is most like
	How    archive.Likeness // of the two
	Stands string           // ID of the article that stands for them and all their near-copies
}

// Summary is what became of the records of a run.
type Summary struct {
	Added, Updated, Unchanged int
	Withheld                  int // deleted before, and not brought back
	NearCopies                []Copy
	Rejected                  []source.RecordError
}

// Stored returns how many of the records the archive has.
func (s *Summary) Stored() int { return s.Added + s.Updated + s.Unchanged }

// Records returns how many records were met.
func (s *Summary) Records() int {
	return s.Added + s.Updated + s.Unchanged + s.Withheld + len(s.Rejected)
}

// The sizes of the pipeline's parts. A commit is due after commitAfter, so
// that with the writing itself another writer waits less than 250 ms, or when
// enough is there.
const (
	jobRecords    = 8
	jobBytes      = 1 << 20
	commitRecords = 128
	commitBytes   = 4 << 20
	commitAfter   = 150 * time.Millisecond
)

// job is a few records on their way, which keep their order.
type job struct {
	raws    []corpus.Raw
	rejects []source.RecordError // met before the records
	bytes   int
	records []archive.Record
	failed  []error // of each record, where it could not be derived
	err     error
	done    chan struct{}
}

// Run stores records in the order in which they come. An error in their place
// is a rejected record, and so is one from which nothing can be derived. When
// ctx ends, Run stops after the commit that is under way and returns the
// summary of what is stored; the same records may be run again.
//
// The indexer is brought up to date whenever the archive has grown by half,
// meanwhile, and in any case at the end; after a failure or an interruption only
// as far as closingTime allows.
func (p *Pipeline) Run(ctx context.Context, records iter.Seq2[corpus.Raw, error]) (Summary, error) {
	var sum Summary
	follow, err := p.follow(ctx)
	if err != nil {
		return sum, err
	}
	workers := runtime.GOMAXPROCS(0)
	g, gctx := errgroup.WithContext(ctx)
	work := make(chan *job)
	ordered := make(chan *job, 4*workers)
	g.Go(func() error {
		defer close(work)
		defer close(ordered)
		return p.read(gctx, records, work, ordered)
	})
	for range workers {
		g.Go(func() error {
			for j := range work {
				p.derive(gctx, j)
				close(j.done)
			}
			return nil
		})
	}
	g.Go(func() error { return p.commit(gctx, ordered, &sum, func(n int) { follow.changed(ctx, n) }) })
	err = g.Wait()
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err == nil {
		err = p.stand(ctx, &sum)
	}
	return sum, follow.close(ctx, err)
}

// stand says of the near-copies of a run which article stands for them at its
// end: a later one may do so instead.
func (p *Pipeline) stand(ctx context.Context, sum *Summary) error {
	keys := make([]corpus.Key, len(sum.NearCopies))
	for i, c := range sum.NearCopies {
		keys[i] = c.Key
	}
	stands, err := p.Archive.Standing(ctx, keys)
	for i, key := range keys {
		if of, ok := stands[key]; ok {
			sum.NearCopies[i].Stands = of.ID
		}
	}
	return err
}

// read cuts the records into jobs. It returns nil when ctx ends.
func (p *Pipeline) read(ctx context.Context, records iter.Seq2[corpus.Raw, error], work, ordered chan<- *job) error {
	next := &job{done: make(chan struct{})}
	send := func() bool {
		j := next
		next = &job{done: make(chan struct{})}
		select {
		case ordered <- j:
		case <-ctx.Done():
			return false
		}
		select {
		case work <- j:
		case <-ctx.Done():
			j.err = ctx.Err()
			close(j.done)
			return false
		}
		return true
	}
	for raw, err := range records {
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			var re *source.RecordError
			if !errors.As(err, &re) {
				re = &source.RecordError{Path: raw.Path, Line: raw.Line, Err: err}
			}
			next.rejects = append(next.rejects, *re)
			if len(next.raws) > 0 || len(next.rejects) == jobRecords {
				if !send() {
					return nil
				}
			}
			continue
		}
		if raw.Collection == "" {
			raw.Collection = p.collection()
		}
		next.raws = append(next.raws, raw)
		next.bytes += len(raw.Text) + len(raw.HTML)
		if len(next.raws) == jobRecords || next.bytes >= jobBytes {
			if !send() {
				return nil
			}
		}
	}
	send()
	return nil
}

func (p *Pipeline) collection() string {
	if p.Collection != "" {
		return p.Collection
	}
	return source.DefaultCollection
}

// derive fills in the records of a job.
func (p *Pipeline) derive(ctx context.Context, j *job) {
	j.records = make([]archive.Record, len(j.raws))
	j.failed = make([]error, len(j.raws))
	same, err := p.Archive.Same(ctx, j.raws)
	if err != nil {
		j.err = err
		return
	}
	keys := make([]corpus.Key, len(j.raws))
	for i := range j.raws {
		keys[i] = j.raws[i].Key
	}
	corrections, err := p.Archive.Corrected(ctx, keys)
	if err != nil {
		j.err = err
		return
	}
	for i, raw := range j.raws {
		if ctx.Err() != nil {
			j.err = ctx.Err()
			return
		}
		j.records[i] = archive.Record{Raw: raw, Pipeline: Version, Correction: corrections[i]}
		if !same[i] {
			j.failed[i] = p.fill(&j.records[i], p.Archive.Now())
		}
	}
}

// fill derives the document of a record that came at the given time. A panic
// costs the record, and not the run.
func (p *Pipeline) fill(r *archive.Record, came time.Time) (err error) {
	defer func() {
		if v := recover(); v != nil {
			r.Document, err = nil, fmt.Errorf("internal error: %v; please report it", v)
		}
	}()
	derive := p.Derive
	if derive == nil {
		derive = func(raw corpus.Raw) (corpus.Document, error) {
			return DeriveCorrected(raw, corpus.DayIn(came.UTC())+1, r.Correction)
		}
	}
	d, err := derive(r.Raw)
	if err == nil {
		r.Document = &d
	}
	return err
}

// commit stores the jobs in order and says of each commit how many articles it
// changed.
func (p *Pipeline) commit(ctx context.Context, ordered <-chan *job, sum *Summary, changed func(n int)) error {
	var pending []archive.Record
	bytes := 0
	timer := time.NewTimer(commitAfter)
	defer timer.Stop()
	flush := func() error {
		if len(pending) > 0 {
			before := sum.Added + sum.Updated
			if err := p.store(ctx, pending, sum); err != nil {
				return err
			}
			changed(sum.Added + sum.Updated - before)
		}
		pending, bytes = pending[:0], 0
		p.report(sum)
		return nil
	}
	for {
		var j *job
		var open bool
		select {
		case j, open = <-ordered:
		case <-timer.C:
			if err := flush(); err != nil {
				return err
			}
			timer.Reset(commitAfter)
			continue
		}
		if !open {
			return flush()
		}
		for waiting := true; waiting; {
			select {
			case <-j.done:
				waiting = false
			case <-timer.C:
				if err := flush(); err != nil {
					return err
				}
				timer.Reset(commitAfter)
			}
		}
		if j.err != nil {
			return j.err
		}
		for _, re := range j.rejects {
			p.reject(sum, re)
		}
		for i, r := range j.records {
			if err := j.failed[i]; err != nil {
				p.reject(sum, source.RecordError{Path: r.Raw.Path, Line: r.Raw.Line, Err: err})
				continue
			}
			pending = append(pending, r)
		}
		if bytes += j.bytes; len(pending) >= commitRecords || bytes >= commitBytes {
			if err := flush(); err != nil {
				return err
			}
			timer.Reset(commitAfter)
		}
	}
}

func (p *Pipeline) store(ctx context.Context, records []archive.Record, sum *Summary) error {
	changes, err := p.Archive.Put(ctx, records)
	if err != nil {
		return err
	}
	for i, c := range changes {
		for try := 0; try < tries && (errors.Is(c.Err, archive.ErrNotDerived) || errors.Is(c.Err, archive.ErrStale)); try++ {
			// Another record of the run has changed the article meanwhile, or a
			// person its date.
			if c, err = p.again(ctx, &records[i]); err != nil {
				return err
			}
		}
		p.count(sum, &records[i].Raw, c)
	}
	return nil
}

// tries is how often a record is derived again for what came meanwhile.
const tries = 3

// again derives a record and stores it by itself.
func (p *Pipeline) again(ctx context.Context, r *archive.Record) (archive.Change, error) {
	corrections, err := p.Archive.Corrected(ctx, []corpus.Key{r.Raw.Key})
	if err != nil {
		return archive.Change{}, err
	}
	r.Correction = corrections[0]
	if err := p.fill(r, p.Archive.Now()); err != nil {
		return archive.Change{Key: r.Raw.Key, Kind: archive.Rejected, Err: err}, nil
	}
	changes, err := p.Archive.Put(ctx, []archive.Record{*r})
	if err != nil {
		return archive.Change{}, err
	}
	return changes[0], nil
}

func (p *Pipeline) count(sum *Summary, raw *corpus.Raw, c archive.Change) {
	switch c.Kind {
	case archive.Added:
		sum.Added++
	case archive.Updated:
		sum.Updated++
	case archive.Unchanged:
		sum.Unchanged++
	case archive.Withheld:
		sum.Withheld++
	case archive.Rejected:
		p.reject(sum, source.RecordError{Path: raw.Path, Line: raw.Line, Err: c.Err})
	}
	if p.Stored != nil && c.Kind != archive.Rejected {
		p.Stored(c)
	}
	if c.Like != "" {
		sum.NearCopies = append(sum.NearCopies, Copy{c.Key, c.Like, c.Likeness, cmp.Or(c.CopyOf, c.ID)})
	}
}

func (p *Pipeline) reject(sum *Summary, re source.RecordError) {
	sum.Rejected = append(sum.Rejected, re)
	if p.Rejected != nil {
		p.Rejected(re)
	}
}

func (p *Pipeline) report(sum *Summary) {
	if p.Progress == nil {
		return
	}
	pr := Progress{Done: sum.Records()}
	if p.Bytes != nil {
		pr.Bytes, pr.Total = p.Bytes()
	}
	p.Progress(pr)
}

// Reindex derives all newest versions again from the records that the archive
// keeps, and puts in place what has changed. An article from which nothing can
// be derived any more stays as it is, and is in Summary.Rejected. When ctx ends,
// it stops as Run does.
func (p *Pipeline) Reindex(ctx context.Context) (Summary, error) {
	var sum Summary
	follow, err := p.follow(ctx)
	if err != nil {
		return sum, err
	}
	articles, err := p.Archive.Articles(ctx)
	if err == nil {
		err = p.reindex(ctx, &sum, articles, follow)
	}
	if err == nil {
		err = p.stand(ctx, &sum)
	}
	return sum, follow.close(ctx, err)
}

func (p *Pipeline) reindex(ctx context.Context, sum *Summary, articles int, follow *follower) error {
	last := int64(0)
	for {
		stored, err := p.Archive.Records(ctx, last, commitRecords/2)
		if err != nil || len(stored) == 0 {
			return err
		}
		last = stored[len(stored)-1].Sequence
		records := make([]archive.Record, len(stored))
		failed := make([]error, len(stored))
		g, gctx := errgroup.WithContext(ctx)
		g.SetLimit(runtime.GOMAXPROCS(0))
		for i, s := range stored {
			g.Go(func() error {
				records[i] = archive.Record{Raw: s.Raw, Pipeline: Version, Correction: s.Correction}
				failed[i] = p.fill(&records[i], s.Ingested)
				return gctx.Err()
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		derived := records[:0]
		for i, r := range records {
			if failed[i] != nil {
				p.reject(sum, source.RecordError{Path: r.Raw.Path, Line: r.Raw.Line, Err: fmt.Errorf("%s: %w", r.Raw.Key, failed[i])})
				continue
			}
			derived = append(derived, r)
		}
		changes, err := p.Archive.Redo(ctx, derived)
		if err != nil {
			return err
		}
		before := sum.Updated
		for i, c := range changes {
			p.count(sum, &derived[i].Raw, c)
		}
		follow.changed(ctx, sum.Updated-before)
		if p.Progress != nil {
			p.Progress(Progress{Done: sum.Records(), Bytes: int64(sum.Records()), Total: int64(articles)})
		}
	}
}
