package chat

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/state"
	"dateline/corpus"
)

// teller makes briefings of articles that a test has arrive: one point each.
type teller struct {
	mu    sync.Mutex
	have  []string
	asked []brief.Request
	err   error
}

func (b *teller) arrive(ids ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.have = append(b.have, ids...)
}

func (b *teller) last() brief.Request {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.asked[len(b.asked)-1]
}

func (b *teller) Compose(_ context.Context, req brief.Request) (brief.Briefing, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(req.Collections) == 0 && req.Topic != "?" {
		return brief.Briefing{Topic: req.Topic}, nil
	}
	if req.Topic == "?" {
		return brief.Briefing{}, brief.ErrTopic
	}
	b.asked = append(b.asked, req)
	if b.err != nil {
		return brief.Briefing{}, b.err
	}
	out := brief.Briefing{Topic: req.Topic, Window: req.Window, AsOf: req.AsOf, Coverage: corpus.Coverage{Undated: len(b.have)}, Generation: int64(len(b.have)),
		Newest: corpus.Arrival{Published: corpus.OnDay(req.AsOf), Ingested: start}}
	if req.Told != nil {
		out.Since = req.Told.At
	}
	for _, id := range b.have {
		key := corpus.Key{Collection: "default", ID: id}
		out.Read = append(out.Read, brief.Version{Key: key, Version: 1})
		if fresh := req.Told == nil || req.Told.Articles[key] == 0; fresh || !req.OnlyNew {
			n := len(out.Citations) + 1
			out.Points = append(out.Points, brief.Point{When: corpus.OnDay(req.AsOf), Basis: corpus.BasisStated, Text: "Told of " + id, Citations: []int{n}, Sources: 1, New: req.Told != nil && fresh})
			out.Citations = append(out.Citations, bot.Citation{N: n, Article: key, Version: 1, Quote: "Told of " + id})
		}
	}
	return out, nil
}

// subscriber is a house that gives briefings.
type subscriber struct {
	*house
	teller *teller
}

func openBriefing(t *testing.T, change func(*Setup)) subscriber {
	t.Helper()
	b := &teller{}
	return subscriber{open(t, func(s *Setup) {
		s.Briefer = b
		if change != nil {
			change(s)
		}
	}), b}
}

func (h subscriber) order(v Verb, change func(*Order)) (string, error) {
	h.t.Helper()
	h.keys++
	o := Order{Keys: []string{fmt.Sprintf("o%d", h.keys)}, Place: Place{Platform: "p", Workspace: "w", Channel: "c"}, User: Person{ID: "u"}, Verb: v}
	if change != nil {
		change(&o)
	}
	return h.desk.Schedule(h.t.Context(), o)
}

func (h subscriber) must(v Verb, change func(*Order)) string {
	h.t.Helper()
	text, err := h.order(v, change)
	if err != nil {
		h.t.Fatalf("%s: %v", v, err)
	}
	return text
}

// posts returns the leads and problems of all that was posted, with the texts
// of the items, in order.
func (h subscriber) posts() []string {
	h.stage.mu.Lock()
	defer h.stage.mu.Unlock()
	var out []string
	for _, id := range h.stage.order {
		r := h.stage.shown[id].Reply
		line := r.Problem + r.Card.Lead
		if r.Card.Caveat != "" {
			line += " / " + r.Card.Caveat
		}
		for _, s := range r.Card.Sections {
			for _, i := range s.Items {
				line += " | " + i.Text
			}
		}
		out = append(out, line)
	}
	return out
}

// settled waits until nothing is open and the clock loop has looked at the
// present time.
func (h subscriber) settled() {
	h.t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		open, due := 1, 1
		err := h.state.View(h.t.Context(), func(tx *state.Tx) error {
			tasks, err := tx.Open()
			subs, err2 := tx.Due("p", h.clock.now())
			open, due = len(tasks), len(subs)
			return errors.Join(err, err2)
		})
		if err != nil {
			h.t.Fatal(err)
		}
		if open+due == 0 {
			return
		}
	}
	h.t.Fatal("something stays open or due")
}

// at moves the clock to a time of day, of the next day where that has passed.
func (h subscriber) at(clock string) {
	h.t.Helper()
	when, err := time.Parse("15:04", clock)
	if err != nil {
		h.t.Fatal(err)
	}
	now := h.clock.now()
	next := time.Date(now.Year(), now.Month(), now.Day(), when.Hour(), when.Minute(), 0, 0, time.UTC)
	if !next.After(now) {
		next = next.AddDate(0, 0, 1)
	}
	h.clock.move(next.Sub(now))
	h.settled()
}

