package chat

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/corpus/archive"
)

// The points at which a process is killed, in the order of a task's way.
var killPoints = []string{"accepted", "working", "asked", "posting", "posted", "before the end is stored"}

// wall is a platform outside of the process: a file to which each post appends
// a line, and where a post first looks for what it did before.
type wall struct {
	path string
	at   func(point string) // may never return
}

func (w *wall) Working(context.Context, Task) error { w.at("working"); return nil }

func (w *wall) Post(_ context.Context, t Task, r Reply) (Ref, error) {
	w.at("posting")
	line := fmt.Sprintf("%d %s%s\n", t.ID, r.Card.Lead, r.Problem)
	seen, err := os.ReadFile(w.path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return Ref{}, err
	}
	if !t.Again || !strings.Contains("\n"+string(seen), fmt.Sprintf("\n%d ", t.ID)) {
		f, err := os.OpenFile(w.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return Ref{}, err
		}
		_, err = io.WriteString(f, line)
		if err := errors.Join(err, f.Close()); err != nil {
			return Ref{}, err
		}
	}
	w.at("posted")
	return Ref{Channel: "c", Message: fmt.Sprint(t.ID)}, nil
}

func (w *wall) Thread(context.Context, Place, string, int) ([]Utterance, error) { return nil, nil }

// TestKilled kills a serving process at each point and starts another over
// what it left: one question, one answer.
func TestKilled(t *testing.T) {
	if dir := os.Getenv("DATELINE_TEST_KILLED"); dir != "" {
		victim(dir, os.Getenv("DATELINE_TEST_POINT"))
		return
	}
	for _, point := range killPoints {
		t.Run(point, func(t *testing.T) {
			dir := t.TempDir()
			cmd := exec.Command(os.Args[0], "-test.run=^TestKilled$")
			cmd.Env = append(os.Environ(), "DATELINE_TEST_KILLED="+dir, "DATELINE_TEST_POINT="+point)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			bound := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
			line, err := bufio.NewReader(out).ReadString('\n')
			bound.Stop()
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
			if err != nil || line != point+"\n" {
				t.Fatalf("the process says %q, %v, want %q", line, err, point)
			}
			s, err := state.Open(t.Context(), dir, state.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			d := killDesk(s, func(string) {}, time.Now)
			// The platform delivers the event once more, since its
			// acknowledgement may have been lost.
			if out, err := d.Accept(t.Context(), killRequest()); err != nil || out.Verdict != Duplicate || out.Task != 1 {
				t.Errorf("Accept again = %+v, %v, want a duplicate of 1", out, err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			ended := make(chan error, 1)
			go func() {
				ended <- d.Run(ctx, map[string]Platform{"p": &wall{filepath.Join(dir, "wall"), func(string) {}}})
			}()
			var row state.Task
			for end := time.Now().Add(20 * time.Second); row.Finished.IsZero() && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
				if err := s.View(t.Context(), func(tx *state.Tx) (err error) { row, err = tx.Task(1); return err }); err != nil {
					t.Fatal(err)
				}
			}
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			if row.Status != statusAnswered || row.Ref.Message != "1" {
				t.Errorf("row: %s %q %+v, want it answered", row.Status, row.Error, row.Ref)
			}
			posts, err := os.ReadFile(filepath.Join(dir, "wall"))
			if err != nil || string(posts) != "1 who came?\n" {
				t.Errorf("posted %q, %v, want one answer", posts, err)
			}
		})
	}
}

func killRequest() Request {
	return Request{Keys: []string{"k"}, Place: Place{Platform: "p", Channel: "c"}, Message: "m", User: Person{ID: "u"}, Kind: Mention, Text: "who came?"}
}

func killDesk(s *state.Store, at func(string), now func() time.Time) *Desk {
	d, err := New(Setup{State: s, Now: now, Settings: DefaultSettings(), Archive: noArchive{}, Retry: time.Millisecond,
		Asker: parrot(func(_ context.Context, req bot.Request) (bot.Answer, error) {
			at("asked")
			return bot.Answer{Lead: req.Question}, nil
		})})
	if err != nil {
		panic(err)
	}
	return d
}

// victim takes a question down and works on it up to the point, where it says
// so and waits to be killed.
func victim(dir, point string) {
	ctx := context.Background()
	reached := ""
	at := func(p string) {
		if p == point {
			fmt.Println(p)
			select {}
		}
		if p != "working" { // which runs beside the others
			reached = p
		}
	}
	now := func() time.Time {
		if reached == "posted" {
			at("before the end is stored")
		}
		return time.Now()
	}
	s, err := state.Open(ctx, dir, state.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	d := killDesk(s, at, now)
	if out, err := d.Accept(ctx, killRequest()); err != nil || out.Verdict != Accepted {
		fmt.Println(out, err)
		return
	}
	at("accepted")
	fmt.Println(d.Run(ctx, map[string]Platform{"p": &wall{filepath.Join(dir, "wall"), at}}))
}

// noArchive is an archive that holds nothing.
type noArchive struct{}

func (noArchive) Document(context.Context, corpus.Key, int) (corpus.Document, error) {
	return corpus.Document{}, archive.ErrNotFound
}
func (noArchive) Events(context.Context, corpus.EventFilter) ([]corpus.Event, error) { return nil, nil }
func (noArchive) CoverageOf(context.Context, corpus.EventFilter) (corpus.Coverage, error) {
	return corpus.Coverage{}, nil
}
func (noArchive) Collections(context.Context) ([]string, error) { return nil, nil }
func (noArchive) Generation(context.Context) (int64, error)     { return 7, nil }
func (noArchive) Extracts(context.Context, []corpus.PassageID) ([]corpus.Extract, error) {
	return nil, nil
}

var _ Archive = noArchive{}

// A record that an older program stored, or a broken one, is asked again.
func TestRecord(t *testing.T) {
	if _, ok := readRecord(state.Task{}); ok {
		t.Error("no reply is a record")
	}
	b, err := json.Marshal(record{Answer: bot.Answer{Lead: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	if rec, ok := readRecord(state.Task{Reply: b}); !ok || rec.Answer.Lead != "x" {
		t.Errorf("readRecord = %+v, %v", rec, ok)
	}
	if _, ok := readRecord(state.Task{Reply: b[:10]}); ok {
		t.Error("half a reply is a record")
	}
}
