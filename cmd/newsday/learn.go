package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"dateline/bot/brief"
	"dateline/bot/brief/logit"
)

// learnt is a pair of reports as pairs wrote it.
type learnt struct {
	family, truth, parts string
	logit.Example
	text string
}

func readPairs(paths []string) ([]learnt, error) {
	var out []learnt
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		s := bufio.NewScanner(f)
		s.Buffer(nil, 1<<20)
		for n := 1; s.Scan(); n++ {
			c := strings.Split(s.Text(), "\t")
			if len(c) != 4+len(brief.Traits) {
				return nil, fmt.Errorf("%s:%d: %d columns, not %d", path, n, len(c), 4+len(brief.Traits))
			}
			l := learnt{family: c[0], truth: c[1], parts: c[2], text: c[len(c)-1]}
			l.Yes, l.Weight = c[1] == "1", 1
			if c[1] == "r" {
				l.Weight = .3
			}
			for _, v := range c[3 : len(c)-1] {
				x, err := strconv.ParseFloat(v, 64)
				if err != nil {
					return nil, fmt.Errorf("%s:%d: %w", path, n, err)
				}
				l.X = append(l.X, x)
			}
			out = append(out, l)
		}
		f.Close()
	}
	return out, nil
}

const l2 = 1e-4

func learn(w io.Writer, paths []string) error {
	all, err := readPairs(paths)
	if err != nil {
		return err
	}
	var families []string
	for _, l := range all {
		if !slices.Contains(families, l.family) {
			families = append(families, l.family)
		}
	}
	fit := func(without string) logit.Model {
		var ex []logit.Example
		for _, l := range all {
			if l.family != without {
				ex = append(ex, l.Example)
			}
		}
		return logit.Fit(ex, brief.Signs, l2)
	}
	show := func(name string, m logit.Model, only string) {
		for _, parts := range []string{"point+point", "ahead+ahead", "ahead+point", "undated"} {
			var list []learnt
			for _, l := range all {
				p := l.parts
				if p == "point+ahead" {
					p = "ahead+point"
				} else if strings.Contains(p, "undated") {
					p = "undated"
				}
				if l.family == only && p == parts {
					list = append(list, l)
				}
			}
			for _, at := range []float64{0, 1, 2, 3} {
				a, b, br, c := 0, 0, 0, 0
				for _, l := range list {
					yes := m.Score(l.X) >= at
					switch {
					case l.Yes && yes:
						a++
					case l.Yes:
						c++
					case yes && l.truth == "r":
						br++
					case yes:
						b++
					}
				}
				fmt.Fprintf(w, "# %s %-12s at %2.0f:  right %4d wrong %3d related %3d recall %.3f\n", name, parts, at, a, b, br, float64(a)/float64(max(1, a+c)))
			}
		}
	}
	for _, f := range families {
		m := fit(f)
		show("without "+f, m, f)
		if os.Getenv("SHOW") != "" {
			n := 0
			for _, l := range all {
				if z := m.Score(l.X); l.family == f && (z >= 1.5) != l.Yes && l.truth != "r" {
					if n++; n%23 != 0 && !(z >= 1.5 && l.parts == "point+point" && n%3 == 0) {
						continue
					}
					var on []string
					for i, v := range l.X {
						if v != 0 && m.Weights[i] != 0 {
							on = append(on, fmt.Sprintf("%s %.1f", brief.Traits[i], v*m.Weights[i]))
						}
					}
					fmt.Fprintf(w, "@ %s %s %.2f %s: %s [%s]\n", l.truth, l.parts, z, "", l.text, strings.Join(on, ", "))
				}
			}
		}
	}
	m := fit("")
	return m.Write(w, brief.Traits[:])
}
