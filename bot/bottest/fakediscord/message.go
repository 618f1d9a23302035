package fakediscord

import "time"

// The flags of a message that are modelled.
const (
	FlagSuppressEmbeds = 1 << 2
	FlagHasThread      = 1 << 5
	FlagEphemeral      = 1 << 6
	FlagLoading        = 1 << 7
	FlagSilent         = 1 << 12
	FlagComponentsV2   = 1 << 15
)

// The types of message that are modelled.
const (
	typeDefault       = 0
	typeThreadCreated = 18
	typeReply         = 19
	typeCommand       = 20
	typeThreadStarter = 21
)

// Message is a message as it stands. Those that a Server hands out are copies.
type Message struct {
	ID, ChannelID, GuildID string
	Type                   int
	Author                 User
	// Content is the text; Embeds, Components and Attachments are as on the wire.
	Content     string
	Embeds      []any
	Components  []any
	Attachments []any
	Flags       int
	Created     time.Time
	// Edited is zero where it was never edited.
	Edited time.Time
	// ReplyTo is the message that it refers to, ReplyIn its channel where that is another.
	ReplyTo, ReplyIn string
	// Mentions and MentionRoles are whom it notifies.
	Mentions, MentionRoles []string
	MentionEveryone        bool
	// Allowed is allowed_mentions as last sent; nil where it was not.
	Allowed any
	Nonce   any
	// Interaction is what it responds to, if anything, of InteractionType, by InteractionUser.
	Interaction, InteractionUser, InteractionName string
	InteractionType                               int
	// OnlyFor is the person who alone sees it; empty for all.
	OnlyFor string
	// ThreadID is the thread that was started from it.
	ThreadID  string
	Reactions []Reaction
	Deleted   bool
	// Edits is how often it was edited.
	Edits int
}

// Reaction is one emoji under a message and who put it there, in order.
type Reaction struct {
	Emoji string
	Users []string
}

// copied returns a message that shares nothing that changes.
func (m *Message) copied() Message {
	c := *m
	c.Reactions = make([]Reaction, 0, len(m.Reactions))
	for _, r := range m.Reactions {
		c.Reactions = append(c.Reactions, Reaction{r.Emoji, append([]string(nil), r.Users...)})
	}
	return c
}
