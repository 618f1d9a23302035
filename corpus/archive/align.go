package archive

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"dateline/corpus/token"
)

// What a word is, as far as it tells a copy from another text of the same form.
const (
	figure uint8 = 1 << iota // it begins with a digit
	name                     // it begins with a capital, and no sentence with it
	quoted                   // it stands in quotation marks
)

// reading is a text as it is compared.
type reading struct {
	words []uint64 // hashes, in order
	kinds []uint8
	seeds []uint64 // of seedsOf
}

// readText reads the words of a text.
func readText(text string) reading {
	tokens := token.Words(text)
	r := reading{words: make([]uint64, len(tokens)), kinds: make([]uint8, len(tokens))}
	end, inQuotes, capitals := 0, false, 0
	for i, t := range tokens {
		begins := i == 0
		for _, c := range text[end:t.Start] {
			switch c {
			case '“', '«', '„':
				inQuotes = true
			case '”', '»':
				inQuotes = false
			case '"':
				inQuotes = !inQuotes
			case '\n':
				begins, inQuotes = true, false
			case '.', '!', '?', ':', '…':
				begins = true
			}
		}
		end = t.End
		r.words[i] = hashString(t.Text)
		first, _ := utf8.DecodeRuneInString(t.Text)
		switch {
		case unicode.IsDigit(first):
			r.kinds[i] |= figure
		case unicode.IsUpper(first) || unicode.IsTitle(first):
			if capitals++; !begins {
				r.kinds[i] |= name
			}
		}
		if inQuotes {
			r.kinds[i] |= quoted
		}
	}
	if 2*capitals > len(tokens) { // written in capitals, which tell nothing then
		for i := range r.kinds {
			r.kinds[i] &^= name
		}
	}
	r.seeds = seedsOf(r.words)
	return r
}

// run is a stretch of words that two texts share: n from i in the one, from j
// in the other.
type run struct{ i, j, n int }

const (
	seedWords = 4  // of which a run has at least one stretch, except between two changes
	gapWords  = 24 // of a gap in which shared words are looked for one by one

	// Near-copies share more seeds than this for each word of the shorter: with
	// one word in eight changed and .6 of them shared there are .3.
	minSeeds = .15
	seedBits = 24 // of a seed are its place: texts of more than 16 million words are cut there
)

// seedsOf returns the shingles of seedWords words of a text, sorted: a part of
// the hash of each, and below it where it stands.
func seedsOf(words []uint64) []uint64 {
	if len(words) < seedWords {
		return nil
	}
	out := shinglesOf(words[:min(len(words), 1<<seedBits)], seedWords)
	for i, h := range out {
		out[i] = h>>seedBits<<seedBits | uint64(i)
	}
	slices.Sort(out)
	return out
}

// align returns the runs that two texts share in the same order: as in the
// patience diff (Cohen), from the longest increasing sequence of shingles that
// both have, each paired with its like in order of occurrence, grown in both
// directions. What lies between two runs that are close is compared word by
// word. It takes n log n steps for texts of n words.
// Where they share so little that they are no near-copies it returns nothing.
func align(one, other *reading) []run {
	a, b := one.words, other.words
	if len(a) < seedWords || len(b) < seedWords {
		if len(a) == 0 || !slices.Equal(a, b) {
			return nil
		}
		return []run{{0, 0, len(a)}}
	}
	seeds := pairs(one.seeds, other.seeds)
	if float64(len(seeds)) < minSeeds*float64(min(len(a), len(b))) {
		return nil
	}
	slices.SortFunc(seeds, func(p, q [2]int) int { return p[0] - q[0] })
	var runs []run
	for _, p := range increasing(seeds) {
		i, j, n := p[0], p[1], seedWords
		if !slices.Equal(a[i:i+n], b[j:j+n]) {
			continue // their hashes are alike by chance
		}
		floorI, floorJ := 0, 0
		if len(runs) > 0 {
			last := &runs[len(runs)-1]
			floorI, floorJ = last.i+last.n, last.j+last.n
			if skip := max(floorI-i, floorJ-j); skip > 0 {
				if skip >= n {
					continue
				}
				i, j, n = i+skip, j+skip, n-skip
			}
		}
		for i > floorI && j > floorJ && a[i-1] == b[j-1] {
			i, j, n = i-1, j-1, n+1
		}
		for i+n < len(a) && j+n < len(b) && a[i+n] == b[j+n] {
			n++
		}
		runs = append(runs, run{i, j, n})
	}
	return between(a, b, sturdy(merge(runs)))
}

