package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	languagenames "golang.org/x/text/language/display"

	"dateline/bot/verify"
	"dateline/corpus"
	"dateline/corpus/token"
)

// The budgets of what is shown.
const (
	maxLeadRunes  = 200
	maxLeadWords  = 25
	maxQuoteWords = 40
	maxCitations  = 6
	maxQuestion   = 2000 // runes; a question longer than a page is none
)

// proof is a quote on its way to a citation.
type proof struct {
	key     corpus.Key
	version int
	span    corpus.Span // bytes of the version's cleaned text
	quote   string      // what is to be quoted, looked up near the span
}

// assertion is a claim on its way into an answer.
type assertion struct {
	text     string // what is claimed
	tail     string // what follows the citations in the lead: ", ", "; no article …"
	proofs   []proof
	declared []string // words that the claim derives, which a note or the lead explains
	silent   bool     // it is no part of the lead
}

// draft is an answer before it is verified.
type draft struct {
	prefix     string // of the lead, uncited: "As of 8 Apr 2021: "
	assertions []assertion
	suffix     string // of the lead, uncited
	when       *When
	notes      []note
	readAs     string
}

// note is a caveat that may refer to proofs: {0} stands for the citation of
// the first proof of the draft, counted over all assertions.
type note struct {
	text  string
	needs []proof
}

// finish verifies a draft and makes an answer of it. What can't be verified is
// left out; it reports false where nothing of the lead is left.
func (c *conversation) finish(ctx context.Context, d draft) (Answer, bool, error) {
	a := Answer{ID: c.req.ID, Coverage: c.coverage, When: d.when, ReadAs: d.readAs}
	var lead strings.Builder
	lead.WriteString(d.prefix)
	kept := false
	for _, as := range d.assertions {
		numbers, quotes, err := c.cite(ctx, &a, as)
		if err != nil {
			return Answer{}, false, err
		}
		if len(numbers) == 0 {
			continue
		}
		if missing := verify.Unsupported(as.text, quotes, append(as.declared, c.titles(a, numbers)...)); len(missing) > 0 {
			c.retract(&a, numbers)
			continue
		}
		a.Claims = append(a.Claims, Claim{Text: Printable(as.text), Citations: numbers})
		if as.silent {
			continue
		}
		kept = true
		lead.WriteString(inert(Printable(as.text)))
		lead.WriteByte(' ')
		for _, n := range numbers {
			fmt.Fprintf(&lead, "[%d]", n)
		}
		lead.WriteString(as.tail)
	}
	if !kept {
		return Answer{}, false, nil
	}
	lead.WriteString(d.suffix)
	a.Lead = boundLead(strings.TrimSpace(lead.String()))
	if !says(strings.TrimPrefix(a.Lead, d.prefix)) {
		return Answer{}, false, nil
	}
	if !strings.HasSuffix(a.Lead, ".") && !strings.HasSuffix(a.Lead, "…") && utf8.RuneCountInString(a.Lead) < maxLeadRunes {
		a.Lead += "."
	}
	a.Used = countArticles(a.Citations)
	foreign, err := c.foreign(ctx, a.Citations)
	if err != nil {
		return Answer{}, false, err
	}
	a.Notes = append(a.Notes, foreign...)
	for _, n := range d.notes {
		text, ok, err := c.number(ctx, &a, n)
		if err != nil {
			return Answer{}, false, err
		}
		if ok {
			a.Notes = append(a.Notes, text)
		}
	}
	return a, true, nil
}

// foreign notes which citations are in another language than English: their
// times and events are not read.
func (c *conversation) foreign(ctx context.Context, citations []Citation) ([]string, error) {
	var notes []string
	for _, ci := range citations {
		doc, err := c.document(ctx, ci.Article, ci.Version)
		if err != nil {
			return nil, err
		}
		what := ""
		if tag, err := language.Parse(doc.Lang); err == nil && doc.Lang != "en" {
			what = "in " + languagenames.English.Languages().Name(tag)
		} else if strings.ContainsFunc(ci.Quote, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
			what = "not in English"
		}
		if what != "" {
			notes = append(notes, fmt.Sprintf("[%d] is %s, found by its words alone.", ci.N, what))
		}
	}
	return notes, nil
}

// says reports whether a lead has a word or a number besides its citations.
func says(lead string) bool {
	for _, f := range strings.Fields(lead) {
		if strings.HasPrefix(f, "[") && strings.Trim(f, "[]0123456789.,;") == "" {
			continue
		}
		if strings.ContainsFunc(f, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return true
		}
	}
	return false
}

// inert takes out of stored text what would pass for the program's own in a
// lead: numbers in brackets become round ones, addresses an ellipsis.
func inert(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		lower := strings.ToLower(w)
		switch {
		case strings.Contains(lower, "://"), strings.Contains(lower, "www."):
			words[i] = "…"
		case strings.Contains(w, "[") && strings.ContainsAny(w, "0123456789"):
			words[i] = strings.NewReplacer("[", "(", "]", ")").Replace(w)
		}
	}
	return strings.Join(words, " ")
}

