package brief

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"dateline/corpus"
)

// testReport is an article of the test data, with the event that it reports.
type testReport struct {
	corpus.Raw
	event, half string
}

// readReports reads files of the test data.
func readReports(t testing.TB, paths ...string) []testReport {
	t.Helper()
	var out []testReport
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, parseReports(t, string(b))...)
	}
	return out
}

func parseReports(t testing.TB, text string) []testReport {
	t.Helper()
	var out []testReport
	for i, part := range strings.Split("\n"+text, "\n@ ") {
		if i == 0 {
			continue
		}
		head, rest, _ := strings.Cut(part, "\n")
		title, text, _ := strings.Cut(rest, "\n")
		f := strings.Fields(head)
		if len(f) < 5 {
			t.Fatalf("%q is no head of a report", head)
		}
		day := f[len(f)-1]
		out = append(out, testReport{corpus.Raw{Key: corpus.Key{Collection: collection, ID: f[0]}, Source: strings.Join(f[3:len(f)-1], " "), Published: day,
			Title: title, Text: strings.TrimSpace(text)}, f[1], f[2]})
	}
	return out
}

// sessionOver returns a session over a shelf as if all its articles were on the
// topic, with a window that takes in all.
func sessionOver(t testing.TB, sh *shelf, raws []testReport) (*session, []*report) {
	t.Helper()
	s := &session{Composer: sh.Composer, asOf: corpus.DayOf(2024, 7, 1), window: corpus.Between(corpus.DayOf(2024, 4, 20), corpus.DayOf(2024, 6, 30)),
		req: Request{Collections: []string{collection}}, byKey: map[corpus.Key]*article{}, b: &Briefing{}}
	var reports []*report
	for _, r := range raws {
		if err := s.read(t.Context(), found{key: r.Key}); err != nil {
			t.Fatal(err)
		}
		a := s.byKey[r.Key]
		s.articles = append(s.articles, a)
		for _, rep := range s.reportsOf(a) {
			if rep.lead {
				reports = append(reports, rep)
			}
		}
	}
	if err := s.weigh(t.Context(), reports); err != nil {
		t.Fatal(err)
	}
	return s, reports
}

func TestStories(t *testing.T) {
	all := readReports(t, "testdata/reports.txt")
	for _, half := range []string{"dev", "held", "last"} {
		var list []testReport
		var raws []corpus.Raw
		event := map[string]string{}
		for _, r := range all {
			if r.half == half {
				list, raws = append(list, r), append(raws, r.Raw)
				event[r.ID] = r.event
			}
		}
		sh := newShelf(t, raws...)
		s, reports := sessionOver(t, sh, list)
		if len(reports) < len(list)*9/10 {
			t.Errorf("%s: %d of %d articles have news", half, len(reports), len(list))
		}
		of := map[string]int{}
		for i, st := range s.group(reports) {
			for _, r := range st.reports {
				of[r.article.ID] = i + 1
			}
		}
		right, wrong, missed, apart := 0, 0, 0, 0
		for i, a := range list {
			for _, b := range list[i+1:] {
				same, merged := event[a.ID] == event[b.ID], of[a.ID] > 0 && of[a.ID] == of[b.ID]
				switch {
				case same && merged:
					right++
				case merged:
					wrong++
					t.Logf("%s: %s and %s are merged:\n  %s\n  %s", half, a.ID, b.ID, a.Text, b.Text)
				case same:
					missed++
					if half == "dev" || os.Getenv("HELD") != "" {
						t.Logf("%s: %s and %s are not merged", half, a.ID, b.ID)
					}
				default:
					apart++
				}
			}
		}
		fmt.Printf("%s: %d pairs of one event, %d of two: precision %.3f (%d wrong), recall %.3f (%d missed)\n", half, right+missed, wrong+apart,
			float64(right)/float64(max(1, right+wrong)), wrong, float64(right)/float64(right+missed), missed)
		if wrong > 0 {
			t.Errorf("%s: %d pairs of different events are merged", half, wrong)
		}
		if float64(right) < .7*float64(right+missed) {
			t.Errorf("%s: %d of %d pairs of one event are merged", half, right, right+missed)
		}
	}
}
