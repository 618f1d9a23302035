package chat

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dateline/bot"
	"dateline/bot/state"
)

// BenchmarkAccept measures taking a question down on a disk, which must be done
// before the platform's acknowledgement: most of it is the disk's own time.
func BenchmarkAccept(b *testing.B) {
	for _, open := range []int{0, 200} {
		b.Run(fmt.Sprintf("open=%d", open), func(b *testing.B) {
			ctx := context.Background()
			s, err := state.Open(ctx, b.TempDir(), state.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			d, err := New(Setup{State: s, Now: time.Now, Settings: DefaultSettings(), Archive: noArchive{}, MaxPerUser: 1 << 30, MaxQueue: 1 << 30,
				Asker: parrot(func(context.Context, bot.Request) (bot.Answer, error) { return bot.Answer{}, nil })})
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			accept := func() {
				n++
				r := killRequest()
				r.Keys = []string{fmt.Sprint("e", n), fmt.Sprint("m", n)}
				r.Message = r.Keys[1]
				if out, err := d.Accept(ctx, r); err != nil || out.Verdict != Accepted {
					b.Fatal(out, err)
				}
			}
			for range open {
				accept()
			}
			b.ReportAllocs()
			for b.Loop() {
				accept()
			}
		})
	}
}
