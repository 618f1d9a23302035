package bottest

import (
	"fmt"
	"strings"
)

// DrawSlack draws blocks as text, as a person sees them: a bar before quotes,
// controls in brackets. With marks, bold and italic text and where links lead
// show too.
func DrawSlack(blocks []map[string]any, marks bool) string {
	var lines []string
	for _, b := range blocks {
		lines = append(lines, drawBlock(b, marks)...)
	}
	return strings.Join(lines, "\n")
}

func drawBlock(b map[string]any, marks bool) []string {
	switch b["type"] {
	case "rich_text":
		return drawRich(list(b["elements"]), marks)
	case "section", "header":
		return []string{str(b["text"], "text")}
	case "context":
		var out []string
		for _, e := range list(b["elements"]) {
			out = append(out, mark("· ", marks)+str(e, "text"))
		}
		return out
	case "actions":
		var row []string
		for _, e := range list(b["elements"]) {
			row = append(row, drawControl(e))
		}
		return []string{strings.Join(row, " ")}
	case "input":
		return []string{str(b["label"], "text") + ": " + drawControl(b["element"])}
	case "divider":
		return []string{"---"}
	}
	return []string{fmt.Sprint(b["type"])}
}

func drawControl(e any) string {
	switch kind := str(e, "type"); kind {
	case "button":
		return "[ " + str(field(e, "text"), "text") + " ]"
	case "overflow", "static_select", "checkboxes":
		var options []string
		for _, o := range list(field(e, "options")) {
			options = append(options, str(field(o, "text"), "text"))
		}
		return "[ ⋯ " + strings.Join(options, " | ") + " ]"
	default:
		return "[" + strings.Repeat("_", 10) + "]" + str(field(e, "placeholder"), "text")
	}
}

func drawRich(elements []any, marks bool) []string {
	var out []string
	for _, e := range elements {
		switch str(e, "type") {
		case "rich_text_section":
			out = append(out, drawInline(list(field(e, "elements")), marks))
		case "rich_text_quote":
			out = append(out, "│ "+drawInline(list(field(e, "elements")), marks))
		case "rich_text_list":
			for _, item := range drawRich(list(field(e, "elements")), marks) {
				out = append(out, "• "+item)
			}
		default:
			out = append(out, str(e, "type"))
		}
	}
	return out
}

func drawInline(elements []any, marks bool) string {
	var b strings.Builder
	for _, e := range elements {
		text := str(e, "text")
		switch kind := str(e, "type"); kind {
		case "link":
			if text == "" {
				text = str(e, "url")
			}
			if marks {
				text += "→" + str(e, "url")
			}
		case "text":
		default:
			text = "{" + kind + "}" // a mention, an emoji
		}
		switch style := field(e, "style"); {
		case marks && field(style, "bold") == true:
			text = "**" + text + "**"
		case marks && field(style, "italic") == true:
			text = "_" + text + "_"
		}
		b.WriteString(text)
	}
	return b.String()
}

func mark(s string, marks bool) string {
	if marks {
		return s
	}
	return ""
}

func list(v any) []any {
	switch x := v.(type) {
	case []any:
		return x
	case []map[string]any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = x[i]
		}
		return out
	}
	return nil
}

func field(v any, name string) any {
	m, _ := v.(map[string]any)
	return m[name]
}

func str(v any, name string) string {
	s, _ := field(v, name).(string)
	return s
}
