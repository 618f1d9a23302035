package change

import (
	"slices"
	"strings"

	"dateline/bot/claim"
	"dateline/corpus/gazetteer"
)

// answer is what a sentence rejects as a claim of others: an accusation, a
// report, a rumour. It is known by whom it names and by what the claim is about,
// in verbs or nouns, and not by how either is put.
type answer struct {
	statement
	parties map[string]string // everybody that the sentence names, by demonyms too
	blamed  bool              // it tells that somebody made the claim
	cue     [2]int            // words, half open: what rejects it
}

func (x *answer) side() side {
	return side{s: x.s, from: min(x.cue[0], x.from), to: max(x.cue[1], min(x.to, x.from+maxQuoteWords/2))}
}

// answers finds the claims that later reports reject.
func (f *finder) answers() {
	var given []*answer
	for _, d := range f.docs {
		if !d.Published.Known() {
			break
		}
		for _, s := range d.sents {
			x, ok := s.answer()
			if !ok || slices.ContainsFunc(given, func(y *answer) bool { return x.repeats(y) }) {
				continue
			}
			best, score := (*sent)(nil), 0
			for _, e := range f.search(d, x.terms) {
				if n := x.meets(e); n > score {
					best, score = e, n
				}
			}
			if best != nil {
				given = append(given, &x)
				from, to := x.claimed(best)
				f.add(Contradicted, "", side{s: best, from: from, to: to}, x.side(), false)
			}
		}
	}
}

// repeats reports whether an answer is one that another report has given: to the
// same, of the same matter.
func (x *answer) repeats(y *answer) bool {
	names := 0
	for n, given := range x.parties {
		switch {
		case named(y.parties, n, given):
			names++
		case !country(n) && !strings.HasPrefix(n, "p:") && !named(y.s.doc.lead2(), n, given):
			return false
		}
	}
	n := shared(x.content, y.content)
	return names > 0 && x.s.doc.gap(y.s.doc) <= followDays && (n > 0 && n*2 >= min(len(x.content), len(y.content)) || names > 1 && len(x.content)*len(y.content) == 0)
}

// answer reads what a sentence rejects as a claim, if it does.
func (s *sent) answer() (answer, bool) {
	if !s.rejecting() || s.asks(0) || s.isNotice() {
		return answer{}, false
	}
	r := s.read()
	for i := range r.words {
		from, to := r.rejects(i)
		if from == to {
			continue
		}
		x := answer{cue: [2]int{from, to}, parties: r.parties()}
		begin, end := s.rejected(from, to)
		x.statement = s.stated(begin, end, func(j int) bool {
			l := r.words[j].Lemma
			return denies[l] || untrue[l] || hearsay[l] || alleges[l] || standins[l] || persons[l] || parts[l] || r.words[j].Fold == "true" || r.demonym(j)
		})
		for j := range r.words {
			x.blamed = x.blamed || alleges[r.words[j].Lemma] || r.hearsayAt(j) || r.words[j].Lemma == contradict && j+1 < len(r.words) && r.words[j+1].Mention >= 0
		}
		for n := range x.parties {
			x.terms[strings.ToLower(n[strings.IndexByte(n, ':')+1:])] = true
		}
		return x, len(x.parties) > 0 && len(x.parties)+len(x.content) >= 2
	}
	return answer{}, false
}

// rejecting reports whether a sentence has a word by which claims are rejected.
func (s *sent) rejecting() bool {
	for i, l := range s.stems {
		if denies[l] || untrue[l] || s.plain[i] == "nothing" || isNegation(s.plain[i]) {
			return true
		}
	}
	return false
}

