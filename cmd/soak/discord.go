package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"dateline/bot/bottest/fakediscord"
)

// discordWay is Discord by the gateway or HTTP.
type discordWay struct {
	s        *fakediscord.Server
	listen   string   // "": the gateway
	users    []string // IDs by person
	channels []string
	dms      []string
	calls    calls
	harm     float64
}

func newDiscordWay(o options, byHTTP bool) (*discordWay, error) {
	w := &discordWay{harm: o.harm}
	guild := fakediscord.Guild{Name: "newsroom"}
	opts := fakediscord.Options{Seed: o.seed, Privileged: fakediscord.IntentMessageContent, KeepCalls: 1000}
	if o.faults {
		opts.Limits.Scale = 5
	}
	if o.specs != "" {
		opts.OpenAPI = filepath.Join(o.specs, "discord-openapi.json")
	}
	for i := range people {
		name := fmt.Sprintf("person%03d", i)
		opts.Users = append(opts.Users, fakediscord.User{Name: name})
		guild.Members = append(guild.Members, fakediscord.Member{User: name})
	}
	for i := range channels {
		guild.Channels = append(guild.Channels, fakediscord.Channel{Name: fmt.Sprintf("channel%02d", i)})
	}
	opts.Guilds = []fakediscord.Guild{guild}
	var err error
	if byHTTP {
		if w.listen, err = port(); err != nil {
			return nil, err
		}
	}
	if w.s, err = fakediscord.Start(opts); err != nil {
		return nil, err
	}
	for _, u := range opts.Users {
		w.users = append(w.users, w.s.UserID(u.Name))
		w.dms = append(w.dms, w.s.DM(u.Name))
	}
	for _, c := range guild.Channels {
		w.channels = append(w.channels, w.s.ChannelID(c.Name))
	}
	return w, nil
}

func (w *discordWay) platform() string    { return "discord" }
func (w *discordWay) prepare() [][]string { return [][]string{{"discord", "register"}} }
func (w *discordWay) close()              { w.s.Close() }

func (w *discordWay) began() int { return w.s.Identifies() }

func (w *discordWay) env() []string {
	env := append(serveEnv(), "DATELINE_DISCORD_API_URL="+w.s.URL(), "DATELINE_DISCORD_TOKEN="+w.s.Token())
	if w.listen != "" {
		env = append(env, "DATELINE_DISCORD_MODE=http", "DATELINE_DISCORD_LISTEN="+w.listen, "DATELINE_DISCORD_PUBLIC_KEY="+hex.EncodeToString(w.s.PublicKey()))
	}
	return env
}

func (w *discordWay) connect() error {
	if w.listen == "" {
		return nil
	}
	return w.s.SetEndpoint(context.Background(), "http://"+w.listen+"/discord/")
}

func (w *discordWay) ready() bool {
	if w.listen != "" {
		return healthy(w.listen)
	}
	return w.s.Connected()
}

func (w *discordWay) shares() [kinds]float64 {
	if w.listen != "" {
		return [kinds]float64{command: 1}
	}
	return [kinds]float64{mention: 45, direct: 15, command: 25, followUp: 12, calledIn: 3}
}

func (w *discordWay) ask(q *question) error {
	user, channel := w.users[q.who.n], w.channels[q.channel]
	var said fakediscord.Message
	var err error
	switch q.kind {
	case command:
		if q.home {
			channel = w.dms[q.who.n]
		}
		options := map[string]any{"question": q.text}
		if q.private {
			options["private"] = true
		}
		in, err := w.s.Command(channel, user, "ask", options)
		if err != nil {
			return err
		}
		q.key, q.place, q.events = "discord/interaction/"+in.ID, channel, in
		return nil
	case mention:
		said, err = w.s.Mention(channel, user, q.text)
	case direct:
		said, err = w.s.Say(w.dms[q.who.n], user, q.text)
	case followUp:
		said, err = w.s.Say(channel, user, q.text, fakediscord.ReplyTo(q.of.ref))
	case calledIn:
		said, err = w.inThread(channel, user, w.users[(q.who.n+1)%people], q)
	}
	q.key, q.message = "discord/message/"+said.ID, said.ID
	return err
}

