package chat

// Card is an answer as a chat shows it: at most 100 words, three quotes and
// one caveat, the rest behind Evidence. Its strings are plain text from
// outside; an adapter escapes them for its platform.
type Card struct {
	ReadAs   string   // how the question was read, "" as it stands
	Lead     string   // claims end in [n], where n is a Quote's N or one behind Evidence
	Body     []string // sentences that follow the lead, each ending in [n]
	Nearest  bool     // the quotes are what comes nearest and answer nothing
	Quotes   []Quote
	Caveat   string
	Coverage string
	More     int // citations and notes that are not on the card
	Abstains bool
	// Sections make the card that of a briefing, which has neither Body nor
	// Quotes: its Lead says in a line what it covers.
	Sections []Section
}

// Section is a part of a briefing: what happened, what changed, what is ahead,
// what undated articles report. A whole card of them is about a screen.
type Section struct {
	Title string // "" for the points themselves, which need none
	Items []Item
	More  int // items of the section that are not on the card
}

// Item is a line of a briefing.
type Item struct {
	Date string // "8 Apr 2021", "reported 8 Apr 2021", "no date given"
	New  bool   // nobody was told of it before
	Text string // what is shown between quotation marks where Quoted, else a sentence
	// Quoted says that Text is a verbatim quote, cut to the channel's length.
	Quoted  bool
	Marks   []Mark // its citations
	Sources string // "3 sources, 1 near-copy"; "" for one source without a copy
	// Label says of a change what it is: "killed: 15, was 12", "denied". "" for
	// others.
	Label string
	// Before is what was said before, of a change: its date, quote and marks. It
	// stands below the item. nil for others.
	Before *Item
}

// Mark is a citation's number.
type Mark struct {
	N    int
	Link string // as a Quote's
}

// Quote is a verbatim quote on a card.
type Quote struct {
	N    int
	Date string // "8 Apr 2021", or "undated"
	Text string // as stored, without quotation marks around it, cut to the channel's length
	From string // source, else the host, and title; the ID where it has neither
	Link string // http or https, with a text fragment; "" where the article has no address
}

// Evidence is what is behind an answer. Its strings are plain text from
// outside, as a Card's are.
type Evidence struct {
	Passages []Passage // in the order of the citations
	Articles []Article // that were found, best first, copies merged
	Notes    []string  // all that the program itself says of the answer
	Coverage string    // what was searched
	Hidden   int       // passages that may not be seen where it is looked at; then there are no Notes
}

// Passage is a quote in its context.
type Passage struct {
	N      int
	Date   string // "8 Apr 2021", or "undated"
	Dated  string // how the date is known, with what contradicts it; "" where undated
	From   string // title and source, or the host
	Link   string // with a text fragment; "" where the article has no address
	Before string // the sentences before the quote, "" where it begins the passage
	Quote  string
	After  string
	// Removed says that the article is not in the archive any more: there is no
	// text. Changed says that it has a newer version than the one quoted.
	Removed, Changed bool
}

// Article is an article that was found.
type Article struct {
	Date   string
	Title  string // its ID where it has none
	Source string
	Link   string
	Copies int   // near-copies of it, which are merged into it
	Cited  []int // numbers of the passages that are from it or its copies
}
