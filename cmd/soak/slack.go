package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dateline/bot/bottest/fakeslack"
)

const slackTeam = "T0DATELINE"

// slackWay is Slack by Socket Mode or HTTP.
type slackWay struct {
	s      *fakeslack.Server
	listen string   // "": Socket Mode
	dms    []string // by person
	calls  calls
	harm   float64
}

func newSlackWay(o options, byHTTP bool) (*slackWay, error) {
	w := &slackWay{harm: o.harm}
	teams, _, _ := fakeslack.Default()
	opts := fakeslack.Options{
		Seed: o.seed, Teams: teams, Keep: 1000,
		Times: fakeslack.Times{Retry: [3]time.Duration{0, 6 * time.Second, 30 * time.Second}, Warning: time.Second},
	}
	members := []string{teams[0].BotUser}
	for i := range people {
		opts.Users = append(opts.Users, fakeslack.User{ID: slackUser(i), Team: slackTeam, Name: fmt.Sprintf("person%03d", i)})
		members = append(members, slackUser(i))
	}
	for i := range channels {
		opts.Channels = append(opts.Channels, fakeslack.Channel{ID: slackChannel(i), Team: slackTeam, Name: fmt.Sprintf("channel%02d", i), Kind: fakeslack.Public, Members: members})
	}
	if o.specs != "" {
		opts.LimitsPath = filepath.Join(o.specs, "slack-limits.json")
	}
	var err error
	if byHTTP {
		if w.listen, err = port(); err != nil {
			return nil, err
		}
	}
	if w.s, err = fakeslack.New(opts); err != nil {
		return nil, err
	}
	for i := range people {
		dm, err := w.s.OpenDM(slackUser(i))
		if err != nil {
			return nil, err
		}
		w.dms = append(w.dms, dm)
	}
	if byHTTP {
		w.s.UseHTTP(fakeslack.Endpoints{Events: "http://" + w.listen + "/slack/"})
	}
	return w, nil
}

func slackUser(i int) string    { return fmt.Sprintf("U0%07d", i) }
func slackChannel(i int) string { return fmt.Sprintf("C0%07d", i) }

func (w *slackWay) platform() string    { return "slack" }
func (w *slackWay) prepare() [][]string { return nil }
func (w *slackWay) began() int          { return 0 }
func (w *slackWay) close()              { w.s.Close() }

func (w *slackWay) env() []string {
	env := append(serveEnv(), "DATELINE_SLACK_API_URL="+w.s.URL(), "DATELINE_SLACK_BOT_TOKEN="+fakeslack.DefaultBotToken)
	if w.listen != "" {
		return append(env, "DATELINE_SLACK_MODE=http", "DATELINE_SLACK_LISTEN="+w.listen, "DATELINE_SLACK_SIGNING_SECRET="+fakeslack.DefaultSigningSecret)
	}
	return append(env, "DATELINE_SLACK_APP_TOKEN="+fakeslack.DefaultAppToken)
}

func (w *slackWay) connect() error {
	if w.listen == "" {
		return nil
	}
	return w.s.VerifyURL(context.Background())
}

func (w *slackWay) ready() bool {
	if w.listen != "" {
		return healthy(w.listen)
	}
	return w.s.Connections() > 0
}

func (w *slackWay) shares() [kinds]float64 {
	return [kinds]float64{mention: 50, direct: 15, command: 20, followUp: 12, calledIn: 3}
}

