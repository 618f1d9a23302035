package event

import (
	"strings"
	"unicode/utf8"

	"dateline/corpus/gazetteer"
)

// mentionKind says what a mention names.
type mentionKind uint8

const (
	nameMention    mentionKind = iota // a name of nobody certain
	personMention                     // with or without a name
	countryMention                    //
	cityMention
	bodyMention    // an organization
	demonymMention // "Russian", before a noun or for a people
	pronounMention
	deadMention // a capital that names nothing, or a dateline
)

// mention is a phrase that names somebody or something: words [from, to).
type mention struct {
	kind             mentionKind
	from, to         int
	nameFrom, nameTo int // the words of the name; empty where an office stands alone
	names            []string
	office, of       string
	class            string
	one              bool // a country has one holder of the office at a time
	country          string
	gender           byte
	indefinite       bool // "a Russian foreign minister"
	former           bool
	possessive       bool
	counterpart      bool // "his Russian counterpart"
	person           int  // index into the article's people, -1 where unknown
}

func (m mention) named() bool { return m.nameTo > m.nameFrom }

// place reports whether the mention may be where something happens.
func (m mention) place() bool { return m.kind == countryMention || m.kind == cityMention }

// actor reports whether the mention may do something.
func (m mention) actor() bool {
	return m.kind == personMention || m.kind == pronounMention || m.kind == nameMention || m.kind == bodyMention || m.kind == countryMention
}

var (
	nameParticles = wordSet(`al bin bint ibn de da dos du del della der den van von ten ter el ul ur la le zu`)
	weekdays      = wordSet(`monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun`)
	months        = wordSet(`january february march april may june july august september october november december jan feb mar apr
		jun jul aug sep sept oct nov dec`)
	// bodyHeads end the names of organizations.
	bodyHeads = wordSet(`ministry council commission party group company university bank inc ltd corp corporation court assembly
		parliament office authority organisation organization union agency institute association committee army force forces club fc
		league foundation college school department congress senate house government board federation times post news press tv
		radio service services airlines airways alliance front movement brigade corps police navy fund trust society centre center
		hospital secretariat embassy mills company companies team united museum orchestra church records pictures studios limited plc llc
		gmbh holding holdings motors industries systems technologies technology enterprises brothers ventures partners associates airline
		railways railway telecom pharmaceuticals laboratories works insurance securities capital exchange command
		institution commissariat directorate bureau watchdog regulator consortium cooperative`)
	// placeHeads end the names of places.
	placeHeads = wordSet(`river street airport province city island islands state county district region valley mountain mountains
		lake sea ocean strait border road avenue square park desert peninsula gulf bay port town village palace stadium hill hills
		base bridge station road highway dam`)
	modifiers = wordSet(`former ex late then new newly outgoing incoming acting interim deputy vice assistant senior top visiting
		current veteran longtime embattled caretaker junior chief sitting federal union ousted exiled`)
)

// find fills the sentence's mentions.
func (r *reader) find(s *sentence) {
	for i := 0; i < len(s.words); {
		m, ok := r.mentionAt(s, i)
		if !ok {
			i++
			continue
		}
		m.person = -1
		m.possessive = s.possessive(m.to - 1)
		for j := m.from; j < m.to; j++ {
			s.at[j] = len(s.mentions)
		}
		s.mentions = append(s.mentions, m)
		i = m.to
		if m.kind == personMention || m.kind == nameMention {
			if next := r.apposition(s, len(s.mentions)-1); next > i {
				i = next
			}
		}
	}
}

var pronouns = map[string]byte{"he": 'm', "him": 'm', "his": 'm', "she": 'f', "her": 'f', "hers": 'f', "himself": 'm', "herself": 'f',
	"who": 0}

// seat returns the end of a party and the place that it was won in, as they stand
// behind the name of a member of parliament: "R-W.Va.", "D-Calif.". It is i where
// none begins at word i.
func (s *sentence) seat(i int) int {
	if i == 0 || s.space(i) || len(s.words[i].Text) != 1 || s.gap(i+1) != "-" || i+1 >= len(s.words) || !s.words[i+1].Capital() {
		return i
	}
	to := i + 2
	for to < len(s.words) && s.gap(to) == "." {
		to++
	}
	return to
}

