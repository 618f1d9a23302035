package claim

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
	"dateline/corpus/event"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// word is a word of a text with what the rules ask of it.
type word struct {
	token.Token
	fold     string
	lemma    string
	sentence int
	clause   int    // counted through the text
	gap      string // what stands between the word before and this
	opens    bool   // begins a sentence
	quoted   bool   // stands within quotation marks
	time     int    // the index of the time expression it is part of, else -1
	verb     bool   // may be a verb that is said of somebody
	mention  int    // the index of the name it is part of, else -1
}

// text is a text that was read.
type text struct {
	string
	words    []word
	times    []timex.Timex
	cues     []cue
	mentions []mention
	speech   []speech
	lemmas   map[string]bool
	folds    map[string]bool
	done     []done // what verbs found
}

// analyse reads a text whose time expressions are known.
func analyse(s string, times []timex.Timex) *text {
	t := &text{string: s, times: times, lemmas: map[string]bool{}, folds: map[string]bool{}}
	sentences := corpus.SplitSentences(s)
	at, quotes, end := 0, false, 0
	for _, w := range token.Words(s) {
		x := word{Token: w, fold: token.Fold(w.Text), time: -1, mention: -1, gap: s[end:w.Start]}
		for at+1 < len(sentences) && w.Start >= sentences[at].End {
			at++
		}
		x.sentence = at
		x.opens = len(t.words) == 0 || t.words[len(t.words)-1].sentence != at || strings.ContainsAny(x.gap, ":“\"–—\n") && (strings.ContainsAny(x.gap, "“\"\n:"))
		for _, r := range x.gap {
			switch r {
			case '"':
				quotes = !quotes
			case '“', '„', '«':
				quotes = true
			case '”', '»':
				quotes = false
			}
		}
		x.quoted = quotes
		x.lemma = tables.lemma(x.fold)
		for i, tm := range times {
			if tm.Start <= w.Start && w.End <= tm.End && (tm.Type == "DATE" || tm.Type == "TIME" || tm.Type == "SET") {
				x.time = i
			}
		}
		t.words = append(t.words, x)
		t.lemmas[x.lemma], t.folds[x.fold] = true, true
		end = w.End
	}
	t.joinPercent()
	t.markVerbs()
	t.markClauses()
	t.markMentions()
	t.markCues()
	t.markSpeech()
	return t
}

// joinPercent makes the "cent" of "per cent" a percent.
func (t *text) joinPercent() {
	for i := range t.words {
		if i > 0 && t.words[i].fold == "cent" && t.words[i-1].fold == "per" {
			t.words[i].fold, t.words[i].lemma = "percent", tables.lemma("percent")
			t.lemmas[t.words[i].lemma], t.folds["percent"] = true, true
		}
	}
}

var auxiliaries = set("is are was were be been being am has have had do does did will would shall should may might can could must " +
	"isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't shan't shouldn't mightn't can't cannot couldn't mustn't")

var being = set("is are was were be been being am isn't aren't wasn't weren't")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var determiners = set("the a an his her its their this that these those some any no each every our my your another of")

// markVerbs finds the words that are likely verbs: known ones, those with the
// ending of the past, and any with an ending after somebody who may do it. A
// word after a determiner is none.
func (t *text) markVerbs() {
	for i := range t.words {
		w := &t.words[i]
		if w.time >= 0 || w.Number() {
			continue
		}
		before := ""
		if i > 0 && !strings.ContainsAny(w.gap, ",;:") {
			before = t.words[i-1].fold
		}
		if w.Capital() && !w.opens {
			continue
		}
		_, known := event.KindOf(w.fold)
		switch {
		case auxiliaries[w.fold]:
			w.verb = true
		case determiners[before]:
		case tables.past[w.fold]:
			w.verb = true
		case len(w.fold) > 4 && strings.HasSuffix(w.fold, "ed"):
			w.verb = true
		case being[before] && !strings.HasSuffix(w.fold, "ing"):
		case auxiliaries[before] || before == "to" || before == "not":
			w.verb = len(w.fold) > 2 && !token.Stop(w.fold) && !strings.HasSuffix(w.fold, "ly")
		case tables.third[w.fold] && !tables.has("prep", before) && before != "":
			w.verb = true
		case known && strings.HasSuffix(w.fold, "s") && i > 0 && t.words[i-1].Capital():
			w.verb = true
		}
	}
}

