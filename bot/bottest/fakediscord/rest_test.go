package fakediscord

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestReading(t *testing.T) {
	s := start(t, unlimited())
	g, c, u := s.GuildID("guild"), s.ChannelID("general"), s.UserID("reader")
	for _, row := range []struct{ path, at, want string }{
		{"/gateway", "url", s.GatewayURL()},
		{"/api/v9/gateway", "url", s.GatewayURL()},
		{"/gateway/bot", "session_start_limit.max_concurrency", "1"},
		{"/users/@me", "id", s.ApplicationID()},
		{"/users/@me", "bot", "true"},
		{"/users/@me/guilds", "0.id", g},
		{"/users/" + u, "username", "reader"},
		{"/applications/@me", "flags", fmt.Sprint(1 << 19)},
		{"/oauth2/applications/@me", "id", s.ApplicationID()},
		{"/guilds/" + g, "roles.0.id", g},
		{"/guilds/" + g + "/channels", "0.id", c},
		{"/guilds/" + g + "/roles", "1.name", "editors"},
		{"/guilds/" + g + "/roles/" + s.RoleID("editors"), "permissions", "8192"},
		{"/guilds/" + g + "/members/" + u, "user.id", u},
		{"/guilds/" + g + "/threads/active", "has_more", "false"},
		{"/channels/" + c, "guild_id", g},
		{"/channels/" + s.DM("reader"), "recipients.0.id", u},
	} {
		a := ok(t, s, "GET", row.path, "")
		got := a.at(row.at)
		if f, isFloat := got.(float64); isFloat {
			got = int64(f)
		}
		if fmt.Sprint(got) != row.want {
			t.Errorf("GET %s: %s = %v, want %s", row.path, row.at, got, row.want)
		}
		if a.header.Get("X-RateLimit-Bucket") == "" || a.header.Get("X-RateLimit-Reset-After") == "" {
			t.Errorf("GET %s: no headers of a rate limit: %v", row.path, a.header)
		}
	}
	clean(t, s)
}

