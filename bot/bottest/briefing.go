package bottest

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"dateline/bot/brief"
	"dateline/bot/chat"
)

// What briefings of the suite are on, over the example archive.
const (
	topic      = "Pakistan and Russia"
	topicSince = "2021-04-01"
	unheardOf  = "the lighthouse keepers of Valparaíso"
)

// dated is how a line of a briefing begins: with a day, a month or a year, or
// with what is said where there is none.
var dated = regexp.MustCompile(`^(• |· )?((reported |by |since |about |planned )?(\d{1,2}(–\d{1,2})? )?([A-Z][a-z]{2} )?\d{4}|undated|no date given)`)

// lines returns the items of a briefing as a person sees them.
func lines(m Message) (out []string) {
	for line := range strings.SplitSeq(m.Text, "\n") {
		if strings.HasPrefix(line, "• ") && !strings.HasPrefix(line, "• and ") {
			out = append(out, strings.TrimPrefix(line, "• "))
		}
	}
	return out
}

// briefed checks that a message is a briefing that has the parts of one.
func (r *Rig) briefed(m Message) {
	r.Helper()
	all := lines(m)
	if len(all) == 0 {
		r.Fatalf("no briefing: %q", m.Text)
	}
	for _, line := range all {
		if !dated.MatchString(line) {
			r.Errorf("a line does not begin with its date: %q", line)
		}
		if !strings.Contains(line, "[") {
			r.Errorf("a line cites nothing: %q", line)
		}
	}
}

// news returns the lines that are marked as new.
func news(m Message) (out []string) {
	for _, line := range lines(m) {
		if strings.Contains(line, "· new") {
			out = append(out, line)
		}
	}
	return out
}

