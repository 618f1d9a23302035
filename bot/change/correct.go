package change

import (
	"cmp"
	"slices"
	"strings"

	"dateline/bot/claim"
	"dateline/corpus"
)

type interval = corpus.Interval

// maxNotice bounds the sentences that a notice of correction goes on for.
const maxNotice = 4

// datum is a value that a report gives: a number, a date or a name.
type datum struct {
	s        *sent
	from, to int // words, half open
	kind     byte
	key      string // what two ways of writing it share
	stem     string // of a number what is counted, as far as it is known
}

// data returns the numbers, dates and names of words from to to of a sentence.
func (s *sent) data(from, to int) []datum {
	r := s.read()
	var out []datum
	for i := from; i < to; i++ {
		w := &r.words[i]
		switch {
		case w.Time >= 0:
			end := i + 1
			for end < to && r.words[end].Time == w.Time {
				end++
			}
			x := r.times[w.Time]
			key := x.Value
			if x.Interval.Known() {
				key = x.Interval.String()
			}
			if x.Type == "DATE" || x.Type == "TIME" {
				out = append(out, datum{s, i, end, 'd', key, ""})
			}
			i = end - 1
		case w.Mention >= 0 && r.strong(r.mentions[w.Mention]) && r.mentions[w.Mention].From == i:
			m := r.mentions[w.Mention]
			if m.To <= to {
				out = append(out, datum{s, i, m.To, 'n', nameKey(r, m), m.Key})
			}
			i = m.To - 1
		}
	}
	for _, q := range r.quantities {
		if q.From >= from && q.To <= to && !(r.words[q.From].Mention >= 0 && r.strong(r.mentions[r.words[q.From].Mention])) {
			stem := q.Unit
			if stem == "" && len(q.Nouns) > 0 {
				stem = q.Nouns[0]
			}
			out = append(out, datum{s, q.From, q.To, '#', figureKey(q), stem})
		}
	}
	// Durations are no dates, but their numbers may be wrong.
	slices.SortStableFunc(out, func(a, b datum) int { return cmp.Compare(a.from, b.from) })
	return out
}

func nameKey(r *reading, m mention) string {
	var fs []string
	for _, w := range r.words[m.From:m.To] {
		if !nameTitles[w.Fold] {
			fs = append(fs, w.Fold)
		}
	}
	return strings.Join(fs, " ")
}

var nameTitles = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "sir": true, "president": true, "minister": true, "governor": true, "mayor": true, "judge": true, "senator": true}

func figureKey(q claim.Quantity) string {
	return strings.TrimRight(strings.TrimRight(formatFloat(q.Value), "0"), ".") + " " + q.Unit
}

// notices finds what publishers say that they had wrong.
func (f *finder) notices() {
	for i, d := range f.docs {
		for n := 0; n < len(d.sents); n++ {
			if !d.sents[n].isNotice() {
				continue
			}
			end := n + 1
			for end < len(d.sents) && end < n+maxNotice && d.Sentences[d.sents[end].i].Block == d.Sentences[d.sents[n].i].Block {
				end++
			}
			if end == n+1 && end < len(d.sents) && (noticeAmended.MatchString(d.sents[n].text) || len(d.sents[n].plain) < 4) {
				end = min(len(d.sents), n+3) // a label in a paragraph of its own
			}
			if f.notice(d, f.older[i], d.sents[n:end]) {
				n = end - 1
			}
		}
	}
}

// part is a run of a sentence's words.
type part struct {
	s        *sent
	from, to int
}

