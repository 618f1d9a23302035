package fakeslack

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// problem is one thing wrong with a payload, at a JSON pointer.
type problem struct {
	rule, at, reason string
	fatal            bool // Slack refuses it
}

func (p problem) String() string { return p.reason + " [json-pointer:" + p.at + "]" }

// walker goes through blocks and notes what is wrong, and what is said.
type walker struct {
	limits   limits
	view     bool // in a modal or home tab
	problems []problem
	mentions []Mention
	links    []Link
	texts    []string
	length   int // characters of text over all blocks
	actions  map[string]string
	blockIDs map[string]bool
}

func (w *walker) fatal(at, reason string) {
	w.problems = append(w.problems, problem{"blocks", at, reason, true})
}

func (w *walker) note(rule, at, reason string) {
	w.problems = append(w.problems, problem{rule, at, reason, false})
}

func (w *walker) refused() []string {
	var out []string
	for _, p := range w.problems {
		if p.fatal {
			out = append(out, p.String())
		}
	}
	return out
}

// The kinds of blocks and elements, per docs.slack.dev/reference/block-kit.
var (
	selects = []string{
		"static_select", "external_select", "users_select", "conversations_select", "channels_select",
		"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
	}
	choosers     = append([]string{"checkboxes", "datepicker", "radio_buttons", "timepicker"}, selects...)
	inActions    = append([]string{"button", "overflow", "datetimepicker", "workflow_button"}, choosers...)
	inAccessory  = append([]string{"button", "overflow", "image", "workflow_button"}, choosers...)
	inInput      = append([]string{"plain_text_input", "email_text_input", "url_text_input", "number_input", "datetimepicker", "file_input", "rich_text_input"}, choosers...)
	inContext    = []string{"image", "plain_text", "mrkdwn"}
	inCtxActions = []string{"feedback_buttons", "icon_button"}
	inRichText   = []string{"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
	blockKinds   = []string{
		"actions", "alert", "call", "card", "carousel", "container", "context", "context_actions", "data_table", "data_visualization",
		"divider", "file", "header", "image", "input", "markdown", "plan", "rich_text", "section", "table", "task_card", "video",
	}
	messageOnly = []string{"context_actions", "data_table", "file", "markdown", "plan", "table", "task_card"}
)

// blocks goes through the blocks of one surface.
func (w *walker) blocks(list []map[string]any, at string) {
	if w.blockIDs == nil {
		w.blockIDs, w.actions = map[string]bool{}, map[string]string{}
	}
	for i, b := range list {
		p := at + "/" + strconv.Itoa(i)
		kind, _ := b["type"].(string)
		switch {
		case kind == "":
			w.fatal(p, "missing required field: type")
			continue
		case !slices.Contains(blockKinds, kind):
			w.fatal(p+"/type", "unsupported type: "+kind)
			continue
		case w.view && slices.Contains(messageOnly, kind):
			w.fatal(p+"/type", "unsupported type in a view: "+kind)
		}
		if id, ok := b["block_id"].(string); ok && id != "" {
			if w.blockIDs[id] {
				w.fatal(p+"/block_id", fmt.Sprintf("`block_id` %s already exists", id))
			}
			w.blockIDs[id] = true
		}
		w.block(b, kind, p)
		w.object(b, p, "")
	}
}

// block checks what a kind of block must hold.
func (w *walker) block(b map[string]any, kind, p string) {
	need := func(fields ...string) {
		for _, f := range fields {
			if _, ok := b[f]; !ok {
				w.fatal(p, "missing required field: "+f)
			}
		}
	}
	switch kind {
	case "section":
		_, text := b["text"]
		_, fields := b["fields"]
		if !text && !fields {
			w.fatal(p, "missing required field: text")
		}
		w.kinds(b["accessory"], p+"/accessory", inAccessory)
	case "actions":
		need("elements")
		w.kinds(b["elements"], p+"/elements", inActions)
	case "context":
		need("elements")
		w.kinds(b["elements"], p+"/elements", inContext)
	case "context_actions":
		need("elements")
		w.kinds(b["elements"], p+"/elements", inCtxActions)
	case "rich_text":
		need("elements")
		w.kinds(b["elements"], p+"/elements", inRichText)
	case "input":
		need("label", "element")
		w.plain(b["label"], p+"/label")
		w.plain(b["hint"], p+"/hint")
		w.kinds(b["element"], p+"/element", inInput)
	case "header":
		need("text")
		w.plain(b["text"], p+"/text")
	case "image":
		need("alt_text")
		if _, ok := b["slack_file"]; !ok {
			need("image_url")
		}
	case "markdown":
		need("text")
		if text, _ := b["text"].(string); text != "" {
			w.say(text)
			w.mrkdwn(text, p+"/text", false)
			for _, m := range markdownLink.FindAllStringSubmatch(text, -1) {
				w.link(Link{URL: m[2], Label: m[1]}, p+"/text")
			}
		}
	case "video":
		need("alt_text", "title", "thumbnail_url", "video_url")
	}
}

var markdownLink = regexp.MustCompile(`\[([^\]\n]*)\]\(([^)\s]+)[^)\n]*\)`)

// kinds checks that elements are of kinds that a block takes.
func (w *walker) kinds(v any, at string, allowed []string) {
	check := func(e any, p string) {
		obj, ok := e.(map[string]any)
		if !ok {
			w.fatal(p, "must be an object")
			return
		}
		if kind, _ := obj["type"].(string); !slices.Contains(allowed, kind) {
			w.fatal(p+"/type", "unsupported type: "+kind)
		}
	}
	switch v := v.(type) {
	case nil:
	case []any:
		if len(v) == 0 {
			w.fatal(at, "no less than 1 items required")
		}
		for i, e := range v {
			check(e, at+"/"+strconv.Itoa(i))
		}
	default:
		check(v, at)
	}
}

// plain checks that a text object is plain text.
func (w *walker) plain(v any, at string) {
	if obj, ok := v.(map[string]any); ok && obj["type"] != "plain_text" {
		w.fatal(at+"/type", "must be equal to plain_text")
	}
}

// object checks one object against the limits and goes on to what it holds.
func (w *walker) object(obj map[string]any, at, field string) {
	kind, _ := obj["type"].(string)
	if kind == "plain_text" || kind == "mrkdwn" {
		w.textObject(obj, kind, at)
		return
	}
	w.interactive(obj, kind, at)
	w.spoken(obj, kind, at)
	name := limitsOf(kind, field)
	for _, key := range slices.Sorted(maps.Keys(obj)) {
		v, p := obj[key], at+"/"+key
		if name == "view" && key == "blocks" {
			continue // walked by themselves
		}
		if b := w.limits.bound(name, key); b != nil {
			if reason := breach(v, b); reason != "" {
				if _, ok := v.(map[string]any); ok {
					p += "/text"
				}
				w.fatal(p, reason)
			}
			if each, ok := b["item_max_length"]; ok {
				list, _ := v.([]any)
				for i, e := range list {
					if reason := breach(e, map[string]float64{"max_length": each}); reason != "" {
						w.fatal(fmt.Sprintf("%s/%d/text", p, i), reason)
					}
				}
			}
		}
		if key == "action_id" || key == "block_id" {
			if reason := breach(v, w.limits.own(key)); reason != "" {
				w.fatal(p, reason)
			}
		}
		switch v := v.(type) {
		case map[string]any:
			w.object(v, p, key)
		case []any:
			for i, e := range v {
				w.item(e, p+"/"+strconv.Itoa(i), key)
			}
		}
	}
}

func (w *walker) item(e any, at, field string) {
	switch e := e.(type) {
	case map[string]any:
		w.object(e, at, field)
	case []any:
		for i, x := range e {
			w.item(x, at+"/"+strconv.Itoa(i), field)
		}
	}
}

// interactive checks elements that a person acts on.
func (w *walker) interactive(obj map[string]any, kind, at string) {
	need := func(fields ...string) {
		for _, f := range fields {
			if _, ok := obj[f]; !ok {
				w.fatal(at, "missing required field: "+f)
			}
		}
	}
	switch kind {
	case "button":
		need("text")
		w.plain(obj["text"], at+"/text")
		if style, ok := obj["style"]; ok && style != "primary" && style != "danger" {
			w.fatal(at+"/style", "must be a valid enum value")
		}
	case "overflow", "checkboxes", "radio_buttons":
		need("options")
	case "static_select", "multi_static_select":
		_, options := obj["options"]
		_, groups := obj["option_groups"]
		if options == groups {
			w.fatal(at, "one of options and option_groups is required")
		}
		w.plain(obj["placeholder"], at+"/placeholder")
	}
	if values, ok := obj["options"].([]any); ok && kind != "" {
		seen := map[string]bool{}
		for i, o := range values {
			opt, _ := o.(map[string]any)
			value, _ := opt["value"].(string)
			p := fmt.Sprintf("%s/options/%d", at, i)
			if opt["text"] == nil {
				w.fatal(p, "missing required field: text")
			}
			if seen[value] {
				w.note("blocks", p, fmt.Sprintf("two options with the value %q", value))
			}
			seen[value] = true
			if kind == "overflow" || strings.HasSuffix(kind, "select") {
				w.plain(opt["text"], p+"/text")
			}
		}
	}
	if id, ok := obj["action_id"].(string); ok && id != "" && w.actions != nil {
		block, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(at, "/view"), "/blocks/"), "/")
		if before, dup := w.actions[id]; dup {
			reason := fmt.Sprintf("`action_id` %s already exists", id)
			if before == block { // refused only within one block
				w.fatal(at+"/action_id", reason)
			} else {
				w.note("blocks", at+"/action_id", reason)
			}
		}
		w.actions[id] = block
	}
	for _, key := range []string{"url", "image_url", "thumbnail_url", "video_url", "title_url"} {
		if u, ok := obj[key].(string); ok && kind != "" && kind != "link" {
			w.link(Link{URL: u}, at+"/"+key)
		}
	}
}

