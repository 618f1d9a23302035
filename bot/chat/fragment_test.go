package chat

import (
	"net/url"
	"strings"
	"testing"
)

func TestLink(t *testing.T) {
	long := "one two three four five six seven eight nine ten eleven twelve thirteen"
	for _, tt := range []struct{ address, quote, prefix, suffix, want string }{
		// The forms of the specification.
		{"https://x.org/a", "nine years", "", "", "https://x.org/a#:~:text=nine%20years"},
		{"https://x.org/a", long, "", "", "https://x.org/a#:~:text=one%20two%20three%20four%20five,nine%20ten%20eleven%20twelve%20thirteen"},
		{"https://x.org/a", "nine years", "first in", "and more", "https://x.org/a#:~:text=first%20in-,nine%20years,-and%20more"},
		// The directive's own marks.
		{"https://x.org/a", "two-day, A&B", "", "", "https://x.org/a#:~:text=two%2Dday%2C%20A%26B"},
		{"https://x.org/a", "été", "", "", "https://x.org/a#:~:text=%C3%A9t%C3%A9"},
		{"https://x.org/a", "a\n\tb", "", "", "https://x.org/a#:~:text=a%20b"},
		// Fragments that are there.
		{"https://x.org/a#part", "nine", "", "", "https://x.org/a#part:~:text=nine"},
		{"https://x.org/a#", "nine", "", "", "https://x.org/a#:~:text=nine"},
		{"https://x.org/a#:~:text=old", "nine", "", "", "https://x.org/a#:~:text=nine"},
		{"https://x.org/a#part:~:text=old&text=er", "nine", "", "", "https://x.org/a#part:~:text=nine"},
		{"https://x.org/a#:~", "nine", "", "", "https://x.org/a#:~:text=nine"},
		{"https://x.org/a#%3A~:é", "nine", "", "", "https://x.org/a#:~:text=nine"},
		{"https://x.org/a\u00a0#:~:text=old", "", "", "", "https://x.org/a"},
		// Nothing to look for.
		{"https://x.org/a", "", "", "", "https://x.org/a"},
		{"https://x.org/a", "…", "", "", "https://x.org/a"},
		{"https://x.org/a#part", "", "", "", "https://x.org/a#part"},
		// What could end a link in markup, or lead elsewhere.
		{"https://x.org/a|b>c?d=<e>&f=(g)", "", "", "", "https://x.org/a%7Cb%3Ec?d=%3Ce%3E&f=%28g%29"},
		{"HTTPS://x.org/é?q=é", "", "", "", "https://x.org/%C3%A9?q=%C3%A9"},
		{"https://x.org/a%20b?c=%7C", "", "", "", "https://x.org/a%20b?c=%7C"},
		{"https://user:pass@x.org/a", "nine", "", "", ""},
		{"https://good.org@evil.org/", "nine", "", "", ""},
		{"javascript:alert(1)", "nine", "", "", ""},
		{"data:text/html,x", "nine", "", "", ""},
		{"ftp://x.org/a", "nine", "", "", ""},
		{"file:///etc/passwd", "nine", "", "", ""},
		{"//x.org/a", "nine", "", "", ""},
		{"/a", "nine", "", "", ""},
		{"https://", "nine", "", "", ""},
		{"https:///a", "nine", "", "", ""},
		{"https://x.org/a\nb", "nine", "", "", ""},
		{"https://x>y/", "nine", "", "", ""},
		{"https://x.org\u00a0y/", "nine", "", "", ""},
		{"https://x.org\xe2\x80/", "nine", "", "", ""},
		{"https://[fe80::1%25en0]/a", "nine", "", "", ""},
		{"", "nine", "", "", ""},
		{"https://x.org/" + strings.Repeat("a", 3000), "nine", "", "", ""},
	} {
		if got := Link(tt.address, tt.quote, tt.prefix, tt.suffix); got != tt.want {
			t.Errorf("Link(%q, %q, %q, %q) = %q, want %q", tt.address, tt.quote, tt.prefix, tt.suffix, got, tt.want)
		}
	}
}

// matches reads a directive as the specification has it and reports whether
// it finds the quote between prefix and suffix.
func matches(t *testing.T, directive, quote string) bool {
	t.Helper()
	var start, end string
	for i, part := range strings.Split(strings.TrimPrefix(directive, "text="), ",") {
		raw := strings.TrimSuffix(strings.TrimPrefix(part, "-"), "-")
		if strings.ContainsAny(raw, "-&") {
			t.Errorf("part %d of %q has a mark that is the directive's own", i, directive)
		}
		text, err := url.PathUnescape(raw)
		if err != nil {
			t.Fatalf("part %q: %v", part, err)
		}
		switch {
		case strings.HasSuffix(part, "-") || strings.HasPrefix(part, "-"):
		case start == "":
			start = text
		default:
			end = text
		}
	}
	return strings.HasPrefix(quote, start) && strings.HasSuffix(quote, end) && (end != "" || start == quote)
}

func FuzzLink(f *testing.F) {
	f.Add("https://x.org/a?b#c", "nine years, two-day A&B", "first", "more")
	f.Add("http://x.org", strings.Repeat("word ", 50), "", "-")
	f.Add("https://x.org/#:~:text=x", "\u202e%41", "a,b", "\xff")
	f.Add("https://[::1]:80/a]b", "x", "", "")
	f.Add("https://x.org/':~:", "\u202f%\xe4\xe4", "a-", "\xff")
	f.Add("https://[fe80::1%25en0]/a", "x", "", "")
	f.Add("https://x.org/:~:a#:~:b:~:c", "x", "", "")
	f.Add("https://x.org\u00a0#:~", "x", "", "")
	f.Add("https://x.org/#%3A~:é", "x", "", "")
	f.Fuzz(func(t *testing.T, address, quote, prefix, suffix string) {
		link := Link(address, quote, prefix, suffix)
		if link == "" {
			return
		}
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
			t.Fatalf("Link = %q: %v", link, err)
		}
		if len(link) > maxLink || strings.ContainsAny(link, " <>\"|\\^`{}()*'\n") || strings.ContainsFunc(link, invisible) {
			t.Errorf("%q could end a link in markup", link)
		}
		_, path, _ := strings.Cut(link, u.Host)
		for _, r := range path {
			if r > 0x7e {
				t.Errorf("%q is not ASCII behind its host", link)
			}
		}
		_, fragment, _ := strings.Cut(link, "#") // before it ":~:" is nothing but characters
		if strings.Contains(fragment, "#") && strings.Count(address, "#") < 2 || strings.Count(fragment, ":~:") > 1 {
			t.Errorf("%q has more than one fragment", link)
		}
		if _, directive, ok := strings.Cut(fragment, ":~:"); ok {
			if whole := strings.Join(strings.Fields(plainText(quote)), " "); !matches(t, directive, whole) {
				t.Errorf("%q does not find %q", directive, whole)
			}
		}
		if again := Link(link, quote, prefix, suffix); again != link {
			t.Errorf("Link(%q) = %q", link, again)
		}
	})
}
