package archive

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"dateline/corpus"
)

// TestArrivals puts articles in hour by hour and asks what came since.
func TestArrivals(t *testing.T) {
	start := time.Date(2024, 5, 6, 7, 0, 0, 0, time.UTC)
	now := start
	a, err := Memory(t.Context(), Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	day := corpus.DayOf(2024, 5, 6)
	of := func(collection, id, text string, published corpus.Interval) Record {
		r := plain(id, text)
		r.Raw.Collection, r.Document.Collection = collection, collection
		r.Document.Published.Interval = published
		return r
	}
	put := func(records ...Record) {
		t.Helper()
		now = now.Add(time.Hour)
		changes, err := a.Put(t.Context(), records)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			if c.Err != nil {
				t.Fatal(c)
			}
		}
	}
	long := sentences(words(1, 200))
	put(of("news", "a", long, corpus.OnDay(day)), of("desk", "b", "The council met again.", corpus.Interval{})) // generation 1, hour 1
	put(of("news", "c", "Cranes stand on the quay.", corpus.OnDay(day+3)))                                      // 2
	put(of("news", "d", long+" More.", corpus.InMonth(2024, 5)))                                                // 3: a copy of a
	put(of("news", "a", long+" Corrected.", corpus.OnDay(day)))                                                 // 4: a comes anew
	put(of("secret", "e", "Nobody may read this.", corpus.OnDay(day)))                                          // 5
	put(of("news", "f", "It goes again at once.", corpus.OnDay(day)))                                           // 6
	if err := a.Delete(t.Context(), corpus.Key{Collection: "news", ID: "f"}); err != nil {                      // 7
		t.Fatal(err)
	}
	// 8: c is derived anew, with another date
	now = now.Add(time.Hour)
	again := of("news", "c", "Cranes stand on the quay.", corpus.OnDay(day+2))
	if c, err := a.Redo(t.Context(), []Record{again}); err != nil || c[0].Kind != Updated {
		t.Fatal(c, err)
	}

	line := func(as ...corpus.Arrival) string {
		var out []string
		for _, a := range as {
			if a.Key == (corpus.Key{}) {
				continue
			}
			out = append(out, fmt.Sprintf("%s@%d+%v of %s", a.Key, a.Version, a.Ingested.Sub(start).Hours(), a.Cluster))
		}
		return strings.Join(out, ", ")
	}
	for _, row := range []struct {
		why         string
		collections []string
		generation  int64
		asOf        corpus.Day
		n           int
		want        string
		newest      string
	}{
		{"all, in the order of their records", []string{"news", "desk"}, 0, 0, 0, "desk/b@1+1 of b, news/c@1+2 of c, news/d@1+3 of a, news/a@2+4 of a", "news/a@2+4 of a"},
		{"the oldest of them", []string{"news", "desk"}, 0, 0, 2, "desk/b@1+1 of b, news/c@1+2 of c", "news/a@2+4 of a"},
		{"one collection", []string{"desk"}, 0, 0, 0, "desk/b@1+1 of b", "desk/b@1+1 of b"},
		{"no collection is nothing", nil, 0, 0, 0, "", ""},
		{"one that there is not", []string{"none"}, 0, 0, 0, "", ""},
		{"since a generation; derived anew is written anew", []string{"news", "desk"}, 3, 0, 0, "news/c@1+2 of c, news/a@2+4 of a", "news/a@2+4 of a"},
		{"nothing since", []string{"news", "desk"}, 8, 0, 0, "", "news/a@2+4 of a"},
		{"as of a day; undated ones stay", []string{"news", "desk"}, 0, day, 0, "desk/b@1+1 of b, news/d@1+3 of a, news/a@2+4 of a", "news/a@2+4 of a"},
		{"before all that are dated", []string{"news", "desk"}, 0, corpus.DayOf(2024, 1, 1), 0, "desk/b@1+1 of b", "desk/b@1+1 of b"},
		{"others do not hide what may be seen", []string{"secret", "desk"}, 0, day - 1, 0, "desk/b@1+1 of b", "desk/b@1+1 of b"},
	} {
		got, err := a.Arrivals(t.Context(), row.collections, row.generation, row.asOf, row.n)
		if err != nil || line(got...) != row.want {
			t.Errorf("%s: Arrivals = %s, %v, want %s", row.why, line(got...), err, row.want)
		}
		newest, err := a.Newest(t.Context(), row.collections, row.asOf)
		if err != nil || line(newest) != row.newest {
			t.Errorf("%s: Newest = %s, %v, want %s", row.why, line(newest), err, row.newest)
		}
	}
	all, err := a.Arrivals(t.Context(), []string{"news"}, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []corpus.Interval{corpus.OnDay(day + 2), corpus.InMonth(2024, 5), corpus.OnDay(day)} {
		if all[i].Published != want {
			t.Errorf("%s: published %v, want %v", all[i].Key, all[i].Published, want)
		}
	}

	// The parts of Copies that need no more than these.
	key := func(id string) corpus.Key { return corpus.Key{Collection: "news", ID: id} }
	copies, err := a.Copies(t.Context(), []corpus.Key{key("a"), key("d"), key("c"), key("f"), key("a"), {Collection: "desk", ID: "a"}})
	if want := (map[corpus.Key][]corpus.Key{key("a"): {key("d")}, key("d"): {key("a")}}); err != nil || !reflect.DeepEqual(copies, want) {
		t.Errorf("Copies = %v, %v, want %v", copies, err, want)
	}
}

// TestArrivalsReadNoText asks SQLite how it would go about: by indexes that hold
// all that is asked of versions, whose rows have the texts in them.
func TestArrivalsReadNoText(t *testing.T) {
	a, err := Memory(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	rows, err := a.reader.Query(`EXPLAIN QUERY PLAN SELECT `+arrival+` FROM versions v INDEXED BY versions_generation CROSS JOIN articles a ON a.id = v.article AND a.current = v.id
		WHERE v.generation > 1 AND `+visible+` ORDER BY a.came, a.id`, "[]", 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	all := strings.Join(plan, "\n")
	for _, want := range []string{"SEARCH v USING COVERING INDEX versions_generation", "SEARCH w USING COVERING INDEX versions_record"} {
		if !strings.Contains(all, want) {
			t.Errorf("the plan has no %q:\n%s", want, all)
		}
	}
}
