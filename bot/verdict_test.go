package bot

import (
	"strings"
	"testing"

	"dateline/bot/question"
	"dateline/corpus"
)

// mine is an archive of a mine whose reports plan, deny, put off and take back.
func mine() []corpus.Raw {
	raw := func(id, day, title, text string) corpus.Raw {
		return corpus.Raw{Key: corpus.Key{ID: id}, Published: day, Title: title, Text: text}
	}
	return []corpus.Raw{
		raw("bid", "2018-02-05", "Orvik bids for copper mine", "GRANN. The smelter Orvik has offered 90 million for the copper mine at Grann, it said on Monday. "+
			"A second blast at the mine, planned for 19 February, will go ahead, the owner said. The shaft is to close in May."),
		raw("vote", "2018-02-12", "Shareholders on Orvik's bid", "GRANN. Shareholders of the copper mine at Grann voted down Orvik's bid on Sunday. The miners welcomed the decision. "+
			"Berit Aune, the mayor, won a court case against Orvik. The pit has not been drained."),
		raw("off", "2018-02-16", "Blast called off", "GRANN. A blast that was to take place at the Grann mine on 19 February has been called off, the owner said on Friday. "+
			"The shaft will stay open, he said."),
		raw("fire", "2018-06-01", "Fire at Grann", "GRANN. A fire broke out in the copper mine at Grann on Thursday. Nobody was hurt. The owner, Tor Lind, said that Kari Moe had resigned. "+
			"Moe's deputy welcomed the resignation. Output at the mine fell in May. The crew failed to reach the lower gallery. "+
			"Lind denied that the lamps had failed. Miners said that many lamps had failed."),
		raw("again", "2019-03-04", "Grann shareholders take Orvik's bid", "GRANN. Shareholders of the copper mine at Grann accepted Orvik's bid on Sunday, a year after they refused it. "+
			"The pit was drained in January. No one from the town attended. A third gallery will not be built. Work on a new crusher will begin in June."),
		raw("crusher", "2019-05-20", "No crusher", "GRANN. Work on the new crusher at Grann will not begin in June, the owner said on Monday."),
	}
}

func TestYesOrNo(t *testing.T) {
	r := open(t, mine()...)
	for _, tt := range []struct{ question, want, not string }{
		// The opposite rules it out; where reports differ, each has its date.
		{"Did shareholders accept Orvik's bid?", "No as of 12 February 2018 [1]; yes as of 4 March 2019 [2]", ""},
		{"Did shareholders reject Orvik's bid in February 2018?", "Yes", "No"},
		{"Did output at the mine rise in May 2018?", "No", "Yes"},
		{"Was the shaft closed?", "No", "Yes"},
		// What is planned is not done, and what a later report takes back is not planned.
		{"Was there a second blast at the mine?", "No as of 16 February 2018", "Yes"},
		{"Will work on the new crusher begin in June 2019?", "No", "Yes"},
		{"Will there be a third gallery?", "No", "Yes"},
		// One of several that is called off is not all of them.
		{"Was there a blast at the mine?", "", "No "},
		// What had not come about by one day may have by another.
		{"Has the pit been drained?", "Yes", "No"},
		// Who did it is who the question names.
		{"Did Kari Moe resign?", "Yes", ""},
		{"Did Tor Lind resign?", "", "Yes"},
		{"Did Orvik win a court case?", "", "Yes"},
		{"Did Berit Aune win a court case?", "Yes", ""},
		// A thing that is spoken of, and nobody in particular.
		{"Was there a fire at the mine?", "Yes", ""},
		{"Was anybody hurt?", "No", "Yes"},
		{"Did anyone from the town attend?", "No", "Yes"},
		{"Did the crew reach the lower gallery?", "No", "Yes"},
		// What somebody denies others may say.
		{"Did the lamps fail?", "Denied [1]; yes [2]", ""},
	} {
		a := ask(t, r, tt.question)
		lead := strings.TrimPrefix(a.Lead, "As of 20 May 2019: ")
		if a.Abstained {
			lead = "" // it says neither
		}
		if !strings.HasPrefix(lead, tt.want) || tt.not != "" && strings.HasPrefix(lead, tt.not) {
			t.Errorf("Ask(%q) = %q, want %q and not %q\n%s", tt.question, a.Lead, tt.want, tt.not, Text(a, Width))
		}
	}
}

// An earlier archive does not know what comes later.
func TestYesOrNoAsOf(t *testing.T) {
	r := open(t, mine()...)
	for _, tt := range []struct{ asOf, question, want string }{
		{"2018-12-31", "Has the pit been drained?", "No as of 12 February 2018"},
		{"2019-04-30", "Will work on the new crusher begin in June 2019?", "Yes, planned"},
		{"2018-02-14", "Was there a second blast at the mine?", "Planned only, as of 5 February 2018"},
	} {
		day, err := corpus.ParseInterval(tt.asOf)
		if err != nil {
			t.Fatal(err)
		}
		a, err := r.Ask(t.Context(), Request{Question: tt.question, Collections: []string{"c"}, AsOf: day.Start})
		if err != nil || !strings.Contains(a.Lead, tt.want) || a.Abstained {
			t.Errorf("as of %s: Ask(%q) = %q, %v, want %q", tt.asOf, tt.question, a.Lead, err, tt.want)
		}
	}
}

