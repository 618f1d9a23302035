package brief

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
)

func day(t testing.TB, s string) corpus.Day {
	t.Helper()
	iv, err := corpus.ParseInterval(s)
	if err != nil {
		t.Fatal(err)
	}
	return iv.Start
}

// border is an archive on two neighbours.
var border = []corpus.Raw{
	raw("meet", "Alpine Wire", "2024-05-03", "Vienna talks on Danube dam to resume", "VIENNA: Hungarian Foreign Minister Peter Szijjarto will meet his Austrian colleague Alexander Schallenberg in Vienna on 14 May to discuss the dam on the Danube, the Austrian foreign ministry said on Thursday. The last talks ended without a result in March."),
	raw("meet2", "Danube Times", "2024-05-06", "Ministers to discuss dam", "The foreign ministers of Hungary and Austria, Peter Szijjarto and Alexander Schallenberg, are to hold talks on the Danube dam in Vienna on 14 May, officials in Budapest said."),
	raw("plant", "Danube Times", "2024-05-07", "Hungarian minister to visit Graz", "Hungarian Economy Minister Marton Nagy will visit Graz on Thursday to open a battery plant. The plant was built by a Korean firm for 300 million euros."),
	raw("plant2", "Alpine Wire", "2024-05-09", "Nagy opens plant in Graz", "GRAZ: Hungarian Economy Minister Marton Nagy opened a battery plant in Graz on Thursday. It will employ 400 people."),
	raw("stale", "Alpine Wire", "2024-04-12", "Szijjarto to meet Schallenberg on Thursday", "Hungarian Foreign Minister Peter Szijjarto will meet his Austrian colleague Alexander Schallenberg on Thursday, the ministry in Budapest said."),
	raw("trip", "Alpine Wire", "2024-05-06", "Hungary's president plans trip to Linz", "Hungarian President Tamas Sulyok is expected to visit Linz in Austria, his office said on Monday. It gave no date."),
	raw("drill", "Danube Times", "2024-04-20", "Hungary and Austria plan joint exercise in June", "Hungary and Austria will hold a joint military exercise near Sopron from 10 to 14 June, the defence ministry in Budapest said. More than 600 soldiers will take part."),
	raw("opera", "Alpine Wire", "2024-04-25", "Hungarian opera to tour Austria", "The Hungarian State Opera will begin a tour of Austria in Salzburg on 20 May. It is to sing in five cities."),
	raw("opera2", "Danube Times", "2024-05-08", "Hungarian opera tour of Austria called off", "The Hungarian State Opera has called off its tour of Austria, which was to begin in Salzburg on 20 May, because its orchestra is on strike."),
	raw("rail", "Alpine Wire", "2024-05-08", "New railway possible", "A railway from Budapest to Graz could be built by Hungary and Austria next year, an official told the Alpine Wire."),
	raw("pact", "Old Paper", "", "Hungary and Austria sign border pact", "Hungary and Austria signed a pact on their common border today. The ministers met in Eisenstadt last week."),
	raw("lake", "Old Paper", "", "Treaty on Lake Neusiedl", "Hungary and Austria signed a treaty on Lake Neusiedl on 4 October 1956. The treaty has been changed twice."),
	raw("match", "Goal Post", "2024-05-08", "Rapid beat Sturm", "Rapid Vienna beat Sturm Graz 3-1 on Tuesday. The striker Adam Szalai, born in Hungary and raised in Austria, scored twice before 20,000 spectators. Rapid are second. Coach Robert Klauss praised his team. The next match is on Sunday."),
	raw("recall", "Alpine Wire", "2024-05-07", "Hungary recalls ambassador from Vienna", "Hungary recalled its ambassador from Vienna on Monday over a cartoon in an Austrian newspaper. In 2012 Hungary had recalled its ambassador for a similar reason. Austria called the step excessive."),
	raw("views", "Alpine Wire", "2024-05-08", "Hungary and Austria are not enemies", "Hungary and Austria must talk. I have lived in both. We forget how much we share. Our grandparents did not need a fence."),
}

