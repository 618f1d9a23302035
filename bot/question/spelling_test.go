package question

import "testing"

func TestSpelling(t *testing.T) {
	for _, test := range []struct{ british, american string }{
		{"organisation", "organization"}, {"organisations", "organizations"}, {"privatised", "privatized"}, {"harbour", "harbor"},
		{"harbours", "harbors"}, {"centre", "center"}, {"defence", "defense"}, {"catalogue", "catalog"}, {"travelled", "traveled"},
		{"programme", "program"}, {"grey", "grey"}, {"conference", "conference"}, {"hour", "hour"}, {"rise", "rise"}, {"", ""},
	} {
		if got := Spelling(test.british); got != test.american {
			t.Errorf("Spelling(%q) = %q, want %q", test.british, got, test.american)
		}
		if got := Spelling(test.american); got != test.american {
			t.Errorf("Spelling(%q) = %q, want it unchanged", test.american, got)
		}
	}
	for american, want := range map[string]string{"harbor": "harbour", "center": "centre", "program": "programme", "organization": "organisation"} {
		if got := British(american); got != want {
			t.Errorf("British(%q) = %q, want %q", american, got, want)
		}
	}
}

func TestInRow(t *testing.T) {
	for question, want := range map[string]string{
		"When was the Simba exercise before the sixth?": "When was the fifth Simba exercise?",
		"Where was the summit after the third one?":     "Where was the fourth summit?",
		"When was the visit before the war?":            "When was the visit before the war?",
	} {
		if got := Plain(question); got != want {
			t.Errorf("Plain(%q) = %q, want %q", question, got, want)
		}
	}
}