func (r *reader) mentionAt(s *sentence, i int) (mention, bool) {
	w := s.fold[i]
	if g, ok := pronouns[w]; ok && g != 0 {
		if (w == "his" || w == "her") && i+1 < len(s.words) {
			if m, ok := r.counterpart(s, i); ok {
				return m, true
			}
		}
		return mention{kind: pronounMention, from: i, to: i + 1, gender: g}, true
	}
	c := w[0]
	if c >= 'a' && c <= 'z' && !s.words[i].Capital() && !r.startsOffice(s, i) {
		return mention{}, false
	}
	if to := s.seat(i); to > i {
		return mention{kind: deadMention, from: i, to: to}, true
	}
	if m, ok := r.personAt(s, i); ok {
		return m, true
	}
	entries, n := s.longest(i)
	for _, e := range entries {
		switch e.Kind {
		case gazetteer.CountryName:
			return mention{kind: countryMention, from: i, to: i + n, country: e.Name}, true
		case gazetteer.CityName:
			return mention{kind: cityMention, from: i, to: i + n, country: e.Of, nameFrom: i, nameTo: i + n}, true
		case gazetteer.Body:
			return mention{kind: bodyMention, from: i, to: i + n, nameFrom: i, nameTo: i + n}, true
		case gazetteer.Demonym:
			return mention{kind: demonymMention, from: i, to: i + n, country: e.Name}, true
		}
	}
	return mention{}, false
}

// startsOffice reports whether an office written in small letters may begin
// at i: most words begin none, and this is quick.
func (r *reader) startsOffice(s *sentence, i int) bool {
	if modifiers[s.fold[i]] {
		return i+1 < len(s.words)
	}
	entries, _ := s.longest(i)
	for _, e := range entries {
		if e.Kind == gazetteer.OfficeName || e.Kind == gazetteer.Honorific {
			return true
		}
	}
	return false
}

// counterpart reads "his Russian counterpart" with what follows it.
func (r *reader) counterpart(s *sentence, i int) (mention, bool) {
	j, of := i+1, ""
	for k := 0; k < 2 && modifiers[s.word(j)]; k++ {
		j++
	}
	if entries, n := s.longest(j % len(s.words)); j < len(s.words) && n > 0 && (entries[0].Kind == gazetteer.Demonym || entries[0].Kind == gazetteer.CountryName) {
		of, j = entries[0].Name, j+n
	}
	if w := s.word(j); w != "counterpart" && (w != "colleague" || of == "") {
		return mention{}, false
	}
	m := mention{kind: personMention, from: i, to: j + 1, of: of, counterpart: true}
	m.nameFrom, m.nameTo = r.nameRun(s, j+1)
	if m.named() {
		m.to = m.nameTo
		m.names = s.fold[m.nameFrom:m.nameTo]
	}
	return m, true
}