func TestCompose(t *testing.T) {
	s := newShelf(t, border...)
	b := s.compose(Request{Topic: "news about Hungary and Austria", AsOf: day(t, "2024-05-10")})
	want := func(part string, list []Point, want ...string) {
		t.Helper()
		var got []string
		for _, p := range list {
			got = append(got, b.Citations[p.Citations[0]-1].Article.ID+" "+p.When.String()+" "+string(p.Basis))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s are\n\t%q, want\n\t%q", part, got, want)
		}
	}
	// In the order of events. What an article recalls, what is only possible,
	// an opinion and a match are no points.
	want("points", b.Points, "recall 2024-05-06 dated", "opera2 2024-05-08 ", "plant2 2024-05-09 dated")
	// What is to come, two reports of one plan together; what came about, is
	// over or was called off is left out.
	want("plans", b.Ahead, "meet2 2024-05-14 dated", "drill 2024-06-10/2024-06-14 dated", "trip  ")
	if len(b.Ahead) > 0 && b.Ahead[0].Sources != 2 {
		t.Errorf("the first plan has %d sources, want 2", b.Ahead[0].Sources)
	}
	// "Today" of an undated article stays as it is; what it dates itself, to
	// another time, is left out.
	want("undated", b.Undated, "pact  ")
	if b.Window != corpus.Between(day(t, "2024-05-04"), day(t, "2024-05-10")) {
		t.Errorf("the window is %v", b.Window)
	}
	if len(b.Changes) != 1 || b.Changes[0].Kind != "called off" {
		t.Errorf("changes are %+v", b.Changes)
	}
	if !slices.ContainsFunc(b.Notes, func(n string) bool { return strings.Contains(n, "opinion") }) {
		t.Errorf("the notes %q don't say that an opinion is left out", b.Notes)
	}
	again := s.compose(Request{Topic: "news about Hungary and Austria", AsOf: day(t, "2024-05-10")})
	if !reflect.DeepEqual(b, again) {
		t.Errorf("the same request gives\n%+v, then\n%+v", b, again)
	}
}

func TestAsOf(t *testing.T) {
	s := newShelf(t, border...)
	// Two days earlier the plant is still to be opened, and its opening hidden.
	b := s.compose(Request{Topic: "Hungary", AsOf: day(t, "2024-05-08")})
	if !slices.ContainsFunc(b.Ahead, func(p Point) bool {
		return strings.Contains(p.Text, "will visit Graz") && p.When == corpus.OnDay(day(t, "2024-05-09"))
	}) {
		t.Errorf("ahead are %q", texts(b.Ahead))
	}
	if slices.ContainsFunc(b.Points, func(p Point) bool { return strings.Contains(p.Text, "opened") }) {
		t.Errorf("points are %q", texts(b.Points))
	}
	// The window of weeks without an article is that of the newest one.
	b = s.compose(Request{Topic: "Hungary", AsOf: day(t, "2024-06-30")})
	if b.Window.End != day(t, "2024-05-09") || len(b.Points) == 0 || len(b.Notes) == 0 {
		t.Errorf("the window is %v, the points %q, the notes %q", b.Window, texts(b.Points), b.Notes)
	}
}

