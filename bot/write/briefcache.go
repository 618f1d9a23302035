package write

import "context"

// keptWords is what is kept of a model's work on a briefing. The sentences go
// through the checks again when they are taken out.
type keptWords struct {
	Sentences []keptSentence `json:"sentences"`
	Failed    []int          `json:"failed"` // points of which a sentence did not pass
	Left      int            `json:"left"`
}

type keptSentence struct {
	Point  int         `json:"point"`
	Text   string      `json:"text"`
	Quotes []quoteData `json:"quotes"`
}

// key names what a model writes for some batches of points: it is made from all
// that the model is given, and from which versions of which articles that is.
func (s *wording) key(batches [][]*point) string {
	if s.w.opts.Cache == nil {
		return ""
	}
	parts := []any{"briefing", Version, s.w.opts.Name}
	for _, b := range batches {
		p := s.prompt(b)
		parts = append(parts, p.System, p.User, string(p.Schema), p.MaxTokens)
	}
	for _, p := range s.passages {
		parts = append(parts, p.doc.Collection, p.doc.ID, p.doc.Version, p.passage.Span)
	}
	return s.keeper().key(parts...)
}

func (s *wording) keeper() keeper { return keeper{s.w.opts.Cache, s.w.opts.Log} }

// recall takes what was written of these points before, where it passes, and
// reports whether there is any.
func (s *wording) recall(ctx context.Context, key string) bool {
	var kept keptWords
	if !s.keeper().recall(ctx, key, &kept) {
		return false
	}
	of := map[int]*point{}
	for _, p := range s.points {
		of[p.n] = p
	}
	for _, x := range kept.Sentences {
		if p := of[x.Point]; p != nil {
			s.offer(p, x.Text, x.Quotes)
		}
	}
	for _, n := range kept.Failed {
		if p := of[n]; p != nil {
			p.failed = true
		}
	}
	s.hit, s.left = true, kept.Left
	return true
}

// keep keeps what a model wrote, where it came to its end.
func (s *wording) keep(ctx context.Context, key string) {
	kept := keptWords{Left: s.left}
	for _, p := range s.points {
		if p.failed {
			kept.Failed = append(kept.Failed, p.n)
		}
		if p.text != "" {
			kept.Sentences = append(kept.Sentences, keptSentence{p.n, p.text, asQuotes(p.placed)})
		}
	}
	s.keeper().keep(ctx, key, kept)
}