func TestAskedWhether(t *testing.T) {
	for _, tt := range []struct {
		question, verb          string
		exists, future, passive bool
	}{
		{"Did the members vote down the plan?", "vote_down", false, false, false},
		{"Did Anna Reis step down?", "step_down", false, false, false},
		{"Was the match called off?", "call_off", false, false, true},
		{"Was there a second launch?", "launch", true, false, false},
		{"Will there be a replay of the final?", "replay", true, true, false},
		{"Is there to be a new bridge?", "bridg", true, true, false},
		{"Will the mill close?", "close", false, true, false},
		{"Is the mill to close in May?", "close", false, true, false},
		{"Has the owner been arrested?", "arrest", false, false, true},
	} {
		w := askedWhether(question.Parse(tt.question, 0))
		verb := w.verb.stem
		if w.verb.particle != "" {
			verb += "_" + w.verb.particle
		}
		if verb != tt.verb || w.exists != tt.exists || w.future != tt.future || w.passive != tt.passive {
			t.Errorf("askedWhether(%q) = %+v, want %v", tt.question, w, tt)
		}
	}
}

func TestStance(t *testing.T) {
	for _, tt := range []struct {
		text, word string
		exists     bool
		want       stance
	}{
		{"The launch, planned for May, has been called off.", "launch", true, off},
		{"The agency has postponed the launch of the probe.", "launch", true, moved},
		{"A launch that was to take place on Monday was cancelled.", "launch", true, off},
		{"The strike went on after the launch of a boat was cancelled.", "strike", true, happened},
		{"There will be no launch.", "launch", true, notToBe},
		{"The launch did not take place.", "launch", true, denied},
		{"A launch is planned for June.", "launch", true, toBe},
		{"The men walked out in protest at its closure.", "closure", false, unsaid},
		{"The council gave a permit for a launch.", "launch", true, unsaid},
		{"The launch ended at noon.", "launch", true, happened},
		{"She announced her resignation.", "resignation", false, happened},
		{"She welcomed the resignation.", "resignation", false, unsaid},
		{"The pit has not been drained.", "drained", false, notYet},
		{"The pit was not drained.", "drained", false, denied},
		{"The pit will not be drained.", "drained", false, notToBe},
		{"The pit will be drained.", "drained", false, toBe},
		{"No one from the town drained the pit.", "drained", false, denied},
		{"No fewer than 30 men drained the pit.", "drained", false, happened},
		{"The crew failed to drain the pit.", "drain", false, denied},
		{"The owner denied that the pit had been drained.", "drained", false, disbelief},
	} {
		l := textLine(tt.text)
		at := -1
		for i, f := range l.folded {
			if f == tt.word {
				at = i
			}
		}
		if got := stanceAt(l, at, tt.exists); got != tt.want {
			t.Errorf("stanceAt(%q, %s) = %v, want %v", tt.text, tt.word, got, tt.want)
		}
	}
}

// Every word of the table stands on one side of its line only, and what a wording says
// is never its contrary.
func TestOpposites(t *testing.T) {
	for w := range turns.asked {
		for _, x := range w.contrary() {
			for _, y := range w.same() {
				if x == y {
					t.Errorf("%v has %v as its like and its contrary", w, x)
				}
			}
		}
	}
}

