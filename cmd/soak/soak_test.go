package main

import (
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func TestSoak(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	binary := filepath.Join(t.TempDir(), "dateline")
	if out, err := exec.Command("go", "build", "-o", binary, "dateline/cmd/dateline").CombinedOutput(); err != nil {
		t.Fatalf("build dateline: %v\n%s", err, out)
	}
	t.Run("ways", func(t *testing.T) {
		for way := range ways {
			t.Run(way, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
				defer cancel()
				var stdout, stderr bytes.Buffer
				if err := run(ctx, []string{"-n", "60", "-kills", "1", "-rate", "15", "-dateline", binary, way}, &stdout, &stderr); err != nil {
					t.Errorf("%v\n%s%s", err, stdout.String(), stderr.String())
				}
			})
		}
	})
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{{}, {"irc"}, {"slack-http", "slack-socket"}, {"-n", "0", "slack-http"}, {"-rate", "-1", "slack-http"}, {"-faults", "some", "slack-http"}} {
		if err := run(t.Context(), args, &bytes.Buffer{}, &bytes.Buffer{}); err == nil {
			t.Errorf("run(%q) = nil, want an error", args)
		}
	}
}

func TestRemember(t *testing.T) {
	life := func(life, n int, at func(i int) float64) (out []sample) {
		for i := range n {
			out = append(out, sample{life, i * 10, at(i) * (1 << 20)})
		}
		return out
	}
	for _, row := range []struct {
		name          string
		samples       []sample
		judged, level bool
	}{
		{"no samples", nil, false, false},
		{"a short life", life(1, leastSamples-1, func(int) float64 { return 100 }), false, false},
		{"level", life(1, 400, func(i int) float64 { return 100 + float64(i%7) }), true, true},
		{"grows at first", life(1, 400, func(i int) float64 { return min(100, float64(i)) }), true, true},
		{"grows all the time", life(1, 400, func(i int) float64 { return 100 + float64(i)/4 }), true, false},
		{"an earlier life grew", append(life(1, 400, func(i int) float64 { return float64(i) }), life(2, 400, func(int) float64 { return 100 })...), true, true},
		{"the last life is short", append(life(1, 400, func(int) float64 { return 100 }), life(2, 10, func(int) float64 { return 100 })...), false, false},
	} {
		if m := remember(row.samples); m.judged != row.judged || m.level != row.level {
			t.Errorf("%s: judged %v and level %v, want %v and %v (%+v)", row.name, m.judged, m.level, row.judged, row.level, m)
		}
	}
	if m := remember(life(1, 400, func(i int) float64 { return 100 + float64(i)/10 })); m.slope < 0.99*(1<<20)/100 || m.slope > 1.01*(1<<20)/100 {
		t.Errorf("slope %v bytes a question, want a hundredth of a MiB", m.slope)
	}
}
