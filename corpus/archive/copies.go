package archive

import (
	"cmp"
	"maps"
	"slices"

	"dateline/corpus/token"
)

// Near-copies are found by MinHash with banding (Broder 1997; Leskovec,
// Rajaraman, Ullman, Mining of Massive Datasets, chapter 3) over shingles of
// five words: 64 minima in 16 bands of 4 rows, which brings together two texts
// of Jaccard similarity .8 with probability .9998 and of .3 with .12. Four
// more bands over the lead alone bring together a text and its truncated copy,
// whose overall similarity may be small. What the bands propose is then
// compared shingle by shingle.
const (
	shingleWords  = 5
	minima        = 64
	leadMinima    = 16
	leadWords     = 64
	rowsPerBand   = 4
	bandsPerText  = (minima + leadMinima) / rowsPerBand
	maxSimilar    = 16 // candidates compared in full
	maxBucket     = 32 // articles of one band: one that more share says nothing
	minJaccard    = .8
	minContained  = .8 // of the shorter text, where
	minShorterLen = 40 // it has this many shingles

	// Two versions of one article, also a notice and the report that it grew into,
	// share more than this, if each has more words than unrelatedWords.
	maxUnrelated       = .05 // Jaccard similarity
	maxUnrelatedWithin = .2  // of the shorter text
	unrelatedWords     = 50
)

// sketch is what the bands of a text are made from.
type sketch struct {
	shingles []uint64 // sorted, each once
	bands    [bandsPerText]int64
}

// multipliers of the minima, odd, by SplitMix64 from a fixed seed.
var multipliers = func() (m [minima]uint64) {
	x := uint64(0x64617465_6c696e65)
	for i := range m {
		x += 0x9e3779b97f4a7c15
		m[i] = mix(x) | 1
	}
	return m
}()

// mix is the finalizer of SplitMix64 (Steele, Lea, Flood 2014).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func hashString(s string) uint64 {
	h := uint64(14695981039346656037) // FNV-1a
	for i := 0; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * 1099511628211
	}
	return mix(h)
}

// shinglesOf returns the hashes of the runs of five words of a text, in order; of
// all its words where there are fewer.
func shinglesOf(text string) []uint64 {
	words := token.Words(text)
	hashes := make([]uint64, len(words))
	for i, w := range words {
		hashes[i] = hashString(w.Text)
	}
	if len(hashes) == 0 {
		return nil
	}
	n := min(shingleWords, len(hashes))
	out := make([]uint64, 0, len(hashes)-n+1)
	for i := 0; i+n <= len(hashes); i++ {
		h := uint64(n)
		for _, w := range hashes[i : i+n] {
			h = (h^w)*0x9e3779b97f4a7c15 + h>>29
		}
		out = append(out, mix(h))
	}
	return out
}

// sketchOf returns the sketch of a text within a collection.
func sketchOf(collection, text string) sketch {
	var s sketch
	s.shingles = shinglesOf(text)
	var low [minima + leadMinima]uint32
	for i := range low {
		low[i] = ^uint32(0)
	}
	lead := s.shingles[:min(len(s.shingles), leadWords-shingleWords+1)]
	for _, sh := range lead {
		for i := range leadMinima {
			if h := uint32(^sh * multipliers[i] >> 32); h < low[minima+i] {
				low[minima+i] = h
			}
		}
	}
	for _, sh := range s.shingles {
		for i, m := range &multipliers {
			if h := uint32(sh * m >> 32); h < low[i] {
				low[i] = h
			}
		}
	}
	seed := hashString(collection)
	for b := range s.bands {
		h := seed + uint64(b)
		for _, v := range low[b*rowsPerBand : (b+1)*rowsPerBand] {
			h = mix(h ^ uint64(v))
		}
		s.bands[b] = int64(h)
	}
	slices.Sort(s.shingles)
	s.shingles = slices.Compact(s.shingles)
	return s
}

