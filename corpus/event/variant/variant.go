// Package variant writes small news archives from a seeded grammar, each with
// a question about the last of several visits. The answer stands in none of
// the articles as a date: it has to be worked out from "the first in nine
// years". Around it stand decoys: the last visit of somebody else, visits of
// other offices, the date of another event in the best article, the dates of
// a sidebar. Tests of reading, selecting and answering share them.
package variant

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"dateline/corpus"
)

// Variant is an archive with a question.
type Variant struct {
	Name      string
	Articles  []corpus.Raw // with ID, Title, Text and, for some, Published
	Question  string
	Want      string   // a year that the answer names
	Forbidden []string // years that it must not name
	// Visitor is who the question asks about, Office and Country what the
	// visitor is in the normalised form of events, Host the country visited.
	Visitor, Office, Country, Host string
	Before                         int    // the bound of the question, a year
	Phrase                         string // the sentence that implies the answer
	Now                            string // ID of the article that has it
}

// Count is how many variants Generate tells apart before its patterns of
// sentences begin to repeat.
var Count = len(phrases) * 3

// Generate returns the n-th variant of a seed. The same arguments give the
// same variant.
func Generate(seed uint64, n int) Variant {
	w := &writer{r: rand.New(rand.NewPCG(seed, uint64(n)))}
	return w.variant(n)
}

type writer struct{ r *rand.Rand }

func (w *writer) pick(choices ...string) string { return choices[w.r.IntN(len(choices))] }

// facts are what a variant's articles are about.
type facts struct {
	guestLand, hostLand  land
	office               string
	guest                someone
	pm, fm               someone // of the host country, now
	oldPM, oldFM, oldGen someone // then
	year, gap, then      int
	day                  time.Time // of publication
	summit               int       // the year of the decoy in the best article
}

func (f facts) role() string { return f.guestLand.adjective + " " + f.office }

// aRole is the role with its article.
func (f facts) aRole() string {
	if strings.ContainsRune("AEIO", rune(f.guestLand.adjective[0])) {
		return "an " + f.role()
	}
	return "a " + f.role()
}

func (f facts) guestTitle() string {
	return f.guestLand.adjective + " " + title(f.office) + " " + f.guest.full()
}

func (f facts) weekday() string { return f.day.AddDate(0, 0, -1).Weekday().String() }

func title(s string) string {
	words := strings.Fields(s)
	for i, x := range words {
		words[i] = strings.ToUpper(x[:1]) + x[1:]
	}
	return strings.Join(words, " ")
}

func (w *writer) facts() facts {
	perm := w.r.Perm(len(lands))
	f := facts{guestLand: lands[perm[0]], hostLand: lands[perm[1]], office: visiting[w.r.IntN(len(visiting))]}
	f.guest = f.guestLand.people[w.r.IntN(len(f.guestLand.people))]
	at := w.r.Perm(len(f.hostLand.people))
	hosts := make([]someone, 5)
	for i := range hosts {
		hosts[i] = f.hostLand.people[at[i]]
	}
	f.pm, f.fm, f.oldPM, f.oldFM, f.oldGen = hosts[0], hosts[1], hosts[2], hosts[3], hosts[4]
	f.year = 2008 + w.r.IntN(16)
	f.gap = 4 + w.r.IntN(13)
	f.then = f.year - f.gap
	// Not in the first week of the year, so that "nine years ago" is one year.
	f.day = time.Date(f.year, time.Month(2+w.r.IntN(10)), 2+w.r.IntN(26), 0, 0, 0, 0, time.UTC)
	f.summit = f.year - 1 - w.r.IntN(2)
	return f
}

// duration words the gap: "nine years", "9 years", "a decade".
func (w *writer) duration(f facts) string {
	if f.gap == 10 && w.r.IntN(2) == 0 {
		return "a decade"
	}
	if w.r.IntN(2) == 0 {
		return strconv.Itoa(f.gap) + " years"
	}
	return numberNames[f.gap] + " years"
}

