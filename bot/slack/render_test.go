package slack

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/slack-go/slack"

	"dateline/bot/bottest"
	"dateline/bot/chat"
)

var update = flag.Bool("update", false, "write what is rendered into the golden files")

// decoded returns blocks as Slack reads them.
func decoded(t testing.TB, blocks []slack.Block) []map[string]any {
	t.Helper()
	text, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]any
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRender compares what the gallery looks like with testdata: the blocks,
// a picture of them as a person sees them, and the notification's text.
func TestRender(t *testing.T) {
	pictures, err := bottest.Gallery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pictures {
		t.Run(p.Name, func(t *testing.T) {
			blocks, text := answer(p.Task, p.Reply)
			got := txtar.Archive{Comment: []byte(p.Question + "\n"), Files: []txtar.File{
				{Name: "picture", Data: []byte(bottest.DrawSlack(decoded(t, blocks), true) + "\n")},
				{Name: "text", Data: []byte(text + "\n")},
				{Name: "blocks.json", Data: bottest.Indented(t, blocks)},
			}}
			checkBlocks(t, blocks)
			if p.Evidence != nil {
				for name, view := range map[string][]slack.Block{"evidence": evidence(*p.Evidence), "articles": articles(*p.Evidence)} {
					checkBlocks(t, view)
					if name == "evidence" {
						got.Files = append(got.Files, txtar.File{Name: name, Data: []byte(bottest.DrawSlack(decoded(t, view), true) + "\n")})
					}
				}
			}
			bottest.Golden(t, filepath.Join("testdata", p.Name+".txtar"), txtar.Format(&got), *update)
		})
	}
}

// checkBlocks holds blocks against Slack's limits and against what must not
// be in them: markup that Slack reads, mentions, emoji, links to no page.
func checkBlocks(t testing.TB, blocks []slack.Block) {
	t.Helper()
	if len(blocks) > maxViewBlocks {
		t.Errorf("%d blocks, want at most %d", len(blocks), maxViewBlocks)
	}
	total := 0
	var visit func(v any, button bool)
	visit = func(v any, button bool) {
		switch x := v.(type) {
		case []any:
			for _, e := range x {
				visit(e, button)
			}
		case map[string]any:
			kind, _ := x["type"].(string)
			switch kind {
			case "mrkdwn", "user", "usergroup", "broadcast", "emoji", "channel", "color", "team", "date", "markdown":
				t.Errorf("an element is a %s: %v", kind, x)
			case "link":
				if u, _ := x["url"].(string); !strings.HasPrefix(u, "http") || utf8.RuneCountInString(u) > 3000 {
					t.Errorf("a link leads to %q", u)
				}
			case "button":
				button = true
			}
			if text, ok := x["text"].(string); ok {
				n := utf8.RuneCountInString(text)
				total += n
				if n > 3000 || n == 0 || button && n > 75 || !utf8.ValidString(text) {
					t.Errorf("a text of %d characters in a %s: %.60q", n, kind, text)
				}
				if x["emoji"] == true {
					t.Errorf("a text whose emoji are read: %v", x)
				}
			}
			for _, e := range x {
				visit(e, button)
			}
		}
	}
	for _, b := range decoded(t, blocks) {
		visit(map[string]any(b), false)
		if elements, ok := b["elements"].([]any); ok && (len(elements) == 0 || b["type"] == "context" && len(elements) > 10) {
			t.Errorf("%d elements in %v", len(elements), b["type"])
		}
	}
	if total > maxBlocksRunes {
		t.Errorf("%d characters over all blocks, want at most %d", total, maxBlocksRunes)
	}
}

// maxFuzzed bounds the bytes of a card's parts: what takes seconds counts as hung.
const maxFuzzed = 300_000

// FuzzRender puts any string into every part of an answer and of what is
// behind it: limits hold, and nothing becomes markup, a mention or a link.
func FuzzRender(f *testing.F) {
	f.Add("Lead [1] <!channel> @here", "quote *bold* `code`", "https://news.example/a", 3)
	f.Add(strings.Repeat("\u202e<@U0OTHER00> ", 500), strings.Repeat("👩‍👩‍👧 ", 400), "javascript:alert(1)", 60)
	f.Add("", "", "", 0)
	f.Add("\xff\xfe\x00", " \n\t", "https://x/"+strings.Repeat("y", 4000), 12)
	f.Add("https://x/"+strings.Repeat("y", 4000), "[1]", "", 2) // of which no beginning can be shown
	f.Fuzz(func(t *testing.T, s, q, link string, n int) {
		n = max(0, min(n, 200, maxFuzzed/(1+len(s)+len(q)+len(link))))
		card, briefing, e := bottest.AnyCards(s, q, link, n)
		task := chat.Task{ID: int64(n), Private: n%5 == 0, Request: chat.Request{Text: q}}
		for _, r := range []chat.Reply{{Card: card}, {Card: briefing}, {Problem: s}} {
			blocks, text := answer(task, r)
			checkBlocks(t, append([]slack.Block{asked("U", chat.Request{Text: q})}, blocks...))
			if len(blocks) > maxBlocks-1 {
				t.Errorf("%d blocks", len(blocks))
			}
			if strings.ContainsAny(text, "<>") || strings.Contains(text, "@here") || strings.Contains(text, "://") || utf8.RuneCountInString(text) > 40_000 {
				t.Errorf("the notification's text is %.200q", text)
			}
		}
		checkBlocks(t, evidence(e))
		checkBlocks(t, articles(e))
	})
}
