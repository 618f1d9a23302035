package bottest

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dateline/bot/bottest/fakeslack"
	"dateline/bot/chat"
)

var responseURL = regexp.MustCompile(`https?://[^"\s]*/(?:commands|actions)/[^"\s]+`)

// acknowledged waits for what a command or an interaction was acknowledged with.
func (w *slackWay) acknowledged(t testing.TB, d *fakeslack.Delivery, err error) json.RawMessage {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	body, _ := url.QueryUnescape(string(d.Request().Body))
	w.mu.Lock()
	for _, u := range responseURL.FindAllString(body, -1) {
		u, _, _ = strings.Cut(u, "&")
		w.secrets = append(w.secrets, u[strings.LastIndexByte(u, '/')+1:])
	}
	w.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	reply, err := d.Wait(ctx)
	if err != nil {
		t.Fatalf("%s %s: %v", d.Kind, d.Type, err)
	}
	return reply
}

func (w *slackWay) slash(t testing.TB, channel, user, text string) Shown {
	t.Helper()
	return w.typed(t, channel, user, "/dateline", text)
}

// typed types one of the commands.
func (w *slackWay) typed(t testing.TB, channel, user, command, text string) Shown {
	t.Helper()
	d, err := w.Slash(slackChannel(Where{Channel: channel}), slackUsers[user], command, text)
	w.mu.Lock()
	w.command = d
	w.mu.Unlock()
	reply := w.acknowledged(t, d, err)
	var out struct{ Text string }
	_ = json.Unmarshal(reply, &out)
	return Shown{Text: fakeUnescape(out.Text)}
}

var fakeUnescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace

func (w *slackWay) Command(t testing.TB, channel, user, text string, o chat.Options) Shown {
	t.Helper()
	if o == (chat.Options{}) {
		return w.slash(t, channel, user, text)
	}
	return w.submitForm(t, w.form(t, channel, user, "/dateline"), user, map[string]string{"question": text}, o)
}

// submitForm fills in a form and submits it.
func (w *slackWay) submitForm(t testing.TB, v fakeslack.View, user string, fields map[string]string, o chat.Options) Shown {
	t.Helper()
	values := fakeslack.Values{}
	for _, m := range []map[string]string{fields, {"source": o.Source, "collection": o.Collection, "from": o.From, "to": o.To, "as_of": o.AsOf}} {
		for name, value := range m {
			if value != "" {
				values[name] = []string{value}
			}
		}
	}
	if o.Private {
		values["private"] = []string{"private"}
	}
	d, err := w.SubmitView(v, slackUsers[user], values)
	reply := w.acknowledged(t, d, err)
	var out struct {
		Errors map[string]string `json:"errors"`
	}
	_ = json.Unmarshal(reply, &out)
	var text2 []string
	for _, e := range out.Errors {
		text2 = append(text2, e)
	}
	return Shown{Text: strings.Join(text2, "\n")}
}

func (w *slackWay) Brief(t testing.TB, channel, user, topic, since string, o chat.Options) Shown {
	t.Helper()
	if o != (chat.Options{}) {
		return w.submitForm(t, w.form(t, channel, user, "/brief"), user, map[string]string{"topic": topic, "since": since}, o)
	}
	if since != "" {
		topic += " since " + since
	}
	return w.typed(t, channel, user, "/brief", topic)
}

func (w *slackWay) Subscribe(t testing.TB, channel, user, topic, when string, quiet bool) Shown {
	t.Helper()
	text := topic + " " + when
	if quiet {
		text += " quiet"
	}
	return w.typed(t, channel, user, "/subscribe", text)
}

func (w *slackWay) Subscriptions(t testing.TB, channel, user string, v chat.Verb, number string) Shown {
	t.Helper()
	if v == chat.VerbList {
		return w.typed(t, channel, user, "/subscriptions", "")
	}
	return w.typed(t, channel, user, "/subscriptions", string(v)+" "+number)
}

// form opens the form of a command.
func (w *slackWay) form(t testing.TB, channel, user, command string) fakeslack.View {
	t.Helper()
	w.typed(t, channel, user, command, "")
	v, ok := w.Modal(slackUsers[user])
	if !ok {
		t.Fatal("no form is open")
	}
	return v
}

