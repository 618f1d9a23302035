package gazetteer

import (
	"strings"
	"testing"

	"dateline/corpus/token"
)

func TestTables(t *testing.T) {
	countries := 0
	for _, row := range rows(countriesText) {
		countries++
		if row[0] == "" {
			t.Errorf("a country without a name: %q", row)
		}
	}
	if countries < 195 {
		t.Errorf("%d countries, want at least 195", countries)
	}
	for _, row := range rows(metonymsText) {
		if _, ok := Country(row[1]); !ok {
			t.Errorf("%q stands for %q, which is no country", row[0], row[1])
		}
	}
	classes := map[string]bool{"head": true, "minister": true, "military": true, "legislative": true, "judicial": true,
		"diplomat": true, "spokesman": true, "party": true, "business": true, "church": true, "regional": true, "generic": true}
	for _, row := range rows(officesText) {
		if !classes[row[2]] {
			t.Errorf("office %q is of class %q", row[0], row[2])
		}
	}
	for country, capital := range load().capital {
		if e, ok := City(capital); !ok || e.Of != country && country != "djibouti" {
			t.Logf("capital %q of %q reads as %+v", capital, country, e)
		}
	}
}

func TestCountry(t *testing.T) {
	for _, row := range []struct{ name, want string }{
		{"Russia", "russia"}, {"Russian", "russia"}, {"the Russian Federation", "russia"}, {"Pakistanis", "pakistan"},
		{"U.S.", "united states"}, {"US", "united states"}, {"the United States", "united states"}, {"UK", "united kingdom"},
		{"the Netherlands", "netherlands"}, {"Dutch", "netherlands"}, {"Côte d’Ivoire", "ivory coast"}, {"the Kremlin", "russia"},
		{"South Koreans", "south korea"}, {"Türkiye", "turkey"},
		// A pronoun is no country, and a city is none either.
		{"us", ""}, {"Moscow", ""}, {"", ""}, {"the", ""}, {"Atlantis", ""},
	} {
		if got, _ := Country(row.name); got != row.want {
			t.Errorf("Country(%q) = %q, want %q", row.name, got, row.want)
		}
	}
}

func TestCity(t *testing.T) {
	for _, row := range []struct {
		name, of string
		capital  bool
	}{
		{"Islamabad", "pakistan", true}, {"St Petersburg", "russia", false}, {"São Paulo", "brazil", false},
		{"Washington", "united states", true}, {"Kyiv", "ukraine", true}, {"Kiev", "ukraine", true}, {"Geneva", "switzerland", false},
		{"Bogota", "colombia", true}, {"The Hague", "netherlands", true},
	} {
		if got, ok := City(row.name); !ok || got.Of != row.of || got.Capital != row.capital {
			t.Errorf("City(%q) = %+v, want of %q, capital %v", row.name, got, row.of, row.capital)
		}
	}
}

func TestOffice(t *testing.T) {
	for _, row := range []struct{ name, want string }{
		{"foreign minister", "foreign minister"}, {"FM", "foreign minister"}, {"ForMin", "foreign minister"},
		{"Minister for Foreign Affairs", "foreign minister"}, {"minister of external affairs", "foreign minister"},
		{"PM", "prime minister"}, {"premier", "prime minister"}, {"Defense Minister", "defence minister"},
		{"Secretary of Defense", "defence minister"}, {"Chief of Army Staff", "chief of army staff"}, {"CEO", "chief executive"},
		{"Minister of Finance and Economic Affairs", "finance minister"}, {"spokeswoman", "spokesperson"},
		{"Vice-President", "vice president"}, {"pm", ""}, {"table", ""},
	} {
		if got, _ := Office(row.name); got.Name != row.want {
			t.Errorf("Office(%q) = %q, want %q", row.name, got.Name, row.want)
		}
	}
}

func TestLongest(t *testing.T) {
	for _, row := range []struct {
		text string
		i    int
		want string
		n    int
	}{
		{"New York City is large", 0, "new york city", 3},
		{"South Korean troops", 0, "south korea", 2},
		{"U.S. officials", 0, "united states", 2},
		{"turkey was served", 0, "", 0},
		{"told us so", 1, "", 0},
		{"New, York", 0, "", 0}, // a comma parts them
		{"Prime Minister's office", 0, "prime minister", 2},
		{"United Nations", 0, "united nations", 2},
	} {
		words := token.Words(row.text)
		folded := make([]string, len(words))
		for i, w := range words {
			folded[i] = token.Fold(w.Text)
		}
		entries, n := Longest(row.text, words, folded, row.i, false)
		name := ""
		if len(entries) > 0 {
			name = entries[0].Name
		}
		if name != row.want || n != row.n {
			t.Errorf("Longest(%q, %d) = %q, %d, want %q, %d", row.text, row.i, name, n, row.want, row.n)
		}
	}
}

func TestGivenGender(t *testing.T) {
	for name, want := range map[string]byte{"sergey": 'm', "hina": 'f', "angela": 'f', "qwerty": 0} {
		if got := GivenGender(name); got != want {
			t.Errorf("GivenGender(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestDisplay(t *testing.T) {
	for name, want := range map[string]string{"russia": "Russia", "foreign minister": "foreign minister", "bogota": "Bogotá", "nato": "NATO"} {
		if got := Display(name); got != want {
			t.Errorf("Display(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzLongest(f *testing.F) {
	f.Add("U.S. President of the United Nations in New York")
	f.Fuzz(func(t *testing.T, text string) {
		words := token.Words(text)
		folded := make([]string, len(words))
		for i, w := range words {
			folded[i] = token.Fold(w.Text)
		}
		for i := range words {
			entries, n := Longest(text, words, folded, i, false)
			if (n == 0) != (len(entries) == 0) || i+n > len(words) {
				t.Fatalf("Longest(%q, %d) = %v, %d", text, i, entries, n)
			}
			for _, e := range entries {
				if e.Name == "" || strings.ToLower(e.Name) != e.Name {
					t.Fatalf("entry %+v of %q", e, text)
				}
			}
		}
	})
}

func TestInText(t *testing.T) {
	for name, want := range map[string]string{"United States": "the United States", "Dominican Republic": "the Dominican Republic", "Netherlands": "the Netherlands", "Pakistan": "Pakistan", "": ""} {
		if got := InText(name); got != want {
			t.Errorf("InText(%q) = %q, want %q", name, got, want)
		}
	}
}
