package chat

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot/brief"
	"dateline/bot/state"
)

func asksBrief(r *Request) { command(r); r.Brief = &Brief{} }

// told counts the versions that a channel was told of Lavrov.
func (h subscriber) told(channel string) int {
	h.t.Helper()
	n := 0
	err := h.state.View(h.t.Context(), func(tx *state.Tx) error {
		_, told, _, err := tx.LastBriefing(state.Topic{Platform: "p", Workspace: "w", Channel: channel, Name: "lavrov"}, 1<<40)
		n = len(told)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

// Settings that forbid briefings by a schedule hold for the runs of what was
// subscribed to before as well.
func TestForbiddenSince(t *testing.T) {
	for _, row := range []struct{ key, value, back string }{
		{KeyPrivate, "on", "off"}, {KeySubscribe, "off", "anyone"}, {KeyAllow, "off", "on"},
	} {
		h := openBriefing(t, nil)
		h.serve()
		h.must(VerbAdd, daily)
		h.teller.arrive("a")
		boss := Person{ID: "boss", Manages: true}
		set := func(value string) {
			if _, err := h.desk.Set(t.Context(), Place{Platform: "p", Workspace: "w", Channel: "c"}, boss, row.key, value); err != nil {
				t.Fatal(err)
			}
		}
		set(row.value)
		h.at("10:00")
		for _, v := range []Verb{VerbRun, VerbAdd} { // nor by who manages: nothing would come
			if _, err := h.order(v, func(o *Order) { o.ID, o.Topic, o.User = 1, "Shoigu daily 10:00", boss }); !errors.Is(err, ErrForbidden) {
				t.Errorf("%s with %s %s = %v, want it forbidden", v, row.key, row.value, err)
			}
		}
		if got := h.posts(); len(got) != 0 {
			t.Errorf("with %s %s: %q", row.key, row.value, got)
		}
		set(row.back)
		h.at("10:00")
		if got := h.posts(); len(got) != 1 || !strings.HasSuffix(got[0], "| Told of a") {
			t.Errorf("with %s %s again: %q", row.key, row.back, got)
		}
	}
}

// A run that was taken down and not begun does not come once its subscription
// is paused or removed; one that a person had run does.
func TestUnwanted(t *testing.T) {
	for _, verb := range []Verb{VerbPause, VerbRemove} {
		h := openBriefing(t, nil)
		h.must(VerbAdd, daily)
		h.clock.move(2 * time.Hour)
		if _, err := h.desk.runDue(t.Context(), map[string]Platform{"p": h.stage}); err != nil {
			t.Fatal(err)
		}
		h.must(verb, func(o *Order) { o.ID = 1 })
		h.serve()
		h.settled()
		if got := h.posts(); len(got) != 0 {
			t.Errorf("after %s: %q", verb, got)
		}
	}
	h := openBriefing(t, nil)
	h.must(VerbAdd, daily)
	run := func(o *Order) { o.ID = 1 }
	h.must(VerbRun, run)
	if _, err := h.order(VerbRun, run); !errors.Is(err, ErrDone) {
		t.Errorf("run while it runs = %v, want that it is on its way", err)
	}
	if _, err := h.order(VerbResume, run); !errors.Is(err, ErrDone) {
		t.Errorf("resume what is not paused = %v", err)
	}
	h.must(VerbPause, run)
	h.serve()
	h.settled()
	if got := h.posts(); len(got) != 1 {
		t.Errorf("posts = %q, want that of the run", got)
	}
}

// Who asks meanwhile, for a day or two, does not shorten what a run looks back
// at.
func TestLooksBack(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	h.must(VerbAdd, func(o *Order) { o.Topic = "Lavrov every Monday 10:00 UTC" })
	h.at("10:00") // 2 March
	h.clock.move(5 * 24 * time.Hour)
	h.ask(h.req("Lavrov since yesterday", asksBrief))
	h.clock.move(2 * 24 * time.Hour)
	h.settled()
	if r := h.teller.last(); !r.OnlyNew || r.Window.String() != "2026-02-24/2026-03-09" || !r.Told.At.Equal(time.Date(2026, 3, 7, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("the second run asks for %+v, told at %v; want it to look back from 2 March", r.Window, r.Told.At)
	}
}

// Not all who read a channel read its threads.
func TestThreadBriefings(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	h.teller.arrive("a")
	thread := func(o *Order) { daily(o); o.Place.Thread = "t" }
	h.must(VerbAdd, thread)
	h.must(VerbAdd, func(o *Order) { daily(o); o.User.ID = "other" })
	for _, row := range []struct {
		name   string
		change func(*Order)
		want   string
	}{
		{"in the channel", func(o *Order) { o.User.ID = "other" }, "2"},
		{"in the thread", func(o *Order) { o.User.ID, o.Place.Thread = "third", "t" }, "1"},
		{"by who made it", nil, "1 2"},
		{"by who manages the channel", func(o *Order) { o.User = Person{ID: "boss", Manages: true} }, "1 2"},
	} {
		var got []string
		for line := range strings.SplitSeq(h.must(VerbList, row.change), "\n") {
			got = append(got, fmt.Sprint(Number(line)))
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("listed %s: %q, want %q", row.name, got, row.want)
		}
	}
	if _, err := h.order(VerbPause, func(o *Order) { o.ID, o.User.ID = 1, "other" }); !errors.Is(err, ErrNoTask) {
		t.Errorf("a thread's is changed from the channel: %v", err)
	}
	if got, err := h.desk.Complete(t.Context(), Place{Platform: "p", Workspace: "w", Channel: "c"}, Person{ID: "other"}, OptionNumber, "", 25); err != nil || len(got) != 1 {
		t.Errorf("Complete(number) = %q, %v, want the channel's alone", got, err)
	}
	h.at("10:00")
	got := h.posts()
	if len(got) != 2 || !strings.HasSuffix(got[0], "| Told of a") || !strings.HasSuffix(got[1], "| Told of a") {
		t.Errorf("posts = %q, want both places told", got)
	}
	// A message that begins its thread with the bot's answer is in the channel.
	h.ask(h.req("Lavrov", func(r *Request) { r.Brief, r.Place.Thread = &Brief{}, r.Message }))
	if r := h.teller.last(); r.Told == nil || len(r.Told.Articles) != 1 {
		t.Errorf("asked in the channel: told %+v", r.Told)
	}
}

// aside shows everything to the asker alone, as a chat does where the bot is no
// member.
type aside struct{ *stage }

func (a aside) Post(ctx context.Context, t Task, r Reply) (Ref, error) {
	ref, err := a.stage.Post(ctx, t, r)
	ref.Private = true
	return ref, err
}

// What the asker alone could be shown was not told to the channel.
func TestToldAside(t *testing.T) {
	h := openBriefing(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- h.desk.Run(ctx, map[string]Platform{"p": aside{h.stage}}) }()
	h.teller.arrive("a")
	h.ask(h.req("Lavrov", asksBrief))
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if n := h.told("c"); n != 0 {
		t.Errorf("the channel was told %d articles, want none", n)
	}
	h.serve()
	h.ask(h.req("Lavrov", asksBrief))
	if n := h.told("c"); n != 1 {
		t.Errorf("the channel was told %d articles, want one", n)
	}
}

// A briefing that was made for a platform that is served no more was told to
// nobody.
func TestUnservedBriefing(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	h.teller.arrive("a")
	h.stage.onPost = func(context.Context, Task, Reply) error { return errors.New("no") }
	out := h.accept(h.req("Lavrov", asksBrief))
	for end := time.Now().Add(20 * time.Second); h.row(out.Task).Status != statusReady; time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the briefing is not made")
		}
	}
	if err := h.stop(); err != nil {
		t.Fatal(err)
	}
	h.clock.move(keepKeys + time.Minute)
	if err := h.desk.recover(t.Context(), map[string]Platform{}); err != nil {
		t.Fatal(err)
	}
	if n, status := h.told("c"), h.row(out.Task).Status; n != 0 || status != statusGone {
		t.Errorf("task is %s and the channel was told %d articles, want it gone and none", status, n)
	}
}

// What is no topic is said in a sentence, and is not subscribed to.
func TestNoTopic(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	want := upperFirst(brief.ErrTopic.Error()) + "."
	if _, err := h.order(VerbAdd, func(o *Order) { o.Topic, o.When = "nothing", "daily 10:00" }); err != nil {
		t.Errorf("a topic = %v", err)
	}
	h.teller.err = brief.ErrTopic
	if p := h.ask(h.req("nothing", asksBrief)); p.Reply.Problem != want {
		t.Errorf("/brief = %q, want %q", p.Reply.Problem, want)
	}
	h.teller.err = nil
	if _, err := h.order(VerbAdd, func(o *Order) { o.Topic, o.When = "?", "daily 10:00" }); !errors.Is(err, ErrBadValue) {
		t.Errorf("subscribe to a topic without words = %v, want ErrBadValue", err)
	}
}

// As many subscriptions as a channel may have fit a message, whatever they are
// called.
func TestLongList(t *testing.T) {
	h := openBriefing(t, nil)
	for i := range maxSubscriptions {
		h.must(VerbAdd, func(o *Order) {
			o.Topic, o.When = fmt.Sprintf("%d %s", i, strings.Repeat("*_<&>` ", maxTopic/7)[:maxTopic-4]+"x"), "every weekday 08:30 Europe/Vienna, quiet"
		})
	}
	text := h.must(VerbList, nil)
	if n := len([]rune(text)); n > 4000 || strings.Count(text, "\n") != maxSubscriptions-1 {
		t.Errorf("%d characters in %d lines:\n%s", n, strings.Count(text, "\n")+1, text)
	}
}

// A day far off has its year.
func TestMomentYear(t *testing.T) {
	h := openBriefing(t, nil)
	if text := h.must(VerbAdd, func(o *Order) { o.Topic = "Lavrov 30 8 24 12 * UTC" }); !strings.Contains(text, "Thu 24 Dec 2026 08:30") {
		t.Errorf("add = %q", text)
	}
}

// A chat that can't be reached for hours gets the run when it can, and what it
// has missed in between as the next one, not as many.
func TestLongOutage(t *testing.T) {
	h := openBriefing(t, func(s *Setup) { s.GiveUp = time.Minute })
	h.serve()
	h.must(VerbAdd, daily)
	h.teller.arrive("a")
	var tries atomic.Int64
	h.stage.onPost = func(context.Context, Task, Reply) error {
		if tries.Add(1) <= 3 {
			h.clock.move(2 * time.Hour)
			return errors.New("no")
		}
		return nil
	}
	h.at("10:00")
	got := h.posts()
	if len(got) != 1 || !strings.Contains(got[0], "comes late") || !strings.HasSuffix(got[0], "| Told of a") {
		t.Errorf("after six hours: %q", got)
	}
	// One that is not posted until the next is due leaves it to that.
	r := Request{At: start, Brief: &Brief{Due: start, Until: start.Add(3 * time.Hour)}}
	if until := r.untilNext(); !until.Equal(start.Add(3 * time.Hour)) {
		t.Errorf("tried until %v", until)
	}
	r.Brief.Until = start.Add(700 * time.Hour)
	if until := r.untilNext(); !until.Equal(start.Add(keepOn)) {
		t.Errorf("tried until %v", until)
	}
}

// A clock that was a year ahead silences nothing once it is right again; one
// that is put back by hours has nothing run twice.
func TestClockPutBack(t *testing.T) {
	h := openBriefing(t, nil)
	h.must(VerbAdd, daily)
	look := func(move time.Duration) (runs int, next time.Time) {
		t.Helper()
		h.clock.move(move)
		next, err := h.desk.runDue(t.Context(), map[string]Platform{"p": h.stage})
		if err != nil {
			t.Fatal(err)
		}
		err = h.state.View(t.Context(), func(tx *state.Tx) error {
			open, err := tx.Open()
			runs = len(open)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return runs, next
	}
	for _, row := range []struct {
		name string
		move time.Duration
		runs int
		next string
	}{
		{"in time", time.Hour, 1, "2026-03-03 10:00"},
		{"back by an hour and a half", -90 * time.Minute, 1, "2026-03-03 10:00"},
		{"the same hour again", 2 * time.Hour, 1, "2026-03-03 10:00"},
		{"a year ahead", 365 * 24 * time.Hour, 2, "2027-03-03 10:00"},
		{"right again", -365 * 24 * time.Hour, 2, "2026-03-03 10:00"},
		{"the next day", 24 * time.Hour, 3, "2026-03-04 10:00"},
	} {
		if runs, next := look(row.move); runs != row.runs || next.UTC().Format("2006-01-02 15:04") != row.next {
			t.Errorf("%s: %d runs, the next at %v; want %d, %s", row.name, runs, next, row.runs, row.next)
		}
	}
}

// A subscription has no first day of its own.
func TestSubscribeSince(t *testing.T) {
	h := openBriefing(t, nil)
	if _, err := h.order(VerbAdd, func(o *Order) { o.Topic = "Lavrov since 2021 daily 10:00 UTC" }); !errors.Is(err, ErrBadValue) || !strings.Contains(Plain(err), "“Lavrov” alone") {
		t.Errorf("subscribe with a since = %v", err)
	}
}

// What stands in the way of a run is said with what it is about.
func TestRunRefused(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	h.must(VerbAdd, func(o *Order) { daily(o); o.Collection = "default" })
	boss := Person{ID: "boss", Manages: true}
	if _, err := h.desk.Set(t.Context(), Place{Platform: "p", Workspace: "w", Channel: "c"}, boss, KeyCollections, "none"); err != nil {
		t.Fatal(err)
	}
	h.at("10:00")
	if got := h.posts(); len(got) != 1 || !strings.HasPrefix(got[0], "There is no briefing on “Lavrov”. No collection may be searched here.") {
		t.Errorf("posts = %q", got)
	}
}
