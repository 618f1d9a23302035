package fakediscord

import (
	"encoding/json"
	"net/http"
	"testing"
)

func TestGateway(t *testing.T) {
	s := New(Options{})
	defer s.Close()
	resp, err := http.Get(s.URL() + "/api/v10/gateway")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct{ URL string }
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || got.URL != s.GatewayURL() {
		t.Errorf("GET /gateway = %q, %v, want %q", got.URL, err, s.GatewayURL())
	}
}
