package variant

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestGenerate(t *testing.T) {
	questions := map[string]bool{}
	for i := range Count {
		v := Generate(1, i)
		if again := Generate(1, i); !reflect.DeepEqual(v, again) {
			t.Fatalf("variant %d differs from one time to the next", i)
		}
		questions[v.Question] = true
		if len(v.Articles) < 5 || !strings.Contains(v.Question, v.Visitor) || slices.Contains(v.Forbidden, v.Want) || len(v.Forbidden) == 0 {
			t.Errorf("variant %d: %+v", i, v)
		}
		seen, found := map[string]bool{}, false
		for _, a := range v.Articles {
			if a.ID == "" || a.Text == "" || seen[a.ID] {
				t.Errorf("variant %d: article %+v", i, a)
			}
			seen[a.ID] = true
			found = found || a.ID == v.Now && strings.Contains(a.Text, v.Phrase)
		}
		if !found {
			t.Errorf("variant %d: its phrase %q is in no article", i, v.Phrase)
		}
	}
	if len(questions) < 20 {
		t.Errorf("%d questions, want at least 20", len(questions))
	}
}
