package day

import (
	"strings"
	"time"
)

// subscribe makes the five subscriptions.
func (g *gen) subscribe() {
	sub, start := g.subject, g.day.Start
	every := func(h int) (out []time.Time) {
		for t := start.Add(time.Duration(h) * time.Hour); t.Before(start.AddDate(0, 0, 1)); t = t.Add(time.Duration(h) * time.Hour) {
			out = append(out, t)
		}
		return out
	}
	at := func(minutes ...int) (out []time.Time) {
		for _, m := range minutes {
			out = append(out, start.Add(time.Duration(m)*time.Minute))
		}
		return out
	}
	g.day.Subscriptions = []Subscription{
		{sub.land.name, "country", "hourly UTC", every(1), func(a *Article) Interest { return ofLandOf(a, sub.land) }},
		{sub.a.name(), "person", "0 */3 * * * UTC", every(3), func(a *Article) Interest { return ofPersonOf(a, sub.a) }},
		{sub.x.name + " and " + sub.y.name, "pair", "daily 07:30, 12:30, 17:30 and 22:30 UTC", at(450, 750, 1050, 1350), func(a *Article) Interest {
			return min(ofLandOf(a, sub.x), ofLandOf(a, sub.y))
		}},
		{sub.firm.name, "company", "daily 21:00 Europe/Vienna", []time.Time{evening(start)}, func(a *Article) Interest { return ofFirmOf(a, sub.firm) }},
		{"floods", "theme", "daily 06:00, 13:00 and 20:00 UTC", at(360, 780, 1200), ofFloods},
	}
}

// evening returns nine o'clock in Vienna.
func evening(start time.Time) time.Time {
	// In 2026 summer time holds from 29 March on, for all of the days that are
	// drawn.
	summer := time.Date(2026, time.March, 29, 1, 0, 0, 0, time.UTC)
	if start.Before(summer) {
		return start.Add(20 * time.Hour)
	}
	return start.Add(19 * time.Hour)
}

// told joins the parts that tell of an article's own stories.
func (a *Article) told() []string {
	out := []string{a.Title}
	for _, p := range a.Parts {
		if p.Role == Tells {
			out = append(out, p.Text)
		}
	}
	return out
}

// named returns in how many of the texts one of the names stands, and whether in
// one of the first three: the title and the two paragraphs below it.
func named(texts []string, names ...string) (n int, early bool) {
	for i, t := range texts {
		for _, name := range names {
			if strings.Contains(t, name) {
				n++
				early = early || i < 3
				break
			}
		}
	}
	return n, early
}

// ofLandOf: an article is about a country where its event takes place there or
// is the country's own doing (its minister travels, it signs), and where it
// names the country in title or lead, or twice. A company's business, a match,
// and what names the country only once or by its cities alone, an editor may
// take or leave.
func ofLandOf(a *Article, l *land) Interest {
	n, early := named(a.told(), l.name, l.adj)
	best := Off
	for _, s := range a.Stories {
		is := Off
		switch s.Kind {
		case "visit", "planvisit", "pact", "planmeet", "aid", "call", "claim":
			if s.lands["X"] == l || s.lands["Y"] == l {
				is = On
			}
		case "deal", "rumour", "results", "appoint", "match", "recall", "lawsuit":
			is = Off
			for _, f := range s.firms {
				if f.land == l {
					is = Arguable
				}
			}
			if n > 0 || s.Kind == "match" || s.lands["X"] == l || s.lands["Y"] == l {
				is = Arguable
			}
		case "jobs", "planopen":
			if s.lands["X"] == l {
				is = On
			} else if f := s.firms["C"]; f != nil && f.land == l {
				is = Arguable
			}
		default:
			if s.lands["X"] == l {
				is = On
			}
		}
		if is == On && !early && n < 2 {
			is = Arguable
		}
		best = max(best, is)
	}
	return best
}

// ofPersonOf: an article is about a person who acts in its event.
func ofPersonOf(a *Article, x *person) Interest {
	for _, s := range a.Stories {
		for _, p := range s.people {
			if p != x {
				continue
			}
			if n, _ := named(a.told(), x.last); n == 0 {
				return Off
			}
			if n, _ := named(a.told(), x.name()); n == 0 {
				return Arguable
			}
			return On
		}
	}
	return Off
}

// ofFirmOf: an article is about a company that acts in its event.
func ofFirmOf(a *Article, x *firm) Interest {
	for _, s := range a.Stories {
		if s.firms["C"] == x || s.firms["D"] == x {
			return On
		}
	}
	return Off
}

// ofFloods: an article is about floods where its event is one, or goes on from
// one, and it says the word.
func ofFloods(a *Article) Interest {
	for _, s := range a.Stories {
		if s.flood {
			if n, _ := named(a.told(), "flood", "Flood"); n == 0 {
				return Arguable
			}
			return On
		}
	}
	return Off
}
