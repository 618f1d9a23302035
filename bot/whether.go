package bot

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// whether is what a question of yes or no asks: whether somebody did something, is
// to do it, or whether there was something.
type whether struct {
	verb    wording         // what is done; the head of what there is
	exists  bool            // "was there a second launch"
	future  bool            // "will X do it", "is X to do it"
	passive bool            // what is done is done to the subject
	object  bool            // something stands behind the verb
	objects map[string]bool // stems of what it is done to, empty where that is not said
	subject map[string]bool // stems of the subject, empty where it is "anybody"
	named   bool            // the subject is a name
	head    string          // stem of the subject's last word, "" where that is a name
	ordinal bool            // "a second": one among several
	mutual  bool            // what one does to another both do: "meet"
	bare    bool            // nothing is asked of a subject: "will ferry"
}

// orderWords tell one thing of a kind from those before it.
var orderWords = words(`second third fourth fifth sixth another further next repeat`)

// anyWords stand in a question for whoever or whatever it may be.
var anyWords = words(`anybody anyone anything somebody someone something nobody nothing everybody everyone any another else ever yet already there`)

// askedWhether reads a question of yes or no.
func askedWhether(q question.Question) whether {
	ws, folded := token.Words(q.Main), foldedWords(q.Main)
	w := whether{verb: wording{stem: mainVerb(q)}, subject: map[string]bool{}}
	if len(folded) < 2 {
		w.bare = true
		return w
	}
	there := slices.Index(folded[:min(4, len(folded))], "there")
	be := beWord[folded[0]]
	w.future = folded[0] == "will" || slices.Contains(folded, "going") && be
	at := len(folded)
	for i := 1; i < len(folded); i++ {
		if token.Stem(folded[i]) == w.verb.stem {
			at = i
			break
		}
	}
	if be && there < 0 && w.verb.stem == "" {
		// "is the mill to close in May"
		for i := 2; i+1 < len(folded); i++ {
			if folded[i] == "to" && !token.Stop(folded[i+1]) {
				at, w.verb.stem = i+1, token.Stem(folded[i+1])
				break
			}
		}
	}
	if at <= 1 || at < len(folded) && (anyWords[folded[at]] || ws[at].Number()) {
		// What stands right behind "did" is its subject: "will work on the mill begin".
		for i := at + 1; i < len(folded); i++ {
			if f := folded[i]; !token.Stop(f) && !ws[i].Capital() && !determiners[folded[i-1]] && !question.Time(f) && !beWord[f] && !helpingWord[f] && (at > 1 || anyWords[folded[at]] || doable(f)) {
				at, w.verb.stem = i, token.Stem(f)
				break
			}
		}
	}
	if doWord[folded[0]] && at == 1 {
		// "did two men rob the bank": it ends the run of nouns
		for at+1 < len(folded) && !token.Stop(folded[at+1]) && !ws[at+1].Capital() && !question.Time(folded[at+1]) {
			at++
		}
		w.verb.stem = token.Stem(folded[at])
	}
	if be && at < len(folded) && (folded[at-1] == "to" || at > 1 && folded[at-1] == "be" && folded[at-2] == "to") {
		w.future = true
	}
	if there > 0 {
		i := there + 1
		for i < len(folded) && (folded[i] == "to" || folded[i] == "be" || folded[i] == "been" || folded[i] == "going" || determiners[folded[i]] || anyWords[folded[i]]) {
			w.future = w.future || folded[i] == "to" && be
			w.ordinal = w.ordinal || orderWords[folded[i]]
			i++
		}
		head := -1
		for ; i < len(folded) && (orderWords[folded[i]] || !token.Stop(folded[i]) && !question.Time(folded[i])) && (head < 0 || !question.PastVerb(folded[i])); i++ {
			head, w.ordinal = i, w.ordinal || orderWords[folded[i]]
			if possessive(ws[i].Text) {
				break
			}
		}
		if head > 0 {
			w.exists, w.verb = true, wording{stem: token.Stem(folded[head])}
		}
		return w
	}
	if at+1 < len(folded) {
		for _, known := range []wording{{w.verb.stem, folded[at+1]}, {w.verb.stem, folded[len(folded)-1]}} {
			if len(turns.asked[known]) > 0 || len(turns.alike[known]) > 0 {
				w.verb = known
				break
			}
		}
		w.objects = map[string]bool{}
		for i := at + 1; i < len(folded) && (determiners[folded[i]] || !token.Stop(folded[i]) && !question.Time(folded[i]) || folded[i] == w.verb.particle); i++ {
			if !determiners[folded[i]] && !anyWords[folded[i]] && folded[i] != w.verb.particle {
				w.objects[token.Stem(folded[i])] = true
			}
		}
		w.object = determiners[folded[at+1]] || ws[at+1].Capital() || !token.Stop(folded[at+1])
	}
	w.bare = at <= 1 || be && folded[len(folded)-1] == "by"
	indefinite := len(folded[1]) > 3 && anyWords[folded[1]] // "did anyone from the town come"
	for i := 1; i < min(at, len(folded)) && !indefinite; i++ {
		if f := folded[i]; !token.Stop(f) && !beWord[f] && !helpingWord[f] && !anyWords[f] {
			w.subject[token.Stem(f)] = true
			if w.head = token.Stem(f); ws[i].Capital() {
				w.head = ""
			}
			w.named = w.named || ws[i].Capital()
		}
	}
	if at < len(folded) {
		f := folded[at]
		w.mutual = w.verb.particle == "" && together[f]
		w.passive = (be || slices.Contains(folded[:at], "been") || folded[at-1] == "be") && (question.PastVerb(f) || strings.HasSuffix(f, "ed") || strings.HasSuffix(f, "en"))
	}
	return w
}

