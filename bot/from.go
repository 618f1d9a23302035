package bot

import (
	"net/url"
	"slices"
	"strings"

	"dateline/corpus/source"
)

// maxTitle is how much of a title From shows, in characters.
const maxTitle = 60

// From names where a citation is from, for a terminal, with how the date of the
// article is known: who published it with its title; else the file, where that
// is the article's own. An article of a file that lists many is told from the
// others by its title, else by its ID, and stands with the file where nothing
// says who published it.
func From(c Citation) string {
	publisher, title, path := Printable(c.Source), shortened(Printable(c.Title), maxTitle), Printable(c.Path)
	var parts []string
	switch listed := source.Lists(c.Path); {
	case !listed && publisher == "" && path != "":
		parts = []string{path}
	case !listed:
		parts = []string{publisher, title}
	default:
		if title == "" {
			title = Printable(c.Article.ID)
		}
		if publisher = Publisher(c.Source, c.URL); publisher == "" && path != "-" {
			parts = []string{title, path}
		} else {
			parts = []string{publisher, title}
		}
	}
	from := strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
	if from == "" {
		from = Printable(c.Article.ID)
	}
	if how := HowDated(c.Published); how != "" {
		from += "; date: " + how
	}
	return from
}

// Publisher names who published an article: its source, else the host of its
// address; "" where it has neither.
func Publisher(name, address string) string {
	if name = Printable(name); name != "" {
		return name
	}
	if u, err := url.Parse(address); err == nil {
		return Printable(strings.TrimPrefix(strings.ToLower(u.Hostname()), "www."))
	}
	return ""
}

// shortened returns a text of at most n characters, cut between words where it
// can be.
func shortened(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := string(r[:n-1])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:–—-") + "…"
}
