package slack

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"dateline/bot/chat"
)

// notice is what a command is acknowledged with: a sentence that only who gave
// it sees.
type notice struct {
	ResponseType string `json:"response_type"`
	Text         string `json:"text"`
}

func privately(sentence string) notice {
	return notice{slack.ResponseTypeEphemeral, escape(cut(sentence, maxTextRunes))}
}

// command takes a slash command in and returns what to acknowledge it with.
// Slack does not send commands again: what failed is said.
func (b *Bot) command(ctx context.Context, c slack.SlashCommand) (any, error) {
	payload, err := b.commanded(ctx, c)
	if err != nil {
		payload = privately(b.sentence(err))
	}
	return payload, nil
}

// commanded does what a command says, which is one of
//
//	/dateline                       a form
//	/dateline QUESTION              the question
//	/dateline brief                 a form
//	/dateline brief TOPIC [since DATE]
//	/dateline subscribe TOPIC WHEN [quiet]
//	/dateline subscriptions [pause|resume|remove|run NUMBER]
//	/dateline help
//	/dateline settings              what holds in this channel
//	/dateline set [everywhere] KEY VALUE
//
// or one of those for briefings by its own name, behind which help does the same.
func (b *Bot) commanded(ctx context.Context, c slack.SlashCommand) (any, error) {
	p := chat.Place{Platform: Name, Workspace: b.team, Channel: c.ChannelID, Direct: strings.HasPrefix(c.ChannelID, "D")}
	text, _, others := plainText(c.Text, b.user)
	word, rest, _ := strings.Cut(text, " ")
	topic, brief := chat.AsksBriefing(text)
	switch {
	case strings.EqualFold(text, "help"):
		who, err := b.asker(ctx, p, c.UserID, true)
		if err != nil {
			return nil, err
		}
		text, err := b.desk.Help(ctx, p, who, Capabilities)
		return privately(text), err
	case c.Command == commandBrief:
		topic, brief = text, true
	case c.Command == commandSubscribe:
		return b.subscribe(ctx, c, p, text)
	case c.Command == commandSubscriptions:
		return b.subscriptions(ctx, c, p, text)
	}
	switch {
	case brief && topic == "":
		return b.openForm(ctx, c, p, briefForm, "the topic")
	case brief:
	case strings.EqualFold(word, "subscribe"):
		return b.subscribe(ctx, c, p, rest)
	case strings.EqualFold(word, "subscriptions"):
		return b.subscriptions(ctx, c, p, rest)
	case text == "":
		return b.openForm(ctx, c, p, form, "the question")
	case strings.EqualFold(text, "settings"):
		return b.showSettings(ctx, p)
	case strings.EqualFold(word, "set") && looksLikeSetting(rest):
		// Here a user group is its ID, and not the name that people see.
		text, _, _ = plainText(group.ReplaceAllString(c.Text, " $1 "), b.user)
		_, rest, _ = strings.Cut(text, " ")
		return b.set(ctx, p, c.UserID, rest)
	}
	r := chat.Request{
		Keys:  keys(c),
		Place: p, Kind: chat.Command, Text: text, Others: others, At: b.now(),
		Handle: encode(handle{Asker: c.UserName}),
	}
	if brief {
		r.Text, r.Brief = topic, &chat.Brief{}
	}
	out, err := b.accept(ctx, r, c.UserID)
	if err != nil {
		return nil, err
	}
	switch out.Verdict {
	case chat.Refused:
		return privately(out.Text), nil
	case chat.Accepted:
		if out.Private {
			return privately("Reading the archive… The answer comes as a direct message."), nil
		}
		return privately("Reading the archive…"), nil
	}
	return nil, nil
}

// keys name a command, which has no name of its own but that of its trigger.
func keys(c slack.SlashCommand) []string { return []string{Name + "/command/" + c.TriggerID} }

// group is a mention of a user group.
var group = regexp.MustCompile(`<!subteam\^([A-Z0-9]+)(?:\|[^<>]*)?>`)

// looksLikeSetting tells "set private on" from a question that begins with
// "set".
func looksLikeSetting(rest string) bool {
	rest = strings.TrimPrefix(rest, "everywhere ")
	word, _, _ := strings.Cut(rest, " ")
	for _, key := range chat.SettingKeys() {
		if strings.EqualFold(word, key) {
			return true
		}
	}
	return false
}

func (b *Bot) showSettings(ctx context.Context, p chat.Place) (any, error) {
	s, err := b.desk.Settings(ctx, p)
	return privately("Here: " + s.String() + "."), err
}

func (b *Bot) set(ctx context.Context, p chat.Place, user, rest string) (any, error) {
	if after, ok := strings.CutPrefix(rest, "everywhere "); ok {
		rest, p.Channel = after, ""
	}
	key, value, _ := strings.Cut(rest, " ")
	who, err := b.asker(ctx, p, user, true)
	if err != nil {
		return nil, err
	}
	text, err := b.desk.Set(ctx, p, who, key, value)
	if err != nil {
		text = b.sentence(err)
	}
	return privately(text), nil
}

