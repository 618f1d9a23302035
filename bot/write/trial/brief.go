package trial

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/claim/lies"
	"dateline/bot/write"
	"dateline/corpus"
	"dateline/corpus/timex"
)

// The kinds of lie that only a briefing has.
const (
	OtherPoint = "another point's news"
	OtherQuote = "another point's quote"
	OtherDay   = "another point's date"
	DatedBy    = "a date for the undated"
	TwoPoints  = "two points in one"
)

// BriefOptions are those of a trial of briefings. All but Lies and Seed are
// required.
type BriefOptions struct {
	Archive   write.Documents
	Documents []corpus.Document // of the archive, with or without their events; sentences are made of these
	Briefer   write.Briefer     // makes briefings as they are shown
	// Collections are what may be seen; briefings are made on the names that
	// most articles of them have.
	Collections []string
	AsOf        corpus.Day
	Lies        int    // how many of the grammar's at least, as far as there is matter for them
	Seed        uint64 // of the grammar of lies
}

// BriefReport is what became of the sentences.
type BriefReport struct {
	// Made is of briefings that have a point for each sentence of which
	// something can be said; Composed of those that the briefer made.
	Made, Composed    lies.Table
	First, Held       lies.Table // of Made, by the halves of the articles
	Briefings, Points int        // that were composed
	Shown             []Telling  // lies that were shown
	Lost              []Telling  // true sentences that were not
}

// Telling is something that a model says for a point.
type Telling struct {
	Kind, How string // of a lie; Kind is "" where it is true
	Held      bool
	Text      string
	quotes    []telling
	point     int // of its briefing's points together
	shown     bool
}

// telling is a quote with the passage that it is given for.
type telling struct {
	passage corpus.PassageID
	text    string
}

// Briefings puts sentences whose truth is known into briefings: a model says
// each of them for the point that tells of it, and those that are another's for
// another point.
func Briefings(ctx context.Context, o BriefOptions) (BriefReport, error) {
	var r BriefReport
	t := briefTrial{docs: map[corpus.Key]*corpus.Document{}}
	whole := make([]corpus.Document, len(o.Documents)) // with their events
	for i, d := range o.Documents {
		var err error
		if whole[i], err = o.Archive.Document(ctx, d.Key, d.Version); err != nil {
			return r, fmt.Errorf("trial of briefings: %w", err)
		}
		t.docs[d.Key] = &whole[i]
	}
	o.Documents = whole
	trues, untrue := lies.Make(o.Documents, o.Seed, o.Lies)
	t.o, t.cases = o, append(slices.Clone(trues), untrue...)
	made, err := t.run(ctx, t.made())
	if err != nil {
		return r, err
	}
	r.Made = tallyTold(made, func(lies.Case) bool { return true })
	r.First = tallyTold(made, func(c lies.Case) bool { return !c.Held })
	r.Held = tallyTold(made, func(c lies.Case) bool { return c.Held })
	var composed []Telling
	for _, topic := range Topics(o.Documents, maxTopics) {
		b, err := o.Briefer.Compose(ctx, brief.Request{Topic: topic, Collections: o.Collections, AsOf: o.AsOf, Window: corpus.Between(corpus.MinDay, o.AsOf)})
		if err != nil {
			return r, fmt.Errorf("trial of briefings: %w", err)
		}
		r.Briefings++
		r.Points += len(b.Points) + len(b.Ahead) + len(b.Undated)
		told, err := t.run(ctx, []brief.Briefing{b})
		if err != nil {
			return r, err
		}
		composed = append(composed, told...)
	}
	r.Composed = tallyTold(composed, func(lies.Case) bool { return true })
	for _, x := range append(made, composed...) {
		switch {
		case x.Kind != "" && x.shown:
			r.Shown = append(r.Shown, x)
		case x.Kind == "" && !x.shown:
			r.Lost = append(r.Lost, x)
		}
	}
	return r, nil
}

type briefTrial struct {
	o     BriefOptions
	cases []lies.Case
	docs  map[corpus.Key]*corpus.Document
}

// quoted returns the sentences that a case is made of: of a lie about a quote
// those of the true claim that it was made from.
func (t *briefTrial) quoted(c lies.Case) []telling {
	if c.Kind == lies.Altered || c.Kind == lies.Misplaced {
		i := slices.IndexFunc(t.cases, func(x lies.Case) bool {
			return x.Kind == "" && x.Article == c.Article && x.Claim.Text == c.Claim.Text
		})
		if i < 0 {
			return nil
		}
		c = t.cases[i]
	}
	return said(c)
}

// said returns the quotes of a case as it gives them.
func said(c lies.Case) []telling {
	var out []telling
	for _, q := range c.Claim.Quotes {
		for _, p := range c.Passages {
			if p.N == q.Passage {
				out = append(out, telling{p.ID, q.Text})
			}
		}
	}
	return out
}

