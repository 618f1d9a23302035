package fakediscord

import "fmt"

// branches are the branches of the OpenAPI file's anyOf by type of response.
var branches = map[int]string{
	RespondPong:           "PongInteractionCallbackRequest",
	RespondMessage:        "CreateMessageInteractionCallbackRequest",
	RespondDeferred:       "CreateMessageInteractionCallbackRequest",
	RespondDeferredUpdate: "UpdateMessageInteractionCallbackRequest",
	RespondUpdate:         "UpdateMessageInteractionCallbackRequest",
	RespondChoices:        "ApplicationCommandAutocompleteCallbackRequest",
	RespondModal:          "ModalInteractionCallbackRequest",
}

// responses are the types of response that each kind of interaction takes.
var responses = map[int][]int{
	kindPing:         {RespondPong},
	kindCommand:      {RespondMessage, RespondDeferred, RespondModal},
	kindComponent:    {RespondMessage, RespondDeferred, RespondDeferredUpdate, RespondUpdate, RespondModal},
	kindAutocomplete: {RespondChoices},
	kindModal:        {RespondMessage, RespondDeferred, RespondDeferredUpdate, RespondUpdate},
}

// postCallback takes the first response to an interaction.
func postCallback(s *Server, q *request) (int, any, error) {
	in := s.interactions[q.params["interaction_id"]]
	if in == nil || in.token != q.params["token"] {
		return 0, nil, errUnknownInteraction
	}
	if !in.acked.IsZero() {
		return 0, nil, errAcknowledged
	}
	if q.now.Sub(in.made) > s.opts.AckWithin {
		return 0, nil, errUnknownInteraction
	}
	if err := s.respond(q, in); err != nil {
		return 0, nil, err
	}
	if q.query.Get("with_response") != "true" {
		return 204, nil, nil
	}
	info := object{"id": in.id, "type": in.kind}
	body := object{"interaction": info}
	if m := in.original; m != nil {
		info["response_message_id"] = m.ID
		info["response_message_loading"] = m.Flags&FlagLoading != 0
		info["response_message_ephemeral"] = m.OnlyFor != ""
		body["resource"] = object{"type": in.response, "message": s.world.messageWire(m, true)}
	}
	return 200, body, nil
}

// respond checks a response and does what it says.
func (s *Server) respond(q *request, in *interaction) error {
	o := q.object()
	kind, data := number(o["type"]), fields(o["data"])
	branch, known := branches[kind]
	if !known {
		s.violate(q.route.template, "rule", "", "a response of type %v", o["type"])
		return invalidForm(fieldError{"type", "BASE_TYPE_CHOICES", "Value must be one of {1, 4, 5, 6, 7, 8, 9, 10, 12}."})
	}
	if e := s.check(q, branch, q.body); e != nil {
		return e
	}
	fits := false
	for _, k := range responses[in.kind] {
		fits = fits || k == kind
	}
	if (kind == RespondUpdate || kind == RespondDeferredUpdate) && in.source == nil {
		fits = false
	}
	if !fits {
		s.violate(q.route.template, "rule", "", "a response of type %d to an interaction of type %d", kind, in.kind)
		return invalidForm(fieldError{"type", "INTERACTION_RESPONSE_TYPE_INVALID", "The response type is not valid for this interaction."})
	}
	if data == nil {
		data = object{}
	}
	var err error
	switch kind {
	case RespondMessage:
		if err = s.checkMessage(q, data, nil); err == nil {
			m := s.reply(in, q)
			s.shape(m, q, data)
			in.original = m
			s.add(m)
		}
	case RespondDeferred:
		m := s.reply(in, q)
		m.Flags |= FlagLoading
		s.shape(m, q, object{"flags": data["flags"]})
		in.original, in.deferred = m, true
		s.add(m)
	case RespondDeferredUpdate:
		in.original = in.source
	case RespondUpdate:
		if in.source.Deleted {
			err = errUnknownMessage
		} else if err = s.checkMessage(q, data, in.source); err == nil {
			in.original = in.source
			s.edit(in.source, q, data)
		}
	case RespondChoices:
		err = s.checkChoices(q, list(data["choices"]))
	case RespondModal:
		if e := s.refuseFaults(q, checkModal(data)); e != nil {
			err = e
		}
	}
	if err != nil {
		return err
	}
	in.acked, in.response, in.data, in.failed = q.now, kind, data, ""
	s.touch()
	return nil
}

