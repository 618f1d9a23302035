package bottest

import (
	"dateline/bot/chat"
)

const lastVisit = "when did Lavrov last visit before 2021?"

var asking = []scenario{
	{"ask by command", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		m := r.answer(Asker)
		r.has(m.Text, "2012", "[1]", "nine years")
		if m.OnlyFor != "" || m.At.Channel != General {
			r.Errorf("the answer is at %v for %q, want it in the channel for all", m.At, m.OnlyFor)
		}
		r.one(Other, 1)
	}},
	{"ask by mention", mentions, func(r *Rig) {
		r.Start()
		r.Way.Mention(r, Where{Channel: General}, Asker, lastVisit)
		m := r.answer(Asker)
		r.has(m.Text, "2012", "[1]", "nine years")
		r.one(Other, 1)
	}},
	{"ask directly", directs, func(r *Rig) {
		r.Start()
		r.Way.Direct(r, Asker, lastVisit)
		m := r.answer(Asker)
		r.has(m.Text, "2012", "[1]")
		if !m.Direct {
			r.Errorf("the answer is at %v, want it in direct messages", m.At)
		}
		r.one(Other, 0)
	}},
}
