package bottest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/chat"
)

// Questions over the example archive.
const (
	lastVisit = "when did Lavrov last visit before 2021?"
	whoMet    = "and who did he meet?"
	recent    = "When did Shoigu visit Pakistan?"
	unsaid    = "Did Lavrov go on to India after Islamabad in April 2021?"
	copied    = "Who signed the pipeline protocol for Russia in May 2021?"
	closedAsk = "When did Lavrov visit Muscat?"
	evilAsk   = "When did Lavrov visit Lima?"
)

var general = Where{Channel: General}

var asking = []scenario{
	{"ask by command", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		m := r.answer(Asker)
		r.has(m.Text, "2012", "[1]", "nine years")
		if m.OnlyFor != "" || m.At.Channel != General {
			r.Errorf("the answer is at %v for %q, want it in the channel for all", m.At, m.OnlyFor)
		}
		r.one(Other, 1)
	}},
	{"ask by mention", mentions, func(r *Rig) {
		r.Start()
		r.Way.Mention(r, general, Asker, lastVisit)
		m := r.answer(Asker)
		r.has(m.Text, "2012", "[1]", "nine years")
		r.one(Other, 1)
	}},
	{"ask directly", directs, func(r *Rig) {
		r.Start()
		r.Way.Direct(r, Asker, lastVisit)
		m := r.answer(Asker)
		r.has(m.Text, "2012", "[1]")
		if !m.Direct {
			r.Errorf("the answer is at %v, want it in direct messages", m.At)
		}
		r.Way.Direct(r, Asker, whoMet)
		r.has(r.answer(Asker).Text, "Read as:", "Lavrov")
		r.one(Other, 0)
	}},
	{"options narrow a question", nil, optionsNarrow},
	{"wrong options are refused at once", nil, func(r *Rig) {
		r.Start()
		for _, row := range []struct {
			o    chat.Options
			want string
		}{
			{chat.Options{From: "2022-01-01", To: "2021-01-01"}, "from must not be later"},
			{chat.Options{AsOf: "2015-01-01", From: "2016-01-01"}, "as-of must be later"},
			{chat.Options{Collection: Closed}, Closed},
		} {
			s := r.Way.Command(r, General, Asker, lastVisit, row.o)
			if !strings.Contains(s.Text, row.want) {
				r.Errorf("options %+v are answered %q, want %q in it", row.o, s.Text, row.want)
			}
		}
		r.one(Asker, 0)
	}},
	{"options are completed", func(c chat.Capabilities) bool { return c.Complete }, func(r *Rig) {
		r.Start()
		if got := r.Way.Complete(r, General, Asker, "collection", ""); !slices.Equal(got, []string{Public}) {
			r.Errorf("collections are proposed as %q, want only those that may be seen: %q", got, Public)
		}
		got := r.Way.Complete(r, General, Asker, "source", "indus")
		if !slices.Contains(got, "Indus Wire") || slices.Contains(got, "The Gulf Monitor") {
			r.Errorf("sources are proposed as %q, want Indus Wire and none that may not be seen", got)
		}
	}},
	{"help says what there is and what is lacking", nil, helps},
	{"an empty question and one that is too long", nil, func(r *Rig) {
		r.Start()
		long := "when did " + strings.Repeat("Lavrov ", 400) + "visit?"
		if c := r.Way.Capabilities(); c.Mentions {
			r.Way.Mention(r, general, Asker, long+long)
			r.told(Asker, "please shorten it")
			r.Way.Mention(r, general, Asker, "?")
			r.told(Asker, "Ask me a question")
		}
		s := r.Way.Command(r, General, Asker, "?!", chat.Options{})
		r.has(s.Text, "Ask me a question")
		r.one(Asker, 0)
	}},
	{"an abstention asks for no praise", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, unsaid, chat.Options{})
		m := r.answer(Asker)
		r.has(m.Text, "Not in this archive")
		if slices.Contains(m.Controls, Helpful) || slices.Contains(m.Controls, Unhelpful) || !slices.Contains(m.Controls, Missing) {
			r.Errorf("below an abstention stand %v", m.Controls)
		}
		if s := r.Way.Press(r, m, Asker, Missing); s.Dialog == nil {
			r.Errorf("no dialog asks what should have been found: %q", s.Text)
		} else {
			r.Way.Submit(r, *s.Dialog, Asker, map[string]string{FieldReason: "the onward journey"})
		}
	}},
	{"it is seen to work within a second", nil, seenToWork},
	{"an answer is edited in place", nil, func(r *Rig) {
		r.Start()
		first := ""
		r.gate(func(_ context.Context, t chat.Task, post func() (chat.Ref, error)) (chat.Ref, error) {
			ref, err := post()
			if err == nil && first == "" {
				first = ref.Message
				return chat.Ref{}, errors.New("the caller did not hear of it")
			}
			if err == nil && ref.Message != first {
				r.Errorf("posted as %s after %s, want it edited in place", ref.Message, first)
			}
			return ref, err
		})
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		r.answer(Asker)
		r.one(Other, 1)
	}},
	{"what goes wrong ends in an apology", nil, func(r *Rig) {
		r.Setup.Timeout = 300 * time.Millisecond
		r.Start()
		r.hook(func(context.Context, bot.Request, chat.Asker) (bot.Answer, error) { panic("the reader panics") })
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		r.told(Asker, "Something went wrong on my side")
		r.hook(func(ctx context.Context, _ bot.Request, _ chat.Asker) (bot.Answer, error) {
			<-ctx.Done()
			return bot.Answer{}, ctx.Err()
		})
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		m := r.told(Asker, "This took too long")
		if len(m.Controls) > 0 {
			r.Errorf("below an apology stand %v", m.Controls)
		}
		r.settle()
	}},
	{"an article full of markup arrives inert", nil, inert},
}

