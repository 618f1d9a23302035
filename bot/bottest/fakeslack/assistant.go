package fakeslack

import "unicode/utf8"

// assistantThread is the thread that the arguments channel_id and thread_ts name.
func (c *call) assistantThread() (*Channel, string, error) {
	ch, err := c.channel("channel_id")
	if err != nil {
		return nil, "", &apiError{"channel_not_found", map[string]any{"detail": "Invalid channel_id"}}
	}
	ts := c.text("thread_ts")
	if m := c.s.logs[ch.ID].byTS[ts]; ts == "" || m == nil {
		return nil, "", fail("invalid_thread_ts")
	}
	return ch, ts, nil
}

func (c *call) setStatus() (map[string]any, error) {
	ch, ts, err := c.assistantThread()
	if err != nil {
		return nil, err
	}
	loading := c.items("loading_messages")
	if len(loading) > 10 {
		return nil, failed("invalid_arguments", []string{"[ERROR] no more than 10 items allowed [json-pointer:/loading_messages]"})
	}
	status := c.text("status")
	c.s.statuses = append(c.s.statuses, Status{Channel: ch.ID, ThreadTS: ts, Status: status, LoadingMessages: loading,
		At: c.s.now(), Cleared: status == ""})
	key := ch.ID + "/" + ts
	c.s.standing[key] = append(c.s.standing[key], len(c.s.statuses)-1)
	if status == "" {
		c.s.clearStatus(ch.ID, ts)
	}
	return nil, nil
}

// items is a list whose items may hold blanks: JSON, or text parted by commas.
func (c *call) items(key string) []string {
	switch v := c.args[key].(type) {
	case string:
		if v != "" {
			return splitCommas(v)
		}
	case []any:
		return c.list(key)
	}
	return nil
}

// clearStatus ends the statuses of a thread. The lock is held.
func (s *Server) clearStatus(channel, ts string) {
	for _, i := range s.standing[channel+"/"+ts] {
		s.statuses[i].Cleared = true
	}
	delete(s.standing, channel+"/"+ts)
}

// Standing is the status that a thread shows now, "" where there is none.
func (s *Server) Standing(channel, ts string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.standing[channel+"/"+ts]
	if len(at) == 0 {
		return ""
	}
	st := s.statuses[at[len(at)-1]]
	if s.now().Sub(st.At) > s.times.Status {
		return ""
	}
	return st.Status
}

func (c *call) setTitle() (map[string]any, error) {
	ch, ts, err := c.assistantThread()
	switch {
	case err != nil:
		return nil, err
	case ch.Kind != IM:
		return nil, fail("invalid_thread_ts")
	case c.text("title") == "":
		return nil, fail("invalid_arguments")
	}
	c.s.titles[ch.ID+"/"+ts] = c.text("title")
	return nil, nil
}

func (c *call) setPrompts() (map[string]any, error) {
	ch, ts, err := c.assistantThread()
	if err != nil {
		return nil, err
	}
	prompts, _, err := objects(c.args["prompts"])
	if err != nil || len(prompts) == 0 {
		return nil, fail("invalid_arguments")
	}
	if len(prompts) > 4 {
		return nil, failed("too_many_prompts", []string{"[ERROR] no more than 4 items allowed [json-pointer:/prompts]"})
	}
	for _, p := range prompts {
		title, _ := p["title"].(string)
		message, _ := p["message"].(string)
		if title == "" || message == "" || utf8.RuneCountInString(title) > 3000 {
			return nil, fail("invalid_arguments")
		}
	}
	c.s.prompts = append(c.s.prompts, Prompts{Channel: ch.ID, ThreadTS: ts, Title: c.text("title"), Prompts: prompts})
	return nil, nil
}
