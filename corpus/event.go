package corpus

// Event is something that a sentence reports: who did what, to whom, where
// and when.
type Event struct {
	ID           int64 // in the archive; 0 before
	Article      Key
	Version      int
	Kind         string // the head verb or noun, normalised: "visit", "meet"
	Participants []Participant
	When         Interval // the best single reading; zero where undated
	Range        Interval // the widest that the evidence allows; contains When
	Basis        Basis    // stated, dated or derived; "" where undated
	Polarity     Polarity
	Span                // what it was read from, in the cleaned text
	Sentence     int    // index of that sentence
	Proof        Span   // the shortest clause that proves it, within Span's sentence
	Reckoning    string // for a derived time, the words it rests on: "nine years"
	// Keys are what the event is looked up by, besides its kind: a folded
	// surname "n:lavrov", an office "o:foreign minister@russia", a place
	// "p:pakistan". Package event fills them.
	Keys []string
}

// Polarity says whether the event is reported to have happened.
type Polarity uint8

// The polarities.
const (
	Happened Polarity = iota // or happens now
	Planned                  // scheduled, expected, invited
	Denied                   // said not to have happened
	// None says that no event of this kind, with these participants,
	// happened within Range: "the first in nine years".
	None
)

var polarityNames = [...]string{"happened", "planned", "denied", "none"}

// String returns the polarity's name.
func (p Polarity) String() string { return polarityNames[p] }

// Role is the part that a participant plays in an event.
type Role string

// The roles.
const (
	Agent   Role = "agent"   // who visits, says, signs
	Patient Role = "patient" // who or what it is done to: the one visited
	Partner Role = "partner" // with whom
	Place   Role = "place"
	Topic   Role = "topic" // what it is about
)

// Participant is somebody or something with a part in an event.
type Participant struct {
	Role Role
	Entity
	Span // where it is named, in the cleaned text
}

// EntityType tells apart what a name names.
type EntityType uint8

// The types of entity.
const (
	Thing EntityType = iota
	Person
	Organization
	Location
)

// Entity is a person, office, organization or place as an article names it.
// A person may be known by office alone, then Name is empty.
type Entity struct {
	Type   EntityType
	Name   string // the fullest form in the article: "Sergey Viktorovich Lavrov"
	Office string // normalised: "foreign minister"
	Of     string // the country or body of the office, normalised: "russia"
	In     string // for a place, the country it lies in, normalised: "pakistan"
}

// EventFilter selects events of an archive, exhaustively.
type EventFilter struct {
	Collections []string // required: none means nothing may be seen
	AsOf        Day      // hides events of articles published later; 0: no limit
	Sources     []string // of the articles, letters of either case; empty: all
	Published   Interval // of the articles; zero: any; undated ones pass only where it is zero
	Kinds       []string // empty: all
	Keys        []string // at least one of them; empty: all
	Latest      int      // at most so many, those read last; 0: all
}
