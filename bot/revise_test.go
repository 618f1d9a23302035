package bot

import (
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/retrieval"
)

// TestRevisions reads which figure a text puts in the place of which.
func TestRevisions(t *testing.T) {
	for _, c := range []struct{ text, now, was string }{
		// What rose or fell to one figure from another.
		{"The price of the ferry has risen to 71 million crowns from 58 million.", "71 million crowns", "58 million"},
		{"The bill has gone up from 58 million to 71 million crowns.", "71 million crowns", "58 million"},
		{"The number of berths was cut to 190 from the 240 announced in May.", "190", "240"},
		{"It will cost 71 million crowns, up from the 58 million announced in May.", "71 million crowns", "58 million"},
		// One figure and not another.
		{"The ferry ran aground with 94 passengers and not 121.", "94", "121"},
		{"The shipyard will build 12 ferries of the new kind for the island lines and not 15.", "12", "15"},
		// What cost more than was planned.
		{"The dock cost 9 million crowns, more than the 7 million that had been planned.", "9 million crowns", "7 million"},
		// A correction stands in the sentence after what it corrects.
		{"Correction: an earlier version said 310 sailors were ill. The line has put the number at 287.", "287", "310"},
		{"On 4 May we reported that 60 divers would search. There were 45, the captain said.", "45", "60"},
		// None: a range, two things that are compared, a route, a date, another unit.
		{"Tickets cost from 4 to 9 crowns.", "", ""},
		{"The yard has 310 welders, more than the 250 of its rival.", "", ""},
		{"The ferry takes 40 cars to 3 islands from 2 ports.", "", ""},
		{"The fine rose to 12 percent from 3 May.", "", ""},
		{"The line said 310 sailors were ill. There were 45 doctors.", "", ""},
	} {
		h := &retrieval.Hit{Extract: corpus.Extract{Article: &corpus.Article{}, Text: c.text}}
		for _, s := range corpus.SplitSentences(c.text) {
			h.Sentences = append(h.Sentences, corpus.Sentence{Span: s})
		}
		now, was := "", ""
		for _, s := range h.Sentences {
			if r := revisions(lineIn(h, s)); len(r) > 0 && now == "" {
				now, was = r[0].now.span.Of(r[0].now.line.text), r[0].was.span.Of(r[0].was.line.text)
			}
		}
		if now != c.now || was != c.was {
			t.Errorf("revisions(%q) = %q for %q, want %q for %q", c.text, now, was, c.now, c.was)
		}
	}
}

