// Package corpus holds the nouns of a news archive: the record as it was read,
// the article that is left when it is cleaned and dated, its sentences,
// passages and events, and the days and intervals that they speak of.
//
// Offsets are bytes of UTF-8 within the program, always on a character's
// boundary; what leaves the program is counted in Unicode code points
// (Runes converts).
package corpus

import (
	"slices"
	"time"
	"unicode/utf8"
)

// Span is a half-open range of bytes of a text.
type Span struct{ Start, End int }

// Len returns the bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Of returns the part of text that the span covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Contains reports whether other lies within s.
func (s Span) Contains(other Span) bool { return s.Start <= other.Start && other.End <= s.End }

// Overlaps reports whether the two spans share a byte.
func (s Span) Overlaps(other Span) bool { return s.Start < other.End && other.Start < s.End }

// Runes returns the span counted in code points of text.
func (s Span) Runes(text string) Span {
	start := utf8.RuneCountInString(text[:s.Start])
	return Span{start, start + utf8.RuneCountInString(text[s.Start:s.End])}
}

// Raw is one record as it was read, before anything is thrown away.
type Raw struct {
	Key                               // ID may be empty until it is settled
	URL, Title, Source, Author string // as the record has them
	Published                  string // as the record has it, in any form
	Path                       string // the file it came from, relative to the source, slashes
	Line                       int    // the record's first line in that file, 1-based
	Text                       string // plain text, decoded; or
	HTML                       string // a page, decoded

	// ByPath says that the ID is that of the file, since the record has none and
	// no address: another file of that name may be another article. It is not
	// kept with the record.
	ByPath bool `json:"-"`
}

// Key names an article within an archive.
type Key struct {
	Collection, ID string
}

// String returns "collection/id".
func (k Key) String() string { return k.Collection + "/" + k.ID }

// BlockKind says what part a block plays in its article.
type BlockKind uint8

// The kinds of block that are kept.
const (
	Paragraph  BlockKind = iota
	Heading              // a heading within the article
	Standfirst           // the summary line below the title
	Caption              // of a photograph
	Embed                // a post that the article quotes
	ListItem
	Quotation
)

var blockKindNames = [...]string{"paragraph", "heading", "standfirst", "caption", "embed", "list item", "quotation"}

// String returns the kind's name.
func (k BlockKind) String() string { return blockKindNames[k] }

// Block is one part of a cleaned article: a paragraph, a heading, a caption.
type Block struct {
	Kind BlockKind
	Span     // in the cleaned text
	Line int // of the decoded input, 1-based; 0 where it could not be placed there
}

// Dropped is a span of the input that is not part of the article.
type Dropped struct {
	Line int    // of the decoded input, 1-based; 0 where it could not be placed there
	Text string // may be a part of the line
	Why  string // a short reason: "navigation", "repeats line 12"
}

// Cleaned is what cleaning makes of a record: the article's text in blocks,
// and what was dropped with the reason.
type Cleaned struct {
	Title   string // "" where none was found
	Text    string // the blocks, joined by blank lines
	Blocks  []Block
	Dropped []Dropped
	Meta    Meta
}

// Meta is what a page says of itself. It is evidence and not truth.
type Meta struct {
	URL, Title, Source, Author, Language string
	Dates                                []Evidence // metadata, JSON-LD, time elements
}

// Basis names how something is known.
type Basis string

// The bases of a publication date, and of an event's time.
const (
	BasisRecord   Basis = "record"        // the record's own field
	BasisMetadata Basis = "metadata"      // a page's meta elements
	BasisJSONLD   Basis = "json-ld"       // a page's structured data
	BasisLeading  Basis = "leading date"  // a date before the first sentence
	BasisTrailing Basis = "trailing date" // a date after the last
	BasisByline   Basis = "byline"
	BasisDateline Basis = "dateline"
	BasisEmbed    Basis = "embedded post"
	BasisURL      Basis = "url"
	BasisRights   Basis = "copyright line" // an upper bound: the year in which the page was fetched or changed
	BasisPerson   Basis = "person"         // a person said so: see Correction

	BasisStated  Basis = "stated"  // the sentence gives the date
	BasisDated   Basis = "dated"   // reckoned from the publication date, or from another in the text
	BasisDerived Basis = "derived" // worked out: "the first in nine years"
)

// Confidence is how far a date may be relied on.
type Confidence string

// The confidences.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Evidence is one witness to a date.
type Evidence struct {
	Basis    Basis
	Text     string   // what stands there
	Line     int      // where, 1-based; 0 where lines mean nothing
	Interval Interval // what it says; zero where it names no certain day
	Used     bool     // whether the date rests on it
	Why      string   // why it does or does not count
}

// Publication is when an article was published, as far as that is known. The
// zero Interval is an undated article, which is never given another's date.
type Publication struct {
	Interval
	Basis      Basis
	Confidence Confidence
	Evidence   []Evidence
}

// Article is one version of a cleaned and dated article.
type Article struct {
	Key
	Version               int // 1 for the first text, counted up with each change
	URL, Path             string
	Title, Source, Author string
	Lang                  string // ISO 639-1; "" where it is not known
	Published             Publication
	Text                  string // cleaned
	Blocks                []Block
	Dropped               []Dropped
	Cluster               string // shared by near-copies of one story: the ID of the one that stands for them
}

// Sentence is a sentence of an article's cleaned text.
type Sentence struct {
	Span
	Block   int      // index into the article's blocks
	Periods []Period // the times it speaks of, each resolved
}

// PassageID names a passage for ever: of a version of an article.
type PassageID int64

// Passage is a run of whole sentences of one article, the unit of search.
type Passage struct {
	ID PassageID
	Span
	First, Last int // indexes of its sentences, both included
}

// Document is an article with all that was derived from it.
type Document struct {
	Article
	Sentences []Sentence
	Passages  []Passage
	Events    []Event
}

// Extract is a passage as an archive gives it out.
type Extract struct {
	Passage
	Article   *Article   // its header: Text, Blocks, Dropped and evidence are empty
	Text      string     // of the passage
	Sentences []Sentence // of the passage; their spans lie within its own, and are in the article's text
}

// Clip returns sentences cut to the part of them that lies in a passage: one that
// is longer than a passage is in several.
func Clip(ss []Sentence, passage Span) []Sentence {
	out := slices.Clone(ss)
	for i := range out {
		s := &out[i]
		s.Start = min(max(s.Start, passage.Start), passage.End)
		s.End = max(s.Start, min(s.End, passage.End))
	}
	return out
}

// SentenceText returns the text of one of the extract's sentences.
func (e Extract) SentenceText(s Sentence) string {
	return Span{s.Start - e.Start, s.End - e.Start}.Of(e.Text)
}

// Arrival is a version of an article with when it came into an archive.
type Arrival struct {
	Key
	Version   int
	Published Interval  // zero: undated
	Ingested  time.Time // when the archive got the record that it was made from
	// Cluster is shared by near-copies of one story, as Article's is.
	Cluster string
}

// Coverage says what an archive holds, within what may be seen.
type Coverage struct {
	From, To       Day // of the dated articles; 0 and 0 where none is dated
	Dated, Undated int // articles
	Newest         Key // the last dated article
}
