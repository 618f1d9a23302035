package fakeopenai

import (
	"bytes"
	"fmt"
	"os"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas compiles single schemas out of OpenAI's OpenAPI file. The file is read once a process, being large.
type schemas struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	done     map[string]*jsonschema.Schema
}

const schemaBase = "openai-openapi.json"

var loaded sync.Map // path -> *schemas

// loadSchemas reads the file at path.
func loadSchemas(path string) (*schemas, error) {
	if s, ok := loaded.Load(path); ok {
		return s.(*schemas), nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("open the OpenAPI file: %w", err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource(schemaBase, nullable(doc)); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	s := &schemas{compiler: c, done: map[string]*jsonschema.Schema{}}
	actual, _ := loaded.LoadOrStore(path, s)
	return actual.(*schemas), nil
}

// nullable turns OpenAPI 3.0's "nullable", which the file still uses and JSON Schema doesn't know, into an alternative.
func nullable(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = nullable(v[i])
		}
	case map[string]any:
		for k, x := range v {
			v[k] = nullable(x)
		}
		if v["nullable"] == true {
			delete(v, "nullable")
			return map[string]any{"anyOf": []any{v, map[string]any{"type": "null"}}}
		}
	}
	return v
}

// check holds a body against the schema of a name; nil where there is no file.
func (s *Server) check(name string, body []byte) error {
	if s.schemas == nil {
		return nil
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	return s.schemas.validate(name, v)
}

// validate checks a value against the schema of a name.
func (s *schemas) validate(name string, v any) error {
	s.mu.Lock()
	sch := s.done[name]
	if sch == nil {
		var err error
		if sch, err = s.compiler.Compile(schemaBase + "#/components/schemas/" + name); err != nil {
			s.mu.Unlock()
			return fmt.Errorf("compile %s: %w", name, err)
		}
		s.done[name] = sch
	}
	s.mu.Unlock()
	return sch.Validate(v)
}