// phrases each give the paragraph that implies the earlier visit.
var phrases = []func(w *writer, f facts) string{
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s wrapped up %s two-day visit, first by %s in %s, after talks with %s %s and a meeting with Prime Minister %s.",
			f.guest.surname, f.guest.his(), f.aRole(), w.duration(f), w.hostMinister(f), f.fm.full(), f.pm.full())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s arrived in %s on %s for a three-day visit, the first visit in %s by %s.",
			f.guest.surname, f.hostLand.capital, f.weekday(), w.duration(f), f.aRole())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s became the first %s to visit %s in %s.", f.guest.surname, f.role(), f.hostLand.name, w.duration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("No %s had come to %s for %s before %s landed in %s on %s.",
			f.role(), f.hostLand.name, w.duration(f), f.guest.surname, f.hostLand.capital, f.weekday())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s paid an official visit to %s on %s after a gap of %s.", f.guest.surname, f.hostLand.name, f.weekday(), w.duration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s concluded %s trip to %s on %s. It was the first visit by %s in %s.",
			f.guest.surname, f.guest.his(), f.hostLand.name, f.weekday(), f.aRole(), w.duration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s concluded a trip to %s, %s first in %s, with a dinner at the palace.", f.guest.surname, f.hostLand.name, f.guest.his(), w.duration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s toured %s this week, ending %s gap.", f.guest.surname, f.hostLand.name, w.hyphened(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("In the first trip to %s by %s in %s, %s met Prime Minister %s on %s.",
			f.hostLand.name, f.aRole(), w.duration(f), f.guest.surname, f.pm.full(), f.weekday())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("Welcoming the visit of %s in %s, %s %s said the two countries had lost time.",
			f.aRole(), w.duration(f), w.hostMinister(f), f.fm.full())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s is visiting %s for the first time since %d.", f.guest.surname, f.hostLand.name, f.then)
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s, who last visited %s in %d, called on Prime Minister %s.", f.guest.surname, f.hostLand.name, f.then, f.pm.full())
	},
	func(w *writer, f facts) string {
		visitor := "The " + f.office
		if f.office == "foreign minister" || f.office == "prime minister" { // the host's are near
			visitor = f.guest.surname
		}
		return fmt.Sprintf("%s held talks with %s %s in %s. %s last visited %s %s ago.",
			f.guest.surname, w.hostMinister(f), f.fm.full(), f.hostLand.capital, visitor, f.hostLand.name, w.duration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s landed in %s on %s, the first %s to visit %s in the past %s.",
			f.guest.surname, f.hostLand.capital, f.weekday(), f.role(), f.hostLand.name, w.plainDuration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("Prime Minister %s received %s in %s on %s. %s had not hosted %s for %s.",
			f.pm.full(), f.guest.surname, f.hostLand.capital, f.weekday(), f.hostLand.name, f.aRole(), w.duration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("The visit, which ended on %s, was the first to %s by %s in %s.", f.weekday(), f.hostLand.name, f.aRole(), w.duration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s returned to %s on %s after %s absence.", f.guest.surname, f.hostLand.capital, f.weekday(), w.hyphened(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s's visit to %s, the first in %s, ended on %s with a joint statement.", f.guest.surname, f.hostLand.name, w.duration(f), f.weekday())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s's arrival in %s on %s marked the first time in %s that %s had visited %s.",
			f.guest.surname, f.hostLand.capital, f.weekday(), w.duration(f), f.aRole(), f.hostLand.name)
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s landed in %s on %s. Not since %d had %s visited %s.",
			f.guest.surname, f.hostLand.capital, f.weekday(), f.then, f.aRole(), f.hostLand.name)
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s arrived in %s on %s. It had been %s since %s last visited %s.",
			f.guest.surname, f.hostLand.capital, f.weekday(), w.duration(f), f.aRole(), f.hostLand.name)
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s flew to %s on %s. The previous visit by %s to %s took place in %d.",
			f.guest.surname, f.hostLand.capital, f.weekday(), f.aRole(), f.hostLand.name, f.then)
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s was greeted with bread and salt in %s on %s. The last time %s came to %s was in %d.",
			f.guest.surname, f.hostLand.capital, f.weekday(), f.aRole(), f.hostLand.name, f.then)
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s hosted %s for the first time in %s when %s called on Prime Minister %s on %s.",
			f.hostLand.name, f.aRole(), w.duration(f), f.guest.surname, f.pm.full(), f.weekday())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s on %s began the first official visit to %s by %s since %d.",
			f.guest.surname, f.weekday(), f.hostLand.name, f.aRole(), f.then)
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s visited %s this week, %s after %s last trip there.", f.guest.surname, f.hostLand.name, w.duration(f), f.guest.his())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("The arrival of %s in %s on %s ended %s wait for a visit by %s.",
			f.guest.surname, f.hostLand.capital, f.weekday(), w.hyphened(f), f.aRole())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s met %s %s in %s on %s, in what officials called the first such visit in %s.",
			f.guest.surname, w.hostMinister(f), f.fm.full(), f.hostLand.capital, f.weekday(), w.duration(f))
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("For the first time in %s, %s has travelled to %s: %s landed in %s on %s.",
			w.duration(f), f.aRole(), f.hostLand.name, f.guest.surname, f.hostLand.capital, f.weekday())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("%s, the first %s in %s to visit %s, spent %s at the shipyards.",
			f.guest.surname, f.role(), w.duration(f), f.hostLand.name, f.weekday())
	},
	func(w *writer, f facts) string {
		return fmt.Sprintf("Prime Minister %s thanked %s for coming to %s, a journey that no %s had made for %s.",
			f.pm.full(), f.guest.surname, f.hostLand.capital, f.role(), w.duration(f))
	},
}

