package fakeslack

import (
	"encoding/json"
	"fmt"
	"os"
	"unicode/utf8"
)

// limits are the bounds of Block Kit's fields: object, field, bound, value. A
// bound is max_length, min_length, max_items, min_items, item_max_length, max or
// min. The objects "text", "action_id" and "block_id" hold bounds themselves.
type limits map[string]map[string]json.RawMessage

func readLimits(path string) (limits, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the limits of Block Kit: %w", err)
	}
	var l limits
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, fmt.Errorf("read the limits of Block Kit in %s: %w", path, err)
	}
	return l, nil
}

// bound is the bounds of one field, nil where there are none.
func (l limits) bound(object, field string) map[string]float64 {
	raw, ok := l[object][field]
	if !ok {
		return nil
	}
	var b map[string]float64
	if json.Unmarshal(raw, &b) != nil {
		return nil
	}
	return b
}

// own is the bounds of an object that has no fields.
func (l limits) own(object string) map[string]float64 {
	b := map[string]float64{}
	for k, raw := range l[object] {
		var f float64
		if json.Unmarshal(raw, &f) == nil {
			b[k] = f
		}
	}
	return b
}

// limitsOf is the name under which the bounds of an object stand, by its type and,
// where it has none, by the field that holds it.
func limitsOf(kind, field string) string {
	switch kind {
	case "static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select":
		return "select"
	case "modal", "home":
		return "view"
	case "":
		switch field {
		case "confirm":
			return "confirmation"
		case "options", "initial_option", "initial_options":
			return "option"
		case "option_groups":
			return "option_group"
		case "positive_button", "negative_button":
			return "feedback_button"
		}
	case "plain_text", "mrkdwn":
		return ""
	}
	return kind
}

// breach is what bound a value breaks, in Slack's words; "" where it keeps them.
func breach(v any, b map[string]float64) string {
	over := func(key string, n int, what string) string {
		if most, ok := b["max_"+key]; ok && n > int(most) {
			if key == "length" {
				return fmt.Sprintf("must be less than %d characters", int(most)+1)
			}
			return fmt.Sprintf("no more than %d %s allowed", int(most), what)
		}
		if least, ok := b["min_"+key]; ok && n < int(least) {
			if key == "length" {
				return fmt.Sprintf("must be more than %d characters", int(least)-1)
			}
			return fmt.Sprintf("no less than %d %s required", int(least), what)
		}
		return ""
	}
	switch v := v.(type) {
	case string:
		return over("length", utf8.RuneCountInString(v), "")
	case map[string]any:
		if text, ok := v["text"].(string); ok {
			return over("length", utf8.RuneCountInString(text), "")
		}
	case []any:
		return over("items", len(v), "items")
	case float64:
		if most, ok := b["max"]; ok && v > most {
			return fmt.Sprintf("must be less than or equal to %v", most)
		}
		if least, ok := b["min"]; ok && v < least {
			return fmt.Sprintf("must be greater than or equal to %v", least)
		}
	}
	return ""
}
