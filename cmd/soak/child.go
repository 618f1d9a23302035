package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// child is dateline serve in a process of its own, which is killed and started
// again.
type child struct {
	binary, dir string
	env         []string

	mu      sync.Mutex
	cmd     *exec.Cmd // nil: not started yet
	ended   chan struct{}
	err     error // how the last process ended
	lives   int
	samples []sample
}

// sample is how much memory the child had resident at a time.
type sample struct {
	life  int
	asked int // questions by then
	bytes float64
}

// command makes a process with the child's settings.
func (c *child) command(args ...string) (*exec.Cmd, *os.File, error) {
	log, err := os.OpenFile(c.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, err
	}
	cmd := exec.Command(c.binary, args...)
	cmd.Env = append(append(os.Environ(), "DATELINE_CONFIG="), c.env...)
	cmd.Env = append(cmd.Env, "DATELINE_STORE="+c.store())
	cmd.Stdout, cmd.Stderr = log, log
	return cmd, log, nil
}

func (c *child) log() string   { return filepath.Join(c.dir, "serve.log") }
func (c *child) store() string { return filepath.Join(c.dir, "store") }

// once runs another command of the program to its end.
func (c *child) once(args ...string) error {
	cmd, log, err := c.command(args...)
	if err != nil {
		return err
	}
	defer log.Close()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("dateline %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// start begins a new life.
func (c *child) start() error {
	cmd, log, err := c.command("serve", "--example")
	if err != nil {
		return err
	}
	defer log.Close()
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start dateline serve: %w", err)
	}
	ended := make(chan struct{})
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cmd, c.ended, c.err = cmd, ended, nil
	c.lives++
	go func() {
		err := cmd.Wait()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.err = err
		close(ended)
	}()
	return nil
}

// running reports whether the process lives.
func (c *child) running() bool {
	c.mu.Lock()
	ended := c.ended
	c.mu.Unlock()
	select {
	case <-ended:
		return false
	default:
		return ended != nil
	}
}

// end sends a signal and waits for the end, for a bounded time.
func (c *child) end(sig syscall.Signal, within time.Duration) error {
	c.mu.Lock()
	cmd, ended := c.cmd, c.ended
	c.mu.Unlock()
	if cmd == nil {
		return nil
	}
	_ = cmd.Process.Signal(sig) // it may have ended
	t := time.NewTimer(within)
	defer t.Stop()
	select {
	case <-ended:
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.err
	case <-t.C:
		_ = cmd.Process.Kill()
		<-ended
		return fmt.Errorf("dateline serve did not end within %v of signal %v", within, sig)
	}
}

// measure notes the resident memory.
func (c *child) measure(asked int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cmd == nil {
		return
	}
	if b, ok := resident(c.cmd.Process.Pid); ok {
		c.samples = append(c.samples, sample{c.lives, asked, b})
	}
}

// resident returns how many bytes a process has resident, where the system
// tells.
func resident(pid int) (float64, bool) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, false
	}
	_, rest, ok := strings.Cut(string(text), "VmRSS:")
	fields := strings.Fields(rest)
	if !ok || len(fields) == 0 {
		return 0, false
	}
	kb, err := strconv.ParseFloat(fields[0], 64)
	return kb * 1024, err == nil
}

// tell returns the end of the log as an error.
func (c *child) tell() error {
	text, err := os.ReadFile(c.log())
	if err != nil {
		return err
	}
	return fmt.Errorf("the log ends with\n%s", text[max(0, len(text)-2000):])
}

// await waits for a condition.
func await(ctx context.Context, within time.Duration, what string, cond func() bool) error {
	end := time.NewTimer(within)
	defer end.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !cond() {
		select {
		case <-tick.C:
		case <-end.C:
			return fmt.Errorf("%s: not within %v", what, within)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
