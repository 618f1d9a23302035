package chat

import (
	"strings"
	"testing"
)

// The example of ANSWERS.md, from the mention to the follow-up.
func TestConversation(t *testing.T) {
	h := open(t, nil).serve()
	first := h.ask(h.req("when did Lavrov last visit before 2021?"))
	if !strings.HasPrefix(first.Reply.Card.Lead, "2012") || len(first.Reply.Card.Quotes) == 0 {
		t.Fatalf("card = %+v", first.Reply.Card)
	}
	second := h.ask(h.req("and who did he meet?", in("m1"), as(Ambient)))
	if second.Times != 1 {
		t.Fatal("the follow-up has no answer")
	}
	if c := second.Reply.Card; !strings.Contains(c.ReadAs, "Lavrov") || !strings.Contains(c.ReadAs, "before 2021") || !strings.Contains(c.Lead, "Ashraf") {
		t.Errorf("card = %+v", c)
	}
}
