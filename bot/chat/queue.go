package chat

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// job is a task that waits or is worked on in this process.
type job struct {
	id           int64
	platform     string
	user         string
	conversation string
	again        bool // begun by an earlier process, or posted without success
	tries        int  // posts that failed
	running      bool
	parked       *time.Timer // it waits to be posted again; nil: it does not
}

// queue holds the open tasks. Of each conversation the earliest is worked on
// first and alone; among conversations the person goes first who has the
// fewest tasks under way, then who was served longest ago, then the earliest
// task.
type queue struct {
	mu     sync.Mutex
	jobs   []*job           // by ID
	served map[string]int64 // when each person with jobs was last served
	turn   int64
	wake   chan struct{} // holds a token where something may have become ready
}

func (q *queue) init() {
	q.served = map[string]int64{}
	q.wake = make(chan struct{}, 1)
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// add puts a task in unless it is there.
func (q *queue) add(j job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	i, found := slices.BinarySearchFunc(q.jobs, j.id, func(a *job, id int64) int { return cmp.Compare(a.id, id) })
	if !found {
		q.jobs = slices.Insert(q.jobs, i, &j)
		q.signal()
	}
}

// take returns the task to work on next, of a platform that serves, nil for
// none.
func (q *queue) take(platforms map[string]Platform) *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	under := map[string]int{}
	for _, j := range q.jobs {
		if j.running {
			under[j.person()]++
		}
	}
	talking := map[string]bool{}
	var best *job
	better := func(a, b *job) bool {
		if c := cmp.Compare(under[a.person()], under[b.person()]); c != 0 {
			return c < 0
		}
		return q.served[a.person()] < q.served[b.person()]
	}
	for _, j := range q.jobs {
		if platforms[j.platform] == nil {
			continue
		}
		first := !talking[j.conversation]
		talking[j.conversation] = true
		if first && !j.running && j.parked == nil && (best == nil || better(j, best)) {
			best = j
		}
	}
	if best != nil {
		best.running = true
		q.turn++
		q.served[best.person()] = q.turn
	}
	return best
}

// done takes a task out.
func (q *queue) done(j *job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	j.running = false
	q.jobs = slices.DeleteFunc(q.jobs, func(o *job) bool { return o == j })
	if !slices.ContainsFunc(q.jobs, func(o *job) bool { return o.person() == j.person() }) {
		delete(q.served, j.person())
	}
	q.signal()
}

// park has a task wait before it is taken again.
func (q *queue) park(j *job, wait time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	j.running = false
	j.again = true
	j.tries++
	j.parked = time.AfterFunc(wait, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		j.parked = nil
		q.signal()
	})
	q.signal()
}

// rest ends the waiting of parked tasks; they stay.
func (q *queue) rest() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range q.jobs {
		if j.parked != nil {
			j.parked.Stop()
			j.parked = nil
		}
	}
}

func (j *job) person() string { return j.platform + "/" + j.user }
