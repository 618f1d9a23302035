package chat

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"dateline/bot/state"
)

var (
	here  = Place{Platform: "p", Workspace: "w", Channel: "c"}
	admin = Person{ID: "admin", Manages: true}
)

func TestEvidence(t *testing.T) {
	h := open(t, nil).serve()
	p := h.ask(h.req("when did Lavrov last visit before 2021?"))
	e, err := h.desk.Evidence(t.Context(), p.Task.ID, Person{ID: "v"}, here)
	if err != nil {
		t.Fatal(err)
	}
	if len(e.Passages) != len(p.Reply.Answer.Citations) || e.Hidden != 0 || len(e.Notes) == 0 || e.Coverage == "" {
		t.Fatalf("evidence = %+v", e)
	}
	first := e.Passages[0]
	if first.N != 1 || first.Date != "8 Apr 2021" || !strings.HasPrefix(first.Dated, "its first line") || !strings.Contains(first.Quote, "in nine years") || first.From == "" {
		t.Errorf("passage = %+v", first)
	}
	// In its context: the words around the quote stand in the article as they are.
	a := p.Reply.Answer.Citations[0]
	doc, err := h.desk.opts.Archive.Document(t.Context(), a.Article, a.Version)
	if err != nil {
		t.Fatal(err)
	}
	flat := strings.Join(strings.Fields(doc.Text), " ")
	whole := strings.Join(strings.Fields(first.Before+" "+first.Quote+" "+first.After), " ")
	squash := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	if first.Before+first.After == "" || !strings.Contains(squash(flat), squash(whole)) {
		t.Errorf("context %q does not stand in the article", whole)
	}
	if len(e.Articles) < 2 || len(e.Articles[0].Cited) == 0 || e.Articles[0].Title == "" {
		t.Errorf("articles = %+v", e.Articles)
	}
}

// Near-copies are one article.
func TestEvidenceCopies(t *testing.T) {
	h := open(t, nil).serve()
	p := h.ask(h.req("Who signed the protocol on the gas pipeline?"))
	e, err := h.desk.Evidence(t.Context(), p.Task.ID, Person{ID: "u"}, here)
	if err != nil {
		t.Fatal(err)
	}
	copies := 0
	seen := map[string]bool{}
	for _, a := range e.Articles {
		copies += a.Copies
		if seen[a.Title+a.Source] {
			t.Errorf("%q stands twice", a.Title)
		}
		seen[a.Title+a.Source] = true
	}
	if copies == 0 {
		t.Errorf("no copies are merged: %+v", e.Articles)
	}
}

