package write

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/corpus/archive"
	"dateline/corpus/example"
	"dateline/corpus/source"
	"dateline/retrieval"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// library returns the reader of the example archive, which is made once.
func library(t testing.TB) *bot.Reader {
	t.Helper()
	r, err := exampleReader()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var exampleReader = sync.OnceValues(func() (*bot.Reader, error) {
	ctx := context.Background()
	now := func() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }
	a, err := archive.Memory(ctx, archive.Options{Now: now})
	if err != nil {
		return nil, err
	}
	var r source.Reader
	if _, err := (&ingest.Pipeline{Archive: a}).Run(ctx, r.FS(ctx, example.FS)); err != nil {
		return nil, err
	}
	x := index.New(index.Options{})
	if err := x.Sync(ctx, a); err != nil {
		return nil, err
	}
	return &bot.Reader{Search: &retrieval.Searcher{Engine: x, Library: a}, Archive: a, Lexicon: x, Clock: now}, nil
})

// scripted is a model that answers each call from a function, in small pieces.
type scripted func(n int, p Prompt) (string, error)

type calls struct {
	script scripted
	n      int
	asked  []Prompt
}

func (c *calls) Chat(_ context.Context, p Prompt, each func(string) error) (Reply, error) {
	c.n++
	c.asked = append(c.asked, p)
	text, err := c.script(c.n, p)
	if each != nil {
		for i := 0; i < len(text); i += 7 {
			if err := each(text[i:min(i+7, len(text))]); err != nil {
				return Reply{Text: text}, err
			}
		}
	}
	return Reply{Text: text}, err
}

// given returns the data of a prompt.
func given(t testing.TB, p Prompt) data {
	t.Helper()
	lines := strings.Split(p.User, "\n")
	var d data
	if err := json.Unmarshal([]byte(lines[1]), &d); err != nil {
		t.Fatalf("the prompt's data: %v in %s", err, p.User)
	}
	return d
}

// at returns the number of the passage that has a text.
func at(t testing.TB, d data, text string) int {
	t.Helper()
	for _, p := range d.Passages {
		if strings.Contains(p.Text, text) {
			return p.N
		}
	}
	t.Fatalf("no passage has %q", text)
	return 0
}

func object(claims ...map[string]any) string {
	text, err := json.Marshal(map[string]any{"abstain": nil, "claims": claims})
	if err != nil {
		panic(err)
	}
	return string(text)
}

func written(text string, passage int, quotes ...string) map[string]any {
	list := []map[string]any{}
	for _, q := range quotes {
		list = append(list, map[string]any{"passage": passage, "quote": q})
	}
	return map[string]any{"text": text, "quotes": list}
}

const (
	trade      = "Trade between the two countries grew by forty-six per cent, the Russian minister said"
	tradeClaim = "Trade between the two countries grew by 46 percent, the Russian minister said"
)

