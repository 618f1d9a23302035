package bottest

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestMain runs more scenarios at once than there are cores, for they mostly
// wait, and fails where goroutines are left.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	code := m.Run()
	if books, err := Library(); err == nil {
		_ = books.Archive.Close()
	}
	if code == 0 {
		if left := leftover(30 * time.Second); left != "" {
			fmt.Fprintln(os.Stderr, "goroutines are left:\n"+left)
			code = 1
		}
	}
	os.Exit(code)
}

// leftover returns the stacks of goroutines that our packages or the
// platforms' libraries started and that do not end in time.
func leftover(bound time.Duration) string {
	for end := time.Now().Add(bound); ; time.Sleep(20 * time.Millisecond) {
		var left []string
		buf := make([]byte, 1<<20)
		for g := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
			for _, ours := range []string{"dateline/bot", "slack-go", "discordgo"} {
				if strings.Contains(g, ours) && !strings.Contains(g, "TestMain") {
					left = append(left, g)
					break
				}
			}
		}
		if len(left) == 0 || time.Now().After(end) {
			return strings.Join(left, "\n\n")
		}
	}
}
