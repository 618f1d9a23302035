package endpoint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dateline/bot/bottest/fakeopenai"
)

func inputs(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("text number %d – ünï", i)
	}
	return out
}

func TestEmbed(t *testing.T) {
	type vectors = fakeopenai.Vectors
	for name, row := range map[string]struct {
		v     vectors
		dims  int
		want  string // of the error; "": none
		input int    // that the error names; -1: none
	}{
		"honest":          {vectors{}, 0, "", 0},
		"dimensions":      {vectors{}, 16, "", 0},
		"another order":   {vectors{Reverse: true}, 0, "", 0},
		"base64 unasked":  {vectors{Base64: true}, 0, "", 0},
		"no usage":        {vectors{Usage: fakeopenai.UsageNone}, 0, "", 0},
		"one too few":     {vectors{Drop: 1}, 0, "no vector: 4 came for 5 inputs", 4},
		"none":            {vectors{Drop: 5}, 0, "no vector", 0},
		"one twice":       {vectors{Twice: []int{2}}, 0, "more than one vector", 2},
		"twice and few":   {vectors{Twice: []int{1}, Drop: 1}, 0, "more than one vector", 1},
		"no index":        {vectors{NoIndex: true}, 0, "has no index", -1},
		"one short":       {vectors{Short: []int{3}}, 0, "63 dimensions: want 64", 3},
		"first short":     {vectors{Short: []int{0}}, 16, "15 dimensions: want 16", 0},
		"dims ignored":    {vectors{Dimensions: 32}, 16, "32 dimensions: want 16", 0},
		"zeros":           {vectors{Zero: []int{4}}, 0, "zeros", 4},
		"zeros in base64": {vectors{Zero: []int{4}, Base64: true}, 0, "zeros", 4},
		"null":            {vectors{Null: []int{1}}, 0, "no finite number: null", 1},
		"NaN":             {vectors{NaN: []int{2}}, 0, "no finite number", 2},
		"null, reversed":  {vectors{Null: []int{1}, Reverse: true}, 0, "no finite number", 1},
	} {
		t.Run(name, func(t *testing.T) {
			srv := serve(t, fakeopenai.Options{Embed: func(fakeopenai.EmbedRequest) vectors { return row.v }})
			in := inputs(5)
			got, err := client(t, srv).Embed(context.Background(), EmbedRequest{Model: "m", Inputs: in, Dimensions: row.dims})
			if row.want != "" {
				var fault *InputError
				named := errors.As(err, &fault)
				kind, ok := KindOf(err)
				if !ok || kind != Bad || !strings.Contains(err.Error(), row.want) || named != (row.input >= 0) || named && fault.Input != row.input {
					t.Fatalf("Embed = %v; want %q of input %d", err, row.want, row.input)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			dims := row.dims
			if dims == 0 {
				dims = 64
			}
			for i, s := range in {
				if want := fakeopenai.Vector(s, dims); !slices.Equal(got.Vectors[i], want) {
					t.Errorf("vector %d is not that of its text", i)
				}
			}
			if want := row.v.Usage != fakeopenai.UsageNone; got.Usage.Reported != want || want && got.Usage.Prompt == 0 || got.Model != "m" {
				t.Errorf("Usage = %+v, Model %q", got.Usage, got.Model)
			}
		})
	}
}

func TestEmbedInputs(t *testing.T) {
	srv := serve(t, fakeopenai.Options{})
	c := client(t, srv)
	var fault *InputError
	if _, err := c.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: []string{"a", ""}}); !errors.As(err, &fault) || fault.Input != 1 {
		t.Errorf("an empty text: %v", err)
	}
	for _, n := range []int{0, maxInputs + 1} {
		if _, err := c.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: inputs(n)}); err == nil {
			t.Errorf("%d inputs: no error", n)
		}
	}
	if srv.Count("embeddings") != 0 {
		t.Errorf("%d requests for what can't be embedded", srv.Count("embeddings"))
	}
	if got, err := c.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: inputs(maxInputs)}); err != nil || len(got.Vectors) != maxInputs {
		t.Errorf("%d inputs: %d vectors, %v", maxInputs, len(got.Vectors), err)
	}
}

// One call in three fails; with attempts enough no vector is lost or misplaced.
func TestEmbedFailing(t *testing.T) {
	srv := serve(t, fakeopenai.Options{})
	srv.FailEvery(3, fakeopenai.Overloaded(500))
	c := client(t, srv, func(o *Options) { o.Retries = 5 })
	for i := range 20 {
		in := inputs(i + 1)
		got, err := c.Embed(context.Background(), EmbedRequest{Model: "m", Inputs: in})
		if err != nil {
			t.Fatal(err)
		}
		for j, s := range in {
			if !slices.Equal(got.Vectors[j], fakeopenai.Vector(s, 64)) {
				t.Fatalf("call %d: vector %d is not that of its text", i, j)
			}
		}
	}
	if srv.Count("embeddings") < 25 {
		t.Errorf("%d requests: nothing failed", srv.Count("embeddings"))
	}
}

func TestVector(t *testing.T) {
	for _, row := range []struct {
		raw  string
		want string
	}{
		{"[1,2.5,-3e-2]", "[1 2.5 -0.03]"},
		{" [ 1 , 2 ] ", "[1 2]"},
		{`"AACAPwAAAEA="`, "[1 2]"},
		// Faults.
		{"", "no vector"}, {"null", "no vector"}, {"[]", "a vector of 0 dimensions"}, {"{}", "the vector is neither an array nor base64"},
		{"[0,-0,0.0]", "a vector of zeros"}, {"[1e39]", "component 0 is no finite number: 1e39"}, {`[1,"2"]`, `component 1 is no finite number: "2"`},
		{`"AACAf w=="`, "the vector is a text that is not base64 of numbers"}, {`"AADAfw=="`, "component 0 is no finite number: NaN"},
		{`[[1],2]`, "component 0 is no finite number: [1]"},
	} {
		v, err := vector([]byte(row.raw))
		if got := fmt.Sprint(v); err == nil && got != row.want || err != nil && err.Error() != row.want {
			t.Errorf("vector(%s) = %s, %v; want %s", row.raw, got, err, row.want)
		}
	}
}

func TestFinite(t *testing.T) {
	for _, row := range []struct{ in, want string }{
		{`[1,NaN,-Infinity,Infinity,-1]`, `[1,null,null,null,-1]`},
		{`{"a":"NaN \" Infinity","b":NaN}`, `{"a":"NaN \" Infinity","b":null}`},
		{`NaN`, `null`},
		{`[1]`, `[1]`},
	} {
		if got := string(finite([]byte(row.in))); got != row.want {
			t.Errorf("finite(%s) = %s, want %s", row.in, got, row.want)
		}
	}
}
