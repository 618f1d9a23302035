// Package config reads the program's settings from one TOML file and the
// environment and checks them all at once.
//
// The file is named by --config or $DATELINE_CONFIG; without either there is
// none and the defaults stand. Each key has an environment variable of the
// same name in capitals, DATELINE_STORE for store, which outranks the file.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Config is a complete and valid set of settings.
type Config struct {
	Store      string // the folder of the archive
	Collection string // what ingest puts articles into where a record names none
	Zone       *time.Location
}

// file is the form of the settings on disk. Defaults stand in Load.
type file struct {
	Store      string `toml:"store"`
	Collection string `toml:"collection"`
	Zone       string `toml:"zone"`
}

// Load reads the file at path, or none where path is empty, and the
// environment. It reports every problem that it finds, each with its key and
// the remedy, joined into one error.
func Load(path string, getenv func(string) string) (Config, error) {
	f := file{Store: "dateline-data", Collection: "default", Zone: "UTC"}
	var problems []error
	if path == "" {
		path = getenv("DATELINE_CONFIG")
	}
	if path != "" {
		meta, err := toml.DecodeFile(path, &f)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return Config{}, fmt.Errorf("config %s: there is no such file: name another with --config or unset DATELINE_CONFIG", path)
		case err != nil:
			return Config{}, fmt.Errorf("config %s: %w", path, err)
		}
		for _, key := range meta.Undecoded() {
			problems = append(problems, fmt.Errorf("config %s: unknown key %s: known are store, collection and zone", path, key))
		}
	}
	for name, field := range map[string]*string{"STORE": &f.Store, "COLLECTION": &f.Collection, "ZONE": &f.Zone} {
		if v := getenv("DATELINE_" + name); v != "" {
			*field = v
		}
	}
	zone, err := time.LoadLocation(f.Zone)
	if err != nil {
		problems = append(problems, fmt.Errorf("zone: %q is not a time zone: give a name such as UTC or Asia/Karachi", f.Zone))
	}
	if f.Store == "" {
		problems = append(problems, errors.New("store: is empty: give the folder of the archive"))
	}
	if err := CheckCollection(f.Collection); err != nil {
		problems = append(problems, err)
	}
	if err := errors.Join(problems...); err != nil {
		return Config{}, err
	}
	return Config{Store: f.Store, Collection: f.Collection, Zone: zone}, nil
}

// CheckCollection reports what is wrong with the name of a collection.
func CheckCollection(name string) error {
	if name == "" || len(name) > 100 || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r == '/' || r == 0x7f }) {
		return fmt.Errorf("collection: %q is no name: use 1 to 100 bytes without spaces and slashes", name)
	}
	return nil
}
