package fakeslack

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// judge holds blocks, given as JSON, against the rules and returns the error's
// code with its messages, and the violations.
func judge(t *testing.T, s *Server, text, blocks string) (string, []Violation) {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(blocks), &v); err != nil {
		t.Fatalf("%s: %v", blocks, err)
	}
	s.mu.Lock()
	s.violated = nil
	var warn []string
	_, err := s.content("chat.postMessage", map[string]any{"text": text, "blocks": v}, &warn)
	s.mu.Unlock()
	e := (*apiError)(nil)
	if errors.As(err, &e) {
		return fmt.Sprint(e.code, " ", e.extra["errors"]), s.Violations()
	}
	return "", s.Violations()
}

func rep(n int) string { return strings.Repeat("x", n) }

func sectionOf(text string) string {
	return fmt.Sprintf(`{"type":"section","text":{"type":"mrkdwn","text":%q}}`, text)
}

func button(rest string) string {
	return `{"type":"button","text":{"type":"plain_text","text":"x"}` + rest + `}`
}

func actions(elements string) string { return `{"type":"actions","elements":[` + elements + `]}` }

func many(n int, one string) string { return strings.TrimSuffix(strings.Repeat(one+",", n), ",") }

func TestBlocks(t *testing.T) {
	s := start(t, Options{LimitsPath: limitsPath(t)})
	buttons := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, button(fmt.Sprintf(`,"action_id":"b%d"`, i)))
		}
		return strings.Join(out, ",")
	}
	options := func(n int) string {
		var out []string
		for i := range n {
			out = append(out, fmt.Sprintf(`{"text":{"type":"plain_text","text":"x"},"value":"%d"}`, i))
		}
		return strings.Join(out, ",")
	}
	for _, row := range []struct{ blocks, want string }{ // want: part of the error, "" for none
		// Lengths: at the limit and one over.
		{sectionOf(rep(3000)), ""},
		{sectionOf(rep(3001)), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"},
		{sectionOf(""), "must be more than 0 characters"},
		{`{"type":"section","fields":[{"type":"mrkdwn","text":"` + rep(2001) + `"}]}`, "/blocks/0/fields/0/text"},
		{`{"type":"section","fields":[` + many(11, `{"type":"mrkdwn","text":"x"}`) + `]}`, "no more than 10 items allowed [json-pointer:/blocks/0/fields]"},
		{`{"type":"header","text":{"type":"plain_text","text":"` + rep(150) + `"}}`, ""},
		{`{"type":"header","text":{"type":"plain_text","text":"` + rep(151) + `"}}`, "less than 151"},
		{`{"type":"context","elements":[` + many(10, `{"type":"mrkdwn","text":"x"}`) + `]}`, ""},
		{`{"type":"context","elements":[` + many(11, `{"type":"mrkdwn","text":"x"}`) + `]}`, "no more than 10 items"},
		{`{"type":"markdown","text":"` + rep(12000) + `"}`, ""},
		{`{"type":"markdown","text":"` + rep(12001) + `"}`, "less than 12001"},
		{`{"type":"divider","block_id":"` + rep(256) + `"}`, "less than 256"},
		{actions(buttons(25)), ""},
		{actions(buttons(26)), "no more than 25 items"},
		{actions(button(`,"action_id":"` + rep(256) + `"`)), "less than 256"},
		{actions(button(`,"value":"` + rep(2001) + `"`)), "less than 2001"},
		{actions(button(`,"url":"https://e.org/` + rep(3000) + `"`)), "less than 3001"},
		{actions(`{"type":"button","text":{"type":"plain_text","text":"` + rep(76) + `"}}`), "less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]"},
		{actions(button(`,"confirm":{"title":{"type":"plain_text","text":"` + rep(101) + `"},"text":{"type":"plain_text","text":"x"}}`)), "less than 101"},
		{actions(`{"type":"overflow","options":[` + options(5) + `]}`), ""},
		{actions(`{"type":"overflow","options":[` + options(6) + `]}`), "no more than 5 items"},
		{actions(`{"type":"static_select","options":[` + options(100) + `]}`), ""},
		{actions(`{"type":"static_select","options":[` + options(101) + `]}`), "no more than 100 items"},
		{actions(`{"type":"static_select","placeholder":{"type":"plain_text","text":"` + rep(151) + `"},"options":[` + options(1) + `]}`), "less than 151"},
		{actions(`{"type":"radio_buttons","options":[{"text":{"type":"plain_text","text":"` + rep(76) + `"},"value":"x"}]}`), "less than 76"},
		{actions(`{"type":"radio_buttons","options":[{"text":{"type":"plain_text","text":"x"},"value":"` + rep(151) + `"}]}`), "less than 151"},
		{`{"type":"image","image_url":"https://e.org/x.png","alt_text":"` + rep(2001) + `"}`, "less than 2001"},
		{`{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"` + rep(76) + `"},"value":"y"},"negative_button":{"text":{"type":"plain_text","text":"x"},"value":"n"}}]}`, "less than 76"},
		{many(50, `{"type":"divider"}`), ""},
		{many(51, `{"type":"divider"}`), "no more than 50 items allowed [json-pointer:/blocks]"},
		// All the text of a message.
		{many(4, sectionOf(rep(3000))), ""},
		{many(5, sectionOf(rep(2700))), "msg_blocks_too_long"},
		{many(48, sectionOf(rep(230))), "msg_blocks_too_long"},
		// What belongs where.
		{`{"type":"section"}`, "missing required field: text"},
		{`{"type":"nosuch"}`, "unsupported type: nosuch"},
		{`{}`, "missing required field: type"},
		{`{"type":"section","text":{"type":"mrkdwn","text":"x"},"accessory":{"type":"plain_text_input"}}`, "unsupported type: plain_text_input"},
		{`{"type":"context","elements":[` + button("") + `]}`, "unsupported type: button"},
		{`{"type":"actions","elements":[]}`, "no less than 1 items"},
		{`{"type":"actions"}`, "missing required field: elements"},
		{`{"type":"header","text":{"type":"mrkdwn","text":"x"}}`, "must be equal to plain_text"},
		{actions(`{"type":"button","text":{"type":"mrkdwn","text":"x"}}`), "must be equal to plain_text"},
		{actions(`{"type":"button"}`), "missing required field: text"},
		{actions(button(`,"style":"loud"`)), "must be a valid enum value"},
		{`{"type":"section","text":{"type":"mrkdwn","text":"x","emoji":true}}`, "invalid additional property: emoji"},
		{`{"type":"section","text":{"type":"plain_text","text":"x","emoji":true}}`, ""},
		{`{"type":"input","label":{"type":"plain_text","text":"x"},"element":{"type":"overflow","options":[` + options(1) + `]}}`, "unsupported type: overflow"},
		// Names that are there twice.
		{`{"type":"divider","block_id":"a"},{"type":"divider","block_id":"a"}`, "`block_id` a already exists"},
		{actions(button(`,"action_id":"a"`) + "," + button(`,"action_id":"a"`)), "`action_id` a already exists"},
	} {
		got, violations := judge(t, s, "x", "["+row.blocks+"]")
		if row.want == "" && (got != "" || len(violations) > 0) {
			t.Errorf("%.120s: %s %v, want no error", row.blocks, got, violations)
		}
		if row.want != "" && (!strings.Contains(got, row.want) || len(violations) == 0) {
			t.Errorf("%.120s: %s %v, want %q", row.blocks, got, violations, row.want)
		}
	}
}