// inert asks for the hostile article, first as it is and then with its text in
// every place of an answer. Whatever a message shows as more than text is
// looked at when the scenario ends.
func inert(r *Rig) {
	r.Setup.Settings.Collections = []string{Hostile}
	r.Start()
	look := func(quote string) {
		r.Way.Command(r, General, Asker, evilAsk, chat.Options{})
		m := r.answer(Asker)
		r.has(m.Text, "3 May 2024", quote, "The <!everyone> Gazette @everyone <@&1>")
		s := r.Way.Press(r, m, Other, Evidence)
		r.has(s.Text, HostileQuote)
		list := r.Way.Press(r, m, Other, Articles)
		r.has(list.Text, "The <!everyone> Gazette @everyone <@&1>")
		for _, text := range []string{m.Text, s.Text, list.Text} {
			if strings.ContainsAny(text, "\u202e\u2066\u2069\u200f") {
				r.Errorf("the direction of text is turned: %q", text)
			}
		}
		if c := r.Way.Press(r, m, Asker, WrongDate); c.Dialog == nil {
			r.Errorf("a wrong date can't be reported: %q", c.Text)
		}
	}
	look("Lavrov visited Lima")
	r.hook(func(ctx context.Context, req bot.Request, next chat.Asker) (bot.Answer, error) {
		a, err := next.Ask(ctx, req)
		if err != nil || len(a.Citations) == 0 {
			return a, err
		}
		a.Lead = "3 May 2024 " + HostileQuote[len("Lavrov visited Lima on "):] + " [1]"
		a.ReadAs, a.Notes = HostileQuote, []string{HostileQuote}
		a.Citations[0].Quote = HostileQuote
		return a, nil
	})
	look(HostileQuote)
}

func optionsNarrow(r *Rig) {
	r.Setup.Settings.Collections = []string{Public, Closed}
	r.Start()
	for _, row := range []struct {
		question string
		o        chat.Options
		has, not string
	}{
		{recent, chat.Options{}, "20 Nov", ""},
		{recent, chat.Options{To: "2010-12-31"}, "", "Nov 2014"},
		{recent, chat.Options{From: "2015-01-01"}, "", "Nov 2014"},
		{recent, chat.Options{From: "2014-01-01", To: "2014-12-31"}, "20 Nov", ""},
		{recent, chat.Options{AsOf: "2010-01-01"}, "", "Nov 2014"},
		{closedAsk, chat.Options{Collection: Closed}, "3 May 2024", ""},
		{closedAsk, chat.Options{Collection: Public}, "", "3 May 2024"},
		{closedAsk, chat.Options{Source: "The Gulf Monitor"}, "3 May 2024", ""},
		{closedAsk, chat.Options{Source: "Indus Wire"}, "", "3 May 2024"},
	} {
		s := r.Way.Command(r, General, Asker, row.question, row.o)
		if s.Text != "" && !strings.Contains(s.Text, "Reading") {
			r.Errorf("%q with %+v is answered %q", row.question, row.o, s.Text)
			continue
		}
		m := r.answer(Asker)
		if !strings.Contains(m.Text, row.has) || row.not != "" && strings.Contains(m.Text, row.not) {
			r.Errorf("%q with %+v is answered\n%s\nwant %q in it and not %q", row.question, row.o, m.Text, row.has, row.not)
		}
	}
}

func helps(r *Rig) {
	r.Start()
	c := r.Way.Capabilities()
	text := r.Way.Help(r, General, Asker).Text
	r.has(text, c.Command, "quote", c.Brief+" TOPIC", c.Subscribe+" TOPIC every weekday", c.Subscriptions)
	for _, row := range []struct {
		has      bool
		sentence string
	}{
		{c.Mentions, "don't see messages that name me"},
		{c.Messages || c.Replies, "I don't see messages that don't"},
		{c.Threads || !c.Mentions, "can't read threads"},
		{c.InThreads, "doesn't work within threads"},
		{c.Direct, "I take no direct messages"},
		{c.Private, "can't answer for your eyes alone"},
	} {
		if strings.Contains(text, row.sentence) == row.has {
			r.Errorf("help says %q: %v, want %v, in\n%s", row.sentence, row.has, !row.has, text)
		}
	}
	if strings.Contains(text, "You manage me") {
		r.Errorf("help tells who manages nothing how to: %s", text)
	}
	r.has(r.Way.Help(r, General, Admin).Text, c.Manage)
}

func seenToWork(r *Rig) {
	r.Start()
	ask := func(m Message) {
		asked := r.Clock.Now()
		var at time.Time
		r.wait("to be seen to work", func() (ok bool) { at, ok = r.Way.Working(m); return ok })
		if took := at.Sub(asked); took > time.Second {
			r.Errorf("seen to work after %v, want it within a second", took)
		}
	}
	hold := make(chan struct{})
	r.hook(func(ctx context.Context, req bot.Request, next chat.Asker) (bot.Answer, error) {
		<-hold
		return next.Ask(ctx, req)
	})
	r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
	ask(Message{})
	if c := r.Way.Capabilities(); c.Mentions {
		ask(r.Way.Mention(r, general, Other, lastVisit))
		ask(r.Way.Direct(r, Other, lastVisit))
	}
	if n := len(r.answers(Asker)); n > 0 {
		r.Errorf("%d answers are there before they can be", n)
	}
	close(hold)
	r.answer(Asker)
	r.settle()
}
