package claim

import (
	"fmt"
	"strings"
	"unicode"

	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// inner: what the claim itself sets in quotation marks stands so in a quote.
func (k *checker) inner() {
	s := k.claim.string
	for _, marks := range [][2]string{{"“", "”"}, {"\"", "\""}} {
		for rest := s; ; {
			_, after, ok := strings.Cut(rest, marks[0])
			if !ok {
				break
			}
			inside, tail, ok := strings.Cut(after, marks[1])
			if !ok {
				k.fault(Altered, "a quotation mark in the claim does not close")
				break
			}
			rest = tail
			inside = strings.TrimRight(strings.TrimSpace(inside), ".,;:!?… ")
			found := false
			for _, src := range k.sources {
				p := Passage{Extract: src.passage.Extract}
				p.Text = src.quote.string
				if _, ok := find(&p, inside); ok {
					found = true
					break
				}
			}
			if !found {
				k.fault(Altered, fmt.Sprintf("%q is in quotation marks and stands in no quote", inside))
			}
		}
	}
}

// names: each name, title and office is in the quotes, and together as there.
func (k *checker) names() {
	known := k.knownNames()
	for i := range k.claim.words {
		w := &k.claim.words[i]
		if w.Number() && w.time < 0 && !k.foldInQuotes(w.fold) && k.claim.coded(i) {
			k.fault(Name, fmt.Sprintf("%q is not in the quotes", w.Text))
			continue
		}
		if !w.name() || w.time >= 0 || w.fold == "i" {
			continue
		}
		switch {
		case k.foldInQuotes(w.fold):
		case w.opens && (token.Stop(w.fold) || tables.has("opener", w.fold) || auxiliaries[w.fold] || k.inQuotes(w.lemma) || synonymous(k, w.lemma)):
		case w.opens && strings.HasSuffix(w.fold, "ly"):
		case known.word(k.claim, i):
		case tables.cues[w.lemma] != nil && w.opens:
		default:
			k.fault(Name, fmt.Sprintf("%q is not in the quotes", w.Text))
		}
	}
	k.runs()
	k.titles()
}

// coded reports whether word i is digits and letters that are no quantity, as
// in the name of a model: "35M".
func (t *text) coded(i int) bool {
	w := &t.words[i]
	_, suffix, ok := digits(w.fold)
	if _, nth := ordinal(w.fold); nth || !ok {
		return false
	}
	return suffix != "" && scales[suffix] == 0 && unitNames[suffix] == ""
}

// knownNames are the names of the quotes in the forms in which a claim may
// give them.
type knownNames struct {
	countries, bodies map[string]bool
	initials          []string
	acronyms          map[string]bool
}

func (k *checker) knownNames() knownNames {
	n := knownNames{map[string]bool{}, map[string]bool{}, nil, map[string]bool{}}
	for _, s := range k.sources {
		for c := range s.quote.countries() {
			n.countries[c] = true
		}
		s.quote.phrases(func(from, to int, e gazetteer.Entry) {
			switch e.Kind {
			case gazetteer.Body, gazetteer.OfficeName:
				n.bodies[e.Name] = true
			}
		})
		for _, m := range s.quote.mentions {
			if m.to-m.from >= 2 {
				n.initials = append(n.initials, initials(s.quote.words[m.from:m.to]))
			}
			for _, w := range s.quote.words[m.from:m.to] {
				if acronym(w.Text) {
					n.acronyms[w.fold] = true
				}
			}
		}
	}
	return n
}

func acronym(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
		n++
	}
	return n >= 2
}

// word reports whether the name at i is another form of one that is known.
func (n knownNames) word(t *text, i int) bool {
	w := &t.words[i]
	ok := false
	t.phrases(func(from, to int, e gazetteer.Entry) {
		if i < from || i >= to {
			return
		}
		switch e.Kind {
		case gazetteer.CountryName, gazetteer.Demonym:
			// Neither its seat of government nor what it once was stands for it.
			plain := e.Kind == gazetteer.Demonym || to == from+1 && acronym(w.Text)
			for _, v := range t.words[from:to] {
				plain = plain || strings.Contains(" "+e.Name+" ", " "+v.fold+" ")
			}
			ok = ok || n.countries[e.Name] && plain && !tables.has("former", w.fold)
		case gazetteer.Body, gazetteer.OfficeName:
			ok = ok || n.bodies[e.Name]
		case gazetteer.Honorific:
			ok = ok || !w.opens && len(w.fold) <= 4 // Mr, Mrs, Ms, Dr
		}
	})
	if ok {
		return true
	}
	if acronym(w.Text) {
		for _, in := range n.initials {
			if in == w.fold {
				return true
			}
		}
	}
	if w.mention >= 0 {
		m := t.mentions[w.mention]
		if m.to-m.from >= 2 && n.acronyms[initials(t.words[m.from:m.to])] {
			return true
		}
		if len(w.Text) == 1 && w.mention >= 0 && i+1 < m.to { // an initial before a surname
			for _, in := range n.initials {
				if strings.HasPrefix(in, w.fold) {
					return true
				}
			}
		}
	}
	return false
}

