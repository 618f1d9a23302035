package fakeslack

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
)

// args are a call's arguments: key, value, key, value.
func args(kv ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(kv); i += 2 {
		v.Set(kv[i], kv[i+1])
	}
	return v
}

func TestErrors(t *testing.T) {
	s := start(t, Options{})
	root, err := s.Say("C0GENERAL", "", "U0ASKER00", "root")
	if err != nil {
		t.Fatal(err)
	}
	own := post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "mine"))["ts"].(string)
	bot := DefaultBotToken
	for _, row := range []struct {
		token, method string
		args          url.Values
		want          string
	}{
		// Who asks.
		{"", "auth.test", nil, "not_authed"},
		{"xoxb-no", "auth.test", nil, "invalid_auth"},
		{bot, "apps.connections.open", nil, "not_allowed_token_type"},
		{DefaultAppToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "x"), "not_allowed_token_type"},
		{bot, "no.such", nil, "unknown_method"},
		// Where to.
		{bot, "chat.postMessage", args("channel", "C0NOWHERE", "text", "x"), "channel_not_found"},
		{bot, "chat.postMessage", args("channel", "C0ARCHIVE", "text", "x"), "is_archived"},
		{bot, "conversations.replies", args("channel", "C0NOBOT00", "ts", "1"), "not_in_channel"},
		{bot, "chat.postEphemeral", args("channel", "C0GENERAL", "user", "U0NOBODY0", "text", "x"), "user_not_in_channel"},
		{bot, "chat.postMessage", args("channel", "C0GENERAL", "text", "x", "thread_ts", "nonsense"), "invalid_thread_ts"},
		// What.
		{bot, "chat.postMessage", args("channel", "C0GENERAL"), "no_text"},
		{bot, "chat.postMessage", args("channel", "C0GENERAL", "text", "x", "blocks", "{"), "invalid_blocks_format"},
		{bot, "chat.postMessage", args("channel", "C0GENERAL", "blocks", `[{"type":"no"}]`), "invalid_blocks"},
		{bot, "chat.postMessage", args("channel", "C0GENERAL", "text", "x", "metadata", `{"event_type":"x"}`), "invalid_metadata_format"},
		{bot, "chat.update", args("channel", "C0GENERAL", "ts", own, "text", strings.Repeat("x", 4001)), "msg_too_long"},
		{bot, "chat.postMessage", args("channel", "C0GENERAL", "foo[1]", "x"), "invalid_array_arg"},
		// Which message.
		{bot, "chat.update", args("channel", "C0GENERAL", "ts", "1.2", "text", "x"), "message_not_found"},
		{bot, "chat.update", args("channel", "C0GENERAL", "ts", root.TS, "text", "x"), "cant_update_message"},
		{bot, "chat.delete", args("channel", "C0GENERAL", "ts", root.TS), "cant_delete_message"},
		{bot, "chat.delete", args("channel", "C0GENERAL"), "invalid_arguments"},
		{bot, "chat.getPermalink", args("channel", "C0GENERAL", "message_ts", "1.2"), "message_not_found"},
		{bot, "conversations.replies", args("channel", "C0GENERAL", "ts", "1.2"), "thread_not_found"},
		{bot, "conversations.history", args("channel", "C0GENERAL", "cursor", "x"), "invalid_cursor"},
		{bot, "conversations.history", args("channel", "C0GENERAL", "limit", "x"), "invalid_limit"},
		// Reactions.
		{bot, "reactions.add", args("name", "eyes"), "no_item_specified"},
		{bot, "reactions.add", args("channel", "C0GENERAL", "timestamp", own, "name", "not an emoji"), "invalid_name"},
		{bot, "reactions.add", args("channel", "C0GENERAL", "timestamp", "1.2", "name", "eyes"), "message_not_found"},
		{bot, "reactions.remove", args("channel", "C0GENERAL", "timestamp", own, "name", "eyes"), "no_reaction"},
		// People and the rest.
		{bot, "users.info", args("user", "U0NOBODY0"), "user_not_found"},
		{bot, "bots.info", args("bot", "B0NOBODY0"), "bot_not_found"},
		{bot, "conversations.open", nil, "users_list_not_supplied"},
		{bot, "conversations.open", args("users", "U0BOT0000"), "cannot_dm_bot"},
		{bot, "conversations.list", args("types", "no"), "invalid_types"},
		{bot, "conversations.join", args("channel", "C0NOBOT00"), "missing_scope"},
		{bot, "team.info", args("team", "T0OTHER"), "team_not_found"},
		{bot, "assistant.threads.setStatus", args("channel_id", "C0GENERAL", "status", "x"), "invalid_thread_ts"},
		{bot, "assistant.threads.setStatus", args("channel_id", "C0NO", "status", "x"), "channel_not_found"},
		{bot, "views.open", args("trigger_id", "1.2.x", "view", `{"type":"modal"}`), "invalid_trigger_id"},
		{bot, "views.update", args("view_id", "V0", "view", `{"type":"modal"}`), "not_found"},
		{bot, "api.test", args("error", "my_error"), "my_error"},
	} {
		out := post(t, s, row.token, row.method, row.args)
		if out["ok"] != false || out["error"] != row.want {
			t.Errorf("%s %v = %v, want %s", row.method, row.args, out, row.want)
		}
	}
}