func TestErrors(t *testing.T) {
	o := unlimited()
	o.Guilds = []Guild{{
		Name: "guild", Members: []Member{{User: "reader"}},
		Channels: []Channel{
			{Name: "general"},
			{Name: "hidden", Overwrites: []Overwrite{{Role: "@everyone", Deny: ViewChannel}}},
			{Name: "mute", Overwrites: []Overwrite{{Role: "bot", Deny: SendMessages | AddReactions | CreatePublicThreads}}},
		},
	}}
	o.Users = []User{{Name: "reader"}}
	s := start(t, o)
	c, hidden, mute := s.ChannelID("general"), s.ChannelID("hidden"), s.ChannelID("mute")
	theirs, err := s.Say("general", "reader", "hello")
	if err != nil {
		t.Fatal(err)
	}
	quiet, err := s.Say("mute", "reader", "hello")
	if err != nil {
		t.Fatal(err)
	}
	msg := "/channels/" + c + "/messages"
	for _, row := range []struct {
		method, path, body string
		status, code       int
	}{
		{"GET", "/nowhere", "", 404, 0},
		{"PUT", "/gateway", "", 405, 0},
		{"GET", "/api/v6/gateway", "", 400, 50041},
		{"GET", "/channels/1", "", 404, 10003},
		{"GET", "/channels/abc", "", 400, 50035},
		{"GET", "/guilds/1", "", 404, 10004},
		{"GET", "/users/1", "", 404, 10013},
		{"GET", "/guilds/" + s.GuildID("guild") + "/members/1", "", 404, 10013},
		{"GET", "/channels/" + hidden, "", 403, 50001},
		{"POST", "/channels/" + hidden + "/messages", `{"content":"x",` + silent + `}`, 403, 50001},
		{"POST", "/channels/" + mute + "/messages", `{"content":"x",` + silent + `}`, 403, 50013},
		{"PUT", "/channels/" + mute + "/messages/" + quiet.ID + "/reactions/%F0%9F%91%80/@me", "", 403, 50013},
		{"POST", "/channels/" + mute + "/messages/" + quiet.ID + "/threads", `{"name":"x"}`, 403, 50013},
		{"DELETE", msg + "/" + theirs.ID, "", 403, 50013},
		{"PATCH", msg + "/" + theirs.ID, `{"content":"x",` + silent + `}`, 403, 50005},
		{"GET", msg + "/1", "", 404, 10008},
		{"PATCH", msg + "/1", `{"content":"x",` + silent + `}`, 404, 10008},
		{"POST", msg, `{}`, 400, 50006},
		{"POST", msg, `{"content":"  "}`, 400, 50006},
		{"POST", msg, `{"content":`, 400, 50109},
		{"POST", msg, `{"content":"` + strings.Repeat("x", 2001) + `",` + silent + `}`, 400, 50035},
		{"POST", msg, `{"content":"x",` + silent + `,"message_reference":{"message_id":"1"}}`, 400, 50035},
		{"GET", msg + "?limit=101", "", 400, 50035},
		{"PUT", msg + "/" + theirs.ID + "/reactions/nonsense/@me", "", 400, 10014},
		{"POST", "/interactions/1/token/callback", `{"type":5}`, 404, 10062},
		{"POST", "/webhooks/" + s.ApplicationID() + "/token", `{"content":"x",` + silent + `}`, 401, 50027},
		{"POST", "/webhooks/1/token", `{"content":"x",` + silent + `}`, 404, 10015},
		{"GET", "/applications/1/commands", "", 404, 10002},
		{"GET", "/applications/" + s.ApplicationID() + "/commands/1", "", 404, 10063},
	} {
		a := do(t, s, row.method, row.path, row.body)
		if code, _ := a.at("code").(float64); a.status != row.status || int(code) != row.code || a.at("message") == "" {
			t.Errorf("%s %s %.60s = %d %.200s, want %d with code %d", row.method, row.path, row.body, a.status, a.raw, row.status, row.code)
		}
	}
	if a := do(t, s, "GET", "/users/@me", "", "Authorization", "Bot wrong"); a.status != 401 || a.at("message") != "401: Unauthorized" {
		t.Errorf("GET /users/@me with a wrong token = %d %s, want 401", a.status, a.raw)
	}
	a := do(t, s, "POST", msg, `{"content":"`+strings.Repeat("x", 2001)+`",`+silent+`}`)
	if got := a.at("errors.content._errors.0.code"); got != "BASE_TYPE_MAX_LENGTH" {
		t.Errorf("too long a content: %s, want BASE_TYPE_MAX_LENGTH under errors.content", a.raw)
	}
}