// harbour is an archive in which reports of one thing give other figures.
func harbour() []corpus.Raw {
	return []corpus.Raw{
		{Key: corpus.Key{ID: "ill"}, Published: "2022-03-04", Title: "Sailors fall ill on ferry to Brenna",
			Text: "HALM - Some 310 sailors fell ill on ferries to Brenna this week, the line said.\n\nDoctors counted 18 ferries with patients. The captains' guild put the number at 25.\n\nKnut Hagen, 58, the line's director, said he was sorry."},
		{Key: corpus.Key{ID: "corrected"}, Published: "2022-03-11", Title: "Ferry line to Brenna resumes",
			Text: "The ferry line to Brenna will sail again on Monday.\n\nCorrection: An earlier version of our report of 4 March said 310 sailors fell ill on the ferries. The line has since put the number at 287."},
		{Key: corpus.Key{ID: "dock"}, Published: "2022-04-01", Title: "New dock for Brenna",
			Text: "The new dock in Brenna will cost 58 million crowns, Hagen said on Friday. Up to 140 houses could be flooded by the works."},
		{Key: corpus.Key{ID: "dearer"}, Published: "2022-09-01", Title: "Brenna dock to cost more",
			Text: "The cost of the dock in Brenna has risen to 71 million crowns from 58 million, the council said on Thursday. Hagen blamed a new crane, which alone will cost 8 million.\n\nIts debt is 19 million crowns. A third of the mussels in the bay have died."},
		{Key: corpus.Key{ID: "race"}, Published: "2022-10-05", Title: "Votes for harbour master counted",
			Text: "Ida Storm got 2,405 votes for harbour master of Brenna and the incumbent, Per Lund, 2,193.\n\nThe dockers want a bonus of 9 percent. The council has offered 2 percent. On Tuesday both agreed on a bonus of 5 percent for the dockers."},
		{Key: corpus.Key{ID: "storm"}, Published: "2023-01-10", Title: "Storm tears boats loose at Sund",
			Text: "SUND - Police took in 38 people from boats in Sund on Monday, the mayor said. Some 90 boats were hurled ashore; fishermen spoke of 120.\n\nThe town of 16,000 people was without light. The mast of the Havel-2 is 44 metres tall, that of its sister, the Havel-3, is 51 metres tall. The Havel-3 weighs 310 tonnes and took 12 hours to tow.\n\nFerries rammed 5 piers. Repairs will cost 4 million crowns."},
		{Key: corpus.Key{ID: "later"}, Published: "2023-03-20", Title: "Storm at Sund: more boats found",
			Text: "The number of people taken in from boats after the storm in Sund has risen to 61, police said. The repair of the piers at Sund is now put at 6 million crowns.\n\nThe fair in Sund drew 21,350 visitors, the mayor said.\n\nThe Norrby yard will lose 300 of its 7,500 jobs."},
		{Key: corpus.Key{ID: "fair"}, Published: "2023-03-27", Title: "Sund corrects attendance",
			Text: "SUND - The mayor corrected the attendance at the fair in Sund to 20,875 from 21,350."},
		{Key: corpus.Key{ID: "fever"}, Published: "2023-05-02", Title: "Fever in Olsvik",
			Text: "The number of people killed by the fever in Olsvik is now 212, the governor said. The governor promised to build 60 houses there and to cut the ferry fare by a third. The fare was cut by 12 percent. The price of fuel has gone up to 31 crowns. Two nurses, aged 24 and 31, fell ill, and the toll rose to nine after three doctors died. Donors gave the hospital in Olsvik 15 million crowns ($1.4 million)."},
		{Key: corpus.Key{ID: "cases"}, Published: "2023-06-05", Title: "Cases of rabies in Tolden",
			Text: "The number of rabies cases in Tolden has risen to 18, the health office said, up from 11 a week ago."},
		{Key: corpus.Key{ID: "cases2"}, Published: "2023-06-15", Title: "Stables in Tolden stay closed",
			Text: "Two stables in Tolden that were closed because of rabies will stay shut, the city said.\n\nThe number of confirmed cases in Tolden has reached 44."},
		{Key: corpus.Key{ID: "cases3"}, Published: "2023-06-17", Title: "Correction: rabies cases",
			Text: "Correction: In our report of 15 June we said that the number of confirmed cases in Tolden had reached 44. In fact it was 41."},
		{Key: corpus.Key{ID: "oldest"}, Published: "2023-07-03", Title: "Chess in Lund",
			Text: "Forty years old, Ida Krog won the chess title in Lund on Sunday. The entry fee of the Lund open is 5 crowns."},
		{Key: corpus.Key{ID: "fee"}, Published: "2023-08-11", Title: "Entry fee of the Lund open goes down again",
			Text: "The entry fee of the Lund open was raised from 5 crowns to 6 crowns in July. It has been cut from 6 crowns to 5 crowns, the chess club of Lund said on Friday."},
		{Key: corpus.Key{ID: "ship"}, Published: "2023-05-09", Title: "Fever on board",
			Text: "In all 46 passengers fell ill and two died in the outbreak on the ferry Elsa."},
	}
}

