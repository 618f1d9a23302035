package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
)

// response answers an interaction: at once with what is to be shown, or with
// the promise of it.
type response struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

// called handles an interaction of the gateway and sends the response.
func (b *Bot) called(ctx context.Context, i *discordgo.Interaction) {
	end := b.pending.begin(i.ID)
	defer end()
	taking, cancel := context.WithTimeout(ctx, takeTimeout)
	r, err := b.interaction(taking, i)
	cancel()
	if err != nil {
		b.log.Error("an interaction is not taken down", "reason", err)
		r = shown(notice(chat.Plain(err)))
	}
	if err := b.call(ctx, http.MethodPost, discordgo.EndpointInteractionResponse(i.ID, i.Token), r, nil); err != nil && code(err) != codeAcknowledged {
		b.log.Warn("an interaction is not acknowledged", "reason", err)
	}
}

// takeTimeout is what comes before a response within; Discord waits for it for
// 3 seconds.
const takeTimeout = 2500 * time.Millisecond

// codeAcknowledged is that of an interaction that has its response already.
const codeAcknowledged = 40060

// interaction handles an interaction and returns what to respond with. An
// error means that it is not safely down.
func (b *Bot) interaction(ctx context.Context, i *discordgo.Interaction) (response, error) {
	switch i.Type {
	case discordgo.InteractionPing:
		return response{Type: discordgo.InteractionResponsePong}, nil
	}
	if who, _ := person(i); who.ID == "" {
		return shown(notice("I can't tell who you are.")), nil
	}
	switch i.Type {
	case discordgo.InteractionApplicationCommand:
		return b.command(ctx, i)
	case discordgo.InteractionApplicationCommandAutocomplete:
		return b.complete(ctx, i), nil
	case discordgo.InteractionMessageComponent:
		return b.pressed(ctx, i), nil
	case discordgo.InteractionModalSubmit:
		return b.submitted(ctx, i), nil
	}
	return shown(notice("This is nothing that I know. Please upgrade me.")), nil
}

// shown responds with a message that only who asked for it sees.
func shown(m message) response {
	m.Flags |= discordgo.MessageFlagsEphemeral
	return response{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: m}
}

// command takes a slash command in.
func (b *Bot) command(ctx context.Context, i *discordgo.Interaction) (response, error) {
	data, ok := i.Data.(discordgo.ApplicationCommandInteractionData)
	if !ok {
		return shown(notice("This is nothing that I know.")), nil
	}
	p, err := b.place(ctx, i.GuildID, i.ChannelID)
	if err != nil {
		return response{}, err
	}
	who, name := person(i)
	option := options(data.Options)
	switch data.Name {
	case commandHelp:
		text, err := b.desk.Help(ctx, p, who, b.Capabilities())
		return shown(notice(text)), err
	case commandSettings:
		return b.settings(ctx, p, who, option)
	case commandSubscribe, commandSubscriptions:
		return b.order(ctx, i, p, who, data.Name, option)
	case commandAsk, commandBrief:
		return b.ask(ctx, i, p, who, name, option, data.Name == commandBrief)
	}
	return shown(notice("I don't know this command any more: who manages me can register mine anew with `dateline discord register`.")), nil
}

// ask takes down a question, or the wish for a briefing.
func (b *Bot) ask(ctx context.Context, i *discordgo.Interaction, p chat.Place, who chat.Person, name string, option map[string]string, brief bool) (response, error) {
	at, err := discordgo.SnowflakeTimestamp(i.ID)
	if err != nil {
		at = b.now()
	}
	r := chat.Request{
		Keys:  keys(i),
		Place: p, User: who, Kind: chat.Command, Text: strings.Join(strings.Fields(option[optionQuestion]), " "), At: at,
		Options: chat.Options{Source: option[optionSource], From: option[optionFrom], To: option[optionTo], AsOf: option[optionAsOf],
			Collection: option[optionCollection], Private: option[optionPrivate] == "true"},
		Handle: encode(handle{Interaction: i.ID, Token: i.Token, Asker: name}),
	}
	if brief {
		r.Text, r.Brief = strings.Join(strings.Fields(option[optionTopic]), " "), &chat.Brief{Since: option[optionSince]}
	}
	out, err := b.desk.Accept(ctx, r)
	if err != nil {
		return response{}, err
	}
	switch {
	case out.Verdict == chat.Refused:
		return shown(notice(out.Text)), nil
	case out.Verdict == chat.Duplicate && out.Task == 0:
		// It was refused, and either response may be the one that is shown.
		return shown(notice("I could not take this question. Please ask again in a minute.")), nil
	case out.Verdict == chat.Duplicate:
		t, _, err := b.desk.Task(ctx, out.Task)
		if err != nil {
			return response{}, err
		}
		out.Private = t.Private
	}
	deferred := response{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}
	if out.Private {
		deferred.Data = map[string]any{"flags": discordgo.MessageFlagsEphemeral}
	}
	return deferred, nil
}