func TestMessages(t *testing.T) {
	s := start(t, unlimited())
	path := "/channels/" + s.ChannelID("general") + "/messages"
	var sent []string
	for i := range 5 {
		a := ok(t, s, "POST", path, fmt.Sprintf(`{"content":"message %d",%s}`, i, silent))
		sent = append(sent, a.at("id").(string))
	}
	for _, row := range []struct{ query, want string }{
		{"", "43210"},
		{"?limit=2", "43"},
		{"?before=" + sent[2], "10"},
		{"?before=" + sent[3] + "&limit=1", "2"},
		{"?after=" + sent[2], "43"},
		{"?after=" + sent[0] + "&limit=2", "21"},
		{"?around=" + sent[2] + "&limit=3", "321"},
	} {
		got := ""
		for _, m := range ok(t, s, "GET", path+row.query, "").body.([]any) {
			got += strings.TrimPrefix(m.(map[string]any)["content"].(string), "message ")
		}
		if got != row.want {
			t.Errorf("GET messages%s = %s, want %s", row.query, got, row.want)
		}
	}
	a := ok(t, s, "PATCH", path+"/"+sent[0], `{"content":"changed",`+silent+`}`)
	if a.at("content") != "changed" || a.at("edited_timestamp") == nil {
		t.Errorf("an edit = %s", a.raw)
	}
	if a := do(t, s, "DELETE", path+"/"+sent[1], ""); a.status != 204 || a.raw != "" {
		t.Errorf("DELETE = %d %q, want 204", a.status, a.raw)
	}
	if a := do(t, s, "GET", path+"/"+sent[1], ""); a.at("code") != float64(10008) {
		t.Errorf("a deleted message = %s, want code 10008", a.raw)
	}
	// A reply shows what it answers, or is refused where that is gone, unless it need not be there.
	a = ok(t, s, "POST", path, `{"content":"re",`+silent+`,"message_reference":{"message_id":"`+sent[0]+`"}}`)
	if a.at("type") != float64(19) || a.at("referenced_message.content") != "changed" {
		t.Errorf("a reply = %s", a.raw)
	}
	gone := `{"content":"re",` + silent + `,"message_reference":{"message_id":"` + sent[1] + `","fail_if_not_exists":%v}}`
	if a := do(t, s, "POST", path, fmt.Sprintf(gone, true)); a.at("errors.message_reference._errors.0.code") != "REPLIES_UNKNOWN_MESSAGE" {
		t.Errorf("a reply to nothing = %s", a.raw)
	}
	if a := ok(t, s, "POST", path, fmt.Sprintf(gone, false)); a.at("type") != float64(0) {
		t.Errorf("a reply that may lose its like = %s", a.raw)
	}
	clean(t, s)
}

func TestNonce(t *testing.T) {
	s := start(t, unlimited())
	path := "/channels/" + s.ChannelID("general") + "/messages"
	body := `{"content":"x","nonce":"n1","enforce_nonce":%v,` + silent + `}`
	one := ok(t, s, "POST", path, fmt.Sprintf(body, true)).at("id")
	if two := ok(t, s, "POST", path, fmt.Sprintf(body, true)).at("id"); two != one {
		t.Errorf("an enforced nonce made another message: %v, %v", one, two)
	}
	if three := ok(t, s, "POST", path, fmt.Sprintf(body, false)).at("id"); three == one {
		t.Error("a nonce was enforced unasked")
	}
	if n := len(s.Messages("general")); n != 2 {
		t.Errorf("%d messages, want 2", n)
	}
}

func TestMultipart(t *testing.T) {
	s := start(t, unlimited())
	body := "--b\r\nContent-Disposition: form-data; name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n" +
		`{"content":"with a file",` + silent + `}` +
		"\r\n--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n"
	a := do(t, s, "POST", "/channels/"+s.ChannelID("general")+"/messages", body, "Content-Type", "multipart/form-data; boundary=b")
	if a.status != 200 || a.at("content") != "with a file" || a.at("attachments.0.filename") != "a.txt" || a.at("attachments.0.size") != 5.0 {
		t.Errorf("multipart = %d %s", a.status, a.raw)
	}
}

func TestVersions(t *testing.T) {
	s := start(t, unlimited())
	path := "/channels/" + s.ChannelID("general") + "/messages"
	if a := do(t, s, "POST", "/api/v9"+path, `{"embed":{"title":"one"}}`); a.status != 200 || a.at("embeds.0.title") != "one" {
		t.Errorf("v9: a single embed = %d %s", a.status, a.raw)
	}
	if a := do(t, s, "POST", "/api/v10"+path, `{"embed":{"title":"one"}}`); a.at("code") != 50006.0 {
		t.Errorf("v10: a single embed = %d %s, want an empty message", a.status, a.raw)
	}
}