// sentence returns what to tell a person of an error; one that is not meant
// for people is logged.
func (b *Bot) sentence(err error) string {
	var told *chat.Sentence
	if !errors.As(err, &told) {
		b.log.Error("a request failed", "reason", err)
	}
	return chat.Plain(err)
}

// Callback IDs of views.
const (
	viewAsk      = "ask"
	viewBrief    = "brief"
	viewReason   = "reason"
	viewDate     = "date"
	viewEvidence = "evidence"
)

// The block IDs of the forms' fields; each holds one element of the same
// action ID.
const (
	fieldQuestion   = "question"
	fieldTopic      = "topic"
	fieldSince      = "since"
	fieldSource     = "source"
	fieldFrom       = "from"
	fieldTo         = "to"
	fieldAsOf       = "as_of"
	fieldCollection = "collection"
	fieldPrivate    = "private"
	fieldReason     = "reason"
	fieldCitation   = "citation"
	fieldDate       = "new_date"
)

// formState is what a form keeps while it is open.
type formState struct {
	Place chat.Place `json:"place"`
	Asker string     `json:"asker"`
	Since time.Time  `json:"since"` // when the command was given
}

// openForm opens a form for what may stand behind a command, with options. It
// must be open within 3 seconds of the command.
func (b *Bot) openForm(ctx context.Context, c slack.SlashCommand, p chat.Place, form func(state string) slack.ModalViewRequest, behind string) (any, error) {
	view := form(string(encode(formState{p, c.UserName, b.now()})))
	if err := b.openView(ctx, c.TriggerID, view); err != nil {
		b.log.Warn("the form did not open", "reason", err)
		return privately("The form did not open. Write " + behind + " behind the command."), nil
	}
	return nil, nil
}

func (b *Bot) openView(ctx context.Context, trigger string, view slack.ModalViewRequest) error {
	return b.call(ctx, "views.open", func(ctx context.Context) error {
		_, err := b.api.OpenViewContext(ctx, trigger, view)
		return err
	})
}

// form is the view for a question with options.
func form(state string) slack.ModalViewRequest {
	question := slack.NewPlainTextInputBlockElement(object("when did … last visit before 2021?"), fieldQuestion)
	question.MaxLength = 1000
	return modal(viewAsk, "Ask the archive", "Ask", state,
		input(fieldQuestion, "Question", question, false),
		input(fieldSource, "Source", external(fieldSource, "any"), true),
		input(fieldCollection, "Collection", external(fieldCollection, "all that this channel may see"), true),
		input(fieldFrom, "Published from", slack.NewDatePickerBlockElement(fieldFrom), true),
		input(fieldTo, "Published until", slack.NewDatePickerBlockElement(fieldTo), true),
		input(fieldAsOf, "As of", slack.NewDatePickerBlockElement(fieldAsOf), true),
		input(fieldPrivate, "Who sees it", onlyI("Only I see the answer"), true))
}

// briefForm is the view for a briefing with options.
func briefForm(state string) slack.ModalViewRequest {
	topic := slack.NewPlainTextInputBlockElement(object("Lavrov, or: Russia and Pakistan"), fieldTopic)
	topic.MaxLength = 200
	since := slack.NewPlainTextInputBlockElement(object("2021-04-01, April 2021, last Monday"), fieldSince)
	since.MaxLength = 100
	return modal(viewBrief, "Briefing", "Brief", state,
		input(fieldTopic, "Topic", topic, false),
		input(fieldSince, "Since", since, true),
		input(fieldCollection, "Collection", external(fieldCollection, "all that this channel may see"), true),
		input(fieldPrivate, "Who sees it", onlyI("Only I see the briefing"), true))
}

// external is a menu whose options suggest proposes.
func external(action, hint string) slack.BlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, object(hint), action)
	least := 0
	e.MinQueryLength = &least
	return e
}

// onlyI is the box that makes an answer private.
func onlyI(text string) slack.BlockElement {
	return slack.NewCheckboxGroupsBlockElement(fieldPrivate, slack.NewOptionBlockObject("private", label(text), nil))
}

func modal(callback, title, submit, state string, blocks ...slack.Block) slack.ModalViewRequest {
	v := slack.ModalViewRequest{Type: slack.VTModal, CallbackID: callback, Title: object(cut(title, maxTitleRunes)), Close: object("Close"),
		PrivateMetadata: state, Blocks: slack.Blocks{BlockSet: blocks}}
	if submit != "" {
		v.Submit = object(submit)
	}
	return v
}

func input(block, text string, element slack.BlockElement, optional bool) slack.Block {
	in := slack.NewInputBlock(block, object(text), nil, element)
	in.Optional = optional
	return in
}