// together are verbs for what two do with each other, so that either may come first.
var together = words(`meet met talk talked confer negotiate marry married divorce agree agreed merge merged play played debate`)

// doable reports whether a folded word is known as a verb.
func doable(f string) bool {
	_, ok := event.KindOf(f)
	w := wordingOf(f)
	return ok || question.Verb(f) || len(turns.asked[w])+len(turns.alike[w])+len(question.Kin(w.stem)) > 0
}

// telling is a place where a line says what is asked, or the contrary of it.
type telling struct {
	at       int
	contrary bool
	kin      bool // by another word that mostly says the same
}

// tellings returns the places of a line that say what is asked or its contrary.
func (w whether) tellings(l *line) []telling {
	var out []telling
	same, contrary, kin := w.verb.same(), w.verb.contrary(), question.Kin(w.verb.stem)
	if w.exists {
		same, contrary = nil, nil
	}
	if at, ok := verbIn(l, w.verb.stem); ok && w.verb.particle == "" && l.stems[at] != w.verb.stem && !has(kin, l.stems[at]) {
		out = append(out, telling{at: at}) // "has been to Rome"
	}
	for i, s := range l.stems {
		is := func(x wording) bool { return x.at(l, i) }
		switch {
		case w.verb.particle == "" && s == w.verb.stem && s != "", slices.ContainsFunc(same, is), w.verb.particle != "" && w.verb.at(l, i),
			w.verb.particle == "" && has(kin, s) && !(l.words[i].Capital() && i > 0):
			if !slices.ContainsFunc(contrary, is) {
				out = append(out, telling{at: i, kin: s != w.verb.stem && token.Stem(token.Base(l.folded[i])) != w.verb.stem && !slices.ContainsFunc(same, is)})
				continue
			}
			fallthrough
		case slices.ContainsFunc(contrary, is):
			out = append(out, telling{at: i, contrary: true})
		}
	}
	return out
}

// clauseWords open a clause with a subject of its own.
var clauseWords = words(`that which who whom after before because when while if although though whether since until where but as`)

// clauseAt returns the words of the clause around word v of a line, as far as words
// that open clauses and semicolons tell.
func (l *line) clauseAt(v int) (from, to int) {
	for from = v; from > 0; from-- {
		if l.opensClause(from-1) || strings.ContainsAny(l.text[l.words[from-1].End:l.words[from].Start], ";:–—") {
			break
		}
	}
	for to = v + 1; to < len(l.words); to++ {
		if l.opensClause(to) || strings.ContainsAny(l.text[l.words[to-1].End:l.words[to].Start], ";:–—") {
			break
		}
	}
	return from, to
}

// opensClause reports whether word i of a line opens a clause, and no time: "since 2011".
func (l *line) opensClause(i int) bool {
	return clauseWords[l.folded[i]] && !(i+1 < len(l.words) && (l.words[i+1].Number() || question.Time(l.folded[i+1])))
}

