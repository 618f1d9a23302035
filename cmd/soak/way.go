package main

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"time"
)

// way is one way into a platform, with the fake behind it.
type way interface {
	platform() string
	// env are the child's settings; prepare are commands that it runs before it
	// serves.
	env() []string
	prepare() [][]string
	// connect is called when the child is ready for the first time.
	connect() error
	// ready reports whether what people do reaches the child.
	ready() bool
	shares() [kinds]float64
	// ask has a question asked, and fills in the platform's side of it.
	ask(q *question) error
	// talk has somebody say something that is not for the bot.
	talk(channel int, who *person, text string) error
	// faults sets what goes wrong by chance, or ends that.
	faults(on bool)
	// disturb breaks a connection.
	disturb(r *rand.Rand)
	// began returns how many sessions were begun whose events from before are
	// lost; those of a platform that repeats its events are none.
	began() int
	// patience is how long a question may leave no trace in the state before it
	// is no longer waited for.
	patience(q *question) time.Duration
	// weather counts what went wrong with calls and connections so far. It is
	// asked every second, since the fakes remember only the latest calls.
	weather() []count
	// acknowledged reports whether the bot said that it took an event of a
	// question. Notice is what the asker was shown at once.
	acknowledged(q *question) (ok bool, notice string)
	// found returns all the bot's messages.
	found() []posted
	// refusedAt is where a refusal of a question is shown.
	refusedAt(q *question) string
	violations() []string
	close()
}

// posted is a message of the bot's.
type posted struct {
	key     string // of the question that it is posted for
	task    int64  // where the key is not known
	refusal string // where it refuses a question, of those that one person alone sees and that name none
	at      time.Time
	text    string
	public  bool // more than one person sees it
}

// port returns a free port of the loopback.
func port() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// healthy reports whether a server answers.
func healthy(address string) bool {
	client := http.Client{Timeout: time.Second}
	resp, err := client.Get("http://" + address + "/healthz")
	if err != nil {
		return false
	}
	return resp.Body.Close() == nil && resp.StatusCode == http.StatusNoContent
}

// calls counts what befell the calls of the bot.
type calls struct {
	until                   time.Time // all before it are counted
	limited, failed, unsaid int
}

func (c *calls) counts() []count {
	return []count{{"calls answered with 429", c.limited}, {"calls answered with 500 or 502", c.failed}, {"calls carried out whose answer was lost", c.unsaid}}
}

func serveEnv() []string {
	return []string{"DATELINE_SERVE_WORKERS=16", fmt.Sprintf("DATELINE_SERVE_PER_USER=%d", perUser), fmt.Sprintf("DATELINE_SERVE_QUEUE=%d", queue)}
}
