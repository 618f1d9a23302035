package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot/question"
	"dateline/corpus"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// candidate is a phrase of a sentence that may be the answer itself.
type candidate struct {
	line  *line
	from  int // words of the line, half-open
	to    int
	span  corpus.Span // in the line's text
	text  string
	fit   float64 // as an answer of its class, 0 to 1
	time  float64 // how near it stands to the time asked about, 0 to 1
	bond  float64 // how near it stands to the question's words, 0 to 1
	score float64
	aimed bool // a number that is only a target
	stale bool // told of another time than is asked about
}

// nameJoins are the small words that may stand inside a name.
var nameJoins = map[string]bool{"of": true, "the": true, "de": true, "la": true, "le": true, "du": true, "des": true, "del": true, "der": true,
	"den": true, "von": true, "van": true, "da": true, "di": true, "do": true, "dos": true, "el": true, "al": true, "bin": true, "ibn": true,
	"for": true, "and": true, "ap": true, "y": true, "e": true, "und": true}

// runs returns the capitalised runs of a line as word ranges: names, with the
// small words inside them. A sentence's first word counts only where it is no
// function word.
func runs(l *line) [][2]int {
	var out [][2]int
	quoted := quotedTitles(l)
	out = append(out, quoted...)
	for i := 0; i < len(l.words); i++ {
		w := l.words[i]
		if !nameStart(l, i) {
			continue
		}
		end := i + 1
		for end < len(l.words) && !possessive(l.words[end-1].Text) {
			gap := l.text[l.words[end-1].End:l.words[end].Start]
			if !gapInName(gap, l.words[end-1].Text) && !ofMembers(l, end) {
				break
			}
			next := l.words[end]
			if next.Capital() || next.Number() && len(next.Text) <= 3 || roman(next.Text) {
				end++
				continue
			}
			if k := joinLen(l, end); k > 0 {
				end += k
				continue
			}
			break
		}
		if w.Number() && end == i+1 {
			continue
		}
		out = append(out, [2]int{i, end})
		i = end - 1
	}
	return out
}

// ofMembers reports whether the name of a body goes on at word i behind those who
// make it up: "Workers' Federation".
func ofMembers(l *line, i int) bool {
	gap := strings.TrimSpace(l.text[l.words[i-1].End:l.words[i].Start])
	return (gap == "'" || gap == "’") && strings.HasSuffix(l.folded[i-1], "s") && l.words[i].Capital() && question.ClassOf(l.folded[i]) == question.Organization
}

// nameStart reports whether a name may begin with word i.
func nameStart(l *line, i int) bool {
	w, f := l.words[i], l.folded[i]
	if w.Number() {
		return i+1 < len(l.words) && l.words[i+1].Capital() && !question.Time(l.folded[i+1]) && hasSuffixOrdinal(w.Text)
	}
	if !w.Capital() || token.Stop(f) && !(utf8.RuneCountInString(w.Text) > 1 && w.Text == strings.ToUpper(w.Text)) || question.Time(f) && !(i+1 < len(l.words) && l.words[i+1].Capital()) {
		return false
	}
	if i == 0 && (sentenceOpeners[f] || len(l.words) > 1 && !l.words[1].Capital() && strings.HasSuffix(f, "ly")) {
		return false
	}
	return true
}

var sentenceOpeners = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`however although though despite following since meanwhile also later earlier prior upon without within another
		many several two three four five six seven eight nine ten one born since currently today according among near first second third
		finally eventually during throughout like unlike around yet still both either neither instead besides moreover furthermore
		additionally subsequently originally initially thus hence therefore once every whether see cf note addressing expressing regarding
		referring commenting asked welcoming speaking talking separately similarly recently`) {
		m[w] = true
	}
	return m
}()

func hasSuffixOrdinal(s string) bool {
	return strings.HasSuffix(s, "th") || strings.HasSuffix(s, "st") || strings.HasSuffix(s, "nd") || strings.HasSuffix(s, "rd")
}

func possessive(w string) bool { return strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "’s") }

// gapInName reports whether what stands between two words may be inside a
// name; a full stop may after an initial or a short title.
func gapInName(gap, before string) bool {
	switch strings.TrimSpace(gap) {
	case "", "-", "&", "/":
		return !strings.Contains(gap, "\n\n")
	case ".":
		return utf8.RuneCountInString(before) <= 3
	case "'", "’":
		return strings.TrimSpace(gap) == gap
	}
	return false
}

// joinLen returns how many words from i on join a name, the capitalised one
// after them included; 0 where they don't.
func joinLen(l *line, i int) int {
	for n := 0; n < 2 && i+n+1 < len(l.words); n++ {
		f := l.folded[i+n]
		if !nameJoins[f] || f == "and" && n == 0 && !corporate(l, i) {
			return 0
		}
		if !gapInName(l.text[l.words[i+n].End:l.words[i+n+1].Start], "") {
			return 0
		}
		if l.words[i+n+1].Capital() && !question.Time(l.folded[i+n+1]) {
			return n + 2
		}
	}
	return 0
}

