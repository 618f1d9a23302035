package secret

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestNothingShowsIt(t *testing.T) {
	const token = "xoxb-very-secret"
	v := New(token)
	holder := struct {
		Token Value
		Ptr   *Value
		inner Value
	}{v, &v, v}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("start", "token", v, "all", holder)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("start", "token", v, "all", holder)
	encoded, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	shows := []string{string(encoded), log.String(), fmt.Errorf("call with %v", v).Error()}
	for _, verb := range []string{"v", "+v", "#v", "s", "q", "x", "X", "d", "p"} {
		shows = append(shows, fmt.Sprintf("%"+verb, any(v)), fmt.Sprintf("%"+verb, any(holder)), fmt.Sprintf("%"+verb, any(&holder)))
	}
	for _, s := range shows {
		if strings.Contains(s, token) || strings.Contains(s, fmt.Sprintf("%x", token)) {
			t.Errorf("%q shows the secret", s)
		}
	}
	if !strings.Contains(string(encoded), `u003csecret`) {
		t.Errorf("encoded as %s, want %s in it", encoded, shown)
	}
	if v.Reveal() != token {
		t.Errorf("Reveal = %q, want %q", v.Reveal(), token)
	}
	if New("").String() != "" || !New("").IsZero() || v.IsZero() {
		t.Error("an empty value must show as nothing, and only it")
	}
}
