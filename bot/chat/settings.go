package chat

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/bot/state"
	"dateline/corpus"
)

// FollowUps says whose follow-ups are answered where the bot is not named.
type FollowUps string

// The ways to treat follow-ups.
const (
	OfAsker  FollowUps = "asker"  // of who began the thread
	OfAnyone FollowUps = "anyone" // of everybody in it
	Off      FollowUps = "off"    // of nobody: each question names the bot
)

// Subscribers says who may have briefings come to a place by a schedule.
type Subscribers string

// The ways to treat subscriptions.
const (
	ByAnyone   Subscribers = "anyone"   // who may ask there
	ByManagers Subscribers = "managers" // who manages the bot there
	ByNobody   Subscribers = "off"      // and those that there are don't run
)

// Settings are what holds at a place.
type Settings struct {
	Allowed      bool     // questions are answered in the channel
	Direct       bool     // questions are answered in direct messages
	AllowedRoles []string // IDs; empty: all
	DeniedRoles  []string // IDs
	// Collections are what may be searched; nil: all that the archive has. An
	// empty list is nothing.
	Collections []string
	FollowUps   FollowUps
	Private     bool // answers are for the asker alone
	MaxExcerpt  int  // characters of a quote that is shown publicly; 0: as long as a quote may be
	Subscribe   Subscribers
}

// DefaultSettings returns what holds where nothing is set.
func DefaultSettings() Settings {
	return Settings{Allowed: true, Direct: true, FollowUps: OfAsker, Subscribe: ByAnyone}
}

// Override is a setting of the configuration for a platform, a workspace, or a
// channel: each empty field is any.
type Override struct {
	Platform, Workspace, Channel string
	Key, Value                   string
}

// The keys of settings.
const (
	KeyAllow       = "allow"
	KeyDirect      = "direct"
	KeyAllowRoles  = "allow-roles"
	KeyDenyRoles   = "deny-roles"
	KeyCollections = "collections"
	KeyFollowUps   = "follow-ups"
	KeyPrivate     = "private"
	KeyMaxExcerpt  = "max-excerpt"
	KeySubscribe   = "subscribe"
)

// SettingKeys returns the keys of all settings, in the order of help.
func SettingKeys() []string {
	return []string{KeyAllow, KeyDirect, KeyAllowRoles, KeyDenyRoles, KeyCollections, KeyFollowUps, KeyPrivate, KeyMaxExcerpt, KeySubscribe}
}

// With returns the settings with one changed, as a configuration or an admin
// writes it. The error is a Sentence.
func (s Settings) With(key, value string) (Settings, error) {
	value = strings.TrimSpace(value)
	var err error
	switch key {
	case KeyAllow:
		s.Allowed, err = onOff(key, value)
	case KeyDirect:
		s.Direct, err = onOff(key, value)
	case KeyPrivate:
		s.Private, err = onOff(key, value)
	case KeyAllowRoles:
		s.AllowedRoles, err = roleIDs(key, value)
	case KeyDenyRoles:
		s.DeniedRoles, err = roleIDs(key, value)
	case KeyCollections:
		s.Collections = list(value)
		switch {
		case value == "all":
			s.Collections = nil
		case value == "none":
			s.Collections = []string{}
		case len(s.Collections) == 0:
			err = fmt.Errorf("%s takes names of collections with commas between them, all or none", key)
		}
		for _, name := range s.Collections {
			if corpus.CheckCollection(name) != nil {
				err = fmt.Errorf("%q can't be the name of a collection", name)
			}
		}
	case KeyFollowUps:
		s.FollowUps = FollowUps(strings.ToLower(value))
		if !slices.Contains([]FollowUps{OfAsker, OfAnyone, Off}, s.FollowUps) {
			err = fmt.Errorf("%s takes asker, anyone or off", key)
		}
	case KeyMaxExcerpt:
		s.MaxExcerpt, err = strconv.Atoi(value)
		if err != nil || s.MaxExcerpt < 0 || s.MaxExcerpt > 1000 || s.MaxExcerpt > 0 && s.MaxExcerpt < 20 {
			err = fmt.Errorf("%s takes a number of characters from 20 to 1000, or 0 for no cap", key)
		}
	case KeySubscribe:
		s.Subscribe = Subscribers(strings.ToLower(value))
		if !slices.Contains([]Subscribers{ByAnyone, ByManagers, ByNobody}, s.Subscribe) {
			err = fmt.Errorf("%s takes anyone, managers or off", key)
		}
	default:
		err = fmt.Errorf("there is no setting %q: there are %s", key, strings.Join(SettingKeys(), ", "))
	}
	if err != nil {
		return s, &Sentence{upperFirst(err.Error()) + ".", ErrBadValue}
	}
	return s, nil
}

