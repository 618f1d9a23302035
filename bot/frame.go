package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// frame is the event that a question or a clause of it speaks of.
type frame struct {
	kind    string
	also    []string           // kinds that say the same of the same people
	agent   *event.Constraint  // who acts, nil where that is asked or not said
	others  []event.Constraint // further participants, places among them
	place   string             // as the question names it, "" where it doesn't
	subject string             // the agent as the question names it
	order   event.Order
	bound   retrieval.Bound
}

// constraints returns all that the frame asks of participants.
func (f frame) constraints() []event.Constraint {
	out := slices.Clone(f.others)
	if f.agent != nil {
		out = append([]event.Constraint{*f.agent}, out...)
	}
	return out
}

// asksAgent reports whether who acts is what is asked: nobody is said to, or
// an office alone, which the question's phrase holds: "which prime minister".
func (f frame) asksAgent(q question.Question) bool {
	return f.agent == nil || f.agent.Name == "" && f.agent.Office != "" && q.Focus != "" && strings.Contains(q.Focus, lastWord(f.subject))
}

// leading returns the constraint that the events of the archive are looked up
// by: that which fewest of them meet, as far as one can tell beforehand. Who
// acts comes first, then anybody else by name or office, and last a place.
func (f frame) leading() event.Constraint {
	var best event.Constraint
	rank := 0
	for _, con := range f.constraints() {
		r := 0
		switch {
		case con.Name != "":
			r = 3
		case con.Office != "" && con.Of != "":
			r = 2
		case con.Place != "":
			r = 1
		}
		if r > rank {
			best, rank = con, r
		}
	}
	return best
}

// mention is a name in a question, with what the gazetteer knows of it.
type mention struct {
	from, to int
	event.Constraint
	text string
	goal bool // "to" stands before it
}

// frameOf reads the event of a question or clause; its kind is "" where it
// speaks of none. Words that only the archive can tell to be names are looked
// up there.
func (c *conversation) frameOf(ctx context.Context, q question.Question, text string) (frame, error) {
	words := token.Words(text)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = token.Fold(w.Text)
	}
	f := frame{bound: q.Bound, order: orders[q.Order]}
	mentions := mentionsIn(text, words, folded)
	taken := func(i int) bool {
		for _, m := range mentions {
			if m.from <= i && i < m.to {
				return true
			}
		}
		return false
	}
	trigger := -1
	helper := slices.IndexFunc(folded, func(w string) bool { return w == "did" || w == "does" || w == "do" || w == "will" })
	for i := range words {
		if taken(i) || asking[folded[i]] || i > 0 && words[i].Capital() {
			continue
		}
		if kind, ok := event.KindOf(folded[i]); ok {
			// A verb goes before a noun: "did X sign the agreement", "which
			// agreement did X sign".
			if trigger < 0 || trigger < helper && helper < i {
				trigger, f.kind = i, kind
			}
		}
	}
	if trigger < 0 {
		return f, nil
	}
	// Words in small letters may be names as well.
	for i, w := range words {
		stem := token.Stem(folded[i])
		if taken(i) || i == trigger || !slices.Contains(q.Terms, stem) && q.Text == text || token.Stop(folded[i]) || question.Time(folded[i]) || asking[folded[i]] || len(folded[i]) < 3 {
			continue
		}
		if _, ok := event.KindOf(folded[i]); ok {
			continue
		}
		filter := c.events(c.asOf)
		filter.Kinds, filter.Keys = []string{f.kind}, []string{"n:" + folded[i]}
		es, err := c.Archive.Events(ctx, filter)
		if err != nil {
			return f, fmt.Errorf("events: %w", err)
		}
		if len(es) > 0 {
			mentions = append(mentions, mention{from: i, to: i + 1, text: w.Text, Constraint: event.Constraint{Name: w.Text}})
		}
	}
	slices.SortFunc(mentions, func(a, b mention) int { return a.from - b.from })
	switch f.kind {
	case "meet":
		f.also = []string{"host"}
	case "host":
		f.also = []string{"meet"}
	}
	mutual := f.also != nil || f.kind == "marry" || f.kind == "agree" || f.kind == "sign"
	for i := range mentions {
		m := &mentions[i]
		con := m.Constraint
		before := ""
		if m.from > 0 {
			before = folded[m.from-1]
			if before == "the" && m.from > 1 {
				before = folded[m.from-2]
			}
		}
		switch {
		case con.Place != "":
			if f.place == "" {
				f.place = m.text
			}
			con.Roles = []corpus.Role{corpus.Place}
			f.others = append(f.others, con)
		case f.agent == nil && (m.from < trigger || before == "by" || before == "of") && before != "to" && before != "with":
			f.subject = m.text
			if !mutual && !passive(folded, trigger) {
				con.Roles = []corpus.Role{corpus.Agent}
			}
			f.agent = &con
		default:
			f.others = append(f.others, con)
		}
	}
	return f, nil
}

