package fakediscord

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

// open connects discordgo, which others wrote, as a bot would.
func open(t *testing.T, s *Server, intents discordgo.Intent, handlers ...any) *discordgo.Session {
	t.Helper()
	d, err := discordgo.New("Bot " + s.Token())
	if err != nil {
		t.Fatal(err)
	}
	d.Client = &http.Client{Transport: s.Transport(nil), Timeout: 10 * time.Second}
	d.Identify.Intents = intents
	for _, h := range handlers {
		d.AddHandler(h)
	}
	if err := d.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

const goIntents = discordgo.IntentsGuilds | discordgo.IntentsGuildMessages | discordgo.IntentsDirectMessages | discordgo.IntentsMessageContent

var none = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}

// code is Discord's code of an error of discordgo's.
func code(err error) int {
	var re *discordgo.RESTError
	if errors.As(err, &re) && re.Message != nil {
		return re.Message.Code
	}
	return 0
}

func TestDiscordgoMessages(t *testing.T) {
	o := unlimited()
	o.OpenAPI = spec(t)
	s := start(t, o)
	got := make(chan *discordgo.MessageCreate, 10)
	d := open(t, s, goIntents, func(_ *discordgo.Session, m *discordgo.MessageCreate) { got <- m })
	receive := func() *discordgo.MessageCreate {
		t.Helper()
		select {
		case m := <-got:
			return m
		case <-time.After(30 * time.Second):
			t.Fatal("no message came")
			return nil
		}
	}
	if d.State.User.ID != s.ApplicationID() {
		t.Errorf("READY: user %s, want %s", d.State.User.ID, s.ApplicationID())
	}
	said, err := s.Mention("general", "reader", "when?")
	if err != nil {
		t.Fatal(err)
	}
	m := receive()
	if m.ID != said.ID || m.Author.Username != "reader" || m.Member == nil || len(m.Mentions) != 1 || m.GuildID != s.GuildID("guild") {
		t.Errorf("MessageCreate = %+v", m.Message)
	}
	if at, err := discordgo.SnowflakeTimestamp(m.ID); err != nil || time.Since(at) > time.Minute {
		t.Errorf("the time in %s = %v, %v", m.ID, at, err)
	}
	if err := d.ChannelTyping(m.ChannelID); err != nil {
		t.Error(err)
	}
	if err := d.MessageReactionAdd(m.ChannelID, m.ID, "👀"); err != nil {
		t.Error(err)
	}
	reply, err := d.ChannelMessageSendComplex(m.ChannelID, &discordgo.MessageSend{
		Content: "then", Reference: m.Reference(), AllowedMentions: none,
		Embeds: []*discordgo.MessageEmbed{{Title: "a title", Fields: []*discordgo.MessageEmbedField{{Name: "a", Value: "b"}}}},
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.Button{Label: "Evidence", CustomID: "evidence"},
			discordgo.Button{Label: "Open", Style: discordgo.LinkButton, URL: "https://example.com/"},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if own := receive(); own.ID != reply.ID || len(own.Components) != 1 {
		t.Errorf("the bot's own message = %+v", own.Message)
	}
	text := "then, more"
	if _, err := d.ChannelMessageEditComplex(&discordgo.MessageEdit{Channel: m.ChannelID, ID: reply.ID, Content: &text, AllowedMentions: none}); err != nil {
		t.Error(err)
	}
	th, err := d.MessageThreadStart(m.ChannelID, m.ID, "about it", 1440)
	if err != nil || th.ID != m.ID {
		t.Errorf("MessageThreadStart = %+v, %v", th, err)
	}
	if list, err := d.ChannelMessages(m.ChannelID, 10, "", "", ""); err != nil || len(list) != 2 || list[1].ID != m.ID || list[0].ReferencedMessage == nil {
		t.Errorf("ChannelMessages = %v, %v", list, err)
	}
	if err := d.MessageReactionRemove(m.ChannelID, m.ID, "👀", "@me"); err != nil {
		t.Error(err)
	}
	if err := d.ChannelMessageDelete(m.ChannelID, reply.ID); err != nil {
		t.Error(err)
	}
	dm, err := d.UserChannelCreate(s.UserID("reader"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.ChannelMessageSendComplex(dm.ID, &discordgo.MessageSend{Content: "hello", AllowedMentions: none}); err != nil {
		t.Error(err)
	}
	if p, err := d.UserChannelPermissions(s.UserID("editor"), m.ChannelID); err != nil || p&discordgo.PermissionManageMessages == 0 {
		t.Errorf("UserChannelPermissions = %d, %v, want to manage messages", p, err)
	}
	if app, err := d.Application("@me"); err != nil || app.Flags != 1<<19 {
		t.Errorf("Application = %+v, %v", app, err)
	}
	if _, err := d.ChannelMessage(m.ChannelID, "1"); code(err) != 10008 {
		t.Errorf("an unknown message: %v", err)
	}
	clean(t, s)
}

func TestDiscordgoCommands(t *testing.T) {
	o := unlimited()
	o.OpenAPI = spec(t)
	s := start(t, o)
	manage := int64(discordgo.PermissionManageGuild)
	ask := &discordgo.ApplicationCommand{
		Name: "ask", Description: "Ask the archive.",
		Options: []*discordgo.ApplicationCommandOption{
			{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "What to ask.", Required: true, MaxLength: 400},
			{Type: discordgo.ApplicationCommandOptionString, Name: "source", Description: "Only this source.", Autocomplete: true},
			{Type: discordgo.ApplicationCommandOptionBoolean, Name: "private", Description: "Only you see the answer."},
		},
	}
	admin := &discordgo.ApplicationCommand{
		Name: "archive", Description: "Settings.", DefaultMemberPermissions: &manage,
		Options: []*discordgo.ApplicationCommandOption{{
			Type: discordgo.ApplicationCommandOptionSubCommand, Name: "allow", Description: "Allow a channel.",
			Options: []*discordgo.ApplicationCommandOption{{Type: discordgo.ApplicationCommandOptionChannel, Name: "channel", Description: "Which.", Required: true}},
		}},
	}
	got := make(chan *discordgo.InteractionCreate, 10)
	d := open(t, s, discordgo.IntentsGuilds, func(_ *discordgo.Session, i *discordgo.InteractionCreate) { got <- i })
	app := s.ApplicationID()
	made, err := d.ApplicationCommandBulkOverwrite(app, "", []*discordgo.ApplicationCommand{ask, admin})
	if err != nil || len(made) != 2 {
		t.Fatalf("ApplicationCommandBulkOverwrite = %v, %v", made, err)
	}
	again, err := d.ApplicationCommandBulkOverwrite(app, "", []*discordgo.ApplicationCommand{ask, admin})
	if err != nil || again[0].ID != made[0].ID || again[0].Version != made[0].Version {
		t.Errorf("the same again = %+v, %v, want the same ID and version", again[0], err)
	}
	if _, err := d.ApplicationCommandCreate(app, s.GuildID("guild"), &discordgo.ApplicationCommand{Name: "here", Description: "x"}); err != nil {
		t.Error(err)
	}
	if list, err := d.ApplicationCommands(app, s.GuildID("guild")); err != nil || len(list) != 1 {
		t.Errorf("the guild's commands = %v, %v", list, err)
	} else if err := d.ApplicationCommandDelete(app, s.GuildID("guild"), list[0].ID); err != nil {
		t.Error(err)
	}
	if n := len(s.Commands("")); n != 2 || len(s.Commands("guild")) != 0 {
		t.Errorf("%d global commands, %d of the guild", n, len(s.Commands("guild")))
	}

	// What Discord's client would not send is not sent.
	for what, call := range map[string]func() (*Interaction, error){
		"unknown": func() (*Interaction, error) { return s.Command("general", "reader", "nope", nil) },
		"missing": func() (*Interaction, error) { return s.Command("general", "reader", "ask", nil) },
		"not ours": func() (*Interaction, error) {
			return s.Command("general", "reader", "archive allow", map[string]any{"channel": "random"})
		},
		"surplus": func() (*Interaction, error) {
			return s.Command("general", "reader", "ask", map[string]any{"question": "x", "nope": 1})
		},
	} {
		if _, err := call(); err == nil {
			t.Errorf("%s: no error", what)
		}
	}

	in, err := s.Command("general", "reader", "ask", map[string]any{"question": "when?", "private": true})
	if err != nil {
		t.Fatal(err)
	}
	i := <-got
	data := i.ApplicationCommandData()
	if i.Member == nil || i.User != nil || i.Member.Permissions&discordgo.PermissionSendMessages == 0 || data.Options[0].StringValue() != "when?" || !data.Options[1].BoolValue() {
		t.Errorf("InteractionCreate = %+v, data %+v", i.Interaction, data)
	}
	if err := d.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}); err != nil {
		t.Fatal(err)
	}
	if r, err := in.Await(bounded(t)); err != nil || r.Type != RespondDeferred || !r.Loading {
		t.Errorf("Await = %+v, %v", r, err)
	}
	if err := d.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredChannelMessageWithSource}); code(err) != 40060 {
		t.Errorf("a second response: %v, want 40060", err)
	}
	text := "in 2012"
	if _, err := d.InteractionResponseEdit(i.Interaction, &discordgo.WebhookEdit{Content: &text, AllowedMentions: none}); err != nil {
		t.Fatal(err)
	}
	if m, err := in.Answer(bounded(t)); err != nil || m.Content != text || m.Flags&FlagLoading != 0 {
		t.Errorf("Answer = %+v, %v", m, err)
	}
	if _, err := d.FollowupMessageCreate(i.Interaction, true, &discordgo.WebhookParams{Content: "for you", Flags: discordgo.MessageFlagsEphemeral, AllowedMentions: none}); err != nil {
		t.Error(err)
	}
	if e := s.Ephemeral("reader"); len(e) != 1 || e[0].Content != "for you" {
		t.Errorf("Ephemeral = %+v", e)
	}
	if m := s.Messages("general"); len(m) != 1 {
		t.Errorf("all see %d messages, want 1", len(m))
	}
	if r, err := d.InteractionResponse(i.Interaction); err != nil || r.Content != text {
		t.Errorf("InteractionResponse = %+v, %v", r, err)
	}

	// A subcommand, from one who may.
	if _, err := s.Command("general", "owner", "archive allow", map[string]any{"channel": "random"}); err != nil {
		t.Fatal(err)
	}
	sub := (<-got).ApplicationCommandData()
	if o := sub.Options[0]; o.Name != "allow" || o.Options[0].Value != s.ChannelID("random") || sub.Resolved.Channels[s.ChannelID("random")] == nil {
		t.Errorf("a subcommand = %+v", sub)
	}

	// An autocompletion.
	in, err = s.Autocomplete("general", "reader", "ask", "source", "gua", map[string]any{"question": "x"})
	if err != nil {
		t.Fatal(err)
	}
	i = <-got
	if o := i.ApplicationCommandData().Options; i.Type != discordgo.InteractionApplicationCommandAutocomplete || !o[1].Focused || o[1].StringValue() != "gua" {
		t.Errorf("an autocompletion = %+v", i.Interaction)
	}
	if err := d.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "A", Value: "a"}}},
	}); err != nil {
		t.Error(err)
	}
	if r, err := in.Await(bounded(t)); err != nil || len(r.Choices) != 1 {
		t.Errorf("choices = %+v, %v", r, err)
	}

	// In direct messages an interaction has a user and no member.
	if _, err := s.Command(s.DM("reader"), "reader", "ask", map[string]any{"question": "x"}); err != nil {
		t.Fatal(err)
	}
	if i := <-got; i.Member != nil || i.User == nil || i.GuildID != "" {
		t.Errorf("in a direct message: %+v", i.Interaction)
	}
	clean(t, s)
}

