package brief

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/corpus"
)

func raw(id, source, day, title, text string) corpus.Raw {
	return corpus.Raw{Key: corpus.Key{Collection: collection, ID: id}, Source: source, Published: day, Title: title, Text: text}
}

// tell is what a briefing leaves for the next one.
func tell(prev *Told, b Briefing, s *shelf) *Told {
	t := &Told{At: s.now, Generation: b.Generation, Articles: map[corpus.Key]int{}}
	if prev != nil {
		for k, v := range prev.Articles {
			t.Articles[k] = v
		}
	}
	for _, v := range b.Read {
		t.Articles[v.Key] = v.Version
	}
	return t
}

func texts(list []Point) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.Text)
	}
	return out
}

func newOnes(list []Point) []string {
	var out []string
	for _, p := range list {
		if p.New {
			out = append(out, p.Text)
		}
	}
	return out
}

const (
	drownedText = "NOWSHERA: Nine people drowned on Sunday when flood water entered the town of Nowshera, rescue officials said. The Kabul river stood at its highest level in ten years. " +
		"Hundreds of families spent the night on the motorway, and the army brought tents and bread to them in twenty lorries. Schools in the whole district will stay closed until Thursday, the government said."
	otherWords = "The Kabul river broke through a dyke at Nowshera on Sunday and drowned nine people in the floods, most of them in one street, police said. Boats brought hundreds of families to safety."
	bridgeText = "NOWSHERA: The army opened a bridge of pontoons at Nowshera on Wednesday to replace the one that the floods had carried away. Lorries may use it from Friday."
)

func TestNew(t *testing.T) {
	s := newShelf(t, raw("a", "Hill Post", "2024-05-06", "Nine drown as flood reaches Nowshera", drownedText))
	ask := func(told *Told, onlyNew bool) Briefing {
		return s.compose(Request{Topic: "Nowshera", Window: corpus.Between(corpus.DayOf(2024, 5, 3), corpus.DayOf(2024, 5, 10)), AsOf: corpus.DayOf(2024, 5, 10), Told: told, OnlyNew: onlyNew})
	}
	first := ask(nil, false)
	if len(first.Points) != 1 || first.New != 0 || !first.Since.IsZero() {
		t.Fatalf("the first briefing has %d points, %d new, since %v", len(first.Points), first.New, first.Since)
	}
	told := tell(nil, first, s)

	// Nothing came: nothing is new.
	if b := ask(told, true); !b.Empty() || b.New != 0 {
		t.Errorf("without anything new it tells %q", texts(b.Points))
	}
	// A copy with another headline, a cut tail and five words changed.
	s.put(raw("b", "Copy House", "2024-05-06", "Flood: nine dead", strings.Replace(drownedText, "twenty lorries", "a dozen vans", 1)))
	// Another report of the same event in other words.
	s.put(raw("c", "Channel Nine", "2024-05-07", "Kabul river floods Nowshera", otherWords))
	b := ask(told, false) // not even indexed
	if b.New != 0 || len(b.Points) != 1 || b.Points[0].New || b.Points[0].Sources != 2 || b.Points[0].Copies != 1 || b.Articles != 3 {
		t.Errorf("a copy and another report: %d new, points %+v, %d articles", b.New, b.Points, b.Articles)
	}
	if b := ask(told, true); !b.Empty() {
		t.Errorf("only new: %q", texts(b.Points))
	}
	told = tell(told, b, s)
	// Another event.
	s.put(raw("d", "Hill Post", "2024-05-09", "Pontoon bridge opens", bridgeText))
	b = ask(told, true)
	if got := texts(b.Points); len(got) != 1 || !strings.Contains(got[0], "bridge of pontoons") || b.New != 1 || !b.Points[0].New {
		t.Errorf("another event: only new is %q, %d new", got, b.New)
	}
	if b := ask(told, false); len(b.Points) != 2 || len(newOnes(b.Points)) != 1 {
		t.Errorf("another event: %q, new %q", texts(b.Points), newOnes(b.Points))
	}
	told = tell(told, b, s)
	// A new version that changes only what is no news; then one that changes it.
	s.put(raw("d", "Hill Post", "2024-05-09", "Pontoon bridge opens", strings.Replace(bridgeText, "Lorries may use it from Friday.", "Lorries may use it from Saturday. A toll is not taken.", 1)))
	if b := ask(told, true); len(b.Points) > 0 || len(b.Changes) != 1 || !b.Changes[0].New || b.New != 1 {
		t.Errorf("a version with the same news, in which a day is another:\n%s", Text(b, bot.Width))
	}
	s.put(raw("d", "Hill Post", "2024-05-09", "Pontoon bridge closed again", "NOWSHERA: The army closed the bridge of pontoons at Nowshera on Thursday after a lorry had broken through its deck. The floods had carried the old bridge away."))
	if b := ask(told, true); len(b.Points) != 1 || !strings.Contains(b.Points[0].Text, "closed the bridge") {
		all := ask(told, false)
		t.Errorf("a version with other news: %q; with what was told: %q, read %v", texts(b.Points), texts(all.Points), all.Read)
	}
	// What came in now and tells of before the window.
	before := s.b4(t, told)
	if before != 1 {
		t.Errorf("an old article that came in late: %d older", before)
	}
	// The archive is indexed anew: nothing is new for that.
	told = tell(told, ask(told, true), s)
	s.sync()
	told.Generation = 0
	if b := ask(told, true); !b.Empty() || b.New != 0 || b.Older != 0 {
		t.Errorf("after the generation was lost: %q, %d older", texts(b.Points), b.Older)
	}
}

