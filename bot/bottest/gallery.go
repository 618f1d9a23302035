package bottest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dateline/bot"
	"dateline/bot/chat"
)

// Picture is a reply that every adapter's renderer is looked at with.
type Picture struct {
	Name     string
	Question string
	Task     chat.Task
	Reply    chat.Reply
	Evidence *chat.Evidence // of some
}

// Gallery returns the questions of the house's standard of answers, asked of
// the example archive, and what is hard to render: an answer that fills every
// budget, a private one, one from a hostile article, a problem.
func Gallery(ctx context.Context) ([]Picture, error) {
	books, err := Library()
	if err != nil {
		return nil, err
	}
	reader := &bot.Reader{Search: books.Search, Archive: books.Archive, Lexicon: books.Index, Clock: func() time.Time { return Start }}
	var out []Picture
	ask := func(name, question, collection string, after *bot.Exchange) (*bot.Exchange, error) {
		req := bot.Request{Question: question, Collections: []string{collection}, After: after}
		a, err := reader.Ask(ctx, req)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", question, err)
		}
		req.After = nil
		id := int64(len(out) + 1)
		out = append(out, Picture{Name: name, Question: question, Task: chat.Task{ID: id, Request: chat.Request{Text: question}},
			Reply: chat.Reply{Answer: a, Card: chat.Condense(a, chat.DefaultSettings(), false)}})
		return &bot.Exchange{Request: req, Answer: a}, nil
	}
	var first *bot.Exchange
	for _, q := range [][3]string{
		{"last-visit", lastVisit, Public},
		{"trade", "By how much did bilateral trade between Russia and Pakistan grow?", Public},
		{"prime-minister", "Who was prime minister of Pakistan when Lavrov came in 2012?", Public},
		{"false-premise", "What did Lavrov say in Islamabad in 2017?", Public},
		{"nearest", unsaid, Public},
		{"nothing", "What did the harbour master of Valparaíso say about the whales?", Public},
		{"hostile", evilAsk, Hostile},
	} {
		x, err := ask(q[0], q[1], q[2], nil)
		if err != nil {
			return nil, err
		}
		if first == nil {
			first = x
		}
	}
	if _, err := ask("follow-up", whoMet, Public, first); err != nil {
		return nil, err
	}
	more, err := briefings(ctx)
	if err != nil {
		return nil, err
	}
	out = append(out, more...)
	return append(out, long(), hostile(), alone(out[0]), longBriefing(), hostileBriefing(), Picture{Name: "problem", Task: chat.Task{ID: 93},
		Reply: chat.Reply{Problem: "Something went wrong on my side. Please ask again; if it happens again, tell who runs me the reference 93."}}), nil
}

func alone(p Picture) Picture {
	p.Name, p.Task.Private, p.Task.ID = "private", true, 94
	return p
}

// long fills every part beyond its budget.
func long() Picture {
	sentence := "The ministers spoke at length of trade, of the pipeline and of the exercises that were to come. "
	words := strings.Repeat(sentence, 40)
	c := chat.Card{ReadAs: words, Lead: "[1] " + words, Caveat: words, Coverage: words, More: 7}
	e := chat.Evidence{Coverage: words, Notes: []string{words, words}}
	for n := 1; n <= 12; n++ {
		link := fmt.Sprintf("https://news.example/%d?%s#:~:text=ministers", n, strings.Repeat("x", 200*n))
		c.Quotes = append(c.Quotes, chat.Quote{N: n, Date: "8 Apr 2021", Text: words, From: words, Link: link})
		e.Passages = append(e.Passages, chat.Passage{N: n, Date: "8 Apr 2021", Dated: words, From: words, Link: link, Before: words, Quote: words, After: words, Changed: n == 2})
		e.Articles = append(e.Articles, chat.Article{Date: "8 Apr 2021", Title: words, Source: words, Link: link, Copies: n, Cited: []int{n}})
	}
	return Picture{Name: "long", Task: chat.Task{ID: 91}, Reply: chat.Reply{Card: c}, Evidence: &e}
}

// hostile has markup of every kind in every part.
func hostile() Picture {
	s := HostileQuote + " > `code` ```block``` -# small # heading - item 1. one </ask:1> <id:guide> discord.gg/invite"
	link := "https://news.example/a?(b)=<c>|d&e=*f*#:~:text=Lavrov"
	c := chat.Card{ReadAs: "# " + s, Lead: "> " + s + " [1]", Caveat: "-# " + s, Coverage: "- " + s,
		Quotes: []chat.Quote{{N: 1, Date: "undated", Text: s, From: s, Link: link}, {N: 2, Date: "undated", Text: "1. " + s, From: "@everyone", Link: "javascript:alert(1)"}}}
	e := chat.Evidence{Coverage: s, Notes: []string{s}, Hidden: 1, Passages: []chat.Passage{
		{N: 1, Date: "undated", Dated: s, From: s, Link: link, Before: s, Quote: s, After: s}, {N: 2, Date: "undated", Removed: true}},
		Articles: []chat.Article{{Date: "undated", Title: s, Source: s, Link: link, Copies: 1, Cited: []int{1}}}}
	return Picture{Name: "markup", Task: chat.Task{ID: 92}, Reply: chat.Reply{Card: c}, Evidence: &e}
}
