package brief

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dateline/corpus"
)

// newsOf writes articles of no meaning but of the shape of news, two passages
// each, of the 120 days before 10 May 2024: what happens to whom, where and on
// which day of the week.
func newsOf(seed uint64, articles int) []corpus.Raw {
	r := rand.New(rand.NewPCG(seed, 2))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	syllables := strings.Fields("ba ko lin dra mes tor vi qua shen ul par ne gos tri fa wel dum rac hi zo")
	word := func() string {
		w := pick(syllables) + pick(syllables)
		if r.IntN(2) == 0 {
			w += pick(syllables)
		}
		return w
	}
	name := func() string { w := word(); return strings.ToUpper(w[:1]) + w[1:] }
	cities := strings.Fields("Oslo Santiago Nairobi Warsaw Jakarta Ankara Lima Helsinki Lahore Karachi Islamabad Peshawar")
	lands := strings.Fields("Norwegian Chilean Kenyan Polish Indonesian Turkish Peruvian Finnish Pakistani")
	offices := []string{"Foreign Minister", "Prime Minister", "Defence Minister", "President"}
	var out []corpus.Raw
	for i := range articles {
		day := corpus.DayOf(2024, 5, 10) - corpus.Day(r.IntN(120))
		city, who := pick(cities), pick(lands)+" "+pick(offices)+" "+name()
		var b strings.Builder
		switch r.IntN(3) {
		case 0:
			fmt.Fprintf(&b, "%s arrived in %s on %s for a two-day visit, the first in %d years. ", who, city, (day - 1).Weekday(), 2+r.IntN(9))
		case 1:
			fmt.Fprintf(&b, "At least %d people were killed in %s on %s when a %s hit a %s near the %s, police said. ", 2+r.IntN(40), city, (day - 1).Weekday(), word(), word(), word())
		default:
			fmt.Fprintf(&b, "%s signed a %s agreement with the %s company %s in %s on %s. ", who, word(), pick(lands), name(), city, (day - 1).Weekday())
		}
		for b.Len() < 2600 {
			fmt.Fprintf(&b, "The %s of %s %s the %s %s in %s. ", word(), pick(cities), pick([]string{"signed", "visited", "met", "opened"}), word(), word(), word())
			fmt.Fprintf(&b, "“%s the %s of %s,” %s said. ", word(), word(), word(), name())
			if r.IntN(4) == 0 {
				b.WriteString("\n\n")
			}
		}
		out = append(out, raw(fmt.Sprint(i), "The Daily "+pick(cities), day.String(), who+" in "+city, b.String()))
	}
	return out
}

func BenchmarkCompose(b *testing.B) {
	for _, passages := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("passages=%d", passages), func(b *testing.B) {
			s := newShelf(b, newsOf(3, passages/2)...)
			for _, topic := range []string{"Pakistan", "Lahore and Karachi", "agreement"} {
				b.Run(topic, func(b *testing.B) {
					for b.Loop() {
						brief, err := s.Compose(b.Context(), Request{Topic: topic, Collections: []string{collection}, AsOf: corpus.DayOf(2024, 5, 10)})
						if err != nil || brief.Articles == 0 && topic == "Pakistan" {
							b.Fatal(brief.Articles, err)
						}
						b.ReportMetric(float64(len(brief.Read)), "read")
					}
				})
			}
		})
	}
}
