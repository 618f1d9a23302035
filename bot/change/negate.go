package change

import "strings"

// negates returns the auxiliary that the negation at word i belongs to: of
// "will not" and "won't" it is "will", of "never" the word before it; ok reports
// whether it is one. Folded words have the plain apostrophe.
func (r *reading) negates(i int) (aux string, ok bool) {
	switch f := word(r, i); {
	case f == "not" || f == "never":
		return word(r, i-1), true
	case f == "cannot":
		return "can", true
	case strings.HasSuffix(f, "n't"):
		aux = strings.TrimSuffix(f, "n't")
		if whole := contracted[aux]; whole != "" {
			aux = whole
		}
		return aux, true
	}
	return "", false
}

// contracted are the auxiliaries that lose a letter before "n't".
var contracted = map[string]string{"wo": "will", "ca": "can", "sha": "shall"}

// isNegation reports whether a folded word denies what it stands beside.
func isNegation(f string) bool {
	return f == "not" || f == "never" || f == "no" || f == "cannot" || strings.HasSuffix(f, "n't")
}

// asks reports whether what stands from word i on is a question, or one within
// a sentence: "“Will she go?” they asked".
func (s *sent) asks(i int) bool {
	at := 0
	if r := s.read(); i > 0 && i < len(r.words) {
		at = r.words[i].Start
	}
	return strings.Contains(s.text[at:], "?")
}
