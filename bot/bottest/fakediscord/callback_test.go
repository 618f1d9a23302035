package fakediscord

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// ask is a world in which /ask can be used, and its clock can be turned.
func ask(t *testing.T) (s *Server, turn func(time.Duration)) {
	t.Helper()
	began := time.Now()
	var ahead atomic.Int64
	o := unlimited()
	o.Clock = func() time.Time { return began.Add(time.Duration(ahead.Load())) }
	s = start(t, o)
	ok(t, s, "PUT", "/applications/"+s.ApplicationID()+"/commands",
		`[{"name":"ask","description":"Ask.","options":[{"type":3,"name":"question","description":"What.","required":true}]}]`)
	return s, func(d time.Duration) { ahead.Add(int64(d)) }
}

// command uses /ask and returns the paths of its callback and its webhook.
func command(t *testing.T, s *Server) (in *Interaction, callback, hook string) {
	t.Helper()
	in, err := s.Command("general", "reader", "ask", map[string]any{"question": "when?"})
	if err != nil {
		t.Fatal(err)
	}
	return in, "/interactions/" + in.ID + "/" + in.Token + "/callback", "/webhooks/" + s.ApplicationID() + "/" + in.Token
}

func TestDeadlines(t *testing.T) {
	s, turn := ask(t)
	_, callback, hook := command(t, s)
	turn(3*time.Second + time.Millisecond)
	if a := do(t, s, "POST", callback, `{"type":5}`); a.status != 404 || a.at("code") != 10062.0 {
		t.Errorf("after 3 s = %d %s, want 10062", a.status, a.raw)
	}
	if a := do(t, s, "POST", hook, `{"content":"x",`+silent+`}`); a.at("code") != 10015.0 {
		t.Errorf("a follow-up to what was not acknowledged = %s, want 10015", a.raw)
	}
	_, callback, hook = command(t, s)
	turn(2900 * time.Millisecond)
	ok(t, s, "POST", callback, `{"type":5}`)
	if a := do(t, s, "POST", callback, `{"type":5}`); a.status != 400 || a.at("code") != 40060.0 {
		t.Errorf("a second response = %d %s, want 40060", a.status, a.raw)
	}
	turn(14 * time.Minute)
	ok(t, s, "PATCH", hook+"/messages/@original", `{"content":"still",`+silent+`}`)
	turn(time.Minute)
	for _, row := range []struct{ method, path string }{
		{"PATCH", hook + "/messages/@original"}, {"POST", hook}, {"GET", hook + "/messages/@original"}, {"DELETE", hook + "/messages/@original"},
	} {
		body := ""
		if row.method == "POST" || row.method == "PATCH" {
			body = `{"content":"late",` + silent + `}`
		}
		if a := do(t, s, row.method, row.path, body); a.status != 401 || a.at("code") != 50027.0 {
			t.Errorf("%s after 15 min = %d %s, want 50027", row.method, a.status, a.raw)
		}
	}
}

func TestUnanswered(t *testing.T) {
	o := unlimited()
	o.AckWithin = 30 * time.Millisecond
	o.TokenLife = 60 * time.Millisecond
	s := start(t, o)
	ok(t, s, "PUT", "/applications/"+s.ApplicationID()+"/commands",
		`[{"name":"ask","description":"Ask.","options":[{"type":3,"name":"question","description":"What.","required":true}]}]`)
	in, _, _ := command(t, s)
	if _, err := in.Await(bounded(t)); err == nil {
		t.Error("Await of what nobody answers: no error")
	}
	in2, callback, _ := command(t, s)
	ok(t, s, "POST", callback, `{"type":5}`)
	if err := s.WaitFor(bounded(t), func() bool { return len(s.Unanswered()) == 2 }); err != nil {
		t.Errorf("Unanswered = %d, want the one without a response and the one that is owed its answer", len(s.Unanswered()))
	}
	if got := s.Unanswered(); got[0].ID != in.ID || got[1].ID != in2.ID {
		t.Errorf("Unanswered = %v", got)
	}
}

