// Package fakemodel holds language models in miniature for tests of writing:
// what they say is a function of the prompt that they were sent, which they read
// as a model would, from the text alone. Some are faithful, some obey whatever
// an article tells them.
//
//	s := fakeopenai.New(fakeopenai.Options{Answer: fakemodel.Answer(fakemodel.Faithful)})
package fakemodel

import (
	"encoding/json"
	"strings"

	"dateline/bot/bottest/fakeopenai"
	"dateline/corpus"
	"dateline/corpus/token"
)

// Data is what a prompt gives to write from.
type Data struct {
	Question string
	Time     string `json:"time_asked_about"`
	AsOf     string `json:"asked_as_of"`
	Passages []Passage
	Events   []Event
	// Of a follow-up that is to be rewritten.
	Earlier  string  `json:"earlier_question"`
	Answered string  `json:"earlier_answer"`
	FollowUp string  `json:"follow_up"`
	Points   []Point // of a briefing
}

// Passage is a passage of a prompt.
type Passage struct {
	N         int `json:"passage"`
	Published string
	Source    string
	Title     string
	Text      string
}

// Event is an event of a prompt.
type Event struct {
	Kind    string   `json:"event"`
	Who     []string `json:"participants"`
	When    string
	Rests   string `json:"worked_out_from"`
	Passage int
}

// Claim is a claim that a model writes.
type Claim struct {
	Text   string  `json:"text"`
	Quotes []Quote `json:"quotes"`
}

// Quote is a quote of a claim.
type Quote struct {
	Passage int    `json:"passage"`
	Quote   string `json:"quote"`
}

// Task is what a prompt asks for.
type Task int

// The tasks of the writer's prompts.
const (
	Other   Task = iota
	Write        // an answer
	Repair       // claims anew
	Rewrite      // a follow-up
	Brief        // the points of a briefing
)

// Read reads a prompt: the data between its marks, as the first line that is a
// JSON object, and what is asked for.
func Read(prompt string) (Data, Task) {
	var d Data
	task := Other
	objects := 0
	for line := range strings.Lines(prompt) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "{") && objects == 0:
			objects++
			if json.Unmarshal([]byte(line), &d) != nil {
				return d, Other
			}
			switch task = Write; {
			case d.FollowUp != "":
				task = Rewrite
			case len(d.Points) > 0:
				task = Brief
			}
		case strings.HasPrefix(line, "[") && task == Write:
			task = Repair
		}
	}
	return d, task
}

// Object is a reply with claims.
func Object(claims ...Claim) string {
	if claims == nil {
		claims = []Claim{}
	}
	return encode(map[string]any{"abstain": nil, "claims": claims})
}

// Abstention is a reply without any.
const Abstention = `{"abstain":"not_said","claims":[]}`

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return string(text)
}

// Model says something to a prompt.
type Model func(d Data, task Task) string

// Answer makes a server's answer of a model.
func Answer(m Model) func(fakeopenai.ChatRequest) fakeopenai.Script {
	return func(r fakeopenai.ChatRequest) fakeopenai.Script {
		d, task := Read(r.Last("user"))
		return fakeopenai.Script{Text: m(d, task)}
	}
}

// Faithful says the sentence of a passage that shares most of the question's
// words, and quotes it; it abstains where that is less than half of them. A
// claim that did not pass it gives up.
func Faithful(d Data, task Task) string {
	switch task {
	case Rewrite:
		return StandAlone(d)
	case Repair:
		return Object(Claim{Quotes: []Quote{}})
	case Brief:
		return Worded(d)
	case Write:
	default:
		return "I only write answers."
	}
	best, of := Best(d)
	if best.Text == "" || of.share < 0.5 {
		return Abstention
	}
	return Object(best)
}

type match struct{ share float64 }

// StandAlone rewrites a follow-up: the name in the earlier question takes the
// place of its pronouns.
func StandAlone(d Data) string {
	name := ""
	for i, w := range token.Words(d.Earlier) {
		if i > 0 && w.Capital() {
			name = w.Text
			break
		}
	}
	asked := strings.Fields(strings.TrimSuffix(d.FollowUp, "?"))
	for i, w := range asked {
		switch strings.ToLower(w) {
		case "he", "she", "it", "they", "him", "her", "them":
			if name != "" {
				asked[i] = name
			}
		case "and":
			if i == 0 {
				asked[i] = ""
			}
		}
	}
	return encode(map[string]string{"question": strings.Join(strings.Fields(strings.Join(asked, " ")), " ") + "?"})
}

// Best returns the sentence of the passages that shares most with the
// question, as a claim that quotes it.
func Best(d Data) (Claim, match) {
	asked := words(d.Question)
	var best Claim
	var top match
	for _, p := range d.Passages {
		for _, s := range Sentences(p.Text) {
			said := words(s)
			n := 0
			for w := range asked {
				if said[w] {
					n++
				}
			}
			if share := float64(n) / float64(max(len(asked), 1)); share > top.share {
				top.share = share
				text := strings.TrimRight(s, ".")
				best = Claim{Text: text, Quotes: []Quote{{p.N, text}}}
			}
		}
	}
	return best, top
}

// Sentences cuts a text into its sentences.
func Sentences(text string) []string {
	var out []string
	for _, s := range corpus.SplitSentences(text) {
		if t := strings.TrimSpace(s.Of(text)); t != "" {
			out = append(out, t)
		}
	}
	return out
}

func words(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range token.Words(s) {
		if f := token.Fold(w.Text); !token.Stop(f) {
			out[f] = true
		}
	}
	return out
}
