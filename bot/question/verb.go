package question

import "strings"

// Lemma returns the base form of a folded verb whose past is irregular, else
// the word as it is: "take" for "took" and "taken".
func Lemma(word string) string {
	if base, ok := lemmas[word]; ok {
		return base
	}
	return word
}

var lemmas = func() map[string]string {
	m := map[string]string{}
	for _, forms := range strings.Split(`be was were been;become became;begin began begun;break broke broken;bring brought;
		build built;buy bought;catch caught;choose chose chosen;come came;draw drew drawn;drive drove driven;fall fell fallen;feel felt;
		fight fought;find found;flee fled;fly flew flown;forbid forbade forbidden;get got gotten;give gave given;go went gone;grow grew grown;
		hang hung;have had;hear heard;hold held;keep kept;know knew known;lay laid;lead led;leave left;lend lent;lose lost;make made;
		mean meant;meet met;overthrow overthrew overthrown;pay paid;ride rode ridden;ring rang rung;rise rose risen;run ran;say said;
		see saw seen;seek sought;sell sold;send sent;shake shook shaken;shoot shot;show shown;shrink shrank shrunk;sing sang sung;
		sink sank sunk;sit sat;speak spoke spoken;spend spent;stand stood;steal stole stolen;strike struck;swear swore sworn;
		take took taken;teach taught;tear tore torn;tell told;think thought;throw threw thrown;wake woke woken;wear wore worn;win won;
		withdraw withdrew withdrawn;write wrote written;undertake undertook undertaken`, ";") {
		words := strings.Fields(forms)
		for _, w := range words[1:] {
			m[w] = words[0]
		}
	}
	return m
}()