// runs: names that stand together in the claim stand together in a quote, in
// this order: "Nikolai Lavrov" is nobody where the quotes have Nikolai
// Shulginov and Sergey Lavrov.
func (k *checker) runs() {
	t := k.claim
	for _, m := range t.mentions {
		for i := m.from; i+1 < m.to; i++ {
			a, b := t.words[i].fold, t.words[i+1].fold
			if t.words[i].opens && k.lower(a) || !k.foldInQuotes(a) || !k.foldInQuotes(b) || t.officeWord(i) || t.officeWord(i+1) || country(a) || country(b) {
				continue
			}
			if !k.together(a, b) {
				k.fault(Name, fmt.Sprintf("%q and %q are not one name in the quotes", t.words[i].Text, t.words[i+1].Text))
			}
		}
	}
}

func country(fold string) bool { _, ok := gazetteer.Country(fold); return ok }

// lower reports whether a quote has the word without a capital.
func (k *checker) lower(fold string) bool {
	for _, s := range k.sources {
		for i := range s.quote.words {
			if w := &s.quote.words[i]; w.fold == fold && !w.name() {
				return true
			}
		}
	}
	return false
}

// together reports whether two words follow each other within six words of a
// quote, with nothing but names between.
func (k *checker) together(a, b string) bool {
	for _, s := range k.sources {
		ws := s.quote.words
		for i := range ws {
			if ws[i].fold != a {
				continue
			}
			for j := i + 1; j < len(ws) && j <= i+6; j++ {
				if strings.ContainsAny(ws[j].gap, ",;()") {
					break
				}
				if ws[j].fold == b {
					return true
				}
				if !ws[j].name() && !particles[ws[j].fold] && ws[j].fold != "of" {
					break
				}
			}
		}
	}
	return false
}

// officeWord reports whether the word at i belongs to the name of an office.
func (t *text) officeWord(i int) bool {
	for from := max(0, i-3); from <= i; from++ {
		if n := t.office(from); n > 0 && from+n > i {
			return true
		}
	}
	return tables.has("person", t.words[i].fold)
}

// titles: an office or country directly before a person's name stands near
// that name in a quote too.
func (k *checker) titles() {
	t := k.claim
	for _, m := range t.mentions {
		if !m.person || t.officeWord(m.to-1) {
			continue
		}
		key := t.words[m.to-1].fold
		from := m.from
		for from > 0 && from > m.from-4 && strings.TrimSpace(t.words[from].gap) == "" && t.words[from-1].sentence == t.words[from].sentence && (t.officeWord(from-1) || country(t.words[from-1].fold)) {
			from--
		}
		for i := from; i < m.to-1; i++ {
			w := &t.words[i]
			if !t.officeWord(i) && !country(w.fold) {
				continue
			}
			if k.foldInQuotes(key) && !k.near(w, key) {
				k.fault(Name, fmt.Sprintf("%q is not what the quotes call %s", w.Text, t.words[m.to-1].Text))
			}
		}
	}
}

// near reports whether a word, or the country it is of, stands with a name in
// a quote with no other person's name between.
func (k *checker) near(w *word, key string) bool {
	c, isCountry := gazetteer.Country(w.fold)
	for _, s := range k.sources {
		ws := s.quote.words
		for i := range ws {
			if ws[i].fold != key {
				continue
			}
			for _, step := range []int{-1, 1} {
				for j := i + step; j >= 0 && j < len(ws) && j >= i-9 && j <= i+9 && ws[j].sentence == ws[i].sentence; j += step {
					if ws[j].fold == w.fold || ws[j].lemma == w.lemma {
						return true
					}
					if isCountry {
						if d, ok := gazetteer.Country(ws[j].fold); ok && d == c {
							return true
						}
					}
					m := ws[j].mention
					if m >= 0 && m != ws[i].mention && s.quote.mentions[m].person && !s.quote.officeWord(s.quote.mentions[m].to-1) {
						break
					}
					if ws[j].verb && step > 0 && !auxiliaries[ws[j].fold] {
						break
					}
				}
			}
		}
	}
	return false
}
