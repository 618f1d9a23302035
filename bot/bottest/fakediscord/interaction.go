package fakediscord

import (
	"context"
	"fmt"
	"time"
)

// The kinds of interaction.
const (
	kindPing         = 1
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindModal        = 5
)

// The types of a response to an interaction.
const (
	RespondPong           = 1
	RespondMessage        = 4
	RespondDeferred       = 5
	RespondDeferredUpdate = 6
	RespondUpdate         = 7
	RespondChoices        = 8
	RespondModal          = 9
)

// interaction is an interaction as the server knows it. Server.mu guards it.
type interaction struct {
	id, token string
	kind      int
	user      *User
	channel   *Channel
	name      string // of the command, or the custom_id
	made      time.Time
	deadline  time.Time // real, after which nobody waits for a response
	payload   object

	source    *Message // whose component was used
	acked     time.Time
	response  int // the type of the response
	data      object
	original  *Message
	deferred  bool // the original is a promise of an answer
	followups []*Message
	failed    string // why it can't be answered any more
	closed    bool   // the dialog that it opened was sent
}

// Interaction is a handle on something that a person did and that waits for a response.
type Interaction struct {
	// ID and Token are as sent to the bot.
	ID, Token string
	s         *Server
	in        *interaction
}

// Response is how an interaction was answered.
type Response struct {
	// Type is that of the first response, one of the Respond constants; 0 where there is none yet.
	Type int
	// Data is what came with it.
	Data map[string]any
	// After is how long it took, by the server's clock.
	After time.Duration
	// Message is the original response as it stands: nil for none, or where it was deleted. Loading reports that it is
	// still a promise.
	Message *Message
	Loading bool
	// Followups are further messages, those deleted left out.
	Followups []Message
	// Choices are what an autocompletion offered.
	Choices []any
	// Failed says why there will be no response, as a person sees "The application did not respond".
	Failed string
}

// newInteraction registers an interaction; the caller holds mu and fills in the payload.
func (s *Server) newInteraction(kind int, u *User, c *Channel, name string) *interaction {
	now := s.now()
	in := &interaction{
		id: s.world.ids.next(now), token: "aW50ZXJhY3Rpb246" + s.random(180), kind: kind, user: u, channel: c, name: name,
		made: now, deadline: time.Now().Add(s.opts.AckWithin),
	}
	w := s.world
	in.payload = object{
		"id": in.id, "application_id": w.bot.ID, "type": kind, "token": in.token, "version": 1,
		"channel_id": c.ID, "locale": u.Locale, "entitlements": []any{}, "entitlement_sku_ids": []any{},
		"app_permissions":                w.permissions(w.bot.ID, c).String(),
		"authorizing_integration_owners": owners(c.GuildID), "attachment_size_limit": 10485760,
	}
	ch := w.channelWire(c)
	ch["permissions"] = w.permissions(u.ID, c).String()
	in.payload["channel"] = ch
	if g := w.guilds[c.GuildID]; g != nil {
		mem := g.members[u.ID].wire(true)
		mem["permissions"] = w.permissions(u.ID, c).String()
		in.payload["member"] = mem
		in.payload["guild_id"], in.payload["guild_locale"] = g.ID, g.Locale
		in.payload["guild"] = object{"id": g.ID, "locale": g.Locale, "features": []any{}}
		in.payload["context"] = 0
	} else {
		in.payload["user"] = u.wire(false)
		in.payload["context"] = 1
	}
	if len(s.interactions) >= 2*s.opts.KeepCalls {
		s.forgetInteractions()
	}
	s.interactions[in.id] = in
	s.tokens[in.token] = in
	return in
}

// forgetInteractions drops the older half of the interactions, as far as their tokens ran out.
func (s *Server) forgetInteractions() {
	ids := sortedKeys(s.interactions)
	for _, id := range ids[:len(ids)/2] {
		if in := s.interactions[id]; s.now().Sub(in.made) > s.opts.TokenLife {
			delete(s.interactions, id)
			delete(s.tokens, in.token)
		}
	}
}

// submit sends an interaction to the bot: to the endpoint where one is set, else through the gateway.
func (s *Server) submit(in *interaction) *Interaction {
	h := &Interaction{ID: in.id, Token: in.token, s: s, in: in}
	if s.endpoint != "" {
		s.post(in, s.endpoint)
	} else {
		data := in.payload
		s.emit(event{name: "INTERACTION_CREATE", guildID: in.channel.GuildID, build: func(*session) any { return data }})
	}
	s.after(s.opts.AckWithin, func() { // wake those who wait, to see that time is up
		s.mu.Lock()
		defer s.mu.Unlock()
		if in.acked.IsZero() && in.failed == "" {
			in.failed = "no response in time"
		}
		s.touch()
	})
	return h
}

// Response returns how the interaction stands.
func (h *Interaction) Response() Response {
	h.s.mu.Lock()
	defer h.s.mu.Unlock()
	return h.s.responseOf(h.in)
}

func (s *Server) responseOf(in *interaction) Response {
	r := Response{Type: in.response, Data: in.data, Failed: in.failed}
	if !in.acked.IsZero() {
		r.After = in.acked.Sub(in.made)
	}
	if m := in.original; m != nil && !m.Deleted {
		c := m.copied()
		r.Message, r.Loading = &c, m.Flags&FlagLoading != 0
	}
	for _, m := range in.followups {
		if !m.Deleted {
			r.Followups = append(r.Followups, m.copied())
		}
	}
	if in.response == RespondChoices {
		r.Choices = list(in.data["choices"])
	}
	return r
}

// Await waits for the first response, or for the time for one to run out, which is an error.
func (h *Interaction) Await(ctx context.Context) (Response, error) {
	var r Response
	err := h.s.WaitFor(ctx, func() bool {
		r = h.Response()
		return r.Type != 0 || r.Failed != ""
	})
	if err == nil && r.Type == 0 {
		err = fmt.Errorf("interaction %s (%s): %s", h.ID, h.in.name, r.Failed)
	}
	return r, err
}

// Answer waits for the message that answers the interaction, and not merely promises to.
func (h *Interaction) Answer(ctx context.Context) (Message, error) {
	var r Response
	err := h.s.WaitFor(ctx, func() bool {
		r = h.Response()
		return r.Message != nil && !r.Loading || r.Type == 0 && r.Failed != ""
	})
	if err == nil && r.Message == nil {
		err = fmt.Errorf("interaction %s (%s): %s", h.ID, h.in.name, r.Failed)
	}
	if err != nil {
		return Message{}, err
	}
	return *r.Message, nil
}

// Payload is the interaction as it was sent to the bot, as JSON.
func (h *Interaction) Payload() []byte { return mustMarshal(h.in.payload) }

// Unanswered are the interactions that failed in the eyes of a person: unacknowledged in time, or promised an answer
// that is still owed though the token ran out.
func (s *Server) Unanswered() []*Interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*Interaction
	for _, id := range sortedKeys(s.interactions) {
		in := s.interactions[id]
		late := s.now().Sub(in.made) > s.opts.TokenLife
		owed := in.original != nil && !in.original.Deleted && in.original.Flags&FlagLoading != 0
		if in.acked.IsZero() && in.failed != "" || late && owed {
			out = append(out, &Interaction{ID: in.id, Token: in.token, s: s, in: in})
		}
	}
	return out
}