func TestWriter(t *testing.T) {
	reader := library(t)
	const q = "By how much did trade grow?"
	for _, row := range []struct {
		name   string
		script func(n int, d data) (string, error)
		lead   string // in the lead
		not    string // nowhere in the answer
		note   string // in a note
		calls  int
	}{
		{"a claim with its quote", func(_ int, d data) (string, error) {
			return object(written(tradeClaim, at(t, d, trade), trade)), nil
		}, tradeClaim + " [1].", "", "", 1},
		{"words and a fence around the object", func(_ int, d data) (string, error) {
			return "Here it is:\n```json\n" + object(written(tradeClaim, at(t, d, trade), trade)) + "\n```\nAnything else?", nil
		}, tradeClaim, "Here it is", "", 1},
		{"markup, links and numbers are taken out", func(_ int, d data) (string, error) {
			return object(written("**"+tradeClaim+"** [1] <!channel> https://evil.example/x", at(t, d, trade), trade)), nil
		}, tradeClaim, "evil|channel|**", "", -1},
		{"a yes before what settles it", func(_ int, d data) (string, error) {
			return object(written("Yes, "+strings.ToLower(tradeClaim[:1])+tradeClaim[1:], at(t, d, trade), trade)), nil
		}, tradeClaim + " [1].", "Yes", "", 1},
		{"a lie is repaired", func(n int, d data) (string, error) {
			if n == 1 {
				return object(written(strings.Replace(tradeClaim, "46", "64", 1), at(t, d, trade), trade)), nil
			}
			return object(written(tradeClaim, at(t, d, trade), trade)), nil
		}, tradeClaim, "64", "", 2},
		{"a first claim that can't be proved leaves the reader", func(_ int, d data) (string, error) {
			return object(written("Trade reached 9 billion dollars", at(t, d, trade), trade)), nil
		}, "46 percent, according to Lavrov", "billion", "could not be proved; this answer is made without it", 2},
		{"a claim twice is one", func(_ int, d data) (string, error) {
			p := at(t, d, trade)
			return object(written(tradeClaim, p, trade), written(tradeClaim, p, trade)), nil
		}, tradeClaim + " [1].", "said [1]. Trade", "", 1},
		{"a later claim that can't be proved is dropped", func(n int, d data) (string, error) {
			p := at(t, d, trade)
			if n == 2 {
				return object(written("", p)), nil
			}
			return object(written(tradeClaim, p, trade), written("Trade reached 9 billion dollars", p, trade)), nil
		}, tradeClaim, "billion", "One sentence of the model's could not be proved and is left out", 2},
		{"an abstention leaves the reader", func(int, data) (string, error) {
			return `{"abstain":"not_said","claims":[]}`, nil
		}, "46 percent, according to Lavrov", "", "found no answer in the passages", 1},
		{"no JSON", func(int, data) (string, error) { return "I would rather talk about cats.", nil }, "46 percent", "cats", "could not be read", 1},
		{"cut off within a claim", func(_ int, d data) (string, error) {
			return `{"abstain":null,"claims":[{"text":"Trade gr`, errors.New("connection lost")
		}, "46 percent", "", "could not be asked", 1},
		{"cut off after a claim", func(_ int, d data) (string, error) {
			whole := object(written(tradeClaim, at(t, d, trade), trade), written("More", 1, "x"))
			return whole[:strings.Index(whole, `"text":"More`)], errors.New("connection lost")
		}, tradeClaim, "More", "stopped before its end", 1},
		{"too slow", func(int, data) (string, error) { return "", context.DeadlineExceeded }, "46 percent", "", "did not answer in time", 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := &calls{script: func(n int, p Prompt) (string, error) { return row.script(n, given(t, p)) }}
			var shown []bot.Answer
			a, err := New(Options{Reader: reader, Model: m, Name: "m"}).AskShowing(t.Context(), bot.Request{Question: q, Collections: []string{"default", "desk"}}, func(a bot.Answer) { shown = append(shown, a) })
			if err != nil {
				t.Fatal(err)
			}
			all := bot.Text(a)
			if !strings.Contains(a.Lead, row.lead) {
				t.Errorf("the lead is %q, want %q in it", a.Lead, row.lead)
			}
			for _, s := range append(shown, a) {
				for _, not := range strings.Split(row.not, "|") {
					if not != "" && strings.Contains(bot.Text(s), not) {
						t.Errorf("%q was shown in\n%s", not, bot.Text(s))
					}
				}
			}
			if row.note != "" && !strings.Contains(strings.Join(a.Notes, "\n"), row.note) {
				t.Errorf("no note has %q in\n%s", row.note, all)
			}
			if row.calls > 0 && m.n != row.calls {
				t.Errorf("%d calls, want %d", m.n, row.calls)
			}
		})
	}
}

// What is shown while the model writes is never taken back.
func TestShownGrows(t *testing.T) {
	m := &calls{script: func(_ int, p Prompt) (string, error) {
		n := at(t, given(t, p), trade)
		return object(written(tradeClaim, n, trade), written("The Russian minister spoke of trade between the two countries", n, trade)), nil
	}}
	var shown []string
	a, err := New(Options{Reader: library(t), Model: m, Name: "m"}).AskShowing(t.Context(), bot.Request{Question: "By how much did trade grow?", Collections: []string{"default", "desk"}},
		func(a bot.Answer) { shown = append(shown, strings.Join(append([]string{a.Lead}, a.Body...), " ")) })
	if err != nil {
		t.Fatal(err)
	}
	if len(shown) == 0 || !strings.HasPrefix(shown[0], tradeClaim) {
		t.Fatalf("shown %q, want the first claim first", shown)
	}
	last := strings.Join(append([]string{a.Lead}, a.Body...), " ")
	for _, s := range shown {
		if !strings.HasPrefix(last, s) {
			t.Errorf("%q was shown, and the answer is %q", s, last)
		}
	}
}

