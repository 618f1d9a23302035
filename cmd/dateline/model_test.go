package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/bot/bottest/fakemodel"
	"dateline/bot/bottest/fakeopenai"
)

// ask writes with the model of the settings, without it where it is told to,
// and answers whatever is wrong with it; the log says what, and never the key.
func TestAskWithModel(t *testing.T) {
	const question, key = "By how much did trade grow?", "key-0123456789abcdef"
	specification := filepath.Join("..", "..", "..", "shared", "specs", "openai-openapi.json")
	if _, err := os.Stat(specification); err != nil {
		specification = ""
		t.Logf("bodies are not checked: %v", err)
	}
	s := fakeopenai.New(fakeopenai.Options{Key: key, OpenAPI: specification, Models: []string{"small"}, Answer: fakemodel.Answer(func(d fakemodel.Data, task fakemodel.Task) string {
		for _, p := range d.Passages {
			for _, said := range fakemodel.Sentences(p.Text) {
				if strings.HasPrefix(said, "Bilateral trade had risen by 46 percent") {
					return fakemodel.Object(fakemodel.Claim{Text: "By 46 percent, according to Lavrov", Quotes: []fakemodel.Quote{{Passage: p.N, Quote: said}}})
				}
			}
		}
		return fakemodel.Abstention
	})})
	defer s.Close()
	down := fakeopenai.New(fakeopenai.Options{})
	down.Close()
	azure := map[string]string{"DATELINE_MODEL_API": "azure", "DATELINE_MODEL_API_VERSION": "2024-10-21", "DATELINE_MODEL_BASE_URL": s.AzureURL()}
	for _, row := range []struct {
		name string
		env  map[string]string
		args []string
		out  string // in what is printed
		errs string // in the log
		asks int
	}{
		{"written", nil, nil, "By 46 percent, according to Lavrov [1].", "", 1},
		{"by Azure's paths", azure, nil, "By 46 percent, according to Lavrov [1].", "", 1},
		{"without it", nil, []string{"--no-model"}, "46 percent, according to Lavrov [1][2].", "", 0},
		{"another key", map[string]string{"DATELINE_MODEL_KEY": "other-9876543210"}, nil, "46 percent, according to Lavrov [1][2].", "check the key", 1},
		{"another model", map[string]string{"DATELINE_MODEL_NAME": "large"}, nil, "The model is not set up rightly", "check the model's name", 1},
		{"down", map[string]string{"DATELINE_MODEL_BASE_URL": down.URL()}, nil, "The model could not be asked", "check the base URL", 0},
	} {
		env := map[string]string{"DATELINE_MODEL_BASE_URL": s.URL(), "DATELINE_MODEL_NAME": "small", "DATELINE_MODEL_KEY": key}
		for k, v := range row.env {
			env[k] = v
		}
		before := s.Count("chat")
		var out, errs bytes.Buffer
		code := run(context.Background(), append(append([]string{"ask", "--example"}, row.args...), question), strings.NewReader(""), &out, &errs,
			func(k string) string { return env[k] }, func() time.Time { return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) })
		if code != exitOK || !strings.Contains(strings.Join(strings.Fields(out.String()), " "), row.out) || !strings.Contains(errs.String(), row.errs) {
			t.Errorf("%s: %d\n%s\nlog:\n%s\nwant %q and %q", row.name, code, out.String(), errs.String(), row.out, row.errs)
		}
		if row.errs == "" && errs.Len() > 0 {
			t.Errorf("%s: the log says %q, want nothing", row.name, errs.String())
		}
		if got := s.Count("chat") - before; got != row.asks {
			t.Errorf("%s: %d calls, want %d", row.name, got, row.asks)
		}
		for _, secret := range []string{key, "other-9876543210"} {
			if strings.Contains(out.String()+errs.String(), secret) {
				t.Errorf("%s: the key is shown:\n%s%s", row.name, out.String(), errs.String())
			}
		}
	}
	for _, v := range s.Violations() {
		t.Errorf("against the specification: %s", v)
	}
}

// brief has the model word its points, without it where it is told to, and tells
// what it has whatever is wrong with the model.
func TestBriefWithModel(t *testing.T) {
	const key = "key-0123456789abcdef"
	s := fakeopenai.New(fakeopenai.Options{Key: key, Models: []string{"small"}, Answer: fakemodel.Answer(fakemodel.Faithful)})
	defer s.Close()
	const quote, sentence = `"Pakistan and India became full members of the Shanghai Cooperation Organization at its summit in Astana on Friday" [1]`,
		`Pakistan and India became full members of the Shanghai Cooperation Organization at its summit in Astana [1]`
	for _, row := range []struct {
		name string
		key  string
		args []string
		out  []string
		asks int
	}{
		{"written", key, nil, []string{sentence}, 1},
		{"without it", key, []string{"--no-model"}, []string{quote}, 0},
		{"another key", "other-9876543210", nil, []string{quote, "The model is not set up rightly, which its operator can see in the log; this briefing is made without it."}, 1},
	} {
		env := map[string]string{"DATELINE_MODEL_BASE_URL": s.URL(), "DATELINE_MODEL_NAME": "small", "DATELINE_MODEL_KEY": row.key}
		before := s.Count("chat")
		var out, errs bytes.Buffer
		args := append(append([]string{"brief", "--example", "--as-of", "2017-07-01", "--since", "2017-06-01"}, row.args...), "Astana")
		code := run(context.Background(), args, strings.NewReader(""), &out, &errs, func(k string) string { return env[k] }, func() time.Time { return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) })
		said := strings.Join(strings.Fields(out.String()), " ")
		for _, want := range row.out {
			if code != exitOK || !strings.Contains(said, want) {
				t.Errorf("%s: %d\n%s\nlog:\n%s\nwant %q", row.name, code, out.String(), errs.String(), want)
			}
		}
		if got := s.Count("chat") - before; got != row.asks {
			t.Errorf("%s: %d calls, want %d", row.name, got, row.asks)
		}
		if strings.Contains(out.String()+errs.String(), row.key) {
			t.Errorf("%s: the key is shown:\n%s%s", row.name, out.String(), errs.String())
		}
	}
}

// eval takes one way of measuring at a time.
func TestEvalLiesAlone(t *testing.T) {
	for _, args := range [][]string{{"--lies", "--feedback"}, {"--lies", "--tune"}, {"--lies", "set.jsonl"}} {
		var out, errs bytes.Buffer
		code := run(context.Background(), append([]string{"eval", "--example"}, args...), strings.NewReader(""), &out, &errs, func(string) string { return "" }, time.Now)
		if code == exitOK || !strings.Contains(errs.String(), "eval") {
			t.Errorf("eval %q: %d %s", args, code, errs.String())
		}
	}
}