func TestEmpty(t *testing.T) {
	s := newShelf(t, border...)
	for _, c := range []struct {
		topic, from, to, says string
	}{
		{"Mongolia", "2024-05-01", "2024-05-10", "No article has \"Mongolia\"."},
		{"Hungary and Mongolia", "2024-05-01", "2024-05-10", "No article has \"Mongolia\"."},
		{"Hungary", "2024-03-01", "2024-03-20", "9 May 2024"}, // the newest on it
	} {
		b := s.compose(Request{Topic: c.topic, Window: corpus.Between(day(t, c.from), day(t, c.to)), AsOf: day(t, "2024-05-10")})
		if len(b.Points)+len(b.Changes) > 0 || !slices.ContainsFunc(b.Notes, func(n string) bool { return strings.Contains(n, c.says) }) && b.Empty() {
			t.Errorf("%s from %s: points %q, notes %q, want none and %q", c.topic, c.from, texts(b.Points), b.Notes, c.says)
		}
	}
	for _, topic := range []string{"", "  ", "?!", "the of", strings.Repeat("word ", 30), "what is the latest?"} {
		if _, err := s.Compose(t.Context(), Request{Topic: topic, Collections: []string{collection}}); !errors.Is(err, ErrTopic) {
			t.Errorf("Compose(%q): %v, want ErrTopic", topic, err)
		}
	}
	// Nobody may see anything.
	if b := s.compose(Request{Topic: "Hungary", Collections: []string{}, AsOf: day(t, "2024-05-10")}); !b.Empty() || b.Articles > 0 || b.Newest != (corpus.Arrival{}) {
		t.Errorf("without collections: %+v", b)
	}
	if _, err := s.Compose(t.Context(), Request{Topic: "Hungary", OnlyNew: true}); err == nil {
		t.Error("only what is new, without an earlier briefing, is no error")
	}
}

func TestSources(t *testing.T) {
	s := newShelf(t, border...)
	b := s.compose(Request{Topic: "Hungary", AsOf: day(t, "2024-05-10"), Sources: []string{"danube times"}})
	for _, c := range b.Citations {
		if c.Source != "Danube Times" {
			t.Errorf("%s of %s is cited", c.Article, c.Source)
		}
	}
	if len(b.Citations) == 0 {
		t.Error("nothing is cited")
	}
}

func TestAnswer(t *testing.T) {
	s := newShelf(t, border...)
	b := s.compose(Request{Topic: "Hungary", AsOf: day(t, "2024-05-10")})
	a := b.Answer()
	if a.Abstained || len(a.Claims) != len(b.Points)+len(b.Ahead)+len(b.Undated) || len(a.Citations) != len(b.Citations) || a.Used == 0 || a.Lead == "" {
		t.Errorf("Answer() = %+v", a)
	}
}

// TestTopicWritten: a common word beside a name is looked for however the articles
// write it.
func TestTopicWritten(t *testing.T) {
	s := newShelf(t,
		raw("a", "Alpine Wire", "2024-05-06", "Strike empties Marwick Airport", "Only nine planes left Marwick Airport on Monday as crews at Marwick Airport stopped work."),
		raw("b", "Alpine Wire", "2024-05-08", "Court halts Marwick runway", "A court in Marwick on Wednesday suspended the permit for a runway at the city's airport."))
	for _, topic := range []string{"Marwick airport", "airport"} {
		if b := s.compose(Request{Topic: topic, AsOf: day(t, "2024-05-10")}); len(b.Points) != 2 {
			t.Errorf("of %q are told %q", topic, texts(b.Points))
		}
	}
}

// TestSpokenOf: the day on which somebody spoke of an event is not told as that of
// the event, and another report may have that.
func TestSpokenOf(t *testing.T) {
	died := raw("a", "Alpine Wire", "2024-05-04", "Baby dies of measles in Marwick", "A baby has died of measles at the hospital in Marwick, officials said on Saturday. It is the first death in Marwick this year.")
	friday := raw("b", "Danube Times", "2024-05-04", "Marwick baby dies of measles", "A baby died of measles at the hospital in Marwick on Friday. It is the first death from measles in Marwick this year, officials said.")
	for _, row := range []struct {
		raws []corpus.Raw
		want string
	}{
		{[]corpus.Raw{died}, "reported 4 May 2024"},
		{[]corpus.Raw{died, friday}, "3 May 2024"},
	} {
		b := newShelf(t, row.raws...).compose(Request{Topic: "Marwick", AsOf: day(t, "2024-05-08")})
		if len(b.Points) != 1 || b.Points[0].Date() != row.want {
			t.Errorf("%q are told %+v, want one of %q", row.raws[0].Text, b.Points, row.want)
		}
	}
}
