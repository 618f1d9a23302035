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
			t.Errorf("as of %q: Ask(%q), want %q without %q, got\n%s", test.asOf, test.question, test.want, test.not, bot.Text(a))
		}
	}
}
