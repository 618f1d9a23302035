package bot

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/token"
)

// gapped brings the numbers of a line that tells the same of two to whom they
// are of: "Hall got 31,405 votes and the incumbent, Victor Stern, 31,193". The
// second says what it counts by the first; a question that names one of both gets
// that one's number alone.
func gapped(q question.Question, l *line, cs []candidate) []candidate {
	if len(q.Names) == 0 || len(cs) == 0 {
		return cs
	}
	fs := figures(l)
	for k := 1; k < len(fs); k++ {
		f := fs[k]
		name := l.nameBefore(f.from, fs[k-1].to)
		if f.unit != "" && f.unit != fs[k-1].unit || name == "" || f.unit == "" && !l.endsAt(f.to) && !placePrep[l.folded[f.to]] {
			continue
		}
		first := l.nameBefore(fs[0].from, 0)
		one, two := namedIn(q, first), namedIn(q, name)
		at := slices.IndexFunc(cs, func(c candidate) bool { return c.from == fs[0].from })
		if first == "" || one == two || at < 0 {
			continue
		}
		if one {
			return slices.DeleteFunc(cs, func(c candidate) bool { return c.from == f.from })
		}
		c := cs[at]
		c.from, c.to, c.span = f.from, f.to, f.span
		c.text = f.span.Of(l.text)
		return []candidate{c}
	}
	return cs
}

// ofVerb keeps of the numbers of a line the one that the question's own verb follows,
// without a noun between, where a verb of another follows the one before it: "57
// people fell ill and one died", "nine people were injured and two killed". The
// noun is that of the first.
func ofVerb(q question.Question, l *line, cs []candidate) []candidate {
	if q.Kind != question.Count || len(cs) == 0 {
		return cs
	}
	asked := func(i int) bool {
		for ; i < len(l.words) && passes[l.folded[i]]; i++ {
		}
		if i >= len(l.words) || l.stems[i] == token.Stem(q.Head) {
			return false
		}
		return slices.ContainsFunc(q.Terms, func(t string) bool {
			return t != token.Stem(q.Head) && (t == l.stems[i] || has(question.Kin(t), l.stems[i]))
		})
	}
	for i := 2; i < len(l.words); i++ {
		end := numberEnd(l, i)
		if end == i || end == len(l.words) || l.folded[i-1] != "and" && l.folded[i-1] != "while" || l.text[l.words[end-1].End:l.words[end].Start] != " " || !asked(end) {
			continue
		}
		first := slices.IndexFunc(cs, func(c candidate) bool { return c.to < i && l.stems[c.to-1] == token.Stem(q.Head) })
		if first < 0 || asked(cs[first].to) {
			continue
		}
		c := cs[first]
		c.from, c.to, c.span = i, end, corpus.Span{Start: l.words[i].Start, End: l.words[end-1].End}
		c.text = c.span.Of(l.text)
		return []candidate{c}
	}
	return cs
}

// passes are words between a number and the verb of what it counts.
var passes = words(`was were is are has have had been also later`)

// nameBefore returns the last run of capitalised words between two words of a
// line, "" where there is none; nothing but an apposition's comma may stand
// between it and the end where the number is gapped.
func (l *line) nameBefore(end, from int) string {
	name := ""
	for i := from; i < end; i++ {
		if !l.words[i].Capital() || token.Stop(l.folded[i]) || question.Time(l.folded[i]) || monthNames[l.folded[i]] {
			continue
		}
		j := i + 1
		for j < end && l.words[j].Capital() && strings.TrimSpace(l.text[l.words[j-1].End:l.words[j].Start]) == "" {
			j++
		}
		name = l.text[l.words[i].Start:l.words[j-1].End]
		if from > 0 && j < end {
			name = "" // a verb of its own, or another noun
		}
		i = j - 1
	}
	return name
}

// endsAt reports whether a clause ends before word i.
func (l *line) endsAt(i int) bool {
	return i >= len(l.words) || strings.ContainsAny(l.text[l.words[i-1].End:l.words[i].Start], ".,;:!?") || l.folded[i] == "and"
}

// namedIn reports whether a text holds a word of a name of the question's.
func namedIn(q question.Question, text string) bool {
	set := stemSet(text)
	return slices.ContainsFunc(q.Names, func(n question.Name) bool {
		for _, w := range token.Words(cutPossessive(n.Text)) {
			if f := token.Fold(w.Text); !token.Stop(f) && set[token.Stem(f)] {
				return true
			}
		}
		return false
	})
}

// ofAnother reports whether the number from word from on stands in a relative
// clause about something that the line brings up and a question is not about: "a
// new hangar, which will cost 9 million", where the cost of a merger is asked for.
func ofAnother(q question.Question, l *line, from int) bool {
	which := -1
	for j := from - 1; j > 0 && j > from-9; j-- {
		gap := l.text[l.words[j-1].End:l.words[j].Start]
		if strings.ContainsAny(gap, ",;:") {
			if l.folded[j] == "which" {
				which = j
			}
			break
		}
	}
	if which < 0 {
		return false
	}
	a := -1
	for j := which - 1; j >= max(0, which-6); j-- {
		if l.folded[j] == "a" || l.folded[j] == "an" {
			a = j
			break
		}
	}
	if a < 0 {
		return false
	}
	set := stemSet(l.text[l.words[a].Start:l.words[from].Start])
	for _, w := range token.Words(q.Main)[1:] {
		if f := token.Fold(w.Text); !token.Stop(f) && sums[f] == 0 && hasTerm(set, token.Stem(f)) {
			return false
		}
	}
	return true
}

// fractionEnd returns the word after the fraction that begins at i: "a quarter of
// the crop", "by two thirds"; i where none does.
func fractionEnd(l *line, i int) int {
	if i+1 >= len(l.words) || !(l.folded[i] == "a" || l.folded[i] == "one" || numberWords[l.folded[i]] && l.folded[i] != "half") {
		if l.folded[i] == "half" && i+1 < len(l.words) && (l.folded[i+1] == "of" || l.folded[i+1] == "the") {
			return i + 1
		}
		return i
	}
	if fractions[l.folded[i+1]] && (l.endsAt(i+2) || l.folded[i+2] == "of" || i > 0 && l.folded[i-1] == "by") {
		return i + 2
	}
	return i
}

var fractions = words(`half third thirds quarter quarters fifth fifths sixth tenth tenths`)

// shares returns the fractions of a line, where a share is asked for or by how
// much something changed.
func shares(q question.Question, l *line) []candidate {
	if q.Kind != question.Amount || !q.Percent && !strings.HasPrefix(strings.ToLower(q.Text), "by how much") && !strings.HasPrefix(strings.ToLower(q.Text), "how much of ") || turned(q, l) {
		return nil
	}
	var out []candidate
	for i := range l.words {
		end := fractionEnd(l, i)
		if end == i {
			continue
		}
		c := candidate{line: l, from: i, to: end, fit: .9, span: corpus.Span{Start: l.words[i].Start, End: l.words[end-1].End}}
		c.text = c.span.Of(l.text)
		if aimed(l, i) && !asksAim(q) {
			c.fit, c.aimed = .5, true
		}
		out = append(out, c)
	}
	return out
}