// spoken takes in what the elements of rich text say.
func (w *walker) spoken(obj map[string]any, kind, at string) {
	str := func(key string) string { v, _ := obj[key].(string); return v }
	switch kind {
	case "text":
		w.say(str("text"))
	case "link":
		w.say(str("text"))
		w.link(Link{URL: str("url"), Label: str("text")}, at+"/url")
	case "user":
		w.mentions = append(w.mentions, Mention{Kind: "user", ID: str("user_id")})
	case "usergroup":
		w.mentions = append(w.mentions, Mention{Kind: "subteam", ID: str("usergroup_id")})
	case "broadcast":
		w.mentions = append(w.mentions, Mention{Kind: str("range")})
	case "channel":
		w.mentions = append(w.mentions, Mention{Kind: "link", ID: str("channel_id")})
	}
}

// textObject checks a text object and takes in what it says.
func (w *walker) textObject(obj map[string]any, kind, at string) {
	text, ok := obj["text"].(string)
	if !ok {
		w.fatal(at, "missing required field: text")
		return
	}
	if utf8.RuneCountInString(text) < 1 {
		w.fatal(at+"/text", "must be more than 0 characters")
	} else if reason := breach(text, w.limits.own("text")); reason != "" {
		w.fatal(at+"/text", reason)
	}
	verbatim, _ := obj["verbatim"].(bool)
	for _, key := range slices.Sorted(maps.Keys(obj)) {
		switch {
		case key == "type", key == "text", key == "emoji" && kind == "plain_text", key == "verbatim" && kind == "mrkdwn":
		default:
			w.fatal(at, "invalid additional property: "+key)
		}
	}
	w.say(text)
	if kind == "mrkdwn" {
		w.mrkdwn(text, at+"/text", verbatim)
	}
}

