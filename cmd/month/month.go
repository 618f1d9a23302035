package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Bounds of the parent.
const (
	killWithin = 60 * time.Millisecond // after a run is due, at random; a run takes a fraction of it
	awayOneIn  = 8                     // kills after which the bot stays away for hours
	longestOff = 30 * time.Hour
	lifeWithin = 10 * time.Minute
)

// month is a month that passes.
type month struct {
	dir, self  string
	start, end time.Time
	rng        *rand.Rand

	kills, lives int
	away         []absence
}

// absence is a time in which the bot did not run.
type absence struct{ from, to time.Time }

func newMonth(dir, self string, start time.Time, days int, seed uint64) *month {
	return &month{dir: dir, self: self, start: start, end: start.AddDate(0, 0, days), rng: rand.New(rand.NewPCG(seed, 0x6d6f))}
}

// pass lets the month pass, one life of the child after another.
func (m *month) pass(ctx context.Context, progress io.Writer) error {
	if err := errors.Join(writeTime(filepath.Join(m.dir, clockFile), m.start), writeTime(filepath.Join(m.dir, endFile), m.end)); err != nil {
		return err
	}
	dues := map[int64]bool{}
	for _, s := range subscriptions {
		list, err := s.dues(m.start, m.end)
		if err != nil {
			return err
		}
		for _, t := range list {
			dues[t.Unix()] = true
		}
	}
	// In every second minute with runs the child is killed, once.
	for {
		over, err := m.life(ctx, dues)
		if err != nil || over {
			return err
		}
		at, err := readTime(filepath.Join(m.dir, clockFile))
		if err != nil {
			return err
		}
		if m.rng.IntN(awayOneIn) == 0 {
			to := at.Add(time.Duration(m.rng.Int64N(int64(longestOff)))).Truncate(time.Minute)
			if to.After(at) && to.Before(m.end) {
				m.away = append(m.away, absence{at, to})
				if err := writeTime(filepath.Join(m.dir, clockFile), to); err != nil {
					return err
				}
				at = to
			}
		}
		if m.kills%50 == 0 {
			fmt.Fprintf(progress, "%s: %d kills\n", at.Format(time.DateOnly), m.kills)
		}
	}
}

// life runs the child until it is killed or the month is over. Dues are the
// times at which runs are due that were not met yet.
func (m *month) life(ctx context.Context, dues map[int64]bool) (over bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, lifeWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, m.self, childArg)
	cmd.Env = append(os.Environ(), dirEnv+"="+m.dir)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, err
	}
	m.lives++
	killed := make(chan struct{})
	killing := false
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var at int64
		if lines.Text() == "over" {
			over = true
		}
		if n, _ := fmt.Sscanf(lines.Text(), "at %d", &at); n == 1 && dues[at] && !killing {
			delete(dues, at)
			if m.rng.IntN(2) == 0 {
				continue
			}
			killing = true
			time.AfterFunc(time.Duration(m.rng.Int64N(int64(killWithin))), func() {
				_ = cmd.Process.Kill() // it may have ended
				close(killed)
			})
		}
	}
	err = cmd.Wait()
	if killing {
		<-killed
		m.kills++
		return over, nil // where it is over, it was killed with nothing left to do
	}
	if err != nil {
		return false, fmt.Errorf("the child: %w\n%s", err, said.String())
	}
	if !over {
		return false, errors.New("the child ended before the month")
	}
	return true, nil
}
