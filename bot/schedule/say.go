package schedule

import "fmt"

// sentence is an error for the person who asked.
type sentence string

func (s sentence) Error() string { return string(s) }

func say(format string, args ...any) error { return sentence(fmt.Sprintf(format, args...)) }
