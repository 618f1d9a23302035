package bottest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"dateline/bot/bottest/fakediscord"
	"dateline/bot/chat"
)

// response waits for the answer to an interaction.
func (w *discordWay) response(t testing.TB, in *fakediscord.Interaction, err error) fakediscord.Response {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	r, err := in.Await(ctx)
	if err != nil {
		t.Fatalf("no response: %v", err)
	}
	return r
}

// reaction is what a person is shown in answer to an interaction.
func (w *discordWay) reaction(t testing.TB, user string, in *fakediscord.Interaction, err error) (Shown, fakediscord.Response) {
	t.Helper()
	r := w.response(t, in, err)
	switch r.Type {
	case fakediscord.RespondModal:
		modals := w.Modals(user)
		m := modals[len(modals)-1]
		text := m.Title + "\n" + DrawDiscord("", nil, m.Components, false)
		return Shown{Text: text, Dialog: &Dialog{Text: text, Raw: m}}, r
	case fakediscord.RespondDeferred:
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		m, err := in.Answer(ctx)
		if err != nil {
			t.Fatalf("no answer after the promise of one: %v", err)
		}
		r.Message = &m
	}
	if r.Message == nil {
		return Shown{}, r
	}
	m := w.message(*r.Message)
	return Shown{Text: m.Text, Links: m.Links}, r
}

func (w *discordWay) Command(t testing.TB, channel, user, text string, o chat.Options) Shown {
	t.Helper()
	return w.asked(t, channel, user, "ask", map[string]any{"question": text}, o)
}

// asked uses a command that is answered later.
func (w *discordWay) asked(t testing.TB, channel, user, command string, options map[string]any, o chat.Options) Shown {
	t.Helper()
	for name, value := range map[string]string{"source": o.Source, "collection": o.Collection, "from": o.From, "to": o.To, "as-of": o.AsOf} {
		if value != "" {
			options[name] = value
		}
	}
	if o.Private {
		options["private"] = true
	}
	in, err := w.Server.Command(channel, user, command, options)
	w.mu.Lock()
	w.command = in
	w.mu.Unlock()
	r := w.response(t, in, err)
	if r.Type != fakediscord.RespondMessage || r.Message == nil {
		return Shown{}
	}
	return Shown{Text: w.message(*r.Message).Text}
}

func (w *discordWay) Brief(t testing.TB, channel, user, topic, since string, o chat.Options) Shown {
	t.Helper()
	options := map[string]any{"topic": topic}
	if since != "" {
		options["since"] = since
	}
	return w.asked(t, channel, user, "brief", options, o)
}

func (w *discordWay) Subscribe(t testing.TB, channel, user, topic, when string, quiet bool) Shown {
	t.Helper()
	options := map[string]any{"topic": topic, "when": when}
	if quiet {
		options["quiet"] = true
	}
	in, err := w.Server.Command(channel, user, "subscribe", options)
	s, _ := w.reaction(t, user, in, err)
	return s
}

func (w *discordWay) Subscriptions(t testing.TB, channel, user string, v chat.Verb, number string) Shown {
	t.Helper()
	options := map[string]any{}
	if v != chat.VerbList {
		options["action"] = string(v)
	}
	if number != "" {
		options["number"] = number
	}
	in, err := w.Server.Command(channel, user, "subscriptions", options)
	s, _ := w.reaction(t, user, in, err)
	return s
}

func (w *discordWay) Complete(t testing.TB, channel, user, option, typed string) []string {
	t.Helper()
	in, err := w.Autocomplete(channel, user, "ask", option, typed, nil)
	r := w.response(t, in, err)
	var out []string
	for _, c := range r.Choices {
		out = append(out, str(c, "value"))
	}
	return out
}

func (w *discordWay) Press(t testing.TB, m Message, user string, c Control) Shown {
	t.Helper()
	raw := m.Raw.(fakediscord.Message)
	press := func(label string) (*fakediscord.Interaction, error) {
		for _, b := range discordButtons(raw) {
			if b.label == label {
				return w.Server.Press(raw.ID, b.id, user)
			}
		}
		return nil, fmt.Errorf("no button %q below %q", label, raw.Content)
	}
	alone := slices.ContainsFunc(discordButtons(raw), func(b discordButton) bool { return b.label == string(c) })
	if alone || slices.Contains([]Control{Evidence, Helpful, Unhelpful, Share}, c) {
		in, err := press(string(c))
		s, _ := w.reaction(t, user, in, err)
		return s
	}
	in, err := press("More")
	_, r := w.reaction(t, user, in, err)
	if r.Message == nil {
		t.Fatal("the menu does not open")
	}
	var menu, value string
	walk(r.Message.Components, func(o map[string]any) {
		if options := list(o["options"]); options != nil {
			menu, _ = o["custom_id"].(string)
			for _, x := range options {
				if str(x, "label") == string(c) {
					value = str(x, "value")
				}
			}
		}
	})
	if value == "" {
		return Shown{Text: DrawDiscord(r.Message.Content, nil, nil, false)}
	}
	in, err = w.Select(r.Message.ID, menu, user, value)
	s, _ := w.reaction(t, user, in, err)
	return s
}

func (w *discordWay) Submit(t testing.TB, d Dialog, user string, fields map[string]string) Shown {
	t.Helper()
	values := map[string]any{}
	for k, v := range fields {
		values[k] = v
	}
	in, err := w.SubmitModal(d.Raw.(fakediscord.Modal), values)
	s, _ := w.reaction(t, user, in, err)
	return s
}

func (w *discordWay) Set(t testing.TB, channel, user, key, value string, everywhere bool) Shown {
	t.Helper()
	in, err := w.Server.Command(channel, user, "dateline-settings", map[string]any{"key": key, "value": value, "everywhere": everywhere})
	if err != nil { // Discord itself keeps the command from them
		return Shown{Text: err.Error()}
	}
	s, _ := w.reaction(t, user, in, err)
	return s
}

func (w *discordWay) Help(t testing.TB, channel, user string) Shown {
	t.Helper()
	in, err := w.Server.Command(channel, user, "dateline-help", nil)
	s, _ := w.reaction(t, user, in, err)
	return s
}