func daily(o *Order) { o.Topic = "Lavrov daily 10:00 UTC" }

// A subscription tells what is new, once, and says where nothing is.
func TestSubscription(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	text := h.must(VerbAdd, daily)
	if want := "Subscribed to “Lavrov”, every day at 10:00, UTC. The first briefing comes on Mon 2 Mar 10:00. It is number 1 here."; text != want {
		t.Errorf("add = %q, want %q", text, want)
	}
	h.teller.arrive("a")
	h.at("09:59")
	if got := h.posts(); len(got) != 0 {
		t.Fatalf("posted before its time: %q", got)
	}
	h.at("10:00")
	h.at("10:00")
	h.teller.arrive("b", "c")
	h.at("10:00")
	got := h.posts()
	if len(got) != 3 || !strings.HasSuffix(got[0], "| Told of a") || !strings.HasSuffix(got[2], "| Told of b | Told of c") {
		t.Fatalf("posts = %q", got)
	}
	if want := "Nothing new on Lavrov since Mon 2 Mar 10:00. Newest article in the archive: 3 Mar 2026, came in Mon 2 Mar 09:00."; got[1] != want {
		t.Errorf("where nothing is new = %q, want %q", got[1], want)
	}
	// The first run looks at the last week as it likes, the others a week back from the last.
	if w := h.teller.asked[0].Window; w.Known() || h.teller.asked[0].OnlyNew {
		t.Errorf("the first run asks for %+v", h.teller.asked[0])
	}
	if r := h.teller.last(); r.Window.String() != "2026-02-25/2026-03-04" || !r.OnlyNew || r.Told.Generation != 1 {
		t.Errorf("the third run asks for %+v, told %+v", r, r.Told)
	}
	// What is asked by command and shown to all counts as told; what one person sees does not.
	h.teller.arrive("d")
	brief := func(r *Request) { command(r); r.Brief = &Brief{} }
	h.ask(h.req("Lavrov", brief, with(Options{Private: true})))
	if h.teller.last().Told != nil {
		t.Error("a private briefing is measured from what the channel was told")
	}
	h.ask(h.req("  lavrov ", brief))
	if r := h.teller.last(); r.Told == nil || r.OnlyNew || len(r.Told.Articles) != 3 {
		t.Errorf("/brief after three runs asks for %+v", r)
	}
	h.at("10:00")
	if got := h.posts(); len(got) != 6 || !strings.HasPrefix(got[5], "Nothing new on Lavrov since Wed 4 Mar 10:00.") {
		t.Errorf("after /brief = %q", got)
	}
	// Another topic, another channel and another collection have memories of their own.
	h.ask(h.req("Shoigu", brief))
	h.ask(h.req("Lavrov", brief, channel("elsewhere")))
	h.ask(h.req("Lavrov", brief, with(Options{Collection: "default"})))
	for _, r := range h.teller.asked[len(h.teller.asked)-3:] {
		if r.Told != nil {
			t.Errorf("%s is measured from another memory", r.Topic)
		}
	}
}

func TestQuiet(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	h.must(VerbAdd, func(o *Order) { o.Topic = "Lavrov daily 10:00 UTC, quiet" })
	h.teller.arrive("a")
	for range 3 {
		h.at("10:00")
	}
	h.teller.arrive("b")
	h.at("10:00")
	if got := h.posts(); len(got) != 2 || len(h.teller.asked) != 4 {
		t.Errorf("posts = %q of %d runs, want two of four", got, len(h.teller.asked))
	}
	if text := h.must(VerbList, nil); !strings.Contains(text, "silent where nothing is new") {
		t.Errorf("list = %q", text)
	}
}

// A run that was missed is made up once, late, and says so.
func TestMissed(t *testing.T) {
	h := openBriefing(t, nil)
	h.must(VerbAdd, daily)
	h.teller.arrive("a")
	h.clock.move(49*time.Hour + 12*time.Minute) // Wednesday 10:12
	h.serve()
	h.settled()
	got := h.posts()
	want := "This was due on Wed 4 Mar 10:00 and comes late; it stands for the 2 before it as well."
	if len(got) != 1 || !strings.Contains(got[0], want) {
		t.Fatalf("posts = %q, want one with %q", got, want)
	}
	h.at("10:00")
	if got = h.posts(); len(got) != 2 || strings.Contains(got[1], "late") {
		t.Errorf("posts = %q", got)
	}
}

