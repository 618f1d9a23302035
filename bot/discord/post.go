package discord

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
)

// Discord's own codes of errors.
const (
	codeUnknownChannel = 10003
	codeUnknownMessage = 10008
	codeUnknownWebhook = 10015
	codeUnknownUser    = 10013
	codeMissingAccess  = 50001
	codeCannotDM       = 50007
	codeNotPermitted   = 50013
	codeInvalidToken   = 50027
	codeThreadLocked   = 160005
)

// Working shows that a question is being worked on: the bot is typing. An
// interaction's acknowledgement has said it already.
func (b *Bot) Working(ctx context.Context, t chat.Task) error {
	if t.Request.Message == "" {
		return nil
	}
	return b.call(ctx, http.MethodPost, discordgo.EndpointChannelTyping(channelOf(t.Request.Place)), nil, nil)
}

// Post shows the reply to a task, or changes the one that is shown.
func (b *Bot) Post(ctx context.Context, t chat.Task, r chat.Reply) (chat.Ref, error) {
	m := answer(t, r, "")
	h := decode[handle](t.Request.Handle)
	if h.Token == "" {
		return b.post(ctx, t, findable(t, r, m))
	}
	b.pending.wait(ctx, h.Interaction)
	if b.now().Before(t.Request.At.Add(tokenFor)) {
		ref, err := b.original(ctx, t, h.Token, m)
		if !expired(err) {
			return ref, err
		}
	}
	// The interaction was never acknowledged, or too long ago.
	return b.post(ctx, t, findable(t, r, answer(t, r, askedBy(t))))
}

// findable gives a sentence that replies to no message the one control by which
// it is found again.
func findable(t chat.Task, r chat.Reply, m message) message {
	if r.Problem != "" && (t.Request.Message == "" || t.Private && !t.Request.Place.Direct) {
		m.Components = deletable(t)
	}
	return m
}

// expired reports whether an interaction can't be answered any more.
func expired(err error) bool {
	switch code(err) {
	case codeUnknownWebhook, codeInvalidToken:
		return true
	case codeUnknownMessage:
		return true // it was not acknowledged
	}
	return false
}

// acknowledging is how long a response that was sent may be on its way: what
// is promised in an HTTP response may be known to Discord after we are done
// with it.
const acknowledging = 5 * time.Second

// original changes the deferred reply to an interaction.
func (b *Bot) original(ctx context.Context, t chat.Task, token string, m message) (chat.Ref, error) {
	var shown discordgo.Message
	err := b.edit(ctx, token, t.Request.At, m, &shown)
	return chat.Ref{Channel: channelOf(t.Request.Place), Message: shown.ID, Private: t.Private}, err
}

// edit changes the reply to an interaction of a time.
func (b *Bot) edit(ctx context.Context, token string, at time.Time, m message, out any) error {
	for {
		err := b.call(ctx, http.MethodPatch, discordgo.EndpointWebhookMessage(b.application, token, "@original"), m, out)
		if !expired(err) || b.now().Sub(at) > acknowledging {
			return err
		}
		if sleep(ctx, 200*time.Millisecond) != nil {
			return err
		}
	}
}

// Share shows a private answer where it was asked, for all. It makes the bot a
// chat.Sharer.
func (b *Bot) Share(ctx context.Context, t chat.Task, r chat.Reply) (chat.Ref, error) {
	return b.post(ctx, t, answer(t, r, askedBy(t)))
}

// post shows a message in the task's channel, or in a direct message where it
// is private.
func (b *Bot) post(ctx context.Context, t chat.Task, m message) (chat.Ref, error) {
	channel := channelOf(t.Request.Place)
	if t.Private && !t.Request.Place.Direct {
		var dm discordgo.Channel
		if err := b.call(ctx, http.MethodPost, discordgo.EndpointUserChannels("@me"), map[string]string{"recipient_id": t.Request.User.ID}, &dm); err != nil {
			return chat.Ref{}, gone(err)
		}
		channel = dm.ID
	} else if t.Request.Message != "" {
		m.Reference = &reference{MessageID: t.Request.Message}
	}
	ref := t.Ref
	if ref.Message == "" && t.Again {
		var err error
		if ref, err = b.find(ctx, t, channel); err != nil {
			return chat.Ref{}, gone(err)
		}
	}
	if ref.Message != "" {
		m.Reference = nil
		err := b.call(ctx, http.MethodPatch, discordgo.EndpointChannelMessage(ref.Channel, ref.Message), m, nil)
		if code(err) == codeUnknownMessage {
			return ref, nil // somebody deleted it: that stands
		}
		return ref, gone(err)
	}
	// A second post with the same nonce returns the message of the first.
	m.Nonce, m.EnforceNonce = nonce(t), true
	var shown discordgo.Message
	err := b.call(ctx, http.MethodPost, discordgo.EndpointChannelMessages(channel), m, &shown)
	return chat.Ref{Channel: channel, Message: shown.ID, Private: t.Private}, gone(err)
}

