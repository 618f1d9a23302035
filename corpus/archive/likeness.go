package archive

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// What makes a text a near-copy of another. The bounds were set on the first
// set of edits and look-alikes of TestNearCopies and checked on the second.
//
// The texts have a core, from the first word that they share to the last. What
// stands before it and behind it, and what only one of them has within, is
// counted apart from what is changed word by word: editors put on headlines
// and lines of their own, put paragraphs in, and cut from the end.
const (
	maxChanged = .12 // of the core, word by word: two editors may each have changed 5 in 100
	minShared  = 28  // words, where the texts are not the same from end to end
	minWithin  = .6  // of the words of the shorter text that the longer has too
	minOwnWay  = .5  // of those of them that are not in quotation marks: two may quote one speech

	// A new headline, also with a date line: both texts begin with words of their
	// own. More than that is a lead, and a text under a new lead is another story.
	maxHeadline      = 20
	maxHeadlineShare = .12 // of the shorter text, where that is more
	// What only one of them begins with: a line of the wire, a paragraph. More
	// than that, and the old story is the background of a new one.
	maxIntro      = 45
	maxIntroShare = .35

	paragraphWords = 10 // from which on what only one text has counts as put in or cut, not as a change

	// Texts from one form differ in many of their figures and names, each counted
	// once, and wherever it stands; copies differ in few. In a story that is
	// brought up to date several figures may change, and the names stay.
	formShare     = 1. / 3 // so many of figures and names differ,
	formFigures   = 4      // or so many figures,
	formOfFigures = .6     // most of all,
	formDensity   = .035   // and many for the length of the text
)

// Likeness says how a text is a near-copy of another, which here is "the
// other". The zero value is that of texts that are none.
type Likeness struct {
	Words, Others int  // of the text and of the other
	Shared        int  // words that both have, in the same order
	Changed       int  // words that differ where both go on alike
	Core          int  // words from the first that they share to the last, of which Changed
	Added         int  // words that only the text has, in places of more than a few
	Missing       int  // words that only the other has, so
	Headline      bool // both begin with a few words of their own, or have other titles
	CutAfter      int  // words of the other after which the text ends; 0: it goes to the end
	OtherAfter    int  // words of the text after which the other ends; 0 likewise
}

// String says for people how the text is like the other: "the same but for its
// headline", "cut after 40 of 90 words", "6 of 100 words changed".
func (l Likeness) String() string {
	if l.Shared == 0 {
		return ""
	}
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	words := func(n int) string {
		if n == 1 {
			return "1 word"
		}
		return fmt.Sprint(n, " words")
	}
	switch {
	case l.CutAfter > 0:
		add("cut after %d of %d words", l.CutAfter, l.Others)
	case l.OtherAfter > 0:
		add("the fuller text, the other ends after %d of %d words", l.OtherAfter, l.Words)
	}
	if l.Changed > 0 {
		add("%d of %d words changed", l.Changed, l.Core)
	}
	if l.Added > 0 {
		add("%s put in", words(l.Added))
	}
	if l.Missing > 0 {
		add("%s left out", words(l.Missing))
	}
	switch {
	case len(parts) == 0 && l.Headline:
		return "the same but for its headline"
	case len(parts) == 0:
		return "word for word"
	case l.Headline:
		add("another headline")
	}
	return strings.Join(parts, ", ")
}

// score orders near-copies: the likest has the highest.
func (l Likeness) score() float64 {
	if l.Shared == 0 {
		return 0
	}
	return float64(l.Shared) / float64(l.Words+l.Others-l.Shared)
}

