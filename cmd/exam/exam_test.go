package exam

import (
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"
)

func TestStatus(t *testing.T) {
	for _, row := range []struct {
		err  error
		want int
		said string
	}{
		{nil, 0, ""},
		{flag.ErrHelp, 0, ""},
		{ErrShort, 1, ""},
		{fmt.Errorf("seed 3: %w", ErrShort), 1, ""},
		{errors.New("no room"), 2, "soak: no room\n"},
	} {
		var said strings.Builder
		if got := status("soak", row.err, &said); got != row.want || said.String() != row.said {
			t.Errorf("status(%v) = %d, saying %q, want %d, %q", row.err, got, said.String(), row.want, row.said)
		}
	}
}
