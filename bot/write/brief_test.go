package write

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/bottest/fakemodel"
	"dateline/bot/brief"
	"dateline/corpus"
	"dateline/corpus/archive"
	"dateline/retrieval/index"
)

// composer returns the briefer of the example archive, and the archive.
func composer(t testing.TB) (*brief.Composer, *archive.Archive) {
	t.Helper()
	r := library(t)
	a := r.Archive.(*archive.Archive)
	return &brief.Composer{Archive: a, Engine: r.Lexicon.(*index.Index), Clock: r.Clock}, a
}

// everything asks for all that the example archive has on a topic.
func everything(topic string) brief.Request {
	return brief.Request{Topic: topic, User: "slack/U1", Collections: desks, Window: corpus.Between(corpus.DayOf(2000, 1, 1), corpus.DayOf(2025, 12, 31))}
}

// composed returns what the briefer makes of a topic, which is made once.
func composed(t testing.TB, topic string) brief.Briefing {
	t.Helper()
	c, _ := composer(t)
	briefings.Lock()
	defer briefings.Unlock()
	if b, ok := briefings.of[topic]; ok {
		return b
	}
	b, err := c.Compose(context.Background(), everything(topic))
	if err != nil {
		t.Fatal(err)
	}
	briefings.of[topic] = b
	return b
}

var briefings = struct {
	sync.Mutex
	of map[string]brief.Briefing
}{of: map[string]brief.Briefing{}}

// parts returns the points of a briefing, one part after the other.
func parts(b brief.Briefing) []brief.Point {
	return append(append(append([]brief.Point{}, b.Points...), b.Ahead...), b.Undated...)
}

// teller is a model that answers briefings' prompts from a function.
type teller func(d fakemodel.Data) string

func (m teller) Chat(_ context.Context, p Prompt, each func(string) error) (Reply, error) {
	d, _ := fakemodel.Read(p.User)
	return inPieces(m(d), each)
}

// handed is a briefer that has one briefing.
type handed struct{ b brief.Briefing }

func (h handed) Compose(context.Context, brief.Request) (brief.Briefing, error) { return h.b, nil }

