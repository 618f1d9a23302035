package day

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"dateline/corpus"
)

// cast are those whom a story has to have; what is nil is drawn.
type cast struct {
	x, y   *land
	a      *person
	c      *firm
	parent *Story
}

// Kinds of events, by whom they may have.
var (
	disasters  = []string{"flood", "quake", "crash", "fire"}
	followUps  = []string{"aid", "inspect", "probe"}
	ofPerson   = []string{"visit", "statement", "visit", "planvisit", "statement", "call"}
	ofPair     = []string{"visit", "pact", "planmeet", "visit", "planvisit", "aid", "call", "claim"}
	ofFirm     = []string{"deal", "results", "jobs", "appoint", "rumour", "planopen", "rumour", "recall", "lawsuit"}
	ofLand     = []string{"quake", "crash", "fire", "outbreak", "protest", "visit", "pact", "statement", "vote", "verdict", "planvisit", "planvote", "flood", "strike", "rate", "resign", "call", "claim"}
	everything = []string{"claim", "claim", "strike", "strike", "rate", "resign", "call", "recall", "lawsuit", "crash", "fire", "verdict", "statement",
		"quake", "crash", "fire", "outbreak", "protest", "visit", "pact", "statement", "vote", "deal", "results", "jobs", "appoint", "rumour",
		"match", "match", "verdict", "planvisit", "planmeet", "planopen", "planvote"}
)

// What there is to talk, sign and march about.
var (
	subjects = list("fishing rights|border trade|rail links|student exchange|water rights|air traffic|power lines|customs rules|migration|grain exports|satellite data|port fees")
	pacts    = list("fishing treaty|customs agreement|extradition treaty|tax treaty|aviation agreement|energy pact|visa agreement|water treaty|pension agreement")
	issues   = list("rising rents|youth unemployment|the shortage of nurses|cyber attacks|the state of the railways|soil erosion|online betting|food prices|an ageing army|tax evasion")
	causes   = list("fuel prices|a pension reform|a new airport|the closure of hospitals|a dam project|school fees|bus fares|a mining licence")
	bills    = list("pension law|budget law|press law|forest act|rent law|school reform|nuclear act|data protection act|mining code|alcohol tax")
	crimes   = list("fraud|bribery|smuggling|arson|embezzlement|tax evasion|forgery")
	posts    = list("chief executive|finance chief|head of research|chairman|head of sales")
	sites    = list("textile factory|furniture warehouse|hotel|covered market|night club|paper mill|cinema|retirement home")
	vehicles = list("bus|coach|minibus|school bus|truck")
	diseases = list("cholera|measles|dengue fever|hepatitis|whooping cough|typhoid fever")
	workers  = list("bus drivers|nurses|dock workers|teachers|rubbish collectors|railway workers|postal workers|airport staff")
	products = list("phone chargers|electric heaters|child seats|kettles|hair dryers|bicycle lamps")
	deeds    = list("cyber attack on a ministry|spying on a laboratory|sabotage of a power line|hacking of a bank|theft of secret plans|jamming of satellites")
	wrongs   = list("a broken contract|a stolen design|unpaid bills|a patent|late deliveries")
	goods    = list("tents and blankets|water filters|medicine|power generators|food parcels|field kitchens")
)

func one(r *rand.Rand, of []string) string { return of[r.IntN(len(of))] }

