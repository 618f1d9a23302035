package bot

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus/token"
)

// sums are the kinds of what is counted in money, by the words for each: what a
// house costs is not the deficit of who sells it.
var sums = func() map[string]int {
	m := map[string]int{}
	for i, group := range []string{
		`cost costs costing price prices priced bill expense expenses`,
		`earn earns earned pay pays paid payment salary wage wages fee fees bonus`,
		`fine fines fined penalty penalties compensation damages`,
		`profit profits earnings surplus`,
		`deficit shortfall loss losses lose lost loses debt debts owe owes owed`,
		`revenue revenues turnover sales income takings`,
		`budget budgets`,
		`invest invests invested investment investments spend spends spent spending`,
		`save saves saved saving savings`,
	} {
		for w := range words(group) {
			m[w] = i + 1
		}
	}
	return m
}()

// otherSum reports whether the sum of money from word from on is of another kind
// than a question asks about: a noun for one stands before it in its clause, and
// none of the question's does anywhere in the line. Where the question names no
// kind, no sum is another.
func otherSum(q question.Question, l *line, from, to int) bool {
	asked := map[int]bool{}
	for _, f := range foldedWords(q.Main) {
		if k := sums[f]; k > 0 {
			asked[k] = true
		}
	}
	if len(asked) == 0 || slices.ContainsFunc(l.folded, func(f string) bool { return asked[sums[f]] }) {
		return false
	}
	for j := from - 1; j >= max(0, from-6); j-- {
		if strings.ContainsAny(l.text[l.words[j].End:l.words[j+1].Start], ";:") {
			return false
		}
		if sums[l.folded[j]] > 0 {
			return true
		}
	}
	return to+1 < len(l.words) && (l.folded[to] == "in" || l.folded[to] == "of") && sums[l.folded[to+1]] > 0
}

// ageOf reports whether a number is the age of whom a question names, where it
// names anybody: of an age between commas the name stands before it.
func ageOf(q question.Question, l *line, from, to int) bool {
	if !age(l, from, to) {
		return false
	}
	if len(q.Names) == 0 || from == 0 || !l.words[from-1].Capital() {
		return true
	}
	first := from - 1
	for first > 0 && l.words[first-1].Capital() && strings.TrimSpace(l.text[l.words[first-1].End:l.words[first].Start]) == "" {
		first--
	}
	set := stemSet(l.text[l.words[first].Start:l.words[from-1].End])
	return slices.ContainsFunc(q.Names, func(n question.Name) bool { return set[token.Stem(token.Fold(surname(n.Text)))] })
}

// voted reports whether the number from word from on is that of the votes for:
// "councillors voted 31 to 22", of whom the question counts.
func voted(l *line, from, to int, head string) bool {
	return from > 1 && l.folded[from-1] == "voted" && l.stems[from-2] == head && to+1 < len(l.words) && l.folded[to] == "to" && l.words[to+1].Number()
}

// unsure are words that make what is told one of what might be or have been.
var unsure = words(`could might may would will`)

// supposedly reports whether what is counted by the number from word from on, up
// to to, is only to come or might be: its verb stands after one of those words.
func supposedly(l *line, from, to int) bool {
	for j := to; j < min(len(l.words), to+6); j++ {
		if strings.ContainsAny(l.text[l.words[j-1].End:l.words[j].Start], ",;:") {
			break
		}
		if unsure[l.folded[j]] && !l.words[j].Capital() {
			return true
		}
		if question.Verb(l.folded[j]) {
			break
		}
	}
	for j := from - 1; j >= max(0, from-4); j-- {
		if strings.ContainsAny(l.text[l.words[j].End:l.words[j+1].Start], ",;:") {
			return false
		}
		if unsure[l.folded[j]] && !l.words[j].Capital() {
			return true
		}
	}
	return false
}

