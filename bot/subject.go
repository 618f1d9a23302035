package bot

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// bearing returns the lines that are about what the question is about: each
// name of the question stands in the sentence, in one beside it or in the
// title, and what happened ("in the attack") is named in the passage.
func (c *conversation) bearing(lines []line) []line {
	happened := c.happened()
	if len(c.q.Names) == 0 && len(happened) == 0 && len(modifiers(c.q)) == 0 && c.q.Kind != question.Why {
		return lines
	}
	var out []line
	for _, l := range lines {
		if c.bears(&l, happened) {
			out = append(out, l)
		}
	}
	return out
}

func (c *conversation) bears(l *line, happened []string) bool {
	near, missing := nearStems(l), 0
	var whole map[string]bool
	passage := func() map[string]bool {
		if whole == nil {
			whole = stemSet(l.hit.Text() + " " + l.hit.Article.Title)
		}
		return whole
	}
	for _, n := range c.q.Names {
		set := near
		if _, ok := gazetteer.Country(n.Text); ok {
			set = passage()
		} else if _, ok := gazetteer.City(n.Text); ok {
			set = passage()
		}
		if from(c.q.Main, n.Text) {
			// What comes from a place is said to in the sentence or the title.
			set = stemSet(l.text + " " + l.hit.Article.Title)
			if !anyWord(set, n.Text) {
				return false
			}
		}
		if !anyWord(set, n.Text) {
			missing++
		}
	}
	for _, s := range modifiers(c.q) {
		if !hasTerm(near, s) && !nearWord(near, s) {
			return false
		}
	}
	// Of three or more names an article may leave one to what goes before.
	if missing > 1 || missing == 1 && len(c.q.Names) < 3 {
		return false
	}
	if c.q.Kind == question.Why {
		for _, s := range c.q.Terms {
			if question.Time(s) || strings.Trim(s, "0123456789") == "" {
				continue
			}
			if s == cancelStem && slices.ContainsFunc(l.indices(0, len(l.words)), func(j int) bool { return l.saysAt(j, s) }) {
				continue
			}
			if !hasTerm(near, s) && !nearWord(near, s) && !slices.ContainsFunc(l.folded, func(f string) bool { return token.Stem(token.Base(f)) == s }) {
				return false
			}
		}
	}
	for _, s := range happened {
		if !hasTerm(passage(), s) && !nearWord(passage(), s) {
			return false
		}
	}
	return true
}

// from reports whether a question has "from" before a name.
func from(text, name string) bool {
	return strings.Contains(text, " from "+name) && !strings.Contains(text, name+" to ")
}

// modifiers returns the stems of the nouns that stand before the word for an
// amount: "telephone" in "what is the telephone number of X".
func modifiers(q question.Question) []string {
	if q.Kind != question.Amount || q.Head == "" {
		return nil
	}
	var out []string
	for _, w := range token.Words(q.Focus) {
		f := token.Fold(w.Text)
		if f == q.Head {
			return out
		}
		if !token.Stop(f) && !w.Capital() && !plainMeasure[f] {
			out = append(out, token.Stem(f))
		}
	}
	return nil
}

// plainMeasure are words before an amount that say nothing of its kind.
var plainMeasure = words(`total exact overall average final current official estimated new old annual yearly monthly full highest lowest
	largest smallest maximum minimum whole real net gross planned first last approximate precise actual original latest`)

// nearStems returns the stems of a line, of the two sentences on either side of
// it in its passage, and of its article's title.
func nearStems(l *line) map[string]bool {
	set := stemSet(l.hit.Article.Title)
	add := func(text string) {
		for s := range stemSet(text) {
			set[s] = true
		}
	}
	ss := l.hit.Sentences
	for i, s := range ss {
		if s.Span != l.sentence.Span {
			continue
		}
		for j := max(0, i-2); j < min(len(ss), i+3); j++ {
			add(l.hit.SentenceText(ss[j]))
		}
	}
	return set
}

// anyWord reports whether the set has a content word of a name, a variant
// spelling of one, or the name of a people for that of its country.
func anyWord(set map[string]bool, name string) bool {
	content := false
	for _, w := range token.Words(cutPossessive(name)) {
		f := token.Fold(w.Text)
		if token.Stop(f) {
			continue
		}
		content = true
		stem := token.Stem(f)
		if hasTerm(set, stem) || nearWord(set, stem) {
			return true
		}
		for s := range set {
			if len(stem) >= 5 && len(s) >= 5 && s[:5] == stem[:5] {
				return true
			}
		}
	}
	return !content
}

// happened returns the stems of the nouns in small letters that say in the
// question where or in what something came about: "in the attack".
func (c *conversation) happened() []string {
	ws := token.Words(c.q.Main)
	var out []string
	verb := "" // "did output at the mine rise": it ends the phrase
	if c.q.Kind == question.YesNo {
		verb = askedWhether(c.q).verb.stem
	}
	for i := 1; i+1 < len(ws); i++ {
		if f := token.Fold(ws[i].Text); f != "in" && f != "during" && f != "at" && f != "by" {
			continue
		}
		j := i + 1
		if f := token.Fold(ws[j].Text); f != "the" && f != "a" && f != "an" && f != "this" && f != "that" || j+1 >= len(ws) {
			continue
		}
		for j++; j+1 < len(ws) && ws[j+1].Start == ws[j].End+1 && (verb == "" || token.Stem(token.Fold(ws[j+1].Text)) != verb) && !ws[j].Capital() && !token.Stop(token.Fold(ws[j+1].Text)) && !question.Verb(token.Fold(ws[j+1].Text)); j++ {
		}
		f := token.Fold(ws[j].Text)
		if ws[j].Capital() || token.Stop(f) || question.Time(f) || strings.TrimFunc(f, func(r rune) bool { return r >= 'a' && r <= 'z' }) != "" {
			continue
		}
		out = append(out, token.Stem(f))
	}
	return out
}