// What could not be posted was told to nobody; a place that is gone is left in
// peace.
func TestUnsaid(t *testing.T) {
	h := openBriefing(t, func(s *Setup) { s.GiveUp = time.Millisecond })
	h.serve()
	h.must(VerbAdd, daily)
	h.teller.arrive("a")
	refuse := errors.New("no")
	h.stage.onPost = func(context.Context, Task, Reply) error {
		h.clock.move(time.Second)
		return refuse
	}
	h.must(VerbRun, func(o *Order) { o.ID = 1 })
	h.settled()
	h.stage.onPost = nil
	h.at("10:00")
	if got := h.posts(); len(got) != 1 || !strings.Contains(got[0], "Told of a") {
		t.Fatalf("after a run that was lost: %q", got)
	}
	refuse = fmt.Errorf("kicked: %w", ErrGone)
	h.stage.onPost = func(context.Context, Task, Reply) error { return refuse }
	h.at("10:00")
	if text := h.must(VerbList, nil); !strings.Contains(text, "paused since Tue 3 Mar 10:00: I could not post here") {
		t.Errorf("list = %q", text)
	}
	h.at("10:00")
	if n := len(h.teller.asked); n != 3 {
		t.Errorf("%d runs, want none after the place was gone", n)
	}
}

// A run that fails says so, and the next one tells what it should have told.
func TestFailedRun(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	h.must(VerbAdd, daily)
	h.teller.arrive("a")
	h.teller.err = errors.New("disk on fire")
	h.at("10:00")
	h.teller.err = nil
	h.at("10:00")
	got := h.posts()
	if len(got) != 2 || !strings.HasPrefix(got[0], "The briefing on “Lavrov” failed: something went wrong on my side.") || strings.Contains(got[0], "fire") || !strings.HasSuffix(got[1], "| Told of a") {
		t.Errorf("posts = %q", got)
	}
}

func TestOrders(t *testing.T) {
	h := openBriefing(t, func(s *Setup) {
		s.Overrides = []Override{{Channel: "managed", Key: KeySubscribe, Value: "managers"}, {Channel: "off", Key: KeySubscribe, Value: "off"}, {Channel: "hidden", Key: KeyPrivate, Value: "on"}}
	})
	h.must(VerbAdd, daily)
	num := func(id int64) func(*Order) { return func(o *Order) { o.ID = id } }
	other := func(o *Order) { o.ID, o.User.ID = 1, "other" }
	manager := func(o *Order) { o.ID, o.User = 1, Person{ID: "boss", Manages: true} }
	where := func(c string) func(*Order) { return func(o *Order) { daily(o); o.Place.Channel = c } }
	for _, row := range []struct {
		name   string
		verb   Verb
		change func(*Order)
		kind   error
		want   string
	}{
		// What can't be taken.
		{"twice", VerbAdd, daily, ErrDone, "number 1"},
		{"no topic", VerbAdd, func(o *Order) { o.Topic, o.When = " ", "daily 10:00" }, ErrBadValue, "topic"},
		{"no time", VerbAdd, func(o *Order) { o.Topic = "Lavrov" }, ErrBadValue, "Say when"},
		{"no such zone", VerbAdd, func(o *Order) { o.Topic, o.When = "Lavrov", "daily 10:00 Europe/Viena" }, ErrBadValue, "Europe/Vienna"},
		{"no such collection", VerbAdd, func(o *Order) { daily(o); o.Collection = secret }, ErrBadValue, ""},
		{"no such number", VerbPause, num(99), ErrNoTask, "99"},
		{"of another channel", VerbPause, func(o *Order) { o.ID, o.Place.Channel = 1, "d" }, ErrNoTask, ""},
		{"no such verb", Verb("dance"), num(1), ErrBadValue, "dance"},
		// Who may.
		{"of another person", VerbRemove, other, ErrForbidden, ""},
		{"by managers only", VerbAdd, where("managed"), ErrForbidden, "manages"},
		{"switched off", VerbAdd, where("off"), ErrForbidden, "off"},
		{"where answers are private", VerbAdd, where("hidden"), ErrForbidden, "asker alone"},
	} {
		_, err := h.order(row.verb, row.change)
		if !errors.Is(err, row.kind) || !strings.Contains(Plain(err), row.want) {
			t.Errorf("%s: %v, want %v with %q", row.name, err, row.kind, row.want)
		}
	}
	for _, step := range []struct {
		verb   Verb
		change func(*Order)
		want   string
	}{
		{VerbAdd, func(o *Order) { where("managed")(o); o.User.Manages = true }, "number 2"},
		{VerbList, nil, "1. “Lavrov”, every day at 10:00, UTC; next on Mon 2 Mar 10:00"},
		{VerbPause, manager, "is paused"},
		{VerbList, nil, "paused since Mon 2 Mar 09:00"},
		{VerbResume, num(1), "comes next on Mon 2 Mar 10:00"},
		{VerbRun, num(1), "runs now"},
		{VerbRemove, num(1), "is removed"},
		{VerbList, nil, "Nothing is subscribed to here."},
	} {
		if text := h.must(step.verb, step.change); !strings.Contains(text, step.want) {
			t.Errorf("%s = %q, want %q in it", step.verb, text, step.want)
		}
	}
	h.serve()
	h.settled()
	if got := h.posts(); len(got) != 1 {
		t.Errorf("posts = %q, want that of the run", got)
	}
	// The same order again changes nothing.
	h.must(VerbAdd, func(o *Order) { daily(o); o.Keys = []string{"same"} })
	h.must(VerbAdd, func(o *Order) { o.Topic, o.Keys = "Shoigu daily 10:00", []string{"same"} })
	if text := h.must(VerbList, nil); strings.Contains(text, "Shoigu") {
		t.Errorf("list = %q", text)
	}
	for i := 1; i < maxSubscriptions; i++ {
		h.must(VerbAdd, func(o *Order) { o.Topic = fmt.Sprintf("topic %d daily 10:00", i) })
	}
	if _, err := h.order(VerbAdd, func(o *Order) { o.Topic = "one more daily 10:00" }); !errors.Is(err, ErrForbidden) {
		t.Errorf("one too many: %v", err)
	}
	if got, err := h.desk.Complete(t.Context(), Place{Platform: "p", Workspace: "w", Channel: "c"}, Person{ID: "u"}, OptionNumber, "topic 1", 25); err != nil || !slices.ContainsFunc(got, func(s string) bool { return Number(s) > 0 && strings.HasSuffix(s, "topic 11") }) {
		t.Errorf("Complete(number) = %q, %v", got, err)
	}
}

