// Package ingest is the way from records as they were read to an archive and
// an index of it: clean, date, cut into sentences, read times and events, cut
// into passages, store.
package ingest

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"dateline/corpus"
	"dateline/corpus/clean"
	"dateline/corpus/dating"
	"dateline/corpus/event"
	"dateline/corpus/timex"
)

// Version is that of the pipeline: it goes up with every change after which
// Derive makes something else of the same record, and stands beside whatever
// was derived.
const Version = 7

// ErrNoText says that cleaning left nothing of a record.
var ErrNoText = errors.New("no article text in it")

// Derive makes of a record all that the archive keeps of it. It is a function
// of the record alone. What the record says of itself goes before what its page
// says. Events are read in English texts only, times also where the language is
// not certain: such texts are mostly lists, whose years say the same in any. An
// article whose cleaned text is empty is ErrNoText.
func Derive(raw corpus.Raw) (corpus.Document, error) {
	return DeriveCorrected(raw, corpus.MaxDay, nil)
}

// DeriveCorrected is Derive for a record that is known to have been there on the
// given day, so that no later date of publication is believed, with what a person
// said of the article's date, which goes before all that the record says, and on
// which everything that depends on the date then rests. Correction may be nil.
func DeriveCorrected(raw corpus.Raw, latest corpus.Day, correction *corpus.Correction) (corpus.Document, error) {
	c, err := cleaned(&raw)
	if err != nil {
		return corpus.Document{}, err
	}
	if strings.TrimSpace(c.Text) == "" {
		if n := len(c.Dropped); n > 0 {
			return corpus.Document{}, fmt.Errorf("%w: all of it was dropped, in %d parts: see dateline clean", ErrNoText, n)
		}
		return corpus.Document{}, ErrNoText
	}
	d := corpus.Document{Article: corpus.Article{
		Key: raw.Key, Path: raw.Path, Text: c.Text, Blocks: c.Blocks, Dropped: c.Dropped,
		Title:     first(raw.Title, c.Title, c.Meta.Title),
		Author:    first(raw.Author, c.Meta.Author),
		URL:       first(raw.URL, webURL(c.Meta.URL)),
		Published: dating.DateBy(raw, c, latest),
		Lang:      language(c.Text, c.Meta.Language),
	}}
	if correction != nil {
		d.Published = dating.Correct(d.Published, *correction)
	}
	d.Source = first(raw.Source, c.Meta.Source, host(d.URL))
	d.Sentences = corpus.Sentences(d.Text, d.Blocks)
	if d.Lang == "en" || d.Lang == "" {
		fillPeriods(d.Text, d.Published.Interval, d.Sentences)
	}
	if d.Lang == "en" {
		d.Events = event.Read(d.Article, d.Sentences)
	}
	d.Passages = corpus.Passages(d.Text, d.Sentences)
	return d, nil
}

// cleaned cleans the page of a record, else its text. A page that can't be
// cleaned is taken off the record, so that nothing else reads it.
func cleaned(raw *corpus.Raw) (corpus.Cleaned, error) {
	if raw.HTML == "" {
		return clean.Text(raw.Text), nil
	}
	c, err := clean.HTML(raw.HTML, raw.URL)
	if raw.Text != "" && (err != nil || strings.TrimSpace(c.Text) == "") {
		if err != nil {
			raw.HTML = ""
		}
		return clean.Text(raw.Text), nil
	}
	return c, err
}

func first(values ...string) string {
	for _, v := range values {
		if v = strings.Join(strings.Fields(v), " "); v != "" {
			return v
		}
	}
	return ""
}

// webURL returns a page's own address where it is one of the web.
func webURL(address string) string {
	if u, err := url.Parse(address); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
		return address
	}
	return ""
}

// host returns the site of an address, which stands for the source where
// nothing names it.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// fillPeriods reads the times of a text and gives each sentence its own.
func fillPeriods(text string, dct corpus.Interval, ss []corpus.Sentence) {
	xs := timex.Parse(text, dct)
	i := 0
	for j := range ss {
		s := &ss[j]
		for i < len(xs) && xs[i].Start < s.Start {
			i++
		}
		var own []timex.Timex
		for ; i < len(xs) && s.Contains(xs[i].Span); i++ {
			x := xs[i]
			x.Start, x.End = x.Start-s.Start, x.End-s.Start
			own = append(own, x)
		}
		if own != nil {
			s.Periods = timex.Periods(s.Of(text), own)
		}
	}
}
