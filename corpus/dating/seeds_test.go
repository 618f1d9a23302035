package dating_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/corpus"
	"dateline/corpus/clean"
	"dateline/corpus/dating"
)

// TestSeeds dates the seed articles; what they say is not repeated here.
func TestSeeds(t *testing.T) {
	files, _ := filepath.Glob("../../../shared/seeds/0*.txt")
	if len(files) == 0 {
		t.Skip("no ../shared/seeds beside the repository")
	}
	want := map[string]struct {
		date  string
		basis corpus.Basis
	}{
		"000": {"", ""},
		"001": {"2021-04-07", corpus.BasisEmbed},
		"002": {"2021-04-08", corpus.BasisLeading},
		"003": {"", ""},
		"004": {"", ""},
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)[:3]
		raw := corpus.Raw{Text: string(data)}
		got := dating.Date(raw, clean.Text(raw.Text))
		if got.String() != want[name].date || got.Basis != want[name].basis {
			t.Errorf("%s: Date = %q (%s), want %q (%s)", name, got, got.Basis, want[name].date, want[name].basis)
		}
		if name == "000" {
			found := false
			for _, e := range got.Evidence {
				found = found || e.Basis == corpus.BasisDateline && !e.Used && !e.Interval.Known() && strings.Contains(e.Why, "2009, 2015")
			}
			if !found {
				t.Errorf("000: evidence %+v lacks the dateline with its candidate years", got.Evidence)
			}
		}
		for _, e := range got.Evidence {
			t.Logf("%s: line %d %s %q %.60q used %v: %s", name, e.Line, e.Basis, e.Interval, e.Text, e.Used, e.Why)
		}
	}
}
