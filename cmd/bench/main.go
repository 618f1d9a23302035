// Bench measures dateline on the development halves of public test sets, which
// stand in a folder beside the repository. It builds the program, feeds it
// through --batch as any script would, and prints each figure with the one to
// beat.
//
//	go run ./cmd/bench [-shared DIR] [cleaning|textdates|timeqa|multihop|seeds]...
//
// Without names it runs all sets. Where the folder is absent it says so and
// exits with status 0: the sets are for measuring, not a part of the project.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A set maps a test set's fields to the program's contract and scores what
// comes back.
type set struct {
	name string
	run  func(context.Context, *bench) error
}

var sets = []set{
	{"seeds", seeds},
	{"cleaning", cleaning},
	{"textdates", textdates},
	{"timeqa", timeqa},
	{"multihop", multihop},
}

// bench is what a set has to work with.
type bench struct {
	shared string // the folder of the sets
	binary string // dateline
	tmp    string // a folder that goes when the run ends
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	shared := flags.String("shared", filepath.Join("..", "shared"), "the `folder` that holds bench and seeds")
	binary := flags.String("dateline", "", "the program to measure (default: built from this tree)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(*shared, "bench")); err != nil {
		fmt.Printf("no test sets in %s: nothing measured\n", *shared)
		return nil
	}
	tmp, err := os.MkdirTemp("", "dateline-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	b := &bench{shared: *shared, binary: *binary, tmp: tmp}
	if b.binary == "" {
		b.binary = filepath.Join(tmp, "dateline")
		build := exec.CommandContext(ctx, "go", "build", "-o", b.binary, "./cmd/dateline")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build dateline: %w", err)
		}
	}
	wanted := flags.Args()
	for _, name := range wanted {
		if !slices.ContainsFunc(sets, func(s set) bool { return s.name == name }) {
			return fmt.Errorf("no set is called %s", name)
		}
	}
	for _, s := range sets {
		if len(wanted) > 0 && !slices.Contains(wanted, s.name) {
			continue
		}
		start := time.Now()
		fmt.Printf("== %s\n", s.name)
		if err := s.run(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Printf("   (%.1f s)\n", time.Since(start).Seconds())
	}
	return nil
}

// figure prints one figure beside what it is measured against.
func figure(name string, got float64, beat string) {
	fmt.Printf("   %-32s %7.3f   (%s)\n", name, got, beat)
}

// load reads a file of JSON lines.
func load[T any](b *bench, name string) ([]T, error) {
	f, err := os.Open(filepath.Join(b.shared, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []T
	dec := json.NewDecoder(bufio.NewReader(f))
	for dec.More() {
		var v T
		if err := dec.Decode(&v); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, v)
	}
	return out, nil
}

// lines writes values as JSON lines.
func lines[T any](values []T) (*bytes.Buffer, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	for _, v := range values {
		if err := enc.Encode(v); err != nil {
			return nil, err
		}
	}
	return &buf, nil
}

// batch runs the program over one JSON line per value and decodes what it
// prints, one answer a line, in order.
func batch[In, Out any](ctx context.Context, b *bench, values []In, args ...string) ([]Out, error) {
	in, err := lines(values)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, b.binary, append(args, "--batch")...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("dateline %s: %w", strings.Join(args, " "), err)
	}
	answers := make([]Out, 0, len(values))
	dec := json.NewDecoder(&out)
	for dec.More() {
		var v Out
		if err := dec.Decode(&v); err != nil {
			return nil, err
		}
		answers = append(answers, v)
	}
	if len(answers) != len(values) {
		return nil, fmt.Errorf("dateline %s: %d answers to %d lines", strings.Join(args, " "), len(answers), len(values))
	}
	return answers, nil
}

// record is a line of an archive's source.
type record struct {
	ID        string `json:"id"`
	URL       string `json:"url,omitempty"`
	Title     string `json:"title,omitempty"`
	Source    string `json:"source,omitempty"`
	Author    string `json:"author,omitempty"`
	Published string `json:"published,omitempty"`
	Text      string `json:"text"`
}

// ingest makes an archive of records and returns its folder.
func (b *bench) ingest(ctx context.Context, name string, records []record) (string, error) {
	in, err := lines(records)
	if err != nil {
		return "", err
	}
	store := filepath.Join(b.tmp, name)
	start := time.Now()
	if err := b.dateline(ctx, in, "ingest", "--store", store, "-"); err != nil {
		return "", err
	}
	fmt.Printf("   ingested %d records in %.1f s\n", len(records), time.Since(start).Seconds())
	return store, nil
}

// dateline runs the program.
func (b *bench) dateline(ctx context.Context, stdin io.Reader, args ...string) error {
	cmd := exec.CommandContext(ctx, b.binary, args...)
	cmd.Stdin, cmd.Stderr = stdin, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("dateline %s: %w", args[0], err)
	}
	return nil
}

// question is a line of search --batch and ask --batch.
type question struct {
	ID       string `json:"id"`
	Question string `json:"question"`
}

type searched struct {
	Hits []struct {
		Article string `json:"article"`
		Text    string `json:"text"`
	} `json:"hits"`
}

type answered struct {
	Answer    string  `json:"answer"`
	Abstained bool    `json:"abstained"`
	MS        float64 `json:"ms"`
	Citations []struct {
		Article string `json:"article"`
		Quote   string `json:"quote"`
	} `json:"citations"`
}
