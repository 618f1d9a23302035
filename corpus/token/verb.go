package token

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed irregular.txt
var irregularText string

// paradigms holds the irregular verbs.
type paradigms struct {
	verbs [][]string        // base and forms, as the table has them
	base  map[string]string // of forms
	past  map[string]bool   // forms that are no participle: "went"
}

var irregular = sync.OnceValue(func() paradigms {
	p := paradigms{base: map[string]string{}, past: map[string]bool{}}
	for line := range strings.Lines(irregularText) {
		forms := strings.Fields(line)
		if len(forms) == 0 || forms[0] == "#" {
			continue
		}
		p.verbs = append(p.verbs, forms)
		for _, f := range forms[1:] {
			p.base[f] = forms[0]
		}
		if len(forms) == 3 && !strings.HasSuffix(forms[1], "ed") && forms[1] != forms[2] {
			p.past[forms[1]] = true
		}
	}
	for _, f := range []string{"came", "became", "ran"} { // their participles are as their bases
		p.past[f] = true
	}
	delete(p.past, "got")
	return p
})

// IrregularVerbs returns the verbs of English whose forms no ending gives, each
// its base form with the others behind it. The caller must not change them.
func IrregularVerbs() [][]string { return irregular().verbs }

// Base returns the base form of a folded form of an irregular verb, and of any
// other word the word itself.
func Base(folded string) string {
	if b, ok := irregular().base[folded]; ok {
		return b
	}
	return folded
}

// PastOnly reports whether a folded word is the past of an irregular verb and no
// participle, so that it has a subject: "went", but not "held" or "hurt".
func PastOnly(folded string) bool { return irregular().past[folded] }
