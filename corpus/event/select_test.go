package event

import (
	"fmt"
	"strings"
	"testing"

	"dateline/corpus"
)

// report is an article of one paragraph for tests of merging.
type report struct{ id, published, text string }

func readAll(reports ...report) []corpus.Event {
	var out []corpus.Event
	for _, r := range reports {
		a := article(r.text, r.published)
		a.ID = r.id
		out = append(out, Read(a, sentences(a))...)
	}
	return out
}

func origins(g *Group) string {
	var ids []string
	for _, m := range g.Members {
		if s := m.Article.ID; len(ids) == 0 || ids[len(ids)-1] != s {
			ids = append(ids, s)
		}
	}
	return strings.Join(ids, "+")
}

var (
	dated = report{"dated", "2021-04-08", "NAIROBI – French Foreign Minister Luc Aubert ended his visit on Wednesday after talks with Prime Minister Grace Auma."}
	again = report{"again", "2021-04-07", "French Foreign Minister Luc Aubert arrived in Nairobi on Tuesday and met Kenyan Prime Minister Grace Auma."}
	since = report{"since", "2021-04-08", "Luc Aubert's trip was the first visit to Kenya by a French foreign minister in nine years."}
	old   = report{"old", "", "NAIROBI – Prime Minister Peter Otieno held talks with French Foreign Minister Luc Aubert on Thursday."}
	copy1 = report{"copy1", "", "NAIROBI – Prime Minister Grace Auma held talks with French Foreign Minister Luc Aubert on Thursday."}
	bare  = report{"bare", "", "French Foreign Minister Luc Aubert visited Kenya."}
	twin  = report{"twin", "2013-01-10", "The French foreign minister, Marc Duval, visited Kenya in May 2012."}
	other = report{"other", "2019-03-02", "French Defence Minister Anne Roux visited Kenya on Friday."}
)

