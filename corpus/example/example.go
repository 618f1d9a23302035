// Package example is a small archive of news to try the program on, embedded
// in it: forty-two short articles about Russia and Pakistan in the shapes in
// which scraped news arrives.
//
// Every sentence was written for this project. Who met whom, where and when
// is public knowledge; the newspapers and agencies are invented, and so are
// details of no weight, such as the size of a delegation or a crane driver's
// name. It is no source for anything.
//
// One fact is left out on purpose: no article gives the year of the Russian
// foreign minister's earlier visit. It can only be worked out (from e01, e31
// shows the same with a prime minister, e07 and e08 with others).
//
// What each file of FS shows:
//
//	e01-lavrov-leaves.txt            a date fused to the first sentence; the first visit "in nine years"; another event's date as decoy
//	e02-qureshi-lavrov-talks.txt     share lines, an embedded post with the date, no blank lines, dated headlines of other stories below
//	e03-ashraf-receives-lavrov.txt   undated, a caption first, opinion teasers dated years later below
//	e04-lavrov-arrives.txt           undated, subscribe lines, half of it repeated in the same lines, a plan, another visitor's visit
//	e05-khar-lavrov-one-line.txt     a dateline without a year, the whole article twice inside one line
//	e06-shoigu-dateline.txt          "All news", a dateline without a year; American spelling; the visit that e07 dates
//	e07-shoigu-visit.html            meta dates, JSON-LD, menu, caption, most-read list with other dates, footer with a later year
//	e08-fradkov-visit.txt            a "Published" line and a byline, lines broken at 72 columns; "in 38 years"
//	e09-zardari-moscow.txt           a date in the byline, related headlines with dates below
//	e10-sochi-summit.txt             the date on the last line, an event of the year before within
//	e12-putin-journey-off.txt        undated, a visit that did not take place
//	e13-kayani-in-moscow.txt         undated, a name of several spellings
//	e14-embargo.md                   Markdown with front matter
//	e18-pipeline-second-report.txt   a date fused to the headline; its cost and length differ from e17's
//	e19-protocol-wire.txt            a wire story with a full dateline
//	e21-protocol-near-copy.txt.gz    the same story cut and under another headline, gzip
//	e22-druzhba-first.txt.gz         a dateline with the year, gzip
//	e24-druzhba-krasnodar.txt        no blank lines, links to the next and the previous article
//	e26-bishkek-summit.txt           day and time above the headline, a dateline without a year, news of the hour below
//	e27-sputnik-doses.txt            a byline with date and time, share counts, related lines that look like sentences
//	e28-kabulov.txt                  date and headline fused, every paragraph doubled inside its line
//	e29-lavrov-po-russki.txt         Russian
//	e31-khan-in-moscow.txt           "Updated" the day after the event; "in 23 years"
//	e32-steel-mill.txt               an undated feature whose events are dated
//	e34-flood-relief.txt             weekday and date, font sizes, archive links with other dates
//	e38-film-evening.txt             undated; "last year" and "next spring" that nothing resolves
//	e40-rawalpindi-opinion.txt       an undated opinion; years of long ago; a copyright line
//	e41-wheat-order.txt              a menu and a breadcrumb above, a most-read list with dates below; a plan for the year
//	e42-wheat-raised.txt             the section above the headline, a byline without a name; the plan of e41 made larger, a meeting to come
//	e37-aman.json                    one record as JSON
//	records.jsonl                    ten records: e11, e15, e16 (a month only), e20 (e19 word for word at
//	                                 another outlet), e23, e30 (German), e33, e35 (a page as HTML), e36, and
//	                                 e39 without an id, whose address becomes its id
//	desk/e17-pipeline-signed.html    no metadata but the date in the canonical address; a page-generated date
//	desk/e25-sco-astana.html         a meta date and a time element, a dated weather box, a range of years in the footer
package example

import (
	"embed"
	"io/fs"
)

//go:embed articles
var files embed.FS

// FS holds the example archive, as a folder to ingest. Its layout is stable:
// an article's number, such as "e01", begins its file's name or its record's
// id, or stands in its address.
var FS fs.FS = articles()

// Questions is the question set over the example archive, one JSON object a
// line; package eval describes the format.
//
//go:embed questions.jsonl
var Questions []byte

func articles() fs.FS {
	sub, err := fs.Sub(files, "articles")
	if err != nil {
		panic(err) // the name above is not a valid path
	}
	return sub
}
