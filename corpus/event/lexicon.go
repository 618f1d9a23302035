package event

import (
	_ "embed"
	"strings"
	"sync"

	"dateline/corpus/token"
)

//go:embed kinds.txt
var kindsText string

// class says what sort of event a kind is, which decides who takes part.
type class uint8

const (
	travel class = iota
	meeting
	speech
	deed
	change
	life
	happening
)

var classNames = map[string]class{"travel": travel, "meeting": meeting, "speech": speech, "deed": deed, "change": change, "life": life, "happening": happening}

// form is a form of a verb; one word may be several.
type form uint8

const (
	base form = 1 << iota
	thirdPerson
	past
	participle // past participle
	gerund
	noun
)

// trigger is what a word may say of an event.
type trigger struct {
	kind     string
	class    class
	forms    form
	particle string // must follow a verb: "on"
	places   bool   // a verb that counts only with a place
}

// lexicon maps folded words to what they may say.
var lexicon = sync.OnceValue(func() map[string]trigger {
	words := map[string]trigger{}
	put := func(word string, f form, t trigger) {
		if old, ok := words[word]; ok && old.kind != t.kind {
			if f == noun && old.forms&noun == 0 && old.forms&(base|thirdPerson) == 0 {
				return // the first line that claims a word keeps it
			}
			return
		}
		t.forms = words[word].forms | f
		words[word] = t
	}
	for line := range strings.Lines(kindsText) {
		fields := strings.Split(strings.TrimSpace(line), ";")
		if len(fields) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		kind := strings.TrimSpace(fields[0])
		c := classNames[strings.TrimSpace(fields[1])]
		for verb := range strings.SplitSeq(fields[2], ",") {
			verb = strings.TrimSpace(verb)
			if verb == "" {
				continue
			}
			t := trigger{kind: kind, class: c, places: strings.HasSuffix(verb, "@")}
			verb, t.particle, _ = strings.Cut(strings.TrimSuffix(verb, "@"), "+")
			for word, f := range inflect(strings.Split(verb, "/")) {
				put(word, f, t)
			}
		}
		for n := range strings.SplitSeq(fields[3], ",") {
			if n = strings.TrimSpace(n); n != "" {
				put(n, noun, trigger{kind: kind, class: c})
			}
		}
	}
	return words
})

// inflect returns the forms of a verb given as base, or base, past, participle.
func inflect(parts []string) map[string]form {
	b := parts[0]
	pastForm, part := b+"ed", b+"ed"
	last := b[len(b)-1]
	vowel := func(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
	stem := b
	switch {
	case last == 'e':
		pastForm, part, stem = b+"d", b+"d", b[:len(b)-1]
	case last == 'y' && !vowel(b[len(b)-2]):
		pastForm, part = b[:len(b)-1]+"ied", b[:len(b)-1]+"ied"
	case len(b) >= 3 && len(b) <= 4 && !vowel(last) && last != 'w' && last != 'y' && vowel(b[len(b)-2]) && !vowel(b[len(b)-3]):
		pastForm, part, stem = b+string(last)+"ed", b+string(last)+"ed", b+string(last)
	case b == "confer":
		pastForm, part, stem = "conferred", "conferred", "conferr"
	}
	if b == "die" {
		stem = "dy"
	}
	if len(parts) == 3 {
		pastForm, part = parts[1], parts[2]
		if n := len(pastForm); n > len(b)+2 && pastForm[:n-3] == b {
			stem = pastForm[:n-2] // "stopped", "stopping"
		}
		if b == "begin" || b == "set" || b == "shut" || b == "quit" {
			stem = b + b[len(b)-1:]
		}
	}
	third := b + "s"
	switch {
	case strings.HasSuffix(b, "s"), strings.HasSuffix(b, "sh"), strings.HasSuffix(b, "ch"), b == "go":
		third = b + "es"
	case last == 'y' && !vowel(b[len(b)-2]):
		third = b[:len(b)-1] + "ies"
	}
	out := map[string]form{}
	out[b] |= base
	out[third] |= thirdPerson
	out[pastForm] |= past
	out[part] |= participle
	out[stem+"ing"] |= gerund
	return out
}

// KindOf returns the kind of event that a word speaks of: "visited" and
// "trip" give "visit". It takes the word alone, so it may err on words with
// several meanings; those that tell of it only with a noun after them, as "took
// office", give none.
func KindOf(word string) (kind string, ok bool) {
	t, ok := lexicon()[token.Fold(word)]
	if ok && t.particle != "" && !prepositions[t.particle] && t.particle != "down" && t.particle != "up" {
		return "", false
	}
	return t.kind, ok
}

func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	prepositions = wordSet(`of in with to by on at from for during between against about over under into through near
		towards toward via amid among around after before despite regarding including within without like unlike alongside since until across behind beside`)
	determiners = wordSet(`the a an his her their its this that these those my our your any no some every each another`)
	auxiliaries = wordSet(`is are was were be been being am has have had having do does did will would shall should may
		might can could must`)
	modals = wordSet(`will would shall should may might can could must`)
	// boundaries begin a new clause.
	boundaries = wordSet(`that who which whom whose where when while because although though if whether but as so
		after before since until unless whereas than saying adding and or nor`)
	adverbs = wordSet(`also then later earlier recently already just still soon now today yesterday tomorrow
		again once twice never not ever only last first here there jointly separately meanwhile both all further
		afterwards subsequently together personally formally officially finally reportedly briefly previously long
		next twice thrice abroad currently even yet too`)
	copulas = wordSet(`is are was were be been being`)
	// expecting are words after which "to" and a verb are a plan.
	expecting = wordSet(`scheduled expected due set slated likely planned supposed invited going plans plan planning intends
		intend intended intending wants want wanted hopes hope hoped hoping agreed agrees agree invitation ready willing
		invite invites inviting proposed promised prepares preparing prepared wishes wish wished considering mulling
		desire opportunity bound poised vowed decided pledged offer offered asked urged seeks sought seeking expects about
		keen eager refuses`)
	refusing  = wordSet(`refused declined failed refusing declining failing unable unwilling refuses declines`)
	calledOff = wordSet(`cancelled canceled postponed scrapped shelved cancel postpone cancels postpones cancelling
		postponing cancellation postponement deferred`)
	upcoming = wordSet(`upcoming planned scheduled expected forthcoming proposed possible future next impending coming
		prospective potential due`)
	// supports are verbs that with an event noun say that it took place.
	supports = wordSet(`pay pays paid paying make makes made making undertake undertakes undertook undertaken
		undertaking begin begins began begun beginning start starts started starting wrap wraps wrapped wrapping conclude
		concludes concluded concluding end ends ended ending complete completes completed completing finish finished
		finishes finishing cut cuts cutting hold holds held holding have had has having conduct conducts conducted conducting
		embark embarks embarked kick kicked arrive arrives arrived arriving launch launched is was are were be been being
		attend attends attended attending leave leaves left leaving take takes took taken taking lead leads led join
		come came comes return returned returns fly flew extend extended reach reached sign signed win won suffer
		suffered carry carried open opened opens do did done enjoy enjoyed set go went going round rounded break broke cap
		capped close closed`)
)
