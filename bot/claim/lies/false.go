package lies

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"dateline/bot/claim"
	"dateline/corpus"
	"dateline/corpus/timex"
)

// lies returns the lies of a kind, each made from a true claim.
func (g *grammar) lies(kind string, trues []Case) []Case {
	var out []Case
	for _, c := range trues {
		for _, x := range g.lie(kind, c) {
			x.Kind, x.Article, x.Held, x.Passages = kind, c.Article, c.Held, c.Passages
			if x.Claim.Text != c.Claim.Text || kind == Altered || kind == Misplaced {
				out = append(out, x)
			}
		}
	}
	if kind == WrongEvent {
		out = append(out, g.otherDates()...)
	}
	return out
}

func (g *grammar) lie(kind string, c Case) []Case {
	one := func(how, text string) []Case {
		if text == "" {
			return nil
		}
		return []Case{{How: how, Claim: claim.Claim{Text: text, Quotes: c.Claim.Quotes}}}
	}
	text := c.Claim.Text
	switch kind {
	case Altered:
		return g.altered(c)
	case Misplaced:
		return g.misplaced(c)
	case Number:
		return one("another number", g.otherNumber(text))
	case Name:
		return one("another name", g.otherName(c))
	case Date:
		return g.otherDate(c)
	case Negation:
		return g.negated(c)
	case Roles:
		return g.swapped(c)
	case Attribution:
		return g.unattributed(c)
	}
	return nil
}

// altered changes one word of a quote, the claim with it where it has it too.
func (g *grammar) altered(c Case) []Case {
	q := c.Claim.Quotes[0]
	words := strings.Split(q.Text, " ")
	i := g.rng.IntN(len(words))
	other := strings.Trim(strings.Split(g.lines[g.rng.IntN(len(g.lines))].text, " ")[1], ",.;:")
	var how string
	switch g.rng.IntN(4) {
	case 0:
		how, words[i] = "a word replaced", other
	case 1:
		how, words = "a word left out", append(append([]string{}, words[:i]...), words[i+1:]...)
	case 2:
		how, words = "a word put in", append(append(append([]string{}, words[:i]...), "not"), words[i:]...)
	default:
		how, words[i] = "a letter changed", words[i]+"s"
	}
	changed := strings.Join(words, " ")
	for _, p := range c.Passages {
		if strings.Contains(p.Text, strings.TrimSpace(changed)) {
			return nil // a word left out at an end leaves a true quote
		}
	}
	qs := append([]claim.Quote{{Passage: q.Passage, Text: changed}}, c.Claim.Quotes[1:]...)
	return []Case{{How: how, Claim: claim.Claim{Text: c.Claim.Text, Quotes: qs}}}
}

func (g *grammar) misplaced(c Case) []Case {
	q := c.Claim.Quotes[0]
	for _, p := range c.Passages {
		if p.N != q.Passage && !strings.Contains(p.Text, q.Text) {
			qs := append([]claim.Quote{{Passage: p.N, Text: q.Text}}, c.Claim.Quotes[1:]...)
			return []Case{{How: "another passage's number", Claim: claim.Claim{Text: c.Claim.Text, Quotes: qs}}}
		}
	}
	return nil
}

var figure = regexp.MustCompile(`\b\d[\d,.]*\d\b|\b\d\b|\b(?:two|three|four|five|six|eight|nine|ten|eleven|twelve|fifty|sixty|forty-six)\b`)

// otherNumber changes a figure that is no part of a date, or its scale.
func (g *grammar) otherNumber(text string) string {
	dates := timex.Parse(text, corpus.Interval{})
	for _, m := range figure.FindAllStringIndex(text, -1) {
		if inDate(dates, m[0]) || m[0] > 0 && (text[m[0]-1] == '-' || text[m[0]-1] == 'V') {
			continue
		}
		said := text[m[0]:m[1]]
		after := text[m[1]:]
		switch {
		case strings.HasPrefix(after, " percent") && g.rng.IntN(2) == 0:
			return text[:m[1]] + " million" + after[len(" percent"):]
		case strings.HasPrefix(after, " million") && g.rng.IntN(2) == 0:
			return text[:m[1]] + " billion" + after[len(" million"):]
		}
		n, err := strconv.Atoi(strings.ReplaceAll(said, ",", ""))
		if err != nil {
			if v, ok := unspell(said); ok {
				return text[:m[0]] + spell((v+1+g.rng.IntN(20))%99) + after
			}
			return text[:m[0]] + "7" + text[m[0]+1:]
		}
		return text[:m[0]] + strconv.Itoa(n+1+g.rng.IntN(40)) + after
	}
	// A figure where there was none.
	if i := strings.LastIndexByte(text, '.'); i > 0 && g.rng.IntN(3) == 0 {
		return text[:i] + ", at a cost of " + strconv.Itoa(3+g.rng.IntN(90)) + " million dollars."
	}
	return ""
}