// number puts citation numbers into a note; a note whose quotes are not cited
// is left out.
func (c *conversation) number(ctx context.Context, a *Answer, n note) (string, bool, error) {
	text := n.text
	for i, p := range n.needs {
		ci, ok, err := c.citation(ctx, p)
		if err != nil {
			return "", false, err
		}
		at := -1
		for _, have := range a.Citations {
			if ok && have.Article == ci.Article && have.Span == ci.Span {
				at = have.N
			}
		}
		if at < 0 {
			return "", false, nil
		}
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i), fmt.Sprintf("[%d]", at))
	}
	return text, true, nil
}

// titles returns the titles of the articles cited, which a claim may name
// though its quotes don't.
func (c *conversation) titles(a Answer, numbers []int) []string {
	var out []string
	for _, n := range numbers {
		out = append(out, a.Citations[n-1].Title)
	}
	return out
}

// retract takes back the citations that were added last and that no claim
// uses.
func (c *conversation) retract(a *Answer, numbers []int) {
	used := map[int]bool{}
	for _, cl := range a.Claims {
		for _, n := range cl.Citations {
			used[n] = true
		}
	}
	for len(a.Citations) > 0 && !used[a.Citations[len(a.Citations)-1].N] && slices.Contains(numbers, a.Citations[len(a.Citations)-1].N) {
		a.Citations = a.Citations[:len(a.Citations)-1]
	}
}

// cite adds the citations of an assertion, those that are verified, and
// returns their numbers with the quotes.
func (c *conversation) cite(ctx context.Context, a *Answer, as assertion) ([]int, []string, error) {
	var numbers []int
	var quotes []string
	for _, p := range as.proofs {
		ci, ok, err := c.citation(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			continue
		}
		n := 0
		for _, have := range a.Citations {
			if have.Article == ci.Article && have.Version == ci.Version && have.Span == ci.Span {
				n = have.N
			}
		}
		if n == 0 {
			if len(a.Citations) == maxCitations {
				continue
			}
			n = len(a.Citations) + 1
			ci.N = n
			a.Citations = append(a.Citations, ci)
		}
		if !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
		quotes = append(quotes, ci.Quote)
	}
	return numbers, quotes, nil
}

// citation looks a quote up in the stored text of the version it is from.
func (c *conversation) citation(ctx context.Context, p proof) (Citation, bool, error) {
	doc, err := c.document(ctx, p.key, p.version)
	if err != nil {
		return Citation{}, false, err
	}
	ci, ok := Cite(doc, p.quote, p.span.Start)
	return ci, ok, nil
}

// Cite looks a quote up in a document's text, near the byte near, and returns
// its citation, still without a number. It reports false where the quote does
// not stand there, or has more than the 40 words that a quote may have.
func Cite(doc corpus.Document, quote string, near int) (Citation, bool) {
	span, ok := verify.Quote(doc.Text, quote, near)
	if !ok || len(strings.Fields(span.Of(doc.Text))) > maxQuoteWords {
		return Citation{}, false
	}
	ci := Citation{Article: doc.Key, Version: doc.Version, Path: doc.Path, URL: doc.URL, Title: doc.Title, Source: doc.Source,
		Published: doc.Published, Quote: span.Of(doc.Text), Span: span.Runes(doc.Text)}
	for _, ps := range doc.Passages {
		if ps.Start <= span.Start && span.Start < ps.End {
			ci.Passage = ps.ID
			break
		}
	}
	return ci, true
}

// maxTail is the longest run of citations, in bytes, that a cut lead keeps.
const maxTail = 60

// boundLead keeps a lead within its budgets: it is cut at a word, and the
// citations that end it stay.
func boundLead(lead string) string {
	fields := strings.Fields(lead)
	words := 0
	for _, f := range fields {
		if strings.Trim(f, "[]0123456789.,;") != "" || !strings.HasPrefix(f, "[") {
			words++
		}
	}
	if words <= maxLeadWords && utf8.RuneCountInString(lead) <= maxLeadRunes {
		return lead
	}
	tail := ""
	if i := strings.LastIndex(lead, "["); i > 0 && strings.Trim(lead[i:], "[]0123456789.") == "" {
		for i > 0 && (lead[i-1] == ']' || lead[i-1] == '[' || lead[i-1] >= '0' && lead[i-1] <= '9') {
			i--
		}
		tail = " " + strings.TrimSuffix(lead[i:], ".")
	}
	if len(tail) > maxTail {
		tail = "" // no citations, but one endless number
	}
	var b strings.Builder
	n, open := 0, false
	for _, f := range fields {
		if strings.HasPrefix(f, "[") && strings.Trim(f, "[]0123456789.,;") == "" {
			continue
		}
		if n == maxLeadWords || utf8.RuneCountInString(b.String())+utf8.RuneCountInString(f)+utf8.RuneCountInString(tail)+4 > maxLeadRunes {
			break
		}
		if n > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f)
		if strings.Count(f, `"`)%2 == 1 {
			open = !open
		}
		n++
	}
	out := strings.TrimRight(b.String(), " ,;:") + "…"
	if open {
		out += `"`
	}
	if r := []rune(out); len(r)+utf8.RuneCountInString(tail) > maxLeadRunes { // one endless word
		out = string(r[:maxLeadRunes-utf8.RuneCountInString(tail)-1]) + "…"
	}
	return out + tail
}

