package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
	"dateline/bot/replay"
)

// maxBodyBytes bounds a request's body; Discord's own are far smaller.
const maxBodyBytes = 1 << 20

// Handler receives interactions by HTTP: signed POSTs. It answers 401 to a
// signature that is wrong, stale or seen before, and 413 to a body that is too
// large. Messages do not come this way.
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
		signature := strings.ToLower(r.Header.Get("X-Signature-Ed25519")) // of which there is one form then
		r.Body = io.NopCloser(bytes.NewReader(body))
		if !b.fresh(r.Header.Get("X-Signature-Timestamp")) || !discordgo.VerifyInteraction(r, b.opts.PublicKey) || !b.replay.First(signature, b.now()) {
			b.log.Warn("a request is refused: its signature is wrong, stale or seen before")
			http.Error(w, "bad signature", http.StatusUnauthorized)
			return
		}
		var i discordgo.Interaction
		if err := json.Unmarshal(body, &i); err != nil {
			b.log.Warn("an interaction of an unknown form is refused", "reason", err)
			http.Error(w, "not an interaction", http.StatusBadRequest)
			return
		}
		end := b.pending.begin(i.ID)
		defer end()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), takeTimeout)
		defer cancel()
		answer, err := b.interaction(ctx, &i)
		if err != nil {
			b.log.Error("an interaction is not taken down", "reason", err)
			answer = shown(notice(chat.Plain(err)))
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			b.log.Warn("an interaction is not acknowledged", "reason", err)
		}
		if f, ok := w.(http.Flusher); ok {
			f.Flush() // before what was promised is shown
		}
	})
}

// fresh reports whether a timestamp in seconds is of now.
func (b *Bot) fresh(timestamp string) bool {
	n, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return false
	}
	age := b.now().Sub(time.Unix(n, 0))
	return age < replay.Fresh && age > -replay.Fresh
}
