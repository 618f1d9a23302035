// Package discord brings the bot into Discord: it receives what people write,
// by the gateway or by signed HTTP interactions, and shows them answers.
//
// The library speaks version 9 of the API, the published specification is of
// version 10. Of what changed between them nothing is used in its old form:
// message content comes by its own intent, which is asked for or not but never
// left to a default; messages have embeds and not an embed; no reason for the
// audit log is sent; active threads are not listed.
//
// Where the gateway says that a session is invalid and may be resumed (op 9
// with true), the library identifies anew all the same: what happened between
// is not told then, as after any session that is lost.
package discord
