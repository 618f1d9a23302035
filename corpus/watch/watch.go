// Package watch tells which files of folders have come or changed and are
// written to their end, so that they can be read.
//
// The system says when a folder changes, and a slow scan finds what it doesn't
// say: folders of other machines, events that were lost, folders that were made
// and filled at once. A file counts as written when its size and time have been
// still for a moment; one that was moved into place, and one that has kept an
// old time, at once. A file with a record a line is taken as it grows, by whole
// lines. Which files are looked at, and by what path each is known, is as in
// source.Reader.
package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dateline/corpus/source"
)

// Options of a Watcher. The zero value will do.
type Options struct {
	Still  time.Duration // how long a file has not changed when it is written to its end; 0: 250 ms
	Rescan time.Duration // the time between scans of everything; 0: 30 s
	// Poll takes the place of Rescan where the system can't say what changes;
	// 0: 2 s. Both are longer where a scan takes long.
	Poll time.Duration
	// Notify makes what says which names have changed; nil: that of the system.
	Notify func() (Notifier, error)
	// Say, if not nil, is told what whoever runs the program should know. It is
	// called within Run.
	Say func(Notice)
}

// Notice is something to know about a folder.
type Notice struct {
	Folder string
	What   What
	Err    error // for Gone and Silent, why
}

// What says what a Notice is about.
type What int

// What a Notice can be about.
const (
	Gone   What = iota // the folder is not there, or is none; it is taken up when it is
	Back               // it is there
	Silent             // the system does not say what changes there: it is scanned instead
)

// String returns a sentence for people.
func (n Notice) String() string {
	switch n.What {
	case Gone:
		return fmt.Sprintf("%s can't be watched (%v): it is taken up as soon as it can", n.Folder, n.Err)
	case Back:
		return fmt.Sprintf("%s is there and is watched", n.Folder)
	}
	return fmt.Sprintf("%s is looked through every few seconds, since the system does not say what changes there: %v", n.Folder, n.Err)
}

// Arrival is a file, or a part of one, that can be read.
type Arrival struct {
	Folder int // which of the folders it is in
	source.File
}

// Times that are not options.
const (
	// emptyStill and tailStill are how long an empty file, and a last line
	// without an end, are waited for before they count as they are.
	emptyStill = 5 * time.Second
	tailStill  = 2 * time.Second
	// linesWait bounds how long a file by line that goes on growing waits.
	linesWait = time.Second
	// oldTime is the age from which on the time of a file says that it is not
	// being written: it was moved here, or copied with its time, which is set
	// last. File systems keep times by 2 s at the coarsest.
	oldTime = 3 * time.Second
	// A file that grows within slowAgain of being taken was not at its end:
	// it is waited for twice as long, up to slowMost, for slowBound in all.
	slowAgain = 20 * time.Second
	slowMost  = 8 * time.Second
	slowBound = time.Minute
	// compareRest is how long it waits at least before it compares more of a large
	// file with what was given of it.
	compareRest = 250 * time.Millisecond
	// gather is how long changes are gathered before they are looked at.
	gather = 20 * time.Millisecond
	// scanShare is how much longer than a scan the time to the next one is, and so
	// with comparing.
	scanShare = 20
)

// Watcher watches folders. Make one with New; it is used up by its Run.
type Watcher struct {
	opts    Options
	folders []folder
	files   map[key]*state
	pending map[key]*state
	events  *events
	heard   map[string]os.FileInfo // folders that the system was asked about

	scans    int // so far
	nextScan time.Time
	skipped  int // files of other formats, at the last scan
	silent   bool
	said     map[Notice]bool
}

// folder is a folder that is watched.
type folder struct {
	given string      // as New was given it
	path  string      // absolute
	info  os.FileInfo // nil where it is not there
}

// key is a file of a folder.
type key struct {
	folder int
	name   string
}

// New returns a Watcher of folders.
func New(folders []string, opts Options) (*Watcher, error) {
	if len(folders) == 0 {
		return nil, errors.New("watch: no folder is named")
	}
	opts.Still = cmp.Or(opts.Still, 250*time.Millisecond)
	opts.Rescan = cmp.Or(opts.Rescan, 30*time.Second)
	opts.Poll = min(cmp.Or(opts.Poll, 2*time.Second), opts.Rescan)
	if opts.Notify == nil {
		opts.Notify = system
	}
	if opts.Say == nil {
		opts.Say = func(Notice) {}
	}
	w := &Watcher{opts: opts, files: map[key]*state{}, pending: map[key]*state{}, said: map[Notice]bool{}}
	for _, given := range folders {
		path, err := filepath.Abs(given)
		if err != nil {
			return nil, fmt.Errorf("watch %s: %w", given, err)
		}
		w.folders = append(w.folders, folder{given: given, path: path})
	}
	return w, nil
}

