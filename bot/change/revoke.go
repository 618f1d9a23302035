package change

// revoked reads at word i that an honour or a result was taken back: "stripped of
// his victory in the Tour", "the record was annulled". What is denied is that it
// stands.
func (s *sent) revoked(i int) (denial, bool) {
	r := s.read()
	if r.unsure(i) || r.relative(i) {
		return denial{}, false
	}
	from, to := s.clauseStart(i), s.end(i)
	for j := i + 1; j < to; j++ {
		if w := &r.words[j]; reasons[w.Fold] && w.Time < 0 {
			to = j
		}
	}
	if passive(r, i) && s.bare(from, i) {
		from = 0 // "The record that Coley set in Doha has been annulled"
	}
	for j := from - 1; passive(r, i) && j >= 0 && r.words[from].Clause-r.words[j].Clause <= 1; j-- {
		from = j
	}
	x := denial{statement: s.stated(from, to, func(j int) bool { return j == i }), explicit: true, honour: map[string]bool{}, cue: i}
	for l := range x.content {
		if titles[l] {
			x.honour[l] = true
		}
	}
	return x, len(x.honour) > 0 && len(x.names) > 0 && len(x.names)+len(x.content) >= 3
}

// honourDays is how long after a result its being taken back may be told.
const honourDays = 3 * 365

// holds returns how much of what is taken back a sentence of an earlier report
// tells, and the words that do.
func (x *denial) holds(e *sent) (int, [2]int) {
	r := e.read()
	if !e.doc.precedes(x.s.doc) || e.doc.gap(x.s.doc) > honourDays || e.isDenial() {
		return 0, [2]int{}
	}
	other := r.everybody()
	for n, given := range x.names {
		if !named(other, n, given) {
			return 0, [2]int{}
		}
	}
	first, last := -1, -1
	for i := range r.words {
		if r.isContent(i) && has(x.honour, r.words[i].Lemma) && !r.under(i, i+1, "not", "will", "may") {
			if first < 0 {
				first = i
			}
			last = i + 1
		}
	}
	if n := shared(x.content, r.content); first >= 0 && len(x.names)+n >= 3 {
		return 2*len(x.names) + n, [2]int{first, last}
	}
	return 0, [2]int{}
}
