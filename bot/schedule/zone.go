package schedule

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// zonesText holds the names of the IANA Time Zone Database, release 2025c,
// as Go's own copy has them: first those of zone.tab, each for a place of
// today, then an empty line, then all others, which are older or other names.
//
//go:embed zones.txt
var zonesText string

// zoneTable is zonesText, read.
type zoneTable struct {
	places, others []string
	folded         []string            // places, then others
	byName         map[string]string   // folded name -> name
	byCity         map[string][]string // folded last part -> names
}

var zones = sync.OnceValue(func() zoneTable {
	t := zoneTable{byName: map[string]string{}, byCity: map[string][]string{}}
	places, others, _ := strings.Cut(zonesText, "\n\n")
	t.places, t.others = strings.Fields(places), strings.Fields(others)
	for _, name := range slices.Concat(t.places, t.others) {
		t.folded = append(t.folded, foldZone(name))
	}
	for _, name := range t.places {
		t.byName[foldZone(name)] = name
		city := foldZone(name[strings.LastIndex(name, "/")+1:])
		t.byCity[city] = append(t.byCity[city], name)
	}
	for _, name := range t.others {
		t.byName[foldZone(name)] = name
		area, _, ok := strings.Cut(name, "/")
		city := foldZone(name[strings.LastIndex(name, "/")+1:])
		if known := t.byCity[city]; !ok || area == "Etc" || len(known) > 0 && slices.Contains(t.places, known[0]) {
			continue // Etc has no cities; Asia/Istanbul is an older name of the place Europe/Istanbul
		}
		t.byCity[city] = append(t.byCity[city], name)
	}
	return t
})

// foldZone returns a name of a zone as it is compared.
func foldZone(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(name)), " ", "_")
}

// universal are the names that are the same time everywhere.
var universal = map[string]bool{"utc": true, "gmt": true, "z": true, "zulu": true, "uct": true, "universal": true, "etc/utc": true, "etc/gmt": true, "etc/uct": true, "etc/zulu": true, "etc/universal": true}

// abbreviations are short names that mean several zones, or only one half of
// the year of one, and zones that may be meant.
var abbreviations = map[string][]string{
	"act": {"Australia/Sydney", "America/Rio_Branco"}, "adt": {"America/Halifax"}, "aedt": {"Australia/Sydney"}, "aest": {"Australia/Sydney", "Australia/Brisbane"},
	"akst": {"America/Anchorage"}, "akdt": {"America/Anchorage"}, "ast": {"America/Halifax", "Asia/Riyadh"}, "awst": {"Australia/Perth"}, "acst": {"Australia/Adelaide", "Australia/Darwin"},
	"bst": {"Europe/London", "Asia/Dhaka"}, "brt": {"America/Sao_Paulo"}, "cat": {"Africa/Maputo"}, "cdt": {"America/Chicago", "America/Havana"},
	"cest": {"Europe/Vienna", "Europe/Paris"}, "cet": {"Europe/Vienna", "Europe/Paris"}, "cst": {"America/Chicago", "Asia/Shanghai", "America/Havana"},
	"eat": {"Africa/Nairobi"}, "edt": {"America/New_York"}, "eest": {"Europe/Athens", "Europe/Kyiv"}, "eet": {"Europe/Athens", "Africa/Cairo"},
	"est": {"America/New_York", "America/Panama"}, "et": {"America/New_York"}, "ct": {"America/Chicago"}, "mt": {"America/Denver"}, "pt": {"America/Los_Angeles"},
	"gst": {"Asia/Dubai"}, "hkt": {"Asia/Hong_Kong"}, "hst": {"Pacific/Honolulu"}, "ict": {"Asia/Bangkok"},
	"ist": {"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"}, "jst": {"Asia/Tokyo"}, "kst": {"Asia/Seoul"}, "mdt": {"America/Denver"}, "met": {"Europe/Vienna", "Europe/Paris"},
	"msk": {"Europe/Moscow"}, "mst": {"America/Denver", "America/Phoenix"}, "nzdt": {"Pacific/Auckland"}, "nzst": {"Pacific/Auckland"},
	"pdt": {"America/Los_Angeles"}, "pkt": {"Asia/Karachi"}, "pst": {"America/Los_Angeles", "Asia/Manila"}, "sast": {"Africa/Johannesburg"}, "sgt": {"Asia/Singapore"},
	"trt": {"Europe/Istanbul"}, "wat": {"Africa/Lagos"}, "west": {"Europe/Lisbon"}, "wet": {"Europe/Lisbon"}, "wib": {"Asia/Jakarta"},
	"est5edt": {"America/New_York"}, "cst6cdt": {"America/Chicago"}, "mst7mdt": {"America/Denver"}, "pst8pdt": {"America/Los_Angeles"},
}

