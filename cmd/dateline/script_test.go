package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

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
// which writes a line of a batch whose question has N characters.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATELINE_STORE", "")
			env.Setenv("DATELINE_CONFIG", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "longquestion": longQuestion},
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
