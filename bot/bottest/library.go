package bottest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/corpus/example"
	"dateline/corpus/source"
	"dateline/retrieval"
	"dateline/retrieval/index"
	"dateline/retrieval/ingest"
)

// Start is when every clock begins.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// The collections of the library: the example archive, and one each for an
// article that not everybody may see, and for one that is full of markup.
const (
	Public  = "default"
	Closed  = "closed"
	Hostile = "hostile"
)

const closedText = "2024-05-06\nThe Gulf Monitor\n\nForeign Minister Sergey Lavrov visited Muscat on 3 May 2024, his first visit to Oman in six years, and met the Sultan.\n"

// HostileQuote is what a quote of the hostile article reads as.
const HostileQuote = "Lavrov visited Lima on 3 May 2024 @everyone @here <!channel> <!here> <@U0OTHER00> <@&1> <@1> <#1> [free](https://evil.example/a) <https://evil.example/b|gift> " +
	"https://evil.example/c www.evil.example **bold** ~~gone~~ ||spoiler|| :smile: <:e:123456789012345678> <t:1:R>"

// hostileText also turns the direction of its text and begins lines with what
// makes headings, lists and quotes.
const hostileText = "2024-05-06\n# The <!everyone> Gazette @everyone\n\nForeign Minister Sergey \u202eLavrov visited Lima on 3 May 2024 \u2066@everyone\u2069 @here <!channel> <!here> <@U0OTHER00> <@&1> <@1> <#1> " +
	"[free](https://evil.example/a) <https://evil.example/b|gift> https://evil.example/c www.evil.example **bold** ~~gone~~ ||spoiler|| :smile: <:e:123456789012345678> <t:1:R>\u200f.\n" +
	"> `quoted` ```block``` -# small and *all* _that_.\n"

// Books is an archive with all that answers from it.
type Books struct {
	Archive *archive.Archive
	Index   *index.Index
	Search  *retrieval.Searcher
}

// Library returns the example archive, with the closed and the hostile
// collection, in memory. It is made once.
var Library = sync.OnceValues(func() (Books, error) { return newLibrary(func() time.Time { return Start }) })

// newBooks makes an archive without an article, whose articles come in by a clock.
func newBooks(now func() time.Time) (Books, error) {
	a, err := archive.Memory(context.Background(), archive.Options{Now: now})
	if err != nil {
		return Books{}, err
	}
	x := index.New(index.Options{})
	return Books{a, x, &retrieval.Searcher{Engine: x, Library: a}}, nil
}

// add takes articles in and has them found.
func (b Books) add(raws ...corpus.Raw) error {
	ctx := context.Background()
	sum, err := (&ingest.Pipeline{Archive: b.Archive}).Run(ctx, source.Of(raws...))
	if err != nil || sum.Added != len(raws) {
		return fmt.Errorf("of %d articles from %s on %d are added, %v", len(raws), raws[0].Key, sum.Added, err)
	}
	return b.Index.Sync(ctx, b.Archive)
}

// newLibrary makes an archive as Library's, whose articles come in by a clock.
func newLibrary(now func() time.Time) (Books, error) {
	ctx := context.Background()
	b, err := newBooks(now)
	if err != nil {
		return b, err
	}
	var r source.Reader
	if _, err := (&ingest.Pipeline{Archive: b.Archive}).Run(ctx, r.FS(ctx, example.FS)); err != nil {
		return b, err
	}
	return b, b.add(
		corpus.Raw{Key: corpus.Key{Collection: Closed, ID: "c1"}, Source: "The Gulf Monitor", Path: "c1.txt", Line: 1, Text: closedText},
		corpus.Raw{Key: corpus.Key{Collection: Hostile, ID: "h1"}, Source: "The <!everyone> Gazette @everyone <@&1>", Title: "**Big** [news](https://evil.example/t)", Path: "h1.txt", Line: 1,
			URL: "https://news.example/a?(b)=<c>|d&e=*f*", Text: hostileText})
}

// reader answers from books.
func (b Books) reader(now func() time.Time) *bot.Reader {
	return &bot.Reader{Search: b.Search, Archive: b.Archive, Lexicon: b.Index, Clock: now}
}

// composer makes briefings from books.
func (b Books) composer(now func() time.Time) *brief.Composer {
	return &brief.Composer{Archive: b.Archive, Engine: b.Index, Clock: now}
}
