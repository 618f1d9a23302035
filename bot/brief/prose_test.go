package brief

import (
	"errors"
	"strings"
	"testing"

	"dateline/corpus"
)

// TestOpening reads which sentence of an article is told, and when it happened. The
// articles are of Friday, 15 March 2019.
func TestOpening(t *testing.T) {
	filler := "Petrov is the mayor of Varna. Varna is a port. Varna has two harbours. Varna is old. Varna is full of ships. "
	for _, c := range []struct {
		text, told, when string
	}{
		// Behind the dateline stands the news, with its time, and before it a caption.
		{"Ivan Petrov and Eva Holt waved to the crowd in Varna.\nVARNA (AP) — Mayor Ivan Petrov opened a harbour in Varna on Thursday.", "Mayor Ivan Petrov opened a harbour in Varna on Thursday", "2019-03-14"},
		// A name with its initials is no dateline.
		{"VARNA Harbour Holdings (VHH) on Thursday reported a loss of two million.", "VARNA Harbour Holdings (VHH) on Thursday reported a loss of two million", "2019-03-14"},
		// Far down, what has no time is background.
		{filler + "Varna lost its market.", "", ""},
		{filler + "On Thursday Varna lost its market.", "On Thursday Varna lost its market", "2019-03-14"},
		// What is so from now on is news where the day on which that was settled is near.
		{"Sailors in Varna may in future sleep on board.", "", ""},
		{"Sailors in Varna may in future sleep on board. A small majority of the council said yes on Thursday.", "Sailors in Varna may in future sleep on board", "2019-03-15"},
		{"The market of Varna is no more. On Thursday a crane tore it down.", "The market of Varna is no more", "2019-03-15"},
		{"Varnaline must pay two million, a court in Varna ruled on Thursday.", "Varnaline must pay two million, a court in Varna ruled on Thursday", "2019-03-14"},
		{"Oslo and Varna agreed on Thursday to lay a cable between their harbours.", "Oslo and Varna agreed on Thursday to lay a cable between their harbours", "2019-03-14"},
		{"Six of the 20 ships in Varna could leave on Thursday because of the ice.", "Six of the 20 ships in Varna could leave on Thursday because of the ice", "2019-03-14"},
		// What goes before the comma is not what is told.
		{"Two years after they had fallen out, Oslo and Varna agreed on Thursday to reopen a ferry.", "Two years after they had fallen out, Oslo and Varna agreed on Thursday to reopen a ferry", "2019-03-14"},
		{"For the first time since January, ships sailed from Oslo to Varna on Thursday.", "For the first time since January, ships sailed from Oslo to Varna on Thursday", "2019-03-14"},
		// A clause that says which subject is meant ends at the sentence's own verb.
		{"A ferry of Varna that sank in January was raised on Thursday.", "A ferry of Varna that sank in January was raised on Thursday", "2019-03-14"},
		{"Two sailors who were trapped below the deck for nine hours have been rescued off Varna.", "Two sailors who were trapped below the deck for nine hours have been rescued off Varna", "2019-03-15"},
		{"A law that bans ships with coal came into force in Varna on Thursday.", "A law that bans ships with coal came into force in Varna on Thursday", "2019-03-14"},
		{"Dockers in Varna who say they were not paid blocked the harbour on Thursday.", "Dockers in Varna who say they were not paid blocked the harbour on Thursday", "2019-03-14"},
		{"The sailor from Varna who would be king.", "", ""},
		// A long one is cut before what only adds when or why.
		{"A march in Varna that was to begin on Saturday has been called off after the mayor and the dockers agreed late on Thursday on a rise of seven percent over the next two years and on one free day for each month at sea.",
			"A march in Varna that was to begin on Saturday has been called off", "2019-03-15"},
		// Extra time is no time before.
		{"Varna beat Oslo 2-1 after extra time in the cup on Thursday evening.", "Varna beat Oslo 2-1 after extra time in the cup on Thursday evening", "2019-03-14"},
		// A participle between a number and its noun is no verb.
		{"Only nine of 40 planned ships left Varna on Thursday as dockers stopped work.", "Only nine of 40 planned ships left Varna on Thursday as dockers stopped work", "2019-03-14"},
		// Figures of long ago are told on the day of their paper.
		{"The port of Varna earned two million between October and December, according to figures released on Thursday.", "The port of Varna earned two million between October and December, according to figures released on Thursday", "2019-03-14"},
		{"The trade of Varna grew threefold from 2002 to 2008.", "", ""},
		// What was, and what somebody had, is no news unless it has its time.
		{"The largest ship of Varna was a ferry to Oslo.", "", ""},
		{"On Thursday the largest ship in Varna was a ferry from Oslo.", "On Thursday the largest ship in Varna was a ferry from Oslo", "2019-03-14"},
		{"Mayor Ivan Petrov had a choice when he built the harbour of Varna.", "", ""},
		// The sentence stands within what somebody says.
		{"“It was late,” said Holt. “The port was closed. Varna lost ten ships. It was a shame.”", "", ""},
		// What points at the page, or counts what was named before, stands for nothing.
		{"Thursday's headlines from Varna are here.", "", ""},
		{"Varna has plans. One is to stay a port of Varna, another is to sell it.", "", ""},
		// A time that belongs to a noun is not when it happened.
		{"In Varna the early winter temperatures lasted through Thursday.", "In Varna the early winter temperatures lasted through Thursday", "2019-03-15"},
		// A year belongs to its days; another one says that they are not known.
		{"The 2021 Games will open in Varna on July 27.", "", ""},
	} {
		s := newShelf(t, raw("a", "Alpine Wire", "2019-03-15", "Of the port", c.text))
		b := s.compose(Request{Topic: "Varna", AsOf: day(t, "2019-03-15")})
		got, when := strings.Join(texts(b.Points), "; "), ""
		if len(b.Points) > 0 {
			when = b.Points[0].When.String()
		}
		if got != c.told || when != c.when {
			t.Errorf("of %q are told %q on %q, want %q on %q", c.text, got, when, c.told, c.when)
		}
	}
}

