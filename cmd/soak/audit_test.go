package main

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dateline/bot/chat"
	"dateline/bot/state"
)

// told is a way on which nothing happens but what a test says.
type told struct {
	messages []posted
	acks     map[string]string // notices by key
	broken   []string
}

func (w *told) platform() string                 { return "fake" }
func (w *told) env() []string                    { return nil }
func (w *told) prepare() [][]string              { return nil }
func (w *told) connect() error                   { return nil }
func (w *told) ready() bool                      { return true }
func (w *told) shares() [kinds]float64           { return [kinds]float64{1} }
func (w *told) ask(*question) error              { return nil }
func (w *told) talk(int, *person, string) error  { return nil }
func (w *told) faults(bool)                      {}
func (w *told) disturb(*rand.Rand)               {}
func (w *told) began() int                       { return 0 }
func (w *told) patience(*question) time.Duration { return time.Second }
func (w *told) weather() []count                 { return nil }
func (w *told) found() []posted                  { return w.messages }
func (w *told) refusedAt(q *question) string     { return q.place }
func (w *told) violations() []string             { return w.broken }
func (w *told) close()                           {}
func (w *told) acknowledged(q *question) (bool, string) {
	notice, ok := w.acks[q.key]
	return ok, notice
}

// TestAudit has each fault that the audit is for happen.
func TestAudit(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	type row struct{ key, status, reply string } // status "": refused
	answer := posted{key: "q1", at: at, text: "an answer"}
	for _, c := range []struct {
		name     string
		kind     kind
		rows     []row
		messages []posted
		acks     map[string]string
		lossy    []span
		killed   []time.Time
		broken   []string
		line     string // of the table that counts the question
		wrong    string // "": nothing is
	}{
		// What may be.
		{name: "one answer", rows: []row{{"q1", "answered", `{}`}}, messages: []posted{answer}, line: lineAnswered},
		{name: "by its controls", rows: []row{{"q1", "answered", `{}`}}, messages: []posted{{task: 1, text: "an answer"}}, line: lineAnswered},
		{name: "a sentence", rows: []row{{"q1", "answered", `{"Problem":"no"}`}}, messages: []posted{answer}, line: lineError},
		{name: "silence", kind: followUp, rows: []row{{"q1", "silent", ""}}, line: lineSilent},
		{name: "refused", rows: []row{{"q1", "", ""}}, messages: []posted{{refusal: "here", text: "no"}}, line: lineRefused},
		{name: "refused by reply", rows: []row{{"q1", "", ""}}, messages: []posted{{key: "q1", text: "no"}}, line: lineRefused},
		{name: "refused and killed", rows: []row{{"q1", "", ""}}, killed: []time.Time{at.Add(time.Second)}, line: lineCutOff},
		{name: "refused by a command that came late", kind: command, rows: []row{{"q1", "", ""}}, line: lineLate},
		{name: "away", lossy: []span{{at.Add(-time.Second), at.Add(time.Second)}}, line: lineAway},
		{name: "an error at once", acks: map[string]string{"q1": "try again"}, line: lineNotice},
		// What must not.
		{name: "two answers", rows: []row{{"q1", "answered", `{}`}}, messages: []posted{answer, answer}, wrong: "2 answers"},
		{name: "no answer", rows: []row{{"q1", "answered", `{}`}}, wrong: "lost: no answer"},
		{name: "gone", rows: []row{{"q1", "gone", ""}}, wrong: "lost: no answer"},
		{name: "silence to a mention", rows: []row{{"q1", "silent", ""}}, wrong: "lost: no answer"},
		{name: "open", rows: []row{{"q1", "open", ""}}, messages: []posted{answer}, wrong: "still open"},
		{name: "an apology", rows: []row{{"q1", "failed", `{"Problem":"sorry","Failed":true}`}}, messages: []posted{answer}, line: lineError, wrong: "failed: sorry"},
		{name: "acknowledged only", acks: map[string]string{"q1": ""}, wrong: "acknowledged and not taken down"},
		{name: "no trace", wrong: "left no trace"},
		{name: "no trace long after", lossy: []span{{at.Add(-time.Minute), at.Add(-time.Second)}}, wrong: "left no trace"},
		{name: "refused and not told", rows: []row{{"q1", "", ""}}, wrong: "refused and not told"},
		{name: "refused and told twice", rows: []row{{"q1", "", ""}}, messages: []posted{{refusal: "here", text: "no"}, {refusal: "here", text: "no"}}, line: lineRefused, wrong: "told so 2 times"},
		{name: "told without refusal", rows: []row{{"q1", "answered", `{}`}}, messages: []posted{answer, {refusal: "here", text: "no"}}, line: lineAnswered, wrong: "refusal that there was not"},
		{name: "unasked", rows: []row{{"q1", "answered", `{}`}}, messages: []posted{answer, {key: "q2", text: "hello"}}, line: lineAnswered, wrong: "nobody asked for"},
		{name: "empty", rows: []row{{"q1", "answered", `{}`}}, messages: []posted{{key: "q1"}}, wrong: "is empty"},
		{name: "controls of another", rows: []row{{"q1", "answered", `{}`}}, messages: []posted{{key: "q1", task: 7, text: "an answer"}}, wrong: "controls"},
		{name: "a row of nobody's", rows: []row{{"q1", "answered", `{}`}, {"q9", "silent", ""}}, messages: []posted{answer}, line: lineAnswered, wrong: "nobody asked it"},
		{name: "taken down twice", rows: []row{{"q1", "answered", `{}`}, {"q1", "answered", `{}`}}, messages: []posted{answer}, line: lineAnswered, wrong: "a second time"},
		{name: "a violation", rows: []row{{"q1", "answered", `{}`}}, messages: []posted{answer}, broken: []string{"too long"}, line: lineAnswered, wrong: "rules: too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			st, err := state.Memory(t.Context(), state.Options{})
			if err != nil {
				t.Fatal(err)
			}
			q := &question{kind: c.kind, who: &person{}, at: at, key: "q1", place: "here", events: true}
			w := &told{messages: c.messages, acks: c.acks, broken: c.broken}
			s := newSoak(options{}, w, &child{}, nil)
			s.world, s.state, s.lossy, s.killed = &world{}, st, c.lossy, c.killed
			s.questions, s.open, s.byKey["q1"] = []*question{q}, []*question{q}, q
			defer s.close()
			err = st.Update(t.Context(), func(tx *state.Tx) error {
				for _, r := range c.rows {
					task := state.Task{Platform: "fake", User: "u", Status: state.Status(r.status), Reply: []byte(r.reply)}
					if task.Request, err = json.Marshal(chat.Request{Keys: []string{r.key}}); err != nil {
						return err
					}
					if r.status != "" {
						if task.ID, err = tx.Add(task); err != nil {
							return err
						}
						if r.status != "open" {
							task.Finished = at
						}
						if err := tx.Put(task); err != nil {
							return err
						}
					}
					if err := tx.AddKey("fake "+r.key, task.ID); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if !s.look(t.Context()) {
				t.Fatal("the state can't be read")
			}
			r := s.audit()
			for _, line := range r.counts {
				if want := line.name == c.line; want != (line.n == 1) {
					t.Errorf("%q counts %d", line.name, line.n)
				}
			}
			wrong := strings.Join(r.wrong, "\n")
			if c.wrong == "" && wrong != "" || !strings.Contains(wrong, c.wrong) {
				t.Errorf("wrong is %q, want %q", wrong, c.wrong)
			}
		})
	}
}