func TestDiscordgoComponents(t *testing.T) {
	o := unlimited()
	o.OpenAPI = spec(t)
	s := start(t, o)
	got := make(chan *discordgo.InteractionCreate, 10)
	d := open(t, s, goIntents, func(_ *discordgo.Session, i *discordgo.InteractionCreate) { got <- i })
	one := 1
	m, err := d.ChannelMessageSendComplex(s.ChannelID("general"), &discordgo.MessageSend{
		Content: "an answer", AllowedMentions: none,
		Components: []discordgo.MessageComponent{
			discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.Button{Label: "Evidence", CustomID: "evidence"},
				discordgo.Button{Label: "No", CustomID: "no", Style: discordgo.SecondaryButton},
				discordgo.Button{Label: "Off", CustomID: "off", Disabled: true},
			}},
			discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.SelectMenu{CustomID: "more", MinValues: &one, MaxValues: 1, Options: []discordgo.SelectMenuOption{{Label: "Delete", Value: "delete"}}},
			}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Press(m.ID, "off", "reader"); err == nil {
		t.Error("a disabled button was pressed")
	}
	if _, err := s.Select(m.ID, "more", "reader", "nonsense"); err == nil {
		t.Error("an option that is not there was chosen")
	}
	in, err := s.Press(m.ID, "evidence", "reader")
	if err != nil {
		t.Fatal(err)
	}
	i := <-got
	if i.MessageComponentData().CustomID != "evidence" || i.Message == nil || i.Message.ID != m.ID {
		t.Errorf("a press = %+v", i.Interaction)
	}
	if err := d.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: "passages", Flags: discordgo.MessageFlagsEphemeral, AllowedMentions: none},
	}); err != nil {
		t.Fatal(err)
	}
	if a, err := in.Answer(bounded(t)); err != nil || a.OnlyFor != s.UserID("reader") {
		t.Errorf("Answer = %+v, %v", a, err)
	}

	// A menu whose choice changes the message.
	if _, err := s.Select(m.ID, "more", "reader", "delete"); err != nil {
		t.Fatal(err)
	}
	i = <-got
	if v := i.MessageComponentData().Values; len(v) != 1 || v[0] != "delete" {
		t.Errorf("values = %v", v)
	}
	if err := d.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseUpdateMessage,
		// discordgo sends "components": null where there are none, which takes them away.
		Data: &discordgo.InteractionResponseData{Content: "changed", AllowedMentions: none, Components: i.Message.Components},
	}); err != nil {
		t.Fatal(err)
	}
	if now, _ := s.Message(m.ID); now.Content != "changed" || now.Edits != 1 {
		t.Errorf("after an update: %+v", now)
	}

	// A dialog, filled in and sent.
	if _, err := s.Press(m.ID, "no", "reader"); err != nil {
		t.Fatal(err)
	}
	i = <-got
	if err := d.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseModal,
		Data: &discordgo.InteractionResponseData{CustomID: "reason", Title: "What was wrong?", Components: []discordgo.MessageComponent{
			discordgo.ActionsRow{Components: []discordgo.MessageComponent{
				discordgo.TextInput{CustomID: "text", Label: "Reason", Style: discordgo.TextInputParagraph, Required: true, MaxLength: 10},
			}},
		}},
	}); err != nil {
		t.Fatal(err)
	}
	modals := s.Modals("reader")
	if len(modals) != 1 || modals[0].Title != "What was wrong?" {
		t.Fatalf("Modals = %+v", modals)
	}
	for _, bad := range []map[string]any{nil, {"text": "more than ten"}, {"text": "x", "other": "y"}} {
		if _, err := s.SubmitModal(modals[0], bad); err == nil {
			t.Errorf("a dialog with %v was sent", bad)
		}
	}
	in, err = s.SubmitModal(modals[0], map[string]any{"text": "a date"})
	if err != nil {
		t.Fatal(err)
	}
	i = <-got
	sent := i.ModalSubmitData()
	if row := sent.Components[0].(*discordgo.ActionsRow); sent.CustomID != "reason" || row.Components[0].(*discordgo.TextInput).Value != "a date" {
		t.Errorf("a dialog = %+v", sent)
	}
	if err := d.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate}); err != nil {
		t.Error(err)
	}
	if r, err := in.Await(bounded(t)); err != nil || r.Type != RespondDeferredUpdate {
		t.Errorf("Await = %+v, %v", r, err)
	}
	if left := s.Modals("reader"); len(left) != 0 {
		t.Errorf("Modals after sending = %+v", left)
	}
	clean(t, s)
}
