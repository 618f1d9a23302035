package fakediscord

// Intents is the bit set of events that a session asks for.
type Intents int

// The intents that are modelled; the last three of them are privileged, with message content.
const (
	IntentGuilds          Intents = 1 << 0
	IntentGuildMembers    Intents = 1 << 1
	IntentPresences       Intents = 1 << 8
	IntentGuildMessages   Intents = 1 << 9
	IntentGuildReactions  Intents = 1 << 10
	IntentGuildTyping     Intents = 1 << 11
	IntentDirectMessages  Intents = 1 << 12
	IntentDirectReactions Intents = 1 << 13
	IntentDirectTyping    Intents = 1 << 14
	IntentMessageContent  Intents = 1 << 15
	privilegedIntents             = IntentGuildMembers | IntentPresences | IntentMessageContent
	knownIntents                  = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)
