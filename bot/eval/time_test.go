package eval

import (
	"slices"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/corpus"
)

// TestTime asks about time over the example archive: each operator, premises
// that are not so, decoys in the same article, evidence without a date,
// publication against event, and days of asking on both sides of an article.
func TestTime(t *testing.T) {
	_, _, reader, collections := open(t)
	for _, test := range []struct {
		asOf     string // "" is 1 January 2026
		question string
		want     string // in the lead, one of several apart by |; "-" abstains
		not      string // not in the lead, apart by |
	}{
		// A day, told by a weekday and the article's date.
		{"", "When did Shoigu visit Pakistan?", "20 November 2014", "21 November"},
		{"", "When did Shoigu fly to Islamabad?", "20 November 2014", "21 November"},
		{"", "When was Shoigu's visit to Islamabad?", "20 November 2014", ""},
		{"", "When did Fradkov arrive in Islamabad?", "11 April 2007", "13 April"},
		{"", "On what day did Fradkov arrive in Islamabad?", "11 April 2007", "13 April"},
		{"", "When did Pompeo visit Islamabad?", "5 September 2018", "6 September"},
		{"", "When did Khawaja Asif visit Moscow?", "20 February 2018", ""},
		{"", "When did Imran Khan come to Moscow?", "23 February 2022", "25 February"},
		{"", "When did Zardari meet Medvedev in the Kremlin?", "12 May 2011", "13 May"},
		{"", "When did the Russian planes land at Chaklala?", "17 August 2010", "18 August"},
		{"", "When was the helicopter contract signed?", "19 August 2015", ""},
		{"", "When was the Pakistan Stream protocol signed?", "28 May 2021", "29 May"},
		{"", "When was the pipeline agreement between Russia and Pakistan signed?", "16 October 2015", "17 October"},
		{"", "When did the first 50,000 doses of Sputnik V arrive?", "17 March 2021", "18 March"},
		// Told outright, in dated and in undated articles.
		{"", "When did Musharraf go to Moscow?", "February 2003", "2007"},
		{"", "When did the U-2 take off from Peshawar?", "May 1960", "2024"},
		{"", "When did Ayub Khan travel to the Soviet Union?", "April 1965", "1966|2024"},
		{"", "When was the foundation stone of Pakistan Steel Mills laid?", "30 December 1973", "1985"},
		{"", "When did Zia-ul-Haq open the mill?", "15 January 1985", "1973"},
		{"", "When did Pakistan become a full member of the Shanghai Cooperation Organization?", "9 June 2017", "2005"},
		{"", "In which year did Musharraf go to Moscow?", "2003", "2007"},
		// What happened at a time, and which of two was first.
		{"", "What happened on 20 November 2014?", "Shoigu", ""},
		{"", "What happened in October 1974?", "October 1974", ""},
		{"", "What happened in Islamabad in April 2021?", "7 Apr 2021", ""},
		{"", "What happened in February 2022?", "Khan, visit to Russia", ""},
		{"", "What happened in 1990?", "-", ""},
		{"2014-11-19", "What happened in November 2014?", "-", "Shoigu"},
		{"", "Which happened first, the Sochi summit or the Dushanbe summit?", "The Dushanbe summit: July 2009", ""},
		{"", "Which was later, Shoigu's visit to Islamabad or Fradkov's visit?", "Shoigu's visit to Islamabad: 20 November 2014", ""},
		{"", "Who visited Pakistan first, Lavrov or Shoigu?", "Lavrov: 2012", ""},
		{"", "Which came first, the steel mill or the embargo?", "-", ""},
		{"", "How long after the Dushanbe summit was the Sochi summit?", "1 year and 1 month", ""},
		{"", "How many years passed between Fradkov's visit and the visit before?", "-", "14 years"},
		// The next is still to come; a place in a row is told, or counted.
		{"", "When is the next Druzhba exercise?", "-", "2016"},
		{"", "When was the Druzhba exercise before the sixth?", "-", "2021|2018"},
		{"", "When was the latest joint exercise of Pakistan and Russia?", "28 September 2021", "2016|29 September"},
		{"", "When was Shoigu's second visit to Pakistan?", "-", "2014"},
		{"", "When was the second visit of Lavrov to Pakistan?", "April 2021", "2012"},
		{"", "How often has Shoigu visited Pakistan?", "Once", ""},
		{"", "How many times did Zardari visit Russia?", "Once", "Twice"},
		{"", "Which Druzhba exercise was held after 2018?", "28 September 2021", "2018"},
		{"", "Which Druzhba exercise was held in 2018?", "21 October 2018", "2016|first"},
		// Whose office it was, and who did what when.
		{"", "Who was president of Pakistan during the Sochi summit?", "Zardari", "Medvedev"},
		{"", "Who was president of Russia during the Sochi summit?", "Medvedev", "Zardari"},
		{"", "Who was prime minister of Pakistan in 2016?", "-", "Cherat"},
		{"", "What did Russia sell before 2010?", "-", "helicopters"},
		{"", "What did Russia sell to Pakistan in 2015?", "helicopters", ""},
		{"", "What did Pakistan buy before 2010?", "-", ""},
		// Reported without a day of its own, and called off.
		{"", "When was the embargo lifted?", "-", "2014"},
		{"", "When was Putin's visit called off?", "-", "2022"},
		{"", "Has Putin been to Islamabad?", "No", "Yes"},
		// Spelt and said otherwise than in the archive.
		{"", "When did Pakistan join the SCO?", "9 June 2017", "2005"},
		{"", "When did Pakistan join the Shanghai Cooperation Organisation?", "9 June 2017", "2005"},
		{"", "How long had Pakistan been an observer of the SCO?", "-", "two days"},
		{"", "By how much did trade grow between 2019 and 2020?", "46 percent", "790"},
		// Last, first, next, previous.
		{"", "When did Lavrov last visit Pakistan?", "April 2021", "2012"},
		{"", "When did Lavrov most recently visit Islamabad?", "April 2021", "2012"},
		{"", "When was Lavrov's latest visit to Pakistan?", "April 2021", "2012"},
		{"", "When did Bhutto last travel to the Soviet Union?", "October 1974", "1972"},
		{"", "When did Bhutto first travel to the Soviet Union?", "March 1972", "1974"},
		{"", "When did Imran Khan last meet Putin?", "24 February 2022", "2019"},
		{"", "When was the first Druzhba exercise held?", "2016", "2018|2021"},
		{"", "When did Lavrov first visit Pakistan after 2015?", "April 2021", "2012"},
		{"", "When did Lavrov next visit Pakistan after 2012?", "April 2021", ""},
		{"", "What was the next visit of Lavrov after 2012?", "April 2021", ""},
		{"", "What was Lavrov's last visit before 2021?", "2012", "2019"},
		// Before, until, by.
		{"", "When did Lavrov last visit before 2021?", "2012", "2014|2019"},
		{"", "When did Lavrov last visit Pakistan until 2020?", "2012", "2021"},
		{"", "When did Lavrov last visit Pakistan by 2019?", "2012", "2021"},
		{"", "When did a Russian defence minister last visit Pakistan before 2014?", "1969", "2014"},
		{"", "When did a prime minister of Pakistan last visit Russia before 2022?", "1999", "2019"},
		{"", "When did Imran Khan meet Putin before 2022?", "June 2019", "2022"},
		{"", "Which Russian prime minister visited Pakistan before 2010?", "Fradkov", "Khan|Putin"},
		// After, since, between, around, during.
		{"", "When did Lavrov visit Pakistan after 2015?", "April 2021", ""},
		{"", "When did Lavrov visit Pakistan since 2013?", "April 2021", "2012"},
		{"", "When did Lavrov visit Pakistan between 2011 and 2013?", "2012", "2021"},
		{"", "When did Lavrov visit Pakistan between 2020 and 2022?", "April 2021", "2012"},
		{"", "When did Lavrov visit Pakistan around 2012?", "2012", "2021"},
		{"", "When did Shoigu visit Pakistan in 2014?", "20 November 2014", ""},
		{"", "When did Shoigu visit Islamabad in November 2014?", "20 November 2014", ""},
		{"", "When did Pompeo visit Islamabad during 2018?", "5 September 2018", ""},
		{"", "Who visited Islamabad in November 2014?", "Shoigu", "Lavrov|Pompeo"},
		{"", "Who visited Islamabad in September 2018?", "Pompeo", "Shoigu|Lavrov"},
		{"", "Who visited Pakistan in April 2007?", "Fradkov", "Shoigu"},
		{"", "Who visited Islamabad in 2018?", "Pompeo", "Lavrov"},
		// Bounds by other events and by offices.
		{"", "When did Lavrov visit Pakistan after he had met Raja Pervez Ashraf?", "April 2021", "2012"},
		{"", "When did Lavrov next visit Pakistan after his first visit?", "April 2021", "2012"},
		{"", "When did Lavrov visit Pakistan before the Bishkek summit?", "2012", "2021"},
		{"", "When did Lavrov visit Pakistan after the Bishkek summit?", "April 2021", "2012"},
		{"", "When did Shoigu visit Pakistan before Lavrov's visit in 2021?", "20 November 2014", ""},
		{"", "Who visited Pakistan after Shoigu's visit?", "Pompeo", "Fradkov"},
		{"", "Who visited Pakistan before Shoigu's visit?", "Fradkov", "Pompeo"},
		{"", "Who visited Pakistan when Imran Khan was prime minister?", "Pompeo", "Fradkov|Shoigu"},
		{"", "Who met Putin during the Bishkek summit?", "Khan", ""},
		{"", "Who was prime minister of Pakistan when Lavrov came in 2012?", "Ashraf", "Imran|Sharif"},
		{"", "Who was prime minister of Pakistan when Shoigu visited?", "Sharif", "Ashraf|Imran"},
		{"", "Who was prime minister of Pakistan when Fradkov visited?", "Aziz", "Musharraf"},
		{"", "Who was foreign minister of Pakistan when Lavrov came in April 2021?", "Qureshi", "Khar|Lavrov"},
		{"", "Who was president of Russia when Zardari visited Moscow in 2011?", "Medvedev", "Putin"},
		{"", "Who was foreign minister of Pakistan in February 2018?", "Asif", "Qureshi|Lavrov"},
		{"", "Who was defence minister of Pakistan in November 2014?", "Asif", "Shoigu"},
		// Told of another time.
		{"", "Which minister signed the pipeline agreement in 2016?", "-", ""},
		{"", "Did Ayub Khan travel to Moscow in 1966?", "April 1965", "Yes"},
		{"", "How long ago was the foundation stone of Pakistan Steel Mills laid?", "30 December 1973", "eleven months"},
		// Counted and reckoned.
		{"", "How often did Lavrov visit Pakistan?", "Twice", ""},
		{"", "How many times did Lavrov visit Pakistan?", "Twice", ""},
		{"", "How many times has Shoigu visited Pakistan?", "Once", ""},
		{"", "How many years passed between Lavrov's visits to Pakistan?", "9 years", "45"},
		{"", "How many years lie between the visit of Fradkov and the visit of Shoigu?", "7 years and 7 months", "45|38"},
		{"2014-12-01", "How long ago did Fradkov visit Islamabad?", "7 years and 7 months ago", "38"},
		{"2021-06-01", "How long ago did Shoigu visit Pakistan?", "6 years and 6 months ago", "45"},
		{"", "How long did Lavrov stay in April 2021?", "two days", "nine years|two-day"},
		{"", "How long did Imran Khan and Putin talk in February 2022?", "three hours", "23 years"},
		// What the question presumes is not so, or not told.
		{"", "When did Putin visit Pakistan?", "-", "2019|2022"},
		{"", "When did Lavrov visit Karachi?", "-", "2021"},
		{"", "When did Pompeo visit Moscow?", "-", "2018"},
		{"", "When did Shoigu visit Kabul?", "-", "2014"},
		{"", "When did Fradkov visit Delhi?", "-", "2007"},
		{"", "When did Medvedev visit Islamabad?", "-", "2011|2010"},
		{"", "When did Kabulov resign?", "-", "2021"},
		{"", "What did Lavrov say in Islamabad in 2017?", "-", "46"},
		{"", "When did Lavrov visit Pakistan in 2017?", "-", "April 2021, to"},
		{"", "When did Shoigu visit Pakistan in 2016?", "-", ""},
		{"", "When did Shoigu visit Pakistan before 2010?", "-", "1969"},
		{"", "When did Pompeo visit Islamabad after 2019?", "-", ""},
		{"", "When did Fradkov visit Pakistan after 2010?", "-", ""},
		{"", "Why did Shoigu call off his visit to Islamabad?", "-", ""},
		{"", "When was Shoigu born?", "-", "2014"},
		{"", "When did Ganich leave Islamabad?", "-", ""},
		{"", "When was the Nissan Sentra unveiled?", "-", ""},
		// Evidence without a date: the words stay in quotation marks.
		{"", "When was the Russian film evening?", `"Saturday"`, "20"},
		{"", "When did Kayani begin his trip to Russia?", `"Wednesday"`, "20"},
		{"2021-04-01", "When did Lavrov last visit Islamabad?", "-", "2012|2021"},
		// The beginning and the end of something, and its first and last day.
		{"", "When did the first Druzhba exercise begin?", "2016", "2018|2021"},
		{"", "When did the third Druzhba exercise begin?", "21 October 2018", "22 October|4 November"},
		{"", "When did the third Druzhba exercise end?", "4 November 2018", "21 October"},
		{"", "When did the sixth Druzhba exercise begin?", "28 September 2021", "29 September"},
		{"", "When did the Aman exercise start?", "11 February 2021", "16 February"},
		{"", "When does the Aman exercise end?", "16 February 2021", "11 February"},
		{"", "What was the first day of the Aman exercise?", "11 February 2021", "16 February"},
		{"", "What was the last day of the Aman exercise?", "16 February 2021", "11 February"},
		{"", "What was the last day of the third Druzhba exercise?", "4 November 2018", "21 October"},
		{"", "Until when does the third Druzhba exercise go on?", "4 November 2018", "21 October"},
		{"", "By when should the first phase of the pipeline be ready?", "December 2017", "2015"},
		{"", "Since when was Pakistan an observer of the Shanghai Cooperation Organization?", "2005", "2017"},
		{"", "When was the Shanghai Cooperation Organization founded?", "2001", "2017|2005"},
		// The place in a row.
		{"", "When did the second Druzhba exercise take place?", "2017", "2016|2018|2021"},
		{"", "Where was the second Druzhba exercise held?", "Karachay-Cherkessia", "Cherat|Pabbi"},
		{"", "Where was the first summit of the four presidents held?", "Dushanbe", "Sochi"},
		{"", "When was the first summit of the four presidents?", "July 2009", "2010|2011"},
		{"", "When was the second summit of the four presidents?", "18 August 2010", "2009|2011"},
		{"", "When was the latest Druzhba exercise?", "September 2021", "2016|2018"},
		// Previous, earliest, the one before, and other turns of phrase.
		{"", "When did Lavrov previously visit Pakistan?", "2012", "April 2021 ["},
		{"", "What was Lavrov's previous visit to Pakistan before April 2021?", "2012", "2021"},
		{"", "When was the visit of Lavrov before the one in 2021?", "2012", "2021"},
		{"", "When was Lavrov's previous visit to Pakistan, before the one in April 2021?", "2012", "2021"},
		{"", "When was Lavrov's earliest visit to Pakistan?", "2012", "2021"},
		{"", "When did Lavrov visit Pakistan prior to 2021?", "2012", ""},
		{"", "When did Lavrov visit Pakistan no later than 2015?", "2012", "2021"},
		{"", "When did Lavrov visit Pakistan no earlier than 2015?", "April 2021", "2012"},
		{"", "When did Lavrov visit Pakistan earlier than 2015?", "2012", "2021"},
		{"", "When did Lavrov visit Pakistan later than 2015?", "April 2021", "2012"},
		{"", "When did Lavrov visit Pakistan over the past decade?", "April 2021", "2012"},
		{"", "When did Lavrov visit Pakistan in the spring of 2021?", "April 2021", "2012"},
		{"", "When did Bhutto travel to the Soviet Union in the early 1970s?", "March 1972", "1965"},
		{"", "When did Bhutto travel to the Soviet Union in the spring of 1972?", "March 1972", "1974|1965"},
		{"", "When did Bhutto travel to the Soviet Union in the autumn of 1974?", "October 1974", "1972"},
		{"", "When did Bhutto travel to the Soviet Union before October 1974?", "March 1972", "1965"},
		{"", "When did Zardari visit Moscow in mid-2011?", "12 May 2011", "13 May"},
		{"", "When did Imran Khan visit Moscow in the first half of 2022?", "23 February 2022", "25 February"},
		{"", "When did Shoigu visit Islamabad in the week of 17 November 2014?", "20 November 2014", ""},
		{"", "Who visited Islamabad in the week of 3 September 2018?", "Pompeo", "Lavrov|Zarif"},
		{"", "Who visited Pakistan before Shoigu?", "Fradkov", "Pompeo|Shoigu"},
		{"", "Who visited Pakistan last before Lavrov in April 2021?", "Pompeo", "Fradkov|Khan|Lavrov"},
		{"", "Where was Lavrov before he came to Islamabad in April 2021?", "!Moscow", "Moscow|Islamabad"},
		{"", "When did Putin meet Imran Khan after the Bishkek summit?", "24 February 2022", "2019"},
		{"", "Who was the defence minister of Russia as of November 2014?", "Shoigu", "Asif"},
		{"", "What did Shoigu sign during his visit to Islamabad?", "military cooperation", ""},
		// How long, how long after, how often.
		{"", "How long is the pipeline from Karachi to Lahore?", "1,122 kilometres", "60 days|25 years"},
		{"", "How long did the sixth Druzhba exercise last?", "two weeks", "60 days"},
		{"", "How long is the third Druzhba exercise?", "-", "two years"},
		{"", "How long will Asif spend in Moscow?", "three days", ""},
		{"", "How long after Fradkov's visit did Shoigu visit Pakistan?", "7 years and 7 months", "45"},
		{"", "How long before Lavrov's visit in 2021 did Shoigu visit Pakistan?", "6 years and 5 months", "45"},
		{"", "How many years lie between the first and the sixth Druzhba exercise?", "5 years", "two years"},
		{"", "How often is the Aman exercise held?", "every second year", "Once"},
		{"", "How often do the deputies of the ministers meet?", "twice a year", ""},
		{"", "How often did Bhutto travel to the Soviet Union?", "twice", "1965"},
		// Who did not, who most often, and what is so of less than is asked.
		{"", "Who did not receive Lavrov in Delhi?", "Modi", "Jaishankar"},
		{"", "Which minister did not attend the talks with Lavrov?", "-", "Khar"},
		{"", "Who visited Pakistan most often?", "-", "Fradkov"},
		{"", "Who was prime minister of Pakistan before Nawaz Sharif?", "-", "Khan|Aziz"},
		{"", "Was Shoigu the first Russian minister in Pakistan?", "first by a Russian defence minister in 45 years", "Yes"},
		{"", "Was Fradkov the first Russian prime minister to visit Pakistan?", "!Yes", "Yes"},
		{"", "When did Wang Yi visit Islamabad?", "-", "2018"},
		{"", "When did Zarif visit Islamabad?", "31 August 2018", "September"},
		{"", "Did Modi receive Lavrov in April 2021?", "No", "Yes"},
		{"", "Who visited Islamabad between 2010 and 2016?", "Shoigu", "Fradkov|Pompeo"},
		{"", "Who visited Pakistan until 2010?", "Fradkov", "Shoigu|Pompeo"},
		{"", "How long did the Kremlin talks of Khan and Putin last?", "three hours", ""},
		{"2018-10-21", "When did the third Druzhba exercise begin?", "-", "2018"},
		{"2018-10-22", "When did the third Druzhba exercise begin?", "21 October 2018", ""},
		{"", "Did Putin ever visit Pakistan?", "No", "Yes"},
		{"", "Has Putin ever been to Pakistan?", "No", "Yes"},
		{"", "Did Pompeo visit Pakistan before 2018?", "-", "Yes"},
		{"", "Did Lavrov visit Pakistan between 2013 and 2020?", "-", "Yes"},
		{"", "Did Pompeo visit Pakistan in 2018?", "Yes", ""},
		{"", "How many people died in the flood of 2010?", "-", "20 million"},
		{"", "When did Liaquat Ali Khan go to Moscow?", "-", "1949|1950"},
		{"", "When did Liaquat Ali Khan go to America?", "1950", "1949"},
		{"2022-01-01", "When did a prime minister of Pakistan last visit Russia?", "-", "2022|today"},
		{"2000-01-01", "Who visited Pakistan in 1999?", "-", "Lavrov"},
		// As of a day before an article, of its own day, and after it.
		{"2014-11-20", "When did Shoigu visit Pakistan?", "-", "2014"},
		{"2014-11-21", "When did Shoigu visit Pakistan?", "20 November 2014", ""},
		{"2014-11-22", "When did Shoigu visit Pakistan?", "20 November 2014", ""},
		{"2018-09-05", "When did Pompeo visit Islamabad?", "-", "2018"},
		{"2018-09-06", "When did Pompeo visit Islamabad?", "5 September 2018", ""},
		{"2007-04-12", "When did Fradkov arrive in Islamabad?", "-", "2007"},
		{"2007-04-13", "When did Fradkov arrive in Islamabad?", "11 April 2007", ""},
		{"2021-04-08", "When did Lavrov last visit before 2021?", "2012", ""},
		{"2017-06-08", "When did Pakistan become a full member of the Shanghai Cooperation Organization?", "-", "2017|2005"},
		{"2017-06-09", "When did Pakistan become a full member of the Shanghai Cooperation Organization?", "9 June 2017", "2005"},
		{"2020-01-01", "How often did Lavrov visit Pakistan?", "!Twice", "Twice"},
		{"2021-12-31", "When did Imran Khan last meet Putin?", "June 2019", "2022"},
	} {
		req := bot.Request{Question: test.question, Collections: collections}
		if test.asOf != "" {
			day, err := corpus.ParseInterval(test.asOf)
			if err != nil {
				t.Fatal(err)
			}
			req.AsOf = day.Start
		}
		a, err := reader.Ask(t.Context(), req)
		if err != nil {
			t.Fatalf("Ask(%q): %v", test.question, err)
		}
		in := func(s string) bool { return s != "" && strings.Contains(a.Lead, s) }
		ok := !slices.ContainsFunc(strings.Split(test.not, "|"), in)
		switch {
		case test.want == "-":
			ok = ok && a.Abstained
		case strings.HasPrefix(test.want, "!"):
		default:
			ok = ok && !a.Abstained && slices.ContainsFunc(strings.Split(test.want, "|"), in)
		}
		if !ok {
			t.Errorf("as of %q: Ask(%q), want %q without %q, got\n%s", test.asOf, test.question, test.want, test.not, bot.Text(a, bot.Width))
		}
	}
}

// As of a day before the oldest dated article, what is not found may only not
// have been written yet.
func TestBeforeTheOldest(t *testing.T) {
	_, _, reader, collections := open(t)
	req := bot.Request{Question: "How many helicopters did Pakistan buy?", Collections: collections, AsOf: corpus.DayOf(2000, 1, 1)}
	a, err := reader.Ask(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(a.Notes, " "); a.Reason != bot.Period || !strings.Contains(notes, "the oldest is of 13 April 2007") {
		t.Errorf("Ask(%q) as of 2000 abstains for %q with %q, want %q and the day of the oldest article", req.Question, a.Reason, notes, bot.Period)
	}
}
