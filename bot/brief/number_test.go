package brief

import (
	"maps"
	"slices"
	"testing"
)

func TestCounted(t *testing.T) {
	for _, c := range []struct {
		text, what string
		want       []float64
	}{
		{"At least 17 people died and 40 people were hurt.", "peopl", []float64{17, 40}},
		{"The group earned 1.2 million dollars.", "dollar", []float64{1.2e6}},
		{"It cost $30m to build.", "dollar", []float64{3e7}},
		// Shares, as per cent, in digits and in words.
		{"Sales fell by 17 percent.", "percent", []float64{17}},
		{"Sales fell by 17 per cent.", "percent", []float64{17}},
		{"Sales fell by a sixth, the group said.", "percent", []float64{16.7}},
		{"Two thirds of the members agreed.", "percent", []float64{66.7}},
		{"Half of them stayed.", "percent", nil},
		{"More than half of them stayed.", "percent", []float64{50}},
		// What is the third of a row.
		{"It was a third defeat for them.", "percent", nil},
		{"They scored in the second half.", "percent", nil},
		{"Profit rose in the third quarter.", "percent", nil},
	} {
		l := newLine(c.text)
		got := map[string]map[float64]bool{}
		l.countsInto(got)
		if list := slices.Sorted(maps.Keys(got[c.what])); !slices.Equal(list, c.want) {
			t.Errorf("countsInto(%q)[%q] = %v, want %v", c.text, c.what, list, c.want)
		}
	}
}

func TestNearly(t *testing.T) {
	for _, c := range []struct {
		a, b float64
		want bool
	}{
		{300, 297, true},
		{1.2e6, 1214500, true},
		{8000, 7900, true},
		{1300, 1312, true},
		{66.7, 67, true},
		// The same is the same, and no rounding; what is exact is not about; too far off.
		{300, 300, false},
		{297, 299, false},
		{300, 280, false},
		{12, 13, false},
		{2014, 2016, false},
	} {
		x, y := map[float64]bool{c.a: true}, map[float64]bool{c.b: true}
		if nearly(x, y) != c.want || nearly(y, x) != c.want {
			t.Errorf("nearly(%v, %v) = %v, %v, want %v", c.a, c.b, nearly(x, y), nearly(y, x), c.want)
		}
	}
}

func TestRecalls(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"A first case was reported at another farm a day earlier.", true},
		{"The festival was cancelled earlier this week.", true},
		{"He was banned last week for doping.", true},
		{"The protest comes two days after the vote.", true},
		{"The army took the hill at the start of the week.", true},
		{"A fire destroyed the hall on Tuesday.", false},
		{"The strike will last for two days.", false},
		{"The last train left at noon.", false},
	} {
		l := newLine(c.text)
		if got := l.recalls(); got != c.want {
			t.Errorf("recalls(%q) = %v, want %v", c.text, got, c.want)
		}
	}
}
