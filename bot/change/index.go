package change

import (
	"cmp"
	"slices"

	"dateline/corpus/token"
)

// The bounds of a search for sentences.
const (
	maxPostings   = 150 // sentences that are looked at for one word
	maxCandidates = 24  // sentences that are read for one denial
)

// index finds the sentences of the newest versions by their words.
type index struct {
	postings map[string][]*sent
}

// search returns the sentences of documents before d, or of its day, that share
// most of the lemmas, rare ones counting most; the latest first of those equal.
func (f *finder) search(d *doc, lemmas map[string]bool) []*sent {
	if f.index == nil {
		f.index = newIndex(f.docs)
	}
	terms := make([]string, 0, len(lemmas))
	for l := range lemmas {
		if len(f.index.postings[l]) > 0 {
			terms = append(terms, l)
		}
	}
	slices.SortFunc(terms, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(f.index.postings[a]), len(f.index.postings[b])), cmp.Compare(a, b))
	})
	scores := map[*sent]float64{}
	var found []*sent
	for _, l := range terms {
		ps := f.index.postings[l]
		weight := 1 / float64(4+len(ps))
		// The latest before d.
		end, _ := slices.BinarySearchFunc(ps, d.order, func(s *sent, order int) int {
			if s.doc.order <= order {
				return -1
			}
			return 1
		})
		for i := end; i < len(ps) && ps[i].doc.mayPrecede(d); i++ {
			end = i + 1 // of one day
		}
		for i := end - 1; i >= 0 && i >= end-maxPostings; i-- {
			s := ps[i]
			if s.doc == d || !s.doc.mayPrecede(d) {
				continue
			}
			if scores[s] == 0 {
				found = append(found, s)
			}
			scores[s] += weight
		}
	}
	if len(found) > maxCandidates {
		// Most share one frequent word alone: those above the last that counts.
		all := make([]float64, len(found))
		for i, s := range found {
			all[i] = scores[s]
		}
		slices.Sort(all)
		least := all[len(all)-maxCandidates]
		found = slices.DeleteFunc(found, func(s *sent) bool { return scores[s] < least })
	}
	slices.SortFunc(found, func(a, b *sent) int {
		return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(b.doc.order, a.doc.order), cmp.Compare(a.i, b.i))
	})
	return found[:min(len(found), maxCandidates)]
}

func newIndex(docs []*doc) *index {
	x := &index{map[string][]*sent{}}
	for _, d := range docs {
		if !d.Published.Known() {
			break
		}
		for _, s := range d.sents {
			for i, w := range s.plain {
				if token.Stop(w) {
					continue
				}
				l := s.stems[i]
				if ps := x.postings[l]; len(ps) == 0 || ps[len(ps)-1] != s {
					x.postings[l] = append(ps, s)
				}
			}
		}
	}
	return x
}