// inThread has somebody ask in a thread, and another call the bot into it.
func (w *discordWay) inThread(channel, user, other string, q *question) (fakediscord.Message, error) {
	root, err := w.s.Say(channel, other, "does anybody know this?")
	if err != nil {
		return root, err
	}
	thread, err := w.s.StartThread(root.ID, other, "a question")
	if err != nil {
		return root, err
	}
	if _, err := w.s.Say(thread, other, q.text); err != nil {
		return root, err
	}
	return w.s.Mention(thread, user, "")
}

func (w *discordWay) talk(channel int, who *person, text string) error {
	_, err := w.s.Say(w.channels[channel], w.users[who.n], text)
	return err
}

func (w *discordWay) faults(on bool) {
	if !on {
		w.s.SetFaults(fakediscord.Faults{})
		return
	}
	w.s.SetFaults(fakediscord.Faults{
		Duplicate: 0.05 * w.harm, Delay: 0.03 * w.harm, Reorder: 0.03 * w.harm, Drop: 0.0007 * w.harm, MaxDelay: 300 * time.Millisecond,
		RateLimited: 0.015 * w.harm, RetryAfter: 300 * time.Millisecond, ServerError: 0.015 * w.harm, Lost: 0.02 * w.harm, Slow: 0.01 * w.harm, SlowFor: 400 * time.Millisecond,
	})
}

func (w *discordWay) patience(*question) time.Duration { return 10 * time.Second }

func (w *discordWay) disturb(r *rand.Rand) {
	switch r.IntN(5) {
	case 0:
		w.s.CutGateway()
	case 1:
		w.s.Reconnect()
	case 2:
		w.s.InvalidateSessions(true)
	case 3:
		w.s.CloseGateway(4000)
	case 4:
		w.s.InvalidateSessions(false)
	}
}

func (w *discordWay) weather() []count {
	for _, c := range w.s.Calls() {
		if !c.At.After(w.calls.until) {
			continue
		}
		w.calls.until = c.At
		switch {
		case c.Status == http.StatusTooManyRequests:
			w.calls.limited++
		case c.Status >= 500:
			w.calls.failed++
		case c.Fault == fakediscord.LostAnswer:
			w.calls.unsaid++
		}
	}
	out := w.calls.counts()
	if w.listen == "" {
		out = append(out, count{"sessions begun", w.s.Identifies()}, count{"sessions resumed", w.s.Resumes()})
	}
	return out
}

func (w *discordWay) acknowledged(q *question) (ok bool, notice string) {
	in, isCommand := q.events.(*fakediscord.Interaction)
	if !isCommand {
		return false, "" // the gateway knows no acknowledgement
	}
	r := in.Response()
	if r.Type == fakediscord.RespondMessage && r.Message != nil {
		notice = r.Message.Content
	}
	return r.Type != 0, notice
}

func (w *discordWay) found() []posted {
	var out []posted
	for _, m := range w.s.BotMessages() {
		p := posted{at: m.Created, text: m.Content, task: taskOf(m.Components), public: m.GuildID != "" && m.OnlyFor == ""}
		loading := m.Flags&fakediscord.FlagLoading != 0
		switch {
		case loading:
			continue // a promise that is not kept yet is no answer
		case m.Interaction != "":
			p.key = "discord/interaction/" + m.Interaction
			if !m.Edited.IsZero() {
				p.at = m.Edited
			}
		case m.ReplyTo != "":
			p.key = "discord/message/" + m.ReplyTo
		}
		out = append(out, p)
	}
	return out
}

// control is the custom_id of a control that names a task.
var control = regexp.MustCompile(`"custom_id":"[a-z_-]+:(\d+)`)

// taskOf returns the task that the controls of an answer name, 0 for none.
func taskOf(components []any) int64 {
	text, err := json.Marshal(components)
	if err != nil {
		return 0
	}
	if parts := control.FindSubmatch(text); parts != nil {
		n, _ := strconv.ParseInt(string(parts[1]), 10, 64)
		return n
	}
	return 0
}

func (w *discordWay) refusedAt(q *question) string { return q.key }

func (w *discordWay) violations() []string {
	var out []string
	for _, v := range w.s.Violations() {
		out = append(out, v.String())
	}
	return out
}