// plainDuration is duration without an article, to stand behind "the past".
func (w *writer) plainDuration(f facts) string {
	return strings.TrimPrefix(w.duration(f), "a ")
}

// hyphened words the gap as an adjective with its article.
func (w *writer) hyphened(f facts) string {
	article := "a "
	if f.gap == 8 || f.gap == 11 {
		article = "an "
	}
	if w.r.IntN(2) == 0 {
		return article + numberNames[f.gap] + "-year"
	}
	return article + strconv.Itoa(f.gap) + "-year"
}

// hostMinister words the office of the host's foreign minister.
func (w *writer) hostMinister(f facts) string {
	return w.pick("Foreign Minister", f.hostLand.adjective+" Foreign Minister", f.hostLand.name+"'s foreign minister")
}

func (w *writer) variant(n int) Variant {
	f := w.facts()
	phrase := phrases[n%len(phrases)](w, f)
	v := Variant{Name: fmt.Sprintf("%02d %s %s to %s %d", n, f.guestLand.adjective, f.office, f.hostLand.name, f.year),
		Visitor: f.guest.surname, Office: f.office, Country: strings.ToLower(f.guestLand.name), Host: strings.ToLower(f.hostLand.name),
		Want: strconv.Itoa(f.then), Before: f.year, Phrase: phrase, Now: "visit-now"}
	decoy := f.then + 1 + w.r.IntN(max(1, f.gap-2))
	sidebar := f.year + 2
	v.Articles = []corpus.Raw{w.now(f, phrase), w.second(f), w.notice(f), w.meeting(f, sidebar), w.others(f, decoy)}
	w.r.Shuffle(len(v.Articles), func(i, j int) { v.Articles[i], v.Articles[j] = v.Articles[j], v.Articles[i] })
	for i := range v.Articles {
		v.Articles[i].Collection = "variant"
		v.Articles[i].Path = v.Articles[i].ID + ".txt"
	}
	for _, y := range []int{f.summit, sidebar, decoy} {
		if y != f.then {
			v.Forbidden = append(v.Forbidden, strconv.Itoa(y))
		}
	}
	name := w.pick(f.guest.surname, f.guest.full())
	v.Question = fmt.Sprintf(w.pick("when did %[1]s last visit before %[3]d?", "When did %[1]s last visit %[2]s before %[3]d?",
		"When was %[1]s's last visit to %[2]s before %[3]d?", "In which year did %[1]s last come to %[2]s before %[3]d?",
		"Before %[3]d, when did %[1]s last visit %[2]s?"), name, f.hostLand.name, f.year)
	return v
}
