package fakediscord

// componentDefaults are what Discord adds to components that leave it out.
var componentDefaults = map[int]object{
	componentSelect:    {"min_values": 1, "max_values": 1},
	5:                  {"min_values": 1, "max_values": 1},
	6:                  {"min_values": 1, "max_values": 1},
	7:                  {"min_values": 1, "max_values": 1},
	componentMentions:  {"min_values": 1, "max_values": 1},
	14:                 {"spacing": 1, "divider": true},
	componentContainer: {"accent_color": nil, "spoiler": false},
}

// storedEmbed is an embed as Discord keeps it.
func storedEmbed(e object) object {
	out := object{"type": "rich"}
	for k, x := range e {
		if x == nil || k == "type" {
			continue
		}
		if k == "fields" {
			rows := []any{}
			for _, f := range list(x) {
				row := object{"inline": false}
				for k, v := range fields(f) {
					if v != nil {
						row[k] = v
					}
				}
				rows = append(rows, row)
			}
			x = rows
		}
		out[k] = x
	}
	return out
}

// numbered copies components, giving each the id that Discord gives where there is none, dropping nulls and adding what has
// a default.
func numbered(v any, next *int) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = numbered(x, next)
		}
		return out
	case object:
		out := object{}
		if _, ok := v["type"]; ok && number(v["type"]) > 0 {
			*next++
			out["id"] = *next
			if n := number(v["id"]); n > 0 {
				out["id"] = n
			}
		}
		for _, k := range sortedNames(v) {
			if x := v[k]; k == "components" || k == "accessory" || k == "component" {
				out[k] = numbered(x, next)
			} else if x != nil && k != "id" {
				out[k] = x
			}
		}
		for k, x := range componentDefaults[number(v["type"])] {
			if _, ok := out[k]; !ok {
				out[k] = x
			}
		}
		return out
	}
	return v
}
