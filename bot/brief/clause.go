package brief

import (
	"slices"
	"strings"

	"dateline/bot"
	"dateline/bot/question"
)

// clauseOpeners begin a clause that is not what a sentence chiefly tells.
var clauseOpeners = set(`who which whose whom where when while after before since because although though as if until unless
	following amid despite whereas`)

// reporting are words after which "that" begins what somebody says or finds.
var reporting = set(`found showed shows find finds revealed ruled believed believes hoped feared denied admitted promised pledged decided
	agreed argued insisted conceded signs fears claims`)

// harm are words for what happens to people, with which a sentence begins that
// tells afterwards in which event.
var harm = set(`died killed injured hurt wounded drowned missing trapped arrested detained stranded evacuated dead rescued ill`)

// subjectless open a clause whose subject they are: its verb follows.
var subjectless = set(`who which`)

// depth returns for each word whether it stands in a clause or phrase that is
// not what the line chiefly tells: behind a word that opens one. One that begins
// the line ends at its comma.
func (l *line) depth() []bool {
	out := make([]bool, len(l.words))
	in, said, harmed, done := false, false, false, false
	opened := -1
	first := true // no verb stands before the clause that is open
	for i := l.after; i < len(l.words); i++ {
		g := l.gap(i)
		if in && opened > l.after && first && !subjectless[l.folded[opened]] && l.folded[opened] != "that" && strings.Contains(g, ",") {
			in = false // "Two years after they fell out, both agreed"
		}
		if !in {
			first = first && !l.verbal(i) && !l.regular(i) && !l.thirdPerson(i)
		}
		if in && opened == l.after && strings.Contains(g, ",") {
			if in = false; l.folded[i] == "and" || l.folded[i] == "but" {
				// "After days of rain the Faleme rose, and": told like what follows.
				clear(out[l.after:i])
			}
		}
		if in && done && strings.Contains(g, ",") && l.verbal(i) && !question.Time(l.folded[i]) {
			in = false // ", who …, said": the verb of the main clause
		}
		done = done || in && i > opened && (l.verbal(i) || l.regular(i) || l.thirdPerson(i)) // the clause has its own verb
		if strings.Contains(g, ";") || in && strings.ContainsAny(g, "–—") && l.dashed(opened) {
			in = false
		}
		said = said || bot.Speaks(l.folded[i]) || reporting[l.folded[i]]
		harmed = harmed || harm[l.folded[i]]
		if harmed && !in && l.folded[i] == "when" {
			continue // "Seven people died when a bus left the road": both are told
		}
		if clauseOpeners[l.folded[i]] && !(l.folded[i] == "as" && l.fold(i+1) == "well") && !(l.folded[i] == "after" && l.fold(i+1) == "extra") && !l.cleft(i) || l.folded[i] == "that" && !said && i > l.after && !strings.ContainsAny(g, ";:–—") && !bounding[l.fold(i-1)] && l.fold(i-1) != "at" && l.fold(i-1) != "in" {
			if !in {
				opened, done = i, !subjectless[l.folded[i]]
			}
			in = true
		}
		out[i] = in
	}
	l.resume(out)
	// "…, the ministry said on Wednesday" belongs to no clause before it.
	for _, i := range l.says() {
		j := i
		for j > l.after && !strings.Contains(l.gap(j), ",") && (j == i || !l.verbal(j)) {
			j--
		}
		if j == l.after || !strings.Contains(l.gap(j), ",") {
			continue
		}
		for k := j; k < len(out) && (k <= i || !clauseOpeners[l.folded[k]]); k++ {
			out[k] = false
		}
	}
	return out
}

