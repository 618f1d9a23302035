package archive_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/token"
)

// filed is a piece as a record.
func filed(collection string, p piece) archive.Record {
	r := record(collection, p.id, p.text, corpus.Interval{})
	r.Raw.Title, r.Document.Title = p.title, p.title
	return r
}

// clustersOf puts pieces into an archive, in that order, and returns the
// cluster of each.
func clustersOf(t *testing.T, pieces []piece) map[string]string {
	t.Helper()
	a := memory(t)
	for chunk := range slices.Chunk(pieces, 50) {
		var records []archive.Record
		for _, p := range chunk {
			records = append(records, filed("news", p))
		}
		for _, c := range put(t, a, records...) {
			if c.Err != nil {
				t.Fatal(c.Key, c.Err)
			}
		}
	}
	out := map[string]string{}
	as, err := a.Arrivals(t.Context(), []string{"news"}, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range as {
		out[a.ID] = a.Cluster
	}
	return out
}

// measure gives recall by kind of edit and precision by kind of look-alike. All
// goes through Archive.Put: for each edit an archive of the articles and what it
// makes of them, for each group of look-alikes one of them and the articles.
type measure struct {
	t        *testing.T
	table    strings.Builder
	articles []piece
	origin   map[string]string // of an article: its cluster without edits

	edited, found int // pairs
	alike, wrong  int
}

func newMeasure(t *testing.T) *measure {
	m := &measure{t: t, articles: exampleArticles(t)}
	m.origin = clustersOf(t, m.articles)
	return m
}

func (m *measure) line(format string, args ...any) { fmt.Fprintf(&m.table, format+"\n", args...) }

// recall tries an edit on every article that is long enough.
func (m *measure) recall(e edit, seed uint64) {
	d := newDesk(seed, m.articles)
	all := slices.Clone(m.articles)
	var copies []piece
	for _, a := range m.articles {
		if len(token.Words(a.text)) < minEdited {
			continue
		}
		c := e.make(d, a)
		c.id = "copy of " + a.id
		copies = append(copies, c)
	}
	clusters := clustersOf(m.t, append(all, copies...))
	found, wrong := 0, 0
	for _, c := range copies {
		of := strings.TrimPrefix(c.id, "copy of ")
		if clusters[c.id] == clusters[of] {
			found++
		} else {
			m.t.Logf("%s: missed: %s", e.name, of)
		}
		// Of no other story than its own.
		for id, cluster := range clusters {
			if cluster == clusters[c.id] && m.origin[strings.TrimPrefix(id, "copy of ")] != m.origin[of] {
				wrong++
				m.t.Errorf("%s: %s is in one cluster with %s", e.name, c.id, id)
			}
		}
	}
	m.line("%-44s %4d pairs %4d found  %5.3f", e.name, len(copies), found, float64(found)/float64(len(copies)))
	m.edited, m.found = m.edited+len(copies), m.found+found
}

// looksAlike counts the pairs of the groups that are taken for near-copies.
func (m *measure) looksAlike(groups []alike) {
	pairs, wrong := map[string]int{}, map[string]int{}
	var kinds []string
	for _, g := range groups {
		clusters := clustersOf(m.t, append(slices.Clone(m.articles), g.pieces...))
		kind := g.kind
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		for i, a := range g.pieces {
			for _, b := range g.pieces[:i] {
				pairs[kind]++
				if clusters[a.id] == clusters[b.id] {
					wrong[kind]++
					m.t.Logf("%s: taken for near-copies: %s and %s", kind, a.id, b.id)
				}
			}
		}
	}
	for _, kind := range kinds {
		m.line("%-44s %4d pairs %4d merged", "look alike: "+kind, pairs[kind], wrong[kind])
		m.alike, m.wrong = m.alike+pairs[kind], m.wrong+wrong[kind]
	}
}

// check holds the whole to its bar and prints the table.
func (m *measure) check(name string, recall, precision float64) {
	r, p := float64(m.found)/float64(m.edited), float64(m.found)/float64(m.found+m.wrong)
	m.line("%s: recall %.3f on %d pairs made by edits, precision %.3f with %d pairs that look alike", name, r, m.edited, p, m.alike)
	m.t.Logf("\n%s", &m.table)
	if m.edited < 200 || m.alike < 200 {
		m.t.Errorf("%d pairs by edits and %d that look alike are too few", m.edited, m.alike)
	}
	if r < recall || p < precision {
		m.t.Errorf("recall %.3f, precision %.3f, want %.3f and %.3f", r, p, recall, precision)
	}
}

// TestNearCopies measures the rule on what it was made on.
func TestNearCopies(t *testing.T) {
	m := newMeasure(t)
	for i, e := range edits {
		m.recall(e, uint64(i))
	}
	m.looksAlike(readAlike(t, "testdata/alike.txtar", 1, 6))
	m.check("first set", .98, .99)
}
