package brief

import (
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
	"dateline/corpus/event"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
	"dateline/retrieval"
)

// features are what two reports are compared by.
type features struct {
	names   map[string]bool // of the quote's sentence
	stems   map[string]bool // content words of the sentence and the title
	core    map[string]bool // of the sentence alone
	places  map[string]bool // cities
	lands   map[string]bool // countries
	numbers map[string]float64
	values  map[float64]bool   // numbers that are no time, above a dozen
	wide    said               // content words of the title and the first lines
	scores  map[string]bool    // "2-1"
	terms   map[[2]string]bool // common words that stand together
	figures map[float64]bool   // rare numbers of the sentence and the first lines
	pairs   map[[2]string]bool // what is agreed or passed, with the word before it: "pension law"

	saidOn     int8            // see saidThen; 0: not yet known
	since      bool            // the first lines tell what was days before
	people     map[string]bool // names that are neither countries nor places nor the topic's
	cities     map[string]bool // cities and towns that are not the topic's
	openCities map[string]bool
	countries  map[string]bool // countries that are not the topic's, as names has them
	openTerms  map[[2]string]bool
	openStages map[string]bool // of what followed upon an event, the openings have words
	deeds      map[string]bool // kinds of event for which the sentence or the title has a word
	scene      map[int]float64 // of scene.txt
	title      map[string]bool // content words of the title alone
	openPeople map[string]bool
	counts     map[string]map[float64]bool // what the openings count, by stems
	phrases    map[[3]string]bool          // words that stand together in quotation marks
	heads      map[float64]bool            // numbers of people in the sentence
	openCounts map[float64]bool            // numbers of anything in title and first lines
}

// featuresOf reads what a report is compared by. The words of the topic are left
// out: all reports have them.
func (s *session) featuresOf(r *report) features {
	f := features{stems: map[string]bool{}, core: map[string]bool{}, places: map[string]bool{}, lands: map[string]bool{}, numbers: map[string]float64{}, values: map[float64]bool{}, pairs: map[[2]string]bool{},
		scores: map[string]bool{}}
	f.heads, f.openCounts = map[float64]bool{}, map[float64]bool{}
	f.names = r.line.names()
	own, beside := s.ownStems(), s.topic.beside(r.line)
	for i, is := range beside {
		if is && r.line.words[i].Capital() {
			word := newLine(r.line.words[i].Text)
			for n := range word.names() {
				delete(f.names, n)
			}
		}
	}
	add := func(l *line, m map[string]bool) {
		for i, st := range l.stems() {
			if i < l.after || l == r.line && beside[i] || token.Stop(l.folded[i]) || own[st] || question.Time(l.folded[i]) || bot.Speaks(l.folded[i]) || len(st) < 3 || l.words[i].Number() {
				continue
			}
			m[st] = true
		}
	}
	wide := map[string]bool{}
	add(r.line, f.core)
	r.line.pairs(f.pairs)
	for k := range f.core {
		f.stems[k] = true
	}
	if r.lead {
		for i := range r.article.lines[:min(3, len(r.article.lines))] {
			l := &r.article.lines[i]
			add(l, wide)
			f.since = f.since || l.recalls()
		}
		title := newLine(r.article.Title)
		title.after = 0
		f.title = map[string]bool{}
		add(&title, f.title)
		maps.Copy(f.stems, f.title)
		maps.Copy(wide, f.title)
		for n := range title.names() {
			if strings.HasPrefix(n, "c:") {
				f.names[n] = true
			}
		}
	}
	l := r.line
	for i := l.after; i < len(l.words); {
		entries, n := gazetteer.Longest(l.text, l.words, l.folded, i, false)
		if n == 0 {
			i++
			continue
		}
		for _, e := range entries {
			switch e.Kind {
			case gazetteer.CityName:
				f.places[e.Name] = true
				f.lands[e.Of] = true
			case gazetteer.CountryName:
				f.lands[e.Name] = true
			}
		}
		i += n
	}
	for i := l.after; i < len(l.words); i++ {
		v, to, ok := l.quantity(i)
		if !ok || v == 0 {
			continue
		}
		if g := l.gap(i + 1); (g == "-" || g == "–") && i+1 < len(l.words) && l.words[i].Number() && l.words[i+1].Number() {
			f.scores[l.words[i].Text+"-"+l.words[i+1].Text] = true
			if v > 12 {
				f.values[v] = true
			}
			i++
			continue
		}
		if v > 12 && !l.timed(i) {
			f.values[v] = true
		}
		if what := l.counts(i, to); what != "" {
			f.numbers[what] = v
			if j := l.counted(to); j >= 0 && question.ClassOf(l.folded[j]) == question.Person {
				f.heads[v] = true
			}
		}
		i = to - 1
	}
	if !r.lead {
		maps.Copy(wide, f.core)
	}
	f.wide = newSaid(wide)
	f.scene = s.sceneOf(wide)
	f.terms, f.figures = l.terms(beside), map[float64]bool{}
	l.figures(f.figures)
	towns := r.article.towns()
	f.people, f.cities, f.countries = s.kinds(f.names, towns)
	f.openStages = map[string]bool{}
	r.line.stages(f.openStages)
	f.deeds = map[string]bool{}
	l.deeds(f.deeds)
	f.openPeople, f.counts, f.phrases = maps.Clone(f.people), map[string]map[float64]bool{}, map[[3]string]bool{}
	f.openCities, f.openTerms = maps.Clone(f.cities), maps.Clone(f.terms)
	if r.lead {
		title := newLine(r.article.Title)
		title.after = 0
		title.deeds(f.deeds)
		title.numbers(f.openCounts)
		title.countsInto(f.counts)
		people, _, _ := s.kinds(title.names(), towns)
		maps.Copy(f.openPeople, people)
		title.stages(f.openStages)
		for i := range min(openingLines, len(r.article.lines)) {
			l := &r.article.lines[i]
			lineBeside := beside
			if l != r.line {
				lineBeside = s.topic.beside(l)
			}
			people, cities, _ := s.kinds(l.names(), towns)
			maps.Copy(f.openPeople, people)
			maps.Copy(f.openCities, cities)
			maps.Copy(f.openTerms, l.terms(lineBeside))
			l.stages(f.openStages)
			l.numbers(f.openCounts)
			l.figures(f.figures)
			l.countsInto(f.counts)
			l.phrases(f.phrases)
		}
	}
	return f
}