func TestBodies(t *testing.T) {
	s := start(t, Options{})
	to := s.URL() + "chat.postMessage"
	for _, row := range []struct {
		token, kind, body string
		want              string // the error, "" for none
	}{
		{DefaultBotToken, "application/json; charset=utf-8", `{"channel":"C0GENERAL","text":"json"}`, ""},
		{"", formType, args("token", DefaultBotToken, "channel", "C0GENERAL", "text", "form").Encode(), ""},
		{"", "application/json", `{"token":"` + DefaultBotToken + `","channel":"C0GENERAL","text":"x"}`, "not_authed"},
		{DefaultBotToken, "application/json", `{"channel":`, "invalid_json"},
		{DefaultBotToken, "application/json", `[1]`, "json_not_object"},
		{DefaultBotToken, "image/png", `x`, "invalid_post_type"},
		{DefaultBotToken, "", `channel=C0GENERAL`, "missing_post_type"},
		{DefaultBotToken, "multipart/form-data; boundary=B",
			"--B\r\nContent-Disposition: form-data; name=\"channel\"\r\n\r\nC0GENERAL\r\n--B\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nparts\r\n--B--\r\n", ""},
	} {
		res, out := callFull(t, to, row.token, row.kind, row.body)
		if got, _ := out["error"].(string); got != row.want || res.StatusCode != 200 {
			t.Errorf("%s %s = %d %v, want error %q", row.kind, row.body, res.StatusCode, out, row.want)
		}
	}
	var texts []string
	for _, m := range s.Messages("C0GENERAL") {
		texts = append(texts, m.Text)
	}
	if got := strings.Join(texts, " "); got != "json form parts" {
		t.Errorf("messages = %q", got)
	}
	_, out := callFull(t, to, DefaultBotToken, "application/json", `{"channel":"C0GENERAL","text":"x"}`)
	if out["warning"] != "missing_charset" {
		t.Errorf("JSON without a charset: %v, want the warning missing_charset", out)
	}
	res, _ := callFull(t, s.URL()+"auth.test", DefaultBotToken, formType, "")
	if got := res.Header.Get("X-OAuth-Scopes"); !strings.Contains(got, "chat:write") {
		t.Errorf("X-OAuth-Scopes = %q", got)
	}
}

func TestScopes(t *testing.T) {
	s := start(t, Options{Scopes: []string{"users:read", "channels:read"}})
	out := post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "x"))
	if out["error"] != "missing_scope" || out["needed"] != "chat:write" || out["provided"] != "users:read,channels:read" {
		t.Errorf("chat.postMessage without its scope = %v", out)
	}
	if out := post(t, s, DefaultBotToken, "conversations.info", args("channel", "G0PRIVATE")); out["needed"] != "groups:read" {
		t.Errorf("conversations.info of a private channel = %v, want groups:read to be needed", out)
	}
	if out := post(t, s, DefaultBotToken, "conversations.info", args("channel", "C0GENERAL")); out["ok"] != true {
		t.Errorf("conversations.info = %v", out)
	}
	s.SetScopes("chat:write")
	if out := post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0NOBOT00", "text", "x")); out["error"] != "not_in_channel" {
		t.Errorf("chat.postMessage without chat:write.public = %v, want not_in_channel", out)
	}
	s2 := start(t, Options{AppScopes: []string{"authorizations:read"}})
	if out := post(t, s2, DefaultAppToken, "apps.connections.open", nil); out["error"] != "missing_scope" {
		t.Errorf("apps.connections.open without its scope = %v", out)
	}
	var missing slack.SlackErrorResponse
	s.SetScopes("chat:write")
	_, err := web(s).GetUserInfo("U0ASKER00")
	if !errors.As(err, &missing) || missing.Err != "missing_scope" || missing.Needed != "users:read" {
		t.Errorf("slack-go's error = %#v", err)
	}
}

