package fakeslack

// UserGroup is a group of people in a workspace that can be named as one.
type UserGroup struct {
	ID, Team, Handle, Name string
	Users                  []string // IDs
}

// userGroups is usergroups.list.
func (c *call) userGroups() (map[string]any, error) {
	list := []any{}
	for _, g := range c.s.opts.UserGroups {
		if g.Team != "" && g.Team != c.team.ID {
			continue
		}
		o := map[string]any{"id": g.ID, "team_id": c.team.ID, "is_usergroup": true, "name": g.Name, "handle": g.Handle, "description": "",
			"is_external": false, "date_create": 1700000000, "date_update": 1700000000, "date_delete": 0, "auto_type": nil,
			"prefs": map[string]any{"channels": []any{}, "groups": []any{}}, "user_count": len(g.Users)}
		if c.bool("include_users") {
			o["users"] = g.Users
		}
		list = append(list, o)
	}
	return map[string]any{"usergroups": list}, nil
}