// resume takes what follows a clause that tells which subject is meant out of that
// clause, in what depth returns: "A ferry that sank in March was raised". Such a
// clause has no comma at its end; the verb after its own verb is the sentence's.
func (l *line) resume(out []bool) {
	opened := slices.Index(out, true)
	if opened <= l.after || !relatives[l.folded[opened]] && l.folded[opened] != "that" || l.gap(opened) != " " || slices.Contains(out[opened:], false) {
		return
	}
	finite := func(i int) bool {
		if i != opened+1 && nounLike(l, i) { // "that" before a verb is no article here
			return false
		}
		return helpers[l.folded[i]] != unread || i == opened+1 && (pastForm(l.folded[i]) || strings.HasSuffix(l.folded[i], "s")) || l.verbal(i) || l.regular(i) || l.thirdPerson(i)
	}
	for i := l.after; i < opened; i++ {
		if l.verbal(i) || l.regular(i) || l.thirdPerson(i) {
			return
		}
	}
	open := 1 // clauses that still lack their verb
	for i := opened + 1; i < len(l.words); i++ {
		f := l.folded[i]
		if clauseOpeners[f] || f == "that" && (bot.Speaks(l.fold(i-1)) || reporting[l.fold(i-1)]) {
			open++
			continue
		}
		if strings.ContainsAny(l.gap(i), ",;:–—(") {
			return
		}
		if before := l.fold(i - 1); !finite(i) || before == "and" || before == "or" || before == "but" || before == "to" {
			continue
		}
		if open == 0 {
			for k := i; k < len(out) && !clauseOpeners[l.folded[k]]; k++ {
				out[k] = false
			}
			return
		}
		if open--; bot.Speaks(f) || speaking[f] {
			open++ // "who say they were not paid"
		}
		// The rest of what this verb is made of.
		for i+1 < len(l.words) && l.gap(i+1) == " " {
			next := l.folded[i+1]
			if !(helpers[f] != unread || passive[f] || between[f]) || !(between[next] || passive[next] || pastForm(next) || helpers[next] != unread) {
				break
			}
			i++
			f = next
		}
	}
}

// passive are forms of "be" that stand between a helping verb and its verb.
var passive = set(`be been being`)

// cleft reports whether the clause that word i opens is what the line tells, the
// day before it but the first part of that: "Monday is the day when …". "Fixed as
// the day" opens no clause.
func (l *line) cleft(i int) bool {
	switch l.folded[i] {
	case "when", "which":
		before := l.fold(i - 1)
		if before == "on" {
			before = l.fold(i - 2)
		}
		return before == "day" || before == "date"
	case "as":
		be := l.fold(i - 2)
		return pastForm(l.fold(i-1)) && (be == "been" || be == "was" || be == "is" || be == "were" || be == "are")
	}
	return false
}

// says returns the words that are verbs of saying, with "according to".
func (l *line) says() []int {
	var out []int
	for i, f := range l.folded {
		if l.words[i].Capital() && i > 0 {
			continue
		}
		next := l.fold(i + 1)
		if (bot.Speaks(f) || speaking[f]) && !nounLike(l, i) || ruling[f] && l.trails(i) || f == "according" && next == "to" ||
			f == "reported" && (next == "" || next == "on" || next == "that" || question.Time(next)) {
			out = append(out, i)
		}
	}
	return out
}

// ruling are verbs of deciding, which tell who said it at the end of a sentence or
// before what was decided: "…, the court ruled", "ruled on Monday that".
var ruling = set(`ruled decided concluded`)

// trails reports whether the verb at i ends a sentence behind a comma and its
// subject, with no more than a time behind it, or has "that" there.
func (l *line) trails(i int) bool {
	end := i + 1
	for end < len(l.words) && (openers[l.folded[end]] || question.Time(l.words[end].Text)) {
		end++
	}
	if l.fold(end) == "that" {
		return true
	}
	for j := i; j > l.after+1 && end == len(l.words); j-- {
		if strings.Contains(l.gap(j), ",") {
			return j < i
		}
		if j < i && (l.verbal(j) || helpers[l.folded[j]] != unread) {
			return false
		}
	}
	return false
}

// speaking are verbs of saying besides those of the lexicon of events.
var speaking = set(`wrote tweeted posted explained argued insisted admitted revealed acknowledged predicted conceded maintained alleged
	testified commented remarked recalled complained quipped`)