func onOff(key, value string) (bool, error) {
	switch strings.ToLower(value) {
	case "on", "yes", "true":
		return true, nil
	case "off", "no", "false":
		return false, nil
	}
	return false, fmt.Errorf("%s takes on or off", key)
}

// roleIDs reads IDs of roles. A name would match nobody.
func roleIDs(key, value string) ([]string, error) {
	ids := list(value)
	for _, id := range ids {
		if strings.Trim(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-") != "" {
			return nil, fmt.Errorf("%s takes mentions or IDs of roles or user groups, or none; %q is neither", key, clip(id, 40))
		}
	}
	return ids, nil
}

// list splits names at commas and white space; "none" and "all" are no names.
func list(value string) []string {
	out := strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' || r == '\n' })
	if len(out) == 1 && (out[0] == "none" || out[0] == "all") {
		return nil
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Settings returns what holds at a place: the defaults, then the workspace's
// settings, then the channel's; at each step what a command set stands above
// the configuration. A command never widens the collections, nor the cap of
// excerpts, that the configuration gives the place. Direct messages that belong
// to no workspace have what all of the platform's workspaces allow.
func (d *Desk) Settings(ctx context.Context, p Place) (Settings, error) {
	var s Settings
	err := d.opts.State.View(ctx, func(tx *state.Tx) (err error) {
		s, err = d.settings(tx, p)
		return err
	})
	return s, err
}

func (d *Desk) settings(tx *state.Tx, p Place) (Settings, error) {
	if p.Direct && p.Workspace == "" {
		return d.everywhere(tx, p)
	}
	rows, err := tx.Settings(p.Platform, p.Workspace, p.Channel)
	if err != nil {
		return Settings{}, err
	}
	return d.layered(p, rows), nil
}

// everywhere returns what holds in direct messages that belong to no
// workspace: what each workspace of the platform allows, since nobody is to
// get by writing directly what a workspace that they may be in denies them.
func (d *Desk) everywhere(tx *state.Tx, p Place) (Settings, error) {
	rows, err := tx.WideSettings(p.Platform)
	if err != nil {
		return Settings{}, err
	}
	s := d.layered(p, nil)
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].Workspace == rows[0].Workspace {
			n++
		}
		s = s.and(d.layered(Place{Platform: p.Platform, Workspace: rows[0].Workspace, Direct: true}, rows[:n]))
		rows = rows[n:]
	}
	return s, nil
}

// and returns what both settings allow; of who may follow up the first's.
func (s Settings) and(o Settings) Settings {
	s.Allowed, s.Direct, s.Private = s.Allowed && o.Allowed, s.Direct && o.Direct, s.Private || o.Private
	s.AllowedRoles, s.DeniedRoles = slices.Concat(s.AllowedRoles, o.AllowedRoles), slices.Concat(s.DeniedRoles, o.DeniedRoles)
	switch {
	case s.Collections == nil:
		s.Collections = o.Collections
	case o.Collections != nil:
		s.Collections = within(s.Collections, o.Collections)
	}
	if o.MaxExcerpt > 0 && (s.MaxExcerpt == 0 || s.MaxExcerpt > o.MaxExcerpt) {
		s.MaxExcerpt = o.MaxExcerpt
	}
	if o.Subscribe == ByNobody || o.Subscribe == ByManagers && s.Subscribe == ByAnyone {
		s.Subscribe = o.Subscribe
	}
	return s
}

// layered returns the settings of a place of which rows were set by command.
func (d *Desk) layered(p Place, rows []state.Setting) Settings {
	s := d.opts.Settings
	configured := s
	byConfig := func(channel bool) {
		for _, o := range d.opts.Overrides {
			if (o.Channel != "") != channel || o.Platform != "" && o.Platform != p.Platform ||
				o.Workspace != "" && o.Workspace != p.Workspace || o.Channel != "" && o.Channel != p.Channel {
				continue
			}
			if next, err := s.With(o.Key, o.Value); err == nil { // New has checked them
				s = next
				configured, _ = configured.With(o.Key, o.Value)
			}
		}
	}
	byCommand := func(channel bool) {
		for _, row := range rows {
			if (row.Channel != "") != channel {
				continue
			}
			if next, err := s.With(row.Key, row.Value); err == nil { // one that an older program wrote may mean nothing now
				s = next
			}
		}
	}
	byConfig(false)
	byCommand(false)
	byConfig(true)
	byCommand(true)
	if configured.Collections != nil {
		if s.Collections == nil {
			s.Collections = configured.Collections
		}
		s.Collections = within(s.Collections, configured.Collections)
	}
	if c := configured.MaxExcerpt; c > 0 && (s.MaxExcerpt == 0 || s.MaxExcerpt > c) {
		s.MaxExcerpt = c
	}
	return s
}