// made returns a briefing for each article, with a point for each sentence, or
// two together, of which a case speaks.
func (t *briefTrial) made() []brief.Briefing {
	var out []brief.Briefing
	for _, key := range sortedArticles(t.cases) {
		doc := t.docs[key]
		b := brief.Briefing{Topic: "trial", AsOf: t.o.AsOf}
		seen := map[string]bool{}
		for _, c := range t.cases {
			if c.Article != key {
				continue
			}
			p := brief.Point{Sources: 1}
			name := ""
			var first corpus.Span
			for _, q := range t.quoted(c) {
				n, at, ok := cited(doc, q, &b)
				if !ok {
					continue
				}
				if len(p.Citations) == 0 {
					first = at
				}
				p.Citations = append(p.Citations, n)
				name += fmt.Sprint(n, " ")
			}
			if len(p.Citations) == 0 || seen[name] {
				continue
			}
			seen[name] = true
			p.Text = b.Citations[p.Citations[0]-1].Quote
			var ahead bool
			p.When, p.Basis, ahead = whenOf(doc, first, t.o.AsOf)
			switch {
			case ahead:
				b.Ahead = append(b.Ahead, p)
			case !p.When.Known():
				b.Undated = append(b.Undated, p)
			default:
				b.Points = append(b.Points, p)
			}
		}
		out = append(out, b)
	}
	return out
}

// cited gives a quote its citation in a briefing.
func cited(doc *corpus.Document, q telling, b *brief.Briefing) (n int, at corpus.Span, ok bool) {
	for _, p := range doc.Passages {
		if p.ID != q.passage {
			continue
		}
		i := strings.Index(p.Of(doc.Text), q.text)
		if i < 0 {
			continue
		}
		at = corpus.Span{Start: p.Start + i, End: p.Start + i + len(q.text)}
		ci, ok := bot.Cite(*doc, q.text, at.Start)
		if !ok {
			return 0, at, false
		}
		for _, have := range b.Citations {
			if have.Article == ci.Article && have.Span == ci.Span {
				return have.N, at, true
			}
		}
		ci.N = len(b.Citations) + 1
		b.Citations = append(b.Citations, ci)
		return ci.N, at, true
	}
	return 0, at, false
}

// whenOf returns when what a sentence tells happened, by the events that were
// read from it, else the day of its article; and whether it is ahead.
func whenOf(doc *corpus.Document, at corpus.Span, asOf corpus.Day) (when corpus.Interval, basis corpus.Basis, ahead bool) {
	for _, e := range doc.Events {
		if !e.Span.Overlaps(at) || e.Kind == "say" || e.Polarity == corpus.None || e.Polarity == corpus.Denied {
			continue
		}
		if e.Polarity == corpus.Planned {
			ahead = ahead || !when.Known()
			if !when.Known() {
				when, basis = e.When, e.Basis
			}
			continue
		}
		if e.When.Known() {
			return e.When, e.Basis, false
		}
		ahead = false
	}
	if !when.Known() && !ahead {
		for _, x := range timex.Parse(at.Of(doc.Text), doc.Published.Interval) {
			if x.Type == "DATE" && x.Interval.Known() && x.Interval.End <= asOf {
				return x.Interval, corpus.BasisStated, false
			}
		}
		when = doc.Published.Interval
	}
	return when, basis, ahead
}

func sortedArticles(cases []lies.Case) []corpus.Key {
	var out []corpus.Key
	for _, c := range cases {
		if !slices.Contains(out, c.Article) {
			out = append(out, c.Article)
		}
	}
	slices.SortFunc(out, func(a, b corpus.Key) int { return cmp.Compare(a.String(), b.String()) })
	return out
}

// run has a model say for the points of each briefing all that there is to say,
// a sentence for each point at a time.
func (t *briefTrial) run(ctx context.Context, briefings []brief.Briefing) ([]Telling, error) {
	var out []Telling
	for _, b := range briefings {
		points := slices.Concat(b.Points, b.Ahead, b.Undated)
		of := make([][]Telling, len(points))
		rounds := 0
		for i := range points {
			of[i] = t.tellings(b, points, i)
			rounds = max(rounds, len(of[i]))
		}
		for round := range rounds {
			m := &teller{of: map[string]Telling{}, texts: map[corpus.PassageID]string{}}
			for _, d := range t.o.Documents {
				for _, p := range d.Passages {
					m.texts[p.ID] = p.Of(d.Text)
				}
			}
			for i, p := range points {
				if round < len(of[i]) {
					m.of[b.Citations[p.Citations[0]-1].Quote+fmt.Sprint(p.Citations)] = of[i][round]
				}
			}
			m.b = b
			got, err := write.NewBriefWriter(write.BriefOptions{Briefer: given{b}, Archive: t.o.Archive, Model: m, Name: "trial"}).Compose(ctx, brief.Request{})
			if err != nil {
				return nil, fmt.Errorf("trial of briefings: %w", err)
			}
			if m.err != nil {
				return nil, fmt.Errorf("trial of briefings: %w", m.err)
			}
			now := slices.Concat(got.Points, got.Ahead, got.Undated)
			for i := range points {
				if round >= len(of[i]) {
					continue
				}
				x := of[i][round]
				x.shown = now[i].Written
				if !x.shown && now[i].Text != points[i].Text {
					return nil, fmt.Errorf("trial of briefings: a point says %q where its quote is %q", now[i].Text, points[i].Text)
				}
				out = append(out, x)
			}
			if m.said < len(m.of) {
				return nil, fmt.Errorf("trial of briefings: the model was asked about %d of %d points", m.said, len(m.of))
			}
		}
	}
	return out, nil
}