// nounAt reports whether word v of a line is used as a noun: behind a determiner, an
// adjective of order or a possessive, or before "of".
func nounAt(l *line, v int) bool {
	if v > 0 && (determiners[l.folded[v-1]] || possessive(l.words[v-1].Text) || l.folded[v-1] == "no" || l.folded[v-1] == "of") || nounIn(l, v) {
		return true
	}
	f := l.folded[v]
	return v+1 < len(l.folded) && l.folded[v+1] == "of" || strings.HasSuffix(f, "tion") || strings.HasSuffix(f, "ment") || question.Noun(f) && !question.Verb(f)
}

// fits reports whether a saying of a line is of the subject that the question names:
// whoever does it there is whoever does it in the question.
func (w whether) fits(l *line, v int) bool {
	if len(w.subject) == 0 || w.exists {
		return true
	}
	called := w.calledIn(l)
	is := func(j int) bool {
		s := l.stems[j]
		return w.subject[s] || called[s] && l.words[j].Capital() || w.subject[token.Stem(cutPossessive(l.folded[j]))]
	}
	in := func(from, to int) int {
		for j := to - 1; j >= from; j-- {
			if is(j) {
				return j
			}
		}
		return -1
	}
	near := func() bool {
		set := stemSet(l.hit.Text() + " " + l.hit.Article.Title)
		for s := range w.subject {
			if hasTerm(set, s) || nearWord(set, s) {
				return true
			}
		}
		return false
	}
	from, to := l.clauseAt(v)
	if w.mutual && in(from, to) >= 0 {
		return true
	}
	if nounAt(l, v) {
		if v > 0 && (l.folded[v-1] == "his" || l.folded[v-1] == "her" || l.folded[v-1] == "its" || l.folded[v-1] == "their") {
			return in(0, len(l.words)) >= 0 || isPronoun(l.folded[0]) && near()
		}
		if v > 0 && l.folded[v-1] == "the" && near() {
			return true
		}
		return in(max(0, v-5), v) >= 0 && (possessive(l.words[v-1].Text) || !determiners[l.folded[v-1]]) || in(v+1, min(len(l.words), v+9)) >= 0
	}
	passive := false
	for j := max(from, v-3); j < v; j++ {
		passive = passive || beWord[l.folded[j]] || l.folded[j] == "be"
	}
	by := -1
	for j := v + 1; j < to; j++ {
		if l.folded[j] == "by" {
			by = j
			break
		}
	}
	switch {
	case w.passive && !passive:
		if in(v+1, min(to, v+11)) >= 0 {
			return true
		}
		if v+1 < len(l.words) && (determiners[l.folded[v+1]] || l.words[v+1].Capital() || l.words[v+1].Number()) {
			return false // done to another
		}
	case !w.passive && passive && by >= 0:
		return in(by+1, min(to, by+9)) >= 0
	case !w.passive && passive && w.object && in(0, len(l.words)) >= 0:
		return in(from, v) < 0 || v+1 < len(l.words) && l.folded[v+1] == "to"
	}
	if from > 1 && l.folded[from-1] == "that" && !Speaks(l.folded[from-2]) && (beWord[l.folded[from]] || helpingWord[l.folded[from]] || l.finite(from)) && in(max(0, from-5), from) >= 0 {
		return true // "a match that was to begin at noon was moved"
	}
	if from > 0 && (l.folded[from-1] == "who" || l.folded[from-1] == "which") && strings.Contains(l.text[l.words[from].Start:l.words[v].Start], ",") && in(max(0, from-5), from) >= 0 {
		return true // "Reis, who had led it since 2011, was dismissed"
	}
	if from > 0 && (l.folded[from-1] == "who" || l.folded[from-1] == "which") && in(from, v) < 0 {
		return in(max(0, from-5), from) >= 0 || !l.namesSomebody(max(0, from-5), from) && near()
	}
	if p := in(from, v); p >= 0 {
		for j := p; j >= from; j-- {
			if is(j) && l.headOf(j, from) {
				return l.carries(j, v)
			}
		}
		return false
	}
	first := -1
	for j := from; j < v; j++ {
		if helpingWord[l.folded[j]] || beWord[l.folded[j]] || denies[l.folded[j]] || strings.HasSuffix(l.folded[j], "ly") {
			continue
		}
		first = j
		break
	}
	switch {
	case first < 0:
		return near()
	case isPronoun(l.folded[first]):
		return in(0, first) >= 0 || near()
	case l.folded[first] == "the" && in(0, len(l.words)) < 0:
		// "the club" for one that is named before, "the match" for "the final"
		if l.namesSomebody(first, v) {
			return false
		}
		for j := first; j < v; j++ {
			if !w.named && (question.ClassOf(l.folded[j]) == question.Person || question.ClassOf(l.folded[j]) == question.Organization) {
				return false
			}
		}
		return near()
	}
	return false
}

