package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dateline/bot/state"
)

// result is what became of all questions.
type result struct {
	o       options
	took    time.Duration
	asked   [kinds]int
	counts  []count
	wrong   []string // what must not be, a line each
	memory  memory
	p50     time.Duration
	p99     time.Duration
	most    time.Duration
	lives   int
	weather []count // what went wrong around the bot
	across  int     // questions that were open when the child was killed
	soak    float64 // resident bytes of this process
}

// count is a line of the table.
type count struct {
	name string
	n    int
}

// tally counts what the audit finds.
type tally struct {
	s       *soak
	r       *result
	names   []string
	counts  map[string]int
	answers map[*question][]posted
	told    map[string]int // refusals by where they are shown
	errors  map[*question]bool
}

func (t *tally) add(name string) {
	if _, ok := t.counts[name]; !ok {
		t.names = append(t.names, name)
	}
	t.counts[name]++
}

func (t *tally) fault(format string, args ...any) {
	t.r.wrong = append(t.r.wrong, fmt.Sprintf(format, args...))
}

// The lines of the table, in their order.
const (
	lineAnswered = "answered, once"
	lineError    = "told why there is no answer, once"
	lineSilent   = "follow-ups with nothing to answer, silent"
	lineRefused  = "refused by the bounds and told so"
	lineCutOff   = "refused, and killed before it was told"
	lineLate     = "refused by command, and shown a failure"
	lineNotice   = "told of an error at once"
	lineAway     = "asked while the bot was away, never accepted"
)

// audit counts what became of the questions.
func (s *soak) audit() *result {
	r := &result{o: s.o, lives: s.child.lives, weather: s.way.weather()}
	t := &tally{s: s, r: r, counts: map[string]int{}, answers: map[*question][]posted{}, told: map[string]int{}, errors: map[*question]bool{}}
	for _, name := range []string{lineAnswered, lineError, lineSilent, lineRefused, lineCutOff, lineLate, lineNotice, lineAway} {
		t.names = append(t.names, name)
		t.counts[name] = 0
	}
	for _, u := range s.unknown {
		t.fault("taken down though nobody asked it: %s", u)
	}
	t.messages()
	refused := map[string][]*question{}
	var took []time.Duration
	err := s.state.View(context.Background(), func(tx *state.Tx) error {
		for _, q := range s.questions {
			r.asked[q.kind]++
			if err := t.question(tx, q, refused); err != nil {
				return err
			}
			if got := t.answers[q]; len(got) > 0 {
				took = append(took, got[0].at.Sub(q.at))
			}
		}
		return nil
	})
	if err != nil {
		t.fault("the state can't be read: %v", err)
	}
	t.refusals(refused)
	for _, v := range s.way.violations() {
		t.fault("against the platform's rules: %s", v)
	}
	if s.exit != nil {
		t.fault("dateline serve ended with %v when told to", s.exit)
	}
	for _, name := range t.names {
		r.counts = append(r.counts, count{name, t.counts[name]})
	}
	slices.Sort(took)
	if len(took) > 0 {
		r.p50, r.p99, r.most = took[len(took)/2], took[len(took)*99/100], took[len(took)-1]
	}
	r.memory = remember(s.child.samples)
	if m := r.memory; m.judged && !m.level {
		t.fault("resident memory is not level: %.1f MiB in the first quarter, %.1f MiB in the last", mib(m.first), mib(m.last))
	}
	r.soak, _ = resident(self())
	return r
}

// messages finds the question of each message.
func (t *tally) messages() {
	for _, p := range t.s.way.found() {
		q := t.s.byKey[p.key]
		if q == nil && p.task != 0 {
			q = t.s.byTask[p.task]
		}
		switch {
		case strings.TrimSpace(p.text) == "":
			t.fault("a message is empty, posted at %v", p.at)
		case q == nil && p.refusal != "":
			t.told[p.refusal]++
		case q == nil:
			t.fault("a message that nobody asked for: %.120q", p.text)
		case q.private && p.public:
			t.fault("shown to all, and asked to be private: %q, key %s", q.text, q.key)
		case p.task != 0 && q.task != p.task:
			t.fault("the controls of a message are those of task %d, and it answers task %d", p.task, q.task)
		case q.task != 0:
			t.answers[q] = append(t.answers[q], p)
		case q.refused:
			t.told[t.s.way.refusedAt(q)]++
		default:
			t.errors[q] = true
		}
	}
}

