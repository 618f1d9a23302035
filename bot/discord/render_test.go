package discord

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"dateline/bot/bottest"
	"dateline/bot/chat"
)

var update = flag.Bool("update", false, "write what is rendered into the golden files")

// wire is a message as Discord reads it.
type wire struct {
	Content    string `json:"content"`
	Embeds     []any  `json:"embeds"`
	Components []any  `json:"components"`
	Allowed    *struct {
		Parse []any `json:"parse"`
	} `json:"allowed_mentions"`
	Flags int `json:"flags"`
}

func decoded(t testing.TB, m message) (w wire) {
	t.Helper()
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &w); err != nil {
		t.Fatal(err)
	}
	return w
}

func drawn(t testing.TB, m message) []byte {
	w := decoded(t, m)
	return []byte(bottest.DrawDiscord(w.Content, w.Embeds, w.Components, true) + "\n")
}

// TestRender compares what the gallery looks like with testdata: the message,
// and a picture of it as a person sees it.
func TestRender(t *testing.T) {
	pictures, err := bottest.Gallery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pictures {
		t.Run(p.Name, func(t *testing.T) {
			m := answer(p.Task, p.Reply, "")
			checkMessage(t, m)
			got := txtar.Archive{Comment: []byte(p.Question + "\n"), Files: []txtar.File{
				{Name: "picture", Data: drawn(t, m)},
				{Name: "message.json", Data: bottest.Indented(t, m)},
			}}
			if p.Evidence != nil {
				for from, again := 0, true; again; {
					m, next := evidence(p.Task.ID, *p.Evidence, from)
					checkMessage(t, m)
					got.Files = append(got.Files, txtar.File{Name: "evidence", Data: drawn(t, m)})
					from, again = next, next > 0
				}
				list := articles(*p.Evidence)
				checkMessage(t, list)
				got.Files = append(got.Files, txtar.File{Name: "articles", Data: drawn(t, list)})
			}
			bottest.Golden(t, filepath.Join("testdata", p.Name+".txtar"), txtar.Format(&got), *update)
		})
	}
}

// checkMessage holds a message against Discord's limits and against what must
// not be in it.
func checkMessage(t testing.TB, m message) {
	t.Helper()
	w := decoded(t, m)
	if n := chat.Units(w.Content); n > maxContent || !utf8.ValidString(m.Content) {
		t.Errorf("the content has %d units, want at most %d", n, maxContent)
	}
	if w.Content == "" && len(w.Embeds) == 0 {
		t.Error("the message is empty")
	}
	if w.Allowed == nil || w.Allowed.Parse == nil || len(w.Allowed.Parse) > 0 {
		t.Errorf("allowed mentions are %+v, want none", w.Allowed)
	}
	if active := bottest.ActiveDiscord(w.Content); len(active) > 0 {
		t.Errorf("more than text: %q in %q", active, w.Content)
	}
	if len(w.Embeds) > maxEmbeds {
		t.Errorf("%d embeds, want at most %d", len(w.Embeds), maxEmbeds)
	}
	total := 0
	for _, e := range m.Embeds {
		foot := ""
		if e.Footer != nil {
			foot = e.Footer.Text
		}
		for _, part := range []struct {
			text  string
			limit int
		}{{e.Title, maxEmbedTitle}, {e.Description, maxDescription}, {foot, maxFooter}} {
			n := chat.Units(part.text)
			total += n
			if n > part.limit {
				t.Errorf("a part of an embed has %d units, want at most %d", n, part.limit)
			}
		}
		if active := append(bottest.ActiveDiscord(e.Title), bottest.ActiveDiscord(e.Description)...); len(active) > 0 {
			t.Errorf("more than text: %q in %q %q", active, e.Title, e.Description)
		}
		if e.URL != "" && !strings.HasPrefix(e.URL, "http") {
			t.Errorf("an embed leads to %q", e.URL)
		}
	}
	if total > maxEmbedsUnits {
		t.Errorf("embeds have %d units, want at most %d", total, maxEmbedsUnits)
	}
	if len(w.Components) > 5 {
		t.Errorf("%d rows", len(w.Components))
	}
}

// TestNotice: of a list that is too long whole lines are shown, and the others
// counted; a sentence that is too long is cut.
func TestNotice(t *testing.T) {
	line := "1. \u201cthe talks on the pipeline\u201d, every weekday at 08:30, Europe/Vienna; next on Mon 2 Mar 08:30"
	for _, row := range []struct {
		text  string
		lines int
		end   string
	}{
		{line, 1, "08:30"},
		{strings.Repeat(line+"\n", 4) + line, 5, "08:30"},
		{strings.Repeat(line+"\n", 39) + line, 21, "-# and 20 more"},
		{strings.Repeat(line+" ", 40), 1, "…"},
		{strings.Repeat(line+" ", 40) + "\nthe end", 1, "…"},
	} {
		m := notice(row.text)
		checkMessage(t, m)
		if n := strings.Count(m.Content, "\n") + 1; n != row.lines || !strings.HasSuffix(m.Content, row.end) {
			t.Errorf("of %d lines %d are shown, want %d, the last %q: %q", strings.Count(row.text, "\n")+1, n, row.lines, row.end, m.Content[max(0, len(m.Content)-80):])
		}
	}
}

// maxFuzzed bounds the bytes of a card's parts: what takes seconds counts as hung.
const maxFuzzed = 100_000

// FuzzRender puts any string into every part of an answer and of what is
// behind it: limits hold, and nothing becomes markup, a mention or a link.
func FuzzRender(f *testing.F) {
	f.Add("Lead [1] @everyone <@1>", "quote *bold* `code`", "https://news.example/a", 3)
	f.Add(strings.Repeat("\u202e<@&1> :smile: ", 500), strings.Repeat("👩‍👩‍👧 ", 400), "javascript:alert(1)", 60)
	f.Add("", "", "", 0)
	f.Add("\xff\xfe\x00", " \n\t# x", "https://x/"+strings.Repeat("(", 1400), 12)
	f.Add("-# - # > 1. x", "https://discord.gg/x www.x.y", "https://x/>)](<y", 2)
	f.Fuzz(func(t *testing.T, s, q, link string, n int) {
		n = max(0, min(n, 60, maxFuzzed/(1+len(s)+len(q)+len(link))))
		card, briefing, e := bottest.AnyCards(s, q, link, n)
		card.Lead, briefing.Lead = "x"+s, "x"+s
		task := chat.Task{ID: int64(n), Private: n%5 == 0}
		checkMessage(t, answer(task, chat.Reply{Card: card}, ""))
		checkMessage(t, answer(task, chat.Reply{Card: briefing}, q+" asked: "+s))
		checkMessage(t, answer(task, chat.Reply{Card: card}, q+" asked: "+s))
		checkMessage(t, notice("x"+s))
		checkMessage(t, articles(e))
		for from, pages := 0, 0; ; pages++ {
			m, next := evidence(1, e, from)
			if len(m.Embeds) > 0 || n == 0 {
				checkMessage(t, m)
			}
			if next == 0 {
				break
			}
			if next <= from || pages > n {
				t.Fatalf("page %d goes from %d to %d of %d", pages, from, next, n)
			}
			from = next
		}
	})
}