// clause returns the shortest run of clauses of a line that holds all of the
// spans, at most maxQuoteWords words and limit bytes' worth of words around
// the first span where even that is longer. Without spans it is the line's
// beginning. The spans are in the line's text.
func clause(l *line, must []corpus.Span, maxWords int) corpus.Span {
	if len(l.words) == 0 {
		return corpus.Span{Start: 0, End: len(l.text)}
	}
	if len(must) == 0 {
		must = []corpus.Span{l.words[0].Span}
	}
	bounds := clauseBounds(l)
	lo, hi := must[0].Start, must[0].End
	pick := func(lo, hi int) (int, int) {
		s, e := 0, len(l.text)
		for _, b := range bounds {
			if b <= lo {
				s = b
			}
			if b >= hi {
				e = b
				break
			}
		}
		return s, e
	}
	s, e := pick(lo, hi)
	for _, m := range must[1:] {
		s2, e2 := pick(min(lo, m.Start), max(hi, m.End))
		if wordsIn(l, s2, e2) <= maxWords {
			lo, hi, s, e = min(lo, m.Start), max(hi, m.End), s2, e2
		}
	}
	if wordsIn(l, s, e) > maxWords {
		s, e = window(l, must[0], s, e, maxWords)
	}
	return trimClause(l.text, s, e)
}

// clauseBounds returns the bytes of a line at which clauses meet: after a
// semicolon, colon, dash, or a comma that no number or list of names goes
// over, and the line's ends.
func clauseBounds(l *line) []int {
	out := []int{0}
	for i := 1; i < len(l.words); i++ {
		gap := l.text[l.words[i-1].End:l.words[i].Start]
		switch {
		case strings.ContainsAny(gap, ";:") || strings.Contains(gap, " – ") || strings.Contains(gap, " — ") || strings.Contains(gap, " - "):
		case l.folded[i] == "that" && i > 3 && i+3 < len(l.words) && Speaks(l.folded[i-1]):
		case strings.Contains(gap, ",") && (joinsClause[l.folded[i]] || strings.HasSuffix(l.folded[i], "ing") && len(l.folded[i]) > 5):
		default:
			continue
		}
		out = append(out, l.words[i].Start)
	}
	return append(out, len(l.text))
}

var joinsClause = words(`and but while which who whom where when after before although though because since as with so until whereas he she it they
	saying adding however including following first`)

func wordsIn(l *line, s, e int) int {
	return len(strings.Fields(l.text[s:e]))
}

// window returns the words around a span, at most n, within s and e.
func window(l *line, core corpus.Span, s, e, n int) (int, int) {
	first, last := -1, -1
	for i, w := range l.words {
		if w.Start < s || w.End > e {
			continue
		}
		if first < 0 && w.End > core.Start {
			first = i
		}
		if w.Start < core.End {
			last = i
		}
	}
	if first < 0 || last < first {
		first, last = 0, 0
	}
	for {
		grew := false
		if first > 0 && l.words[first-1].Start >= s && wordsIn(l, l.words[first-1].Start, l.words[last].End) <= n {
			first--
			grew = true
		}
		if last+1 < len(l.words) && l.words[last+1].End <= e && wordsIn(l, l.words[first].Start, l.words[last+1].End) <= n {
			last++
			grew = true
		}
		if !grew {
			break
		}
	}
	return l.words[first].Start, l.words[last].End
}

// trimClause cuts white space, commas and full stops from the ends of a
// clause, and quotation marks that are not paired within it.
func trimClause(text string, s, e int) corpus.Span {
	const cut = " \t\r\n\u00a0,;:–—-"
	for {
		t := strings.TrimLeft(text[s:e], cut)
		s = e - len(t)
		t = strings.TrimRight(t, cut+".")
		e = s + len(t)
		if t == "" {
			return corpus.Span{Start: s, End: e}
		}
		first, n := utf8.DecodeRuneInString(t)
		last, m := utf8.DecodeLastRuneInString(t)
		inner := strings.Count(t, `"`)
		switch {
		case (first == '“' || first == '‘') && !strings.ContainsAny(t, "”’"), first == '"' && inner%2 == 1, first == ')' || first == '”':
			s += n
		case last == '”' && !strings.ContainsRune(t, '“'), last == '"' && inner%2 == 1, last == '(' || last == '“':
			e -= m
		case first == '(' && last == ')':
			return corpus.Span{Start: s, End: e}
		default:
			return corpus.Span{Start: s, End: e}
		}
	}
}

// proofOf makes a proof of a span of a line.
func (l *line) proof(span corpus.Span) proof {
	at := corpus.Span{Start: l.sentence.Start + span.Start, End: l.sentence.Start + span.End}
	return proof{l.hit.Article.Key, l.hit.Article.Version, at, span.Of(l.text)}
}

// surname returns the last word of a person's name, or the whole where it has
// no more.
func surname(name string) string {
	w := token.Words(name)
	if len(w) == 0 {
		return name
	}
	return w[len(w)-1].Text
}
