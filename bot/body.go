package bot

import (
	"context"
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// askedBody returns the name of the body whose office a question asks for,
// "Velmet" for "who is the chief executive of Velmet?"; "" where it names none,
// or a country or
// city; and the last word of the office.
func (c *conversation) askedBody() (name, office string) {
	ws, folded := token.Words(c.q.Main), foldedWords(c.q.Main)
	head := slices.Index(folded, c.q.Head)
	if c.q.Head == "" || head < 0 {
		return "", ""
	}
	for k := head + 1; k < min(len(folded), head+3) && !token.Stop(folded[k]) && !ws[k].Capital(); k++ {
		head = k // "chief executive"
	}
	at := head + 1
	if at+1 < len(ws) && folded[at] == "of" {
		if at++; folded[at] == "the" {
			at++
		}
	} else {
		for at = head; at > 0 && !possessive(ws[at-1].Text); at-- {
			if ws[at-1].Capital() || token.Stop(folded[at-1]) {
				return "", ""
			}
		}
		for at--; at > 0 && ws[at-1].Capital() && !asking[folded[at-1]]; at-- {
		}
	}
	if at < 0 || at >= len(ws) {
		return "", ""
	}
	end := capitalRun(c.q.Main, ws, folded, at)
	if end == at {
		return "", ""
	}
	name = cutPossessive(c.q.Main[ws[at].Start:ws[end-1].End])
	if _, ok := gazetteer.Country(name); ok {
		return "", ""
	}
	if _, ok := gazetteer.City(name); ok {
		return "", ""
	}
	return name, folded[head]
}

// ofBodies leaves the candidates of whose office no other body than the one
// asked about is told to be the owner.
func (c *conversation) ofBodies(cs []candidate) []candidate {
	body, head := c.askedBody()
	if body == "" || len(c.q.Names) == 0 || c.q.Bound.Known() {
		// Where the time is told, it weighs more than whose office it was.
		return cs
	}
	out := cs[:0:0]
	for _, x := range cs {
		if x.officeOf(head, body) {
			out = append(out, x)
		}
	}
	return out
}

// officeOf reports whether the office beside a candidate's name may be one of a
// body: its own words give it to no other, and the body is named there or
// before. A line without the office is not judged.
func (x candidate) officeOf(head, body string) bool {
	l := x.line
	at, best := -1, 9
	for j, f := range l.folded {
		if d := max(x.from-j, j-x.to); f == head && d < best {
			at, best = j, d
		}
	}
	if at < 0 {
		return true
	}
	holds := func(from, to int) bool {
		return anyWord(stemSet(l.text[l.words[from].Start:l.words[to-1].End]), body)
	}
	if at+2 < len(l.words) && l.folded[at+1] == "of" {
		from := at + 2
		if l.folded[from] == "the" {
			from++
		}
		if end := capitalRun(l.text, l.words, l.folded, from); end > from {
			return holds(from, end)
		}
	}
	start := at
	for start > 0 && !l.words[start-1].Capital() && !token.Stop(l.folded[start-1]) && at-start < 3 {
		start--
	}
	if start > 0 && l.words[start-1].Capital() && start-1 >= 0 && (start-1 < x.from || start-1 >= x.to) && strings.TrimSpace(l.text[l.words[start-1].End:l.words[start].Start]) == "" {
		from := start - 1
		for from > 0 && l.words[from-1].Capital() && !possessive(l.words[from-1].Text) {
			from--
		}
		if !token.Stop(l.folded[from]) {
			return holds(from, start)
		}
	}
	if start > 0 && (l.folded[start-1] == "its" || l.folded[start-1] == "whose") {
		// The owner is the name before it, else what the sentence before tells of.
		for j := start - 2; j >= 0; j-- {
			if l.words[j].Capital() && !token.Stop(l.folded[j]) && !question.Time(l.folded[j]) {
				return holds(j, j+1)
			}
		}
	}
	return anyWord(stemSet(l.text+" "+l.before()+" "+l.hit.Article.Title), body)
}

// ofCountry leaves the candidates that somebody names with an office of a
// country, and where all were such that nobody names with another's alone, those
// whose sentence speaks of the office.
func (c *conversation) ofCountry(ctx context.Context, cs []candidate, office, of string) ([]candidate, error) {
	if e, ok := gazetteer.Office(office); !ok || !e.One {
		return cs, nil
	}
	cs = cs[:min(len(cs), isolateLines)]
	var out, sure []candidate
	for _, x := range cs {
		here, elsewhere, err := c.holds(ctx, x.text, office, of)
		if err != nil {
			return nil, err
		}
		if here {
			sure = append(sure, x)
		}
		if here || !elsewhere && slices.Contains(x.line.folded, lastWord(office)) {
			out = append(out, x)
		}
	}
	if len(out) < len(cs) {
		return sure, nil
	}
	return out, nil
}

// holds reports whether the archive names somebody with an office of a country,
// and with that of another.
func (c *conversation) holds(ctx context.Context, name, office, of string) (here, elsewhere bool, err error) {
	keys := event.Keys([]corpus.Participant{{Entity: corpus.Entity{Type: corpus.Person, Name: name}}})
	if len(keys) == 0 {
		return false, false, nil
	}
	events, err := c.list(ctx, nil, keys)
	if err != nil {
		return false, false, err
	}
	for _, e := range events {
		for _, p := range e.Participants {
			if p.Entity.Of == "" || p.Name == "" || !event.SameName(p.Name, name) || !event.SameOffice(p.Office, office) {
				continue
			}
			here, elsewhere = here || p.Entity.Of == of, elsewhere || p.Entity.Of != of
		}
	}
	return here, elsewhere, nil
}
