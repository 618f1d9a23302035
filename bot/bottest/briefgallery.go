package bottest

import (
	"fmt"
	"strings"

	"dateline/bot/chat"
)

// longBriefing fills every part beyond its budget.
func longBriefing() Picture {
	sentence := "The ministers spoke at length of trade, of the pipeline and of the exercises that were to come. "
	words := strings.Repeat(sentence, 8)
	c := chat.Card{Lead: words, Caveat: words, Coverage: words}
	n := 0
	for i, title := range []string{"", "Changed", "Ahead", "Undated"} {
		s := chat.Section{Title: title, More: i}
		for j := range 12 - 3*i {
			x := briefItem(&n, fmt.Sprintf("%d Apr 2021", j+1), words)
			if title == "Changed" {
				before := briefItem(&n, fmt.Sprintf("%d Apr 2021", j), words)
				x.Label, x.Before = "killed: 15, was 12", &before
			}
			s.Items = append(s.Items, x)
		}
		c.Sections = append(c.Sections, s)
	}
	return Picture{Name: "briefing-long", Question: "(a briefing that fills every part beyond its budget)", Task: chat.Task{ID: 95}, Reply: chat.Reply{Card: c}}
}

func briefItem(n *int, date, text string) chat.Item {
	*n++
	link := fmt.Sprintf("https://news.example/%d#:~:text=ministers%%20spoke", *n)
	return chat.Item{Date: date, New: *n%2 == 0, Text: text, Quoted: *n%3 != 0, Marks: []chat.Mark{{N: *n, Link: link}, {N: *n + 40}}, Sources: "3 sources"}
}

// hostileBriefing has markup of every kind in every part.
func hostileBriefing() Picture {
	s := "- # > " + HostileQuote
	link := "https://news.example/a?(b)=<c>|d&e=*f*#:~:text=Lavrov"
	before := chat.Item{Date: "-# 1. x", Text: s, Quoted: true, Label: s, Marks: []chat.Mark{{N: 2, Link: "javascript:alert(1)"}}}
	c := chat.Card{Lead: "> " + s, Caveat: "-# " + s, Coverage: "- " + s, Sections: []chat.Section{
		{Title: "# " + s, Items: []chat.Item{
			{Date: "@everyone", New: true, Text: s, Quoted: true, Marks: []chat.Mark{{N: 1, Link: link}}, Sources: "<@1>"},
			{Date: "8 Apr 2021", Text: "1. " + s, Label: "**bold**", Before: &before},
		}, More: 2}}}
	return Picture{Name: "briefing-markup", Question: "(a briefing with markup in every part)", Task: chat.Task{ID: 96}, Reply: chat.Reply{Card: c}}
}
