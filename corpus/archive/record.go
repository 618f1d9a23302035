package archive

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash"
	"runtime"

	"golang.org/x/sync/errgroup"

	"dateline/corpus"
)

// Record is what Put stores: what was read and what was derived from it. The
// key is that of Raw. Document may be nil where Same says that the archive has
// the record already.
type Record struct {
	Raw      corpus.Raw
	Document *corpus.Document
	Pipeline int // version of the pipeline that derived the document

	// Correction is the one that the document was derived with, as Corrected and
	// Records give it; nil: none. Where another one counts by now, Put rejects the
	// record with ErrStale.
	Correction *corpus.Correction
}

// ChangeKind says what became of a record.
type ChangeKind uint8

// The kinds of change.
const (
	Added ChangeKind = iota
	Updated
	Unchanged
	Withheld // the article was deleted, and stays so
	Rejected // see Change.Err
)

var changeNames = [...]string{"added", "updated", "unchanged", "withheld", "rejected"}

// String returns the kind's name.
func (k ChangeKind) String() string { return changeNames[k] }

// Change is what became of one record.
type Change struct {
	corpus.Key
	Kind    ChangeKind
	Version int    // the newest
	CopyOf  string // ID of the article of the same collection that stands for it and its near-copies; "" where it does itself
	Err     error  // why it was rejected

	// Of one that was added or updated: the ID of the article that it is most like
	// of its near-copies, "" where it has none, and how.
	Like     string
	Likeness Likeness
}

// Hash returns a hash of what makes a record the same again: all that it says,
// but not the file it came from.
func Hash(raw *corpus.Raw) [sha256.Size]byte {
	h := sha256.New()
	for _, s := range []string{raw.URL, raw.Title, raw.Source, raw.Author, raw.Published, raw.Text, raw.HTML} {
		writeString(h, s)
	}
	var sum [sha256.Size]byte
	h.Sum(sum[:0])
	return sum
}

func writeString(h hash.Hash, s string) {
	var n [8]byte
	binary.LittleEndian.PutUint64(n[:], uint64(len(s)))
	h.Write(n[:])
	h.Write([]byte(s))
}

// prepared is a record in the form in which its rows are written.
type prepared struct {
	Record
	hash, derived [sha256.Size]byte
	record        []byte // the raw record, compressed
	text, layout  []byte // compressed
	sentences     [][]byte
	events        [][]byte
	sketch        sketch
	err           error
}

// prepare brings records into the form of rows, on all cores, since
// compressing and hashing take longer than writing.
func prepare(ctx context.Context, records []Record) ([]prepared, error) {
	out := make([]prepared, len(records))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	const chunk = 8
	for start := 0; start < len(records); start += chunk {
		g.Go(func() error {
			for i := start; i < min(start+chunk, len(records)); i++ {
				if err := ctx.Err(); err != nil {
					return err
				}
				out[i].Record = records[i]
				out[i].fill()
			}
			return nil
		})
	}
	return out, g.Wait()
}

func (p *prepared) fill() {
	if p.Raw.Collection == "" || p.Raw.ID == "" {
		p.err = fmt.Errorf("record %q has no collection or no id", p.Raw.Key)
		return
	}
	p.hash = Hash(&p.Raw)
	d := p.Document
	if d == nil {
		return
	}
	if p.err = check(d); p.err != nil {
		return
	}
	raw, err := json.Marshal(&p.Raw)
	if err != nil {
		p.err = err
		return
	}
	layout := putLayout(nil, &d.Article)
	h := sha256.New()
	for _, s := range []string{d.URL, d.Title, d.Source, d.Author, d.Lang, d.Published.String(),
		d.Published.Precision.String(), string(d.Published.Basis), string(d.Published.Confidence), d.Text, string(layout)} {
		writeString(h, s)
	}
	for _, ps := range d.Passages {
		b := putSentences(nil, ps.Span, d.Sentences[ps.First:ps.Last+1])
		fmt.Fprint(h, ps.Span, ps.First, ps.Last, len(b))
		h.Write(b)
		p.sentences = append(p.sentences, b)
	}
	for i := range d.Events {
		b := putEvent(nil, &d.Events[i])
		writeString(h, d.Events[i].Kind)
		h.Write(b)
		p.events = append(p.events, b)
	}
	h.Sum(p.derived[:0])
	p.record = compress(raw)
	p.text = compress([]byte(d.Text))
	p.layout = compress(layout)
	p.sketch = sketchOf(p.Raw.Collection, d.Text)
}

// check reports what is wrong with a document: spans that lie outside its text
// or sentences that are in no passage could not be read back.
func check(d *corpus.Document) error {
	size := len(d.Text)
	within := func(s corpus.Span) bool { return 0 <= s.Start && s.Start <= s.End && s.End <= size }
	for i, b := range d.Blocks {
		if !within(b.Span) {
			return fmt.Errorf("block %d: span %v is outside the text of %d bytes", i, b.Span, size)
		}
	}
	for i, s := range d.Sentences {
		if !within(s.Span) {
			return fmt.Errorf("sentence %d: span %v is outside the text of %d bytes", i, s.Span, size)
		}
	}
	next := 0
	for i, p := range d.Passages {
		again := i > 0 && p.First == d.Passages[i-1].Last // parts of one long sentence
		if !within(p.Span) || p.First != next && !again || p.Last < p.First || p.Last >= len(d.Sentences) {
			return fmt.Errorf("passage %d: span %v, sentences %d to %d, are not of this text", i, p.Span, p.First, p.Last)
		}
		next = p.Last + 1
	}
	if next != len(d.Sentences) {
		return fmt.Errorf("sentence %d is in no passage", next)
	}
	for i, e := range d.Events {
		if !within(e.Span) || e.Sentence < 0 || e.Sentence >= len(d.Sentences) {
			return fmt.Errorf("event %d: span %v, sentence %d, are not of this text", i, e.Span, e.Sentence)
		}
		if !within(e.Proof) {
			return fmt.Errorf("event %d: proof %v is outside the text of %d bytes", i, e.Proof, size)
		}
		for _, p := range e.Participants {
			if !within(p.Span) {
				return fmt.Errorf("event %d: participant %v is outside the text of %d bytes", i, p.Span, size)
			}
		}
	}
	return nil
}
