package bottest

import (
	"time"

	"dateline/bot/chat"
)

var failing = []scenario{
	{"too many calls", nil, func(r *Rig) {
		r.Start()
		r.Way.Fail(OnPost, TooMany, time.Second, 1)
		began := time.Now()
		r.ask(Asker)
		r.answer(Asker)
		if took := time.Since(began); took < time.Second {
			r.Errorf("answered %v after it was told to wait for a second", took)
		}
		r.one(Other, 1)
	}},
	{"a platform out of order", nil, func(r *Rig) {
		r.Start()
		r.Way.Fail(OnPost, ServerError, 0, 2)
		r.Way.Fail(OnWorking, ServerError, 0, 2)
		r.ask(Asker)
		r.answer(Asker)
		r.one(Other, 1)
	}},
	{"a post whose answer is lost", nil, func(r *Rig) {
		r.Start()
		r.Way.Fail(OnPost, Lost, 0, 1)
		r.ask(Asker)
		r.answer(Asker)
		r.one(Other, 1)
		r.Way.Fail(OnPost, Lost, 0, 1)
		r.Way.Command(r, General, Asker, recent, chat.Options{})
		r.answer(Asker)
		r.one(Other, 2)
		r.Way.Fail(OnPost, Lost, 0, 1)
		r.Way.Command(r, General, Asker, recent, chat.Options{Private: true})
		r.answer(Asker)
		r.one(Asker, 3)
	}},
	{"showing that it works fails", nil, func(r *Rig) {
		r.Start()
		r.Way.Fail(OnWorking, TooMany, 30*time.Second, 3)
		r.ask(Asker)
		r.answer(Asker)
		r.one(Other, 1)
	}},
}