// What a person may not see shapes nothing: who looks is asked anew each time.
func TestEvidencePermission(t *testing.T) {
	h := open(t, func(s *Setup) {
		s.Overrides = []Override{{Channel: "c-secret", Key: KeyCollections, Value: secret}, {Channel: "c-none", Key: KeyCollections, Value: "none"},
			{Channel: "c-closed", Key: KeyAllow, Value: "off"}}
	}).serve()
	question := "when did Oskar Vell visit Tallinn?"
	p := h.ask(h.req(question, channel("c-secret")))
	if !strings.Contains(p.Reply.Card.Lead, "2024") {
		t.Fatalf("where it may be seen: %+v", p.Reply.Card)
	}
	other := h.ask(h.req(question))
	if text := string(mustJSON(t, other.Reply)); strings.Contains(text, "Gazette") || strings.Contains(text, "2024") || !other.Reply.Card.Abstains {
		t.Errorf("where it may not: %s", text)
	}
	if without := h.ask(h.req("when did somebody unheard of visit Tallinn?")); without.Reply.Card.Coverage != other.Reply.Card.Coverage {
		t.Errorf("coverage %q and %q", other.Reply.Card.Coverage, without.Reply.Card.Coverage)
	}
	e, err := h.desk.Evidence(t.Context(), p.Task.ID, Person{ID: "u"}, here)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(mustJSON(t, e)); e.Hidden == 0 || len(e.Passages) > 0 || strings.Contains(text, "Tallinn") || strings.Contains(text, "Gazette") || strings.Contains(text, "2024") {
		t.Errorf("evidence from elsewhere: %s", text)
	}
	for place, kind := range map[string]error{"c-closed": ErrForbidden} {
		if _, err := h.desk.Evidence(t.Context(), p.Task.ID, Person{ID: "u"}, Place{Platform: "p", Workspace: "w", Channel: place}); !errors.Is(err, kind) {
			t.Errorf("evidence from %s: %v, want %v", place, err, kind)
		}
	}
	if _, err := h.desk.Evidence(t.Context(), p.Task.ID, Person{ID: "u"}, Place{Platform: "p", Workspace: "w2", Channel: "c-secret"}); !errors.Is(err, ErrNoTask) {
		t.Errorf("evidence from another workspace: %v", err)
	}
	// Completion too.
	for _, tt := range []struct{ channel, option, prefix, want string }{
		{"c", OptionCollection, "", "default"},
		{"c", OptionCollection, "s", ""},
		{"c-secret", OptionCollection, "s", secret},
		{"c-none", OptionCollection, "", ""},
		{"c-closed", OptionCollection, "", ""},
		{"c", OptionSource, "the harb", ""},
		{"c-secret", OptionSource, "", "The Harbin Gazette"},
		{"c-secret", OptionSource, "gaz", "The Harbin Gazette"},
		{"c-none", OptionSource, "", ""},
		{"c", OptionAsOf, "20219", ""},
		{"c", OptionFrom, "199", "1999,1998,1997"},
		{"c", OptionFrom, "1998-1", "1998-10,1998-11,1998-12"},
		{"c", OptionTo, "2012-02-2", "2012-02-20,2012-02-21,2012-02-22,2012-02-23,2012-02-24,2012-02-25,2012-02-26,2012-02-27,2012-02-28,2012-02-29"},
		{"c", OptionTo, "never", ""},
		{"c-closed", OptionTo, "", ""},
	} {
		got, err := h.desk.Complete(t.Context(), Place{Platform: "p", Workspace: "w", Channel: tt.channel}, Person{ID: "u"}, tt.option, tt.prefix, 25)
		if err != nil || strings.Join(got, ",") != tt.want {
			t.Errorf("Complete(%s, %s, %q) = %q, %v, want %q", tt.channel, tt.option, tt.prefix, got, err, tt.want)
		}
	}
	if all, err := h.desk.Complete(t.Context(), here, Person{ID: "u"}, OptionSource, "", 3); err != nil || len(all) != 3 {
		t.Errorf("Complete = %q, %v, want 3", all, err)
	}
	// A command widens nothing that the configuration has not given.
	text, err := h.desk.Set(t.Context(), here, admin, KeyCollections, "default, "+secret)
	if err != nil || !strings.Contains(text, "The configuration allows no more") {
		t.Errorf("Set = %q, %v", text, err)
	}
	if s, err := h.desk.Settings(t.Context(), here); err != nil || strings.Join(s.Collections, ",") != "default" {
		t.Errorf("collections = %q, %v", s.Collections, err)
	}
}

