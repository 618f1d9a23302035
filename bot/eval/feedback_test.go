package eval

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/chat"
	"dateline/bot/state"
	"dateline/corpus"
)

func TestReplay(t *testing.T) {
	ctx := context.Background()
	_, _, reader, collections := open(t)
	store, err := state.Memory(ctx, state.Options{Now: func() time.Time { return today }})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	req := bot.Request{Question: "when did Lavrov last visit before 2021?", Collections: collections, AsOf: corpus.DayIn(today)}
	right, err := reader.Ask(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	wrong := right
	wrong.Lead = "In 1999 [1]."
	follow := bot.Request{Question: "and who did he meet?", Collections: collections, AsOf: req.AsOf}
	met := follow
	met.After = &bot.Exchange{Request: req, Answer: right}
	second, err := reader.Ask(ctx, met)
	if err != nil {
		t.Fatal(err)
	}
	put := func(f state.Feedback, v any) {
		t.Helper()
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		f.Record, f.Platform = b, "p"
		if err := store.Update(ctx, func(tx *state.Tx) error { return tx.PutFeedback(f) }); err != nil {
			t.Fatal(err)
		}
	}
	put(state.Feedback{Task: 1, User: "u", Helpful: true}, chat.Judged{Request: req, Answer: right})
	put(state.Feedback{Task: 2, User: "u", Reason: "wrong\nyear"}, chat.Judged{Request: req, Answer: wrong})
	put(state.Feedback{Task: 5, User: "u", Helpful: true}, chat.Judged{Request: req, Answer: right, Briefing: true}) // left out
	put(state.Feedback{Task: 3, User: "u", Helpful: true}, chat.Judged{Request: follow, After: met.After, Answer: second})
	put(state.Feedback{Task: 4, User: "u"}, 7)
	got, err := Replay(ctx, store, reader, Options{Collections: collections})
	if err != nil || len(got) != 4 {
		t.Fatalf("Replay = %+v, %v", got, err)
	}
	for i, want := range []Replayed{{Alike: true}, {Alike: false}, {Alike: true}, {Err: errors.New("any")}} {
		if r := got[i]; r.Alike != want.Alike || (r.Err != nil) != (want.Err != nil) || r.Err == nil && (r.Cited == 0 || r.Kept != r.Cited) {
			t.Errorf("%d: %+v", i, r)
		}
	}
	var b strings.Builder
	if err := WriteFeedback(&b, got); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"2  not helpful, now answered otherwise; 3 of 3", "    reason: wrong year\n    In 1999 [1].\n    now: 2012", "helpful      2, of which answered alike 2, otherwise 0\nnot helpful  1, of which answered alike 0, otherwise 1\nfailed       1\n"} {
		if !strings.Contains(b.String(), s) {
			t.Errorf("the report lacks %q:\n%s", s, b.String())
		}
	}
	// Without the collections there is nothing to find.
	if got, err = Replay(ctx, store, reader, Options{}); err != nil || got[0].Alike || !got[0].Now.Abstained {
		t.Errorf("Replay without collections = %+v, %v", got[0], err)
	}
}

func TestUnnumbered(t *testing.T) {
	for in, want := range map[string]string{"2012 [1][2].": "2012 .", "He [sic] came [1] .": "He [sic] came .", "[": "[", "": ""} {
		if got := unnumbered(in); got != want {
			t.Errorf("unnumbered(%q) = %q, want %q", in, got, want)
		}
	}
}