// reworded is what a writer makes of a briefing.
func reworded(t testing.TB, plain brief.Briefing, a Documents, m Model) brief.Briefing {
	t.Helper()
	b, err := NewBriefWriter(BriefOptions{Briefer: handed{plain}, Archive: a, Model: m, Name: "m"}).Compose(t.Context(), everything("")) // handed has its own topic
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sentences are written as somebody would who has the prompt's rules and the
// point's quote before them, by the beginning of that quote.
var sentences = map[string]string{
	"Prime Minister Mikhail Fradkov":                                     "Prime Ministers Mikhail Fradkov and Shaukat Aziz agreed to raise trade between Russia and Pakistan to one billion dollars a year.",
	"The presidents of Russia, Pakistan, Afghanistan and Tajikistan met": "The presidents of Russia, Pakistan, Afghanistan and Tajikistan met at Dmitry Medvedev’s Black Sea residence and promised to fight drug smuggling.",
	"Russia has lifted its embargo":                                      "Russia has lifted its embargo on arms sales to Pakistan, Sergei Chemezov said.",
	"Sergei Shoigu flew":                                                 "Sergei Shoigu flew to Islamabad for a one-day visit.",
	"Pakistan has signed a contract":                                     "Pakistan has signed a contract for four Mi-35M attack helicopters, the first weapons of that kind which Russia has sold it, army officers said.",
	"Pakistan and Russia signed":                                         "Pakistan and Russia signed an agreement under which a Russian company will lay a gas pipeline from Karachi to Lahore for about $2 billion.",
	"Pakistan and India became":                                          "Pakistan and India became full members of the Shanghai Cooperation Organization at its summit in Astana.",
	"Foreign Minister Khawaja Asif":                                      "Foreign Minister Khawaja Asif visited Moscow and was received by Sergey Lavrov, who announced that Russia would open an honorary consulate in Peshawar.",
	"United States Secretary of State":                                   "US Secretary of State Mike Pompeo visited Islamabad.",
	"Troops of Pakistan":                                                 "Pakistani and Russian troops opened their third Druzhba exercise at the counter-terrorism centre in Pabbi.",
	"Trade between Pakistan":                                             "Trade between Pakistan and Russia reached a record 790 million dollars, according to the Russian embassy in Islamabad.",
	"Zamir Kabulov":                                                      "Zamir Kabulov, the Russian president’s envoy for Afghanistan, met Foreign Minister Shah Mahmood Qureshi and spoke of a meeting in Moscow.",
	"Russia will equip":                                                  "Russia will equip Pakistan’s forces to fight militants, Foreign Minister Sergey Lavrov said in Islamabad.",
	"Foreign Minister Sergey Lavrov":                                     "Russian Foreign Minister Sergey Lavrov told his Pakistani counterpart that Moscow wanted closer ties in trade, energy and defence.",
	"Russia and Pakistan on Friday":                                      "Russia and Pakistan signed a protocol that changes their pipeline agreement.",
	"MOLKINO":                                                            "Pakistani and Russian special forces began the sixth Druzhba exercise at the Molkino range near Krasnodar.",
	"A firm of the Rostec group":                                         "RT Global Resources, a Rostec firm, is to build the line and run it for 25 years.",
	"Prime Minister Raja Pervez":                                         "Prime Minister Raja Pervez Ashraf told Russia’s top diplomat that all parties in Pakistan want warmer relations with Moscow.",
	"Russian Foreign Minister":                                           "Russian Foreign Minister Sergey Lavrov arrives on a two-day visit that officials call proof that Pakistan is again looking north.",
	"Pakistan and Russia want":                                           "Pakistan and Russia want the war in Afghanistan to end by an Afghan settlement, Foreign Minister Hina Rabbani Khar said.",
	"Russian Defense Minister":                                           "Sergei Shoigu and Khawaja Asif signed an agreement on military cooperation in Islamabad, the ministry’s press service said.",
	"President Vladimir Putin has":                                       "President Vladimir Putin has written to President Asif Ali Zardari that he can’t come to Islamabad, the Foreign Office confirmed.",
	"Two transport planes":                                               "Two transport planes of the Russian emergencies ministry landed at Chaklala air base with tents, blankets and water filters for flood victims.",
	"President Asif Ali Zardari was":                                     "President Dmitry Medvedev received President Asif Ali Zardari in the Kremlin.",
	"About 70 Russian soldiers":                                          "About 70 Russian soldiers and 130 Pakistani commandos began a joint exercise in Cherat, the first that the two armies have ever held.",
	"Ships of 45 countries":                                              "Ships of 45 countries, among them the Russian frigate Admiral Grigorovich, have gathered off Karachi for the Aman exercise, the navy said.",
	"Khan came to Moscow":                                                "Khan came to Moscow for two days, the first visit to Russia by a prime minister of Pakistan in 23 years.",
	"Prime Minister Imran Khan talked":                                   "Prime Minister Imran Khan talked with President Vladimir Putin in the Kremlin for three hours.",
	"Officers of both countries":                                         "Officers of both countries expect the accord to open the way to the sale of attack helicopters.",
	"Chief of Army Staff":                                                "Army chief General Ashfaq Parvez Kayani began an official trip to Russia, the military’s press wing said.",
	"A Russian film evening":                                             "A Russian film evening at the National Council of the Arts drew some 300 guests.",
}

func sentenceFor(quote string) string {
	for begins, text := range sentences {
		if strings.HasPrefix(quote, begins) {
			return text
		}
	}
	return ""
}

// Sentences that are short and true mostly pass, in the briefings that the
// example archive makes.
func TestBriefSentences(t *testing.T) {
	_, a := composer(t)
	m := teller(func(d fakemodel.Data) string {
		var out []fakemodel.Sentence
		for _, p := range d.Points {
			out = append(out, fakemodel.Sentence{Point: p.N, Text: sentenceFor(p.Reports[0].Quote), Quotes: p.Reports[:1]})
		}
		return fakemodel.Points(out...)
	})
	told, shown := 0, 0
	for _, topic := range []string{"Pakistan", "Russia"} {
		plain := composed(t, topic)
		b := reworded(t, plain, a, m)
		checkBriefing(t, a, plain, b)
		for i, p := range parts(b) {
			if text := sentenceFor(parts(plain)[i].Text); text != "" {
				told++
				if p.Written {
					shown++
				} else {
					t.Logf("not shown: %s", text)
				}
			}
		}
		t.Logf("%q: %q", topic, b.Notes)
	}
	t.Logf("%d of %d sentences are shown", shown, told)
	if told < 30 || 3*shown < 2*told {
		t.Errorf("%d of %d sentences are shown, want two in three of thirty at least", shown, told)
	}
}

// checkBriefing holds a briefing against the one that was made without a model:
// all but texts, citations and notes is the same, a point without the model's
// words has its quote, and every quote stands where it is cited.
func checkBriefing(t testing.TB, a Documents, plain, b brief.Briefing) {
	t.Helper()
	was, is := parts(plain), parts(b)
	if len(was) != len(is) || len(plain.Points) != len(b.Points) || len(plain.Ahead) != len(b.Ahead) || len(plain.Changes) != len(b.Changes) || plain.New != b.New || plain.Articles != b.Articles {
		t.Fatalf("the briefing has other points than its briefer's: %d and %d", len(is), len(was))
	}
	next := 1
	use := func(n int) {
		t.Helper()
		if n < 1 || n > len(b.Citations) || n > next {
			t.Fatalf("citation %d of %d is out of order: %d is next", n, len(b.Citations), next)
		}
		if n == next {
			next++
		}
	}
	each := func(points, before []brief.Point) {
		t.Helper()
		for i, p := range points {
			w := before[i]
			if p.When != w.When || p.Basis != w.Basis || p.Sources != w.Sources || p.Copies != w.Copies || p.New != w.New {
				t.Errorf("point %d is %+v, was %+v", i, p, w)
			}
			if !p.Written && p.Text != w.Text {
				t.Errorf("a point's quote %q has become %q", w.Text, p.Text)
			}
			if !p.Written && (len(p.Citations) == 0 || b.Citations[p.Citations[0]-1].Quote != p.Text) {
				t.Errorf("%q does not cite itself first", p.Text)
			}
			for _, n := range p.Citations {
				use(n)
			}
			// Who reported it still stands behind it.
			for _, n := range w.Citations {
				found := false
				for _, m := range p.Citations {
					found = found || b.Citations[m-1].Article == plain.Citations[n-1].Article
				}
				if !found {
					t.Errorf("%q: the report of %s is lost", p.Text, plain.Citations[n-1].Article)
				}
			}
		}
	}
	each(b.Points, plain.Points)
	for i, c := range b.Changes {
		w := plain.Changes[i]
		if b.Citations[c.Before.Citation-1].Quote != plain.Citations[w.Before.Citation-1].Quote || b.Citations[c.After.Citation-1].Quote != plain.Citations[w.After.Citation-1].Quote {
			t.Errorf("change %d cites other quotes", i)
		}
		use(min(c.Before.Citation, c.After.Citation))
		use(max(c.Before.Citation, c.After.Citation))
	}
	each(b.Ahead, plain.Ahead)
	each(b.Undated, plain.Undated)
	if next != len(b.Citations)+1 {
		t.Errorf("of %d citations %d are used", len(b.Citations), next-1)
	}
	for _, c := range b.Citations {
		doc, err := a.Document(t.Context(), c.Article, c.Version)
		if err != nil {
			t.Fatal(err)
		}
		at, ok := bytesOf(doc.Text, c.Span)
		if !ok || at.Of(doc.Text) != c.Quote || len(strings.Fields(c.Quote)) > 40 {
			t.Errorf("the quote %q of %s stands nowhere", c.Quote, c.Article)
		}
	}
}

// A rule of briefings of its own each; all these sentences pass package claim.
func TestBriefRules(t *testing.T) {
	c, a := composer(t)
	late := composed(t, "Pakistan")
	// A plan of October 2015, while it is one.
	req := everything("Pakistan")
	req.AsOf = corpus.DayOf(2015, 11, 1)
	req.Window.End = req.AsOf
	early, err := c.Compose(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	const lifted, flew, wants, line = "Russia has lifted its embargo", "Sergei Shoigu flew", "Prime Minister Raja Pervez", "A firm of the Rostec group"
	for _, row := range []struct {
		name, point, text string
		from              string // the point whose quote is given; "": its own
		shown             bool
	}{
		{"as it is", flew, "Sergei Shoigu flew to Islamabad for a visit of one day.", "", true},
		{"its own date", flew, "Sergei Shoigu flew to Islamabad on 20 November 2014.", "", true},
		{"its own weekday", flew, "Sergei Shoigu flew to Islamabad on Thursday.", "", true},
		{"another date", flew, "Sergei Shoigu flew to Islamabad on 21 November 2014.", "", false},
		{"another point's news", flew, "Russia has lifted its embargo on the sale of weapons to Pakistan, Sergei Chemezov said.", lifted, false},
		{"another point's quote", flew, "Sergei Shoigu flew to Islamabad.", lifted, false},
		{"two sentences", flew, "Sergei Shoigu flew to Islamabad. The visit was of one day.", "", false},
		{"undated, without a date", wants, "Raja Pervez Ashraf told Russia’s top diplomat that all parties in Pakistan want warmer relations with Moscow.", "", true},
		{"undated, with a weekday", wants, "Raja Pervez Ashraf told Russia’s top diplomat on Thursday that all parties in Pakistan want warmer relations with Moscow.", "", false},
		{"undated, with a year", wants, "Raja Pervez Ashraf told Russia’s top diplomat in 2012 that all parties in Pakistan want warmer relations with Moscow.", "", false},
		{"a plan", line, "RT Global Resources is to build the line.", "", true},
		{"a plan told as a fact", line, "RT Global Resources builds the line.", "", false},
		{"a promise told as kept", "Foreign Minister Khawaja Asif", "Russia opened an honorary consulate in Peshawar.", "", false},
		{"too long", flew, "Sergei Shoigu flew to Islamabad for a visit of one day, a visit of one day to Islamabad, for which Sergei Shoigu flew to Islamabad, for a visit of one day.", "", false},
		{"markup and links are taken out", flew, "**Sergei Shoigu** flew to [Islamabad](https://evil.example/?x) <@U1> [3].", "", true},
	} {
		plain := late
		if row.point == line {
			plain = early
		}
		asked := false
		m := teller(func(d fakemodel.Data) string {
			quote := func(begins string) (fakemodel.Point, bool) {
				for _, p := range d.Points {
					if strings.HasPrefix(p.Reports[0].Quote, begins) {
						return p, true
					}
				}
				return fakemodel.Point{}, false
			}
			p, ok := quote(row.point)
			if !ok {
				return fakemodel.Points()
			}
			asked = true
			from := p
			if row.from != "" {
				if from, ok = quote(row.from); !ok {
					t.Fatalf("%s: no point begins %q", row.name, row.from)
				}
			}
			return fakemodel.Points(fakemodel.Sentence{Point: p.N, Text: row.text, Quotes: from.Reports[:1]})
		})
		b := reworded(t, plain, a, m)
		if !asked {
			t.Fatalf("%s: the point was not asked for", row.name)
		}
		checkBriefing(t, a, plain, b)
		n := 0
		for i, p := range parts(b) {
			if p.Written {
				n++
				if !strings.HasPrefix(parts(plain)[i].Text, row.point) || strings.ContainsAny(p.Text, "*<[@") || strings.Contains(p.Text, "evil") {
					t.Errorf("%s: %q stands for %q", row.name, p.Text, parts(plain)[i].Text)
				}
			}
		}
		if (n == 1) != row.shown {
			t.Errorf("%s: %d sentences are shown, want %v", row.name, n, row.shown)
		}
	}
}

// The example of the rules keeps to the rules.
func TestExampleOfBriefRules(t *testing.T) {
	_, example, _ := strings.Cut(briefRules, "\nExample. Point 2, happened, ")
	day, rest, _ := strings.Cut(example, `, reported in passage 3: "`)
	text, rest, _ := strings.Cut(rest, "\"\n")
	reply, _, _ := strings.Cut(rest, "\n")
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	art := corpus.Article{Text: text, Blocks: []corpus.Block{{Span: corpus.Span{End: len(text)}}}, Published: corpus.Publication{Interval: corpus.OnDay(corpus.DayIn(at) + 1), Basis: corpus.BasisRecord}}
	doc := corpus.Document{Article: art, Sentences: corpus.Sentences(text, art.Blocks)}
	doc.Passages = []corpus.Passage{{ID: 1, Span: corpus.Span{End: len(text)}, Last: len(doc.Sentences) - 1}}
	ci, ok := bot.Cite(doc, strings.TrimSuffix(text, "."), 0)
	if !ok {
		t.Fatalf("%q is no quote", text)
	}
	s := wording{w: NewBriefWriter(BriefOptions{})}
	r, ok := s.place(&doc, ci)
	if !ok {
		t.Fatal("the quote has no place")
	}
	r.passage, s.passages[0].n = 1, 1
	p := &point{Point: &brief.Point{When: corpus.OnDay(corpus.DayIn(at)), Basis: corpus.BasisDated}, part: happened, reports: []report{r}}
	p.passages = s.claimPassages(p.reports)
	reader := newReplyReader()
	go func() { _ = reader.write(reply); reader.end() }()
	n := 0
	if err := reader.sentences(func(point int, text string, quotes []quoteData) {
		n++
		quotes[0].Passage = 1
		if _, fault := s.check(p, withoutStop(text), quotes); point != 2 || fault != "" {
			t.Errorf("%q for point %d does not pass: %s", text, point, fault)
		}
	}); err != nil || n != 1 {
		t.Errorf("%d sentences, %v, in %s", n, err, reply)
	}
}

func TestWithoutStop(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{"Trade grew.", "Trade grew"},
		{"Trade grew", "Trade grew"},
		{"He flew to the U.S.", "He flew to the U.S."},
		{"It went to plan B.", "It went to plan B."},
		{"", ""},
	} {
		if got := withoutStop(row.in); got != row.want {
			t.Errorf("withoutStop(%q) = %q, want %q", row.in, got, row.want)
		}
	}
}

func TestBytesOf(t *testing.T) {
	const text = "a„ö“ 🧾 z"
	for start := range 8 {
		for end := start + 1; end <= 8; end++ {
			want := string([]rune(text)[start:end])
			if at, ok := bytesOf(text, corpus.Span{Start: start, End: end}); !ok || at.Of(text) != want {
				t.Errorf("bytesOf(%d, %d) = %v, %v, want %q", start, end, at, ok, want)
			}
		}
	}
	for _, s := range []corpus.Span{{Start: 3, End: 3}, {Start: 3, End: 9}, {Start: -1, End: 2}, {Start: 9, End: 10}} {
		if at, ok := bytesOf(text, s); ok {
			t.Errorf("bytesOf(%v) = %v", s, at)
		}
	}
}

func FuzzSentences(f *testing.F) {
	f.Add(`{"points":[{"point":1,"text":"a","quotes":[{"passage":1,"quote":"b"}]}]}`, 3)
	f.Add("```json\n{\"points\":[{\"point\":-1,\"quotes\":[{}]}, 3, {\"point\":\"x\"}]", 1)
	f.Fuzz(func(t *testing.T, reply string, piece int) {
		if piece < 1 || piece > 1000 || len(reply) > 10_000 {
			t.Skip()
		}
		n := 0
		readPieces(reply, piece, func(r *replyReader) error {
			return r.sentences(func(point int, _ string, quotes []quoteData) {
				n++
				if point < 0 || len(quotes) > maxQuotes {
					t.Errorf("point %d with %d quotes", point, len(quotes))
				}
			})
		})
		if n > maxSentences {
			t.Errorf("%d sentences", n)
		}
	})
}
