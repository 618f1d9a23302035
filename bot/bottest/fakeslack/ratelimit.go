package fakeslack

import (
	"net/http"
	"time"
)

// tiers are how many calls of a method a workspace takes a minute, by the tiers of
// docs.slack.dev/apis/web-api/rate-limits: 20, 50 and 100. Those that stand with
// 60 are chat.postMessage's one a second, counted for each channel.
var tiers = map[string]int{
	"apps.connections.open": 50, "bots.info": 50, "chat.delete": 50, "chat.postEphemeral": 100, "chat.postMessage": 60, "chat.update": 50,
	"conversations.history": 50, "conversations.info": 50, "conversations.join": 50, "conversations.list": 20,
	"conversations.members": 100, "conversations.open": 50, "conversations.replies": 50,
	"reactions.add": 50, "reactions.get": 50, "reactions.remove": 20, "team.info": 50,
	"users.conversations": 50, "users.info": 100, "users.list": 20,
	"views.open": 100, "views.publish": 100, "views.push": 100, "views.update": 100,
	"assistant.threads.setStatus": 600, "assistant.threads.setSuggestedPrompts": 100, "assistant.threads.setTitle": 100,
}

// overTier is the 429 for a call above its method's tier, nil while it is below.
// It keeps the times of a minute's calls, by the clock of Options. The lock is
// held.
func (s *Server) overTier(name, token string, args map[string]any) *CallFault {
	most, ok := tiers[name]
	if !ok || !s.opts.Tiers {
		return nil
	}
	key := name + " " + token
	if name == "chat.postMessage" {
		channel, _ := args["channel"].(string)
		key += " " + channel
	}
	now := s.now()
	recent := s.recent[key]
	for len(recent) > 0 && now.Sub(recent[0]) >= time.Minute {
		recent = recent[1:]
	}
	if len(recent) >= most {
		s.recent[key] = recent
		wait := time.Minute - now.Sub(recent[0])
		return &CallFault{Status: http.StatusTooManyRequests, RetryAfter: int((wait + time.Second - 1) / time.Second)}
	}
	s.recent[key] = append(recent, now)
	return nil
}
