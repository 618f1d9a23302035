package timex

import (
	"fmt"
	"reflect"
)

// grammar is the lexicon and the rules, made ready for reading.
type grammar struct {
	lex     *lexicon
	rules   []rule
	sets    map[string]*ruleSet
	readers map[string]func(p *parser, i int) (int, *expr)
	c       classes
	ord     class
}

// ruleSet is the tree of the rules of one name.
type ruleSet struct {
	root  node
	first bits         // the classes that can begin one
	words map[int]bool // the words that can
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
	g.ord = g.c.ORD
	g.readers = map[string]func(p *parser, i int) (int, *expr){"num": readNumber}
	for _, rules := range [][]rule{g.calendarRules(), g.relativeRules(), g.clockRules(), g.spanRules(), g.setRules()} {
		for _, r := range rules {
			seqs, err := g.parse(r.pattern)
			if err != nil {
				return nil, err
			}
			s := g.sets[r.name]
			if s == nil {
				s = &ruleSet{words: map[int]bool{}}
				g.sets[r.name] = s
			}
			g.rules = append(g.rules, r)
			for _, seq := range seqs {
				if len(seq) == 0 {
					return nil, fmt.Errorf("pattern %q can be empty", r.pattern)
				}
				s.root.add(seq, len(g.rules)-1)
			}
		}
	}
	for _, s := range g.sets {
		if err := g.begin(s, &s.root, 0); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// begin adds what can stand first at n to the set.
func (g *grammar) begin(s *ruleSet, n *node, depth int) error {
	if depth > 12 {
		return fmt.Errorf("rules that begin with themselves")
	}
	for _, e := range n.edges {
		switch {
		case e.class != cNone:
			s.first.add(e.class)
		case e.word != nil:
			s.words[e.word.id] = true
		case e.sub == "num":
			for _, c := range []class{cInt, cDec, g.c.NUM, g.c.SCALE, g.c.VAGUE, g.c.MANY, g.c.HALFWORD} {
				s.first.add(c)
			}
			for _, w := range []string{"a", "an", "another"} {
				s.words[g.lex.word(w).id] = true
			}
		case e.sub != "":
			other := g.sets[e.sub]
			if other == nil {
				return fmt.Errorf("no rules are called <%s>", e.sub)
			}
			if err := g.begin(s, &other.root, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// classes are the lexicon's classes that rules ask for by name.
type classes struct {
	MONTH, DOUBTFUL, WDAY, SHORTDAY, WDAYS, SEASON, SEASONS, UNIT, UNITS, BACKUNIT,
	NUM, SCALE, VAGUE, MANY, ORD, DECADEWORD, PART, EARLY, DAYPART, PLURALPART, NOON, DIR, PAST, FUTURE,
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
