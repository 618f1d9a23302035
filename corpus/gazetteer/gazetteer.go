// Package gazetteer knows the countries of the world with their adjectives,
// capitals and larger cities, well-known bodies, the offices that people hold
// and the titles that stand before their names. Its tables are text files in
// this folder; each begins with the description of its format.
//
// Names are given and returned normalised: the folded words (token.Fold)
// joined by single spaces, "russia", "foreign minister". Display makes one
// presentable again. All functions are safe for concurrent use.
package gazetteer

import (
	_ "embed"
	"strings"
	"sync"

	"dateline/corpus/token"
)

// Kind says what a phrase names.
type Kind uint8

// The kinds of entry.
const (
	CountryName Kind = iota // "Russia", "the Kremlin": Name is the country
	Demonym                 // "Russian", "Russians": Name is the country
	CityName                // "Moscow": Name is the city, Of its country
	Body                    // "United Nations"
	OfficeName              // "foreign minister"
	Honorific               // "Mr", "General"
)

// Entry is what a phrase names.
type Entry struct {
	Kind    Kind
	Name    string // normalised
	Of      string // the country of a city
	Capital bool   // of a city: the country is governed from it
	Class   string // of an office: head, minister, military, generic, …
	One     bool   // of an office: a country has one holder at a time
	Gender  byte   // of an honorific or office: 'm', 'f', or 0 where it tells nothing
}

//go:embed countries.txt
var countriesText string

//go:embed bodies.txt
var bodiesText string

//go:embed offices.txt
var officesText string

//go:embed portfolios.txt
var portfoliosText string

//go:embed titles.txt
var titlesText string

//go:embed given.txt
var givenText string

//go:embed metonyms.txt
var metonymsText string

// phrase is a way to write an entry's name.
type phrase struct {
	rest  []string // its words after the first, folded or, where exact, as written
	first string   // as written, where exact
	exact bool
	Entry
}

type tables struct {
	byFirst map[string][]phrase // by the folded first word, longest first
	display map[string]string
	capital map[string]string // of a country
	given   map[string]byte
}

var load = sync.OnceValue(build)

// Longest returns the entries of the longest phrase that begins with the word
// at i, and the number of words in it; nil and 0 where none does. Folded holds
// token.Fold of each of the words, which are those of text. Countries, cities
// and bodies count only with a capital letter unless anyCase is set; words
// that a comma or other mark parts are no phrase.
func Longest(text string, words []token.Token, folded []string, i int, anyCase bool) ([]Entry, int) {
	candidates := load().byFirst[folded[i]]
	if len(candidates) == 0 {
		return nil, 0
	}
	var entries []Entry
	n := 0
	for _, p := range candidates {
		if len(p.rest)+1 < n {
			break
		}
		if i+len(p.rest) >= len(words) || !p.matches(text, words, folded, i, anyCase) {
			continue
		}
		n = len(p.rest) + 1
		entries = append(entries, p.Entry)
	}
	return entries, n
}

func (p phrase) matches(text string, words []token.Token, folded []string, i int, anyCase bool) bool {
	switch {
	case p.exact && bare(words[i].Text) != p.first:
		return false
	case !anyCase && p.Kind <= Body && !words[i].Capital():
		return false
	}
	for j, w := range p.rest {
		k := i + j + 1
		if p.exact && bare(words[k].Text) != w || !p.exact && folded[k] != w {
			return false
		}
		if !joined(text[words[k-1].End:words[k].Start]) {
			return false
		}
	}
	return true
}

// bare cuts a possessive ending.
func bare(word string) string {
	for _, suffix := range []string{"'s", "’s"} {
		word = strings.TrimSuffix(word, suffix)
	}
	return word
}

// joined reports whether what stands between two words lets them be one name.
func joined(gap string) bool {
	switch gap {
	case " ", "-", ".", ". ", "\n", "’", "'", " - ":
		return true
	}
	return false
}

// Country returns the country that a name, an adjective or a seat of power
// stands for: "Russia", "Russian" and "the Kremlin" give "russia".
func Country(name string) (string, bool) {
	e, ok := find(name, CountryName, Demonym)
	return e.Name, ok
}

// City returns the city of that name.
func City(name string) (Entry, bool) { return find(name, CityName) }

// Office returns the normalised office: "FM" gives "foreign minister".
func Office(name string) (Entry, bool) { return find(name, OfficeName) }

// Organization returns the body of that name: "SCO" gives "shanghai cooperation
// organisation".
func Organization(name string) (Entry, bool) { return find(name, Body) }

// CapitalOf returns the capital of a country, "" where there is none.
func CapitalOf(country string) string { return load().capital[country] }

// GivenGender returns 'm' or 'f' for a folded given name that tells it, else 0.
func GivenGender(folded string) byte { return load().given[folded] }

// Display returns a normalised name as one writes it: "russia" gives "Russia",
// "foreign minister" stays. What is not in the tables comes back as it is.
func Display(name string) string {
	if s := load().display[name]; s != "" {
		return s
	}
	return name
}

// InText returns a country's name as it stands within a sentence: "the United
// States". Other names come back as they are.
func InText(name string) string {
	last := name[strings.LastIndexByte(name, ' ')+1:]
	if name != last && articled[last] || articled[name] {
		return "the " + name
	}
	return name
}

// articled are names of countries, and last words of such, that have an article
// before them.
var articled = map[string]bool{"States": true, "Kingdom": true, "Emirates": true, "Republic": true, "Islands": true, "Federation": true,
	"Netherlands": true, "Philippines": true, "Maldives": true, "Bahamas": true, "Gambia": true, "Comoros": true, "Seychelles": true, "Vatican": true}

func find(name string, kinds ...Kind) (Entry, bool) {
	words := token.Words(name)
	for len(words) > 1 && strings.EqualFold(words[0].Text, "the") {
		words = words[1:]
	}
	if len(words) == 0 {
		return Entry{}, false
	}
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = token.Fold(w.Text)
	}
	entries, n := Longest(name, words, folded, 0, true)
	if n != len(words) {
		return Entry{}, false
	}
	for _, k := range kinds {
		for _, e := range entries {
			if e.Kind == k {
				return e, true
			}
		}
	}
	return Entry{}, false
}

// Normal returns a name's folded words joined by spaces.
func Normal(name string) string {
	words := token.Words(name)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = token.Fold(w.Text)
	}
	return strings.Join(folded, " ")
}
