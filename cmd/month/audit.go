package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"dateline/bot/state"
)

// result is what became of the runs.
type result struct {
	due, posts    int
	onTime        int // posted in the minute in which they were due
	afterAbsence  int // posted late, as the bot was away, and saying so
	missed        int // runs for which such a post stood as well
	news, nothing int // posts that told of articles, and that said that nothing is new
	told          int // articles told, over all places
	changed       int // runs on a day on which their zone changes its clock
	kills, lives  int
	absences      int
	took          time.Duration
	wrong         []string
}

func (m *month) audit() (result, error) {
	r := result{kills: m.kills, lives: m.lives, absences: len(m.away)}
	posts, err := readPosts(m.dir)
	if err != nil {
		return r, err
	}
	r.posts = len(posts)
	ids, err := m.subscriptionIDs()
	if err != nil {
		return r, err
	}
	tasks := map[int64]bool{}
	for _, p := range posts {
		if tasks[p.Task] {
			r.fault("task %d was posted twice", p.Task)
		}
		tasks[p.Task] = true
	}
	for i, s := range subscriptions {
		dues, err := s.dues(m.start, m.end)
		if err != nil {
			return r, err
		}
		var mine []post
		for _, p := range posts {
			if p.Subscription == ids[i] {
				mine = append(mine, p)
			}
		}
		r.runs(m, s, dues, mine)
		r.articles(m, s, mine)
	}
	return r, nil
}

func (r *result) fault(format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

// runs compares the posts of a subscription with the times at which it was due:
// each stands for its own time, and a late one for those before it that were
// missed.
func (r *result) runs(m *month, s subscription, dues []time.Time, posts []post) {
	r.due += len(dues)
	zone, err := time.LoadLocation(s.zone)
	if err != nil {
		r.fault("%v", err)
		return
	}
	for _, d := range dues {
		if local := d.In(zone); offset(local.Add(-26*time.Hour)) != offset(local.Add(26*time.Hour)) {
			r.changed++
		}
	}
	next := 0
	for _, p := range posts {
		due, at := time.Unix(p.Due, 0).UTC(), time.Unix(p.At, 0).UTC()
		i := slices.IndexFunc(dues, func(d time.Time) bool { return d.Equal(due) })
		name := fmt.Sprintf("%s, due %s", s.when, due.In(zone).Format("Mon 2 Jan 15:04 MST"))
		switch {
		case p.Problem != "":
			r.fault("%s: failed: %s", name, p.Problem)
		case i < 0:
			r.fault("%s: was not due then", name)
			continue
		case i < next:
			r.fault("%s: came twice", name)
			continue
		case i-next != p.Missed:
			r.fault("%s: stands for %d runs before it, should for %d", name, p.Missed, i-next)
		}
		r.missed += p.Missed
		next = i + 1
		away := slices.ContainsFunc(m.away, func(a absence) bool { return !due.Before(a.from) && !due.After(a.to) && at.Equal(a.to) })
		switch late := at.Sub(due) > 5*time.Minute; {
		case at.Equal(due) && !p.Late:
			r.onTime++
		case away && late == p.Late:
			r.afterAbsence++
		default:
			r.fault("%s: posted at %s, says that it is late: %v", name, at.In(zone).Format("Mon 2 Jan 15:04"), p.Late)
		}
		if p.Missed > 0 && !away {
			r.fault("%s: %d runs before it were missed", name, p.Missed)
		}
		if p.Nothing {
			r.nothing++
		} else {
			r.news++
		}
		if p.Nothing != (len(p.Articles) == 0) {
			r.fault("%s: says that nothing is new: %v, and tells of %v", name, p.Nothing, p.Articles)
		}
	}
	for _, d := range dues[next:] {
		r.fault("%s: the run of %s never came", s.when, d.In(zone).Format("Mon 2 Jan 15:04 MST"))
	}
}

func offset(t time.Time) int {
	_, o := t.Zone()
	return o
}

// articles checks that each article that had arrived by the last run was told
// once.
func (r *result) articles(m *month, s subscription, posts []post) {
	if len(posts) == 0 {
		return
	}
	told := map[string]int{}
	for _, p := range posts {
		for _, id := range p.Articles {
			told[id]++
			r.told++
		}
	}
	last := time.Unix(posts[len(posts)-1].At, 0).UTC()
	for day := m.start; ; day = day.AddDate(0, 0, 1) {
		if day.Add(arrival * time.Hour).After(last) {
			break
		}
		id := day.Format(time.DateOnly)
		if n := told[id]; n != 1 {
			r.fault("%s: the article of %s was told %d times", s.when, id, n)
		}
	}
}

// subscriptionIDs returns the IDs of the subscriptions, in their order.
func (m *month) subscriptionIDs() ([]int64, error) {
	ctx := context.Background()
	st, err := state.OpenReadOnly(ctx, m.dir, state.Options{})
	if err != nil {
		return nil, err
	}
	defer st.Close()
	var ids []int64
	err = st.View(ctx, func(tx *state.Tx) error {
		for i := range subscriptions {
			list, err := tx.Subscriptions("file", "W", channel(i))
			if err != nil {
				return err
			}
			if len(list) != 1 {
				return fmt.Errorf("%s has %d subscriptions, want one", channel(i), len(list))
			}
			ids = append(ids, list[0].ID)
		}
		return nil
	})
	return ids, err
}

func (r *result) print(w io.Writer) {
	for _, row := range []struct {
		what string
		n    int
	}{
		{"runs due", r.due}, {"  on days about a change of their zone's clock", r.changed}, {"kills", r.kills}, {"absences", r.absences},
		{"posts", r.posts}, {"  in the minute in which they were due", r.onTime}, {"  after an absence, saying so where they are late", r.afterAbsence},
		{"runs that such a post stands for as well", r.missed}, {"posts that tell of articles", r.news}, {"posts that say that nothing is new", r.nothing},
		{"articles told", r.told}, {"wrong", len(r.wrong)},
	} {
		fmt.Fprintf(w, "%-50s %6d\n", row.what, row.n)
	}
	fmt.Fprintf(w, "%-50s %6.1f s\n", "took", r.took.Seconds())
	for i, s := range r.wrong {
		if i == 40 {
			fmt.Fprintf(w, "... and %d more\n", len(r.wrong)-i)
			break
		}
		fmt.Fprintln(w, s)
	}
}