func inDate(times []timex.Timex, at int) bool {
	for _, x := range times {
		if x.Type != "DURATION" && x.Start <= at && at < x.End {
			return true
		}
	}
	return false
}

// otherName puts the name of another article's person or body in the place of
// one of the claim.
func (g *grammar) otherName(c Case) string {
	text := c.Claim.Text
	dates := timex.Parse(text, corpus.Interval{})
	var runs [][]int
	for _, m := range run.FindAllStringIndex(text, -1) {
		if m[0] == 0 && !strings.Contains(text[m[0]:m[1]], " ") || inDate(dates, m[0]) {
			continue
		}
		runs = append(runs, m)
	}
	if len(runs) == 0 {
		return ""
	}
	m := runs[g.rng.IntN(len(runs))]
	for range 20 {
		name := g.names[g.rng.IntN(len(g.names))]
		fields := strings.Fields(name)
		if g.rng.IntN(2) == 0 {
			name = fields[len(fields)-1]
		}
		known := false
		for _, q := range c.Claim.Quotes {
			known = known || strings.Contains(q.Text, fields[len(fields)-1])
		}
		if !known {
			return text[:m[0]] + name + text[m[1]:]
		}
	}
	return ""
}

// otherDate moves a date of the claim, or gives it one.
func (g *grammar) otherDate(c Case) []Case {
	text := c.Claim.Text
	dates := timex.Parse(text, corpus.Interval{})
	away := corpus.Day(20 + g.rng.IntN(900))
	if g.rng.IntN(2) == 0 {
		away = -away
	}
	for _, x := range dates {
		if x.Type != "DATE" || !x.Interval.Known() || strings.HasSuffix(x.Value, "X") {
			continue
		}
		moved := corpus.OnDay(x.Interval.Start + away)
		switch x.Interval.Precision {
		case corpus.PrecisionMonth:
			y, m, _ := (x.Interval.Start + away).Date()
			moved = corpus.InMonth(y, m)
		case corpus.PrecisionYear:
			moved = corpus.InYear(x.Interval.Start.Year() + 1 + g.rng.IntN(5))
		case corpus.PrecisionDay:
		default:
			continue
		}
		return []Case{{How: "date moved", Claim: claim.Claim{Text: text[:x.Start] + inWords(moved) + text[x.End:], Quotes: c.Claim.Quotes}}}
	}
	for _, d := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"} {
		if i := strings.Index(text, "on "+d); i > 0 {
			return []Case{{How: "weekday changed", Claim: claim.Claim{Text: text[:i+3] + "Sunday" + text[i+3+len(d):], Quotes: c.Claim.Quotes}}}
		}
	}
	if len(dates) == 0 && g.rng.IntN(3) == 0 {
		said := inWords(corpus.OnDay(corpus.DayOf(2016, 3, 3) + away))
		return []Case{{How: "date put in", Claim: claim.Claim{Text: strings.TrimSuffix(text, ".") + " on " + said + ".", Quotes: c.Claim.Quotes}}}
	}
	return nil
}

var (
	positive = regexp.MustCompile(` (will|would|is|was|are|were|has|had|have|may|could|can|should) `)
	negative = regexp.MustCompile(` (not|never) | (no) |^(No) |^(Nothing) |(doesn’t|doesn't|isn’t|wasn’t|can’t)`)
	verbED   = regexp.MustCompile(` (\p{Ll}+ed|began|came|went|flew|gave|held|laid|led|left|lent|met|put|sent|spoke|stood|took|told|drew|grew) `)
)

var contraries = [][2]string{{"rose", "fell"}, {"risen", "fallen"}, {"grew", "shrank"}, {"more", "fewer"}, {"arrived in", "departed from"}, {"opened", "closed"}, {"began", "ended"}, {"ended", "began"}, {"bought", "sold"},
	{"sells", "buys"}, {"lifted", "imposed"}, {"agreed", "refused"}, {"promised", "refused"}, {"offered", "refused"}, {"allowed", "forbidden"}, {"lent", "refused"}, {"signed", "refused to sign"}, {"first", "last"}, {"largest", "smallest"}, {"visited", "avoided"},
	{"increase", "decrease"}, {"support", "opposition"}, {"praised", "criticised"}, {"thanked", "criticised"}, {"denied", "confirmed"}, {"confirmed", "denied"}, {"before", "after"}, {"worst", "best"}, {"expect", "doubt"}, {"warmer", "cooler"}}

