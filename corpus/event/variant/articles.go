package variant

import (
	"fmt"
	"strings"

	"dateline/corpus"
)

func paragraphs(ps ...string) string { return strings.Join(ps, "\n\n") + "\n" }

// now is the best article: it is dated, and holds the phrase and the date of
// another event.
func (w *writer) now(f facts, phrase string) corpus.Raw {
	raw := corpus.Raw{Title: fmt.Sprintf("%s and %s promise closer ties", f.guestLand.name, f.hostLand.name)}
	raw.ID = "visit-now"
	opening := fmt.Sprintf("%s said on %s that %s country would send engineers to %s to repair the northern canal.",
		f.guestTitle(), f.weekday(), f.guest.his(), f.hostLand.name)
	lead := ""
	switch w.r.IntN(3) {
	case 0:
		raw.Published = f.day.Format("2006-01-02")
	case 1:
		lead = " date " + f.day.Format("2006-01-02") + " "
	default:
		lead = strings.ToUpper(f.hostLand.capital) + ", " + f.day.Format("January 2, 2006") + " – "
	}
	decoy := fmt.Sprintf(w.pick(
		"The prime minister recalled a long conversation with President %s at the canal summit in Geneva in June %d, where both had spoken of fish.",
		"Prime Minister %s said the canal agreement, signed in Vienna in May %d, had been kept by both sides."), f.pm.full(), f.summit)
	raw.Text = lead + paragraphs(opening, phrase,
		fmt.Sprintf("“We have a great deal to repair, and the canal is only the beginning,” the %s told reporters beside %s %s.", f.role(), "Foreign Minister", f.fm.full()),
		fmt.Sprintf("%s called on Prime Minister %s at %s office and discussed harvests, harbours and the price of grain.", f.guest.surname, f.pm.full(), f.pm.his()),
		decoy,
		fmt.Sprintf("Officials in %s expect the engineers in the autumn. Trade between %s and %s grew by %d percent, the ministry said.",
			f.hostLand.capital, f.guestLand.name, f.hostLand.name, 10+w.r.IntN(60)))
	return raw
}

// second is another dated report of the visit now.
func (w *writer) second(f facts) corpus.Raw {
	raw := corpus.Raw{Title: fmt.Sprintf("%s welcomes %s guest", f.hostLand.name, f.guestLand.adjective), Published: f.day.Format("2006-01-02")}
	raw.ID = "visit-second"
	raw.Text = paragraphs(
		fmt.Sprintf("%s – %s on %s met %s at the foreign ministry and praised the work on the canal.", strings.ToUpper(f.hostLand.capital), f.guestTitle(), f.weekday(),
			"Foreign Minister "+f.fm.full()),
		fmt.Sprintf("%s said that %s wanted a lasting friendship with %s.", f.fm.surname, f.hostLand.name, f.guestLand.name),
		"Both ministries will publish the list of projects, a spokesperson said.")
	return raw
}

// notice is an undated report of the earlier visit as it begins, with the
// last visit of somebody else.
func (w *writer) notice(f facts) corpus.Raw {
	raw := corpus.Raw{Title: fmt.Sprintf("%s guest due in %s", f.guestLand.adjective, f.hostLand.capital)}
	raw.ID = "earlier-notice"
	begin := w.pick("beginning from today", "which begins today", "starting today")
	raw.Text = strings.ToUpper(f.hostLand.capital) + " - " + paragraphs(
		fmt.Sprintf("The two-day visit of the %s %s, %s, %s is meant to bring the two capitals closer after years of quarrels over the canal.",
			f.guestLand.adjective, title(f.office), f.guest.full(), begin),
		fmt.Sprintf("%s is visiting %s at the invitation of Foreign Minister %s extended during %s last visit to %s in February this year.",
			f.guest.surname, f.hostLand.name, f.oldFM.full(), f.oldFM.his(), f.guestLand.capital),
		fmt.Sprintf("During the stay in %s the guest will call on the Prime Minister and the President, too.", f.hostLand.capital),
		fmt.Sprintf("Likewise, the visit of Chief of Army Staff General %s to %s would help the two armies, the sources said.", f.oldGen.full(), f.guestLand.name))
	return raw
}

// meeting is an undated report of a meeting on the earlier visit, with a
// sidebar of other days' stories.
func (w *writer) meeting(f facts, sidebar int) corpus.Raw {
	raw := corpus.Raw{Title: fmt.Sprintf("PM for closer ties with %s", f.guestLand.name)}
	raw.ID = "earlier-meeting"
	raw.Text = paragraphs(
		fmt.Sprintf("Prime Minister %s, right, talks with %s in %s on Thursday. – Photo by our correspondent", f.oldPM.full(), f.guestTitle(), f.hostLand.capital),
		fmt.Sprintf("%s: Prime Minister %s said Thursday that the canal had always joined the two nations and would go on doing so.",
			strings.ToUpper(f.hostLand.capital), f.oldPM.full()),
		fmt.Sprintf("The prime minister was talking to %s, who called on %s with a small delegation and discussed matters of interest to both.",
			f.guestTitle(), map[bool]string{true: "her", false: "him"}[f.oldPM.woman]),
		fmt.Sprintf("The prime minister hoped that farmers and students of both countries would meet more often. %s said that %s was looking forward to it.",
			f.guest.surname, f.guestLand.name),
		fmt.Sprintf("The meeting was attended by Foreign Minister %s and other senior officials.", f.oldFM.full()),
		fmt.Sprintf("Opinion\n\nEditorial\n\nWater at last\nUpdated 23 Apr, %[1]d\n\nWater at last\n\nThe canal board has opened its books, and nobody likes what is in them...\nSold for scrap\n23 Apr, %[1]d\n\nSold for scrap\n\nTHE old locomotives of the northern line are leaving the yard one by one...", sidebar))
	return raw
}

// others tells of visits of other people and offices, dated between the two
// visits that are asked about.
func (w *writer) others(f facts, decoy int) corpus.Raw {
	x := third[w.r.IntN(len(third))]
	other := f.guestLand.people[0]
	if other.surname == f.guest.surname {
		other = f.guestLand.people[1]
	}
	office := "Culture Minister"
	raw := corpus.Raw{Title: fmt.Sprintf("Busy days in %s", f.hostLand.capital), Published: fmt.Sprintf("%d-09-14", decoy)}
	raw.ID = "other-guests"
	raw.Text = paragraphs(
		fmt.Sprintf("%s – %s %s %s arrived in %s on a three-day visit on Monday and met exporters.", strings.ToUpper(f.hostLand.capital), x.adjective, x.office, x.name, f.hostLand.capital),
		fmt.Sprintf("It is %s second visit to %s in two years.", map[bool]string{true: "her", false: "his"}[x.name == "Marlene Thibodeau"], f.hostLand.name),
		fmt.Sprintf("Last month %s received %s %s %s, who opened an exhibition of lace.", f.hostLand.name, f.guestLand.adjective, office, other.full()),
		fmt.Sprintf("%s is next expected in %s in the spring.", x.surname, f.hostLand.capital))
	return raw
}
