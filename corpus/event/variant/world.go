package variant

// land is a country of the grammar with people who might hold office in it.
// Countries, adjectives and cities are real; the people are invented.
type land struct {
	name, adjective, capital string
	cities                   []string
	people                   []someone
}

type someone struct {
	given, surname string
	woman          bool
}

func (s someone) full() string { return s.given + " " + s.surname }

func (s someone) his() string {
	if s.woman {
		return "her"
	}
	return "his"
}

func people(names ...string) []someone {
	var out []someone
	for i := 0; i+1 < len(names); i += 2 {
		woman := names[i][0] == '*'
		given := names[i]
		if woman {
			given = given[1:]
		}
		out = append(out, someone{given, names[i+1], woman})
	}
	return out
}

var lands = []land{
	{"Norway", "Norwegian", "Oslo", []string{"Bergen", "Trondheim"}, people("*Astrid", "Solberg", "Henrik", "Dahlstrand", "Lars Petter", "Okkenhaug", "*Ingrid", "Moe", "Nils", "Rustad", "Anders", "Kvammen")},
	{"Portugal", "Portuguese", "Lisbon", []string{"Porto", "Coimbra"}, people("Eduardo", "Falcão", "*Helena", "Prates", "Miguel", "Seabra", "*Teresa", "Vilhena", "Jorge", "Quintela", "Pedro", "Malheiro")},
	{"Kenya", "Kenyan", "Nairobi", []string{"Mombasa", "Kisumu"}, people("Daniel", "Ochwada", "*Grace", "Wanjohi", "Peter", "Kiplimo", "*Mary", "Auma", "Joseph", "Mbithi", "Samuel", "Kareithi")},
	{"Japan", "Japanese", "Tokyo", []string{"Osaka", "Kyoto"}, people("Kenji", "Morikawa", "*Yumi", "Tachibana", "Hiroshi", "Onodera", "*Naoko", "Shiraishi", "Takeshi", "Hamada", "Makoto", "Ueno")},
	{"Turkey", "Turkish", "Ankara", []string{"Istanbul", "Izmir"}, people("Kemal", "Yıldırak", "*Elif", "Karasu", "Orhan", "Demirtepe", "*Zeynep", "Aksoylu", "Mustafa", "Berkan", "Yusuf", "Tanrıöver")},
	{"Argentina", "Argentine", "Buenos Aires", []string{"Rosario", "Mendoza"}, people("Ricardo", "Bustamante", "*Lucia", "Ferreyra", "Hernán", "Olmedo", "*Carla", "Vizcaya", "Diego", "Sarmiento", "Pablo", "Echenique")},
	{"Kazakhstan", "Kazakh", "Astana", []string{"Almaty"}, people("Nurlan", "Abdrakhmanov", "*Aliya", "Seitova", "Yerlan", "Dzhaksybekov", "*Dinara", "Omarova", "Marat", "Tulegenov", "Askar", "Baimenov")},
	{"Egypt", "Egyptian", "Cairo", []string{"Alexandria"}, people("Tarek", "Mansoury", "*Nadia", "Shafik", "Hossam", "El Gendy", "*Laila", "Fahmy", "Karim", "Zaghloul", "Adel", "Barakat")},
	{"Vietnam", "Vietnamese", "Hanoi", []string{"Da Nang"}, people("Tran Van", "Khai", "*Le Thi", "Suong", "Pham Minh", "Duc", "Hoang Quoc", "Trung", "*Vu Thi", "Nga", "Dang Van", "Lam")},
	{"Poland", "Polish", "Warsaw", []string{"Kraków", "Poznań"}, people("Marek", "Zielonka", "*Anna", "Wróblewska", "Tomasz", "Gradowski", "*Katarzyna", "Lis", "Pawel", "Ostrowicz", "Jan", "Brzeski")},
	{"Brazil", "Brazilian", "Brasília", []string{"Recife", "Curitiba"}, people("Otávio", "Peçanha", "*Renata", "Camargo", "Fábio", "Nogueira", "*Beatriz", "Lacerda", "André", "Moraes", "Caio", "Figueiredo")},
	{"Indonesia", "Indonesian", "Jakarta", []string{"Surabaya", "Bandung"}, people("Bambang", "Wiratama", "*Dewi", "Lestari", "Agus", "Prasetyo", "*Sri", "Handayani", "Hendra", "Kusuma", "Rizal", "Siregar")},
}

// offices that visit, with their short forms.
var visiting = []string{"foreign minister", "defence minister", "finance minister", "president", "prime minister", "trade minister",
	"interior minister", "energy minister", "agriculture minister", "transport minister"}

// third are visitors from elsewhere, of other offices, who serve as decoys.
var third = []struct{ adjective, office, name, surname string }{
	{"Canadian", "Defence Minister", "Marlene Thibodeau", "Thibodeau"},
	{"Danish", "Finance Minister", "Søren Kjeldgaard", "Kjeldgaard"},
	{"Australian", "Trade Minister", "Colin Wetherby", "Wetherby"},
	{"Indian", "Interior Minister", "Rakesh Chaturvedi", "Chaturvedi"},
}

var numberNames = []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
	"fourteen", "fifteen", "sixteen", "seventeen", "eighteen"}