// b4 puts in an article of last month and returns how many older ones are told
// of.
func (s *shelf) b4(t *testing.T, told *Told) int {
	s.put(raw("old", "Hill Post", "2024-04-02", "Nowshera gets a hospital", "NOWSHERA: A hospital with 200 beds opened in Nowshera on Monday. It cost 40 million rupees."))
	b := s.compose(Request{Topic: "Nowshera", Window: corpus.Between(corpus.DayOf(2024, 5, 3), corpus.DayOf(2024, 5, 10)), AsOf: corpus.DayOf(2024, 5, 10), Told: told, OnlyNew: true})
	if slices.ContainsFunc(b.Points, func(p Point) bool { return strings.Contains(p.Text, "hospital") }) {
		t.Errorf("what happened before the window is told: %q", texts(b.Points))
	}
	return b.Older
}

// A briefing over a short window tells nobody of what was before it.
func TestShortWindow(t *testing.T) {
	old := corpus.Raw{Key: corpus.Key{ID: "old"}, Source: "Vistula Post", Published: "2024-06-24", Text: "Mayor Ilse Brandt opened the new bridge of Lublin on 24 June 2024. The council of Lublin paid for it.\n"}
	s := newShelf(t, old)
	today := day(t, "2024-06-28")
	b := s.compose(Request{Topic: "Lublin", Window: corpus.OnDay(today), AsOf: today})
	if len(b.Points) != 0 {
		t.Fatalf("points of the day are %q", texts(b.Points))
	}
	told := &Told{At: s.now, Generation: b.Generation, Articles: map[corpus.Key]int{}}
	for _, v := range b.Read {
		told.Articles[v.Key] = v.Version
	}
	b = s.compose(Request{Topic: "Lublin", Window: corpus.Between(today-6, today), AsOf: today, Told: told, OnlyNew: true})
	if len(b.Points) != 1 || !b.Points[0].New {
		t.Errorf("points of the week, after a briefing on one day of it: %q", texts(b.Points))
	}
}

// Articles on other things that came in are neither read nor counted.
func TestArrivedElsewhere(t *testing.T) {
	s := newShelf(t, corpus.Raw{Key: corpus.Key{ID: "a"}, Source: "Vistula Post", Published: "2024-06-28", Text: "Mayor Ilse Brandt opened the new bridge of Lublin on 28 June 2024.\n"})
	today := day(t, "2024-06-28")
	told := &Told{At: s.now, Articles: map[corpus.Key]int{}}
	var others []corpus.Raw
	for i := range maxArrivals + 1 {
		others = append(others, corpus.Raw{Key: corpus.Key{ID: fmt.Sprint("o", i)}, Published: "2024-06-28", Text: fmt.Sprintf("Harvest number %d of the orchards near Poznan came to %d tonnes.\n", i, 3*i)})
	}
	s.put(others...)
	s.sync()
	b := s.compose(Request{Topic: "Lublin", Window: corpus.OnDay(today), AsOf: today, Told: told, OnlyNew: true})
	if len(b.Points) != 1 || len(b.Notes) != 0 {
		t.Errorf("points %q, notes %q, want one point and no note", texts(b.Points), b.Notes)
	}
}
