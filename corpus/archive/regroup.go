package archive

import (
	"cmp"
	"context"
	"slices"
)

// maxRejoined bounds the articles whose near-copies are looked for again when
// one that they were tied to is gone.
const maxRejoined = 32

// leave takes an article, as it is stored, out of its cluster. The others stay
// together as far as they are near-copies of each other, and what only it held
// together comes apart.
func (b *batch) leave(collection string, article, cluster int64) error {
	var banded bool
	if _, err := b.row(stmtIsBanded, []any{article}, &banded); err != nil {
		return err
	}
	if banded {
		if err := b.clearBands(collection, article); err != nil {
			return err
		}
	}
	neighbours, err := b.pairsOf(article)
	if err != nil || len(neighbours) == 0 {
		return err
	}
	members, err := b.members(cmp.Or(cluster, article))
	if err != nil {
		return err
	}
	if _, err := b.tx.ExecContext(b.ctx, `DELETE FROM copies WHERE article = ?1`, article); err != nil {
		return err
	}
	for _, other := range neighbours {
		if _, err := b.tx.ExecContext(b.ctx, `DELETE FROM copies WHERE article = ? AND other = ?`, other, article); err != nil {
			return err
		}
	}
	if _, err := b.exec(stmtSetCluster, 0, article); err != nil {
		return err
	}
	members = slices.DeleteFunc(members, func(id int64) bool { return id == article })
	parts, err := b.parts(members)
	if err != nil {
		return err
	}
	for _, part := range parts {
		if err := b.group(part); err != nil {
			return err
		}
	}
	// Those that were found through this article alone look for each other.
	rejoined := 0
	for _, id := range neighbours {
		var has bool
		if _, err := b.row(stmtIsBanded, []any{id}, &has); err != nil {
			return err
		}
		if rejoined == maxRejoined || len(parts) == 1 && (has || !banded) {
			continue
		}
		rejoined++
		if err := b.rejoin(collection, id, has); err != nil {
			return err
		}
	}
	return nil
}

// rejoin looks for the near-copies of a stored article.
func (b *batch) rejoin(collection string, article int64, banded bool) error {
	text, err := b.storedText(article)
	if err != nil {
		return err
	}
	s := sketchOf(collection, text)
	if !banded {
		_, err = b.join(collection, article, text, &s)
		return err
	}
	if len(s.bands) == 0 {
		return nil
	}
	buckets, err := b.buckets(&s)
	if err != nil {
		return err
	}
	found, err := b.matches(collection, text, buckets, article)
	if err != nil || len(found) == 0 {
		return err
	}
	_, err = b.tie(article, found)
	return err
}

// pairsOf returns the articles that an article is tied to.
func (b *batch) pairsOf(article int64) ([]int64, error) {
	var out []int64
	return out, each(b.ctx, b.tx, `SELECT other FROM copies WHERE article = ? ORDER BY other`, []any{article}, func(scan scanner) error {
		var id int64
		err := scan(&id)
		out = append(out, id)
		return err
	})
}

// parts returns the articles by what is tied together, directly or through
// others among them.
func (b *batch) parts(members []int64) ([][]int64, error) {
	left := map[int64]bool{}
	for _, id := range members {
		left[id] = true
	}
	var out [][]int64
	for _, first := range members {
		if !left[first] {
			continue
		}
		delete(left, first)
		part := []int64{first}
		for n := 0; n < len(part); n++ {
			others, err := b.pairsOf(part[n])
			if err != nil {
				return nil, err
			}
			for _, id := range others {
				if left[id] {
					delete(left, id)
					part = append(part, id)
				}
			}
		}
		out = append(out, part)
	}
	return out, nil
}

// regroup makes bands and clusters anew where they were made by another rule
// than this program's, from the texts of the newest versions in the order in
// which they came, all in one transaction: what breaks off is as it was.
func (a *Archive) regroup(ctx context.Context) error {
	var rule int
	err := a.writer.db.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'copies'`).Scan(&rule)
	if err != nil || rule == copiesRule {
		return err
	}
	return a.write(ctx, func(b *batch) error {
		// Cancelling must end this: it may take a minute for 100,000 articles.
		for _, query := range []string{`DELETE FROM bands`, `DELETE FROM copies`, `UPDATE articles SET cluster = 0, banded = 0`} {
			if _, err := b.tx.ExecContext(b.ctx, query); err != nil {
				return err
			}
		}
		var ids []int64
		var collections []string
		err := each(b.ctx, b.tx, `SELECT id, collection FROM articles ORDER BY came, id`, nil, func(scan scanner) error {
			var id int64
			var collection string
			err := scan(&id, &collection)
			ids, collections = append(ids, id), append(collections, collection)
			return err
		})
		if err != nil {
			return err
		}
		for i, id := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			text, err := b.storedText(id)
			if err != nil {
				continue // a damaged row is told where it is read
			}
			s := sketchOf(collections[i], text)
			if _, err := b.tx.ExecContext(b.ctx, `UPDATE articles SET words = ? WHERE id = ?`, s.words, id); err != nil {
				return err
			}
			if _, err := b.join(collections[i], id, text, &s); err != nil {
				return err
			}
		}
		_, err = b.tx.ExecContext(b.ctx, `UPDATE meta SET value = ? WHERE name = 'copies'`, copiesRule)
		return err
	})
}