// nonce names a task's answer to Discord: at most 25 characters. A private one
// and its shared copy are two.
func nonce(t chat.Task) string {
	if t.Private {
		return "dp" + strconv.FormatInt(t.ID, 36)
	}
	return "dl" + strconv.FormatInt(t.ID, 36)
}

// findPages bounds how many pages of a channel are read to find an answer.
const findPages = 5

// find looks for the answer to a task among the messages since it was asked:
// one of ours that has one of the task's controls, or that replies to the
// question.
func (b *Bot) find(ctx context.Context, t chat.Task, channel string) (chat.Ref, error) {
	after := t.Request.Message
	if after == "" || channel != channelOf(t.Request.Place) {
		after = snowflake(t)
	}
	for range findPages {
		var page []*discordgo.Message
		query := url.Values{"after": {after}, "limit": {"100"}}
		if err := b.call(ctx, http.MethodGet, discordgo.EndpointChannelMessages(channel)+"?"+query.Encode(), nil, &page); err != nil {
			return chat.Ref{}, err
		}
		for _, m := range page {
			if m.Author == nil || m.Author.ID != b.user {
				continue
			}
			replies := m.MessageReference != nil && t.Request.Message != "" && m.MessageReference.MessageID == t.Request.Message
			if replies || controlled(m, t.ID) {
				return chat.Ref{Channel: channel, Message: m.ID, Private: t.Private}, nil
			}
		}
		if len(page) < 100 {
			break
		}
		after = page[0].ID // newest first
	}
	return chat.Ref{}, nil
}

// controlled reports whether a message has a control of a task's answer.
func controlled(m *discordgo.Message, task int64) bool {
	for _, c := range m.Components {
		row, ok := c.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, e := range row.Components {
			if button, ok := e.(*discordgo.Button); ok && (button.CustomID == customID(controlEvidence, task) || button.CustomID == customID(controlDelete, task)) {
				return true
			}
		}
	}
	return false
}

// snowflake returns an ID a minute older than a task's question.
func snowflake(t chat.Task) string {
	const epoch = 1_420_070_400_000 // Discord's, milliseconds
	ms := t.Request.At.UnixMilli() - 60_000 - epoch
	return strconv.FormatInt(max(ms, 0)<<22, 10)
}

// gone marks the errors after which a task can't be answered where it was
// asked. A token that is refused is none: there may be another soon.
func gone(err error) error {
	switch code(err) {
	case codeUnknownChannel, codeUnknownUser, codeMissingAccess, codeNotPermitted, codeCannotDM, codeThreadLocked:
		return fmt.Errorf("%w: %w", chat.ErrGone, err)
	}
	return err
}

// Thread returns what was said in a thread before a message.
func (b *Bot) Thread(ctx context.Context, p chat.Place, before string, n int) ([]chat.Utterance, error) {
	query := url.Values{"limit": {strconv.Itoa(min(max(n, 1), 100))}}
	if before != "" {
		query.Set("before", before)
	}
	var page []*discordgo.Message
	if err := b.call(ctx, http.MethodGet, discordgo.EndpointChannelMessages(channelOf(p))+"?"+query.Encode(), nil, &page); err != nil {
		return nil, err
	}
	said := make([]chat.Utterance, 0, len(page))
	for i := len(page) - 1; i >= 0; i-- {
		m := page[i]
		if m.Author == nil {
			continue
		}
		said = append(said, chat.Utterance{Message: m.ID, User: m.Author.ID, Text: plainText(m, b.user), Bot: m.Author.ID == b.user, At: m.Timestamp})
	}
	return said, nil
}
