// Package fakediscord is a working miniature of Discord for tests: the gateway, the REST API and interactions posted
// over HTTP, on real sockets of the loopback. It is written from Discord's published documentation and imports no client
// library, so that it is an independent witness: clients of any make can be pointed at it.
//
// # Starting
//
//	s := fakediscord.New(fakediscord.Options{Privileged: fakediscord.IntentMessageContent, OpenAPI: path})
//	defer s.Close()
//
// The zero Options have a guild "guild" with the channels "general" and "random", the people "owner", "editor" (with the
// role "editors", who may manage messages) and "reader". Options.Guilds and Users describe any other world: roles,
// members, channels with overwrites. Whatever takes a channel or a person takes a name or an ID; UserID, ChannelID,
// GuildID, RoleID and DM turn names into IDs.
//
// A bot connects with Token, ApplicationID and PublicKey. Clients that fix the host discord.com get the http.RoundTripper
// of Transport; the gateway's address they learn from GET /gateway:
//
//	d, _ := discordgo.New("Bot " + s.Token())
//	d.Client = &http.Client{Transport: s.Transport(nil)}
//
// Others are given URL()+"/api" as the base, and GatewayURL.
//
// # What people do
//
//   - Say, Mention, DirectMessage (with ReplyTo, WithoutPing, WithEmbeds), Rewrite, Erase, React,
//     StartThread, ArchiveThread, AddChannel, SetOverwrites, SetRoles;
//   - Command, Autocomplete, CommandOn, Press, Select, SubmitModal, Dismiss: each returns an Interaction, on which Await
//     waits for the first response and Answer for the message that is no mere promise; Response tells how it stands.
//
// What Discord's own client would not let a person do is an error: a command that is not registered or not theirs, an
// option missing or out of bounds, a button that is not there, disabled or under a message that they can't see.
//
// Interactions go through the gateway unless SetEndpoint has given the URL of an application, which is tried with a PING
// and a forged request first; its answer within Options.AckWithin is the response, or 202 and a callback by REST.
// Send, SendForged, SendStale, SendTwice, SendLarge and Sign make posts of a test's own shaping.
//
// # What can be seen
//
// Messages (as all see them), Message, Replies, BotMessages, Ephemeral, Modals, Commands, Typings, Interactions,
// Unanswered, Calls (every REST request with its answer's status), Posts, Sessions, Identifies, Resumes, Connected.
// WaitFor, WaitMessage and WaitConnected wait, bounded by a context. Violations lists what clients did wrong: a test
// ends by finding it empty.
//
// A Message has ActiveMentions (whom it would notify), RenderedMentions (what shows as a mention), Links and
// PreviewedLinks, so that a test can hold text from elsewhere to be inert.
//
// # What goes wrong
//
// SetFaults sets misbehaviour by chance, drawn from Options.Seed; Fail scripts it for REST requests (429 of every scope,
// Cloudflare's page, 500, 502, 503, an answer lost after the deed, a connection cut before it, a slow answer, any error),
// FailEvent for events (twice, late, out of order, dropped). A dropped event takes the connection with it, and comes with
// all behind it when the session is resumed: what a client that resumes never sees is not modelled, since Discord
// promises it. Reconnect (op 7), InvalidateSessions (op 9), CloseGateway, CutGateway, RequestHeartbeat, SilenceAcks and
// RefuseGateway act on the gateway.
//
// # Time
//
// Three seconds for the first response (10062 thereafter), fifteen minutes for a token (50027), the heartbeat, the life of
// a lost session: each is an Option, and Options.Speed divides those left at their defaults, windows of rate included
// unless Limits.Scale says otherwise. Options.Clock replaces the clock by which deadlines are held; waiting is in real
// time. Rates are what clients observe: Discord publishes none, and tells clients to read the headers.
//
// # Checks
//
// With Options.OpenAPI the body of each request is held against the branch of Discord's OpenAPI file that is meant; a
// body that fails is refused with 50035, and is a violation. By hand, with or without the file, go the rules that span
// fields: 2,000 characters of content; 10 embeds of 6,000 in all with 25 fields each; 5 rows of 5, distinct custom_ids of
// at most 100, labels of 80, 25 options of a menu; dialogs' titles of 45 and inputs of 4,000; 25 choices of 100; names,
// descriptions and sizes of commands (8,000 in all); Components V2 with no content or embeds beside them, 40 of them with
// 4,000 characters. Two rules are not Discord's but this project's, and cost a violation only: text needs
// allowed_mentions, and its parse must be an empty list.
//
// A character is counted as UTF-16 counts it, the larger of the two ways in which Discord is seen to count: what passes
// here passes by code points too.
//
// # Versions 9 and 10
//
// Both are served, at /api/v9 and /api/v10, and at the gateway with v=9 and v=10; others are refused (50041, 4012). What
// differs where it matters to a bot that sends messages and answers interactions:
//
//   - Version 9 takes a single "embed" in the body of a message; 10 ignores it, and a message of nothing else is empty.
//   - Version 9 has GET /channels/{id}/threads/active, which 10 moved to the guild; only the guild's is served here.
//   - Version 9 takes the reason for the audit log as a parameter, 10 only as the header X-Audit-Log-Reason; no audit
//     log is kept here.
//   - Version 10 made message content a privileged intent; since 2022 it is so in version 9 too, and here in both, for
//     REST as for the gateway. Exempt are the bot's own messages, direct ones, and those that mention it.
//   - READY tells the version that was asked for. All else is the same in both: snowflakes as strings, permissions as
//     strings, errors in the form {"message", "code", "errors"}, bodies as in the OpenAPI file, which is of version 10.
//
// # Not modelled
//
// Voice, presences, signals of people typing, stages, forums, polls, stickers, webhooks other than an interaction's, user-installed applications,
// permissions of commands set by a guild, audit logs, slow mode, the making of previews, files' contents (their names
// and sizes are kept), encoding=etf, a separate host for resuming, and the limit of 1,000 identifies a day.
package fakediscord
