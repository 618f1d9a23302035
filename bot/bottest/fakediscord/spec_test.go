package fakediscord

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// specPaths are the paths of the OpenAPI file by their form with the parameters' names taken out.
func specPaths(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(spec(t))
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for p, methods := range doc.Paths {
		for m := range methods {
			out[strings.ToUpper(m)+" "+placeholder.ReplaceAllString(p, "{}")] = p
		}
	}
	return out
}

// Every route is one of Discord's.
func TestRoutesAreDiscords(t *testing.T) {
	known := specPaths(t)
	for _, rt := range routes {
		if known[rt.method+" "+placeholder.ReplaceAllString(rt.template, "{}")] == "" {
			t.Errorf("%s %s is not in the OpenAPI file", rt.method, rt.template)
		}
	}
}

// What the fake answers has the form that Discord's own file gives to answers.
func TestAnswersAreDiscords(t *testing.T) {
	known := specPaths(t)
	o := unlimited()
	o.OpenAPI = spec(t)
	s := start(t, o)
	sch, err := loadSchemas(o.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	tried := map[*route]bool{}
	call := func(method, path, body string) answer {
		t.Helper()
		a := ok(t, s, method, path, body)
		rt, _, _ := match(method, strings.SplitN(path, "?", 2)[0])
		tried[rt] = true
		if a.status == 204 {
			return a
		}
		p := known[method+" "+placeholder.ReplaceAllString(rt.template, "{}")]
		p = strings.NewReplacer("/", "~1", "{", "%7B", "}", "%7D").Replace(p)
		pointer := fmt.Sprintf("/paths/%s/%s/responses/%d/content/application~1json/schema", p, strings.ToLower(method), a.status)
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(a.raw))
		if err != nil {
			t.Fatal(err)
		}
		if err := sch.validate(pointer, v); err != nil {
			t.Errorf("%s %s: %v\n%.1500s", method, path, err, a.raw)
		}
		return a
	}
	g, c, u := s.GuildID("guild"), s.ChannelID("general"), s.UserID("reader")
	for _, path := range []string{"/gateway", "/gateway/bot", "/users/@me", "/users/@me/guilds", "/users/" + u, "/applications/@me", "/oauth2/applications/@me",
		"/guilds/" + g, "/guilds/" + g + "/channels", "/guilds/" + g + "/roles", "/guilds/" + g + "/roles/" + s.RoleID("editors"),
		"/guilds/" + g + "/members/" + u, "/channels/" + c, "/channels/" + s.DM("reader")} {
		call("GET", path, "")
	}
	call("POST", "/users/@me/channels", `{"recipient_id":"`+u+`"}`)
	call("POST", "/channels/"+c+"/typing", "")
	m := "/channels/" + c + "/messages"
	rich := `{"content":"one","embeds":[{"title":"t","description":"d","url":"https://example.com/","fields":[{"name":"a","value":"b"}],"footer":{"text":"f"}}],` +
		`"components":[{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"a"}]},{"type":1,"components":[{"type":3,"custom_id":"s","options":[{"label":"x","value":"y"}]}]}],` + silent + `}`
	first := call("POST", m, rich).at("id").(string)
	call("POST", m, `{"content":"two","nonce":"n","message_reference":{"message_id":"`+first+`"},`+silent+`}`)
	call("POST", m, `{"flags":32768,"components":[{"type":17,"components":[{"type":10,"content":"three"},{"type":14},{"type":9,"components":[{"type":10,"content":"x"}],"accessory":{"type":2,"style":5,"label":"l","url":"https://example.com/"}}]}],`+silent+`}`)
	call("PATCH", m+"/"+first, `{"content":"four",`+silent+`}`)
	call("PUT", m+"/"+first+"/reactions/%F0%9F%91%80/@me", "")
	call("GET", m+"/"+first+"/reactions/%F0%9F%91%80", "")
	call("GET", m+"/"+first, "")
	call("POST", m+"/"+first+"/threads", `{"name":"thread"}`)
	call("PUT", "/channels/"+first+"/thread-members/@me", "")
	call("GET", "/channels/"+first, "")
	call("GET", "/guilds/"+g+"/threads/active", "")
	call("GET", m, "")
	call("DELETE", m+"/"+first+"/reactions/%F0%9F%91%80/@me", "")
	app := "/applications/" + s.ApplicationID()
	for _, base := range []string{app + "/commands", app + "/guilds/" + g + "/commands"} {
		call("PUT", base, `[{"name":"ask","description":"d","options":[{"type":3,"name":"question","description":"d","required":true},{"type":3,"name":"c","description":"d","choices":[{"name":"a","value":"b"}]}]}]`)
		made := call("POST", base, `{"name":"other","description":"d"}`).at("id").(string)
		call("GET", base, "")
		call("GET", base+"/"+made, "")
		call("PATCH", base+"/"+made, `{"description":"e"}`)
		call("DELETE", base+"/"+made, "")
	}
	call("PATCH", "/applications/@me", `{"tags":["news"]}`)
	_, callback, hook := command(t, s)
	call("POST", callback+"?with_response=true", `{"type":4,"data":{"content":"x","components":[{"type":1,"components":[{"type":2,"style":1,"label":"l","custom_id":"a"}]}],`+silent+`}}`)
	f := call("POST", hook, `{"content":"y","flags":64,`+silent+`}`).at("id").(string)
	call("GET", hook+"/messages/@original", "")
	call("PATCH", hook+"/messages/"+f, `{"content":"z",`+silent+`}`)
	call("DELETE", hook+"/messages/"+f, "")
	call("DELETE", m+"/"+first, "")
	for _, rt := range routes {
		if !tried[rt] {
			t.Errorf("%s %s was not tried", rt.method, rt.template)
		}
	}
	clean(t, s)
}
