package clean

import (
	"math/bits"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/corpus"
)

// window is how many words in a row must recur before they count as repeated.
const window = 8

// leastSaid is how many words a part of a line must have to be dropped for
// having been said before.
const leastSaid = 10

// repeats finds what a list of texts says twice, however it is cut into
// texts. It keeps a hash of each word and looks up windows of words by hash,
// so that its time and memory are linear in the words.
type repeats struct {
	words   []word
	first   []int // index of each text's first word, and the number of words
	matches []match
	doubled map[int]corpus.Span // of texts that say one thing twice, all but the first time

	refrains bool // a short line that recurs is meant to
}

type word struct {
	hash       uint32
	start, end int32 // in its text, which is shorter than 2 GiB
}

// match says that the n words at "at" were said before, at "from".
type match struct{ at, from, n int }

// findRepeats looks the texts over.
func findRepeats(texts []string) *repeats {
	size := 0
	for _, t := range texts {
		size += len(t)
	}
	r := &repeats{words: make([]word, 0, size/5+8)}
	for _, t := range texts {
		r.first = append(r.first, len(r.words))
		r.words = appendWords(r.words, t)
	}
	r.first = append(r.first, len(r.words))
	r.match()
	r.double(texts)
	return r
}

// sureTwice is how many words a text must say twice before that is taken for a
// mistake and not for a cry. Where one text does, shorter ones beside it do too.
const sureTwice = 6

// double finds the texts that are the same words, twice or three times.
func (r *repeats) double(texts []string) {
	found, sure := map[int]corpus.Span{}, false
	for i, t := range texts {
		a, b := r.first[i], r.first[i+1]
		for _, times := range []int{2, 3} {
			m := (b - a) / times
			if m < 2 || m*times != b-a || !r.same(a, a+m, b-a-m) {
				continue
			}
			once := t[:int(r.words[a+m-1].end)]
			gap := t[len(once):r.words[a+m].start]
			if cut := strings.IndexFunc(gap, space); cut >= 0 {
				once += gap[:cut]
			} else if cut = strings.LastIndexAny(gap, ".!?…”’)"); cut >= 0 {
				_, size := utf8.DecodeRuneInString(gap[cut:])
				once += gap[:cut+size]
			}
			rest := strings.TrimFunc(t[len(once):], space)
			if !strings.HasPrefix(rest, once) || !strings.HasSuffix(rest, once) || m < sureTwice && len(once) == int(r.words[a+m-1].end) {
				continue
			}
			found[i] = corpus.Span{Start: len(once), End: len(t)}
			sure = sure || m >= sureTwice
			break
		}
	}
	if sure {
		r.doubled = found
	}
}

// any reports whether anything is said twice.
func (r *repeats) any() bool { return len(r.matches) > 0 || len(r.doubled) > 0 }

// appendWords appends the words of s, in lower case as hashes.
func appendWords(words []word, s string) []word {
	for i := 0; i < len(s); {
		c, size := rune(s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(s[i:])
		}
		if !wordRune(c) {
			i += size
			continue
		}
		start, h := i, uint32(2166136261)
		for {
			h = (h ^ uint32(unicode.ToLower(c))) * 16777619
			i += size
			if i >= len(s) || unspaced(c) {
				break
			}
			if c, size = rune(s[i]), 1; c >= utf8.RuneSelf {
				c, size = utf8.DecodeRuneInString(s[i:])
			}
			if !wordRune(c) || unspaced(c) {
				break
			}
		}
		words = append(words, word{h, int32(start), int32(i)})
	}
	return words
}

// match finds the repeated stretches. Every window is looked up; of a long
// text only every eighth is stored, and a match is widened backwards.
func (r *repeats) match() {
	n := len(r.words)
	if n < window+1 {
		return
	}
	step := 1
	if n > 1<<20 {
		step = window
	}
	table := make([]int32, 1<<bits.Len(uint(2*n/step)))
	mask := uint64(len(table) - 1)
	key := func(i int) uint64 {
		h := uint64(0)
		for _, w := range r.words[i : i+window] {
			h = (h ^ uint64(w.hash)) * 0x9E3779B97F4A7C15
			h ^= h >> 29
		}
		return h
	}
	const probes = 8 // a slot that is hard to find is given up
	end := 0         // of the last match
	for i := 0; i+window <= n; {
		h := key(i)
		from, free := -1, -1
		for p := range uint64(probes) {
			slot := (h + p) & mask
			j := int(table[slot]) - 1
			if j < 0 {
				free = int(slot)
				break
			}
			if r.same(i, j, window) {
				from = j
				break
			}
		}
		if from < 0 {
			if i%step == 0 && free >= 0 {
				table[free] = int32(i + 1)
			}
			i++
			continue
		}
		at, m := i, window
		for at > end && from > 0 && r.words[at-1].hash == r.words[from-1].hash {
			at, from, m = at-1, from-1, m+1
		}
		for at+m < n && r.words[at+m].hash == r.words[from+m].hash {
			m++
		}
		r.matches = append(r.matches, match{at, from, m})
		end = at + m
		i = end
	}
}

