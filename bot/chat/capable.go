package chat

// Capabilities says what an adapter can do by the way in that it is run with.
// Help tells a person what is lacking.
type Capabilities struct {
	Mentions  bool // sees messages that name the bot
	Replies   bool // sees replies to the bot's messages that don't name it
	Messages  bool // sees messages in threads that don't name it, so that follow-ups need no mention
	Threads   bool // may read the messages of a thread
	Direct    bool // is sent direct messages
	Commands  bool // has slash commands
	InThreads bool // whose commands work within threads
	Form      bool // asks for a question's options in a form
	Complete  bool // completes the values of options
	Private   bool // can show an answer to the asker alone

	// Command is what is typed: "/ask" or "/dateline".
	Command string
	// Brief, Subscribe and Subscriptions are what is typed for a briefing, for one
	// by a schedule, and to see and change these: "/brief".
	Brief, Subscribe, Subscriptions string
	// Manage is what an admin types before a setting: "/dateline set".
	Manage string
}
