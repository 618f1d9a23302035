package fakeslack

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is one request to the Web API or to a response_url, as it was answered.
type Call struct {
	Method string         // chat.postMessage, …; "response_url" for a post to one
	Args   map[string]any // without the token; JSON arguments decoded
	At     time.Time
	Took   time.Duration // real time, faults included
	Status int           // of HTTP; 0 where the answer was lost
	Error  string        // "error" of the answer
	Answer json.RawMessage
	Done   bool // the method did its work, whether or not the answer arrived
	Team   string
}

// Calls are all requests so far, oldest first, or those of the methods named.
func (s *Server) Calls(methods ...string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(methods) == 0 {
		return slices.Clone(s.calls)
	}
	var out []Call
	for _, c := range s.calls {
		if slices.Contains(methods, c.Method) {
			out = append(out, c)
		}
	}
	return out
}

// Called is how many calls of a method there were, however many are kept. It costs
// less than Calls in a condition of WaitFor.
func (s *Server) Called(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.called[method]
}

// posts reports whether faults by chance strike a method.
func posts(name string) bool {
	return name == "response_url" || strings.HasPrefix(name, "chat.") || strings.HasPrefix(name, "reactions.") ||
		strings.HasPrefix(name, "views.") || strings.HasPrefix(name, "assistant.")
}

// method is how one method of the Web API is answered.
type method struct {
	scopes []string // one of them is needed; none is none
	app    bool     // takes the app token rather than a bot token
	run    func(*call) (map[string]any, error)
}

// call is one request while it is answered. Methods run under the server's lock.
type call struct {
	s    *Server
	name string
	args map[string]any
	team *Team
	warn []string
}

// apiError is an answer with "ok": false.
type apiError struct {
	code  string
	extra map[string]any
}

func (e *apiError) Error() string { return e.code }

func fail(code string) error { return &apiError{code: code} }

// failed is an error that says, as Slack does, what is wrong where.
func failed(code string, messages []string) error {
	return &apiError{code, map[string]any{"response_metadata": map[string]any{"messages": messages}}}
}

