package write

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/bottest"
	"dateline/bot/bottest/fakemodel"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/source"
	"dateline/retrieval/ingest"
)

// library returns a reader of the example archive.
func library(t testing.TB) *bot.Reader {
	t.Helper()
	b, err := bottest.Library()
	if err != nil {
		t.Fatal(err)
	}
	return &bot.Reader{Search: b.Search, Archive: b.Archive, Lexicon: b.Index, Clock: func() time.Time { return bottest.Start }}
}

// archiveOf has articles, in memory.
func archiveOf(t testing.TB, articles ...corpus.Raw) *archive.Archive {
	t.Helper()
	a, err := archive.Memory(t.Context(), archive.Options{Now: func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	sum, err := (&ingest.Pipeline{Archive: a}).Run(t.Context(), source.Of(articles...))
	if err != nil || sum.Added != len(articles) {
		t.Fatalf("%d of %d articles added, %v", sum.Added, len(articles), err)
	}
	return a
}

// calls is a model that answers each call from a function.
type calls struct {
	script func(n int, p Prompt) (string, error)
	n      int
	asked  []Prompt
}

func (c *calls) Chat(_ context.Context, p Prompt, each func(string) error) (Reply, error) {
	c.n++
	c.asked = append(c.asked, p)
	text, err := c.script(c.n, p)
	reply, stopped := inPieces(text, each)
	if stopped != nil {
		return reply, stopped
	}
	return reply, err
}

// inPieces is a reply that comes in small pieces.
func inPieces(text string, each func(string) error) (Reply, error) {
	if each != nil {
		for i := 0; i < len(text); i += 7 {
			if err := each(text[i:min(i+7, len(text))]); err != nil {
				return Reply{Text: text}, err
			}
		}
	}
	return Reply{Text: text}, nil
}

// given makes a model whose script reads what a prompt has to write from.
func given(script func(n int, d fakemodel.Data) (string, error)) *calls {
	return &calls{script: func(n int, p Prompt) (string, error) {
		d, _ := fakemodel.Read(p.User)
		return script(n, d)
	}}
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
		script func(n int, d fakemodel.Data) (string, error)
		lead   string // in the lead
		not    string // nowhere in the answer
		note   string // in a note
		calls  int
	}{
		{"a claim with its quote", func(_ int, d fakemodel.Data) (string, error) {
			return fakemodel.Object(said(tradeClaim, d, trade)), nil
		}, tradeClaim + " [1].", "", "", 1},
		{"words and a fence around the object", func(_ int, d fakemodel.Data) (string, error) {
			return "Here it is:\n```json\n" + fakemodel.Object(said(tradeClaim, d, trade)) + "\n```\nAnything else?", nil
		}, tradeClaim, "Here it is", "", 1},
		{"markup, links and numbers are taken out", func(_ int, d fakemodel.Data) (string, error) {
			return fakemodel.Object(said("**"+tradeClaim+"** [1] <!channel> https://evil.example/x", d, trade)), nil
		}, tradeClaim, "evil|channel|**", "", -1},
		{"a yes before what settles it", func(_ int, d fakemodel.Data) (string, error) {
			return fakemodel.Object(said("Yes, "+strings.ToLower(tradeClaim[:1])+tradeClaim[1:], d, trade)), nil
		}, tradeClaim + " [1].", "Yes", "", 1},
		{"a lie is repaired", func(n int, d fakemodel.Data) (string, error) {
			if n == 1 {
				return fakemodel.Object(said(strings.Replace(tradeClaim, "46", "64", 1), d, trade)), nil
			}
			return fakemodel.Object(said(tradeClaim, d, trade)), nil
		}, tradeClaim, "64", "", 2},
		{"a first claim that can't be proved leaves the reader", func(_ int, d fakemodel.Data) (string, error) {
			return fakemodel.Object(said("Trade reached 9 billion dollars", d, trade)), nil
		}, "46 percent, according to Lavrov", "billion", "could not be proved; this answer is made without it", 2},
		{"a claim twice is one", func(_ int, d fakemodel.Data) (string, error) {
			return fakemodel.Object(said(tradeClaim, d, trade), said(tradeClaim, d, trade)), nil
		}, tradeClaim + " [1].", "said [1]. Trade", "", 1},
		{"a later claim that can't be proved is dropped", func(n int, d fakemodel.Data) (string, error) {
			if n == 2 {
				return fakemodel.Object(fakemodel.Claim{Quotes: []fakemodel.Quote{}}), nil
			}
			return fakemodel.Object(said(tradeClaim, d, trade), said("Trade reached 9 billion dollars", d, trade)), nil
		}, tradeClaim, "billion", "One sentence of the model's could not be proved and is left out", 2},
		{"an abstention leaves the reader", func(int, fakemodel.Data) (string, error) {
			return `{"abstain":"not_said","claims":[]}`, nil
		}, "46 percent, according to Lavrov", "", "found no answer in the passages", 1},
		{"no JSON", func(int, fakemodel.Data) (string, error) { return "I would rather talk about cats.", nil }, "46 percent", "cats", "could not be read", 1},
		{"cut off within a claim", func(_ int, d fakemodel.Data) (string, error) {
			return `{"abstain":null,"claims":[{"text":"Trade gr`, errors.New("connection lost")
		}, "46 percent", "", "could not be asked", 1},
		{"cut off after a claim", func(_ int, d fakemodel.Data) (string, error) {
			whole := fakemodel.Object(said(tradeClaim, d, trade), said("More", d, "x"))
			return whole[:strings.Index(whole, `"text":"More`)], errors.New("connection lost")
		}, tradeClaim, "More", "stopped before its end", 1},
		{"too slow", func(int, fakemodel.Data) (string, error) { return "", context.DeadlineExceeded }, "46 percent", "", "did not answer in time", 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			m := given(row.script)
			var shown []bot.Answer
			a, err := New(Options{Reader: reader, Model: m, Name: "m"}).AskShowing(t.Context(), bot.Request{Question: q, Collections: []string{"default", "desk"}}, func(a bot.Answer) { shown = append(shown, a) })
			if err != nil {
				t.Fatal(err)
			}
			all := bot.Text(a, bot.Width)
			if !strings.Contains(a.Lead, row.lead) {
				t.Errorf("the lead is %q, want %q in it", a.Lead, row.lead)
			}
			for _, s := range append(shown, a) {
				for _, not := range strings.Split(row.not, "|") {
					if not != "" && strings.Contains(bot.Text(s, bot.Width), not) {
						t.Errorf("%q was shown in\n%s", not, bot.Text(s, bot.Width))
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
	m := given(func(_ int, d fakemodel.Data) (string, error) {
		return fakemodel.Object(said(tradeClaim, d, trade), said("The Russian minister spoke of trade between the two countries", d, trade)), nil
	})
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
	m := given(func(_ int, d fakemodel.Data) (string, error) {
		var claims []fakemodel.Claim
		for i := range 8 {
			quote := long
			if i > 0 {
				quote = strings.Join(strings.Fields(long)[:25-i], " ")
			}
			quote = strings.TrimRight(quote, ",")
			claims = append(claims, said(quote, d, quote))
		}
		claims[0] = said(long+", a two-day visit to Pakistan by Lavrov", d, long)
		return fakemodel.Object(claims...), nil
	})
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
	f.Add(strings.Repeat("{ ", 5000), 1) // never an object
	f.Fuzz(func(t *testing.T, reply string, piece int) {
		if piece < 1 || piece > 1000 || len(reply) > 10_000 {
			t.Skip()
		}
		n := 0
		readPieces(reply, piece, func(r *replyReader) error {
			_, err := r.claims(func(w bot.Written) {
				n++
				if c := clean(w.Text); strings.ContainsAny(c, "<*`\n") || clean(c) != c {
					t.Errorf("clean(%q) = %q", w.Text, c)
				}
			})
			return err
		})
		if n > maxClaims {
			t.Errorf("%d claims", n)
		}
	})
}

// A reply's object is found whatever stands before it, in whatever pieces it
// comes.
func TestReplyInPieces(t *testing.T) {
	const object = `{"claims":[{"text":"It rained","quotes":[]}]}`
	for _, row := range []struct {
		before string
		want   int // claims
	}{
		// Words, braces that begin no object, a fence.
		{"", 1}, {"Sure:\n```json\n", 1}, {"{here} { { {", 1}, {"{ \t\r\n", 1}, {"< <th", 1}, {"<thinking> {", 1},
		// Thoughts, whatever they hold; one that does not end is no reply.
		{"<think>{\"claims\":[]} {</think>", 1}, {"<think></think>{<think></thin </think>\n", 1}, {"</think>", 1}, {"<think>", 0},
		// Much of it.
		{strings.Repeat("{ ", 20_000), 1}, {"<think>" + strings.Repeat("<", 20_000) + "</think>", 1}, {strings.Repeat("<think></think>", 2000), 1},
	} {
		for _, piece := range []int{1, 2, 7, 1 << 20} {
			n := 0
			readPieces(row.before+object, piece, func(r *replyReader) error {
				_, err := r.claims(func(bot.Written) { n++ })
				return err
			})
			if n != row.want {
				t.Errorf("behind %.40q, in pieces of %d: %d claims, want %d", row.before, piece, n, row.want)
			}
		}
	}
	for _, reply := range []string{
		`{"claims":[{"text":"They <think> so","quotes":[]}]}`, // within the object it is no thought
		"{" + strings.Repeat(" \n", 10_000) + object[1:],
	} {
		for _, piece := range []int{1, 1 << 20} {
			n := 0
			readPieces(reply, piece, func(r *replyReader) error {
				_, err := r.claims(func(bot.Written) { n++ })
				return err
			})
			if n != 1 {
				t.Errorf("%.60q, in pieces of %d: %d claims, want 1", reply, piece, n)
			}
		}
	}
}

// readPieces has a reply read while it comes in pieces of so many bytes.
func readPieces(reply string, piece int, read func(*replyReader) error) {
	r := newReplyReader()
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.stop(read(r))
	}()
	for i := 0; i < len(reply); i += piece {
		if err := r.write(reply[i:min(i+piece, len(reply))]); err != nil {
			break // it is no JSON
		}
	}
	r.end()
	<-done
}
