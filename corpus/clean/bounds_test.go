package clean

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestCheckPage(t *testing.T) {
	for _, row := range []struct {
		name, page, want string
	}{
		{"a page", "<p>The envoy came.</p>", ""},
		{"as many tags as there may be", strings.Repeat("<a>x", MaxPageTags), ""},
		{"one more", strings.Repeat("<a>x", MaxPageTags+1), "the page is too large: it has more than 150000 tags"},
		{"end tags", strings.Repeat("</p>", MaxPageTags+1), "the page is too large: it has more than 150000 tags"},
		{"signs that begin no tag", "<p>" + strings.Repeat("a < b ", MaxPageTags), ""},
		{"a script", "<script>" + strings.Repeat("'<a>';", MaxPageTags) + "</script>", ""},
		{"a long text", strings.Repeat("x ", MaxPageBytes/2), ""},
		{"a longer one", strings.Repeat("x ", MaxPageBytes/2) + "y", "the page is too large: it has 4194305 bytes, and at most 4 MiB are read"},
	} {
		err := CheckPage(row.page)
		if got := ""; err != nil {
			if got = err.Error(); got != row.want || !errors.Is(err, ErrPageSize) {
				t.Errorf("%s: %v", row.name, err)
			}
		} else if row.want != "" {
			t.Errorf("%s: no error", row.name)
		}
	}
	start := time.Now()
	if c, err := HTML(strings.Repeat("<a>x", 750_000), ""); !errors.Is(err, ErrPageSize) || c.Text != "" {
		t.Errorf("a hostile page: %v", err)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it was refused after %v", took)
	}
}
