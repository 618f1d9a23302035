package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"dateline/corpus"
)

// newsroom writes articles of no meaning but of the shape of news: names with
// offices, visits, dates, quotes and a vocabulary in which few words are
// frequent and most are rare. The same seed writes the same.
type newsroom struct {
	r      *rand.Rand
	zipf   *rand.Zipf
	words  []string
	people []person // the first are in the news most
	fame   *rand.Zipf
}

// person is somebody in the news, with one office.
type person struct{ surname, office string }

func newNewsroom(seed uint64) *newsroom {
	n := &newsroom{r: rand.New(rand.NewPCG(seed, 1))}
	n.zipf = rand.NewZipf(n.r, 1.1, 4, 49_999)
	syllables := strings.Fields("ba ko lin dra mes tor vi qua shen ul par ne gos tri fa wel dum rac hi zo")
	for i := range 50_000 {
		w := ""
		for k := i + 20; k > 0; k /= len(syllables) {
			w += syllables[k%len(syllables)]
		}
		n.words = append(n.words, w)
	}
	for i := range 600 {
		w := n.words[20_000+37*i]
		n.people = append(n.people, person{strings.ToUpper(w[:1]) + w[1:], lands[i%len(lands)] + " " + offices[i/len(lands)%len(offices)]})
	}
	n.fame = rand.NewZipf(n.r, 1.2, 8, uint64(len(n.people)-1))
	return n
}

func (n *newsroom) someone() person { return n.people[n.fame.Uint64()] }

var (
	lands    = []string{"Norwegian", "Chilean", "Kenyan", "Polish", "Indonesian", "Turkish", "Peruvian", "Finnish"}
	cities   = []string{"Oslo", "Santiago", "Nairobi", "Warsaw", "Jakarta", "Ankara", "Lima", "Helsinki"}
	function = strings.Fields("the of and to in that for with as was on by it at from his are which but not have an they were")
	offices  = []string{"Foreign Minister", "Prime Minister", "Defence Minister", "President"}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (n *newsroom) filler(words int) string {
	out := make([]string, words)
	for i := range out {
		// Every other word is one that English cannot do without.
		if out[i] = n.words[n.zipf.Uint64()]; i%2 == 1 {
			out[i] = pick(n.r, function)
		}
	}
	return strings.Join(out, " ")
}

// article writes about 400 words, two passages.
func (n *newsroom) article(i int) map[string]string {
	day := corpus.DayOf(2000, 1, 1) + corpus.Day(n.r.IntN(9000))
	p := n.someone()
	who := p.office + " " + p.surname
	city := pick(n.r, cities)
	var b strings.Builder
	fmt.Fprintf(&b, "%s arrived in %s on %s for a two-day visit, the first in %d years. ", who, city, day.Weekday(), 2+n.r.IntN(9))
	for b.Len() < 2600 {
		fmt.Fprintf(&b, "The %s %s %s in %d. ", n.filler(6), pick(n.r, []string{"signed", "visited", "met", "opened"}), n.filler(5), 1990+n.r.IntN(30))
		fmt.Fprintf(&b, "“%s,” %s said. ", n.filler(14), n.someone().surname)
		if n.r.IntN(4) == 0 {
			b.WriteString("\n\n")
		}
	}
	return map[string]string{"id": fmt.Sprint(i), "title": who + " visits " + city, "source": "The Daily " + pick(n.r, cities), "published": day.String(), "text": b.String()}
}

// scaleStore makes an archive of about so many passages.
func scaleStore(b *testing.B, passages int) string {
	store := b.TempDir()
	pr, pw := io.Pipe()
	go func() {
		n := newNewsroom(7)
		enc := json.NewEncoder(pw)
		for i := range passages / 2 {
			if err := enc.Encode(n.article(i)); err != nil {
				return
			}
		}
		pw.Close()
	}()
	var out bytes.Buffer
	if code := run(b.Context(), []string{"ingest", "--store", store, "-"}, pr, &out, &out, noEnv, time.Now); code != 0 {
		b.Fatalf("ingest: %d: %s", code, out.String())
	}
	return store
}

func noEnv(string) string { return "" }

var scales = []int{1_000, 10_000, 100_000}

// BenchmarkIngest gives the articles that a whole ingest takes in a second,
// from JSON Lines to the index's snapshot.
func BenchmarkIngest(b *testing.B) {
	const articles = 1000
	n := newNewsroom(3)
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for i := range articles {
		if err := enc.Encode(n.article(i)); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(in.Len()))
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if code := run(b.Context(), []string{"ingest", "--store", b.TempDir(), "-"}, bytes.NewReader(in.Bytes()), &out, &out, noEnv, time.Now); code != 0 {
			b.Fatalf("%d: %s", code, out.String())
		}
	}
	b.ReportMetric(float64(articles*b.N)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkQuestions gives the time of opening an archive, of a search and of
// an answer at three sizes, and the memory that an open archive holds.
func BenchmarkQuestions(b *testing.B) {
	for _, passages := range scales {
		b.Run(fmt.Sprintf("passages=%d", passages), func(b *testing.B) {
			if passages > 10_000 && testing.Short() {
				b.Skip("short")
			}
			sh := &shell{store: scaleStore(b, passages), getenv: noEnv, now: time.Now, stderr: io.Discard}
			ctx := context.Background()
			b.Run("open", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					lib, err := sh.open(ctx)
					if err != nil {
						b.Fatal(err)
					}
					lib.Close()
				}
			})
			before := heap()
			lib, err := sh.open(ctx)
			if err != nil {
				b.Fatal(err)
			}
			defer lib.Close()
			held := float64(heap()-before) / (1 << 20)
			n := newNewsroom(11)
			questions := make([]string, 64)
			for i := range questions {
				questions[i] = fmt.Sprintf("when did %s last visit %s before %d?", n.someone().surname, pick(n.r, cities), 2005+n.r.IntN(15))
				if i%2 == 1 {
					questions[i] = fmt.Sprintf("how many %s did %s open in %d?", n.filler(2), n.someone().surname, 1990+n.r.IntN(30))
				}
			}
			b.Run("search", func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					if _, err := lib.search(ctx, searchIn{Question: questions[i%len(questions)]}, 10); err != nil {
						b.Fatal(err)
					}
					i++
				}
				b.ReportMetric(held, "MiB-held")
			})
			b.Run("ask", func(b *testing.B) {
				b.ReportAllocs()
				i := 0
				for b.Loop() {
					if _, _, err := lib.ask(ctx, askIn{Question: questions[i%len(questions)]}, nil); err != nil {
						b.Fatal(err)
					}
					i++
				}
			})
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