func (w *slackWay) Complete(t testing.TB, channel, user, option, typed string) []string {
	t.Helper()
	v := w.form(t, channel, user, "/dateline")
	d, err := w.Suggest(v, slackUsers[user], option, typed)
	out := fakeslack.OptionValues(w.acknowledged(t, d, err))
	if _, err := w.CloseView(v, slackUsers[user], true); err != nil {
		t.Fatal(err)
	}
	return out
}

func (w *slackWay) ephemerals(user string) (out []fakeslack.Message) {
	for _, c := range []string{slackChannels[General], slackChannels[Random], w.dm(user)} {
		out = append(out, w.Ephemerals(c, slackUsers[user])...)
	}
	return out
}

func (w *slackWay) Press(t testing.TB, m Message, user string, c Control) Shown {
	t.Helper()
	id := slackUsers[user]
	views, told, seen := len(w.Views(id)), len(w.ephemerals(user)), len(w.Seen(user))
	var d *fakeslack.Delivery
	var err error
	action := map[Control]string{Evidence: "evidence", Helpful: "helpful", Unhelpful: "unhelpful", Share: "share"}[c]
	raw := m.Raw.(fakeslack.Message)
	if action != "" {
		d, err = w.Server.Press(raw, id, action, "")
	} else {
		for _, o := range slackOptions(raw) {
			if o.text == string(c) {
				d, err = w.Choose(raw, id, "more", o.value)
			}
		}
		if d == nil && err == nil {
			t.Fatalf("there is no %q below %q", c, m.Text)
		}
	}
	w.acknowledged(t, d, err)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	err = w.Wait(ctx, func() bool {
		return len(w.Views(id)) > views || len(w.ephemerals(user)) > told || len(w.Seen(user)) != seen
	})
	if err != nil {
		t.Fatalf("nothing came of %s: %v", c, err)
	}
	return w.shown(user, views, told)
}

// shown is what a person alone was shown since.
func (w *slackWay) shown(user string, views, told int) Shown {
	if vs := w.Views(slackUsers[user]); len(vs) > views {
		v := vs[len(vs)-1]
		text := DrawSlack(v.Blocks, false)
		s := Shown{Text: text, Links: slackLinks(v.Blocks)}
		if v.Submit != "" {
			s.Dialog = &Dialog{Text: text, Fields: v.ActionIDs(), Raw: v}
		}
		return s
	}
	if es := w.ephemerals(user); len(es) > told {
		m := w.message(es[len(es)-1])
		return Shown{Text: m.Text, Links: m.Links}
	}
	return Shown{}
}

func slackLinks(blocks []map[string]any) (out []string) {
	walk(anyOf(blocks), func(o map[string]any) {
		if u, ok := o["url"].(string); ok {
			out = append(out, u)
		}
	})
	return out
}

func (w *slackWay) Submit(t testing.TB, d Dialog, user string, fields map[string]string) Shown {
	t.Helper()
	views, told := len(w.Views(slackUsers[user])), len(w.ephemerals(user))
	values := fakeslack.Values{}
	for name, v := range fields {
		name = map[string]string{FieldReason: "reason", FieldCitation: "citation", FieldDate: "new_date"}[name]
		values[name] = []string{v}
	}
	view := d.Raw.(fakeslack.View)
	del, err := w.SubmitView(view, slackUsers[user], values)
	reply := w.acknowledged(t, del, err)
	var out struct {
		Errors map[string]string `json:"errors"`
	}
	_ = json.Unmarshal(reply, &out)
	for _, e := range out.Errors {
		return Shown{Text: e}
	}
	if view.CallbackID == "date" {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if err := w.Wait(ctx, func() bool { return len(w.ephemerals(user)) > told }); err != nil {
			t.Fatal("no thanks for a report")
		}
	}
	return w.shown(user, views, told)
}

func (w *slackWay) Set(t testing.TB, channel, user, key, value string, everywhere bool) Shown {
	t.Helper()
	text := "set " + key + " " + value
	if everywhere {
		text = "set everywhere " + key + " " + value
	}
	return w.slash(t, channel, user, text)
}

func (w *slackWay) Help(t testing.TB, channel, user string) Shown {
	t.Helper()
	return w.slash(t, channel, user, "help")
}
