package fakeslack

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func option(value string) string {
	return fmt.Sprintf(`{"text":{"type":"plain_text","text":%q},"value":%q}`, value, value)
}

// Every kind of element, chosen of in a message: what block_actions says.
func TestChooseOfEveryKind(t *testing.T) {
	s := start(t, Options{Events: []string{}})
	a := connect(t, s, &app{})
	placeholder := `"placeholder":{"type":"plain_text","text":"…"}`
	for _, row := range []struct {
		element string
		values  []string
		want    string // a part of the action as sent
	}{
		{`{"type":"static_select",` + placeholder + `,"options":[` + option("x") + `,` + option("y") + `]`, []string{"y"}, `"selected_option":{"text":{"text":"y","type":"plain_text"},"value":"y"}`},
		{`{"type":"static_select",` + placeholder + `,"option_groups":[{"label":{"type":"plain_text","text":"g"},"options":[` + option("x") + `]}]`, []string{"x"}, `"value":"x"`},
		{`{"type":"static_select",` + placeholder + `,"options":[` + option("x") + `]`, nil, `"selected_option":null`},
		{`{"type":"external_select",` + placeholder, []string{"x"}, `"value":"x"`},
		{`{"type":"multi_static_select",` + placeholder + `,"options":[` + option("x") + `,` + option("y") + `]`, []string{"x", "y"}, `"selected_options":[`},
		{`{"type":"multi_external_select",` + placeholder, []string{"x"}, `"selected_options":[`},
		{`{"type":"checkboxes","options":[` + option("x") + `]`, []string{"x"}, `"selected_options":[`},
		{`{"type":"radio_buttons","options":[` + option("x") + `]`, []string{"x"}, `"selected_option":{`},
		{`{"type":"overflow","options":[` + option("x") + `]`, []string{"x"}, `"selected_option":{`},
		{`{"type":"users_select",` + placeholder, []string{"U0OTHER00"}, `"selected_user":"U0OTHER00"`},
		{`{"type":"conversations_select",` + placeholder, []string{"C0GENERAL"}, `"selected_conversation":"C0GENERAL"`},
		{`{"type":"channels_select",` + placeholder, []string{"C0GENERAL"}, `"selected_channel":"C0GENERAL"`},
		{`{"type":"multi_users_select",` + placeholder, []string{"U0OTHER00"}, `"selected_users":["U0OTHER00"]`},
		{`{"type":"multi_conversations_select",` + placeholder, []string{"C0GENERAL"}, `"selected_conversations":["C0GENERAL"]`},
		{`{"type":"multi_channels_select",` + placeholder, []string{"C0GENERAL"}, `"selected_channels":["C0GENERAL"]`},
		{`{"type":"datepicker","initial_date":"2020-01-01"`, []string{"2021-04-08"}, `"selected_date":"2021-04-08"`},
		{`{"type":"timepicker"`, []string{"10:00"}, `"selected_time":"10:00"`},
	} {
		blocks := actions(row.element + `,"action_id":"it"}`)
		out := post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "x", "blocks", "["+blocks+"]", "unfurl_links", "false", "unfurl_media", "false"))
		ts, _ := out["ts"].(string)
		m, ok := s.Message("C0GENERAL", ts)
		if !ok {
			t.Errorf("%s: %v", row.element, out)
			continue
		}
		d, err := s.Choose(m, "U0ASKER00", "it", row.values...)
		settled(t, d, err)
		var got struct{ Actions []json.RawMessage }
		if err := json.Unmarshal(d.payload, &got); err != nil || len(got.Actions) != 1 || !strings.Contains(string(got.Actions[0]), row.want) {
			t.Errorf("%s: action %s, want %s", row.element, got.Actions, row.want)
		}
	}
	if cb := a.interaction(t); cb.ActionCallback.BlockActions[0].SelectedTime != "10:00" {
		t.Errorf("the last one = %+v", cb.ActionCallback.BlockActions[0])
	}
	clean(t, s)
}

func TestFeedbackButtons(t *testing.T) {
	s := start(t, Options{Events: []string{}, LimitsPath: limitsPath(t)})
	connect(t, s, &app{})
	one := func(text, value string) string {
		return fmt.Sprintf(`{"text":{"type":"plain_text","text":%q},"value":%q}`, text, value)
	}
	blocks := `[{"type":"context_actions","elements":[{"type":"feedback_buttons","action_id":"rate","positive_button":` + one("Good", "up") + `,"negative_button":` + one("Bad", "down") + `}]}]`
	ts, _ := post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "x", "blocks", blocks, "unfurl_links", "0", "unfurl_media", "0"))["ts"].(string)
	m, _ := s.Message("C0GENERAL", ts)
	if _, err := s.Press(m, "U0ASKER00", "rate", "sideways"); err == nil {
		t.Error("a feedback button that isn't there was pressed")
	}
	d, err := s.Press(m, "U0ASKER00", "rate", "down")
	settled(t, d, err)
	if !strings.Contains(string(d.payload), `"value":"down"`) {
		t.Errorf("payload = %s", d.payload)
	}
	clean(t, s)
}

