package lies

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"dateline/bot/claim"
	"dateline/corpus/event"
)

// The transformations that keep a claim true.
const (
	Verbatim  = "verbatim clause"
	Resolved  = "relative date resolved"
	Voice     = "active and passive"
	Fronted   = "attribution fronted"
	Spelled   = "number written otherwise"
	Shortened = "name shortened"
	Combined  = "two quotes combined"
)

var (
	trailing = regexp.MustCompile(`^(.{20,}), ([^,“”]{2,60}) (said|says|added|confirmed)((?: (?:on|in|at|after) [^,]*)?)$`)
	numeral  = regexp.MustCompile(`\b(\d{1,2}|[a-z]+ty-[a-z]+|two|three|four|five|six|eight|nine|ten|twelve|sixty|fifty) (\p{Ll}+)`)
	percent  = regexp.MustCompile(`(\d+|[a-z]+ty-[a-z]+) (percent|per cent)\b`)
	titled   = regexp.MustCompile(`\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)* (?:Minister|President|General|Spokesman) (\p{Lu}[\p{L}-]+(?: \p{Lu}[\p{L}-]+)+)`)
	active   = regexp.MustCompile(`^(\p{Lu}[\p{L} -]{3,90}?) (signed|opened|laid|sent|named|produced|offered|brought|received|led|ordered|trained|visited|greeted) ((?:an? |the |their |three |two |\p{Lu})[\p{L}\d -]*?)((?: (?:in|on|at|for|with|to|from|under|while|of) .*|,.*)?)$`)
	passive  = regexp.MustCompile(`^(.{3,60}?) was (received|met|signed|invited|led|opened) ((?:[^,]{0,40} )?)by ([^,]{3,50}?)(,.*)?$`)
)

// trues returns the true claims.
func (g *grammar) trues() []Case {
	var out []Case
	lastFor := map[int]line{}
	for _, l := range g.lines {
		text, n, ok := l.resolved()
		if !ok || !standsAlone(text) {
			continue
		}
		if n > 0 {
			out = append(out, g.make(l, "", Resolved, text))
		}
		if standsAlone(l.text) {
			out = append(out, g.make(l, "", Verbatim, l.text))
		}
		if m := trailing.FindStringSubmatch(text); m != nil && !strings.Contains(m[1], " said") {
			out = append(out, g.make(l, "", Fronted, fmt.Sprintf("%s %s%s that %s", m[2], m[3], m[4], lower(m[1]))))
			if m[4] == "" {
				out = append(out, g.make(l, "", Fronted, fmt.Sprintf("according to %s, %s", m[2], lower(m[1]))))
			}
		}
		if m := active.FindStringSubmatch(text); m != nil && !strings.Contains(m[3], " and ") && !strings.HasSuffix(m[1], " and") {
			out = append(out, g.make(l, "", Voice, fmt.Sprintf("%s was %s by %s%s", m[3], participle(m[2]), lower(m[1]), m[4])))
		}
		if m := passive.FindStringSubmatch(text); m != nil && pastOf[m[2]] != "" {
			out = append(out, g.make(l, "", Voice, fmt.Sprintf("%s %s %s %s", m[4], m[2], lower(m[1]), strings.TrimSpace(m[3]))))
		}
		if s, ok := respelled(text); ok {
			out = append(out, g.make(l, "", Spelled, s))
		}
		if s, ok := shortened(text); ok {
			out = append(out, g.make(l, "", Shortened, s))
		}
		if before, ok := lastFor[l.doc]; ok && before.passage == l.passage {
			first, _, _ := before.resolved()
			if len(first)+len(text) < 330 {
				out = append(out, g.make(l, "", Combined, first+", and "+lower(text), claim.Quote{Passage: before.passage, Text: before.text}, claim.Quote{Passage: l.passage, Text: l.text}))
			}
		}
		lastFor[l.doc] = l
	}
	return out
}

var pastOf = map[string]string{"received": "received", "met": "met", "signed": "signed", "invited": "invited", "led": "led", "opened": "opened"}

