package fakediscord

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestPeople(t *testing.T) {
	o := unlimited()
	o.Users = []User{{Name: "owner"}, {Name: "reader"}, {Name: "shut", ClosedDMs: true}}
	o.Guilds = []Guild{{
		Name: "guild", Owner: "owner", Roles: []Role{{Name: "quiet"}, {Name: "loud", Mentionable: true}, {Name: "staff"}},
		Members: []Member{{User: "owner"}, {User: "reader"}, {User: "shut"}},
		Channels: []Channel{
			{Name: "general"},
			{Name: "staff-only", Overwrites: []Overwrite{{Role: "@everyone", Deny: ViewChannel}, {Role: "staff", Allow: ViewChannel}, {Role: "bot", Allow: ViewChannel}}},
		},
	}}
	s := start(t, o)
	if _, err := s.Say("staff-only", "reader", "x"); err == nil {
		t.Error("one who does not see a channel wrote in it")
	}
	if err := s.SetRoles("guild", "reader", "staff"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Say("staff-only", "reader", "x"); err != nil {
		t.Error(err)
	}
	if err := s.SetRoles("guild", "reader", "nonsense"); err == nil {
		t.Error("a role that is not there was given")
	}
	quiet, loud := s.RoleID("quiet"), s.RoleID("loud")
	text := "@everyone <@&" + quiet + "> <@&" + loud + "> <@" + s.UserID("owner") + ">"
	m, err := s.Say("general", "reader", text)
	if err != nil {
		t.Fatal(err)
	}
	if m.MentionEveryone || len(m.MentionRoles) != 1 || m.MentionRoles[0] != loud || len(m.Mentions) != 1 {
		t.Errorf("one without permission mentions %+v", m)
	}
	if m, err = s.Say("general", "owner", text); err != nil || !m.MentionEveryone || len(m.MentionRoles) != 2 {
		t.Errorf("the owner mentions %+v, %v", m, err)
	}
	own := ok(t, s, "POST", "/channels/"+s.ChannelID("general")+"/messages", `{"content":"hello",`+silent+`}`).at("id").(string)
	if m, err = s.Say("general", "reader", "re", ReplyTo(own)); err != nil || len(m.Mentions) != 1 || m.Mentions[0] != s.ApplicationID() {
		t.Errorf("a reply mentions %v, %v, want the bot", m.Mentions, err)
	}
	if m, err = s.Say("general", "reader", "re", ReplyTo(own), WithoutPing()); err != nil || len(m.Mentions) != 0 {
		t.Errorf("a silent reply mentions %v, %v", m.Mentions, err)
	}
	if a := do(t, s, "POST", "/channels/"+s.DM("shut")+"/messages", `{"content":"x",`+silent+`}`); a.at("code") != 50007.0 {
		t.Errorf("writing to one who takes no direct messages = %s", a.raw)
	}
	// A reply of the bot, found by what it answers.
	ok(t, s, "POST", "/channels/"+s.ChannelID("general")+"/messages", `{"content":"well","message_reference":{"message_id":"`+m.ID+`"},`+silent+`}`)
	if r := s.Replies(m.ID); len(r) != 1 || r[0].Content != "well" {
		t.Errorf("Replies = %+v", r)
	}
	if n := len(s.BotMessages()); n != 2 {
		t.Errorf("%d messages of the bot, want 2", n)
	}
	for _, err := range []error{s.Rewrite("1", "x"), s.Erase("1"), s.React("1", "reader", "x"), s.ArchiveThread("general", false), s.SetOverwrites("nowhere")} {
		if err == nil {
			t.Error("something was done to what is not there")
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	if _, err := s.WaitMessage(ctx, "general", func(Message) bool { return false }); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("WaitMessage for what never comes: %v", err)
	}
	clean(t, s)
}
