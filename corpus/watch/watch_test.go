package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// said is a notifier whose events the test makes.
type said struct {
	mu     sync.Mutex
	added  map[string]bool
	names  chan string
	errors chan error
	refuse error // of Add
}

// open is said as it is at first.
func (s *said) open() (Notifier, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.added, s.names, s.errors = map[string]bool{}, make(chan string), make(chan error)
	return s, nil
}

func (s *said) Add(folder string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.refuse != nil {
		return s.refuse
	}
	if s.added[folder] {
		return errors.New("it is added already")
	}
	s.added[folder] = true
	return nil
}

func (s *said) Drop(folder string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.added, folder)
}

func (s *said) Names() <-chan string { return s.names }
func (s *said) Errors() <-chan error { return s.errors }
func (s *said) Close() error         { close(s.names); close(s.errors); return nil }

// world is a folder that is watched, in a time of its own.
type world struct {
	t      *testing.T
	dir    string
	said   *said
	began  time.Time
	got    []string // "TIME PATH" with "[from:to]" and "+lines" of a part, "!fault"
	notice []string
	again  bool // the next arrival is to be given again

	take func(Arrival) // if not nil, is called with each arrival
}

// with runs steps on a watched folder, and returns what was given. Deaf says
// that no notifier can be had.
func with(t *testing.T, deaf bool, before, steps func(*world)) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir()}
	synctest.Test(t, func(t *testing.T) {
		w.t, w.began = t, time.Now()
		w.said = &said{}
		if before != nil {
			before(w)
		}
		opts := Options{Notify: w.said.open, Say: func(n Notice) {
			w.notice = append(w.notice, w.at()+" "+strings.ReplaceAll(n.String(), w.dir, "DIR"))
		}}
		if deaf {
			opts.Notify = func() (Notifier, error) { return nil, errors.New("no such thing here") }
		}
		watcher, err := New([]string{w.dir}, opts)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() {
			ended <- watcher.Run(ctx, func(_ context.Context, list []Arrival) error {
				for _, a := range list {
					w.got = append(w.got, w.at()+" "+show(a))
					if w.take != nil {
						w.take(a)
					}
					if w.again {
						watcher.Again(a)
						w.again = false
					}
				}
				return nil
			})
		}()
		synctest.Wait() // the first scan is done
		steps(w)
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v, want %v", err, context.Canceled)
		}
	})
	return w
}

func show(a Arrival) string {
	s := a.Path
	if a.End > 0 {
		s += fmt.Sprintf("[%d:%d]", a.Offset, a.End)
	}
	if a.Line > 0 {
		s += fmt.Sprintf("+%d", a.Line)
	}
	if a.Err != nil {
		s += " !" + a.Err.Error()
	}
	return s
}

func (w *world) at() string { return fmt.Sprintf("%.2f", time.Since(w.began).Seconds()) }

// sleep lets seconds go by.
func (w *world) sleep(seconds float64) {
	time.Sleep(time.Duration(seconds * float64(time.Second)))
	synctest.Wait()
}

func (w *world) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

// tell says that a name has changed, as the system does: where its folder is watched.
func (w *world) tell(name string) {
	w.said.mu.Lock()
	heard := w.said.added[filepath.Dir(w.path(name))]
	w.said.mu.Unlock()
	if heard {
		w.said.names <- w.path(name)
	}
	synctest.Wait()
}

// refuse has the system refuse to say what changes in further folders.
func (w *world) refuse(err error) {
	w.said.mu.Lock()
	defer w.said.mu.Unlock()
	w.said.refuse = err
}

func (w *world) check(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) write(name, text string) {
	w.t.Helper()
	w.check(os.WriteFile(w.path(name), []byte(text), 0o666))
	w.tell(name)
}

func (w *world) append(name, text string) {
	w.t.Helper()
	f, err := os.OpenFile(w.path(name), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o666)
	w.check(err)
	_, err = f.WriteString(text)
	w.check(errors.Join(err, f.Close()))
	w.tell(name)
}

func (w *world) mkdir(name string) {
	w.t.Helper()
	w.check(os.MkdirAll(w.path(name), 0o777))
	w.tell(name)
}

func (w *world) rename(from, to string) {
	w.t.Helper()
	w.check(os.Rename(w.path(from), w.path(to)))
	w.tell(from)
	w.tell(to)
}

