package change

import (
	"math"
	"strings"

	"dateline/bot/claim"
	"dateline/corpus"
)

// figure is a number of a sentence that may be revised.
type figure struct {
	s        *sent
	from, to int // words of the number, half open
	lo, hi   float64
	bound    string          // "more", "less", "about" or ""
	least    bool            // the bound is "at least"
	unit     string          // "percent", "dollar"; "" where it counts things
	nouns    map[string]bool // what is counted
	head     string          // the last of the nouns, where no harm is counted
	harm     string          // what came to those counted: "killed"; else ""
	proof    [2]int          // words, half open: the number and what is counted
	ahead    bool            // it is aimed at, expected or only possible
	marked   bool            // the sentence tells that it replaces another
	moved    bool            // or that it has grown
	old      []float64       // figures that the sentence gives as those of before
	recalled bool            // one of them as one that was said
	speaker  map[string]bool
}

// allFigures returns the figures of the sentence, read once.
func (s *sent) allFigures() []figure {
	if !s.counted {
		s.counted, s.numbers = true, s.figures()
	}
	return s.numbers
}

// figures returns the figures of a sentence that may be held against those of
// other reports.
func (s *sent) figures() []figure {
	out, old, recalled := s.counts()
	for i := range out {
		for j := range old {
			out[i].old = append(out[i].old, old[j].lo)
		}
		out[i].recalled = recalled
	}
	if s.at+1 < len(s.doc.sents) {
		s.doc.sents[s.at+1].recall(out)
	}
	return out
}

// recall adds to the figures of the sentence before those that this one gives as
// the ones of before, where it gives no others: "A week ago it had spoken of 250
// tonnes." It is of the only figure there of its unit or of the thing it counts.
func (s *sent) recall(before []figure) {
	if len(before) == 0 {
		return
	}
	now, old, recalled := s.counts()
	if len(now) > 0 || len(old) != 1 || !recalled || !s.read().wasGiven(old[0].from) {
		return
	}
	g, of := &old[0], -1
	for i := range before {
		f := &before[i]
		if f.unit != g.unit || f.harm != g.harm || f.unit == "" && f.harm == "" && shared(f.nouns, g.nouns) == 0 && len(g.nouns) > 0 {
			continue
		}
		if of >= 0 {
			return
		}
		of = i
	}
	if of >= 0 && before[of].lo != g.lo {
		before[of].old, before[of].recalled = append(before[of].old, g.lo), true
	}
}

// counts returns the figures of a sentence, and apart those that it gives as the
// ones of before, and whether one of these as one that was said.
func (s *sent) counts() (out, old []figure, recalled bool) {
	r := s.read()
	if len(r.quantities) == 0 || len(r.words) == 0 || s.isNotice() {
		return nil, nil, false
	}
	for i := 0; i < len(r.quantities); i++ {
		q := r.quantities[i]
		f, ok := s.figure(q)
		if !ok {
			continue
		}
		if i+1 < len(r.quantities) {
			if next := r.quantities[i+1]; r.ranged(q, next) {
				f.lo, f.hi, f.to = math.Min(q.Value, next.Value), math.Max(q.Value, next.Value), next.To
				q.To, q.Unit, q.Nouns = next.To, next.Unit, next.Nouns
				i++
			}
		}
		f.count(q)
		if r.former(q) {
			old = append(old, f)
			recalled = recalled || r.recalled(q) || r.given(q.To)
			continue
		}
		out = append(out, f)
	}
	return out, old, recalled
}

