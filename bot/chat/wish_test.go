package chat

import (
	"strings"
	"testing"
)

func TestAsksBriefing(t *testing.T) {
	for _, row := range []struct {
		text, topic string
		ok          bool
	}{
		// The word and the topic, in the ways in which people put it.
		{"brief Pakistan since Monday", "Pakistan since Monday", true},
		{"Brief: the pipeline talks", "the pipeline talks", true},
		{"briefing on Russia and Pakistan", "Russia and Pakistan", true},
		{"brief me on the harbour strike", "the harbour strike", true},
		{"Brief us about Onega", "Onega", true},
		{"brief On Tour", "Tour", true},
		// Without a topic it is one still: what is lacking will be said.
		{"brief", "", true},
		{"brief me", "", true},
		// A question that begins with the word.
		{"brief visits by Lavrov, how many were there?", "visits by Lavrov, how many were there?", false},
		{"brief who met the minister in Kabul", "who met the minister in Kabul", false},
		{"Briefing Putin, what did Shoigu say?", "Putin, what did Shoigu say?", false},
		// Another word.
		{"briefly, the talks in Kabul", "", false},
		{"what was the brief of the envoy", "", false},
		{"debrief Pakistan", "", false},
		{"", "", false},
		{"?", "", false},
	} {
		if topic, ok := AsksBriefing(row.text); topic != row.topic || ok != row.ok {
			t.Errorf("AsksBriefing(%q) = %q, %v, want %q, %v", row.text, topic, ok, row.topic, row.ok)
		}
	}
}

// FuzzAsksBriefing: a topic is the end of what was typed, and no question.
func FuzzAsksBriefing(f *testing.F) {
	for _, seed := range []string{"brief me on Lavrov since Monday", "Briefing: \u00a0Onega", "brief", "BRIEF\tus\nabout ?", "brief on on on", "\xff brief x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		topic, ok := AsksBriefing(text)
		if !strings.HasSuffix(strings.TrimSpace(text), topic) || strings.TrimSpace(topic) != topic {
			t.Errorf("AsksBriefing(%q) has the topic %q", text, topic)
		}
		if ok && (strings.Contains(text, "?") || Asks(topic)) {
			t.Errorf("AsksBriefing(%q) takes a question for a wish", text)
		}
	})
}
