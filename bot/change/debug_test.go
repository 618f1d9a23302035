package change

import (
	"os"
	"strings"
	"testing"
)

func TestDebug(t *testing.T) {
	pat := os.Getenv("PAT")
	if pat == "" {
		t.Skip()
	}
	for _, g := range readGroups(t, os.Getenv("FILE")) {
		if !strings.Contains(g.why, pat) {
			continue
		}
		t.Log(g.why)
		f := newFinder(g.reports)
		var fs []*figure
		for _, d := range f.docs {
			for _, s := range d.sents {
				r := s.read()
				t.Logf("%s\n  names %v content %v kinds %v", s.text, r.names, r.content, r.kinds)
				for _, c := range r.cues {
					t.Logf("   cue %s %q", c.Class, s.written(c.From, c.To))
				}
				for i := range r.words {
					if r.said[i] {
						t.Logf("   said %q", r.words[i].Text)
					}
				}
				for _, x := range s.figures() {
					fs = append(fs, &x)
					t.Logf("   fig %v-%v %q unit %q harm %q nouns %v counted %v ahead %v moved %v marked %v old %v speaker %v days %v keys %q", x.lo, x.hi, x.bound, x.unit, x.harm, x.nouns, x.counted(), x.ahead, x.moved, x.marked, x.old, x.speaker, s.days(&x), x.keys())
				}
				for _, x := range s.denied() {
					t.Logf("   denied %v %v %q", x.names, x.content, x.verb)
				}
				for _, x := range s.endings() {
					t.Logf("   ending %v %v %v", x.names, x.content, x.head)
				}
			}
		}
		for i, x := range fs {
			for _, y := range fs[i+1:] {
				if x.s.doc != y.s.doc {
					t.Logf("same %v %v: %v agrees %v replaces %v", x.lo, y.lo, sameThing(x, y), y.agrees(x), y.replaces(x))
				}
			}
		}
	}
}