// figure reads a quantity, unless it is one that no report revises: an ordinal,
// an age, a score, a year, the number of a name, a part of another.
func (s *sent) figure(q claim.Quantity) (figure, bool) {
	r := s.read()
	first, last := &r.words[q.From], &r.words[q.To-1]
	before, after := word(r, q.From-1), word(r, q.To)
	switch {
	case q.Ordinal, strings.ContainsAny(first.Gap, "#×("), strings.ContainsAny(r.gapAfter(q.To), "×"), len(r.quantities) > maxFigures, first.Mention >= 0 && r.strong(r.mentions[first.Mention]), first.Quoted:
		return figure{}, false
	case q.From > 0 && strings.ContainsAny(first.Gap, "-–:/") && !strings.Contains(first.Gap, " ") || q.To < len(r.words) && strings.ContainsAny(r.words[q.To].Gap, "-–:/") && r.words[q.To].Number():
		return figure{}, false // a score, a clock, a range of years
	case strings.HasPrefix(r.gapAfter(q.To), "-") && after != "":
		return figure{}, false // "45-year-old", "12-member"
	case q.Unit == "" && q.Value == math.Trunc(q.Value) && q.Value >= 1000 && q.Value < 2200 && last.Number() && len(last.Fold) == 4:
		return figure{}, false // a year
	case q.To-q.From == 1 && r.clock(q.From):
		return figure{}, false
	case before == "aged" || before == "age" || after == "old" || q.To+1 < len(r.words) && r.words[q.To+1].Fold == "old":
		return figure{}, false
	case q.From > 0 && strings.Contains(first.Gap, ",") && strings.HasPrefix(r.gapAfter(q.To), ",") && r.words[q.From-1].Mention >= 0:
		return figure{}, false // "Anna Holt, 45,"
	case partial[before] || partial[after] || before == "the" && r.words[q.From-1].Fold == "the" && strings.Contains(s.text, "all the "):
		return figure{}, false
	case q.Unit == "" && (last.Fold == "dozens" || last.Fold == "hundreds" || last.Fold == "thousands" || last.Fold == "millions" || last.Fold == "billions"):
		return figure{}, false
	case q.From > 0 && r.words[q.From-1].Mention >= 0 && strings.TrimSpace(first.Gap) == "" && first.Number() && q.Unit == "" && last.Fold == first.Fold && !r.said[q.From-1]:
		return figure{}, false // "Flight 370", "Halden 100"
	case times[q.Unit] || q.Unit == "point" || q.Unit == "goal":
		return figure{}, false
	case after == "times" || after == "percentage" || before == "number" || before == "no" || before == "page":
		return figure{}, false
	case after == "of" && q.Unit == "" && q.To+1 < len(r.words) && (r.words[q.To+1].Fold == "the" || r.words[q.To+1].Fold == "them" || r.words[q.To+1].Fold == "whom" || r.words[q.To+1].Fold == "those"):
		return figure{}, false
	}
	f := figure{s: s, from: q.From, to: q.To, lo: q.Value, hi: q.Value, bound: q.Bound, nouns: map[string]bool{}, speaker: r.speaker(q.From)}
	f.least = before == "least"
	if q.From > 0 && r.words[q.From-1].Fold == "to" && r.words[q.From-1].Gap != "" && q.Bound == "less" && before != "to" {
		f.bound = ""
	}
	return f, true
}

// orders is the verb by which people are sent away, of whom it is no plan.
var orders = claim.Lemma("order")

// degree is the unit of temperatures.
const degree = "degree"

// magnitude is the unit of a quake's strength, which stands before its number.
const magnitude = "magnitude"

// maxFigures is how many numbers a sentence may have that is no table.
const maxFigures = 7

var times = map[string]bool{"year": true, "month": true, "week": true, "day": true, "hour": true, "minute": true, "second": true, "decade": true, "century": true}

func word(r *reading, i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i].Fold
}

func (r *reading) gapAfter(i int) string {
	if i >= len(r.words) {
		return ""
	}
	return r.words[i].Gap
}

// ranged reports whether two quantities are the ends of one: "between 40 and
// 50", "40 to 50 people".
func (r *reading) ranged(a, b claim.Quantity) bool {
	if b.From-a.To != 1 || a.Ordinal || b.Ordinal {
		return false
	}
	joint, before := r.words[a.To].Fold, word(r, a.From-1)
	return joint == "and" && before == "between" || (joint == "to" || joint == "or") && before != "from"
}

// headed finds what a figure counts: the last of the nouns that follow it, or of
// "the number of jobs … rose to 300" the one there.
func (f *figure) headed(r *reading) {
	for j := f.to; j < len(r.words) && j < f.to+4; j++ {
		w := &r.words[j]
		if !f.nouns[w.Lemma] || w.Verb || j > f.to && strings.ContainsAny(w.Gap, ",;:") {
			break
		}
		f.head = w.Lemma
	}
	for j := f.from - 1; f.head == "" && j >= 2 && !r.number(j) && r.words[j].Clause == r.words[f.from].Clause; j-- {
		if w := &r.words[j]; w.Content && r.words[j-1].Fold == "of" && tolls[r.words[j-2].Fold] {
			f.head, f.nouns = w.Lemma, map[string]bool{w.Lemma: true}
			f.proof[0] = j
		}
	}
}

// inSpeech reports whether word i is within a statement, whose "had" is the
// "has" of what was said.
func (r *reading) inSpeech(i int) bool {
	for _, sp := range r.speeches {
		for _, s := range sp.Scope {
			if s[0] <= i && i < s[1] {
				return true
			}
		}
	}
	return false
}

var bounds = map[string]bool{"at": true, "least": true, "most": true, "more": true, "than": true, "fewer": true, "less": true, "about": true, "around": true, "some": true,
	"nearly": true, "almost": true, "over": true, "up": true, "to": true, "roughly": true, "approximately": true}