// TestFigures asks for figures that other figures stand beside.
func TestFigures(t *testing.T) {
	r := open(t, harbour()...)
	for _, test := range []struct {
		question string
		want     []string
		not      string
	}{
		// What is corrected or revised: the later first, both with their dates.
		{"How many sailors fell ill on the ferries?", []string{"287 (11 March 2022)", "310 sailors (4 March 2022)"}, "March said"},
		{"How much will the dock in Brenna cost?", []string{"71 million crowns (1 September 2022)", "58 million crowns (1 April 2022)"}, " 8 million"},
		// Two sources of one report differ.
		{"How many ferries had patients?", []string{"18 ferries", "25 (the captains' guild)"}, ""},
		// A sum of another thing, or of another kind, is none.
		{"How much will the new crane cost?", []string{"8 million"}, "71"},
		{"How much does Hagen earn?", []string{"Not in this archive"}, "19 million"},
		// A number that is left to the clause before it.
		{"How many votes did Lund get?", []string{"2,193"}, "2,405"},
		{"How many votes did Storm get?", []string{"2,405"}, "2,193"},
		// Ages are of whom they stand with, and a fraction is a share.
		{"How old is Knut Hagen?", []string{"58"}, "million"},
		{"What share of the mussels died?", []string{"A third"}, ""},
		// What a later report says that it came to since; the mast of a sister ship.
		{"How many people were taken in from boats at Sund?", []string{"61"}, "16,000"},
		{"How much will the repair of the piers at Sund cost?", []string{"6 million crowns (20 March 2023)", "4 million crowns (10 January 2023)"}, ""},
		{"How many visitors came to the fair in Sund?", []string{"20,875", "21,350"}, ""},
		{"How many boats were hurled ashore at Sund?", []string{"90 boats", "120 (fishermen)"}, ""},
		{"How much does the Havel-3 weigh?", []string{"310 tonnes"}, "4 million"},
		{"How much does the Havel-2 weigh?", []string{"Not in this archive"}, "310"},
		{"How many jobs will the Norrby yard lose?", []string{"300 of its 7,500 jobs"}, ""},
		// The dead are none of who lives there; a sum in brackets is a conversion.
		{"How many people live in Olsvik?", []string{"Not in this archive"}, "212"},
		{"How many people did the fever kill in Olsvik?", []string{"212"}, ""},
		{"How much did donors give the hospital in Olsvik?", []string{"15 million crowns"}, "$"},
		// Ages count nobody, and a noun is counted by the number beside it.
		{"How many nurses fell ill in Olsvik?", []string{"Two nurses"}, "24"},
		{"How many doctors died in Olsvik?", []string{"three doctors"}, "nine"},
		{"How old is Ida Krog?", []string{""}, "5"},
		// Changed, and changed back.
		{"How much is the entry fee of the Lund open?", []string{"5 crowns"}, "earlier 5"},
		// Of two figures that differ the second was corrected.
		{"How many rabies cases were there in Tolden?", []string{"41 (17 June 2023)", "corrected from 44 (15 June 2023)"}, ""},
		// A verb has the number right before it.
		{"How many passengers died in the outbreak on the Elsa?", []string{"two"}, "46"},
		{"How many passengers fell ill on the Elsa?", []string{"46 passengers"}, "two"},
		// What is promised was not done; what has gone up to a price is not up to it.
		{"How many houses were built in Olsvik?", []string{"Not in this archive"}, "60"},
		{"By how much was the ferry fare cut?", []string{"12 percent"}, "third"},
		{"What is the price of fuel in Olsvik?", []string{"31 crowns"}, "up to"},
		// What might be is no count of what was.
		{"How many houses were flooded in Brenna?", []string{"Not in this archive"}, "140"},
		// What was agreed, not what was wanted; what was wanted where that is asked.
		{"What rise in bonus did the dockers want?", []string{"9 percent"}, ""},
	} {
		got := ask(t, r, test.question).Lead
		if slices.ContainsFunc(test.want, func(w string) bool { return !strings.Contains(got, w) }) || test.not != "" && strings.Contains(got, test.not) {
			t.Errorf("%s\n got %q\nwant %q, not %q", test.question, got, test.want, test.not)
		}
	}
}