// merge joins runs that touch.
func merge(runs []run) []run {
	out := runs[:0]
	for _, r := range runs {
		if n := len(out); n > 0 && out[n-1].i+out[n-1].n == r.i && out[n-1].j+out[n-1].n == r.j {
			out[n-1].n += r.n
			continue
		}
		out = append(out, r)
	}
	return out
}

// pairs returns where the seeds that both have stand: the first occurrence here
// with the first there, and so on.
func pairs(x, y []uint64) [][2]int {
	const place = 1<<seedBits - 1
	var out [][2]int
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch p, q := x[i]>>seedBits, y[j]>>seedBits; {
		case p < q:
			i++
		case p > q:
			j++
		default:
			out = append(out, [2]int{int(x[i] & place), int(y[j] & place)})
			i, j = i+1, j+1
		}
	}
	return out
}

// increasing returns a longest subsequence of pairs, sorted by the first, whose
// second numbers rise.
func increasing(pairs [][2]int) [][2]int {
	var tops []int // indexes of pairs: the smallest last one of the sequences of each length
	back := make([]int, len(pairs))
	for k, p := range pairs {
		n, _ := slices.BinarySearchFunc(tops, p[1], func(t, j int) int { return pairs[t][1] - j })
		back[k] = -1
		if n > 0 {
			back[k] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, k)
		} else {
			tops[n] = k
		}
	}
	out := make([][2]int, len(tops))
	if len(tops) > 0 {
		for n, k := len(tops)-1, tops[len(tops)-1]; n >= 0; n, k = n-1, back[k] {
			out[n] = pairs[k]
		}
	}
	return out
}

// sturdy leaves out short runs that stand alone between long gaps: a phrase
// that anybody writes.
func sturdy(runs []run) []run {
	const short = 8
	var out []run
	for k, r := range runs {
		if r.n < short {
			near := false
			if k > 0 {
				p := runs[k-1]
				near = max(r.i-p.i-p.n, r.j-p.j-p.n) <= r.n
			}
			if k+1 < len(runs) {
				q := runs[k+1]
				near = near || max(q.i-r.i-r.n, q.j-r.j-r.n) <= r.n
			}
			if !near && len(runs) > 1 {
				continue
			}
		}
		out = append(out, r)
	}
	return out
}

// between adds the words that short gaps between runs have in common, and those
// before the first run and behind the last, where they are half of what stands
// there: a headline has a few words of another by chance.
func between(a, b []uint64, runs []run) []run {
	var out []run
	edge := func(a, b []uint64, i, j int) {
		if len(a) == 0 || len(b) == 0 || len(a) > gapWords || len(b) > gapWords {
			return
		}
		if same := shared(a, b); 2*len(same) >= max(len(a), len(b)) {
			for _, s := range same {
				out = append(out, run{i + s.i, j + s.j, s.n})
			}
		}
	}
	if len(runs) > 0 {
		edge(a[:runs[0].i], b[:runs[0].j], 0, 0)
	}
	for k, r := range runs {
		if k > 0 {
			p := runs[k-1]
			i, j := p.i+p.n, p.j+p.n
			if x, y := r.i-i, r.j-j; x > 1 && y > 1 && x <= gapWords && y <= gapWords {
				for _, s := range shared(a[i:r.i], b[j:r.j]) {
					out = append(out, run{i + s.i, j + s.j, s.n})
				}
			}
		}
		out = append(out, r)
	}
	if len(runs) > 0 {
		last := runs[len(runs)-1]
		i, j := last.i+last.n, last.j+last.n
		edge(a[i:], b[j:], i, j)
	}
	return merge(out)
}

// shared returns a longest common subsequence of two short texts.
func shared(a, b []uint64) []run {
	var length [gapWords + 1][gapWords + 1]uint8
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	var out []run
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			out = append(out, run{i, j, 1})
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return out
}
