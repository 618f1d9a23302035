package bot

import (
	"strings"

	"dateline/corpus/token"
)

// opposites are verbs and adjectives of two outcomes of which one rules the other out,
// a pair of sides a line with "|" between. The words of a side say the same. A word
// with a particle is written with "_". One after "-" only answers a question with a
// word of the other side, since in a question it mostly means something else. Words
// whose outcomes may follow each other are left out: who was arrested may be released.
const opposites = `
accept approve adopt ratify endorse pass vote_for vote_through | reject veto vote_down vote_against turn_down throw_out strike_down rebuff -refuse -decline -dismiss -overturn
uphold | overturn quash throw_out -dismiss -reject -turn_down
win | lose
survive | die perish drown
rise increase grow climb | fall drop decline decrease shrink plunge slump sink
agree | disagree -refuse
confirm | deny -refute
support back favour favor | oppose
convict | acquit
allow permit | ban forbid prohibit bar block
pass | fail
strengthen | weaken
improve | worsen deteriorate
leave quit resign step_down | stay_on -stay -remain
attend | miss boycott skip stay_away
close shut | stay_open remain_open keep_open
open reopen | stay_closed stay_shut remain_closed remain_shut
lawful legal | unlawful illegal
true | false untrue
successful | unsuccessful
guilty | innocent
alive | dead
possible | impossible
`

// likes are groups of words that say the same of somebody, and stand in no pair.
const likes = `
resign step_down stand_down
dismiss sack fire oust
merge merger
close closure
dismiss dismissal
withdraw withdrawal
depart departure
remove removal
cancel call_off scrap abandon shelve
postpone put_off delay defer push_back
`

// wording is a word, or a verb with its particle, by stems.
type wording struct{ stem, particle string }

// side is a place in the table: its line, and left or right of "|".
type side struct {
	line  int
	right bool
}

// turns holds the sides of each wording in questions and in reports, and the wordings
// of each side by which reports tell it.
var turns = func() (t struct {
	asked map[wording][]side
	told  map[side][]wording
	alike map[wording][]wording
}) {
	t.asked, t.told, t.alike = map[wording][]side{}, map[side][]wording{}, map[wording][]wording{}
	for n, row := range strings.Split(strings.TrimSpace(opposites), "\n") {
		left, right, _ := strings.Cut(row, "|")
		for k, words := range []string{left, right} {
			s := side{n, k == 1}
			for _, f := range strings.Fields(words) {
				f, only := strings.CutPrefix(f, "-")
				w := wordingOf(f)
				t.told[s] = append(t.told[s], w)
				if !only {
					t.asked[w] = append(t.asked[w], s)
				}
			}
		}
	}
	for row := range strings.SplitSeq(strings.TrimSpace(likes), "\n") {
		var group []wording
		for _, f := range strings.Fields(row) {
			group = append(group, wordingOf(f))
		}
		for _, w := range group {
			t.alike[w] = append(t.alike[w], group...)
		}
	}
	return t
}()

func wordingOf(f string) wording {
	verb, particle, _ := strings.Cut(f, "_")
	return wording{token.Stem(verb), particle}
}

// same returns the wordings that say what w says, without w; contrary those that rule
// it out.
func (w wording) same() []wording {
	out := append([]wording(nil), turns.alike[w]...)
	for _, s := range turns.asked[w] {
		for _, x := range turns.told[s] {
			for _, y := range turns.asked[x] {
				if y == s {
					out = append(out, x) // it says so in any sentence
				}
			}
		}
	}
	return out
}

func (w wording) contrary() []wording {
	var out []wording
	for _, s := range turns.asked[w] {
		out = append(out, turns.told[side{s.line, !s.right}]...)
	}
	return out
}

// at reports whether word i of a line is the wording: its verb, and its particle right
// behind or behind a short object.
func (w wording) at(l *line, i int) bool {
	if l.stems[i] != w.stem && token.Stem(token.Base(l.folded[i])) != w.stem || l.words[i].Capital() && i > 0 {
		return false
	}
	if w.particle == "" {
		return true
	}
	for j := i + 1; j < min(len(l.words), i+5); j++ {
		if strings.ContainsAny(l.text[l.words[j-1].End:l.words[j].Start], ",;:.") {
			return false
		}
		if l.folded[j] == w.particle {
			return true
		}
		if w.particle == "for" || w.particle == "against" || w.particle == "open" || w.particle == "closed" {
			return false // these stand right behind
		}
	}
	return false
}
