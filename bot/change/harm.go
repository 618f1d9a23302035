package change

import (
	"strings"

	"dateline/bot/claim"
)

// ill finds what came to those counted: "killed 12 people", "12 people were
// killed", "a death toll of 12", "12 dead".
func (f *figure) ill(r *reading) {
	number := r.number
	clause := r.words[f.from].Clause
	// Right before it, where it is the object.
	j := f.from - 1
	for j >= 0 && (bounds[r.words[j].Fold] || r.words[j].Fold == "the" || r.words[j].Fold == "of") {
		j--
	}
	if j >= 0 {
		if h := r.harmAt(j); h != "" && !passive(r, j) {
			f.harmed(h, j, f.to)
			return
		}
	}
	verb := false
	for j := f.to; j < len(r.words) && j < f.to+14; j++ {
		w := &r.words[j]
		if number(j) || strings.ContainsAny(w.Gap, ";:()") || w.Fold == "and" && !verb || w.Fold == "who" {
			break // "sank two ships and damaged three", "treated 54 people who were injured"
		}
		verb = verb || w.Verb
		if h := r.harmAt(j); h != "" {
			if w.Fold == "claimed" || w.Fold == "claim" || w.Fold == "claims" {
				break
			}
			f.harmed(h, f.from, j+1)
			return
		}
		if w.Clause > clause+1 || w.Verb && !auxiliary[w.Fold] && j > f.to+4 {
			break
		}
	}
	// "the death toll rose to 15", "the number of people infected … rose to 174"
	for j := f.from - 1; j >= 0 && j >= f.from-20; j-- {
		w := &r.words[j]
		if strings.ContainsAny(w.Gap, ";:") || number(j) && !former[word(r, j-1)] && !former[word(r, j-2)] {
			break
		}
		h := r.harmAt(j)
		if h == "" || w.Fold == "claimed" {
			continue
		}
		if w.Fold == "toll" && j > 0 && r.harmAt(j-1) != "" {
			h = r.harmAt(j - 1)
		}
		for k := max(0, j-6); k < f.from; k++ {
			if tolls[r.words[k].Fold] || r.words[k].Fold == "lowered" {
				f.harmed(h, j, f.to)
				return
			}
		}
	}
}

// harmAt returns what comes to those of whom word i is said, "" where it is
// nothing: "lives" are lost, but nobody who lives is.
func (r *reading) harmAt(i int) string {
	w := &r.words[i]
	if w.Lemma == living && w.Fold != "lives" || r.number(i) {
		return ""
	}
	if w.Lemma == home && (word(r, i-2) == "from" || word(r, i-2) == "of") && possessives[word(r, i-1)] {
		return "displaced" // "drove 300 from their homes"
	}
	if w.Lemma == leaves && possessives[word(r, i+1)] && r.lemma(i+2) == home && word(r, i-1) == "to" {
		return "evacuated" // "were ordered to leave their homes"
	}
	return harms[w.Lemma]
}

var living, home, leaves = claim.Lemma("live"), claim.Lemma("home"), claim.Lemma("leave")

var possessives = map[string]bool{"their": true, "his": true, "her": true, "its": true, "our": true}

var auxiliary = map[string]bool{"was": true, "were": true, "been": true, "be": true, "are": true, "is": true, "have": true, "has": true, "had": true, "being": true, "still": true}

// passive reports whether the verb at i is said of what stands before it.
func passive(r *reading, i int) bool {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		switch f := strings.TrimSuffix(r.words[j].Fold, "n't"); {
		case f == "was" || f == "were" || f == "been" || f == "be" || f == "are" || f == "is":
			return true
		case r.words[j].Verb:
			return false
		}
	}
	return false
}

func (f *figure) harmed(harm string, from, to int) {
	f.harm = harm
	f.proof = [2]int{min(from, f.from), max(to, f.to)}
}

// counted returns the lemmas of those who came to harm, without the words for
// anybody.
func (f *figure) counted() map[string]bool {
	m := map[string]bool{}
	r := f.s.read()
	for j := f.to; j < len(r.words) && j < f.to+3; j++ {
		w := &r.words[j]
		if w.Verb || strings.ContainsAny(w.Gap, ",;:") || !w.Content || w.Time >= 0 || harms[w.Lemma] != "" && !persons[w.Lemma] {
			break
		}
		if persons[w.Lemma] || light[w.Lemma] {
			break
		}
		m[w.Lemma] = true
	}
	if len(m) == 0 {
		f.ofWhom(r, m)
	}
	return m
}

// ofWhom adds those whose number a toll is: "the number of infected residents …
// rose to 31".
func (f *figure) ofWhom(r *reading, m map[string]bool) {
	for i := f.proof[0] - 3; i+2 < f.from; i++ {
		if i < 0 || r.words[i].Fold != "number" || r.words[i+1].Fold != "of" {
			continue
		}
		for j := i + 2; j < min(f.from, i+6); j++ {
			w := &r.words[j]
			if !w.Content && w.Fold != "the" || w.Mention >= 0 || w.Verb && harms[w.Lemma] == "" {
				return
			}
			if w.Content && harms[w.Lemma] == "" && !persons[w.Lemma] && !light[w.Lemma] {
				m[w.Lemma] = true
			}
		}
		return
	}
}