// rejects returns the words by which word i begins to reject a claim, empty where
// it does not: "denied", before a claim or what would be one; "are untrue", beside
// a claim; "nothing to do with", "no part in".
func (r *reading) rejects(i int) (from, to int) {
	w := &r.words[i]
	switch {
	case denies[w.Lemma] && (w.Verb || strings.HasSuffix(w.Fold, "ing")) && w.Mention < 0:
		if passive(r, i) && word(r, i+1) != "by" || r.under(i, i+1, "not", "may", "will") || r.refrains(i) || word(r, i-1) == "to" {
			return 0, 0
		}
		if r.rejectable(i + 1) {
			return i, i + 1
		}
	case untrue[w.Lemma] && !r.under(i, i+1, "may", "not"), w.Fold == "true" && isNegation(word(r, i-1)):
		for j := range r.words {
			if l := r.words[j].Lemma; j != i && (hearsay[l] || alleges[l]) && (j == i+1 || r.asserted(i)) || j > i && j < i+4 && r.words[j].Fold == "that" {
				return i, i + 1
			}
		}
	case w.Fold == "nothing" || w.Fold == "no":
		for j := i + 1; j < len(r.words) && j <= i+3; j++ {
			if parts[r.words[j].Lemma] || r.words[j].Fold == "do" && word(r, j-1) == "to" && (word(r, j+1) == "with" || r.fronted(i)) {
				return i, j + 1
			}
		}
		if w.Fold == "no" && word(r, i-2) == "there" && i+1 < len(r.words) {
			return i - 2, i + 2 // "there are no talks"
		}
	}
	return 0, 0
}

// fronted reports whether what somebody has nothing to do with stands before word
// i: "with the theft it had nothing to do".
func (r *reading) fronted(i int) bool {
	for j := i - 1; j >= 0 && j >= i-2*maxLead; j-- {
		if r.words[j].Fold == "with" {
			return true
		}
		if strings.ContainsAny(r.words[j].Gap, ":;") {
			return false
		}
	}
	return false
}

// rejectable reports whether what begins at word i is a claim, or what would be
// one: "reports of", "that it had", "having", "any part in", whoever made it.
func (r *reading) rejectable(i int) bool {
	for j := i; j < len(r.words) && j < i+maxLead; j++ {
		w := &r.words[j]
		switch {
		case hearsay[w.Lemma], alleges[w.Lemma], parts[w.Lemma], untrue[w.Lemma], w.Fold == "that":
			return true
		case j == i && strings.HasSuffix(w.Fold, "ing") && len(w.Fold) > 4:
			return true
		case j == i && r.lemma(i-1) == contradict && w.Mention >= 0:
			return true
		case strings.ContainsAny(w.Gap, ";:"):
			return false
		}
	}
	return false
}

var contradict = claim.Lemma("contradict")

// rejected returns which words tell what is rejected: those after the cue, and
// those before it where the claim is what it is said of.
func (s *sent) rejected(from, to int) (begin, end int) {
	r := s.read()
	begin, end = to, s.end(to-1)
	for j := from - 1; j >= 0; j-- {
		if r.hearsayAt(j) || strings.ContainsAny(r.words[j].Gap, ":;") || untrue[r.lemma(from)] && j == 0 {
			return j, max(end, to)
		}
	}
	if w := word(r, from); w == "there" {
		begin = to - 1
	}
	return begin, max(begin, end)
}

// parties returns everybody that a sentence names, countries by their demonyms
// and capitals as well.
func (r *reading) parties() map[string]string {
	names := map[string]string{}
	for _, m := range r.mentions {
		if !m.weak && !(r.said[m.From] && word(r, m.From-1) == "in" && !strings.Contains(m.Key, ":")) { // "a spokesman in Moskva"
			name(names, m)
		}
	}
	for i := range r.words {
		if e, ok := r.demonymAt(i); ok {
			names["c:"+e] = ""
		}
	}
	for n := range names {
		if e, ok := gazetteer.City(strings.TrimPrefix(n, "p:")); ok && strings.HasPrefix(n, "p:") && gazetteer.CapitalOf(e.Of) == e.Name {
			names["c:"+e.Of] = "" // "the government in Lisbon"
		}
	}
	return names
}

func (r *reading) demonym(i int) bool { _, ok := r.demonymAt(i); return ok }

