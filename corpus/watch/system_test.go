package watch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// collect watches a folder by the system until done reports true of what was
// given, within a bound. Rescans and polls are far away: what comes was said by
// the system.
func collect(t *testing.T, opts Options, folders []string, work func(), done func(given []Arrival) bool) []Arrival {
	t.Helper()
	opts.Still = 50 * time.Millisecond
	w, err := New(folders, opts)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	var given []Arrival
	working := make(chan struct{})
	enough := errors.New("enough")
	err = w.Run(ctx, func(_ context.Context, list []Arrival) error {
		if work != nil {
			go func(work func()) { defer close(working); work() }(work)
			work = nil
		}
		given = append(given, list...)
		if done(given) {
			return enough
		}
		return nil
	})
	<-working
	if !errors.Is(err, enough) {
		t.Fatalf("Run = %v after %s", err, paths(given))
	}
	return given
}

func paths(given []Arrival) string {
	var out []string
	for _, a := range given {
		out = append(out, fmt.Sprint(a.Folder, "/", show(a)))
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "|")
}

// The real notifier: files in folders that are made meanwhile, moved in, with
// links; two folders, one in the other.
func TestSystem(t *testing.T) {
	n, err := system()
	if err != nil {
		t.Skip("no notifier here: ", err)
	}
	_ = n.Close()
	dir, away := t.TempDir(), t.TempDir()
	put := func(name, text string) {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
			t.Error(err)
		}
	}
	inner := filepath.Join(dir, "inner")
	put(filepath.Join(inner, "there.txt"), "x")
	put(filepath.Join(away, "full", "deep", "x.txt"), "x")
	put(filepath.Join(away, "linked.txt"), "x")
	opts := Options{Rescan: time.Hour, Poll: time.Hour}
	want := "0/a/b/c/x.txt|0/full/deep/x.txt|0/full/deep/y.txt|0/inner/in.txt|0/inner/there.txt|0/linked.txt|1/in.txt|1/there.txt"
	collect(t, opts, []string{dir, inner}, func() {
		put(filepath.Join(dir, "a", "b", "c", "x.txt"), "x")
		put(filepath.Join(inner, "in.txt"), "x")
		if err := os.Rename(filepath.Join(away, "full"), filepath.Join(dir, "full")); err != nil {
			t.Error(err)
		}
		if err := os.Symlink(filepath.Join(away, "linked.txt"), filepath.Join(dir, "linked.txt")); err != nil {
			t.Error(err)
		}
		time.Sleep(300 * time.Millisecond) // the folder moved in is watched by now, and if not it is looked at later
		put(filepath.Join(dir, "full", "deep", "y.txt"), "y")
	}, func(given []Arrival) bool { return paths(given) == want })
}

// A folder that is renamed goes on being watched, with those in it, under its new
// name, and so is another that takes the old one.
func TestSystemRenamed(t *testing.T) {
	n, err := system()
	if err != nil {
		t.Skip("no notifier here: ", err)
	}
	_ = n.Close()
	dir := t.TempDir()
	put := func(name string) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte("x"), 0o666)); err != nil {
			t.Error(err)
		}
	}
	put("a/in/x.txt")
	want := "0/a/in/x.txt|0/a/in/z.txt|0/b/in/x.txt|0/b/in/y.txt|0/b/y.txt"
	collect(t, Options{Rescan: time.Hour, Poll: time.Hour}, []string{dir}, func() {
		if err := os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "b")); err != nil {
			t.Error(err)
		}
		time.Sleep(300 * time.Millisecond) // it is watched by now, and if not it is looked at later
		put("b/y.txt")
		put("b/in/y.txt")
		put("a/in/z.txt")
	}, func(given []Arrival) bool { return paths(given) == want })
}

