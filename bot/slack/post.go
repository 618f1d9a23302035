package slack

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"dateline/bot/chat"
)

// eventType names the metadata of an answer, by which it is found again.
const eventType = "dateline_answer"

// reaction shows on a question that it is being worked on.
const reaction = "eyes"

// findPages bounds how many pages of a channel are read to find an answer.
const findPages = 5

// Working shows that a question is being worked on: as the status of an
// assistant's thread, else by a reaction. A command's acknowledgement has said
// it already.
func (b *Bot) Working(ctx context.Context, t chat.Task) error {
	p := t.Request.Place
	if t.Request.Message == "" {
		return nil
	}
	if decode[handle](t.Request.Handle).Assistant {
		err := b.call(ctx, "assistant.threads.setStatus", func(ctx context.Context) error {
			return b.api.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{ChannelID: p.Channel, ThreadTS: p.Thread, Status: "is reading the archive…"})
		})
		if err == nil {
			return nil
		}
	}
	err := b.call(ctx, "reactions.add", func(ctx context.Context) error {
		return b.api.AddReactionContext(ctx, reaction, slack.NewRefToMessage(p.Channel, t.Request.Message))
	})
	if failed(err, "already_reacted") {
		return nil
	}
	return err
}

// done takes the reaction away again. The status goes by itself.
func (b *Bot) done(ctx context.Context, t chat.Task) {
	if t.Request.Message == "" {
		return
	}
	err := b.call(ctx, "reactions.remove", func(ctx context.Context) error {
		return b.api.RemoveReactionContext(ctx, reaction, slack.NewRefToMessage(t.Request.Place.Channel, t.Request.Message))
	})
	if err != nil && !failed(err, "no_reaction", "message_not_found") {
		b.log.Debug("the reaction stays", "reason", err)
	}
}

// Post shows the reply to a task, or changes the one that is shown.
func (b *Bot) Post(ctx context.Context, t chat.Task, r chat.Reply) (chat.Ref, error) {
	h := decode[handle](t.Request.Handle)
	blocks, text := answer(t, r)
	if h.Asker != "" && !t.Private {
		blocks = append([]slack.Block{asked(h.Asker, t.Request)}, blocks...)
	}
	ref, err := b.post(ctx, t, blocks, text)
	if failed(err, "not_in_channel", "channel_not_found") && !t.Private && h.Asker != "" {
		// Commands work where the bot is no member.
		t.Private, t.Ref = true, chat.Ref{}
		note := slack.NewContextBlock("invite", object("Only you see this: I am not a member of the channel that you asked in. Invite me, and I answer there for all."))
		ref, err = b.post(ctx, t, append(blocks, note), text)
	}
	if err == nil && !r.Growing {
		b.errands.Go(ctx, func(ctx context.Context) { b.done(ctx, t) })
	}
	return ref, err
}

// Share shows a private answer where it was asked, for all. It makes the bot a
// chat.Sharer.
func (b *Bot) Share(ctx context.Context, t chat.Task, r chat.Reply) (chat.Ref, error) {
	blocks, text := answer(t, r)
	if name := decode[handle](t.Request.Handle).Asker; name != "" {
		blocks = append([]slack.Block{asked(name, t.Request)}, blocks...)
	}
	return b.post(ctx, t, blocks, text)
}

// post shows a reply in the task's channel, or in a direct message where it
// is private. It returns the message's place.
func (b *Bot) post(ctx context.Context, t chat.Task, blocks []slack.Block, text string) (chat.Ref, error) {
	ref := t.Ref
	again := t.Again
	for {
		if ref.Message != "" {
			err := b.update(ctx, ref, blocks, text)
			if failed(err, "message_not_found") {
				// Somebody deleted it: that stands.
				return ref, nil
			}
			return ref, gone(err)
		}
		channel, thread, err := b.where(ctx, t)
		if err != nil {
			return chat.Ref{}, gone(err)
		}
		if again {
			if ref, err = b.find(ctx, t, channel, thread); err != nil {
				return chat.Ref{}, gone(err)
			}
			if again = false; ref.Message != "" {
				continue
			}
		}
		var at string
		err = b.call(ctx, "chat.postMessage", func(ctx context.Context) (err error) {
			_, at, err = b.api.PostMessageContext(ctx, channel, append(shown(blocks, text), slack.MsgOptionTS(thread),
				slack.MsgOptionMetadata(slack.SlackMetadata{EventType: eventType, EventPayload: payload(t)}))...)
			return err
		})
		if err == nil {
			return chat.Ref{Channel: channel, Message: at, Private: t.Private}, nil
		}
		if !doubtful(err) || ctx.Err() != nil {
			return chat.Ref{}, gone(err)
		}
		// It may have been posted although the answer to the call was lost.
		b.log.Warn("looking whether an answer was posted", "task", t.ID, "reason", err)
		again = true
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return chat.Ref{}, err
		}
	}
}