func TestPostUpdateDelete(t *testing.T) {
	s := start(t, Options{})
	api := web(s)
	root, _ := s.Say("C0GENERAL", "", "U0ASKER00", "root")
	section := slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "*bold*", false, false), nil, nil)
	_, ts, err := api.PostMessage("C0GENERAL", slack.MsgOptionTS(root.TS), slack.MsgOptionText("a & b <x", false), slack.MsgOptionBlocks(section),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "answered", EventPayload: map[string]any{"key": "7"}}))
	if err != nil {
		t.Fatal(err)
	}
	thread := s.Thread("C0GENERAL", root.TS)
	if len(thread) != 2 || thread[1].TS != ts || thread[1].ThreadTS != root.TS || thread[1].Text != "a &amp; b &lt;x" || thread[1].Metadata.EventPayload["key"] != "7" {
		t.Fatalf("thread = %+v", thread)
	}
	if !tsForm.MatchString(ts) || thread[1].Blocks[0]["block_id"] == "" {
		t.Errorf("ts %q, blocks %v", ts, thread[1].Blocks)
	}
	if _, _, text, err := api.UpdateMessage("C0GENERAL", ts, slack.MsgOptionText("new", false)); err != nil || text != "new" {
		t.Errorf("UpdateMessage = %q, %v", text, err)
	}
	if m, _ := s.Message("C0GENERAL", ts); m.Text != "new" || len(m.Blocks) != 0 || m.Edits != 1 || m.Metadata == nil {
		t.Errorf("after the update: %+v", m)
	}
	// Blocks without a text: what else there is stays, and nothing is marked as edited.
	blocks, _ := json.Marshal([]slack.Block{section})
	for _, row := range []struct {
		args                   url.Values
		blocks                 int
		text, metadata, edited bool
	}{
		{args("text", "new", "blocks", string(blocks)), 1, true, true, true},
		{args("attachments", `[{"text":"more"}]`), 1, true, true, true},
		{args("text", "newer", "metadata", "{}"), 0, true, false, true},
		{args("text", "new", "metadata", `{"event_type":"answered","event_payload":{"key":"8"}}`, "attachments", "[]"), 0, true, true, true},
	} {
		row.args.Set("channel", "C0GENERAL")
		row.args.Set("ts", ts)
		out := post(t, s, DefaultBotToken, "chat.update", row.args)
		m, _ := s.Message("C0GENERAL", ts)
		if out["ok"] != true || len(m.Blocks) != row.blocks || (m.Text != "") != row.text || (m.Metadata != nil) != row.metadata || (m.EditedTS != "") != row.edited {
			t.Errorf("chat.update %v = %v: %+v", row.args, out["error"], m)
		}
	}
	msgs, _, _, err := api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C0GENERAL", Timestamp: root.TS, IncludeAllMetadata: true})
	if err != nil || len(msgs) != 2 || msgs[0].ReplyCount != 1 || msgs[1].Metadata.EventType != "answered" || msgs[1].BotID != "B0BOT0000" || msgs[1].Edited == nil {
		t.Errorf("replies = %+v, %v", msgs, err)
	}
	link, err := api.GetPermalink(&slack.PermalinkParameters{Channel: "C0GENERAL", Ts: ts})
	if want := "https://example-desk.slack.com/archives/C0GENERAL/p" + strings.Replace(ts, ".", "", 1) + "?thread_ts=" + root.TS + "&cid=C0GENERAL"; err != nil || link != want {
		t.Errorf("permalink = %q, %v, want %q", link, err, want)
	}
	if _, _, err := api.DeleteMessage("C0GENERAL", ts); err != nil {
		t.Fatal(err)
	}
	if len(s.Thread("C0GENERAL", root.TS)) != 1 {
		t.Error("a deleted reply is still in the thread")
	}
	clean(t, s, "link") // the < above is the test's own
	// A root with replies leaves a tombstone; a broadcast shows in the channel.
	_, mine, _ := api.PostMessage("C0GENERAL", slack.MsgOptionText("mine", false))
	if _, _, err := api.PostMessage("C0GENERAL", slack.MsgOptionTS(mine), slack.MsgOptionBroadcast(), slack.MsgOptionText("reply", false)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := api.DeleteMessage("C0GENERAL", mine); err != nil {
		t.Fatal(err)
	}
	h, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C0GENERAL"})
	if err != nil || len(h.Messages) != 3 || h.Messages[0].SubType != "thread_broadcast" || h.Messages[1].SubType != "tombstone" {
		t.Errorf("history = %+v, %v", h, err)
	}
	if len(s.Violations("unfurl")) != 4 {
		t.Errorf("unfurl violations = %v, want 4 for two posts", s.Violations("unfurl"))
	}
	// What comes to a user opens a direct message.
	dm, _, err := api.PostMessage("U0OTHER00", slack.MsgOptionText("psst", false))
	if want, _ := s.OpenDM("U0OTHER00"); err != nil || dm != want {
		t.Errorf("post to a user went to %q, %v, want %q", dm, err, want)
	}
	long, _ := json.Marshal(map[string]string{"channel": "C0GENERAL", "text": strings.Repeat("ä", 40_001)})
	out := call1(t, s, DefaultBotToken, "chat.postMessage", "application/json; charset=utf-8", string(long))
	if out["ok"] != true || out["warning"] != "message_truncated" || len(s.Violations("text")) != 1 {
		t.Errorf("a text too long: %v", out["warning"])
	}
}

