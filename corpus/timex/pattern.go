package timex

import (
	"fmt"
	"slices"
	"strings"
)

// A rule is a pattern over tokens and what it means. In a pattern
//
//	MONTH      is a token of that class (lexicon.txt; token.go for numbers),
//	month      that very word,
//	- , ' / .  that sign, a hyphen with no space on either side,
//	--         a hyphen or dash however it is spaced,
//	<date>     whatever the rules of that name read, the longest,
//	x?         x or nothing, (a|b c) one of several.
//
// A pattern is written out into its plain sequences, and all sequences of a
// name share a tree, so that reading costs as much as the text agrees with it.
type rule struct {
	name    string
	pattern string
	read    func(m *match) *expr // nil: it is not one after all
}

// elem is one step of a sequence.
type elem struct {
	class class
	word  *word
	sign  byte   // '-' glued hyphen, '=' any dash
	sub   string // the name of other rules
}

// node is a place in the tree of a name's sequences: what may follow, by kind.
type node struct {
	classes []edge
	any     bits // all of classes
	words   map[*word]*node
	signs   []edge
	subs    []edge
	ends    []int // rules that end here, in order
}

type edge struct {
	elem
	set *ruleSet // of sub
	to  *node
}

// ruleSet is the tree of the rules of one name, or a reader written by hand.
type ruleSet struct {
	name  string
	id    int
	root  node
	read  func(p *parser, i int) (int, *expr)
	first bits   // the classes that can begin one
	words []bool // the words that can, by their id
}

// begins reports whether an expression of the set can begin with t.
func (s *ruleSet) begins(t *tok) bool {
	return t.bits.meets(s.first) || t.word != nil && s.words[t.word.id]
}

// maxDepth bounds how deep expressions nest, and with it the work per token.
const maxDepth = 4

// maxSteps bounds the elements of one reading.
const maxSteps = 24

// parse reads a pattern into its plain sequences.
func (g *grammar) parse(pattern string) ([][]elem, error) {
	fields := strings.Fields(strings.NewReplacer("(", " ( ", ")?", " )? ", ")", " ) ", "|", " | ").Replace(pattern))
	seqs, rest, err := g.alternatives(fields)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("a bracket too many")
	}
	if err != nil {
		return nil, fmt.Errorf("pattern %q: %w", pattern, err)
	}
	return seqs, nil
}

func (g *grammar) alternatives(f []string) (seqs [][]elem, rest []string, err error) {
	cur := [][]elem{nil}
	for len(f) > 0 {
		var part [][]elem
		switch {
		case f[0] == ")" || f[0] == ")?":
			return append(seqs, cur...), f, nil
		case f[0] == "|":
			seqs, cur = append(seqs, cur...), [][]elem{nil}
			f = f[1:]
			continue
		case f[0] == "(":
			part, f, err = g.alternatives(f[1:])
			if err != nil {
				return nil, nil, err
			}
			if len(f) == 0 {
				return nil, nil, fmt.Errorf("a bracket too few")
			}
			if f[0] == ")?" {
				part = append(part, nil)
			}
			f = f[1:]
		default:
			word, optional := strings.CutSuffix(f[0], "?")
			e, err := g.elem(word)
			if err != nil {
				return nil, nil, err
			}
			part = [][]elem{{e}}
			if optional {
				part = append(part, nil)
			}
			f = f[1:]
		}
		var next [][]elem
		for _, a := range cur {
			for _, b := range part {
				next = append(next, slices.Concat(a, b))
			}
		}
		cur = next
	}
	return append(seqs, cur...), nil, nil
}

func (g *grammar) elem(s string) (elem, error) {
	switch {
	case s == "--":
		return elem{sign: '='}, nil
	case len(s) == 1 && !isLetter(s[0]):
		return elem{sign: s[0]}, nil
	case s[0] == '<':
		return elem{sub: strings.Trim(s, "<>")}, nil
	case s == strings.ToUpper(s):
		if c, ok := g.lex.class(s); ok {
			return elem{class: c}, nil
		}
		return elem{}, fmt.Errorf("no class %s", s)
	}
	return elem{word: g.lex.word(s)}, nil
}

func (n *node) add(g *grammar, seq []elem, rule int) {
	for _, e := range seq {
		if e.word != nil {
			to := n.words[e.word]
			if to == nil {
				to = &node{}
				if n.words == nil {
					n.words = map[*word]*node{}
				}
				n.words[e.word] = to
			}
			n = to
			continue
		}
		list := &n.signs
		switch {
		case e.class != cNone:
			list = &n.classes
			n.any.add(e.class)
		case e.sub != "":
			list = &n.subs
		}
		var to *node
		for _, k := range *list {
			if k.elem == e {
				to = k.to
			}
		}
		if to == nil {
			to = &node{}
			var set *ruleSet
			if e.sub != "" {
				set = g.set(e.sub)
			}
			*list = append(*list, edge{e, set, to})
		}
		n = to
	}
	if !slices.Contains(n.ends, rule) {
		n.ends = append(n.ends, rule)
	}
}

