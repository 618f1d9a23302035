package chat

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/state"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/retrieval"
)

// maxFound bounds the articles that evidence lists.
const maxFound = 12

// Evidence returns what the answer to a task rests on, within what the person
// may see at the place where they look: a passage from elsewhere is only
// counted. A private answer's is for its asker until it is shared. An error
// that is a Sentence is for the person.
func (d *Desk) Evidence(ctx context.Context, task int64, who Person, p Place) (Evidence, error) {
	t, rec, s, err := d.seen(ctx, task, who, p)
	if err != nil {
		return Evidence{}, err
	}
	visible, err := d.visible(ctx, s)
	if err != nil {
		return Evidence{}, err
	}
	a := rec.Answer
	e := Evidence{Coverage: bot.Searched(a)}
	for _, n := range a.Notes {
		e.Notes = append(e.Notes, plainText(n))
	}
	for _, c := range a.Citations {
		if !slices.Contains(visible, c.Article.Collection) {
			e.Hidden++
			continue
		}
		x, err := d.exhibit(ctx, c)
		if err != nil {
			return Evidence{}, fmt.Errorf("evidence of task %d: %w", t.ID, err)
		}
		e.Passages = append(e.Passages, x)
	}
	if e.Hidden > 0 {
		// What was read from it is not shown either.
		e.Notes, e.Coverage = nil, ""
	}
	if e.Articles, err = d.found(ctx, rec, visible); err != nil {
		return Evidence{}, fmt.Errorf("evidence of task %d: %w", t.ID, err)
	}
	return e, nil
}

// seen returns a task with its reply, if the person may see it from where they
// look, and the settings there.
func (d *Desk) seen(ctx context.Context, task int64, who Person, p Place) (t state.Task, rec record, s Settings, err error) {
	err = d.opts.State.View(ctx, func(tx *state.Tx) (err error) {
		if t, err = tx.Task(task); err != nil {
			return err
		}
		s, err = d.settings(tx, p)
		return err
	})
	if errors.Is(err, state.ErrNotFound) {
		return t, rec, s, errNoTask
	}
	if err != nil {
		return t, rec, s, err
	}
	rec, ok := readRecord(t)
	if !ok || t.Platform != p.Platform || t.Workspace != p.Workspace || !t.Deleted.IsZero() {
		return t, rec, s, errNoTask
	}
	if t.Private && t.Shared == (state.Ref{}) && t.User != who.ID {
		return t, rec, s, forbidden("This answer is for the person who asked.")
	}
	if text := s.refusal(p, who); text != "" {
		return t, rec, s, forbidden(text)
	}
	return t, rec, s, nil
}

// exhibit reads a citation's passage in its context.
func (d *Desk) exhibit(ctx context.Context, c bot.Citation) (Passage, error) {
	x := Passage{N: c.N, Date: bot.ShortDate(c.Published.Interval), Dated: bot.HowDated(c.Published), From: titled(c)}
	doc, err := d.opts.Archive.Document(ctx, c.Article, c.Version)
	if errors.Is(err, archive.ErrNotFound) {
		return Passage{N: c.N, Date: x.Date, Removed: true}, nil
	}
	if err != nil {
		return x, err
	}
	newest, err := d.opts.Archive.Document(ctx, c.Article, 0)
	if err != nil && !errors.Is(err, archive.ErrNotFound) {
		return x, err
	}
	x.Changed = err == nil && newest.Version != c.Version
	if err == nil { // a date that was corrected since is the one that is known
		x.Date, x.Dated = bot.ShortDate(newest.Published.Interval), dated(newest.Published)
	}
	span := bytesOf(doc.Text, c.Span)
	first, last := around(doc.Sentences, span)
	x.Quote = plainText(span.Of(doc.Text))
	if first >= 0 {
		x.Before = plainText(strings.TrimSpace(doc.Text[doc.Sentences[first].Start:span.Start]))
		x.After = plainText(strings.TrimSpace(doc.Text[span.End:doc.Sentences[last].End]))
	}
	x.Link = linkWithin(c.URL, doc.Text, span)
	return x, nil
}

// dated says how a date is known, with the words that it rests on and what
// contradicts it; "" for none.
func dated(p corpus.Publication) string {
	if !p.Known() {
		return ""
	}
	how := bot.HowDated(p)
	for _, e := range p.Evidence {
		if e.Used && e.Text != "" && e.Basis == p.Basis {
			how += ", \u201c" + clip(plainText(e.Text), 60) + "\u201d"
			break
		}
	}
	for _, e := range p.Evidence {
		if !e.Used && e.Interval.Known() && !e.Interval.Overlaps(p.Interval) {
			how += fmt.Sprintf("; %s says %s", otherWitness(e.Basis), bot.ShortDate(e.Interval))
			break
		}
	}
	return strings.TrimPrefix(how, ", ")
}

func otherWitness(b corpus.Basis) string {
	if how := bot.HowDated(corpus.Publication{Basis: b}); how != "" {
		return how
	}
	return "its " + string(b)
}

