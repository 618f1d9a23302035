// Package slack brings the bot into Slack: it receives what people write, by
// Socket Mode or by signed HTTP requests, and shows them answers in Block Kit.
package slack
