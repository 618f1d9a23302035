package gazetteer

import (
	"slices"
	"strings"
	"sync"
)

// Names returns the single folded words that stand for a country: its name, its
// adjectives and its capital, sorted. It is empty for what is no country.
func Names(country string) []string { return slices.Clone(countryWords()[country]) }

var countryWords = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for first, phrases := range load().byFirst {
		for _, p := range phrases {
			if len(p.rest) > 0 {
				continue
			}
			switch {
			case p.Kind == CountryName || p.Kind == Demonym:
				m[p.Name] = append(m[p.Name], first)
			case p.Kind == CityName && p.Capital:
				m[p.Of] = append(m[p.Of], first)
			}
		}
	}
	for country, list := range m {
		slices.SortFunc(list, strings.Compare)
		m[country] = slices.Compact(list)
	}
	return m
})