// TestSettle reads days whose year follows them.
func TestSettle(t *testing.T) {
	for text, want := range map[string]string{
		"The Games of Varna will take place July 15-24 in 2021.":       "2021-07-15/2021-07-24",
		"The Games of Varna will take place on July 15, 2021.":         "2021-07-15",
		"The 2021 Games of Varna will take place on July 15.":          "",
		"The Games of Varna will take place on July 15.":               "2019-07-15",
		"Varna showed its autumn and winter 2021 collections.":         "",
		"How long the strike in Varna will last is open until May.":    "",
		"Ivan Petrov hopes that the harbour will open on July 15.":     "",
		"The fair in Varna was set for July 15 but has been put back.": "",
	} {
		r := readFirst(t, text)
		got := ""
		if r != nil && r.plan && r.own {
			got = r.when.String()
		}
		if got != want {
			t.Errorf("%q is planned for %q, want %q", text, got, want)
		}
	}
}

// TestNames reads topics in the ways in which people type them.
func TestNames(t *testing.T) {
	s := newShelf(t,
		raw("a", "Alpine Wire", "2019-03-15", "Eva Holt opens a harbour", "Mayor Eva Holt opened a harbour on Thursday. Eva Holt cut a ribbon."),
		raw("b", "Alpine Wire", "2019-03-15", "Old holt found", "An otter's holt was found by Eva, a ranger, on Thursday."),
	)
	for _, topic := range []string{"Eva Holt", "eva holt", "eva holt news"} {
		b := s.compose(Request{Topic: topic, AsOf: day(t, "2019-03-16")})
		if got := strings.Join(texts(b.Points), "; "); got != "Mayor Eva Holt opened a harbour on Thursday" {
			t.Errorf("on %q are told %q", topic, got)
		}
	}
	for _, topic := range []string{"news", "what is new", "latest events?"} {
		if _, err := s.Compose(t.Context(), Request{Topic: topic, Collections: []string{collection}}); !errors.Is(err, ErrTopic) {
			t.Errorf("Compose(%q): %v, want ErrTopic", topic, err)
		}
	}
}

// TestAdvice reads which articles speak of themselves or to their reader.
func TestAdvice(t *testing.T) {
	for _, c := range []struct {
		text   string
		advice bool
	}{
		{"Varna has a harbour. You can walk there in an hour. You’ll need shoes. Bring your bag.", true},
		{"I sailed to Varna. We saw a harbour. I liked it.", true},
		{"Mayor Petrov opened a harbour in Varna. “I am glad. We worked hard. You will like it,” he said. Two ships came.", false},
	} {
		s := newShelf(t, raw("a", "Alpine Wire", "2019-03-15", "Varna", c.text))
		doc, err := s.archive.Document(t.Context(), corpus.Key{Collection: collection, ID: "a"}, 0)
		if err != nil {
			t.Fatal(err)
		}
		a := &article{Document: doc}
		a.lines = linesOf(doc)
		if got := a.opinion(); got != c.advice {
			t.Errorf("%q argues or advises: %v, want %v", c.text, got, c.advice)
		}
	}
}
