package bottest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/bot/bottest/fakediscord"
	"dateline/bot/chat"
	"dateline/bot/discord"
	"dateline/config/secret"
)

func discordRig(t *testing.T, byHTTP bool) (*Rig, *discordWay) {
	t.Parallel()
	r := newRig(t, openDiscord(byHTTP))
	return r, r.Way.(*discordWay)
}

func TestDiscordSignatures(t *testing.T) {
	r, w := discordRig(t, true)
	r.Start()
	ctx := bounded(t)
	url, ping := w.hook.URL, w.PingBody()
	stamp := secondsOf(r.Clock.Now())
	for _, row := range []struct {
		name string
		got  fakediscord.Posted
		want int
	}{
		{"right", w.Send(ctx, url, fakediscord.Post{Body: ping, Timestamp: stamp}), 200},
		{"replayed", w.Send(ctx, url, fakediscord.Post{Body: ping, Timestamp: stamp}), 401},
		{"replayed in other letters", w.Send(ctx, url, fakediscord.Post{Body: ping, Timestamp: stamp, Signature: strings.ToUpper(w.Sign(stamp, ping))}), 401},
		{"forged", w.SendForged(ctx, url, ping), 401},
		{"stale", w.SendStale(ctx, url, ping, 6*time.Minute), 401},
		{"ahead", w.SendStale(ctx, url, ping, -6*time.Minute), 401},
		{"none", w.Send(ctx, url, fakediscord.Post{Body: ping, Unsigned: true}), 401},
		{"of a time that is no number", w.Send(ctx, url, fakediscord.Post{Body: ping, Timestamp: "soon"}), 401},
		{"too large", w.SendLarge(ctx, url, 2<<20), 413},
		{"right, of no interaction", w.Send(ctx, url, fakediscord.Post{Body: []byte("{")}), 400},
		{"right, of an unknown type", w.Send(ctx, url, fakediscord.Post{Body: []byte(`{"id":"1","type":99,"token":"t"}`)}), 200},
	} {
		if row.got.Err != nil || row.got.Status != row.want {
			t.Errorf("a request whose signature is %s gets %d, %v, want %d", row.name, row.got.Status, row.got.Err, row.want)
		}
	}
	resp, err := http.Get(url)
	if err != nil || resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET = %v, %v", resp, err)
	} else {
		_ = resp.Body.Close()
	}
}

// TestDiscordHopeless: errors that connecting again does not help end with
// what to do, and hold no secret.
func TestDiscordHopeless(t *testing.T) {
	r, w := discordRig(t, false)
	r.StartDeaf()
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	o := w.options(r.desk, log)
	const wrong = "not-the-token-at-all"
	o.Token = secret.New(wrong)
	if _, err := discord.New(bounded(t), o); err == nil || !strings.Contains(err.Error(), "discord.token") || strings.Contains(err.Error(), wrong) {
		t.Errorf("with a wrong token New says %v", err)
	}
	o = w.options(r.desk, log)
	o.HTTP, o.PublicKey = true, []byte("short")
	if _, err := discord.New(bounded(t), o); err == nil || !strings.Contains(err.Error(), "discord.public_key") {
		t.Errorf("with a short key New says %v", err)
	}
}

// TestDiscordIntents: message content that is not switched on ends with what
// to do, and does not try for ever.
func TestDiscordIntents(t *testing.T) {
	r, w := discordRig(t, true) // asks for nothing itself
	r.StartDeaf()
	fake := newDiscordWay(t, w.world, false, discord.Options{})
	t.Cleanup(fake.Close)
	o := fake.options(r.desk, slog.New(slog.NewTextHandler(io.Discard, nil)))
	o.MessageContent = true
	b, err := discord.New(bounded(t), o)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.RunGateway(bounded(t)); err == nil || !strings.Contains(err.Error(), "Message Content Intent") || !strings.Contains(err.Error(), "4014") {
		t.Errorf("RunGateway says %v", err)
	}
}

