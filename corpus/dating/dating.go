// Package dating finds when an article was published, from witnesses that may
// contradict one another: the record's own field, a page's metadata, the
// address, and the dates that stand about the text. Every witness is kept as
// evidence with the reason why it counts or does not. An article whose
// witnesses name no certain date stays undated.
package dating

import (
	"cmp"
	"math"
	"strings"

	"dateline/corpus"
)

// The weight of a witness, by where it stands. A date rests on the day whose
// witnesses weigh most; one below enough is evidence only. The weights are
// round on purpose: what matters is their order.
const (
	weightRecord    = 9 // the record's own field
	weightPage      = 7 // what a page's metadata call the date of publication
	weightNamed     = 5 // what a page's metadata call a date
	weightFound     = 4 // what htmldate makes of a page; an element with a date
	weightAddress   = 8 // a day in a page's address, which is made once
	weightNoted     = 5 // a day in a text's address, or eight digits that may be a day
	weightMonth     = 4 // a month in the address
	weightPublished = 4 // a line labelled as the date of publication
	weightFused     = 4 // before the first sentence, on its line
	weightLine      = 3 // a line of its own, or beside a name
	weightDateline  = 3 // with its year, in the dateline
	weightEmbedded  = 3 // the newest quoted post, where the weekday agrees
	weightUpdated   = 2 // a line labelled as a later change

	headline = 2  // added between title and body
	remote   = -2 // added elsewhere, without a label
	listed   = -2 // added among other days' dates
	timed    = 1  // added where a time of day stands beside it
	agreeing = 1  // added where a witness of another kind names the same day

	enough = 3
	sure   = 6 // at least this, uncontradicted, is high confidence
)

// horizon is the last day that a date can be where the caller knows no
// better: none.
const horizon = corpus.MaxDay

// Date returns the publication date of an article, with all the evidence
// about it, or the evidence alone where that does not suffice. It is a
// function of its arguments. Its time is linear in the length of the record.
func Date(raw corpus.Raw, c corpus.Cleaned) corpus.Publication {
	return DateBy(raw, c, horizon)
}

// DateBy is Date for a record that is known to have been there on the given
// day: no later date is believed.
func DateBy(raw corpus.Raw, c corpus.Cleaned, latest corpus.Day) corpus.Publication {
	d := dating{latest: latest}
	link := cmp.Or(raw.URL, c.Meta.URL)
	d.address(link, raw.HTML != "")
	if raw.HTML == "" {
		d.sheet = read(raw.Text, c, true)
	} else {
		d.page(raw.HTML, link, c)
	}
	d.meta(c.Meta.Dates)
	d.record(raw.Published)
	h := d.habits()
	for k, m := range d.mentions {
		if m.order == unresolved {
			d.mentions[k].settle(h.read(m.stamp, d.lines[m.line]))
		}
	}
	d.standing()
	d.yearless()
	d.guesses()
	d.zoned()
	d.lone()
	return d.decide()
}

// witness is evidence with its weight.
type witness struct {
	corpus.Evidence
	weight int
	near   int  // lines from the body's beginning; breaks ties
	sole   bool // counts for more where it is the only date
	doubt  bool // another story's, or the day of the visit
	guess  bool // htmldate's, which sees no more than is seen here

	change    bool // says when the page was changed
	universal int  // as universal returns it
}

type dating struct {
	*sheet
	latest    corpus.Day
	witnesses []witness
	traces    []trace
	traced    bool              // the page's markup was read
	occasions []corpus.Interval // days on which something else happens
}

func (d *dating) add(w witness) {
	if w.Interval.Known() && w.Interval.Start > d.latest {
		w.weight, w.Why = 0, "after the record was read"
	}
	d.witnesses = append(d.witnesses, w)
}

// maxShown bounds the evidence of one kind that is handed on.
const maxShown = 12

// standing weighs the dates that stand about the text.
func (d *dating) standing() {
	shown := map[form]int{}
	for k, m := range d.mentions {
		w, ok := d.weigh(k, m)
		if !ok {
			continue
		}
		if shown[m.form]++; shown[m.form] > maxShown && w.weight < enough {
			continue
		}
		if d.numbered {
			w.Line = m.line + 1
		}
		w.Text = m.text
		d.add(w)
	}
	d.only()
	d.posts()
}