// story makes an event of a kind that happened on a day; a plan is for that
// day.
func (g *gen) story(kind string, when corpus.Day, c cast) *Story {
	r := g.r
	s := &Story{ID: len(g.day.Stories), Kind: kind, When: corpus.OnDay(when), Of: c.parent, facts: map[string]string{},
		people: map[string]*person{}, lands: map[string]*land{}, firms: map[string]*firm{}, figures: map[string][]int{}}
	g.day.Stories = append(g.day.Stories, s)
	x := c.x
	if x == nil {
		x = g.land(nil)
	}
	y := c.y
	if y == nil {
		y = g.land(x)
	}
	if y == x {
		y = g.land(x)
	}
	s.lands["X"], s.lands["Y"] = x, y
	city := g.city(x)
	if slices.Contains([]string{"flood", "quake", "crash", "fire"}, kind) {
		city = one(r, x.cities) // the capital is where the roads lead to
	}
	s.facts["region"] = one(r, x.regions)
	s.facts["river"] = one(r, x.rivers)
	s.facts["months"] = small[2+r.IntN(9)]
	s.facts["percent"] = fmt.Sprint(2 + r.IntN(30))
	s.facts["savings"] = fmt.Sprintf("%d million dollars", 5+r.IntN(90))
	s.facts["hours"] = small[3+r.IntN(8)]
	s.facts["value"] = fmt.Sprintf("$%d.%d billion", 1+r.IntN(8), 1+r.IntN(9))
	s.facts["team"] = fmt.Sprint(40 + 10*r.IntN(20))
	s.facts["run"] = small[3+r.IntN(9)]
	s.facts["rounds"] = small[3+r.IntN(9)]
	s.facts["crowd"] = number(1000*(4+r.IntN(60)), false)
	s.facts["police"] = number(1000*(1+r.IntN(3))+500, false)
	s.facts["years"] = small[3+r.IntN(12)]
	s.facts["some"] = small[2+r.IntN(4)]
	s.people["P"] = g.w.spare[r.IntN(len(g.w.spare))]
	firm := c.c
	if firm == nil {
		firm = g.w.firms[1+r.IntN(len(g.w.firms)-1)]
	}
	other := firm
	for other == firm {
		other = g.w.firms[1+r.IntN(len(g.w.firms)-1)]
	}
	switch kind {
	case "flood":
		s.flood = true
		s.figures["killed"] = g.growing(3+r.IntN(30), 2)
		s.figures["displaced"] = []int{500 * (2 + r.IntN(40))}
		s.facts["rain"] = fmt.Sprint(120 + 10*r.IntN(20))
		s.facts["homes"] = number(1000*(3+r.IntN(40)), false)
		s.facts["disasters"], s.facts["accident"] = "floods", "floods"
	case "quake":
		s.figures["killed"] = g.growing(5+r.IntN(60), 4)
		s.figures["injured"] = []int{60 + r.IntN(400)}
		s.facts["mag"] = fmt.Sprintf("%d.%d", 5+r.IntN(2), 1+r.IntN(8))
		s.facts["depth"] = fmt.Sprint(8 + r.IntN(40))
		s.facts["disasters"] = "earthquake"
	case "crash":
		s.figures["killed"] = g.growing(4+r.IntN(16), 2)
		s.figures["injured"] = []int{23 + r.IntN(20)}
		s.facts["vehicle"] = one(r, vehicles)
		s.facts["disasters"], s.facts["accident"] = s.facts["vehicle"]+" crash", s.facts["vehicle"]+" crash"
	case "fire":
		s.figures["killed"] = g.growing(3+r.IntN(20), 2)
		s.figures["injured"] = []int{24 + r.IntN(30)}
		s.facts["site"] = one(r, sites)
		s.facts["disasters"], s.facts["accident"] = "fire", s.facts["site"]+" fire"
	case "outbreak":
		s.figures["cases"] = g.growing(30+r.IntN(200), 20)
		s.facts["disease"] = one(r, diseases)
		s.facts["doses"] = number(1000*(5+r.IntN(50)), false)
	case "protest":
		s.facts["cause"] = one(r, causes)
		s.figures["arrests"] = []int{6 + r.IntN(40)}
	case "claim":
		s.facts["deed"] = one(r, deeds)
	case "strike":
		s.facts["workers"] = one(r, workers)
	case "rate":
		s.facts["rate"] = fmt.Sprintf("%d.%d", 2+r.IntN(7), 25*r.IntN(4))
		s.facts["moves"], s.facts["moved"] = "raises", "raised"
		if r.IntN(2) == 0 {
			s.facts["moves"], s.facts["moved"] = "cuts", "cut"
		}
		city = x.capital
	case "resign":
		// None of those who act in other stories, as if nothing had happened.
		s.people["A"] = &person{first: s.people["P"].first, last: s.people["P"].last, woman: s.people["P"].woman, land: x,
			office: one(r, list("health minister|education minister|culture minister|transport minister|justice minister|labour minister|sports minister"))}
		s.facts["issue"] = one(r, issues)
	case "recall":
		s.firms["C"], s.facts["products"] = firm, one(r, products)
		s.figures["units"] = g.growing(1000*(2+r.IntN(60)), 1500)
	case "lawsuit":
		s.firms["C"], s.firms["D"], s.facts["wrong"] = firm, other, one(r, wrongs)
	case "visit", "planvisit", "call":
		// The guest is of X, the host of Y, and the city is the host's.
		s.people["A"] = x.people[0]
		if c.a != nil {
			s.people["A"] = c.a
			x = c.a.land
			if y == x {
				y = g.land(x)
			}
			s.lands["X"], s.lands["Y"] = x, y
		} else if r.IntN(4) == 0 {
			s.people["A"] = x.people[1]
		}
		s.people["H"] = y.people[r.IntN(2)]
		s.facts["subject"] = one(r, subjects)
		city = g.city(y)
		s.Plan = kind == "planvisit"
	case "pact":
		s.facts["pact"] = one(r, pacts)
		if r.IntN(2) == 0 {
			city = g.city(y)
		}
	case "planmeet":
		s.facts["subject"] = one(r, subjects)
		s.Plan = true
	case "statement":
		s.people["A"] = x.people[r.IntN(2)]
		if c.a != nil {
			s.people["A"], s.lands["X"] = c.a, c.a.land
			city = g.city(c.a.land)
		}
		s.facts["issue"], s.facts["warns"] = one(r, issues), "warns"
	case "vote", "planvote":
		s.facts["bill"] = one(r, bills)
		no := 30 + r.IntN(60)
		s.facts["no"], s.facts["yes"] = fmt.Sprint(no), fmt.Sprint(no+5+r.IntN(60))
		s.Plan = kind == "planvote"
		city = x.capital
	case "deal", "rumour":
		s.firms["C"], s.firms["D"] = firm, other
		s.lands["X"] = firm.land
	case "results":
		s.firms["C"], s.lands["X"] = firm, firm.land
		now, before := 20+r.IntN(300), 20+r.IntN(300)
		s.facts["profit"], s.facts["oldprofit"] = fmt.Sprintf("$%d million", now), fmt.Sprintf("$%d million", before)
		s.facts["sales"] = fmt.Sprintf("$%d.%d billion", 1+r.IntN(6), 1+r.IntN(9))
		s.facts["rises"], s.facts["rises2"], s.facts["moved"] = "rises", "gains", "rose"
		if now < before {
			s.facts["rises"], s.facts["rises2"], s.facts["moved"] = "falls", "slips", "fell"
		}
	case "jobs":
		s.firms["C"] = firm
		s.figures["jobs"] = g.growing(50*(2+r.IntN(30)), 100)
	case "appoint":
		s.firms["C"], s.facts["post"] = firm, one(r, posts)
	case "planopen":
		s.firms["C"], s.Plan = firm, true
	case "match":
		k := r.IntN(len(g.w.clubs))
		s.facts["k"], s.facts["l"] = g.w.clubs[k], g.w.clubs[(k+1+r.IntN(len(g.w.clubs)-1))%len(g.w.clubs)]
		lost := r.IntN(3)
		s.facts["score"] = fmt.Sprintf("%d-%d", lost+1+r.IntN(3), lost)
	case "verdict":
		s.facts["crime"] = one(r, crimes)
	case "aid", "inspect", "probe":
		x = c.parent.lands["X"]
		if y == x {
			y = g.land(x)
		}
		s.lands["X"], s.lands["Y"] = x, y
		city = c.parent.facts["city"]
		s.flood = c.parent.flood
		s.facts["disasters"], s.facts["accident"] = c.parent.facts["disasters"], c.parent.facts["accident"]
		s.facts["goods"] = one(r, goods)
		s.people["A"] = x.people[r.IntN(2)]
		if c.a != nil && c.a.land == x {
			s.people["A"] = c.a
		}
		s.figures["arrests"] = []int{2 + r.IntN(7)}
	default:
		panic("no such kind: " + kind)
	}
	s.facts["city"] = city
	return s
}