// Skipped returns how many files of other formats there were at the last scan.
// It is for the function that Run calls.
func (w *Watcher) Skipped() int { return w.skipped }

// Again has a file that could not be read given once more, with the next scan.
// It is for the function that Run calls.
func (w *Watcher) Again(a Arrival) {
	k := key{a.Folder, a.Name}
	if st := w.files[k]; st != nil {
		st.sig, st.lines, st.pending = sig{}, nil, false
		delete(w.pending, k)
	}
}

// Run calls take with what is there, which may be nothing, and then with what
// comes and changes, until ctx ends, whose error it returns, or take fails. While
// take works, what arrives is kept for its next call.
func (w *Watcher) Run(ctx context.Context, take func(context.Context, []Arrival) error) error {
	w.listen()
	defer func() { w.events.close() }()
	for first := true; ; first = false {
		if err := w.look(ctx); err != nil {
			return err
		}
		if first && w.waiting(time.Now()) {
			// What was written just now is there too.
			if err := w.pause(ctx, w.opts.Still); err != nil {
				return err
			}
		}
		if due := w.due(time.Now()); first || len(due) > 0 {
			if err := take(ctx, due); err != nil {
				return err
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if !first {
				continue
			}
		}
		if err := w.wait(ctx); err != nil {
			return err
		}
	}
}

// listen begins to hear what the system says.
func (w *Watcher) listen() {
	w.events, w.heard = listen(w.opts.Notify), map[string]os.FileInfo{}
	if err := w.events.fault(); err != nil {
		for _, f := range w.folders {
			w.deaf(f.given, err)
		}
	}
}

// hear has the system say what changes in a folder.
func (w *Watcher) hear(name string, info os.FileInfo) error {
	if was := w.heard[name]; was != nil {
		if os.SameFile(was, info) {
			return nil
		}
		w.events.drop(name) // another folder has its place, or something is mounted there
		delete(w.heard, name)
	}
	err := w.events.add(name)
	if err == nil {
		w.heard[name] = info
	}
	return err
}

// unhear forgets folders of which something was said: they may have been moved,
// with those in them, which are heard under their old names until then.
func (w *Watcher) unhear(names []string) {
	moved := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return w.heard[name] == nil })
	if len(moved) == 0 {
		return
	}
	for folder := range w.heard {
		if slices.ContainsFunc(moved, func(name string) bool { return folder == name || below(folder, name) }) {
			w.events.drop(folder)
			delete(w.heard, folder)
		}
	}
}

// waiting reports whether any file must yet be still.
func (w *Watcher) waiting(now time.Time) bool {
	for k, st := range w.pending {
		if now.Before(st.at(k.name, w.opts.Still)) {
			return true
		}
	}
	return false
}

func (w *Watcher) pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// wait waits until there is something to look at, or something may be due.
func (w *Watcher) wait(ctx context.Context) error {
	now := time.Now()
	next := w.nextScan
	for k, st := range w.pending {
		if at := st.at(k.name, w.opts.Still); at.Before(next) {
			next = at
		}
	}
	timer := time.NewTimer(max(next.Sub(now), gather))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	case <-w.events.wake:
	}
	return w.pause(ctx, gather) // what comes together is looked at together
}

// look looks at what the system said of, or at everything where it is time.
func (w *Watcher) look(ctx context.Context) error {
	names, lost := w.events.taken()
	if lost {
		// A folder may have been moved, with those in it: all are heard anew.
		w.events.close()
		w.listen()
	}
	w.unhear(names)
	now := time.Now()
	if lost || !now.Before(w.nextScan) || slices.ContainsFunc(w.folders, func(f folder) bool { return slices.Contains(names, f.path) }) {
		return w.scan(ctx) // a folder itself may be gone
	}
	for _, name := range names {
		for i, f := range w.folders {
			if f.info != nil && below(name, f.path) {
				w.lookAt(ctx, key{i, name}, now)
			}
		}
	}
	return ctx.Err()
}

func below(name, folder string) bool {
	rest, ok := strings.CutPrefix(name, strings.TrimSuffix(folder, string(filepath.Separator)))
	return ok && strings.HasPrefix(rest, string(filepath.Separator))
}