var briefing = []scenario{
	{"a briefing by command", nil, func(r *Rig) {
		r.Start()
		r.Way.Brief(r, General, Asker, topic, topicSince, chat.Options{})
		m := r.answer(Asker)
		r.briefed(m)
		r.has(m.Text, topic, "2021", "\u201c", "Changed", "was 250,000 tonnes", "[4]")
		if len(news(m)) > 0 {
			r.Errorf("something is new where nothing was told before: %q", news(m))
		}
		if m.OnlyFor != "" || m.At.Channel != General {
			r.Errorf("the briefing is at %v for %q, want it in the channel for all", m.At, m.OnlyFor)
		}
		r.one(Other, 1)
	}},
	{"a briefing by mention", mentions, func(r *Rig) {
		r.Start()
		r.Way.Mention(r, general, Asker, "brief "+topic+" since "+topicSince)
		m := r.answer(Asker)
		r.briefed(m)
		r.has(m.Text, topic, "2021")
		r.settle()
		// A question may begin with the word.
		r.Way.Mention(r, general, Asker, "Brief visits: "+lastVisit)
		if m := r.answer(Asker); len(lines(m)) > 0 {
			r.Errorf("a question is answered by a briefing: %q", m.Text)
		}
		r.one(Other, 2)
	}},
	{"a briefing in direct messages", directs, func(r *Rig) {
		r.Start()
		r.Way.Direct(r, Asker, "brief me on "+topic+" since "+topicSince)
		m := r.answer(Asker)
		r.briefed(m)
		if !m.Direct {
			r.Errorf("the briefing is at %v, want it in direct messages", m.At)
		}
		r.one(Other, 0)
	}},
	{"a private briefing", nil, func(r *Rig) {
		r.Start()
		r.has(r.Way.Set(r, General, Admin, chat.KeyPrivate, "on", false).Text, "private", "on")
		r.Way.Brief(r, General, Asker, topic, topicSince, chat.Options{})
		m := r.answer(Asker)
		r.briefed(m)
		r.one(Other, 0)
		r.Way.Press(r, m, Asker, Share)
		shared := r.answer(Other)
		r.has(shared.Text, topic)
		if m.OnlyFor == "" && !m.Direct {
			r.Errorf("the briefing is at %v for all, want it for its asker alone", m.At)
		}
		// What one person alone saw the channel was not told.
		r.Way.Set(r, General, Admin, chat.KeyPrivate, "off", false)
		r.Way.Brief(r, General, Asker, topic, topicSince, chat.Options{})
		if n := news(r.next(Asker, "a second briefing", func(x Message) bool { return isAnswer(x) && x.ID != shared.ID })); len(n) > 0 {
			r.Errorf("a private briefing counts as told: %q is new", n)
		}
	}},
	{"a private briefing by command, and shared", nil, func(r *Rig) {
		r.serving()
		r.Way.Brief(r, General, Asker, harbour, "2026-02-01", chat.Options{Private: true})
		m := r.answer(Asker)
		r.briefed(m)
		r.one(Other, 0)
		if m.OnlyFor == "" && !m.Direct {
			r.Errorf("the briefing is at %v for all, want it for its asker alone", m.At)
		}
		// What came before it was shared, and after it was made, nobody was told.
		r.ingest("g2", strikeEnds)
		r.Way.Press(r, m, Asker, Share)
		shared := r.answer(Other)
		r.has(shared.Text, "walked out")
		r.wait("it to be noted as shared", func() bool { return r.task(1).Shared.Message != "" })
		r.Clock.Move(24 * time.Hour)
		r.Way.Brief(r, General, Other, harbour, "2026-02-01", chat.Options{})
		second := r.next(Other, "a briefing after what was shared", func(x Message) bool { return isAnswer(x) && x.ID != shared.ID })
		if n := news(second); len(n) != 1 || !strings.Contains(n[0], "accepted") {
			r.Errorf("new is %q, want the end of the strike alone, in\n%s", n, second.Text)
		}
	}},
	{"killed before a private briefing is shared", nil, func(r *Rig) { killedSharing(r, false) }},
	{"killed after a private briefing is shared", nil, func(r *Rig) { killedSharing(r, true) }},
	{"a briefing since what is no date", nil, func(r *Rig) {
		r.Start()
		r.has(r.Way.Brief(r, General, Asker, topic, "foo", chat.Options{}).Text, "\u201cfoo\u201d is no date that can be read")
		r.has(r.Way.Brief(r, General, Asker, topic, "foo", chat.Options{Private: true}).Text, "no date that can be read")
		r.has(r.Way.Brief(r, General, Asker, topic, "2031", chat.Options{}).Text, "still to come")
		r.one(Asker, 0)
		// In quotation marks it is of the topic.
		r.Way.Brief(r, General, Asker, "\u201cRussia since foo\u201d", topicSince, chat.Options{})
		r.has(r.answer(Asker).Text, "Russia since foo")
	}},
	{"a briefing since a date", nil, func(r *Rig) {
		r.Start()
		r.Way.Brief(r, General, Asker, topic, "2021-04-07", chat.Options{})
		narrow := r.answer(Asker)
		r.briefed(narrow)
		r.settle()
		r.Way.Brief(r, General, Asker, topic, "2012", chat.Options{})
		wide := r.answer(Asker)
		r.briefed(wide)
		if wide.Text == narrow.Text {
			r.Errorf("since 2012 it tells what it tells since April 2021: %q", wide.Text)
		}
		r.one(Asker, 2)
	}},
	{"a briefing on nothing", nil, func(r *Rig) {
		r.Start()
		for _, text := range []string{"?!", "what is the latest", strings.Repeat("lighthouse ", 15)} {
			r.has(r.Way.Brief(r, General, Asker, text, "", chat.Options{}).Text, "topic")
		}
		r.one(Asker, 0)
		r.Way.Brief(r, General, Asker, unheardOf, "", chat.Options{}) // and nothing in the week
		m := r.answer(Asker)
		r.has(m.Text, unheardOf, "No article has \"lighthouse\"")
		if n := lines(m); len(n) > 0 {
			r.Errorf("it tells of what nobody reports: %q", n)
		}
	}},
	{"a briefing on a hostile article is only text", nil, func(r *Rig) {
		r.Setup.Settings.Collections = []string{Hostile}
		r.Start()
		r.Way.Brief(r, General, Asker, "Lavrov **x** ||y|| # z", "2024", chat.Options{})
		m := r.answer(Asker)
		r.has(m.Text, "Lavrov **x** ||y|| # z")
		r.settle()
		r.Way.Brief(r, General, Asker, "Lavrov", "2024", chat.Options{})
		m = r.answer(Asker)
		r.briefed(m)
		r.has(m.Text, "Lima", "@everyone")
		r.has(r.Way.Press(r, m, Other, Evidence).Text, "Lima")
		r.has(r.Way.Subscribe(r, General, Asker, "Lavrov **x** ||y|| # z", daily, false).Text, "Lavrov **x** ||y|| # z")
		r.has(r.Way.Subscriptions(r, General, Asker, chat.VerbList, "").Text, "Lavrov **x** ||y|| # z")
	}},
	{"what is new since the last briefing", nil, func(r *Rig) {
		r.serving()
		r.Way.Brief(r, General, Asker, harbour, "2026-02-01", chat.Options{})
		first := r.answer(Asker)
		r.briefed(first)
		if n := news(first); len(n) > 0 {
			r.Errorf("the first briefing has new lines: %q", n)
		}
		r.settle()
		r.Clock.Move(24 * time.Hour)
		r.ingest("g2", strikeEnds)
		r.Way.Brief(r, General, Other, harbour, "2026-02-01", chat.Options{})
		second := r.answer(Other)
		if n := news(second); len(n) != 1 || !strings.Contains(n[0], "accepted") {
			r.Errorf("new is %q, want the end of the strike alone, in\n%s", n, second.Text)
		}
		r.settle()
		// Another channel was told nothing.
		r.Way.Brief(r, Random, Asker, harbour, "2026-02-01", chat.Options{})
		if n := news(r.answer(Asker)); len(n) > 0 {
			r.Errorf("in a channel that was told nothing %q is new", n)
		}
	}},
	{"behind a briefing", nil, func(r *Rig) {
		r.serving()
		r.Way.Brief(r, General, Asker, harbour, "2026-02-01", chat.Options{})
		m := r.answer(Asker)
		r.has(r.Way.Press(r, m, Other, Evidence).Text, "[1]", "walked out", "1 Mar 2026")
		r.has(r.Way.Press(r, m, Other, Articles).Text, "1 Mar 2026")
		r.has(r.Way.Press(r, m, Other, Helpful).Text, "Noted")
		if s := r.Way.Press(r, m, Other, WrongDate); s.Dialog == nil {
			r.Errorf("a wrong date can't be reported: %q", s.Text)
		}
		r.settle()
		r.has(r.Way.Press(r, m, Other, Delete).Text, "Only who asked")
		r.Way.Press(r, m, Admin, Delete)
		r.wait("the briefing to go", func() bool { return len(r.answers(Asker)) == 0 })
	}},
	{"a question in the thread of a briefing", messages, func(r *Rig) {
		r.Start()
		root := r.Way.Mention(r, general, Asker, "brief "+topic+" since "+topicSince)
		r.answer(Asker)
		r.settle()
		r.Way.Say(r, r.Way.Thread(r, root, Asker), Asker, recent)
		r.has(r.answer(Asker).Text, "Nov 2014")
	}},
	{"a briefing that fails", nil, func(r *Rig) {
		r.Start()
		r.briefHook(unreadable)
		r.Way.Brief(r, General, Asker, topic, topicSince, chat.Options{})
		r.told(Asker, "briefing on \u201c"+topic+"\u201d failed")
		r.one(Asker, 0)
		r.briefHook(nil)
		r.settle()
		r.Way.Brief(r, General, Asker, topic, topicSince, chat.Options{})
		if n := news(r.answer(Asker)); len(n) > 0 {
			r.Errorf("after a briefing that failed %q is new, though nothing was told", n)
		}
	}},
}

