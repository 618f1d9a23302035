package write

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
)

// Texts keeps texts under keys; *state.Store does. Its methods may be called at
// once.
type Texts interface {
	Written(ctx context.Context, key string) (text []byte, ok bool, err error)
	KeepWritten(ctx context.Context, key string, text []byte) error
}

// keeper keeps what a model wrote, as JSON. What goes wrong with it is logged, and
// costs no more than asking again.
type keeper struct {
	texts Texts
	log   *slog.Logger
}

// key names what is shaped by some parts. It is empty where nothing can be kept.
func (k keeper) key(parts ...any) string {
	text, err := json.Marshal(parts)
	if err != nil {
		k.log.Warn("nothing is cached", "reason", err)
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// recall reads what is kept under a key, and reports whether there is any.
// Nothing is under an empty one.
func (k keeper) recall(ctx context.Context, key string, v any) bool {
	if key == "" {
		return false
	}
	text, ok, err := k.texts.Written(ctx, key)
	if err == nil && ok {
		err = json.Unmarshal(text, v)
	}
	if err != nil {
		k.log.Warn("the cache can't be read", "reason", err)
		return false
	}
	return ok
}

// keep keeps something under a key that is not empty.
func (k keeper) keep(ctx context.Context, key string, v any) {
	if key == "" {
		return
	}
	text, err := json.Marshal(v)
	if err == nil {
		err = k.texts.KeepWritten(ctx, key, text)
	}
	if err != nil {
		k.log.Warn("what a model wrote is not cached", "reason", err)
	}
}
