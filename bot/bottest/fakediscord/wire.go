package fakediscord

// wire is a user on the wire; self adds what only the user itself sees.
func (u *User) wire(self bool) object {
	o := object{
		"id": u.ID, "username": u.Name, "discriminator": "0", "global_name": nil, "avatar": nil, "public_flags": 0,
		"avatar_decoration_data": nil, "clan": nil, "primary_guild": nil, "collectibles": nil,
		"banner": nil, "accent_color": nil,
	}
	if u.GlobalName != "" {
		o["global_name"] = u.GlobalName
	}
	if u.Bot {
		o["bot"] = true
		o["discriminator"] = "0001"
	}
	if self {
		o["flags"], o["verified"], o["mfa_enabled"], o["locale"], o["email"], o["premium_type"] = 0, true, true, "en-US", nil, 0
	}
	return o
}
