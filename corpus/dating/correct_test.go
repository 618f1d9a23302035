package dating

import (
	"reflect"
	"strings"
	"testing"

	"dateline/corpus"
)

// TestCorrect puts a person's word before witnesses that agree, that say
// otherwise, that were outweighed, and that never counted.
func TestCorrect(t *testing.T) {
	const text = "Bridge closed\n\n7 April 2021\n\nThe bridge over the Lenn was closed on Tuesday after a barge had struck its second pier. " +
		"Divers will look at the damage, the road office said, and nobody knows how long that will take.\n"
	raw := corpus.Raw{Text: text, Published: "2021-04-09", URL: "https://example.org/2021/04/07/bridge"}
	c := corpus.Cleaned{Title: "Bridge closed", Text: strings.TrimSpace(strings.Split(text, "\n\n")[2]),
		Blocks: []corpus.Block{{Span: corpus.Span{End: len(strings.TrimSpace(strings.Split(text, "\n\n")[2]))}, Line: 5}}}
	found := Date(raw, c)
	if found.String() != "2021-04-09" || found.Basis != corpus.BasisRecord {
		t.Fatalf("Date = %v (%s), %+v", found, found.Basis, found.Evidence)
	}
	for _, row := range []struct {
		published string
		agree     []corpus.Basis // that are said to agree
		deny      []corpus.Basis // that are said to say otherwise
	}{
		{"2021-04-07", []corpus.Basis{corpus.BasisURL, corpus.BasisLeading}, []corpus.Basis{corpus.BasisRecord}},
		{"2021-04-09", []corpus.Basis{corpus.BasisRecord}, []corpus.Basis{corpus.BasisURL, corpus.BasisLeading}},
		// A month that holds what the witnesses say is left a month.
		{"2021-04", nil, nil},
		{"2012", nil, []corpus.Basis{corpus.BasisRecord, corpus.BasisURL, corpus.BasisLeading}},
		{"none", nil, []corpus.Basis{corpus.BasisRecord, corpus.BasisURL, corpus.BasisLeading}},
	} {
		iv, err := corpus.ParseCorrected(row.published)
		if err != nil {
			t.Fatal(err)
		}
		p := Correct(found, corpus.Correction{Published: iv, By: "mo", Because: "page 3"})
		if p.Interval != iv || p.Basis != corpus.BasisPerson || p.Confidence != corpus.High {
			t.Errorf("%s: %v (%s, %s)", row.published, p, p.Basis, p.Confidence)
		}
		if len(p.Evidence) != len(found.Evidence)+1 {
			t.Fatalf("%s: evidence %+v", row.published, p.Evidence)
		}
		first := corpus.Evidence{Basis: corpus.BasisPerson, Text: "page 3", Interval: iv, Used: true, Why: "corrected by mo"}
		if p.Evidence[0] != first {
			t.Errorf("%s: first %+v, want %+v", row.published, p.Evidence[0], first)
		}
		if got := p.Correction(); got != "corrected by mo: page 3" {
			t.Errorf("%s: Correction = %q", row.published, got)
		}
		said := map[string]map[corpus.Basis]bool{"agrees": {}, "says otherwise": {}}
		for i, e := range p.Evidence[1:] {
			if was := found.Evidence[i]; e.Used || e.Basis != was.Basis || e.Text != was.Text || e.Interval != was.Interval || strings.Contains(e.Why, "weighs more") {
				t.Errorf("%s: witness %+v became %+v", row.published, was, e)
			}
			for word, bases := range said {
				if strings.HasSuffix(e.Why, "; the correction "+word) {
					bases[e.Basis] = true
				}
			}
		}
		if want := set(row.agree); !reflect.DeepEqual(said["agrees"], want) {
			t.Errorf("%s: agree %v, want %v", row.published, said["agrees"], want)
		}
		if want := set(row.deny); !reflect.DeepEqual(said["says otherwise"], want) {
			t.Errorf("%s: say otherwise %v, want %v", row.published, said["says otherwise"], want)
		}
	}
	if p := Correct(found, corpus.Correction{Withdrawn: true, By: "mo"}); !reflect.DeepEqual(p, found) {
		t.Errorf("withdrawn: %+v", p)
	}
	// Of a witness that could not be read at all nothing is said.
	p := Correct(corpus.Publication{Evidence: []corpus.Evidence{{Basis: corpus.BasisRecord, Text: "soon", Why: "no date that can be read"}}},
		corpus.Correction{Published: corpus.InYear(2012), By: "mo", Because: "page 3"})
	if e := p.Evidence[1]; e.Why != "no date that can be read" {
		t.Errorf("unread witness: %+v", e)
	}
}

func set(bases []corpus.Basis) map[corpus.Basis]bool {
	out := map[corpus.Basis]bool{}
	for _, b := range bases {
		out[b] = true
	}
	return out
}
