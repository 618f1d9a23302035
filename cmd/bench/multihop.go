package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// multihop scores whether all the evidence for a question, which lies in
// several articles, is among the first ten passages.
func multihop(ctx context.Context, b *bench) error {
	type article struct {
		ID, Title, Source, Author, URL, Text string
		PublishedAt                          string `json:"published_at"`
	}
	type query struct {
		ID       string   `json:"id"`
		Query    string   `json:"query"`
		Type     string   `json:"question_type"`
		Evidence []string `json:"evidence_ids"`
	}
	articles, err := load[article](b, "bench/multihop/corpus.jsonl")
	if err != nil {
		return err
	}
	queries, err := load[query](b, "bench/multihop/queries.dev.jsonl")
	if err != nil {
		return err
	}
	records := make([]record, len(articles))
	for i, a := range articles {
		records[i] = record{ID: a.ID, URL: a.URL, Title: a.Title, Source: a.Source, Author: a.Author, Published: a.PublishedAt, Text: a.Text}
	}
	store, err := b.ingest(ctx, "multihop", records)
	if err != nil {
		return err
	}
	var in []question
	var evidence [][]string
	for _, q := range queries {
		if q.Type != "null_query" && len(q.Evidence) > 0 {
			in = append(in, question{q.ID, q.Query})
			evidence = append(evidence, q.Evidence)
		}
	}
	found, err := batch[question, searched](ctx, b, in, "search", "--store", store)
	if err != nil {
		return err
	}
	var recall, all float64
	for i, want := range evidence {
		n := 0.0
		for _, id := range want {
			for _, hit := range found[i].Hits {
				if hit.Article == id {
					n++
					break
				}
			}
		}
		recall += n / float64(len(want))
		all += truth(int(n) == len(want))
	}
	figure("recall@10", recall/float64(len(in)), "simple rule .888, aim .92")
	figure("all@10", all/float64(len(in)), "simple rule .724, aim .80")
	return nil
}

// seeds asks the questions over the five real articles.
func seeds(ctx context.Context, b *bench) error {
	type asked struct {
		ID        string   `json:"id"`
		Question  string   `json:"question"`
		AnswerAny []string `json:"answer_any"`
		AnswerNot []string `json:"answer_none"`
		CiteAny   []string `json:"cite_any_of"`
		CiteAll   []string `json:"cite_all_of"`
		Abstain   bool     `json:"abstain"`
	}
	questions, err := load[asked](b, "seeds/questions.jsonl")
	if err != nil {
		return err
	}
	texts, err := filepath.Glob(filepath.Join(b.shared, "seeds", "*.txt"))
	if err != nil {
		return err
	}
	store := filepath.Join(b.tmp, "seeds")
	if err := b.dateline(ctx, nil, append([]string{"ingest", "--store", store}, texts...)...); err != nil {
		return err
	}
	in := make([]question, len(questions))
	for i, q := range questions {
		in[i] = question{q.ID, q.Question}
	}
	answers, err := batch[question, answered](ctx, b, in, "ask", "--store", store)
	if err != nil {
		return err
	}
	right := 0
	for i, q := range questions {
		a := answers[i]
		lead := strings.ToLower(a.Answer)
		cited := func(prefix string) bool {
			for _, c := range a.Citations {
				if strings.HasPrefix(c.Article, prefix) {
					return true
				}
			}
			return false
		}
		ok := a.Abstained == q.Abstain
		for _, s := range q.AnswerNot {
			ok = ok && !strings.Contains(lead, strings.ToLower(s))
		}
		if len(q.AnswerAny) > 0 {
			ok = ok && slices.ContainsFunc(q.AnswerAny, func(s string) bool { return strings.Contains(lead, strings.ToLower(s)) })
		}
		if len(q.CiteAny) > 0 {
			ok = ok && slices.ContainsFunc(q.CiteAny, cited)
		}
		for _, c := range q.CiteAll {
			ok = ok && cited(c)
		}
		mark := "wrong"
		if ok {
			mark = "right"
			right++
		}
		fmt.Printf("   %s %s  %s\n        %s\n", mark, q.ID, q.Question, a.Answer)
	}
	fmt.Printf("   %d of %d right\n", right, len(questions))
	return nil
}