// tellings returns all that is to be said for a point: the cases made of its
// sentences, and the lies that mix it with other points.
func (t *briefTrial) tellings(b brief.Briefing, points []brief.Point, i int) []Telling {
	p := points[i]
	var out []Telling
	var own []Telling
	for _, c := range t.cases {
		if t.owner(b, points, c) == i && short(c.Claim.Text) {
			x := Telling{Kind: c.Kind, How: c.How, Held: c.Held, Text: c.Claim.Text, quotes: said(c), point: i}
			out = append(out, x)
			if c.Kind == "" && c.How == lies.Verbatim {
				own = append(own, x)
			}
		}
	}
	if len(own) == 0 {
		return out
	}
	mine := own[0]
	lie := func(kind, text string, quotes []telling) {
		if !short(text) {
			return
		}
		out = append(out, Telling{Kind: kind, How: kind, Held: mine.Held, Text: text, quotes: quotes, point: i})
	}
	hasDate := len(timex.Parse(mine.Text, corpus.Interval{})) > 0
	if !p.When.Known() {
		for _, date := range []string{"on 7 April 2021", "in 2012", "on Thursday", "last year"} {
			if !hasDate && !strings.Contains(mine.quotes[0].text, date) {
				lie(DatedBy, stopped(mine.Text)+" "+date+".", mine.quotes)
			}
		}
	}
	others := 0
	for j, q := range points {
		if j == i || others == 3 {
			continue
		}
		theirs := t.verbatim(b, q)
		if theirs == nil || sharesSentence(mine.quotes, theirs.quotes) || t.about(b, p, lies.Case{Article: b.Citations[q.Citations[0]-1].Article}, theirs.quotes) {
			continue
		}
		others++
		lie(OtherPoint, theirs.Text, theirs.quotes)
		lie(OtherQuote, mine.Text, theirs.quotes)
		lie(TwoPoints, stopped(mine.Text)+", and "+lowerFirst(theirs.Text), slices.Concat(mine.quotes, theirs.quotes))
		if q.When.Known() && q.When.Precision == corpus.PrecisionDay && !q.When.Overlaps(p.When) {
			lie(OtherDay, redated(mine.Text, q.When), mine.quotes)
		}
	}
	return out
}

// short reports whether a briefing may have a sentence: longer ones are refused
// for their length, and prove nothing.
func short(text string) bool { return len(strings.Fields(text)) <= write.MaxPointWords }

// owner returns the point that a case's sentences are of: the first that stands
// on them alone, else the first that stands on them; -1 where there is none.
func (t *briefTrial) owner(b brief.Briefing, points []brief.Point, c lies.Case) int {
	quotes := t.quoted(c)
	found := -1
	for i, p := range points {
		switch {
		case !t.about(b, p, c, quotes):
		case len(p.Citations) == len(quotes):
			return i
		case found < 0:
			found = i
		}
	}
	return found
}

// redated returns a sentence with another day: in the place of its own, else at
// its end.
func redated(text string, day corpus.Interval) string {
	for _, x := range timex.Parse(text, corpus.Interval{}) {
		if x.Type == "DATE" && strings.HasSuffix(text[:x.Start], "on ") {
			return text[:x.Start] + bot.LongDate(day) + text[x.End:]
		}
	}
	return stopped(text) + " on " + bot.LongDate(day) + "."
}

// verbatim returns the true case that says what a point's quote says, nil where
// there is none.
func (t *briefTrial) verbatim(b brief.Briefing, p brief.Point) *Telling {
	for _, c := range t.cases {
		if c.Kind == "" && c.How == lies.Verbatim && t.about(b, p, c, t.quoted(c)) {
			return &Telling{Text: c.Claim.Text, quotes: said(c)}
		}
	}
	return nil
}

// about reports whether a case's sentences are those that a point stands on.
func (t *briefTrial) about(b brief.Briefing, p brief.Point, c lies.Case, quotes []telling) bool {
	for _, q := range quotes {
		found := false
		for _, n := range p.Citations {
			ci := b.Citations[n-1]
			if ci.Article != c.Article || ci.Passage != q.passage {
				continue
			}
			found = found || strings.Contains(ci.Quote, q.text) || strings.Contains(q.text, ci.Quote)
		}
		if !found {
			return false
		}
	}
	return len(quotes) > 0
}

func sharesSentence(a, b []telling) bool {
	for _, x := range a {
		for _, y := range b {
			if x.passage == y.passage && (strings.Contains(x.text, y.text) || strings.Contains(y.text, x.text)) {
				return true
			}
		}
	}
	return false
}

func stopped(s string) string { return strings.TrimSuffix(s, ".") }

func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && unicode.IsUpper(r[0]) && strings.HasPrefix(s, "The ") {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}
