package fakediscord

import (
	"net/http"
	"strings"
	"testing"
)

// BenchmarkQuestion is the fake's own share of a question: it is said and sent to a session, answered by a reply over
// HTTP, and the reply is found. It must not grow with the number of questions, or long runs would measure the fake.
func BenchmarkQuestion(b *testing.B) {
	s := New(unlimited())
	defer s.Close()
	path := s.URL() + "/api/v10/channels/" + s.ChannelID("general") + "/messages"
	b.ReportAllocs()
	for b.Loop() {
		m, err := s.Mention("general", "reader", "when?")
		if err != nil {
			b.Fatal(err)
		}
		body := `{"content":"then","message_reference":{"message_id":"` + m.ID + `"},"nonce":"` + m.ID + `","enforce_nonce":true,` + silent + `}`
		req, _ := http.NewRequest("POST", path, strings.NewReader(body))
		req.Header.Set("Authorization", "Bot "+s.Token())
		resp, err := http.DefaultClient.Do(req)
		if err != nil || resp.StatusCode != 200 {
			b.Fatal(resp, err)
		}
		resp.Body.Close()
		if r := s.Replies(m.ID); len(r) != 1 {
			b.Fatalf("%d replies", len(r))
		}
	}
}
