package main

import (
	"errors"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"dateline": main})
}

// TestScripts runs the commands as a person or a script would: see
// testdata/script. Besides testscript's own, a script has the command
//
//	status N COMMAND...
//
// which runs a command, with what stdin last named as its input, and demands
// its exit status; and
//
//	longquestion N FILE
//
// which writes a line of a batch whose question has N characters; and
//
//	until REGEXP COMMAND...
//
// which runs a command again and again until its output has a match, for half a
// minute at most.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATELINE_STORE", "")
			env.Setenv("DATELINE_CONFIG", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "longquestion": longQuestion, "until": until30s},
	})
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command...")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("%s is no exit status", args[0])
	}
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func longQuestion(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: longquestion N file")
	}
	n, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("%s is no length", args[0])
	}
	line := `{"id":"long","question":"` + strings.Repeat("why ", n/4) + "\"}\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(line), 0o666))
}

func until30s(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until regexp command...")
	}
	re, err := regexp.Compile(args[0])
	ts.Check(err)
	for began := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		ran := ts.Exec(args[1], args[2:]...)
		if ran == nil && re.MatchString(ts.ReadFile("stdout")) {
			return
		}
		if time.Since(began) > 30*time.Second {
			ts.Fatalf("no match of %s in half a minute (%v)", args[0], ran)
		}
	}
}
