package brief

import (
	"slices"
	"strings"

	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// at returns the words of a line at which the unit is named; of common words
// those that are among them.
func (u *unit) at(l *line) []int {
	var out []int
	switch u.kind {
	case words:
		for i, s := range l.stems() {
			if slices.Contains(u.words, s) && (!u.capital || l.words[i].Capital()) {
				out = append(out, i)
			}
		}
	case name:
		last := u.words[len(u.words)-1]
		for i, f := range l.folded {
			if f != last || !l.words[i].Capital() {
				continue
			}
			if len(u.words) > 1 && i > 0 && l.words[i-1].Capital() && l.gap(i) == " " && !slices.Contains(u.words, l.folded[i-1]) && !titleWord(l, i-1) && i-1 > l.after {
				continue // somebody else of that surname
			}
			out = append(out, i)
		}
		if len(out) == 0 {
			if i := u.phrase(l); i >= 0 {
				out = append(out, i)
			}
		}
	default:
		for i := 0; i < len(l.words); {
			entries, n := gazetteer.Longest(l.text, l.words, l.folded, i, false)
			if n == 0 {
				i++
				continue
			}
			for _, e := range entries {
				if u.is(e) && !givenName(l, i, n) {
					out = append(out, i)
					break
				}
			}
			i += n
		}
		if u.kind == body && len(out) == 0 {
			for _, s := range initials(u.entry) {
				for i, w := range l.words {
					if l.folded[i] == s && acronym(w.Text) {
						out = append(out, i)
					}
				}
			}
		}
	}
	return out
}

// named reports whether a line names a country otherwise than by its cities.
func (u *unit) named(l *line) bool {
	for i := range l.words {
		entries, _ := gazetteer.Longest(l.text, l.words, l.folded, i, false)
		if slices.ContainsFunc(entries, func(e gazetteer.Entry) bool { return e.Kind != gazetteer.CityName && u.is(e) }) {
			return true
		}
	}
	return false
}

// given are names of places that are given names too.
var given = set(`jordan chad georgia israel kenya india sydney paris florence victoria austin dallas charlotte adelaide vienna london brooklyn savannah
	lincoln madison santiago valencia verona lorraine alexandria`)

// givenName reports whether the n words at i, which also name a place, are
// somebody's given name: "Jordan Henderson".
func givenName(l *line, i, n int) bool {
	return n == 1 && (given[l.folded[i]] || gazetteer.GivenGender(l.folded[i]) != 0) && i+1 < len(l.words) && l.words[i+1].Capital() && l.gap(i+1) == " "
}

// titleWord reports whether the word at i is an office or a form of address.
func titleWord(l *line, i int) bool {
	for j := i; j >= 0 && j > i-3; j-- {
		entries, n := gazetteer.Longest(l.text, l.words, l.folded, j, true)
		if j+n == i+1 {
			for _, e := range entries {
				if e.Kind == gazetteer.OfficeName || e.Kind == gazetteer.Honorific {
					return true
				}
			}
		}
	}
	return false
}

// is reports whether an entry of the tables stands for the unit. A country is
// meant by its cities too.
func (u *unit) is(e gazetteer.Entry) bool {
	switch u.kind {
	case country:
		return (e.Kind == gazetteer.CountryName || e.Kind == gazetteer.Demonym) && e.Name == u.entry || e.Kind == gazetteer.CityName && e.Of == u.entry
	case city:
		return e.Kind == gazetteer.CityName && e.Name == u.entry
	case body:
		return e.Kind == gazetteer.Body && e.Name == u.entry
	}
	return false
}

// phrase returns where the words of a name stand one after another, -1 where
// they don't.
func (u *unit) phrase(l *line) int {
	for i := 0; i+len(u.words) <= len(l.words); i++ {
		j, k := i, 0
		for ; k < len(u.words) && j < len(l.words); j++ {
			if l.folded[j] == u.words[k] || k+1 < len(u.words) && l.words[j].Capital() && spelt(l.folded[j], u.words[k]) {
				k++
				continue
			}
			if k == 0 || !joins[l.folded[j]] && !(l.words[j].Capital() && j < i+3) {
				break // "Sergey Viktorovich Lavrov" is Sergey Lavrov
			}
		}
		if k == len(u.words) {
			return i
		}
	}
	return -1
}

// spelt reports whether two given names are one in two spellings: "Sergey" and
// "Sergei".
func spelt(a, b string) bool {
	if len(a) < 4 || len(b) < 4 || a[0] != b[0] {
		return false
	}
	bare := func(w string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune("aeiouy'", r) {
				return -1
			}
			return r
		}, w)
	}
	return bare(a) == bare(b)
}

// passes reports whether what the word at i names is mentioned in passing: of
// where somebody comes from, for comparison, before the report itself.
func (l *line) passes(i int) bool {
	if i < l.after {
		return true
	}
	before, two := l.fold(i-1), l.fold(i-2)
	switch before {
	case "like", "unlike", "than", "including", "formerly":
		return true
	case "in", "from":
		if two == "born" || two == "fans" || two == "raised" || two == "educated" {
			return true
		}
	case "as":
		if two == "such" {
			return true
		}
	}
	if strings.HasPrefix(l.gap(i+1), "-") {
		switch l.fold(i + 1) {
		case "born", "based", "trained", "made", "style", "educated", "raised", "origin":
			return true
		}
	}
	return l.bracketed(i)
}

// spellName makes a name of common words side by side that the articles write with
// capitals within a sentence: "angela merkel".
func (u *unit) spellName(byKey map[corpus.Key]*article, keys []corpus.Key) {
	var list []string
	for _, w := range token.Words(u.text) {
		list = append(list, token.Fold(w.Text))
	}
	upper, lower := 0, 0
	for _, k := range keys {
		for j := range byKey[k].lines {
			l := &byKey[k].lines[j]
			for n := l.after; n+len(list) <= len(l.words); n++ {
				if !slices.Equal(l.folded[n:n+len(list)], list) {
					continue
				}
				capital := true
				for _, w := range l.words[n : n+len(list)] {
					capital = capital && w.Capital()
				}
				if capital {
					upper++
				} else {
					lower++
				}
			}
		}
	}
	if len(list) == len(u.words) && upper > lower {
		u.kind, u.words, u.capital = name, list, true
	}
}

// spell finds out for common words whether they are names, by how the articles
// write them within a sentence: "Apple" and "apple", "lavrov" and "floods".
func (t topic) spell(byKey map[corpus.Key]*article, keys []corpus.Key) {
	for i := range t.units {
		u := &t.units[i]
		if u.kind != words || u.beside && u.text == strings.ToLower(u.text) {
			continue // "Marwick airport": the airport, however it is written
		}
		if len(u.words) != 1 {
			u.spellName(byKey, keys)
			continue
		}
		upper, lower := 0, 0
		for _, k := range keys {
			a := byKey[k]
			for j := range a.lines {
				l := &a.lines[j]
				for n, s := range l.stems() {
					if s != u.words[0] || n <= l.after {
						continue
					}
					switch {
					case !l.words[n].Capital():
						lower++
					case !l.words[n-1].Capital() || l.gap(n) != " ": // else of a longer name, "Marwick Airport"
						upper++
					}
				}
			}
		}
		u.capital = upper > lower
	}
}
