package question

import "testing"

func TestNews(t *testing.T) {
	for _, tt := range []struct {
		question, topic string
		ok              bool
	}{
		{"latest news on the harbour", "harbour", true},
		{"what is the latest news on elections?", "elections", true},
		{"What is new about the ferry line?", "ferry line", true},
		{"What's new with Borduria?", "Borduria", true},
		{"any updates on the strike", "strike", true},
		{"what's the latest on the harbour?", "harbour", true},
		{"harbour news", "harbour", true},
		{"harbour", "harbour", true},
		{"the ferry line", "ferry line", true},
		{"what is happening in Lisbon?", "Lisbon", true},
		{"what is going on with the dam?", "dam", true},
		// Not news.
		{"who said the news on the harbour was bad?", "", false},
		{"harbour opened?", "", false},
		{"When was the latest visit of Kerry?", "", false},
		{"who?", "", false},
		{"Who built the new harbour?", "", false},
	} {
		topic, ok := Parse(tt.question, 0).News()
		if topic != tt.topic || ok != tt.ok {
			t.Errorf("News(%q) = %q, %v, want %q, %v", tt.question, topic, ok, tt.topic, tt.ok)
		}
	}
}

func TestDefined(t *testing.T) {
	for _, tt := range []struct {
		question, subject string
		ok                bool
	}{
		{"Who is Ada Marsh?", "Ada Marsh", true},
		{"who is ada marsh", "ada marsh", true},
		{"Who was Marsh?", "Marsh", true},
		{"What is the Baltic Forum?", "Baltic Forum", true},
		{"What is Ada Marsh's office?", "Ada Marsh", true},
		{"what is an oxygen bar?", "oxygen bar", true},
		{"Tell me about Ada Marsh", "Ada Marsh", true},
		{"Who is the head of Norbank?", "", false},
		{"Who is Borduria's ambassador in Rome?", "", false},
		{"who is the army chief?", "", false},
		{"What is the price of bread?", "", false},
		{"Who was met by Marsh?", "", false},
		{"What is Russia to open in Peshawar?", "", false},
	} {
		subject, ok := Parse(tt.question, 0).Defined()
		if subject != tt.subject || ok != tt.ok {
			t.Errorf("Defined(%q) = %q, %v, want %q, %v", tt.question, subject, ok, tt.subject, tt.ok)
		}
	}
}
