package trial

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"dateline/bot"
	"dateline/bot/brief"
	"dateline/bot/claim/lies"
	"dateline/corpus"
	"dateline/corpus/archive"
)

// TestBriefings holds how many lies get into briefings of the example archive,
// and how many true sentences. LIES_SEED chooses other lies, LIES_TELL tells of
// each true sentence that was dropped.
func TestBriefings(t *testing.T) {
	o := options(t)
	reader := o.Reader.(*bot.Reader)
	a := reader.Archive.(*archive.Archive)
	b := BriefOptions{Archive: a, Documents: o.Documents, Collections: o.Collections, AsOf: corpus.DayIn(reader.Clock()), Lies: 3 * o.Lies, Seed: o.Seed,
		Briefer: &brief.Composer{Archive: a, Engine: reader.Lexicon.(brief.Engine), Clock: reader.Clock}}
	if s, err := strconv.ParseUint(os.Getenv("LIES_SEED"), 10, 64); err == nil {
		b.Seed = s
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
		t.Logf("shown: %s (%s): %s", x.Kind, x.How, x.Text)
	}
	for _, x := range r.Lost {
		if os.Getenv("LIES_TELL") != "" {
			t.Logf("dropped: %s: %s", x.How, x.Text)
		}
	}
	for _, x := range []struct {
		name  string
		table lies.Table
		least int // lies
	}{{"first half", r.First, 300}, {"half kept for last", r.Held, 300}, {"composed", r.Composed, 150}} {
		all := lies.Sum(x.table.Lies)
		if all.Cases < x.least || 100*all.Shown > all.Cases {
			t.Errorf("%s: %d of %d lies shown, want at most 1 %% of %d at least", x.name, all.Shown, all.Cases, x.least)
		}
		for _, row := range x.table.Lies {
			if (lies.None(row.Name) || !strings.Contains(strings.Join(lies.Kinds, "|"), row.Name)) && row.Shown > 0 || 10*row.Shown > row.Cases {
				t.Errorf("%s: %d of %d lies shown: %s", x.name, row.Shown, row.Cases, row.Name)
			}
		}
		if all := lies.Sum(x.table.True); all.Cases < 30 || 20*(all.Cases-all.Shown) > all.Cases {
			t.Errorf("%s: %d of %d true sentences dropped", x.name, all.Cases-all.Shown, all.Cases)
		}
	}
}