// lookAt looks at a name that has changed.
func (w *Watcher) lookAt(ctx context.Context, k key, now time.Time) {
	if hiddenIn(k.name, w.folders[k.folder].path) {
		return
	}
	info, err := os.Stat(k.name)
	switch {
	case err != nil:
		// Removed, or moved away. What was in a folder is missed by the next scan.
		if errors.Is(err, fs.ErrNotExist) {
			delete(w.files, k)
			delete(w.pending, k)
		}
	case info.IsDir():
		source.WalkIn(ctx, w.folders[k.folder].path, k.name, func(e source.Entry) { w.meet(k.folder, e, now) })
	default:
		w.meet(k.folder, source.Entry{Name: k.name, Info: info}, now)
	}
}

// hiddenIn reports whether a name within a folder is hidden, or in a folder that is.
func hiddenIn(name, folder string) bool {
	rel, err := filepath.Rel(folder, name)
	if err != nil {
		return true
	}
	for part := range strings.SplitSeq(rel, string(filepath.Separator)) {
		if source.Hidden(part) {
			return true
		}
	}
	return false
}

// scan looks at everything.
func (w *Watcher) scan(ctx context.Context) error {
	began := time.Now()
	w.scans++
	w.skipped = 0
	w.silent = w.events.fault() != nil
	missing := false
	var unread []string // folders whose files are not forgotten this time
	for i := range w.folders {
		f := &w.folders[i]
		info, err := os.Stat(f.path)
		if err == nil && !info.IsDir() {
			err = errors.New("it is no folder")
		}
		if err != nil {
			missing, unread = true, append(unread, f.path)
			if f.info != nil || w.scans == 1 {
				w.opts.Say(Notice{f.given, Gone, cause(err)})
			}
			f.info = nil
			continue
		}
		if f.info == nil && w.scans > 1 {
			w.opts.Say(Notice{f.given, Back, nil})
		}
		f.info = info
		source.Walk(ctx, f.path, func(e source.Entry) {
			if e.Err != nil {
				unread = append(unread, e.Name)
			}
			w.meet(i, e, began)
		})
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for k, st := range w.files {
		if st.scan < w.scans && !slices.ContainsFunc(unread, func(folder string) bool { return below(k.name, folder) }) {
			delete(w.files, k)
			delete(w.pending, k)
		}
	}
	every := w.opts.Rescan
	if w.silent || missing {
		every = w.opts.Poll
	}
	now := time.Now()
	w.nextScan = now.Add(max(every, scanShare*now.Sub(began)))
	return nil
}

// meet takes note of a file or a folder.
func (w *Watcher) meet(i int, e source.Entry, now time.Time) {
	k := key{i, e.Name}
	switch {
	case e.Err == nil && e.Info.IsDir():
		err := w.hear(e.Name, e.Info)
		if err != nil && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrNotExist) { // the walk says those
			w.deaf(w.folders[i].given, err)
		}
		return
	case e.Err == nil && (!e.Info.Mode().IsRegular() || !source.Reads(e.Name)):
		w.skipped++
		return
	}
	st := w.files[k]
	if st == nil {
		st = &state{}
		w.files[k] = st
	}
	st.scan = w.scans
	if st.see(e, now) {
		w.pending[k] = st
	}
}

// deaf notes that the system does not say what changes.
func (w *Watcher) deaf(folder string, err error) {
	w.silent = true
	if n := (Notice{folder, Silent, nil}); !w.said[n] {
		w.said[n] = true
		n.Err = explain(err)
		w.opts.Say(n)
	}
	w.nextScan = time.Time{}
}

// due returns what can be read now, folder by folder, in the order of a walk.
func (w *Watcher) due(now time.Time) []Arrival {
	var due []Arrival
	for k, st := range w.pending {
		if now.Before(st.at(k.name, w.opts.Still)) {
			continue
		}
		file, ok, over := st.take(k.name, now)
		if over {
			delete(w.pending, k)
		}
		if ok {
			file.Path = source.PathIn(w.folders[k.folder].path, k.name)
			due = append(due, Arrival{k.folder, file})
		}
	}
	slices.SortFunc(due, func(a, b Arrival) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), slices.Compare(strings.Split(a.Path, "/"), strings.Split(b.Path, "/")))
	})
	return due
}

// cause is the error without the path, which stands beside it anyway.
func cause(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
