package question

import (
	"strings"

	"dateline/retrieval"
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	whWords = set(`who whom whose what which when where why how`)
	helping = set(`is are was were am be been being do does did has have had will would shall should can could may might must`)
	// prepositions also end a noun phrase.
	prepositions = set(`in on at by to from for with about into over under during between before after since until till
		through as upon within without against among near of`)
	commands = set(`name list give tell find show identify state`)
	opening  = set(`name list give tell find show identify state please beginning starting according`)
	// empty are words of a question that say nothing of its subject.
	empty = set(`name names called known person man woman people thing happen happened occur occurred tell give list show
		please find kind type many much long often far
		anything something nothing everything anyone anybody someone somebody nobody everybody ever there`)
	orderWords = set(`last latest first earliest recent recently previous previously next current currently`)
	spanUnits  = set(`year years month months week weeks day days decade decades century night spring summer autumn fall winter
		season quarter monday tuesday wednesday thursday friday saturday sunday`)
	timeWords = set(`january february march april june july august september october november december jan feb mar apr jun
		jul aug sep sept oct nov dec may monday tuesday wednesday thursday friday saturday sunday year years month months
		week weeks day days decade decades century today yesterday tomorrow now ago early late mid earlier later 's`)
	nameJoins = set(`of the de la le du des del der den von van da di do dos el al bin ibn and for y`)

	joining = map[string]retrieval.Relation{"when": retrieval.In, "while": retrieval.In, "during": retrieval.In, "as": retrieval.In,
		"after": retrieval.After, "before": retrieval.Before, "since": retrieval.Since, "until": retrieval.Until}

	eventNouns = set(`visit visits trip tour talks meeting meetings summit arrival departure election elections signing agreement
		deal strike attack launch opening closure death birth war crisis conference ceremony vote resignation appointment speech`)

	dateNouns   = set(`year date day month time decade century weekday season years dates`)
	shareNouns  = set(`share percentage proportion percent fraction rate portion`)
	amountNouns = set(`amount number price cost sum total size value volume population length height age distance budget quantity
		capacity salary revenue weight depth speed temperature ceiling limit output turnover production profit income yield
		dividend toll fee fine ransom wage rent rise raise increase`)

	irregular = set(`came went met said told gave took made held led won lost saw got left became began beat bought brought built
		chose drew drove fell felt fought found flew grew knew kept laid paid ran rose sent set shot spent spoke stood swore
		taught thought threw understood wore wrote wed cut hit put quit read struck sang sank sold sat slept stole swam
		tore woke withdrew broke dealt hung bore bound bred fled forbade forgave froze overtook oversaw undertook
		play work serve own hold host manage operate belong live attend teach study use`)
)

// classes maps a noun to what an answer of its class is.
var classes = func() map[string]Class {
	m := map[string]Class{}
	for class, words := range map[Class]string{
		Person: `person man woman people leader president minister premier chancellor king queen emperor prince princess monarch
			governor mayor secretary ambassador envoy diplomat official officer general colonel commander captain admiral chief
			head chair chairman chairwoman chairperson chairmen director manager coach trainer player footballer driver
			singer actor actress author writer poet painter artist musician composer conductor editor publisher journalist
			reporter scientist professor scholar teacher doctor engineer architect lawyer judge justice senator
			politician candidate ceo founder owner occupant inventor winner champion partner wife husband spouse brother sister
			son daughter father mother child friend successor predecessor deputy spokesperson speaker presenter
			host hostess producer bishop archbishop pope priest abbot rector dean provost principal headmaster treasurer
			commissioner representative delegate member lord baron duke earl ruler killer suspect
			soldier pilot astronaut physician philosopher historian economist analyst mp congressman incumbent
			administrator curator librarian keeper guest performer dancer`,
		Organization: `company firm corporation manufacturer builder bank club team side party group organization organisation
			agency ministry department university college school institute institution academy label studio network channel broadcaster
			newspaper magazine publication airline operator union association league federation committee council court
			parliament army navy squadron regiment brigade division fleet band orchestra church faction movement alliance
			coalition body body authority board employer sponsor brand business subsidiary parent contractor foundation museum
			gallery house command wing corps caucus service employer`,
		Place: `country nation state city town village county province region district place location area island continent
			capital port airport station stadium venue arena site address headquarters base hospital prison street
			neighbourhood neighborhood suburb territory municipality castle building camp border river sea`,
		Position: `position job role rank title office occupation profession post employment appointment nickname`,
		Event: `award prize competition tournament championship event race war battle medal series show program programme film movie album
			song book game sport treaty agreement operation language religion currency`,
	} {
		for _, w := range strings.Fields(words) {
			m[w] = class
		}
	}
	return m
}()