// kinds tells names apart: those that are neither countries nor places, those of
// cities and towns, and those of countries. The topic's are left out.
func (s *session) kinds(names, towns map[string]bool) (people, cities, countries map[string]bool) {
	people, cities, countries = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for n := range names {
		switch _, city := gazetteer.City(n); {
		case s.ofTopic(n), s.ofTopicCity(n):
		case strings.HasPrefix(n, "c:"):
			countries[n] = true
		case city || towns[n]:
			cities[n] = true
		default:
			people[n] = true
		}
	}
	return people, cities, countries
}

// towns returns the names that the article has behind "in", other than of
// countries, and of places that there are.
func (a *article) towns() map[string]bool {
	if a.places == nil {
		a.places = map[string]bool{}
		title := newLine(a.Title)
		maps.Copy(a.places, title.readTowns())
		for i := range a.lines {
			maps.Copy(a.places, a.lines[i].readTowns())
		}
	}
	return a.places
}

// deeds collects the kinds of event for which the line has words.
func (l *line) deeds(out map[string]bool) {
	for i := l.after; i < len(l.words); i++ {
		if l.words[i].Capital() && i > l.after {
			continue
		}
		if kind, ok := event.KindOf(l.folded[i]); ok && !speech(kind) {
			out[kind] = true
		}
	}
}

// pairs collects the stems of what is agreed, passed or argued about with the
// word before it, which says of what sort it is.
func (l *line) pairs(out map[[2]string]bool) {
	stems := l.stems()
	plain := func(i int) bool {
		return i > l.after && !l.words[i].Capital() && !l.words[i].Number() && !token.Stop(l.folded[i]) && len(stems[i]) > 2 && !question.Time(l.folded[i]) && !bot.Speaks(l.folded[i]) &&
			!pastForm(l.folded[i])
	}
	for i := l.after + 1; i+1 < len(l.words); i++ {
		if entries, n := gazetteer.Longest(l.text, l.words, l.folded, i, true); len(entries) > 0 && n > 1 {
			i += n - 1
			continue
		}
		if papers[stems[i+1]] && plain(i) && plain(i+1) && !loose[l.folded[i]] && l.gap(i+1) == " " {
			out[[2]string{stems[i], stems[i+1]}] = true
		}
	}
}

// stems returns the stems of the topic's words.
func (t topic) stems() map[string]bool {
	m := map[string]bool{}
	for _, u := range t.units {
		for _, w := range u.words {
			m[stem(w)] = true
		}
		for _, w := range token.Words(u.text + " " + u.entry) {
			m[stem(token.Fold(w.Text))] = true
		}
		if u.kind == country {
			for _, w := range gazetteer.Names(u.entry) {
				m[stem(w)] = true
			}
		}
	}
	return m
}

// ownStems returns the stems of the topic's words, read once.
func (s *session) ownStems() map[string]bool {
	if s.own == nil {
		s.own = s.topic.stems()
	}
	return s.own
}

// commonWeight is what a word of common.txt weighs of what its rareness would give it.
const commonWeight = .5

// maxWeighed bounds the words that the engine is asked for.
const maxWeighed = 6000

// weigh gives the words of the reports a weight: the fewer passages of the
// archive have them, the more they tell.
func (s *session) weigh(ctx context.Context, reports []*report) error {
	s.weight = map[string]float64{}
	seen := map[string]bool{}
	var stems []string
	for _, r := range reports {
		for _, st := range slices.Concat(slices.Sorted(maps.Keys(r.like.stems)), slices.Sorted(maps.Keys(r.like.wide.words))) {
			if !seen[st] && len(stems) < maxWeighed {
				seen[st] = true
				stems = append(stems, st)
			}
		}
	}
	if len(stems) == 0 {
		return nil
	}
	df, n, err := s.Engine.Frequencies(ctx, stems, retrieval.Filter{Collections: s.req.Collections, AsOf: s.asOf})
	if err != nil {
		return err
	}
	for i, st := range stems {
		s.weight[st] = weightOf(df[i], n)
		if commonWords()[st] {
			s.weight[st] *= commonWeight
		}
	}
	return nil
}

// weightOf is the weight of a word that stands in df of n passages. A small
// archive tells little of how rare a word is, so that its words weigh much the
// same.
func weightOf(df, n int) float64 {
	const few = 200
	w := math.Log(1 + float64(n+few)/(float64(df)+float64(few)/40))
	// To a thousandth part of two, so that sums are the same in any order.
	return math.Round(w*1024) / 1024
}
