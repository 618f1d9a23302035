package config

import (
	"time"

	"dateline/config/secret"
)

// Model is the endpoint that writes answers. Without an address there is none,
// and answers are made without a model.
type Model struct {
	BaseURL    string // "": none
	Name       string
	Key        secret.Value  // none for servers of one's own
	API        string        // "openai" or "azure"
	APIVersion string        // Azure's
	Schema     string        // "strict", "json", or "auto": strict where the server takes it
	Timeout    time.Duration // for one answer; past it the reader answers
	InFlight   int           // calls at once
	PerUser    int           // tokens a person may use a day; 0: no bound
	PerDay     int           // tokens in all a day; 0: no bound
}

// On reports whether a model is configured.
func (m Model) On() bool { return m.BaseURL != "" }

type modelFile struct {
	BaseURL    string       `toml:"base_url"`
	Name       string       `toml:"name"`
	Key        secret.Value `toml:"key"`
	KeyFile    string       `toml:"key_file"`
	API        string       `toml:"api"`
	APIVersion string       `toml:"api_version"`
	Schema     string       `toml:"schema"`
	Timeout    string       `toml:"timeout"`
	InFlight   int          `toml:"in_flight"`
	PerUser    int          `toml:"tokens_per_user"`
	PerDay     int          `toml:"tokens_per_day"`
}

var defaultModel = modelFile{API: "openai", Schema: "auto", Timeout: "45s", InFlight: 4}

func (f modelFile) check(p *problems) Model {
	m := Model{BaseURL: f.BaseURL, Name: f.Name, Key: p.secret("model.key", f.Key, f.KeyFile), API: p.oneOf("model.api", f.API, "openai", "azure"),
		APIVersion: f.APIVersion, Schema: p.oneOf("model.schema", f.Schema, "auto", "strict", "json"), Timeout: p.duration("model.timeout", f.Timeout),
		InFlight: f.InFlight, PerUser: f.PerUser, PerDay: f.PerDay}
	if !m.On() {
		if f.Name != "" {
			p.add("model.base_url: is missing beside model.name: give the address that ends in /v1, such as http://localhost:11434/v1")
		}
		return m
	}
	p.address("model.base_url", f.BaseURL)
	if f.Name == "" {
		p.add("model.name: is missing: name the model as the endpoint at model.base_url does")
	}
	p.counts("model", map[string]int{"in_flight": f.InFlight - 1, "tokens_per_user": f.PerUser, "tokens_per_day": f.PerDay})
	return m
}

// Embedding is the endpoint that makes vectors. Without an address they are
// learnt from the archive itself.
type Embedding struct {
	BaseURL        string // "": none
	Name           string
	Key            secret.Value
	API            string
	APIVersion     string
	Dimensions     int    // asked for; 0: as many as the model has
	QueryPrefix    string // put before questions, where the model wants one
	DocumentPrefix string
	Batch          int // texts a call
	BatchTokens    int // tokens a call, reckoned
	InFlight       int
	// Share is the weight of the vectors in the ranking, 0 to 1; negative: the
	// default. `dateline eval --tune` finds it.
	Share float64
}

// On reports whether an endpoint for vectors is configured.
func (e Embedding) On() bool { return e.BaseURL != "" }

type embeddingFile struct {
	BaseURL        string       `toml:"base_url"`
	Name           string       `toml:"name"`
	Key            secret.Value `toml:"key"`
	KeyFile        string       `toml:"key_file"`
	API            string       `toml:"api"`
	APIVersion     string       `toml:"api_version"`
	Dimensions     int          `toml:"dimensions"`
	QueryPrefix    string       `toml:"query_prefix"`
	DocumentPrefix string       `toml:"document_prefix"`
	Batch          int          `toml:"batch"`
	BatchTokens    int          `toml:"batch_tokens"`
	InFlight       int          `toml:"in_flight"`
	Share          float64      `toml:"share"`
}

var defaultEmbedding = embeddingFile{API: "openai", Batch: 128, BatchTokens: 60_000, InFlight: 4, Share: -1}

func (f embeddingFile) check(p *problems) Embedding {
	e := Embedding{BaseURL: f.BaseURL, Name: f.Name, Key: p.secret("embedding.key", f.Key, f.KeyFile), API: p.oneOf("embedding.api", f.API, "openai", "azure"),
		APIVersion: f.APIVersion, Dimensions: f.Dimensions, QueryPrefix: f.QueryPrefix, DocumentPrefix: f.DocumentPrefix,
		Batch: f.Batch, BatchTokens: f.BatchTokens, InFlight: f.InFlight, Share: f.Share}
	if !e.On() {
		if f.Name != "" {
			p.add("embedding.base_url: is missing beside embedding.name: give the address that ends in /v1, such as http://localhost:11434/v1")
		}
		return e
	}
	p.address("embedding.base_url", f.BaseURL)
	if f.Name == "" {
		p.add("embedding.name: is missing: name the model as the endpoint at embedding.base_url does")
	}
	if f.Share > 1 {
		p.add("embedding.share: is %v: give a weight from 0 to 1, as `dateline eval --tune` finds it", f.Share)
	}
	p.counts("embedding", map[string]int{"batch": f.Batch - 1, "batch_tokens": f.BatchTokens - 1, "in_flight": f.InFlight - 1, "dimensions": f.Dimensions})
	return e
}

// counts checks that numbers are not too small: each is given as what it
// exceeds its least by.
func (p *problems) counts(table string, over map[string]int) {
	for key, n := range over {
		if n < 0 {
			p.add("%s.%s: is too small", table, key)
		}
	}
}
