package dating_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-htmldate"
	"github.com/rogpeppe/go-internal/txtar"

	"dateline/corpus"
	"dateline/corpus/clean"
	"dateline/corpus/dating"
)

// fetched is the day on which the pages of testdata were fetched.
var fetched = corpus.DayOf(2024, 4, 25)

// paragraphs fill the pages of testdata.
var paragraphs = strings.NewReplacer(
	"{en}", wrap(body("")),
	"{de}", wrap(`Die Stadt hat die Brücke über den See nördlich von Harrow am Sonntag für den gesamten Verkehr gesperrt, nachdem Prüfer Risse in zwei Pfeilern gefunden hatten.
Die Sperrung werde mindestens drei Monate dauern, sagte die Leiterin des Bauamts, Ilse Marten, und eine Umleitung sei bereits ausgeschildert worden.
„Wir haben nicht damit gerechnet, dass die Schäden so groß sind“, sagte Marten, „aber die Sicherheit geht vor, und das Wasser steht hoch.“
Die Bauern im Tal fordern, dass die Stadt ihnen die längeren Wege bezahlt, die sie nun mit der Ernte fahren müssen.`),
	"{fr}", wrap(`La ville a fermé dimanche le pont sur le lac au nord de Harrow à toute circulation, après que des experts ont découvert des fissures dans deux piles.
La fermeture doit durer au moins trois mois, a dit la directrice des travaux, Ilse Marten, et une déviation a déjà été mise en place.
« Nous ne pensions pas que les dégâts étaient si graves », a-t-elle ajouté, « mais la sécurité passe avant tout et l'eau est haute. »
Les paysans de la vallée demandent que la ville leur paie les détours qu'ils doivent faire désormais avec la récolte.`),
	"{es}", wrap(`La ciudad cerró el domingo el puente sobre el lago al norte de Harrow a todo el tráfico, después de que los expertos hallaran grietas en dos pilares.
El cierre durará al menos tres meses, dijo la directora de obras, Ilse Marten, y ya se ha señalizado un desvío por la orilla oriental.
«No pensábamos que los daños fueran tan graves», añadió, «pero la seguridad es lo primero y el agua está muy alta».
Los campesinos del valle piden que la ciudad les pague los rodeos que deben hacer ahora con la cosecha.`),
	"{aside}", `<aside class="sidebar"><h3>Latest stories</h3><ul><li><a href="/o">Otters seen at the old mill</a> <time datetime="2024-04-23T10:00:00Z">23 April 2024</time></li>
<li><a href="/b">Council mends the pier</a> <time datetime="2024-04-22T10:00:00Z">22 April 2024</time></li><li><a href="/f">Fog on the lake</a> <time datetime="2024-04-21T10:00:00Z">21 April 2024</time></li></ul></aside>`)

func wrap(text string) string {
	return "<p>" + strings.ReplaceAll(strings.TrimSpace(text), "\n", "</p>\n<p>") + "</p>"
}

// sample is a page of testdata.
type sample struct {
	name, url, html string
	want            string // "" where the page has no date
}

func samples(t testing.TB) []sample {
	t.Helper()
	var out []sample
	for _, name := range []string{"testdata/pages1.txtar", "testdata/pages2.txtar", "testdata/pages3.txtar", "testdata/pages4.txtar", "testdata/pages5.txtar", "testdata/pages6.txtar"} {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			head := append(strings.Fields(f.Name), "", "")
			out = append(out, sample{head[0], head[2], paragraphs.Replace(string(f.Data)), strings.TrimPrefix(head[1], "-")})
		}
	}
	return out
}

// alone returns what htmldate itself makes of a page, with the original date
// and no date after the fetching believed: a day, or "".
func alone(t *testing.T, s sample) string {
	found, err := htmldate.FromReader(strings.NewReader(s.html), htmldate.Options{UseOriginalDate: true, URL: s.url,
		MaxDate:          fetched.Time().Add(24*time.Hour - time.Second),
		DateParserConfig: &dateparser.Configuration{CurrentTime: fetched.Time().Add(12 * time.Hour), PreferredDateSource: dateparser.Past, StrictParsing: true}})
	if err != nil {
		t.Fatal(err)
	}
	if found.IsZero() {
		return ""
	}
	return found.DateTime.Format(time.DateOnly)
}

