package fakediscord

import "time"

// wire is a user on the wire; self adds what only the user itself sees.
func (u *User) wire(self bool) object {
	o := object{
		"id": u.ID, "username": u.Name, "discriminator": "0", "global_name": nil, "avatar": nil, "public_flags": 0, "flags": 0,
		"avatar_decoration_data": nil, "clan": nil, "primary_guild": nil, "collectibles": nil,
		"banner": nil, "accent_color": nil,
	}
	if u.GlobalName != "" {
		o["global_name"] = u.GlobalName
	}
	if u.Bot {
		o["bot"] = true
		o["discriminator"] = "0001"
	}
	if self {
		o["verified"], o["mfa_enabled"], o["locale"], o["email"], o["premium_type"] = true, true, "en-US", nil, 0
	}
	return o
}

// wire is a member on the wire; without its user where it stands in a message.
func (m *member) wire(withUser bool) object {
	o := object{
		"nick": nil, "avatar": nil, "banner": nil, "roles": ids(m.Roles), "joined_at": stamp(m.joined), "premium_since": nil,
		"deaf": false, "mute": false, "flags": 0, "pending": false, "communication_disabled_until": nil,
	}
	if m.Nick != "" {
		o["nick"] = m.Nick
	}
	if withUser {
		o["user"] = m.User.wire(false)
	}
	return o
}

// ids makes a list that is never null.
func ids(list []string) []string { return append([]string{}, list...) }

func (w *world) roleWire(g *guild, i int) object {
	r := g.roles[i]
	o := object{
		"id": r.ID, "name": r.Name, "description": nil, "permissions": r.Permissions.String(), "position": i, "color": 0,
		"colors": object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
		"hoist":  false, "managed": false, "mentionable": r.Mentionable, "icon": nil, "unicode_emoji": nil, "flags": 0,
	}
	if contains(g.members[w.bot.ID].Roles, r.ID) && r.Name == w.bot.Name {
		o["managed"], o["tags"] = true, object{"bot_id": w.bot.ID}
	}
	return o
}

func (w *world) roleWires(g *guild) []any {
	out := []any{}
	for i := range g.roles {
		out = append(out, w.roleWire(g, i))
	}
	return out
}

// channelWire is a channel or a thread on the wire.
func (w *world) channelWire(c *Channel) object {
	last := any(nil)
	if list := w.messages[c.ID]; len(list) > 0 {
		last = list[len(list)-1].ID
	}
	o := object{"id": c.ID, "type": c.Type, "last_message_id": last, "flags": 0}
	if c.Type == DMChannel {
		o["recipients"] = []any{w.users[c.Recipient].wire(false)}
		return o
	}
	o["name"], o["guild_id"], o["rate_limit_per_user"], o["nsfw"] = c.Name, c.GuildID, 0, false
	o["parent_id"] = nil
	if c.ParentID != "" {
		o["parent_id"] = c.ParentID
	}
	if isThread(c.Type) {
		made := stamp(w.made(c.ID))
		o["owner_id"], o["message_count"], o["member_count"], o["total_message_sent"] = c.OwnerID, len(w.messages[c.ID]), 1, len(w.messages[c.ID])
		o["thread_metadata"] = object{
			"archived": c.Archived, "auto_archive_duration": 1440, "archive_timestamp": made, "create_timestamp": made, "locked": c.Locked,
		}
		return o
	}
	o["topic"], o["position"] = nil, 0
	if c.Topic != "" {
		o["topic"] = c.Topic
	}
	over := []any{}
	for _, ov := range c.Overwrites {
		kind, who := 0, ov.Role
		if who == "" {
			kind, who = 1, ov.Member
		}
		over = append(over, object{"id": who, "type": kind, "allow": ov.Allow.String(), "deny": ov.Deny.String()})
	}
	o["permission_overwrites"] = over
	return o
}

// made is the time in an ID.
func (w *world) made(id string) time.Time {
	n, _ := snowflakeNumber(id)
	return time.UnixMilli(int64(n>>22) + epoch)
}

// guildWire is a guild as GET /guilds/{id} has it.
func (w *world) guildWire(g *guild) object {
	return object{
		"id": g.ID, "name": g.Name, "icon": nil, "description": nil, "home_header": nil, "splash": nil, "discovery_splash": nil,
		"features": []any{}, "banner": nil, "owner_id": g.Owner, "application_id": nil, "region": "us-east", "afk_channel_id": nil,
		"afk_timeout": 300, "system_channel_id": nil, "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": nil,
		"verification_level": 1, "roles": w.roleWires(g), "default_message_notifications": 0, "mfa_level": 0,
		"explicit_content_filter": 0, "max_presences": nil, "max_members": 500000, "max_stage_video_channel_users": 50,
		"max_video_channel_users": 25, "vanity_url_code": nil, "premium_tier": 0, "premium_subscription_count": 0,
		"preferred_locale": g.Locale, "rules_channel_id": nil, "safety_alerts_channel_id": nil, "public_updates_channel_id": nil,
		"premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": []any{}, "stickers": []any{},
		"incidents_data": nil, "inventory_settings": nil, "embed_enabled": false, "embed_channel_id": nil,
	}
}