// serveAPI answers one call of the Web API.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	name := strings.TrimPrefix(r.URL.Path, "/api/")
	args, token, parseErr := arguments(r)
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
	s.mu.Lock()
	fault := s.pickCallFault(name)
	if fault == nil {
		fault = s.overTier(name, token, args)
	}
	s.mu.Unlock()
	rec := Call{Method: name, Args: args}
	if fault != nil && fault.Delay > 0 && !s.pause(fault.Delay) {
		return
	}
	var answer map[string]any
	status := http.StatusOK
	switch {
	case fault != nil && fault.Status != 0:
		status = fault.Status
		if status == http.StatusTooManyRequests {
			w.Header().Set("Retry-After", strconv.Itoa(max(fault.RetryAfter, 1)))
			answer = map[string]any{"ok": false, "error": "ratelimited"}
		}
	case fault != nil && fault.Error != "":
		answer = map[string]any{"ok": false, "error": fault.Error}
	case parseErr != nil:
		answer = map[string]any{"ok": false, "error": parseErr.Error()}
	default:
		s.mu.Lock()
		answer, rec.Team = s.answer(w.Header(), name, args, token, missingCharset(r))
		rec.Done = answer["ok"] == true
		s.mu.Unlock()
	}
	body := []byte("")
	if answer != nil {
		rec.Error, _ = answer["error"].(string)
		body, _ = json.Marshal(answer)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
	}
	if rec.Error == "" && status != http.StatusOK {
		rec.Error = strconv.Itoa(status)
	}
	rec.Status, rec.Answer, rec.Took = status, body, time.Since(start)
	lost := fault != nil && fault.Lose
	if lost {
		rec.Status = 0
	}
	s.record(rec)
	if lost {
		panic(http.ErrAbortHandler) // the connection is closed without an answer
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func (s *Server) record(c Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.At = s.now()
	s.called[c.Method]++
	s.calls = keep(s.calls, c, s.opts.Keep)
	s.touch()
}

// answer authorises a call and runs it. The lock is held.
func (s *Server) answer(h http.Header, name string, args map[string]any, token string, charset bool) (map[string]any, string) {
	c := &call{s: s, name: name, args: args}
	refuse := func(err error) map[string]any {
		out := map[string]any{"ok": false, "error": err.Error()}
		if e, ok := err.(*apiError); ok {
			maps.Copy(out, e.extra)
		}
		return out
	}
	m, ok := s.methods[name]
	if !ok {
		return refuse(&apiError{"unknown_method", map[string]any{"req_method": name}}), ""
	}
	switch {
	case token == "":
		return refuse(fail("not_authed")), ""
	case token == s.opts.AppToken && m.app:
		h.Set("X-OAuth-Scopes", strings.Join(s.opts.AppScopes, ","))
		if err := needs(m.scopes, s.opts.AppScopes); err != nil {
			return refuse(err), ""
		}
	case token == s.opts.AppToken || m.app && s.teamOf(token) != nil:
		return refuse(fail("not_allowed_token_type")), ""
	default:
		if c.team = s.teamOf(token); c.team == nil {
			return refuse(fail("invalid_auth")), ""
		}
		h.Set("X-OAuth-Scopes", strings.Join(s.scopes, ","))
		h.Set("X-Accepted-OAuth-Scopes", strings.Join(m.scopes, ","))
		if err := needs(m.scopes, s.scopes); err != nil {
			return refuse(err), c.team.ID
		}
	}
	s.checkSecrets(c)
	out, err := m.run(c)
	if err != nil {
		out = refuse(err)
	} else {
		if out == nil {
			out = map[string]any{}
		}
		out["ok"] = true
	}
	if charset {
		c.warn = append(c.warn, "missing_charset")
	}
	if len(c.warn) > 0 {
		out["warning"] = strings.Join(c.warn, ",")
		md, _ := out["response_metadata"].(map[string]any)
		if md == nil {
			md = map[string]any{}
		}
		md["warnings"] = c.warn
		out["response_metadata"] = md
	}
	s.touch()
	if c.team == nil {
		return out, ""
	}
	return out, c.team.ID
}

func (s *Server) teamOf(token string) *Team {
	for _, t := range s.teams {
		if t.BotToken == token {
			return t
		}
	}
	return nil
}

// needs reports a missing scope unless one of those needed is granted.
func needs(needed, granted []string) error {
	if len(needed) == 0 {
		return nil
	}
	for _, n := range needed {
		if slices.Contains(granted, n) {
			return nil
		}
	}
	return &apiError{"missing_scope", map[string]any{"needed": strings.Join(needed, ","), "provided": strings.Join(granted, ",")}}
}

// SetScopes replaces the scopes granted to the bot tokens.
func (s *Server) SetScopes(scopes ...string) {
	s.mu.Lock()
	s.scopes = slices.Clone(scopes)
	s.mu.Unlock()
}

// SetTeam makes a user one of another workspace, seen in a channel that is
// shared with it.
func (s *Server) SetTeam(user, team string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[user].Team = team
}

// maxBody bounds what a call may send.
const maxBody = 4 << 20

// arguments reads a call's arguments, from the query and a form or a JSON object,
// and its token, which a JSON body can't carry.
func arguments(r *http.Request) (map[string]any, string, error) {
	args := map[string]any{}
	for k, v := range r.URL.Query() {
		args[k] = v[0]
	}
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !bearer {
		token = ""
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return args, token, fail("request_timeout")
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case len(body) == 0:
	case err != nil:
		return args, token, fail("missing_post_type")
	case kind == "application/json":
		var v any
		if json.Unmarshal(body, &v) != nil {
			return args, token, fail("invalid_json")
		}
		obj, ok := v.(map[string]any)
		if !ok {
			return args, token, fail("json_not_object")
		}
		delete(obj, "token")
		maps.Copy(args, obj)
	case kind == formType:
		q, err := url.ParseQuery(string(body))
		if err != nil {
			return args, token, fail("invalid_form_data")
		}
		for k, v := range q {
			if strings.ContainsAny(k, "[]") {
				return args, token, fail("invalid_array_arg")
			}
			args[k] = v[0]
		}
	case kind == "multipart/form-data":
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		if params["boundary"] == "" || r.ParseMultipartForm(maxBody) != nil {
			return args, token, fail("invalid_form_data")
		}
		for k, v := range r.MultipartForm.Value {
			args[k] = v[0]
		}
	default:
		return args, token, fail("invalid_post_type")
	}
	if t, ok := args["token"].(string); ok {
		if token == "" {
			token = t
		}
		delete(args, "token")
	}
	for _, k := range []string{"blocks", "attachments", "view", "metadata", "prompts", "loading_messages"} {
		if text, ok := args[k].(string); ok && strings.TrimSpace(text) != "" {
			var v any
			if json.Unmarshal([]byte(text), &v) == nil {
				args[k] = v
			}
		}
	}
	return args, token, nil
}

func missingCharset(r *http.Request) bool {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/json" && params["charset"] == ""
}

// text is an argument as a string: numbers and booleans are written out.
func (c *call) text(key string) string {
	switch v := c.args[key].(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

func (c *call) bool(key string) bool {
	v := c.text(key)
	return v == "true" || v == "1"
}

// int is an argument within bounds, or a default where it is absent.
func (c *call) int(key string, def, most int) (int, error) {
	v := c.text(key)
	if v == "" {
		return def, nil
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		return 0, fail("invalid_limit")
	}
	return min(n, most), nil
}

func (c *call) list(key string) []string {
	switch v := c.args[key].(type) {
	case string:
		return strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, fmt.Sprint(e))
		}
		return out
	}
	return nil
}

// require reports the first argument that is missing.
func (c *call) require(keys ...string) error {
	for _, k := range keys {
		if v, ok := c.args[k]; !ok || v == "" || v == nil {
			return failed("invalid_arguments", []string{"[ERROR] missing required field: " + k})
		}
	}
	return nil
}

func (s *Server) table() map[string]method {
	write := []string{"chat:write"}
	read := []string{"channels:read", "groups:read", "im:read", "mpim:read"}
	history := []string{"channels:history", "groups:history", "im:history", "mpim:history"}
	assistant := []string{"assistant:write"}
	return map[string]method{
		"api.test":                              {run: (*call).apiTest},
		"auth.test":                             {run: (*call).authTest},
		"apps.connections.open":                 {scopes: []string{"connections:write"}, app: true, run: (*call).openConnection},
		"chat.postMessage":                      {scopes: write, run: (*call).postMessage},
		"chat.postEphemeral":                    {scopes: write, run: (*call).postEphemeral},
		"chat.update":                           {scopes: write, run: (*call).updateMessage},
		"chat.delete":                           {scopes: write, run: (*call).deleteMessage},
		"chat.getPermalink":                     {run: (*call).permalink},
		"conversations.replies":                 {scopes: history, run: (*call).replies},
		"conversations.history":                 {scopes: history, run: (*call).history},
		"conversations.info":                    {scopes: read, run: (*call).channelInfo},
		"conversations.members":                 {scopes: read, run: (*call).members},
		"conversations.list":                    {scopes: read, run: (*call).channels},
		"conversations.open":                    {scopes: []string{"im:write", "mpim:write"}, run: (*call).openChannel},
		"conversations.join":                    {scopes: []string{"channels:join"}, run: (*call).join},
		"usergroups.list":                       {scopes: []string{"usergroups:read"}, run: (*call).userGroups},
		"users.conversations":                   {scopes: read, run: (*call).userChannels},
		"users.info":                            {scopes: []string{"users:read"}, run: (*call).userInfo},
		"users.list":                            {scopes: []string{"users:read"}, run: (*call).userList},
		"bots.info":                             {scopes: []string{"users:read"}, run: (*call).botInfo},
		"team.info":                             {scopes: []string{"team:read"}, run: (*call).teamInfo},
		"reactions.add":                         {scopes: []string{"reactions:write"}, run: (*call).addReaction},
		"reactions.remove":                      {scopes: []string{"reactions:write"}, run: (*call).removeReaction},
		"reactions.get":                         {scopes: []string{"reactions:read"}, run: (*call).getReactions},
		"views.open":                            {run: (*call).openView},
		"views.push":                            {run: (*call).pushView},
		"views.update":                          {run: (*call).updateView},
		"views.publish":                         {run: (*call).publishView},
		"assistant.threads.setStatus":           {scopes: append(assistant, "chat:write"), run: (*call).setStatus},
		"assistant.threads.setTitle":            {scopes: assistant, run: (*call).setTitle},
		"assistant.threads.setSuggestedPrompts": {scopes: assistant, run: (*call).setPrompts},
	}
}
