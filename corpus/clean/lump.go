package clean

import "strings"

// mostLumps bounds how many of an extraction's elements are compared with the
// whole page.
const mostLumps = 16

// unlump takes from what an extraction kept the lumps: elements that are no
// block of the page but the text of several, glued together without a break.
// They are what go-trafilatura adds, often beside the page's paragraphs, where
// it recognises no article. A lump within an article is replaced by those of
// its blocks that are not kept besides. It reports false where lumps are most
// of the extraction, or all of it is one text that the page has not, so that nothing
// says what on the page is the article. What is kept more often than the page has it is kept as often as it has it.
func unlump(blocks, kept []element, title string) ([]element, bool) {
	if len(kept) == 0 {
		return nil, false
	}
	folds := make([]string, len(blocks))
	left := map[string]int{} // how often the page has a text that is not yet kept
	for i, e := range blocks {
		folds[i] = fold(e.text)
		left[folds[i]]++
	}
	keys := make([]string, len(kept))
	parts := make([][]int, len(kept))
	drop := make([]bool, len(kept))
	all, glued, tried := 0, 0, 0
	for i := range kept {
		key := fold(kept[i].text)
		keys[i] = key
		if n, ok := left[key]; ok {
			left[key], drop[i] = n-1, n == 0
		}
		if !drop[i] {
			all += len(key)
		}
	}
	for i := len(kept) - 1; i >= 0 && tried < mostLumps; i-- {
		if _, ok := left[keys[i]]; ok {
			continue
		}
		tried++
		if parts[i] = partsOf(keys[i], folds, fold(title)); parts[i] != nil {
			glued += len(keys[i])
		}
	}
	if _, ok := left[keys[0]]; glued*2 >= all && glued > 0 || len(kept) == 1 && len(blocks) > 2 && !ok {
		return nil, false
	}
	out := kept[:0:0]
	for i, e := range kept {
		switch {
		case drop[i]:
		case parts[i] == nil:
			out = append(out, e)
		default:
			for _, k := range parts[i] {
				if left[folds[k]] > 0 {
					left[folds[k]]--
					out = append(out, element{text: blocks[k].text, tag: blocks[k].tag, kind: blocks[k].kind})
				}
			}
		}
	}
	return out, true
}

// partsOf returns which of the page's blocks, in the page's order, make up a
// text, before which its title may stand; nil where it is no two blocks. All
// of them are folded.
func partsOf(text string, folds []string, title string) []int {
	for _, head := range []string{"", title} {
		rest, ok := strings.CutPrefix(text, head)
		if !ok {
			continue
		}
		var at []int
		for i, f := range folds {
			if f == "" {
				continue
			}
			if next, ok := strings.CutPrefix(rest, f); ok {
				rest, at = next, append(at, i)
			}
		}
		// What the extraction left out of a block breaks the chain behind it.
		if len(at) > 1 && len(rest)*3 <= len(text) || len(at) == 1 && rest == "" && head != "" {
			return at
		}
	}
	return nil
}
