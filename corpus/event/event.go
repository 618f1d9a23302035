// Package event reads events out of an article's sentences: who did what, to
// whom, where and when, whether it happened, was planned or denied, and what
// a sentence implies of other events ("the first by a foreign minister in
// nine years"). Over the events of an archive it merges reports of one event
// and selects the last, first or next one within a bound.
//
// There is no parser behind it. Words of a lexicon (kinds.txt) trigger an
// event; the names, offices and pronouns around the trigger become its
// participants by their order, prepositions and commas. The rules are those
// of English news prose and are written so that silence is likelier than a
// wrong participant.
//
// # What a participant's span tells
//
// The Span of a participant covers its mention. A participant that the
// sentence does not name but the article implies, as the country that a
// visitor in an undated line "wrapped up his visit" was in, has the zero
// Span; Inferred reports it.
package event

import (
	"dateline/corpus"
	"dateline/corpus/gazetteer"
)

// Read returns the events of an article's sentences, in the order of the
// text. It is deterministic, changes neither argument, and runs in time
// linear in the text. Spans are of the article's cleaned text.
func Read(a corpus.Article, ss []corpus.Sentence) []corpus.Event {
	r := &reader{article: &a, sentences: ss, lower: map[string]int{}, capital: map[string]int{}}
	for i, s := range ss {
		if len(r.sents) == maxSentences {
			break
		}
		if s.Start < 0 || s.End > len(a.Text) || s.Start >= s.End {
			continue
		}
		cut := cut(i, s, a.Text)
		if len(cut.words) == 0 {
			continue
		}
		r.sents = append(r.sents, cut)
	}
	r.count()
	for _, s := range r.sents {
		r.find(s)
	}
	r.dateline()
	r.gather()
	r.resolve()
	r.countCountries()
	for _, s := range r.sents {
		r.clauses(s)
	}
	r.readTimes()
	r.settle()
	return r.events()
}

// maxSentences bounds what is read of one article, and so the memory that
// reading takes; a newspaper's longest article has some hundreds.
const maxSentences = 20000

// reader reads one article.
type reader struct {
	article   *corpus.Article
	sentences []corpus.Sentence
	sents     []*sentence
	lower     map[string]int // folded words as written in small letters
	capital   map[string]int // folded words with a capital within a sentence
	people    []person
	city      gazetteer.Entry // of the dateline
	nations   []nation        // by how often they are named
	drafts    []*draft
}

type nation struct {
	name string
	n    int
}

func (r *reader) count() {
	for _, s := range r.sents {
		for i, w := range s.words {
			switch {
			case !w.Capital():
				if c := s.fold[i][0]; c >= 'a' && c <= 'z' && r.lower[s.fold[i]] == 0 {
					r.lower[s.fold[i]] = 1
				}
			case i > 0 && !s.headline && s.space(i):
				r.capital[s.fold[i]]++
			}
		}
	}
}

// dateline finds the city that opens the article, "ISLAMABAD –" or "MOSCOW,
// January 15 /TASS/", and takes it out of its sentence.
func (r *reader) dateline() {
	for n, s := range r.sents {
		if n >= 4 {
			return
		}
		for mi, m := range s.mentions {
			if m.from > 2 || m.kind != cityMention || m.from != 0 && s.words[0].Text != "–" {
				break
			}
			after := s.gap(m.to)
			upper := s.words[m.from].Text == upperCase(s.words[m.from].Text)
			dash := len(after) > 1 && (after[0] == ' ' && (after[1] == '-' || after[1] >= 0x80) || after[0] >= 0x80)
			if m.to >= len(s.words) || !(dash || upper && (after[0] == ':' || after[0] == ',' || len(after) > 1 && after[1] == '(' || after[0] == '-')) {
				break
			}
			if e, ok := gazetteer.City(s.text[s.words[m.from].Start:s.words[m.to-1].End]); ok {
				r.city = e
				for i := m.from; i < m.to; i++ {
					s.at[i] = -1
				}
				s.mentions[mi].kind = deadMention
				return
			}
		}
	}
}

func upperCase(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 32
		}
	}
	return string(b)
}

// countCountries counts how often the article speaks of each country, its
// cities, people and offices.
func (r *reader) countCountries() {
	index := map[string]int{}
	add := func(name string) {
		if name == "" {
			return
		}
		i, ok := index[name]
		if !ok {
			i = len(r.nations)
			index[name] = i
			r.nations = append(r.nations, nation{name: name})
		}
		r.nations[i].n++
	}
	for _, s := range r.sents {
		for _, m := range s.mentions {
			add(m.country)
			if m.kind == personMention {
				add(m.of)
			}
		}
	}
	add(r.city.Of)
}

// host returns the country that a visitor from country away is in, as far as
// the article tells: that of its dateline, else the one it names at least
// three times and twice as often as any other but away. "" where none is.
func (r *reader) host(away string) string {
	if r.city.Of != "" && r.city.Of != away {
		return r.city.Of
	}
	if away == "" {
		return ""
	}
	best, second := nation{}, nation{}
	for _, n := range r.nations {
		if n.name == away {
			continue
		}
		if _, ok := gazetteer.Country(n.name); !ok {
			continue
		}
		switch {
		case n.n > best.n:
			best, second = n, best
		case n.n > second.n:
			second = n
		}
	}
	if best.n >= 3 && best.n >= 2*second.n {
		return best.name
	}
	return ""
}
