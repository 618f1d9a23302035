package chat

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/corpus/token"
)

// Limits of a link. The longest addresses are refused by browsers and by the
// platforms alike; Slack takes 3,000 characters, Discord shows 2,000.
const (
	maxLink     = 1500
	exactWords  = 12 // a quote of at most so many words is looked for whole
	endWords    = 5  // of a longer one so many at either end
	contextWord = 3  // words of context that tell a quote from an earlier one
)

// Link returns the address of an article, with a text fragment by which a
// browser scrolls to a quote and marks it
// (https://wicg.github.io/scroll-to-text-fragment/):
//
//	#:~:text=[prefix-,]start[,end][,-suffix]
//
// A short quote is start; of a long one start is its first words and end its
// last, since a page may break it in between. Prefix and suffix are the words
// before and after it, "" where they are not needed. A fragment that the
// address has is kept, a text directive in it is not. An address that is not
// of http or https, that names a user, or that is too long to be shown gives
// "".
func Link(address, quote, prefix, suffix string) string {
	base, ok := cleanAddress(address)
	if !ok {
		return ""
	}
	directive := textDirective(quote, prefix, suffix)
	if directive == "" {
		return base
	}
	link := base + "#"
	if strings.Contains(base, "#") {
		link = base
	}
	if link += ":~:" + directive; len(link) > maxLink {
		return base
	}
	return link
}

// cleanAddress returns an address that is safe to link to, without a fragment
// directive, and whether it is one.
func cleanAddress(address string) (string, bool) {
	address = strings.TrimSpace(address)
	if at := strings.Index(address, "#"); at >= 0 {
		head, directive, _ := strings.Cut(address[at:], ":~:")
		_ = directive
		address = address[:at] + head
	}
	address = strings.TrimSpace(strings.TrimSuffix(address, "#"))
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Host == "" || u.Hostname() == "" {
		return "", false
	}
	switch u.Scheme = strings.ToLower(u.Scheme); u.Scheme {
	case "http", "https":
	default:
		return "", false
	}
	for _, r := range u.Host {
		// Letters of other scripts are a browser's to judge; what could end a
		// link, or hide where it leads, is not.
		if r <= ' ' || r == 0x7f || r == utf8.RuneError || unicode.IsSpace(r) || strings.ContainsRune(`<>"'|\^{}()*%~`+"`", r) || invisible(r) {
			return "", false
		}
	}
	host := u.Host
	u.Host = "h"
	rest := strings.TrimPrefix(u.String(), u.Scheme+"://h")
	page, fragment, _ := strings.Cut(escapeRest(rest), "#")
	// A directive may come of what was encoded, or begin with what is set behind.
	if head, _, found := strings.Cut(fragment+":", ":~:"); found {
		fragment = head
	}
	if fragment != "" {
		page += "#" + fragment
	}
	out := u.Scheme + "://" + host + page
	if len(out) > maxLink {
		return "", false
	}
	return out, true
}

const hexDigits = "0123456789ABCDEF"

// escapeRest percent-encodes what follows a host where it is not ASCII, or
// could end a link in markup. What is encoded already stays so.
func escapeRest(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte("<>\"|\\^`{}[]()*'", c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func textDirective(quote, prefix, suffix string) string {
	quote = strings.Join(strings.Fields(plainText(quote)), " ")
	words := strings.Fields(quote)
	if len(token.Words(quote)) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("text=")
	if p := strings.Fields(plainText(prefix)); len(p) > 0 {
		b.WriteString(escapeText(strings.Join(p, " ")) + "-,")
	}
	if len(words) <= exactWords {
		b.WriteString(escapeText(quote))
	} else {
		b.WriteString(escapeText(strings.Join(words[:endWords], " ")) + "," + escapeText(strings.Join(words[len(words)-endWords:], " ")))
	}
	if s := strings.Fields(plainText(suffix)); len(s) > 0 {
		b.WriteString(",-" + escapeText(strings.Join(s, " ")))
	}
	return b.String()
}

// escapeText percent-encodes all but letters and digits of ASCII and the marks
// that mean nothing in a directive or in a platform's markup: the dash, the
// comma and the ampersand are the directive's own syntax.
func escapeText(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
	return b.String()
}