// demonymAt returns the country that word i names, or is the demonym of.
func (r *reading) demonymAt(i int) (string, bool) {
	w := &r.words[i]
	if !w.Capital() || w.Time >= 0 {
		return "", false
	}
	if e, ok := gazetteer.Country(w.Fold); ok {
		return e, true
	}
	return "", false
}

// meets returns how well an earlier sentence makes the claim that is rejected, 0
// where it makes another or none.
func (x *answer) meets(e *sent) int {
	d := x.s.doc
	if e.doc == d || !e.doc.mayPrecede(d) || e.doc.gap(d) > followDays || e.asks(0) || e.isDenial() || e.isNotice() {
		return 0
	}
	if _, ok := e.answer(); ok {
		return 0
	}
	r := e.read()
	theirs, lead := r.parties(), e.doc.lead2()
	names, own, lacking := 0, 0, 0 // own: that are no countries
	for n, given := range x.parties {
		switch {
		case named(theirs, n, given):
			names++
			if !country(n) {
				own++
			}
		case !named(lead, n, given) && !strings.HasPrefix(n, "p:"):
			if !country(n) {
				return 0
			}
			lacking++
		}
	}
	if names == 0 || lacking > 0 && own == 0 {
		return 0
	}
	all, alleging := map[string]bool{}, false
	for i := range r.words {
		l := r.words[i].Lemma
		alleging = alleging || alleges[l] || hearsay[l] || r.words[i].Fold == "behind" && auxiliary[word(r, i-1)]
		if r.isContent(i) {
			all[l] = true
		}
	}
	n := 0
	for l := range x.content {
		if has(all, l) || derived(all, l) {
			n++
		}
	}
	switch {
	case !alleging && (names < 2 || !x.blamed), n*2 < len(x.content) && !(own >= 2 && alleging):
		return 0
	case n == 0 && !(own >= 2 && alleging), n < 2 && names < 2 && len(x.content) > 1:
		return 0
	}
	score := 2*names + 2*n
	if alleging {
		score += 2
	}
	if e.at <= 1 {
		score++
	}
	return score
}

// hearsayAt reports whether word i is a noun for a claim: "the report", "claims
// that".
func (r *reading) hearsayAt(i int) bool {
	if !hearsay[r.words[i].Lemma] {
		return false
	}
	switch next := word(r, i+1); next {
	case "that", "of", "by", "about", "over", "from":
		return true
	}
	return articles[word(r, i-1)] || i > 0 && denies[r.words[i-1].Lemma]
}

// claimed returns the words of a sentence that make the claim.
func (x *answer) claimed(e *sent) (from, to int) {
	r := e.read()
	from, to = -1, -1
	for i := range r.words {
		if l := r.words[i].Lemma; r.isContent(i) && (has(x.content, l) || derived(x.content, l)) || alleges[l] {
			if from < 0 {
				from = i
			}
			to = i + 1
		}
	}
	if from < 0 {
		return 0, len(r.words)
	}
	return from, to
}

// asserted reports whether the word at i is what something is said to be: "is
// untrue", "called false", "rejected it as false".
func (r *reading) asserted(i int) bool {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		switch f := word(r, j); {
		case f == "as" || f == "is" || f == "are" || f == "was" || f == "were" || f == "be" || strings.HasPrefix(r.words[j].Lemma, "call"):
			return true
		case r.words[j].Mention < 0 && !strings.HasSuffix(f, "ly") && f != "not" && f != "a" && f != "the" && f != "it":
			return false
		}
	}
	return false
}

// derived reports whether a set has a word of the root of another, a verb's noun
// or a noun's verb: both begin alike in five letters or more and have at most four besides, or in four
// and at most three.
func derived(set map[string]bool, l string) bool {
	for m := range set {
		n := 0
		for n < len(l) && n < len(m) && l[n] == m[n] {
			n++
		}
		if rest := max(len(l), len(m)) - n; n >= 5 && rest <= 4 || n >= 4 && rest <= 3 {
			return true
		}
	}
	return false
}