func (r *repeats) same(i, j, n int) bool {
	for k := range n {
		if r.words[i+k].hash != r.words[j+k].hash {
			return false
		}
	}
	return true
}

// covered counts the words from a to b (exclusive) that were said before a,
// and returns where the first of them was, -1 for none.
func (r *repeats) covered(a, b int) (n, source int) {
	source = -1
	i := sort.Search(len(r.matches), func(i int) bool { return r.matches[i].at+r.matches[i].n > a })
	for ; i < len(r.matches) && r.matches[i].at < b; i++ {
		m := r.matches[i]
		lo, hi := max(a, m.at), min(b, m.at+m.n)
		hi = min(hi, a-m.from+m.at) // the source lies before a
		if hi <= lo {
			continue
		}
		if source < 0 {
			source = m.from + lo - m.at
		}
		n += hi - lo
	}
	return n, source
}

// text returns the index of the text that a word belongs to.
func (r *repeats) text(word int) int {
	return sort.Search(len(r.first), func(i int) bool { return r.first[i] > word }) - 1
}

// said is a part of a text that another text, or the same one, said before.
type said struct {
	corpus.Span
	source int // index of the text that said it first
	words  int
}

// of returns the parts of text i that repeat what stands before: all of it,
// or sentences of it. A sentence counts only when it is repeated whole.
func (r *repeats) of(i int, text string) []said {
	a, b := r.first[i], r.first[i+1]
	if a == b {
		return nil
	}
	n, source := r.covered(a, b)
	if n*20 >= (b-a)*19 {
		if r.refrains && b-a < leastSaid && r.stretch(a) < 2*leastSaid {
			return nil
		}
		return []said{{corpus.Span{Start: 0, End: len(text)}, r.text(source), n}}
	}
	if s, ok := r.doubled[i]; ok && n == 0 {
		return []said{{s, i, b - a}}
	}
	if !r.touched(a, b) {
		return nil
	}
	var out []said
	at := a
	for _, s := range r.split(corpus.SplitSentences(text), text, a, b) {
		lo := at
		for at < b && int(r.words[at].start) < s.End {
			at++
		}
		if lo == at {
			continue
		}
		n, source := r.covered(lo, at)
		if n*20 < (at-lo)*19 {
			continue
		}
		if k := len(out) - 1; k >= 0 && r.gap(out[k].End, s.Start, lo) {
			out[k].End = s.End
			out[k].words += at - lo
			continue
		}
		out = append(out, said{s, r.text(source), at - lo})
	}
	return slices.DeleteFunc(out, func(s said) bool { return s.words < leastSaid })
}

// split cuts sentences of a text, whose words are a to b, also where a
// repeated stretch begins right behind the end of a sentence, with no white
// space between: as when a text was pasted behind itself.
func (r *repeats) split(sentences []corpus.Span, text string, a, b int) []corpus.Span {
	i := sort.Search(len(r.matches), func(i int) bool { return r.matches[i].at > a })
	out := make([]corpus.Span, 0, len(sentences))
	for _, s := range sentences {
		for ; i < len(r.matches) && r.matches[i].at < b; i++ {
			at := r.matches[i].at
			start := int(r.words[at].start)
			if start >= s.End {
				break
			}
			if gap := text[r.words[at-1].end:start]; start > s.Start && strings.ContainsAny(gap, ".!?…") {
				end := start - len(gap) + strings.LastIndexAny(gap, ".!?…")
				_, size := utf8.DecodeRuneInString(text[end:])
				if end += size; end > s.Start {
					out = append(out, corpus.Span{Start: s.Start, End: end})
					s.Start = end
				}
			}
		}
		out = append(out, s)
	}
	return out
}

// touched reports whether a match overlaps the words from a to b.
func (r *repeats) touched(a, b int) bool {
	i := sort.Search(len(r.matches), func(i int) bool { return r.matches[i].at+r.matches[i].n > a })
	return i < len(r.matches) && r.matches[i].at < b
}

// stretch returns the words of the match that covers a word, 0 for none.
func (r *repeats) stretch(word int) int {
	i := sort.Search(len(r.matches), func(i int) bool { return r.matches[i].at+r.matches[i].n > word })
	if i == len(r.matches) || r.matches[i].at > word {
		return 0
	}
	return r.matches[i].n
}

// gap reports whether no word stands between end and start, before word next.
func (r *repeats) gap(end, start, next int) bool {
	return start >= end && (next == 0 || int(r.words[next-1].end) <= end)
}

// whole returns, for each line, the one that it repeats whole, -1 for none.
func (r *repeats) whole(lines []line) []int {
	again := make([]int, len(lines))
	for i := range again {
		again[i] = -1
		a, b := r.first[i], r.first[i+1]
		if a == b || len(r.matches) == 0 {
			continue
		}
		if n, source := r.covered(a, b); n*20 >= (b-a)*19 {
			again[i] = r.text(source)
		}
	}
	return again
}
