package event

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/corpus/event/variant"
)

// world makes random events among a few people, offices and places, so that
// many of them are of one event and many nearly are.
type world struct {
	*rand.Rand
	names, offices, countries []string
	articles, days            int
}

func pickOf(r *rand.Rand, list []string) string { return list[r.IntN(len(list))] }

func (w world) person() corpus.Entity {
	e := corpus.Entity{Type: corpus.Person}
	if w.IntN(4) > 0 {
		e.Name = pickOf(w.Rand, w.names)
	}
	if e.Name == "" || w.IntN(3) == 0 {
		e.Office = pickOf(w.Rand, w.offices)
		if w.IntN(4) > 0 {
			e.Of = pickOf(w.Rand, w.countries)
		}
	}
	return e
}

func (w world) event(i int) corpus.Event {
	e := corpus.Event{Article: corpus.Key{Collection: "c", ID: strconv.Itoa(w.IntN(w.articles))}, Kind: pickOf(w.Rand, []string{"visit", "meet", "sign"}),
		Sentence: w.IntN(20), ID: int64(i)}
	if w.IntN(10) == 0 {
		e.Polarity = corpus.Polarity(w.IntN(4))
	}
	first := corpus.DayOf(2001, 1, 1)
	day := first + corpus.Day(w.IntN(w.days))
	switch w.IntN(8) {
	case 0, 1:
		if w.IntN(3) == 0 {
			e.Range = corpus.Interval{Start: corpus.MinDay, End: day, Precision: corpus.PrecisionInterval}
		}
	case 2:
		e.When, e.Basis = corpus.InYear(day.Year()), corpus.BasisStated
		e.Range = e.When
	case 3:
		e.When, e.Basis = corpus.InYear(day.Year()), corpus.BasisDerived
		e.Range = corpus.Between(e.When.Start.AddMonths(-12), e.When.End.AddMonths(12))
	default:
		e.When, e.Basis = corpus.OnDay(day), corpus.BasisDated
		if w.IntN(3) == 0 {
			e.When = corpus.Between(day-7, day)
		}
		e.Range = e.When
	}
	add := func(role corpus.Role, x corpus.Entity) {
		e.Participants = append(e.Participants, corpus.Participant{Role: role, Entity: x, Span: corpus.Span{Start: w.IntN(9), End: 10}})
	}
	for range 1 + w.IntN(2) {
		add(corpus.Agent, w.person())
	}
	if w.IntN(6) == 0 {
		c := pickOf(w.Rand, w.countries)
		add(corpus.Agent, corpus.Entity{Type: corpus.Location, Name: c, In: c})
	}
	for range w.IntN(3) {
		add([]corpus.Role{corpus.Patient, corpus.Partner, corpus.Topic}[w.IntN(3)], w.person())
	}
	if w.IntN(3) > 0 {
		c := pickOf(w.Rand, w.countries)
		add(corpus.Place, corpus.Entity{Type: corpus.Location, Name: c, In: c})
	}
	return e
}

// newsWorld makes n events as an archive of news has them: people with one
// office each, few of them in most of the news, named with or without office
// or by the office alone; a fifth without a date.
func newsWorld(n int) []corpus.Event {
	w := smallWorld(9)
	w.articles, w.days = n/4+1, 9000
	w.countries = strings.Split("france,kenya,japan,chile,russia,india,china,germany,spain,egypt,iran,turkey,poland,norway,brazil,peru", ",")
	w.offices = strings.Split("president,prime minister,foreign minister,defence minister,finance minister,ambassador,spokesman,official", ",")
	people := make([]corpus.Entity, n/20+50)
	for i := range people {
		people[i] = corpus.Entity{Type: corpus.Person, Name: fmt.Sprintf("%c%d Surname%d", 'A'+i%26, i, i), Office: pickOf(w.Rand, w.offices), Of: pickOf(w.Rand, w.countries)}
	}
	zipf := rand.NewZipf(w.Rand, 1.1, 4, uint64(len(people)-1))
	person := func() corpus.Entity {
		e := people[zipf.Uint64()]
		switch w.IntN(4) {
		case 0:
			e.Name = ""
		case 1:
			_, e.Name, _ = strings.Cut(e.Name, " ")
			e.Office, e.Of = "", ""
		}
		return e
	}
	events := make([]corpus.Event, n)
	for i := range events {
		e := w.event(i)
		parts := e.Participants
		e.Participants = nil
		for j, p := range parts {
			if p.Type == corpus.Person {
				p.Entity = person()
			}
			if p.Role != corpus.Agent || j == 0 {
				e.Participants = append(e.Participants, p)
			}
		}
		events[i] = e
	}
	return events
}

