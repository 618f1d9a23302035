// Soak asks the bot very many questions while everything goes wrong, and
// counts what became of them.
//
//	go run ./cmd/soak [flags] slack-socket|slack-http|discord-gateway|discord-http
//
// It builds dateline, or takes the one that -dateline names, and starts the
// fake platform of package bot/bottest in its own process, over real loopback
// sockets. Then dateline serve --example runs as a child, with its state in a
// temporary folder. Some 130 people ask -n questions at -rate a second, in
// channels, threads and direct messages: by mention, which Slack tells of by
// two events, by command, by a follow-up that names nobody, by calling the bot
// into a thread under way. Some are too hasty and ask more at once than one
// person may. Others only talk among themselves. Meanwhile
//
//   - events come twice, late, in another order, or are lost the first time;
//   - calls are answered with 429 and a time to wait, with 500, late, or are
//     carried out and their answer is lost;
//   - connections are cut, replaced, closed with a code, or their session ends;
//   - the child is killed (SIGKILL) -kills times, at random moments within the
//     first 60 % of the questions, and started again.
//
// The fakes' limits of rate run five times as fast as Discord's, and Slack's
// second and third repetition of an event come after 6 and 30 seconds, so that
// a soak ends on the same day. With -faults off nothing goes wrong and nobody
// is killed, and limits run at their own speed: that is for measuring how long
// an answer takes.
//
// In the end the state is read and every message of the bot's is counted.
// A question counts as accepted where its row stands in the state, and is also
// expected there where the bot has acknowledged its event. Each one must have
// got exactly one answer, or one sentence on why there is none; who was refused
// must have been told so once, or the process was killed meanwhile, or it was a
// command that came too late to be acknowledged, of which the platform itself
// shows a failure; follow-ups alone may remain without a word, where there is
// nothing to answer. Discord
// does not repeat what it sent to a session that has ended, so that questions
// asked about the time of a kill may never have reached the bot; any other that
// left no trace is lost. No message may stand that nobody asked for, and
// the fake must have seen no rule of the platform violated. The child's
// resident memory, sampled twice a second, must be level over its last life:
// its first third is left out, and of the rest the mean of the last
// quarter may be a tenth and 4 MiB above that of the first.
//
// Soak prints a table, and exits with status 1 where anything is wrong, 2 where
// it could not be done. With -specs the fakes check all they are sent against
// the specifications in that folder (discord-openapi.json, slack-limits.json).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"dateline/cmd/exam"
)

func main() { exam.Main("soak", run) }

// maxHarm is how much more may go wrong: beyond it no call goes well.
const maxHarm = 10

// options are those of the command line.
type options struct {
	way      string
	n, kills int
	seed     uint64
	binary   string
	faults   bool
	rate     float64
	harm     float64
	specs    string
	keep     bool
}

// ways makes the sides of the platforms.
var ways = map[string]func(options) (way, error){
	"slack-socket":    func(o options) (way, error) { return newSlackWay(o, false) },
	"slack-http":      func(o options) (way, error) { return newSlackWay(o, true) },
	"discord-gateway": func(o options) (way, error) { return newDiscordWay(o, false) },
	"discord-http":    func(o options) (way, error) { return newDiscordWay(o, true) },
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o options
	flags := flag.NewFlagSet("soak", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.n, "n", 10_000, "how many `questions` are asked")
	flags.IntVar(&o.kills, "kills", 10, "how `often` the child is killed")
	flags.Uint64Var(&o.seed, "seed", 1, "of all chance")
	flags.StringVar(&o.binary, "dateline", "", "the `program` (default: built from this tree)")
	flags.Float64Var(&o.rate, "rate", 20, "`questions` a second")
	flags.Float64Var(&o.harm, "harm", 1, "how many `times` as often as usual things go wrong")
	flags.StringVar(&o.specs, "specs", "", "a `folder` of specifications to check against")
	flags.BoolVar(&o.keep, "keep", false, "keep the child's state and log")
	faults := flags.String("faults", "on", "on or off")
	flags.Usage = func() {
		fmt.Fprintln(stderr, "usage: soak [flags] slack-socket|slack-http|discord-gateway|discord-http")
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.faults = *faults == "on"; !o.faults {
		o.kills = 0
	}
	o.way = flags.Arg(0)
	open, ok := ways[o.way]
	if !ok || flags.NArg() != 1 || o.n < 1 || o.rate <= 0 || o.harm <= 0 || o.harm > maxHarm || *faults != "on" && *faults != "off" {
		flags.Usage()
		return fmt.Errorf("arguments %s: give one way in, a positive number of questions, a positive rate, and a harm up to %d", strings.Join(args, " "), maxHarm)
	}
	tmp, err := os.MkdirTemp("", "dateline-soak")
	if err != nil {
		return err
	}
	if !o.keep {
		defer os.RemoveAll(tmp)
	} else {
		fmt.Fprintln(stderr, "state and log:", tmp)
	}
	if o.binary == "" {
		o.binary = filepath.Join(tmp, "dateline")
		build := exec.CommandContext(ctx, "go", "build", "-o", o.binary, "dateline/cmd/dateline")
		build.Stderr = stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build dateline: %w", err)
		}
	}
	w, err := open(o)
	if err != nil {
		return err
	}
	defer w.close()
	c := &child{binary: o.binary, dir: tmp, env: w.env()}
	s := newSoak(o, w, c, stderr)
	defer s.close()
	start := time.Now()
	if err := s.soak(ctx); err != nil {
		return errors.Join(err, c.tell())
	}
	r := s.audit()
	r.took = time.Since(start)
	r.print(stdout)
	if len(r.wrong) > 0 {
		return exam.ErrShort
	}
	return nil
}
