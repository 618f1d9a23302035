package ingest

import (
	"cmp"
	"context"
	"time"
)

// An index is brought up to date within a run when followShare of what it had
// the last time, and at least followRecords, has changed since, so that
// whoever opens it meanwhile has little left to read, and all of it is written
// a bounded number of times: with each the archive is half as large again.
const (
	followRecords = 2000
	followShare   = .5

	// closingTime is how long a run that ends early takes to bring its index up
	// to date.
	closingTime = 10 * time.Second
)

// follower brings an indexer up to date while an archive changes, one time
// after the other. All its methods are called by one goroutine.
type follower struct {
	indexer  Indexer // nil: there is none
	least    int     // changes that are worth it
	articles int     // of the archive, at the last time
	since    int     // changes after it
	running  chan error
	cancel   context.CancelFunc
	behind   bool // the last time failed
}

// follow returns the follower of a run.
func (p *Pipeline) follow(ctx context.Context) (*follower, error) {
	f := &follower{indexer: p.Indexer, least: cmp.Or(p.syncAfter, followRecords)}
	if f.indexer == nil {
		return f, nil
	}
	var err error
	f.articles, err = p.Archive.Articles(ctx)
	return f, err
}

// changed says that n articles have changed, and begins to bring the indexer up
// to date where it is time. It does not wait.
func (f *follower) changed(ctx context.Context, n int) {
	if f.since += n; f.indexer == nil || f.since < f.least || float64(f.since) < followShare*float64(f.articles) {
		return
	}
	if f.running != nil {
		select {
		case err := <-f.running:
			f.ended(err)
		default:
			return // the time before is not over
		}
	}
	f.articles, f.since = f.articles+f.since, 0
	ctx, f.cancel = context.WithCancel(context.WithoutCancel(ctx)) // close bounds it
	done := make(chan error, 1)
	f.running = done
	go func() { done <- f.indexer.Sync(ctx, true) }()
}

func (f *follower) ended(err error) {
	f.cancel()
	f.running, f.behind = nil, err != nil
}

// close waits for what runs and brings the indexer up to date for the last
// time. An error that ended the run is returned; what the indexer says then is
// not, since the next run makes up for it.
func (f *follower) close(ctx context.Context, err error) error {
	if f.indexer == nil {
		return err
	}
	last := ctx
	if err != nil {
		var cancel context.CancelFunc
		last, cancel = context.WithTimeout(context.WithoutCancel(ctx), closingTime)
		defer cancel()
	}
	if f.running != nil {
		stop := context.AfterFunc(last, f.cancel)
		f.ended(<-f.running)
		stop()
	}
	if err == nil {
		return f.indexer.Sync(ctx, false)
	}
	if f.since > 0 || f.behind {
		_ = f.indexer.Sync(last, true)
	}
	return err
}
