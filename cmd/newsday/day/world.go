package day

import (
	"math/rand/v2"
	"strings"
)

// land is a country.
type land struct {
	name, adj, capital string
	cities             []string
	regions            []string
	rivers             []string
	people             []*person // who hold its offices
}

// person is somebody invented.
type person struct {
	first, last, office string
	woman               bool
	land                *land
}

func (p *person) name() string { return p.first + " " + p.last }

// firm is a company that does not exist.
type firm struct {
	name, trade string
	land        *land
}

// paper is a newspaper or a news agency.
type paper struct {
	name, host string
	wire       bool
	html       bool   // its records are pages
	dated      string // how its articles tell their day: "record", "dateline", "byline", "leading", "url"
}

const landTable = `
Norway|Norwegian|Oslo|Bergen,Tromsø,Stavanger|Vestland,Nordland|Glomma,Otra
Peru|Peruvian|Lima|Arequipa,Cusco,Trujillo|Loreto,Piura|Ucayali,Rimac
Kenya|Kenyan|Nairobi|Mombasa,Kisumu,Nakuru|Turkana,Garissa|Tana,Nzoia
Portugal|Portuguese|Lisbon|Porto,Braga,Coimbra|Alentejo,Algarve|Douro,Mondego
Vietnam|Vietnamese|Hanoi|Hue,Da Nang,Haiphong|Quang Nam,Lao Cai|Perfume,Red
Morocco|Moroccan|Rabat|Fez,Agadir,Tangier|Souss,Rif|Sebou,Draa
Chile|Chilean|Santiago|Valparaíso,Concepción,Temuco|Biobío,Araucanía|Maule,Itata
Poland|Polish|Warsaw|Kraków,Gdańsk,Wrocław|Silesia,Mazovia|Oder,Warta
Ghana|Ghanaian|Accra|Kumasi,Tamale,Cape Coast|Ashanti,Volta|Pra,Oti
Nepal|Nepali|Kathmandu|Pokhara,Biratnagar,Dharan|Koshi,Lumbini|Bagmati,Gandaki
Austria|Austrian|Vienna|Graz,Linz,Innsbruck|Styria,Tyrol|Mur,Enns
Colombia|Colombian|Bogotá|Medellín,Cali,Pasto|Antioquia,Chocó|Cauca,Magdalena
Indonesia|Indonesian|Jakarta|Surabaya,Medan,Makassar|Aceh,Papua|Brantas,Musi
Tunisia|Tunisian|Tunis|Sfax,Sousse,Bizerte|Sahel,Gafsa|Medjerda,Zeroud
Romania|Romanian|Bucharest|Cluj,Iași,Timișoara|Bukovina,Oltenia|Siret,Olt
Bolivia|Bolivian|La Paz|Sucre,Cochabamba,Potosí|Beni,Tarija|Mamoré,Pilcomayo
Finland|Finnish|Helsinki|Turku,Oulu,Tampere|Lapland,Savonia|Kemijoki,Oulujoki
Senegal|Senegalese|Dakar|Thiès,Kaolack,Saint-Louis|Casamance,Kolda|Faleme,Saloum
Croatia|Croatian|Zagreb|Split,Rijeka,Osijek|Slavonia,Istria|Sava,Kupa
Uruguay|Uruguayan|Montevideo|Salto,Paysandú,Rivera|Artigas,Durazno|Negro,Yi`

const firstNames = "Ingrid|Marta|Elena|Ruth|Lucia|Hanna|Amina|Sofia|Nora|Vera|Greta|Irene|Paula|Teresa|Judith|Clara;" +
	"Oskar|Tomas|Daniel|Mateo|Viktor|Hugo|Anton|Samuel|Emil|Rafael|Jonas|Felix|Martin|Leon|Karim|Aron"

const lastNames = "Halvorsen|Quintero|Wanjala|Tavares|Nguyet|Benslimane|Oyarzun|Wilkowski|Asamoah|Gurung|Strasser|Villamizar|Hartono|Trabelsi|Munteanu|" +
	"Choquehua|Rautio|Diatta|Kovacic|Etcheverri|Brandvold|Saldarriaga|Kiprop|Mascarenhas|Thanhlo|Ouazzani|Fuentealba|Zawadzka|Boakye|Thapaliya|" +
	"Hofmarcher|Ospina|Wirawan|Chaabane|Ionascu|Mamani|Lehtisalo|Ndiayane|Babicek|Larralde|Sundt|Carhuaz|Otieno|Serrano|Lamtran|Idrissi|" +
	"Pizarnik|Nowacki|Mensarko|Adhikar|Leitgeb|Restrepal|Suharno|Jelloul|Dragulin|Condorix|Virolain|Sarrkane|Perkovac|Bentancur"

