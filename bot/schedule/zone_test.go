package schedule

import (
	"archive/zip"
	"go/build"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every name of the table is one that Go knows, and is found by itself in
// letters of either case, or refused for a reason.
func TestEveryZone(t *testing.T) {
	table := zones()
	if len(table.places) < 400 || len(table.others) < 150 {
		t.Fatalf("%d places and %d other names", len(table.places), len(table.others))
	}
	for i, name := range slices.Concat(table.places, table.others) {
		if _, err := time.LoadLocation(name); err != nil {
			t.Errorf("LoadLocation(%q): %v", name, err)
		}
		for _, written := range []string{name, strings.ToLower(name), strings.ToUpper(name), strings.ReplaceAll(name, "_", " ")} {
			zone, err := findZone(written)
			switch {
			case abbreviations[foldZone(name)] != nil:
				if err == nil {
					t.Errorf("findZone(%q) = %v, want an error", written, zone)
				}
			case err != nil:
				t.Errorf("findZone(%q): %v", written, err)
			case universal[foldZone(name)], offsetForm.MatchString(foldZone(name)), zone.String() == name:
			case i >= len(table.places) && !strings.Contains(name, "/") && strings.HasSuffix(zone.String(), "/"+name): // Singapore
			default:
				t.Errorf("findZone(%q) = %v", written, zone)
			}
		}
	}
	for city, names := range table.byCity {
		if slices.Contains(table.places, names[0]) && len(names) > 1 {
			t.Errorf("%q is %q", city, names)
		}
	}
}

// The table has all names that Go's own copy of the database has.
func TestZonesAreComplete(t *testing.T) {
	z, err := zip.OpenReader(filepath.Join(build.Default.GOROOT, "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skip("no sources of Go beside this test: ", err)
	}
	defer z.Close()
	for _, f := range z.File {
		if name := f.Name; !strings.HasSuffix(name, "/") && name != "Factory" && zones().byName[foldZone(name)] != name {
			t.Errorf("%q is missing from zones.txt", name)
		}
	}
}

func TestAbbreviationsProposeZones(t *testing.T) {
	for short, near := range abbreviations {
		for _, name := range near {
			if !slices.Contains(zones().places, name) {
				t.Errorf("%q proposes %q, which is no place", short, name)
			}
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"vienna", "vienna", 0},
		{"viena", "vienna", 1}, {"veinna", "vienna", 1}, {"paaris", "paris", 1}, {"karachi", "karchi", 1}, {"oslo", "rome", 4},
	} {
		if got := distance(tt.a, tt.b); got != tt.want || distance(tt.b, tt.a) != got {
			t.Errorf("distance(%q, %q) = %d, %d, want %d", tt.a, tt.b, got, distance(tt.b, tt.a), tt.want)
		}
	}
}