// corporate reports whether an "and" at i stands inside the name of a body:
// what goes before is no person's name and a single word follows which is the
// name of a field ("Ministry of Trade and Industry").
func corporate(l *line, i int) bool {
	// "South Eastern and Chatham Railway", "The Young and the Restless"
	for j := i + 1; j < min(len(l.words), i+6) && l.words[j].Capital(); j++ {
		if c := question.ClassOf(l.folded[j]); c == question.Organization || corporateNouns[l.folded[j]] {
			return true
		}
	}
	if i+1 < len(l.words) && l.folded[i+1] == "the" && i > 1 && (l.words[i-2].Text == "The" || i > 2 && l.words[i-3].Text == "The") {
		return true
	}
	for j := max(0, i-4); j < i; j++ {
		if question.ClassOf(l.folded[j]) == question.Organization {
			return true
		}
	}
	return false
}

var corporateNouns = words(`railway railways sons company co bros brothers associates partners inc ltd university`)

func roman(w string) bool { return w != "" && strings.Trim(w, "IVX") == "" }

// quotedTitles returns the words in quotation marks that begin with a capital:
// titles of works.
func quotedTitles(l *line) [][2]int {
	var out [][2]int
	for i := 0; i < len(l.words); i++ {
		if !l.words[i].Capital() || l.words[i].Start == 0 || !openQuote(l.text[:l.words[i].Start]) {
			continue
		}
		for end := i + 1; end <= len(l.words) && end-i <= 8; end++ {
			rest := strings.TrimLeft(l.text[l.words[end-1].End:], ",.!? ")
			if rest != "" && strings.ContainsAny(rest[:min(3, len(rest))], "\"”’") && closeQuote(rest) {
				out = append(out, [2]int{i, end})
				i = end - 1
				break
			}
		}
	}
	return out
}

func openQuote(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, " "))
	return r == '"' || r == '“' || r == '«'
}

func closeQuote(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return r == '"' || r == '”' || r == '»'
}

// withRegion returns the end of a place's name with the region or country
// that a comma adds to it: "Silver Spring, Maryland".
func withRegion(l *line, from, to int) int {
	if to >= len(l.words) || !l.words[to].Capital() || question.Time(l.folded[to]) {
		return to
	}
	if strings.TrimSpace(l.text[l.words[to-1].End:l.words[to].Start]) != "," {
		return to
	}
	end := to + 1
	for end < len(l.words) && end < to+3 && l.words[end].Capital() && strings.TrimSpace(l.text[l.words[end-1].End:l.words[end].Start]) == "" {
		end++
	}
	if end < len(l.words) && strings.TrimSpace(l.text[l.words[end-1].End:l.words[end].Start]) == "" && l.folded[end] != "and" && l.folded[end] != "in" && l.folded[end] != "where" {
		if _, ok := kindOf(l, to, end); !ok {
			return to
		}
	}
	return end
}

