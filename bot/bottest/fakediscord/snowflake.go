package fakediscord

import (
	"strconv"
	"time"
)

// epoch is the first second of 2015, from which snowflakes count milliseconds.
const epoch = 1420070400000

// snowflakes hands out IDs that are unique and rise with time: 42 bits of milliseconds, then a worker and an increment,
// which are here one counter.
type snowflakes struct {
	last uint64
}

// next returns an ID of the time.
func (f *snowflakes) next(now time.Time) string {
	id := uint64(now.UnixMilli()-epoch) << 22
	if id <= f.last {
		id = f.last + 1
	}
	f.last = id
	return strconv.FormatUint(id, 10)
}

// snowflakeNumber reads an ID, and reports whether it is one.
func snowflakeNumber(id string) (uint64, bool) {
	n, err := strconv.ParseUint(id, 10, 63)
	return n, err == nil && n > 0
}

// before reports whether the ID a is the older.
func before(a, b string) bool {
	x, _ := snowflakeNumber(a)
	y, _ := snowflakeNumber(b)
	return x < y
}

// stamp is the form of times on the wire.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }
