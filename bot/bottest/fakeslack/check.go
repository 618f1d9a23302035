package fakeslack

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Violation is something the app did that Slack forbids or that this project
// forbids itself. A test asserts that there are none.
type Violation struct {
	Rule   string // ack, blocks, text, link, unfurl, secret, thread, view, socket, limits
	Call   string // the method, or the delivery
	Reason string
	At     time.Time
}

func (v Violation) String() string { return v.Rule + ": " + v.Call + ": " + v.Reason }

// Violations are all so far, oldest first, or those of the rules named.
func (s *Server) Violations(rules ...string) []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(rules) == 0 {
		return slices.Clone(s.violated)
	}
	var out []Violation
	for _, v := range s.violated {
		if slices.Contains(rules, v.Rule) {
			out = append(out, v)
		}
	}
	return out
}

func (s *Server) violate(rule, call, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.violateLocked(rule, call, reason)
}

func (s *Server) violateLocked(rule, call, reason string) {
	s.violated = keep(s.violated, Violation{rule, call, reason, s.now()}, s.opts.Keep)
	s.touch()
}

// The bounds of a whole message and a whole view. 50 and 100 blocks:
// docs.slack.dev/reference/block-kit/blocks. The text of all blocks together:
// measured by those who ran into msg_blocks_too_long (github.com/slackapi/bolt-js
// issues 2509 and 2867): with one block 13,297 characters passed, and each block
// more took between 43 and 74 off that.
const (
	maxMessageBlocks = 50
	maxBlocksText    = 12_000 // more is a violation
	maxBlocksRefused = 13_000 // more is refused
	blockOverhead    = 60
	maxBlocksCost    = 13_297
	maxViewBytes     = 250 << 10
)

// checkMessage holds a message against the rules: what breaks one is a violation,
// and refused where Slack would refuse it. The lock is held.
func (s *Server) checkMessage(name string, c *content) error {
	if n := utf8.RuneCountInString(c.text); n > maxTextRunes {
		s.violateLocked("text", name, fmt.Sprintf("text of %d characters, more than 40,000 (api.slack.com/changelog/2018-04-truncating-really-long-messages)", n))
	}
	w := &walker{limits: s.limits}
	w.mrkdwn(c.text, "/text", false)
	if len(c.blocks) > maxMessageBlocks {
		w.fatal("/blocks", fmt.Sprintf("no more than %d items allowed", maxMessageBlocks))
	}
	w.blocks(c.blocks, "/blocks")
	for i, a := range c.attachments {
		if b, _, err := objects(a["blocks"]); err == nil {
			w.blocks(b, fmt.Sprintf("/attachments/%d/blocks", i))
		}
	}
	for _, p := range w.problems {
		s.violateLocked(p.rule, name, p.String())
	}
	if w.length > maxBlocksText {
		s.violateLocked("blocks", name, fmt.Sprintf("%d characters of text over all blocks, more than %d", w.length, maxBlocksText))
	}
	if refused := w.refused(); len(refused) > 0 {
		return &apiError{"invalid_blocks", map[string]any{
			"errors": refused, "response_metadata": map[string]any{"messages": marked(refused)}}}
	}
	if w.length > maxBlocksRefused || w.length+blockOverhead*len(c.blocks) > maxBlocksCost {
		if w.length <= maxBlocksText {
			s.violateLocked("blocks", name, fmt.Sprintf("%d characters in %d blocks: msg_blocks_too_long", w.length, len(c.blocks)))
		}
		return fail("msg_blocks_too_long")
	}
	return nil
}

// checkView holds a view against the rules. The lock is held.
func (s *Server) checkView(name string, view map[string]any) error {
	w := &walker{limits: s.limits, view: true}
	w.object(view, "/view", "")
	blocks, has, err := objects(view["blocks"])
	if err != nil || !has {
		w.fatal("/view", "missing required field: blocks")
	}
	if view["type"] == "modal" {
		if _, ok := view["title"]; !ok {
			w.fatal("/view", "missing required field: title")
		}
		for _, b := range blocks {
			if _, ok := view["submit"]; b["type"] == "input" && !ok {
				w.fatal("/view", "missing required field: submit")
				break
			}
		}
	}
	if len(blocks) > 100 { // docs.slack.dev/reference/views/modal-views
		w.fatal("/view/blocks", "no more than 100 items allowed")
	}
	if md, _ := view["private_metadata"].(string); utf8.RuneCountInString(md) > 3000 {
		w.fatal("/view/private_metadata", "must be less than 3001 characters")
	}
	w.blocks(blocks, "/view/blocks")
	for _, p := range w.problems {
		s.violateLocked(p.rule, name, p.String())
	}
	if refused := w.refused(); len(refused) > 0 {
		return failed("invalid_arguments", marked(refused))
	}
	if b, _ := json.Marshal(view); len(b) > maxViewBytes {
		s.violateLocked("view", name, "a view of more than 250 kB")
		return fail("view_too_large")
	}
	return nil
}

func marked(messages []string) []string {
	out := make([]string, len(messages))
	for i, m := range messages {
		out[i] = "[ERROR] " + m
	}
	return out
}

// checkUnfurl: nothing is unfurled.
func (s *Server) checkUnfurl(name string, args map[string]any) {
	for _, key := range []string{"unfurl_links", "unfurl_media"} {
		switch args[key] {
		case false, "false", "0":
		default:
			s.violateLocked("unfurl", name, fmt.Sprintf("%s is not false", key))
		}
	}
}

var secretForm = regexp.MustCompile(`xox[abeoprs](?:\.[a-z0-9-]+)?-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{10,}`)

// checkSecrets: no token and no signing secret in what an app sends.
func (s *Server) checkSecrets(c *call) { s.checkNoSecret(c.name, c.args) }

func (s *Server) checkNoSecret(name string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		return
	}
	text := string(b)
	secrets := []string{s.opts.AppToken, s.opts.SigningSecret}
	for _, t := range s.teams {
		secrets = append(secrets, t.BotToken)
	}
	for _, secret := range secrets {
		if secret != "" && strings.Contains(text, secret) {
			s.violateLocked("secret", name, "a token or the signing secret in the arguments")
			return
		}
	}
	if secretForm.MatchString(text) {
		s.violateLocked("secret", name, "what looks like a token in the arguments")
	}
}

// Mentions are what a message mentions, in its text, its blocks and attachments'
// blocks, as Slack reads them.
func (m Message) Mentions() []Mention { return m.read().mentions }

// Links are where a message leads to: links in text, buttons, images.
func (m Message) Links() []Link { return m.read().links }

// Shown is the text that a person sees: of the blocks where there are any, else
// the text; one line for each text object, mrkdwn as sent.
func (m Message) Shown() string {
	w := m.read()
	if len(m.Blocks) == 0 {
		return m.Text
	}
	return strings.Join(w.texts, "\n")
}

func (m Message) read() *walker {
	w := &walker{}
	w.mrkdwn(m.Text, "/text", false)
	w.blocks(m.Blocks, "/blocks")
	for i, a := range m.Attachments {
		if b, _, err := objects(a["blocks"]); err == nil {
			w.blocks(b, fmt.Sprintf("/attachments/%d/blocks", i))
		}
	}
	return w
}
