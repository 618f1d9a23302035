package source

import (
	"net/url"
	"strings"
)

// CanonicalURL returns the form of a web address by which an article is known:
// scheme and host in lower case, without user, default port, fragment, a slash
// at the end, and without the parameters that only track where a reader came
// from. It is "" where the address is none of the web.
func CanonicalURL(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Host), ":")
	switch u.Scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	u.Host, u.User, u.Fragment, u.RawFragment = host, nil, "", ""
	u.RawQuery, u.ForceQuery = withoutTracking(u.RawQuery), false
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), strings.TrimRight(u.RawPath, "/")
	if s := u.String(); len(s) <= maxIDBytes {
		return s
	}
	return ""
}

// withoutTracking drops tracking parameters and keeps the others as they stand.
func withoutTracking(query string) string {
	if query == "" {
		return ""
	}
	var keep []string
	for _, p := range strings.Split(query, "&") {
		name, _, _ := strings.Cut(strings.ToLower(p), "=")
		if name != "" && !strings.HasPrefix(name, "utm_") && !tracking[name] {
			keep = append(keep, p)
		}
	}
	return strings.Join(keep, "&")
}

// tracking are the parameters that the large networks and mailing services add.
var tracking = map[string]bool{"fbclid": true, "gclid": true, "dclid": true, "gbraid": true, "wbraid": true, "msclkid": true, "twclid": true,
	"yclid": true, "igshid": true, "mc_cid": true, "mc_eid": true, "_ga": true, "_gl": true, "ocid": true, "cmpid": true, "ns_mchannel": true,
	"ns_source": true, "ns_campaign": true, "ns_linkname": true, "smid": true, "spm": true, "__twitter_impression": true, "at_medium": true,
	"at_campaign": true, "wt_mc": true, "wt_zmc": true, "xtor": true}
