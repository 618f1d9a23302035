package watch

import (
	"errors"
	"os"
	"time"

	"dateline/corpus/source"
)

// sig is how a file looks from outside.
type sig struct {
	size, time int64
	mode       os.FileMode
	fault      string // why it can't be looked at
}

// state is what is known of a file.
type state struct {
	sig   sig
	since time.Time // when it was first seen like that
	scan  int       // the last that met it

	pending  bool
	first    time.Time     // when the change that is waited for began
	old      bool          // its own time is long ago
	tail     bool          // of a file by line: only its last line, which has no end, is left
	behind   bool          // of a file by line: only comparing it with what was given is left
	compare  time.Time     // when it goes on with that
	patience time.Duration // how long it must be still; 0: as any

	taken time.Time // when it was given last
	size  int64     // its size then
	lines *lines    // how far it was given; nil: it is given as a whole
}

// see takes note of how a file looks and reports whether that is new.
func (st *state) see(e source.Entry, now time.Time) bool {
	var s sig
	var changed time.Time
	if e.Err != nil {
		s.fault = e.Err.Error()
	} else {
		changed = e.Info.ModTime()
		s = sig{size: e.Info.Size(), time: changed.UnixNano(), mode: e.Info.Mode()}
	}
	if s == st.sig {
		return false
	}
	if !st.pending || st.behind {
		st.pending, st.first = true, now
		if grown := st.size > 0 && s.size > st.size; grown && now.Sub(st.taken) < slowAgain {
			st.patience = min(max(2*st.patience, time.Second), slowMost)
		} else {
			st.patience = 0
		}
	}
	st.sig, st.since, st.tail, st.behind = s, now, false, false
	st.old = now.Sub(changed) > oldTime
	return true
}

// at returns when a file that is waited for may be read.
func (st *state) at(name string, still time.Duration) time.Time {
	switch {
	case st.sig.fault != "":
		return st.since
	case st.tail:
		return st.since.Add(tailStill)
	case st.behind:
		return st.compare
	case st.sig.size == 0:
		return st.since.Add(emptyStill)
	case st.patience > 0 && !source.ByLine(name):
		if st.since.Sub(st.first) < slowBound {
			still = max(still, st.patience)
		}
	case st.old:
		return st.since
	case source.ByLine(name):
		if end := st.first.Add(linesWait); end.Before(st.since.Add(still)) {
			return end
		}
	}
	return st.since.Add(still)
}

// take returns what of a file can be read. It returns false where the file has
// changed meanwhile, or has nothing new. Over says that nothing is waited for.
func (st *state) take(name string, now time.Time) (file source.File, ok, over bool) {
	file.Name = name
	if st.sig.fault != "" {
		st.pending, file.Err = false, errors.New(st.sig.fault)
		return file, true, true
	}
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		// It has gone meanwhile: the next scan says what has become of it.
		st.pending, st.sig = false, sig{}
		return file, false, true
	}
	if source.ByLine(name) && info.Size() > 0 {
		if st.behind {
			if st.see(source.Entry{Name: name, Info: info}, now) {
				return file, false, false
			}
			began := time.Now()
			if st.lines.more(name) {
				return file, false, st.rest(began)
			}
			st.lines = nil
		}
		return st.takeLines(file, now)
	}
	if st.see(source.Entry{Name: name, Info: info}, now) {
		return file, false, false
	}
	st.pending, st.taken, st.size, st.lines = false, now, st.sig.size, nil
	return file, true, true
}

// takeLines is take of a file with a record a line.
func (st *state) takeLines(file source.File, now time.Time) (_ source.File, ok, over bool) {
	began := time.Now()
	l, part, err := st.lines.next(file.Name, st.tail)
	st.lines, st.taken, st.behind = l, now, false
	if err != nil || l == nil {
		// Whoever reads it says what is wrong, or that it can't be read in parts.
		st.pending = false
		return file, true, true
	}
	st.sig = sig{size: l.info.Size(), time: l.info.ModTime().UnixNano(), mode: l.info.Mode()}
	file.Offset, file.Line, file.End = part.offset, part.line, part.end
	if st.tail = part.open; st.tail {
		st.pending, st.since = true, now
		return file, part.end > part.offset, false
	}
	return file, part.end > part.offset, st.rest(began)
}

// rest has a file wait until more of it can be compared with what was given of it.
// It reports whether nothing is left to compare.
func (st *state) rest(began time.Time) (over bool) {
	st.behind = st.lines.owed > 0
	st.pending = st.behind
	now := time.Now()
	st.compare = now.Add(max(compareRest, scanShare*now.Sub(began)))
	return !st.behind
}
