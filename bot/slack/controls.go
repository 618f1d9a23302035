package slack

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"dateline/bot/chat"
)

// interaction takes in what a person did to a message or a view, and returns
// what to acknowledge it with.
func (b *Bot) interaction(ctx context.Context, in slack.InteractionCallback) (any, error) {
	switch in.Type {
	case slack.InteractionTypeBlockActions:
		for _, action := range in.ActionCallback.BlockActions {
			b.errands.Go(ctx, func(ctx context.Context) { b.pressed(ctx, in, action) })
		}
	case slack.InteractionTypeBlockSuggestion:
		payload, err := b.suggest(ctx, in)
		if err != nil {
			b.log.Warn("nothing is proposed", "reason", err)
			payload = proposals{[]*slack.OptionBlockObject{}}
		}
		return payload, nil
	case slack.InteractionTypeViewSubmission:
		payload, err := b.submitted(ctx, in)
		if err != nil { // Slack does not send it again
			field := map[string]string{viewAsk: fieldQuestion, viewBrief: fieldTopic}[in.View.CallbackID]
			if field == "" {
				field = fieldReason
			}
			payload = wrong(field, b.sentence(err))
		}
		return payload, nil
	}
	return nil, nil
}

// press is a control that a person used, with what is needed to react.
type press struct {
	task    int64
	user    string
	place   chat.Place
	trigger string
	message chat.Ref
}

// pressed reacts to a control of an answer.
func (b *Bot) pressed(ctx context.Context, in slack.InteractionCallback, action *slack.BlockAction) {
	name, value := action.ActionID, action.Value
	if name == actionMore {
		name, value, _ = strings.Cut(action.SelectedOption.Value, ":")
	}
	task, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return // of a block that is not an answer's
	}
	p := press{task: task, user: in.User.ID, trigger: in.TriggerID, place: chat.Place{Platform: Name, Workspace: b.team,
		Channel: in.Channel.ID, Thread: in.Container.ThreadTs, Direct: strings.HasPrefix(in.Channel.ID, "D")},
		message: chat.Ref{Channel: in.Channel.ID, Message: in.Container.MessageTs}}
	at := p.place // where the person is told what failed
	if p.place.Direct {
		// A private answer belongs to where it was asked.
		if t, _, err := b.desk.Task(ctx, task); err == nil && t.Private && t.Request.User.ID == p.user {
			p.place = t.Request.Place
		}
	}
	switch name {
	case actionEvidence, moreArticles:
		err = b.showEvidence(ctx, p, name == moreArticles)
	case actionHelpful:
		if err = b.feedback(ctx, p, true); err == nil {
			b.tell(ctx, at, p.user, "Noted as helpful. Thank you.")
		}
	case actionUnhelpful, moreMissing:
		if err = b.feedback(ctx, p, false); err == nil {
			err = b.openView(ctx, p.trigger, reasonView(task, name == moreMissing, p.place))
		}
	case moreDate:
		err = b.askDate(ctx, p)
	case actionShare:
		err = b.share(ctx, p)
	case moreDelete:
		err = b.remove(ctx, p)
	default:
		return
	}
	if err != nil {
		b.tell(ctx, at, p.user, b.sentence(err))
	}
}

// feedback notes whether an answer helped.
func (b *Bot) feedback(ctx context.Context, p press, helpful bool) error {
	who, err := b.asker(ctx, p.place, p.user, false)
	if err != nil {
		return err
	}
	return b.desk.Feedback(ctx, p.task, who, p.place, helpful, "")
}

// showEvidence opens what is behind an answer, for one person alone.
func (b *Bot) showEvidence(ctx context.Context, p press, list bool) error {
	who, err := b.asker(ctx, p.place, p.user, false)
	if err != nil {
		return err
	}
	e, err := b.desk.Evidence(ctx, p.task, who, p.place)
	if err != nil {
		return err
	}
	title, blocks := "Evidence", evidence(e)
	if list {
		title, blocks = "Articles found", articles(e)
	}
	return b.openView(ctx, p.trigger, modal(viewEvidence, title, "", "", blocks...))
}

// viewState is what a dialog about an answer keeps.
type viewState struct {
	Task  int64      `json:"task"`
	Place chat.Place `json:"place"`
}

// reasonView asks why an answer did not help.
func reasonView(task int64, missing bool, p chat.Place) slack.ModalViewRequest {
	title, question := "Not helpful", "What is wrong with it?"
	if missing {
		title, question = "Should have been found", "What should have been found, and where does it stand?"
	}
	text := slack.NewPlainTextInputBlockElement(nil, fieldReason)
	text.Multiline, text.MaxLength = true, 2000
	return modal(viewReason, title, "Send", string(encode(viewState{task, p})), input(fieldReason, question, text, true))
}

// askDate opens the dialog by which a wrong date is reported.
func (b *Bot) askDate(ctx context.Context, p press) error {
	who, err := b.asker(ctx, p.place, p.user, false)
	if err != nil {
		return err
	}
	e, err := b.desk.Evidence(ctx, p.task, who, p.place)
	if err != nil {
		return err
	}
	if len(e.Passages) == 0 {
		return &chat.Sentence{Text: "This answer cites no article whose date could be wrong.", Kind: chat.ErrBadValue}
	}
	var options []*slack.OptionBlockObject
	for _, q := range e.Passages[:min(len(e.Passages), 100)] {
		options = append(options, slack.NewOptionBlockObject(strconv.Itoa(q.N), label(fmt.Sprintf("[%d] %s  %s", q.N, q.Date, q.From)), nil))
	}
	date := slack.NewPlainTextInputBlockElement(object("2021-04-07, 2021-04, 2021, or none"), fieldDate)
	date.MaxLength = 40
	why := slack.NewPlainTextInputBlockElement(object("where the right date stands"), fieldReason)
	why.Multiline, why.MaxLength = true, 2000
	return b.openView(ctx, p.trigger, modal(viewDate, "Report a wrong date", "Send", string(encode(viewState{p.task, p.place})),
		input(fieldCitation, "Article", slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, object("which article"), fieldCitation, options...), false),
		input(fieldDate, "The right date", date, true), input(fieldReason, "How it is known", why, false)))
}

