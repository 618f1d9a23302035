package schedule

import "strings"

// reader reads words from left to right.
type reader struct {
	words []string // as written, without the commas that stood behind them
	low   []string // in small letters
	comma []bool   // a comma stood behind it
	at    int
}

func newReader(text string) *reader {
	r := &reader{}
	text = strings.NewReplacer(",", " , ", "&", " & ", "–", "-", "—", "-", "’", "'").Replace(text)
	for _, w := range strings.Fields(text) {
		if w == "," {
			if n := len(r.comma); n > 0 {
				r.comma[n-1] = true
			}
			continue
		}
		r.words = append(r.words, w)
		low := strings.ToLower(w)
		switch bare := strings.TrimRight(low, "."); {
		case bare == "a.m" || bare == "p.m":
			low = strings.Replace(bare, ".", "", 1)
		case strings.HasSuffix(bare, "a.m") || strings.HasSuffix(bare, "p.m"):
			low = bare[:len(bare)-3] + bare[len(bare)-3:len(bare)-2] + "m"
		default:
			low = strings.TrimRight(low, ".;!")
		}
		r.low = append(r.low, low)
		r.comma = append(r.comma, false)
	}
	return r
}

// take goes on behind words that stand next and reports whether they did.
func (r *reader) take(words ...string) bool {
	if r.at+len(words) > len(r.low) {
		return false
	}
	for i, w := range words {
		if r.low[r.at+i] != w {
			return false
		}
	}
	r.at += len(words)
	return true
}

// takeAny is take for any of several phrases, the first that fits.
func (r *reader) takeAny(phrases ...string) bool {
	for _, p := range phrases {
		if r.take(strings.Fields(p)...) {
			return true
		}
	}
	return false
}

func (r *reader) more() bool { return r.at < len(r.low) }

func (r *reader) next() string {
	if r.more() {
		return r.low[r.at]
	}
	return ""
}

// and goes on behind what stands between two members of a list, and reports
// whether there was such a thing.
func (r *reader) and() bool {
	after := r.at > 0 && r.comma[r.at-1]
	return r.takeAny("and", "&", "or", "+") || after
}

// listOf reads one and more of something, and goes back behind the last that
// could be read.
func listOf[T any](r *reader, one func() (T, bool)) []T {
	var all []T
	for {
		start := r.at
		if len(all) > 0 && !r.and() {
			return all
		}
		v, ok := one()
		if !ok {
			r.at = start
			return all
		}
		all = append(all, v)
	}
}