// personAt reads [country] [modifier] [office [of country]] [title] [name].
func (r *reader) personAt(s *sentence, i int) (mention, bool) {
	m := mention{kind: personMention, from: i}
	j := i
	prefix, titled := "", false
	endOffice := i
	for j < len(s.words) && j < i+14 {
		if j > i && !s.joins(j) {
			break
		}
		w := s.fold[j]
		entries, n := s.longest(j)
		if n == 0 {
			if modifiers[w] {
				switch w {
				case "former", "ex", "late", "then", "ousted":
					m.former = m.former || w == "former" || w == "ex"
				case "deputy", "vice", "assistant", "acting", "junior":
					prefix = w + " "
				}
				if m.office != "" {
					break
				}
				j++
				continue
			}
			break
		}
		e, office := pick(entries, gazetteer.OfficeName)
		if office && m.office == "" {
			if n == 1 && !s.words[j].Capital() && (w == "chief" || w == "official" && s.adjective(j)) {
				break
			}
			m.office, m.class, m.one = e.Name, e.Class, e.One
			if e.Gender != 0 {
				m.gender = e.Gender
			}
			j += n
			endOffice = j
			if of, k := r.ofCountry(s, j); k > j {
				if m.of == "" {
					m.of = of
				}
				j = k
				endOffice = j
			}
			continue
		}
		if e, ok := pick(entries, gazetteer.Honorific); ok && (s.words[j].Capital() || w == "gen") {
			titled = true
			if e.Gender != 0 {
				m.gender = e.Gender
			}
			j += n
			continue
		}
		if e := entries[0]; m.office == "" && !titled && m.of == "" && (e.Kind == gazetteer.Demonym || e.Kind == gazetteer.CountryName || e.Kind == gazetteer.Body) {
			m.of = e.Name
			j += n
			continue
		}
		break
	}
	if m.office == "" && !titled && (m.of != "" || j > i) {
		return mention{}, false
	}
	if prefix != "" && m.office != "" && m.class != "generic" && !strings.HasPrefix(m.office, prefix) {
		m.office = prefix + m.office
		m.one = false
	}
	if m.former && m.office != "" {
		m.office, m.one = "former "+m.office, false
	}
	m.nameFrom, m.nameTo = r.nameRun(s, j)
	switch {
	case m.named():
		m.to = m.nameTo
		m.names = s.fold[m.nameFrom:m.nameTo]
		if m.office != "" && m.of == "" && s.word(m.to) == "of" { // "Foreign Minister Sergey Lavrov of Russia"
			m.of, m.to = r.ofCountry(s, m.to)
		}
		if last := s.fold[m.nameTo-1]; m.office != "" && (bodyHeads[last] || placeHeads[last]) {
			return mention{kind: bodyMention, from: i, to: m.nameTo, nameFrom: i, nameTo: m.nameTo}, true
		}
		if m.office == "" && !titled {
			m.kind = r.guess(s, m)
		}
	case m.office != "":
		m.nameFrom, m.nameTo = 0, 0
		m.to = endOffice
	default:
		return mention{}, false
	}
	if m.office != "" && i > 0 {
		m.indefinite = s.fold[i-1] == "a" || s.fold[i-1] == "an" || s.fold[i-1] == "no" || s.fold[i-1] == "any" || s.fold[i-1] == "first"
	}
	return m, true
}

// adjective reports whether the word at j stands before a noun: "official
// talks", and not "an official said".
func (s *sentence) adjective(j int) bool {
	next := s.word(j + 1)
	if next == "" || !s.space(j+1) || s.words[j+1].Capital() || auxiliaries[next] || prepositions[next] || boundaries[next] || adverbs[next] {
		return false
	}
	if t, ok := lexicon()[next]; ok {
		return t.forms&noun != 0
	}
	return !strings.HasSuffix(next, "ed")
}

// joins reports whether word j continues the phrase before it.
func (s *sentence) joins(j int) bool {
	switch s.gap(j) {
	case " ", "-", ". ", ".", "\u00a0", "  ", "\n":
		return true
	}
	return false
}

func pick(entries []gazetteer.Entry, kind gazetteer.Kind) (gazetteer.Entry, bool) {
	for _, e := range entries {
		if e.Kind == kind {
			return e, true
		}
	}
	return gazetteer.Entry{}, false
}

// ofCountry reads "of Russia", "of the United Nations", "from Moscow" after
// an office.
func (r *reader) ofCountry(s *sentence, j int) (string, int) {
	if w := s.word(j); w != "of" && w != "from" || !s.joins(j) {
		return "", j
	}
	k := j + 1
	if s.word(k) == "the" {
		k++
	}
	if k >= len(s.words) {
		return "", j
	}
	entries, n := s.longest(k)
	for _, e := range entries {
		if e.Kind == gazetteer.CountryName || e.Kind == gazetteer.Body {
			return e.Name, k + n
		}
		if e.Kind == gazetteer.CityName && e.Capital && s.fold[j] == "from" {
			return e.Of, k + n
		}
	}
	return "", j
}

