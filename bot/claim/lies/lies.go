// Package lies makes claims about a set of articles whose truth is known: true
// ones, from their sentences by stated transformations, and false ones, from
// true ones by a seeded grammar of lies. It measures how many of each package
// claim lets through.
//
// Nothing here reads a claim as package claim does: the transformations work
// on patterns of letters and on the articles' own times and words, so that an
// error of the checker is not shared by what measures it.
package lies

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"sort"
	"strings"
	"text/tabwriter"

	"dateline/bot/claim"
	"dateline/corpus"
)

// Case is a claim whose truth is known.
type Case struct {
	Kind     string // the kind of lie, "" where the claim is true
	How      string // the transformation that made it
	Article  corpus.Key
	Held     bool // of the half of the articles that is kept for the last check
	Claim    claim.Claim
	Passages []claim.Passage
}

// The kinds of lie, as issue and table name them.
const (
	Altered     = "quote altered by a word"
	Misplaced   = "right quote, wrong passage"
	Number      = "invented number"
	Name        = "invented name"
	Date        = "invented date"
	Negation    = "negation"
	Roles       = "swapped roles"
	Attribution = "lost attribution"
	WrongEvent  = "another event's date"
)

// Kinds are the kinds of lie in the order of the table.
var Kinds = []string{Altered, Misplaced, Number, Name, Date, Negation, Roles, Attribution, WrongEvent}

// None reports whether no lie of a kind may ever be shown.
func None(kind string) bool {
	return kind == Altered || kind == Misplaced || kind == Number || kind == Name || kind == Date
}

// held reports whether an article is of the half that is kept for last.
func held(key corpus.Key) bool {
	h := fnv.New32a()
	io.WriteString(h, key.ID)
	return h.Sum32()%2 == 1
}

// Row is a line of the table: cases of one kind, and how many the checker let
// through.
type Row struct {
	Name         string
	Cases, Shown int
}

// Table is what became of a set of cases.
type Table struct {
	Lies, True []Row  // by kind of lie; by transformation
	Wrong      []Case // lies that were shown and true claims that were dropped
	Why        []claim.Verdict
}

// Measure checks all cases by package claim alone.
func Measure(cases []Case) Table {
	return Tally(cases, func(i int) claim.Verdict { return claim.Check(cases[i].Claim, cases[i].Passages, claim.Context{}) })
}

// Tally makes the table of what became of each case. Its lies are in the order of
// Kinds; those of kinds of the caller's own follow by name.
func Tally(cases []Case, verdict func(i int) claim.Verdict) Table {
	var t Table
	lies, trues := map[string]*Row{}, map[string]*Row{}
	for i, c := range cases {
		v := verdict(i)
		rows, name := lies, c.Kind
		if c.Kind == "" {
			rows, name = trues, c.How
		}
		if rows[name] == nil {
			rows[name] = &Row{Name: name}
		}
		rows[name].Cases++
		if v.OK {
			rows[name].Shown++
		}
		if v.OK == (c.Kind != "") {
			t.Wrong, t.Why = append(t.Wrong, c), append(t.Why, v)
		}
	}
	kinds := slices.Sorted(maps.Keys(lies))
	slices.SortStableFunc(kinds, func(a, b string) int { return cmp.Compare(place(a), place(b)) })
	for _, kind := range kinds {
		t.Lies = append(t.Lies, *lies[kind])
	}
	for _, how := range slices.Sorted(maps.Keys(trues)) {
		t.True = append(t.True, *trues[how])
	}
	return t
}

// place is where a kind stands in the table.
func place(kind string) int {
	if i := slices.Index(Kinds, kind); i >= 0 {
		return i
	}
	return len(Kinds)
}

// Sum adds up rows.
func Sum(rows []Row) Row {
	total := Row{Name: "all"}
	for _, r := range rows {
		total.Cases += r.Cases
		total.Shown += r.Shown
	}
	return total
}

// WriteText writes the table.
func (t Table) WriteText(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tw, "lies\tshown\t\tkind\n")
	for _, r := range append(append([]Row{}, t.Lies...), Sum(t.Lies)) {
		fmt.Fprintf(tw, "%d\t%d\t%.1f %%\t  %s\n", r.Cases, r.Shown, share(r.Shown, r.Cases), r.Name)
	}
	fmt.Fprint(tw, "true\tdropped\t\tmade by\n")
	for _, r := range append(append([]Row{}, t.True...), Sum(t.True)) {
		fmt.Fprintf(tw, "%d\t%d\t%.1f %%\t  %s\n", r.Cases, r.Cases-r.Shown, share(r.Cases-r.Shown, r.Cases), r.Name)
	}
	return tw.Flush()
}

func share(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return 100 * float64(n) / float64(of)
}

// Tell writes the cases that went wrong, a line each with the faults found.
func (t Table) Tell(w io.Writer) error {
	for i, c := range t.Wrong {
		var faults []string
		for _, f := range t.Why[i].Faults {
			faults = append(faults, string(f.Kind)+": "+f.Detail)
		}
		kind := c.Kind
		if kind == "" {
			kind = "TRUE"
		}
		var quotes []string
		for _, q := range c.Claim.Quotes {
			quotes = append(quotes, q.Text)
		}
		if _, err := fmt.Fprintf(w, "%s (%s) %s\n    %s\n    < %s\n    ! %s\n", kind, c.How, c.Article.ID, c.Claim.Text, strings.Join(quotes, " | "), strings.Join(faults, "; ")); err != nil {
			return err
		}
	}
	return nil
}

// Make returns the true claims over some documents and about n lies, the
// kinds in equal parts as far as the documents have matter for them. The same
// documents and seed give the same cases.
func Make(docs []corpus.Document, seed uint64, n int) (trues, lies []Case) {
	docs = append([]corpus.Document{}, docs...)
	sort.Slice(docs, func(i, j int) bool { return docs[i].Key.String() < docs[j].Key.String() })
	g := &grammar{rng: rand.New(rand.NewPCG(seed, 2)), docs: docs}
	g.read()
	trues = g.trues()
	per := (n + len(Kinds) - 1) / len(Kinds)
	for _, kind := range Kinds {
		all := g.lies(kind, trues)
		g.rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		lies = append(lies, all[:min(per, len(all))]...)
	}
	return trues, lies
}