func TestViolationsThatAreNotRefused(t *testing.T) {
	s := start(t, Options{LimitsPath: limitsPath(t)})
	for _, row := range []struct{ text, blocks, want string }{
		{"x", many(2, sectionOf(rep(3000))) + "," + many(3, sectionOf(rep(2010))), "12030 characters of text over all blocks"},
		{"x", actions(button(`,"action_id":"a"`)) + "," + actions(button(`,"action_id":"a"`)), "`action_id` a already exists"},
		{"x", sectionOf("<ftp://e.org/x|x>"), "is not http or https"},
		{"x", sectionOf("<javascript:alert(1)|x>"), "is not http or https"},
		{"x", sectionOf("<e.org|x>"), "neither escaped"},
		{"x", sectionOf("<https://|x>"), "no host"},
		{"x", sectionOf("<https://e.org/a b|x>"), "not a URL"},
		{"x", sectionOf("a < b"), "neither escaped"},
		{"<http:// |x>", sectionOf("x"), "not a URL"},
		{"x", actions(button(`,"url":"slack://open"`)), "is not http or https"},
		{"x", `{"type":"markdown","text":"[x](file:///etc)"}`, "is not http or https"},
	} {
		got, violations := judge(t, s, row.text, "["+row.blocks+"]")
		if got != "" || len(violations) == 0 || !strings.Contains(fmt.Sprint(violations), row.want) {
			t.Errorf("%.100s: %q %v, want %q", row.blocks, got, violations, row.want)
		}
	}
	s.mu.Lock()
	s.violated = nil
	s.mu.Unlock()
	// No token in any argument, wherever it stands.
	for _, text := range []string{DefaultBotToken, "see " + DefaultAppToken, "xox" + "p-123456789012-abcdefgh", DefaultSigningSecret} {
		post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", text, "unfurl_links", "false", "unfurl_media", "false"))
	}
	if v := s.Violations("secret"); len(v) != 4 {
		t.Errorf("secret violations = %v, want 4", v)
	}
	// Links and bare URLs are unfurled unless it is switched off.
	post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "x", "unfurl_links", "false"))
	if v := s.Violations("unfurl"); len(v) != 1 || !strings.Contains(v[0].Reason, "unfurl_media") {
		t.Errorf("unfurl violations = %v, want one of unfurl_media", v)
	}
	// A thread_ts that names nothing is taken, and the reply seen nowhere.
	out := post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "x", "thread_ts", "1600000000.000000"))
	if v := s.Violations("thread"); out["ok"] != true || len(v) != 1 {
		t.Errorf("an unknown thread_ts: %v, violations %v, want one", out, v)
	}
	// A reply's ts is not its thread's.
	root, _ := s.Say("C0GENERAL", "", "U0ASKER00", "root")
	reply, _ := s.Say("C0GENERAL", root.TS, "U0ASKER00", "reply")
	post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "x", "thread_ts", reply.TS))
	if v := s.Violations("thread"); len(v) != 2 {
		t.Errorf("thread violations = %v, want 2", v)
	}
	if n := len(s.Thread("C0GENERAL", root.TS)); n != 3 {
		t.Errorf("the thread has %d messages, want 3", n)
	}
}