// guildCreate is a guild as the event GUILD_CREATE has it: only the bot's own member, unless all are asked for.
func (w *world) guildCreate(g *guild, allMembers bool) object {
	o := w.guildWire(g)
	members := []any{}
	for _, id := range sortedKeys(g.members) {
		if allMembers || id == w.bot.ID {
			members = append(members, g.members[id].wire(true))
		}
	}
	channels, threads := []any{}, []any{}
	for _, c := range w.guildChannels(g.ID, false) {
		channels = append(channels, w.channelWire(c))
	}
	for _, c := range w.guildChannels(g.ID, true) {
		if !c.Archived && w.permissions(w.bot.ID, c).Has(ViewChannel) {
			threads = append(threads, w.channelWire(c))
		}
	}
	o["joined_at"], o["large"], o["unavailable"], o["member_count"] = stamp(g.made), false, false, len(g.members)
	o["members"], o["channels"], o["threads"], o["voice_states"], o["presences"] = members, channels, threads, []any{}, []any{}
	o["stage_instances"], o["guild_scheduled_events"], o["soundboard_sounds"] = []any{}, []any{}, []any{}
	return o
}

// messageWire is a message on the wire. What people wrote is left out where the bot may not read it.
func (w *world) messageWire(m *Message, content bool) object {
	content = content || w.exempt(m)
	o := object{
		"id": m.ID, "channel_id": m.ChannelID, "type": m.Type, "author": w.authorWire(m), "content": m.Content,
		"embeds": orEmpty(m.Embeds), "components": orEmpty(m.Components), "attachments": orEmpty(m.Attachments),
		"flags": m.Flags, "timestamp": stamp(m.Created), "edited_timestamp": nil, "tts": false, "pinned": false,
		"mention_everyone": m.MentionEveryone, "mention_roles": ids(m.MentionRoles), "mentions": w.mentionWires(m),
	}
	if !content {
		o["content"], o["embeds"], o["components"], o["attachments"] = "", []any{}, []any{}, []any{}
	}
	if !m.Edited.IsZero() {
		o["edited_timestamp"] = stamp(m.Edited)
	}
	if m.Nonce != nil {
		o["nonce"] = m.Nonce
	}
	if m.ReplyTo != "" {
		in := m.ChannelID
		if m.ReplyIn != "" {
			in = m.ReplyIn
		}
		ref := object{"type": 0, "channel_id": in, "message_id": m.ReplyTo}
		if m.GuildID != "" {
			ref["guild_id"] = m.GuildID
		}
		o["message_reference"] = ref
		if m.Type == typeReply || m.Type == typeThreadStarter {
			o["referenced_message"] = nil
			if to := w.message(in, m.ReplyTo); to != nil {
				short := *to
				short.ReplyTo, short.ThreadID = "", ""
				o["referenced_message"] = w.messageWire(&short, content)
			}
		}
	}
	if m.Interaction != "" {
		o["application_id"], o["webhook_id"] = w.bot.ID, w.bot.ID
		user := w.users[m.InteractionUser].wire(false)
		o["interaction_metadata"] = object{
			"id": m.Interaction, "type": m.InteractionType, "user": user,
			"authorizing_integration_owners": owners(m.GuildID),
		}
		if m.InteractionType == kindCommand {
			o["interaction_metadata"].(object)["name"] = m.InteractionName
			o["interaction"] = object{"id": m.Interaction, "type": m.InteractionType, "name": m.InteractionName, "user": user}
		}
	}
	if m.ThreadID != "" {
		if c := w.channels[m.ThreadID]; c != nil {
			o["thread"] = w.channelWire(c)
		}
	}
	if len(m.Reactions) > 0 {
		list := []any{}
		for _, r := range m.Reactions {
			n := len(r.Users)
			list = append(list, object{
				"emoji": emojiWire(r.Emoji), "count": n, "count_details": object{"burst": 0, "normal": n},
				"burst_colors": []any{}, "me": contains(r.Users, w.bot.ID), "me_burst": false, "burst_me": false, "burst_count": 0,
			})
		}
		o["reactions"] = list
	}
	return o
}

// exempt reports whether the bot reads a message without the intent: its own, in a direct message, or one that
// mentions it.
func (w *world) exempt(m *Message) bool {
	return m.GuildID == "" || m.Author.ID == w.bot.ID || contains(m.Mentions, w.bot.ID)
}

func (w *world) authorWire(m *Message) object {
	if u := w.users[m.Author.ID]; u != nil {
		return u.wire(false)
	}
	return m.Author.wire(false)
}

// mentionWires are the users whom a message notifies, each with its member in a guild.
func (w *world) mentionWires(m *Message) []any {
	out := []any{}
	for _, id := range m.Mentions {
		u := w.users[id]
		if u == nil {
			continue
		}
		o := u.wire(false)
		if g := w.guilds[m.GuildID]; g != nil && g.members[id] != nil {
			o["member"] = g.members[id].wire(false)
		}
		out = append(out, o)
	}
	return out
}

// messageEvent is a message as the gateway has it: with the guild and the author's member.
func (w *world) messageEvent(m *Message, content bool) object {
	o := w.messageWire(m, content)
	o["channel_type"] = w.channels[m.ChannelID].Type
	if g := w.guilds[m.GuildID]; g != nil {
		o["guild_id"] = g.ID
		if mem := g.members[m.Author.ID]; mem != nil {
			o["member"] = mem.wire(false)
		}
	}
	return o
}

func orEmpty(list []any) []any {
	if list == nil {
		return []any{}
	}
	return list
}

func owners(guildID string) object {
	if guildID == "" {
		guildID = "0"
	}
	return object{"0": guildID}
}
