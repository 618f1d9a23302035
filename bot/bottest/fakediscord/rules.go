package fakediscord

import (
	"fmt"
	"strings"
)

// refuse records faults as violations and makes the answer of them; nil where there are none.
func (s *Server) refuseFaults(q *request, f faultList) *apiError {
	if len(f) == 0 {
		return nil
	}
	for _, x := range f {
		s.violate(q.route.template, "rule", "", "%s: %s", x.path, x.message)
	}
	return invalidForm(f...)
}

// checkMessage holds a message's body against the rules that span fields; was is the message that it edits, or nil.
// Two of them are this project's own and cost no refusal: a text without allowed_mentions, or with one whose parse is
// not an empty list, is a violation.
func (s *Server) checkMessage(q *request, o object, was *Message) error {
	var f faultList
	f.atMost("content", length(text(o["content"])), 2000)
	f.embeds(list(o["embeds"]))
	flags := number(o["flags"])
	v2 := flags&FlagComponentsV2 != 0 || was != nil && was.Flags&FlagComponentsV2 != 0
	if v2 {
		for _, k := range []string{"content", "embeds", "poll", "sticker_ids"} {
			if v := o[k]; v != nil && text(v) != "" || len(list(v)) > 0 || fields(v) != nil {
				f.add(k, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The '%s' field cannot be used when using MessageFlags.IS_COMPONENTS_V2", k)
			}
		}
	}
	if _, ok := o["content"]; v2 && was != nil && was.Flags&FlagComponentsV2 == 0 && was.Content != "" && !ok {
		f.add("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "The 'content' field cannot be used when using MessageFlags.IS_COMPONENTS_V2")
	}
	f = append(f, checkComponents(list(o["components"]), v2)...)
	if n := id(o["nonce"]); length(n) > 25 {
		f.add("nonce", "NONCE_TYPE_INVALID_LENGTH", "Nonce must be 25 or fewer in length.")
	}
	allowed := fields(o["allowed_mentions"])
	for _, kind := range []string{"users", "roles"} {
		if len(list(allowed[kind])) > 0 && hasText(list(allowed["parse"]), kind) {
			f.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse:[\"%s\"] and %s: [ids...] are mutually exclusive.", kind, kind)
		}
		if len(list(allowed[kind])) > 100 {
			f.atMost("allowed_mentions."+kind, len(list(allowed[kind])), 100)
		}
	}
	s.checkAllowed(q, o)
	if err := s.refuseFaults(q, f); err != nil {
		return err
	}
	if empties(o, was) && len(q.files) == 0 {
		s.violate(q.route.template, "rule", "", "an empty message")
		return errEmptyMessage
	}
	return nil
}

// checkAllowed holds a body with words against this project's rule that no text may mention anybody.
func (s *Server) checkAllowed(q *request, o object) {
	if !hasWords(o) {
		return
	}
	allowed := fields(o["allowed_mentions"])
	parse, isList := allowed["parse"].([]any)
	switch {
	case allowed == nil:
		s.violate(q.route.template, "rule", "", "allowed_mentions is absent: all in the text is mentioned")
	case !isList:
		s.violate(q.route.template, "rule", "", "allowed_mentions.parse is no list: all in the text is mentioned")
	case len(parse) > 0:
		s.violate(q.route.template, "rule", "", "allowed_mentions.parse is not empty: %v", parse)
	}
}

// hasWords reports whether a body has text that could mention somebody.
func hasWords(o object) bool {
	words := text(o["content"]) != ""
	walkComponents(list(o["components"]), func(c object) { words = words || number(c["type"]) == componentText })
	return words
}

// empties reports whether a body makes a message with nothing in it, or leaves one so.
func empties(o object, was *Message) bool {
	has := func(key string, before int) bool {
		v, ok := o[key]
		if !ok {
			return before > 0
		}
		return len(list(v)) > 0 || strings.TrimSpace(text(v)) != "" || fields(v) != nil
	}
	if was == nil {
		was = &Message{}
	}
	return !has("content", len(was.Content)) && !has("embeds", len(was.Embeds)) && !has("components", len(was.Components)) &&
		!has("attachments", len(was.Attachments)) && !has("sticker_ids", 0) && !has("poll", 0)
}

// embeds checks a message's embeds: each part, and all of them together.
func (f *faultList) embeds(embeds []any) {
	f.atMost("embeds", len(embeds), 10)
	total := 0
	for i, v := range embeds {
		p, e := fmt.Sprintf("embeds.%d", i), fields(v)
		part := func(path string, v any, most int) {
			n := length(text(v))
			total += n
			f.atMost(p+"."+path, n, most)
		}
		part("title", e["title"], 256)
		part("description", e["description"], 4096)
		part("footer.text", fields(e["footer"])["text"], 2048)
		part("author.name", fields(e["author"])["name"], 256)
		rows := list(e["fields"])
		f.atMost(p+".fields", len(rows), 25)
		for j, row := range rows {
			r := fields(row)
			for _, k := range []string{"name", "value"} {
				if strings.TrimSpace(text(r[k])) == "" {
					f.add(fmt.Sprintf("%s.fields.%d.%s", p, j, k), "BASE_TYPE_REQUIRED", "This field is required")
				}
			}
			part(fmt.Sprintf("fields.%d.name", j), r["name"], 256)
			part(fmt.Sprintf("fields.%d.value", j), r["value"], 1024)
		}
	}
	if total > 6000 {
		f.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
	}
}
