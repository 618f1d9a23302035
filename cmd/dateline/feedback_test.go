package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/chat"
	"dateline/bot/state"
	"dateline/corpus"
)

// eval --feedback reads the state beside the archive and asks the archive.
func TestEvalFeedback(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	article := filepath.Join(dir, "bridge.txt")
	if err := os.WriteFile(article, []byte("6 May 2018\n\nThe new bridge over the Ume was opened on 3 May 2018 by Mayor Olof Berg, in front of some two hundred people.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(dir, "store")
	dateline := func(args ...string) (int, string, string) {
		var out, errs bytes.Buffer
		code := run(ctx, args, strings.NewReader(""), &out, &errs, func(string) string { return "" }, func() time.Time { return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) })
		return code, out.String(), errs.String()
	}
	if code, _, errs := dateline("ingest", "--store", store, article); code != exitOK {
		t.Fatalf("ingest: %d %s", code, errs)
	}
	s, err := state.Open(ctx, store, state.Options{})
	if err != nil {
		t.Fatal(err)
	}
	blob, err := json.Marshal(chat.Judged{
		Request: bot.Request{Question: "When was the bridge over the Ume opened?", Collections: []string{"default"}, AsOf: corpus.DayOf(2026, 3, 2)},
		Answer:  bot.Answer{Lead: "In 1999 [1]."},
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Update(ctx, func(tx *state.Tx) error {
		if err := tx.PutReport(state.Report{Task: 7, Platform: "slack", User: "u", Collection: "default", Article: "bridge", Version: 1, Shown: "2018-05-06", Said: "2018-05-07", Reason: "it's on\npage 1", At: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
			return err
		}
		return tx.PutFeedback(state.Feedback{Task: 7, Platform: "slack", User: "u", Reason: "wrong year", Record: blob})
	})
	if err != nil {
		t.Fatal(err)
	}
	// Also while a process serves, which holds the state open.
	code, out, errs := dateline("eval", "--feedback", "--store", store)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if code != exitOK {
		t.Fatalf("eval: %d %s", code, errs)
	}
	reported := "date of default/bridge: shown 2018-05-06, said to be 2018-05-07\n    reason: it's on page 1\n    dateline date --collection default --because 'it'\\''s on page 1' -- bridge 2018-05-07\n"
	if _, out, errs := dateline("date", "--reports", "--store", store); !strings.Contains(out, reported) {
		t.Errorf("the reports lack %q:\n%s%s", reported, out, errs)
	}
	if code, _, errs := dateline("date", "--store", store, "--collection", "default", "--by", "mo", "--because", "it's on page 1", "--", "bridge", "2018-05-07"); code != exitOK {
		t.Errorf("date: %d %s", code, errs)
	}
	if _, out, _ := dateline("date", "--reports", "--store", store); !strings.Contains(out, "No date is reported") {
		t.Errorf("a report that was heeded is listed:\n%s", out)
	}
	for _, want := range []string{"7  not helpful, now answered otherwise", "reason: wrong year", "In 1999 [1].", "now: ", "2018", reported} {
		if !strings.Contains(out, want) {
			t.Errorf("the report lacks %q:\n%s", want, out)
		}
	}
}
