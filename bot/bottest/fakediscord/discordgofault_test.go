package fakediscord

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

func TestDiscordgoReconnects(t *testing.T) {
	o := unlimited()
	o.HeartbeatInterval = 5 * time.Second // that a busy machine does not miss one, and begin a session that has no past
	s := start(t, o)
	got := make(chan string, 100)
	open(t, s, goIntents, func(_ *discordgo.Session, m *discordgo.MessageCreate) { got <- m.Content })
	ctx := bounded(t)
	// The library calls handlers at once: messages come in any order.
	came := map[string]bool{}
	expect := func(want string) {
		t.Helper()
		for !came[want] {
			select {
			case text := <-got:
				came[text] = true
			case <-ctx.Done():
				t.Fatalf("%q did not come", want)
			}
		}
	}
	for what, fault := range map[string]func(){
		"op 7": s.Reconnect, "cut": s.CutGateway, "4000": func() { s.CloseGateway(4000) },
		"op 9": func() { s.InvalidateSessions(false) },
	} {
		before := s.Identifies() + s.Resumes()
		fault()
		if err := s.WaitFor(ctx, func() bool { return s.Connected() && s.Identifies()+s.Resumes() > before }); err != nil {
			t.Fatalf("%s: no reconnection: %v", what, err)
		}
		if _, err := s.Say("general", "reader", what); err != nil {
			t.Fatal(err)
		}
		expect(what)
	}
	s.FailEvent(EventFault{Kind: DropEvent, Name: "MESSAGE_CREATE"})
	for _, text := range []string{"dropped", "behind it"} {
		if _, err := s.Say("general", "reader", text); err != nil {
			t.Fatal(err)
		}
	}
	expect("dropped")
	expect("behind it")
}

func TestDiscordgoRateLimit(t *testing.T) {
	s := start(t, Options{Limits: Limits{Scale: 10}})
	d := open(t, s, discordgo.IntentsGuilds)
	began := time.Now()
	for range 7 {
		if _, err := d.ChannelMessageSendComplex(s.ChannelID("general"), &discordgo.MessageSend{Content: "x", AllowedMentions: none}); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took < 400*time.Millisecond || len(s.Messages("general")) != 7 {
		t.Errorf("7 messages where 5 in 0.5 s may be sent took %v, %d came", took, len(s.Messages("general")))
	}
	s.Fail(Failure{Kind: TooMany, Method: "POST", Wait: 100 * time.Millisecond})
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_, err := d.ChannelMessageSendComplex(s.ChannelID("random"), &discordgo.MessageSend{Content: "x", AllowedMentions: none},
		discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false))
	var limited *discordgo.RateLimitError
	if !errors.As(err, &limited) || limited.RetryAfter != 100*time.Millisecond {
		t.Errorf("a 429 = %v", err)
	}
}

// Whatever befalls events and connections, a client that resumes sees each message, once or more.
func TestDiscordgoSeesAll(t *testing.T) {
	o := unlimited()
	o.Faults = Faults{Duplicate: 0.05, Delay: 0.05, Reorder: 0.05, Drop: 0.01, MaxDelay: 5 * time.Millisecond}
	s := start(t, o)
	var mu sync.Mutex
	seen := map[string]int{}
	open(t, s, goIntents, func(_ *discordgo.Session, m *discordgo.MessageCreate) {
		mu.Lock()
		defer mu.Unlock()
		seen[m.ID]++
	})
	ctx := bounded(t)
	var said []string
	for i := range 400 {
		if err := s.WaitConnected(ctx); err != nil {
			t.Fatal(err)
		}
		m, err := s.Say("general", "reader", "x")
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, m.ID)
		switch i {
		case 100:
			s.CutGateway()
		case 200:
			s.CloseGateway(4000)
		}
		time.Sleep(time.Millisecond)
	}
	missing := func() (n int) {
		mu.Lock()
		defer mu.Unlock()
		for _, id := range said {
			if seen[id] == 0 {
				n++
			}
		}
		return n
	}
	if err := s.WaitFor(ctx, func() bool { return missing() == 0 }); err != nil {
		t.Errorf("%d of %d messages never came; %d sessions, %d resumes", missing(), len(said), s.Identifies(), s.Resumes())
	}
	twice := 0
	for _, n := range seen {
		if n > 1 {
			twice++
		}
	}
	if twice == 0 || s.Resumes() < 3 {
		t.Errorf("%d came twice, %d resumes: the faults did not happen", twice, s.Resumes())
	}
}

// A client that hears no answer to its heartbeats connects anew.
func TestDiscordgoZombie(t *testing.T) {
	o := unlimited()
	o.HeartbeatInterval = 100 * time.Millisecond
	s := start(t, o)
	open(t, s, goIntents)
	before := s.Identifies() + s.Resumes()
	s.SilenceAcks(true)
	if err := s.WaitFor(bounded(t), func() bool { return s.Identifies()+s.Resumes() > before }); err != nil {
		t.Errorf("no new connection: %v", err)
	}
	s.SilenceAcks(false)
}
