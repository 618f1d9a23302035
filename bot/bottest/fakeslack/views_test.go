package fakeslack

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject("plain_text", text, false, false)
}

// posted is a message of the bot with a section, buttons, a menu and a select.
func postControls(t *testing.T, s *Server) Message {
	t.Helper()
	menu := slack.NewOverflowBlockElement("more", slack.NewOptionBlockObject("delete", plain("Delete"), nil), slack.NewOptionBlockObject("wrong", plain("Wrong date"), nil))
	pick := slack.NewOptionsSelectBlockElement("external_select", plain("Source"), "source")
	blocks := []slack.Block{
		slack.NewSectionBlock(slack.NewTextBlockObject("mrkdwn", "*2012*", false, true), nil, nil),
		slack.NewActionBlock("row", slack.NewButtonBlockElement("evidence", "e7", plain("Evidence")),
			slack.NewButtonBlockElement("help", "yes", plain("Helpful")), menu, pick),
	}
	_, ts, err := web(s).PostMessage("C0GENERAL", slack.MsgOptionText("2012", false), slack.MsgOptionBlocks(blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if err != nil {
		t.Fatal(err)
	}
	m, _ := s.Message("C0GENERAL", ts)
	return m
}

func modal(callback string, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: "modal", CallbackID: callback, Title: plain("Why?"), Submit: plain("Send"), Close: plain("Cancel"),
		PrivateMetadata: "pm", NotifyOnClose: true, Blocks: slack.Blocks{BlockSet: blocks}}
}

func reason() slack.Block {
	return slack.NewInputBlock("why", plain("Reason"), nil, slack.NewPlainTextInputBlockElement(plain("…"), "reason"))
}

// interaction is the last one that arrived.
func (a *app) interaction(t *testing.T) slack.InteractionCallback {
	t.Helper()
	seen := a.seen()
	for _, e := range slices.Backward(seen) {
		if cb, ok := e.Data.(slack.InteractionCallback); ok {
			return cb
		}
	}
	t.Fatalf("no interaction among %d requests", len(seen))
	return slack.InteractionCallback{}
}

func TestPress(t *testing.T) {
	s := start(t, Options{})
	a := connect(t, s, &app{})
	m := postControls(t, s)
	if got := fmt.Sprint(m.ActionIDs()); got != "[evidence help more source]" {
		t.Errorf("ActionIDs = %v", got)
	}
	d, err := s.Press(m, "U0OTHER00", "evidence", "")
	settled(t, d, err)
	cb := a.interaction(t)
	if cb.Type != "block_actions" || cb.User.ID != "U0OTHER00" || cb.Message.Timestamp != m.TS || cb.Channel.ID != "C0GENERAL" || cb.ResponseURL == "" ||
		cb.Container.Type != "message" || cb.Container.MessageTs != m.TS || len(cb.ActionCallback.BlockActions) != 1 {
		t.Fatalf("block_actions = %+v", cb)
	}
	if act := cb.ActionCallback.BlockActions[0]; act.ActionID != "evidence" || act.Value != "e7" || act.BlockID != "row" {
		t.Errorf("action = %+v", act)
	}
	d, err = s.Choose(m, "U0OTHER00", "more", "delete")
	settled(t, d, err)
	if act := a.interaction(t).ActionCallback.BlockActions[0]; act.SelectedOption.Value != "delete" || act.Type != "overflow" {
		t.Errorf("overflow = %+v", act)
	}
	for _, row := range []struct{ user, action, value string }{
		{"U0OTHER00", "no-such", ""}, {"U0OTHER00", "help", "no"}, {"U0OTHER00", "more", ""}, {"U0STRANGER", "evidence", ""},
	} {
		if _, err := s.Press(m, row.user, row.action, row.value); err == nil {
			t.Errorf("Press(%v) went well", row)
		}
	}
	if _, err := s.Choose(m, "U0OTHER00", "more", "no-such"); err == nil {
		t.Error("an option that isn't there was chosen")
	}
	clean(t, s)
}

func TestSuggest(t *testing.T) {
	s := start(t, Options{LimitsPath: limitsPath(t)})
	n := 2
	connect(t, s, &app{answer: func(e socketmode.Event) any {
		cb, ok := e.Data.(slack.InteractionCallback)
		if !ok || cb.Type != "block_suggestion" {
			return nil
		}
		var r slack.OptionsResponse
		for i := range n {
			r.Options = append(r.Options, slack.NewOptionBlockObject(fmt.Sprint(cb.Value, i), plain("x"), nil))
		}
		return r
	}})
	m := postControls(t, s)
	d, err := s.Suggest(m, "U0ASKER00", "source", "rad")
	if got := OptionValues(settled(t, d, err)); fmt.Sprint(got) != "[rad0 rad1]" {
		t.Errorf("options = %v", got)
	}
	if _, err := s.Suggest(m, "U0ASKER00", "source", "ra"); err == nil {
		t.Error("two characters are fewer than min_query_length")
	}
	clean(t, s)
	n = 101
	if d, err = s.Suggest(m, "U0ASKER00", "source", "rad"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Wait(within(t)); err == nil || len(s.Violations("blocks")) == 0 {
		t.Errorf("101 options: %v, %v", err, s.Violations())
	}
}

func TestModal(t *testing.T) {
	s := start(t, Options{LimitsPath: limitsPath(t)})
	var answer any
	a := connect(t, s, &app{answer: func(e socketmode.Event) any {
		if cb, ok := e.Data.(slack.InteractionCallback); ok && cb.Type == "view_submission" {
			return answer
		}
		return nil
	}})
	m := postControls(t, s)
	d, err := s.Press(m, "U0ASKER00", "help", "yes")
	settled(t, d, err)
	trigger := a.interaction(t).TriggerID
	opened, err := a.OpenView(trigger, modal("why", reason()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.OpenView(trigger, modal("why", reason())); err == nil || err.Error() != "exchanged_trigger_id" {
		t.Errorf("second use of a trigger: %v, want exchanged_trigger_id", err)
	}
	v, ok := s.Modal("U0ASKER00")
	if !ok || v.ID != opened.ID || v.CallbackID != "why" || v.Title != "Why?" || v.PrivateMetadata != "pm" || v.Submit != "Send" {
		t.Fatalf("Modal = %+v", v)
	}
	// The form itself holds back what is required.
	if _, err := s.SubmitView(v, "U0ASKER00", nil); err == nil {
		t.Error("a form without its required input was sent")
	}
	if _, err := s.SubmitView(v, "U0ASKER00", Values{"no-such": {"x"}}); err == nil {
		t.Error("a form with an unknown element was sent")
	}
	answer = map[string]any{"response_action": "errors", "errors": map[string]string{"why": "too short"}}
	d, err = s.SubmitView(v, "U0ASKER00", Values{"reason": {"x"}})
	settled(t, d, err)
	cb := a.interaction(t)
	if cb.View.State.Values["why"]["reason"].Value != "x" || cb.View.PrivateMetadata != "pm" || cb.View.Hash != v.Hash {
		t.Errorf("submission = %+v", cb.View)
	}
	if v, _ = s.Modal("U0ASKER00"); v.Errors["why"] != "too short" || v.Closed {
		t.Errorf("after errors: %+v", v)
	}
	// A stale hash is refused; the present one isn't.
	if _, err := a.UpdateView(modal("why", reason()), "", "stale", v.ID); err == nil || err.Error() != "hash_conflict" {
		t.Errorf("update with a stale hash: %v, want hash_conflict", err)
	}
	next := modal("why2", reason())
	next.ExternalID = "ext"
	if _, err := a.UpdateView(next, "", v.Hash, v.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.UpdateView(next, "ext", "", ""); err != nil {
		t.Errorf("update by external_id: %v", err)
	}
	v, _ = s.Modal("U0ASKER00")
	if v.CallbackID != "why2" || v.Updates != 2 {
		t.Errorf("after updates: %+v", v)
	}
	answer = slack.NewPushViewSubmissionResponse(ptr(modal("over", reason())))
	d, err = s.SubmitView(v, "U0ASKER00", Values{"reason": {"y"}})
	settled(t, d, err)
	over, _ := s.Modal("U0ASKER00")
	if over.CallbackID != "over" || over.PreviousID != v.ID || over.RootID != v.ID {
		t.Errorf("pushed = %+v", over)
	}
	if _, err := s.SubmitView(v, "U0ASKER00", Values{"reason": {"y"}}); err == nil {
		t.Error("a modal beneath another was submitted")
	}
	d, err = s.CloseView(over, "U0ASKER00", false)
	settled(t, d, err)
	if cb := a.interaction(t); cb.Type != "view_closed" || cb.View.ID != over.ID {
		t.Errorf("closing = %+v", cb)
	}
	answer = nil
	d, err = s.SubmitView(v, "U0ASKER00", Values{"reason": {"z"}})
	settled(t, d, err)
	if _, open := s.Modal("U0ASKER00"); open {
		t.Error("the modal is still open after it was submitted")
	}
	if n := len(s.Views("U0ASKER00")); n != 2 {
		t.Errorf("Views = %d, want 2", n)
	}
	clean(t, s)
	answer = map[string]any{"response_action": "errors", "errors": map[string]string{"nowhere": "x"}}
	d, _ = s.SlashCommand("C0GENERAL", "U0ASKER00", "")
	settled(t, d, nil)
	if _, err := a.OpenView(d.ID, modal("why", reason())); err != nil {
		t.Fatal(err)
	}
	v, _ = s.Modal("U0ASKER00")
	if d, err = s.SubmitView(v, "U0ASKER00", Values{"reason": {"z"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Wait(within(t)); err == nil || len(s.Violations("view")) != 1 {
		t.Errorf("errors under no input: %v, %v", err, s.Violations())
	}
}

func ptr[T any](v T) *T { return &v }

func TestPushAndTriggers(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	s := start(t, Options{Now: func() time.Time { return now }})
	a := connect(t, s, &app{})
	trigger := func() string {
		d, err := s.SlashCommand("C0GENERAL", "U0ASKER00", "")
		settled(t, d, err)
		return d.ID
	}
	id := trigger()
	s.mu.Lock()
	now = now.Add(4 * time.Second)
	s.mu.Unlock()
	if _, err := a.OpenView(id, modal("v", reason())); err == nil || err.Error() != "expired_trigger_id" {
		t.Errorf("after 4 s: %v, want expired_trigger_id", err)
	}
	button := slack.NewActionBlock("row", slack.NewButtonBlockElement("deeper", "", plain("Deeper")))
	if _, err := a.OpenView(trigger(), modal("v0", button)); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		top, _ := s.Modal("U0ASKER00")
		d, err := s.Press(top, "U0ASKER00", "deeper", "")
		settled(t, d, err)
		if cb := a.interaction(t); cb.Container.Type != "view" || cb.View.ID != top.ID || cb.ResponseURL != "" {
			t.Errorf("press in a view = %+v", cb)
		}
		_, err = a.PushView(a.interaction(t).TriggerID, modal(fmt.Sprint("v", i+1), button))
		if i < 2 && err != nil || i == 2 && (err == nil || err.Error() != "push_limit_reached") {
			t.Errorf("push %d: %v", i, err)
		}
	}
	if _, err := a.PushView(trigger(), modal("v", button)); err == nil || err.Error() != "not_found" {
		t.Errorf("push from a command: %v, want not_found", err)
	}
	top, _ := s.Modal("U0ASKER00")
	d, err := s.CloseView(top, "U0ASKER00", true)
	settled(t, d, err)
	if _, open := s.Modal("U0ASKER00"); open {
		t.Error("a modal is open after all were closed")
	}
	// Home.
	home := slack.HomeTabViewRequest{Type: "home", Blocks: slack.Blocks{BlockSet: []slack.Block{button}}}
	if _, err := a.PublishView("U0ASKER00", home, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := a.PublishView("U0ASKER00", home, "stale"); err == nil || err.Error() != "hash_conflict" {
		t.Errorf("publish with a stale hash: %v, want hash_conflict", err)
	}
	d, err = s.OpenHome("U0ASKER00", "home")
	settled(t, d, err)
	clean(t, s)
}

func TestSlashCommandAndResponseURL(t *testing.T) {
	now := time.Now()
	s := start(t, Options{Now: func() time.Time { return now }})
	a := connect(t, s, &app{answer: func(e socketmode.Event) any {
		if _, ok := e.Data.(slack.SlashCommand); ok {
			return map[string]any{"text": "reading"}
		}
		return nil
	}})
	d, err := s.SlashCommand("C0GENERAL", "U0ASKER00", "when was it?")
	settled(t, d, err)
	cmd := a.seen()[0].Data.(slack.SlashCommand)
	if cmd.Command != "/dateline" || cmd.Text != "when was it?" || cmd.ChannelName != "general" || cmd.UserID != "U0ASKER00" || cmd.TriggerID != d.ID {
		t.Errorf("command = %+v", cmd)
	}
	if e := s.Ephemerals("C0GENERAL", "U0ASKER00"); len(e) != 1 || e[0].Text != "reading" {
		t.Errorf("ephemerals = %+v", e)
	}
	respond := func(url string, body map[string]any) (int, string) {
		b, _ := json.Marshal(body)
		res, out := callFull(t, url, "", "application/json", string(b))
		e, _ := out["error"].(string)
		return res.StatusCode, e
	}
	if code, e := respond(cmd.ResponseURL, map[string]any{"text": "all", "response_type": "in_channel"}); code != 200 || e != "" {
		t.Errorf("in_channel = %d %s", code, e)
	}
	if m := s.Messages("C0GENERAL"); len(m) != 1 || m[0].Text != "all" || m[0].EphemeralTo != "" {
		t.Errorf("messages = %+v", m)
	}
	if code, e := respond(cmd.ResponseURL, map[string]any{"blocks": []any{map[string]any{"type": "no"}}}); code != 400 || e != "invalid_blocks" {
		t.Errorf("invalid blocks = %d %s", code, e)
	}
	for range 4 {
		respond(cmd.ResponseURL, map[string]any{"text": "more"})
	}
	if code, e := respond(cmd.ResponseURL, map[string]any{"text": "sixth"}); code != 404 || e != "used_url" {
		t.Errorf("sixth use = %d %s, want 404 used_url", code, e)
	}
	// Of a button: replace and delete the message that holds it, ephemeral or not.
	m := postControls(t, s)
	press := func(on Surface) string {
		d, err := s.Press(on, "U0ASKER00", "evidence", "")
		settled(t, d, err)
		return a.interaction(t).ResponseURL
	}
	url := press(m)
	if _, _, err := a.PostMessage("", slack.MsgOptionReplaceOriginal(url), slack.MsgOptionText("replaced", false)); err != nil {
		t.Fatal(err)
	}
	if got, _ := s.Message("C0GENERAL", m.TS); got.Text != "replaced" {
		t.Errorf("replaced = %+v", got)
	}
	if code, _ := respond(url, map[string]any{"delete_original": true}); code != 200 {
		t.Error("delete_original was refused")
	}
	if got, _ := s.Message("C0GENERAL", m.TS); !got.Deleted {
		t.Error("the message is still there")
	}
	ts, err := a.PostEphemeral("C0GENERAL", "U0ASKER00", slack.MsgOptionText("only you", false), slack.MsgOptionBlocks(
		slack.NewActionBlock("", slack.NewButtonBlockElement("evidence", "", plain("Evidence")))))
	if err != nil {
		t.Fatal(err)
	}
	only, _ := s.Message("C0GENERAL", ts)
	if _, err := s.Press(only, "U0OTHER00", "evidence", ""); err == nil {
		t.Error("somebody else pressed what only one sees")
	}
	url = press(only)
	if cb := a.interaction(t); !cb.Container.IsEphemeral || cb.Message.Timestamp != "" {
		t.Errorf("press of an ephemeral = %+v", cb)
	}
	now2 := now.Add(31 * time.Minute)
	s.mu.Lock()
	now = now2
	s.mu.Unlock()
	if code, e := respond(url, map[string]any{"text": "late"}); code != 404 || e != "expired_url" {
		t.Errorf("after 31 minutes = %d %s, want 404 expired_url", code, e)
	}
	if _, _, err := a.DeleteMessage("C0GENERAL", ts); err == nil || err.Error() != "message_not_found" {
		t.Errorf("delete of an ephemeral: %v, want message_not_found", err)
	}
	if n := len(s.Calls("response_url")); n != 10 {
		t.Errorf("response_url calls = %d, want 10", n)
	}
}

func TestViewProblems(t *testing.T) {
	s := start(t, Options{LimitsPath: limitsPath(t)})
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, row := range []struct {
		view string
		want string
	}{
		{`{"type":"modal","blocks":[{"type":"divider"}]}`, "missing required field: title"},
		{`{"type":"modal","title":{"type":"plain_text","text":"x"}}`, "missing required field: blocks"},
		{`{"type":"modal","title":{"type":"plain_text","text":"` + strings.Repeat("x", 25) + `"},"blocks":[{"type":"divider"}]}`, "must be less than 25 characters [json-pointer:/view/title/text]"},
		{`{"type":"modal","title":{"type":"plain_text","text":"x"},"private_metadata":"` + strings.Repeat("x", 3001) + `","blocks":[{"type":"divider"}]}`, "json-pointer:/view/private_metadata"},
		{`{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"plain_text_input"}}]}`, "missing required field: submit"},
		{`{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[` + strings.Repeat(`{"type":"divider"},`, 100) + `{"type":"divider"}]}`, "no more than 100 items allowed"},
		{`{"type":"modal","title":{"type":"plain_text","text":"x"},"blocks":[{"type":"markdown","text":"x"}]}`, "unsupported type in a view: markdown"},
	} {
		var view map[string]any
		if err := json.Unmarshal([]byte(row.view), &view); err != nil {
			t.Fatal(err)
		}
		err := s.checkView("views.open", view)
		e, ok := err.(*apiError)
		if !ok || e.code != "invalid_arguments" || !strings.Contains(fmt.Sprint(e.extra), row.want) {
			t.Errorf("checkView(%.80s) = %v, want %s", row.view, err, row.want)
		}
	}
}
