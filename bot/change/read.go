package change

import (
	"slices"
	"strings"

	"dateline/bot/claim"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/timex"
	"dateline/corpus/token"
)

// doc is a version of an article with its sentences.
type doc struct {
	*corpus.Document
	letters *letters // of all reports
	order   int      // among the newest versions, by time
	told    bool     // before those that are not
	sents   []*sent
	times   []timex.Timex
	timed   bool
	names   map[string]string // of its title and first sentences
	kinds   map[string]bool   // of the happenings that they tell of
	shape   map[string]bool   // its sentences without their numbers
	vocab   map[string]bool   // its words, folded
}

// sent is a sentence of a document. What takes time is read when it is asked for.
type sent struct {
	corpus.Span
	doc   *doc
	i     int // in the document's sentences
	at    int // in those that are read
	text  string
	plain []string // its words, folded
	stems []string // their lemmas
	*reading

	counted bool
	numbers []figure
	event   int // that it tells of, counted from 1; 0: none is known
}

// reading is what the rules read in a sentence.
type reading struct {
	claim.Reading
	words      []claim.Word
	mentions   []mention
	cues       []claim.Cue
	speeches   []claim.Speech
	quantities []claim.Quantity
	times      []timex.Timex
	said       []bool            // by word: it is a verb of saying or its speaker
	names      map[string]string // key to given name, "" where it has none
	content    map[string]bool   // lemmas of what it is about, without names, numbers and speakers
	kinds      map[string]bool   // of the happenings that it tells of
}

func newDoc(d *corpus.Document, l *letters) *doc {
	x := &doc{Document: d, letters: l}
	for i, s := range d.Sentences {
		if len(x.sents) == maxSentences {
			break
		}
		if s.Start < 0 || s.End > len(d.Text) || s.Start >= s.End || s.Len() > maxSentenceBytes {
			continue
		}
		y := &sent{Span: s.Span, doc: x, i: i, at: len(x.sents), text: s.Of(d.Text)}
		for j, w := range token.Words(y.text) {
			folded := token.Fold(w.Text)
			y.plain, y.stems = append(y.plain, folded), append(y.stems, l.lemma(folded))
			switch {
			case !w.Capital():
				l.small[folded] = true
			case j > 0:
				l.capital[folded] = true
			}
		}
		x.sents = append(x.sents, y)
	}
	return x
}

// timexes returns the time expressions of the document.
func (d *doc) timexes() []timex.Timex {
	if !d.timed {
		d.times, d.timed = timex.Parse(d.Text, d.Published.Interval), true
	}
	return d.times
}

// read reads the sentence.
func (s *sent) read() *reading {
	if s.reading != nil {
		return s.reading
	}
	xs := s.doc.timexes()
	from, _ := slices.BinarySearchFunc(xs, s.Start, func(x timex.Timex, at int) int { return x.Start - at })
	to := from
	for to < len(xs) && xs[to].Start < s.End {
		to++
	}
	r := &reading{times: claim.Within(xs[from:to], s.Span), names: map[string]string{}, content: map[string]bool{}, kinds: map[string]bool{}}
	r.Reading = claim.Read(s.text, r.times)
	r.words, r.quantities = r.Words(), r.Quantities()
	for _, c := range r.Cues() {
		if c.Class != "say" || !r.callsOff(c.From) && !r.costs(c.From) && !r.outlook(c.From) {
			r.cues = append(r.cues, c)
		}
	}
	for _, sp := range r.Speeches() {
		if !r.callsOff(sp.Cue) && !r.costs(sp.Cue) && !r.outlook(sp.Cue) {
			for j := sp.Speaker[0] + 1; j < sp.Speaker[1] && strings.HasSuffix(r.words[sp.Cue].Fold, "ing") && r.words[sp.Cue].Fold != "according"; j++ {
				if r.words[j].Verb {
					sp.Speaker[1] = j // "The ministry denied it, saying that"
				}
			}
			r.speeches = append(r.speeches, sp)
		}
	}
	for _, m := range r.Mentions() {
		x := mention{Mention: m}
		if m.To-m.From == 1 && r.opens(m.From) && m.Person && !strings.Contains(m.Key, ":") {
			x.weak = !s.doc.letters.proper(r.words[m.From].Fold)
		}
		x.weak = x.weak || m.To-m.From == 1 && claim.Numeral(r.words[m.From].Fold) // "NOWSHERA: Fourteen people"
		r.key(&x)
		r.mentions = append(r.mentions, x)
	}
	r.owners()
	r.said = make([]bool, len(r.words))
	for _, sp := range r.speeches {
		for i := sp.Speaker[0]; i < sp.Speaker[1]; i++ {
			r.said[i] = true
		}
	}
	for _, c := range r.cues {
		if c.Class == "say" && !modalSaying[c.Lemma] {
			for i := c.From; i < c.To; i++ {
				r.said[i] = true
			}
		}
	}
	for i := range r.words {
		if r.said[i] {
			continue
		}
		if kind := happenings[r.words[i].Lemma]; kind != "" && r.words[i].Time < 0 {
			r.kinds[kind] = true
		}
		if r.isContent(i) {
			r.content[r.words[i].Lemma] = true
		}
	}
	for _, m := range r.mentions {
		if !r.said[m.From] && r.strong(m) {
			name(r.names, m)
		}
	}
	s.reading = r
	return r
}

