package day

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed frames/a.txt
var framesA string

//go:embed frames/b.txt
var framesB string

//go:embed frames/c.txt
var framesC string

//go:embed frames/d.txt
var framesD string

// frames are the sentences of a family, by kind and use.
type frames map[string]map[string][]string

// families are all there are.
var families = map[string]string{"a": framesA, "b": framesB, "c": framesC, "d": framesD}

// parseFrames reads a family. A line is "kind NAME", or "use: sentence"; "#"
// begins a comment.
func parseFrames(text string) (frames, error) {
	out, kind := frames{}, ""
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if k, ok := strings.CutPrefix(line, "kind "); ok {
			kind = k
			out[kind] = map[string][]string{}
			continue
		}
		use, sentence, ok := strings.Cut(line, ": ")
		if !ok || kind == "" {
			return nil, fmt.Errorf("frames, line %d: neither a kind nor a sentence: %q", i+1, line)
		}
		out[kind][use] = append(out[kind][use], sentence)
	}
	return out, nil
}

// expand fills a sentence: alternatives are drawn, slots are asked for.
func expand(sentence string, draw func(n int) int, slot func(name string) string) string {
	var b strings.Builder
	for i := 0; i < len(sentence); {
		switch sentence[i] {
		case '(':
			end := closing(sentence, i)
			options := alternatives(sentence[i+1 : end])
			b.WriteString(expand(options[draw(len(options))], draw, slot))
			i = end + 1
		case '{':
			end := i + strings.IndexByte(sentence[i:], '}')
			b.WriteString(slot(sentence[i+1 : end]))
			i = end + 1
		default:
			b.WriteByte(sentence[i])
			i++
		}
	}
	return b.String()
}

// closing returns where the bracket that opens at i is closed.
func closing(s string, i int) int {
	depth := 0
	for j := i; j < len(s); j++ {
		switch s[j] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	panic("frames: a bracket is not closed: " + s)
}

func alternatives(s string) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '|':
			if depth == 0 {
				out = append(out, s[from:i])
				from = i + 1
			}
		}
	}
	return append(out, s[from:])
}
