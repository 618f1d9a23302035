package fakeslack

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"
)

func (c *call) apiTest() (map[string]any, error) {
	if e := c.text("error"); e != "" {
		return nil, &apiError{e, map[string]any{"args": c.args}}
	}
	return map[string]any{"args": c.args}, nil
}

func (c *call) authTest() (map[string]any, error) {
	bot := c.s.users[c.team.BotUser]
	return map[string]any{
		"url": "https://" + c.team.Domain + ".slack.com/", "team": c.team.Name, "user": bot.Name,
		"team_id": c.team.ID, "user_id": bot.ID, "bot_id": c.team.BotID, "is_enterprise_install": false,
	}, nil
}

func (c *call) openConnection() (map[string]any, error) {
	return map[string]any{"url": c.s.link()}, nil
}

func (c *call) teamInfo() (map[string]any, error) {
	t := c.team
	if id := c.text("team"); id != "" && id != t.ID {
		return nil, fail("team_not_found")
	}
	return map[string]any{"team": map[string]any{
		"id": t.ID, "name": t.Name, "domain": t.Domain, "email_domain": "", "icon": map[string]any{"image_default": true},
		"url": "https://" + t.Domain + ".slack.com/",
	}}, nil
}

func (c *call) botInfo() (map[string]any, error) {
	id := c.text("bot")
	for _, u := range c.s.users {
		if u.BotID != "" && (u.BotID == id || id == "" && u.ID == c.team.BotUser) && u.Team == c.team.ID {
			return map[string]any{"bot": map[string]any{
				"id": u.BotID, "deleted": u.Deleted, "name": u.RealName, "updated": 1700000000,
				"app_id": c.s.opts.AppID, "user_id": u.ID, "icons": icons,
			}}, nil
		}
	}
	return nil, fail("bot_not_found")
}

var icons = map[string]any{
	"image_36": "https://a.slack-edge.com/80588/img/plugins/app/bot_36.png",
	"image_48": "https://a.slack-edge.com/80588/img/plugins/app/bot_48.png",
	"image_72": "https://a.slack-edge.com/80588/img/plugins/app/service_72.png",
}

func (u *User) wire() map[string]any {
	zone := u.TZ
	if zone == "" {
		zone = "Etc/UTC"
	}
	out := map[string]any{
		"id": u.ID, "team_id": u.Team, "name": u.Name, "deleted": u.Deleted, "real_name": u.RealName,
		"tz": zone, "tz_label": zone, "tz_offset": 0, "color": "9f69e7", "updated": 1700000000,
		"is_admin": u.IsAdmin, "is_owner": u.IsOwner, "is_primary_owner": u.IsOwner,
		"is_restricted": u.IsGuest, "is_ultra_restricted": false, "is_bot": u.IsBot, "is_app_user": false,
		"is_email_confirmed": true, "who_can_share_contact_card": "EVERYONE",
	}
	profile := map[string]any{
		"real_name": u.RealName, "real_name_normalized": u.RealName, "display_name": u.Name, "display_name_normalized": u.Name,
		"team": u.Team, "avatar_hash": "g0", "status_text": "", "status_emoji": "", "title": "",
	}
	if u.IsBot {
		profile["bot_id"], profile["api_app_id"] = u.BotID, ""
	}
	out["profile"] = profile
	return out
}

func (c *call) userInfo() (map[string]any, error) {
	u := c.s.users[c.text("user")]
	if u == nil {
		return nil, fail("user_not_found")
	}
	if u.Team != c.team.ID {
		return nil, fail("user_not_visible")
	}
	return map[string]any{"user": u.wire()}, nil
}

func (c *call) userList() (map[string]any, error) {
	var all []map[string]any
	for _, id := range slices.Sorted(maps.Keys(c.s.users)) {
		if u := c.s.users[id]; u.Team == c.team.ID {
			all = append(all, u.wire())
		}
	}
	page, next, err := paged(c, all, 200, 1000)
	if err != nil {
		return nil, err
	}
	return map[string]any{"members": page, "cache_ts": c.s.now().Unix(), "response_metadata": map[string]any{"next_cursor": next}}, nil
}

// paged is one page of a list by the arguments cursor and limit, and the cursor of
// the next ("" where it is the last).
func paged[T any](c *call, all []T, def, most int) ([]T, string, error) {
	limit, err := c.int("limit", def, most)
	if err != nil {
		return nil, "", err
	}
	from := 0
	if cursor := c.text("cursor"); cursor != "" {
		raw, err := base64.StdEncoding.DecodeString(cursor)
		n, ok := strings.CutPrefix(string(raw), "next:")
		if from, _ = strconv.Atoi(n); err != nil || !ok || from < 0 || from > len(all) {
			return nil, "", fail("invalid_cursor")
		}
	}
	to := min(from+limit, len(all))
	next := ""
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(to)))
	}
	page := all[from:to]
	if page == nil {
		page = []T{}
	}
	return page, next, nil
}