// unreadable can't read the archive.
func unreadable(context.Context, brief.Request, chat.Briefer) (brief.Briefing, error) {
	return brief.Briefing{}, errors.New("the archive can't be read")
}

// Articles that come in while the bot serves.
const (
	strike     = "2026-03-01\nThe Harbour Gazette\n\nDockers in Port Onega walked out on 1 March 2026 over the closing of the grain terminal.\n"
	strikeEnds = "2026-03-03\nThe Harbour Gazette\n\nDockers in Port Onega accepted an offer by the harbour board on 3 March 2026 and went back to work.\n"
)

// killedSharing kills the bot before or after it posts the public copy of a
// private briefing, and starts it again: all see it once, and it is told.
func killedSharing(r *Rig, after bool) {
	r.Helper()
	r.serving()
	r.Way.Brief(r, General, Asker, harbour, "2026-02-01", chat.Options{Private: true})
	m := r.answer(Asker)
	r.settle()
	there := make(chan struct{})
	r.gate(func(ctx context.Context, _ chat.Task, post func() (chat.Ref, error)) (chat.Ref, error) {
		if after {
			if _, err := post(); err != nil {
				r.Errorf("post: %v", err)
			}
		}
		close(there)
		<-ctx.Done()
		return chat.Ref{}, ctx.Err()
	})
	pressed := make(chan struct{})
	go func() {
		defer close(pressed)
		r.Way.Press(r, m, Asker, Share)
	}()
	r.await(there)
	r.up.stop[1]()
	r.await(pressed)
	r.Kill()
	r.gate(nil)
	r.Start()
	shared := r.answer(Other)
	r.has(shared.Text, "walked out")
	r.wait("it to be noted as shared", func() bool { return r.task(1).Shared.Message != "" })
	r.one(Other, 1)
	r.Clock.Move(24 * time.Hour)
	r.Way.Brief(r, General, Other, harbour, "2026-02-01", chat.Options{})
	if n := news(r.next(Other, "a briefing after what was shared", func(x Message) bool { return isAnswer(x) && x.ID != shared.ID })); len(n) > 0 {
		r.Errorf("what was shared counts as new: %q", n)
	}
	r.Way.Press(r, shared, Asker, Delete)
	r.wait("the shared briefing to go", func() bool { return len(r.answers(Other)) == 1 })
}
