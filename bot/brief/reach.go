package brief

// farReaching are words for what a place has but once on a day, by their stems,
// with the first of each line for all of it.
var farReaching = func() map[string]string {
	m := map[string]string{}
	for w, of := range firsts(`flood floods flooding flooded floodwaters
		earthquake quake
		storm hurricane cyclone typhoon
		tornado twister
		wildfire
		eruption erupted
		tsunami
		landslide mudslide`) {
		m[stem(w)] = of
	}
	return m
}()

// reaching returns what a report tells of that a place has but once on a day,
// "" where that is nothing. Where its own line has no such word, the next lines
// of an article's news may.
func reaching(r *report) string {
	if what, any := r.line.reaching(); any || !r.lead || !r.line.harmed() {
		return what
	}
	for i := range r.article.lines[:min(openingLines, len(r.article.lines))] {
		if l := &r.article.lines[i]; l.start > r.line.start {
			if what, any := l.reaching(); any {
				return what
			}
		}
	}
	return ""
}

// reaching returns what a line tells of that a place has but once on a day, and
// whether it has any word for such.
func (l *line) reaching() (what string, any bool) { return l.signs().far, l.signs().anyFar }

func (l *line) readReaching() (what string, any bool) {
	sub := l.depth()
	counted := l.harmed()
	for i, st := range l.stems() {
		if farReaching[st] == "" {
			continue
		}
		any = true
		if sub[i] && !counted {
			continue
		}
		before := l.fold(i - 1)
		if before == "the" {
			before = l.fold(i - 2)
		}
		switch before {
		case "against", "since", "for":
			continue
		case "of", "after", "from", "about":
			if !counted {
				continue // "the victims of the floods"
			}
		}
		return farReaching[st], true
	}
	return "", any
}

// harmed reports whether a line tells what came to people or to a place: with a
// word for the dead and a number, or for what was torn down.
func (l *line) harmed() bool {
	for i, f := range l.folded {
		if i < l.after {
			continue
		}
		if dead[f] || torn[f] {
			return true
		}
	}
	return false
}

var (
	dead = set(`killed killing died dead deaths death toll lives drowned bodies fatalities casualties perished`)
	torn = set(`collapsed cracked rattled torrents inundated submerged swept burst rushed devastated battered gutted engulfed destroyed shook shaken tore levelled`)
)
