package fakediscord

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"
)

// text returns a string value; empty where it is none.
func text(v any) string {
	s, _ := v.(string)
	return s
}

// id returns a snowflake, which clients may send as a string or a number.
func id(v any) string {
	if n, ok := v.(json.Number); ok {
		return n.String()
	}
	return text(v)
}

// number returns an integer value; 0 where it is none.
func number(v any) int {
	switch v := v.(type) {
	case json.Number:
		n, _ := strconv.ParseInt(v.String(), 10, 64)
		return int(n)
	case int:
		return v
	case float64:
		return int(v)
	case string:
		n, _ := strconv.Atoi(v)
		return n
	}
	return 0
}

// truth returns a boolean value, or def where it is none.
func truth(v any, def bool) bool {
	if b, ok := v.(bool); ok {
		return b
	}
	return def
}

// list returns an array; nil where it is none.
func list(v any) []any {
	l, _ := v.([]any)
	return l
}

// fields returns an object; nil where it is none.
func fields(v any) object {
	o, _ := v.(object)
	return o
}

// digits reads a decimal number of digits only.
func digits(s string) (json.Number, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return "", false
	}
	return json.Number(s), true
}

// length is how long Discord may take a text to be. It documents "characters" without saying which; its service counts
// code points and its JavaScript client UTF-16 units. The larger count is taken, so that what passes here passes either.
func length(s string) int {
	n := 0
	for _, r := range s {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}
