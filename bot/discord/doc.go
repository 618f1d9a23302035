// Package discord brings the bot into Discord: it receives what people write,
// by the gateway or by signed HTTP interactions, and shows them answers.
package discord
