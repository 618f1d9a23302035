package archive

import (
	"slices"
	"strings"
	"testing"
)

const report = `A bus went off the mountain road near Selby in heavy rain on Tuesday evening, killing 12 people and injuring 30, police said.

The bus of the Vale Line was on its way from Karstow to Port Azel with 45 passengers when it broke through the barrier and fell about 40 metres into a gorge. Rescuers climbed down on ropes and worked by the light of lamps until morning.

Among the dead is the driver, Tomas Reyes, who had driven the road for nine years. Two children from Brenn are in hospital in a serious condition.

The road was closed. Transport minister Ruth Adeyemi said that she would have all barriers on it looked at before winter.`

// TestLikeness asks of single pairs what ingest says of them; "" where they are
// no near-copies.
func TestLikeness(t *testing.T) {
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(report) }
	paragraphs := strings.Split(report, "\n\n")
	russian := `Министр иностранных дел России Сергей Лавров прибыл во вторник в Исламабад с двухдневным визитом. Это первый визит российского министра в Пакистан за девять лет. На переговорах речь пойдет о торговле, газопроводе и положении в Афганистане, сообщили в министерстве. В среду он встретится с премьер-министром.`
	chinese := `俄罗斯外长拉夫罗夫星期二抵达伊斯兰堡进行为期两天的访问。这是俄罗斯外长九年来首次访问巴基斯坦。双方将讨论贸易、天然气管道和阿富汗局势。星期三他将会见总理。`
	for _, row := range []struct {
		why, a, b, want string
	}{
		{"the same", report, report, "word for word"},
		{"other quotation marks and white space are no words", strings.ReplaceAll(report, "\n\n", "  "), report, "word for word"},
		{"in capitals", strings.ToUpper(report), report, "word for word"},
		{"a headline", "Twelve die in gorge\n\n" + report, report, "4 words put in"},
		{"another headline", "Twelve die in gorge\n\n" + report, "Bus falls into the deep\n\n" + report, "the same but for its headline"},
		{"cut", paragraphs[0] + "\n\n" + paragraphs[1], report, "cut after 69 of 117 words"},
		{"the other was cut", report, paragraphs[0] + "\n\n" + paragraphs[1], "the fuller text, the other ends after 69 of 117 words"},
		{"brought up to date", replace("killing 12", "killing 15"), report, "1 of 117 words changed"},
		{"brought up to date at three places", replace("killing 12", "killing 15", "injuring 30", "injuring 28", "Two children", "Three children"), report, "3 of 117 words changed"},
		{"a tagline", report + " (Neva Press)", report, "2 words put in"},
		{"a line left out at the end", strings.TrimSuffix(report, " before winter."), report, "2 words left out"},
		{"a paragraph put in", paragraphs[0] + "\n\nIt was the third accident of this kind since the spring, and the worst by far.\n\n" + strings.Join(paragraphs[1:], "\n\n"), report, "16 words put in"},
		{"all at once", "Bus falls\n\n" + replace("killing 12", "killing 15", paragraphs[3], "(Wire)"), report, "cut after 96 of 117 words, 1 of 96 words changed, 3 words put in"},
		{"Russian, cut", russian[:strings.Index(russian, " В среду")], russian, "7 words put in"},
		{"Chinese, word for word", chinese, chinese, "word for word"},
		{"Chinese, cut", chinese[:strings.Index(chinese, "星期三")], chinese, "9 words left out"},
		// No near-copies:
		{"the same form: other names and figures", replace("Selby", "Marrow", "Tuesday", "Friday", "12", "7", "30", "19", "Vale Line", "Blue Coach", "Karstow", "Tartu", "Port Azel", "Oran", "45", "38",
			"Tomas Reyes", "Luka Petrov", "Brenn", "Sarn", "40", "25"), report, ""},
		{"the first paragraph under another story", "Seven were hurt when a tram ran into a wall. " + strings.Repeat("Nobody knows why the brakes gave way so suddenly then. ", 20) + paragraphs[2], report, ""},
		{"a sentence", "The road was closed.", report, ""},
		{"nothing", "", report, ""},
		{"nothing and nothing", "", "", ""},
	} {
		a, b := readText(row.a), readText(row.b)
		got := likeness(&a, &b).String()
		if row.why == "Russian, cut" {
			got = likeness(&b, &a).String()
		}
		if got != row.want && (row.want == "" || !strings.HasPrefix(got, row.want)) {
			t.Errorf("%s: %q, want %q", row.why, got, row.want)
		}
		// Which is which changes only how it is told.
		if x, y := likeness(&a, &b), likeness(&b, &a); (x.Shared > 0) != (y.Shared > 0) {
			t.Errorf("%s: %+v, the other way about %+v", row.why, x, y)
		}
	}
}

// FuzzAlign checks that runs are shared, in order, and do not overlap.
func FuzzAlign(f *testing.F) {
	f.Add(report, report)
	f.Add(report, "A bus went off. "+report[100:])
	f.Add("a a a a a a b a a a", "a a a b a a a a a a a")
	f.Add("", "x")
	f.Fuzz(func(t *testing.T, one, two string) {
		if len(one)+len(two) > 20_000 {
			return
		}
		a, b := readText(one), readText(two)
		i, j := 0, 0
		for _, r := range align(&a, &b) {
			if r.n <= 0 || r.i < i || r.j < j || r.i+r.n > len(a.words) || r.j+r.n > len(b.words) {
				t.Fatalf("run %+v after %d, %d of %d, %d words", r, i, j, len(a.words), len(b.words))
			}
			if !slices.Equal(a.words[r.i:r.i+r.n], b.words[r.j:r.j+r.n]) {
				t.Fatalf("run %+v is not shared", r)
			}
			i, j = r.i+r.n, r.j+r.n
		}
		l := likeness(&a, &b)
		if l.Changed < 0 || l.Changed > l.Core || l.CutAfter > l.Others || l.OtherAfter > l.Words || l.Shared > min(l.Words, l.Others) {
			t.Fatalf("%+v", l)
		}
		if slices.Equal(a.words, b.words) && len(a.words) > 0 && (l.Shared != len(a.words) || l.String() != "word for word") {
			t.Fatalf("the same words: %+v", l)
		}
	})
}
