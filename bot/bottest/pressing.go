package bottest

import (
	"context"
	"strings"

	"dateline/bot/chat"
	"dateline/bot/state"
)

var pressing = []scenario{
	{"evidence is for who presses", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, copied, chat.Options{})
		m := r.answer(Asker)
		before := len(r.Way.Seen(Asker))
		s := r.Way.Press(r, m, Other, Evidence)
		r.has(s.Text, "[1]", "Shulginov", "2021", "date")
		linked := false
		for _, l := range s.Links {
			linked = linked || strings.Contains(l, "#:~:text=")
		}
		if !linked {
			r.Errorf("no link leads to the passage: %q", s.Links)
		}
		s = r.Way.Press(r, m, Other, Articles)
		r.has(s.Text, "merged", "Margalla Daily")
		if got := len(r.Way.Seen(Asker)); got != before {
			r.Errorf("the asker sees %d messages after another pressed, want %d", got, before)
		}
	}},
	{"evidence has the context", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, recent, chat.Options{})
		m := r.answer(Asker)
		s := r.Way.Press(r, m, Asker, Evidence)
		if len(s.Text) < len(m.Text) {
			r.Errorf("evidence is\n%s\nno longer than the answer\n%s", s.Text, m.Text)
		}
	}},
	{"helpful or not, with a reason", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		m := r.answer(Asker)
		r.has(r.Way.Press(r, m, Asker, Helpful).Text, "Noted")
		s := r.Way.Press(r, m, Other, Unhelpful)
		if s.Dialog == nil {
			r.Fatalf("no dialog asks for a reason: %q", s.Text)
		}
		r.Way.Submit(r, *s.Dialog, Other, map[string]string{FieldReason: "it was in 2011 <!channel> @everyone"})
		got := map[bool]string{}
		r.view(func(tx *state.Tx) error {
			return tx.EachFeedback(func(f state.Feedback) error {
				got[f.Helpful] = f.Reason
				r.has(string(f.Record), lastVisit, "nine years")
				return nil
			})
		})
		if len(got) != 2 || got[false] != "it was in 2011 <!channel> @everyone" {
			r.Errorf("feedback is kept as %v", got)
		}
	}},
	{"a wrong date is reported", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, recent, chat.Options{})
		m := r.answer(Asker)
		s := r.Way.Press(r, m, Other, WrongDate)
		if s.Dialog == nil {
			r.Fatalf("no dialog asks for the date: %q", s.Text)
		}
		bad := r.Way.Submit(r, *s.Dialog, Other, map[string]string{FieldCitation: "1", FieldDate: "the day after", FieldReason: "as printed"})
		r.has(bad.Text, "2021-04-07")
		s = r.Way.Press(r, m, Other, WrongDate)
		r.has(r.Way.Submit(r, *s.Dialog, Other, map[string]string{FieldCitation: "1", FieldDate: "2014-11-22", FieldReason: "as printed"}).Text, "Noted")
		var got []state.Report
		r.view(func(tx *state.Tx) error {
			return tx.EachReport(func(rep state.Report) error { got = append(got, rep); return nil })
		})
		if len(got) != 1 || got[0].Said != "2014-11-22" || got[0].Reason != "as printed" {
			r.Errorf("reports are kept as %+v", got)
		}
	}},
	{"an answer is deleted by its asker or who manages", nil, func(r *Rig) {
		r.Start()
		for n, who := range []string{Asker, Admin} {
			r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
			m := r.answer(Asker)
			r.settle()
			r.has(r.Way.Press(r, m, Other, Delete).Text, "Only who asked")
			r.one(Asker, 1)
			r.Way.Press(r, m, who, Delete)
			r.wait("the answer to go", func() bool { return len(r.answers(Asker)) == 0 })
			r.wait("the answer to be kept no more", func() bool {
				row := r.task(int64(n + 1))
				return !row.Deleted.IsZero() && row.Reply == nil
			})
		}
	}},
	{"a private answer is shared by its asker, once", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{Private: true})
		private(r)
	}},
	{"a private answer to a mention", mentions, func(r *Rig) {
		r.Start()
		r.has(r.Way.Set(r, General, Admin, chat.KeyPrivate, "on", false).Text, "private", "on")
		r.Way.Mention(r, general, Asker, lastVisit)
		private(r)
	}},
	{"a private answer is deleted", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{Private: true})
		m := r.answer(Asker)
		r.settle()
		r.Way.Press(r, m, Asker, Delete)
		r.wait("the answer to go", func() bool { return len(r.answers(Asker)) == 0 })
	}},
	{"controls of an answer that is kept no more", nil, func(r *Rig) {
		r.Start()
		r.Way.Command(r, General, Asker, lastVisit, chat.Options{})
		m := r.answer(Asker)
		r.settle()
		if err := r.desk.Deleted(context.Background(), 1); err != nil {
			r.Fatal(err)
		}
		for _, c := range []Control{Evidence, Helpful, Articles} {
			r.has(r.Way.Press(r, m, Asker, c).Text, "not kept any more")
		}
	}},
}

// private looks at a private answer of Asker's and shares it.
func private(r *Rig) {
	r.Helper()
	m := r.answer(Asker)
	r.settle()
	r.one(Other, 0)
	if m.OnlyFor != Asker && !m.Direct {
		r.Errorf("a private answer is at %v for %q", m.At, m.OnlyFor)
	}
	r.has(r.Way.Press(r, m, Asker, Evidence).Text, "[1]")
	r.Way.Repeat(1) // pressed twice
	r.Way.Press(r, m, Asker, Share)
	shared := r.next(Other, "the shared answer", isAnswer)
	r.has(shared.Text, "2012")
	for _, c := range shared.Controls {
		if c == Share {
			r.Error("a shared answer can be shared")
		}
	}
	r.wait("the sharing to be kept", func() bool { return r.task(1).Shared != (state.Ref{}) })
	r.has(r.Way.Press(r, m, Asker, Share).Text, "shared this answer already")
	r.one(Other, 1)
	r.has(r.Way.Press(r, shared, Other, Evidence).Text, "[1]")
	r.Way.Press(r, shared, Asker, Delete)
	r.wait("the shared answer to go", func() bool { return len(r.answers(Other)) == 0 })
}

func (r *Rig) view(fn func(tx *state.Tx) error) {
	r.Helper()
	if err := r.up.state.View(context.Background(), fn); err != nil {
		r.Fatal(err)
	}
}
