package brief

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot/question"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// The bounds of a topic.
const (
	maxTopicRunes = 200
	maxTopicWords = 12
)

// unitKind says how a part of a topic is looked for.
type unitKind uint8

const (
	words   unitKind = iota // common words, which stand together or near each other
	name                    // a name that no table has: a person, a club, a firm
	country                 // by its name, its adjectives, its cities
	city
	body
)

// unit is a part of a topic that an article must be about.
type unit struct {
	kind  unitKind
	text  string   // as it was typed
	entry string   // of a country, city or body: its normalised name
	words []string // folded; of common words their stems
	// typed says that a single word was typed with a capital where a common
	// word has none. Of others what the archive writes decides.
	typed   bool
	capital bool // it is looked for with a capital letter only
	beside  bool // of common words: a name stands beside them
}

// topic is a topic as it was read: an article on it is about all of its units.
type topic struct {
	units []unit
}

// tidy brings white space to single spaces.
func tidy(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// asking are words with which one asks for news, and which are no part of a
// topic that they stand before.
var asking = set(`news update updates latest newest headlines development developments report reports coverage briefing brief
	what what's whats is are was were has have been happening happened happens going on in with about of regarding concerning
	the a an any there me give show tell us recent new some please all everything anything to for around up do you know
	summary overview story stories event events situation`)

// links stand between the words that ask and the topic.
var links = set(`on about of regarding concerning with in to around for from`)

// vague are words that add nothing to the words beside them.
var vague = set(`news update updates latest development developments situation issue issues matter matters topic story stories
	event events report reports coverage headlines`)

// strip leaves out the words before and after a topic that only ask for it.
func strip(text string) string {
	text = strings.Trim(text, " ?!.,;:\"'“”‘’")
	ws := token.Words(text)
	from := 0
	for i, w := range ws {
		f := token.Fold(w.Text)
		if !asking[f] {
			break
		}
		if i > 0 && links[f] || i == 0 && (f == "about" || f == "on") {
			from = i + 1
		}
	}
	end := len(ws)
	if end > from+1 && vague[token.Fold(ws[end-1].Text)] && !ws[end-1].Capital() {
		end--
	}
	for from < end-1 && (token.Fold(ws[from].Text) == "the" || token.Fold(ws[from].Text) == "latest") {
		from++
	}
	if from >= end {
		return text
	}
	return strings.TrimRight(text[ws[from].Start:ws[end-1].End], " ")
}

// asksOnly reports whether words ask for news and name nothing: "what is new".
func asksOnly(ws []token.Token) bool {
	for _, w := range ws {
		if !asking[token.Fold(w.Text)] || acronym(w.Text) {
			return false
		}
	}
	return true
}

// readTopic takes a topic apart. It reports false where it has no words that
// can be looked for, or more than a topic has.
func readTopic(text string) (topic, bool) {
	text = strip(question.Plain(tidy(text)))
	// A mark that stands on no letter is no word.
	ws := slices.DeleteFunc(token.Words(text), func(w token.Token) bool { return token.Fold(w.Text) == "" })
	if asksOnly(ws) || len(ws) == 0 || len(ws) > maxTopicWords || utf8.RuneCountInString(text) > maxTopicRunes {
		return topic{}, false
	}
	folded := make([]string, len(ws))
	for i, w := range ws {
		folded[i] = token.Fold(w.Text)
	}
	var t topic
	var common []string
	var commonText []string
	flush := func() {
		if len(common) > 0 {
			t.units = append(t.units, unit{kind: words, text: strings.Join(commonText, " "), words: common})
			common, commonText = nil, nil
		}
	}
	for i := 0; i < len(ws); {
		entries, n := gazetteer.Longest(text, ws, folded, i, true)
		// What is longer than the name of the table is another name: "Jordan
		// Henderson", "New York Times".
		end := nameEnd(text, ws, folded, i)
		if u, ok := placeOf(entries, text[ws[i].Start:ws[max(i, i+n-1)].End], ws[i]); ok && end <= i+n {
			flush()
			t.add(u)
			i += n
			continue
		}
		switch f := folded[i]; {
		case ws[i].Capital() && end > i:
			var list []string
			for j := i; j < end; j++ {
				if !joins[folded[j]] {
					list = append(list, folded[j])
				}
			}
			if len(list) == 0 { // "De" is no part of a name here
				list = slices.DeleteFunc(slices.Clone(folded[i:end]), token.Stop)
			}
			if len(list) == 0 {
				i = end
				continue
			}
			if len(list) == 1 && i == 0 && !acronym(ws[i].Text) {
				flush()
				t.add(unit{kind: words, text: ws[i].Text, words: []string{stem(f)}})
			} else {
				flush()
				t.add(unit{kind: name, text: text[ws[i].Start:ws[end-1].End], words: list, typed: true, capital: true})
			}
			i = end
		case token.Stop(f) || len(ws) > 1 && vague[f]:
			i++
			if f != "of" && f != "the" && f != "a" {
				flush()
			}
		default:
			if !slices.Contains(common, stem(f)) {
				common, commonText = append(common, stem(f)), append(commonText, ws[i].Text)
			}
			i++
		}
	}
	flush()
	named := slices.ContainsFunc(t.units, func(u unit) bool { return u.kind != words || u.likelyName() })
	for i := range t.units {
		if u := &t.units[i]; u.kind == words && !u.likelyName() {
			u.beside = named
		}
	}
	return t, len(t.units) > 0
}

// likelyName reports whether a unit is a single word with a capital that no table
// has.
func (u *unit) likelyName() bool {
	if u.kind != words || len(u.words) != 1 {
		return false
	}
	w := token.Words(u.text)
	f := token.Fold(u.text)
	return len(w) == 1 && w[0].Capital() && len(synonyms[u.words[0]])+len(related[u.words[0]]) == 0 && !question.Noun(f)
}

func (t *topic) add(u unit) {
	for _, v := range t.units {
		if v.kind == u.kind && v.entry == u.entry && slices.Equal(v.words, u.words) {
			return
		}
	}
	t.units = append(t.units, u)
}

var joins = set(`of de da di du del der den van von bin ibn al el the and for`)

// nameEnd returns the end of the run of words with capitals that begins at word
// i; i where it has none. "And" and "of" join only within a run that the tables
// know; here only the small words of people's names do.
func nameEnd(text string, ws []token.Token, folded []string, i int) int {
	if !ws[i].Capital() {
		return i
	}
	end := i + 1
	for end < len(ws) {
		gap := text[ws[end-1].End:ws[end].Start]
		if gap != " " && gap != "-" && gap != ". " && gap != "." {
			break
		}
		if ws[end].Capital() {
			end++
			continue
		}
		if folded[end] != "and" && folded[end] != "the" && folded[end] != "for" && folded[end] != "of" && joins[folded[end]] && end+1 < len(ws) && ws[end+1].Capital() {
			end += 2
			continue
		}
		break
	}
	return end
}

// placeOf returns the unit for what a table has under a phrase. Cities count
// only with a capital letter.
func placeOf(entries []gazetteer.Entry, text string, first token.Token) (unit, bool) {
	for _, e := range entries {
		switch e.Kind {
		case gazetteer.CountryName, gazetteer.Demonym:
			return unit{kind: country, text: text, entry: e.Name, typed: true, capital: true}, true
		case gazetteer.Body:
			return unit{kind: body, text: text, entry: e.Name, typed: true, capital: true}, true
		case gazetteer.CityName:
			if first.Capital() {
				return unit{kind: city, text: text, entry: e.Name, typed: true, capital: true}, true
			}
		}
	}
	return unit{}, false
}

func acronym(w string) bool {
	n := 0
	for _, r := range w {
		if !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return false
		}
		n++
	}
	return n >= 2
}

