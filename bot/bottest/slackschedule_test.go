package bottest

import (
	"strings"
	"testing"

	"dateline/bot/bottest/fakeslack"
	"dateline/bot/chat"
	"dateline/bot/state"
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
}

// TestSlackUnreachable: who subscribes where the bot is no member, or nobody can
// write, is told at once.
func TestSlackUnreachable(t *testing.T) {
	r, w := slackRig(t, false)
	r.Start()
	w.SetScopes(append([]string{"usergroups:read"}, without(fakeslack.DefaultScopes, "chat:write.public")...)...)
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
