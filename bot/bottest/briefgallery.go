package bottest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/bot/chat"
	"dateline/bot/state"
)

// briefings returns two over the example archive, as a desk has them posted: one
// since a month by command, and the next of a schedule, which has nothing new to
// tell.
func briefings(ctx context.Context) (out []Picture, err error) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		return nil, err
	}
	books, err := newLibrary(func() time.Time { return Start })
	if err != nil {
		return nil, err
	}
	clock := NewClock(time.Date(2026, 3, 6, 9, 0, 0, 0, vienna))
	st, err := state.Memory(ctx, state.Options{Now: clock.Now})
	if err != nil {
		return nil, err
	}
	settings := chat.DefaultSettings()
	settings.Collections = []string{Public}
	desk, err := chat.New(chat.Setup{Asker: books.reader(clock.Now), Archive: books.Archive, Search: books.Search, Briefer: books.composer(clock.Now),
		State: st, Settings: settings, Now: clock.Now, After: clock.After})
	if err != nil {
		return nil, err
	}
	posted := make(posts, 1)
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- desk.Run(running, map[string]chat.Platform{"slack": posted}) }()
	defer func() {
		stop()
		err = errors.Join(err, <-ended, st.Close(), books.Archive.Close())
	}()

	place, who := chat.Place{Platform: "slack", Channel: General}, chat.Person{ID: Asker}
	take := func(name, question string) error {
		select {
		case p := <-posted:
			p.Name, p.Question = name, question
			out = append(out, p)
			return nil
		case <-time.After(patience):
			return fmt.Errorf("%s is not posted", name)
		}
	}
	const when = "every weekday 08:30 Europe/Vienna"
	got, err := desk.Accept(ctx, chat.Request{Keys: []string{"1"}, Place: place, User: who, Kind: chat.Command, Text: topic, Brief: &chat.Brief{Since: topicSince}})
	if err != nil || got.Verdict != chat.Accepted {
		return nil, fmt.Errorf("briefing: %v %s", err, got.Text)
	}
	if err := take("briefing", "/brief "+topic+" since "+topicSince); err != nil {
		return nil, err
	}
	if _, err := desk.Schedule(ctx, chat.Order{Keys: []string{"2"}, Place: place, User: who, Verb: chat.VerbAdd, Topic: topic, When: when}); err != nil {
		return nil, err
	}
	clock.Move(71*time.Hour + 30*time.Minute) // past the weekend
	return out, take("briefing-nothing-new", "/subscribe "+topic+" "+when)
}

// posts is a platform that hands on what it is to post.
type posts chan Picture

// Working does nothing.
func (p posts) Working(context.Context, chat.Task) error { return nil }

// Post hands a reply on.
func (p posts) Post(_ context.Context, t chat.Task, r chat.Reply) (chat.Ref, error) {
	p <- Picture{Task: t, Reply: r}
	return chat.Ref{Channel: General, Message: fmt.Sprint(t.ID)}, nil
}

// Thread has none.
func (p posts) Thread(context.Context, chat.Place, string, int) ([]chat.Utterance, error) {
	return nil, nil
}

// longBriefing fills every part beyond its budget.
func longBriefing() Picture {
	sentence := "The ministers spoke at length of trade, of the pipeline and of the exercises that were to come. "
	words := strings.Repeat(sentence, 8)
	c := chat.Card{Lead: words, Caveat: words, Coverage: words}
	n := 0
	for i, title := range []string{"", "Changed", "Ahead", "Undated"} {
		s := chat.Section{Title: title, More: i}
		for j := range 12 - 3*i {
			x := briefItem(&n, fmt.Sprintf("%d Apr 2021", j+1), words)
			if title == "Changed" {
				before := briefItem(&n, fmt.Sprintf("%d Apr 2021", j), words)
				x.Label, x.Before = "killed: 15, was 12", &before
			}
			s.Items = append(s.Items, x)
		}
		c.Sections = append(c.Sections, s)
	}
	return Picture{Name: "briefing-long", Question: "(a briefing that fills every part beyond its budget)", Task: chat.Task{ID: 95}, Reply: chat.Reply{Card: c}}
}

func briefItem(n *int, date, text string) chat.Item {
	*n++
	link := fmt.Sprintf("https://news.example/%d#:~:text=ministers%%20spoke", *n)
	return chat.Item{Date: date, New: *n%2 == 0, Text: text, Quoted: *n%3 != 0, Marks: []chat.Mark{{N: *n, Link: link}, {N: *n + 40}}, Sources: "3 sources"}
}

// hostileBriefing has markup of every kind in every part.
func hostileBriefing() Picture {
	s := "- # > " + HostileQuote
	link := "https://news.example/a?(b)=<c>|d&e=*f*#:~:text=Lavrov"
	before := chat.Item{Date: "-# 1. x", Text: s, Quoted: true, Label: s, Marks: []chat.Mark{{N: 2, Link: "javascript:alert(1)"}}}
	c := chat.Card{Lead: "> " + s, Caveat: "-# " + s, Coverage: "- " + s, Sections: []chat.Section{
		{Title: "# " + s, Items: []chat.Item{
			{Date: "@everyone", New: true, Text: s, Quoted: true, Marks: []chat.Mark{{N: 1, Link: link}}, Sources: "<@1>"},
			{Date: "8 Apr 2021", Text: "1. " + s, Label: "**bold**", Before: &before},
		}, More: 2}}}
	return Picture{Name: "briefing-markup", Question: "(a briefing with markup in every part)", Task: chat.Task{ID: 96}, Reply: chat.Reply{Card: c}}
}
