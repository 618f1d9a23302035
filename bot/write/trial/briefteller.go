package trial

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/claim/lies"
	"dateline/bot/write"
	"dateline/corpus"
)

// given is a briefer that has one briefing.
type given struct{ b brief.Briefing }

// Compose returns it.
func (g given) Compose(context.Context, brief.Request) (brief.Briefing, error) { return g.b, nil }

// teller is a model that says for each point what it was told to.
type teller struct {
	b     brief.Briefing
	of    map[string]Telling // by the point's quotes
	texts map[corpus.PassageID]string

	mu   sync.Mutex // a briefing with many points takes several calls at once
	said int
	err  error
}

// Chat says it.
func (m *teller) Chat(ctx context.Context, p write.Prompt, each func(string) error) (write.Reply, error) {
	var d struct {
		Points []struct {
			Point   int
			Reports []struct{ Quote string }
		}
		Passages []struct {
			Passage int
			Text    string
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	lines := strings.Split(p.User, "\n")
	if len(lines) < 2 {
		m.err = fmt.Errorf("the prompt has no data: %q", p.User)
	} else if err := json.Unmarshal([]byte(lines[1]), &d); err != nil {
		m.err = fmt.Errorf("the prompt's data: %w", err)
	}
	type quote struct {
		Passage int    `json:"passage"`
		Quote   string `json:"quote"`
	}
	type sentence struct {
		Point  int     `json:"point"`
		Text   string  `json:"text"`
		Quotes []quote `json:"quotes"`
	}
	list := []sentence{}
	for _, p := range d.Points {
		var numbers []int
		for _, r := range p.Reports {
			i := slices.IndexFunc(m.b.Citations, func(c bot.Citation) bool { return c.Quote == r.Quote })
			if i >= 0 {
				numbers = append(numbers, m.b.Citations[i].N)
			}
		}
		if len(p.Reports) == 0 {
			continue
		}
		x, ok := m.of[p.Reports[0].Quote+fmt.Sprint(numbers)]
		if !ok {
			continue
		}
		m.said++
		s := sentence{Point: p.Point, Text: x.Text, Quotes: []quote{}}
		for _, q := range x.quotes {
			n := 99 // a passage that was not given
			for _, have := range d.Passages {
				if have.Text == m.texts[q.passage] {
					n = have.Passage
				}
			}
			s.Quotes = append(s.Quotes, quote{n, q.text})
		}
		list = append(list, s)
	}
	text, err := json.Marshal(map[string]any{"points": list})
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return streamer{reply: string(text)}.Chat(ctx, p, each)
}

// tallyTold makes the table of what became of some tellings.
func tallyTold(told []Telling, of func(lies.Case) bool) lies.Table {
	cases, shown := make([]lies.Case, len(told)), make([]bool, len(told))
	for i, x := range told {
		cases[i], shown[i] = lies.Case{Kind: x.Kind, How: x.How, Held: x.Held}, x.shown
	}
	return tally(cases, shown, of)
}

// WriteText writes the tables.
func (r BriefReport) WriteText(w io.Writer) error {
	for _, x := range []struct {
		name  string
		table lies.Table
	}{
		{"briefings with a point for each sentence", r.Made}, {"of these, the half that is kept for last", r.Held},
		{fmt.Sprintf("%d briefings as they are composed, %d points", r.Briefings, r.Points), r.Composed},
	} {
		if _, err := fmt.Fprintf(w, "%s\n", x.name); err != nil {
			return err
		}
		if err := x.table.WriteText(w); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	return nil
}

// maxTopics is how many briefings are composed.
const maxTopics = 10

// Topics returns the names of persons, bodies and places that the events of most
// articles have, at most n of them.
func Topics(docs []corpus.Document, n int) []string {
	in := map[string]int{}
	for _, d := range docs {
		seen := map[string]bool{}
		for _, e := range d.Events {
			for _, p := range e.Participants {
				if p.Name != "" && !seen[p.Name] {
					seen[p.Name] = true
					in[p.Name]++
				}
			}
		}
	}
	names := slices.SortedFunc(maps.Keys(in), func(a, b string) int { return cmp.Or(cmp.Compare(in[b], in[a]), cmp.Compare(a, b)) })
	return names[:min(n, len(names))]
}