// only lets a date that nearly suffices count where the lines of the record
// name no other day: what stands below the article (a comment's date, another
// story's) is left out, and so is a weekday and date far above it, which is
// the day of the visit.
func (d *dating) only() {
	var day corpus.Interval
	for _, m := range d.mentions {
		if iv := m.interval(); m.standing() && iv.Known() {
			if day.Known() && iv != day {
				return
			}
			day = iv
		}
	}
	for i, w := range d.witnesses {
		if w.Interval == day && w.weight == enough-1 && w.sole {
			d.witnesses[i].weight = enough
			d.witnesses[i].Why += ", but the only date that stands on the page"
		}
	}
}

// weigh returns the witness that a date of the text is, if it is any.
func (d *dating) weigh(k int, m mention) (witness, bool) {
	iv := m.interval()
	w := witness{Evidence: corpus.Evidence{Interval: iv}, near: math.MaxInt}
	if d.first >= 0 {
		w.near = max(d.above(m.line), -2*d.above(m.line))
	}
	switch m.form {
	case mentioned, embedded, furniture:
		return w, false
	case published:
		w.Basis, w.weight, w.Why = corpus.BasisLeading, weightPublished, "labelled as published"
	case updated:
		w.Basis, w.weight, w.Why, w.change = corpus.BasisLeading, weightUpdated, "labelled as a later change", true
	case named:
		w.Basis, w.weight, w.Why = corpus.BasisByline, weightLine, "beside a name"
		if m.line == d.title {
			w.Basis, w.Why = corpus.BasisLeading, "on the line of the title"
		}
	case dateline:
		w.Basis, w.weight, w.Why = corpus.BasisDateline, weightDateline, "in the dateline"
	case fused:
		if m.line != d.first {
			return w, false
		}
		w.Basis, w.weight, w.Why = corpus.BasisLeading, weightFused, "before the first sentence"
	case alone:
		w.Basis, w.weight, w.Why = corpus.BasisLeading, weightLine, "a line of its own"
		if m.line == d.title {
			w.Why = "on the line of the title"
		}
	}
	if m.year == 0 {
		return w, false // yearless sees to it
	}
	if m.order == unresolved {
		w.weight, w.Why = 0, "day or month may come first: "+m.both()
		return w, true
	}
	if m.day == 0 && m.form != published && m.form != alone {
		return w, false
	}
	if m.clock {
		w.weight += timed
	}
	role := d.roleAt(m)
	switch plain := m.form == alone || m.form == named; {
	case role == elsewhere && plain:
		w.weight, w.doubt, w.Why = 0, true, "named for something else than the article"
		return w, true
	case role == publishing && plain:
		w.weight++
		w.Why += ", named for the date of publication"
	case role == changing && plain:
		w.weight, w.change, w.Why = weightUpdated, true, "named for a later change"
	}
	if d.banner(k) {
		w.weight--
	}
	if d.visit(m) {
		w.weight, w.doubt, w.Why = 0, true, "the day on which the page was read, above the title"
		return w, true
	}
	where := d.region(m.line)
	w.sole = where == within || where == header && (m.clock || m.weekday == 0)
	inList := m.standing() && d.among(k) && !d.follows(k)
	switch where {
	case nearTitle:
		if m.form != dateline && !inList {
			w.weight += headline
		}
		if m.line == d.title {
			break
		}
		if d.title >= 0 {
			w.Why += ", by the title"
		} else {
			w.Why += ", at the beginning"
		}
	case below:
		w.Basis = corpus.BasisTrailing
		if m.form == alone || m.form == named {
			w.weight += remote
			w.Why += ", below the article"
			if d.closes(k) {
				w.weight = enough
				w.Why += ", which it closes as the only date there"
			}
		}
	case header:
		if m.form == alone || m.form == named {
			w.weight += remote
			if m.form == named || d.above(m.line) <= farAbove {
				w.weight++
			}
			w.Why += ", far above the article"
		}
	case within:
		if m.form == published || m.form == updated {
			w.Basis = corpus.BasisTrailing
		}
		if m.form == alone || m.form == named {
			w.weight--
			if m.clock { // as beside a comment
				w.weight -= timed
			}
			w.Why += ", within the article"
		}
	}
	w.doubt = inList || where == header && m.form == alone && !m.clock
	if role == contributed && m.form != published {
		w.doubt, w.sole, w.weight = true, false, min(w.weight, enough-1)
		w.Why += ", among other stories or comments"
	}
	if inList {
		w.weight += listed
		w.Why += ", among other days' dates"
	}
	if m.weekday != 0 && m.day != 0 && int(iv.Start.Weekday()) != m.weekday-1 {
		w.weight--
		w.Why += ", of another weekday than it says"
	}
	w.weight = max(w.weight, 0)
	return w, true
}