// TestDiscordZombie: a connection on which heartbeats stay unanswered is given
// up, and its session is resumed.
func TestDiscordZombie(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(t testing.TB, w World) Way {
		return newDiscordWay(t, w, false, discord.Options{MessageContent: true, Silence: 700 * time.Millisecond})
	})
	w := r.Way.(*discordWay)
	r.Start()
	w.SilenceAcks(true)
	r.wait("the silent connection to be given up", func() bool { return w.Resumes() > 0 })
	w.SilenceAcks(false)
	r.ask(Asker)
	r.answer(Asker)
	r.one(Other, 1)
	if n := w.Identifies(); n != 1 {
		t.Errorf("%d sessions were begun, want the first resumed", n)
	}
}

// TestDiscordBriefOptions: a day that is none is refused at once, a briefing may
// be private or of one collection.
func TestDiscordBriefOptions(t *testing.T) {
	r, w := discordRig(t, false)
	r.Start()
	r.has(r.Way.Brief(r, General, Asker, topic, "the day of wrath", chat.Options{}).Text, "no date that can be read")
	s := w.asked(t, General, Asker, "brief", map[string]any{"topic": topic, "since": topicSince}, chat.Options{Collection: Closed})
	r.has(s.Text, Closed)
	w.asked(t, General, Asker, "brief", map[string]any{"topic": topic, "since": topicSince}, chat.Options{Private: true, Collection: Public})
	m := r.answer(Asker)
	r.briefed(m)
	if m.OnlyFor != Asker {
		t.Errorf("a private briefing is for %q", m.OnlyFor)
	}
	r.one(Asker, 1)
}

// TestDiscordRegister: registering again changes nothing.
func TestDiscordRegister(t *testing.T) {
	r, w := discordRig(t, true)
	r.Start()
	b, err := discord.New(bounded(t), w.options(r.desk, slog.New(slog.NewTextHandler(io.Discard, nil))))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []bool{false, true, false} {
		guild := ""
		if n > 0 {
			guild = w.GuildID("guild")
		}
		changed, err := b.Register(bounded(t), guild)
		if err != nil || changed != want {
			t.Errorf("Register() number %d = %v, %v, want %v", n+1, changed, err, want)
		}
	}
	puts := 0
	for _, c := range w.Calls() {
		if c.Method == http.MethodPut {
			puts++
		}
	}
	if puts != 2 {
		t.Errorf("%d lists of commands were sent, want 2", puts)
	}
}

// TestDiscordWithoutContent: without the privileged intent the bot hears
// mentions, replies and direct messages, and its help says that it hears no
// more.
func TestDiscordWithoutContent(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(t testing.TB, w World) Way { return newDiscordWay(t, w, false, discord.Options{}) })
	helps(r)
	th := r.begun()
	n := len(r.answers(Asker))
	r.Way.Say(r, th, Asker, recent)
	r.fence()
	if got := len(r.answers(Asker)) - 1; got != n {
		t.Errorf("%d answers, want %d: it hears what it can't", got, n)
	}
	r.Way.Direct(r, Asker, recent)
	r.answer(Asker)
	r.Way.Mention(r, general, Asker, lastVisit)
	m := r.answer(Asker)
	r.settle()
	r.Way.Reply(r, m, Asker, whoMet)
	r.has(r.answer(Asker).Text, "Read as:")
}

// TestDiscordOwnRole: who means the bot may mention the role of its name, and
// not other roles.
func TestDiscordOwnRole(t *testing.T) {
	r, w := discordRig(t, false)
	r.Start()
	r.ask(Asker) // the server is known by its answer
	r.answer(Asker)
	r.Way.Say(r, general, Asker, w.Mentioned(Editors)+" "+lastVisit)
	m := r.Way.Say(r, general, Asker, w.Mentioned("bot")+" "+lastVisit)
	r.answer(Asker)
	r.settle()
	if row := r.task(2); row.Message != m.ID {
		t.Errorf("the second question is message %s, want %s", row.Message, m.ID)
	}
}

