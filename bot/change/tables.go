package change

import (
	_ "embed"
	"strings"

	"dateline/bot/claim"
)

//go:embed words.txt
var wordsText string

// The tables of words.txt.
var (
	harms         = groups("harm")      // lemma to what is counted
	happenings    = groups("happening") // lemma to the kind of what happens
	kinships      = kinship()           // lemma to groups of the same meaning
	wide          = words("wide")
	light         = lemmas("light")
	units         = words("unit")
	measured      = lemmas("unit")
	persons       = lemmas("people")
	commonSpeaker = lemmas("official")
	modalSaying   = lemmas("forecast")
	moves         = lemmas("move")
	revises       = lemmas("revise")
	partial       = words("partial")
	former        = words("former")
	earlier       = words("earlier")
	believes      = lemmas("hold")
	tolls         = words("toll")
	levels        = lemmas("level")
	plays         = lemmas("play")
	rates         = words("rate")
	denies        = lemmas("deny")
	hearsay       = lemmas("hearsay")
	untrue        = lemmas("untrue")
	alleges       = lemmas("allege")
	parts         = lemmas("part")
	cancels       = lemmas("cancel")
	phrasals      = rows("phrasal")
	shifts        = lemmas("shift")
	afterAll      = words("after")
	occurs        = lemmas("occur")
	comes         = lemmas("come")
	opensClause   = words("opens")
	reasons       = words("reason")
	hollow        = lemmas("hollow")
	plans         = lemmas("plan")
	deictic       = words("deictic")
	tunes         = lemmas("tune")
	outlooks      = lemmas("outlook")
	published     = lemmas("published")
	loose         = lemmas("loose")
	standins      = lemmas("standin")
	openly        = lemmas("open")
	drifts        = lemmas("drift")
	nameEnds      = words("nameend")
	retracts      = lemmas("retract")
	revokes       = lemmas("revoke")
	titles        = lemmas("title")
	papers        = lemmas("paper")
	statesmen     = lemmas("state")
	compares      = words("compare")
	sets          = lemmas("set")
	penalties     = lemmas("penalty")
)

// rows returns the lines of a table.
func rows(table string) [][]string {
	var out [][]string
	for _, line := range strings.Split(wordsText, "\n") {
		name, rest, ok := strings.Cut(line, ":")
		if ok && strings.TrimSpace(name) == table {
			out = append(out, strings.Fields(rest))
		}
	}
	return out
}

func words(table string) map[string]bool {
	m := map[string]bool{}
	for _, row := range rows(table) {
		for _, w := range row {
			m[w] = true
		}
	}
	return m
}

func lemmas(table string) map[string]bool {
	m := map[string]bool{}
	for w := range words(table) {
		m[claim.Lemma(w)] = true
	}
	return m
}

// groups maps the lemmas of each row to the row's first word.
func groups(table string) map[string]string {
	m := map[string]string{}
	for _, row := range rows(table) {
		for _, w := range row {
			if l := claim.Lemma(w); m[l] == "" {
				m[l] = row[0]
			}
		}
	}
	return m
}

func kinship() map[string][]int {
	m := map[string][]int{}
	for i, row := range rows("kin") {
		for _, w := range row {
			m[claim.Lemma(w)] = append(m[claim.Lemma(w)], i)
		}
	}
	return m
}

// akin reports whether two lemmas may stand for each other in two reports of
// one thing.
func akin(a, b string) bool {
	if claim.Synonyms(a, b) {
		return true
	}
	for _, g := range kinships[a] {
		for _, h := range kinships[b] {
			if g == h {
				return true
			}
		}
	}
	return happenings[a] != "" && happenings[a] == happenings[b] || harms[a] != "" && harms[a] == harms[b]
}

// shared returns how many lemmas of a have one akin in b.
func shared(a, b map[string]bool) int {
	n := 0
	for x := range a {
		if has(b, x) {
			n++
		}
	}
	return n
}

// has reports whether a set has a lemma or one akin to it.
func has(set map[string]bool, l string) bool {
	if set[l] {
		return true
	}
	for x := range set {
		if akin(x, l) {
			return true
		}
	}
	return false
}
