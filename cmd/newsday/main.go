// Newsday replays a day of news into five subscriptions and checks what each run
// said was new against the truth.
//
//	go run ./cmd/newsday [-seed 1] [-articles 2000] [-frames a] [-hard] [-days 1] [-dir FOLDER] [-totals] [-show N [-only KIND]] [-cards]
//
// Package day writes the articles, with the truth about them. They come in
// minute by minute on a fake clock, through ingest.Pipeline into an archive on
// disk and a real index. Five subscriptions, to a country, a person, a pair of
// countries, a company and a theme, run on the same clock through chat.Desk, with
// a platform that keeps what is posted. Each run is then judged: see check.go for
// what an editor may take either way. Before the first minute each subscription
// runs once over the archive of the days before, in which nothing is new.
//
// With -days N it goes through N days, of seeds that follow one another, and prints
// their totals alone.
//
// It prints a line for each run, totals for each subscription and for all, and
// how long the parts took. The exit status is 1 where a total misses its bar, 2
// where the replay could not be done. With -show what was judged wrong is printed
// with its quotes, of each kind so many, or of one kind with -only; -totals leaves
// out the line for each run, and -cards prints what was posted.
//
// With -pairs FILE the pairs of reports that the briefings compare are added to a
// file, with whether they are of one story, as examples for cmd/pairs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dateline/bot/brief"
	"dateline/cmd/exam"
	"dateline/cmd/newsday/day"
)

func main() { exam.Main("newsday", command) }

func command(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o day.Options
	flags := flag.NewFlagSet("newsday", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Uint64Var(&o.Seed, "seed", 1, "of all chance")
	flags.IntVar(&o.Articles, "articles", 2000, "how `many` arrive on the day")
	flags.StringVar(&o.Frames, "frames", "a", "family of sentences: a, b, c or d")
	flags.BoolVar(&o.Hard, "hard", false, "more of what misleads")
	show := flags.Int("show", 0, "print so `many` of each kind of error")
	only := flags.String("only", "", "print errors of this `kind` alone")
	quiet := flags.Bool("totals", false, "print no line for each run")
	cards := flags.Bool("cards", false, "print what was posted")
	days := flags.Int("days", 1, "replay so `many` days, of one seed after the other")
	dir := flags.String("dir", "", "keep archive and state in this `folder`")
	pairs := flags.String("pairs", "", "write the pairs of reports that were compared to this `file`, to learn from")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 || o.Articles < 100 {
		return fmt.Errorf("arguments %s: there are flags only, and at least 100 articles", strings.Join(args, " "))
	}
	var sum *verdict
	for i := range max(*days, 1) {
		v, err := examine(ctx, o, *dir, *show, *only, *pairs, stderr)
		if err != nil {
			return fmt.Errorf("seed %d: %w", o.Seed, err)
		}
		o.Seed++
		if *days <= 1 {
			v.print(stdout, *quiet)
			if *cards {
				v.printCards(stdout)
			}
			sum = v
			continue
		}
		v.head(stdout)
		for _, e := range v.errors {
			fmt.Fprintln(stdout, e)
		}
		if i == 0 {
			sum = v
		} else {
			sum.add(v)
		}
	}
	if *days > 1 {
		sum.printTotals(stdout)
	}
	if len(sum.misses()) > 0 {
		return exam.ErrShort
	}
	return nil
}

// examine replays one day and judges it. A folder that is named is kept.
func examine(ctx context.Context, o day.Options, dir string, show int, only, pairs string, log io.Writer) (v *verdict, err error) {
	start := time.Now()
	d, err := day.Generate(o)
	if err != nil {
		return nil, err
	}
	generate := time.Since(start)
	if dir == "" {
		if dir, err = os.MkdirTemp("", "dateline-newsday"); err != nil {
			return nil, err
		}
		defer os.RemoveAll(dir)
	}
	var compared func(brief.Pair)
	if pairs != "" {
		w, failed := newCompared(pairs, o, d)
		if failed != nil {
			return nil, failed
		}
		defer func() { err = errors.Join(err, w.close()) }()
		compared = w.add
	}
	out, err := replay(ctx, d, dir, compared, log)
	if err != nil {
		return nil, err
	}
	out.generate = generate
	v = assess(d, &out, show, only)
	v.took = time.Since(start)
	return v, nil
}
