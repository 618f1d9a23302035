package bot

import (
	"strings"
	"testing"

	"dateline/corpus"
)

// What was called off, put off or only meant is no date of it; the last word on
// what is to come counts, and is told as planned.
func TestPlannedTime(t *testing.T) {
	r := open(t,
		corpus.Raw{Key: corpus.Key{ID: "regatta-1"}, Published: "2019-05-06", Title: "Regatta on Lake Tolm", Text: "The regatta on Lake Tolm will be held on 1 June, the yacht club said on Monday. The last regatta on Lake Tolm, in 2016, ended in a storm."},
		corpus.Raw{Key: corpus.Key{ID: "regatta-2"}, Published: "2019-05-24", Title: "No regatta on Lake Tolm", Text: "The regatta on Lake Tolm, which was to be held on 1 June, has been called off after two sponsors withdrew on Thursday."},
		corpus.Raw{Key: corpus.Key{ID: "tunnel-1"}, Published: "2019-02-11", Title: "Tunnel under the Vass", Text: "Drilling of the tunnel under the Vass is to begin on 3 June, the ministry said. The old bridge over the Vass opened in 1957."},
		corpus.Raw{Key: corpus.Key{ID: "tunnel-2"}, Published: "2019-05-20", Title: "Tunnel under the Vass delayed", Text: "Drilling of the tunnel under the Vass was to begin on 3 June. Minister Ola Reth said that the start had been put off until the spring of 2020 at the earliest."},
		corpus.Raw{Key: corpus.Key{ID: "tunnel-3"}, Title: "A tunnel for the Vass", Text: "Drilling of the tunnel under the Vass would begin next month, the mayor promised."},
		corpus.Raw{Key: corpus.Key{ID: "hearing"}, Published: "2019-11-12", Title: "Hearing on the quarry moved", Text: "The hearing on the quarry at Lerum, which was set for 20 November, has been moved to 14 February. Experts are to report on the quarry by 9 December."},
		corpus.Raw{Key: corpus.Key{ID: "ward-1"}, Published: "2019-01-15", Title: "Library branch to shut", Text: "The library in Ostby is to close on 30 April, the council said."},
		corpus.Raw{Key: corpus.Key{ID: "ward-2"}, Published: "2019-03-15", Title: "Library branch saved for now", Text: "The council decided that the library in Ostby stays open until the end of 2021."},
		corpus.Raw{Key: corpus.Key{ID: "probe"}, Published: "2019-09-09", Title: "Probe lands", Text: "The probe Corvus-3 was launched from Mere Point on Saturday. Corvus-2 was launched in 2011."},
		corpus.Raw{Key: corpus.Key{ID: "probe-4"}, Published: "2019-11-20", Title: "Trouble at Mere Point", Text: "Its builders had planned to launch Corvus-4 in May 2020. The launch is now put off until the summer of 2021."},
		corpus.Raw{Key: corpus.Key{ID: "orrey"}, Title: "Mill to go", Text: "The owner said yesterday that the mill at Orrey would close next winter."},
		corpus.Raw{Key: corpus.Key{ID: "quill"}, Published: "2019-10-03", Title: "Quill's years", Text: "Mayor Berta Quill resigns after nine years and a quarrel over the harbour."},
		corpus.Raw{Key: corpus.Key{ID: "dam-1"}, Published: "2019-06-12", Title: "Dam at Fossen repaired", Text: "The dam at Fossen was reopened on Monday, its owner said."},
		corpus.Raw{Key: corpus.Key{ID: "dam-2"}, Published: "2019-06-20", Title: "Fines for dam owner", Text: "The owner of the dam at Fossen was fined on Wednesday.\n\nCorrection: An earlier report said that the dam was reopened on Monday, 10 June. It was reopened on Tuesday, 11 June."},
		corpus.Raw{Key: corpus.Key{ID: "mills"}, Published: "2019-08-20", Title: "Mills of the valley", Text: "Harrow Mill was built in 1903, Lowen Mill in 1931. The owner said that Harrow Mill would now be let."},
		corpus.Raw{Key: corpus.Key{ID: "chief"}, Published: "2019-04-02", Title: "Head of Nordlin to go", Text: "Paula Strand, who has led Nordlin since 2008, is to step down at the end of the year."},
	)
	for _, test := range []struct{ question, want, not string }{
		// Called off: neither the day it was to be on nor that of the withdrawal.
		{"When was the regatta on Lake Tolm?", "", "2019"},
		{"When was the last regatta on Lake Tolm?", "2016", "2019"},
		// Put off: the last word counts, and what was to be does not.
		{"When will drilling of the tunnel under the Vass begin?", "Planned: spring 2020 at the earliest", "June"},
		{"When did drilling of the tunnel under the Vass begin?", "", "June 2019"},
		{"When did drilling of the tunnel under the Vass begin?", "", "next month"},
		{"When is the hearing on the quarry at Lerum?", "Planned: 14 February 2020", "Planned: 20 November"},
		// A plan tells neither that it was done nor when.
		{"When did the experts report on the quarry?", "Not in this archive", "December"},
		{"When was the library in Ostby closed?", "Not in this archive", "April"},
		{"Until when does the library in Ostby stay open?", "end of 2021", "April"},
		// What something else did at that end of it.
		{"When will the bridge over the Vass open?", "", "1957"},
		// When it was said is not when it was, and a report without a time of its own tells no plan.
		{"When did the mill at Orrey close?", "Not in this archive", "yesterday"},
		{"When will Berta Quill resign?", "", "2019"},
		// A name that ends in a number is none of the others.
		{"When was Corvus-2 launched?", "2011", "2019"},
		{"When was Corvus-3 launched?", "7 September 2019", "2011"},
		{"When was Corvus-1 launched?", "Not in this archive", ""},
		{"When will Corvus-4 be launched?", "Planned: summer 2021", "2020"},
		// A correction, with what it corrects.
		{"When was the dam at Fossen reopened?", "11 June 2019 [1]; before its correction: 10 June 2019 [2]", ""},
		{"When was the owner of the dam at Fossen fined?", "19 June 2019", "10 June"},
		// The verb that is left out has its own time.
		{"When was Lowen Mill built?", "1931", "1903"},
		{"When was Harrow Mill built?", "1903", "1931"},
		// A part of a year by its name.
		{"When does Paula Strand step down?", "Planned: the end of 2019", "2008"},
	} {
		a := ask(t, r, test.question)
		if !strings.Contains(a.Lead, test.want) || test.not != "" && strings.Contains(a.Lead, test.not) {
			t.Errorf("Ask(%q) = %q, want %q and not %q", test.question, a.Lead, test.want, test.not)
		}
	}
}