// beside reports for each word of a line whether it only says what the topic is:
// "the Finnish phone maker Nokia", "Nokia, a Finnish maker of phones, …".
func (t topic) beside(l *line) []bool {
	out := make([]bool, len(l.words))
	for k := range t.units {
		u := &t.units[k]
		if u.kind != name && u.kind != words {
			continue
		}
		for _, i := range u.at(l) {
			if u.kind == words && !l.words[i].Capital() {
				continue
			}
			for j := i - 1; j >= max(l.after, i-5); j-- {
				if l.gap(j+1) != " " || token.Stop(l.folded[j]) || pastForm(l.folded[j]) || bounding[l.folded[j]] {
					break
				}
				out[j] = true
			}
			if j := i + 1; strings.Contains(l.gap(j), ",") && (l.fold(j) == "a" || l.fold(j) == "an" || l.fold(j) == "the") {
				for out[j] = true; j+1 < len(l.words) && !strings.Contains(l.gap(j+1), ","); j++ {
					out[j+1] = true
				}
			}
		}
	}
	return out
}

// terms returns what the engine looks for.
func (t topic) terms() []retrieval.Term {
	var out []retrieval.Term
	term := func(list ...string) {
		scale := make([]float64, len(list))
		for i := range scale {
			scale[i] = 1
		}
		out = append(out, retrieval.Term{Words: list, Weight: 1, Scale: scale})
	}
	for _, u := range t.units {
		switch u.kind {
		case words:
			for _, w := range u.words {
				list := append([]string{w}, synonyms[w]...)
				if b := token.Stem(question.British(w)); b != w {
					list = append(list, b)
				}
				term(list...)
			}
		case country:
			var list []string
			for _, w := range append([]string{u.entry}, gazetteer.Names(u.entry)...) {
				if s := token.Stem(w); !strings.Contains(w, " ") && !token.Stop(w) && !slices.Contains(list, s) {
					list = append(list, s)
				}
			}
			if len(list) == 0 || strings.Contains(u.entry, " ") {
				for _, w := range token.Words(u.entry) {
					if s := token.Stem(token.Fold(w.Text)); !token.Stop(token.Fold(w.Text)) && !slices.Contains(list, s) {
						list = append(list, s)
					}
				}
			}
			term(list...)
		case city, body, name:
			list := u.words
			if u.kind != name {
				list = nil
				for _, w := range token.Words(u.entry + " " + u.text) {
					if f := token.Fold(w.Text); !token.Stop(f) && !slices.Contains(list, f) {
						list = append(list, f)
					}
				}
			}
			if u.kind == body {
				var stems []string
				for _, w := range list {
					stems = append(stems, token.Stem(w))
				}
				stems = append(stems, initials(u.entry)...)
				term(stems...)
				continue
			}
			for _, w := range list {
				term(token.Stem(w))
			}
		}
	}
	return out
}

// initials returns the initials of a name of several words: what is written for
// it.
func initials(entry string) []string {
	ws := token.Words(entry)
	if len(ws) < 2 {
		return nil
	}
	s := ""
	for _, w := range ws {
		if f := token.Fold(w.Text); !token.Stop(f) {
			s += f[:1]
		}
	}
	return []string{s}
}

// firsts maps each word of a list to the first of its line, which stands for all
// of it.
func firsts(list string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(list) {
		ws := strings.Fields(line)
		for _, w := range ws {
			m[w] = ws[0]
		}
	}
	return m
}

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