func TestPaging(t *testing.T) {
	s := start(t, Options{Events: []string{}})
	api := web(s)
	root, _ := s.Say("C0GENERAL", "", "U0ASKER00", "root")
	for range 5 {
		if _, err := s.Say("C0GENERAL", root.TS, "U0OTHER00", "reply"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Say("C0GENERAL", "", "U0OTHER00", "aside"); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	pages, cursor := 0, ""
	for {
		msgs, more, next, err := api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C0GENERAL", Timestamp: root.TS, Limit: 2, Cursor: cursor})
		if err != nil || msgs[0].Timestamp != root.TS {
			t.Fatalf("page %d: %v, %v", pages, msgs, err)
		}
		for _, m := range msgs {
			seen[m.Timestamp] = true
		}
		if pages++; !more {
			break
		}
		cursor = next
	}
	if len(seen) != 6 || pages != 3 {
		t.Errorf("replies: %d messages on %d pages, want 6 on 3", len(seen), pages)
	}
	h, err := api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C0GENERAL", Limit: 4})
	if err != nil || len(h.Messages) != 4 || !h.HasMore || h.Messages[0].Timestamp < h.Messages[3].Timestamp {
		t.Errorf("history = %+v, %v, want the 4 newest, newest first", h, err)
	}
	h, err = api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C0GENERAL", Latest: root.TS, Inclusive: true, Limit: 1})
	if err != nil || len(h.Messages) != 1 || h.Messages[0].Timestamp != root.TS {
		t.Errorf("history of one message = %+v, %v", h, err)
	}
	chs, next, err := api.GetConversations(&slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}, Limit: 2, ExcludeArchived: true})
	if err != nil || len(chs) != 2 || next == "" {
		t.Errorf("conversations = %v, %q, %v", chs, next, err)
	}
	chs, _, err = api.GetConversationsForUser(&slack.GetConversationsForUserParameters{Types: []string{"public_channel"}})
	if err != nil || len(chs) != 3 {
		t.Errorf("the bot's conversations = %v, %v, want 3", chs, err)
	}
	ids, _, err := api.GetUsersInConversation(&slack.GetUsersInConversationParameters{ChannelID: "G0PRIVATE"})
	if err != nil || len(ids) != 4 {
		t.Errorf("members = %v, %v, want 4", ids, err)
	}
}