// nameRun returns the words of the name that begins at i.
func (r *reader) nameRun(s *sentence, i int) (int, int) {
	j := i
	for j < len(s.words) && j < i+6 {
		w := s.fold[j]
		if j > i && (!s.joins(j) || s.possessive(j-1)) {
			break
		}
		if j > i && s.gap(j) == ". " && len(s.fold[j-1]) > 3 {
			break // a sentence ends there
		}
		if nameParticles[w] && !s.words[j].Capital() && j > i && j+1 < len(s.words) && s.words[j+1].Capital() {
			j++
			continue
		}
		if !s.words[j].Capital() || weekdays[w] || isStop(w) || utf8.RuneCountInString(w) < 1 {
			break
		}
		if months[w] && !s.monthAsName(i, j) {
			break
		}
		if s.headline && j == i && r.lower[w] > 0 {
			break
		}
		if s.headline && j > i && (r.lower[w] > 0 || lexicon()[w].kind != "") {
			break
		}
		if j == 0 || s.stop(j) && s.gap(j) != ". " {
			// the first word of a sentence has a capital anyway
			if (r.lower[w] > 0 || lexicon()[w].kind != "") && r.capital[w] == 0 {
				break
			}
		}
		entries, n := s.longest(j)
		if n > 0 && entries[0].Kind != gazetteer.Honorific && !(entries[0].Kind == gazetteer.OfficeName && j > i && n == 1 && j+1 < len(s.words) && s.words[j+1].Capital()) {
			// "Mahmood Khan" may hold a city's name in the middle, and
			// "Jack London" at the end, after a given name.
			if j == i || entries[0].Kind == gazetteer.OfficeName || gazetteer.GivenGender(s.fold[i]) == 0 {
				break
			}
		}
		j++
	}
	if j > i && nameParticles[s.fold[j-1]] && !s.words[j-1].Capital() {
		j--
	}
	return i, j
}

// monthAsName reports whether the word at j of a name that begins at i may be
// a name although it is a month too: "Theresa May", "Jan Smit".
func (s *sentence) monthAsName(i, j int) bool {
	if j+1 < len(s.words) && s.words[j+1].Number() {
		return false
	}
	switch s.fold[j] {
	case "may", "april", "june", "august":
		return j > i && gazetteer.GivenGender(s.fold[i]) != 0 || s.fold[j] != "may" && j == i && gazetteer.GivenGender(s.fold[j]) != 0
	case "jan":
		return j+1 < len(s.words) && s.words[j+1].Capital() && s.gap(j+1) == " "
	}
	return false
}

// guess says what a bare name may name.
func (r *reader) guess(s *sentence, m mention) mentionKind {
	last := s.fold[m.nameTo-1]
	switch {
	case bodyHeads[last] && m.nameTo-m.nameFrom > 1:
		return bodyMention
	case placeHeads[last] && m.nameTo-m.nameFrom > 1:
		return cityMention
	case gazetteer.GivenGender(s.fold[m.nameFrom]) != 0:
		return personMention
	}
	return nameMention
}

// apposition reads ", the Russian foreign minister," after a name and
// ", Sergey Lavrov," after an office into the mention before it, and returns
// the word after what it read.
func (r *reader) apposition(s *sentence, mi int) int {
	m := &s.mentions[mi]
	j := m.to
	if j >= len(s.words) || m.possessive {
		return 0
	}
	switch {
	case m.named() && m.office == "":
		if !s.comma(j) {
			return 0
		}
		k := j
		if w := s.word(k); w == "the" || w == "a" || w == "an" || w == "its" || w == "then" {
			k++
		}
		if k >= len(s.words) {
			return 0
		}
		app, ok := r.personAt(s, k)
		if !ok || app.office == "" || app.named() {
			// "the country's foreign minister"
			return 0
		}
		if app.to < len(s.words) && !s.comma(app.to) && !s.stop(app.to) && s.word(j) != "the" {
			return 0
		}
		m.office, m.of, m.class, m.one, m.former = app.office, app.of, app.class, app.one, app.former
		m.kind = personMention
		for x := j; x < app.to; x++ {
			s.at[x] = mi
		}
		return app.to
	case !m.named() && m.office != "" && !m.counterpart:
		if !s.comma(j) && !s.space(j) || j > 0 && s.word(j) == "who" {
			return 0
		}
		if !s.comma(j) {
			return 0
		}
		from, to := r.nameRun(s, j)
		if to <= from || to < len(s.words) && !s.comma(to) && !s.stop(to) || to-from == 1 && gazetteer.GivenGender(s.fold[from]) != 0 && to == len(s.words) {
			return 0
		}
		m.nameFrom, m.nameTo, m.names = from, to, s.fold[from:to]
		m.possessive = s.possessive(to - 1)
		for x := j; x < to; x++ {
			s.at[x] = mi
		}
		return to
	}
	return 0
}
