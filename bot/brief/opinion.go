package brief

import "strings"

// opinion reports whether an article argues or advises rather than reports: it says
// so in its address, speaks of itself, or speaks to its reader.
func (a *article) opinion() bool {
	for _, part := range []string{"/opinion", "/editorial", "/op-ed", "/comment/", "/columns/", "/letters/"} {
		if strings.Contains(strings.ToLower(a.URL), part) {
			return true
		}
	}
	for _, w := range []string{"opinion", "editorial", "op-ed", "comment", "viewpoint", "column"} {
		if t := strings.ToLower(a.Title); strings.HasPrefix(t, w+":") || strings.HasPrefix(t, w+" |") {
			return true
		}
	}
	first, second, all := 0, 0, 0
	for i := range a.lines {
		l := &a.lines[i]
		if l.ended() {
			all++
		}
		in, whole := l.quoted()
		if whole || l.within || !l.ended() {
			continue // "By our correspondent"
		}
		for j, f := range l.folded {
			if in[j] {
				continue
			}
			word, _, short := contracted(f)
			if f == "i" && l.words[j].Text == "I" || f == "my" || f == "we" || f == "our" || short && (word == "i" || word == "we") {
				first++
				break
			}
			if f == "you" || f == "your" || short && word == "you" {
				second++
				break
			}
		}
	}
	return first >= 2 && first*5 >= all || first+second >= 3 && (first+second)*4 >= all
}

// foreign reports whether an article is in a language whose times and events
// are not read.
func (a *article) foreign() bool { return a.Lang != "" && a.Lang != "en" }
