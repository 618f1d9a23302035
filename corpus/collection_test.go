package corpus

import (
	"strings"
	"testing"
)

func TestCheckCollection(t *testing.T) {
	for name, good := range map[string]bool{
		"news": true, "новости": true, "a.b-c_1": true, strings.Repeat("a", 100): true,
		"": false, "a b": false, "a/b": false, "a\tb": false, "a\x7f": false, "a\xff": false, strings.Repeat("a", 101): false,
	} {
		if err := CheckCollection(name); (err == nil) != good {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := CheckCollection(strings.Repeat("é", 5000)); err == nil || len(err.Error()) > 400 {
		t.Errorf("a long name: %v", err)
	}
}