func (w *slackWay) ask(q *question) error {
	user, channel, text := slackUser(q.who.n), slackChannel(q.channel), fakeslack.Escape(q.text)
	var said fakeslack.Said
	var err error
	q.private = false // which takes a form
	switch q.kind {
	case command:
		if q.home {
			channel = w.dms[q.who.n]
		}
		d, err := w.s.SlashCommand(channel, user, text)
		if err != nil {
			return err
		}
		q.key, q.place, q.events = "slack/command/"+d.ID, channel, []*fakeslack.Delivery{d}
		return nil
	case mention:
		said, err = w.s.Mention(channel, "", user, text)
		q.place = said.TS
	case direct:
		channel = w.dms[q.who.n]
		said, err = w.s.Say(channel, "", user, text)
	case followUp:
		said, err = w.s.Say(channel, q.of.place, user, text)
		q.place = q.of.place
	case calledIn:
		other := slackUser((q.who.n + 1) % people)
		root, e := w.s.Say(channel, "", other, "does anybody know this?")
		if e != nil {
			return e
		}
		if _, err = w.s.Say(channel, root.TS, other, text); err != nil {
			return err
		}
		said, err = w.s.Mention(channel, root.TS, user, "")
		q.place = root.TS
	}
	q.key, q.message, q.events = "slack/"+slackTeam+"/"+channel+"/"+said.TS, said.TS, said.Events
	return err
}

func (w *slackWay) talk(channel int, who *person, text string) error {
	_, err := w.s.Say(slackChannel(channel), "", slackUser(who.n), text)
	return err
}

func (w *slackWay) faults(on bool) {
	if !on {
		w.s.ClearFaults()
		return
	}
	w.s.SetFaults(fakeslack.Faults{
		Duplicate: 0.06 * w.harm, Delay: 0.06 * w.harm, Drop: 0.01 * w.harm, Cut: 0.0005 * w.harm, MaxDelay: 400 * time.Millisecond,
		RateLimit: 0.015 * w.harm, RetryAfter: time.Second, ServerError: 0.015 * w.harm, Slow: 0.02 * w.harm, LostResponse: 0.02 * w.harm,
	})
}

func (w *slackWay) patience(q *question) time.Duration {
	if q.kind == command {
		return 10 * time.Second
	}
	return 50 * time.Second // longer than it takes to repeat an event three times
}

func (w *slackWay) disturb(r *rand.Rand) {
	switch r.IntN(4) {
	case 0:
		w.s.CutConnections()
	case 1:
		w.s.Refresh()
	case 2:
		w.s.Disconnect("refresh_requested")
	case 3:
		w.s.SendFrame(`{"type":"of another time"}`)
	}
}

func (w *slackWay) weather() []count {
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
		case c.Status == 0:
			w.calls.unsaid++
		}
	}
	out := w.calls.counts()
	if w.listen == "" {
		out = append(out, count{"connections opened", w.s.Connected()})
	}
	return out
}

func (w *slackWay) acknowledged(q *question) (ok bool, notice string) {
	for _, d := range q.events.([]*fakeslack.Delivery) {
		ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		reply, err := d.Wait(ctx)
		cancel()
		if err != nil {
			continue
		}
		ok = true
		var said struct{ Text string }
		if json.Unmarshal(reply, &said) == nil && said.Text != "" {
			notice = said.Text
		}
	}
	return ok, notice
}

// slackNote is the note with which a command is acknowledged; all else that one person
// alone sees refuses a question.
const slackNote = "Reading the archive"

func (w *slackWay) found() []posted {
	var out []posted
	all := slices.Clone(w.dms)
	for i := range channels {
		all = append(all, slackChannel(i))
	}
	for _, channel := range all {
		for _, m := range w.s.Messages(channel) {
			if m.BotID == "" {
				continue
			}
			p := posted{at: m.Posted, text: m.Shown()}
			if m.Metadata != nil {
				p.key, _ = m.Metadata.EventPayload["key"].(string)
			}
			out = append(out, p)
		}
		for i := range people {
			for _, m := range w.s.Ephemerals(channel, slackUser(i)) {
				if text := m.Shown(); !strings.HasPrefix(text, slackNote) {
					out = append(out, posted{refusal: channel + "/" + slackUser(i), at: m.Posted, text: text})
				}
			}
		}
	}
	return out
}

func (w *slackWay) refusedAt(q *question) string {
	channel := slackChannel(q.channel)
	if q.kind == direct || q.home {
		channel = w.dms[q.who.n]
	}
	return channel + "/" + slackUser(q.who.n)
}

func (w *slackWay) violations() []string {
	var out []string
	for _, v := range w.s.Violations() {
		out = append(out, v.String())
	}
	return out
}
