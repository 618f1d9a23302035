package discord

import (
	"strings"
	"unicode/utf8"
)

// marks are the characters that Discord's markup begins or ends with. A
// backslash before one makes it a plain character: so no bold, no spoiler, no
// heading, list or quote, no masked link, no mention, no emoji, no timestamp
// comes of an article's text, and no bare link either, whose colon has one.
const marks = "\\*_~`|<>[]()#@:-.+"

// escape makes text plain where Discord reads its own markup. The text has no
// line breaks.
func escape(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	for i, r := range s {
		if needsEscape(s, i, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// needsEscape reports whether a character at i would mean something. The
// hyphen, the plus, the full stop and the hash do at the beginning of a line
// only, and a colon only where it may begin a link or an emoji.
func needsEscape(s string, i int, r rune) bool {
	if r >= utf8.RuneSelf || !strings.ContainsRune(marks, r) {
		return false
	}
	switch r {
	case '-', '+', '#':
		return strings.TrimLeft(s[:i], " ") == "" || r == '#' && strings.HasSuffix(s[:i], "-")
	case '.':
		return strings.Trim(s[:i], " 0123456789") == "" && i > 0
	case ':':
		return strings.HasPrefix(s[i:], "://") || emojiName(s[i+1:])
	}
	return true
}

// emojiName reports whether text begins with the name of an emoji and its
// closing colon: "smile:".
func emojiName(s string) bool {
	end := strings.IndexByte(s, ':')
	if end < 1 {
		return false
	}
	for _, r := range s[:end] {
		if r != '_' && r != '+' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return true
}
