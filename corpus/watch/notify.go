package watch

import (
	"errors"
	"fmt"
	"sync"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// Notifier says which names have changed in the folders that it was given.
type Notifier interface {
	// Add has it say what changes in a folder, but not in the folders in it.
	Add(folder string) error
	// Drop has it forget a folder, by the name by which it was added. One that was
	// moved goes on under that name until then, and must not be added by another.
	// It may be unknown.
	Drop(folder string)
	// Names gives the names of what came, changed or went, in a folder that was
	// added or that folder itself. It is closed by Close.
	Names() <-chan string
	// Errors gives what went wrong: some names may be missing. It is closed by
	// Close.
	Errors() <-chan error
	Close() error
}

// system returns the system's notifier.
func system() (Notifier, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	n := &notifier{w, make(chan string)}
	go n.forward()
	return n, nil
}

type notifier struct {
	*fsnotify.Watcher
	names chan string
}

// forward ends when the watcher is closed: events reads Names until then.
func (n *notifier) forward() {
	defer close(n.names)
	for e := range n.Watcher.Events {
		n.names <- e.Name
	}
}

// Drop ignores the error, which says that the folder is unknown or has gone.
func (n *notifier) Drop(folder string) { _ = n.Remove(folder) }

func (n *notifier) Names() <-chan string { return n.names }

func (n *notifier) Errors() <-chan error { return n.Watcher.Errors }

// maxNames bounds the names that wait to be looked at. More of them are as
// many as a scan.
const maxNames = 10_000

// events gathers what a notifier says.
type events struct {
	wake chan struct{} // has an element when there is something

	notifier  Notifier // nil where there is none
	gathering sync.WaitGroup

	mu    sync.Mutex
	names map[string]struct{}
	lost  bool // there were more
	err   error
}

// listen begins to gather. What is wrong is in fault.
func listen(open func() (Notifier, error)) *events {
	e := &events{wake: make(chan struct{}, 1), names: map[string]struct{}{}}
	if e.notifier, e.err = open(); e.err != nil {
		e.notifier = nil
		return e
	}
	e.gathering.Go(func() {
		for name := range e.notifier.Names() {
			e.mu.Lock()
			if len(e.names) < maxNames {
				e.names[name] = struct{}{}
			} else {
				e.lost = true
			}
			e.mu.Unlock()
			e.nudge()
		}
	})
	e.gathering.Go(func() {
		for err := range e.notifier.Errors() {
			if err == nil {
				continue
			}
			// Whatever it is, something may have been missed.
			e.mu.Lock()
			e.lost = true
			e.mu.Unlock()
			e.nudge()
		}
	})
	return e
}

func (e *events) nudge() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// taken returns the names that have changed since it was called last, and
// whether some are missing.
func (e *events) taken() (names []string, lost bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for name := range e.names {
		names = append(names, name)
	}
	lost = e.lost
	clear(e.names)
	e.lost = false
	return names, lost
}

// fault returns why there is no notifier, nil where there is one.
func (e *events) fault() error { return e.err }

func (e *events) add(folder string) error {
	if e.notifier == nil {
		return nil // has been said
	}
	return e.notifier.Add(folder)
}

func (e *events) drop(folder string) {
	if e.notifier != nil {
		e.notifier.Drop(folder)
	}
}

func (e *events) close() {
	if e.notifier != nil {
		_ = e.notifier.Close() // nothing is lost by it
	}
	e.gathering.Wait()
}

// explain adds the remedy to errors that have one.
func explain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("there are more folders than may be watched: raise fs.inotify.max_user_watches: %w", err)
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return fmt.Errorf("too much is watched or open: raise fs.inotify.max_user_instances or the limit of open files: %w", err)
	}
	return err
}
