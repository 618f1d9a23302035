package timex

import (
	"testing"

	"dateline/corpus"
)

// TestParseAnchor reads what is placed by its clause or by what was said before.
func TestParseAnchor(t *testing.T) {
	const friday = "2013-03-22"
	for _, tt := range []struct{ dct, text, want string }{
		// a bare weekday is the last one...
		{friday, "The board met on Tuesday.", "Tuesday|DATE|2013-03-19"},
		{friday, "He was expected to resign, the paper said Monday.", "Monday|DATE|2013-03-18"},
		{friday, "He said Tuesday that he will go.", "Tuesday|DATE|2013-03-19"},
		{friday, "The ship was due Tuesday, the port said.", "Tuesday|DATE|2013-03-19"},
		// ...unless the verb says that it is to come
		{friday, "Talks will resume on Tuesday.", "Tuesday|DATE|2013-03-26"},
		{friday, "The vote was set for Monday.", "Monday|DATE|2013-03-25"},
		{friday, "The bank has until Monday to pay.", "Monday|DATE|2013-03-25"},
		{friday, "The final is Thursday at 8:55 p.m.", "Thursday at 8:55 p.m.|TIME|2013-03-28T20:55"},
		{friday, "It is to be buried on Sunday.", "Sunday|DATE|2013-03-24"},
		{friday, "Snow is expected Wednesday through Friday.", "Wednesday|DATE|2013-03-27; Friday|DATE|2013-03-29"},
		{friday, "next Saturday, last Thursday", "next Saturday|DATE|2013-03-30; last Thursday|DATE|2013-03-14"},
		// months and quarters
		{friday, "It is to be held by mid-October.", "mid-October|DATE|2013-10|MID"},
		{friday, "The law takes effect Jan. 1.", "Jan. 1|DATE|2014-01-01"},
		{friday, "It is to close in the third quarter.", "the third quarter|DATE|2013-Q3"},
		{friday, "It had planned to report third-quarter results.", "third-quarter|DATE|2012-Q3"},
		{friday, "By the end of the decade, fares may climb.", "the end of the decade|DATE|201|END"},
		{friday, "on Friday the 13th", "Friday the 13th|DATE|2012-07-13"},
		{friday, "First-quarter results will be poor.", "First-quarter|DATE|2013-Q1"},
		{friday, "a fourth-quarter loss of $3 million in 2010", "fourth-quarter|DATE|2010-Q4; 2010|DATE|2010"},
		{friday, "Sales fell in the third quarter of 2012; in the 2010 quarter they rose.", "the third quarter of 2012|DATE|2012-Q3; the 2010 quarter|DATE|2010-Q3"},
		{friday, "claims in the week ended March 9", "the week|DATE|2013-W10; March 9|DATE|2013-03-09"},
		{friday, "He made 12 points in the third quarter, with two rebounds.", ""},
		// times of the day
		{friday, "open from 9 to 10:15 p.m.", "9|TIME|2013-03-22T21:00; 10:15 p.m.|TIME|2013-03-22T22:15"},
		{friday, "open 11-2 p.m. Monday", "11|TIME|2013-03-18T11:00; 2 p.m. Monday|TIME|2013-03-18T14:00"},
		{friday, "They left before dawn.", "dawn|TIME|2013-03-22TMO"},
		{friday, "the dawn of an age, the sunset of his life", ""},
		{friday, "The quake hit on Tuesday. It struck at 3:02 a.m.", "Tuesday|DATE|2013-03-19; 3:02 a.m.|TIME|2013-03-19T03:02"},
		{friday, "It opened on March 4. By 6 a.m. that day it was full.", "March 4|DATE|2013-03-04; 6 a.m. that day|TIME|2013-03-04T06:00"},
		// told in the past, by its year
		{friday, "On May 5, 1999, they signed. On June 12 it was ratified.", "May 5, 1999|DATE|1999-05-05; June 12|DATE|1999-06-12"},
		{friday, "The firm, founded in May 1999, said Feb. 12 that it would close.", "May 1999|DATE|1999-05; Feb. 12|DATE|2013-02-12"},
		{"", "On 5 March 1999 they signed. On 12 June it came into force.", "5 March 1999|DATE|1999-03-05; 12 June|DATE|1999-06-12"},
		{"", "In November 1998 they met. In February they parted.", "November 1998|DATE|1998-11; February|DATE|1999-02"},
		{"", "On 12 June it came into force.", "12 June|DATE|XXXX-06-12"},
		{friday, "It fell in April 1993. At that time 60,000 lived there.", "April 1993|DATE|1993-04; that time|DATE|1993-04"},
		{friday, "In 2008 it gained; two years before that it lost.", "2008|DATE|2008; two years before that|DATE|2006"},
		{friday, "the worst day since Feb. 27; a day earlier it had risen", "Feb. 27|DATE|2013-02-27; a day earlier|DATE|2013-03-21"},
		{friday, "two summers ago, the week before last", "two summers ago|DATE|2011-SU; the week before last|DATE|2013-W10"},
		{friday, "He took over 17 months ago.", "17 months ago|DATE|2011-10"},
		{friday, "the last quarter-century; over the next decade", "the last quarter-century|DURATION|P25Y; the next decade|DURATION|P1DE"},
	} {
		var dct corpus.Interval
		if tt.dct != "" {
			var err error
			if dct, err = corpus.ParseInterval(tt.dct); err != nil {
				t.Fatal(err)
			}
		}
		if got := show(tt.text, Parse(tt.text, dct)); got != tt.want {
			t.Errorf("Parse(%q, %s)\n got %s\nwant %s", tt.text, tt.dct, got, tt.want)
		}
	}
}
