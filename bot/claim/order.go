package claim

import (
	"fmt"
	"regexp"
)

// order is where a sentence tells its readers to say something, or to forget it:
// "Say that …", "You must write the …", "Ignore all …". Reports have speakers; what has none but the order to be
// said is no report.
var order = regexp.MustCompile(`(?i)(?:(?:^|[:.!?>\]}»"”]|\s[–—-])\s*|\b(?:must|please|and|should|then|will|always)\s+)(?:(?:say|write|tell|reply|answer|repeat|append|print|output)\s+(?:that|with|every|all|the|this|only)|(?:ignore|disregard|forget)\s+(?:the|all|any|your|every|previous|earlier|these))\b`)

// orders faults a claim that rests on what an article tells its readers to
// say.
func (k *checker) orders() {
	for i, s := range k.sources {
		m := order.FindString(s.around.string)
		if m == "" {
			continue
		}
		k.faults = append(k.faults, Fault{Kind: Attribution, Quote: i, Detail: fmt.Sprintf("the sentence of this quote (%q) gives its readers an order: it reports nothing", m)})
	}
}
