package main

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot/bottest/fakediscord"
	"dateline/bot/bottest/fakeslack"
)

// lockedBuffer is a buffer that several may write to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serving runs a command until the test ends it, and returns how to end it and
// get its exit status, and its log.
func serving(t *testing.T, env map[string]string, args ...string) (stop func() int, log *lockedBuffer) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	log = &lockedBuffer{}
	exit := make(chan int, 1)
	go func() {
		exit <- run(ctx, args, nil, log, log, func(key string) string { return env[key] }, time.Now)
	}()
	stop = sync.OnceValue(func() int {
		cancel()
		select {
		case status := <-exit:
			return status
		case <-time.After(60 * time.Second):
			t.Error("serve does not end")
			return -1
		}
	})
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Log(log)
		}
	})
	return stop, log
}

// eventually waits for a condition until the context ends.
func eventually(ctx context.Context, cond func() bool) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !cond() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}

func TestServeBoth(t *testing.T) {
	s, err := fakeslack.New(fakeslack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	d, err := fakediscord.Start(fakediscord.Options{
		Privileged: fakediscord.IntentMessageContent,
		Users:      []fakediscord.User{{Name: "asker"}},
		Guilds: []fakediscord.Guild{{Name: "newsroom", Members: []fakediscord.Member{{User: "asker"}},
			Channels: []fakediscord.Channel{{Name: "desk"}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	env := map[string]string{
		"DATELINE_STORE":           t.TempDir(),
		"DATELINE_SLACK_API_URL":   s.URL(),
		"DATELINE_SLACK_BOT_TOKEN": fakeslack.DefaultBotToken,
		"DATELINE_SLACK_APP_TOKEN": fakeslack.DefaultAppToken,
		"DATELINE_DISCORD_API_URL": d.URL(),
		"DATELINE_DISCORD_TOKEN":   d.Token(),
	}
	stop, log := serving(t, env, "serve", "--example")
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	if err := eventually(ctx, func() bool { return s.Connected() > 0 && d.Connected() }); err != nil {
		t.Fatal("not connected: ", err)
	}

	said, err := s.Mention("C0GENERAL", "", "U0ASKER00", "when did Lavrov last visit before 2021?")
	if err != nil {
		t.Fatal(err)
	}
	answered := func() bool {
		for _, m := range s.Thread("C0GENERAL", said.TS) {
			if strings.Contains(m.Shown(), "2012, to Pakistan.") {
				return true
			}
		}
		return false
	}
	if err := eventually(ctx, answered); err != nil {
		t.Fatal("no answer in Slack: ", err)
	}

	if _, err := d.Mention("desk", "asker", "when did Lavrov last visit before 2021?"); err != nil {
		t.Fatal(err)
	}
	answered = func() bool {
		for _, m := range d.BotMessages() {
			if strings.Contains(m.Content, "2012, to Pakistan") {
				return true
			}
		}
		return false
	}
	if err := eventually(ctx, answered); err != nil {
		t.Fatal("no answer in Discord: ", err)
	}
	if status := stop(); status != exitOK {
		t.Errorf("exit status %d, want %d", status, exitOK)
	}
	for _, secret := range []string{fakeslack.DefaultBotToken, fakeslack.DefaultAppToken, d.Token(), "Lavrov"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %q in it", secret)
		}
	}
}

func TestServeRefusals(t *testing.T) {
	for _, row := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nowhere to serve", nil, "no platform is configured: set slack.bot_token or discord.token"},
		{"no archive", map[string]string{"DATELINE_SLACK_BOT_TOKEN": "xoxb-1", "DATELINE_SLACK_APP_TOKEN": "xapp-1"}, "no archive"},
	} {
		env := map[string]string{"DATELINE_STORE": t.TempDir()}
		for k, v := range row.env {
			env[k] = v
		}
		var out bytes.Buffer
		status := run(t.Context(), []string{"serve"}, nil, &out, &out, func(key string) string { return env[key] }, time.Now)
		if status != exitNothing || !strings.Contains(out.String(), row.want) {
			t.Errorf("%s: exit status %d and %q, want %d and %q", row.name, status, out.String(), exitNothing, row.want)
		}
	}
}