// place is where a line stands.
type place uint8

const (
	nowhere place = iota
	header
	nearTitle
	within
	below
)

// The headline's zone: from a little above the title, or above the first
// paragraph where the title is not known, to the second line of the body.
const (
	aboveTitle = 8
	aboveBody  = 12
	farAbove   = 30
	intoBody   = 2
)

func (d *dating) region(i int) place {
	switch {
	case d.first < 0:
		return nowhere
	case i > d.last:
		return below
	case d.title >= d.first && abs(d.rank[d.title]-d.rank[i]) <= aboveTitle:
		return nearTitle // the body begins too early
	case i > d.first && -d.above(i) > intoBody:
		return within
	case d.title >= 0 && d.rank[d.title]-d.rank[i] <= aboveTitle, d.above(i) <= aboveBody:
		return nearTitle
	}
	return header
}

// belowTitle is how far below the title its own date stands, in lines that
// are not blank.
const belowTitle = 6

// follows reports whether mention k is the first date after the title, close
// to it, and no list leads up to it: then what follows it may be a list, but
// it is not of it.
func (d *dating) follows(k int) bool {
	m := d.mentions[k]
	if d.title < 0 || m.line < d.title || d.rank[m.line]-d.rank[d.title] > belowTitle {
		return false
	}
	for j := k - 1; j >= 0 && k-j <= listLines*4 && d.rank[m.line]-d.rank[d.mentions[j].line] <= listLines; j-- {
		if b := d.mentions[j]; b.year != 0 && b.standing() && b.interval() != m.interval() {
			return false
		}
	}
	return true
}

// maxSource is the most words of the source that a closing line names.
const maxSource = 5

// closes reports whether mention k is the line with which some papers end an
// article: a full date, alone or behind the name of the source, right below
// the last paragraph, where neither the title nor anything further down has
// another full date.
func (d *dating) closes(k int) bool {
	m := d.mentions[k]
	if m.day == 0 || m.clock || m.weekday != 0 || d.rank[m.line]-d.rank[d.last] != 1 {
		return false
	}
	l := strings.TrimSpace(d.lines[m.line])
	at := len(d.lines[m.line]) - len(strings.TrimLeft(d.lines[m.line], " \t"))
	if strings.Trim(d.lines[m.line][m.End:], " \t\r.)") != "" || m.Start < at {
		return false
	}
	names := 0
	for _, p := range pieces(strings.TrimSpace(d.lines[m.line][at:m.Start])) {
		switch {
		case p.kind == number || p.kind == mark && p.mark == ':':
			return false
		case p.kind == word && !p.upper && !joints[p.text] && p.text != "the" && p.text != "and":
			return false
		case p.kind == word:
			names++
		}
	}
	if names > maxSource || len(l) > maxTitleTail {
		return false
	}
	for j, o := range d.mentions {
		if j != k && (o.standing() || o.form == fused) && o.year != 0 && (d.region(o.line) == below || d.region(o.line) == nearTitle) && o.interval() != m.interval() {
			return false
		}
	}
	return true
}

// standing reports whether the date stands by itself and not in a sentence.
func (m mention) standing() bool {
	return m.form == alone || m.form == named || m.form == published || m.form == updated
}

// listLines is how close dates of other days make a list, in lines that are
// not blank. At most four dates a line are looked at.
const listLines = 12

// among reports whether mention k is one of a list of dates of different days:
// two others at least, close by and standing alike, of which one names another
// day.
func (d *dating) among(k int) bool {
	others, different := 0, false
	for _, step := range []int{-1, 1} {
		for j := k + step; j >= 0 && j < len(d.mentions) && abs(j-k) <= listLines*4 && (others < 2 || !different); j += step {
			a, b := d.mentions[k], d.mentions[j]
			if abs(d.rank[a.line]-d.rank[b.line]) > listLines {
				break
			}
			if a.line == b.line || b.year == 0 || b.day == 0 || !b.standing() || a.form == published && b.form != published {
				continue
			}
			others++
			different = different || b.interval() != a.interval()
		}
	}
	return others >= 2 && different
}

func abs(n int) int { return max(n, -n) }