// titled names an article by its title and who published it, by its ID where it
// has neither.
func titled(c bot.Citation) string {
	title, source := clip(plainText(c.Title), 200), clip(plainText(bot.Publisher(c.Source, c.URL)), 80)
	switch {
	case title != "" && source != "":
		return title + ", " + source
	case title+source != "":
		return title + source
	}
	return clip(plainText(c.Article.ID), 80)
}

func named(title, id string) string {
	if title = clip(plainText(title), 200); title != "" {
		return title
	}
	return clip(plainText(id), 80)
}

// bytesOf turns a span of code points of a text into one of bytes, within the
// text.
func bytesOf(text string, s corpus.Span) corpus.Span {
	out, n := corpus.Span{Start: len(text), End: len(text)}, 0
	for i := range text {
		if n == s.Start {
			out.Start = i
		}
		if n == s.End {
			out.End = i
			break
		}
		n++
	}
	out.End = max(out.Start, out.End)
	return out
}

// around returns the indexes of the sentence before a span and of the one
// after it, each that of the span's own where there is none; -1 and -1 where
// no sentence has a part of it.
func around(sentences []corpus.Sentence, span corpus.Span) (first, last int) {
	first, last = -1, -1
	for i, s := range sentences {
		if s.Start < span.End && span.Start < s.End {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 || sentences[first].Start > span.Start || sentences[last].End < span.End {
		return -1, -1
	}
	return max(0, first-1), min(len(sentences)-1, last+1)
}

// linkWithin returns the link to a span of an article, with the words before
// it where the quote stands there more than once.
func linkWithin(address, text string, span corpus.Span) string {
	quote := span.Of(text)
	if quote == "" || strings.Count(text, quote) < 2 {
		return Link(address, quote, "", "")
	}
	before, after := strings.Fields(line(text[:span.Start], false)), strings.Fields(line(text[span.End:], true))
	return Link(address, quote, strings.Join(before[max(0, len(before)-contextWord):], " "), strings.Join(after[:min(len(after), contextWord)], " "))
}

// line returns the first or the last line of a text: a fragment's context lies
// within a block.
func line(text string, first bool) string {
	if first {
		head, _, _ := strings.Cut(text, "\n")
		return head
	}
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// found lists the articles that a search for the question finds, and those
// that are cited, with copies merged.
func (d *Desk) found(ctx context.Context, rec record, visible []string) ([]Article, error) {
	req := rec.Request
	within := within(req.Collections, visible)
	if len(within) == 0 {
		return nil, nil
	}
	var out []Article
	at := map[string]int{} // by cluster, or by key
	add := func(key corpus.Key, cluster string, f Article) int {
		id := key.String()
		if cluster != "" {
			id = key.Collection + "//" + cluster
		}
		i, ok := at[id]
		if !ok {
			i = len(out)
			at[id] = i
			out = append(out, f)
		}
		at[key.String()] = i
		return i
	}
	if d.opts.Search != nil {
		text := req.Question
		if rec.Answer.ReadAs != "" {
			text = rec.Answer.ReadAs
		}
		hits, err := d.opts.Search.Search(ctx, retrieval.Query{Text: text, K: 2 * maxFound, Filter: retrieval.Filter{Collections: within, Sources: req.Sources, Published: req.Published, AsOf: req.AsOf}})
		if err != nil && !errors.Is(err, retrieval.ErrNoQuestion) {
			return nil, err
		}
		for _, h := range hits {
			a := h.Article
			i := add(a.Key, a.Cluster, Article{Title: named(a.Title, a.ID), Source: plainText(bot.Publisher(a.Source, a.URL)), Date: bot.ShortDate(a.Published.Interval), Link: Link(a.URL, "", "", "")})
			out[i].Copies = max(out[i].Copies, len(h.Copies))
			for _, key := range h.Copies {
				at[key.String()] = i
			}
		}
	}
	for _, c := range rec.Answer.Citations {
		if !slices.Contains(within, c.Article.Collection) {
			continue
		}
		i, ok := at[c.Article.String()]
		if !ok {
			doc, err := d.opts.Archive.Document(ctx, c.Article, c.Version)
			if errors.Is(err, archive.ErrNotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			i = add(c.Article, doc.Cluster, Article{Title: named(c.Title, c.Article.ID), Source: plainText(bot.Publisher(c.Source, c.URL)), Date: bot.ShortDate(c.Published.Interval), Link: Link(c.URL, "", "", "")})
		}
		if !slices.Contains(out[i].Cited, c.N) {
			out[i].Cited = append(out[i].Cited, c.N)
		}
	}
	// The cited ones first, in the order of their numbers.
	slices.SortStableFunc(out, func(a, b Article) int { return cmp.Compare(firstCited(a), firstCited(b)) })
	return out[:min(len(out), maxFound)], nil
}

func firstCited(f Article) int {
	if len(f.Cited) == 0 {
		return 1 << 30
	}
	return f.Cited[0]
}
