package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"
)

// maxHandling bounds how many envelopes are handled at once. Handling one is
// a row in the state file and at most a call that opens a view.
const maxHandling = 16

// drainFor bounds the wait for errands once receiving has ended.
const drainFor = 5 * time.Second

// Slack waits for an acknowledgement for 3 seconds; what comes before it has
// takeTimeout.
const (
	ackTimeout  = 3 * time.Second
	takeTimeout = 2500 * time.Millisecond
)

// RunSocket receives by Socket Mode until the context ends. The library
// reconnects by itself; an error that is returned is one that connecting again
// would not help.
func (b *Bot) RunSocket(ctx context.Context) error {
	var settings []socketmode.Option
	if b.opts.Silence > 0 {
		settings = append(settings, socketmode.OptionPingInterval(b.opts.Silence))
	}
	socket := socketmode.New(b.api, settings...)
	ended := make(chan error, 1)
	running, stop := context.WithCancel(ctx)
	var handling sync.WaitGroup
	handling.Go(func() { ended <- socket.RunContext(running) })
	defer func() {
		stop()
		handling.Wait()
		bound, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
		defer cancel()
		_ = b.Drain(bound)
	}()
	slots := make(chan struct{}, maxHandling)
	for {
		select {
		case err := <-ended:
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("slack: socket mode: %w: %s", err, socketRemedy(err))
		case e := <-socket.Events:
			if err := hopeless(e); err != nil {
				return fmt.Errorf("slack: socket mode: %w: %s", err, socketRemedy(err))
			}
			if !b.note(e) {
				continue
			}
			slots <- struct{}{}
			handling.Go(func() {
				defer func() { <-slots }()
				b.envelope(ctx, socket, e)
			})
		}
	}
}

// hopeless returns the error of a connection that could not be made and never
// will be; the library itself goes on trying.
func hopeless(e socketmode.Event) error {
	lost, ok := e.Data.(*slack.ConnectionErrorEvent)
	if ok && failed(lost.ErrorObj, "not_allowed_token_type", "missing_scope", "no_permission", "team_access_not_granted", "token_expired", "invalid_auth", "not_authed") {
		return lost.ErrorObj
	}
	return nil
}

// note logs what happens to the connection and reports whether an event has
// an envelope to handle.
func (b *Bot) note(e socketmode.Event) bool {
	switch e.Type {
	case socketmode.EventTypeConnected:
		b.log.Info("connected")
	case socketmode.EventTypeConnectionError, socketmode.EventTypeIncomingError:
		b.log.Warn("connection lost, connecting again", "reason", reason(e.Data))
	case socketmode.EventTypeErrorWriteFailed:
		b.log.Warn("an acknowledgement was lost: Slack sends the event again", "reason", reason(e.Data))
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeErrorBadMessage:
		return true
	}
	return false
}

// reason returns what an event of the connection says went wrong; addresses of
// connections are secrets.
func reason(data any) error {
	var err error
	switch e := data.(type) {
	case *slack.ConnectionErrorEvent:
		err = e.ErrorObj
	case *slack.IncomingEventError:
		err = e.ErrorObj
	case *socketmode.ErrorWriteFailed:
		err = e.Cause
	}
	var told *url.Error
	if errors.As(err, &told) {
		return told.Err
	}
	return err
}

// envelope handles what came in one envelope and acknowledges it, where it is
// safely down.
func (b *Bot) envelope(ctx context.Context, socket *socketmode.Client, e socketmode.Event) {
	if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
		b.unreadable(ctx, socket, bad)
		return
	}
	if e.Request == nil {
		return
	}
	// What is to be acknowledged in time must also be handled in time.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), ackTimeout)
	defer cancel()
	taking, stop := context.WithTimeout(ctx, takeTimeout)
	payload, err := b.take(taking, e.Data)
	stop()
	if err != nil {
		b.log.Error("not taken down, Slack sends it again", "type", string(e.Type), "reason", err)
		return
	}
	response := socketmode.Response{EnvelopeID: e.Request.EnvelopeID}
	if payload != nil && e.Request.AcceptsResponsePayload {
		response.Payload = payload
	}
	if err := socket.SendCtx(ctx, response); err != nil {
		b.log.Warn("an acknowledgement was lost: Slack sends the event again", "reason", err)
	}
}

// take handles one event, command or interaction and returns what to
// acknowledge it with; nil: nothing.
func (b *Bot) take(ctx context.Context, data any) (payload any, err error) {
	defer func() {
		if p := recover(); p != nil {
			payload, err = nil, fmt.Errorf("internal error: %v", p)
		}
	}()
	switch in := data.(type) {
	case slackevents.EventsAPIEvent:
		return nil, b.event(ctx, in)
	case slack.SlashCommand:
		return b.command(ctx, in)
	case slack.InteractionCallback:
		return b.interaction(ctx, in)
	}
	return nil, nil
}

// unreadable acknowledges an envelope that the library can't read, which it
// leaves to us: Slack would send it again without end.
func (b *Bot) unreadable(ctx context.Context, socket *socketmode.Client, bad *socketmode.ErrorBadMessage) {
	var head struct {
		EnvelopeID string `json:"envelope_id"`
	}
	err := json.Unmarshal(bad.Message, &head)
	b.log.Warn("an event of an unknown form is passed over", "reason", errors.Join(bad.Cause, err))
	if head.EnvelopeID == "" {
		return
	}
	if err := socket.SendCtx(ctx, socketmode.Response{EnvelopeID: head.EnvelopeID}); err != nil {
		b.log.Warn("an acknowledgement was lost", "reason", err)
	}
}

// socketRemedy says what to do where Socket Mode can't be had.
func socketRemedy(err error) string {
	if failed(err, "not_allowed_token_type", "invalid_auth", "not_authed", "token_revoked", "missing_scope", "no_permission") {
		return "set slack.app_token to an app-level token (xapp-) with connections:write"
	}
	return "see `dateline doctor`"
}
