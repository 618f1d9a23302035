package brief

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// readFirst returns what is told of the first sentence of an article of Friday
// 15 March 2019, with the session that told it.
func readFirst(t *testing.T, text string) *report {
	t.Helper()
	s := newShelf(t, raw("a", "Alpine Wire", "2019-03-15", "", text+"\n"))
	doc, err := s.Archive.Document(t.Context(), corpus.Key{Collection: collection, ID: "a"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	a := &article{Document: doc, lines: linesOf(doc)}
	se := &session{asOf: day(t, "2019-03-16"), window: corpus.Between(day(t, "2019-03-01"), day(t, "2019-03-16")), b: &Briefing{}}
	if len(a.lines) == 0 {
		t.Fatalf("%q is no line", text)
	}
	return se.reading(a, &a.lines[0], a.times()[0])
}

// TestDates reads when the chief event of a sentence happened: "" where the
// sentence does not say.
func TestDates(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// The time belongs to the chief verb.
		{"Customs officers in Varna seized two tonnes of tea on Wednesday.", "2019-03-13"},
		{"The port of Varna on Wednesday announced higher fees for tea.", "2019-03-13"},
		{"A barge sank near Varna, killing four sailors on Wednesday.", "2019-03-13"},
		{"Two sailors were injured and a third was rescued from a barge off Varna on Wednesday.", "2019-03-13"},
		{"The fees in Varna rise more than was promised, the port conceded on Wednesday.", "2019-03-13"},
		{"Varna has lost ten cranes, according to a list that the port published on Wednesday.", "2019-03-13"},
		// The year of a plan is its own, not the day on which it is told.
		{"Varna will buy ten cranes from Norway this year, the port said on Wednesday.", "2019"},
		// What a plan is moved to is its day, what it is moved from is none.
		{"The regatta of Varna has been moved from Wednesday to 24 March because of the ice.", "2019-03-24"},
		{"The regatta of Varna, planned for Sunday, was postponed until 24 March.", "2019-03-24"},
		// A name stands before the chief verb, and what is denied behind it.
		{"The mayor of Varna, Ivan Petrov, denied on Wednesday that the city had been warned.", "2019-03-13"},
		// It is only compared with.
		{"Just like today, freight prices in Varna soared before the port cut its fees.", ""},
		{"Freight prices in Varna rose faster than in February.", ""},
		// It belongs to a noun.
		{"The mayor of Varna has called the March 9th raid by customs officers a mistake.", ""},
		{"The mayor of Varna insisted that the May election was lawful.", ""},
		{"The harbour works of February ruined ten traders of Varna.", ""},
		// It belongs to a phrase with a participle.
		{"Mayor Petrov opened the meeting with an attack on his party, blaming it for the vote on Wednesday.", ""},
		{"Police in Varna have arrested a man over a boat found in a barn on Wednesday.", ""},
		{"A court in Varna fined a captain for sailing without lights on Wednesday.", ""},
		{"The accord of Varna resembles one struck on Wednesday in Oslo, the union said.", ""},
		{"Sailors from Varna prepared for Expo 2020 with a parade.", ""},
		// It is that of a plan that was made.
		{"The opera of Varna scheduled a tour of two cities in early March.", ""},
	} {
		r, got := readFirst(t, c.text), ""
		if r == nil {
			t.Errorf("%q tells nothing", c.text)
			continue
		}
		if r.own {
			got = r.when.String()
		}
		if got != c.want {
			t.Errorf("%q happened on %q, want %q", c.text, got, c.want)
		}
	}
}

// TestNewsless reads sentences that tell of nothing that happened, and others
// that look like them.
func TestNewsless(t *testing.T) {
	for _, c := range []struct {
		text string
		news bool
	}{
		// What something is or has, or does as a rule.
		{"Varnaline is a ferry company that uses old ships to carry tea.", false},
		{"The port of Varna has an advantage over its neighbours.", false},
		{"The ferries of Varna are basically a copy of what was built elsewhere.", false},
		{"Varnaline is a network of ferries that carries tea after the harvest is in.", false},
		{"Before his fall, Ivan Petrov made a name of himself in Varna.", false},
		{"Varnaline keeps the price of tea low in winter.", false},
		// What a picture shows.
		{"Mayor Ivan Petrov speaks as he meets sailors at the harbour of Varna.", false},
		{"Sailor Ivan Petrov is back home in Varna, Thursday, March 14, 2019, after a month at sea.", false},
		{"Mayor Ivan Petrov, left, rallies sailors at the harbour of Varna, Friday, March 15.", false},
		{"From left, the captains Anna Holt and Ivan Petrov lead a cheer at the harbour of Varna.", false},
		// What follows of something, as somebody argues.
		{"A shortage of tea in Varna will lead to higher prices than anticipated.", false},
		// Somebody says it, or it follows on an event.
		{"The port of Varna is a danger to ships, the captains' union said.", true},
		{"Four sailors are in hospital in Varna after a barge sank.", true},
		{"Tea is short in Varna – that was the message of a speech that Mayor Petrov gave.", true},
		{"A lawsuit, filed by the captains' union of Varna, argues that the fees break the law.", true},
		{"The trail of the theft leads to Varna, investigators let it be known.", true},
		// It goes on, or is done.
		{"Sailors are blocking the harbour of Varna.", true},
		{"Varna has closed its harbour.", true},
		{"Varna won the case that is about fees.", true},
	} {
		if r := readFirst(t, c.text); (r != nil) != c.news {
			t.Errorf("%q is news: %v, want %v", c.text, r != nil, c.news)
		}
	}
}

// TestReadable reads which sentences can be read by themselves: as the first one
// of an article and as a later one.
func TestReadable(t *testing.T) {
	for _, c := range []struct {
		text         string
		first, later bool
	}{
		{"Mayor Ivan Petrov opened the new harbour of Varna.", true, true},
		// Nothing in the sentence is what a pronoun stands for.
		{"In November, he sailed to Varna to see the new harbour.", false, false},
		{"It has also decided to close the harbour of Varna.", false, false},
		{"Because Varna had grown so much, he could not run both harbours, he said.", false, false},
		{"It was Petrov's decision, she said, as he was the mayor of Varna.", false, false},
		{"It was Holt-Petrov's decision, she said, as he was the mayor of Varna.", false, false},
		{"Since it was built, the harbour of Varna has earned two million.", false, false},
		{"Not only has he built a harbour, but his Varna has grown.", false, false},
		// Something is.
		{"In his first speech, Ivan Petrov promised a harbour.", true, true},
		{"A man was charged in Varna with the theft of his neighbour's boat.", true, true},
		{"Reports that it would close are false, Varnaline said on Monday.", true, false},
		{"Tired sailors said they had brought the barge off Varna.", true, false},
		{"It was learned on Monday that Varna would get a new harbour.", true, false},
		{"Ivan Petrov was glad of the harbour, he said.", true, true},
		// What is pointed at stands before.
		{"Shortly after that remark, Petrov left for Varna.", false, false},
		{"Reports of such losses alarmed the port of Varna.", false, false},
		{"These fees angered the captains of Varna.", false, false},
		{"Another captain said that Varna was full.", false, false},
		{"Another four captains left Varna on Monday.", true, true},
		{"Those who left Varna on Monday were paid.", true, true},
		{"The port of Varna lost ten ships this year.", true, true},
		// It begins with what ties it to the sentence before.
		{"Eventually, the port of Varna gave way.", false, false},
		{"In fact, Varna lost ten ships.", false, false},
		{"Elsewhere in Varna, ten ships were lost.", false, false},
		{"In Varna, ten ships were lost.", true, true},
		{"On Monday, ten ships left Varna.", true, true},
		// Its subject is told more of, not named.
		{"The tour, which ended in Varna, cost two million.", false, false},
		{"The letter came after Varna had lost ten ships.", false, false},
		{"The barge reached Varna on Monday.", true, false},
		{"The port of Varna, which is old, lost ten ships.", true, true},
	} {
		l := newLine(c.text)
		if first, later := l.readable(0), l.readable(3); first != c.first || later != c.later {
			t.Errorf("%q is readable as the first sentence: %v, later: %v, want %v and %v", c.text, first, later, c.first, c.later)
		}
	}
}

// TestWhole reads which parts of a sentence may be quoted.
func TestWhole(t *testing.T) {
	for _, c := range []struct {
		text, part string
		whole      bool
	}{
		// A clause that says which one is meant belongs to its noun.
		{"The union painted the mayor as someone who broke every rule of the port.", "The union painted the mayor as someone", false},
		// It breaks off within a clause.
		{"Holt blamed Petrov, the mayor, who, he said, did not answer.", "Holt blamed Petrov, the mayor, who, he said", false},
		{"Holt blamed Petrov, the mayor, who did not answer, and left.", "Holt blamed Petrov, the mayor, who did not answer", true},
		// The chief verb is not in it.
		{"Petrov, who had been ill for a month, returned to the port, but only for a day.", "Petrov, who had been ill for a month", false},
		{"Petrov, who had been ill for a month, returned to the port, but only for a day.", "Petrov, who had been ill for a month, returned to the port", true},
	} {
		l := newLine(c.text)
		if got := l.whole(corpus.Span{End: len(c.part)}); got != c.whole {
			t.Errorf("%q of %q can stand by itself: %v, want %v", c.part, c.text, got, c.whole)
		}
	}
}

// TestStamp reads how many words of an agency stand before a sentence.
func TestStamp(t *testing.T) {
	for text, want := range map[string]string{
		"(ANP) Mayor Petrov left Varna on Monday.":           "Mayor",
		"(Alpine Wire) — Mayor Petrov left Varna on Monday.": "Mayor",
		"(left to right) Petrov and Holt met in Varna.":      "left",
		"Mayor (Varna) Petrov left on Monday.":               "Mayor",
	} {
		if l := newLine(text); l.words[l.after].Text != want {
			t.Errorf("%q begins with %q, want %q", text, l.words[l.after].Text, want)
		}
	}
}

// TestForetold reads plans that are told as what somebody settled.
func TestForetold(t *testing.T) {
	for text, want := range map[string]bool{
		"Officials in Varna confirmed that Mayor Ivan Petrov would go to Oslo on 20 April.":                                          true,
		"On Thursday, party leaders agreed that the council of Varna would vote on 20 April.":                                        true,
		"Mayor Ivan Petrov would go to Oslo on 20 April if the port paid, he said in Varna.":                                         false,
		"Officials in Varna said that Mayor Ivan Petrov would have gone to Oslo on 20 April.":                                        false,
		"Officials in Varna said that Mayor Ivan Petrov would not go to Oslo on 20 April.":                                           false,
		"Mayor Ivan Petrov paid a visit to Oslo on Tuesday and met Eva Holt, who announced that Oslo would open an office in Varna.": false,
		"The trip to Oslo on 20 April would be the first by a mayor of Varna, historians wrote.":                                     false,
	} {
		r := readFirst(t, text)
		if got := r != nil && r.plan; got != want {
			t.Errorf("%q is a plan: %v, want %v", text, got, want)
		}
	}
}

// TestHeart reads what is told of articles that have a name in their title.
func TestHeart(t *testing.T) {
	s := newShelf(t,
		// The lead that does not name the topic is of somebody else.
		raw("a", "Alpine Wire", "2019-03-15", "Holt, rich on tea, offered a ferry to Petrov", "The trader Anna Holt has denied seven charges of fraud. A court in Oslo will hear her in May."),
		// The title says that it is about the topic, and the lead tells of that.
		raw("b", "Alpine Wire", "2019-03-15", "Petrov: mayor of Varna falls off a ferry", "The mayor of Varna fell off a ferry on Thursday. Ivan Petrov was not hurt, a doctor said."),
	)
	b := s.compose(Request{Topic: "Petrov", AsOf: day(t, "2019-03-16")})
	if got := strings.Join(texts(b.Points), "; "); got != "The mayor of Varna fell off a ferry on Thursday" {
		t.Errorf("told are %q", got)
	}
}
