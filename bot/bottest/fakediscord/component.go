package fakediscord

import "fmt"

// The types of component.
const (
	componentRow       = 1
	componentButton    = 2
	componentSelect    = 3
	componentInput     = 4
	componentMentions  = 8 // the last of the selects of users, roles, mentionables, channels
	componentSection   = 9
	componentText      = 10
	componentContainer = 17
	componentLabel     = 18
)

// walkComponents visits components with all that they hold.
func walkComponents(components []any, visit func(c object)) {
	for _, v := range components {
		c := fields(v)
		if c == nil {
			continue
		}
		visit(c)
		walkComponents(list(c["components"]), visit)
		for _, k := range []string{"accessory", "component"} {
			if x := fields(c[k]); x != nil {
				walkComponents([]any{x}, visit)
			}
		}
	}
}

// faultList collects the faults of a body.
type faultList []fieldError

func (f *faultList) add(path, code, format string, args ...any) {
	*f = append(*f, fieldError{path, code, fmt.Sprintf(format, args...)})
}

// atMost adds a fault where a text or list is too long.
func (f *faultList) atMost(path string, n, most int) {
	if n > most {
		f.add(path, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.", most)
	}
}

// between adds a fault where a text or list is too short or too long.
func (f *faultList) between(path string, n, least, most int) {
	if n < least || n > most {
		f.add(path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.", least, most)
	}
}

// checkComponents finds what is wrong with the components of a message.
func checkComponents(components []any, v2 bool) faultList {
	var f faultList
	seen := map[string]bool{}
	total, words := 0, 0
	walkComponents(components, func(c object) {
		total++
		if number(c["type"]) == componentText {
			words += length(text(c["content"]))
		}
	})
	if v2 {
		if total > 40 {
			f.add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components cannot exceed 40")
		}
		if words > 4000 {
			f.add("components", "COMPONENT_MAX_TOTAL_TEXT_LENGTH", "The text of all components cannot exceed 4000 characters")
		}
	} else {
		f.atMost("components", len(components), 5)
	}
	for i, v := range components {
		path := fmt.Sprintf("components.%d", i)
		c := fields(v)
		if !v2 && number(c["type"]) != componentRow {
			f.add(path+".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).")
			continue
		}
		f.component(path, c, seen)
	}
	return f
}

// component checks one component and what it holds.
func (f *faultList) component(path string, c object, seen map[string]bool) {
	kind := number(c["type"])
	switch {
	case kind == componentRow:
		f.row(path, c, seen)
		return
	case kind == componentButton:
		f.button(path, c, seen)
	case kind == componentSelect || kind > componentInput && kind <= componentMentions:
		f.selects(path, c, seen)
	case kind == componentInput:
		f.input(path, c, seen)
	case kind == componentText:
		f.between(path+".content", length(text(c["content"])), 1, 4000)
	}
	for i, v := range list(c["components"]) {
		f.component(fmt.Sprintf("%s.components.%d", path, i), fields(v), seen)
	}
	for _, k := range []string{"accessory", "component"} {
		if x := fields(c[k]); x != nil {
			f.component(path+"."+k, x, seen)
		}
	}
}

// row checks an action row: up to five buttons, or one select or input.
func (f *faultList) row(path string, c object, seen map[string]bool) {
	parts := list(c["components"])
	f.between(path+".components", len(parts), 1, 5)
	width := 0
	for i, v := range parts {
		p := fmt.Sprintf("%s.components.%d", path, i)
		x := fields(v)
		switch kind := number(x["type"]); kind {
		case componentButton:
			width++
		case componentRow, componentSection, componentText, componentContainer, componentLabel:
			f.add(p+".type", "UNION_TYPE_CHOICES", "An action row cannot hold a component of type %d.", kind)
		default:
			width += 5
		}
		f.component(p, x, seen)
	}
	if width > 5 {
		f.add(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
	}
}

// customID checks that an ID is there, short enough and the only one of its kind.
func (f *faultList) customID(path string, c object, seen map[string]bool) {
	cid := text(c["custom_id"])
	f.between(path+".custom_id", length(cid), 1, 100)
	if seen[cid] {
		f.add(path+".custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
	}
	seen[cid] = true
}

func (f *faultList) button(path string, c object, seen map[string]bool) {
	style := number(c["style"])
	if style < 1 || style > 6 {
		f.add(path+".style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
	}
	f.atMost(path+".label", length(text(c["label"])), 80)
	if text(c["label"]) == "" && fields(c["emoji"]) == nil && style != 6 {
		f.add(path, "BUTTON_COMPONENT_INVALID_LABEL", "A button must have a label or an emoji")
	}
	if style == 5 {
		f.between(path+".url", length(text(c["url"])), 1, 512)
		if text(c["custom_id"]) != "" {
			f.add(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified")
		}
		return
	}
	if text(c["url"]) != "" {
		f.add(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", "A custom id and url cannot both be specified")
	}
	if style != 6 {
		f.customID(path, c, seen)
	}
}

func (f *faultList) selects(path string, c object, seen map[string]bool) {
	f.customID(path, c, seen)
	f.atMost(path+".placeholder", length(text(c["placeholder"])), 150)
	if number(c["type"]) != componentSelect {
		return
	}
	options := list(c["options"])
	f.between(path+".options", len(options), 1, 25)
	values := map[string]bool{}
	for i, v := range options {
		p, o := fmt.Sprintf("%s.options.%d", path, i), fields(v)
		f.between(p+".label", length(text(o["label"])), 1, 100)
		f.between(p+".value", length(text(o["value"])), 1, 100)
		f.atMost(p+".description", length(text(o["description"])), 100)
		if val := text(o["value"]); values[val] {
			f.add(p+".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		} else {
			values[val] = true
		}
	}
	if c["max_values"] != nil && number(c["max_values"]) > len(options) {
		f.add(path+".max_values", "NUMBER_TYPE_MAX", "max_values exceeds the options.")
	}
}

// input checks a text input, which only a dialog may hold.
func (f *faultList) input(path string, c object, seen map[string]bool) {
	f.customID(path, c, seen)
	if style := number(c["style"]); style != 1 && style != 2 {
		f.add(path+".style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
	}
	f.atMost(path+".label", length(text(c["label"])), 45)
	f.atMost(path+".placeholder", length(text(c["placeholder"])), 100)
	f.atMost(path+".value", length(text(c["value"])), 4000)
	least, most := number(c["min_length"]), number(c["max_length"])
	if least < 0 || least > 4000 || most < 0 || most > 4000 || c["max_length"] != nil && (most < 1 || most < least) {
		f.add(path+".max_length", "NUMBER_TYPE_MAX", "Lengths must be from 0 to 4000 and in order.")
	}
}

// checkModal finds what is wrong with a dialog.
func checkModal(o object) faultList {
	var f faultList
	f.between("data.custom_id", length(text(o["custom_id"])), 1, 100)
	f.between("data.title", length(text(o["title"])), 1, 45)
	parts := list(o["components"])
	f.between("data.components", len(parts), 1, 5)
	seen := map[string]bool{}
	for i, v := range parts {
		p, c := fmt.Sprintf("data.components.%d", i), fields(v)
		switch number(c["type"]) {
		case componentRow:
			if in := fields(first(list(c["components"]))); number(in["type"]) != componentInput {
				f.add(p+".components", "UNION_TYPE_CHOICES", "An action row of a modal holds one text input.")
			} else {
				f.between(p+".components.0.label", length(text(in["label"])), 1, 45)
			}
		case componentLabel:
			f.between(p+".label", length(text(c["label"])), 1, 45)
			f.atMost(p+".description", length(text(c["description"])), 100)
		case componentText:
		default:
			f.add(p+".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1, 10, 18).")
		}
		f.component(p, c, seen)
	}
	return f
}

func first(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}
