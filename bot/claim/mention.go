package claim

import (
	"strings"
	"unicode/utf8"

	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// mention is a name in a text: a run of words with capitals.
type mention struct {
	from, to int    // words, half open
	key      string // what two mentions of one bearer share: the surname, or the country
	prep     string // the preposition that governs it, "" where it is bare
	owner    bool   // it is only the owner of what follows: "Pakistan's forces"
	person   bool   // it is not known as a place or body
	adjunct  bool   // it hangs on a preposition or an owner
}

var particles = set("bin al el ul ur de da di del van von der den la le ibn abu")

// markMentions finds the names.
func (t *text) markMentions() {
	for i := 0; i < len(t.words); {
		w := &t.words[i]
		if !t.named(i) {
			i++
			continue
		}
		end := i + 1
		for end < len(t.words) && t.words[end].sentence == w.sentence {
			gap := t.words[end].gap
			if strings.Trim(gap, " .-‑\u00a0") != "" || strings.HasSuffix(t.words[end-1].Text, "'s") || strings.HasSuffix(t.words[end-1].Text, "’s") {
				break
			}
			if t.named(end) || t.words[end].Number() && strings.Trim(gap, "-‑") == "" {
				end++
				continue
			}
			if particles[t.words[end].fold] && end+1 < len(t.words) && t.named(end+1) && t.words[end+1].gap == " " {
				end += 2
				continue
			}
			break
		}
		if m, ok := t.mentionOf(i, end); ok {
			for j := i; j < end; j++ {
				t.words[j].mention = len(t.mentions)
			}
			t.mentions = append(t.mentions, m)
		}
		i = end
	}
}

// named reports whether the word at i is written as a name and not only for
// beginning a sentence.
func (t *text) named(i int) bool {
	w := &t.words[i]
	if !w.name() || w.time >= 0 || w.fold == "i" && len(w.Text) == 1 {
		return false
	}
	if !w.opens {
		return true
	}
	if token.Stop(w.fold) || tables.has("opener", w.fold) || auxiliaries[w.fold] {
		return false
	}
	return true
}

// mentionOf makes a mention of a run, unless it is an adjective alone.
func (t *text) mentionOf(from, to int) (mention, bool) {
	m := mention{from: from, to: to, person: true}
	last := &t.words[to-1]
	m.key = last.fold
	var folds []string
	for _, w := range t.words[from:to] {
		folds = append(folds, w.fold)
	}
	whole := strings.Join(folds, " ")
	if c, ok := gazetteer.Country(whole); ok {
		m.key, m.person = "c:"+c, false
		if demonym(t.words[from:to]) && to < len(t.words) && t.words[to].gap == " " && !t.words[to].name() && !t.words[to].verb && !token.Stop(t.words[to].fold) {
			return m, false // "Russian wheat"
		}
	} else if e, ok := gazetteer.City(whole); ok {
		m.key, m.person = "p:"+e.Name, false
	} else if e, ok := gazetteer.Organization(whole); ok {
		m.key, m.person = "b:"+e.Name, false
	}
	m.owner = strings.HasSuffix(last.Text, "'s") || strings.HasSuffix(last.Text, "’s") || strings.HasSuffix(last.Text, "s’") || strings.HasSuffix(last.Text, "s'")
	if to < len(t.words) && strings.HasPrefix(t.words[to].gap, "'") && strings.HasSuffix(last.fold, "s") || to < len(t.words) && strings.HasPrefix(t.words[to].gap, "’") && strings.HasSuffix(last.fold, "s") {
		m.owner = true
	}
	// The preposition stands before the words that lead to the name.
	for j := from - 1; j >= 0 && j >= from-5; j-- {
		w := &t.words[j]
		if w.sentence != last.sentence || w.time >= 0 || strings.ContainsAny(t.words[j+1].gap, ",;:()—–“”\"") || w.verb || w.mention >= 0 && w.fold != "and" && !gazetteerDemonym(w.fold) {
			break
		}
		if tables.has("prep", w.fold) {
			m.prep = w.fold
			break
		}
		if connectives[w.fold] {
			break
		}
	}
	if e, ok := gazetteer.City(whole); ok && e.Capital && m.prep == "" && !m.person {
		m.key = "c:" + e.Of // a capital that acts is its government
	}
	m.adjunct = m.owner || m.prep != "" && m.prep != "by"
	return m, true
}

func demonym(ws []word) bool { return len(ws) == 1 && gazetteerDemonym(ws[0].fold) }

// gazetteerDemonym reports whether a word is the adjective of a country.
func gazetteerDemonym(fold string) bool {
	c, ok := gazetteer.Country(fold)
	return ok && c != fold
}

// office reports whether words name an office or title; how many of them do.
func (t *text) office(i int) int {
	for n := 4; n >= 1; n-- {
		if i+n > len(t.words) {
			continue
		}
		var folds []string
		for j := i; j < i+n; j++ {
			if j > i && strings.TrimSpace(t.words[j].gap) != "" && t.words[j].gap != "-" {
				folds = nil
				break
			}
			folds = append(folds, t.words[j].fold)
		}
		if folds == nil {
			continue
		}
		if _, ok := gazetteer.Office(strings.Join(folds, " ")); ok {
			return n
		}
	}
	return 0
}

// countries returns the countries that a text names by any of their names,
// and those whose capital it names as their government.
func (t *text) countries() map[string]bool {
	m := map[string]bool{}
	t.phrases(func(from, to int, e gazetteer.Entry) {
		switch e.Kind {
		case gazetteer.CountryName, gazetteer.Demonym:
			m[e.Name] = true
		case gazetteer.CityName:
			if before := from - 1; e.Capital && (before < 0 || !tables.has("prep", t.words[before].fold) || t.words[before].fold == "with" || t.words[before].fold == "by") {
				m[e.Of] = true
			}
		}
	})
	return m
}

// phrases calls f for each phrase of the gazetteer.
func (t *text) phrases(f func(from, to int, e gazetteer.Entry)) {
	tokens := make([]token.Token, len(t.words))
	folded := make([]string, len(t.words))
	for i := range t.words {
		tokens[i], folded[i] = t.words[i].Token, t.words[i].fold
	}
	for i := 0; i < len(tokens); {
		es, n := gazetteer.Longest(t.string, tokens, folded, i, false)
		for _, e := range es {
			f(i, i+n, e)
		}
		i += max(n, 1)
	}
}

// initials returns the first letters of a run of names.
func initials(ws []word) string {
	var b strings.Builder
	for _, w := range ws {
		if w.name() {
			r, _ := utf8.DecodeRuneInString(w.fold)
			b.WriteRune(r)
		}
	}
	return b.String()
}
