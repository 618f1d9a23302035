package brief

import (
	"math"
	"testing"

	"dateline/corpus/token"
)

func stemsOf(text string) map[string]bool {
	l := newLine(text)
	m := map[string]bool{}
	for i, st := range l.stems() {
		if !token.Stop(l.folded[i]) {
			m[st] = true
		}
	}
	return m
}

func TestKin(t *testing.T) {
	for _, c := range []struct {
		said, word string
		want       bool
	}{
		// A word itself, in other forms, and words of its kin.
		{"a fire broke out", "fires", true},
		{"a blaze broke out", "fire", true},
		{"the envoy was sent home", "ambassador", true},
		// Forms that no ending gives.
		{"sales fell", "drop", true},
		{"the team won", "victory", true},
		{"thieves stole coins", "robbery", true},
		{"the ship sank", "founder", true},
		// What is of another kin.
		{"a blaze broke out", "flood", false},
		{"the envoy was sent home", "mayor", false},
		{"sales fell", "profit", false},
	} {
		d := newSaid(stemsOf(c.said))
		if got := d.says(stem(token.Fold(c.word))); got != c.want {
			t.Errorf("%q says %q: %v, want %v", c.said, c.word, got, c.want)
		}
	}
	if n := len(kin()); n < 1200 {
		t.Errorf("%d words have kin, want at least 1200", n)
	}
}

func TestScenes(t *testing.T) {
	s := &session{}
	of := func(text string) map[int]float64 { return s.sceneOf(stemsOf(text)) }
	trial := of("The jury found the defendant guilty and the judge sent him to prison.")
	for _, c := range []struct {
		text      string
		alike     bool
		least, to float64
	}{
		{"A court convicted the accused; his lawyer will appeal the sentence.", true, .3, 1},
		{"The epicentre of the tremor lay under the sea, and rubble filled the streets.", false, 0, .1},
		{"A striker scored the winning goal in the final minute of the match.", false, 0, .1},
	} {
		if got := alikeScenes(trial, of(c.text)); got < c.least || got > c.to {
			t.Errorf("scene of a trial and of %q: %.2f, want %.1f to %.1f", c.text, got, c.least, c.to)
		}
	}
	sum := 0.
	for _, v := range trial {
		sum += v * v
	}
	if math.Abs(sum-1) > .01 {
		t.Errorf("the vector of a scene has length %.3f", math.Sqrt(sum))
	}
	if none := of("It rained."); alikeScenes(none, trial) > .2 || alikeScenes(map[int]float64{}, trial) != 0 {
		t.Errorf("what has no scene is of that of a trial: %v", none)
	}
}
