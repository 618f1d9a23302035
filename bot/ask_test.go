package bot

import (
	"reflect"
	"strings"
	"testing"

	"dateline/corpus"
)

// story is a small archive of our own sentences: a visit now, one before it
// that is only implied, an undated report, and figures in two articles.
func story() []corpus.Raw {
	return []corpus.Raw{
		{Key: corpus.Key{ID: "now"}, Path: "now.txt", Published: "2019-03-14", Title: "Norway and Peru agree on fisheries",
			Text: "Norwegian Foreign Minister Ingrid Solberg said on Wednesday that her country would share its sonar with Peru.\n\n" +
				"Solberg ended her two-day visit to Lima, the first by a Norwegian foreign minister in eight years, after talks with President Rosa Quispe.\n\n" +
				"Solberg said fish exports to Peru had grown by 31 percent. The harbour company Nordkai repaired the old pier in Callao.\n"},
		{Key: corpus.Key{ID: "second"}, Path: "second.txt", Published: "2019-03-13", Title: "Talks in Lima",
			Text: "LIMA – Norwegian Foreign Minister Ingrid Solberg on Tuesday met President Rosa Quispe and praised the fishermen of Callao.\n\n" +
				"Solberg welcomed a thirty-one per cent increase in fish exports to Peru.\n"},
		{Key: corpus.Key{ID: "then"}, Path: "then.txt", Title: "Guest from Oslo",
			Text: "LIMA – The visit of the Norwegian Foreign Minister, Ingrid Solberg, beginning from today is meant to revive the fisheries treaty, President Hugo Salas said.\n\n" +
				"President Hugo Salas received Norwegian Foreign Minister Ingrid Solberg in Lima on Friday and spoke of boats.\n"},
		{Key: corpus.Key{ID: "other"}, Path: "other.txt", Published: "2018-06-02", Title: "Bakers meet",
			Text: "The bakers of Cusco met on Saturday to choose the loaf of the year. Nearly 400 loaves were shown, said the guild.\n"},
	}
}

func TestAsk(t *testing.T) {
	r := open(t, story()...)
	for _, tt := range []struct {
		question string
		lead     string // must be in the lead
		reason   Reason
	}{
		// events
		{"When did Solberg last visit before 2019?", "2011, to Peru", ""},
		{"when did solberg last visit peru before 2019?", "2011", ""},
		{"When did Solberg most recently visit Lima?", "March 2019", ""},
		{"Did Solberg visit Peru in 2019?", "Yes", ""},
		{"Who was president of Peru when Solberg came in 2011?", "Hugo Salas", ""},
		{"Who is the foreign minister of Norway?", "Ingrid Solberg", ""},
		// sentences
		{"By how much did fish exports grow?", "31 percent, according to Solberg", ""},
		{"How many loaves were shown in Cusco?", "400 loaves", ""},
		{"Which company repaired the pier in Callao?", "Nordkai", ""},
		// silence
		{"What did Solberg say in Lima in 2015?", "No visit in 2015", Premise},
		{"When did Solberg last visit Bolivia?", "Not in this archive.", NotSaid},
		{"Who discovered penicillin?", "Not in this archive.", Nothing},
		{"Did Solberg go on to Quito after Lima in March 2019?", "Not in this archive.", ""},
		// what is no question
		{"", "empty", Invalid},
		{" \n\t", "empty", Invalid},
		{"?!", "empty", Invalid},
		{strings.Repeat("why ", 25000), "characters", Invalid},
		{"когда министр приехал в Лиму?", "can't be read", Unclear},
		{"秘鲁总统是谁？", "can't be read", Unclear},
	} {
		a := ask(t, r, tt.question)
		q := tt.question[:min(len(tt.question), 60)]
		if !strings.Contains(a.Lead, tt.lead) || tt.reason != "" && a.Reason != tt.reason || tt.reason == "" && tt.lead != "Not in this archive." && a.Abstained {
			t.Errorf("Ask(%q) = %q (%s), want %q (%s)\n%s", q, a.Lead, a.Reason, tt.lead, tt.reason, Text(a, Width))
		}
		if again := ask(t, r, tt.question); !reflect.DeepEqual(a, again) {
			t.Errorf("Ask(%q) differs from itself", q)
		}
	}
}

func TestAskWhen(t *testing.T) {
	a := ask(t, open(t, story()...), "When did Solberg last visit before 2019?")
	if a.When == nil || a.When.Interval != corpus.InYear(2011) || a.When.Basis != corpus.BasisDerived {
		t.Errorf("when = %+v, want 2011, derived", a.When)
	}
	text := Text(a, Width)
	for _, want := range []string{`"first by a Norwegian foreign minister in eight years"`, "no article states the year", "names no minister", "Next visit in the archive: March 2019"} {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), want) && !strings.Contains(strings.Join(strings.Fields(text), " "), strings.Replace(want, `"first`, `"the first`, 1)) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
}

func TestFollow(t *testing.T) {
	r := open(t, story()...)
	first := "When did Solberg last visit before 2019?"
	a := askAfter(t, r, "and who did she meet?", &Exchange{Request{Question: first}, ask(t, r, first)})
	if !strings.Contains(a.Lead, "Hugo Salas") || !strings.Contains(a.ReadAs, "Solberg") {
		t.Errorf("the follow-up got %q, read as %q", a.Lead, a.ReadAs)
	}
}

// TestNothingSeen holds that without collections there is nothing to see.
func TestNothingSeen(t *testing.T) {
	r := open(t, story()...)
	a, err := r.Ask(t.Context(), Request{Question: "When did Solberg last visit before 2019?"})
	if err != nil || !a.Abstained || len(a.Citations) > 0 {
		t.Errorf("Ask without collections = %+v, %v", a, err)
	}
}

func TestNoDay(t *testing.T) {
	r := open(t, story()...)
	r.Clock = nil
	if _, err := r.Ask(t.Context(), Request{Question: "Who?", Collections: []string{"c"}}); err == nil {
		t.Error("Ask with neither a day nor a clock gives no error")
	}
}

// FuzzAsk holds what check verifies for any question.
func FuzzAsk(f *testing.F) {
	for _, q := range []string{"When did Solberg last visit Peru?", "who met whom in 2011", "how much", "what did she say about boats from 2010 to 2012", "after before when Solberg came"} {
		f.Add(q)
	}
	r := open(f, story()...)
	f.Fuzz(func(t *testing.T, q string) {
		if len(q) > 2048 {
			return
		}
		a := ask(t, r, q)
		Text(a, Width)
	})
}

// A sentence that is longer than a passage stands in several: none is read beyond its
// passage.
func TestLongSentence(t *testing.T) {
	r := open(t, corpus.Raw{Key: corpus.Key{ID: "long"}, Published: "2019-03-04", Title: "Ferry", Text: "Police said on Sunday " + strings.Repeat("that the ferry which sank on the lake had many people who died and more and ", 200) + "were found."})
	for _, q := range []string{"How many people died when the ferry sank?", "Who said that the ferry sank?", "When did the ferry sink?", "Did the ferry sink?"} {
		if a := ask(t, r, q); a.Lead == "" {
			t.Errorf("Ask(%q) has no lead", q)
		}
	}
}
