package brief

import (
	"strings"

	"dateline/bot/question"
	"dateline/corpus/token"
)

// synonyms are groups of words that news uses for one another: a topic that has
// one is found by all.
var synonyms = groups(`
	election elections
	flood floods flooding flooded floodwaters floodwater
	earthquake earthquakes quake quakes
	talks negotiations negotiation negotiate negotiating
	deal agreement accord pact
	ceasefire truce armistice
	wildfire wildfires blaze bushfire bushfires
	storm storms snowstorm snowstorms thunderstorm thunderstorms hailstorm hailstorms rainstorm windstorm
	bridge bridges footbridge footbridges
	plane planes airplane airplanes aeroplane aeroplanes airliner airliners
	prison prisons jail jails
	doctor doctors physician physicians
	protest protests protester protesters demonstration demonstrations demonstrators
	layoffs redundancies redundancy
	takeover acquisition merger
	refugee refugees
	vaccine vaccines vaccination jab
	murder murdered
	automobile carmaker automaker
	lawsuit sued sues suing
	airstrike airstrikes
`)

// related are groups of words of which each tells that an article is of the
// theme that a topic names beside somebody or a place: "Kessler trial", "Ukraine
// war". By themselves they say too little.
var related = groups(`
	election vote votes voted voters voting polls ballot ballots electoral elected runoff turnout parliamentary candidate
	trial court verdict convicted convict guilty acquitted sentenced sentence judge judges prosecutor prosecutors charges charged jury appeal
	war fighting troops shelling shelled missile missiles drone drones offensive army military soldiers ceasefire truce invasion front bombardment
	economy economic inflation growth recession unemployment exports imports gdp
	visit visited visiting arrived arrives trip tour
	talks meeting met meet summit negotiators
	strike strikes striking walkout union unions walked
	match beat defeated drew goal goals scored win won lost final
	fire burnt burned flames firefighters
	crash crashed accident collided collision plunged derailed
	jobs job layoffs cuts redundancies workers workforce
	takeover acquisition merger buy buys bought acquire acquires acquired bid
	profit profits earnings sales revenue loss results
	floods river dyke dam rain rains evacuated
	earthquake magnitude epicentre aftershock aftershocks
	scandal bribery corruption investigation allegations accused resigned
	protest rally march marched riot riots tear unrest
`)

func groups(list string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(list) {
		var stems []string
		for _, w := range strings.Fields(line) {
			stems = append(stems, stem(w))
		}
		for i, s := range stems {
			for j, o := range stems {
				if i != j && s != o {
					m[s] = append(m[s], o)
				}
			}
		}
	}
	return m
}

// stem is the stem of a folded word in the one of the two English spellings
// that words are compared in.
func stem(folded string) string { return token.Stem(question.Spelling(folded)) }
