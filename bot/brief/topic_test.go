package brief

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/corpus"
)

// onTopic says which articles of the test data are on a topic, of one half of
// them; all others are not.
var onTopic = []struct{ half, topic, on string }{
	// Places: by name, adjective or city; a mention beside the news is none.
	{"dev", "Pakistan", "o3 o4"},
	{"dev", "pakistan", "o3 o4"},
	{"dev", "the latest on Pakistan", "o3 o4"},
	{"dev", "Norway", "r1 r2"},
	{"dev", "Serbia", "e5"},
	{"dev", "Georgia", "p1 p2 p3 p4"},
	{"dev", "Leeds", "c1 c2 o9"},
	{"dev", "Nowshera", "f4 f5"},
	{"dev", "Peru", "b1 b2"},
	{"dev", "Bangladesh", "v3 v4"},
	{"dev", "Germany", "v1 v2 v3 v4"},
	// A name within a longer name is another name.
	{"dev", "Jordan", "o10"},
	{"dev", "Jordan Henderson", "o11"},
	{"dev", "Manchester United", "o8"},
	{"dev", "Leeds United", "o9"},
	{"dev", "Norwich City", "s1 s2 s5"},
	// People and firms, by the last word alone and in full.
	{"dev", "Baerbock", "v1 v2 v3 v4"},
	{"dev", "Annalena Baerbock", "v1 v2 v3 v4"},
	{"dev", "golob", "e1 e4"},
	{"dev", "Tarnwood", "c1 c2 c3 c4 c5 c6"},
	{"dev", "Tarnwood Motors", "c1 c2 c3 c4 c5 c6"},
	{"dev", "Helen Marsh", "c5 c6"},
	{"dev", "Blackburn Rovers", "s1 s2 s3 s4"},
	// A word that is a name and a common word is what the articles make of it.
	{"dev", "Apple", "o6 o7"},
	// Bodies in full and by their initials.
	{"dev", "IMF", "o3 o5"},
	{"dev", "International Monetary Fund", "o3 o5"},
	// Common words.
	{"dev", "gas pipeline", "o12"},
	{"dev", "news about interest rates", "r1 r2 r3 r4"},
	{"dev", "earthquake", "q1 q2"},
	{"dev", "foreign agents bill", "p1 p2 p3 p4"},
	// A name with what happened beside it.
	{"dev", "Kessler trial", "t1 t2"},
	{"dev", "floods in Nowshera", "f4 f5"},
	{"dev", "Slovenia election", "e1 e2 e3 e4"},
	{"dev", "Tarnwood profits", "c3 c4 c5"},
	// All names must be meant.
	{"dev", "Germany and India", "v1 v2"},
	{"dev", "Georgia and Serbia", ""},
	{"dev", "Norwich and Blackburn", "s1 s2"},
	// What no article is about.
	{"dev", "Brazil", ""},
	{"dev", "carnival", ""},

	{"held", "Greece", "hf1 hf2 hf3 hf4 o15"},
	{"held", "Turkey", "o15"},
	{"held", "Turkey and Greece", "o15"},
	{"held", "Sudan", "o19 o20"},
	{"held", "Sudan war", "o19"},
	{"held", "Tesla", "o17"},
	{"held", "WHO", "o22"},
	{"held", "World Health Organization", "o22"},
	{"held", "North Korea", "o26"},
	{"held", "South Korea", "o25 o26"},
	{"held", "Kagame", "he3 he4"},
	{"held", "Paul Kagame", "he3 he4"},
	{"held", "Kenya", "he3 he4 hp1 hp2 hp3 o24"},
	{"held", "Rwanda and Kenya", "he3 he4"},
	{"held", "Bosko", "ht1 ht2"},
	{"held", "Argon Foods", "hc1 hc2 hc3 hc4"},
	{"held", "Argon takeover", "hc1 hc2"},
	{"held", "Pellico", "hc1 hc2"},
	{"held", "French Open", "hs1 hs2 hs3 hs4"},
	{"held", "Iga Swiatek", "hs1 hs2"},
	{"held", "malaria vaccine", "hd1 hd2"},
	{"held", "Novara", "hd1 hd2 hd3"},
	{"held", "teachers strike", "o23"},
	{"held", "wildfires", "hf1 hf2 hf3 hf4"},
	{"held", "forest fire on Rhodes", "hf3 hf4"},
	{"held", "Brno", "ht1 ht2 ht3 ht4"},
	{"held", "satellite launch", "hr1 hr2"},
	{"held", "ferry off Bali", "hb1 hb2"},
	{"held", "Hungary", "o18"},
	{"held", "Indonesia", "hb1 hb2"},
	{"held", "tax on bread", "hp1 hp2 hp3"},
}

func TestAbout(t *testing.T) {
	all := readReports(t, "testdata/reports.txt", "testdata/topics.txt")
	for _, half := range []string{"dev", "held"} {
		articles := map[corpus.Key]*article{}
		var raws []corpus.Raw
		for _, r := range all {
			if r.half == half {
				raws = append(raws, r.Raw)
			}
		}
		sh := newShelf(t, raws...)
		for _, r := range raws {
			doc, err := sh.archive.Document(t.Context(), corpus.Key{Collection: collection, ID: r.ID}, 0)
			if err != nil {
				t.Fatal(err)
			}
			a := &article{Document: doc}
			a.lines = linesOf(doc)
			articles[doc.Key] = a
		}
		right, wrong, missed := 0, 0, 0
		for _, c := range onTopic {
			if c.half != half {
				continue
			}
			topic, ok := readTopic(c.topic)
			if !ok {
				t.Errorf("readTopic(%q) fails", c.topic)
				continue
			}
			keys := sortedKeys(articles)
			topic.spell(articles, keys)
			var got []string
			for _, k := range keys {
				if topic.about(articles[k]).on {
					got = append(got, k.ID)
				}
			}
			want := strings.Fields(c.on)
			for _, id := range got {
				if slices.Contains(want, id) {
					right++
				} else {
					wrong++
					t.Logf("%s: %q: %s is not on the topic", half, c.topic, id)
				}
			}
			for _, id := range want {
				if !slices.Contains(got, id) {
					missed++
					t.Logf("%s: %q: %s is missed", half, c.topic, id)
				}
			}
		}
		p, r := float64(right)/float64(max(1, right+wrong)), float64(right)/float64(max(1, right+missed))
		fmt.Printf("topics, %s: precision %.3f (%d wrong), recall %.3f (%d missed of %d)\n", half, p, wrong, r, missed, right+missed)
		if p < .95 || r < .85 {
			t.Errorf("%s: precision %.3f, recall %.3f", half, p, r)
		}
	}
}