// similarity returns the Jaccard similarity of two sorted sets of shingles and
// the share of the smaller one that the other has too.
func similarity(a, b []uint64) (jaccard, contained float64) {
	if len(a) == 0 || len(b) == 0 {
		return 0, 0
	}
	both := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both++
			i++
			j++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both), float64(both) / float64(min(len(a), len(b)))
}

// nearCopy scores how much two texts are copies of each other; 0 where they
// are not.
func nearCopy(a, b []uint64) float64 {
	jaccard, contained := similarity(a, b)
	switch {
	case jaccard >= minJaccard:
		return 1 + jaccard
	case contained >= minContained && min(len(a), len(b)) >= minShorterLen:
		return contained
	}
	return 0
}

// unrelated reports whether two texts are long enough to tell that they are not
// versions of one article.
func unrelated(a, b []uint64) bool {
	jaccard, contained := similarity(a, b)
	return min(len(a), len(b)) > unrelatedWords-shingleWords+1 && jaccard < maxUnrelated && contained < maxUnrelatedWithin
}

// storedSketch returns the sketch of an article's newest version.
func (b *batch) storedSketch(collection string, article int64) (*sketch, error) {
	var of string
	var blob []byte
	if _, err := b.row(stmtBandText, []any{article}, &of, &blob); err != nil {
		return nil, err
	}
	text, err := decompress(blob)
	if err != nil {
		return nil, err
	}
	s := sketchOf(collection, string(text))
	return &s, nil
}

// clearBands takes out the bands of an article's newest version.
func (b *batch) clearBands(collection string, article int64) error {
	s, err := b.storedSketch(collection, article)
	if err != nil {
		return err
	}
	args := [bandsPerText + 1]any{article}
	for i, band := range s.bands {
		args[i+1] = band
	}
	_, err = b.exec(stmtClearBands, args[:]...)
	return err
}

// buckets returns the articles that have bands of the sketch, by band.
func (b *batch) buckets(s *sketch) (map[int64][]int64, error) {
	var args [bandsPerText]any
	for i, band := range s.bands {
		args[i] = band
	}
	rows, err := b.query(stmtBands, args[:]...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64][]int64{}
	for rows.Next() {
		var band, article int64
		if err := rows.Scan(&band, &article); err != nil {
			return nil, err
		}
		out[band] = append(out[band], article)
	}
	return out, rows.Err()
}

// findCluster returns the article whose near-copy the sketched text is, the
// likest first, then the oldest; 0 where there is none. The article self is
// left out.
func (b *batch) findCluster(s *sketch, buckets map[int64][]int64, collection string, self int64) (int64, error) {
	shared := map[int64]int{}
	for _, articles := range buckets {
		for _, id := range articles {
			shared[id]++
		}
	}
	delete(shared, self)
	candidates := slices.SortedFunc(maps.Keys(shared), func(x, y int64) int {
		return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(x, y))
	})
	best, bestScore := int64(0), 0.
	for _, id := range candidates[:min(len(candidates), maxSimilar)] {
		var of string
		var blob []byte
		if found, err := b.row(stmtBandText, []any{id}, &of, &blob); err != nil {
			return 0, err
		} else if !found || of != collection {
			continue
		}
		text, err := decompress(blob)
		if err != nil {
			return 0, err
		}
		other := shinglesOf(string(text))
		slices.Sort(other)
		if score := nearCopy(s.shingles, slices.Compact(other)); score > bestScore || score == bestScore && score > 0 && id < best {
			best, bestScore = id, score
		}
	}
	return best, nil
}

// addBands enters an article under those of its bands that are not full.
func (b *batch) addBands(s *sketch, buckets map[int64][]int64, article int64) error {
	var args [2 * bandsPerText]any
	n := 0
	for _, band := range s.bands {
		if len(buckets[band]) < maxBucket {
			args[n], args[n+1] = band, article
			n += 2
		}
	}
	if n == 0 {
		return nil
	}
	for i := n; i < len(args); i++ { // the statement takes all; the same row again is ignored
		args[i] = args[i-2]
	}
	_, err := b.exec(stmtAddBands, args[:]...)
	return err
}
