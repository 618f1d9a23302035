package archive

import (
	"cmp"
	"maps"
	"slices"

	"dateline/corpus"
)

// Bounds of what near-copies cost.
const (
	minBands        = 2       // that two texts have in common before they are compared: one phrase is nothing
	maxSimilar      = 8       // candidates compared word by word
	maxBucket       = 32      // articles of one band: one that more share says nothing
	maxBanded       = 12      // articles of one cluster that have bands, so that a story that is often copied fills no bucket
	maxLookedAt     = 64      // articles of which it is asked who stands for all, when one comes
	maxReadingWords = 1 << 19 // of the texts that are kept as they are compared: 9 MB
	maxPairs        = 3       // near-copies of one cluster that an article is tied to, besides the one that stands for it
)

// copiesRule is the version of the rule by which bands and clusters are made.
// It goes up with every change of sketch or likeness.
const copiesRule = 1

// match is a near-copy of an article.
type match struct {
	article, cluster int64 // cluster: the one that stands for it, itself if need be
	banded           bool
	likeness         Likeness
}

// reading returns the newest version of an article as it is compared. Those that
// were compared last are kept: what is like one article is like the next.
func (b *batch) reading(article, version int64) (*reading, error) {
	if r := b.w.readings[version]; r != nil {
		return r, nil
	}
	text, err := b.storedText(article)
	if err != nil {
		return nil, err
	}
	r := readText(text)
	if b.w.readingWords += len(r.words); b.w.readings == nil || b.w.readingWords > maxReadingWords {
		b.w.readings, b.w.readingWords = map[int64]*reading{}, len(r.words)
	}
	b.w.readings[version] = &r
	return &r, nil
}

// storedText returns the text of an article's newest version.
func (b *batch) storedText(article int64) (string, error) {
	var blob []byte
	if _, err := b.row(stmtBandText, []any{article}, &blob); err != nil {
		return "", err
	}
	text, err := decompress(blob)
	return string(text), err
}

