package trial

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/claim/lies"
	"dateline/corpus"
	"dateline/corpus/archive"
)

// TestBriefings holds how many lies get into briefings of the example archive.
func TestBriefings(t *testing.T) {
	o := options(t)
	reader := o.Reader.(*bot.Reader)
	a := reader.Archive.(*archive.Archive)
	b := BriefOptions{Archive: a, Documents: o.Documents, Lies: 3 * o.Lies, Seed: o.Seed,
		Briefer: &brief.Composer{Archive: a, Engine: reader.Lexicon.(brief.Engine), Clock: func() time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC) }}}
	if s, err := strconv.ParseUint(os.Getenv("LIES_SEED"), 10, 64); err == nil {
		b.Seed = s
	}
	for _, topic := range Topics {
		b.Requests = append(b.Requests, brief.Request{Topic: topic, Collections: o.Collections, Window: corpus.Between(corpus.DayOf(2000, 1, 1), corpus.DayOf(2025, 12, 31))})
	}
	r, err := Briefings(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := r.WriteText(&out); err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", out.String())
	for _, x := range r.Shown {
		t.Logf("SHOWN %s (%s, held %v): %s\n    %v", x.Kind, x.How, x.Held, x.Text, x.quotes)
	}
	if os.Getenv("LIES_LOST") != "" {
		for _, x := range r.Lost {
			t.Logf("LOST (%s): %s\n    %v", x.How, x.Text, x.quotes)
		}
	}
	_ = lies.Kinds
}
