package fakeslack

import (
	"strings"
	"testing"

	"github.com/slack-go/slack/slackevents"
)

func TestWhoHearsWhat(t *testing.T) {
	users := []User{{ID: "U0ASKER00", Team: "T0DATELINE", Name: "asker"}, {ID: "U0OTHERBT", Team: "T0DATELINE", Name: "other", IsBot: true, BotID: "B0OTHER00"}}
	channels := []Channel{
		{ID: "C0GENERAL", Team: "T0DATELINE", Name: "general", Kind: Public, Members: []string{"U0ASKER00", "U0OTHERBT", "U0BOT0000"}},
		{ID: "C0NOBOT00", Team: "T0DATELINE", Name: "no-bot", Kind: Public, Members: []string{"U0ASKER00"}},
		{ID: "G0PRIVATE", Team: "T0DATELINE", Name: "private", Kind: Private, Members: []string{"U0ASKER00", "U0BOT0000"}},
	}
	s := start(t, Options{Users: users, Channels: channels, Events: []string{"app_mention", "message.im", "message.groups"}})
	dm, err := s.OpenDM("U0ASKER00")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ channel, user, text, want string }{
		{"C0GENERAL", "U0ASKER00", "hello", ""}, // message.channels is not subscribed
		{"C0GENERAL", "U0ASKER00", "<@U0BOT0000> hello", "app_mention"},
		{"C0GENERAL", "U0ASKER00", "&lt;@U0BOT0000&gt; hello", ""},
		{"C0NOBOT00", "U0ASKER00", "<@U0BOT0000> hello", ""},
		{"G0PRIVATE", "U0ASKER00", "hello", "message"},
		{dm, "U0ASKER00", "<@U0BOT0000> hello", "message"}, // no app_mention in a direct message
		{"C0GENERAL", "U0OTHERBT", "<@U0BOT0000> hello", "app_mention"},
	} {
		said, err := s.Say(row.channel, "", row.user, row.text)
		var kinds []string
		for _, d := range said.Events {
			kinds = append(kinds, d.Type)
		}
		if got := strings.Join(kinds, ","); err != nil || got != row.want {
			t.Errorf("%s says %q in %s: %q, %v, want %q", row.user, row.text, row.channel, got, err, row.want)
		}
	}
	m := s.Messages("C0GENERAL")
	if last := m[len(m)-1]; last.BotID != "B0OTHER00" {
		t.Errorf("the other bot's message = %+v", last)
	}
	s.SetScopes("chat:write")
	if said, _ := s.Say("C0GENERAL", "", "U0ASKER00", "<@U0BOT0000> hello"); len(said.Events) != 0 {
		t.Error("an event arrives without its scope")
	}
	for _, row := range [][4]string{{"C0NOWHERE", "", "U0ASKER00"}, {"C0GENERAL", "", "U0NOBODY0"}, {"C0NOBOT00", "", "U0OTHERBT"}, {"C0GENERAL", "1.2", "U0ASKER00"}} {
		if _, err := s.Say(row[0], row[1], row[2], "x"); err == nil {
			t.Errorf("Say(%v) went well", row)
		}
	}
}

func TestEditDeleteReact(t *testing.T) {
	s := start(t, Options{})
	a := connect(t, s, &app{})
	said, _ := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
	edited, err := s.Edit("C0GENERAL", said.TS, "U0ASKER00", "<@U0BOT0000> hello")
	if err != nil || len(edited.Events) != 2 {
		t.Fatalf("Edit = %+v, %v, want message_changed and app_mention", edited, err)
	}
	if _, err := s.Edit("C0GENERAL", said.TS, "U0OTHER00", "x"); err == nil {
		t.Error("somebody else edited a message")
	}
	if err := s.Delete("C0GENERAL", said.TS, "U0OTHER00"); err == nil {
		t.Error("somebody else deleted a message")
	}
	if err := s.React("C0GENERAL", said.TS, "U0OTHER00", "+1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Delete("C0GENERAL", said.TS, "U0ADMIN00"); err != nil {
		t.Fatal(err)
	}
	if err := s.Invite("C0NOBOT00", "U0BOT0000"); err != nil {
		t.Fatal(err)
	}
	s.Remove("C0GENERAL", "U0OTHER00")
	s.Archive("C0RANDOM0")
	if _, err := s.Say("C0GENERAL", "", "U0OTHER00", "x"); err == nil {
		t.Error("who was removed still writes")
	}
	if _, err := s.Say("C0RANDOM0", "", "U0ASKER00", "x"); err == nil {
		t.Error("somebody writes in an archived channel")
	}
	eventually(t, s, "all acknowledged", func() bool { return len(s.Acks()) == 6 })
	var got []string
	for _, e := range a.inner() {
		kind := e.InnerEvent.Type
		if m, ok := e.InnerEvent.Data.(*slackevents.MessageEvent); ok {
			kind += " " + m.SubType
			if m.SubType == "message_changed" && (m.Message.Text != "<@U0BOT0000> hello" || m.PreviousMessage.Text != "hello") {
				t.Errorf("message_changed = %+v", m)
			}
		}
		got = append(got, kind)
	}
	want := "message ,message message_changed,app_mention,reaction_added,message message_deleted,member_joined_channel"
	if strings.Join(got, ",") != want {
		t.Errorf("events = %q, want %q", strings.Join(got, ","), want)
	}
	clean(t, s)
}