// mention is a name with the given name before it.
type mention struct {
	claim.Mention
	given string // the words before its last
	weak  bool   // it may have its capital only for beginning a sentence
}

// key settles what two mentions of one bearer share: of a city its name, though
// it stands for a government, of "Jersey County" both words.
func (r *reading) key(m *mention) {
	var fs []string
	for _, w := range r.words[m.From:m.To] {
		if !nameTitles[w.Fold] {
			fs = append(fs, w.Fold)
		}
	}
	whole := strings.Join(fs, " ")
	if strings.HasPrefix(m.Key, "c:") {
		if _, ok := gazetteer.Country(whole); !ok {
			if e, ok := gazetteer.City(whole); ok {
				m.Key = "p:" + e.Name
			}
		}
		return
	}
	if len(fs) < 2 || strings.Contains(m.Key, ":") {
		return
	}
	if nameEnds[m.Key] {
		m.Key = whole
	} else if m.Person {
		m.given = strings.Join(fs[:len(fs)-1], " ")
	}
}

// name adds a mention to names.
func name(names map[string]string, m mention) {
	if g, ok := names[m.Key]; !ok || g == "" {
		names[m.Key] = m.given
	}
}

// named reports whether names have one that a key and a given name may be of.
func named(names map[string]string, key, given string) bool {
	g, ok := names[key]
	return ok && fits(g, given)
}

// fits reports whether the words before two surnames may be of one bearer: all
// of the one stand in the other, as initials or in another spelling at least.
func fits(a, b string) bool {
	if a == b || a == "" || b == "" {
		return true
	}
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	for _, v := range x {
		if !slices.ContainsFunc(y, func(w string) bool {
			return v == w || v[0] == w[0] && (len(v) == 1 || len(w) == 1 || len(v) > 3 && consonants(v) == consonants(w))
		}) {
			return false
		}
	}
	return true
}

// callsOff reports whether the verb at word i says nothing but ends something:
// "called off".
func (r *reading) callsOff(i int) bool {
	var after []string
	for j := i + 1; j < len(r.words) && j <= i+2; j++ {
		after = append(after, r.words[j].Fold)
	}
	return ended(r.words[i].Lemma, after)
}

// costs reports whether the verb at word i says nothing but takes lives: "claimed
// 78 lives".
func (r *reading) costs(i int) bool {
	for j := i + 1; j < len(r.words) && j <= i+5 && r.words[i].Lemma == claims; j++ {
		if f := r.words[j].Fold; f == "lives" || f == "life" || f == "victims" {
			return true
		}
	}
	return false
}

// outlook reports whether word i is the noun for what is expected, and no verb:
// "its sales forecast".
func (r *reading) outlook(i int) bool {
	w := &r.words[i]
	return outlooks[w.Lemma] && !w.Verb && (articles[word(r, i-1)] || articles[word(r, i-2)] && !r.words[i-1].Verb && r.words[i-1].Mention < 0)
}

var claims = claim.Lemma("claim")

// isContent reports whether word i says what the sentence is about and is no
// name, number, unit or mark of a revision.
func (r *reading) isContent(i int) bool {
	w := &r.words[i]
	return w.Content && (w.Mention < 0 || !r.strong(r.mentions[w.Mention])) && !w.Number() && !claim.Numeral(w.Fold) && !units[w.Fold] && !light[w.Lemma]
}

// strong reports whether a mention is surely a name, and no word that is
// written with a capital for beginning a sentence.
func (r *reading) strong(m mention) bool {
	return !m.weak && r.words[m.From].Time < 0
}

// opens reports whether word i begins a sentence, or a quotation within one.
func (r *reading) opens(i int) bool { return i == 0 || strings.ContainsAny(r.words[i].Gap, ":“\"") }