func TestLimitsThatCannotBeRead(t *testing.T) {
	s := start(t, Options{LimitsPath: "no/such/file.json"})
	if v := s.Violations("limits"); len(v) != 1 {
		t.Errorf("violations = %v, want one of limits", v)
	}
}

func TestMentionsAndLinks(t *testing.T) {
	s := start(t, Options{})
	blocks := `[{"type":"section","text":{"type":"mrkdwn","text":"<@U1> <!here> &lt;!channel&gt; <https://e.org/a?b=1&amp;c=2|[1]>","verbatim":true}},
		{"type":"section","text":{"type":"mrkdwn","text":"@everyone www.e.org"}},
		{"type":"section","text":{"type":"plain_text","text":"<!channel> @here https://plain.org"}},
		{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
			{"type":"user","user_id":"U2"},{"type":"broadcast","range":"channel"},{"type":"link","url":"https://rich.org"},{"type":"text","text":"<!here>"}]}]},
		` + actions(button(`,"url":"https://button.org"`)) + `]`
	post(t, s, DefaultBotToken, "chat.postMessage", args("channel", "C0GENERAL", "text", "<!subteam^S1> fallback", "blocks", blocks))
	m := s.Messages("C0GENERAL")[0]
	if got, want := fmt.Sprint(m.Mentions()), "[{subteam S1 false} {user U1 false} {here  false} {everyone  true} {user U2 false} {channel  false}]"; got != want {
		t.Errorf("Mentions = %s, want %s", got, want)
	}
	var urls []string
	for _, l := range m.Links() {
		urls = append(urls, l.URL)
	}
	if got, want := strings.Join(urls, " "), "https://e.org/a?b=1&c=2 www.e.org https://rich.org https://button.org"; got != want {
		t.Errorf("Links = %s, want %s", got, want)
	}
	if !strings.Contains(m.Shown(), "@everyone www.e.org") {
		t.Errorf("Shown = %q", m.Shown())
	}
}

