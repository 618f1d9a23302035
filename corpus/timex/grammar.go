package timex

import (
	"fmt"
	"reflect"
)

// grammar is the lexicon and the rules, made ready for reading.
type grammar struct {
	lex   *lexicon
	rules []rule
	sets  map[string]*ruleSet
	kinds []*ruleSet // the sets that make an expression
	c     classes
}

// english is the grammar of English. It is built once; a mistake in the
// tables shows in every test.
var english = func() *grammar {
	g, err := newGrammar(lexiconText)
	if err != nil {
		panic(err)
	}
	return g
}()

func newGrammar(lexiconText string) (*grammar, error) {
	lex, err := readLexicon(lexiconText)
	if err != nil {
		return nil, err
	}
	g := &grammar{lex: lex, sets: map[string]*ruleSet{}}
	if err := g.c.fill(lex); err != nil {
		return nil, err
	}
	g.numberSet()
	for _, rules := range [][]rule{g.calendarRules(), g.relativeRules(), g.clockRules(), g.spanRules(), g.setRules()} {
		for _, r := range rules {
			seqs, err := g.parse(r.pattern)
			if err != nil {
				return nil, err
			}
			s := g.set(r.name)
			g.rules = append(g.rules, r)
			for _, seq := range seqs {
				if len(seq) == 0 {
					return nil, fmt.Errorf("pattern %q can be empty", r.pattern)
				}
				s.root.add(g, seq, len(g.rules)-1)
			}
		}
	}
	for _, name := range kindNames {
		g.kinds = append(g.kinds, g.set(name))
	}
	for _, s := range g.sets {
		s.words = make([]bool, len(lex.words)+1)
		if s.read != nil {
			for _, w := range numberWords {
				s.words[lex.word(w).id] = true
			}
			continue
		}
		if err := g.begin(s, &s.root, 0); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// kindNames are the sets that make an expression; the first wins among
// readings of the same length.
var kindNames = [...]string{"set", "time", "date", "dur"}

// set returns the set of that name, a new one where there is none yet.
func (g *grammar) set(name string) *ruleSet {
	s := g.sets[name]
	if s == nil {
		s = &ruleSet{name: name, id: len(g.sets)}
		g.sets[name] = s
	}
	return s
}

// numberWords are those that begin a number and are in no class.
var numberWords = [...]string{"a", "an", "another"}

// numberSet makes <num>, which readNumber reads.
func (g *grammar) numberSet() {
	s := g.set("num")
	s.read = readNumber
	for _, c := range []class{cInt, cDec, g.c.NUM, g.c.SCALE, g.c.VAGUE, g.c.MANY, g.c.HALFWORD} {
		s.first.add(c)
	}
	for _, w := range numberWords {
		g.lex.word(w)
	}
}

// begin adds what can stand first at n to the set.
func (g *grammar) begin(s *ruleSet, n *node, depth int) error {
	if depth > 12 {
		return fmt.Errorf("the rules of <%s> begin with themselves", s.name)
	}
	if len(n.signs) > 0 {
		return fmt.Errorf("a rule of <%s> begins with a sign", s.name)
	}
	s.first = s.first.union(n.any)
	for w := range n.words {
		s.words[w.id] = true
	}
	for _, e := range n.subs {
		if e.set.read == nil && e.set.root.empty() {
			return fmt.Errorf("no rules are called <%s>", e.sub)
		}
		if e.set.read != nil {
			s.first = s.first.union(e.set.first)
			for _, w := range numberWords {
				s.words[g.lex.word(w).id] = true
			}
		} else if err := g.begin(s, &e.set.root, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (n *node) empty() bool { return n.any == bits{} && n.words == nil && n.subs == nil }

// classes are the lexicon's classes that rules ask for by name.
type classes struct {
	MONTH, DOUBTFUL, WDAY, SHORTDAY, WDAYS, SEASON, SEASONS, UNIT, UNITS, BACKUNIT,
	NUM, SCALE, VAGUE, MANY, ORD, DECADEWORD, PART, EARLY, DAYPART, SUNTIME, SPORT, DUE, REPORT, STARTING, MOVED, ASIDE, PLURALPART, NOON, DIR, PAST, FUTURE,
	THISONE, PRIOR, FOLLOWING, SAME, BACKWARD, FORWARD, DAYWORD, NOW, RECENT, SOON, FREQ, EACH, TIMES,
	FILL, WHOLE, MODWORD, FISCAL, HALFWORD, AMPM, ZONE, ERA, HOLIDAY, MOVINGMONTH, TIMEPREP, SUREPREP,
	NOTYEAR, COUNTED, TOCOME, CLOCKPREP, PREP, STOPWORD, EVENTNAME, TITLE, NAMEAFTER, NAMEBEFORE, PASTVERB class
}

// fill finds each class by the name of its field.
func (c *classes) fill(lex *lexicon) error {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		k, ok := lex.class(name)
		if !ok {
			return fmt.Errorf("lexicon.txt has no class %s", name)
		}
		v.Field(i).Set(reflect.ValueOf(k))
	}
	return nil
}
