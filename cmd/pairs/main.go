// Pairs asks of pairs of reports whether a briefing tells them as one event, and
// fits the weights by which it judges that.
//
//	go run ./cmd/pairs [-show] FILE.txt...
//	go run ./cmd/pairs -learn [FILE.tsv...] FILE.txt...
//
// Files that end in .txt are of pairs, as package bot/brief/pairs reads them. For
// each, two lines say how its pairs came out: those that may be learnt from, and
// those that are kept from it. With -show those that came out wrong are printed, with
// what weighed most; of those that are kept, none.
//
// With -learn the weights are fitted to the pairs that are not kept and to the examples
// of files that end in .tsv, which newsday -pairs writes, and printed as a table.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"dateline/bot/brief/pairs"
	"dateline/cmd/exam"
)

func main() { exam.Main("pairs", command) }

func command(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("pairs", flag.ContinueOnError)
	flags.SetOutput(stderr)
	fit := flags.Bool("learn", false, "fit the weights of bot/brief, and print them")
	show := flags.Bool("show", false, "print the pairs that came out wrong, without those that are kept")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("no files: name those of pairs")
	}
	var examples []pairs.Example
	for _, path := range flags.Args() {
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".tsv") {
			list, err := pairs.ReadExamples(path, bytes.NewReader(b))
			if err != nil {
				return err
			}
			examples = append(examples, list...)
			continue
		}
		list, err := pairs.Read(path, bytes.NewReader(b))
		if err != nil {
			return err
		}
		outcomes, err := pairs.Try(ctx, list)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		var open, kept pairs.Count
		for i := range outcomes {
			o := &outcomes[i]
			if o.Kept {
				kept.Add(o)
				continue
			}
			open.Add(o)
			examples = append(examples, o.Examples...)
			if *show && (o.One != o.Same || !o.Told) {
				explain(stdout, o)
			}
		}
		if !*fit {
			fmt.Fprintf(stdout, "%s, to learn from: %v\n%s, kept: %v\n", path, &open, path, &kept)
		}
	}
	if *fit {
		return learn(stdout, examples)
	}
	return nil
}
