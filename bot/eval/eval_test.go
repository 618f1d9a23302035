package eval

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"dateline/bot"
	"dateline/corpus"
	"dateline/corpus/example"
	"dateline/retrieval"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestLoad(t *testing.T) {
	set, err := Load(strings.NewReader("\ufeff" + `{"id":"a","question":"When?","answer_any":["2001"],"cite_any_of":["x"],"as_of":"2005-03","later":1}

{"id":"b","question":"And who?","after":"a","abstain":true,"reason":"premise"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Question{
		{ID: "a", Text: "When?", AnswerAny: []string{"2001"}, CiteAnyOf: []string{"x"}, AsOf: corpus.DayOf(2005, 3, 31)},
		{ID: "b", Text: "And who?", After: "a", Abstain: true, Reason: bot.Premise},
	}
	if !reflect.DeepEqual(set, want) {
		t.Errorf("Load = %+v, want %+v", set, want)
	}
}

func TestLoadTellsWhatIsWrong(t *testing.T) {
	for _, row := range []struct{ line, want string }{
		{`{"question":"When?","abstain":true}`, "needs an id"},
		{`{"id":"first","question":"When?","abstain":true}`, "taken"},
		{`{"id":"a","question":" ","abstain":true}`, "is empty"},
		{`{"id":"a","question":"When?"}`, "neither an answer"},
		{`{"id":"a","question":"When?","abstain":true,"after":"z"}`, `follows up "z"`},
		{`{"id":"a","question":"When?","answer_any":["x"],"reason":"weak"}`, "abstain is not set"},
		{`{"id":"a","question":"When?","abstain":true,"reason":"shy"}`, `"shy" is unknown`},
		{`{"id":"a","question":"When?","answer_any":[""]}`, "string is empty"},
		{`{"id":"a","question":"When?","abstain":true,"as_of":"soon"}`, "as_of"},
		{`{"id":`, "unexpected end"},
		{`[]`, "cannot unmarshal"},
	} {
		set, err := Load(strings.NewReader(`{"id":"first","question":"Who?","abstain":true}` + "\n" + row.line + "\n"))
		if err == nil || !strings.Contains(err.Error(), row.want) || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("Load(%s) error = %v, want line 2 and %q", row.line, err, row.want)
		}
		if len(set) != 1 {
			t.Errorf("Load(%s) kept %d sound questions, want 1", row.line, len(set))
		}
	}
	if _, err := Load(strings.NewReader("\n")); err == nil {
		t.Error("Load of an empty set gives no error")
	}
}

func TestHas(t *testing.T) {
	for _, row := range []struct {
		text, s string
		want    bool
	}{
		{"2012, to Pakistan.", "2012", true},
		{"46 percent, according to Lavrov", "46 per", true},
		{"FORTY-SIX  per cent", "forty–six per", true},
		{"“Nothing” was signed", `"nothing"`, true},
		// A number is whole.
		{"17 April 2021", "7 April", false},
		{"17 April and 7 April", "7 April", true},
		{"up to 2.5 billion", "2", false},
		{"12.4 billion", "4 billion", false},
		{"1,100 kilometres", "100", false},
		{"70, and 130 others", "70", true},
		{"in 2012.", "2012", true},
		{"20123", "2012", false},
		// Yes and no come first.
		{"No: it was put off.", "no", true},
		{"Nothing was signed.", "no", false},
		{"He said no.", "No", false},
		{"", "no", false},
		{"x", "", false},
	} {
		if got := has(fold(row.text), row.s); got != row.want {
			t.Errorf("has(%q, %q) = %t, want %t", row.text, row.s, got, row.want)
		}
	}
}

func TestJudge(t *testing.T) {
	answer := func(lead string, articles ...string) bot.Answer {
		a := bot.Answer{Lead: lead}
		for i, id := range articles {
			a.Citations = append(a.Citations, bot.Citation{N: i + 1, Article: corpus.Key{ID: id}})
		}
		return a
	}
	silence := bot.Answer{Lead: "Not in this archive.", Abstained: true}
	when := Question{AnswerAny: []string{"2012"}, AnswerNone: []string{"2019"}}
	cited := Question{CiteAllOf: []string{"e1", "e2"}}
	both := Question{AnswerAll: []string{"2 billion", "2.5 billion"}, AnswerNone: []string{"3 billion"}}
	quiet := Question{Abstain: true, AnswerNone: []string{"Archive"}}
	either := Question{Abstain: true, AnswerAny: []string{"undated"}}
	for _, row := range []struct {
		q         Question
		a         bot.Answer
		want      Verdict
		forbidden int
	}{
		{when, answer("2012, to Pakistan [1]."), Right, 0},
		{when, answer("2021"), Wrong, 0},
		{when, answer("2012 or 2019"), Wrong, 1},
		{when, silence, Withheld, 0},
		// The number of a citation is no part of the answer.
		{Question{AnswerAny: []string{"4"}}, answer("many [4]"), Wrong, 0},
		// Without strings the articles decide.
		{cited, answer("x", "e1-a", "https://a.example/2/e2-b"), Right, 0},
		{cited, answer("x", "e1-a"), Wrong, 0},
		// The day of the archive is not the answer's.
		{Question{AnswerAny: []string{"2022"}}, answer("As of 25 February 2022: eight members"), Wrong, 0},
		{Question{AnswerAny: []string{"Yes"}}, answer("As of 25 February 2022: Yes [1]"), Right, 0},
		// Reports that differ: every value.
		{both, answer("$2 billion or up to $2.5 billion"), Right, 0},
		{both, answer("$2.5 billion"), Wrong, 0},
		{quiet, silence, Silent, 1},
		{quiet, answer("The zoo"), Invented, 0},
		{either, answer("Undated: “Saturday”"), Right, 0},
		{either, silence, Silent, 0},
		{either, answer("2021"), Invented, 0},
	} {
		got, forbidden := judge(row.q, row.a)
		if got != row.want || len(forbidden) != row.forbidden {
			t.Errorf("judge(%+v, %q) = %s, forbidden %q, want %s and %d", row.q, row.a.Lead, got, forbidden, row.want, row.forbidden)
		}
	}
}

func TestStands(t *testing.T) {
	const text = "Привет, мир. Не сегодня."
	for _, row := range []struct {
		quote      string
		start, end int
		want       bool
	}{
		{"мир", 8, 11, true},
		{"сегодня.", 16, 24, true},
		{text, 0, 24, true},
		{"Не  сегодня.", 13, 24, true}, // white space may differ
		{"мир", 9, 12, false},
		{"сегодня.", 16, 25, false},
		{"", 3, 3, false},
		{"мир", -1, 2, false},
		{"мир", 11, 8, false},
	} {
		if got := stands(text, row.quote, corpus.Span{Start: row.start, End: row.end}); got != row.want {
			t.Errorf("stands(%q, %d, %d) = %t, want %t", row.quote, row.start, row.end, got, row.want)
		}
	}
}

// library is an archive of three articles that answers from a table, and
// misbehaves as it is told.
type library struct {
	answers map[string]bot.Answer
	asked   []bot.Request
}

func (l *library) Ask(_ context.Context, req bot.Request) (bot.Answer, error) {
	l.asked = append(l.asked, req)
	a, ok := l.answers[req.ID]
	if !ok {
		return bot.Answer{}, errors.New("the shelf is empty")
	}
	return a, nil
}

func (l *library) Search(_ context.Context, q retrieval.Query) ([]retrieval.Hit, error) {
	if strings.HasPrefix(q.Text, "broken") {
		return nil, errors.New("no index")
	}
	hit := func(id string, copies ...corpus.Key) retrieval.Hit {
		return retrieval.Hit{Extract: corpus.Extract{Article: &corpus.Article{Key: corpus.Key{ID: id}}}, Copies: copies}
	}
	// Two passages of one article count as one place.
	return []retrieval.Hit{hit("a1"), hit("a1"), hit("a2", corpus.Key{ID: "c1"}), {}, hit("a3")}, nil
}

func (l *library) Document(_ context.Context, key corpus.Key, version int) (corpus.Document, error) {
	if key.ID != "a1" || version != 2 {
		return corpus.Document{}, errors.New("not there")
	}
	return corpus.Document{Article: corpus.Article{Text: "He came in May."}}, nil
}

func TestRun(t *testing.T) {
	cite := func(id string, v int, quote string, start, end int) bot.Citation {
		return bot.Citation{Article: corpus.Key{ID: id}, Version: v, Quote: quote, Span: corpus.Span{Start: start, End: end}}
	}
	lib := &library{answers: map[string]bot.Answer{
		"q1": {Lead: "May.", Citations: []bot.Citation{cite("a1", 2, "in May", 8, 14), cite("a1", 2, "in June", 8, 14), cite("a1", 1, "in May", 8, 14)}},
		"q2": {Lead: "June.", Citations: []bot.Citation{cite("a2", 1, "x", 0, 1)}},
		"q3": {Lead: "Not in this archive.", Abstained: true, Reason: bot.Weak},
		"q5": {Lead: "Here."},
	}}
	set := []Question{
		{ID: "q1", Text: "When?", Kind: "when", AnswerAny: []string{"May"}, CiteAnyOf: []string{"a1"}},
		{ID: "q2", Text: "and then?", Kind: "when", AnswerAny: []string{"July"}, CiteAnyOf: []string{"a9"}, After: "q1"},
		{ID: "q3", Text: "Why?", Abstain: true, Reason: bot.Nothing},
		{ID: "q4", Text: "Who?", Kind: "when", AnswerAny: []string{"x"}, CiteAnyOf: []string{"c1"}, AsOf: 7},
		{ID: "q5", Text: "broken?", AnswerAny: []string{"here"}, CiteAllOf: []string{"a3"}},
	}
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tick := func() time.Time { clock = clock.Add(3 * time.Millisecond); return clock }
	report, err := Run(context.Background(), set, lib, lib, Options{Collections: []string{"c"}, AsOf: 99, Texts: lib, Clock: tick})
	if err != nil {
		t.Fatal(err)
	}
	if a := lib.asked[1].After; a == nil || a.Request.ID != "q1" || a.Answer.Lead != "May." {
		t.Errorf("q2 was asked after %+v, want the exchange of q1", a)
	}
	if lib.asked[3].AsOf != 7 || lib.asked[0].AsOf != 99 || !reflect.DeepEqual(lib.asked[0].Collections, []string{"c"}) {
		t.Errorf("asked %+v and %+v: as-of or collections are not as given", lib.asked[0], lib.asked[3])
	}
	totals := report.Totals()
	if totals.Median != 3*time.Millisecond || totals.At1 != 1 || totals.At5 != 2 || totals.MRR != .75 || totals.Verified != 1 || totals.Quotes != 4 {
		t.Errorf("totals = %+v", totals)
	}
	var b bytes.Buffer
	if err := report.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.golden", b.Bytes())
	b.Reset()
	if err := report.WriteTimes(&b); err != nil || b.String() != "time per question: median 3ms, longest 3ms\n" {
		t.Errorf("WriteTimes = %q, %v", b.String(), err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	report, err := Run(ctx, []Question{{ID: "a", Text: "x", Abstain: true}}, &library{}, nil, Options{})
	if !errors.Is(err, context.Canceled) || len(report.Results) != 0 {
		t.Errorf("Run = %d results, %v, want none and %v", len(report.Results), err, context.Canceled)
	}
}

// golden compares what was written with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is out of date (go test -update writes it anew):\n%s", file, diff.Diff("kept", want, "now", got))
	}
}

// The example's set is sound, has every kind of question, and expects only
// articles that are there.
func TestExampleSet(t *testing.T) {
	set, err := Load(bytes.NewReader(example.Questions))
	if err != nil {
		t.Fatal(err)
	}
	var articles []string // files' names, and the IDs and addresses in records
	numbered := regexp.MustCompile(`\be\d\d-[a-z-]+`)
	if err := fs.WalkDir(example.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		articles = append(articles, d.Name())
		if strings.Contains(d.Name(), ".json") {
			b, err := fs.ReadFile(example.FS, name)
			articles = append(articles, numbered.FindAllString(string(b), -1)...)
			return err
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, q := range set {
		kinds[q.Kind]++
		for _, want := range q.Expected() {
			if !slices.ContainsFunc(articles, func(id string) bool { return matchesArticle(want, id, "") }) {
				t.Errorf("%s expects %s, which is not in the archive", q.ID, want)
			}
		}
		if q.Why == "" {
			t.Errorf("%s does not say why", q.ID)
		}
	}
	for _, kind := range strings.Fields(`last-before last first after before in when who who-at-time where how-much how-many percent
		company yes-no what how-long follow-up as-of premise not-said out-of-archive sidebar undated spelling event-date copies
		differing other-language`) {
		if kinds[kind] < 2 {
			t.Errorf("%d questions of kind %s, want at least 2", kinds[kind], kind)
		}
	}
	if len(set) < 80 {
		t.Errorf("%d questions, want at least 80", len(set))
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(`{"id":"a","question":"When?","answer_any":["2001"],"as_of":"2005-03-01"}`))
	f.Add(bytes.SplitN(example.Questions, []byte("\n"), 2)[0])
	f.Fuzz(func(t *testing.T, data []byte) {
		set, err := Load(bytes.NewReader(data))
		if err == nil && len(set) == 0 {
			t.Fatal("neither questions nor an error")
		}
		ids := map[string]bool{}
		for _, q := range set {
			if q.ID == "" || ids[q.ID] || q.After != "" && !ids[q.After] {
				t.Fatalf("unsound question %+v was kept", q)
			}
			ids[q.ID] = true
		}
	})
}

func FuzzHas(f *testing.F) {
	f.Add("17 April 2021", "7 April")
	f.Add("İ ȺȺ 7", "ⱥ")
	f.Fuzz(func(t *testing.T, text, s string) {
		folded := fold(text)
		if fold(folded) != folded {
			t.Fatalf("fold(%q) = %q is not folded", text, folded)
		}
		if has(folded, s) && !strings.Contains(folded, fold(s)) {
			t.Fatalf("has(%q, %q), but it is not there", folded, s)
		}
	})
}
