package bottest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/bottest/fakediscord"
	"dateline/bot/chat"
)

// TestDiscordUnreachable: who subscribes where the bot may not write is told at
// once.
func TestDiscordUnreachable(t *testing.T) {
	for _, byHTTP := range []bool{false, true} {
		t.Run(map[bool]string{false: "gateway", true: "http"}[byHTTP], func(t *testing.T) {
			r, w := discordRig(t, byHTTP)
			r.Start()
			for _, deny := range []fakediscord.Permissions{fakediscord.SendMessages, fakediscord.ViewChannel} {
				id, err := w.AddChannel("guild", fakediscord.Channel{Name: "closed" + deny.String(),
					Overwrites: []fakediscord.Overwrite{{Member: w.ApplicationID(), Deny: deny}}})
				if err != nil {
					t.Fatal(err)
				}
				r.has(w.Subscribe(t, id, Asker, harbour, daily, false).Text, "may not write here")
				r.has(w.Subscriptions(t, id, Asker, chat.VerbList, "").Text, "Nothing is subscribed")
			}
		})
	}
}

// TestDiscordReach: without a word of Discord's on permissions a place that the
// bot does not see is still known.
func TestDiscordReach(t *testing.T) {
	r, w := discordRig(t, false)
	id, err := w.AddChannel("guild", fakediscord.Channel{Name: "hidden", Overwrites: []fakediscord.Overwrite{{Member: w.ApplicationID(), Deny: fakediscord.ViewChannel}}})
	if err != nil {
		t.Fatal(err)
	}
	r.StartDeaf()
	a, err := w.Connect(bounded(t), t, r.desk)
	if err != nil {
		t.Fatal(err)
	}
	reach := a.(chat.Reacher).Reach
	if err := reach(bounded(t), chat.Place{Platform: "discord", Channel: w.ChannelID(General)}); err != nil {
		t.Errorf("a channel that it sees: %v", err)
	}
	if err := reach(bounded(t), chat.Place{Platform: "discord", Channel: id}); err == nil || !strings.Contains(chat.Plain(err), "may not write") {
		t.Errorf("a channel that it does not see: %v", err)
	}
}

// TestDiscordScheduledThread: what is subscribed to in a thread comes there.
func TestDiscordScheduledThread(t *testing.T) {
	r, w := discordRig(t, false)
	r.serving()
	th := w.Thread(t, w.Say(t, general, Asker, "The harbour."), Asker)
	r.subscribe(th.Thread, Asker, false)
	r.until(dueAt(0))
	if m := r.answer(Asker); m.At.Channel != th.Thread {
		t.Errorf("the briefing is at %v, want it in the thread %v", m.At, th)
	}
}

// TestDiscordNumber: the number of a subscription is proposed with its topic,
// and taken so.
func TestDiscordNumber(t *testing.T) {
	r, w := discordRig(t, true)
	r.serving()
	n := r.subscribe(General, Asker, false)
	in, err := w.Autocomplete(General, Asker, "subscriptions", "number", "", map[string]any{"action": "pause"})
	var got []string
	for _, c := range w.response(t, in, err).Choices {
		got = append(got, str(c, "value"))
	}
	if !slices.Equal(got, []string{n + " " + harbour}) {
		t.Fatalf("numbers are proposed as %q", got)
	}
	for option, want := range map[string]string{"since": "2026-02", "collection": Public} {
		in, err := w.Autocomplete(General, Asker, "brief", option, want[:4], map[string]any{"topic": harbour})
		if choices := w.response(t, in, err).Choices; len(choices) == 0 || !slices.ContainsFunc(choices, func(c any) bool { return str(c, "value") == want }) {
			t.Errorf("for %s %q is proposed, want %q among it", option, choices, want)
		}
	}
	r.has(w.Subscriptions(t, General, Asker, chat.VerbPause, got[0]).Text, "is paused")
	r.has(w.Subscriptions(t, General, Asker, chat.VerbResume, "").Text, "by its number")
}

// TestDiscordScheduledGone: a subscription of a channel that can't be posted to
// any more is paused, and says why.
func TestDiscordScheduledGone(t *testing.T) {
	r, w := discordRig(t, true)
	r.serving()
	r.subscribe(General, Asker, false)
	if err := w.SetOverwrites(General, fakediscord.Overwrite{Role: w.GuildID("guild"), Deny: fakediscord.SendMessages}); err != nil {
		t.Fatal(err)
	}
	r.until(dueAt(0))
	r.pausedFor("could not post")
}

// TestDiscordFailedDeleted: a sentence that nobody asked for can be deleted by
// who manages the place and by who made the subscription, and by nobody else.
func TestDiscordFailedDeleted(t *testing.T) {
	r, _ := discordRig(t, false)
	r.serving()
	r.subscribe(General, Asker, false)
	r.briefHook(unreadable)
	r.until(dueAt(0))
	m := r.told(Other, "failed")
	r.settle()
	r.has(r.Way.Press(r, m, Other, Delete).Text, "Only who")
	r.said(General, 1)
	r.has(r.Way.Press(r, m, Admin, Delete).Text, "Deleted")
	r.said(General, 0)
	r.until(dueAt(1))
	m = r.told(Other, "failed")
	r.settle()
	r.has(r.Way.Press(r, m, Asker, Delete).Text, "Deleted")
	r.said(General, 0)
}

// TestDiscordPrivateProblem: a sentence that comes as a direct message is found
// again after a kill.
func TestDiscordPrivateProblem(t *testing.T) {
	r, _ := discordRig(t, false)
	r.Setup.Drain = time.Millisecond
	r.Start()
	r.Way.Set(r, General, Admin, chat.KeyPrivate, "on", false)
	r.briefHook(unreadable)
	r.killedOnPost(func() { r.Way.Mention(r, general, Asker, "brief "+topic) })
	r.settle()
	n := 0
	for _, m := range r.Way.Seen(Asker) {
		if strings.Contains(m.Text, "failed") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("it is said %d times that it failed, want once", n)
	}
	r.Kill()
}