func TestReactionsTypingThreads(t *testing.T) {
	s := start(t, unlimited())
	c := s.ChannelID("general")
	m, err := s.Say("general", "reader", "hello")
	if err != nil {
		t.Fatal(err)
	}
	path := "/channels/" + c + "/messages/" + m.ID
	ok(t, s, "PUT", path+"/reactions/%F0%9F%91%80/@me", "")
	if err := s.React(m.ID, "editor", "👀"); err != nil {
		t.Fatal(err)
	}
	a := ok(t, s, "GET", path, "")
	if a.at("reactions.0.count") != 2.0 || a.at("reactions.0.me") != true || a.at("reactions.0.emoji.name") != "👀" {
		t.Errorf("reactions = %s", a.raw)
	}
	if a := ok(t, s, "GET", path+"/reactions/%F0%9F%91%80", ""); a.at("1.username") != "editor" {
		t.Errorf("who reacted = %s", a.raw)
	}
	ok(t, s, "DELETE", path+"/reactions/%F0%9F%91%80/@me", "")
	if a := do(t, s, "DELETE", path+"/reactions/%F0%9F%91%80/"+s.UserID("editor"), ""); a.at("code") != 50013.0 {
		t.Errorf("removing another's reaction = %s", a.raw)
	}
	if got, _ := s.Message(m.ID); len(got.Reactions) != 1 || len(got.Reactions[0].Users) != 1 {
		t.Errorf("reactions = %v", got.Reactions)
	}
	ok(t, s, "POST", "/channels/"+c+"/typing", "")
	if got := s.Typings(); len(got) != 1 || got[0].ChannelID != c {
		t.Errorf("Typings = %v", got)
	}
	a = do(t, s, "POST", path+"/threads", `{"name":"about it","auto_archive_duration":1440}`)
	if a.status != 201 || a.at("id") != m.ID || a.at("type") != 11.0 || a.at("parent_id") != c {
		t.Errorf("a thread = %d %s", a.status, a.raw)
	}
	if a := do(t, s, "POST", path+"/threads", `{"name":"again"}`); a.at("code") != 160004.0 {
		t.Errorf("a second thread = %s", a.raw)
	}
	ok(t, s, "POST", "/channels/"+m.ID+"/messages", `{"content":"in it",`+silent+`}`)
	if got := s.Messages(m.ID); len(got) != 1 {
		t.Errorf("%d messages in the thread, want 1", len(got))
	}
	if a := ok(t, s, "GET", "/channels/"+m.ID+"/messages", ""); a.at("1.type") != 21.0 || a.at("1.referenced_message.content") != "hello" || a.at("1.message_reference.channel_id") != c {
		t.Errorf("the thread's messages = %s, want a pointer to what it began with", a.raw)
	}
	if err := s.ArchiveThread(m.ID, false); err != nil {
		t.Fatal(err)
	}
	if a := ok(t, s, "GET", "/channels/"+m.ID, ""); a.at("thread_metadata.archived") != true {
		t.Errorf("an archived thread = %s", a.raw)
	}
	ok(t, s, "POST", "/channels/"+m.ID+"/messages", `{"content":"again",`+silent+`}`)
	if a := ok(t, s, "GET", "/channels/"+m.ID, ""); a.at("thread_metadata.archived") != false {
		t.Errorf("a thread written to = %s, want it open again", a.raw)
	}
	if err := s.ArchiveThread(m.ID, true); err != nil {
		t.Fatal(err)
	}
	if a := do(t, s, "POST", "/channels/"+m.ID+"/messages", `{"content":"no",`+silent+`}`); a.at("code") != 50083.0 {
		t.Errorf("writing to a locked thread = %s", a.raw)
	}
	if err := s.ArchiveThread(m.ID, false); err != nil {
		t.Fatal(err)
	}
	ok(t, s, "POST", "/channels/"+m.ID+"/messages", `{"content":"open",`+silent+`}`)
	ok(t, s, "PUT", "/channels/"+m.ID+"/thread-members/@me", "")
	if a := ok(t, s, "GET", "/guilds/"+s.GuildID("guild")+"/threads/active", ""); a.at("threads.0.id") != m.ID {
		t.Errorf("active threads = %s", a.raw)
	}
	a = ok(t, s, "POST", "/users/@me/channels", `{"recipient_id":"`+s.UserID("reader")+`"}`)
	if a.at("type") != 1.0 || a.at("id") != s.DM("reader") {
		t.Errorf("a direct message's channel = %s", a.raw)
	}
	clean(t, s)
}

