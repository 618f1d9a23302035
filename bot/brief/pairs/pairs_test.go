package pairs

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"dateline/bot/brief"
)

const (
	fire = "same | Lisbon | The Ledger | 2024-05-08 | Fire in Lisbon kills four | Four people were killed when a fire destroyed a hotel in Lisbon on Tuesday. | Coast Radio | 2024-05-08 | Lisbon: four dead in blaze | Four people died on Tuesday in a fire at a hotel in Lisbon, police said."
	talk = "other | Lisbon | The Ledger | 2024-05-08 | Teachers strike in Lisbon | Teachers in Lisbon began a strike for higher pay on Tuesday. | Coast Radio | 2024-05-08 | Lisbon opens bridge | A new bridge over the river was opened in Lisbon on Tuesday by the president."
)

func TestRead(t *testing.T) {
	text := "# a comment\n\n" + fire + "\nkeep | 2\n" + strings.Repeat(talk+"\n", 5)
	list, err := Read("dir/some.txt", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var kept []bool
	for _, p := range list {
		kept = append(kept, p.Kept)
	}
	// Each second pair behind the line that says so.
	if want := []bool{false, false, true, false, true, false}; !slices.Equal(kept, want) {
		t.Errorf("kept are %v, want %v", kept, want)
	}
	p := list[0]
	if !p.Same || p.Line != 3 || p.Topic != "Lisbon" || p.Reports[1].Title != "Lisbon: four dead in blaze" || p.Reports[1].ID != "some.txt:3.1" || list[1].Same {
		t.Errorf("Read: %+v, %+v", p, list[1])
	}
	for _, row := range []struct{ text, want string }{
		// What is no pair.
		{"same | Lisbon", "x:1: 2 fields"},
		{"# of one event\nalike" + strings.TrimPrefix(fire, "same"), `x:2: 10 fields, label "alike"`},
		{strings.Replace(fire, "2024-05-08", "soon", 1), "x:1: report 1"},
		{strings.Replace(fire, "| 2024-05-08 | Lisbon:", "|  | Lisbon:", 1), "x:1: report 2"},
		// What keeps no pair, or each.
		{"keep | 1", `x:1: keep "1"`},
		{"keep | all", `x:1: keep "all"`},
		{"keep | 2 | 3", "x:1: 3 fields"},
	} {
		if _, err := Read("x", strings.NewReader(row.text)); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("Read(%q): error %v, want %q", row.text, err, row.want)
		}
	}
}

func TestTry(t *testing.T) {
	list, err := Read("x", strings.NewReader(fire+"\n"+talk))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Try(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	var c Count
	for i := range got {
		c.Add(&got[i])
	}
	if want := (Count{Same: 1, Other: 1, Found: 1}); c != want {
		t.Errorf("Try: %+v, want %+v", c, want)
	}
	if c.Recall() != 1 || c.Precision() != 1 || c.Accuracy() != 1 {
		t.Errorf("%v", &c)
	}
	for i, truth := range []Truth{Same, Other} {
		if e := got[i].Examples; len(e) != 1 || e[0].Truth != truth || len(e[0].Traits) != len(brief.Traits) || e[0].Part != [2]string{"point", "point"} {
			t.Errorf("pair %d: examples %v, want one of truth %s", i, e, truth)
		}
	}
	// What is told of one alone is none of both.
	list[0].Reports[1].Title, list[0].Reports[1].Text = "On rain", "The weather in Lisbon is usually fine."
	if got, err = Try(t.Context(), list[:1]); err != nil || got[0].Told || got[0].One {
		t.Errorf("Try without a second report: %+v, %v", got, err)
	}
	list[0].Topic = "the"
	if _, err = Try(t.Context(), list[:1]); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("Try on no topic: %v", err)
	}
}

func TestCount(t *testing.T) {
	c := Count{Same: 4, Other: 6, Found: 3, Wrong: 1}
	if c.Recall() != .75 || c.Precision() != .75 || c.Accuracy() != .8 {
		t.Errorf("%v", &c)
	}
	if none := (Count{}); none.Precision() != 1 || none.Recall() != 1 {
		t.Errorf("of nothing: %v", &none)
	}
}

func TestExamples(t *testing.T) {
	e := Example{Family: "a", Truth: Related, Part: [2]string{"point", "ahead"}, Traits: make([]float64, len(brief.Traits)), Quotes: [2]string{"one\tand\nmore", "two"}}
	e.Traits[1] = .375
	var b bytes.Buffer
	if err := e.Write(&b); err != nil {
		t.Fatal(err)
	}
	line := b.String()
	got, err := ReadExamples("x", strings.NewReader(line+line))
	e.Quotes[0] = "one and more"
	if err != nil || len(got) != 2 || got[1].Family != e.Family || got[1].Truth != e.Truth || got[1].Part != e.Part || got[1].Quotes != e.Quotes || !slices.Equal(got[1].Traits, e.Traits) {
		t.Errorf("ReadExamples(%q) = %v, %v", line, got, err)
	}
	for _, row := range []struct{ text, want string }{
		{"a\t1\tpoint+point\t0.5\tone\ttwo\n", "x:1: 6 columns"},                   // of other traits
		{line + strings.Replace(line, "0.375", "much", 1), "x:2: strconv"},         // no number
		{strings.Replace(line, "\tr\t", "\tperhaps\t", 1), `x:1: truth "perhaps"`}, // no truth
	} {
		if _, err := ReadExamples("x", strings.NewReader(row.text)); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("ReadExamples(%q): error %v, want %q", row.text, err, row.want)
		}
	}
}