// Under whatever is done to files, in the end each was given after its last
// change, as it is.
func TestSystemRandom(t *testing.T) {
	n, err := system()
	if err != nil {
		t.Skip("no notifier here: ", err)
	}
	_ = n.Close()
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 2))
	name := func() string {
		at := dir
		for range rng.IntN(3) {
			at = filepath.Join(at, string(rune('a'+rng.IntN(2))))
		}
		return filepath.Join(at, string(rune('p'+rng.IntN(5)))+[]string{".txt", ".jsonl", ".tmp"}[rng.IntN(3)])
	}
	// last is the size of each file as it was given: the end of its last part.
	last := map[string]int64{}
	seen := 0
	worked := make(chan struct{})
	check := func(given []Arrival) bool {
		for _, a := range given[seen:] {
			if last[a.Path] = a.End; a.End == 0 {
				info, err := os.Stat(a.Name)
				if err == nil {
					last[a.Path] = info.Size()
				}
			}
		}
		seen = len(given)
		select {
		case <-worked:
		default:
			return false
		}
		same := true
		_ = filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(name) == ".tmp" {
				return nil
			}
			info, err := d.Info()
			rel, _ := filepath.Rel(dir, name)
			same = same && err == nil && last[filepath.ToSlash(rel)] == info.Size()
			return nil
		})
		return same
	}
	// Moves of folders can outrun the notifier: the rescan makes up for it.
	collect(t, Options{Rescan: 500 * time.Millisecond}, []string{dir}, func() {
		for i := range 400 {
			at, other := name(), name()
			_ = os.MkdirAll(filepath.Dir(at), 0o777)
			switch rng.IntN(6) {
			case 0:
				_ = os.Remove(at)
			case 1:
				_ = os.Rename(at, other)
			case 2:
				_ = os.Rename(filepath.Dir(at), filepath.Join(dir, string(rune('a'+rng.IntN(2)))))
			default:
				if f, err := os.OpenFile(at, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666); err == nil {
					fmt.Fprintf(f, "{\"text\":\"%d\"}\n", i)
					_ = f.Close()
				}
			}
			if i%40 == 0 {
				time.Sleep(30 * time.Millisecond)
			}
		}
		// The last change is one that is given, and then all is looked at.
		close(worked)
		_ = os.WriteFile(filepath.Join(dir, "last.txt"), []byte("last"), 0o666)
	}, check)
}

// FuzzLines holds a file by line that is written in any pieces to what was
// written: the parts that are given hold each line once, whole, but for a last
// one without an end.
func FuzzLines(f *testing.F) {
	f.Add("{\"a\":1}\n{\"b\":2}\n", uint64(3))
	f.Add("\n\n{}\r\n{\"b\":", uint64(7))
	f.Add("\ufeff{}\nno end", uint64(1))
	f.Fuzz(func(t *testing.T, text string, cuts uint64) {
		if strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") {
			return // UTF-16 is not given in parts
		}
		name := filepath.Join(t.TempDir(), "x.jsonl")
		rng := rand.New(rand.NewPCG(cuts, 0))
		var l *lines
		given, at := "", 0
		for at < len(text) || given == "" {
			to := min(len(text), at+1+rng.IntN(len(text)+1))
			if err := os.WriteFile(name, []byte(text[:to]), 0o666); err != nil {
				t.Fatal(err)
			}
			at = to
			next, p, err := l.next(name, at == len(text))
			if err != nil || next == nil && at > 1 {
				t.Fatalf("next = %v, %v", next, err)
			}
			if next == nil {
				return
			}
			l = next
			if want := strings.Count(text[:p.offset], "\n"); p.line != want {
				t.Fatalf("a part from %d has %d lines before it, want %d", p.offset, p.line, want)
			}
			if int(p.offset) > len(given) || p.offset > 0 && text[p.offset-1] != '\n' {
				t.Fatalf("a part from %d, after %d bytes", p.offset, len(given))
			}
			if p.end < int64(at) && !p.open && p.end != 0 {
				t.Fatalf("a part ends at %d of %d and nothing is open", p.end, at)
			}
			given = given[:p.offset] + text[p.offset:p.end]
			if len(text) == 0 {
				break
			}
		}
		if given != text {
			t.Fatalf("given %q, want %q", given, text)
		}
	})
}
