package archive

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/sqlfile"
)

// dated makes a record of one block that was published on a day; 0: undated.
func dated(id, text string, day corpus.Day, confidence corpus.Confidence) Record {
	r := plain(id, text)
	if day != 0 {
		r.Document.Published = corpus.Publication{Interval: corpus.OnDay(day), Confidence: confidence}
	}
	return r
}

// clusters returns the articles of each cluster that has several, by the one that
// stands for it, sorted, as Standing says; Copies and Document must agree.
func clusters(t *testing.T, a *Archive) string {
	t.Helper()
	as, err := a.Arrivals(t.Context(), []string{"news", "other"}, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var keys []corpus.Key
	for _, a := range as {
		keys = append(keys, a.Key)
	}
	stands, err := a.Standing(t.Context(), append(keys, corpus.Key{Collection: "news", ID: "none"}))
	if err != nil || len(stands) != len(keys) {
		t.Fatal(stands, err)
	}
	copies, err := a.Copies(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	by := map[corpus.Key][]string{}
	for _, k := range keys {
		by[stands[k]] = append(by[stands[k]], k.ID)
		d, err := a.Document(t.Context(), k, 0)
		if err != nil || d.Cluster != stands[k].ID {
			t.Fatalf("%s: the document's cluster is %q, and %s stands for it, %v", k, d.Cluster, stands[k], err)
		}
	}
	var out []string
	for k, ids := range by {
		for _, id := range ids {
			if n := len(copies[corpus.Key{Collection: k.Collection, ID: id}]); n != len(ids)-1 {
				t.Fatalf("%s has %d copies in a cluster of %d", id, n, len(ids))
			}
		}
		if len(ids) > 1 {
			slices.Sort(ids)
			out = append(out, k.ID+": "+strings.Join(ids, " "))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// changed writes other words in the place of those at which which says so.
func changed(ws []string, by string, which func(i int) bool) []string {
	out := slices.Clone(ws)
	for i := range out {
		if which(i) {
			out[i] = by
		}
	}
	return out
}

// TestStanding asks which of two near-copies stands for both, in either order
// of arrival.
func TestStanding(t *testing.T) {
	ws := words(1, 300)
	full, cut := sentences(ws), sentences(ws[:150])
	const day = 18_700
	for _, row := range []struct {
		why          string
		first, other Record // as they came
		want         string // also the other way about, but for "first"
	}{
		{"the earlier", dated("a", full, day+1, corpus.High), dated("b", full, day, corpus.Medium), "b"},
		{"the earlier, though cut", dated("a", full, day+1, corpus.High), dated("b", cut, day, corpus.High), "b"},
		{"of one day the fuller", dated("a", cut, day, corpus.High), dated("b", full, day, corpus.High), "b"},
		{"a known date before none", dated("a", full, 0, ""), dated("b", cut, day, corpus.High), "b"},
		{"undated: the fuller", dated("a", cut, 0, ""), dated("b", full, 0, ""), "b"},
		{"a doubtful date is none", dated("a", full, day+9, corpus.Low), dated("b", cut, day, corpus.Low), "a"},
		{"nor is a month", func() Record {
			r := dated("a", cut, day, corpus.High)
			r.Document.Published.Interval = corpus.InMonth(2021, 1)
			return r
		}(), dated("b", full, 0, ""), "b"},
		{"all alike: the first that came", dated("a", full, day, corpus.High), dated("b", full, day, corpus.High), "first"},
	} {
		for _, records := range [][]Record{{row.first, row.other}, {row.other, row.first}} {
			a := inMemory(t)
			c, err := a.Put(t.Context(), records)
			if err != nil {
				t.Fatal(err)
			}
			want := row.want
			if want == "first" {
				want = records[0].Raw.ID
			}
			if got := clusters(t, a); got != want+": a b" {
				t.Errorf("%s: %s, want %s", row.why, got, want)
			}
			copyOf := want
			if want == c[1].ID {
				copyOf = ""
			}
			if c[1].CopyOf != copyOf || c[1].Like != records[0].Raw.ID {
				t.Errorf("%s: the change says a copy of %q, like %q", row.why, c[1].CopyOf, c[1].Like)
			}
		}
	}
}

func inMemory(t *testing.T) *Archive {
	t.Helper()
	a, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

// TestStandingMoves corrects dates, changes texts and deletes.
func TestStandingMoves(t *testing.T) {
	a := inMemory(t)
	ws := words(1, 300)
	full, cut := sentences(ws), sentences(ws[:150])
	step := func(why string, err error, want string) {
		t.Helper()
		if err != nil {
			t.Fatal(why, err)
		}
		if got := clusters(t, a); got != want {
			t.Errorf("%s: %s, want %s", why, got, want)
		}
	}
	put := func(rs ...Record) error { _, err := a.Put(t.Context(), rs); return err }
	redo := func(r Record) error { _, err := a.Redo(t.Context(), []Record{r}); return err }
	remove := func(id string) error { return a.Delete(t.Context(), corpus.Key{Collection: "news", ID: id}) }
	const day = 18_700
	step("three", put(dated("a", full, day, corpus.High), dated("b", full, day+1, corpus.High), dated("c", cut, day+2, corpus.High)), "a: a b c")
	step("the last turns out to be the first", redo(dated("c", cut, day-1, corpus.High)), "c: a b c")
	step("its date is taken back", redo(dated("c", cut, 0, "")), "a: a b c")
	step("the one that stands gets another text", put(dated("a", sentences(words(9, 200)), day, corpus.High)), "b: b c")
	step("and its own back", put(dated("a", full+" Again.", day, corpus.High)), "a: a b c")
	step("it is deleted", remove("a"), "b: b c")
	step("another is deleted", remove("b"), "")
	step("the story comes again", put(dated("d", full, day+3, corpus.High)), "d: c d")
	// What only one text holds together comes apart with it: two that go on
	// otherwise from one notice.
	one, two := words(2, 60), words(3, 400)
	notice := dated("n", sentences(one), day, corpus.High)
	step("a notice, and two that it grew into", put(dated("x", sentences(append(slices.Clone(one), two[:200]...)), 0, ""),
		dated("y", sentences(append(slices.Clone(one), two[200:]...)), 0, ""), notice), "d: c d; n: n x y")
	step("the notice is deleted", remove("n"), "d: c d")
	step("x becomes the notice", put(dated("x", sentences(one), day, corpus.High)), "d: c d; x: x y")
	// Word for word copies have no bands of their own, until they need them.
	long := sentences(words(5, 100))
	step("one text five times", put(dated("p", long, day, corpus.High), dated("q", long, day, corpus.High), dated("r", long, day, corpus.High),
		dated("s", long, day, corpus.High), dated("t", long, day, corpus.High)), "d: c d; p: p q r s t; x: x y")
	step("the first is deleted", remove("p"), "d: c d; q: q r s t; x: x y")
	step("and found by none, it comes again", put(dated("u", long, day, corpus.High)), "d: c d; q: q r s t u; x: x y")
}

// TestOrderOfArrival puts stories with their copies in in many orders: the
// clusters are the same, and so is who stands for them.
func TestOrderOfArrival(t *testing.T) {
	var records []Record
	for s := range 8 {
		ws := words(uint64(s), 120+40*s)
		name := func(kind string) string { return fmt.Sprintf("%d-%s", s, kind) }
		wire := sentences(ws)
		records = append(records,
			dated(name("wire"), wire, 18_700, corpus.High),
			dated(name("headline"), "Quite another headline than this\n\n"+wire, 18_701, corpus.High),
			dated(name("cut"), sentences(ws[:len(ws)/2]), 18_702, corpus.High),
			dated(name("cut-short"), sentences(ws[:50]), 0, ""),
			dated(name("edited"), sentences(changed(ws, "other", func(i int) bool { return i%20 == 7 })), 18_701, corpus.High),
			dated(name("edited-twice"), sentences(changed(changed(ws, "other", func(i int) bool { return i%20 == 7 }), "again", func(i int) bool { return i%20 == 17 })), 18_703, corpus.High),
			dated(name("more"), wire+" "+sentences(words(uint64(90+s), 100)), 18_705, corpus.High),
		)
	}
	var want []string
	for s := range 8 {
		p := fmt.Sprint(s, "-")
		want = append(want, strings.ReplaceAll("@wire: @cut @cut-short @edited @edited-twice @headline @more @wire", "@", p))
	}
	r := rand.New(rand.NewPCG(1, 2))
	for trial := range 12 {
		switch trial {
		case 0:
		case 1:
			slices.Reverse(records)
		default:
			r.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		}
		a := inMemory(t)
		if _, err := a.Put(t.Context(), records); err != nil {
			t.Fatal(err)
		}
		if got := clusters(t, a); got != strings.Join(want, "; ") {
			t.Errorf("order %d:\n%s\nwant\n%s", trial, strings.ReplaceAll(got, "; ", "\n"), strings.Join(want, "\n"))
		}
		// Put again as new versions and taken out one by one, at random.
		for _, i := range r.Perm(len(records))[:40] {
			key := records[i].Raw.Key
			if err := a.Delete(t.Context(), key); err != nil {
				t.Fatal(err)
			}
		}
		clusters(t, a) // agree with each other still
	}
}

// TestManyCopies puts in one story often: it is found for the last as for the
// first, and fills no bucket.
func TestManyCopies(t *testing.T) {
	a := inMemory(t)
	ws := words(1, 200)
	r := rand.New(rand.NewPCG(4, 4))
	var records []Record
	for i := range 150 {
		at := r.Perm(len(ws))[:10]
		records = append(records, dated(fmt.Sprintf("%03d", i), sentences(changed(ws, fmt.Sprint("w", i), func(k int) bool { return i > 0 && slices.Contains(at, k) })), corpus.Day(18_700+i), corpus.High))
	}
	changes, err := a.Put(t.Context(), records)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes[1:] {
		if c.CopyOf != "000" {
			t.Errorf("%s is a copy of %q", c.ID, c.CopyOf)
		}
	}
	var banded, fullest int
	if err := a.reader.QueryRow(`SELECT (SELECT count(*) FROM articles WHERE banded), (SELECT max(n) FROM (SELECT count(*) AS n FROM bands GROUP BY band))`).Scan(&banded, &fullest); err != nil {
		t.Fatal(err)
	}
	if banded > maxBanded || fullest > maxBanded {
		t.Errorf("%d articles have bands, %d one of them, want at most %d", banded, fullest, maxBanded)
	}
}

// TestNeverAcrossCollections has one text in two collections, in which different
// people may read.
func TestNeverAcrossCollections(t *testing.T) {
	a := inMemory(t)
	text := sentences(words(1, 200))
	for _, collection := range []string{"news", "other"} {
		for _, id := range []string{"a", "b"} {
			r := plain(id, text)
			r.Raw.Collection, r.Document.Collection = collection, collection
			if _, err := a.Put(t.Context(), []Record{r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := clusters(t, a); got != "a: a b; a: a b" {
		t.Errorf("clusters %s", got)
	}
	var shared int
	if err := a.reader.QueryRow(`SELECT count(*) FROM copies c JOIN articles a ON a.id = c.article JOIN articles b ON b.id = c.other WHERE a.collection <> b.collection`).Scan(&shared); err != nil || shared != 0 {
		t.Errorf("%d pairs across collections, %v", shared, err)
	}
	if err := a.reader.QueryRow(`SELECT count(*) FROM (SELECT band FROM bands b JOIN articles a ON a.id = b.article GROUP BY band HAVING count(DISTINCT collection) > 1)`).Scan(&shared); err != nil || shared != 0 {
		t.Errorf("%d bands across collections, %v", shared, err)
	}
}

// TestOlderRule opens an archive whose clusters were made by another rule.
func TestOlderRule(t *testing.T) {
	dir := t.TempDir()
	a, err := Open(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ws := words(1, 300)
	if _, err := a.Put(t.Context(), []Record{plain("a", sentences(ws)), plain("b", sentences(ws[:150])), plain("c", sentences(words(2, 100))), plain("d", "Short.")}); err != nil {
		t.Fatal(err)
	}
	want := clusters(t, a)
	texts1, _ := texts(t.Context(), a)
	g, _ := a.Generation(t.Context())
	a.Close()
	db, err := sqlfile.Open(sqlfile.URI(filepath.Join(dir, File)), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{`UPDATE meta SET value = 0 WHERE name = 'copies'`, `UPDATE articles SET cluster = 1 WHERE key = 'c'`,
		`UPDATE articles SET cluster = 0, words = 0, banded = 0 WHERE key <> 'c'`, `DELETE FROM bands`, `DELETE FROM copies`, `INSERT INTO bands VALUES (77, 1)`} {
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	for range 2 {
		if a, err = Open(t.Context(), dir, Options{}); err != nil {
			t.Fatal(err)
		}
		if got := clusters(t, a); got != want || got == "" {
			t.Errorf("clusters %s, want %s", got, want)
		}
		texts2, err := texts(t.Context(), a)
		if now, _ := a.Generation(t.Context()); err != nil || now != g || !reflect.DeepEqual(texts1, texts2) {
			t.Errorf("generation %d, was %d; texts %q, were %q, %v", now, g, texts2, texts1, err)
		}
		var stale int
		if err := a.reader.QueryRow(`SELECT count(*) FROM bands WHERE band = 77`).Scan(&stale); err != nil || stale != 0 {
			t.Errorf("%d bands of the older rule, %v", stale, err)
		}
		a.Close()
	}
}
