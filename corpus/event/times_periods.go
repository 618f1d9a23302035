package event

import "dateline/corpus"

// times fills the sentence's times from its periods. A period has no place in
// the sentence, so it is taken to stand at the sentence's end.
func (r *reader) times(s *sentence, from corpus.Sentence) {
	for _, p := range from.Periods {
		if iv := p.Hull(); iv.Known() && !iv.OpenStart() && !iv.OpenEnd() {
			s.times = append(s.times, timeMention{from: len(s.words), to: len(s.words), interval: iv, absolute: absoluteYear(s.text)})
		}
	}
}
