package schedule

import (
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	const weekday = "30 8 * * 1-5 Europe/Vienna"
	for _, tt := range []struct{ text, topic, spec string }{
		// The end is the schedule.
		{"Lavrov in Ankara every weekday 08:30 Europe/Vienna", "Lavrov in Ankara", weekday},
		{"Lavrov 30 8 * * 1-5 Europe/Vienna", "Lavrov", weekday},
		{"Lavrov @daily Tokyo", "Lavrov", "0 0 * * * Asia/Tokyo"},
		{"Lavrov: every weekday, 8:30", "Lavrov", weekday},
		{"Lavrov, at 8:30 on weekdays", "Lavrov", weekday},
		{"Lavrov on the 1st of the month", "Lavrov", "0 9 1 * * Europe/Vienna"},

		// Topics that hold words and numbers of schedules keep them.
		{"daily news daily 8:30", "daily news", "30 8 * * * Europe/Vienna"},
		{"Monday Group every Friday", "Monday Group", "0 9 * * 5 Europe/Vienna"},
		{"every Monday the market every Monday 9:00", "every Monday the market", "0 9 * * 1 Europe/Vienna"},
		{"Black Friday, every Friday 9:00", "Black Friday", "0 9 * * 5 Europe/Vienna"},
		{"Black Friday every Friday 9:00", "Black Friday", "0 9 * * 5 Europe/Vienna"},
		{"Daily daily", "Daily", "0 9 * * * Europe/Vienna"},
		{"talks in Vienna every Monday 9:00", "talks in Vienna", "0 9 * * 1 Europe/Vienna"},
		{"Boeing 737 daily", "Boeing 737", "0 9 * * * Europe/Vienna"},
		{"Agenda 2030 every Monday", "Agenda 2030", "0 9 * * 1 Europe/Vienna"},
		{"Top 10 5 3 * * 1", "Top 10", "5 3 * * 1 Europe/Vienna"},

		// Quotation marks around the topic decide.
		{`"the market every Monday" every Friday`, "the market every Monday", "0 9 * * 5 Europe/Vienna"},
		{`"Wales every weekend" weekdays 8:30`, "Wales every weekend", weekday},
		{`“talks at 9:00” every weekday 8:30`, "talks at 9:00", weekday},
		{`'the people's daily': daily`, "the people's daily", "0 9 * * * Europe/Vienna"},
		{`"Lavrov" in Ankara every weekday 8:30`, `"Lavrov" in Ankara`, weekday},

		// No schedule, no topic.
		{"Lavrov", "", ""},
		{"Lavrov 08:30", "", ""},
		{"Black Monday 9:00", "", ""},
		{"every Monday 9:00", "", ""},
		{`"" every Monday`, "", ""},
		{"", "", ""},
	} {
		topic, s, err := Split(tt.text, vienna(t))
		if topic != tt.topic || s.Spec() != tt.spec || (err == nil) != (tt.spec != "") {
			t.Errorf("Split(%q) = %q, %q, %v, want %q, %q", tt.text, topic, s.Spec(), err, tt.topic, tt.spec)
		}
	}
}

func TestSplitErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"Lavrov", "Say when it shall run, behind the topic"},
		{"every Monday 9:00", `Say the topic too: for example "TOPIC every Monday 9:00".`},
		// What is wrong with the schedule, not with the topic.
		{"Lavrov every weekday 08:30 Europe/Viena", `did you mean Europe/Vienna?`},
		{"Lavrov every weekday 25:30", `There is no time "25:30".`},
		{"Lavrov * * * * *", "more often than every 15 minutes"},
		{"Lavrov 30 8 * * 1-8", `its day of the week is "1-8"`},
		{"Lavrov every other Monday", "Every other week or day is not known here."},
		{"every Monday the market every Monday 9:00 Paaris", `There is no time zone "Paaris": did you mean Europe/Paris?`},
		{`"Lavrov" @fortnightly`, `"@fortnightly" is not known here.`},
		{strings.Repeat("Lavrov ", 600), "too long"},
	} {
		topic, s, err := Split(tt.text, vienna(t))
		if err == nil || !strings.Contains(err.Error(), tt.want) || topic != "" || s.Spec() != "" {
			t.Errorf("Split(%.60q) = %q, %q, %v, want the error %q", tt.text, topic, s.Spec(), err, tt.want)
		}
	}
}
