package config

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"dateline/config/secret"
)

// override sets the keys that the environment has a value for.
func (p *problems) override(f *file) { p.overrideIn(reflect.ValueOf(f).Elem(), "DATELINE_", "") }

func (p *problems) overrideIn(v reflect.Value, prefix, path string) {
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("toml")
		env, key := prefix+strings.ToUpper(name), path+name
		field := v.Field(i)
		if field.Kind() == reflect.Struct && field.Type() != reflect.TypeFor[secret.Value]() {
			p.overrideIn(field, env+"_", key+".")
			continue
		}
		value := p.getenv(env)
		if value == "" {
			continue
		}
		switch to := field.Addr().Interface().(type) {
		case *string:
			*to = value
		case *secret.Value:
			*to = secret.New(value)
		case *bool:
			b, err := strconv.ParseBool(value)
			if err != nil {
				p.add("%s: %s is %q: give true or false", key, env, value)
			}
			*to = b
		case *int:
			n, err := strconv.Atoi(value)
			if err != nil {
				p.add("%s: %s is %q: give a whole number", key, env, value)
			}
			*to = n
		case *float64:
			x, err := strconv.ParseFloat(value, 64)
			if err != nil {
				p.add("%s: %s is %q: give a number", key, env, value)
			}
			*to = x
		case *[]string:
			*to = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
		}
	}
}

// known returns the keys of the table that an unknown key stands in, sorted.
func known(key toml.Key) []string {
	t := reflect.TypeFor[file]()
	for _, part := range key[:len(key)-1] {
		next := slices.IndexFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return f.Tag.Get("toml") == part })
		if next < 0 {
			break
		}
		t = t.Field(next).Type
		if t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			break
		}
	}
	var names []string
	if t.Kind() == reflect.Struct {
		for _, f := range reflect.VisibleFields(t) {
			names = append(names, f.Tag.Get("toml"))
		}
	}
	slices.Sort(names)
	return names
}
