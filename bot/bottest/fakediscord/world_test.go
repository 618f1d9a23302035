package fakediscord

import (
	"testing"
	"time"
)

func TestPermissions(t *testing.T) {
	o := unlimited()
	o.Users = []User{{Name: "owner"}, {Name: "admin"}, {Name: "staff"}, {Name: "plain"}, {Name: "outsider"}}
	o.Guilds = []Guild{{
		Name: "guild", Owner: "owner", Everyone: ViewChannel | SendMessages | ReadMessageHistory,
		Roles:   []Role{{Name: "admins", Permissions: Administrator}, {Name: "staff", Permissions: ManageMessages}, {Name: "muted"}},
		Members: []Member{{User: "owner"}, {User: "admin", Roles: []string{"admins"}}, {User: "staff", Roles: []string{"staff", "muted"}}, {User: "plain"}},
		Channels: []Channel{
			{Name: "open"},
			{Name: "closed", Overwrites: []Overwrite{{Role: "@everyone", Deny: ViewChannel}, {Role: "staff", Allow: ViewChannel}}},
			// A role's allow outweighs another's deny; the member's own overwrite outweighs both.
			{Name: "both", Overwrites: []Overwrite{{Role: "muted", Deny: SendMessages}, {Role: "staff", Allow: SendMessages}}},
			{Name: "own", Overwrites: []Overwrite{{Role: "staff", Allow: SendMessages}, {Member: "staff", Deny: SendMessages}}},
		},
	}}
	s := start(t, o)
	base := ViewChannel | SendMessages | ReadMessageHistory
	for _, row := range []struct {
		user, channel string
		want          Permissions
	}{
		{"owner", "closed", AllPermissions},
		{"admin", "closed", AllPermissions},
		{"plain", "open", base},
		{"plain", "closed", 0},
		{"outsider", "open", 0},
		{"staff", "closed", base | ManageMessages},
		{"staff", "both", base | ManageMessages},
		{"staff", "own", base&^SendMessages | ManageMessages},
	} {
		s.mu.Lock()
		got := s.world.permissions(s.world.user(row.user).ID, s.world.channel(row.channel))
		s.mu.Unlock()
		if got != row.want {
			t.Errorf("%s in %s may %b, want %b", row.user, row.channel, got, row.want)
		}
	}
	// A thread has its channel's permissions.
	m, err := s.Say("closed", "staff", "x")
	if err != nil {
		t.Fatal(err)
	}
	thread, err := s.StartThread(m.ID, "staff", "thread")
	if err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := s.world.permissions(s.world.user("plain").ID, s.world.channels[thread]); got != 0 {
		t.Errorf("plain in a thread of a closed channel may %b, want nothing", got)
	}
}

func TestSnowflakes(t *testing.T) {
	var f snowflakes
	now := time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC)
	a, b := f.next(now), f.next(now)
	if !before(a, b) || a == b {
		t.Errorf("IDs %s, %s of one moment do not rise", a, b)
	}
	if c := f.next(now.Add(-time.Hour)); !before(b, c) {
		t.Errorf("ID %s after %s: a clock that went back makes IDs fall", c, b)
	}
	w := &world{}
	if got := w.made(a); !got.Equal(now) {
		t.Errorf("the time in %s = %v, want %v", a, got, now)
	}
}

func TestSessionBuffer(t *testing.T) {
	ses := &session{}
	for range maxBuffered + 1 {
		ses.push("X", nil, time.Time{})
	}
	if len(ses.frames) != maxBuffered/2 {
		t.Errorf("%d events kept, want %d", len(ses.frames), maxBuffered/2)
	}
	first := ses.frames[0].seq
	for _, row := range []struct {
		seq         int64
		ok, missing bool
	}{{first - 1, true, false}, {first - 2, true, true}, {ses.seq - 1, true, false}, {ses.seq, false, false}} {
		if _, ok, missing := ses.after(row.seq); ok != row.ok || missing != row.missing {
			t.Errorf("after %d of %d to %d: %v, missing %v, want %v, %v", row.seq, first, ses.seq, ok, missing, row.ok, row.missing)
		}
	}
	ses.forget(ses.seq)
	if _, ok, missing := ses.after(ses.seq); ok || missing || len(ses.frames) != 0 {
		t.Errorf("after all was acknowledged: %v, missing %v, %d kept", ok, missing, len(ses.frames))
	}
}

func TestSpeed(t *testing.T) {
	o := Options{Speed: 10, TokenLife: time.Minute}.withDefaults()
	if o.AckWithin != 300*time.Millisecond || o.TokenLife != time.Minute || o.HeartbeatInterval != 4125*time.Millisecond || o.Limits.Scale != 10 {
		t.Errorf("ten times as fast: %v, %v, %v, %v", o.AckWithin, o.TokenLife, o.HeartbeatInterval, o.Limits.Scale)
	}
	if _, err := Start(Options{Guilds: []Guild{{Name: "g", Members: []Member{{User: "nobody"}}}}}); err == nil {
		t.Error("a guild with a member who is not there was taken")
	}
	if _, err := Start(Options{OpenAPI: "no such file"}); err == nil {
		t.Error("an OpenAPI file that is not there was taken")
	}
}

// Old interactions are dropped once there are many, and never one that can still be answered.
func TestInteractionsAreBounded(t *testing.T) {
	now := time.Now()
	o := unlimited()
	o.KeepCalls = 10
	o.Clock = func() time.Time { return now }
	s := start(t, o)
	s.seedCommand()
	use := func(n int) {
		for range n {
			if _, err := s.Command("general", "reader", "ask", nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	use(20)
	s.mu.Lock()
	now = now.Add(16 * time.Minute)
	s.mu.Unlock()
	use(25)
	if n := len(s.Interactions()); n < 25 || n > 35 {
		t.Errorf("%d interactions kept, want the 25 that can be answered and few others", n)
	}
}
