package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/chat"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/retrieval"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// The child's files.
const (
	clockFile = "clock" // the simulated time, Unix seconds
	endFile   = "end"   // when the month is over
	postsFile = "posts" // what the platform shows, a line a post
	logFile   = "log"
)

// post is a line of the platform's file.
type post struct {
	Task         int64
	At           int64 // simulated, Unix seconds
	Subscription int64
	Due          int64
	Missed       int
	Late         bool // it says that it is late
	Problem      string
	Nothing      bool     // it says that nothing is new
	Articles     []string // that it tells of
}

// platform is a file: a post appends a line, unless the task has one already and
// it was told to look.
type platform struct {
	dir   string
	clock *clock
	say   func(format string, args ...any)
}

// Working does nothing: nobody asked.
func (p *platform) Working(context.Context, chat.Task) error { return nil }

// Thread has nothing to read.
func (p *platform) Thread(context.Context, chat.Place, string, int) ([]chat.Utterance, error) {
	return nil, nil
}

// Post appends a line for a task. In one task of eight the first answer to it is
// lost: the line stands there, and an error is returned.
func (p *platform) Post(_ context.Context, t chat.Task, r chat.Reply) (chat.Ref, error) {
	ref := chat.Ref{Channel: t.Request.Place.Channel, Message: strconv.FormatInt(t.ID, 10)}
	if t.Again || t.Ref.Message != "" {
		have, err := readPosts(p.dir)
		if err != nil {
			return chat.Ref{}, err
		}
		for _, l := range have {
			if l.Task == t.ID {
				return ref, nil
			}
		}
	}
	b := t.Request.Brief
	line := post{Task: t.ID, At: p.clock.now().Unix(), Subscription: b.Subscription, Due: b.Due.Unix(), Missed: b.Missed,
		Late: strings.Contains(r.Card.Caveat, "comes late"), Problem: r.Problem, Nothing: strings.HasPrefix(r.Card.Lead, "Nothing new on "+topic)}
	seen := map[string]bool{}
	for _, c := range r.Answer.Citations {
		if !seen[c.Article.ID] {
			seen[c.Article.ID] = true
			line.Articles = append(line.Articles, c.Article.ID)
		}
	}
	text, err := json.Marshal(line)
	if err != nil {
		return chat.Ref{}, err
	}
	if err := appendLine(filepath.Join(p.dir, postsFile), text); err != nil {
		return chat.Ref{}, err
	}
	p.say("posted %d", t.ID)
	if t.ID%8 == 0 && !t.Again {
		return chat.Ref{}, errors.New("the answer to the post is lost")
	}
	return ref, nil
}

func appendLine(path string, line []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n')) // one call: a kill leaves all of it or nothing
	return errors.Join(err, f.Close())
}

func readPosts(dir string) ([]post, error) {
	f, err := os.Open(filepath.Join(dir, postsFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []post
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var p post
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("%s: %w", postsFile, err)
		}
		out = append(out, p)
	}
	return out, lines.Err()
}

// clock is the simulated time, kept in a file.
type clock struct {
	mu   sync.Mutex
	at   time.Time
	path string
}

func openClock(dir string) (*clock, error) {
	c := &clock{path: filepath.Join(dir, clockFile)}
	at, err := readTime(c.path)
	c.at = at
	return c, err
}

func readTime(path string) (time.Time, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return time.Time{}, err
	}
	n, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	return time.Unix(n, 0).UTC(), err
}