// likeness compares a text with another; it is zero where they are no
// near-copies. Which is which changes only how the difference is told.
func likeness(a, b *reading) Likeness {
	runs := align(a, b)
	if len(runs) == 0 {
		return Likeness{}
	}
	l := Likeness{Words: len(a.words), Others: len(b.words)}
	var facts tally
	shorter, kinds := len(a.words), a.kinds
	if len(b.words) < len(a.words) {
		shorter, kinds = len(b.words), b.kinds
	}
	plain, plainShared := 0, 0 // words of the shorter text outside quotation marks
	for _, k := range kinds {
		if k&quoted == 0 {
			plain++
		}
	}
	renamed := map[[2]uint64]int{} // names in the place of names
	put := 0                       // words of the shorter text that were put in
	for n, r := range runs {
		if n > 0 {
			p := runs[n-1]
			i, j := p.i+p.n, p.j+p.n
			x, y := r.i-i, r.j-j
			most, least := max(x, y), min(x, y)
			if most >= paragraphWords && least <= most/8 {
				l.Added, l.Missing = l.Added+x, l.Missing+y
				if len(a.words) <= len(b.words) {
					put += x
				} else {
					put += y
				}
			} else {
				l.Changed += most
				for k := 0; k < most && x == y; k++ {
					if a.kinds[i+k]&b.kinds[j+k]&name != 0 {
						renamed[[2]uint64{a.words[i+k], b.words[j+k]}]++
					}
				}
				facts.add(a, i, r.i, true)
				facts.add(b, j, r.j, true)
			}
		}
		l.Shared += r.n
		facts.add(a, r.i, r.i+r.n, false)
		facts.add(b, r.j, r.j+r.n, false)
		at := r.i
		if len(b.words) < len(a.words) {
			at = r.j
		}
		for _, k := range kinds[at : at+r.n] {
			if k&quoted == 0 {
				plainShared++
			}
		}
	}
	l.Core = l.Shared + l.Changed
	last := runs[len(runs)-1]
	headA, headB := runs[0].i, runs[0].j
	tailA, tailB := len(a.words)-last.i-last.n, len(b.words)-last.j-last.n
	whole := l.Core == len(a.words) && l.Core == len(b.words) || l.Shared*10 >= 9*max(len(a.words), len(b.words))
	switch {
	case float64(l.Changed) > maxChanged*float64(l.Core):
	case l.Shared < minShared && !whole:
	case float64(l.Shared) < minWithin*float64(shorter):
	case float64(plainShared) < minOwnWay*float64(plain):
	case float64(min(headA, headB)) > max(maxHeadline, maxHeadlineShare*float64(shorter)):
	case float64(max(headA, headB)) > max(maxIntro, maxIntroShare*float64(shorter)):
	case facts.form(l.Core), facts.elsewhere(a, b, renamed):
	default:
		l.finish(headA, headB, tailA, tailB, last)
		return l
	}
	return Likeness{}
}

// finish tells what stands before the core and behind it.
func (l *Likeness) finish(headA, headB, tailA, tailB int, last run) {
	switch {
	case min(headA, headB) > 0:
		l.Headline = true
		if headA > maxHeadline {
			l.Added += headA
		}
		if headB > maxHeadline {
			l.Missing += headB
		}
	default:
		l.Added, l.Missing = l.Added+headA, l.Missing+headB
	}
	switch {
	case tailB-tailA >= paragraphWords:
		l.CutAfter = last.j + last.n
		l.Added += tailA
	case tailA-tailB >= paragraphWords:
		l.OtherAfter = last.i + last.n
		l.Missing += tailB
	default:
		l.Added, l.Missing = l.Added+tailA, l.Missing+tailB
	}
}

// fact is a figure or a name of one of two texts.
type fact struct {
	word    uint64
	figure  bool
	differs bool
}

// tally are the figures and names of two texts.
type tally []fact

// add adds those of the words from i to j of a text.
func (t *tally) add(r *reading, i, j int, differs bool) {
	for ; i < j; i++ {
		if k := r.kinds[i]; k&(figure|name) != 0 {
			*t = append(*t, fact{r.words[i], k&figure != 0, differs})
		}
	}
}

// elsewhere reports whether two texts tell of two things in the same words: a
// name stands for another one wherever that stands, twice at least, and another
// name or a figure differs too, as a day does. A name that is only spelt in
// another way leaves all else as it was.
func (t tally) elsewhere(a, b *reading, renamed map[[2]uint64]int) bool {
	for pair, n := range renamed {
		if n < 2 || count(a.words, pair[0]) != n || count(b.words, pair[1]) != n {
			continue
		}
		for _, f := range t {
			if f.differs && f.word != pair[0] && f.word != pair[1] {
				return true
			}
		}
	}
	return false
}

func count(words []uint64, word uint64) (n int) {
	for _, w := range words {
		if w == word {
			n++
		}
	}
	return n
}

// form reports whether two texts with a core of so many words were filled into
// the same form.
func (t tally) form(core int) bool {
	slices.SortFunc(t, func(a, b fact) int { return cmp.Compare(a.word, b.word) })
	var facts, others, figures, otherFigures int
	for i := 0; i < len(t); {
		n, differ := i, 0
		for ; n < len(t) && t[n].word == t[i].word; n++ {
			if t[n].differs {
				differ++
			}
		}
		one := 0 // at half of where it stands, or more
		if 2*differ >= n-i {
			one = 1
		}
		// What both texts have stands for two, what only one has for one.
		weight := 1
		if one == 0 {
			weight = 2
		}
		facts, others = facts+weight, others+one
		if t[i].figure {
			figures, otherFigures = figures+weight, otherFigures+one
		}
		i = n
	}
	return others > 0 && float64(others) >= formShare*float64(facts) ||
		otherFigures >= 2*formFigures && float64(otherFigures) >= formOfFigures*float64(figures) &&
			float64(otherFigures) >= 2*formDensity*float64(core)
}