func participle(past string) string { return past } // the verbs of active have one form for both

// lower begins a text with a small letter where its first word is no name.
func lower(s string) string {
	first, _, _ := strings.Cut(s, " ")
	switch first {
	case "The", "A", "An", "No", "Both", "Two", "Most", "On", "In", "Under", "About", "More", "Talks", "Trade", "Officers", "Officials", "Pilots", "Tickets", "Ships", "Troops", "Power", "Ambassador", "Special", "Bilateral", "After", "During", "All", "Work", "Whether", "Some", "Several", "Three", "Nearly":
		r := []rune(s)
		r[0] = unicode.ToLower(r[0])
		return string(r)
	}
	return s
}

var small = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
var tens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")

func spell(n int) string {
	if n < 20 {
		return small[n]
	}
	if n%10 == 0 {
		return tens[n/10]
	}
	return tens[n/10] + "-" + small[n%10]
}

func unspell(s string) (int, bool) {
	for n := range 100 {
		if spell(n) == s {
			return n, true
		}
	}
	return 0, false
}

// respelled writes a number in digits in words and the reverse, and per cent as
// a sign.
func respelled(text string) (string, bool) {
	if m := percent.FindStringSubmatchIndex(text); m != nil {
		n, ok := unspell(text[m[2]:m[3]])
		if ok {
			return text[:m[0]] + strconv.Itoa(n) + "%" + text[m[1]:], true
		}
		return text[:m[4]] + "per cent" + text[m[5]:], true
	}
	for _, m := range numeral.FindAllStringSubmatchIndex(text, -1) {
		word := text[m[2]:m[3]]
		if month(text[m[4]:m[5]]) || m[0] > 0 && strings.ContainsAny(text[m[0]-1:m[0]], ".,-$") {
			continue
		}
		if n, err := strconv.Atoi(word); err == nil {
			if next := text[m[3]:]; strings.HasPrefix(next, " January") || month(strings.TrimSpace(next)) {
				continue
			}
			return text[:m[2]] + spell(n) + text[m[3]:], true
		}
		if n, ok := unspell(word); ok {
			return text[:m[2]] + strconv.Itoa(n) + text[m[3]:], true
		}
	}
	return "", false
}

func month(s string) bool {
	for _, m := range strings.Fields("January February March April May June July August September October November December") {
		if strings.HasPrefix(s, m) {
			return true
		}
	}
	return false
}

// shortened leaves a titled person's surname.
func shortened(text string) (string, bool) {
	m := titled.FindStringSubmatchIndex(text)
	if m == nil {
		return "", false
	}
	name := strings.Fields(text[m[2]:m[3]])
	return text[:m[0]] + name[len(name)-1] + text[m[3]:], true
}

// baseOf returns the base of a verb in the past, "" where it is not known.
func baseOf(past string) string {
	if b := irregular[past]; b != "" {
		return b
	}
	for _, b := range []string{strings.TrimSuffix(past, "d"), strings.TrimSuffix(past, "ed"), strings.TrimSuffix(past, "ied") + "y"} {
		if b != past && strings.HasSuffix(past, "ed") {
			if _, ok := event.KindOf(b); ok {
				return b
			}
		}
	}
	return regular[past]
}

var irregular = map[string]string{"began": "begin", "came": "come", "went": "go", "flew": "fly", "gave": "give", "held": "hold", "laid": "lay", "led": "lead",
	"left": "leave", "lent": "lend", "met": "meet", "put": "put", "sent": "send", "spoke": "speak", "stood": "stand", "took": "take", "told": "tell", "drew": "draw", "brought": "bring", "became": "become", "grew": "grow"}

var regular = map[string]string{"thanked": "thank", "praised": "praise", "warned": "warn", "offered": "offer", "proposed": "propose", "attended": "attend", "invited": "invite", "promised": "promise", "prepared": "prepare", "lifted": "lift", "asked": "ask", "named": "name", "produced": "produce", "passed": "pass", "landed": "land", "renewed": "renew", "covered": "cover", "called": "call", "repaired": "repair"}
