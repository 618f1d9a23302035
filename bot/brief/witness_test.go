package brief

import (
	"fmt"
	"testing"

	"dateline/corpus"
)

// TestWitness asks how many sources stand behind a point when another article tells
// of its event in a way that makes no point of its own.
func TestWitness(t *testing.T) {
	const fire = "Four people were killed when a fire destroyed the Hotel Aurora in Lublin on Tuesday, police said. The blaze began in the kitchen."
	const mute = "They jumped from the windows of the Hotel Aurora in Lublin when fire broke out on Tuesday, and four of them were killed."
	for _, c := range []struct {
		name, day, title, text string
		points, sources        int
	}{
		{"no news by itself", "2024-05-08", "Hotel fire in Lublin kills four", mute, 1, 2},
		{"the topic in its second sentence", "2024-05-08", "Hotel fire kills four", "Guests jumped from windows when fire destroyed the Hotel Aurora. Four people were killed in the blaze in Lublin on Tuesday.", 1, 2},
		// What is of something else, of another time, argues, or never names the topic.
		{"another event", "2024-05-08", "Choir festival", "Songs, garlands, tears of joy: a weekend of choirs. The festival of Lublin drew 3,000 singers.", 1, 1},
		{"long before", "2024-04-02", "Hotel fire in Lublin", mute, 1, 1},
		{"an opinion", "2024-05-08", "Opinion: hotel fires", mute, 1, 1},
		{"no word of the topic", "2024-05-08", "Hotel fire kills four", "Guests jumped from windows when fire destroyed the Hotel Aurora. Four people were killed in the blaze on Tuesday.", 1, 1},
	} {
		s := newShelf(t, raw("a", "Vistula Post", "2024-05-08", "Hotel fire in Lublin kills four", fire), raw("b", "Bug Radio", c.day, c.title, c.text))
		b := s.compose(Request{Topic: "Lublin", AsOf: corpus.DayOf(2024, 5, 9)})
		sources := 0
		if len(b.Points) > 0 {
			sources = b.Points[0].Sources
		}
		if len(b.Points) != c.points || sources != c.sources {
			t.Errorf("%s: %d points, the first with %d sources, want %d with %d: %v", c.name, len(b.Points), sources, c.points, c.sources, texts(b.Points))
		}
	}
	// By itself a witness makes no point.
	s := newShelf(t, raw("b", "Bug Radio", "2024-05-08", "Hotel fire in Lublin kills four", mute))
	if b := s.compose(Request{Topic: "Lublin", AsOf: corpus.DayOf(2024, 5, 9)}); len(b.Points) != 0 {
		t.Errorf("points %v of a witness alone", texts(b.Points))
	}
}

// TestLargeStory puts together more reports of one event than are compared one with
// all others, and no article twice.
func TestLargeStory(t *testing.T) {
	var raws []corpus.Raw
	const n = 3*maxPart + 5
	days := []string{"Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Willow"}
	for i := range n {
		paper := fmt.Sprintf("%s Post %d", days[i%len(days)], i)
		text := []string{
			"Four people were killed when a fire destroyed the Hotel Aurora in Lublin on Tuesday, police said.",
			"A fire in the Hotel Aurora in Lublin killed four guests on Tuesday, the fire brigade said.",
			"Four guests died on Tuesday when the Hotel Aurora in Lublin burnt down, the mayor said.",
		}[i%3] + fmt.Sprintf(" The %s saw %d fire engines before it. Rooms %d to %d were empty.", paper, 10+i, 100+i, 200+i)
		raws = append(raws, raw(fmt.Sprint(i), paper, "2024-05-08", "Hotel fire in Lublin kills four", text))
	}
	s := newShelf(t, raws...)
	b := s.compose(Request{Topic: "Lublin", AsOf: corpus.DayOf(2024, 5, 9)})
	if len(b.Points) == 0 || b.Points[0].Sources < n*9/10 || len(b.Points) > 2 {
		t.Errorf("%d reports of one fire make %d points: %v", n, len(b.Points), texts(b.Points))
	}
	if len(b.Points) > 0 && b.Points[0].Sources > n {
		t.Errorf("%d sources of %d articles", b.Points[0].Sources, n)
	}
}
