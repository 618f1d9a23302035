package fakediscord

import "time"

// event is one that the gateway may dispatch. build makes its data for a session.
type event struct {
	name    string
	channel *Channel
	guildID string
	// need is the intent without which a session does not get it; 0 for all.
	need  Intents
	build func(ses *session) any
}

// frame is an event as it waits in a session, until a heartbeat says that it came.
type frame struct {
	seq       int64
	name      string
	data      []byte
	notBefore time.Time
}

// EventKind is what a scripted EventFault does.
type EventKind int

// The kinds of fault of an event, as in Faults.
const (
	DuplicateEvent EventKind = iota + 1
	DelayEvent
	ReorderEvent
	DropEvent
)

// EventFault is a scripted misbehaviour of the gateway.
type EventFault struct {
	Kind EventKind
	// Name is the event's, as in MESSAGE_CREATE; any where empty.
	Name string
	// Times is how many are befallen; 1 where zero, all where negative.
	Times int
	// Wait is for how long one is delayed or passed by others; 50 ms where zero.
	Wait time.Duration
}

// FailEvent adds a scripted misbehaviour; of several that fit an event the first takes it.
func (s *Server) FailEvent(f EventFault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	if f.Wait == 0 {
		f.Wait = 50 * time.Millisecond
	}
	s.eventFaults = append(s.eventFaults, &f)
}

// eventFault draws what is to befall an event. The caller holds mu.
func (s *Server) eventFault(name string) (EventKind, time.Duration) {
	for _, f := range s.eventFaults {
		if f.Times != 0 && (f.Name == "" || f.Name == name) {
			f.Times--
			return f.Kind, f.Wait
		}
	}
	most := s.faults.MaxDelay
	if most <= 0 {
		most = 50 * time.Millisecond
	}
	wait := time.Duration(s.rng.Int64N(int64(most)) + 1)
	switch f := s.faults; {
	case s.chance(f.Drop):
		return DropEvent, 0
	case s.chance(f.Duplicate):
		return DuplicateEvent, 0
	case s.chance(f.Delay):
		return DelayEvent, wait
	case s.chance(f.Reorder):
		return ReorderEvent, wait
	}
	return 0, 0
}

// emit hands an event to each session that is to have it. The caller holds mu.
func (s *Server) emit(e event) {
	s.touch()
	if e.channel != nil && !s.world.permissions(s.world.bot.ID, e.channel).Has(ViewChannel) {
		return
	}
	for _, id := range sortedNames(s.sessions) {
		ses := s.sessions[id]
		if s.expired(ses) {
			delete(s.sessions, id)
			continue
		}
		if e.need != 0 && ses.intents&e.need == 0 || !ses.inShard(e.guildID) {
			continue
		}
		data, err := marshal(e.build(ses))
		if err != nil {
			panic("fakediscord: " + e.name + ": " + err.Error()) // our own maps
		}
		kind, wait := s.eventFault(e.name)
		switch kind {
		case ReorderEvent:
			s.after(wait, func() {
				s.mu.Lock()
				defer s.mu.Unlock()
				ses.push(e.name, data, time.Time{})
			})
			continue
		case DelayEvent:
			ses.push(e.name, data, time.Now().Add(wait))
			continue
		case DropEvent:
			if c := ses.conn; c != nil && !c.stalled {
				c.stalled = true
				s.after(20*time.Millisecond, c.abort)
			}
		case DuplicateEvent:
			ses.push(e.name, data, time.Time{})
		}
		ses.push(e.name, data, time.Time{})
	}
}

// messageIntent is the intent for messages of a channel.
func messageIntent(c *Channel) Intents {
	if c.GuildID == "" {
		return IntentDirectMessages
	}
	return IntentGuildMessages
}

// emitMessage sends MESSAGE_CREATE or MESSAGE_UPDATE; what is for one person's eyes goes to nobody.
func (s *Server) emitMessage(name string, m *Message) {
	if m.OnlyFor != "" {
		s.touch()
		return
	}
	c := s.world.channels[m.ChannelID]
	s.emit(event{name: name, channel: c, guildID: c.GuildID, need: messageIntent(c), build: func(ses *session) any {
		return s.world.messageEvent(m, ses.intents&IntentMessageContent != 0)
	}})
}

// emitChannel sends CHANNEL_CREATE, THREAD_CREATE or THREAD_UPDATE; there are none of direct messages.
func (s *Server) emitChannel(name string, c *Channel) {
	if c.GuildID == "" {
		return
	}
	s.emit(event{name: name, channel: c, guildID: c.GuildID, need: IntentGuilds, build: func(*session) any {
		o := s.world.channelWire(c)
		if name == "THREAD_CREATE" {
			o["newly_created"] = true
		}
		return o
	}})
}
