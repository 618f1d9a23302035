package config

import (
	"fmt"
	"strings"
	"testing"
)

func TestIngestSettings(t *testing.T) {
	for _, row := range []struct {
		name, file string
		env        map[string]string
		want       string // path:collection of each folder, or
		problems   string // words of the error, all of them, apart by |
	}{
		{name: "none", want: ""},
		{name: "folders", file: "[ingest]\nwatch = ['/a b', 'c']\n[[ingest.folder]]\npath = '/w'\ncollection = 'wire'\n[[ingest.folder]]\npath = '/x'",
			want: "/a b: c: /w:wire /x:"},
		// The environment outranks the list, and leaves the tables.
		{name: "environment", file: "[ingest]\nwatch = ['/a']\n[[ingest.folder]]\npath = '/w'", env: map[string]string{"DATELINE_INGEST_WATCH": "/b,/c"}, want: "/b: /c: /w:"},
		{name: "problems", file: "[ingest]\nwatch = ['', '/a', '/b/../a']\n[[ingest.folder]]\ncollection = 'x'\n[[ingest.folder]]\npath = '/w'\ncollection = 'a b'",
			problems: `ingest.watch: a path is empty|/b/../a stands twice|ingest.folder: a path is empty|ingest.folder: /w: collection: "a b" is no name`},
		{name: "unknown", file: "[ingest]\nwach = ['/a']", problems: "unknown key ingest.wach: known are folder, watch"},
		{name: "unknown in a folder", file: "[[ingest.folder]]\npaht = '/a'", problems: "unknown key ingest.folder.paht: known are collection, path"},
	} {
		c, err := load(t, row.file, row.env)
		if row.problems != "" {
			for _, want := range strings.Split(row.problems, "|") {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%s: error %v lacks %q", row.name, err, want)
				}
			}
			continue
		}
		var got []string
		for _, f := range c.Ingest.Folders {
			got = append(got, fmt.Sprintf("%s:%s", f.Path, f.Collection))
		}
		if got := strings.Join(got, " "); err != nil || got != row.want {
			t.Errorf("%s: folders %q, %v, want %q", row.name, got, err, row.want)
		}
	}
}
