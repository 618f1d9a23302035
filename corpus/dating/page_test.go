package dating_test

import (
	"strings"
	"sync"
	"testing"

	"dateline/corpus"
)

// page is an HTML page with the story of the tests, whose head and whose line
// below the title a test fills in.
func page(head, below string) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><head><title>Cranes return to the lake</title>" + head + "</head><body><nav><ul><li><a href=/>Home</a></li></ul></nav>")
	b.WriteString("<article><h1>Cranes return to the lake three weeks early</h1>" + below)
	for _, p := range strings.Split(strings.TrimSpace(body("")), "\n") {
		b.WriteString("<p>" + p + "</p>\n")
	}
	b.WriteString(`</article><aside><h2>More stories</h2><ul><li><a href=/o>Otters seen</a> <time datetime="2024-04-23">23 April 2024</time></li>
		<li><a href=/b>Bridge closed</a> <time datetime="2024-04-22">22 April 2024</time></li><li><a href=/f>Fog</a> <time datetime="2024-04-21">21 April 2024</time></li></ul></aside>
		<footer>© 2024 Lake Agency</footer></body></html>`)
	return b.String()
}

func TestDatePage(t *testing.T) {
	const graph = `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
		{"@type":"Organization","foundingDate":"1991-01-01"},
		{"@type":["NewsArticle"],"headline":"Cranes","datePublished":"2021-04-07T06:00:00Z","dateModified":"2021-04-09T06:00:00Z",
		 "comment":[{"@type":"Comment","dateCreated":"2021-05-01"}]}]}</script>`
	const itemList = `<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2024-04-23"}]}</script>`
	for _, test := range []struct {
		name, head, below, url, want string
		basis                        corpus.Basis
	}{
		{"meta", `<meta property="article:published_time" content="2021-04-07T08:00:00+00:00">`, "", "", "2021-04-07", corpus.BasisMetadata},
		{"meta, changed later", `<meta property="article:modified_time" content="2021-04-09"><meta property="article:published_time" content="2021-04-07">`, "", "", "2021-04-07", corpus.BasisMetadata},
		{"structured", graph, "", "", "2021-04-07", corpus.BasisJSONLD},
		{"time element", "", `<p><time itemprop="datePublished" datetime="2021-04-07T09:00">Wednesday</time></p>`, "", "2021-04-07", corpus.BasisMetadata},
		{"visible", "", `<p class="date">Published: 7 April 2021, 09:01</p>`, "", "2021-04-07", corpus.BasisLeading},
		{"visible, updated first", "", `<p>Updated: 9 April 2021, 09:01</p><p>Published: 7 April 2021, 09:01</p>`, "", "2021-04-07", corpus.BasisLeading},
		{"address", "", "", "https://lake.example/2021/04/07/cranes", "2021-04-07", corpus.BasisURL},
		{"broken structured data", `<script type="application/ld+json">{"datePublished": "2021-04-</script>`, `<p>7 April 2021</p>`, "", "2021-04-07", corpus.BasisLeading},
		{"other stories in structured data", itemList, `<p>7 April 2021, 09:01</p>`, "", "2021-04-07", corpus.BasisLeading},
		{"date in a sentence", "", `<p>The oldest of them was ringed on 12 May 2009 by the trust's first warden, who has long since retired to the coast.</p>`, "", "", ""},
		{"record of nothing but hours", "", "<p>3 hours ago</p>", "https://lake.example/2021/04/07/cranes", "2021-04-07", corpus.BasisURL},
	} {
		p := date(t, corpus.Raw{HTML: page(test.head, test.below), URL: test.url})
		if p.String() != test.want || p.Basis != test.basis {
			t.Errorf("%s: Date = %q (%s), want %q (%s); evidence:\n%s", test.name, p, p.Basis, test.want, test.basis, show(p))
		}
	}
	p := date(t, corpus.Raw{HTML: page("", "")})
	if p.Known() {
		t.Errorf("Date = %q of a page without one; evidence:\n%s", p, show(p))
	}
}

// TestDateAtOnce dates pages at the same time, for the race detector.
func TestDateAtOnce(t *testing.T) {
	raw := corpus.Raw{HTML: page("", "<p>Published: 7 April 2021, 09:01</p>")}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				if p := date(t, raw); p.String() != "2021-04-07" {
					t.Errorf("Date = %q", p)
				}
			}
		})
	}
	wg.Wait()
}
