package main

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"

	"dateline/bot"
	"dateline/bot/state"
	"dateline/bot/write"
	"dateline/config"
	"dateline/retrieval/endpoint"
)

// asker answers questions: the reader, or a writer before it.
type asker interface {
	Ask(ctx context.Context, req bot.Request) (bot.Answer, error)
}

// withModel puts writers before the library's reader and its briefer, where a
// model is configured. With a state they have budgets and keep what was written.
func (lib *library) withModel(c config.Config, st *state.Store, log *slog.Logger) error {
	if !c.Model.On() {
		return nil
	}
	if st == nil {
		log = slog.New(warnings{log.Handler()}) // of one question a person wants the answer
	}
	client, err := newEndpoint(c.Model, log)
	if err != nil {
		return err
	}
	o := write.Options{Reader: lib.reader, Model: write.NewEndpoint(client, c.Model.Name, c.Model.Schema), Name: c.Model.Name, Timeout: c.Model.Timeout, Log: log}
	if st != nil {
		o.Cache, o.Generation = st, lib.generation
		o.Budget = write.NewAllowance(st, c.Model.PerUser, c.Model.PerDay, lib.clock, func(err error) { log.Error("what the model used is not noted", "reason", err) })
	}
	briefs := write.BriefOptions{Briefer: lib.briefer, Archive: lib.archive, Model: o.Model, Name: o.Name, Timeout: o.Timeout, Budget: o.Budget, Log: log}
	if st != nil {
		briefs.Cache = st
	}
	lib.asker, lib.briefer = write.New(o), write.NewBriefWriter(briefs)
	return nil
}

// openAsking opens a library for questions of one person, with the model that is
// configured unless it is not wanted.
func (sh *shell) openAsking(ctx context.Context, noModel bool) (*library, error) {
	c, err := sh.settings()
	if err != nil {
		return nil, err
	}
	lib, err := sh.open(ctx)
	if err != nil || noModel {
		return lib, err
	}
	if err := lib.withModel(c, nil, sh.log()); err != nil {
		lib.Close()
		return nil, err
	}
	return lib, nil
}

// warnings is a handler that passes on nothing less.
type warnings struct{ slog.Handler }

// Enabled reports whether a record is passed on.
func (w warnings) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && w.Handler.Enabled(ctx, l)
}

// newEndpoint makes the client of the model's endpoint.
func newEndpoint(m config.Model, log *slog.Logger) (*endpoint.Client, error) {
	client, err := endpoint.New(endpoint.Options{BaseURL: m.BaseURL, Key: m.Key, API: m.API, APIVersion: m.APIVersion, MaxInFlight: m.InFlight, Timeout: m.Timeout, Log: log})
	if err != nil {
		return nil, fmt.Errorf("model: %w", err)
	}
	return client, nil
}

// generation names the archive's state: its identity and its last change.
func (lib *library) generation(ctx context.Context) (string, error) {
	id, err := lib.archive.ID(ctx)
	if err != nil {
		return "", err
	}
	n, err := lib.archive.Generation(ctx)
	return id + "/" + strconv.FormatInt(n, 10), err
}
