package corpus

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// maxCollectionBytes bounds the name of a collection.
const maxCollectionBytes = 100

// CheckCollection returns an error unless name can name a collection: 1 to 100
// bytes of UTF-8 without spaces, control characters and slashes.
func CheckCollection(name string) error {
	unfit := func(r rune) bool { return r <= ' ' || r == '/' || r == 0x7f }
	if name == "" || len(name) > maxCollectionBytes || !utf8.ValidString(name) || strings.ContainsFunc(name, unfit) {
		return fmt.Errorf("collection: %q is no name: use 1 to %d bytes without spaces and slashes", clip(name), maxCollectionBytes)
	}
	return nil
}

// clip cuts a name to a length that fits a message.
func clip(name string) string {
	if len(name) <= 2*maxCollectionBytes {
		return name
	}
	return strings.ToValidUTF8(name[:2*maxCollectionBytes], "") + "…"
}