// keys name an interaction.
func keys(i *discordgo.Interaction) []string { return []string{Name + "/interaction/" + i.ID} }

// options returns a command's options by name, as text.
func options(list []*discordgo.ApplicationCommandInteractionDataOption) map[string]string {
	out := map[string]string{}
	for _, o := range list {
		out[o.Name] = strings.TrimSpace(fmt.Sprint(o.Value))
	}
	return out
}

// roleMention is what a person types who names a role.
var roleMention = regexp.MustCompile(`<@&(\d+)>`)

// settings shows or changes what holds in a place.
func (b *Bot) settings(ctx context.Context, p chat.Place, who chat.Person, option map[string]string) (response, error) {
	var text string
	var err error
	if option[optionKey] == "" {
		var s chat.Settings
		s, err = b.desk.Settings(ctx, p)
		text = "Here: " + s.String() + "."
	} else {
		if option[optionEverywhere] == "true" {
			p.Channel, p.Thread = "", ""
		}
		text, err = b.desk.Set(ctx, p, who, option[optionKey], roleMention.ReplaceAllString(option[optionValue], " $1 "))
	}
	if err != nil {
		text = b.tell(err)
	}
	return shown(notice(text)), nil
}

// sentence is an error that a person may read.
func sentence(text string) error { return &chat.Sentence{Text: text, Kind: chat.ErrBadValue} }

// tell returns what to tell a person of an error; one that is not meant
// for people is logged.
func (b *Bot) tell(err error) string {
	var told *chat.Sentence
	if !errors.As(err, &told) {
		b.log.Error("a request failed", "reason", err)
	}
	return chat.Plain(err)
}

// complete proposes values for the option that is being typed.
func (b *Bot) complete(ctx context.Context, i *discordgo.Interaction) response {
	const maxChoices = 25
	choices := []*discordgo.ApplicationCommandOptionChoice{}
	if data, ok := i.Data.(discordgo.ApplicationCommandInteractionData); ok {
		p, err := b.place(ctx, i.GuildID, i.ChannelID)
		who, _ := person(i)
		for _, o := range data.Options {
			if !o.Focused || err != nil {
				continue
			}
			name := o.Name
			if name == optionSince {
				name = optionFrom
			}
			var names []string
			names, err = b.desk.Complete(ctx, p, who, name, fmt.Sprint(o.Value), maxChoices)
			for _, name := range names {
				if chat.Units(name) <= maxOption && name != "" {
					choices = append(choices, &discordgo.ApplicationCommandOptionChoice{Name: name, Value: name})
				}
			}
		}
		if err != nil {
			b.log.Warn("nothing is proposed", "reason", err)
		}
	}
	return response{discordgo.InteractionApplicationCommandAutocompleteResult, map[string]any{"choices": choices[:min(len(choices), maxChoices)]}}
}

// pressed reacts to a control of an answer.
func (b *Bot) pressed(ctx context.Context, i *discordgo.Interaction) response {
	data, ok := i.Data.(discordgo.MessageComponentInteractionData)
	if !ok {
		return shown(notice("This is nothing that I know."))
	}
	name, rest, _ := strings.Cut(data.CustomID, ":")
	id, page, _ := strings.Cut(rest, ":")
	task, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return shown(notice("This control is not mine."))
	}
	if name == controlMore && len(data.Values) == 1 {
		name = data.Values[0]
	}
	p, err := b.placeOf(ctx, i, task)
	who, _ := person(i)
	var r response
	if err == nil {
		r, err = b.react(ctx, name, page, task, p, who, i)
	}
	if err != nil {
		return shown(notice(b.tell(err)))
	}
	return r
}

