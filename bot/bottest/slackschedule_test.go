package bottest

import (
	"log/slog"
	"strings"
	"testing"

	"dateline/bot/bottest/fakeslack"
	"dateline/bot/chat"
	"dateline/bot/slack"
	"dateline/bot/state"
	"dateline/config/secret"
)

// TestSlackWords: what the commands of their own do the words behind /dateline
// do too.
func TestSlackWords(t *testing.T) {
	r, w := slackRig(t, true)
	r.serving()
	w.slash(t, General, Asker, "brief "+harbour+" since 2026-02-01")
	r.briefed(r.answer(Asker))
	r.settle()
	w.slash(t, General, Asker, "brief: when did dockers in Port Onega walk out?")
	if m := r.answer(Asker); len(lines(m)) > 0 {
		t.Errorf("a question is answered by a briefing: %q", m.Text)
	}
	r.has(w.slash(t, General, Asker, "subscribe "+harbour+" "+daily+" quiet").Text, "Subscribed", "silent where nothing is new")
	r.has(w.slash(t, General, Asker, "subscriptions").Text, harbour)
	r.has(w.slash(t, General, Asker, "subscriptions run 1").Text, "runs now")
	r.has(r.answer(Asker).Text, "Nothing new") // who runs it wants to hear that
	r.one(Other, 3)
	r.has(w.slash(t, General, Asker, "subscriptions drop 1").Text, "pause 3")
	r.has(w.slash(t, General, Asker, "subscribe").Text, "every weekday")
	for _, command := range []string{"/brief", "/subscribe", "/subscriptions"} {
		r.has(w.typed(t, General, Asker, command, "help").Text, "Briefing: /brief TOPIC")
	}
}

// TestSlackUnreachable: who subscribes where the bot is no member, or nobody can
// write, is told at once.
func TestSlackUnreachable(t *testing.T) {
	r, w := slackRig(t, false)
	r.Start()
	w.Remove("C0GENERAL", w.Bot())
	r.has(w.Subscribe(t, General, Asker, harbour, daily, false).Text, "not a member here", "/invite")
	r.has(w.Subscriptions(t, General, Asker, chat.VerbList, "").Text, "Nothing is subscribed")
	r.has(w.Subscribe(t, Random, Asker, harbour, daily, false).Text, "Subscribed")
}

// TestSlackScheduledGone: a subscription of a channel that can't be posted to any
// more is paused, and says why.
func TestSlackScheduledGone(t *testing.T) {
	r, w := slackRig(t, false)
	r.serving()
	r.subscribe(General, Asker, false)
	w.Archive("C0GENERAL")
	r.until(dueAt(0))
	r.pausedFor("could not post")
}

// pausedFor waits until the first subscription is paused for a reason.
func (r *Rig) pausedFor(reason string) {
	r.Helper()
	r.wait("the subscription to be paused", func() (paused bool) {
		r.view(func(tx *state.Tx) error {
			s, err := tx.Subscription(1)
			paused = !s.Paused.IsZero() && strings.Contains(s.Reason, reason)
			return err
		})
		return paused
	})
	r.until(dueAt(2))
	r.settle()
	if row := r.task(1); row.Status != "gone" {
		r.Errorf("ended as %s: %s", row.Status, row.Error)
	}
}

// TestSlackReach: with the scopes of the manifest it is known of every kind of
// place whether the bot can post there.
func TestSlackReach(t *testing.T) {
	_, _, channels := fakeslack.Default()
	people := []string{slackUsers[Asker], slackUsers[Other]}
	for _, kind := range []fakeslack.Kind{fakeslack.MPIM, fakeslack.Private} {
		channels = append(channels,
			fakeslack.Channel{ID: "G0WITHBOT" + strings.ToUpper(string(kind)), Team: "T0DATELINE", Name: string(kind) + "-with", Kind: kind, Members: append(people, "U0BOT0000")},
			fakeslack.Channel{ID: "G0WITHOUT" + strings.ToUpper(string(kind)), Team: "T0DATELINE", Name: string(kind) + "-without", Kind: kind, Members: people})
	}
	_, scopes := installed(t)
	s, err := fakeslack.New(fakeslack.Options{Channels: channels, Scopes: scopes})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	dm, err := s.OpenDM(slackUsers[Asker])
	if err != nil {
		t.Fatal(err)
	}
	b, err := slack.New(bounded(t), slack.Options{BotToken: secret.New(fakeslack.DefaultBotToken), APIURL: s.URL(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		channel, told string // "": it can
	}{
		{"C0GENERAL", ""}, {"G0PRIVATE", ""}, {"G0WITHBOTGROUP", ""}, {"G0WITHBOTMPIM", ""}, {dm, ""},
		{"C0NOBOT00", "not a member"}, {"C0UNKNOWN", "not a member"}, {"G0WITHOUTGROUP", "not a member"}, {"G0WITHOUTMPIM", "not a member"}, {"D0OTHERS00", "not a member"},
		{"C0ARCHIVE", "is archived"},
	} {
		err := b.Reach(bounded(t), chat.Place{Platform: slack.Name, Channel: row.channel, Direct: row.channel[0] == 'D'})
		if row.told == "" && err != nil || row.told != "" && (err == nil || !strings.Contains(chat.Plain(err), row.told)) {
			t.Errorf("Reach(%s) = %v, want %q", row.channel, err, row.told)
		}
	}
	if v := s.Violations(); len(v) > 0 {
		t.Errorf("against the platform's rules: %v", v)
	}
}
