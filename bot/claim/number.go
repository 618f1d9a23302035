package claim

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// number is a quantity in a text.
type number struct {
	from, to int // words, half open
	value    float64
	ordinal  bool
	unit     string // of words.txt, a currency or percent; "" where it counts things
	nouns    []string
	bound    string // "more", "less", "about" or ""
}

var cardinals = func() map[string]float64 {
	m := map[string]float64{}
	for i, w := range strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen") {
		m[w] = float64(i)
	}
	for i, w := range strings.Fields("twenty thirty forty fifty sixty seventy eighty ninety") {
		m[w] = float64(20 + 10*i)
	}
	return m
}()

var scales = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
	"m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12, "k": 1e3, "dozen": 12, "hundreds": 100, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "lakh": 1e5, "crore": 1e7}

var ordinals = func() map[string]float64 {
	m := map[string]float64{}
	for i, w := range strings.Fields("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth") {
		m[w] = float64(i + 1)
	}
	return m
}()

var currencies = map[rune]string{'$': "dollar", '€': "euro", '£': "pound", '¥': "yen", '₹': "rupee", '₽': "ruble"}

var unitNames = map[string]string{"km": "kilometer", "kg": "kilogram", "kilo": "kilogram", "cm": "centimeter", "pct": "percent", "percentage": "percent",
	"usd": "dollar", "eur": "euro", "gbp": "pound", "rs": "rupee", "ton": "tonne", "mw": "megawatt", "kw": "kilowatt", "gw": "gigawatt", "rouble": "ruble", "metre": "meter", "sq": "square"}

// numbers returns the quantities of a text, without those of its dates.
func (t *text) numbers() []number {
	var out []number
	for i := 0; i < len(t.words); {
		n, ok := t.number(i)
		if !ok {
			i++
			continue
		}
		t.measure(&n)
		if len(out) > 0 && n.unit == "" && !n.ordinal && t.bare(n) {
			// "20 million euros … and three million so far"
			if before := out[len(out)-1]; t.words[before.from].sentence == t.words[n.from].sentence {
				n.unit = before.unit
			}
		}
		out = append(out, n)
		i = n.to
	}
	return out
}

func (t *text) number(i int) (number, bool) {
	w := &t.words[i]
	if w.time >= 0 && t.times[w.time].Type != "SET" {
		return number{}, false
	}
	if v, ok := ordinal(w.fold); ok {
		return number{from: i, to: i + 1, value: v, ordinal: true}, true
	}
	total, group, j := 0.0, 0.0, i
	begun := false
	for ; j < len(t.words); j++ {
		x := &t.words[j]
		gap := x.gap
		if begun && strings.Trim(gap, " -‑\u00a0") != "" {
			break
		}
		f := x.fold
		if v, ok := cardinals[f]; ok {
			if begun && !(math.Mod(group, 100) == 0 && group > 0 || math.Mod(group, 10) == 0 && v < 10 && math.Mod(group, 100) >= 20 || group == 0) {
				break
			}
			group += v
		} else if v, suffix, ok := digits(f); ok && !begun {
			group = v
			if s, ok := scales[suffix]; ok && suffix != "" {
				group *= s
			} else if suffix != "" && suffix != "%" && unitNames[suffix] == "" {
				return number{}, false // "2nd" was read; "mi35" is a name
			}
		} else if s, ok := scales[f]; ok && (begun || f == "dozen") && !(len(f) == 1 && gap != "") {
			if group == 0 {
				group = 1
			}
			if s == 100 || s == 12 {
				group *= s
			} else {
				total += group * s
				group = 0
			}
		} else if f == "and" && begun && math.Mod(group, 100) == 0 && (group > 0 || total > 0) && j+1 < len(t.words) && cardinals[t.words[j+1].fold] > 0 && t.words[j-1].fold != "million" && t.words[j-1].fold != "billion" {
			continue
		} else {
			break
		}
		begun = true
	}
	if !begun {
		return number{}, false
	}
	n := number{from: i, to: j, value: total + group}
	if j == i+1 && w.fold == "one" && !(j < len(t.words) && t.unitAt(j) != "") {
		return number{}, false // "one of them"
	}
	return n, true
}

// numeral reports whether word i is a numeral.
func (t *text) numeral(i int) bool {
	_, word := cardinals[t.words[i].fold]
	return word || t.words[i].Number()
}

// bare reports whether nothing is counted by the words after a number.
func (t *text) bare(n number) bool {
	if n.to >= len(t.words) || t.words[n.to].sentence != t.words[n.from].sentence {
		return true
	}
	w := &t.words[n.to]
	return strings.ContainsAny(w.gap, ",;:()") || !w.content()
}

func ordinal(f string) (float64, bool) {
	if v, ok := ordinals[f]; ok {
		return v, true
	}
	for _, e := range []string{"st", "nd", "rd", "th"} {
		if d, ok := strings.CutSuffix(f, e); ok {
			if v, err := strconv.Atoi(d); err == nil {
				return float64(v), true
			}
		}
	}
	return 0, false
}