func TestSet(t *testing.T) {
	h := open(t, func(s *Setup) {
		s.Settings.MaxExcerpt = 200
		s.Overrides = []Override{{Workspace: "w", Key: KeyPrivate, Value: "on"}, {Channel: "c3", Key: KeyFollowUps, Value: "off"}}
	})
	workspace := Place{Platform: "p", Workspace: "w"}
	for _, tt := range []struct {
		place      Place
		who        Person
		key, value string
		says       string
		kind       error
	}{
		{here, Person{ID: "u"}, KeyAllow, "off", "Only who manages", ErrForbidden},
		{here, admin, KeyAllow, "off", "allow in this channel is now off.", nil},
		{here, admin, KeyAllow, "default", "allow in this channel is no longer set by command.", nil},
		{here, admin, KeyCollections, "none", "is now none.", nil},
		{here, admin, KeyCollections, "default", "is now default.", nil},
		{here, admin, KeyCollections, "reset", "is no longer set by command.", nil},
		{here, admin, KeyDenyRoles, "@editors", `"@editors" is neither`, ErrBadValue},
		{here, admin, "Follow-Ups", "Anyone", "follow-ups in this channel is now anyone.", nil},
		{workspace, admin, KeyFollowUps, "off", "follow-ups here is now off.", nil},
		{here, admin, KeyDirect, "off", "direct here is now off.", nil},
		{here, admin, KeyMaxExcerpt, "100", "is now 100.", nil},
		{here, admin, KeyMaxExcerpt, "500", "is now 200. The configuration allows no more.", nil},
		{here, admin, KeyAllowRoles, "r2, r1", "is now r1, r2.", nil},
		{here, admin, KeyAllowRoles, "all", "is now all.", nil},
		{here, admin, KeyAllow, "maybe", "Allow takes on or off.", ErrBadValue},
		{here, admin, KeyFollowUps, "some", "takes asker, anyone or off", ErrBadValue},
		{here, admin, KeyMaxExcerpt, "5", "from 20 to 1000", ErrBadValue},
		{here, admin, KeyCollections, "a/b", "can't be the name", ErrBadValue},
		{here, admin, "colour", "red", `There is no setting "colour"`, ErrBadValue},
		{here, admin, "colour", "default", `There is no setting "colour"`, ErrBadValue},
	} {
		text, err := h.desk.Set(t.Context(), tt.place, tt.who, tt.key, tt.value)
		if err != nil {
			text = Plain(err)
		}
		if !strings.Contains(text, tt.says) || !errors.Is(err, tt.kind) {
			t.Errorf("Set(%s, %s) = %q, %v, want %q, %v", tt.key, tt.value, text, err, tt.says, tt.kind)
		}
	}
	for _, tt := range []struct {
		place Place
		want  string
	}{
		{here, "allow on; direct off; allow-roles all; deny-roles none; collections default; follow-ups anyone; private on; max-excerpt 200; subscribe anyone"},
		{Place{Platform: "p", Workspace: "w", Channel: "c2"}, "allow on; direct off; allow-roles all; deny-roles none; collections default; follow-ups off; private on; max-excerpt 200; subscribe anyone"},
		{Place{Platform: "p", Workspace: "w2", Channel: "c3"}, "allow on; direct on; allow-roles all; deny-roles none; collections default; follow-ups off; private off; max-excerpt 200; subscribe anyone"},
		{Place{Platform: "q", Workspace: "w", Channel: "c"}, "allow on; direct on; allow-roles all; deny-roles none; collections default; follow-ups asker; private on; max-excerpt 200; subscribe anyone"},
	} {
		if s, err := h.desk.Settings(t.Context(), tt.place); err != nil || s.String() != tt.want {
			t.Errorf("at %+v: %v, %v, want %s", tt.place, s, err, tt.want)
		}
	}
	// Who set it and when is kept.
	err := h.state.View(t.Context(), func(tx *state.Tx) error {
		rows, err := tx.Settings("p", "w", "c")
		for _, r := range rows {
			if r.User != "admin" || !r.At.Equal(start) {
				t.Errorf("row = %+v", r)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	// Direct messages that belong to no workspace have what all of them allow.
	if _, err := h.desk.Set(t.Context(), workspace, admin, KeyAllowRoles, "r1"); err != nil {
		t.Error(err)
	}
	if _, err := h.desk.Set(t.Context(), Place{Platform: "p", Workspace: "w2"}, admin, KeyCollections, "none"); err != nil {
		t.Error(err)
	}
	want := "allow on; direct off; allow-roles r1; deny-roles none; collections none; follow-ups asker; private on; max-excerpt 200; subscribe anyone"
	if s, err := h.desk.Settings(t.Context(), Place{Platform: "p", Channel: "d", Direct: true}); err != nil || s.String() != want {
		t.Errorf("in direct messages of no workspace: %v, %v, want %s", s, err, want)
	}
	if _, err := New(Setup{Overrides: []Override{{Key: "colour"}}}); err == nil || !strings.Contains(err.Error(), "colour") || !strings.Contains(err.Error(), "required") {
		t.Errorf("New = %v, want all that is wrong", err)
	}
}

func TestFeedback(t *testing.T) {
	h := open(t, nil).serve()
	h.ask(h.req("when did Lavrov last visit before 2021?"))
	p := h.ask(h.req("and who did he meet?", in("m1")))
	for _, f := range []struct {
		helpful bool
		reason  string
		want    string
	}{
		{true, "", ""}, {true, "it is right", "it is right"}, {true, "", "it is right"}, {false, "", ""}, {false, " wrong man\n", "wrong man"},
	} {
		if err := h.desk.Feedback(t.Context(), p.Task.ID, Person{ID: "v"}, here, f.helpful, f.reason); err != nil {
			t.Fatal(err)
		}
		var all []state.Feedback
		err := h.state.View(t.Context(), func(tx *state.Tx) error {
			return tx.EachFeedback(func(f state.Feedback) error { all = append(all, f); return nil })
		})
		if err != nil || len(all) != 1 || all[0].Helpful != f.helpful || all[0].Reason != f.want {
			t.Fatalf("after %+v: %+v, %v", f, all, err)
		}
		var v Judged
		if err := json.Unmarshal(all[0].Record, &v); err != nil {
			t.Fatal(err)
		}
		if v.Question != "and who did he meet?" || v.After == nil || !strings.Contains(v.After.Request.Question, "Lavrov") || v.Answer.Lead != p.Reply.Answer.Lead ||
			len(v.Passages) == 0 || v.Passages[0].Text == "" || v.Generation == 0 {
			t.Errorf("record = %+v", v)
		}
	}
	if err := h.desk.Feedback(t.Context(), 99, Person{ID: "v"}, here, true, ""); !errors.Is(err, ErrNoTask) {
		t.Errorf("feedback on nothing: %v", err)
	}
}

func TestReportDate(t *testing.T) {
	h := open(t, nil).serve()
	p := h.ask(h.req("when did Lavrov last visit before 2021?"))
	for _, tt := range []struct {
		n    int
		date string
		kind error
	}{{1, "2021-04-09", nil}, {2, "", nil}, {3, " None", nil}, {1, "yesterday", ErrBadValue}, {9, "2021", ErrBadValue}} {
		if err := h.desk.ReportDate(t.Context(), p.Task.ID, tt.n, Person{ID: "v"}, here, tt.date, "why"); !errors.Is(err, tt.kind) {
			t.Errorf("ReportDate(%d, %q) = %v, want %v", tt.n, tt.date, err, tt.kind)
		}
	}
	var all []state.Report
	err := h.state.View(t.Context(), func(tx *state.Tx) error {
		return tx.EachReport(func(r state.Report) error { all = append(all, r); return nil })
	})
	if err != nil || len(all) != 3 || all[2].Said != "none" || all[0].Shown != "2021-04-08" || all[0].Said != "2021-04-09" || all[1].Shown != "" || all[0].Article == "" || all[0].User != "v" {
		t.Errorf("reports = %+v, %v", all, err)
	}
}

func TestShareAndDelete(t *testing.T) {
	h := open(t, func(s *Setup) { s.Settings.MaxExcerpt = 20 }).serve()
	ctx := context.Background()
	p := h.ask(h.req("when did Lavrov last visit before 2021?", with(Options{Private: true})))
	id, asker, other := p.Task.ID, Person{ID: "u"}, Person{ID: "v"}
	if !p.Task.Private || len([]rune(p.Reply.Card.Quotes[0].Text)) <= 20 {
		t.Errorf("private: %+v", p.Reply.Card)
	}
	forbidden := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, ErrForbidden) {
			t.Errorf("%s: %v, want it forbidden", what, err)
		}
	}
	_, err := h.desk.Evidence(ctx, id, other, here)
	forbidden("another's look at a private answer", err)
	forbidden("another's feedback on it", h.desk.Feedback(ctx, id, other, here, true, ""))
	forbidden("another's sharing of it", h.desk.Share(ctx, id, other))
	_, err = h.desk.Delete(ctx, id, admin, here)
	forbidden("an admin's deleting of it", err)
	if err := h.desk.Share(ctx, id, asker); err != nil {
		t.Fatal(err)
	}
	if reply := h.stage.shared[id].Reply; len([]rune(reply.Card.Quotes[0].Text)) > 20 {
		t.Errorf("shared %+v, want it with its excerpts capped", reply.Card)
	}
	if err := h.desk.Share(ctx, id, asker); !errors.Is(err, ErrDone) {
		t.Errorf("a second Share = %v", err)
	}
	if _, err := h.desk.Evidence(ctx, id, other, here); err != nil {
		t.Errorf("evidence of what was shared: %v", err)
	}
	_, err = h.desk.Delete(ctx, id, other, here)
	forbidden("another's deleting", err)
	_, err = h.desk.Delete(ctx, id, Person{ID: "v", Manages: true}, Place{Platform: "p", Workspace: "w", Channel: "c2"})
	if !errors.Is(err, ErrNoTask) {
		t.Errorf("deleting from another channel: %v", err)
	}
	if ref, err := h.desk.Delete(ctx, id, asker, Place{Platform: "p", Workspace: "w", Channel: h.row(id).Ref.Channel}); err != nil || ref.Message != "shared-1" {
		t.Errorf("deleting from where it was posted = %+v, %v", ref, err)
	}
	for _, who := range []Person{admin, asker} {
		if ref, err := h.desk.Delete(ctx, id, who, here); err != nil || ref.Message != "shared-1" {
			t.Errorf("Delete = %+v, %v", ref, err)
		}
	}
	if err := h.desk.Deleted(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.Delete(ctx, id, asker, here); !errors.Is(err, ErrDone) {
		t.Errorf("a second Delete = %v", err)
	}
	if _, err := h.desk.Evidence(ctx, id, asker, here); !errors.Is(err, ErrNoTask) {
		t.Errorf("evidence of what was deleted: %v", err)
	}
	if row := h.row(id); row.Reply != nil {
		t.Error("the answer is still stored")
	}
	// It is not followed either.
	if out := h.ask(h.req("and who did he meet?", in("m1"))); strings.Contains(out.Reply.Answer.ReadAs, "Lavrov") {
		t.Errorf("a deleted answer is followed: %q", out.Reply.Answer.ReadAs)
	}
	if _, _, err := h.desk.Task(ctx, 99); !errors.Is(err, ErrNoTask) || Plain(err) == "" {
		t.Errorf("Task(99) = %v", err)
	}
}

func TestHelp(t *testing.T) {
	h := open(t, nil)
	all := Capabilities{Mentions: true, Replies: true, Messages: true, Threads: true, Direct: true, Commands: true, InThreads: true, Form: true, Complete: true, Private: true, Command: "/ask", Manage: "/set"}
	commands := Capabilities{Commands: true, InThreads: true, Complete: true, Private: true, Command: "/ask"}
	for _, tt := range []struct {
		c    Capabilities
		who  Person
		has  []string
		none []string
	}{
		{all, Person{ID: "u"}, []string{"type /ask", "name me", "write to me directly", "30 minutes", "thread under way"}, []string{"Not here", "/set"}},
		{all, admin, []string{"/set SETTING VALUE", "follow-ups asker"}, nil},
		{commands, Person{ID: "u"}, []string{"I don't see messages that name me", "I take no direct messages"}, []string{"without naming me", "by a reply"}},
	} {
		text, err := h.desk.Help(t.Context(), here, tt.who, tt.c)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range tt.has {
			if !strings.Contains(text, s) {
				t.Errorf("help lacks %q:\n%s", s, text)
			}
		}
		for _, s := range tt.none {
			if strings.Contains(text, s) {
				t.Errorf("help has %q:\n%s", s, text)
			}
		}
	}
}
