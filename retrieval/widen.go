package retrieval

import "context"

// A rare term is widened to the words of near spelling, each for less than the
// word itself: news spells names in many ways, and people mistype. The group
// counts once, by its best word, with the frequency of all of it.
const (
	rarePassages  = 2  // in as many a word still counts as rare
	maxWidened    = 4  // variants of a word
	unknownScale  = .9 // of a variant's likeness, where the archive lacks the word
	rareScale     = .5 // where it has it
	commonerTimes = 4  // how much oftener than a rare word a variant must occur
)

// widen puts variants into the terms whose word few passages have, and adds
// the variants' passages to df.
func (r *ranking) widen(ctx context.Context, lexicon Lexicon, stems []string, df []int) error {
	var rare []string
	var at []int
	for i, stem := range stems {
		if df[i] <= rarePassages {
			rare, at = append(rare, stem), append(at, i)
		}
	}
	if len(rare) == 0 {
		return nil
	}
	near, err := lexicon.Near(ctx, rare, r.query.Filter)
	if err != nil {
		return err
	}
	widened := map[string]Term{}
	for j, i := range at {
		t := r.question.terms[i]
		t.Words, t.Scale = append([]string(nil), t.Words...), append([]float64(nil), t.Scale...)
		had, scale := len(t.Words), unknownScale
		if df[i] > 0 {
			scale = rareScale
		}
		for _, v := range near[j] {
			if len(t.Words)-had == maxWidened {
				break
			}
			if v.Passages < commonerTimes*df[i] {
				continue
			}
			t.Words, t.Scale = append(t.Words, v.Stem), append(t.Scale, scale*v.Likeness)
			df[i] += v.Passages
		}
		r.question.terms[i] = t
		widened[rare[j]] = t
	}
	for _, part := range r.question.parts {
		for i, t := range part {
			if w, ok := widened[t.Words[0]]; ok {
				part[i] = w
			}
		}
	}
	return nil
}
