package timex

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed lexicon.txt
var lexiconText string

// class is a class of words or of signs, such as MONTH or YEAR.
type class uint8

// bits is a set of classes.
type bits [2]uint64

func (b bits) has(c class) bool { return b[c>>6]>>(c&63)&1 == 1 }
func (b *bits) add(c class)     { b[c>>6] |= 1 << (c & 63) }
func (b bits) meets(o bits) bool {
	return b[0]&o[0]|b[1]&o[1] != 0
}
func (b bits) union(o bits) bits { return bits{b[0] | o[0], b[1] | o[1]} }

// The classes that the tokenizer gives to numbers, before those of the lexicon.
const (
	cNone   class = iota
	cInt          // 15
	cYear         // 1998
	cDec          // 9.30, 2.5
	cClock        // 09:30
	cDate         // 2021-04-07
	cDecade       // 1990s, '90s
	cQtr          // Q3, 3Q
	cHalf         // H1
	cFY           // FY2012
	numTokenClasses
)

var tokenClassNames = [numTokenClasses]string{"", "INT", "YEAR", "DEC", "CLOCK", "DATE", "DECADE", "QTR", "HALF", "FY"}

// word is an entry of the lexicon.
type word struct {
	id      int
	text    string
	any     bits // its classes, however it is written
	capital bits // its classes where it begins with a capital
	dotted  bool // an abbreviation that takes a following full stop
	classes []class
	values  []string // beside classes
	numbers []int    // the values as numbers, 0 where they are none
}

// lexicon holds the words by their lower-case form.
type lexicon struct {
	words   map[string]*word
	classes map[string]class
}

func (l *lexicon) word(text string) *word {
	w := l.words[text]
	if w == nil {
		w = &word{id: len(l.words) + 1, text: text}
		l.words[text] = w
	}
	return w
}

// class returns the class of that name; a name that no lexicon line has is a
// mistake in a rule.
func (l *lexicon) class(name string) (class, bool) {
	c, ok := l.classes[name]
	return c, ok
}

func readLexicon(text string) (*lexicon, error) {
	l := &lexicon{map[string]*word{}, map[string]class{}}
	for c := cInt; c < numTokenClasses; c++ {
		l.classes[tokenClassNames[c]] = c
	}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, words, ok := strings.Cut(line, ":")
		name, value, ok2 := strings.Cut(strings.TrimSpace(head), " ")
		if !ok || !ok2 {
			return nil, fmt.Errorf("lexicon.txt:%d: want CLASS VALUE: words", n+1)
		}
		c, ok := l.classes[name]
		if !ok {
			c = class(len(l.classes) + 1)
			if int(c) >= 128 {
				return nil, fmt.Errorf("lexicon.txt:%d: more than 127 classes", n+1)
			}
			l.classes[name] = c
		}
		for _, w := range strings.Split(words, "|") {
			w = strings.TrimSpace(w)
			capital := strings.HasPrefix(w, "^")
			w = strings.TrimPrefix(w, "^")
			dotted := strings.HasSuffix(w, ".") && strings.Count(w, ".") == 1
			if dotted {
				w = strings.TrimSuffix(w, ".")
			}
			if w == "" {
				return nil, fmt.Errorf("lexicon.txt:%d: an empty word", n+1)
			}
			e := l.word(w)
			e.dotted = e.dotted || dotted
			e.capital.add(c)
			if !capital {
				e.any.add(c)
			}
			number, _ := strconv.Atoi(value)
			e.classes, e.values, e.numbers = append(e.classes, c), append(e.values, value), append(e.numbers, number)
		}
	}
	return l, nil
}

// value returns the word's value in a class.
func (w *word) value(c class) (string, int) {
	for i, k := range w.classes {
		if k == c {
			return w.values[i], w.numbers[i]
		}
	}
	return "", 0
}
