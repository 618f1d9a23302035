package question

import "strings"

// Spelling returns a folded word as Americans spell it, where a rule of the two
// spellings tells: "organization" for "organisation", "harbor" for "harbour".
// A word that only looks like it comes out as no word, the same for both.
func Spelling(word string) string {
	if len(word) < 5 {
		return word
	}
	if s, ok := american[word]; ok {
		return s
	}
	for _, r := range spellings {
		if i := strings.LastIndex(word, r.british); i > 1 && len(word)-i-len(r.british) <= r.tail {
			return word[:i] + r.american + word[i+len(r.british):]
		}
	}
	return word
}

// British returns a folded word as the British spell it, by the same rules.
func British(word string) string {
	for b, a := range american {
		if a == word {
			return b
		}
	}
	for _, r := range spellings {
		if i := strings.LastIndex(word, r.american); i > 1 && len(word) >= 5 && len(word)-i-len(r.american) <= r.tail {
			return word[:i] + r.british + word[i+len(r.american):]
		}
	}
	return word
}

// spellings are endings, with how many letters may follow them.
var spellings = []struct {
	british, american string
	tail              int
}{
	{"isation", "ization", 2}, {"ising", "izing", 0}, {"ised", "ized", 0}, {"ise", "ize", 1},
	{"our", "or", 2}, {"tre", "ter", 1}, {"ence", "ense", 1}, {"ogue", "og", 1}, {"lled", "led", 0}, {"lling", "ling", 0},
}

var american = map[string]string{"programme": "program", "programmes": "programs", "aluminium": "aluminum", "tyres": "tires", "kerbs": "curbs",
	"ploughs": "plows", "plough": "plow", "cheque": "check", "cheques": "checks", "grey": "gray", "aeroplane": "airplane", "aeroplanes": "airplanes",
	"four": "four", "fours": "fours", "hour": "hour", "hours": "hours", "tour": "tour", "tours": "tours", "your": "your", "yours": "yours",
	"sentence": "sentence", "conference": "conference", "conferences": "conferences"}
