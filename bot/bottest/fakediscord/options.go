package fakediscord

import (
	"crypto/ed25519"
	"time"
)

// Options describe the world that a Server starts with. The zero value is usable: one guild "guild" with the channels
// "general" and "random", a role "editors" and the people "owner" (owns the guild), "editor" and "reader".
type Options struct {
	// Seed makes faults, tokens and keys repeatable.
	Seed uint64
	// Token is the bot's token, without the word Bot; made up where empty.
	Token string
	// ApplicationID is also the ID of the bot's user; assigned where empty.
	ApplicationID string
	// BotName is the bot's user name; "bot" where empty.
	BotName string
	// BotPermissions are those of the bot's own role in each guild; DefaultBotPermissions where zero.
	BotPermissions Permissions
	// Key signs posted interactions; made from Seed where nil. Server.PublicKey returns its other half.
	Key ed25519.PrivateKey
	// Privileged are the privileged intents that are switched on for the application.
	Privileged Intents

	// Users are people; those without an ID are given one. Guilds name them by Name or ID.
	Users []User
	// Guilds are the guilds that the bot is in.
	Guilds []Guild

	// OpenAPI is the path of Discord's OpenAPI file; bodies go unchecked by schema where empty.
	OpenAPI string
	// Clock tells the time; time.Now where nil.
	Clock func() time.Time
	// Speed is how much faster than real the time windows below pass; 1 where zero. A window that is set is taken as is.
	Speed float64
	// AckWithin is how long an interaction waits for its first response: 3 s.
	AckWithin time.Duration
	// TokenLife is how long an interaction's token is good for: 15 min.
	TokenLife time.Duration
	// HeartbeatInterval is what hello asks for: 41.25 s.
	HeartbeatInterval time.Duration
	// SessionLife is how long a lost session can be resumed: 2 min.
	SessionLife time.Duration
	// NonceLife is how long an enforced nonce is remembered: 3 min.
	NonceLife time.Duration
	// IdentifyEvery is the least time between two identifies; past it the session is invalid. Not enforced where zero
	// (Discord: 5 s).
	IdentifyEvery time.Duration
	// Limits are those of the rate.
	Limits Limits
	// Faults are those in force from the start.
	Faults Faults
	// KeepCalls is how many of the latest REST calls, posts and signals of typing are kept, and of interactions whose
	// token ran out; 10,000 where zero.
	KeepCalls int
}

// Limits govern rate limits. The zero value has those that Discord is known to have.
type Limits struct {
	// Off switches all limits off; the headers are still sent.
	Off bool
	// Global is how many requests a second the bot may make in all; 50 where zero.
	Global int
	// Scale divides the length of every window; Options.Speed where zero.
	Scale float64
	// PerRoute overrides single buckets, by "METHOD /template", as in "POST /channels/{channel_id}/messages".
	PerRoute map[string]Rate
	// Invalid is how many answers of 401, 403 or 429 within ten minutes end in a ban by Cloudflare; 10,000 where zero.
	Invalid int
}

// Rate is N requests in a window.
type Rate struct {
	N   int
	Per time.Duration
}

// User is a person or a bot.
type User struct {
	ID, Name, GlobalName, Locale string
	Bot                          bool
	// ClosedDMs refuses the bot's direct messages with 50007.
	ClosedDMs bool
}

// Guild is a server of Discord.
type Guild struct {
	ID, Name, Locale string
	// Owner is the name or ID of a user; the first member where empty.
	Owner string
	// Everyone are the permissions of @everyone; DefaultPermissions where zero.
	Everyone Permissions
	Roles    []Role
	Members  []Member
	Channels []Channel
}

// Role is a role of a guild.
type Role struct {
	ID, Name    string
	Permissions Permissions
	Mentionable bool
}

// Member is a user in a guild. User and Roles are names or IDs.
type Member struct {
	User, Nick string
	Roles      []string
}

// The kinds of channel that are modelled.
const (
	TextChannel   = 0
	DMChannel     = 1
	Announcement  = 5
	PublicThread  = 11
	PrivateThread = 12
)

// Channel is a channel or a thread.
type Channel struct {
	ID, Name, Topic string
	Type            int
	GuildID         string
	// ParentID is the channel of a thread.
	ParentID string
	// OwnerID is who began a thread.
	OwnerID    string
	Overwrites []Overwrite
	// Recipient is the person of a direct message.
	Recipient string
	Archived  bool
	Locked    bool
}

// Overwrite changes permissions within a channel, for a role or a member.
type Overwrite struct {
	// Role or Member is a name or ID; the role "@everyone" is everyone.
	Role, Member string
	Allow, Deny  Permissions
}

// window returns d, or the default divided by the speed.
func (o Options) window(d, def time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return time.Duration(float64(def) / o.Speed)
}

// withDefaults fills in what was left out.
func (o Options) withDefaults() Options {
	if o.Speed <= 0 {
		o.Speed = 1
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.BotName == "" {
		o.BotName = "bot"
	}
	if o.BotPermissions == 0 {
		o.BotPermissions = DefaultBotPermissions
	}
	o.AckWithin = o.window(o.AckWithin, 3*time.Second)
	o.TokenLife = o.window(o.TokenLife, 15*time.Minute)
	o.HeartbeatInterval = o.window(o.HeartbeatInterval, 41250*time.Millisecond)
	o.SessionLife = o.window(o.SessionLife, 2*time.Minute)
	o.NonceLife = o.window(o.NonceLife, 3*time.Minute)
	if o.Limits.Scale <= 0 {
		o.Limits.Scale = o.Speed
	}
	if o.Limits.Global == 0 {
		o.Limits.Global = 50
	}
	if o.Limits.Invalid == 0 {
		o.Limits.Invalid = 10000
	}
	if o.KeepCalls == 0 {
		o.KeepCalls = 10000
	}
	if len(o.Guilds) == 0 {
		o.Users = append(append([]User(nil), o.Users...), User{Name: "owner"}, User{Name: "editor"}, User{Name: "reader"})
		o.Guilds = []Guild{{
			Name:     "guild",
			Owner:    "owner",
			Roles:    []Role{{Name: "editors", Permissions: ManageMessages, Mentionable: true}},
			Members:  []Member{{User: "owner"}, {User: "editor", Roles: []string{"editors"}}, {User: "reader"}},
			Channels: []Channel{{Name: "general"}, {Name: "random"}},
		}}
	}
	return o
}
