package chat

import "time"

// Verb says what is to be done with the schedules of a place.
type Verb string

// The verbs of an order.
const (
	VerbAdd    Verb = "add"
	VerbList   Verb = "list"
	VerbPause  Verb = "pause"
	VerbResume Verb = "resume"
	VerbRemove Verb = "remove"
	VerbRun    Verb = "run" // now; when it runs next stays as it is
)

// Order is what a person wants of the schedules of a place.
type Order struct {
	Keys  []string // as a Request's
	Place Place
	User  Person
	Verb  Verb
	ID    int64  // of the subscription; not for VerbAdd and VerbList
	Topic string // for VerbAdd
	When  string // for VerbAdd: "every weekday 08:30 Europe/Vienna"
	// Quiet has nothing said where nothing is new; for VerbAdd.
	Quiet      bool
	Collection string // for VerbAdd: of this collection alone; "": all that the place may see
	At         time.Time
}