// writeTime replaces a file that says a time, whole or not at all.
func writeTime(path string, t time.Time) error {
	if err := os.WriteFile(path+".new", []byte(strconv.FormatInt(t.Unix(), 10)), 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// move puts the clock forward, first in the file.
func (c *clock) move(to time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err := writeTime(c.path, to); err != nil {
		return err
	}
	c.at = to
	return nil
}

// child serves until the month is over, or it is killed.
func child(ctx context.Context, dir string, stdout io.Writer) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	c, err := openClock(dir)
	if err != nil {
		return err
	}
	end, err := readTime(filepath.Join(dir, endFile))
	if err != nil {
		return err
	}
	logs, err := os.OpenFile(filepath.Join(dir, logFile), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer logs.Close()
	a, err := archive.Open(ctx, dir, archive.Options{Now: c.now})
	if err != nil {
		return err
	}
	defer a.Close()
	st, err := state.Open(ctx, dir, state.Options{Now: c.now})
	if err != nil {
		return err
	}
	defer st.Close()
	var saying sync.Mutex
	say := func(format string, args ...any) {
		saying.Lock()
		defer saying.Unlock()
		fmt.Fprintf(stdout, format+"\n", args...)
	}
	x := index.New(index.Options{})
	m := &mornings{clock: c, archive: a, index: x}
	if err := m.come(ctx); err != nil {
		return err
	}
	if err := x.Sync(ctx, a); err != nil {
		return err
	}
	// The clock stands still while anything is under way.
	after := func(d time.Duration) <-chan time.Time {
		fired := make(chan time.Time, 1)
		go func() {
			if err := m.pass(ctx, st, d, end); err != nil {
				stop(err)
				return
			}
			say("at %d", c.now().Unix())
			fired <- c.now()
		}()
		return fired
	}
	search := &retrieval.Searcher{Engine: x, Library: a}
	desk, err := chat.New(chat.Setup{
		Asker: &bot.Reader{Search: search, Archive: a, Lexicon: x, Clock: c.now}, Archive: a, Search: search, State: st,
		Briefer: &brief.Composer{Archive: a, Engine: x, Clock: c.now}, Settings: chat.DefaultSettings(),
		Now: c.now, After: after, Log: slog.New(slog.NewTextHandler(logs, nil)), Retry: time.Millisecond, Drain: 10 * time.Second,
	})
	if err != nil {
		return err
	}
	if err := subscribe(ctx, desk, st); err != nil {
		return err
	}
	say("serving")
	err = desk.Run(ctx, map[string]chat.Platform{"file": &platform{dir, c, say}})
	if cause := context.Cause(ctx); !errors.Is(cause, errOver) {
		return errors.Join(err, cause)
	}
	say("over")
	return err
}

// errOver says that the month is over.
var errOver = errors.New("the month is over")

// mornings has articles arrive.
type mornings struct {
	clock   *clock
	archive *archive.Archive
	index   *index.Index
}

// come ingests all that has arrived by now; what is there already changes
// nothing.
func (m *mornings) come(ctx context.Context) error {
	now := m.clock.now()
	last := corpus.DayIn(now)
	if now.Hour() < arrival {
		last--
	}
	sum, err := (&ingest.Pipeline{Archive: m.archive}).Run(ctx, source.Of(article(last-1), article(last)))
	if err == nil && len(sum.Rejected) > 0 {
		err = &sum.Rejected[0]
	}
	if err == nil {
		err = m.index.Sync(ctx, m.archive)
	}
	return err
}

// pass waits until nothing is under way, and then puts the clock forward: by d,
// or to the next arrival of articles if that is sooner.
func (m *mornings) pass(ctx context.Context, st *state.Store, d time.Duration, end time.Time) error {
	for {
		open := 0
		err := st.View(ctx, func(tx *state.Tx) error {
			tasks, err := tx.Open()
			open = len(tasks)
			return err
		})
		if err != nil {
			return err
		}
		if open == 0 {
			break
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(time.Millisecond):
		}
	}
	now := m.clock.now()
	to := now.Add(d)
	if to.After(end) {
		return errOver
	}
	if err := m.clock.move(to); err != nil {
		return err
	}
	if now.Hour() < arrival && to.Hour() >= arrival || to.Sub(now) > 0 && now.Day() != to.Day() {
		return m.come(ctx)
	}
	return nil
}

// subscribe makes the subscriptions, those that are not there yet.
func subscribe(ctx context.Context, desk *chat.Desk, st *state.Store) error {
	for i, s := range subscriptions {
		p := chat.Place{Platform: "file", Workspace: "W", Channel: channel(i)}
		have := 0
		err := st.View(ctx, func(tx *state.Tx) error {
			list, err := tx.Subscriptions(p.Platform, p.Workspace, p.Channel)
			have = len(list)
			return err
		})
		if err != nil {
			return err
		}
		if have > 0 {
			continue
		}
		o := chat.Order{Keys: []string{"subscribe " + channel(i)}, Place: p, User: chat.Person{ID: "U"}, Verb: chat.VerbAdd, Topic: topic, When: s.when}
		if _, err := desk.Schedule(ctx, o); err != nil {
			return fmt.Errorf("subscribe %s: %w", s.when, err)
		}
	}
	return nil
}