// growing returns a figure that is revised once or twice, never to a smaller
// one.
func (g *gen) growing(n, step int) []int {
	out := []int{n}
	for range 1 + g.r.IntN(2) {
		out = append(out, out[len(out)-1]+step*(1+g.r.IntN(4)))
	}
	return out
}

// land draws a country other than one.
func (g *gen) land(not *land) *land {
	for {
		// Those that are in the news are in it more than others.
		i := g.r.IntN(len(g.w.lands))
		if g.r.IntN(3) == 0 {
			i = min(i, g.r.IntN(len(g.w.lands)))
		}
		if l := g.w.lands[i]; l != not {
			return l
		}
	}
}

func (g *gen) city(l *land) string {
	if g.r.IntN(3) == 0 {
		return l.capital
	}
	return one(g.r, l.cities)
}

// alike makes a story that is like another and is not it: the same actors on
// the same day elsewhere or on another matter.
func (g *gen) alike(s *Story) *Story {
	c := cast{x: s.lands["X"], c: s.firms["C"], a: s.people["A"]}
	if slices.Contains([]string{"pact", "planmeet", "claim"}, s.Kind) {
		c.y = s.lands["Y"]
	}
	if slices.Contains(followUps, s.Kind) {
		return nil
	}
	when := s.When.Start
	if s.Plan {
		when += corpus.Day(1 + g.r.IntN(5))
	}
	return g.unlike(s.Kind, when, c)
}

