package fakeslack

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxUses is how often a response_url can be used, per
// docs.slack.dev/interactivity/handling-user-interaction.
const maxUses = 5

// hook is what stands behind a response_url.
type hook struct {
	path    string
	team    *Team
	channel *Channel
	user    *User
	source  *Message // that was acted on, nil for a command
	made    time.Time
	uses    int
}

// hook makes a response_url of a kind (actions or commands). The lock is held.
func (s *Server) hook(kind string, t *Team, ch *Channel, u *User) *hook {
	s.serial++
	h := &hook{path: "/" + kind + "/" + t.ID + "/" + strconv.FormatInt(1e12+s.serial, 10) + "/" + s.token(24),
		team: t, channel: ch, user: u, made: s.now()}
	s.hooks[h.path] = h
	return h
}

// serveHook takes a post to a response_url.
func (s *Server) serveHook(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	args, _, err := arguments(r)
	s.mu.Lock()
	fault := s.pickCallFault("response_url")
	s.mu.Unlock()
	rec := Call{Method: "response_url", Args: args, Status: http.StatusOK}
	if fault != nil && fault.Delay > 0 && !s.pause(fault.Delay) {
		return
	}
	switch {
	case fault != nil && fault.Status != 0:
		rec.Status, rec.Error = fault.Status, strconv.Itoa(fault.Status)
		if fault.Status == http.StatusTooManyRequests {
			w.Header().Set("Retry-After", strconv.Itoa(max(fault.RetryAfter, 1)))
			rec.Error = "ratelimited"
		}
	case fault != nil && fault.Error != "":
		err = fail(fault.Error)
	case err == nil:
		s.mu.Lock()
		err = s.use(r, args, &rec)
		s.mu.Unlock()
	}
	answer := map[string]any{"ok": err == nil && rec.Error == ""}
	if err != nil {
		rec.Status, rec.Error = http.StatusBadRequest, err.Error()
		if strings.HasSuffix(rec.Error, "_url") {
			rec.Status = http.StatusNotFound
		}
	}
	if rec.Error != "" {
		answer["error"] = rec.Error
		if e := (*apiError)(nil); errors.As(err, &e) {
			for k, v := range e.extra {
				answer[k] = v
			}
		}
	}
	status := rec.Status
	rec.Answer, _ = json.Marshal(answer)
	rec.Took = time.Since(start)
	if fault != nil && fault.Lose {
		rec.Status = 0
		s.record(rec)
		panic(http.ErrAbortHandler)
	}
	s.record(rec)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(rec.Answer)
}

// use spends one of a response_url's uses. The lock is held.
func (s *Server) use(r *http.Request, args map[string]any, rec *Call) error {
	h := s.hooks[r.URL.Path]
	switch {
	case r.Method != http.MethodPost || h == nil:
		return fail("invalid_url")
	case s.now().Sub(h.made) > s.times.ResponseURL:
		return fail("expired_url")
	case h.uses >= maxUses:
		return fail("used_url")
	}
	rec.Team = h.team.ID
	s.checkNoSecret("response_url", args)
	if err := s.respond("response_url", h, args); err != nil {
		return err
	}
	h.uses++
	rec.Done = true
	return nil
}

// respond carries out a response: a new message, only for the user unless
// response_type is in_channel, or a change of the message that was acted on. The
// lock is held.
func (s *Server) respond(name string, h *hook, args map[string]any) error {
	truth := func(key string) bool { return args[key] == true || args[key] == "true" }
	if truth("delete_original") {
		if h.source == nil {
			return fail("message_not_found")
		}
		s.remove(h.channel, h.source)
		return nil
	}
	var warn []string
	con, err := s.content(name, args, &warn)
	if err != nil {
		return err
	}
	if truth("replace_original") && h.source != nil {
		if h.source.Deleted {
			return fail("message_not_found")
		}
		s.revise(h.channel, h.source, con)
		return nil
	}
	m := s.botMessage(h.team, h.channel, con)
	ts, _ := args["thread_ts"].(string)
	if m.ThreadTS, err = s.thread(name, h.channel, ts); err != nil {
		return err
	}
	if args["response_type"] != "in_channel" {
		m.EphemeralTo = h.user.ID
		s.hidden = append(s.hidden, m)
		s.touch()
		return nil
	}
	if h.channel.Archived {
		return fail("is_archived")
	}
	if len(m.Links()) > 0 {
		s.checkUnfurl(name, args)
	}
	s.place(h.channel, m)
	return nil
}
