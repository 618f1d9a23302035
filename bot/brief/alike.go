package brief

import (
	"slices"
	"strings"

	"dateline/bot/question"
	"dateline/corpus/gazetteer"
)

// told reports whether a report is what somebody says.
func told(r *report) bool { return r.event != nil && speech(r.event.Kind) }

// overlap returns the share of the weight of the lighter set that both have.
func (s *session) overlap(a, b map[string]bool) float64 {
	x, y, both := 0., 0., 0.
	for st := range a {
		x += s.weight[st]
		if b[st] {
			both += s.weight[st]
		}
	}
	for st := range b {
		y += s.weight[st]
	}
	if x == 0 || y == 0 {
		return 0
	}
	return both / min(x, y)
}

// ofTopic reports whether a name is one of the topic's own.
func (s *session) ofTopic(n string) bool {
	n = strings.TrimPrefix(n, "c:")
	for _, u := range s.topic.units {
		if u.entry == n {
			return true
		}
		for _, w := range u.words {
			if w == stem(n) || w == n {
				return true
			}
		}
	}
	return false
}

// ofTopicCity reports whether a name is that of the country of a city which the
// topic names.
func (s *session) ofTopicCity(n string) bool {
	land, ok := strings.CutPrefix(n, "c:")
	return ok && slices.ContainsFunc(s.topic.units, func(u unit) bool {
		e, known := gazetteer.City(u.entry)
		return u.kind == city && known && e.Of == land
	})
}

// without reports whether a has what b has not.
func without(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return true
		}
	}
	return false
}

// towns returns the names of a line behind "in", other than of countries.
func (l *line) towns() map[string]bool { return l.signs().towns }

func (l *line) readTowns() map[string]bool {
	out := map[string]bool{}
	for i := l.after + 1; i < len(l.words); i++ {
		if !l.words[i].Capital() || l.folded[i-1] != "in" || question.Time(l.words[i].Text) {
			continue
		}
		if _, ok := gazetteer.Country(l.folded[i]); !ok {
			out[l.folded[i]] = true
		}
	}
	return out
}

// elsewhere reports whether a line names towns, none of which another report's
// article has.
func (l *line) elsewhere(r *report) bool {
	towns := l.towns()
	for n := range towns {
		if r.article.has(n) {
			return false
		}
	}
	return len(towns) > 0
}

// papers are what is agreed, passed and argued about, of which there are many of
// one kind: the word before says which.
var papers = func() map[string]bool {
	m := map[string]bool{}
	for w := range set(`agreement law bill act treaty accord pact reform tax protocol contract deal rules talks exports imports visit
		exercise summit tournament cup championship minister ministry strike recall`) {
		m[stem(w)] = true
	}
	return m
}()

// otherThing reports whether two reports tell of two things of one kind: a
// customs agreement and an aviation agreement.
func otherThing(a, b *report) bool {
	for p := range a.like.pairs {
		other, same := false, false
		for q := range b.like.pairs {
			if q[1] == p[1] {
				other, same = other || q[0] != p[0], same || q[0] == p[0]
			}
		}
		if other && !same {
			return true
		}
	}
	return false
}

// opposite are kinds of which the one is no other word for the other.
func opposite(a, b string) bool {
	for _, pair := range [][2]string{{"increase", "decrease"}, {"begin", "end"}, {"launch", "close"}, {"adopt", "reject"}, {"join", "withdraw"},
		{"born", "die"}, {"appoint", "resign"}, {"appoint", "dismiss"}, {"lift", "ban"}, {"arrest", "sentence"}, {"attack", "arrest"}, {"sign", "visit"}, {"visit", "leave"}} {
		if pair[0] == a && pair[1] == b || pair[0] == b && pair[1] == a {
			return true
		}
	}
	return false
}

// foreignNames counts the names of a report that the other's article has
// nowhere.
func (s *session) foreignNames(a, b *report) int {
	n := 0
	for name := range a.like.names {
		if !b.article.has(name) {
			n++
		}
	}
	return n
}

// has reports whether an article has a name anywhere.
func (a *article) has(name string) bool {
	if a.all == nil {
		a.all = map[string]bool{}
		title := newLine(a.Title)
		title.after = 0
		for n := range title.names() {
			a.all[n] = true
		}
		for _, w := range title.folded {
			a.all[w] = true
		}
		for i := range a.lines {
			for n := range a.lines[i].names() {
				a.all[n] = true
			}
			for j, f := range a.lines[i].folded {
				if a.lines[i].words[j].Capital() {
					a.all[f] = true
				}
			}
		}
	}
	return a.all[name]
}

// meet reports whether two sets have something in common.
func meet[K comparable](a, b map[K]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}