func (w *walker) say(text string) {
	w.texts = append(w.texts, text)
	w.length += utf8.RuneCountInString(text)
}

// mrkdwn takes in what a text mentions and links to, and notes what is not well
// formed.
func (w *walker) mrkdwn(text, at string, verbatim bool) {
	mentions, links := ParseMrkdwn(text, verbatim)
	w.mentions = append(w.mentions, mentions...)
	for _, l := range links {
		w.link(l, at)
	}
	if rest := control.ReplaceAllString(text, ""); strings.Contains(rest, "<") {
		w.note("link", at, "a < that is neither escaped nor the beginning of a link or mention")
	}
}

// link takes in a link and notes one that is not well formed or not http.
func (w *walker) link(l Link, at string) {
	w.links = append(w.links, l)
	if l.Auto {
		return
	}
	u, err := url.Parse(l.URL)
	switch {
	case err != nil || strings.ContainsAny(l.URL, " \t\n|"):
		w.note("link", at, fmt.Sprintf("not a URL: %.80q", l.URL))
	case u.Scheme != "http" && u.Scheme != "https":
		w.note("link", at, fmt.Sprintf("the scheme of %.80q is not http or https", l.URL))
	case u.Host == "":
		w.note("link", at, fmt.Sprintf("no host in %.80q", l.URL))
	}
}