// A first claim that is too long for a lead is cut there, and stands whole below
// it; an answer has at most 100 words.
func TestLong(t *testing.T) {
	const long = "Lavrov ended a two-day visit to Pakistan, the first by a Russian foreign minister in nine years, with a call on Prime Minister Imran Khan"
	m := &calls{script: func(_ int, p Prompt) (string, error) {
		n := at(t, given(t, p), long)
		var claims []map[string]any
		for i := range 8 {
			quote := long
			if i > 0 {
				quote = strings.Join(strings.Fields(long)[:25-i], " ")
			}
			claims = append(claims, written(strings.TrimRight(quote, ","), n, strings.TrimRight(quote, ",")))
		}
		claims[0] = written(long+", a two-day visit to Pakistan by Lavrov", n, long)
		return object(claims...), nil
	}}
	a, err := New(Options{Reader: library(t), Model: m, Name: "m"}).Ask(t.Context(), bot.Request{Question: "when did Lavrov last visit before 2021?", Collections: desks})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Body) == 0 || !strings.HasPrefix(a.Body[0], long) || !strings.Contains(a.Lead, "…") || !strings.HasPrefix(long, strings.SplitN(a.Lead, "…", 2)[0]) {
		t.Errorf("the lead is %q, the body %q", a.Lead, a.Body)
	}
	if n := len(strings.Fields(strings.Join(a.Body, " "))); n > maxWords+len(a.Body) {
		t.Errorf("%d words: %q", n, a.Body)
	}
}

func TestFollowUpRewritten(t *testing.T) {
	reader := library(t)
	ask := func(rewritten string) (bot.Answer, []Prompt) {
		first := bot.Request{Question: "when did Lavrov last visit before 2021?", Collections: []string{"default", "desk"}}
		a, err := reader.Ask(t.Context(), first)
		if err != nil {
			t.Fatal(err)
		}
		m := &calls{script: func(n int, _ Prompt) (string, error) {
			if n == 1 {
				return `{"question":"` + rewritten + `"}`, nil
			}
			return `{"abstain":"not_said","claims":[]}`, nil
		}}
		out, err := New(Options{Reader: reader, Model: m, Name: "m"}).Ask(t.Context(),
			bot.Request{Question: "and who did he meet?", Collections: first.Collections, After: &bot.Exchange{Request: first, Answer: a}})
		if err != nil {
			t.Fatal(err)
		}
		return out, m.asked
	}
	if a, asked := ask("Who did Lavrov meet on the last visit before 2021?"); a.ReadAs != "Who did Lavrov meet on the last visit before 2021?" || len(asked) < 1 {
		t.Errorf("read as %q", a.ReadAs)
	}
	// A name that nobody said is not believed: the rules read the question.
	if a, _ := ask("Who did Kerry meet in 1999?"); strings.Contains(a.ReadAs, "Kerry") || a.ReadAs == "" {
		t.Errorf("read as %q", a.ReadAs)
	}
}

func FuzzReply(f *testing.F) {
	f.Add(`{"abstain":null,"claims":[{"text":"a","quotes":[{"passage":1,"quote":"b"}]}]}`, 3)
	f.Add("```json\n{\"claims\":[]}", 1)
	f.Fuzz(func(t *testing.T, reply string, piece int) {
		if piece < 1 || piece > 1000 || len(reply) > 10_000 {
			t.Skip()
		}
		r := newReplyReader()
		done := make(chan int)
		go func() {
			n := 0
			_, err := r.claims(func(w bot.Written) {
				n++
				if c := clean(w.Text); strings.ContainsAny(c, "<*`\n") || clean(c) != c {
					t.Errorf("clean(%q) = %q", w.Text, c)
				}
			})
			r.stop(err)
			done <- n
		}()
		for i := 0; i < len(reply); i += piece {
			if err := r.write(reply[i:min(i+piece, len(reply))]); err != nil {
				break // it is no JSON
			}
		}
		r.end()
		if n := <-done; n > maxClaims {
			t.Errorf("%d claims", n)
		}
	})
}
