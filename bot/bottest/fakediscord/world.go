package fakediscord

import (
	"fmt"
	"sort"
	"time"
)

// object is a JSON object on the wire.
type object = map[string]any

// world is all that persists: users, guilds, channels, messages, commands. Server.mu guards it.
type world struct {
	ids      snowflakes
	bot      *User
	users    map[string]*User
	guilds   map[string]*guild
	channels map[string]*Channel
	// messages are in the order of their IDs, by channel.
	messages map[string][]*Message
	commands map[string][]object // by guild ID, or "" for global ones
}

// guild is a guild with its maps.
type guild struct {
	Guild
	roles   []*Role
	members map[string]*member
	made    time.Time
}

// member is somebody in a guild; Roles are IDs.
type member struct {
	User   *User
	Nick   string
	Roles  []string
	joined time.Time
}

func isThread(kind int) bool { return kind >= 10 && kind <= 12 }

// newWorld builds what the options describe.
func newWorld(o Options) (*world, error) {
	w := &world{
		users: map[string]*User{}, guilds: map[string]*guild{}, channels: map[string]*Channel{},
		messages: map[string][]*Message{}, commands: map[string][]object{},
	}
	// What is there at the start is older than what is made later.
	made := o.Clock().Add(-30 * 24 * time.Hour)
	id := func(given string) string {
		if given != "" {
			return given
		}
		return w.ids.next(made)
	}
	bot := User{ID: id(o.ApplicationID), Name: o.BotName, Bot: true}
	w.bot = &bot
	w.users[bot.ID] = &bot
	for _, u := range o.Users {
		u.ID = id(u.ID)
		if u.Locale == "" {
			u.Locale = "en-US"
		}
		w.users[u.ID] = &u
	}
	for _, spec := range o.Guilds {
		if err := w.addGuild(spec, o, made, id); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *world) addGuild(spec Guild, o Options, made time.Time, id func(string) string) error {
	g := &guild{Guild: spec, members: map[string]*member{}, made: made}
	g.ID = id(spec.ID)
	if g.Everyone == 0 {
		g.Everyone = DefaultPermissions
	}
	if g.Locale == "" {
		g.Locale = "en-US"
	}
	g.roles = append(g.roles, &Role{ID: g.ID, Name: "@everyone", Permissions: g.Everyone})
	for _, r := range spec.Roles {
		r.ID = id(r.ID)
		g.roles = append(g.roles, &r)
	}
	botRole := &Role{ID: id(""), Name: o.BotName, Permissions: o.BotPermissions}
	g.roles = append(g.roles, botRole)
	role := func(name string) (string, error) {
		for _, r := range g.roles {
			if r.ID == name || r.Name == name {
				return r.ID, nil
			}
		}
		return "", fmt.Errorf("guild %s: no role %q", spec.Name, name)
	}
	g.members[w.bot.ID] = &member{User: w.bot, Roles: []string{botRole.ID}, joined: made}
	for _, m := range spec.Members {
		u := w.user(m.User)
		if u == nil {
			return fmt.Errorf("guild %s: no user %q", spec.Name, m.User)
		}
		mem := &member{User: u, Nick: m.Nick, joined: made}
		for _, r := range m.Roles {
			rid, err := role(r)
			if err != nil {
				return err
			}
			mem.Roles = append(mem.Roles, rid)
		}
		g.members[u.ID] = mem
		if g.Owner == "" {
			g.Owner = u.ID
		}
	}
	if u := w.user(g.Owner); u != nil {
		g.Owner = u.ID
	}
	for _, c := range spec.Channels {
		c.ID, c.GuildID = id(c.ID), g.ID
		over := make([]Overwrite, 0, len(c.Overwrites))
		for _, ov := range c.Overwrites {
			if ov.Role != "" {
				rid, err := role(ov.Role)
				if err != nil {
					return err
				}
				ov.Role = rid
			} else if u := w.user(ov.Member); u != nil {
				ov.Member = u.ID
			} else {
				return fmt.Errorf("channel %s: no user %q", c.Name, ov.Member)
			}
			over = append(over, ov)
		}
		c.Overwrites = over
		w.channels[c.ID] = &c
	}
	w.guilds[g.ID] = g
	return nil
}

// user finds somebody by ID or name.
func (w *world) user(name string) *User {
	if u := w.users[name]; u != nil {
		return u
	}
	for _, id := range sortedKeys(w.users) {
		if w.users[id].Name == name {
			return w.users[id]
		}
	}
	return nil
}

// channel finds a channel by ID or name, the oldest first.
func (w *world) channel(name string) *Channel {
	if c := w.channels[name]; c != nil {
		return c
	}
	for _, id := range sortedKeys(w.channels) {
		if w.channels[id].Name == name {
			return w.channels[id]
		}
	}
	return nil
}

// guildChannels returns a guild's channels, or its threads, by ID.
func (w *world) guildChannels(guildID string, threads bool) []*Channel {
	var out []*Channel
	for _, id := range sortedKeys(w.channels) {
		if c := w.channels[id]; c.GuildID == guildID && isThread(c.Type) == threads {
			out = append(out, c)
		}
	}
	return out
}

// dm returns the channel of direct messages with a person, made where there is none.
func (w *world) dm(userID string, now time.Time) *Channel {
	for _, id := range sortedKeys(w.channels) {
		if c := w.channels[id]; c.Type == DMChannel && c.Recipient == userID {
			return c
		}
	}
	c := &Channel{ID: w.ids.next(now), Type: DMChannel, Recipient: userID}
	w.channels[c.ID] = c
	return c
}

// message finds a message in a channel.
func (w *world) message(channelID, id string) *Message {
	list := w.messages[channelID]
	i := sort.Search(len(list), func(i int) bool { return !before(list[i].ID, id) })
	if i < len(list) && list[i].ID == id && !list[i].Deleted {
		return list[i]
	}
	return nil
}

// find finds a message anywhere.
func (w *world) find(id string) *Message {
	for channel := range w.messages {
		if m := w.message(channel, id); m != nil {
			return m
		}
	}
	return nil
}

// sortedKeys returns a map's IDs, oldest first.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return before(keys[i], keys[j]) || !before(keys[j], keys[i]) && keys[i] < keys[j] })
	return keys
}