// step is one element of a reading: the tokens that it covers and, for other
// rules, what they read.
type step struct {
	elem
	at, end int
	sub     *expr
}

// match is a reading of one pattern.
type match struct {
	*parser
	steps []step
	start int // the first token
	end   int // behind the last
}

// tok returns the k-th token of that class in the reading, nil if there is none.
func (m *match) tok(c class, k int) *tok {
	for i := range m.steps {
		if s := &m.steps[i]; s.class == c {
			if k == 0 {
				return &m.toks[s.at]
			}
			k--
		}
	}
	return nil
}

// num returns the value of the reading's first token of that class.
func (m *match) num(c class) int {
	if t := m.tok(c, 0); t != nil {
		return t.val(c)
	}
	return 0
}

func (m *match) str(c class) string {
	if t := m.tok(c, 0); t != nil {
		return t.str(c)
	}
	return ""
}

func (m *match) has(c class) bool { return m.tok(c, 0) != nil }

// word reports whether the reading has that word, in its own right and not
// within what other rules read.
func (m *match) word(text string) bool {
	for i := range m.steps {
		s := &m.steps[i]
		if w := m.toks[s.at].word; w != nil && s.elem.sub == "" && w.text == text {
			return true
		}
	}
	return false
}

// sub returns what the rules of that name read, nil if they did not.
func (m *match) sub(name string) *expr {
	for _, s := range m.steps {
		if s.elem.sub == name {
			return s.sub
		}
	}
	return nil
}

// parser reads one segment of a text.
type parser struct {
	*grammar
	text    string
	toks    []tok
	depth   int
	matches [maxDepth + 2]match
	steps   [maxDepth + 2][maxSteps]step
	memo    []memo // by set: what was read last
	items   []item
}

// memo is what the rules of a set read at a token.
type memo struct {
	at, end int
	expr    *expr
}

// best is the longest reading found so far.
type best struct {
	end, rule int
	expr      *expr
}

// longest returns the longest reading of the set's rules at token i.
func (p *parser) longest(set *ruleSet, i int) (end int, e *expr) {
	if p.depth > maxDepth || i >= len(p.toks) || !set.begins(&p.toks[i]) {
		return i, nil
	}
	if k := &p.memo[set.id]; k.at == i {
		return k.end, k.expr
	}
	if set.read != nil {
		end, e = set.read(p, i)
		p.memo[set.id] = memo{i, end, e}
		return end, e
	}
	b := best{end: i}
	m := &p.matches[p.depth]
	*m = match{parser: p, start: i, steps: p.steps[p.depth][:0]}
	p.depth++
	p.walk(&set.root, i, m, &b)
	p.depth--
	p.memo[set.id] = memo{i, b.end, b.expr}
	return b.end, b.expr
}

// walk follows the tree from n, with the token at i next.
func (p *parser) walk(n *node, i int, m *match, b *best) {
	if i > b.end || i == b.end && b.expr != nil {
		for _, r := range n.ends {
			if i == b.end && r >= b.rule {
				continue
			}
			m.end = i
			if e := p.rules[r].read(m); e != nil {
				*b = best{i, r, e}
				break
			}
		}
	}
	if i >= len(p.toks) || len(m.steps) == maxSteps {
		return
	}
	t := &p.toks[i]
	if t.para && i > m.start {
		return
	}
	if t.bits.meets(n.any) {
		for k := range n.classes {
			if e := &n.classes[k]; t.bits.has(e.class) {
				p.follow(e.elem, e.to, i, i+1, nil, m, b)
			}
		}
	}
	if t.word != nil && n.words != nil {
		if to := n.words[t.word]; to != nil {
			p.follow(elem{word: t.word}, to, i, i+1, nil, m, b)
		}
	}
	if t.sign != 0 {
		for k := range n.signs {
			e := &n.signs[k]
			switch e.sign {
			case '-':
				if t.sign != '-' || t.space || i+1 == len(p.toks) || p.toks[i+1].space {
					continue
				}
			case '=':
				if t.sign != '-' && t.sign != '~' {
					continue
				}
			default:
				if t.sign != e.sign {
					continue
				}
			}
			p.follow(e.elem, e.to, i, i+1, nil, m, b)
		}
	}
	for k := range n.subs {
		e := &n.subs[k]
		if end, sub := p.longest(e.set, i); sub != nil {
			p.follow(e.elem, e.to, i, end, sub, m, b)
		}
	}
}

func (p *parser) follow(e elem, to *node, at, end int, sub *expr, m *match, b *best) {
	m.steps = append(m.steps, step{e, at, end, sub})
	p.walk(to, end, m, b)
	m.steps = m.steps[:len(m.steps)-1]
}