// hanging are words by which a phrase hangs on another.
var hanging = words(`of with by for against to from in at on near without unlike than like over about among`)

// headOf reports whether word p of a line may head its phrase within a clause: it is no
// owner of what follows, and hangs on nothing before it.
func (l *line) headOf(p, from int) bool {
	for j := p; j < len(l.words) && (j == p || l.words[j].Capital()); j++ {
		if possessive(l.words[j].Text) {
			return false
		}
		if j+1 < len(l.words) && l.text[l.words[j].End:l.words[j+1].Start] != " " {
			break
		}
	}
	for j := p; j > from; j-- {
		if strings.ContainsAny(l.text[l.words[j-1].End:l.words[j].Start], ",;:") {
			return true
		}
		f := l.folded[j-1]
		switch {
		case hanging[f]:
			return f == "at" && (l.folded[j] == "least" || l.folded[j] == "most")
		case determiners[f]:
			return j-1 == from || !hanging[l.folded[max(0, j-2)]]
		case question.Time(f), token.Stop(f), l.finite(j - 1):
			return true
		}
	}
	return true
}

// hits reports whether what is done at word v of a line is done to what the question
// names, as far as the line has it behind the verb: no preposition or other verb stands
// between.
func (w whether) hits(l *line, v int) bool {
	if len(w.objects) == 0 || w.exists || nounAt(l, v) {
		return true
	}
	before, behind := false, -1
	for j := range l.stems {
		if w.objects[l.stems[j]] && j < v {
			before = true
		}
		if w.objects[l.stems[j]] && j > v && behind < 0 {
			behind = j
		}
	}
	if before || behind < 0 || v+1 < len(l.words) && isPronoun(l.folded[v+1]) {
		return true
	}
	for j := v + 1; j < behind; j++ {
		f := l.folded[j]
		if (hanging[f] || f == "and" || f == "but" || clauseWords[f] || l.finite(j)) && !(j == v+1 || f == w.verb.particle) || j == v+1 && (f == "and" || f == "but" || clauseWords[f]) {
			return false
		}
	}
	return true
}

// namesSomebody reports whether words of a line have a name that is not one of a people.
func (l *line) namesSomebody(from, to int) bool {
	for j := max(from, 1); j < to; j++ {
		if !l.words[j].Capital() {
			continue
		}
		if es, n := gazetteer.Longest(l.text, l.words, l.folded, j, true); n == 0 || es[0].Kind != gazetteer.Demonym {
			return true
		}
	}
	return false
}

// calledIn returns the stems of the names that a passage joins to the words for the
// subject: "Prime Minister Ana Mora", "the prime minister, Ana Mora".
func (w whether) calledIn(l *line) map[string]bool {
	out := map[string]bool{}
	if w.head == "" {
		return out
	}
	text := l.hit.Text()
	ws := token.Words(text)
	for i := range ws {
		if token.Stem(token.Fold(ws[i].Text)) != w.head {
			continue
		}
		for j := i + 1; j < min(len(ws), i+4) && ws[j].Capital(); j++ {
			if gap := strings.TrimSpace(text[ws[j-1].End:ws[j].Start]); gap != "" && (gap != "," || j > i+1) {
				break
			}
			if f := token.Fold(ws[j].Text); !token.Stop(f) && !question.Time(f) {
				out[token.Stem(f)] = true
			}
		}
	}
	return out
}

// carries reports whether what stands at word p of a line is the subject of the verb at
// word v: no other verb stands between, or it is joined to v without another subject.
func (l *line) carries(p, v int) bool {
	other := -1
	for j := p + 1; j < v; j++ {
		if l.finite(j) && !beWord[l.folded[j]] && !helpingWord[l.folded[j]] && !(j+1 < v && clauseWords[l.folded[j+1]]) {
			other = j
		}
	}
	if other < 0 || l.folded[v-1] == "to" || strings.HasSuffix(l.folded[v], "ing") {
		return true
	}
	for j := v - 1; j > other; j-- {
		if f := l.folded[j]; f == "and" || f == "or" || isPronoun(f) {
			return true
		} else if !helpingWord[f] && !beWord[f] && !denies[f] && !strings.HasSuffix(f, "ly") && !token.Stop(f) {
			return false
		}
	}
	return false
}
