package dating

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dateline/corpus"
)

// record weighs the record's own field.
func (d *dating) record(published string) {
	text := strings.TrimSpace(published)
	if text == "" {
		return
	}
	w := witness{Evidence: corpus.Evidence{Basis: corpus.BasisRecord, Text: text}, weight: weightRecord, near: math.MinInt}
	iv, s, ok := field(text)
	switch {
	case !ok:
		w.weight, w.Why = 0, "no date that can be read"
	case s.order == unresolved:
		if s = d.habits().read(s, text); s.order == unresolved {
			w.weight, w.Why = 0, "day or month may come first: "+s.both()
			break
		}
		iv = s.interval()
		fallthrough
	default:
		w.Interval, w.Why = iv, "the record says so"
	}
	d.add(w)
}

// field reads a date in any form in which records carry it. Where day or
// month may come first the interval is zero and the stamp says so.
func field(text string) (corpus.Interval, stamp, bool) {
	if len(text) > 200 {
		return corpus.Interval{}, stamp{}, false
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil && strings.Trim(text, "0123456789.") == "" {
		switch {
		case len(text) == 8 && n == float64(int64(n)):
			if s, ok := compact(text); ok {
				return s.interval(), s, true
			}
			return corpus.Interval{}, stamp{}, false
		case n > 1e11 && n < 4.1e12:
			n /= 1000 // milliseconds
			fallthrough
		case n > 1e8 && n < 4.1e9:
			iv := corpus.OnDay(corpus.DayIn(time.Unix(int64(n), 0).UTC()))
			return iv, stamp{}, true
		}
	}
	if len(text) > 8 && text[8] == 'T' {
		if s, ok := compact(text[:8]); ok {
			return s.interval(), s, true
		}
	}
	for _, s := range stamps(text) {
		if s.year != 0 {
			return s.interval(), s, true
		}
	}
	if iv, err := corpus.ParseInterval(text); err == nil && validYear(iv.Start.Year()) {
		return iv, stamp{}, true
	}
	return corpus.Interval{}, stamp{}, false
}

// compact reads 20210407.
func compact(text string) (stamp, bool) {
	if len(text) != 8 || strings.Trim(text, "0123456789") != "" {
		return stamp{}, false
	}
	y, _ := strconv.Atoi(text[:4])
	m, _ := strconv.Atoi(text[4:6])
	day, _ := strconv.Atoi(text[6:])
	s := stamp{year: y, month: time.Month(m), day: day}
	return s, validYear(y) && y >= 1980 && valid(y, s.month, day)
}

// address weighs the path of the record's address, which counts for more where
// a page stood there: beside a text it is only what somebody noted.
func (d *dating) address(link string, page bool) {
	if link == "" || len(link) > 4096 {
		return
	}
	u, err := url.Parse(link)
	if err != nil {
		return
	}
	iv, parted := inPath(u.Path)
	if !iv.Known() {
		return
	}
	w := witness{Evidence: corpus.Evidence{Basis: corpus.BasisURL, Text: u.Path, Interval: iv, Why: "in the address"}, weight: weightAddress, near: math.MinInt + 1}
	switch {
	case iv.Precision != corpus.PrecisionDay:
		w.weight = weightMonth
		w.Why = "in the address, without a day"
	case !parted || !page:
		w.weight = weightNoted
	}
	d.add(w)
}

// inPath returns the date that stands in the path of an address: /2021/04/07/,
// /2021/apr/07/, /20210407/, /slug-2021-04-07; or a year and month alone.
// The second result reports whether year, month and day are parted.
func inPath(path string) (corpus.Interval, bool) {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		y, err := strconv.Atoi(p)
		if err != nil || len(p) != 4 || y < 1980 || y > lastYear || i+1 >= len(parts) {
			continue
		}
		m, err := strconv.Atoi(parts[i+1])
		if err != nil || len(parts[i+1]) > 2 {
			m = int(monthOf(strings.ToLower(parts[i+1])))
		}
		if m < 1 || m > 12 {
			continue
		}
		if i+2 < len(parts) {
			day := parts[i+2]
			if n, err := strconv.Atoi(day); err == nil && len(day) <= 2 && valid(y, time.Month(m), n) {
				return corpus.OnDay(corpus.DayOf(y, time.Month(m), n)), true
			}
		}
		return corpus.InMonth(y, time.Month(m)), true
	}
	for _, p := range parts {
		for j := 0; j < len(p); {
			if p[j] < '0' || p[j] > '9' {
				j++
				continue
			}
			k := j
			for k < len(p) && p[k] >= '0' && p[k] <= '9' {
				k++
			}
			if s, ok := compact(p[j:k]); ok {
				return s.interval(), false
			}
			if k-j == 4 && len(p) >= j+10 {
				if iv, err := corpus.ParseInterval(p[j : j+10]); err == nil && iv.Start.Year() >= 1980 && iv.Start.Year() <= lastYear &&
					(len(p) == j+10 || p[j+10] < '0' || p[j+10] > '9') {
					return iv, true
				}
			}
			j = k
		}
	}
	return corpus.Interval{}, false
}