// fitPhrase returns how well a run of words fits as an answer to the question,
// 0 where it doesn't.
func fitPhrase(q question.Question, l *line, from, to int) float64 {
	text := l.text[l.words[from].Start:l.words[to-1].End]
	fit := .35
	n := to - from
	known, ok := kindOf(l, from, to)
	isCountry, isCity, isBody := ok && known == gazetteer.CountryName, ok && known == gazetteer.CityName, ok && known == gazetteer.Body
	isDemonym := ok && known == gazetteer.Demonym
	if isDemonym && q.Head != "nationality" && q.Head != "language" && q.Head != "country" {
		return .04
	}
	before, before2 := "", ""
	if from > 0 {
		before = l.folded[from-1]
	}
	if from > 1 {
		before2 = l.folded[from-2]
	}
	class := classIn(l, from, to)
	switch q.Class {
	case question.Person:
		if isCountry || isCity {
			return .08
		}
		if inPlace[before] && !possessive(l.words[to-1].Text) {
			return .08 // "in Velmet"
		}
		if isBody || class == question.Organization || class == question.Place || class == question.Event || bodyName(text) {
			return .1 // who acts may be a body
		}
		fit = .3
		if n >= 2 {
			fit += .25
		}
		if gazetteer.GivenGender(l.folded[from]) != 0 {
			fit += .25
		}
		if question.ClassOf(before) == question.Person || question.ClassOf(before2) == question.Person && before != "of" {
			fit += .15
		}
		if before == "by" {
			fit += .1
		}
		if to < len(l.words) && saying[l.folded[to]] {
			fit += .1
		}
		if allUpper(text) && n == 1 {
			fit -= .2
		}
	case question.Organization:
		if (isCountry || isCity) && q.Head != "team" && q.Head != "side" && q.Head != "club" {
			return .08
		}
		if n >= 2 && !isBody && !bodyName(text) && officerAt(l, from, to) {
			return .05 // "Minister Ann Clarke"
		}
		if contests[l.folded[to-1]] && !contests[q.Head] || n > 1 && contests[l.folded[to-2]] && !contests[q.Head] {
			return .15
		}
		if gazetteer.GivenGender(l.folded[from]) != 0 && n >= 2 && class == question.AnyClass {
			fit -= .15
		}
		if class == question.Organization || isBody {
			fit += .3
		}
		if placePrep[before] || before == "joined" || before == "for" || before == "by" {
			fit += .15
		}
		if allUpper(text) && utf8.RuneCountInString(text) > 1 {
			fit += .1
		}
	case question.Place:
		if q.Head == "country" || q.Head == "nation" || q.Head == "countries" {
			if !isCountry && !isDemonym {
				return .1
			}
			fit += .45
			break
		}
		if isCity || isCountry && (q.Kind == question.Where || q.Head == "place" || q.Head == "location") {
			fit += .3
		} else if isCountry {
			fit -= .2
		}
		if class == question.Place {
			fit += .2
		}
		if placePrep[before] || before == "the" && placePrep[before2] {
			fit += .25
		}
		if gazetteer.GivenGender(l.folded[from]) != 0 && n >= 2 && class == question.AnyClass {
			fit -= .15
		}
	case question.Position:
		fit = .2
		if isCountry || isCity {
			return .05
		}
		if class == question.Person || class == question.Position {
			fit += .4
		}
		if roleIntro[before] || (before == "the" || before == "a" || before == "an") && roleIntro[before2] {
			fit += .35
		}
	case question.Event:
		if isCountry {
			return .1
		}
		if class == question.Event {
			fit += .25
		}
		if before == "the" || before == "in" {
			fit += .05
		}
	default:
		if isCountry {
			fit -= .1
		}
		if n >= 2 {
			fit += .1
		}
	}
	if q.Head != "" && q.Class != question.Person {
		stem := token.Stem(q.Head)
		kin := question.Kin(stem)
		like := func(j int) bool { return l.stems[j] == stem || has(kin, l.stems[j]) }
		switch {
		case from > 0 && like(from-1): // "side FC Biel", "the label Ariola"
			fit += .4
		case like(to - 1): // "Anaheim Stadium"
			fit += .35
		case to < len(l.words) && like(to) && q.Kind != question.What: // "Gazprom, the company"
			fit += .1
		}
	}
	if naming(q) && (before == "as" || named[before] || before == "the" && named[before2]) {
		fit += .35
	}
	if n == 1 && !allUpper(text) && len(text) < 4 {
		fit -= .1
	}
	return max(.02, min(1, fit))
}

// officerAt reports whether a line names the words from to end with an office.
func officerAt(l *line, from, to int) bool {
	span := corpus.Span{Start: l.words[from].Start, End: l.words[to-1].End}
	for _, o := range officersIn(l) {
		if o.span.Overlaps(span) {
			return true
		}
	}
	return false
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// naming reports whether the question asks what something was called.
func naming(q question.Question) bool {
	for _, w := range []string{"call", "name", "known", "rename", "titl", "design", "redesign"} {
		if has(q.Terms, w) {
			return true
		}
	}
	return strings.Contains(q.Main, "name") || strings.Contains(q.Main, "called")
}

// contests name a competition and not who takes part in it.
var contests = words(`league cup championship championships division tournament games olympics series season award awards prize`)

var named = words(`named renamed called redesignated designated became become titled known rebranded retitled`)

// kindOf returns what the gazetteer knows a phrase to be: a country, a
// demonym, a city, a body.
func kindOf(l *line, from, to int) (gazetteer.Kind, bool) {
	entries, n := gazetteer.Longest(l.text, l.words, l.folded, from, false)
	if n != to-from || len(entries) == 0 {
		return 0, false
	}
	return entries[0].Kind, true
}

var (
	placePrep = map[string]bool{"in": true, "at": true, "to": true, "near": true, "from": true, "into": true, "outside": true, "around": true, "with": true}
	roleIntro = map[string]bool{"as": true, "became": true, "become": true, "appointed": true, "elected": true, "named": true, "made": true, "to": true,
		"was": true, "is": true, "being": true, "promoted": true, "of": true, "rank": true}
	saying = map[string]bool{"said": true, "was": true, "became": true, "took": true, "served": true, "replaced": true, "succeeded": true, "is": true,
		"had": true, "has": true, "who": true, "led": true, "won": true, "held": true}
)

func allUpper(s string) bool {
	letters := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		letters = letters || unicode.IsUpper(r)
	}
	return letters
}

// inPlace are the prepositions before a name that make it one of a place.
var inPlace = words(`in at near into outside inside around`)

// classIn returns the class of the last word of a phrase that has one.
func classIn(l *line, from, to int) question.Class {
	for j := to - 1; j >= from; j-- {
		if c := question.ClassOf(l.folded[j]); c != question.AnyClass {
			return c
		}
	}
	return question.AnyClass
}

// askedShare returns the share of a phrase's content words that the question
// or the article's title already has.
func askedShare(l *line, from, to int, asked map[string]bool) float64 {
	n, known := 0, 0
	for j := from; j < to; j++ {
		if token.Stop(l.folded[j]) {
			continue
		}
		n++
		if asked[l.stems[j]] {
			known++
		}
	}
	if n == 0 {
		return 1
	}
	return float64(known) / float64(n)
}
