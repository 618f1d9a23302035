package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// A clause that only says who or what is meant has no share in the day of the
// news, nor in the time of the sentence around it.
func TestEmbeddedTime(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "video"}, Published: "2024-03-05", Title: "Police release video", Text: "SPRINGFIELD. A video of the moment a kidnapped girl was rescued by divers was released on Monday. A woman arrested in Dover was charged on Sunday."},
		corpus.Raw{Key: corpus.Key{ID: "bakery"}, Published: "2024-03-05", Title: "Bakery closes", Text: "SPRINGFIELD. The bakery that was founded by Anna Moss closed its doors on Friday. Rosa Pereira, who was born in Faro, won the race on Sunday. Tom Kern, who was convicted of fraud, spoke to reporters in Dover on Monday."},
		corpus.Raw{Key: corpus.Key{ID: "museum"}, Published: "2024-03-06", Title: "Museum burns", Text: "PORTO. The museum, which opened in 1999, was destroyed by a fire on Tuesday. The minister who resigned in May 2021 met the owner, Luis Prado, on Wednesday. The viaduct, built in 1931, collapsed on Tuesday."},
	)
	for _, test := range []struct{ question, want, not string }{
		{"When was the girl rescued?", "Not in this archive", ""},
		{"When was the video released?", "4 March 2024", ""},
		{"When was the woman arrested?", "Not in this archive", ""},
		{"When was the woman charged?", "3 March 2024", ""},
		{"When was the bakery founded?", "Not in this archive", ""},
		{"When did the bakery close?", "1 March 2024", ""},
		{"When was Rosa Pereira born?", "Not in this archive", ""},
		{"When did Rosa Pereira win the race?", "3 March 2024", ""},
		{"When was Tom Kern convicted?", "Not in this archive", ""},
		{"When did the museum open?", "1999", "2024"},
		{"When was the museum destroyed?", "5 March 2024", "1999"},
		{"When did the minister resign?", "May 2021", "2024"},
		{"When was the viaduct built?", "1931", "2024"},
		{"When did the viaduct collapse?", "5 March 2024", "1931"},
		{"Who founded the bakery?", "Anna Moss", ""},
	} {
		got := ask(t, r, test.question).Lead
		if !strings.Contains(got, test.want) || test.not != "" && strings.Contains(got, test.not) {
			t.Errorf("%s\n got %q\nwant %q, not %q", test.question, got, test.want, test.not)
		}
	}
}
