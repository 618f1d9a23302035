package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoad(t *testing.T) {
	for _, row := range []struct {
		name, file string
		env        map[string]string
		want       string // "store collection zone", or
		problems   string // words of the error, all of them
	}{
		{name: "defaults", want: "dateline-data default UTC"},
		{name: "file", file: "store = '/a'\nzone = 'Asia/Karachi'", want: "/a default Asia/Karachi"},
		{name: "the environment outranks the file", file: "store = '/a'", env: map[string]string{"DATELINE_STORE": "/b"}, want: "/b default UTC"},
		// All problems are said at once.
		{name: "problems", file: "zone = 'Mars'\nstor = '/a'\ncollection = 'a b'", problems: "unknown key stor|zone: \"Mars\"|collection: \"a b\""},
		{name: "syntax", file: "store = ", problems: "config"},
	} {
		t.Run(row.name, func(t *testing.T) {
			path := ""
			if row.file != "" {
				path = filepath.Join(t.TempDir(), "dateline.toml")
				if err := os.WriteFile(path, []byte(row.file), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			c, err := Load(path, func(key string) string { return row.env[key] })
			if row.problems != "" {
				if err == nil {
					t.Fatalf("Load gave %+v, want problems with %q", c, row.problems)
				}
				for _, want := range strings.Split(row.problems, "|") {
					if !strings.Contains(err.Error(), want) {
						t.Errorf("error %q lacks %q", err, want)
					}
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Store + " " + c.Collection + " " + c.Zone.String(); got != row.want {
				t.Errorf("Load = %q, want %q", got, row.want)
			}
		})
	}
	if _, err := Load("/nowhere/dateline.toml", func(string) string { return "" }); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a missing file gave %v", err)
	}
}