// shown are the options of a message that shows blocks. Links do not unfurl
// and nothing in the text becomes a mention.
func shown(blocks []slack.Block, text string) []slack.MsgOption {
	return []slack.MsgOption{slack.MsgOptionBlocks(blocks...), slack.MsgOptionText(text, false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl()}
}

// payload is what an answer's metadata tell: the task, and the event that it
// answers, which no other task has.
func payload(t chat.Task) map[string]any {
	p := map[string]any{"task": strconv.FormatInt(t.ID, 10)}
	if len(t.Request.Keys) > 0 {
		p["key"] = t.Request.Keys[0]
	}
	return p
}

func (b *Bot) update(ctx context.Context, ref chat.Ref, blocks []slack.Block, text string) error {
	return b.call(ctx, "chat.update", func(ctx context.Context) error {
		_, _, _, err := b.api.UpdateMessageContext(ctx, ref.Channel, ref.Message, shown(blocks, text)...)
		return err
	})
}

// where returns the channel and the thread that a task's answer goes to.
func (b *Bot) where(ctx context.Context, t chat.Task) (channel, thread string, err error) {
	p := t.Request.Place
	if !t.Private || p.Direct {
		return p.Channel, p.Thread, nil
	}
	err = b.call(ctx, "conversations.open", func(ctx context.Context) error {
		c, _, _, err := b.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{t.Request.User.ID}, ReturnIM: true})
		if err == nil {
			channel = c.ID
		}
		return err
	})
	return channel, "", err
}

// find looks for the answer to a task among what was said since it was asked.
func (b *Bot) find(ctx context.Context, t chat.Task, channel, thread string) (chat.Ref, error) {
	// Clocks differ, and a question is older than its answer in any case.
	oldest := strconv.FormatInt(t.Request.At.Add(-time.Minute).Unix(), 10) + ".000000"
	want := payload(t)
	cursor := ""
	for range findPages {
		var messages []slack.Message
		err := b.call(ctx, "conversations.history", func(ctx context.Context) error {
			if thread != "" {
				var err error
				messages, _, cursor, err = b.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
					ChannelID: channel, Timestamp: thread, Oldest: oldest, Cursor: cursor, Limit: 200, IncludeAllMetadata: true})
				return err
			}
			page, err := b.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
				ChannelID: channel, Oldest: oldest, Cursor: cursor, Limit: 200, IncludeAllMetadata: true})
			if err == nil {
				messages, cursor = page.Messages, page.ResponseMetaData.NextCursor
			}
			return err
		})
		if failed(err, "thread_not_found") {
			return chat.Ref{}, nil
		}
		if err != nil {
			return chat.Ref{}, err
		}
		for _, m := range messages {
			got := m.Metadata.EventPayload
			if m.Metadata.EventType == eventType && (m.BotID == b.bot || m.User == b.user) && got["task"] == want["task"] && got["key"] == want["key"] {
				return chat.Ref{Channel: channel, Message: m.Timestamp, Private: t.Private}, nil
			}
		}
		if cursor == "" {
			break
		}
	}
	return chat.Ref{}, nil
}

// asked is what stands above the answer to a command, which nobody else sees.
func asked(who string, r chat.Request) slack.Block {
	return slack.NewContextBlock("asked", object(cut(r.Said(who), maxReadAs)))
}

// gone marks the errors after which a task can't be answered where it was
// asked. A token that is refused is none: there may be another soon.
func gone(err error) error {
	if failed(err, "channel_not_found", "not_in_channel", "is_archived", "thread_not_found", "restricted_action", "restricted_action_read_only_channel",
		"restricted_action_thread_locked", "restricted_action_thread_only_channel", "user_not_found", "cannot_dm_bot", "user_disabled", "team_access_not_granted") {
		return fmt.Errorf("%w: %w", chat.ErrGone, err)
	}
	return err
}

// Thread returns what was said in a thread before a message.
func (b *Bot) Thread(ctx context.Context, p chat.Place, before string, n int) ([]chat.Utterance, error) {
	var said []chat.Utterance
	cursor := ""
	for range findPages {
		var page []slack.Message
		err := b.call(ctx, "conversations.replies", func(ctx context.Context) (err error) {
			page, _, cursor, err = b.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
				ChannelID: p.Channel, Timestamp: p.Thread, Latest: before, Cursor: cursor, Limit: 200})
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			if m.Timestamp >= before {
				continue
			}
			text, _, _ := plainText(m.Text, b.user)
			said = append(said, chat.Utterance{Message: m.Timestamp, User: m.User, Text: text, Bot: m.User == b.user || m.BotID != "" && m.BotID == b.bot, At: instant(m.Timestamp, b.now())})
		}
		if cursor == "" {
			break
		}
	}
	return said[max(0, len(said)-n):], nil
}

// tell shows a sentence to one person alone.
func (b *Bot) tell(ctx context.Context, p chat.Place, user, sentence string) {
	blocks, text := problem(sentence)
	err := b.call(ctx, "chat.postEphemeral", func(ctx context.Context) error {
		_, err := b.api.PostEphemeralContext(ctx, p.Channel, user, append(shown(blocks, text), slack.MsgOptionTS(p.Thread))...)
		return err
	})
	if err != nil {
		b.log.Warn("a person could not be told", "reason", err)
	}
}

// greet offers questions where an assistant's thread begins.
func (b *Bot) greet(ctx context.Context, channel, thread string) {
	err := b.call(ctx, "assistant.threads.setSuggestedPrompts", func(ctx context.Context) error {
		p := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: channel, ThreadTS: thread, Title: "Ask for example"}
		p.AddPrompt("How far the archive reaches", "What is the newest article in the archive?")
		p.AddPrompt("What to ask", "help")
		return b.api.SetAssistantThreadsSuggestedPromptsContext(ctx, p)
	})
	if err != nil {
		b.log.Debug("no prompts", "reason", err)
	}
}