// TestPages dates pages in the manner of many systems, and shows the dates
// beside those of htmldate itself, in a table with -v. Where a page gives a month, its first day
// counts for htmldate.
func TestPages(t *testing.T) {
	const right, wrong, silent = 0, 1, 2
	verdicts := []string{"right", "wrong", "silent"}
	judge := func(got, want string, firsts bool) int {
		switch {
		case got == want || firsts && len(want) == 7 && got == want+"-01":
			return right
		case got == "":
			return silent
		}
		return wrong
	}
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	var ours, theirs [3]int
	all := samples(t)
	for _, s := range all {
		raw := corpus.Raw{HTML: s.html, URL: s.url}
		c, err := clean.HTML(raw.HTML, raw.URL)
		if err != nil {
			t.Fatal(err)
		}
		got, found := dating.DateBy(raw, c, fetched), alone(t, s)
		a, b := judge(got.String(), s.want, false), judge(found, s.want, true)
		ours[a]++
		theirs[b]++
		fmt.Fprintf(w, "%s\t%s\t%s %s\t%s %s\n", s.name, s.want, verdicts[a], got, verdicts[b], found)
		if a != right {
			t.Errorf("%s: DateBy = %q (%s), want %q; evidence:\n%s", s.name, got, got.Basis, s.want, show(got))
		}
		if free := dating.Date(raw, c); a == right && free.String() != s.want && !slices.Contains([]string{"date-of-fetching"}, s.name) {
			t.Errorf("%s: Date = %q, but %q with the day of fetching; evidence:\n%s", s.name, free, got, show(free))
		}
	}
	w.Flush()
	t.Logf("page, its date, ours, htmldate's:\n%s%d pages: ours right %d, wrong %d, silent %d; htmldate right %d, wrong %d, silent %d",
		&table, len(all), ours[0], ours[1], ours[2], theirs[0], theirs[1], theirs[2])
}

// TestPageText holds that htmldate reads pages only, never text, though it be
// a page's.
func TestPageText(t *testing.T) {
	for _, s := range samples(t) {
		raw := corpus.Raw{Text: s.html, URL: s.url}
		if p := dating.DateBy(raw, clean.Text(raw.Text), fetched); strings.Contains(show(p), "htmldate") {
			t.Errorf("%s: the evidence about a text is htmldate's:\n%s", s.name, show(p))
		}
	}
}

func TestPageEvidence(t *testing.T) {
	for _, test := range []struct{ below, url, want, evidence string }{
		// A weekday, month and day alone has candidate years.
		{"<p>Wednesday, April 7</p>", "", "", "a Wednesday 7 April: 1999, 2004, 2010, 2021"},
		// A month is a month.
		{"<p>April 2021</p>", "", "2021-04", `"2021-04": "April 2021", used true`},
		{"", "https://lake.example/2021/04/cranes", "2021-04", "in the address, without a day"},
		// Contradictions are shown.
		{"<p>Published: 9 April 2021</p>", "https://lake.example/2021/04/07/cranes", "2021-04-07", "labelled as published, by the title; another date weighs more"},
	} {
		raw := corpus.Raw{HTML: page("", test.below), URL: test.url}
		c, err := clean.HTML(raw.HTML, raw.URL)
		if err != nil {
			t.Fatal(err)
		}
		p := dating.DateBy(raw, c, fetched)
		if p.String() != test.want || !strings.Contains(show(p), test.evidence) {
			t.Errorf("%s %s: DateBy = %q, want %q and %q in the evidence:\n%s", test.below, test.url, p, test.want, test.evidence, show(p))
		}
	}
}

// FuzzPage holds that any page is dated without a panic, by no date after the
// fetching, and by evidence that has the date.
func FuzzPage(f *testing.F) {
	for k, s := range samples(f) {
		if k%16 == 0 { // each takes a while
			f.Add(s.html, s.url)
		}
	}
	f.Add(strings.Repeat("<li>1072156126", 300), "") // each text was read in every language
	f.Add(`<time datetime=2021-04-07><p>x</time><h1>7 April 2021`, "http://x/2021/04/07")
	f.Fuzz(func(t *testing.T, page, address string) {
		if len(page) > 1<<14 {
			return
		}
		raw := corpus.Raw{HTML: page, URL: address}
		c, err := clean.HTML(page, address)
		if err != nil {
			return
		}
		p := dating.DateBy(raw, c, fetched)
		if !p.Known() {
			return
		}
		if p.Start > fetched {
			t.Errorf("DateBy(%q) = %q, after %s", page, p, fetched)
		}
		if len(p.Evidence) == 0 || !p.Evidence[0].Used || !p.Evidence[0].Interval.Contains(p.Interval) {
			t.Errorf("DateBy(%q) = %q, which its evidence does not have:\n%s", page, p, show(p))
		}
	})
}