// notice reads a notice of correction and takes up what it corrects; it reports
// whether it did.
func (f *finder) notice(d *doc, older []*doc, ss []*sent) bool {
	var wrong, right []part
	claimed := false
	for _, s := range ss {
		r := s.read()
		if len(r.words) == 0 {
			continue
		}
		end := len(r.words)
		if at := strings.IndexByte(s.text, ')'); at > 0 && s.text[0] == '(' {
			end = r.wordAt(at) // "(Corrects loss to 230 million, not 320 million) Steelmaker Ferrum …"
		}
		m := wrongly.FindStringIndex(s.text)
		if m == nil {
			m = ownWords.FindStringIndex(s.text)
		}
		if m != nil && r.wordAt(m[1]) == len(r.words) {
			m = nil // "not 26 as originally stated"
		}
		if m != nil && !claimed {
			claimed = true
			from := r.wordAt(m[1])
			to := len(r.words)
			if t := turnsTo.FindStringIndex(s.text[m[1]:]); t != nil {
				to = r.wordAt(m[1] + t[0])
				right = append(right, part{s, to, len(r.words)})
			}
			if from < to {
				wrong = append(wrong, part{s, from, to})
			}
			if at := r.wordAt(m[0]); at > 0 && slices.ContainsFunc(r.words[1:at+1], func(w claim.Word) bool { return strings.Contains(w.Gap, ";") }) {
				right = append(right, part{s, 0, at}) // "It is 90; an earlier version said 100"
			}
			continue
		}
		// "He was appointed in 2005, not 2003."
		if m := notValue.FindStringIndex(s.text); m != nil && (claimed || Notice(s.text) || len(wrong) == 0) {
			at := r.wordAt(m[0])
			right = append(right, part{s, 0, at})
			wrong = append(wrong, part{s, at, max(end, at)})
			continue
		}
		if !Notice(s.text) || noticeLabel.MatchString(s.text) && !claimed {
			right = append(right, part{s, 0, len(r.words)})
		}
	}
	if len(wrong) == 0 {
		return false
	}
	if len(right) == 0 {
		// The article's own words tell what is right.
		if p, ok := d.like(wrong[0], ss); ok {
			right = append(right, p)
		}
	}
	bad, good, ok := differing(wrong, right)
	if !ok {
		return false
	}
	before, known := f.earlier(d, older, bad, wrong[0])
	if own, ok := d.states(good, wrong[0], ss); ok {
		good = own
	} else if good.bare() && !known {
		return false
	}
	after := good.side()
	if known {
		f.add(Corrected, "", before.side(), after, false)
		return true
	}
	quoted := bad.side()
	if bad.s == good.s && bad.s.read().words[bad.from].Clause == good.s.read().words[good.from].Clause {
		// "He is Peter Hallam, not Peter Hallum": each has its own words.
		for _, p := range wrong {
			if p.s == bad.s && p.from <= bad.from && bad.to <= p.to {
				quoted.from, quoted.to, quoted.exact = p.from, p.to, true
			}
		}
		for _, p := range right {
			if p.s == good.s && p.from <= good.from && good.to <= p.to {
				after.from, after.to, after.exact = p.from, p.to, true
			}
		}
	}
	f.add(Corrected, "", quoted, after, false)
	return true
}

// bareValue reports whether x is the number of y without its unit: "not 31" of "31
// years".
func (x datum) bareValue(y datum) bool {
	v, unit, _ := strings.Cut(x.key, " ")
	w, _, _ := strings.Cut(y.key, " ")
	return v == w && unit == ""
}

// side returns the value as a side of a change.
func (x datum) side() side {
	return side{s: x.s, from: x.from, to: x.to, value: x.s.written(x.from, x.to)}
}

// wordAt returns the first word that begins at or after a byte.
func (r *reading) wordAt(at int) int {
	i, _ := slices.BinarySearchFunc(r.words, at, func(w claim.Word, at int) int { return cmp.Compare(w.Start, at) })
	return i
}

// earlier finds the value that a notice calls wrong in an earlier version of the
// article, else in an earlier article of the same publisher.
func (f *finder) earlier(d *doc, older []*doc, bad datum, wrong part) (datum, bool) {
	x := wrong.s.stated(wrong.from, wrong.to, nil)
	if len(x.content) < 2 && len(x.names) == 0 {
		x = wrong.s.stated(0, len(wrong.s.read().words), nil)
	}
	find := func(s *sent) (datum, bool) {
		r := s.read()
		if s.isNotice() {
			return datum{}, false
		}
		n := shared(x.content, r.content)
		for name, given := range x.names {
			if name != bad.stem && named(r.names, name, given) {
				n++
			}
		}
		if n == 0 || n*3 < len(x.content) {
			return datum{}, false
		}
		for _, y := range s.data(0, len(r.words)) {
			if y.kind == bad.kind && (y.key == bad.key || y.kind == '#' && bad.bareValue(y)) {
				return y, true
			}
		}
		return datum{}, false
	}
	for _, o := range older {
		for _, s := range o.sents {
			if y, ok := find(s); ok {
				return y, true
			}
		}
	}
	if d.Source == "" || !d.Published.Known() {
		return datum{}, false
	}
	for _, s := range f.search(d, x.terms) {
		if s.doc.Source == d.Source && s.doc.precedes(d) && s.doc.gap(d) <= statedDays {
			if y, ok := find(s); ok {
				return y, true
			}
		}
	}
	return datum{}, false
}