func TestNormalise(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"plain", "plain"},
		{"a & b &amp; c &lt;", "a &amp; b &amp; c &lt;"},
		{"<e.org|x>", "&lt;e.org|x&gt;"},
		{"1 < 2 > 0", "1 &lt; 2 &gt; 0"},
		{"<@U1> <!here> <https://e.org|x>", "<@U1> <!here> <https://e.org|x>"},
		{"see https://e.org/a?b=1&c=2.", "see <https://e.org/a?b=1&amp;c=2>."},
		{"www.e.org", "<http://www.e.org|www.e.org>"},
		{"<>", "&lt;&gt;"},
		{"", ""},
	} {
		if got := normalise(row.in); got != row.want {
			t.Errorf("normalise(%q) = %q, want %q", row.in, got, row.want)
		}
	}
}

// What is escaped mentions nobody and leads nowhere; what is normalised once stays.
func FuzzMrkdwn(f *testing.F) {
	for _, seed := range []string{"<!channel> <@U1|x> a & b", "&lt;!here&gt;", "<https://e.org|a>", "<", ">>> x", "http://a.b/<c>", "<\n>", "<<!here>>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		escaped := Escape(text)
		if mentions, links := ParseMrkdwn(escaped, true); len(mentions)+len(links) > 0 {
			t.Errorf("ParseMrkdwn(%q) = %v, %v, want nothing", escaped, mentions, links)
		}
		if got := unescape(escaped); got != text {
			t.Errorf("unescape(Escape(%q)) = %q", text, got)
		}
		before, _ := ParseMrkdwn(text, true)
		once := normalise(text)
		after, _ := ParseMrkdwn(once, true)
		if fmt.Sprint(before) != fmt.Sprint(after) {
			t.Errorf("normalise(%q) = %q changes the mentions from %v to %v", text, once, before, after)
		}
		if twice := normalise(once); twice != once {
			t.Errorf("normalise(%q) = %q, and again %q", text, once, twice)
		}
	})
}

// Whatever is sent as blocks, nothing panics, and what is refused is a violation.
func FuzzContent(f *testing.F) {
	for _, seed := range []string{
		"[" + sectionOf("x") + "]", "[" + actions(button(`,"action_id":"a"`)) + "]", `[{"type":"section","fields":[1,null,[]]}]`,
		`[{"type":"actions","elements":{"type":"button"}}]`, `[[]]`, `{}`, `null`, `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":7}]}]}]`,
		`[{"type":"table","rows":[[{"type":"raw_text","text":"x"}]]}]`, `[{"type":"header","text":{"type":7,"text":7}}]`,
	} {
		f.Add(seed)
	}
	s, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(s.Close)
	f.Fuzz(func(t *testing.T, text string) {
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.violated = nil
		var warn []string
		c, err := s.content("chat.postMessage", map[string]any{"text": "x", "blocks": v}, &warn)
		if err != nil && strings.HasPrefix(err.Error(), "invalid_blocks") && err.Error() != "invalid_blocks_format" && len(s.violated) == 0 {
			t.Errorf("%s: refused with %v and no violation", text, err)
		}
		if err == nil {
			m := Message{Text: c.text, Blocks: c.blocks}
			_, _ = m.Mentions(), m.Shown()
		}
		_ = s.checkView("views.open", map[string]any{"type": "modal", "blocks": v})
	})
}