// asksPast reports whether a question asks about what was, and not what is
// planned or might be.
func asksPast(q question.Question) bool {
	past := false
	for _, w := range token.Words(q.Main) {
		switch f := token.Fold(w.Text); {
		case unsure[f] && !w.Capital(), aims[f], supposed(f):
			return false
		case f == "did" || f == "was" || f == "were" || f == "had" || question.PastVerb(f) && !w.Capital():
			past = true
		}
	}
	return past
}

// askedUnits returns the units in which what a question asks for is given: of how
// far, tall, deep or wide something is, and of what it weighs; nil for any.
func askedUnits(q question.Question) map[string]bool {
	for i, f := range foldedWords(q.Main) {
		switch f {
		case "far", "tall", "deep", "wide":
			if i < 3 {
				return distances
			}
		case "weigh", "weighs", "weighed", "heavy":
			return weights
		}
	}
	return nil
}

var weights = words(`tonne tonnes ton tons kg kilogram kilograms kilos kilo gram grams g pound pounds lb lbs ounce ounces stone`)

// ofNumbered leaves, where a question names one of a numbered row ("Nimbus-4"),
// the candidates whose lines, or the sentences that they refer back to, do not
// name others of it alone.
func ofNumbered(q question.Question, cs []candidate) []candidate {
	for _, n := range q.Names {
		series, number, ok := numbered(q.Main, n)
		if !ok {
			continue
		}
		cs = slices.DeleteFunc(slices.Clone(cs), func(x candidate) bool {
			own, others := rowIn(x.line.text, series, number)
			if !own && !others {
				for by := -1; by >= -3 && !own && !others; by-- {
					s, ok := x.line.neighbour(by)
					if !ok {
						break
					}
					own, others = rowIn(x.line.hit.SentenceText(s), series, number)
				}
			}
			return others && !own
		})
	}
	return cs
}

// numbered returns a name of a text and the number that stands with it.
func numbered(text string, n question.Name) (series, number string, ok bool) {
	i := strings.Index(text, n.Text)
	if i < 0 {
		return "", "", false
	}
	rest := text[i+len(n.Text):]
	if len(rest) < 2 || rest[0] != '-' && rest[0] != ' ' {
		return "", "", false
	}
	number = rest[1 : len(rest)-len(strings.TrimLeft(rest[1:], "0123456789"))]
	return n.Text, number, number != "" && len(number) < 4
}

// rowIn reports whether a text names the one of a row that has a number, and
// whether it names others.
func rowIn(text, series, number string) (own, others bool) {
	for {
		i := strings.Index(text, series)
		if i < 0 {
			return own, others
		}
		text = text[i+len(series):]
		if len(text) < 2 || text[0] != '-' && text[0] != ' ' {
			continue
		}
		end := 1
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		switch got := text[1:end]; {
		case got == number:
			own = true
		case got != "" && len(got) < 4:
			others = true
		}
	}
}

// converted reports whether the number from word from on is a sum of money in
// brackets after the same in another currency: "15 million euros ($16 million)".
func converted(l *line, from, to int) bool {
	u := unitAt(l, from, to)
	before := strings.TrimRight(l.text[:u.span.Start], " US")
	if !u.money || from < 2 || !strings.HasSuffix(before, "(") {
		return false
	}
	for i := from - 1; i >= max(0, from-4); i-- {
		if end := numberEnd(l, i); end > i && end <= from {
			return unitAt(l, i, end).money
		}
	}
	return false
}

// harmed reports whether something befell those that the number from word from on
// counts: "the number of people killed is 40", "40 people died".
func harmed(l *line, from, to int) bool {
	for j := max(0, from-6); j < min(len(l.words), to+4); j++ {
		if harms[l.folded[j]] {
			return true
		}
	}
	return false
}

// asksHarm reports whether a question counts those whom something befell.
func asksHarm(q question.Question) bool {
	return slices.ContainsFunc(foldedWords(q.Main), func(f string) bool { return harms[f] || struck[f] })
}

var struck = words(`affected involved hit lost lose victims casualties suffered hospital hospitalised hospitalized evacuated rescued`)
