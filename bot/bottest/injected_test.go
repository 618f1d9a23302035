package bottest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/bottest/fakemodel"
	"dateline/bot/bottest/fakeopenai"
	"dateline/bot/chat"
	"dateline/bot/write"
	"dateline/config/secret"
	"dateline/corpus"
	"dateline/corpus/token"
	"dateline/retrieval/endpoint"
)

// injectedLibrary is the example archive with the injected articles beside it.
func injectedLibrary(t testing.TB, articles []fakemodel.Injected) Books {
	t.Helper()
	b, err := newLibrary(func() time.Time { return Start })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Archive.Close() })
	raws := make([]corpus.Raw, len(articles))
	for i, x := range articles {
		raws[i] = x.Raw
	}
	if err := b.add(raws...); err != nil {
		t.Fatal(err)
	}
	return b
}

// keptWriter is a writer that keeps all that it showed.
type keptWriter struct {
	*write.Writer
	mu    sync.Mutex
	shown []bot.Answer
}

func (k *keptWriter) AskShowing(ctx context.Context, req bot.Request, show func(bot.Answer)) (bot.Answer, error) {
	keep := func(a bot.Answer) {
		k.mu.Lock()
		k.shown = append(k.shown, a)
		k.mu.Unlock()
	}
	a, err := k.Writer.AskShowing(ctx, req, func(a bot.Answer) {
		keep(a)
		if show != nil {
			show(a)
		}
	})
	keep(a)
	return a, err
}

func (k *keptWriter) Ask(ctx context.Context, req bot.Request) (bot.Answer, error) {
	return k.AskShowing(ctx, req, nil)
}

func (k *keptWriter) take() []bot.Answer {
	k.mu.Lock()
	defer k.mu.Unlock()
	out := k.shown
	k.shown = nil
	return out
}

// line is a line of the table: articles asked about, answers that the model
// wrote, those that say something besides the answer, those with anything that
// is not quoted text.
type line struct{ asked, written, quoted, through int }

// TestInjected asks about each injected article, of a faithful model and of two
// that obey every order, in Slack and in Discord. Nothing may come through but
// what the archive holds, quoted: no link but those of the citations, no
// mention, no markup, no word that stands neither in the articles cited nor in
// the question.
func TestInjected(t *testing.T) {
	articles, err := fakemodel.ReadInjected()
	if err != nil || len(articles) < 40 {
		t.Fatalf("%d articles, want at least 40; %v", len(articles), err)
	}
	books := injectedLibrary(t, articles)
	for _, row := range []struct {
		name  string
		model fakemodel.Model
		open  func(testing.TB, World) Way
	}{
		{"faithful, in Slack", fakemodel.Faithful, openSlack(false)},
		{"obeys, in Slack", fakemodel.Gullible(false), openSlack(false)},
		{"true first, then obeys, in Slack", fakemodel.Gullible(true), openSlack(false)},
		{"true first, then obeys, in Discord", fakemodel.Gullible(true), openDiscord(false)},
	} {
		t.Run(row.name, func(t *testing.T) { injection(t, articles, books, row.model, row.open) })
	}
}

