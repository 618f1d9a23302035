package day

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"dateline/corpus"
)

func generate(t *testing.T, o Options) *Day {
	t.Helper()
	d, err := Generate(o)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSameOptionsSameDay(t *testing.T) {
	a, b := generate(t, Options{Seed: 3, Articles: 150, Frames: "b"}), generate(t, Options{Seed: 3, Articles: 150, Frames: "b"})
	if len(a.Arrivals) != len(b.Arrivals) {
		t.Fatalf("%d and %d arrivals", len(a.Arrivals), len(b.Arrivals))
	}
	for i := range a.Arrivals {
		if !reflect.DeepEqual(a.Arrivals[i].Raw, b.Arrivals[i].Raw) || !a.Arrivals[i].At.Equal(b.Arrivals[i].At) {
			t.Fatalf("arrival %d differs:\n%+v\n%+v", i, a.Arrivals[i].Raw, b.Arrivals[i].Raw)
		}
	}
}

// TestDay checks what the truth promises of whatever day is written.
func TestDay(t *testing.T) {
	for _, o := range []Options{{1, 200, "a", false}, {2, 500, "b", false}, {3, 500, "a", true}, {4, 1200, "b", true}, {5, 500, "c", false}, {6, 500, "c", true}, {7, 500, "d", false}, {8, 500, "d", true}} {
		d := generate(t, o)
		name := fmt.Sprintf("%+v", o)
		n, turns, roles, undated, copies, again := 0, map[Turn]int{}, map[Role]int{}, 0, 0, map[string]int{}
		for i, a := range d.Arrivals {
			if i > 0 && a.At.Before(d.Arrivals[i-1].At) {
				t.Errorf("%s: arrival %d comes before the one before it", name, i)
			}
			if !a.At.Before(d.Start) {
				n++
				again[a.Raw.ID]++
			}
			text := a.Raw.Text + a.Raw.HTML
			for _, bad := range []string{"{", "}", "|", " ,", ",,", ",.", "  ", "(a", "a an "} {
				if a.Raw.HTML == "" && strings.Contains(a.Raw.Text, bad) {
					t.Errorf("%s: %s has %q:\n%s", name, a.Raw.ID, bad, text)
				}
			}
			for _, p := range a.Article.Parts {
				if !strings.Contains(text, escapes.Replace(p.Text)) && a.Raw.HTML != "" || a.Raw.HTML == "" && !strings.Contains(text, p.Text) {
					t.Errorf("%s: %s lacks its part %q", name, a.Raw.ID, p.Text)
				}
				roles[p.Role]++
			}
			if a.Article.Undated {
				undated++
				if a.Raw.Published != "" || strings.Contains(a.Raw.URL, "/2026/") {
					t.Errorf("%s: %s is undated, and bears a date: %q, %s", name, a.Raw.ID, a.Raw.Published, a.Raw.URL)
				}
			}
			if a.Article.Copy {
				copies++
			}
			turns[a.Article.Turn]++
		}
		resent := 0
		for _, k := range again {
			if k > 1 {
				resent++
			}
		}
		if n != o.Articles {
			t.Errorf("%s: %d articles arrive", name, n)
		}
		if undated == 0 || copies == 0 || resent == 0 || turns[Revised] == 0 || turns[CalledOff] == 0 || roles[Refers] == 0 || roles[Passing] == 0 || roles[Older] == 0 {
			t.Errorf("%s: %d undated, %d copies, %d again, turns %v, roles %v: something is missing", name, undated, copies, resent, turns, roles)
		}
		for _, s := range d.Stories {
			if s.Plan != (strings.HasPrefix(s.Kind, "plan")) || s.When.Precision != corpus.PrecisionDay {
				t.Errorf("%s: story %d, %s, on %v, plan %v", name, s.ID, s.Kind, s.When, s.Plan)
			}
		}
		for _, s := range d.Subscriptions {
			on := map[*Story]bool{}
			for _, a := range d.Arrivals {
				if s.Interest(a.Article) == On {
					on[a.Article.Stories[0]] = true
				}
			}
			if len(on) < 4 || len(s.Runs) == 0 {
				t.Errorf("%s: %d stories on %s, %d runs", name, len(on), s.Topic, len(s.Runs))
			}
			t.Logf("%s: %s: %d stories", name, s.Topic, len(on))
		}
		t.Logf("%s: %d stories, %d undated, %d copies, %d again, turns %v, roles %v", name, len(d.Stories), undated, copies, resent, turns, roles)
	}
}

// TestFrames has each sentence of all families filled for stories of its kind.
func TestFrames(t *testing.T) {
	for name, text := range families {
		f, err := parseFrames(text)
		if err != nil {
			t.Fatal(err)
		}
		d := generate(t, Options{Seed: 9, Articles: 1500, Frames: name})
		seen := map[string]bool{}
		for _, s := range d.Stories {
			seen[s.Kind] = true
		}
		for kind, uses := range f {
			if kind != "any" && kind != "detail" && !seen[kind] {
				t.Errorf("frames %s: no story of kind %s", name, kind)
			}
			if kind == "any" || kind == "detail" {
				continue
			}
			least := map[string]int{"title": 2, "lead": 2, "fact": 2, "quote": 1, "back": 1, "ref": 1}
			for use, n := range least {
				if len(uses[use]) < n {
					t.Errorf("frames %s: kind %s has %d of %s", name, kind, len(uses[use]), use)
				}
			}
			for _, pair := range [][2]string{{"revtitle", "revlead"}, {"offtitle", "offlead"}, {"denytitle", "denylead"}} {
				if (uses[pair[0]] == nil) != (uses[pair[1]] == nil) {
					t.Errorf("frames %s: kind %s has one of %v only", name, kind, pair)
				}
			}
		}
	}
	for _, bad := range []string{"lead: no kind", "kind x\nno use"} {
		if _, err := parseFrames(bad); err == nil {
			t.Errorf("parseFrames(%q) is no error", bad)
		}
	}
	if _, err := Generate(Options{Articles: 10, Frames: "z"}); err == nil {
		t.Error("frames z are no error")
	}
}
