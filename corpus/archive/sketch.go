package archive

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/corpus/token"
)

// Near-copies are found by MinHash (Broder 1997, the sketch of the smallest
// hashes of one permutation) over shingles of five words, and then compared word
// by word. A text has a sketch of its textHashes smallest, and, since of a copy
// that was cut the lead is left, one of leadHashes of its first leadWords words.
// Texts are compared that have minBands of these bands in common. A share J of
// all their shingles in common (Jaccard) makes each of the n smallest of both
// together one of both with the chance J, so that fewer than two are with
// probability (1-J)^n + nJ(1-J)^(n-1). That they are not compared has then, by
// both sketches together, these chances:
//
//	                                            J    of the lead
//	5 words in 100 changed, each by itself     .60   .60           1e-8
//	the same, and cut to a half                .28   .60           7e-5
//	the same, and cut to a fifth               .15   .60           .001
//	the same, and 10 words of other headline   .15   .42           .009
const (
	shingleWords = 5
	textHashes   = 16
	leadHashes   = 8
	leadWords    = 48
	bandsPerText = textHashes + leadHashes
)

// multiplier of shingles, odd.
const multiplier = 0x9e3779b97f4a7c15

// mix is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hashString returns a hash of a word that is the same in capitals.
func hashString(s string) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return hashFolded(strings.ToLower(strings.ReplaceAll(s, "’", "'")))
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

func hashFolded(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// hashesOf returns the hashes of the words of a text, in order.
func hashesOf(text string) []uint64 {
	words := token.Words(text)
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = hashString(w.Text)
	}
	return hashes
}

// shinglesOf returns the hashes of the runs of n words, in order; of all words
// where there are fewer.
func shinglesOf(words []uint64, n int) []uint64 {
	if len(words) == 0 {
		return nil
	}
	n = min(n, len(words))
	out := make([]uint64, 0, len(words)-n+1)
	for i := 0; i+n <= len(words); i++ {
		h := uint64(n)
		for _, w := range words[i : i+n] {
			h = (h^w)*multiplier + h>>29
		}
		out = append(out, mix(h))
	}
	return out
}

// sketch is what the bands of a text are made from.
type sketch struct {
	words    int
	shingles []uint64 // in the order of the text
	bands    []int64  // at most bandsPerText, each once
}

// sketchOf returns the sketch of a text within a collection: texts of two
// collections have no band in common, whatever they say.
func sketchOf(collection, text string) sketch {
	words := hashesOf(text)
	s := sketch{words: len(words), shingles: shinglesOf(words, shingleWords)}
	seed := hashString(collection)
	lead := s.shingles[:min(len(s.shingles), leadWords-shingleWords+1)]
	s.bands = make([]int64, 0, bandsPerText)
	for _, h := range smallest(s.shingles, textHashes) {
		s.bands = append(s.bands, int64(mix(h^seed)))
	}
	for _, h := range smallest(lead, leadHashes) {
		s.bands = append(s.bands, int64(mix(h^seed^multiplier)))
	}
	slices.Sort(s.bands)
	s.bands = slices.Compact(s.bands)
	return s
}

// smallest returns the n smallest of hashes, sorted, each once.
func smallest(hashes []uint64, n int) []uint64 {
	out := make([]uint64, 0, n+1)
	for _, h := range hashes {
		if len(out) == n && h >= out[n-1] {
			continue
		}
		i, found := slices.BinarySearch(out, h)
		if found {
			continue
		}
		if out = slices.Insert(out, i, h); len(out) > n {
			out = out[:n]
		}
	}
	return out
}

// Two versions of one article, also a notice and the report that it grew into,
// share more than this, if each has more words than unrelatedWords.
const (
	maxUnrelated       = .05 // Jaccard similarity of their shingles
	maxUnrelatedWithin = .2  // of the shorter text
	unrelatedWords     = 50
)

// unrelated reports whether two texts are long enough to tell that they are not
// versions of one article.
func unrelated(a, b *sketch) bool {
	x, y := set(a.shingles), set(b.shingles)
	if min(len(x), len(y)) <= unrelatedWords-shingleWords+1 {
		return false
	}
	both := common(x, y)
	return float64(both) < maxUnrelated*float64(len(x)+len(y)-both) && float64(both) < maxUnrelatedWithin*float64(min(len(x), len(y)))
}

// set returns hashes sorted, each once.
func set(hashes []uint64) []uint64 {
	out := slices.Clone(hashes)
	slices.Sort(out)
	return slices.Compact(out)
}

// common counts the hashes of two sets that are in both.
func common(a, b []uint64) (both int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	return both
}