func TestContentIntentInREST(t *testing.T) {
	s := start(t, Options{})
	plain, _ := s.Say("general", "reader", "not for bots")
	named, _ := s.Mention("general", "reader", "for the bot")
	path := "/channels/" + s.ChannelID("general") + "/messages/"
	if a := ok(t, s, "GET", path+plain.ID, ""); a.at("content") != "" {
		t.Errorf("without the intent content = %v, want none", a.at("content"))
	}
	if a := ok(t, s, "GET", path+named.ID, ""); !strings.HasSuffix(a.at("content").(string), "for the bot") {
		t.Errorf("where mentioned content = %v", a.at("content"))
	}
}

func TestRateLimits(t *testing.T) {
	now := time.Now()
	clock := func() time.Time { return now }
	s := start(t, Options{Clock: clock, Limits: Limits{Global: 12}})
	post := func(channel string) answer {
		return do(t, s, "POST", "/channels/"+s.ChannelID(channel)+"/messages", `{"content":"x",`+silent+`}`)
	}
	for i := range 5 {
		if a := post("general"); a.status != 200 || a.header.Get("X-RateLimit-Remaining") != fmt.Sprint(4-i) {
			t.Fatalf("post %d = %d with %s remaining", i, a.status, a.header.Get("X-RateLimit-Remaining"))
		}
	}
	a := post("general")
	if a.status != 429 || a.at("retry_after") != 5.0 || a.at("global") != false || a.header.Get("Retry-After") != "5" || a.header.Get("X-RateLimit-Scope") != "user" {
		t.Errorf("past the bucket = %d %s %v", a.status, a.raw, a.header)
	}
	if a := post("random"); a.status != 200 {
		t.Errorf("another channel's bucket = %d %s", a.status, a.raw)
	}
	for range 4 {
		post("random")
	}
	ok(t, s, "GET", "/users/@me", "")
	if a := do(t, s, "GET", "/users/@me", ""); a.status != 429 || a.at("global") != true || a.header.Get("X-RateLimit-Global") != "true" || a.header.Get("X-RateLimit-Scope") != "global" {
		t.Errorf("past the global limit = %d %s %v", a.status, a.raw, a.header)
	}
	now = now.Add(5 * time.Second)
	if a := post("general"); a.status != 200 {
		t.Errorf("after the window = %d %s", a.status, a.raw)
	}
}

func TestBan(t *testing.T) {
	s := start(t, Options{Limits: Limits{Off: true, Invalid: 3}})
	for range 4 {
		do(t, s, "GET", "/users/@me", "", "Authorization", "wrong")
	}
	if a := do(t, s, "GET", "/users/@me", ""); a.status != 429 || !strings.HasPrefix(a.raw, "<") || a.header.Get("X-RateLimit-Limit") != "" {
		t.Errorf("after too many invalid requests = %d %.80s, want Cloudflare's page", a.status, a.raw)
	}
}

func TestTransport(t *testing.T) {
	s := start(t, unlimited())
	client := &http.Client{Transport: s.Transport(nil)}
	resp, err := client.Get("https://discord.com/api/v9/gateway")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 || len(s.Calls()) != 1 {
		t.Errorf("GET discord.com = %d with %d calls seen, want 200 with 1", resp.StatusCode, len(s.Calls()))
	}
	if got := s.Calls()[0]; got.Method != "GET" || got.Route != "/gateway" || got.Version != 9 || got.Status != 200 {
		t.Errorf("Calls()[0] = %+v", got)
	}
}
