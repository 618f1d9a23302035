package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

type timeqaQuestion struct {
	ID         string   `json:"id"`
	Doc        string   `json:"doc"`
	Question   string   `json:"question"`
	Answers    []string `json:"answers"`
	Gold       []string `json:"gold_passages"`
	Answerable bool     `json:"answerable"`
}

// timeqa scores the passage that answers a question about a time, the lead of
// the answer, and silence where there is none.
func timeqa(ctx context.Context, b *bench) error {
	type passage struct {
		ID, Doc, Title, Section, Text string
	}
	passages, err := load[passage](b, "bench/timeqa/passages.jsonl")
	if err != nil {
		return err
	}
	records := make([]record, len(passages))
	docs := map[string]string{}
	for i, p := range passages {
		records[i] = record{ID: p.ID, Title: p.Title + " " + p.Section, Text: p.Text}
		docs[p.ID] = p.Doc
	}
	store, err := b.ingest(ctx, "timeqa", records)
	if err != nil {
		return err
	}
	for _, kind := range []struct {
		name                                     string
		p1, p5, p10, ans1, ans5, lead, quote, no string
	}{
		{"natural", "simple rule .559, aim .60", "simple rule .871, aim .86", "simple rule .929, aim .93", "", "", "aim .35", "simple rule .44, aim .55", "simple rule .36, aim .45"},
		{"hard", "", "", "", "simple rule .425, aim .60", "simple rule .706, aim .86", "", "", "simple rule .27, aim .40"},
	} {
		questions, err := load[timeqaQuestion](b, "bench/timeqa/questions."+kind.name+".dev.jsonl")
		if err != nil {
			return err
		}
		in := make([]question, len(questions))
		for i, q := range questions {
			in[i] = question{q.ID, q.Question}
		}
		found, err := batch[question, searched](ctx, b, in, "search", "--store", store)
		if err != nil {
			return err
		}
		answers, err := batch[question, answered](ctx, b, in, "ask", "--store", store)
		if err != nil {
			return err
		}
		scoreSearch(kind.name, questions, found, docs, []string{kind.p1, kind.p5, kind.p10, kind.ans1, kind.ans5})
		scoreAnswers(kind.name, questions, answers, kind.lead, kind.quote, kind.no)
	}
	return nil
}

// scoreSearch prints P@k, whether a gold passage is among the first k distinct
// articles, over the questions that have one; and ansP@k, whether an answer
// stands in such a passage of the right page, over those that can be answered.
func scoreSearch(kind string, questions []timeqaQuestion, found []searched, docs map[string]string, beat []string) {
	var p1, p5, p10, a1, a5, withGold, answerable float64
	for i, q := range questions {
		var goldRank, answerRank int
		seen := map[string]bool{}
		for _, hit := range found[i].Hits {
			if seen[hit.Article] {
				continue
			}
			seen[hit.Article] = true
			rank := len(seen)
			if goldRank == 0 && slices.Contains(q.Gold, hit.Article) {
				goldRank = rank
			}
			if answerRank == 0 && docs[hit.Article] == q.Doc && holdsAny(hit.Text, q.Answers) {
				answerRank = rank
			}
		}
		if len(q.Gold) > 0 {
			withGold++
			p1 += within(goldRank, 1)
			p5 += within(goldRank, 5)
			p10 += within(goldRank, 10)
		}
		if q.Answerable && len(q.Answers) > 0 {
			answerable++
			a1 += within(answerRank, 1)
			a5 += within(answerRank, 5)
		}
	}
	if withGold > 0 && beat[0] != "" {
		figure(kind+" P@1", p1/withGold, beat[0])
		figure(kind+" P@5", p5/withGold, beat[1])
		figure(kind+" P@10", p10/withGold, beat[2])
	}
	if answerable > 0 && beat[3] != "" {
		figure(kind+" ansP@1", a1/answerable, beat[3])
		figure(kind+" ansP@5", a5/answerable, beat[4])
	}
}

// scoreAnswers prints how often an answer stands in the lead, in the lead or
// the first quote, and how often questions with and without an answer were
// refused.
func scoreAnswers(kind string, questions []timeqaQuestion, answers []answered, leadBeat, quoteBeat, refusedBeat string) {
	var lead, quote, withGold, refused, refusedRight, answerable, unanswerable, ms float64
	for i, q := range questions {
		a := answers[i]
		ms += a.MS
		if !q.Answerable {
			unanswerable++
			refusedRight += truth(a.Abstained)
			continue
		}
		answerable++
		refused += truth(a.Abstained)
		if len(q.Gold) == 0 {
			continue
		}
		withGold++
		if !a.Abstained && holdsAny(a.Answer, q.Answers) {
			lead++
			quote++
		} else if !a.Abstained && len(a.Citations) > 0 && holdsAny(a.Citations[0].Quote, q.Answers) {
			quote++
		}
	}
	if leadBeat != "" && withGold > 0 {
		figure(kind+" lead", lead/withGold, leadBeat)
		figure(kind+" lead+quote", quote/withGold, quoteBeat)
	}
	if unanswerable > 0 && answerable > 0 {
		figure(kind+" unanswerable, abstained", refusedRight/unanswerable, refusedBeat)
		figure(kind+" answerable, refused", refused/answerable, "at most .15")
	}
	fmt.Printf("   %-32s %7.1f ms\n", kind+" time per question", ms/float64(len(answers)))
}

func within(rank, k int) float64 { return truth(rank > 0 && rank <= k) }

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// holdsAny reports whether one of the answers stands in text, both in lower
// case without punctuation and articles.
func holdsAny(text string, answers []string) bool {
	text = " " + plain(text) + " "
	for _, a := range answers {
		if a = plain(a); a != "" && strings.Contains(text, " "+a+" ") {
			return true
		}
	}
	return false
}

func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
	words := strings.Fields(s)
	kept := words[:0]
	for _, w := range words {
		if w != "a" && w != "an" && w != "the" {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}
