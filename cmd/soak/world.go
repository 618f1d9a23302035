package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"dateline/corpus/example"
)

// How many there are of each. The hasty are the last of the people.
const (
	channels = 20
	people   = 130
	hasty    = 10
)

// perUser is how many questions of a person may wait; the hasty ask so many
// more at once.
const (
	perUser = 3
	tooMany = 2
)

// window is how many questions are open at most: well below the queue's bound,
// so that only the hasty are refused.
const (
	window = 60
	queue  = 200
)

// kind is how a question is asked.
type kind int

const (
	mention  kind = iota
	direct        // in a direct message
	command       // by slash command
	followUp      // without naming the bot, in the thread of an answer or in reply to it
	calledIn      // by naming the bot alone, in a thread where somebody asks
	kinds
)

func (k kind) String() string {
	return [kinds]string{"mention", "direct message", "command", "follow-up", "call into a thread"}[k]
}

// person is somebody who asks.
type person struct {
	n    int
	name string
	open int // questions not known to be settled
}

// question is something that somebody asked.
type question struct {
	kind    kind
	who     *person
	channel int
	home    bool      // asked by command in direct messages
	private bool      // the answer is for the asker alone
	of      *question // that a follow-up goes on from
	text    string
	at      time.Time

	// By the platform's side.
	key     string // by which the state knows it
	place   string // of the message, or of its thread
	message string
	events  any // what tells the bot of it
	ref     string

	// What became of it, as far as is known while the soak goes on.
	task    int64
	settled bool
	refused bool
	gaveUp  bool // no trace of it was found in time
}

// world is who asks what.
type world struct {
	rng     *rand.Rand
	people  []*person
	texts   []string
	follows []string
	done    []*question // lately answered, to be followed up
}

func newWorld(seed uint64) (*world, error) {
	w := &world{rng: rand.New(rand.NewPCG(seed, 0x50a6))}
	for i := range people {
		w.people = append(w.people, &person{n: i, name: fmt.Sprintf("person%03d", i)})
	}
	dec := json.NewDecoder(bytes.NewReader(example.Questions))
	for dec.More() {
		var q struct{ Question, After string }
		if err := dec.Decode(&q); err != nil {
			return nil, fmt.Errorf("the example's questions: %w", err)
		}
		if q.After == "" {
			w.texts = append(w.texts, q.Question)
		}
	}
	w.follows = []string{"and who did he meet?", "and when was the time before?", "when did he first visit?", "and where did they meet?", "what did they sign there?"}
	return w, nil
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// idle returns somebody who has no question open, nil where chance finds none.
func (w *world) idle() *person {
	for range 20 {
		if p := w.people[w.rng.IntN(people-hasty)]; p.open == 0 {
			return p
		}
	}
	return nil
}

// next returns what is asked now: one question, those of a hasty person, or
// none where all are waiting.
func (w *world) next(shares [kinds]float64) []*question {
	var sum float64
	for _, s := range shares {
		sum += s
	}
	x := w.rng.Float64() * sum
	k := kind(0)
	for k < kinds-1 && x >= shares[k] {
		x -= shares[k]
		k++
	}
	q := &question{kind: k, channel: w.rng.IntN(channels), text: pick(w.rng, w.texts)}
	if k == followUp && len(w.done) > 0 {
		of := w.done[w.rng.IntN(len(w.done))]
		if of.who.open > 0 || time.Since(of.at) > 10*time.Minute {
			return nil
		}
		q.of, q.who, q.channel, q.text = of, of.who, of.channel, pick(w.rng, w.follows)
		return []*question{q}
	}
	if k == followUp {
		q.kind = mention
		for shares[q.kind] == 0 {
			q.kind++
		}
	}
	if q.kind == command {
		q.home, q.private = w.rng.IntN(10) == 0, w.rng.IntN(10) == 0
	}
	if w.rng.IntN(100) > 0 || q.kind == calledIn {
		if q.who = w.idle(); q.who == nil {
			return nil
		}
		return []*question{q}
	}
	q.who = w.people[people-hasty+w.rng.IntN(hasty)]
	var burst []*question
	for range perUser + tooMany {
		same := *q
		same.text = pick(w.rng, w.texts)
		burst = append(burst, &same)
	}
	return burst
}

// answered notes a question that can be followed up.
func (w *world) answered(q *question) {
	const most = 100
	if q.kind != mention && q.kind != followUp {
		return
	}
	if len(w.done) == most {
		w.done[w.rng.IntN(most)] = q
		return
	}
	w.done = append(w.done, q)
}

// talk is what people say to each other.
var talk = []string{"good morning", "lunch at one?", "I have put the draft into the folder", "ok", "thanks, that helps"}
