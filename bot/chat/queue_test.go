package chat

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestQueue(t *testing.T) {
	// A job is ID, person and conversation: "1:a:x".
	parse := func(s string) job {
		var j job
		f := strings.Split(s, ":")
		_, _ = fmt.Sscan(f[0], &j.id)
		j.user, j.conversation, j.platform = f[1], f[2], "p"
		if len(f) > 3 {
			j.platform = f[3]
		}
		return j
	}
	serve := map[string]Platform{"p": &stage{}}
	for _, tt := range []struct {
		name  string
		jobs  string
		atime int // taken at once before the first is done
		want  string
	}{
		{"in order of IDs", "3:a:x 1:b:y 2:c:z", 1, "1 2 3"},
		{"in order within a conversation", "1:a:x 2:a:x 3:a:x", 2, "1 2 3"},
		{"a conversation does not hold up others", "1:a:x 2:a:x 3:b:y", 2, "1 3 2"},
		{"people take turns", "1:a:q 2:a:r 3:a:s 4:b:t 5:b:u 6:c:v", 1, "1 4 6 2 5 3"},
		{"people take turns at once", "1:a:q 2:a:r 3:a:s 4:b:t", 2, "1 4 2 3"},
		{"another platform's wait", "1:a:x:q 2:a:y", 1, "2"},
		{"twice is once", "1:a:x 1:a:x", 1, "1"},
	} {
		var q queue
		q.init()
		for s := range strings.FieldsSeq(tt.jobs) {
			q.add(parse(s))
		}
		var got []string
		var under []*job
		for {
			for len(under) < tt.atime {
				j := q.take(serve)
				if j == nil {
					break
				}
				got = append(got, fmt.Sprint(j.id))
				under = append(under, j)
			}
			if len(under) == 0 {
				break
			}
			q.done(under[0])
			under = under[1:]
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s are taken in the order %s, want %s", tt.name, tt.jobs, s, tt.want)
		}
		if len(q.served) > 1 {
			t.Errorf("%s: %d people are remembered", tt.name, len(q.served))
		}
	}
}

// A parked task holds up its conversation, and no other; rest wakes nothing.
func TestQueuePark(t *testing.T) {
	var q queue
	q.init()
	serve := map[string]Platform{"p": &stage{}}
	q.add(job{id: 1, platform: "p", user: "a", conversation: "x"})
	q.add(job{id: 2, platform: "p", user: "a", conversation: "x"})
	q.add(job{id: 3, platform: "p", user: "b", conversation: "y"})
	first := q.take(serve)
	q.park(first, time.Hour)
	if j := q.take(serve); j == nil || j.id != 3 {
		t.Fatalf("take = %+v, want 3", j)
	}
	if j := q.take(serve); j != nil {
		t.Fatalf("take = %+v, want none: 1 waits, and 2 is behind it", j)
	}
	q.rest()
	if j := q.take(serve); j == nil || j.id != 1 || !j.again || j.tries != 1 {
		t.Fatalf("take = %+v, want 1 again", j)
	}
}