func TestMerge(t *testing.T) {
	for _, row := range []struct {
		reports []report
		want    string // the groups of visits that happened: origins@when, and ->the group linked to
	}{
		{[]report{dated, again}, "again+dated@2021-04-06/2021-04-07"},
		// Hosts of one office differ, so these are two visits.
		{[]report{dated, old}, "dated@2021-04-07 old@"},
		// The same host is named: one visit, dated by the report that is.
		{[]report{dated, copy1}, "dated+copy1@2021-04-07"},
		// Nothing ties them but the visitor: the undated one stays undated.
		{[]report{dated, bare}, "dated@2021-04-07 bare@"},
		// The undated one that fits only the implied visit is linked to it.
		{[]report{dated, since, old}, "since@2012 dated+since@2021-04-07 old@->2012"},
		// So is the one that fits only a visit whose year is stated.
		{[]report{dated, {"year", "2021-04-08", "Luc Aubert, the French foreign minister, last visited Kenya in 2012."}, old}, "year@2012 dated@2021-04-07 old@->2012"},
		// A dated report within the implied visit's range dates it better.
		{[]report{since, twin}, "twin+since@2012-05 since@2021-04-02/2021-04-08"},
		// Another office is another visitor.
		{[]report{dated, other}, "other@2019-03-01 dated@2021-04-07"},
	} {
		groups := Merge(readAll(row.reports...))
		var got []string
		for i := range groups {
			g := &groups[i]
			if g.Kind != "visit" || g.Polarity != corpus.Happened {
				continue
			}
			s := origins(g) + "@" + g.When.String()
			for _, l := range g.Links {
				s += "->" + groups[l].When.String()
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != row.want {
			t.Errorf("Merge of %v = %s, want %s", ids(row.reports), s, row.want)
		}
	}
}

func ids(rs []report) []string {
	var out []string
	for _, r := range rs {
		out = append(out, r.id)
	}
	return out
}

func TestSelect(t *testing.T) {
	events := readAll(dated, again, since, old, other,
		report{"plan", "2021-04-08", "Luc Aubert will visit Kenya again in May 2022."},
		report{"asia", "2018-06-03", "French Foreign Minister Luc Aubert visited Japan on Friday."})
	groups, holders := Merge(events), Holdings(events)
	for _, row := range []struct {
		name, office, of, place string
		order                   Order
		rel                     Relation
		iv                      corpus.Interval
		chosen                  string // when
		undated, outside        int
	}{
		{"Aubert", "", "", "kenya", Last, Before, corpus.InYear(2021), "2012", 1, 1},
		{"Luc Aubert", "", "", "kenya", Last, AnyTime, corpus.Interval{}, "2021-04-06/2021-04-07", 1, 0},
		{"Aubert", "", "", "kenya", First, AnyTime, corpus.Interval{}, "2012", 1, 0},
		{"Aubert", "", "", "", Last, Before, corpus.InYear(2021), "2018-06-01", 1, 1},
		{"Aubert", "", "", "kenya", Last, In, corpus.InYear(2017), "", 1, 2},
		{"Aubert", "", "", "nairobi", Last, After, corpus.InYear(2012), "2021-04-06/2021-04-07", 1, 1},
		{"Aubert", "", "", "kenya", Next, After, corpus.InYear(2021), "2022-05", 1, 2},
		{"", "foreign minister", "france", "kenya", Last, Before, corpus.InYear(2021), "2012", 1, 1},
		{"", "defence minister", "france", "kenya", Last, Before, corpus.InYear(2021), "2019-03-01", 0, 0},
		{"Roux", "", "", "kenya", Last, Before, corpus.InYear(2021), "2019-03-01", 0, 0},
		{"Duval", "", "", "kenya", Last, Before, corpus.InYear(2021), "", 0, 0},
		// A surname as another transliteration has it.
		{"Aubbert", "", "", "kenya", First, AnyTime, corpus.Interval{}, "2012", 1, 0},
	} {
		p := Pattern{Kinds: []string{"visit"}, Order: row.order, Bound: Bound{row.rel, row.iv},
			Participants: []Constraint{{Roles: []corpus.Role{corpus.Agent}, Name: row.name, Office: row.office, Of: row.of}}}
		if row.place != "" {
			p.Participants = append(p.Participants, Constraint{Place: row.place})
		}
		sel := Select(groups, p, holders)
		got := ""
		if sel.Chosen != nil {
			got = sel.Chosen.When.String()
		}
		if got != row.chosen || len(sel.Undated) != row.undated || len(sel.Outside)+len(sel.Near) != row.outside {
			t.Errorf("%s%s@%s %s order %d %s %s = %q (%s), %d undated, %d outside, want %q, %d, %d", row.name, row.office, row.of, row.place,
				row.order, row.rel, row.iv, got, sel.Why, len(sel.Undated), len(sel.Outside)+len(sel.Near), row.chosen, row.undated, row.outside)
		}
	}
}

// TestPredecessor asks for two holders of one office: the visit that only the
// office is named for is that of whom an undated report names.
func TestPredecessor(t *testing.T) {
	events := readAll(dated, since, report{"before", "", "NAIROBI – Prime Minister Peter Otieno received Marc Duval, the French foreign minister, in Nairobi."})
	groups, holders := Merge(events), Holdings(events)
	for name, want := range map[string]string{"Duval": "2012", "Aubert": ""} {
		sel := Select(groups, Pattern{Kinds: []string{"visit"}, Order: Last, Bound: Bound{Before, corpus.InYear(2021)},
			Participants: []Constraint{{Roles: []corpus.Role{corpus.Agent}, Name: name}}}, holders)
		got := ""
		if sel.Chosen != nil {
			got = sel.Chosen.When.String()
		}
		if got != want {
			t.Errorf("last visit of %s = %q, want %q (%s)", name, got, want, sel.Why)
		}
	}
}

func TestHoldings(t *testing.T) {
	h := Holdings(readAll(dated, again, twin))
	var got []string
	for _, x := range h {
		got = append(got, fmt.Sprintf("%s<%s@%s> %s", x.Name, x.Office, x.Of, x.Times))
	}
	const want = "Luc Aubert<foreign minister@france> 2021-04-01/2021-04-08, Marc Duval<foreign minister@france> 2012-05, Grace Auma<prime minister@kenya> 2021-04-01/2021-04-07"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("Holdings = %s, want %s", s, want)
	}
	for _, row := range []struct {
		name string
		at   corpus.Interval
		want bool
	}{
		{"Aubert", corpus.InYear(2021), true},
		{"Aubert", corpus.InYear(2016), true},
		{"Aubert", corpus.InYear(2012), false}, // somebody else held it then
		{"Duval", corpus.InYear(2012), true},
		{"Roux", corpus.InYear(2012), false},
	} {
		if got := h.Held(row.name, "foreign minister", "france", row.at); got != row.want {
			t.Errorf("Held(%s, %s) = %v, want %v", row.name, row.at, got, row.want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, row := range []struct {
		a, b       string
		same, near bool
	}{
		{"Lavrov", "Sergey Viktorovich Lavrov", true, true},
		{"S. Lavrov", "Sergey Lavrov", true, true},
		{"Imran Khan", "Ayub Khan", false, false},
		{"Wang", "Wang Yi", true, true},
		{"Kayani", "Ashfaq Kiyani", false, true},
		{"Rouhani", "Hassan Rohani", false, true},
		{"Smith", "Schmidt", false, false},
		{"", "Smith", false, false},
	} {
		if got := SameName(row.a, row.b); got != row.same {
			t.Errorf("SameName(%q, %q) = %v, want %v", row.a, row.b, got, row.same)
		}
		if got := nearName(row.a, row.b); got != row.near {
			t.Errorf("nearName(%q, %q) = %v, want %v", row.a, row.b, got, row.near)
		}
	}
}

func TestBoundRegion(t *testing.T) {
	year := corpus.InYear(2015)
	for rel, want := range map[Relation]string{Before: "../2014-12-31", Until: "../2015-12-31", After: "2016-01-01/..", Since: "2015-01-01/..",
		In: "2015", Around: "2014-01-01/2016-12-31", AnyTime: ""} {
		if got := (Bound{rel, year}).region().String(); got != want {
			t.Errorf("region %q 2015 = %s, want %s", rel, got, want)
		}
	}
}
