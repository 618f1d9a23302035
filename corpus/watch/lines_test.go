package watch

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

func TestLines(t *testing.T) {
	const a, b, c = "{\"text\":\"a\"}\n", "{\"text\":\"b\"}\n", "{\"text\":\"c\"}\n" // 13 bytes each
	for _, row := range []struct {
		name  string
		steps func(*world)
		want  string
	}{
		// Only what is new is given, by whole lines.
		{"grows", func(w *world) {
			w.append("x.jsonl", a)
			w.sleep(1)
			w.append("x.jsonl", b+c[:5])
			w.sleep(1)
			w.append("x.jsonl", c[5:])
			w.sleep(60)
		}, "0.27 x.jsonl[0:13]|1.27 x.jsonl[13:26]+1|2.02 x.jsonl[26:39]+2"},
		// One that is never still is given every second.
		{"grows on", func(w *world) {
			for range 30 {
				w.append("x.jsonl", a)
				w.sleep(.1)
			}
		}, "1.02 x.jsonl[0:143]|2.12 x.jsonl[143:286]+11"},
		// A last line without an end counts if it is whole, else after a while.
		{"tail", func(w *world) {
			w.append("x.jsonl", a+b[:12])
			w.sleep(1)
			w.append("x.jsonl", "\n"+c[:5])
			w.sleep(5)
			w.append("x.jsonl", c[5:])
			w.sleep(60)
		}, "0.27 x.jsonl[0:25]|1.27 x.jsonl[13:26]+1|3.27 x.jsonl[26:31]+2|6.27 x.jsonl[26:39]+2"},
		// What is not the file with something more is all of it.
		{"another", func(w *world) {
			w.append("x.jsonl", a+b)
			w.sleep(30)
			w.write("x.jsonl", b+a+c)
			w.sleep(30)
			w.write("x.jsonl", c)
			w.sleep(30)
			w.write("y.jsonl", c+a)
			w.rename("y.jsonl", "x.jsonl")
			w.sleep(30)
		}, "0.27 x.jsonl[0:26]|30.27 x.jsonl[0:39]|60.27 x.jsonl[0:13]|90.27 x.jsonl[0:26]"},
		// A touch brings nothing.
		{"touched", func(w *world) {
			w.append("x.jsonl", a)
			w.sleep(30)
			w.age("x.jsonl")
			w.tell("x.jsonl")
			w.sleep(30)
			w.append("x.jsonl", b)
			w.sleep(30)
		}, "0.27 x.jsonl[0:13]|60.27 x.jsonl[13:26]+1"},
		// A change in the middle of a large file, which leaves its size as it was.
		{"within", func(w *world) {
			large := []byte(strings.Repeat(a, 200_000))
			w.write("x.jsonl", string(large))
			w.sleep(30)
			copy(large[100_000*len(a):], b)
			w.write("x.jsonl", string(large))
			w.age("x.jsonl")
			w.tell("x.jsonl")
			w.sleep(30)
			w.append("x.jsonl", c)
			w.sleep(30)
		}, "0.27 x.jsonl[0:2600000]|30.02 x.jsonl[0:2600000]|60.27 x.jsonl[2600000:2600013]+200000"},
		// The same with something more at its end, before it was looked at: all of it is
		// given. A mere touch of it brings nothing.
		{"within and after", func(w *world) {
			large := []byte(strings.Repeat(a, 200_000))
			w.write("x.jsonl", string(large))
			w.sleep(30)
			w.age("x.jsonl")
			w.tell("x.jsonl")
			w.sleep(30)
			copy(large[100_000*len(a):], b)
			w.write("x.jsonl", string(large)+c)
			w.sleep(30)
		}, "0.27 x.jsonl[0:2600000]|60.27 x.jsonl[0:2600013]"},
		// Of one that is too large to be compared at once the end is given first; what
		// has changed in its middle is found soon after, while it grows too.
		{"within a very large one", func(w *world) {
			large := []byte(strings.Repeat(a, 2_000_000)) // 26 MB
			w.write("x.jsonl", string(large))
			w.sleep(30)
			w.append("x.jsonl", c)
			w.sleep(30)
			copy(large[1_500_000*len(a):], b)
			w.write("x.jsonl", string(large)+c+c)
			w.sleep(30)
			copy(large[1_600_000*len(a):], b)
			w.write("x.jsonl", string(large)+c+c)
			for range 15 {
				w.append("x.jsonl", a)
				w.sleep(.2)
			}
		}, "0.27 x.jsonl[0:26000000]|30.27 x.jsonl[26000000:26000013]+2000000|60.27 x.jsonl[26000013:26000026]+2000001|60.52 x.jsonl[0:26000026]|" +
			"91.02 x.jsonl[26000026:26000104]+2000002|92.22 x.jsonl[0:26000182]"},
		// UTF-16 has no lines that can be counted by bytes, nor has what is compressed.
		{"whole", func(w *world) {
			w.append("x.jsonl", "\xff\xfe{\x00")
			w.append("y.jsonl.gz", "\x1f\x8b")
			w.sleep(1)
			w.append("x.jsonl", "}\x00")
			w.sleep(1)
		}, "0.27 x.jsonl|0.27 y.jsonl.gz|1.27 x.jsonl"},
		{"empty", func(w *world) {
			w.append("x.jsonl", "")
			w.sleep(60)
			w.append("x.jsonl", a)
			w.sleep(60)
		}, "5.02 x.jsonl|60.27 x.jsonl[0:13]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := with(t, false, nil, row.steps)
			if got := strings.Join(w.got, "|"); got != row.want {
				t.Errorf("got\n%s\nwant\n%s", got, row.want)
			}
		})
	}
}

// Whatever is done to a large file, in the end what was given of it, each part put
// over what was given before, is what it holds.
func TestLinesRandom(t *testing.T) {
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 0))
		now := time.Now()
		var given []byte
		w := with(t, false, nil, func(w *world) {
			w.take = func(a Arrival) {
				text, err := os.ReadFile(a.Name)
				w.check(err)
				given = append(given[:min(int(a.Offset), len(given))], text[a.Offset:]...)
				if a.End > 0 {
					given = given[:a.End]
				}
			}
			w.write("x.jsonl", strings.Repeat("{\"text\":\"a line of it\"}\n", 900_000)) // 21.6 MB
			for i := range 15 {
				w.sleep([]float64{.01, .3, 3}[rng.IntN(3)])
				f, err := os.OpenFile(w.path("x.jsonl"), os.O_RDWR, 0)
				w.check(err)
				info, err := f.Stat()
				w.check(err)
				line := fmt.Appendf(nil, "{\"text\":\"%12d\"}\n", i) // as long as the others
				at := info.Size() / 24
				switch rng.IntN(8) {
				case 0: // it becomes shorter
					err = f.Truncate(at * 9 / 10 * 24)
				case 1, 2, 3:
					at = rng.Int64N(at)
					fallthrough
				default:
					_, err = f.WriteAt(line, at*24)
				}
				// Changes at one tick of the system's clock would look like one.
				at = int64(i+1) * int64(time.Second)
				w.check(errors.Join(err, f.Close(), os.Chtimes(w.path("x.jsonl"), now.Add(time.Duration(at)), now.Add(time.Duration(at)))))
				w.tell("x.jsonl")
			}
			w.sleep(60)
		})
		text, err := os.ReadFile(w.path("x.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(given, text) {
			t.Errorf("seed %d: of %d bytes %d are given, or others", seed, len(text), len(given))
		}
	}
}