func smallWorld(seed uint64) world {
	return world{rand.New(rand.NewPCG(seed, 1)), strings.Split("Anna Berg,Berg,A. Berg,Carl Berg,Li Wei,Li,Omar Kayani,Kiyani,Kayani,Ruth Okoro", ","),
		strings.Split("president,leader,foreign minister,minister,secretary of state,former president,official,diplomat", ","),
		strings.Split("france,kenya,japan,chile", ","), 12, 900}
}

func summary(groups []Group) string {
	var b strings.Builder
	for i, g := range groups {
		fmt.Fprintf(&b, "%d %s %s %s %s %s %v %v%s:", i, g.Kind, g.Polarity, g.When, g.Range, g.Basis, g.Undated, g.Links, parties(g.Participants))
		for _, m := range g.Members {
			fmt.Fprintf(&b, " %d/%s", m.ID, m.Article.ID)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func sameMerge(t *testing.T, name string, events []corpus.Event) {
	t.Helper()
	got, want := strings.Split(summary(Merge(events)), "\n"), strings.Split(summary(exhaustive(events)), "\n")
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Errorf("%s: group %d of %d = %s\nwant of %d %s", name, i, len(got), got[i], len(want), want[i])
			return
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d groups, want %d", name, len(got), len(want))
	}
	h, k := fmt.Sprint(Holdings(events)), fmt.Sprint(exhaustiveHoldings(events))
	if h != k {
		t.Errorf("%s: Holdings = %s, want %s", name, h, k)
	}
}

// TestMergeExhaustive compares Merge with trying every report against every
// group.
func TestMergeExhaustive(t *testing.T) {
	for i := range variant.Count {
		var events []corpus.Event
		for _, raw := range variant.Generate(7, i).Articles {
			_, es := readRaw(raw)
			events = append(events, es...)
		}
		for j := range events {
			events[j].ID = int64(j)
		}
		sameMerge(t, fmt.Sprint("variant ", i), events)
	}
	sameMerge(t, "news", newsWorld(700))
	for seed := range uint64(60) {
		w := smallWorld(seed)
		if seed%2 > 0 { // so many that shelves are looked up
			w.days, w.articles = 9000, 80
		}
		var events []corpus.Event
		for i := range 10 + 5*int(seed) {
			events = append(events, w.event(i))
		}
		sameMerge(t, fmt.Sprint("seed ", seed), events)
	}
}

// TestMergeOrder checks that the order in which reports come does not matter.
func TestMergeOrder(t *testing.T) {
	w := smallWorld(3)
	var events []corpus.Event
	for i := range 400 {
		events = append(events, w.event(i))
	}
	// Which of two full names stands for a holder depends on the order, so
	// that each has one here.
	for i := range events {
		for j := range events[i].Participants {
			if p := &events[i].Participants[j]; p.Type == corpus.Person && p.Name != "" {
				p.Name = []string{"Anna Berg", "Li Wei", "Ruth Okoro"}[len(p.Name)%3]
			}
		}
	}
	want := summary(Merge(events))
	w.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
	if got := summary(Merge(events)); got != want {
		t.Errorf("Merge depends on the order of the events")
	}
}
