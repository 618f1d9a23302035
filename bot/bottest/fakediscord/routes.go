package fakediscord

import "strings"

// routes are all that the REST API serves.
var routes []*route

func init() {
	routes = []*route{
		{method: "GET", template: "/gateway", handle: getGateway, open: true},
		{method: "GET", template: "/gateway/bot", handle: getGatewayBot},
		{method: "GET", template: "/users/@me", handle: getMe},
	}
	for _, rt := range routes {
		rt.parts = strings.Split(strings.Trim(rt.template, "/"), "/")
	}
}

func getGateway(s *Server, _ *request) (int, any, error) {
	return 200, object{"url": s.GatewayURL()}, nil
}

func getGatewayBot(s *Server, _ *request) (int, any, error) {
	return 200, object{
		"url": s.GatewayURL(), "shards": 1,
		"session_start_limit": object{
			"total": 1000, "remaining": max(0, 1000-s.identifies), "reset_after": 86400000, "max_concurrency": 1,
		},
	}, nil
}

func getMe(s *Server, _ *request) (int, any, error) {
	return 200, s.world.bot.wire(true), nil
}
