package gazetteer

import (
	"sort"
	"strings"

	"dateline/corpus/token"
)

func build() *tables {
	t := &tables{byFirst: map[string][]phrase{}, display: map[string]string{}, capital: map[string]string{}, given: map[string]byte{}}
	for _, row := range rows(countriesText) {
		t.country(row)
	}
	for _, row := range rows(metonymsText) {
		t.add(row[0], Entry{Kind: CountryName, Name: Normal(row[1])})
	}
	for _, row := range rows(bodiesText) {
		e := Entry{Kind: Body, Name: Normal(row[0])}
		t.display[e.Name] = row[0]
		t.add(row[0], e)
		for _, alias := range entries(row[1]) {
			t.add(alias, e)
		}
	}
	for _, row := range rows(officesText) {
		e := Entry{Kind: OfficeName, Name: Normal(row[0]), Class: row[2], One: row[3] == "one", Gender: genderOf(row[0])}
		t.add(row[0], e)
		for _, alias := range entries(row[1]) {
			e.Gender = genderOf(alias)
			t.add(alias, e)
		}
	}
	for _, row := range rows(portfoliosText) {
		e := Entry{Kind: OfficeName, Name: Normal(row[0]) + " minister", Class: "minister", One: true}
		for _, name := range append(entries(row[1]), row[0]) {
			t.add(name+" minister", e)
			for _, form := range []string{"minister of ", "minister for ", "minister of the ", "minister for the "} {
				t.add(form+name, e)
			}
		}
		for _, alias := range entries(row[2]) {
			t.add(alias, e)
		}
	}
	for line := range strings.Lines(titlesText) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		e := Entry{Kind: Honorific, Name: fields[0]}
		if len(fields) > 1 {
			e.Gender = fields[1][0]
		}
		t.add(fields[0], e)
	}
	for line := range strings.Lines(givenText) {
		gender, names, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for _, name := range strings.Fields(names) {
			if g := t.given[name]; g != 0 && g != gender[0] {
				delete(t.given, name)
				continue
			}
			t.given[name] = gender[0]
		}
	}
	for first := range t.byFirst {
		sort.SliceStable(t.byFirst[first], func(i, j int) bool {
			return len(t.byFirst[first][i].rest) > len(t.byFirst[first][j].rest)
		})
	}
	return t
}

func (t *tables) country(row [5]string) {
	name := Normal(row[0])
	t.display[name] = row[0]
	t.add(row[0], Entry{Kind: CountryName, Name: name})
	for _, alias := range entries(row[1]) {
		t.add(strings.TrimPrefix(alias, "The "), Entry{Kind: CountryName, Name: name})
	}
	for _, demonym := range entries(row[2]) {
		t.add(demonym, Entry{Kind: Demonym, Name: name})
	}
	capitals := entries(row[3])
	for i, city := range capitals {
		t.city(city, name, true)
		if i == 0 {
			t.capital[name] = Normal(city)
		}
	}
	for _, city := range entries(row[4]) {
		t.city(city, name, false)
	}
}

func (t *tables) city(city, country string, capital bool) {
	e := Entry{Kind: CityName, Name: Normal(city), Of: country, Capital: capital}
	t.add(city, e)
	if t.display[e.Name] == "" {
		t.display[e.Name] = strings.TrimPrefix(city, "The ")
	}
}

// add files an entry under a way to write it. A leading "the" is left out,
// since texts leave it out too.
func (t *tables) add(written string, e Entry) {
	exact := strings.HasPrefix(written, "=")
	written = strings.TrimPrefix(strings.TrimPrefix(written, "="), "The ")
	words := token.Words(written)
	if len(words) == 0 {
		return
	}
	p := phrase{exact: exact, first: words[0].Text, Entry: e}
	for _, w := range words[1:] {
		if exact {
			p.rest = append(p.rest, w.Text)
		} else {
			p.rest = append(p.rest, token.Fold(w.Text))
		}
	}
	first := token.Fold(words[0].Text)
	t.byFirst[first] = append(t.byFirst[first], p)
}

// rows returns the fields of a table's lines, five of them, white space cut.
func rows(text string) [][5]string {
	var out [][5]string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var row [5]string
		for i, f := range strings.SplitN(line, ";", 5) {
			row[i] = strings.TrimSpace(f)
		}
		out = append(out, row)
	}
	return out
}

func entries(field string) []string {
	var out []string
	for _, e := range strings.Split(field, ",") {
		if e = strings.TrimSpace(e); e != "" {
			out = append(out, e)
		}
	}
	return out
}

// genderOf tells the gender that an office's own name shows.
func genderOf(office string) byte {
	last := office[strings.LastIndexAny(office, " -")+1:]
	switch {
	case strings.HasSuffix(last, "woman"), last == "queen", last == "princess", last == "first lady", office == "first lady":
		return 'f'
	case strings.HasSuffix(last, "sman"), last == "king", last == "prince", last == "emperor", last == "emir", last == "sultan",
		last == "pope", last == "ayatollah", last == "cardinal", last == "patriarch":
		return 'm'
	}
	return 0
}