// buckets returns the articles that have bands of the sketch, by band.
func (b *batch) buckets(s *sketch) (map[int64][]int64, error) {
	var args [bandsPerText]any
	for i := range args { // the statement takes all; the same again finds nothing more
		args[i] = s.bands[min(i, len(s.bands)-1)]
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

// matches returns the near-copies of a text among those that share a band with
// it, the likest first, then the oldest.
//
// Of a cluster of more than two it must be like the one that stands for it.
// Reports made from one form are alike now and then by chance, and one such
// chance after the other would tie a year of them together.
func (b *batch) matches(collection, text string, buckets map[int64][]int64, self int64) ([]match, error) {
	sharing := map[int64]int{}
	for _, articles := range buckets {
		if len(articles) >= maxBucket {
			continue
		}
		for _, id := range articles {
			sharing[id]++
		}
	}
	maps.DeleteFunc(sharing, func(id int64, n int) bool { return id == self || n < minBands })
	if len(sharing) == 0 {
		return nil, nil
	}
	candidates := slices.SortedFunc(maps.Keys(sharing), func(x, y int64) int {
		return cmp.Or(cmp.Compare(sharing[y], sharing[x]), cmp.Compare(x, y))
	})
	own := readText(text)
	compare := func(id int64) (match, bool, error) {
		var of string
		var version int64
		m := match{article: id}
		if found, err := b.row(stmtBandArticle, []any{id}, &of, &m.cluster, &m.banded, &version); err != nil || !found || of != collection {
			return m, false, err
		}
		m.cluster = cmp.Or(m.cluster, id)
		other, err := b.reading(id, version)
		if err != nil {
			return m, false, err
		}
		m.likeness = likeness(&own, other)
		return m, m.likeness.Shared > 0, nil
	}
	found := map[int64][]match{} // by cluster
	for _, id := range candidates[:min(len(candidates), maxSimilar)] {
		m, like, err := compare(id)
		if err != nil {
			return nil, err
		}
		if like && len(found[m.cluster]) < maxPairs {
			found[m.cluster] = append(found[m.cluster], m)
		}
	}
	var out []match
	for cluster, of := range found {
		several := false
		if _, err := b.row(stmtSeveral, []any{cluster}, &several); err != nil {
			return nil, err
		}
		if several && !slices.ContainsFunc(of, func(m match) bool { return m.article == cluster }) {
			m, like, err := compare(cluster)
			if err != nil {
				return nil, err
			}
			if !like {
				continue
			}
			of = append(of, m)
		}
		out = append(out, of...)
	}
	slices.SortFunc(out, func(x, y match) int {
		return cmp.Or(cmp.Compare(y.likeness.score(), x.likeness.score()), cmp.Compare(x.article, y.article))
	})
	return out, nil
}

// join ties an article, whose row has its newest version, to its near-copies
// and enters its bands. The clusters that it is tied to become one. It returns
// the likest of them; its article is 0 where there is none.
func (b *batch) join(collection string, article int64, text string, s *sketch) (match, error) {
	if len(s.bands) == 0 {
		return match{}, nil
	}
	buckets, err := b.buckets(s)
	if err != nil {
		return match{}, err
	}
	found, err := b.matches(collection, text, buckets, article)
	if err != nil {
		return match{}, err
	}
	band, likest := true, match{}
	if len(found) > 0 {
		likest = found[0]
		cluster, err := b.tie(article, found)
		if err != nil {
			return match{}, err
		}
		n := 0
		if _, err := b.row(stmtBanded, []any{cluster, cluster}, &n); err != nil {
			return match{}, err
		}
		// One that says what another says word for word is found by that.
		band = n < maxBanded && !(likest.banded && likest.likeness.score() == 1)
	}
	if !band {
		return likest, nil
	}
	return likest, b.addBands(s, buckets, article)
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
	if _, err := b.exec(stmtAddBands, args[:]...); err != nil {
		return err
	}
	_, err := b.exec(stmtSetBanded, 1, article)
	return err
}

// clearBands takes out the bands of an article's newest version.
func (b *batch) clearBands(collection string, article int64) error {
	text, err := b.storedText(article)
	if err != nil {
		return err
	}
	s := sketchOf(collection, text)
	args := [bandsPerText + 1]any{article}
	for i := range bandsPerText {
		if len(s.bands) > 0 {
			args[i+1] = s.bands[min(i, len(s.bands)-1)]
		}
	}
	if _, err := b.exec(stmtClearBands, args[:]...); err != nil {
		return err
	}
	_, err = b.exec(stmtSetBanded, 0, article)
	return err
}

// standing is what decides which of a cluster stands for it.
type standing struct {
	article int64
	day     int64 // of publication, where it is known to the day and certain
	dated   bool
	words   int
	came    int64
}

func (b *batch) standing(article int64) (standing, error) {
	s := standing{article: article}
	var first, last *int64
	var confidence string
	if _, err := b.row(stmtStanding, []any{article}, &first, &last, &s.words, &s.came, &confidence); err != nil {
		return s, err
	}
	if first != nil && last != nil && *first == *last && corpus.Confidence(confidence) != corpus.Low {
		s.dated, s.day = true, *first
	}
	return s, nil
}

// stand returns which of near-copies stands for all: of those that were published
// first, where days are known and certain, else of all, the one that came first
// of the fullest. Those are as full that have four words for five of the longest:
// a line put on by an editor makes a text no fuller. It does not matter in which
// order a cluster came together.
func (b *batch) stand(articles []int64) (int64, error) {
	all := make([]standing, len(articles))
	for i, id := range articles {
		var err error
		if all[i], err = b.standing(id); err != nil {
			return 0, err
		}
	}
	if dated := slices.DeleteFunc(slices.Clone(all), func(s standing) bool { return !s.dated }); len(dated) > 0 {
		first := slices.MinFunc(dated, func(s, t standing) int { return cmp.Compare(s.day, t.day) }).day
		all = slices.DeleteFunc(dated, func(s standing) bool { return s.day != first })
	}
	longest := 0
	for _, s := range all {
		longest = max(longest, s.words)
	}
	all = slices.DeleteFunc(all, func(s standing) bool { return 5*s.words < 4*longest })
	return slices.MinFunc(all, func(s, t standing) int {
		return cmp.Or(cmp.Compare(s.came, t.came), cmp.Compare(s.article, t.article))
	}).article, nil
}

// tie notes the near-copies of an article, which is in no cluster or in one of
// its own, and makes one cluster of theirs. It returns the one that stands for
// it.
func (b *batch) tie(article int64, found []match) (int64, error) {
	var own int64
	if _, err := b.row(stmtCluster, []any{article}, &own); err != nil {
		return 0, err
	}
	roots := []int64{cmp.Or(own, article)}
	for _, m := range found {
		for _, pair := range [][2]int64{{article, m.article}, {m.article, article}} {
			if _, err := b.exec(stmtAddPair, pair[0], pair[1]); err != nil {
				return 0, err
			}
		}
		if !slices.Contains(roots, m.cluster) {
			roots = append(roots, m.cluster)
		}
	}
	// Of a cluster of many only the one that stands for it is looked at.
	var of []int64
	for _, root := range roots {
		members, err := b.members(root)
		if err != nil {
			return 0, err
		}
		of = append(of, members...)
	}
	if len(of) > maxLookedAt {
		of = roots
	}
	stands, err := b.stand(of)
	if err != nil {
		return 0, err
	}
	if !slices.Contains(roots, stands) {
		roots = append(roots, stands)
		if _, err := b.exec(stmtSetCluster, 0, stands); err != nil {
			return 0, err
		}
	}
	for _, root := range roots {
		if root == stands {
			continue
		}
		for _, stmt := range []int{stmtSetCluster, stmtMoveCluster} {
			if _, err := b.exec(stmt, stands, root); err != nil {
				return 0, err
			}
		}
	}
	return stands, nil
}

// members returns the articles of a cluster, given the one that stands for it.
func (b *batch) members(cluster int64) ([]int64, error) {
	out := []int64{cluster}
	rows, err := b.query(stmtMembers, cluster)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

// restand decides anew which article stands for the cluster of an article, when
// its date has changed.
func (b *batch) restand(article, cluster int64) error {
	members, err := b.members(cmp.Or(cluster, article))
	if err != nil || len(members) == 1 {
		return err
	}
	return b.group(members)
}

// group makes a cluster of articles.
func (b *batch) group(members []int64) error {
	stands, err := b.stand(members)
	if err != nil {
		return err
	}
	for _, id := range members {
		cluster := stands
		if id == stands {
			cluster = 0
		}
		if _, err := b.exec(stmtSetCluster, cluster, id); err != nil {
			return err
		}
	}
	return nil
}
