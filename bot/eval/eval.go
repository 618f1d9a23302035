// Package eval measures the quality of answers over sets of questions whose
// answers are known: what share of the expected articles is found and how
// high, which answers are right, when silence is right and when it is not, and
// whether every quote stands where its citation says.
//
// Its report is text that is kept as a golden file, so that a change of
// quality is reviewed as a diff. Only the times are not reproducible, and they
// are written apart.
package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"dateline/bot"
	"dateline/corpus"
)

// Question is a question with what is known of its answer.
type Question struct {
	ID   string
	Text string
	Kind string // questions are counted by kind; "" is counted as "other"
	// AnswerAny are strings of which a right answer has at least one; where
	// there are none, a right answer is one with the right citations. Where
	// to abstain is right, an answer with one of them is right too. "Yes"
	// and "no" are looked for as the first word only.
	AnswerAny []string
	// AnswerAll are strings of which a right answer has every one: the
	// values of reports that differ.
	AnswerAll []string
	// AnswerNone are strings that no answer may have.
	AnswerNone []string
	// CiteAnyOf and CiteAllOf are the expected articles: beginnings of their
	// IDs, of the last part of those, or of their files' names. A right
	// answer cites one of the former and all of the latter.
	CiteAnyOf, CiteAllOf []string
	Abstain              bool       // whether to abstain is right
	Reason               bot.Reason // why, "" where any reason will do
	AsOf                 corpus.Day // 0: as of today
	After                string     // ID of an earlier question that this one follows up
	Why                  string     // for people
}

// Expected returns the articles that a search should find.
func (q Question) Expected() []string {
	return append(append([]string(nil), q.CiteAllOf...), q.CiteAnyOf...)
}

type record struct {
	ID         string   `json:"id"`
	Question   string   `json:"question"`
	Kind       string   `json:"kind"`
	AnswerAny  []string `json:"answer_any"`
	AnswerAll  []string `json:"answer_all"`
	AnswerNone []string `json:"answer_none"`
	CiteAnyOf  []string `json:"cite_any_of"`
	CiteAllOf  []string `json:"cite_all_of"`
	Abstain    bool     `json:"abstain"`
	Reason     string   `json:"reason"`
	AsOf       string   `json:"as_of"`
	After      string   `json:"after"`
	Why        string   `json:"why"`
}

// reasons are those that a set may ask for.
var reasons = map[bot.Reason]bool{"": true, bot.Nothing: true, bot.NotSaid: true, bot.Weak: true, bot.Period: true,
	bot.Premise: true, bot.Unclear: true, bot.Invalid: true}

// maxLineBytes bounds a line of a set.
const maxLineBytes = 16 << 20

// Load reads a set: one JSON object a line, with the fields id, question,
// kind, answer_any, answer_all, answer_none, cite_any_of, cite_all_of, abstain, reason,
// as_of (an ISO day), after and why, of which id and question are required.
// Blank lines and unknown fields are ignored. All that is wrong with a set is
// told at once, each with its line; then the questions that are sound are
// returned too.
func Load(r io.Reader) ([]Question, error) {
	var set []Question
	var errs []error
	ids := map[string]bool{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLineBytes)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(bytes.TrimPrefix(lines.Bytes(), []byte("\ufeff")))
		if len(line) == 0 {
			continue
		}
		q, err := parse(line, ids)
		if err != nil {
			errs = append(errs, fmt.Errorf("line %d: %w", n, err))
			continue
		}
		ids[q.ID] = true
		set = append(set, q)
	}
	if err := lines.Err(); err != nil {
		errs = append(errs, err)
	}
	if len(set) == 0 && len(errs) == 0 {
		errs = append(errs, errors.New("the set has no questions"))
	}
	return set, errors.Join(errs...)
}

// parse reads one line of a set; earlier are the IDs before it.
func parse(line []byte, earlier map[string]bool) (Question, error) {
	var rec record
	if err := json.Unmarshal(line, &rec); err != nil {
		return Question{}, err
	}
	q := Question{
		ID: rec.ID, Text: rec.Question, Kind: rec.Kind,
		AnswerAny: rec.AnswerAny, AnswerAll: rec.AnswerAll, AnswerNone: rec.AnswerNone, CiteAnyOf: rec.CiteAnyOf, CiteAllOf: rec.CiteAllOf,
		Abstain: rec.Abstain, Reason: bot.Reason(rec.Reason), After: rec.After, Why: rec.Why,
	}
	switch {
	case q.ID == "":
		return q, errors.New("a question needs an id")
	case earlier[q.ID]:
		return q, fmt.Errorf("id %q is taken by an earlier question", q.ID)
	case strings.TrimSpace(q.Text) == "":
		return q, fmt.Errorf("question %q is empty", q.ID)
	case q.After != "" && !earlier[q.After]:
		return q, fmt.Errorf("question %q follows up %q, which does not come before it", q.ID, q.After)
	case !reasons[q.Reason]:
		return q, fmt.Errorf("question %q: reason %q is unknown", q.ID, q.Reason)
	case q.Reason != "" && !q.Abstain:
		return q, fmt.Errorf("question %q has a reason to abstain, but abstain is not set", q.ID)
	case !q.Abstain && len(q.AnswerAny)+len(q.AnswerAll)+len(q.CiteAnyOf)+len(q.CiteAllOf) == 0:
		return q, fmt.Errorf("question %q has neither an answer, nor an article, nor abstain", q.ID)
	}
	for _, list := range [][]string{q.AnswerAny, q.AnswerAll, q.AnswerNone, q.CiteAnyOf, q.CiteAllOf} {
		for _, s := range list {
			if strings.TrimSpace(s) == "" {
				return q, fmt.Errorf("question %q: an expected string is empty", q.ID)
			}
		}
	}
	if rec.AsOf != "" {
		iv, err := corpus.ParseInterval(rec.AsOf)
		if err != nil {
			return q, fmt.Errorf("question %q: as_of: %w", q.ID, err)
		}
		q.AsOf = iv.End
	}
	return q, nil
}