// share has a private answer posted where it was asked, for all.
func (b *Bot) share(ctx context.Context, p press) error {
	who, err := b.asker(ctx, p.place, p.user, false)
	if err != nil {
		return err
	}
	end, ok := b.errands.Begin(p.task)
	if !ok {
		return nil // pressed twice
	}
	defer end()
	return b.desk.Share(ctx, p.task, who)
}

// remove deletes an answer, for its asker or for who may manage messages.
func (b *Bot) remove(ctx context.Context, p press) error {
	who, err := b.asker(ctx, p.place, p.user, true)
	if err != nil {
		return err
	}
	ref, err := b.desk.Delete(ctx, p.task, who, p.place)
	if err != nil {
		return err
	}
	if ref.Message == "" {
		ref = p.message
	}
	err = b.call(ctx, "chat.delete", func(ctx context.Context) error {
		_, _, err := b.api.DeleteMessageContext(ctx, ref.Channel, ref.Message)
		return err
	})
	if err != nil && !failed(err, "message_not_found") {
		return err
	}
	return b.desk.Deleted(ctx, p.task)
}

// suggest completes the form's source and collection.
func (b *Bot) suggest(ctx context.Context, in slack.InteractionCallback) (any, error) {
	state := decode[formState]([]byte(in.View.PrivateMetadata))
	who, err := b.asker(ctx, state.Place, in.User.ID, false)
	if err != nil {
		return nil, err
	}
	names, err := b.desk.Complete(ctx, state.Place, who, in.ActionID, in.Value, 100)
	if err != nil {
		return nil, err
	}
	options := []*slack.OptionBlockObject{}
	for _, name := range names {
		if chat.Runes(name) <= 150 {
			options = append(options, slack.NewOptionBlockObject(name, label(name), nil))
		}
	}
	return proposals{options}, nil
}

// proposals are the options of a menu that asks for them. The library's type
// leaves an empty list out, which Slack refuses.
type proposals struct {
	Options []*slack.OptionBlockObject `json:"options"`
}

// submitted takes in a view that a person sent.
func (b *Bot) submitted(ctx context.Context, in slack.InteractionCallback) (any, error) {
	field := func(name string) slack.BlockAction { return in.View.State.Values[name][name] }
	if in.View.State == nil {
		return nil, nil
	}
	if in.View.CallbackID == viewAsk || in.View.CallbackID == viewBrief {
		return b.askedByForm(ctx, in, field)
	}
	state := decode[viewState]([]byte(in.View.PrivateMetadata))
	who, err := b.asker(ctx, state.Place, in.User.ID, false)
	if err != nil {
		return nil, err
	}
	switch in.View.CallbackID {
	case viewReason:
		if err := b.desk.Feedback(ctx, state.Task, who, state.Place, false, field(fieldReason).Value); err != nil {
			return wrong(fieldReason, b.sentence(err)), nil
		}
	case viewDate:
		n, err := strconv.Atoi(field(fieldCitation).SelectedOption.Value)
		if err != nil {
			return wrong(fieldCitation, "Choose an article."), nil
		}
		if err := b.desk.ReportDate(ctx, state.Task, n, who, state.Place, field(fieldDate).Value, field(fieldReason).Value); err != nil {
			at := fieldReason
			if errors.Is(err, chat.ErrBadValue) {
				at = fieldDate
			}
			return wrong(at, b.sentence(err)), nil
		}
		b.errands.Go(ctx, func(ctx context.Context) {
			b.tell(ctx, state.Place, in.User.ID, "Noted. Who keeps the archive sees the report and corrects the date, or says why not.")
		})
	}
	return nil, nil
}

// askedByForm takes down what one of the forms asks for.
func (b *Bot) askedByForm(ctx context.Context, in slack.InteractionCallback, field func(string) slack.BlockAction) (any, error) {
	state := decode[formState]([]byte(in.View.PrivateMetadata))
	asks := fieldQuestion
	var brief *chat.Brief
	if in.View.CallbackID == viewBrief {
		since, _, _ := plainText(field(fieldSince).Value, b.user)
		asks, brief = fieldTopic, &chat.Brief{Since: since}
	}
	text, _, others := plainText(field(asks).Value, b.user)
	h := handle{Asker: state.Asker}
	out, err := b.accept(ctx, chat.Request{
		Keys:  []string{Name + "/view/" + in.View.ID},
		Place: state.Place, Kind: chat.Command, Text: text, Others: others, At: state.Since, Handle: encode(h), Brief: brief,
		Options: chat.Options{
			Source: field(fieldSource).SelectedOption.Value, Collection: field(fieldCollection).SelectedOption.Value,
			From: field(fieldFrom).SelectedDate, To: field(fieldTo).SelectedDate, AsOf: field(fieldAsOf).SelectedDate,
			Private: len(field(fieldPrivate).SelectedOptions) > 0,
		},
	}, in.User.ID)
	if err != nil {
		return nil, err
	}
	if out.Verdict == chat.Refused {
		return wrong(asks, out.Text), nil
	}
	return nil, nil
}

// wrong shows a sentence beside a field, and leaves the view open.
func wrong(field, sentence string) *slack.ViewSubmissionResponse {
	return slack.NewErrorsViewSubmissionResponse(map[string]string{field: sentence})
}
