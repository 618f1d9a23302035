package archive_test

import (
	"regexp"
	"strings"
	"testing"

	"dateline/corpus/token"
)

var quoteMarks = strings.NewReplacer("“", `"`, "”", `"`, "’", "'", " - ", " – ")

// Edits that were held back while the rule was made.
var heldEdits = []edit{
	{"other quotation marks, capitals at first", onText(func(_ *desk, s string) string {
		ws := token.Words(s)
		n := ws[min(5, len(ws)-1)].End
		return strings.ToUpper(s[:n]) + quoteMarks.Replace(s[n:])
	})},
	{"5 in 100 words left out", onText(func(d *desk, s string) string { return d.leaveOut(s, 5) })},
	{"5 in 100 words put in", onText(func(d *desk, s string) string { return d.putIn(s, 5) })},
	{"two words in forty changed, side by side", onText(func(d *desk, s string) string {
		return d.replace(s, func(i int, _ token.Token) bool { return i%40 == 11 || i%40 == 12 })
	})},
	{"the commonest name spelt otherwise", onText(func(_ *desk, s string) string { return respelt(s) })},
	{"place line, byline, first figure changed", func(d *desk, a piece) piece {
		a.text = "PORT AZEL, 3 March (Neva Press) By our own correspondent. " + edits[9].make(d, a).text
		return a
	}},
	{"first sentence dropped", onText(func(_ *desk, s string) string { return s[firstSentence(s):] })},
	{"every sixth sentence dropped", onText(func(_ *desk, s string) string { return sixthDropped(s) })},
	{"headline, 5 in 100 changed, cut to 60", onText(func(d *desk, s string) string { return d.headed(cut(d.anywhere(s, 5), 60)) })},
	{"headline, line of the wire, tagline, cut to 60", onText(func(d *desk, s string) string {
		return d.headed(d.sentence(18) + "\n\n" + cut(s, 60) + "\n\n" + d.sentence(12))
	})},
	{"paragraph put in, 5 in 100 changed", onText(func(d *desk, s string) string { return d.insert(d.evenly(s, 5), 30) })},
}

func (d *desk) leaveOut(s string, percent int) string {
	return rewrite(s, func(i int, _ token.Token) (string, bool) { return "", i%(100/percent) == 7 })
}

func (d *desk) putIn(s string, percent int) string {
	return rewrite(s, func(i int, w token.Token) (string, bool) {
		if i%(100/percent) != 7 {
			return "", false
		}
		return w.Text + " " + d.some(1)[0], true
	})
}

// respelt writes the commonest name with another last letter, wherever it stands.
func respelt(s string) string {
	count := map[string]int{}
	best := ""
	for i, w := range token.Words(s) {
		if i > 0 && w.Capital() && !token.Stop(token.Fold(w.Text)) {
			if count[w.Text]++; best == "" || count[w.Text] > count[best] || count[w.Text] == count[best] && w.Text < best {
				best = w.Text
			}
		}
	}
	if best == "" {
		return s
	}
	return regexp.MustCompile(regexp.QuoteMeta(best)).ReplaceAllString(s, best+"x")
}

func firstSentence(s string) int {
	if ss := split(s); len(ss) > 1 {
		return ss[1].Start
	}
	return 0
}

func sixthDropped(s string) string {
	var out []string
	for i, x := range split(s) {
		if i%6 != 4 {
			out = append(out, x.Of(s))
		}
	}
	return strings.Join(out, " ")
}

// TestNearCopiesHeld measures the rule on what was held back.
func TestNearCopiesHeld(t *testing.T) {
	m := newMeasure(t)
	for i, e := range heldEdits {
		m.recall(e, uint64(100+i))
	}
	m.looksAlike(readAlike(t, "testdata/alike_held.txtar", 2, 8))
	m.check("held back", .95, .99)
}