// negated turns a claim into its contrary in the ways that it allows.
func (g *grammar) negated(c Case) []Case {
	text := c.Claim.Text
	var out []Case
	add := func(how, s string) {
		out = append(out, Case{How: how, Claim: claim.Claim{Text: s, Quotes: c.Claim.Quotes}})
	}
	if m := negative.FindStringSubmatchIndex(text); m != nil && !strings.Contains(text, "and not") {
		switch said := strings.TrimSpace(text[m[0]:m[1]]); said {
		case "not", "never":
			add("negation removed", text[:m[0]]+" "+text[m[1]:])
		case "no":
			add("negation removed", text[:m[0]]+" a "+text[m[1]:])
		case "No":
			add("negation removed", "A "+text[m[1]:])
		case "Nothing":
			add("negation removed", "Something "+text[m[1]:])
		default:
			add("negation removed", text[:m[0]]+map[string]string{"doesn": "does", "isn": "is", "wasn": "was", "can": "can"}[strings.TrimRight(said, "’'t")]+text[m[1]:])
		}
		return out
	}
	if m := positive.FindStringSubmatchIndex(text); m != nil {
		add("not put in", text[:m[3]]+" not"+text[m[3]:])
	} else if m := verbED.FindStringSubmatchIndex(text); m != nil && !strings.HasSuffix(text[:m[0]], ",") {
		if base := baseOf(text[m[2]:m[3]]); base != "" {
			add("did not put in", text[:m[2]]+"did not "+base+text[m[3]:])
			add("failed to put in", text[:m[2]]+"failed to "+base+text[m[3]:])
		}
	}
	for _, p := range contraries {
		if i := strings.Index(text, " "+p[0]+" "); i >= 0 {
			add("contrary", text[:i+1]+p[1]+text[i+1+len(p[0]):])
			break
		}
	}
	return out
}

var together = regexp.MustCompile(`(?i)\b(met|meet|talk|talks|talked|met with|sat|shook|together|conversation|agreed|agreement|between|trade with|and)\b`)

// swapped gives each of two names the other's place.
func (g *grammar) swapped(c Case) []Case {
	text := c.Claim.Text
	dates := timex.Parse(text, corpus.Interval{})
	var runs [][]int
	for _, m := range run.FindAllStringIndex(text, -1) {
		said := text[m[0]:m[1]]
		if inDate(dates, m[0]) || m[0] == 0 && (strings.HasPrefix(said, "The") || strings.HasPrefix(said, "On") || lower(said) != said) || strings.HasPrefix(text[m[1]:], "'s") || strings.HasSuffix(said, "’s") || strings.HasSuffix(said, "'s") || adjective(said) {
			continue
		}
		runs = append(runs, m)
	}
	var out []Case
	for i := 0; i+1 < len(runs); i++ {
		a, b := runs[i], runs[i+1]
		between := text[a[1]:b[0]]
		x, y := text[a[0]:a[1]], text[b[0]:b[1]]
		if together.MatchString(between) || !hasVerb(between) || last(x) == last(y) || strings.Contains(between, ", ") && !strings.Contains(between, "who ") && !strings.Contains(between, " said") {
			continue
		}
		out = append(out, Case{How: "two names exchanged", Claim: claim.Claim{Text: text[:a[0]] + y + between + x + text[b[1]:], Quotes: c.Claim.Quotes}})
	}
	if m := passive.FindStringSubmatch(text); m != nil && m[2] != "met" {
		out = append(out, Case{How: "passive made active", Claim: claim.Claim{Text: m[1] + " " + m[2] + " " + m[4] + ".", Quotes: c.Claim.Quotes}})
	}
	return out
}

func last(s string) string { f := strings.Fields(s); return f[len(f)-1] }

func adjective(s string) bool {
	switch s {
	case "Russian", "Pakistani", "Soviet", "Indian", "Afghan", "American", "Chinese", "Iranian", "Western", "Central Asia":
		return true
	}
	return false
}

var verbLike = regexp.MustCompile(`\b(?:\p{Ll}+ed|said|told|went|came|gave|sent|lent|will|was|were|is|are|has|had|have|may|would|laid|led|flew|spoke|sells|became|began|wants?|took|brought)\b`)

func hasVerb(s string) bool { return verbLike.MatchString(s) }