func TestDirectory(t *testing.T) {
	s := start(t, Options{})
	api := web(s)
	if r, err := api.AuthTest(); err != nil || r.UserID != "U0BOT0000" || r.BotID != "B0BOT0000" || r.TeamID != "T0DATELINE" {
		t.Errorf("auth.test = %+v, %v", r, err)
	}
	if u, err := api.GetUserInfo("U0ADMIN00"); err != nil || !u.IsAdmin || !u.IsOwner || u.IsBot || u.RealName != "A. Admin" {
		t.Errorf("users.info = %+v, %v", u, err)
	}
	if us, err := api.GetUsers(); err != nil || len(us) != 4 {
		t.Errorf("users.list = %v, %v, want 4", us, err)
	}
	if b, err := api.GetBotInfo(slack.GetBotInfoParameters{Bot: "B0BOT0000"}); err != nil || b.UserID != "U0BOT0000" || b.AppID != "A0DATELINE0" {
		t.Errorf("bots.info = %+v, %v", b, err)
	}
	if tm, err := api.GetTeamInfo(); err != nil || tm.Domain != "example-desk" {
		t.Errorf("team.info = %+v, %v", tm, err)
	}
	if ch, err := api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "G0PRIVATE", IncludeNumMembers: true}); err != nil || !ch.IsPrivate || !ch.IsMember || ch.NumMembers != 4 {
		t.Errorf("conversations.info = %+v, %v", ch, err)
	}
	ch, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U0ASKER00"}, ReturnIM: true})
	if dm, _ := s.OpenDM("U0ASKER00"); err != nil || ch.ID != dm || !ch.IsIM || ch.User != "U0ASKER00" {
		t.Errorf("conversations.open = %+v, %v", ch, err)
	}
	s.SetScopes(append(DefaultScopes, "mpim:write", "channels:join")...)
	if ch, _, _, err := api.OpenConversation(&slack.OpenConversationParameters{Users: []string{"U0ASKER00", "U0OTHER00"}}); err != nil || s.channels[ch.ID].Kind != MPIM {
		t.Errorf("conversations.open of two = %+v, %v", ch, err)
	}
	if ch, _, _, err := api.JoinConversation("C0NOBOT00"); err != nil || !ch.IsMember {
		t.Errorf("conversations.join = %+v, %v", ch, err)
	}
	if r := post(t, s, DefaultBotToken, "api.test", args("foo", "bar")); r["ok"] != true || r["args"].(map[string]any)["foo"] != "bar" {
		t.Errorf("api.test = %v", r)
	}
	clean(t, s)
}

func TestReactions(t *testing.T) {
	s := start(t, Options{})
	api := web(s)
	m, _ := s.Say("C0GENERAL", "", "U0ASKER00", "hello")
	item := slack.NewRefToMessage("C0GENERAL", m.TS)
	if err := api.AddReaction("eyes", item); err != nil {
		t.Fatal(err)
	}
	if err := api.AddReaction("eyes", item); err == nil || err.Error() != "already_reacted" {
		t.Errorf("second reaction: %v, want already_reacted", err)
	}
	if err := s.React("C0GENERAL", m.TS, "U0OTHER00", "eyes"); err != nil {
		t.Fatal(err)
	}
	if r := s.Reactions("C0GENERAL", m.TS); len(r) != 1 || len(r[0].Users) != 2 {
		t.Errorf("reactions = %+v", r)
	}
	got, err := api.GetReactions(item, slack.NewGetReactionsParameters())
	if err != nil || len(got.Reactions) != 1 || got.Reactions[0].Count != 2 {
		t.Errorf("reactions.get = %+v, %v", got, err)
	}
	if err := api.RemoveReaction("eyes", item); err != nil {
		t.Fatal(err)
	}
	if err := api.RemoveReaction("eyes", item); err == nil || err.Error() != "no_reaction" {
		t.Errorf("second removal: %v, want no_reaction", err)
	}
	clean(t, s)
}

