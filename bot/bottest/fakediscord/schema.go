package fakediscord

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas compiles single schemas out of Discord's OpenAPI file. The file is read once a process, being large.
type schemas struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	done     map[string]*jsonschema.Schema
}

const schemaBase = "discord-openapi.json"

var loaded sync.Map // path -> *schemas

// loadSchemas reads the file at path.
func loadSchemas(path string) (*schemas, error) {
	if s, ok := loaded.Load(path); ok {
		return s.(*schemas), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the OpenAPI file: %w", err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource(schemaBase, doc); err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	s := &schemas{compiler: c, done: map[string]*jsonschema.Schema{}}
	actual, _ := loaded.LoadOrStore(path, s)
	return actual.(*schemas), nil
}

// validate checks a value against the schema of a name.
func (s *schemas) validate(name string, v any) error {
	s.mu.Lock()
	sch := s.done[name]
	if sch == nil {
		pointer := name
		if !strings.HasPrefix(name, "/") {
			pointer = "/components/schemas/" + name
		}
		var err error
		if sch, err = s.compiler.Compile(schemaBase + "#" + pointer); err != nil {
			s.mu.Unlock()
			return fmt.Errorf("compile %s: %w", name, err)
		}
		s.done[name] = sch
	}
	s.mu.Unlock()
	return sch.Validate(v)
}

// check validates a body and records what is wrong; the error is the answer to give. The caller holds mu.
func (s *Server) check(q *request, name string, v any) *apiError {
	if s.schemas == nil {
		return nil
	}
	err := s.schemas.validate(name, normalise(v))
	if err == nil {
		return nil
	}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		s.violate(q.route.template, "schema", name, "%v", err)
		return nil
	}
	s.violate(q.route.template, "schema", name, "%v", invalid)
	var faults []fieldError
	var walk func(e *jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			faults = append(faults, fieldError{strings.Join(e.InstanceLocation, "."), "BASE_TYPE_INVALID", e.Error()})
		}
		for _, c := range e.Causes {
			walk(c)
		}
	}
	walk(invalid)
	return invalidForm(faults...)
}

// normalise returns a value in which what the documentation allows and the OpenAPI file does not is rewritten:
// default_member_permissions may be a string of digits.
func normalise(v any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = normalise(x)
		}
		return out
	case object:
		out := make(object, len(v))
		for k, x := range v {
			if str, ok := x.(string); ok && k == "default_member_permissions" {
				if n, ok := digits(str); ok {
					out[k] = n
					continue
				}
			}
			out[k] = normalise(x)
		}
		return out
	}
	return v
}
