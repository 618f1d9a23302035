package archive

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
)

// words returns n words drawn by a seed.
func words(seed uint64, n int) []string {
	r := rand.New(rand.NewPCG(seed, 3))
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%c%c%c", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26))
	}
	return out
}

func sentences(ws []string) string {
	var b strings.Builder
	for i := 0; i < len(ws); i += 12 {
		b.WriteString("So " + strings.Join(ws[i:min(i+12, len(ws))], " ") + ". ")
	}
	return strings.TrimSpace(b.String())
}

func TestCopiesOfOneText(t *testing.T) {
	story := words(1, 400)
	edited := slices.Clone(story) // two words in a hundred, evenly
	for i := 25; i < len(edited); i += 50 {
		edited[i] = "other"
	}
	half := slices.Clone(story) // one in six
	for i := 3; i < len(half); i += 6 {
		half[i] = "other"
	}
	for _, row := range []struct {
		name string
		text string
		copy bool
	}{
		{"the same", sentences(story), true},
		{"in capitals and other lines", strings.ReplaceAll(strings.ToUpper(sentences(story)), ". ", ".\n\n"), true},
		{"with an edit here and there", sentences(edited), true},
		{"with a line added", sentences(story) + " This line was added by an editor later on.", true},
		{"cut to a third", sentences(story[:132]), true},
		{"followed by as much again", sentences(append(slices.Clone(story), words(5, 400)...)), true},
		{"rewritten", sentences(half), false},
		{"another", sentences(words(2, 400)), false},
		{"the first sentence alone", sentences(story[:12]), false},
		{"one that quotes a sentence", sentences(append(words(3, 300), story[:24]...)), false},
	} {
		a, err := Memory(t.Context(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 8 { // others around it
			if _, err := a.Put(t.Context(), []Record{plain(fmt.Sprint("x", i), sentences(words(uint64(100+i), 200)))}); err != nil {
				t.Fatal(err)
			}
		}
		other := plain("first", sentences(story))
		other.Raw.Collection = "other"
		other.Document.Collection = "other"
		if _, err := a.Put(t.Context(), []Record{other}); err != nil {
			t.Fatal(err)
		}
		c, err := a.Put(t.Context(), []Record{plain("first", sentences(story)), plain("second", row.text)})
		if err != nil {
			t.Fatal(err)
		}
		want := ""
		if row.copy {
			want = "first"
		}
		if c[0].Like != "" || c[1].Like != want {
			t.Errorf("%s: a copy of %q, want %q", row.name, c[1].Like, want)
		}
		a.Close()
	}
}

// TestClusters follows a story through copies, changes and deletions.
func TestClusters(t *testing.T) {
	a, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	story, other := sentences(words(1, 300)), sentences(words(2, 300))
	clusters := func() map[string]string {
		t.Helper()
		out := map[string]string{}
		err := a.DocumentsSince(t.Context(), 0, func(d corpus.Document) error { out[d.ID] = d.Cluster; return nil })
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	put := func(id, text string) {
		t.Helper()
		if _, err := a.Put(t.Context(), []Record{plain(id, text)}); err != nil {
			t.Fatal(err)
		}
	}
	check := func(step string, want map[string]string) {
		t.Helper()
		if got := clusters(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", step, got, want)
		}
	}
	put("a", story)
	put("b", story+" One more.")
	put("c", story+" And two more.")
	check("the first stands for copies of its length", map[string]string{"a": "a", "b": "a", "c": "a"})
	put("b", other)
	check("a copy changes", map[string]string{"a": "a", "b": "b", "c": "a"})
	put("d", other+" Yes.")
	check("a copy of what it changed to", map[string]string{"a": "a", "b": "b", "c": "a", "d": "b"})
	put("b", story)
	check("the one that stands for a cluster changes over", map[string]string{"a": "a", "b": "a", "c": "a", "d": "d"})
	if err := a.Delete(t.Context(), corpus.Key{Collection: "news", ID: "a"}); err != nil {
		t.Fatal(err)
	}
	check("the one that stands for a cluster is deleted", map[string]string{"b": "c", "c": "c", "d": "d"})
	put("e", story+" And then.")
	check("a copy after that", map[string]string{"b": "c", "c": "c", "d": "d", "e": "c"})
}

// TestNothingIsLeft changes and deletes articles, after which no table may
// have rows of them.
func TestNothingIsLeft(t *testing.T) {
	a, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	story := sentences(words(1, 300))
	for i, text := range []string{story, story + " More.", sentences(words(2, 100)), story} {
		for _, id := range []string{"a", "b"} {
			r := plain(id, text+" For "+id+".")
			r.Document.Events = []corpus.Event{{Kind: "visit", Keys: []string{"n:x", "p:y", "n:x"}}, {Kind: fmt.Sprint(i)}}
			if _, err := a.Put(t.Context(), []Record{r}); err != nil {
				t.Fatal(err)
			}
			r.Document.Events = r.Document.Events[:1]
			if c, err := a.Redo(t.Context(), []Record{r}); err != nil || c[0].Kind != Updated {
				t.Fatal(c, err)
			}
		}
	}
	for _, id := range []string{"a", "b"} {
		if err := a.Delete(t.Context(), corpus.Key{Collection: "news", ID: id}); err != nil {
			t.Fatal(err)
		}
	}
	for _, table := range []string{"articles", "versions", "raws", "passages", "events", "event_keys", "bands", "copies"} {
		var n int
		if err := a.reader.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s has %d rows, %v", table, n, err)
		}
	}
}

func TestManyWithTheSameLead(t *testing.T) {
	a, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	lead := words(1, 80)
	var records []Record
	for i := range 100 {
		records = append(records, plain(fmt.Sprint(i), sentences(append(slices.Clone(lead), words(uint64(10+i), 150)...))))
	}
	records = append(records, plain("copy", records[99].Raw.Text+" End."))
	c, err := a.Put(t.Context(), records)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range c[:100] {
		if c.Like != "" {
			t.Fatalf("%d is taken for a copy of %s", i, c.Like)
		}
	}
	if c[100].Like != "99" || c[100].CopyOf != "99" {
		t.Errorf("the copy is one of %q, and %q stands for it", c[100].Like, c[100].CopyOf)
	}
}

func BenchmarkSketch(b *testing.B) {
	text := sentences(words(1, 500))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		sketchOf("news", text)
	}
}