// react does what a control is for.
func (b *Bot) react(ctx context.Context, name, page string, task int64, p chat.Place, who chat.Person, i *discordgo.Interaction) (response, error) {
	switch name {
	case controlEvidence, controlArticles, controlDate:
		e, err := b.desk.Evidence(ctx, task, who, p)
		switch {
		case err != nil:
			return response{}, err
		case name == controlArticles:
			return shown(articles(e)), nil
		case name == controlDate && len(e.Passages) == 0:
			return response{}, sentence("This answer cites no article whose date could be wrong.")
		case name == controlDate:
			return dateModal(task, e), nil
		}
		from, _ := strconv.Atoi(page) // "" is the first page
		m, _ := evidence(task, e, from)
		return shown(m), nil
	case controlHelpful:
		return shown(notice("Noted as helpful. Thank you.")), b.desk.Feedback(ctx, task, who, p, true, "")
	case controlUnhelpful:
		return reasonModal(task, "Not helpful", "What is wrong with it?"), b.desk.Feedback(ctx, task, who, p, false, "")
	case controlMissing:
		return reasonModal(task, "Should have been found", "What, and where does it stand?"), b.desk.Feedback(ctx, task, who, p, false, "")
	case controlMore:
		_, r, err := b.desk.Task(ctx, task)
		return shown(moreMenu(task, r.Card.Abstains)), err
	case controlShare:
		return b.promise(ctx, i, func(ctx context.Context) (string, error) { return b.share(ctx, task, who) }), nil
	case controlDelete:
		return b.promise(ctx, i, func(ctx context.Context) (string, error) { return b.remove(ctx, task, p, who) }), nil
	}
	return response{}, sentence("This control is not known any more.")
}

// promise responds that an answer follows, to who asked for it alone, and
// then does what may take longer than Discord waits and says what came of it.
func (b *Bot) promise(ctx context.Context, i *discordgo.Interaction, do func(context.Context) (string, error)) response {
	at := b.now()
	b.errands.Go(ctx, func(ctx context.Context) {
		text, err := do(ctx)
		if err != nil {
			text = b.tell(err)
		}
		b.pending.wait(ctx, i.ID)
		if err := b.edit(ctx, i.Token, at, notice(text), nil); err != nil {
			b.log.Warn("a person could not be told", "reason", err)
		}
	})
	return response{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource, Data: map[string]any{"flags": discordgo.MessageFlagsEphemeral}}
}

// placeOf returns where an interaction with a task's answer is: a private
// answer, which its asker alone sees in direct messages, belongs to where it
// was asked.
func (b *Bot) placeOf(ctx context.Context, i *discordgo.Interaction, task int64) (chat.Place, error) {
	p, err := b.place(ctx, i.GuildID, i.ChannelID)
	if err != nil || !p.Direct {
		return p, err
	}
	who, _ := person(i)
	if t, _, err := b.desk.Task(ctx, task); err == nil && t.Private && t.Request.User.ID == who.ID {
		return t.Request.Place, nil
	}
	return p, nil
}

// share has a private answer posted where it was asked, for all, and returns what
// to tell.
func (b *Bot) share(ctx context.Context, task int64, who chat.Person) (string, error) {
	end, ok := b.errands.Begin(task)
	if !ok {
		return "It is being shared.", nil // pressed twice
	}
	defer end()
	err := b.desk.Share(ctx, task, who)
	if errors.Is(err, chat.ErrGone) {
		return "", sentence("I may not write in this channel: who manages it can allow me to.")
	}
	return "Shared.", err
}

// askedBy says who asked what, where nothing else shows it.
func askedBy(t chat.Task) string {
	if asker := decode[handle](t.Request.Handle).Asker; asker != "" {
		return t.Request.Said(asker)
	}
	return ""
}

// remove deletes an answer, for its asker or for who may manage messages, and
// returns what to tell.
func (b *Bot) remove(ctx context.Context, task int64, p chat.Place, who chat.Person) (string, error) {
	ref, err := b.desk.Delete(ctx, task, who, p)
	if err != nil {
		return "", err
	}
	t, _, err := b.desk.Task(ctx, task)
	if err != nil {
		return "", err
	}
	if ref.Message == "" { // that it is posted is not noted yet
		return "", sentence("This answer is still on its way here. Please try again in a moment.")
	}
	if token := decode[handle](t.Request.Handle).Token; ref.Private && token != "" {
		// What one person alone sees is the interaction's to delete.
		err = b.call(ctx, http.MethodDelete, discordgo.EndpointWebhookMessage(b.application, token, "@original"), nil, nil)
		if expired(err) {
			err = b.call(ctx, http.MethodDelete, discordgo.EndpointChannelMessage(ref.Channel, ref.Message), nil, nil)
			if code(err) == codeUnknownMessage {
				return "", sentence("Only you see this answer: dismiss it below the message.")
			}
		}
	} else {
		err = b.call(ctx, http.MethodDelete, discordgo.EndpointChannelMessage(ref.Channel, ref.Message), nil, nil)
	}
	if err != nil && code(err) != codeUnknownMessage {
		return "", err
	}
	return "Deleted.", b.desk.Deleted(ctx, task)
}