// A report says yes or no only of what came about, done by whom and to what the question
// names.
func TestYesOrNoOfOneReport(t *testing.T) {
	for _, tt := range []struct{ text, question, want string }{
		{"Luisa Baro almost resigned over the affair.", "Did Luisa Baro resign?", ""},
		{"Luisa Baro threatened to resign over the affair.", "Did Luisa Baro resign?", ""},
		{"Luisa Baro considered resigning over the affair.", "Did Luisa Baro resign?", ""},
		{"Opponents called on Luisa Baro to resign.", "Did Luisa Baro resign?", ""},
		{"It is not clear whether Luisa Baro resigned.", "Did Luisa Baro resign?", ""},
		{"Luisa Baro said that Peter Holm resigned on Friday.", "Did Luisa Baro resign?", ""},
		{"Peter Holm, a friend of Luisa Baro, resigned on Friday.", "Did Luisa Baro resign?", ""},
		{"Luisa Baro's deputy resigned on Friday.", "Did Luisa Baro resign?", ""},
		{"If Luisa Baro resigned, the coalition would fall.", "Did Luisa Baro resign?", ""},
		{"Had Luisa Baro resigned, the coalition would have fallen.", "Did Luisa Baro resign?", ""},
		{"Luisa Baro, who resigned on Friday, thanked her staff.", "Did Luisa Baro resign?", "Yes"},
		{"Luisa Baro has not only resigned but left the party.", "Did Luisa Baro resign?", "Yes"},
		{"The council did not reject the plan.", "Did the council approve the plan?", ""},
		{"The council did not reject the plan.", "Did the council reject the plan?", "No"},
		{"The council postponed its vote on the plan; members would have rejected it.", "Did the council reject the plan?", ""},
		{"The council rejected an appeal against the plan.", "Did the council reject the plan?", ""},
		{"The council approved a report on the plan.", "Did the council approve the plan?", ""},
		{"Holm won the first round but lost the election.", "Did Holm win the election?", "No"},
		{"Holm hopes to win the election.", "Did Holm win the election?", ""},
		{"Holm was defeated in the election.", "Did Holm win the election?", ""},
		{"Police said that Holm could be arrested.", "Was Holm arrested?", ""},
		{"Holm avoided being arrested.", "Was Holm arrested?", ""},
		{"Holm arrested the thief himself.", "Was Holm arrested?", ""},
		{"The policeman who arrested Holm was praised.", "Was Holm arrested?", "Yes"},
		{"Holm was nearly arrested.", "Was Holm arrested?", ""},
		{"The factory is expected to be closed.", "Was the factory closed?", ""},
		{"The ferry arrived without Holm.", "Did Holm arrive?", ""},
		{"Was Holm arrested? His lawyer would not say.", "Was Holm arrested?", ""},
		{"An attempt to rob the bank failed.", "Was the bank robbed?", ""},
		{"The mayor said that at least nine shops were closed.", "Were shops closed?", "Yes"},
		{"The union said it would not strike.", "Did the union strike in 2018?", "No"},
		{"Luisa Baro, who had led the bank since 2011, was dismissed on Friday.", "Was Luisa Baro dismissed?", "Yes"},
		{"The probe Tern 4 failed to reach the moon.", "Did Tern 4 reach the moon?", "No"},
		{"Two men tried to rob the bank.", "Did two men rob the bank?", ""},
		{"The union agreed not to strike.", "Did the union strike?", "No"},
		{"The court ordered the mill to pay a fine.", "Did the mill pay a fine?", ""},
		{"Demand for a second vote grew.", "Was there a second vote?", ""},
		{"There was a second vote on Friday.", "Was there a second vote?", "Yes"},
		{"A second vote was avoided when the party gave in.", "Was there a second vote?", ""},
		{"The rumour of a second vote spread.", "Was there a second vote?", ""},
		{"Exactly one vote was held, and a second vote never took place.", "Was there a second vote?", "No"},
		{"Unlike Baro, Holm attended the meeting.", "Did Baro attend the meeting?", ""},
		{"Holm attended the meeting instead of Baro.", "Did Baro attend the meeting?", ""},
		{"Neither Baro nor Holm attended the meeting.", "Did Holm attend the meeting?", "No"},
		{"Baro refused to say whether Holm attended the meeting.", "Did Holm attend the meeting?", ""},
		{"Orvik is close to buying the mine.", "Did Orvik buy the mine?", ""},
		{"Orvik failed in its attempt to buy the mine.", "Did Orvik buy the mine?", ""},
		{"Orvik was barred from buying the mine.", "Did Orvik buy the mine?", ""},
		{"Orvik did not win approval to buy the mine.", "Did Orvik buy the mine?", ""},
		// A word that may be a noun is the verb right before what is done to.
		{"The wardens refused to raise the mooring fee.", "Did the wardens raise the mooring fee?", "No"},
		// The verb's own past is no word beside it: what is bought is what the question names.
		{"Orvik has bought the Grann mill from Tersen.", "Did Orvik buy Tersen?", ""},
		{"Orvik has bought the Grann mill from Tersen.", "Did Orvik buy the Grann mill?", "Yes"},
		// All is more than some.
		{"The council had paid 300 pounds to the pilots.", "Were all pilots paid?", ""},
		{"All pilots were paid in January.", "Were all pilots paid?", "Yes"},
		// What people protest at need not be.
		{"Workers at the Grann mill of Orvik walked out in protest at its closure.", "Did Orvik close the Grann mill?", ""},
		// A question without a verb or without an end has no yes.
		{"The barge will sail in May.", "Will barge", ""},
		{"The barge hit 5 boats.", "Did 5", ""},
		{"Luisa Baro was succeeded by Peter Holm.", "Was Luisa Baro succeeded by?", ""},
	} {
		r := open(t, corpus.Raw{Key: corpus.Key{ID: "report"}, Published: "2018-02-05", Title: "Report", Text: "TOWN. " + tt.text})
		a := ask(t, r, tt.question)
		word := ""
		for _, w := range []string{"Yes", "No"} {
			if !a.Abstained && (strings.HasPrefix(a.Lead, w+" ") || strings.HasPrefix(a.Lead, w+",")) {
				word = w
			}
		}
		if word != tt.want {
			t.Errorf("of %q: Ask(%q) = %q, want %q", tt.text, tt.question, a.Lead, tt.want)
		}
	}
}