// count fills in what a figure counts.
func (f *figure) count(q claim.Quantity) {
	r := f.s.read()
	f.unit = q.Unit
	f.proof = [2]int{f.from, f.to}
	if word(r, f.from-1) == magnitude && f.unit == "" {
		f.unit = magnitude
	}
	for _, n := range q.Nouns {
		f.nouns[n] = true
	}
	if f.unit == "" {
		f.ill(r)
	}
	for j := f.to; j < len(r.words) && j < f.to+3 && f.unit == "" && f.harm == ""; j++ {
		if f.nouns[r.words[j].Lemma] {
			f.proof[1] = j + 1
		}
	}
	if f.unit == "" && f.harm == "" {
		f.headed(r)
	}
	clause := r.words[f.from].Clause
	attribute := false
	for j := f.from - 1; j >= 0 && j >= f.from-3; j-- {
		if x := r.words[j].Fold; x == "worth" || x == "of" {
			attribute = true
		} else if !bounds[x] {
			break
		}
	}
	for _, c := range r.cues {
		if (c.Class == "will" || c.Class == "may") && !attribute && r.words[c.From].Clause == clause && c.From < f.to+5 && !moves[c.Lemma] && !(f.harm == "evacuated" && c.Lemma == orders) {
			f.ahead = true
		}
	}
	for i := range r.words {
		l := r.words[i].Lemma
		if i >= f.from && i < f.to {
			continue
		}
		if modalSaying[l] && l != estimated {
			f.ahead = true
		}
		if revises[l] || r.words[i].Fold == "recount" || r.supersedes(i) {
			f.marked = true
		}
	}
	if r.estimates(f.from) && f.drifts() {
		f.marked, f.ahead = true, true
	} else if _, noun := r.tuned(f.from); noun >= 0 {
		f.marked = true
	}
	f.moved = r.moving(f)
}

// agrees reports whether two figures do not exclude each other: as bounds, as
// rounded values, as ranges.
func (f *figure) agrees(g *figure) bool {
	if f.bound == g.bound && f.least == g.least && f.bound != "about" && f.bound != "" && f.lo == f.hi && g.lo == g.hi {
		return f.lo == g.lo // "at least 12", "at least 15"
	}
	a, b := f.limits(), g.limits()
	return a[0] <= b[1] && b[0] <= a[1]
}

// limits returns between which values a figure lies.
func (f *figure) limits() [2]float64 {
	lo, hi := f.lo, f.hi
	switch f.bound {
	case "more":
		return [2]float64{lo, math.Inf(1)}
	case "less":
		return [2]float64{0, hi}
	case "about":
		return [2]float64{lo * .88, hi * 1.12}
	}
	half := f.rounding() / 2
	return [2]float64{lo - half, hi + half}
}

// rounding returns the last place that a figure may be rounded to: of 1.5
// million a hundred thousand, of 46 percent one, of 12 people none.
func (f *figure) rounding() float64 {
	digits := f.s.text[f.s.read().words[f.from].Start:f.s.read().words[f.from].End]
	if i := strings.IndexByte(digits, '.'); i >= 0 {
		first, _, _ := strings.Cut(digits, " ")
		places := len(first) - i - 1
		scale := 1.0
		if v := value(first); v > 0 {
			scale = f.lo / v
		}
		return scale * math.Pow(10, -float64(places)) * .999
	}
	if f.lo < 100 {
		if f.unit == "" {
			return 0
		}
		return .999
	}
	place := 1.0
	for v := f.lo; v >= 10 && math.Mod(v, 10) == 0; v /= 10 {
		place *= 10
	}
	if place == 1 && f.unit == "" {
		return 0
	}
	return place * .999
}

func value(digits string) float64 {
	v, seen, frac := 0.0, false, 0.1
	for _, c := range digits {
		switch {
		case c >= '0' && c <= '9' && !seen:
			v = v*10 + float64(c-'0')
		case c >= '0' && c <= '9':
			v += float64(c-'0') * frac
			frac /= 10
		case c == '.':
			seen = true
		}
	}
	return v
}

// side returns the figure as a side of a change.
func (f *figure) side() side {
	r, to := f.s.read(), f.to
	for to < len(r.words) && to < f.to+2 && f.unit != "" && !strings.ContainsAny(r.words[to].Gap, ",;:()") && (units[r.words[to].Fold] || r.words[to].Fold == "per" && word(r, to+1) == "cent") {
		to++ // "46 percent"
	}
	return side{s: f.s, from: f.proof[0], to: max(f.proof[1], to), value: f.s.written(f.from, to)}
}

// label returns what is counted, in the report's own words.
func (f *figure) label() string {
	r := f.s.read()
	if f.harm != "" {
		for i := f.proof[0]; i < f.proof[1]; i++ {
			if harms[r.words[i].Lemma] == f.harm {
				if r.words[i].Fold == "toll" && i > 0 && word(r, i-1) == "death" {
					return corpus.Span{Start: r.words[i-1].Start, End: r.words[i].End}.Of(f.s.text)
				}
				return r.words[i].Text
			}
		}
		return f.harm
	}
	end := f.to
	for end < len(r.words) && end < f.to+3 && f.nouns[r.words[end].Lemma] && !strings.ContainsAny(r.words[end].Gap, ",;:") {
		end++
	}
	if end > f.to && f.unit == "" {
		return corpus.Span{Start: r.words[f.to].Start, End: r.words[end-1].End}.Of(f.s.text)
	}
	return ""
}