var connectives = set("who which that when where while before after as since because but whose although though until whom if whether and")

// markClauses numbers the clauses: they end at punctuation and before the
// words that join clauses, and each but the first of a sentence has a verb.
func (t *text) markClauses() {
	clause := 0
	begin := 0
	for i := range t.words {
		w := &t.words[i]
		newSentence := i > 0 && w.sentence != t.words[i-1].sentence
		cut := newSentence || i > 0 && (strings.ContainsAny(w.gap, ",;:–—()“”\"") || connectives[w.fold])
		relative := w.fold == "which" || w.fold == "who" || w.fold == "whose"
		if cut && (newSentence || (relative || t.hasVerb(begin, i)) && t.hasVerbAhead(i)) {
			clause++
			begin = i
		}
		w.clause = clause
	}
}

func (t *text) hasVerb(from, to int) bool {
	for _, w := range t.words[from:to] {
		if w.verb {
			return true
		}
	}
	return false
}

// hasVerbAhead reports whether the stretch that begins at word i, up to the
// next mark or joining word, has a verb. After "and" it must come soon, or two
// things are joined and not two clauses.
func (t *text) hasVerbAhead(i int) bool {
	for j := i - 1; t.words[i].fold == "and" && j >= 0 && j >= i-4; j-- {
		if t.words[j].fold == "between" || t.words[j].fold == "both" {
			return false // "between Pakistan and Russia"
		}
	}
	and, names := t.words[i].fold == "and" && !strings.Contains(t.words[i].gap, ","), 0
	for j := i; j < len(t.words) && t.words[j].sentence == t.words[i].sentence; j++ {
		if j > i && (strings.ContainsAny(t.words[j].gap, ",;:–—()“”\"") || connectives[t.words[j].fold]) {
			return false
		}
		if t.words[j].verb {
			return !and || j-i-names <= 4
		}
		if t.words[j].time >= 0 || t.words[j].name() {
			names++
		}
	}
	return false
}

// content reports whether a word says what a text is about.
func (w *word) content() bool {
	return !token.Stop(w.fold) && w.time < 0 && !auxiliaries[w.fold] && len(w.fold) > 1 && w.fold != "per"
}

// name reports whether the word is written as a name.
func (w *word) name() bool {
	r, _ := utf8.DecodeRuneInString(w.Text)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

// clauseLemmas returns the lemmas of the words of content in a clause.
func (t *text) clauseLemmas(clause int) map[string]bool {
	m := map[string]bool{}
	for i := range t.words {
		if w := &t.words[i]; w.clause == clause && w.content() {
			m[w.lemma] = true
		}
	}
	return m
}

func (t *text) clauses() int {
	if len(t.words) == 0 {
		return 0
	}
	return t.words[len(t.words)-1].clause + 1
}

// read reads the claim. Its time expressions are read without a date of
// writing: what they mean must not hang on the day they are read.
func (k *checker) read(c Claim) {
	k.claim = analyse(c.Text, timex.Parse(c.Text, corpus.Interval{}))
}

// quoted reports whether a lemma stands in a quote.
func (k *checker) inQuotes(lemma string) bool {
	for _, s := range k.sources {
		if s.quote.lemmas[lemma] {
			return true
		}
	}
	return false
}

// foldInQuotes reports whether a folded word stands in a quote.
func (k *checker) foldInQuotes(fold string) bool {
	for _, s := range k.sources {
		if s.quote.folds[fold] {
			return true
		}
	}
	return false
}