func TestParseOrder(t *testing.T) {
	for _, row := range []struct {
		in   string
		verb Verb
		id   int64
		ok   bool
	}{
		{"", VerbList, 0, true}, {" List ", VerbList, 0, true}, {"pause 3", VerbPause, 3, true}, {"RUN #12 now", VerbRun, 12, true}, {"remove 4 Lavrov", VerbRemove, 4, true},
		{"pause", "", 0, false}, {"pause it", "", 0, false}, {"list all", "", 0, false}, {"Lavrov daily", "", 0, false}, {"resume -1", "", 0, false}, {"run 99999999999999999999", "", 0, false},
	} {
		verb, id, ok := ParseOrder(row.in)
		if ok != row.ok || ok && (verb != row.verb || id != row.id) {
			t.Errorf("ParseOrder(%q) = %q, %d, %v, want %q, %d, %v", row.in, verb, id, ok, row.verb, row.id, row.ok)
		}
	}
}

// A briefing on command keeps to what is asked and what is allowed.
func TestBriefCommand(t *testing.T) {
	h := openBriefing(t, nil)
	h.serve()
	h.teller.arrive("a")
	brief := func(since string) func(*Request) {
		return func(r *Request) { command(r); r.Brief = &Brief{Since: since} }
	}
	h.ask(h.req("Russia and Pakistan since 2021", brief("")))
	if r := h.teller.last(); r.Topic != "Russia and Pakistan" || r.Window.String() != "2021-01-01/2026-03-02" || !slices.Equal(r.Collections, []string{"default"}) {
		t.Errorf("asks for %+v", r)
	}
	for _, row := range []struct{ text, since, want string }{
		{" ", "", "topic"}, {strings.Repeat("x", maxTopic+1), "", "topic"}, {"Lavrov", "some day", "no date"},
	} {
		if out := h.accept(h.req(row.text, brief(row.since))); out.Verdict != Refused || !strings.Contains(out.Text, row.want) {
			t.Errorf("Accept(%.20q since %q) = %+v, want it refused with %q", row.text, row.since, out, row.want)
		}
	}
	if out := open(t, nil).accept(h.req("Lavrov", brief(""))); out.Verdict != Refused || out.Text != "I give no briefings here." {
		t.Errorf("without a briefer: %+v", out)
	}
	// In the thread of a scheduled briefing anyone may go on.
	h.must(VerbAdd, daily)
	h.at("10:00")
	h.stage.mu.Lock()
	last := h.stage.order[len(h.stage.order)-1]
	h.stage.mu.Unlock()
	out := h.accept(h.req("when did Lavrov last visit?", as(Ambient), by("somebody"), in(fmt.Sprintf("answer-%d", last))))
	if out.Verdict != Accepted {
		t.Errorf("a follow-up to a scheduled briefing: %v", out.Verdict)
	}
}