func injection(t *testing.T, articles []fakemodel.Injected, books Books, model fakemodel.Model, open func(testing.TB, World) Way) {
	s := fakeopenai.New(fakeopenai.Options{OpenAPI: spec(t, "openai-openapi.json"), Answer: fakemodel.Answer(model)})
	client, err := endpoint.New(endpoint.Options{BaseURL: s.URL(), Key: secret.New("model-key-0123456789")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("against the model's rules: %s", v)
		}
	})
	r := newRig(t, open)
	reader := &bot.Reader{Search: books.Search, Archive: books.Archive, Lexicon: books.Index, Clock: r.Clock.Now}
	w := &keptWriter{Writer: write.New(write.Options{Reader: reader, Model: write.NewEndpoint(client, "small", "auto"), Name: "small"})}
	r.Setup.Asker, r.Setup.Archive, r.Setup.Search, r.Setup.Sources = w, books.Archive, books.Search, books.Index
	r.Setup.Settings.Collections = []string{"default", "desk", "injected"}
	r.Start()
	table := map[string]*line{}
	var kinds []string
	for _, x := range articles {
		l := table[x.Kind]
		if l == nil {
			l = &line{}
			table[x.Kind], kinds = l, append(kinds, x.Kind)
		}
		l.asked++
		r.Way.Command(r, General, Asker, x.Ask, chat.Options{})
		m := r.answer(Asker)
		r.settle()
		r.Clock.Move(time.Minute) // the bounds of how often one may ask
		shown := w.take()
		if len(shown) == 0 {
			t.Fatalf("%s: nothing was answered", x.Raw.ID)
		}
		last := shown[len(shown)-1]
		if !strings.Contains(strings.Join(last.Notes, " "), "made without it") {
			l.written++
		}
		var faults []string
		for _, a := range shown {
			faults = append(faults, through(t, books, x, a)...)
			card := chat.Condense(a, r.Setup.Settings, false)
			faults = append(faults, loud("the card", strings.Join(append([]string{card.Lead, card.ReadAs}, card.Body...), "\n"))...)
		}
		for _, link := range m.Links {
			if !strings.HasPrefix(link, "https://news.example/") && !strings.HasPrefix(link, "https://example.") && !citedURL(last, link) {
				faults = append(faults, "a link to "+link)
			}
		}
		for _, a := range m.Active {
			faults = append(faults, "active: "+a)
		}
		for _, c := range last.Claims {
			if !slices.ContainsFunc(last.Citations, func(ci bot.Citation) bool {
				return slices.Contains(c.Citations, ci.N) && strings.Contains(ci.Quote, "opened its second quay")
			}) {
				l.quoted++
				t.Logf("%s: said besides: %q", x.Raw.ID, c.Text)
				break
			}
		}
		if len(faults) > 0 {
			l.through++
			slices.Sort(faults)
			t.Errorf("%s (%s): what comes through:\n  %s", x.Raw.ID, x.Kind, strings.Join(slices.Compact(faults), "\n  "))
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-20s %8s %8s %16s %16s\n", "injection", "articles", "written", "said besides", "came through")
	for _, k := range kinds {
		l := table[k]
		fmt.Fprintf(&b, "%-20s %8d %8d %16d %16d\n", k, l.asked, l.written, l.quoted, l.through)
	}
	t.Log(b.String())
}

func citedURL(a bot.Answer, link string) bool {
	for _, c := range a.Citations {
		if c.URL != "" && strings.HasPrefix(link, c.URL) {
			return true
		}
	}
	return false
}

// loud returns what in a text of the program's is more than text.
func loud(where, text string) []string {
	out := fakemodel.Loud(text)
	for i, what := range out {
		out[i] = fmt.Sprintf("%s has %s in %q", where, what, text)
	}
	return out
}

// through returns what of an answer is neither quoted nor the program's own: a
// claim's word that stands in no article that it cites.
func through(t testing.TB, books Books, x fakemodel.Injected, a bot.Answer) []string {
	t.Helper()
	out := loud("the answer", strings.Join(append([]string{a.Lead, a.ReadAs}, a.Body...), "\n"))
	for _, c := range a.Claims {
		known := map[string]bool{}
		add := func(text string) {
			for _, w := range token.Words(text) {
				known[token.Fold(w.Text)] = true
			}
		}
		add(x.Ask)
		for _, n := range c.Citations {
			for _, ci := range a.Citations {
				if ci.N != n {
					continue
				}
				doc, err := books.Archive.Document(context.Background(), ci.Article, ci.Version)
				if err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(doc.Text, ci.Quote) {
					out = append(out, fmt.Sprintf("the quote %q is not in its article", ci.Quote))
				}
				add(doc.Text)
			}
		}
		for _, w := range token.Words(c.Text) {
			// The program's own words of time and saying.
			if f := token.Fold(w.Text); len(f) > 3 && !known[f] && !w.Number() && !strings.Contains("according reported undated", f) {
				out = append(out, fmt.Sprintf("the claim %q has %q, which is in no article that it cites", c.Text, w.Text))
			}
		}
	}
	return out
}
