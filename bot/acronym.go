package bot

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"dateline/bot/question"
	"dateline/corpus/gazetteer"
	"dateline/corpus/token"
)

// spellOut writes well-known bodies that the question calls by their initials
// in full where the archive never uses the initials, and says so. Without word
// counts it leaves the question alone.
func (c *conversation) spellOut(ctx context.Context, text string) (string, error) {
	if c.Lexicon == nil {
		return text, nil
	}
	var out strings.Builder
	last := 0
	for _, w := range token.Words(text) {
		if len(w.Text) < 2 || strings.IndexFunc(w.Text, func(r rune) bool { return !unicode.IsUpper(r) }) >= 0 {
			continue
		}
		body, ok := gazetteer.Organization(w.Text)
		full := gazetteer.Display(body.Name)
		if !ok || strings.EqualFold(full, w.Text) {
			continue
		}
		df, _, err := c.Lexicon.Frequencies(ctx, []string{token.Stem(token.Fold(w.Text))}, c.filter())
		if err != nil {
			return "", fmt.Errorf("words of the question: %w", err)
		}
		if df[0] == 0 {
			out.WriteString(text[last:w.Start] + full)
			last = w.End
		}
	}
	if last > 0 {
		out.WriteString(text[last:])
		text = out.String()
		c.readAs = text
	}
	return c.respell(ctx, text)
}

// respell writes the words of a question as the archive spells them where it
// has them in the other of the two English spellings alone.
func (c *conversation) respell(ctx context.Context, text string) (string, error) {
	words := token.Words(text)
	for i := len(words) - 1; i >= 0; i-- {
		w := words[i]
		f := token.Fold(w.Text)
		other := question.Spelling(f)
		if other == f {
			other = question.British(f)
		}
		if other == f || f == "" {
			continue
		}
		df, _, err := c.Lexicon.Frequencies(ctx, []string{token.Stem(f), token.Stem(other)}, c.filter())
		if err != nil {
			return "", fmt.Errorf("words of the question: %w", err)
		}
		if df[0] > 0 || df[1] == 0 {
			continue
		}
		if w.Capital() {
			other = capitalized(other)
		}
		text = text[:w.Start] + other + strings.TrimPrefix(w.Text, w.Text[:min(len(w.Text), len(f))]) + text[w.End:]
	}
	return text, nil
}
