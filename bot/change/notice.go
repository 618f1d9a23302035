package change

import (
	"regexp"
	"slices"
)

// The words by which a publisher corrects itself.
var (
	noticeVersion = regexp.MustCompile(`(?i)\b(?:an?|the|our|this) (?:earlier|previous|original|initial|first) (?:version|edition|article|report|story|headline|dispatch|caption)\b(?: (?:of|to) (?:this|the|our|that|an) (?:article|story|report|post|page|headline|dispatch|piece|item))?(?: \w+){0,12}? (?:misstated|incorrectly|wrongly|mistakenly|erroneously|inaccurately|misidentified|misspell?ed|misspelt|misnamed|misquoted|said|stated|gave|reported|identified|referred|described|put|named|listed)\b`)
	noticeArticle = regexp.MustCompile(`(?i)\b(?:an?|the|our|this) (?:article|story|report|headline|caption|item|dispatch)\b[^.;:]{0,80}? (?:misstated|incorrectly|wrongly|mistakenly|erroneously|inaccurately|misidentified|misspell?ed|misspelt|misnamed|misquoted|gave the wrong)\b`)
	noticeLabel   = regexp.MustCompile(`^\(?(?:Corrects|CORRECTS)\b|^(?:CORRECTION|Corrections?|Corrected|CORRECTED|Clarification|CLARIFICATION|Erratum|ERRATUM|Editor[’']?s['’]? note|EDITOR['’]S NOTE)\s*(?::|\.|—|–|-)`)
	noticeAmended = regexp.MustCompile(`(?i)\b(?:this|the) (?:article|story|report|post|headline|piece|page) (?:has been|was|is being) (?:corrected|amended|updated|changed|revised)\b`)
	// "We wrote that"; what follows says what it is in fact.
	noticeOwn    = regexp.MustCompile(`^(?:[^.;“"]{0,80}[ ,:])?[Ww]e (?:\w+ ){0,2}?(?:said|wrote|reported|stated|gave|put|named|called)\b`)
	noticeFact   = regexp.MustCompile(`(?i)\bin fact\b|\bin reality\b|\bactually\b|\bshould (?:have|be)\b|\bthe (?:correct|right|true) |^(?:it|there|that) (?:is|was|are|were)\b`)
	noticeRegret = regexp.MustCompile(`(?i)\bwe (?:regret|apologi[sz]e|are sorry)\b|\b(?:error|mistake)\b`)
	noticeOf     = regexp.MustCompile(`(?i) (?:of|to) (?:this|our|that) (?:article|story|report|post|page|headline|dispatch|piece|item)\b|\b(?:article|report|story|headline|dispatch|caption)\b`)
)

// isNotice reports whether a sentence is one by which a publisher corrects
// itself: by its words, or because it tells what was written and the next what is
// so in fact.
func (s *sent) isNotice() bool {
	if s.maybeNotice() && Notice(s.text) {
		return true
	}
	if !slices.Contains(s.plain, "we") || !noticeOwn.MatchString(s.text) {
		return false
	}
	if noticeFact.MatchString(s.text) && noticeRegret.MatchString(s.text) {
		return true
	}
	next := s.at + 1
	return next < len(s.doc.sents) && noticeFact.MatchString(s.doc.sents[next].text)
}

// Notice reports whether a sentence is by its words one by which a publisher
// corrects itself: "An earlier version of this article misstated".
func Notice(text string) bool {
	if noticeLabel.MatchString(text) || noticeArticle.MatchString(text) || noticeAmended.MatchString(text) {
		return true
	}
	m := noticeVersion.FindString(text)
	return m != "" && noticeOf.MatchString(m)
}

// maybeNotice reports whether a sentence has one of the words that every notice
// has.
func (s *sent) maybeNotice() bool {
	return slices.ContainsFunc(s.stems, func(l string) bool { return published[l] })
}

// wrongly finds where a notice's words of what was said begin.
var (
	ownWords = regexp.MustCompile(`\b[Ww]e (?:\w+ ){0,2}?(?:said|wrote|reported|stated|gave|put|named|called)\b(?: that)?`)
	wrongly  = regexp.MustCompile(`(?i)\b(?:version|article|report|story|headline|dispatch|edition|caption|item)\b[^.;]*?\b(?:incorrectly |wrongly |mistakenly |erroneously |inaccurately )?(?:said|stated|gave|reported|(?:mis)?identified|referred|described|put|(?:mis)?named|listed)\b(?: that)?`)
	turnsTo  = regexp.MustCompile(`(?i)(?:;|, not\b|\bwhen in fact\b|\bin fact\b|\bit should have\b|\bthat should have\b|\bshould be\b|\brather than\b|\binstead of\b|, when (?:it|he|she|they)\b|, but\b| – | — )`)
	notValue = regexp.MustCompile(`(?i)(?:,| and) not\b|\brather than\b|\binstead of\b`)
)
