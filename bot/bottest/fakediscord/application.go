package fakediscord

import (
	"encoding/hex"
	"strconv"
)

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

// appFlags are the application's flags: which privileged intents are switched on, in the form for bots in fewer than
// 100 guilds.
func (s *Server) appFlags() int {
	flags := 0
	for _, x := range []struct {
		intent Intents
		flag   int
	}{{IntentPresences, 1 << 13}, {IntentGuildMembers, 1 << 15}, {IntentMessageContent, 1 << 19}} {
		if s.opts.Privileged&x.intent != 0 {
			flags |= x.flag
		}
	}
	return flags
}

func getApplication(s *Server, _ *request) (int, any, error) {
	w := s.world
	owner := (&User{ID: "1", Name: "owner"}).wire(false)
	for _, id := range sortedKeys(w.guilds) {
		if u := w.users[w.guilds[id].Owner]; u != nil {
			owner = u.wire(false)
			break
		}
	}
	endpoint := any(nil)
	if s.endpoint != "" {
		endpoint = s.endpoint
	}
	return 200, object{
		"id": w.bot.ID, "name": w.bot.Name, "icon": nil, "description": "", "summary": "", "type": nil, "bot": w.bot.wire(false),
		"bot_public": true, "bot_require_code_grant": false, "is_monetized": false, "hook": true, "is_verified": false,
		"verify_key": hex.EncodeToString(s.PublicKey()), "flags": s.appFlags(), "owner": owner, "team": nil, "tags": []any{},
		"interactions_endpoint_url": endpoint, "role_connections_verification_url": nil, "redirect_uris": []any{}, "rpc_origins": []any{},
		"approximate_guild_count": len(w.guilds), "approximate_user_install_count": 0, "event_webhooks_url": nil,
		"event_webhooks_status": 1, "install_params": object{"scopes": []any{"applications.commands", "bot"}, "permissions": s.opts.BotPermissions.String()},
		"integration_types_config": object{"0": object{}}, "flags_new": strconv.Itoa(s.appFlags()),
		"approximate_user_authorization_count": 0, "explicit_content_filter": 0, "eligible_oauth2_scopes": []any{},
	}, nil
}

// patchApplication sets interactions_endpoint_url, once a ping and a forged request were answered as they must be.
func patchApplication(s *Server, q *request) (int, any, error) {
	if v, ok := q.object()["interactions_endpoint_url"]; ok {
		url := text(v)
		var err error
		q.unlocked(func() { err = s.SetEndpoint(q.Context(), url) })
		if err != nil {
			return 0, nil, invalidForm(fieldError{"interactions_endpoint_url", "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
				"The specified interactions endpoint url could not be verified."})
		}
	}
	return getApplication(s, q)
}

func getMe(s *Server, _ *request) (int, any, error) {
	return 200, s.world.bot.wire(true), nil
}

func getMyGuilds(s *Server, _ *request) (int, any, error) {
	w, out := s.world, []any{}
	for _, id := range sortedKeys(w.guilds) {
		g := w.guilds[id]
		p, _ := g.permissions(w.bot.ID)
		out = append(out, object{
			"id": g.ID, "name": g.Name, "icon": nil, "banner": nil, "owner": false, "permissions": p.String(), "features": []any{},
		})
	}
	return 200, out, nil
}

func getUser(s *Server, q *request) (int, any, error) {
	if u := s.world.users[q.params["user_id"]]; u != nil {
		return 200, u.wire(false), nil
	}
	return 0, nil, errUnknownUser
}

func postDM(s *Server, q *request) (int, any, error) {
	u := s.world.users[id(q.object()["recipient_id"])]
	if u == nil {
		return 0, nil, invalidForm(fieldError{"recipient_id", "UNKNOWN_USER", "Unknown user"})
	}
	if u.Bot {
		return 0, nil, errCannotDM
	}
	return 200, s.world.channelWire(s.world.dm(u.ID, q.now)), nil
}