// passive reports whether the verb at i stands after a form of "be".
func passive(folded []string, i int) bool {
	for j := max(0, i-3); j < i; j++ {
		switch folded[j] {
		case "was", "were", "been", "be":
			return strings.HasSuffix(folded[i], "ed") || strings.HasSuffix(folded[i], "n")
		}
	}
	return false
}

var orders = map[question.Order]event.Order{question.First: event.First, question.Last: event.Last, question.Previous: event.Previous, question.Next: event.Next}

// asking are the words of a question that are no trigger though the lexicon
// has them as verbs.
var asking = words(`when who whom whose what which where why how did does do was were is are has have had will would can could should may
	last first latest previous next recent recently most before after since until time times`)

// mentionsIn finds the names of a text: offices with their country, places,
// and capitalised runs.
func mentionsIn(text string, ws []token.Token, folded []string) []mention {
	var out []mention
	demonym := ""
	for i := 0; i < len(ws); {
		entries, n := gazetteer.Longest(text, ws, folded, i, true)
		var e gazetteer.Entry
		for k, x := range entries {
			if k == 0 || x.Kind == gazetteer.OfficeName {
				e = x
			}
		}
		if n > 0 && question.Time(folded[i]) && n == 1 || asking[folded[i]] {
			n = 0
		}
		span := ""
		if n > 0 {
			span = text[ws[i].Start:ws[i+n-1].End]
		}
		switch {
		case n > 0 && e.Kind == gazetteer.Demonym:
			demonym = e.Name
			i += n
			continue
		case n > 0 && e.Kind == gazetteer.OfficeName:
			m := mention{from: i, to: i + n, text: span, Constraint: event.Constraint{Office: e.Name, Of: demonym}}
			if i+n+1 < len(ws) && folded[i+n] == "of" {
				if of, k := gazetteer.Longest(text, ws, folded, i+n+1, true); k > 0 && of[0].Kind == gazetteer.CountryName {
					m.Of, m.to = of[0].Name, i+n+1+k
				}
			}
			if name := capitalRun(text, ws, folded, m.to); name > m.to {
				m.Constraint = event.Constraint{Name: text[ws[m.to].Start:ws[name-1].End]}
				m.text, m.to = m.Name, name
			}
			out = append(out, m)
			i, demonym = m.to, ""
			continue
		case n > 0 && (e.Kind == gazetteer.CountryName || e.Kind == gazetteer.CityName):
			if run := capitalRun(text, ws, folded, i); run <= i+n {
				if i+n < len(ws) && possessive(ws[i+n-1].Text) {
					demonym = e.Name // "Russia's foreign minister"
					if off, k := gazetteer.Longest(text, ws, folded, i+n, true); k > 0 && slices.ContainsFunc(off, func(x gazetteer.Entry) bool { return x.Kind == gazetteer.OfficeName }) {
						i += n
						continue
					}
				}
				out = append(out, mention{from: i, to: i + n, text: cutPossessive(span), Constraint: event.Constraint{Place: e.Name}})
				i, demonym = i+n, ""
				continue
			}
		}
		if end := capitalRun(text, ws, folded, i); end > i {
			name := cutPossessive(text[ws[i].Start:ws[end-1].End])
			out = append(out, mention{from: i, to: end, text: name, Constraint: event.Constraint{Name: name}})
			i = end
			continue
		}
		i++
	}
	return out
}

// capitalRun returns the end of the capitalised run at i, i where none is.
func capitalRun(text string, ws []token.Token, folded []string, i int) int {
	end := i
	for end < len(ws) && ws[end].Capital() && !asking[folded[end]] && !token.Stop(folded[end]) && !question.Time(folded[end]) {
		if end > i && (possessive(ws[end-1].Text) || !gapInName(text[ws[end-1].End:ws[end].Start], ws[end-1].Text)) {
			break
		}
		if _, ok := event.KindOf(folded[end]); ok && end == 0 {
			break
		}
		end++
	}
	if end > i && end < len(ws) && ws[end].Number() && text[ws[end-1].End:ws[end].Start] == "-" {
		end++ // "Soyuz-4"
	}
	return end
}
