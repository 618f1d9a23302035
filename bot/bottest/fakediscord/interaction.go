package fakediscord

// interaction is an interaction as the server knows it.
type interaction struct{}

// Typing is one signal that the bot is typing.
type Typing struct{}
