package discord

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"dateline/bot/chat"
)

// The names of dialogs and of their fields.
const (
	modalReason = "reason"
	modalDate   = "wrong-date"

	fieldReason   = "reason"
	fieldCitation = "citation"
	fieldDate     = "date"
)

func modal(name string, task int64, title string, fields ...discordgo.TextInput) response {
	rows := []discordgo.MessageComponent{}
	for _, f := range fields {
		rows = append(rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{f}})
	}
	return response{discordgo.InteractionResponseModal, map[string]any{
		"custom_id": customID(name, task), "title": chat.Cut(title, maxModalTitle, chat.Units), "components": rows}}
}

// reasonModal asks why an answer did not help.
func reasonModal(task int64, title, question string) response {
	return modal(modalReason, task, title, discordgo.TextInput{CustomID: fieldReason, Label: question, Style: discordgo.TextInputParagraph, MaxLength: 2000})
}

// dateModal is the dialog by which a wrong date is reported.
func dateModal(task int64, e chat.Evidence) response {
	numbers := []string{}
	for _, p := range e.Passages {
		numbers = append(numbers, fmt.Sprintf("%d: %s", p.N, p.Date))
	}
	hint := chat.Cut(strings.Join(numbers, ", "), maxOption, chat.Units)
	return modal(modalDate, task, "Report a wrong date",
		discordgo.TextInput{CustomID: fieldCitation, Label: "Number of the quote", Style: discordgo.TextInputShort, Placeholder: hint, Required: true, MaxLength: 4},
		discordgo.TextInput{CustomID: fieldDate, Label: "The right date", Style: discordgo.TextInputShort, Placeholder: "2021-04-07, 2021-04, 2021, or none", MaxLength: 40},
		discordgo.TextInput{CustomID: fieldReason, Label: "How it is known", Style: discordgo.TextInputParagraph, Placeholder: "where the right date stands", Required: true, MaxLength: 2000})
}

// submitted takes in a dialog that a person sent.
func (b *Bot) submitted(ctx context.Context, i *discordgo.Interaction) response {
	data, ok := i.Data.(discordgo.ModalSubmitInteractionData)
	if !ok {
		return shown(notice("This is nothing that I know."))
	}
	name, id, _ := strings.Cut(data.CustomID, ":")
	task, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return shown(notice("This dialog is not mine."))
	}
	field := values(data.Components)
	who, _ := person(i)
	p, err := b.placeOf(ctx, i, task)
	if err != nil {
		return shown(notice(b.tell(err)))
	}
	said := "Noted. Thank you."
	switch name {
	case modalReason:
		err = b.desk.Feedback(ctx, task, who, p, false, field[fieldReason])
	case modalDate:
		n, wrong := strconv.Atoi(strings.Trim(field[fieldCitation], "[] "))
		if wrong != nil {
			return shown(notice("Give the number of the quote, such as 1."))
		}
		err = b.desk.ReportDate(ctx, task, n, who, p, field[fieldDate], field[fieldReason])
		said = "Noted. Who keeps the archive sees the report and corrects the date, or says why not."
	default:
		err = errors.New("unknown dialog " + name)
	}
	if err != nil {
		said = b.tell(err)
	}
	return shown(notice(said))
}

// values returns what stands in a dialog's fields.
func values(rows []discordgo.MessageComponent) map[string]string {
	out := map[string]string{}
	for _, c := range rows {
		row, ok := c.(*discordgo.ActionsRow)
		if !ok {
			continue
		}
		for _, e := range row.Components {
			if in, ok := e.(*discordgo.TextInput); ok {
				out[in.CustomID] = strings.TrimSpace(in.Value)
			}
		}
	}
	return out
}