func TestSubmissionAnswers(t *testing.T) {
	s := start(t, Options{Events: []string{}})
	var answer any
	a := connect(t, s, &app{answer: func(e socketmode.Event) any {
		if cb, ok := e.Data.(slack.InteractionCallback); ok && cb.Type == "view_submission" {
			return answer
		}
		return nil
	}})
	where := `{"type":"input","block_id":"w","optional":true,"label":{"type":"plain_text","text":"x"},"element":{"type":"conversations_select","action_id":"where","response_url_enabled":true}}`
	text := `{"type":"input","block_id":"t","label":{"type":"plain_text","text":"x"},"element":{"type":"plain_text_input","action_id":"text","min_length":2,"max_length":5,"initial_value":"abc"}}`
	form := func(blocks string) string {
		return `{"type":"modal","title":{"type":"plain_text","text":"x"},"submit":{"type":"plain_text","text":"x"},"blocks":[` + blocks + `]}`
	}
	open := func() View {
		d, err := s.SlashCommand("C0GENERAL", "U0ASKER00", "")
		settled(t, d, err)
		if out := post(t, s, DefaultBotToken, "views.open", args("trigger_id", d.ID, "view", form(text+","+where))); out["ok"] != true {
			t.Fatal(out)
		}
		v, _ := s.Modal("U0ASKER00")
		return v
	}
	v := open()
	if got := fmt.Sprint(v.ActionIDs()); got != "[text where]" || !strings.Contains(string(v.JSON()), `"modal"`) {
		t.Errorf("view = %s %s", got, v.JSON())
	}
	for _, bad := range []Values{{"text": {"a"}}, {"text": {"abcdef"}}, {"text": {""}}} {
		if _, err := s.SubmitView(v, "U0ASKER00", bad); err == nil {
			t.Errorf("a form with %v was sent", bad)
		}
	}
	var view any
	if err := json.Unmarshal([]byte(form(text)), &view); err != nil {
		t.Fatal(err)
	}
	// The initial value stands where nothing is typed; a conversation brings a URL.
	answer = map[string]any{"response_action": "update", "view": view}
	d, err := s.SubmitView(v, "U0ASKER00", Values{"where": {"C0GENERAL"}})
	settled(t, d, err)
	cb := a.interaction(t)
	if cb.View.State.Values["t"]["text"].Value != "abc" || len(cb.ResponseURLs) != 1 || cb.ResponseURLs[0].ChannelID != "C0GENERAL" {
		t.Errorf("submission = %+v, %+v", cb.View.State, cb.ResponseURLs)
	}
	if err := slack.PostWebhook(cb.ResponseURLs[0].ResponseURL, &slack.WebhookMessage{Text: "there", ResponseType: "in_channel"}); err != nil || len(s.Messages("C0GENERAL")) != 1 {
		t.Errorf("response_url of a form: %v", err)
	}
	if v, _ = s.Modal("U0ASKER00"); v.Updates != 1 || fmt.Sprint(v.ActionIDs()) != "[text]" {
		t.Errorf("after the update: %+v", v)
	}
	answer = map[string]any{"response_action": "clear"}
	d, err = s.SubmitView(v, "U0ASKER00", nil)
	settled(t, d, err)
	if _, up := s.Modal("U0ASKER00"); up {
		t.Error("a modal is open after clear")
	}
	clean(t, s)
	for i, bad := range []any{
		map[string]any{"response_action": "explode"},
		map[string]any{"response_action": "update"},
		map[string]any{"response_action": "errors"},
		map[string]any{"response_action": "push", "view": map[string]any{"type": "modal"}},
	} {
		v, answer = open(), bad
		d, err := s.SubmitView(v, "U0ASKER00", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Wait(within(t)); err == nil || len(s.Violations("view", "blocks")) <= i {
			t.Errorf("answer %v: %v, %v", bad, err, s.Violations())
		}
	}
	if d, err := s.CloseView(v, "U0ASKER00", true); d != nil || err != nil {
		t.Errorf("closing a view that needn't be told: %v, %v", d, err)
	}
	if _, err := s.CloseView(v, "U0ASKER00", true); err == nil {
		t.Error("a view was closed twice")
	}
}

func TestRichTextOfPeople(t *testing.T) {
	s := start(t, Options{Events: []string{}})
	said, err := s.Say("C0GENERAL", "", "U0ASKER00", "<@U0OTHER00> see <https://e.org/?a=1&amp;b=2|this> in <#C0GENERAL> <!here> 1 &lt; 2")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(said.Blocks[0]["elements"])
	want := `[{"elements":[{"type":"user","user_id":"U0OTHER00"},{"text":" see ","type":"text"},{"text":"this","type":"link","url":"https://e.org/?a=1\u0026b=2"},` +
		`{"text":" in ","type":"text"},{"channel_id":"C0GENERAL","type":"channel"},{"text":" ","type":"text"},{"range":"here","type":"broadcast"},{"text":" 1 \u003c 2","type":"text"}],"type":"rich_text_section"}]`
	if string(b) != want {
		t.Errorf("rich text = %s\nwant %s", b, want)
	}
}

// After Close nothing that the server started runs any more.
func TestNothingStaysBehind(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 3 {
		s, err := New(Options{Times: quick})
		if err != nil {
			t.Fatal(err)
		}
		to, _ := post(t, s, DefaultAppToken, "apps.connections.open", nil)["url"].(string)
		ws, err := dial(to)
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			if _, err := s.Mention("C0GENERAL", "", "U0ASKER00", "hello"); err != nil {
				t.Fatal(err)
			}
		}
		s.Refresh()
		s.Close()
		_ = ws.Close()
	}
	for range 1500 {
		if runtime.NumGoroutine() <= before+4 { // idle connections of the default client
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("goroutines: %d before, %d after", before, runtime.NumGoroutine())
}
