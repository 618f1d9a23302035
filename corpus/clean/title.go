package clean

import "strings"

// farthest is how many lines above the body a title is looked for, and opening
// how many content words of the body it is compared with.
const (
	farthest = 24
	opening  = 150
)

// title finds the line that heads the body, which begins at lines[from]; -1
// where there is none. A title is a line of some words that shares its words
// with the body's beginning, the nearer the better, or that stands at the top
// of the text right above the body. Of two that are about as good the first
// counts, since a standfirst shares them too, but not when it is the second
// with a page's path fused to it.
func title(lines []line, from, to int) int {
	words := map[uint32]bool{}
	for i := from; i < to && len(words) < opening; i++ {
		for _, h := range lines[i].content[:min(len(lines[i].content), opening)] {
			words[h] = true
		}
	}
	at, top := -1, 0.0
	for i := max(0, from-farthest); i < from; i++ {
		l := &lines[i]
		if !titular(l) {
			continue
		}
		shared, all := share(l, words), max(1, len(l.content))
		if shared*3 < all && (from-i > 3 || i > 1 || shared == 0 && l.bars > 0) {
			continue
		}
		score := float64(shared)/float64(all)*min(1, float64(all)/4) + .3*float64(farthest-(from-i))/farthest
		if score > top+.1 || at >= 0 && score > top-.1 && strings.HasSuffix(lines[at].text, l.text) {
			at, top = i, score
		}
	}
	// What stands right below a title may share more words than the title.
	if at > 0 {
		l, above := &lines[at], &lines[at-1]
		if titular(above) && above.words >= 4 && above.words < l.words && l.lower*3 > l.letters*2 && share(above, words)*3 >= len(above.content) && len(above.content) > 1 {
			at--
		}
	}
	return at
}

// share counts the line's content words that are among the given ones.
func share(l *line, words map[uint32]bool) int {
	n := 0
	for _, h := range l.content {
		if words[h] {
			n++
		}
	}
	return n
}

// titular reports whether the line can be a title by its form.
func titular(l *line) bool {
	return l.words >= 2 && l.words <= 30 && len(l.text) <= 250 && !l.bullet && !l.opener && !l.link &&
		!strings.HasSuffix(l.text, ".") && !strings.HasSuffix(l.text, ",") && !l.colon &&
		!l.furniture() && !l.dated() && !l.boundary && byline(l) == "" && !credited(l) && !posted(l)
}

// asked reports whether the first line of the run is a title that reads as
// prose, since it asks or exclaims or is long: what follows says it again.
func asked(lines []line, from, to int) bool {
	l := &lines[from]
	if from+1 >= to || !lines[from+1].prose() || !titular(l) || l.stops > 0 || l.words > 24 || len(l.content) < 4 || l.quoted {
		return false
	}
	words := map[uint32]bool{}
	for i := from + 1; i < to && len(words) < opening; i++ {
		for _, h := range lines[i].content[:min(len(lines[i].content), opening)] {
			words[h] = true
		}
	}
	return share(l, words)*5 >= len(l.content)*3
}
