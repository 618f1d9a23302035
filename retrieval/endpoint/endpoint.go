package endpoint

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"dateline/config/secret"
)

// Options say which endpoint, and how patiently.
type Options struct {
	// BaseURL is what stands before /chat/completions, as in https://api.openai.com/v1 or http://localhost:11434/v1; for
	// Azure's own API the resource, as in https://NAME.openai.azure.com.
	BaseURL string
	Key     secret.Value // none: no header
	// API is "openai" (also where empty) or "azure": Azure's paths by deployment, where Model is the deployment's name, and
	// its api-key header. Azure's newer /openai/v1 is "openai".
	API        string
	APIVersion string // Azure's, as in 2024-10-21; required there
	// HTTP makes the requests; nil is a client of this package's own. It is copied, and its policy on redirects replaced.
	HTTP        *http.Client
	MaxInFlight int              // calls at once; 0: 4
	Timeout     time.Duration    // a whole call, waits and further attempts included; 0: 2 minutes
	Stall       time.Duration    // between two lines of a stream, once it has begun; 0: 30 seconds
	Retries     int              // further attempts after the first; 0: 2, negative: none
	Backoff     time.Duration    // the first wait where the server asks for none, doubled each time; 0: 500 ms
	Now         func() time.Time // nil: time.Now
	Log         *slog.Logger     // nil: none
}

// Bounds of what is read from a server.
const (
	maxReplyBytes  = 128 << 20 // embeddings: 2,048 vectors of 4,096 numbers of about 14 characters
	maxStreamBytes = 16 << 20
	maxLineBytes   = 1 << 20
	maxFaultBytes  = 64 << 10
	maxWait        = time.Minute     // between two attempts
	maxBackoff     = 8 * time.Second // of waits that the server did not ask for
)

// Client speaks to one endpoint. Its methods may be called at once.
type Client struct {
	opts   Options
	config openai.ClientConfig
	doer   *doer

	mu      sync.Mutex
	refused map[string]adaption // by model: what its server has refused
}

// New makes a client; it opens no connection.
func New(o Options) (*Client, error) {
	var errs []error
	u, err := url.Parse(o.BaseURL)
	switch {
	case o.BaseURL == "":
		errs = append(errs, errors.New("endpoint: base URL: empty: give one like http://localhost:11434/v1"))
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		errs = append(errs, errors.New("endpoint: base URL: not an http or https address: give one like http://localhost:11434/v1"))
	case u.User != nil, u.RawQuery != "", u.Fragment != "":
		errs = append(errs, fmt.Errorf("endpoint %s: base URL: has a user, a query or a fragment: give the key as the key", u.Host))
	}
	if o.API == "" {
		o.API = "openai"
	}
	if o.API != "openai" && o.API != "azure" {
		errs = append(errs, fmt.Errorf("endpoint: api %q: want openai or azure", o.API))
	}
	if o.API == "azure" && o.APIVersion == "" {
		errs = append(errs, errors.New("endpoint: api version: empty: Azure requires one, as in 2024-10-21"))
	}
	if strings.ContainsFunc(o.Key.Reveal(), func(r rune) bool { return r <= ' ' || r > '~' }) {
		errs = append(errs, errors.New("endpoint: key: has white space or a sign that no header can hold: check the file it is from"))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	o = o.withDefaults()
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	c := &Client{opts: o, refused: map[string]adaption{}}
	c.doer = newDoer(o)
	c.config = openai.DefaultConfig(o.Key.Reveal())
	if o.API == "azure" {
		c.config = openai.DefaultAzureConfig(o.Key.Reveal(), o.BaseURL)
		c.config.APIVersion = o.APIVersion
	}
	c.config.BaseURL = o.BaseURL
	c.config.HTTPClient = c.doer
	return c, nil
}

func (o Options) withDefaults() Options {
	o.MaxInFlight = or(o.MaxInFlight, 4)
	o.Timeout = or(o.Timeout, 2*time.Minute)
	o.Stall = or(o.Stall, 30*time.Second)
	o.Backoff = or(o.Backoff, 500*time.Millisecond)
	if o.Retries == 0 {
		o.Retries = 2
	}
	o.Retries = max(o.Retries, 0)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.HTTP == nil {
		t := &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			ForceAttemptHTTP2:     true,
			TLSHandshakeTimeout:   10 * time.Second,
			MaxIdleConns:          o.MaxInFlight,
			MaxIdleConnsPerHost:   o.MaxInFlight,
			IdleConnTimeout:       90 * time.Second,
			ExpectContinueTimeout: time.Second,
		}
		o.HTTP = &http.Client{Transport: t}
	}
	client := *o.HTTP
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client.Timeout = 0 // Timeout bounds the call
	o.HTTP = &client
	return o
}

// or returns v, or what stands for it where it is not above zero.
func or[T int | time.Duration](v, instead T) T {
	if v <= 0 {
		return instead
	}
	return v
}

// Close closes connections that no call uses.
func (c *Client) Close() { c.opts.HTTP.CloseIdleConnections() }

// String is the address; never the key.
func (c *Client) String() string { return "endpoint " + c.opts.BaseURL }

// Format keeps the key, deep in the client, out of what fmt prints.
func (c *Client) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// api returns go-openai's client for a call with a model. Its checks by the model's name see only a name that it does
// not know; the path of Azure gets the true one.
func (c *Client) api(model string) *openai.Client {
	config := c.config
	config.AzureModelMapperFunc = func(string) string { return url.PathEscape(model) }
	return openai.NewClientWithConfig(config)
}

// unnamed is the model that go-openai is told of.
const unnamed = "model"

// begin bounds a call and gives its context the details that the doer needs.
func (c *Client) begin(ctx context.Context, k *call) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithTimeout(ctx, c.opts.Timeout)
	ctx, cancel := context.WithCancelCause(ctx)
	k.cancel = cancel
	return context.WithValue(ctx, callKey{}, k), func() { cancel(nil); stop() }
}

// Models lists the models that the endpoint says it has, sorted.
func (c *Client) Models(ctx context.Context) ([]string, error) {
	k := &call{op: "list models"}
	ctx, end := c.begin(ctx, k)
	defer end()
	list, err := c.api("").ListModels(ctx)
	if err != nil {
		return nil, c.doer.fault(ctx, k, err)
	}
	var out []string
	for _, m := range list.Models {
		out = append(out, m.ID)
	}
	slices.Sort(out)
	return out, nil
}
