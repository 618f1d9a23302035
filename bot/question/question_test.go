package question

import (
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
)

var today = corpus.DayOf(2024, 5, 1)

func TestKind(t *testing.T) {
	for _, tt := range []struct {
		question string
		kind     Kind
		class    Class
		head     string
	}{
		// the word that asks stands first
		{"When did Ruiz last visit Oslo?", When, AnyClass, ""},
		{"who chaired the harbour board in 1990?", Who, Person, "harbour"},
		{"Who was prime minister of Norway in 2012?", Who, Person, "minister"},
		{"Where was the treaty signed?", Where, Place, ""},
		{"How many ships were sold?", Count, AnyClass, "ships"},
		{"By how much did exports grow?", Amount, AnyClass, ""},
		{"How long did the talks last?", Length, AnyClass, ""},
		{"Why was the bridge closed?", Why, AnyClass, ""},
		{"Did Ruiz go on to Lima?", YesNo, AnyClass, ""},
		// a class is named
		{"Which Norwegian company built the mill?", Which, Organization, "company"},
		{"In what share of cases do they vote alike?", Amount, AnyClass, "share"},
		{"What year was the mill founded?", When, AnyClass, "year"},
		{"In which city did Ruiz live from 1990 to 1994?", Where, Place, "city"},
		{"What was the position that Ruiz held?", What, Position, "position"},
		{"What was the name of the mayor of Lima in 1990?", Who, Person, "mayor"},
		// it stands later
		{"From 1990 to 1994, who was the harbour's director?", Who, Person, "harbour"},
		{"The painter Dana Ruiz, who died in 1990, won which prize in 1980?", Which, Event, "prize"},
		{"Ruiz was married to whom in 1990?", Who, Person, ""},
		// or there is none
		{"Name the captain of the ship in 1990.", Who, Person, "captain"},
		{"What did Ruiz say about the mill?", What, AnyClass, ""},
	} {
		q := Parse(tt.question, today)
		if q.Kind != tt.kind || q.Class != tt.class {
			t.Errorf("Parse(%q) = kind %v, class %v, focus %q, want %v, %v", tt.question, q.Kind, q.Class, q.Focus, tt.kind, tt.class)
		}
		if tt.head != "" && tt.class != Person && q.Head != tt.head {
			t.Errorf("Parse(%q) has the head %q, want %q", tt.question, q.Head, tt.head)
		}
	}
}

func TestOrderAndAnchor(t *testing.T) {
	for _, tt := range []struct {
		question string
		order    Order
		anchor   string
		relation retrieval.Relation
	}{
		{"When did Ruiz last visit Oslo before 2021?", Last, "", retrieval.Before},
		{"Before 2021, when did Ruiz last visit Oslo?", Last, "", retrieval.Before},
		{"When did Ruiz first visit Oslo?", First, "", retrieval.AnyTime},
		{"When did Ruiz most recently visit Oslo?", Last, "", retrieval.AnyTime},
		{"Who came last year?", Unordered, "", retrieval.In},
		{"Who was first minister in 2010?", Unordered, "", retrieval.In},
		{"Who was mayor when Ruiz came in 2012?", Unordered, "Ruiz came in 2012", retrieval.In},
		{"Who spoke after the visit of Ruiz?", Unordered, "the visit of Ruiz", retrieval.AnyTime},
		{"Since when has Ruiz been mayor?", Unordered, "", retrieval.AnyTime},
	} {
		q := Parse(tt.question, today)
		anchor := ""
		if q.Anchor != nil {
			anchor = strings.TrimRight(q.Anchor.Text, "?")
		}
		if q.Order != tt.order || anchor != tt.anchor || q.Bound.Relation != tt.relation {
			t.Errorf("Parse(%q) = order %v, anchor %q, bound %q, want %v, %q, %q", tt.question, q.Order, anchor, q.Bound.Relation, tt.order, tt.anchor, tt.relation)
		}
	}
}

func TestTerms(t *testing.T) {
	for _, tt := range []struct{ question, terms, names string }{
		{"When did Dana Ruiz last visit Oslo before 2021?", "dana ruiz visit oslo", "Dana Ruiz|Oslo"},
		{"who was mayor of lima in may 1990?", "mayor lima", ""},
		{"What was the Bank of Norway called from 1990 to 1994?", "bank norway", "Bank of Norway"},
	} {
		q := Parse(tt.question, today)
		var names []string
		for _, n := range q.Names {
			names = append(names, n.Text)
		}
		if strings.Join(q.Terms, " ") != tt.terms || strings.Join(names, "|") != tt.names {
			t.Errorf("Parse(%q) = terms %q, names %q", tt.question, q.Terms, names)
		}
	}
}

func TestFollowUp(t *testing.T) {
	for _, tt := range []struct {
		question string
		leans    bool
		bare     string
	}{
		{"and who did he meet?", true, "who did he meet?"},
		{"Where did she go?", true, "Where did she go?"},
		{"Where did Ruiz go?", false, "Where did Ruiz go?"},
		{"What was signed in Oslo?", false, "What was signed in Oslo?"},
	} {
		q := Parse(tt.question, today)
		if q.Leans() != tt.leans || q.Bare() != tt.bare {
			t.Errorf("Parse(%q) leans %v, bare %q", tt.question, q.Leans(), q.Bare())
		}
	}
	for question, want := range map[string]string{"when did Ruiz last visit before 2021?": "Ruiz", "when did ruiz last visit?": "ruiz", "who?": ""} {
		if got := Parse(question, today).Subject(); got != want {
			t.Errorf("Parse(%q).Subject() = %q, want %q", question, got, want)
		}
	}
}

func TestForeign(t *testing.T) {
	for question, want := range map[string]bool{
		"когда он приехал?":                   true,
		"لماذا":                               true,
		"Wann hat Ruiz zuletzt Oslo besucht?": true,
		"When did Ruiz visit Oslo?":           false,
		"Ruiz Oslo visit":                     false,
	} {
		if got := Parse(question, today).Foreign; got != want {
			t.Errorf("Parse(%q).Foreign = %v, want %v", question, got, want)
		}
	}
}

func TestKin(t *testing.T) {
	if !slices.Contains(Kin("grow"), "increas") {
		t.Errorf("Kin(grow) = %q, want increas among them", Kin("grow"))
	}
	if got := Kin("xylophon"); got != nil {
		t.Errorf("Kin(xylophon) = %q, want none", got)
	}
}

// FuzzParse holds that no question panics, that spans lie in the question and
// that reading it again gives the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"When did X last visit Y before 2021?", "who", "what of of of", "", "до 2020?", "name the", "when when when", "how many"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4096 {
			return
		}
		q := Parse(text, today)
		for _, n := range q.Names {
			if n.Start < 0 || n.End > len(q.Text) || n.Of(q.Text) != n.Text {
				t.Fatalf("Parse(%q): name %+v", text, n)
			}
		}
		if q.Anchor != nil && (q.Anchor.Start < 0 || q.Anchor.End > len(q.Text)) {
			t.Fatalf("Parse(%q): anchor %+v", text, q.Anchor)
		}
		again := Parse(text, today)
		if again.Kind != q.Kind || again.Focus != q.Focus || !slices.Equal(again.Terms, q.Terms) {
			t.Fatalf("Parse(%q) differs from itself", text)
		}
		q.Leans()
		q.Bare()
		q.Subject()
		q.EventNoun()
	})
}
