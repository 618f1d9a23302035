// Package fakeslack is a Slack in miniature, over real loopback sockets: the Web
// API, Socket Mode, signed HTTP events, response URLs, modals; and the people who
// write, press and submit. It is written from Slack's published documentation
// (docs.slack.dev) and shares no code with any client, so that it can witness
// what a bot really sends.
//
// A test starts a server, points a bot at URL (the base of the Web API; it ends
// in /api/) with the tokens of its Options (DefaultBotToken, DefaultAppToken,
// DefaultSigningSecret), lets people act, and looks at what came of it:
//
//	s, err := fakeslack.New(fakeslack.Options{LimitsPath: "…/slack-limits.json"})
//	defer s.Close()
//	// connect the bot by Socket Mode, or s.UseHTTP(fakeslack.Endpoints{Events: url})
//	said, err := s.Mention("C0GENERAL", "", "U0ASKER00", "when was it?")
//	err = s.WaitFor(ctx, func() bool { return len(s.Thread("C0GENERAL", said.TS)) > 1 })
//	answer := s.Thread("C0GENERAL", said.TS)[1]
//	d, err := s.Press(answer, "U0ASKER00", "evidence", "")
//	_, err = d.Wait(ctx)
//	if v := s.Violations(); len(v) > 0 { … }
//
// People: Say, Mention, Edit, Delete, React, Invite, Remove, Archive, OpenDM,
// SlashCommand, Press, Choose (selects, overflows, …), Suggest (external selects),
// SubmitView, CloseView, StartAssistant, LookAt, OpenHome. Each returns the
// Delivery, or a Said with the deliveries, that tells the app; Delivery.Wait
// returns what the app acknowledged with.
//
// What was done: Messages, Thread, Message, Ephemerals, Views, Modal, Reactions,
// Statuses, Standing, SuggestedPrompts, Title, Calls, Called, Acks, Unsettled,
// Connections, Connected, Violations; and of a Message its Mentions, Links, Shown
// and ActionIDs. WaitFor waits for any of it; its condition is asked after every
// change, so that in a long run Called and Unsettled serve better than Calls.
//
// What goes wrong: SetFaults by chance; FailCalls and FailEvents by script;
// Options.Tiers for the documented rates; SetScopes and Subscribe for an app that
// was installed wrongly;
// CutConnections, Refresh, Disconnect, Silence; SendEvent and SendFrame for what
// no library can read; SignedPost for wrong signatures, stale timestamps, bodies
// too large, replays (Delivery.Request is the request to send again).
//
// Text of people is as Slack sends it: <@U0BOT0000> mentions, and & < > are
// escaped (Escape). A posted text is kept as Slack keeps it: bare & < > escaped,
// bare URLs in angle brackets.
//
// Where the documentation leaves room: an event that isn't acknowledged is sent
// again in a new envelope with the same event_id; one whose connection ended is
// sent again on the next connection, beyond the three retries; events wait for a
// connection without end, commands and interactions for Times.Ack; a thread_ts
// that names no message is taken, and a reply's own is taken for its root's, both
// noted as violations.
//
// Not modelled: rate limits of bursts (only a minute's, by Options.Tiers), Enterprise Grid
// organisations, user tokens, files, streams, scheduled messages, pins, shortcuts,
// workflows, unfurling itself, the notices that Slack shows to people.
package fakeslack