// TestDiscordLimits: whatever form a 429 has, one question has one answer.
func TestDiscordLimits(t *testing.T) {
	r, w := discordRig(t, false)
	r.Start()
	for n, kind := range []fakediscord.FailureKind{fakediscord.GlobalTooMany, fakediscord.SharedTooMany, fakediscord.Cloudflare, fakediscord.BadGateway, fakediscord.Unavailable, fakediscord.Unreached} {
		for _, route := range discordPosting {
			w.Server.Fail(fakediscord.Failure{Kind: kind, Method: route[0], Route: route[1]})
		}
		r.ask(Asker)
		r.answer(Asker)
		r.Way.Command(r, General, Other, recent, chat.Options{})
		r.answer(Other)
		r.one(Admin, 2*n+2)
	}
}

// TestDiscordUnacknowledged: an interaction whose acknowledgement fails is
// answered in the channel, once.
func TestDiscordUnacknowledged(t *testing.T) {
	r, w := discordRig(t, false)
	r.away = true // the person sees that nothing came in time
	r.Start()
	w.Server.Fail(fakediscord.Failure{Kind: fakediscord.APIError, Status: 404, Code: 10062, Message: "Unknown interaction", Method: http.MethodPost, Route: "/interactions/{interaction_id}/{token}/callback"})
	if _, err := w.Server.Command(General, Asker, "ask", map[string]any{"question": lastVisit}); err != nil {
		t.Fatal(err)
	}
	m := r.answer(Asker)
	r.has(m.Text, "asked: "+lastVisit)
	r.one(Other, 1)
}

// TestDiscordGone: what can never be answered is recorded and not tried for
// ever.
func TestDiscordGone(t *testing.T) {
	r, w := discordRig(t, false)
	r.Start()
	hold := make(chan struct{})
	r.hook(holding(hold))
	w.Mention(t, general, Asker, lastVisit)
	r.wait("the question to be taken down", func() bool { return r.open() == 1 })
	if err := w.SetOverwrites(General, fakediscord.Overwrite{Role: w.GuildID("guild"), Deny: fakediscord.SendMessages | fakediscord.ViewChannel}); err != nil {
		t.Fatal(err)
	}
	close(hold)
	r.settle()
	if row := r.task(1); row.Status != "gone" {
		t.Errorf("ended as %s: %s", row.Status, row.Error)
	}
}

// TestDiscordCommandWhereItSeesNothing: commands work in channels that the bot
// may not see.
func TestDiscordCommandWhereItSeesNothing(t *testing.T) {
	for _, byHTTP := range []bool{false, true} {
		t.Run(map[bool]string{false: "gateway", true: "http"}[byHTTP], func(t *testing.T) {
			r, w := discordRig(t, byHTTP)
			id, err := w.AddChannel("guild", fakediscord.Channel{Name: "hidden", Overwrites: []fakediscord.Overwrite{{Member: w.ApplicationID(), Deny: fakediscord.ViewChannel}}})
			if err != nil {
				t.Fatal(err)
			}
			r.Start()
			r.Way.Command(r, id, Asker, lastVisit, chat.Options{})
			m := r.answer(Asker)
			r.has(r.Way.Press(r, m, Asker, Evidence).Text, "nine years")
			r.settle()
		})
	}
}

// TestDiscordDeletedEarly: an answer that is seen before it is noted as posted is
// not said to be deleted while it stands there.
func TestDiscordDeletedEarly(t *testing.T) {
	r, _ := discordRig(t, false)
	noted := make(chan struct{})
	r.gate(func(ctx context.Context, _ chat.Task, post func() (chat.Ref, error)) (chat.Ref, error) {
		ref, err := post()
		select {
		case <-noted:
		case <-ctx.Done():
		}
		return ref, err
	})
	r.Start()
	r.ask(Asker)
	m := r.answer(Asker)
	r.has(r.Way.Press(r, m, Asker, Delete).Text, "still on its way")
	close(noted)
	r.settle()
	r.has(r.Way.Press(r, m, Asker, Delete).Text, "Deleted")
	r.one(Asker, 0)
}