var offsetForm = regexp.MustCompile(`^(?i:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?$`)

// findZone returns the zone of a name as people write it: of the database in
// letters of either case, a city that only one zone is named after, or a
// distance from UTC, which knows no summer time.
func findZone(name string) (*time.Location, error) {
	if zone, err := lookZone(name); zone != nil || err != nil {
		return zone, err
	}
	return nil, unknownZone{name: name}
}

// unknownZone is the error for what is no name of a zone. What to say is worked
// out when it is said, since Split tries many ends of a text.
type unknownZone struct {
	name  string
	other error // for what was hardly meant as a zone; nil: it was
}

func (e unknownZone) Error() string {
	near := zones().near(foldZone(e.name))
	switch {
	case len(near) > 0:
		return fmt.Sprintf("There is no time zone %q: did you mean %s?", e.name, choice(near))
	case e.other != nil && !strings.Contains(e.name, "/") && (strings.Contains(e.name, " ") || e.name == strings.ToLower(e.name)):
		return e.other.Error()
	}
	return fmt.Sprintf("There is no time zone %q. A zone is named after a place, as Europe/Vienna or America/New_York, or is UTC.", e.name)
}

// lookZone is findZone, but returns nil and no error for what is no name of a
// zone.
func lookZone(name string) (*time.Location, error) {
	folded := foldZone(name)
	if universal[folded] {
		return time.UTC, nil
	}
	if m := offsetForm.FindStringSubmatch(folded); m != nil {
		return offsetZone(name, m[1], m[2], m[3])
	}
	if near, ok := abbreviations[folded]; ok {
		return nil, say("%q is no time zone that can be relied on: it means several, or only half of a year. Name a place instead, as %s.", name, choice(near))
	}
	t := zones()
	if found := t.byCity[folded]; len(found) > 1 {
		return nil, say("There are several time zones %q: say which, %s.", name, choice(found))
	} else if len(found) == 1 {
		return load(found[0])
	}
	if known, ok := t.byName[folded]; ok {
		return load(known)
	}
	return nil, nil
}

func load(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, say("The time zone %s is known, but this machine's tables lack it.", name)
	}
	return zone, nil
}

// offsetZone returns the zone that is always as far from UTC.
func offsetZone(name, sign, hours, minutes string) (*time.Location, error) {
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi("0" + minutes)
	total := 60*h + m
	if sign == "-" {
		total = -total
	}
	if m%15 != 0 || total < -12*60 || total > 14*60 {
		return nil, say("No place is %s from UTC: a distance lies between -12:00 and +14:00. A zone by name, as Europe/Vienna, heeds summer time too.", name)
	}
	if total == 0 {
		return time.UTC, nil
	}
	return time.FixedZone(fmt.Sprintf("%s%02d:%02d", sign, h, m), 60*total), nil
}

// near returns up to three names that a name may be a slip for, the nearest
// first.
func (t zoneTable) near(folded string) []string {
	type hit struct {
		name string
		far  int
	}
	if len(folded) > 60 {
		return nil
	}
	var hits []hit
	city := folded[strings.LastIndex(folded, "/")+1:]
	most := 1 + len(city)/8
	for i, name := range slices.Concat(t.places, t.others) {
		other := t.folded[i]
		far := distance(folded, other)
		if d := distance(city, other[strings.LastIndex(other, "/")+1:]); d < far && len(city) > 3 {
			far = d
			if strings.Contains(folded, "/") && !strings.HasPrefix(other, folded[:strings.Index(folded, "/")+1]) {
				far++ // another part of the world
			}
		}
		if i >= len(t.places) {
			far++
		}
		if far <= most {
			hits = append(hits, hit{name, far})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.far - b.far })
	var names []string
	for _, h := range hits {
		if h.far == hits[0].far && len(names) < 3 {
			names = append(names, h.name)
		}
	}
	return names
}

// distance returns how many bytes must be put in, left out, changed, or
// swapped with their neighbour to make one text of another.
func distance(a, b string) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			d := row[j]
			if a[i] != b[j] {
				d++
			}
			d = min(d, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			next[j+1] = d
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}

// choice lists what may be chosen from.
func choice(names []string) string { return list(names, "or") }

// list joins words as English does.
func list(words []string, last string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
	}
	return strings.Join(words, "")
}