// digits reads a number in digits and what is written onto it.
func digits(f string) (float64, string, bool) {
	end := 0
	for end < len(f) && (f[end] >= '0' && f[end] <= '9' || f[end] == '.' || f[end] == ',') {
		end++
	}
	if end == 0 {
		return 0, "", false
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimRight(f[:end], ".,"), ",", ""), 64)
	return v, f[end:], err == nil
}

// unitAt returns the unit that a word is, "" where it is none.
func (t *text) unitAt(i int) string {
	w := &t.words[i]
	for _, f := range []string{w.fold, strings.TrimSuffix(w.fold, "s"), strings.TrimSuffix(w.fold, "es"), w.lemma} {
		f = american(f)
		if u := unitNames[f]; u != "" {
			f = u
		}
		if tables.has("unit", f) {
			if f == "second" && w.fold != "seconds" {
				return ""
			}
			return f
		}
	}
	return ""
}

// measure fills in what a number counts and how it is bounded.
func (t *text) measure(n *number) {
	for _, r := range t.words[n.from].gap {
		if c := currencies[r]; c != "" {
			n.unit = c
		}
	}
	if _, suffix, ok := digits(t.words[n.to-1].fold); ok && unitNames[suffix] != "" {
		n.unit = unitNames[suffix]
	}
	after := t.string[t.words[n.to-1].End:]
	if strings.HasPrefix(strings.TrimLeft(after, " "), "%") {
		n.unit = "percent"
	}
	for j := n.to; j < len(t.words) && j < n.to+4 && t.words[j].sentence == t.words[n.from].sentence; j++ {
		w := &t.words[j]
		if strings.ContainsAny(w.gap, ",;:()") || w.verb && j > n.to || j > n.to && t.numeral(j) {
			break
		}
		if n.unit == "" {
			n.unit = t.unitAt(j)
		}
		if w.content() {
			n.nouns = append(n.nouns, w.lemma)
		} else if w.fold == "and" || auxiliaries[w.fold] || w.fold == "to" || w.fold == "on" || w.fold == "in" {
			break
		}
	}
	for j := n.from - 1; j >= 0 && j >= n.from-3; j-- {
		f := t.words[j].fold
		if strings.ContainsAny(t.words[j+1].gap, ",;:") {
			break
		}
		if f == "to" && j > 0 && t.words[j-1].fold == "up" {
			n.bound = "less"
			break
		}
		if f == "up" || f == "over" && j > 0 && !t.words[j-1].verb && n.unit == "" && j < n.from-1 {
			continue
		}
		for _, b := range []string{"more", "less", "about"} {
			if tables.has(b, f) {
				n.bound = b
			}
		}
		if n.bound != "" || t.words[j].verb {
			break
		}
	}
}

// numbers: each quantity stands in a quote with the same unit.
func (k *checker) numbers() {
	var known []number
	for _, s := range k.sources {
		known = append(known, s.quote.numbers()...)
	}
	for _, n := range k.claim.numbers() {
		valued, fits, bounded := false, false, false
		for _, m := range known {
			if m.value != n.value || m.ordinal != n.ordinal {
				continue
			}
			valued = true
			if n.counts(m) {
				fits = true
				bounded = bounded || n.bound == m.bound || n.bound != "more" && n.bound != "less" && m.bound != "more" && m.bound != "less"
			}
		}
		said := k.claim.string[k.claim.words[n.from].Start:k.claim.words[n.to-1].End]
		switch {
		case !valued:
			k.fault(Number, fmt.Sprintf("%q is not in the quotes", said))
		case !fits:
			k.fault(Number, fmt.Sprintf("%q counts something else in the quotes", said))
		case !bounded:
			k.fault(Overstated, fmt.Sprintf("the bound of %q is not that of the quotes", said))
		case !n.ordinal:
			k.aligned(said, k.claim.words[n.from].clause, k.numberPlaces(n), true)
		}
	}
}

// numberPlaces returns the clauses of the sources in which a number stands.
func (k *checker) numberPlaces(n number) []place {
	var out []place
	for i, s := range k.sources {
		for _, m := range s.around.numbers() {
			if m.value == n.value && m.ordinal == n.ordinal && n.counts(m) {
				out = append(out, place{i, s.around.words[m.from].clause})
			}
		}
	}
	return out
}

// counts reports whether two equal numbers count the same.
func (n number) counts(m number) bool {
	if n.ordinal {
		return true
	}
	if n.unit != "" || m.unit != "" {
		return n.unit == m.unit
	}
	if len(n.nouns) == 0 || len(m.nouns) == 0 {
		return true
	}
	for _, a := range n.nouns {
		for _, b := range m.nouns {
			if a == b {
				return true
			}
		}
	}
	return false
}
