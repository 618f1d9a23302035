package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// What is told of another time, of another end, or of what was only meant is no
// answer.
func TestOtherTime(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "bridge"}, Published: "2020-09-12", Title: "How the bridge at Dunmore came to stand", Text: "The bridge at Dunmore was begun in April 1931 and opened on 2 June 1934 by Governor Alistair Crewe. It was closed for repairs from 1977 until 1981.\n\nA flood in November 2009 carried away its middle arch. The bridge reopened in July 2012 after work of 31 months."},
		corpus.Raw{Key: corpus.Key{ID: "merger"}, Published: "2012-10-22", Title: "Tarkko and Velmet to merge", Text: "HELSINKI. The Finnish paper machine makers Tarkko and Velmet agreed on Monday to merge. Tarkko was founded in 1921."},
		corpus.Raw{Key: corpus.Key{ID: "mine"}, Published: "2018-05-16", Title: "Copper mine at Los Pinos reopens", Text: "SANTIAGO. The copper mine at Los Pinos reopened on Tuesday, 14 months after a fire killed six miners. Its owner Cobreal said that output would reach 80,000 tonnes this year."},
		corpus.Raw{Key: corpus.Key{ID: "premier"}, Published: "2011-07-04", Title: "Thorsen sworn in", Text: "COPENHAGEN, 4 July 2011. Mette Thorsen was sworn in as prime minister of Denmark on Monday. Thorsen was finance minister from 2001 to 2005."},
		corpus.Raw{Key: corpus.Key{ID: "journey"}, Published: "1980-05-05", Title: "Roads south", Text: "Governor Crewe travelled to Lisbon in April 1965, and Alberto Dias brought both sides to the table in Porto in January 1966."},
		corpus.Raw{Key: corpus.Key{ID: "deals"}, Published: "2019-06-20", Title: "Northlode sells Pellin", Text: "LEEDS. The trader Northlode sold its shipping firm Pellin on Wednesday to a fund. Northlode had bought Harrow Mining in March 2017 for 40 million pounds."},
		corpus.Raw{Key: corpus.Key{ID: "chief"}, Published: "2012-11-02", Title: "Salo wants quick merger", Text: "HELSINKI. Pekka Salo, the chief executive of Tarkko, said on Thursday that the merger with Velmet should be quick."},
		corpus.Raw{Key: corpus.Key{ID: "ferry"}, Published: "2015-03-04", Title: "Ferry sinks at Dunmore", Text: "DUNMORE. The ferry at Dunmore sank on Tuesday. The county has lifted the toll on the ferry at Dunmore, its council said on Tuesday."},
		corpus.Raw{Key: corpus.Key{ID: "brandt-1"}, Published: "2011-05-06", Title: "Brandt in Riga", Text: "RIGA, 6 May 2011. Prime Minister Eva Brandt of Finland visited Riga on Thursday and met President Juris Kalns."},
		corpus.Raw{Key: corpus.Key{ID: "brandt-2"}, Published: "2016-02-10", Title: "Brandt stays at home", Text: "HELSINKI, 10 February 2016. The trip of a trade mission to Kenya begins on Friday. Prime Minister Eva Brandt of Finland met its leaders on Tuesday; she had put off her own journey to Kenya. Some 40 passengers of a bus were there."},
		corpus.Raw{Key: corpus.Key{ID: "ports"}, Published: "2014-06-13", Title: "Aland enters harbor group", Text: "TURKU. Aland became a full member of the Harbor Organization at its meeting in Turku on Thursday."},
	)
	for _, test := range []struct{ question, want, not string }{
		// Named on both sides of the time, and a putting off that is no journey.
		{"Who was prime minister of Denmark in 2016?", "", "Thorsen"},
		{"Who was prime minister of Finland in 2013?", "Eva Brandt [1][2], by our reading", ""},
		{"Has Eva Brandt been to Kenya?", "", "Yes"},
		{"When was Brandt's visit to Kenya called off?", "", "2016"},
		{"How many passengers died on the ferry?", "Not in this archive", "40"},
		{"What happened on 3 March 2015?", "ferry", ""},
		{"What happened in Dunmore in June 1934?", "Crewe", ""},
		{"Which happened first, the sale of Pellin or the purchase of Harrow Mining?", "arrow", ""},
		// What somebody did, within the bound and by nobody else.
		{"What did Cobreal buy before 2017?", "Not in this archive", "Los Pinos"},
		{"What did Northlode buy in 2019?", "Not in this archive", "Harrow"},
		{"What did Northlode buy in 2017?", "Harrow", "Pellin"},
		{"What did Northlode sell in 2019?", "Pellin", "Harrow"},
		{"What did Northlode sell before 2018?", "Not in this archive", "Pellin"},
		{"Which company did Northlode buy in 2017?", "Harrow", "Pellin"},
		{"Which company did Northlode buy in 2019?", "Not in this archive", "Harrow"},
		// The length of another thing, and a name where an amount is asked for.
		{"How long was the bridge at Dunmore closed for repairs?", "", "31 months"},
		{"What was the output of the mine at Los Pinos?", "80,000 tonnes", "14 months"},
		// The chief of another body.
		{"Who is the chief executive of Velmet?", "Not in this archive", "Salo"},
		{"Who is the chief executive of Tarkko?", "Salo", ""},
		// A day that the report is only of.
		{"When was the toll on the ferry at Dunmore lifted?", "Not in this archive", "2015"},
		{"When did the ferry at Dunmore sink?", "3 March 2015", ""},
		// Spelt the other way, and as the archive says it.
		{"When did Aland join the Harbour Organisation?", "12 June 2014", ""},
		{"How long after the storm at Dunmore was the ferry fair?", "Not in this archive", ""},
		{"What happened in June 1934?", "Alistair Crewe", ""},
		{"What happened in May 1912?", "Not in this archive", ""},
		{"Which happened first, the flood at Dunmore or the merger of Tarkko?", "", "31 months"},
		// The verb that is asked with, where another end of it is told too.
		{"When was the bridge at Dunmore opened?", "2 June 1934", "1931"},
		{"When was the bridge at Dunmore last closed before 2000?", "1977", "1981"},
		{"Until when was Mette Thorsen finance minister?", "2005", "2001"},
		// Who did it at another time.
		{"Who opened the bridge at Dunmore in 1934?", "Alistair Crewe", ""},
		{"Who opened the bridge at Dunmore in 2012?", "Not in this archive", "Crewe"},
		{"Who was prime minister of Denmark in 2018?", "Not in this archive", "Thorsen"},
		{"Who was finance minister of Denmark in 2003?", "Thorsen", ""},
		{"Did Crewe travel to Lisbon in 1966?", "", "Yes"},
		{"Did Crewe travel to Lisbon in 1965?", "Yes", ""},
		// What was is not what will be.
		{"When will the bridge at Dunmore be closed next?", "Not in this archive", "1977"},
		// Meant, and not done.
		{"When did Tarkko and Velmet merge?", "Not in this archive", "2012"},
		{"Did Tarkko and Velmet merge in 2012?", "", "Yes"},
		// What another did, in the clause before.
		{"When did Dias travel to Portugal?", "", "1965"},
		// A time that is only reckoned from what is asked about.
		{"When was the fire at Los Pinos?", "Not in this archive", "2018"},
		{"When did the copper mine at Los Pinos reopen?", "15 May 2018", ""},
		// No other length is how long ago.
		{"How long ago did the bridge at Dunmore open?", "2 June 1934", "31 months"},
	} {
		a := ask(t, r, test.question)
		if !strings.Contains(a.Lead, test.want) || test.not != "" && strings.Contains(a.Lead, test.not) {
			t.Errorf("Ask(%q) = %q, want %q and not %q", test.question, a.Lead, test.want, test.not)
		}
	}
}