func TestDeferred(t *testing.T) {
	s, _ := ask(t)
	// The first follow-up to a deferred response takes its place, and stays as private as that was.
	_, callback, hook := command(t, s)
	a := ok(t, s, "POST", callback+"?with_response=true", `{"type":5,"data":{"flags":64}}`)
	if a.at("interaction.response_message_loading") != true || a.at("interaction.response_message_ephemeral") != true || a.at("resource.message.flags") != 192.0 {
		t.Errorf("with_response = %s", a.raw)
	}
	first := a.at("resource.message.id")
	if n := len(s.Messages("general")); n != 0 {
		t.Errorf("all see %d messages, want none", n)
	}
	if a := ok(t, s, "POST", hook, `{"content":"one",`+silent+`}`); a.at("id") != first || a.at("flags") != 64.0 {
		t.Errorf("the first follow-up = %s, want it in place of %v", a.raw, first)
	}
	two := ok(t, s, "POST", hook, `{"content":"two",`+silent+`}`)
	if two.at("id") == first {
		t.Error("the second follow-up took the first's place")
	}
	if got := s.Ephemeral("reader"); len(got) != 1 || got[0].Content != "one" || len(s.Messages("general")) != 1 {
		t.Errorf("Ephemeral = %+v", got)
	}
	path := hook + "/messages/" + two.at("id").(string)
	if a := ok(t, s, "PATCH", path, `{"content":"three",`+silent+`}`); a.at("content") != "three" {
		t.Errorf("an edit = %s", a.raw)
	}
	if a := ok(t, s, "GET", path, ""); a.at("content") != "three" || a.at("message_reference.message_id") != first {
		t.Errorf("a follow-up = %s", a.raw)
	}
	if a := do(t, s, "DELETE", path, ""); a.status != 204 {
		t.Errorf("DELETE = %d %s", a.status, a.raw)
	}
	if a := do(t, s, "GET", path, ""); a.at("code") != 10008.0 {
		t.Errorf("what was deleted = %s", a.raw)
	}
	// What is for one person's eyes is not in the channel for the bot either.
	if a := do(t, s, "GET", "/channels/"+s.ChannelID("general")+"/messages/"+first.(string), ""); a.at("code") != 10008.0 {
		t.Errorf("an ephemeral message by the channel = %s", a.raw)
	}
	clean(t, s)
}

func TestResponses(t *testing.T) {
	s, _ := ask(t)
	for _, row := range []struct {
		what, body string
		code       float64
	}{
		{"unknown type", `{"type":99}`, 50035},
		{"pong to a command", `{"type":1}`, 50035},
		{"update without a message", `{"type":7,"data":{"content":"x"}}`, 50035},
		{"choices to a command", `{"type":8,"data":{"choices":[]}}`, 50035},
		{"empty", `{"type":4,"data":{}}`, 50006},
		{"too long", `{"type":4,"data":{"content":"` + strings.Repeat("x", 2001) + `"}}`, 50035},
		{"long title", `{"type":9,"data":{"custom_id":"x","title":"` + strings.Repeat("x", 46) + `","components":[{"type":1,"components":[{"type":4,"custom_id":"a","label":"a","style":1}]}]}}`, 50035},
		{"no input", `{"type":9,"data":{"custom_id":"x","title":"x","components":[]}}`, 50035},
		{"a button in a dialog", `{"type":9,"data":{"custom_id":"x","title":"x","components":[{"type":1,"components":[{"type":2,"custom_id":"a","label":"a","style":1}]}]}}`, 50035},
	} {
		in, callback, _ := command(t, s)
		a := do(t, s, "POST", callback, row.body)
		if a.status != 400 || a.at("code") != row.code {
			t.Errorf("%s = %d %s, want %v", row.what, a.status, a.raw, row.code)
		}
		if r := in.Response(); r.Type != 0 {
			t.Errorf("%s: a refused response counts as one: %+v", row.what, r)
		}
		ok(t, s, "POST", callback, `{"type":4,"data":{"content":"well",`+silent+`}}`) // there is still time
	}
	if len(s.Violations()) < 9 {
		t.Errorf("%d violations, want one each", len(s.Violations()))
	}
	in, _, _ := command(t, s)
	wrong := "/interactions/" + in.ID + "/wrong/callback"
	if a := do(t, s, "POST", wrong, `{"type":5}`); a.at("code") != 10062.0 {
		t.Errorf("a wrong token = %s, want 10062", a.raw)
	}
}

func TestInteractionPayload(t *testing.T) {
	s, _ := ask(t)
	w, _ := join(t, s, 0)
	in, err := s.Command("general", "editor", "ask", map[string]any{"question": "x"})
	if err != nil {
		t.Fatal(err)
	}
	p := w.next("INTERACTION_CREATE")
	editor := fmt.Sprint(uint64(DefaultPermissions | ManageMessages))
	for path, want := range map[string]any{
		"id": in.ID, "token": in.Token, "type": 2.0, "version": 1.0, "application_id": s.ApplicationID(), "guild_id": s.GuildID("guild"),
		"channel.name": "general", "member.user.username": "editor", "member.permissions": editor, "member.roles.0": s.RoleID("editors"),
		"data.name": "ask", "data.options.0.name": "question", "data.options.0.type": 3.0, "data.options.0.value": "x",
		"app_permissions": DefaultBotPermissions.String(), "locale": "en-US", "guild_locale": "en-US", "user": nil, "context": 0.0,
	} {
		if got := p.at(path); got != want {
			t.Errorf("%s = %v, want %v", path, got, want)
		}
	}
	if _, err := s.Command(s.DM("editor"), "editor", "ask", map[string]any{"question": "x"}); err != nil {
		t.Fatal(err)
	}
	p = w.next("INTERACTION_CREATE")
	if p.at("member") != nil || p.at("user.username") != "editor" || p.at("guild_id") != nil || p.at("context") != 1.0 {
		t.Errorf("in a direct message: %s", p.D)
	}
}