// age gives a file a time before the test's own.
func (w *world) age(name string) {
	w.t.Helper()
	old := w.began.Add(-time.Hour)
	w.check(os.Chtimes(w.path(name), old, old))
}

func TestArrivals(t *testing.T) {
	for _, row := range []struct {
		name          string
		before, steps func(*world)
		want          string // apart by |
	}{
		// What is there is given first, also what was just written; what is of no
		// format, or hidden, is not.
		{"there", func(w *world) {
			w.mkdir("a")
			w.write("a/x.txt", "x")
			w.write("a.txt", "x")
			w.write("b.pdf", "x")
			w.write(".c.txt", "x")
			w.write("d.txt.part", "x")
			for _, name := range []string{"~$e.txt", "e.txt~", "#e.txt#", ".#e.txt", "4913", ".e.txt.swp", "e.txt.crdownload", "e.txt___jb_tmp___", ".e.txt.aB3xYz"} {
				w.write(name, "x") // those of editors, browsers and rsync
			}
			w.age("a.txt")
		}, func(w *world) { w.sleep(40) }, "0.25 a/x.txt|0.25 a.txt"},
		// A file is given once it has been still, and again when it changes.
		{"still", nil, func(w *world) {
			w.sleep(1)
			w.write("x.txt", "one")
			w.sleep(.2)
			w.append("x.txt", " two")
			w.sleep(60)
			w.write("x.txt", "other")
			w.sleep(60)
		}, "1.47 x.txt|61.47 x.txt"},
		// A temporary name is left alone until the file has its own. One with an old
		// time was moved here, or copied with its time: it is given at once.
		{"moved", nil, func(w *world) {
			w.sleep(1)
			w.write("x.txt.tmp", "one")
			w.write(".y.txt", "one")
			w.age("x.txt.tmp")
			w.sleep(3)
			w.rename("x.txt.tmp", "x.txt")
			w.rename(".y.txt", "y.txt")
			w.sleep(60)
		}, "4.02 x.txt|4.27 y.txt"},
		// What is written slowly is waited for longer each time that it turns out
		// not to have been at its end.
		{"slow", nil, func(w *world) {
			for range 20 {
				w.append("x.txt", "A line of it.\n")
				w.sleep(.8)
			}
			w.sleep(60)
		}, "0.27 x.txt|16.22 x.txt"},
		// But not for ever.
		{"never still", nil, func(w *world) {
			for range 100 {
				w.append("x.txt", "A line of it.\n")
				w.sleep(.8)
			}
		}, "0.27 x.txt|61.07 x.txt"},
		// An empty file is being written, as a rule.
		{"empty", nil, func(w *world) {
			w.write("x.txt", "")
			w.write("y.txt", "")
			w.sleep(2)
			w.append("x.txt", "text")
			w.sleep(60)
		}, "2.27 x.txt|5.02 y.txt"},
		// A folder that is made and filled at once, before it is watched, and one
		// that is moved in; links to folders, and back.
		{"folders", nil, func(w *world) {
			w.check(os.MkdirAll(w.path("a/b"), 0o777))
			w.write("a/b/x.txt", "x")
			w.tell("a")
			w.sleep(1)
			w.write("a/b/y.txt", "y")
			w.check(os.Symlink(w.dir, w.path("a/b/back")))
			w.tell("a/b/back")
			w.sleep(1)
			w.rename("a/b", "c")
			w.sleep(60)
		}, "0.27 a/b/x.txt|1.02 a/b/back !is a link back to a folder that it is in|1.27 a/b/y.txt|2.02 c/back !is a link back to a folder that it is in|2.27 c/x.txt|2.27 c/y.txt"},
		// A file that is moved into the place of another, and one that is written to
		// its place again, are the file changed; so is what a link leads to.
		{"replaced", nil, func(w *world) {
			w.write("x.txt", "one")
			w.write("away", "linked")
			w.check(os.Symlink("away", w.path("y.txt")))
			w.tell("y.txt")
			w.sleep(60)
			w.write(".x.txt", "two words")
			w.rename(".x.txt", "x.txt")
			w.sleep(60)
			w.check(os.Remove(w.path("x.txt")))
			w.write("x.txt", "three words")
			w.sleep(60)
			w.write("away", "linked again") // which nobody says of the link
			w.sleep(60)
			w.write("far", "another")
			w.check(os.Symlink("far", w.path(".y.txt")))
			w.rename(".y.txt", "y.txt")
			w.sleep(60)
		}, "0.27 x.txt|0.27 y.txt|60.27 x.txt|120.27 x.txt|210.25 y.txt|240.27 y.txt"},
		// Where the system refuses a folder since it may not be read, that is said of the
		// folder, not that nothing is heard.
		{"refused", nil, func(w *world) {
			w.refuse(fs.ErrPermission)
			w.mkdir("a")
			w.write("a/x.txt", "x")
			w.tell("a")
			w.sleep(31)
			w.write("b.txt", "x")
			w.sleep(60)
		}, "0.27 a/x.txt|31.27 b.txt"},
		// What goes is no arrival, and is one when it comes again.
		{"removed", nil, func(w *world) {
			w.write("x.txt", "one")
			w.sleep(.1)
			w.check(os.Remove(w.path("x.txt")))
			w.tell("x.txt")
			w.write("y.txt", "one")
			w.sleep(1)
			w.check(os.Remove(w.path("y.txt")))
			w.tell("y.txt")
			w.sleep(40)
			w.write("y.txt", "two")
			w.sleep(1)
		}, "0.37 y.txt|41.37 y.txt"},
		// What nobody said is found by the scan after 30 s, and what is lost at once.
		{"unsaid", nil, func(w *world) {
			w.check(os.WriteFile(w.path("x.txt"), []byte("x"), 0o666))
			w.sleep(31)
			w.check(os.WriteFile(w.path("y.txt"), []byte("y"), 0o666))
			w.said.errors <- errors.New("overflow")
			w.sleep(1)
		}, "30.25 x.txt|31.27 y.txt"},
		// A link to nothing is said once.
		{"dangling", func(w *world) { w.check(os.Symlink("nowhere", w.path("x.txt"))) }, func(w *world) {
			w.sleep(100)
			w.write("nowhere", "x")
			w.sleep(60)
		}, "0.00 x.txt !no such file or directory|120.25 x.txt"},
		// What could not be read is given again with the next scan.
		{"again", nil, func(w *world) {
			w.again = true
			w.write("x.txt", "x")
			w.sleep(100)
		}, "0.27 x.txt|30.25 x.txt"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := with(t, false, row.before, row.steps)
			if got := strings.Join(w.got, "|"); got != row.want {
				t.Errorf("got\n%s\nwant\n%s", got, row.want)
			}
			if len(w.notice) > 0 {
				t.Errorf("said %q", w.notice)
			}
		})
	}
}