// within returns the names that are in both lists, in the order of the first;
// never nil.
func within(names, ceiling []string) []string {
	out := []string{}
	for _, n := range names {
		if slices.Contains(ceiling, n) {
			out = append(out, n)
		}
	}
	return out
}

// refusal returns why a person may not ask at a place, "" where they may.
func (s Settings) refusal(p Place, who Person) string {
	switch {
	case p.Direct && !s.Direct:
		return "I don't answer in direct messages here. Ask me in a channel."
	case !p.Direct && !s.Allowed:
		return "I'm not allowed to answer in this channel. Ask me in another one, or ask who manages me here to allow it."
	case slices.ContainsFunc(who.Roles, func(r string) bool { return slices.Contains(s.DeniedRoles, r) }):
		return "Your role is not allowed to ask me here."
	case len(s.DeniedRoles) > 0 && p.Direct && p.Workspace == "":
		return "Some roles may not ask me, and I can't see yours in direct messages. Ask me in a channel."
	case len(s.AllowedRoles) > 0 && !slices.ContainsFunc(who.Roles, func(r string) bool { return slices.Contains(s.AllowedRoles, r) }):
		if p.Direct {
			return "Only some roles may ask me, and I can't see yours in direct messages. Ask me in a channel."
		}
		return "Only some roles may ask me here, and yours is not among them."
	}
	return ""
}

// unscheduled returns why no briefing comes to a place by a schedule, "" where
// one may.
func (s Settings) unscheduled(p Place) string {
	switch {
	case s.Subscribe == ByNobody:
		return "Briefings by a schedule are switched off here."
	case s.Private && !p.Direct:
		return "Answers are for the asker alone here, and a briefing by a schedule is for all. Subscribe in a direct message, or in another channel."
	case p.Direct && !s.Direct:
		return "I don't answer in direct messages here. Subscribe in a channel."
	case !p.Direct && !s.Allowed:
		return "I'm not allowed to answer in this channel. Subscribe in another one, or ask who manages me here to allow it."
	}
	return ""
}

// Set changes a setting of a channel, or of its workspace where the place has
// no channel, and returns the sentence to show. The value "reset" gives up what
// a command set, and so does "default" but for collections, of which one may
// have that name. Who may not manage the bot there gets ErrForbidden; an
// error that is a Sentence is for the person.
func (d *Desk) Set(ctx context.Context, p Place, who Person, key, value string) (string, error) {
	key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
	if !who.Manages {
		return "", forbidden("Only who manages me here may change settings.")
	}
	if key == KeyDirect && p.Channel != "" {
		p.Channel = "" // direct messages belong to no channel
	}
	at := "in this channel"
	if p.Channel == "" {
		at = "here"
	}
	row := state.Setting{Platform: p.Platform, Workspace: p.Workspace, Channel: p.Channel, Key: key, Value: value, User: who.ID}
	if strings.EqualFold(value, "reset") || strings.EqualFold(value, "default") && key != KeyCollections {
		if !slices.Contains(SettingKeys(), key) {
			_, err := Settings{}.With(key, value)
			return "", err
		}
		err := d.opts.State.Update(ctx, func(tx *state.Tx) error {
			return tx.DropSetting(row.Platform, row.Workspace, row.Channel, row.Key)
		})
		return fmt.Sprintf("%s %s is no longer set by command.", key, at), err
	}
	if _, err := d.opts.Settings.With(key, value); err != nil {
		return "", err
	}
	var after Settings
	err := d.opts.State.Update(ctx, func(tx *state.Tx) (err error) {
		if err := tx.PutSetting(row); err != nil {
			return err
		}
		after, err = d.settings(tx, p)
		return err
	})
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("%s %s is now %s.", key, at, after.value(key))
	if asked, _ := (Settings{}).With(key, value); asked.value(key) != after.value(key) {
		text += " The configuration allows no more."
	}
	return text, nil
}

// value writes a setting as With reads it.
func (s Settings) value(key string) string {
	word := func(on bool) string {
		if on {
			return "on"
		}
		return "off"
	}
	names := func(l []string, empty string) string {
		if len(l) == 0 {
			return empty
		}
		return strings.Join(l, ", ")
	}
	switch key {
	case KeyAllow:
		return word(s.Allowed)
	case KeyDirect:
		return word(s.Direct)
	case KeyPrivate:
		return word(s.Private)
	case KeyAllowRoles:
		return names(s.AllowedRoles, "all")
	case KeyDenyRoles:
		return names(s.DeniedRoles, "none")
	case KeyCollections:
		if s.Collections == nil {
			return "all"
		}
		return names(s.Collections, "none")
	case KeyFollowUps:
		return string(s.FollowUps)
	case KeyMaxExcerpt:
		return strconv.Itoa(s.MaxExcerpt)
	case KeySubscribe:
		return string(s.Subscribe)
	}
	return ""
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
