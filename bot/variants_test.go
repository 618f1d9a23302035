package bot

import (
	"strings"
	"testing"

	"dateline/corpus/event/variant"
)

// TestVariants asks the question of each renamed and re-dated archive like the
// touchstone, with its decoys, from text to answer.
func TestVariants(t *testing.T) {
	right := 0
	for i := range variant.Count {
		v := variant.Generate(7, i)
		a := ask(t, open(t, v.Articles...), v.Question)
		problem := ""
		switch {
		case a.Abstained:
			problem = "abstained: " + string(a.Reason)
		case !strings.Contains(a.Lead, v.Want):
			problem = "want " + v.Want
		}
		for _, f := range v.Forbidden {
			if strings.Contains(a.Lead, f) {
				problem += "; names " + f
			}
		}
		if problem == "" {
			right++
			continue
		}
		t.Logf("%d %s: %q: %s\nphrase %q\n%s", i, v.Name, v.Question, problem, v.Phrase, Text(a, Width))
	}
	if t.Logf("%d of %d", right, variant.Count); right < variant.Count*9/10 || right < 20 {
		t.Errorf("%d of %d variants are right", right, variant.Count)
	}
}