// Where the system says nothing, everything is looked at every few seconds.
func TestDeaf(t *testing.T) {
	for _, refuse := range []bool{false, true} { // no notifier; no place in it
		w := with(t, !refuse, func(w *world) {
			if refuse {
				w.said.refuse = errors.New("no such thing here")
			}
		}, func(w *world) {
			w.sleep(1)
			w.write("x.txt", "x")
			w.mkdir("a")
			w.write("a/y.jsonl", "{}\n")
			w.sleep(6)
			w.append("a/y.jsonl", "{}\n")
			w.sleep(60)
		})
		if got, want := strings.Join(w.got, "|"), "2.25 a/y.jsonl[0:3]|2.25 x.txt|8.25 a/y.jsonl[3:6]+1"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if got, want := strings.Join(w.notice, "|"), "0.00 DIR is looked through every few seconds, since the system does not say what changes there: no such thing here"; got != want {
			t.Errorf("said\n%s\nwant\n%s", got, want)
		}
	}
}

// A folder may come later, go, and come again.
func TestGone(t *testing.T) {
	w := with(t, false, func(w *world) { w.check(os.Remove(w.dir)) }, func(w *world) {
		w.sleep(11)
		w.check(os.Mkdir(w.dir, 0o777))
		w.write("x.txt", "x")
		w.sleep(9)
		w.check(os.Rename(w.dir, w.dir+"-away"))
		w.said.names <- w.dir
		w.sleep(100)
		w.check(os.Rename(w.dir+"-away", w.dir))
		w.write("y.txt", "y")
		w.sleep(60)
	})
	if got, want := strings.Join(w.got, "|"), "12.25 x.txt|120.27 y.txt"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	want := "0.00 DIR can't be watched (no such file or directory): it is taken up as soon as it can|12.00 DIR is there and is watched|" +
		"20.02 DIR can't be watched (no such file or directory): it is taken up as soon as it can|120.02 DIR is there and is watched"
	if got := strings.Join(w.notice, "|"); got != want {
		t.Errorf("said\n%s\nwant\n%s", got, want)
	}
}