func (s *Server) checkChoices(q *request, choices []any) error {
	var f faultList
	f.atMost("data.choices", len(choices), 25)
	for i, v := range choices {
		f.choice(fmt.Sprintf("data.choices.%d", i), fields(v))
	}
	if e := s.refuseFaults(q, f); e != nil {
		return e
	}
	return nil
}

// reply begins a message that answers an interaction.
func (s *Server) reply(in *interaction, q *request) *Message {
	m := s.draft(in.channel, s.world.bot, q.now)
	m.Interaction, m.InteractionUser, m.InteractionType = in.id, in.user.ID, in.kind
	m.Type = typeCommand
	if in.kind == kindCommand {
		m.InteractionName = in.name
	}
	if in.source != nil {
		m.Type, m.ReplyTo = typeReply, in.source.ID
	}
	return m
}

// shape fills a message that answers an interaction; with the ephemeral flag it is for one person's eyes.
func (s *Server) shape(m *Message, q *request, o object) {
	m.Flags |= number(o["flags"]) & FlagEphemeral
	if m.Flags&FlagEphemeral != 0 {
		m.OnlyFor = m.InteractionUser
	}
	loading := m.Flags & FlagLoading
	s.fill(m, q, o)
	m.Flags |= loading
}

// webhookOf finds the interaction whose token a path has, which must be answered and not too old.
func (s *Server) webhookOf(q *request) (*interaction, error) {
	if q.params["webhook_id"] != s.world.bot.ID {
		return nil, errUnknownWebhook
	}
	in := s.tokens[q.params["webhook_token"]]
	switch {
	case in == nil || q.now.Sub(in.made) > s.opts.TokenLife:
		return nil, errWebhookToken
	case in.acked.IsZero() || in.response == RespondChoices:
		return nil, errUnknownWebhook
	}
	return in, nil
}

// postFollowup makes a further message. The first one after a deferred response takes its place, and its ephemerality.
func postFollowup(s *Server, q *request) (int, any, error) {
	in, err := s.webhookOf(q)
	if err != nil {
		return 0, nil, err
	}
	o := q.object()
	if o == nil {
		return 0, nil, errEmptyMessage
	}
	q.legacy(o)
	if err := s.checkMessage(q, o, nil); err != nil {
		return 0, nil, err
	}
	if m := in.original; in.deferred && m != nil && !m.Deleted && m.Flags&FlagLoading != 0 {
		s.edit(m, q, o)
		return 200, s.world.messageWire(m, true), nil
	}
	m := s.reply(in, q)
	if in.original != nil {
		m.Type, m.ReplyTo = typeReply, in.original.ID
	}
	s.shape(m, q, o)
	in.followups = append(in.followups, m)
	s.add(m)
	return 200, s.world.messageWire(m, true), nil
}

// followupOf finds the message of a request: @original, or one of those that were sent.
func (s *Server) followupOf(q *request) (*interaction, *Message, error) {
	in, err := s.webhookOf(q)
	if err != nil {
		return nil, nil, err
	}
	want := q.params["message_id"]
	for _, m := range append([]*Message{in.original}, in.followups...) {
		if m != nil && !m.Deleted && (m.ID == want || want == "@original" && m == in.original) {
			return in, m, nil
		}
	}
	return nil, nil, errUnknownMessage
}

func getFollowup(s *Server, q *request) (int, any, error) {
	_, m, err := s.followupOf(q)
	if err != nil {
		return 0, nil, err
	}
	return 200, s.world.messageWire(m, true), nil
}

func patchFollowup(s *Server, q *request) (int, any, error) {
	_, m, err := s.followupOf(q)
	if err != nil {
		return 0, nil, err
	}
	o := q.object()
	q.legacy(o)
	if err := s.checkMessage(q, o, m); err != nil {
		return 0, nil, err
	}
	s.edit(m, q, o)
	return 200, s.world.messageWire(m, true), nil
}

func deleteFollowup(s *Server, q *request) (int, any, error) {
	_, m, err := s.followupOf(q)
	if err != nil {
		return 0, nil, err
	}
	s.remove(m)
	return 204, nil, nil
}
