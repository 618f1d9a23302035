package fakediscord

import "strconv"

// Permissions is Discord's bit set of what a member may do.
type Permissions uint64

// The permissions that are modelled.
const (
	Administrator        Permissions = 1 << 3
	ManageChannels       Permissions = 1 << 4
	ManageGuild          Permissions = 1 << 5
	AddReactions         Permissions = 1 << 6
	ViewChannel          Permissions = 1 << 10
	SendMessages         Permissions = 1 << 11
	ManageMessages       Permissions = 1 << 13
	EmbedLinks           Permissions = 1 << 14
	AttachFiles          Permissions = 1 << 15
	ReadMessageHistory   Permissions = 1 << 16
	MentionEveryone      Permissions = 1 << 17
	UseExternalEmojis    Permissions = 1 << 18
	ManageRoles          Permissions = 1 << 28
	UseCommands          Permissions = 1 << 31
	ManageThreads        Permissions = 1 << 34
	CreatePublicThreads  Permissions = 1 << 35
	CreatePrivateThreads Permissions = 1 << 36
	SendInThreads        Permissions = 1 << 38

	// AllPermissions are all that exist.
	AllPermissions Permissions = 1<<53 - 1
	// DefaultPermissions are those of @everyone in a new guild, as far as they are modelled.
	DefaultPermissions = AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory |
		UseExternalEmojis | UseCommands | CreatePublicThreads | SendInThreads
	// DefaultBotPermissions are those of the bot's own role.
	DefaultBotPermissions = DefaultPermissions
)

// Has reports whether p has all of q.
func (p Permissions) Has(q Permissions) bool { return p&q == q }

// String returns the form on the wire, a decimal number.
func (p Permissions) String() string { return strconv.FormatUint(uint64(p), 10) }

// permissions returns what a user may do in a channel, by Discord's published algorithm: the guild's permissions of
// @everyone and the member's roles, then the channel's overwrites of @everyone, of the roles, of the member. A thread
// has those of its parent. Somebody in a direct message may do what the default permissions let.
func (w *world) permissions(userID string, c *Channel) Permissions {
	if c.GuildID == "" {
		if c.Recipient == userID || userID == w.bot.ID {
			return DefaultPermissions
		}
		return 0
	}
	if c.ParentID != "" && isThread(c.Type) {
		if parent := w.channels[c.ParentID]; parent != nil {
			c = parent
		}
	}
	g := w.guilds[c.GuildID]
	p, ok := g.permissions(userID)
	if !ok {
		return 0
	}
	if p.Has(Administrator) {
		return AllPermissions
	}
	m := g.members[userID]
	apply := func(match func(Overwrite) bool) {
		var allow, deny Permissions
		for _, o := range c.Overwrites {
			if match(o) {
				allow |= o.Allow
				deny |= o.Deny
			}
		}
		p = p&^deny | allow
	}
	apply(func(o Overwrite) bool { return o.Role == g.ID })
	apply(func(o Overwrite) bool { return o.Role != "" && o.Role != g.ID && contains(m.Roles, o.Role) })
	apply(func(o Overwrite) bool { return o.Member == userID })
	if !p.Has(ViewChannel) {
		return 0
	}
	if !p.Has(SendMessages) {
		p &^= EmbedLinks | AttachFiles | MentionEveryone
	}
	return p
}

// permissions returns a member's permissions in the guild, before any channel's overwrites, and whether there is such a
// member.
func (g *guild) permissions(userID string) (Permissions, bool) {
	m := g.members[userID]
	if m == nil {
		return 0, false
	}
	if g.Owner == userID {
		return AllPermissions, true
	}
	p := g.Everyone
	for _, r := range g.roles {
		if contains(m.Roles, r.ID) {
			p |= r.Permissions
		}
	}
	if p.Has(Administrator) {
		return AllPermissions, true
	}
	return p, true
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