// owners places the days that own something, "Tuesday's vote", which are part
// of no time expression.
func (r *reading) owners() {
	for i := range r.words {
		w := &r.words[i]
		if w.Time >= 0 || !strings.HasSuffix(w.Text, "'s") && !strings.HasSuffix(w.Text, "’s") {
			continue
		}
		for n, x := range r.times {
			if x.Start == w.Start && x.End < w.End && x.Type == "DATE" {
				w.Time = n
			}
		}
	}
}

// letters tells words that some report writes with a capital within a sentence
// from those that one writes without.
type letters struct {
	capital, small map[string]bool
	lemmas         map[string]string // of folded words
}

func (l *letters) lemma(folded string) string {
	s, ok := l.lemmas[folded]
	if !ok {
		s = claim.Lemma(folded)
		l.lemmas[folded] = s
	}
	return s
}

func (l *letters) proper(folded string) bool { return l.capital[folded] && !l.small[folded] }

// lead returns the names and happenings of the title and the first sentences.
func (d *doc) lead() (names map[string]string, kinds map[string]bool) {
	if d.names != nil {
		return d.names, d.kinds
	}
	d.names, d.kinds = map[string]string{}, map[string]bool{}
	for _, s := range d.sents[:min(3, len(d.sents))] {
		r := s.read()
		for n, given := range r.names {
			if d.names[n] == "" {
				d.names[n] = given
			}
		}
		for k := range r.kinds {
			d.kinds[k] = true
		}
	}
	return d.names, d.kinds
}

// ofSaying reports whether the time that begins at word i is that of a
// statement: "said on Sunday", "said Ms Holt on Sunday".
func (r *reading) ofSaying(i int) bool {
	for j := i - 1; j >= 0; j-- {
		switch f := r.words[j].Fold; {
		case r.said[j]:
			return true
		case f == "on" || f == "late" || f == "early" || f == "in" || f == "at" || f == "the":
		default:
			return false
		}
	}
	return false
}

// speaker returns who says the words at i: lemmas and names. It is nil where
// the sentence itself says so.
func (r *reading) speaker(i int) map[string]bool {
	for _, sp := range r.speeches {
		in := false
		for _, s := range sp.Scope {
			in = in || s[0] <= i && i < s[1]
		}
		if !in {
			continue
		}
		m := map[string]bool{}
		for j := sp.Speaker[0]; j < sp.Speaker[1]; j++ {
			w := &r.words[j]
			switch {
			case w.Mention >= 0 && r.strong(r.mentions[w.Mention]):
				m[r.mentions[w.Mention].Key] = true
			case w.Content && !w.Verb:
				m[w.Lemma] = true
			}
		}
		if len(m) == 0 && sp.Speaker[1]-sp.Speaker[0] == 1 && pronouns[word(r, sp.Speaker[0])] {
			m = r.opener() // "The organisers lowered their count: 300 came, they said"
		}
		if len(m) == 0 {
			m["?"] = true
		}
		return m
	}
	if i < len(r.words) && r.words[i].Quoted {
		return map[string]bool{"?": true}
	}
	return nil
}

// opener returns the names and words before the first verb of a sentence.
func (r *reading) opener() map[string]bool {
	m := map[string]bool{}
	for i := range r.words {
		w := &r.words[i]
		switch {
		case w.Verb:
			return m
		case w.Mention >= 0 && r.strong(r.mentions[w.Mention]):
			m[r.mentions[w.Mention].Key] = true
		case r.isContent(i):
			m[w.Lemma] = true
		}
	}
	return map[string]bool{}
}

// oneVoice reports whether two speakers may be one: the same, or one of them is
// the article itself.
func oneVoice(f, g *figure) bool {
	a, b := f.speaker, g.speaker
	if len(a) == 0 || len(b) == 0 || slices.Contains(f.s.plain, "recount") {
		return true // who counts anew need not be who told of the first count
	}
	if a["?"] || b["?"] {
		return false
	}
	for k := range a {
		if b[k] && !commonSpeaker[k] {
			return true
		}
	}
	return official(a) && official(b) || standsFor(f, g) || standsFor(g, f)
}

// standsFor reports whether the speaker of one figure is "the company" and that
// of the other somebody whom its sentence names.
func standsFor(f, g *figure) bool {
	for k := range f.speaker {
		if !standins[k] {
			return false
		}
	}
	names := f.s.read().names
	for k := range g.speaker {
		if in(names, k) {
			return true
		}
	}
	return false
}

// official reports whether a speaker is no more than "officials".
func official(m map[string]bool) bool {
	for k := range m {
		if !commonSpeaker[k] {
			return false
		}
	}
	return true
}

// country reports whether the key of a name is that of a country.
func country(key string) bool {
	if strings.HasPrefix(key, "c:") {
		return true
	}
	_, ok := gazetteer.Country(key)
	return ok
}
