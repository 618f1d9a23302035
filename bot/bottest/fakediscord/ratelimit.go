package fakediscord

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"net/http"
	"strconv"
	"time"
)

// defaultRates are the limits by method and route, as clients observe them; Discord publishes none. What is not named
// has 50 in a second.
var defaultRates = map[string]Rate{
	"POST /channels/{channel_id}/messages":                               {5, 5 * time.Second},
	"PATCH /channels/{channel_id}/messages/{message_id}":                 {5, 5 * time.Second},
	"DELETE /channels/{channel_id}/messages/{message_id}":                {5, time.Second},
	"POST /channels/{channel_id}/typing":                                 {5, 5 * time.Second},
	"GET /channels/{channel_id}/messages":                                {5, 5 * time.Second},
	"reactions":                                                          {1, 250 * time.Millisecond},
	"POST /channels/{channel_id}/messages/{message_id}/threads":          {50, 5 * time.Minute},
	"POST /webhooks/{webhook_id}/{webhook_token}":                        {5, 2 * time.Second},
	"PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": {5, 2 * time.Second},
	"POST /applications/{application_id}/commands":                       {5, 20 * time.Second},
	"PUT /applications/{application_id}/commands":                        {5, 20 * time.Second},
	"POST /applications/{application_id}/guilds/{guild_id}/commands":     {5, 20 * time.Second},
	"PUT /applications/{application_id}/guilds/{guild_id}/commands":      {5, 20 * time.Second},
	"GET /gateway/bot":                                                   {2, 5 * time.Second},
	"POST /users/@me/channels":                                           {10, 10 * time.Second},
	"POST /interactions/{interaction_id}/{token}/callback":               {5, time.Second},
}

// limiter counts requests by bucket: a route together with its top-level resource (channel, guild, webhook and token).
type limiter struct {
	limits  Limits
	buckets map[string]*bucket
	global  bucket
	invalid bucket
}

// bucket is a window that began with its first request.
type bucket struct {
	used  int
	reset time.Time
}

func newLimiter(l Limits) *limiter {
	return &limiter{limits: l, buckets: map[string]*bucket{}}
}

// verdict is what the limiter says to a request.
type verdict struct {
	rate      Rate
	remaining int
	reset     time.Time
	after     time.Duration
	hash      string
	limited   bool
	global    bool
}

// rate returns a route's limit.
func (l *limiter) rate(rt *route) Rate {
	key := rt.method + " " + rt.template
	r, ok := l.limits.PerRoute[key]
	if !ok {
		name := key
		if rt.bucket != "" {
			name = rt.bucket
		}
		if r, ok = defaultRates[name]; !ok {
			r = Rate{50, time.Second}
		}
	}
	r.Per = time.Duration(float64(r.Per) / l.limits.Scale)
	return r
}

// take counts a request of a route for a resource.
func (l *limiter) take(rt *route, resource string, now time.Time) verdict {
	name := rt.method + " " + rt.template
	if rt.bucket != "" {
		name = rt.bucket
	}
	sum := sha256.Sum256([]byte(name))
	v := verdict{rate: l.rate(rt), hash: hex.EncodeToString(sum[:16])}
	if !rt.noGlobal && !l.limits.Off {
		if !now.Before(l.global.reset) {
			l.global = bucket{reset: now.Add(time.Duration(float64(time.Second) / l.limits.Scale))}
		}
		if l.global.used >= l.limits.Global {
			v.limited, v.global = true, true
			v.reset, v.after = l.global.reset, l.global.reset.Sub(now)
			return v
		}
		l.global.used++
	}
	if l.limits.Off {
		v.remaining, v.reset, v.after = v.rate.N-1, now.Add(v.rate.Per), v.rate.Per
		return v
	}
	key := v.hash + ":" + resource
	b := l.buckets[key]
	if b == nil || !now.Before(b.reset) {
		if len(l.buckets) > 4096 {
			for k, old := range l.buckets {
				if !now.Before(old.reset) {
					delete(l.buckets, k)
				}
			}
		}
		b = &bucket{reset: now.Add(v.rate.Per)}
		l.buckets[key] = b
	}
	v.reset, v.after = b.reset, b.reset.Sub(now)
	if b.used >= v.rate.N {
		v.limited = true
		return v
	}
	b.used++
	v.remaining = max(v.rate.N-b.used, 0)
	return v
}

// refused counts an answer of 401, 403 or 429, and banned reports whether there were too many.
func (l *limiter) refused(now time.Time) {
	if !now.Before(l.invalid.reset) {
		l.invalid = bucket{reset: now.Add(time.Duration(float64(10*time.Minute) / l.limits.Scale))}
	}
	l.invalid.used++
}

func (l *limiter) banned(now time.Time) bool {
	return now.Before(l.invalid.reset) && l.invalid.used > l.limits.Invalid
}

// write sets the headers of a verdict.
func (v verdict) write(h http.Header) {
	if !v.global {
		h.Set("X-RateLimit-Limit", strconv.Itoa(v.rate.N))
		h.Set("X-RateLimit-Remaining", strconv.Itoa(v.remaining))
		h.Set("X-RateLimit-Reset", seconds(float64(v.reset.UnixMilli())/1000))
		h.Set("X-RateLimit-Reset-After", seconds(v.after.Seconds()))
		h.Set("X-RateLimit-Bucket", v.hash)
	}
	if v.limited {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(v.after.Seconds()))))
		scope := "user"
		if v.global {
			scope = "global"
			h.Set("X-RateLimit-Global", "true")
		}
		h.Set("X-RateLimit-Scope", scope)
	}
}

// body is the answer of a 429.
func (v verdict) body() object {
	return object{
		"message": "You are being rate limited.", "global": v.global, "code": 0,
		"retry_after": math.Ceil(v.after.Seconds()*1000) / 1000,
	}
}

func seconds(f float64) string { return strconv.FormatFloat(f, 'f', 3, 64) }