// question judges what became of a question.
func (t *tally) question(tx *state.Tx, q *question, refused map[string][]*question) error {
	say := func(what string) {
		t.fault("%s: %s %q, asked at %s, key %s, task %d", what, q.kind, q.text, q.at.Format("15:04:05.000"), q.key, q.task)
	}
	if q.task == 0 {
		task, ok, err := tx.Key(t.s.way.platform() + " " + q.key)
		if err != nil {
			return err
		}
		acknowledged, notice := false, ""
		if q.events != nil {
			acknowledged, notice = t.s.way.acknowledged(q)
		}
		switch {
		case ok && task == 0:
			q.refused = true
			at := t.s.way.refusedAt(q)
			refused[at] = append(refused[at], q)
		case ok:
			say("lost: its key stands without its row")
		case acknowledged && (notice != "" || t.errors[q]):
			t.add(lineNotice)
		case acknowledged:
			say("lost: acknowledged and not taken down")
		case t.s.lost(q.at):
			t.add(lineAway)
		default:
			say("lost: it left no trace")
		}
		return nil
	}
	row, err := tx.Task(q.task)
	if errors.Is(err, state.ErrNotFound) {
		say("lost: its row is gone")
		return nil
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(t.s.killed, func(k time.Time) bool {
		return k.After(row.Accepted) && !row.Finished.IsZero() && k.Before(row.Finished)
	}) {
		t.r.across++
	}
	rep, _ := readReply(row)
	n := len(t.answers[q])
	switch {
	case n > 1:
		say(fmt.Sprintf("%d answers, status %s, attempts %d", n, row.Status, row.Attempts))
	case row.Finished.IsZero():
		say(fmt.Sprintf("still open, status %s, %d answers, %d attempts", row.Status, n, row.Attempts))
	case n == 0 && row.Status == "silent" && q.kind == followUp:
		t.add(lineSilent)
		if row.Error != "" {
			say("failed in silence: " + row.Error)
		}
	case n == 0:
		say(fmt.Sprintf("lost: no answer, status %s, error %q", row.Status, row.Error))
	case rep.Problem != "":
		t.add(lineError)
		if rep.Failed {
			say("failed: " + rep.Problem + " " + row.Error)
		}
	default:
		t.add(lineAnswered)
	}
	return nil
}

// refusals compares how often people were told with how often they were
// refused, by where.
func (t *tally) refusals(refused map[string][]*question) {
	for at, qs := range refused {
		told := t.told[at]
		delete(t.told, at)
		for range min(told, len(qs)) {
			t.add(lineRefused)
		}
		if told > len(qs) {
			t.fault("refused %d times and told so %d times in %s", len(qs), told, at)
		}
		t.untold(qs, len(qs)-told)
	}
	for at, n := range t.told {
		t.fault("told %d times of a refusal that there was not, in %s", n, at)
	}
}

// untold judges that of questions that were refused at one place some were not
// told so.
func (t *tally) untold(refused []*question, untold int) {
	for _, q := range refused {
		if untold <= 0 {
			return
		}
		if t.s.killedAfter(q.at) {
			t.add(lineCutOff)
			untold--
			continue
		}
		if q.kind == command {
			if ok, _ := t.s.way.acknowledged(q); !ok {
				t.add(lineLate)
				untold--
			}
		}
	}
	if untold > 0 {
		q := refused[0]
		t.fault("refused and not told so: %d of %d by %s, the first a %s at %s, key %s", untold, len(refused), q.who.name, q.kind, q.at.Format("15:04:05.000"), q.key)
	}
}

// killedAfter reports whether the child was killed soon after a time.
func (s *soak) killedAfter(at time.Time) bool {
	return slices.ContainsFunc(s.killed, func(k time.Time) bool { return k.After(at) && k.Before(at.Add(10*time.Second)) })
}

// print writes the table.
func (r *result) print(w io.Writer) {
	total := 0
	for _, n := range r.asked {
		total += n
	}
	faults := "on"
	if !r.o.faults {
		faults = "off"
	}
	fmt.Fprintf(w, "%s: %d questions in %.0f s, faults %s, %d kills, seed %d\n", r.o.way, total, r.took.Seconds(), faults, r.lives-1, r.o.seed)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(w, "  %-48s "+format+"\n", append([]any{name}, args...)...)
	}
	for k := range kinds {
		if r.asked[k] > 0 {
			row("asked by "+k.String(), "%7d", r.asked[k])
		}
	}
	sum := 0
	for _, c := range r.counts {
		row(c.name, "%7d", c.n)
		sum += c.n
	}
	row("anything else", "%7d", total-sum)
	row("from the question to the answer, p50", "%7.0f ms", ms(r.p50))
	row("p99", "%7.0f ms", ms(r.p99))
	row("at most", "%7.0f ms", ms(r.most))
	row("accepted before a kill and ended after it", "%7d", r.across)
	for _, c := range r.weather {
		row(c.name, "%7d", c.n)
	}
	if m := r.memory; m.samples > 0 {
		row("resident memory, at most", "%7.1f MiB", mib(m.most))
		if m.judged {
			row("of the last life, first quarter", "%7.1f MiB", mib(m.first))
			row("of the last life, last quarter", "%7.1f MiB", mib(m.last))
			row("of the last life, by 1,000 questions", "%+7.2f MiB", mib(m.slope*1000))
		} else {
			row("whether it is level", "%7s", "too short a life to say")
		}
		row("of the fake and the people, in the end", "%7.1f MiB", mib(r.soak))
	}
	if len(r.wrong) == 0 {
		fmt.Fprintln(w, "  nothing is wrong")
		return
	}
	fmt.Fprintf(w, "  WRONG: %d\n", len(r.wrong))
	slices.SortStableFunc(r.wrong, cmp.Compare[string])
	for i, line := range r.wrong {
		if i == 40 {
			fmt.Fprintf(w, "    and %d more\n", len(r.wrong)-i)
			break
		}
		fmt.Fprintln(w, "   ", line)
	}
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
func mib(b float64) float64      { return b / (1 << 20) }
