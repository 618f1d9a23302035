package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"dateline/bot/replay"
)

// maxBodyBytes bounds a request's body; Slack's own are far smaller.
const maxBodyBytes = 1 << 20

// Handler receives by HTTP: events, commands and interactions, each as a
// signed POST, all at one address. It answers 401 to a signature that is
// wrong, stale or seen before, and 413 to a body that is too large.
func (b *Bot) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			http.Error(w, "POST only", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBodyBytes))
		if err != nil {
			http.Error(w, "the body is too large", http.StatusRequestEntityTooLarge)
			return
		}
		if !b.signed(r.Header, body) || !b.replay.First(strings.ToLower(r.Header.Get(headerSignature)), b.now()) {
			b.log.Warn("a request is refused: its signature is wrong, stale or seen before")
			http.Error(w, "bad signature", http.StatusUnauthorized)
			return
		}
		b.posted(w, r, body)
	})
}

// The headers of a signed request.
const (
	headerSignature = "X-Slack-Signature"
	headerTimestamp = "X-Slack-Request-Timestamp"
)

// signed reports whether a body is signed with the signing secret, and lately:
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
func (b *Bot) signed(h http.Header, body []byte) bool {
	stamp := h.Get(headerTimestamp)
	n, err := strconv.ParseInt(stamp, 10, 64)
	age := b.now().Sub(time.Unix(n, 0))
	if err != nil || age >= replay.Fresh || age <= -replay.Fresh || b.opts.SigningSecret.IsZero() {
		return false
	}
	given, err := hex.DecodeString(strings.TrimPrefix(h.Get(headerSignature), "v0="))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, []byte(b.opts.SigningSecret.Reveal()))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", stamp, body) // never fails
	return hmac.Equal(given, mac.Sum(nil))
}

// posted handles a request whose signature is right.
func (b *Bot) posted(w http.ResponseWriter, r *http.Request, body []byte) {
	data, challenge, err := parsePost(r.Header.Get("Content-Type"), body)
	if err != nil {
		// Slack would send again what can't be read either the next time.
		b.log.Warn("an event of an unknown form is passed over", "reason", err)
		w.WriteHeader(http.StatusOK)
		return
	}
	if challenge != "" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, challenge)
		return
	}
	// What is to be acknowledged in time must also be handled in time.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), takeTimeout)
	defer cancel()
	payload, err := b.take(ctx, data)
	if err != nil {
		b.replay.Forget(strings.ToLower(r.Header.Get(headerSignature)))
		b.log.Error("not taken down, Slack sends it again", "reason", err)
		http.Error(w, "not taken down", http.StatusInternalServerError)
		return
	}
	if payload == nil {
		w.WriteHeader(http.StatusOK)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(payload)
}

// parsePost returns what was posted: an event as JSON, a command as a form, an
// interaction as JSON within a form; or the challenge by which Slack checks an
// address.
func parsePost(contentType string, body []byte) (data any, challenge string, err error) {
	if strings.HasPrefix(contentType, "application/json") {
		e, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
		if err != nil {
			return nil, "", err
		}
		if v, ok := e.Data.(*slackevents.EventsAPIURLVerificationEvent); ok {
			return nil, v.Challenge, nil
		}
		return e, "", nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, "", err
	}
	if form.Get("ssl_check") != "" {
		return nil, "", nil // Slack looks whether we are here
	}
	if text := form.Get("payload"); text != "" {
		var in slack.InteractionCallback
		err := json.Unmarshal([]byte(text), &in)
		return in, "", err
	}
	c := slack.SlashCommand{TeamID: form.Get("team_id"), ChannelID: form.Get("channel_id"), ChannelName: form.Get("channel_name"), UserID: form.Get("user_id"),
		UserName: form.Get("user_name"), Command: form.Get("command"), Text: form.Get("text"), ResponseURL: form.Get("response_url"), TriggerID: form.Get("trigger_id")}
	return c, "", nil
}
