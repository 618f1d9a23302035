package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

type page struct {
	ID   string `json:"id"`
	URL  string `json:"url,omitempty"`
	Text string `json:"text"`
}

type cleaned struct {
	Text      string `json:"text"`
	Published *struct {
		Value     string `json:"value"`
		Precision string `json:"precision"`
	} `json:"published"`
}

// cleaning scores what is kept of a crude dump against the article's body, by
// shingles of four tokens.
func cleaning(ctx context.Context, b *bench) error {
	type gold struct {
		ID      string `json:"id"`
		Dump    string `json:"dump"`
		DumpDup string `json:"dump_dup"`
		Body    string `json:"article_body"`
	}
	pages, err := load[gold](b, "bench/cleaning/pages.jsonl")
	if err != nil {
		return err
	}
	for _, form := range []struct {
		name, beat string
		dump       func(gold) string
	}{
		{"F1 plain", "simple rule .893, aim .93", func(g gold) string { return g.Dump }},
		{"F1 doubled", "simple rule .905, aim .93", func(g gold) string { return g.DumpDup }},
	} {
		in := make([]page, len(pages))
		for i, g := range pages {
			in[i] = page{ID: g.ID, Text: form.dump(g)}
		}
		out, err := batch[page, cleaned](ctx, b, in, "clean")
		if err != nil {
			return err
		}
		var tp, fp, fn float64
		for i, g := range pages {
			p, f, n := overlap(out[i].Text, g.Body)
			if sum := p + f + n; sum > 0 {
				tp, fp, fn = tp+p/sum, fp+f/sum, fn+n/sum
			}
		}
		precision, recall := tp/(tp+fp), tp/(tp+fn)
		figure(form.name, 2*precision*recall/(precision+recall), form.beat)
	}
	return nil
}

var word = regexp.MustCompile(`[\p{L}\p{N}_]+`)

// overlap counts the four-token shingles, as multisets, that both texts have,
// that only got has and that only want has.
func overlap(got, want string) (tp, fp, fn float64) {
	g, w := shingles(got), shingles(want)
	for s, n := range g {
		tp += float64(min(n, w[s]))
		fp += float64(max(0, n-w[s]))
	}
	for s, n := range w {
		fn += float64(max(0, n-g[s]))
	}
	return tp, fp, fn
}

func shingles(text string) map[string]int {
	tokens := word.FindAllString(text, -1)
	out := map[string]int{}
	if n := len(tokens); n > 0 && n < 4 {
		out[strings.Join(tokens, " ")]++
	}
	for i := 0; i+4 <= len(tokens); i++ {
		out[strings.Join(tokens[i:i+4], " ")]++
	}
	return out
}

// textdates scores the publication date that is read out of a dump alone.
func textdates(ctx context.Context, b *bench) error {
	type gold struct {
		File string `json:"file"`
		Date string `json:"date"`
		Text string `json:"text"`
	}
	pages, err := load[gold](b, "bench/textdates/pages.jsonl")
	if err != nil {
		return err
	}
	in := make([]page, len(pages))
	for i, g := range pages {
		in[i] = page{ID: g.File, Text: g.Text}
	}
	out, err := batch[page, cleaned](ctx, b, in, "clean")
	if err != nil {
		return err
	}
	right, wrong, coarse := 0, 0, 0
	for i, g := range pages {
		switch p := out[i].Published; {
		case p == nil:
		case p.Precision != "day":
			coarse++
		case p.Value == g.Date:
			right++
		default:
			wrong++
		}
	}
	fmt.Printf("   of %d: %d right, %d wrong, %d without a day   (simple rule 107 and 20, aim 115 and 5)\n", len(pages), right, wrong, len(pages)-right-wrong)
	if coarse > 0 {
		fmt.Printf("   %d of those without a day have a month or a year\n", coarse)
	}
	return nil
}