var (
	saidThat  = regexp.MustCompile(`^(.{3,90}?) (?:said|says|told [^,]{3,40}?|announced|added|confirmed|promised|denied|warned|claimed)(?: (?:in|on|at) [^,]{3,40}?)? that (.{10,})$`)
	according = regexp.MustCompile(`^According to [^,]+, (.*)$`)
	plan      = regexp.MustCompile(` (is to|are to|was to|will|may|might|could|would|should|plans to|wants to|hopes to|is due to|is expected to|expect that the|offered to be|proposed to|promised to|asked .{3,40} to|want to) (\p{Ll}+)`)
)

// unattributed tells a statement, or a plan, as a fact.
func (g *grammar) unattributed(c Case) []Case {
	text := c.Claim.Text
	var out []Case
	add := func(how, s string) {
		out = append(out, Case{How: how, Claim: claim.Claim{Text: strings.TrimSuffix(upper(s), ".") + ".", Quotes: c.Claim.Quotes}})
	}
	if m := trailing.FindStringSubmatch(strings.TrimSuffix(text, ".")); m != nil {
		add("speaker cut off", m[1])
	} else if m := saidThat.FindStringSubmatch(text); m != nil {
		add("speaker cut off", m[2])
	} else if m := according.FindStringSubmatch(text); m != nil {
		add("speaker cut off", m[1])
	}
	if m := plan.FindStringSubmatchIndex(text); m != nil {
		verb := text[m[4]:m[5]]
		switch past := pastTense(verb); {
		case past == "":
		case past == "was":
			add("plan told as done", text[:m[2]]+"was"+text[m[5]:])
		default:
			add("plan told as done", text[:m[2]]+past+text[m[5]:])
		}
	}
	return out
}

func upper(s string) string {
	r := []rune(s)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

var pasts = map[string]string{"be": "was", "build": "built", "carry": "carried", "send": "sent", "come": "came", "go": "went", "hold": "held", "lay": "laid", "lend": "lent", "meet": "met", "put": "put", "sell": "sold", "buy": "bought", "take": "took", "cost": "cost", "begin": "began", "lose": "lost",
	"spend": "spent", "watch": "watched", "open": "opened", "equip": "equipped", "back": "backed", "fight": "fought", "dig": "dug", "raise": "raised", "visit": "visited", "inspect": "inspected", "strengthen": "strengthened", "practise": "practised", "last": "lasted", "send more": "sent", "end": "ended", "inspect its": "inspected", "join": "joined", "attend": "attended", "revive": "revived", "have": "had"}

func pastTense(verb string) string { return pasts[verb] }

// otherDates puts on a sentence the date of another one of its article, both
// quoted, or that of another clause of the same sentence.
func (g *grammar) otherDates() []Case {
	var out []Case
	dated := func(l line) []timex.Timex {
		var ts []timex.Timex
		for _, x := range l.times {
			if x.Type == "DATE" && inWords(x.Interval) != "" {
				ts = append(ts, x)
			}
		}
		return ts
	}
	phrase := func(iv corpus.Interval) string {
		if iv.Precision == corpus.PrecisionDay {
			return "on " + inWords(iv)
		}
		return "in " + inWords(iv)
	}
	add := func(l, from line, text, how string) {
		if !standsAlone(text) {
			return
		}
		c := g.make(l, WrongEvent, how, text, claim.Quote{Passage: l.passage, Text: l.text}, claim.Quote{Passage: from.passage, Text: from.text})
		if from.text == l.text {
			c.Claim.Quotes = c.Claim.Quotes[:1]
		}
		out = append(out, c)
	}
	for i, l := range g.lines {
		mine := dated(l)
		// Two dates of one sentence exchanged, and the first put for the second.
		if len(mine) == 2 && !overlap(mine[0].Interval, mine[1].Interval) && len(l.text[mine[0].End:mine[1].Start]) > len(" and in ") {
			a, b := mine[0], mine[1]
			add(l, l, l.text[:a.Start]+inWords(b.Interval)+l.text[a.End:b.Start]+inWords(a.Interval)+l.text[b.End:], "two dates exchanged")
		}
		for j, m := range g.lines {
			if i == j || m.doc != l.doc || j > i+4 || j < i-4 {
				continue
			}
			for _, x := range dated(m) {
				switch {
				case len(mine) == 0 && len(l.times) == 0:
					add(l, m, l.text+" "+phrase(x.Interval), "date of another sentence put on")
				case len(mine) == 1 && !overlap(mine[0].Interval, x.Interval) && len(l.times) == 1:
					text := l.text[:mine[0].Start] + inWords(x.Interval) + l.text[mine[0].End:]
					add(l, m, text, "date of another sentence put for its own")
				}
			}
		}
	}
	return out
}

func overlap(a, b corpus.Interval) bool { return a.Overlaps(b) }