func TestAssistant(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	s := start(t, Options{Now: func() time.Time { return now }})
	api := web(s)
	th, err := s.StartAssistant("U0ASKER00", "C0GENERAL")
	if err != nil || len(th.Events) != 1 || th.Events[0].Type != "assistant_thread_started" {
		t.Fatalf("StartAssistant = %+v, %v", th, err)
	}
	if th.TS != "1700000000.000001" && th.TS != "1700000000.000000" {
		t.Errorf("ts = %q", th.TS)
	}
	q, err := s.Say(th.Channel, th.TS, "U0ASKER00", "when?")
	if err != nil || len(q.Events) != 1 {
		t.Fatalf("question = %+v, %v", q, err)
	}
	status := slack.AssistantThreadsSetStatusParameters{ChannelID: th.Channel, ThreadTS: th.TS, Status: "is reading…", LoadingMessages: []string{"one", "two"}}
	if err := api.SetAssistantThreadsStatus(status); err != nil {
		t.Fatal(err)
	}
	if got := s.Standing(th.Channel, th.TS); got != "is reading…" {
		t.Errorf("status = %q", got)
	}
	if st := s.Statuses(); len(st) != 1 || len(st[0].LoadingMessages) != 2 || st[0].Cleared {
		t.Errorf("statuses = %+v", st)
	}
	if _, _, err := api.PostMessage(th.Channel, slack.MsgOptionTS(th.TS), slack.MsgOptionText("2012", false)); err != nil {
		t.Fatal(err)
	}
	if got := s.Standing(th.Channel, th.TS); got != "" {
		t.Errorf("status after the reply = %q, want none", got)
	}
	if err := api.SetAssistantThreadsTitle(slack.AssistantThreadsSetTitleParameters{ChannelID: th.Channel, ThreadTS: th.TS, Title: "Visits"}); err != nil || s.Title(th.Channel, th.TS) != "Visits" {
		t.Errorf("title = %q, %v", s.Title(th.Channel, th.TS), err)
	}
	err = api.SetAssistantThreadsSuggestedPrompts(slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: th.Channel, ThreadTS: th.TS, Title: "Try",
		Prompts: []slack.AssistantThreadsPrompt{{Title: "When", Message: "When was it?"}}})
	if p := s.SuggestedPrompts(); err != nil || len(p) != 1 || p[0].Prompts[0]["message"] != "When was it?" {
		t.Errorf("prompts = %+v, %v", p, err)
	}
	if d, err := s.LookAt(th.Message, "U0ASKER00", "C0RANDOM0"); err != nil || d.Type != "assistant_thread_context_changed" {
		t.Errorf("LookAt = %+v, %v", d, err)
	}
	// A status stands for two minutes, and works in a thread of a channel.
	m, _ := s.Mention("C0GENERAL", "", "U0ASKER00", "when?")
	status.ChannelID, status.ThreadTS = "C0GENERAL", m.TS
	if err := api.SetAssistantThreadsStatus(status); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	now = now.Add(3 * time.Minute)
	s.mu.Unlock()
	if got := s.Standing("C0GENERAL", m.TS); got != "" {
		t.Errorf("status after three minutes = %q, want none", got)
	}
}

func TestTwoWorkspaces(t *testing.T) {
	teams, users, channels := Default()
	teams = append(teams, Team{ID: "T0SECOND0", Name: "Second", Domain: "second", BotToken: "xoxb-second", BotUser: "U0BOT0002", BotID: "B0BOT0002"})
	users = append(users, User{ID: "U0SECOND0", Team: "T0SECOND0", Name: "second"})
	channels = append(channels, Channel{ID: "C0SECOND0", Team: "T0SECOND0", Name: "general", Kind: Public, Members: []string{"U0SECOND0", "U0BOT0002"}})
	s := start(t, Options{Teams: teams, Users: users, Channels: channels})
	if out := post(t, s, "xoxb-second", "chat.postMessage", args("channel", "C0GENERAL", "text", "x")); out["error"] != "channel_not_found" {
		t.Errorf("a post to another workspace = %v, want channel_not_found", out)
	}
	if out := post(t, s, "xoxb-second", "users.info", args("user", "U0ASKER00")); out["error"] != "user_not_visible" {
		t.Errorf("a user of another workspace = %v, want user_not_visible", out)
	}
	said, err := s.Mention("C0SECOND0", "", "U0SECOND0", "hello")
	if err != nil || !strings.HasPrefix(said.Text, "<@U0BOT0002>") || len(said.Events) != 2 || !strings.Contains(string(said.Events[0].Request().Body), `"team_id":"T0SECOND0"`) {
		t.Errorf("mention in the second workspace = %+v, %v", said, err)
	}
}

func TestGet(t *testing.T) {
	s := start(t, Options{})
	req, _ := http.NewRequestWithContext(within(t), http.MethodGet, s.URL()+"users.info?user=U0ASKER00", nil)
	req.Header.Set("Authorization", "Bearer "+DefaultBotToken)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var out map[string]any
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil || out["ok"] != true {
		t.Errorf("GET users.info = %v, %v", out, err)
	}
	if c := s.Calls("users.info"); len(c) != 1 || c[0].Args["user"] != "U0ASKER00" || c[0].Args["token"] != nil || !c[0].Done {
		t.Errorf("Calls = %+v", c)
	}
}