// matter are the facts by which two like stories of one day can be told apart, by
// kind: one of them must differ.
var matter = map[string][]string{"appoint": {"post"}, "strike": {"city", "workers"}, "claim": {"deed"}, "rate": nil, "resign": nil, "call": nil, "recall": {"products"}, "lawsuit": nil, "visit": {"city"}, "planvisit": {"city"}, "statement": {"issue"}, "vote": {"bill"}, "planvote": {"bill"},
	"pact": {"pact"}, "planmeet": {"subject"}, "verdict": {"crime"}, "match": {"k", "l"}, "results": nil, "deal": nil, "rumour": nil}

// most are how many stories of a kind a country, a pair or a club has within three
// days: no parliament passes six laws on one day.
var most = map[string]int{"vote": 2, "planvote": 2, "outbreak": 1, "quake": 2, "flood": 2, "crash": 2, "fire": 2, "protest": 2, "verdict": 2, "strike": 2,
	"rate": 1, "resign": 1, "pact": 2, "planmeet": 2, "claim": 1, "results": 1, "deal": 1, "rumour": 1, "lawsuit": 1, "jobs": 2, "appoint": 2, "recall": 1, "planopen": 2, "match": 1, "statement": 2, "visit": 2, "call": 2, "planvisit": 3}

// tooMany reports whether there are as many of a story's kind already as its
// actors may have.
func (g *gen) tooMany(s *Story) bool {
	n := 0
	near := corpus.Day(3)
	if s.Plan {
		near = 12
	}
	for _, t := range g.day.Stories {
		if t == s || t.Kind != s.Kind || max(s.When.Start, t.When.Start)-min(s.When.Start, t.When.Start) > near {
			continue
		}
		if s.Kind == "planvisit" && s.When == t.When && s.people["A"] == t.people["A"] {
			return true // nobody is to be in two places
		}
		same := s.lands["X"] == t.lands["X"]
		switch s.Kind {
		case "pact", "planmeet", "claim":
			same = same && s.lands["Y"] == t.lands["Y"] || s.lands["X"] == t.lands["Y"] && s.lands["Y"] == t.lands["X"]
		case "results", "deal", "rumour", "lawsuit", "jobs", "appoint", "recall", "planopen":
			same = s.firms["C"] == t.firms["C"]
		case "statement", "visit", "call", "planvisit":
			same = s.people["A"] == t.people["A"]
		case "match":
			same = s.facts["k"] == t.facts["k"] || s.facts["k"] == t.facts["l"] || s.facts["l"] == t.facts["k"] || s.facts["l"] == t.facts["l"]
		}
		if same {
			n++
		}
	}
	return most[s.Kind] > 0 && n >= most[s.Kind]
}

// tooAlike reports whether a reader could not tell two stories of one day apart.
func (g *gen) tooAlike(s, t *Story) bool {
	if s.Kind != t.Kind || s.firms["C"] != t.firms["C"] || s.firms["D"] != t.firms["D"] || s.people["A"] != t.people["A"] {
		return false
	}
	if s.people["A"] == nil && s.firms["C"] == nil && s.Kind != "match" && s.lands["X"] != t.lands["X"] &&
		!(s.Kind == "pact" || s.Kind == "planmeet" || s.Kind == "claim") {
		return false
	}
	if s.Kind == "pact" || s.Kind == "planmeet" || s.Kind == "claim" {
		if (s.lands["X"] != t.lands["X"] || s.lands["Y"] != t.lands["Y"]) && (s.lands["X"] != t.lands["Y"] || s.lands["Y"] != t.lands["X"]) {
			return false
		}
	}
	if s.Kind == "call" && s.people["H"] != t.people["H"] {
		return false
	}
	facts, ok := matter[s.Kind]
	if !ok {
		facts = []string{"city"}
	}
	for _, f := range facts {
		if s.facts[f] != t.facts[f] {
			return false
		}
	}
	return true
}