const firmNames = "Talvero|Norbrix|Quanterra|Velmora|Ostrava Glass|Kestrel Freight|Lumenark|Brightwell Foods|Harkonnel|Sundara Cement|" +
	"Pelagos Shipping|Vantico|Arborel|Mirabond|Tessaly Motors|Corvane|Denholm Paper|Issoria|Rovetta Steel|Zephyline"

const trades = "battery maker|chip maker|mining group|drug maker|glass maker|freight company|lighting company|food group|machine builder|cement maker|" +
	"shipping line|software house|timber company|insurer|car maker|chemicals group|paper mill operator|cosmetics company|steel maker|airline"

const clubNames = "Oslo Rovers|Lima Norte|Nairobi Stars|Porto Velho|Hanoi Lotus|Rabat Union|Valparaíso Mar|Gdańsk Anchor|Kumasi Lions|Graz 1906|" +
	"Medellín Sur|Makassar United|Sfax Olive|Cluj Castle|Turku Ice|Split Riva"

const paperTable = `
Harbour Herald|harbourherald|record
The Northern Ledger|northernledger|dateline
Daily Meridian|dailymeridian|byline
Capital Courier|capitalcourier|record
Evening Lantern|eveninglantern|leading
Radio Causeway|radiocauseway|record
The Tribune of Record|tribuneofrecord|html
Channel Nine News|channelnine|html
Morning Dispatch|morningdispatch|dateline
The Provincial|theprovincial|record
Business Gazette|businessgazette|record
The Weekly Examiner|weeklyexaminer|html
Sentinel Online|sentinelonline|html
City Bulletin|citybulletin|byline
The Observer Post|observerpost|record
Free Voice|freevoice|record
The Coastal Times|coastaltimes|dateline
New Chronicle|newchronicle|record
Republic Today|republictoday|html
The Mercantile|mercantile|record
Globe Reporter|globereporter|record
Southern Star News|southernstar|leading`

var wires = []*paper{
	{name: "Nordwire", host: "nordwire.example", wire: true, dated: "record"},
	{name: "Meridian Press Agency", host: "mpa.example", wire: true, dated: "dateline"},
	{name: "Transoceanic News", host: "tna.example", wire: true, dated: "record"},
}

var offices = []string{"foreign minister", "prime minister", "finance minister", "interior minister", "trade minister"}

// world is who and what there is.
type world struct {
	lands  []*land
	people []*person // who hold offices
	firms  []*firm
	clubs  []string
	papers []*paper
	spare  []*person // without office
}

func list(s string) []string { return strings.Split(s, "|") }

func newWorld(r *rand.Rand) *world {
	w := &world{clubs: list(clubNames)}
	last := list(lastNames)
	r.Shuffle(len(last), func(i, j int) { last[i], last[j] = last[j], last[i] })
	women, men, _ := strings.Cut(firstNames, ";")
	named := func(n string, l *land, office string) *person {
		p := &person{last: n, office: office, land: l, woman: r.IntN(2) == 0}
		names := list(men)
		if p.woman {
			names = list(women)
		}
		p.first = names[r.IntN(len(names))]
		return p
	}
	for _, row := range strings.Split(strings.TrimSpace(landTable), "\n") {
		f := list(row)
		l := &land{name: f[0], adj: f[1], capital: f[2], cities: strings.Split(f[3], ","), regions: strings.Split(f[4], ","), rivers: strings.Split(f[5], ",")}
		w.lands = append(w.lands, l)
	}
	r.Shuffle(len(w.lands), func(i, j int) { w.lands[i], w.lands[j] = w.lands[j], w.lands[i] })
	for i, l := range w.lands {
		for k := range 2 {
			office := offices[0]
			if k == 1 {
				office = offices[1+r.IntN(len(offices)-1)]
			}
			p := named(last[(2*i+k)%len(last)], l, office)
			l.people = append(l.people, p)
			w.people = append(w.people, p)
		}
	}
	for i := 2 * len(w.lands); i < len(last); i++ {
		w.spare = append(w.spare, named(last[i], w.lands[r.IntN(len(w.lands))], ""))
	}
	ts := list(trades)
	for i, n := range list(firmNames) {
		w.firms = append(w.firms, &firm{name: n, trade: ts[i], land: w.lands[r.IntN(len(w.lands))]})
	}
	r.Shuffle(len(w.firms), func(i, j int) { w.firms[i], w.firms[j] = w.firms[j], w.firms[i] })
	for _, row := range strings.Split(strings.TrimSpace(paperTable), "\n") {
		f := list(row)
		w.papers = append(w.papers, &paper{name: f[0], host: "www." + f[1] + ".example", html: f[2] == "html", dated: f[2]})
	}
	return w
}
