package event

import (
	"strings"

	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// SameName reports whether two names may be one person's: the surnames agree
// and the given names that both have do not differ. "Lavrov" and "Sergey
// Viktorovich Lavrov" may be, "Imran Khan" and "Ayub Khan" may not. Where the
// family name stands first, a lone first word counts as well: "Wang" and
// "Wang Yi".
func SameName(a, b string) bool {
	if a == b {
		return a != ""
	}
	return sameWords(nameWords(a), nameWords(b))
}

// sameWords is SameName of the words of two names that differ.
func sameWords(x, y []string) bool {
	if len(x) == 0 || len(y) == 0 {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	if fits(x, y) {
		return true
	}
	return len(x) == 1 && len(y) == 2 && x[0] == y[0]
}

// nameWords returns the folded words of a name.
func nameWords(name string) []string {
	words := token.Words(name)
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = token.Fold(w.Text)
	}
	return out
}

// nearName is SameName where spellings of a surname may differ as
// transliterations do: "Kayani" and "Kiyani".
func nearName(a, b string) bool {
	if SameName(a, b) {
		return true
	}
	x, y := nameWords(a), nameWords(b)
	if len(x) == 0 || len(y) == 0 || !nearWord(x[len(x)-1], y[len(y)-1]) {
		return false
	}
	x[len(x)-1] = y[len(y)-1]
	if len(x) > len(y) {
		x, y = y, x
	}
	return fits(x, y)
}

// nearWord reports whether two folded words of five letters or more begin
// alike and have the same consonants, doubled ones counted once.
func nearWord(a, b string) bool {
	if len(a) < 5 || len(b) < 5 || a[0] != b[0] {
		return a == b
	}
	return skeleton(a) == skeleton(b)
}

func skeleton(w string) string {
	var out []byte
	for i := 0; i < len(w); i++ {
		if strings.IndexByte("aeiouy'", w[i]) < 0 && (len(out) == 0 || out[len(out)-1] != w[i]) {
			out = append(out, w[i])
		}
	}
	return string(out)
}

// SameOffice reports whether two offices may be one: they are equal, or one
// is general and takes in the other ("leader" and "president"), or both are
// the name of a country's foreign minister.
func SameOffice(a, b string) bool {
	if a == b {
		return true
	}
	if a == "" || b == "" {
		return false
	}
	return takesIn(a, b) || takesIn(b, a)
}

var foreignMinisters = map[string]bool{"foreign minister": true, "secretary of state": true}

func takesIn(general, office string) bool {
	if strings.HasPrefix(office, "former ") != strings.HasPrefix(general, "former ") {
		return false
	}
	e, ok := gazetteer.Office(office)
	if !ok {
		return false
	}
	switch general {
	case "leader":
		return e.Class == "head"
	case "minister":
		return e.Class == "minister"
	case "official", "dignitary":
		return e.Class != "business" && e.Class != "church"
	case "diplomat":
		return e.Class == "diplomat" || foreignMinisters[office]
	case "foreign minister":
		return office == "secretary of state"
	}
	return false
}

func oneHolder(office string) bool {
	e, ok := gazetteer.Office(office)
	return ok && e.One
}
