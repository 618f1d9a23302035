package endpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	openai "github.com/sashabaranov/go-openai"

	"dateline/bot/bottest/fakeopenai"
)

// Reading a reply of 100 vectors, beside go-openai's way, which checks nothing.
func BenchmarkReadEmbeddings(b *testing.B) {
	const n, dims = 100, 1536
	var items []string
	for i := range n {
		var parts []string
		for _, f := range fakeopenai.Vector(fmt.Sprint(i), dims) {
			parts = append(parts, strconv.FormatFloat(float64(f), 'g', -1, 32))
		}
		items = append(items, fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":[%s]}`, i, strings.Join(parts, ",")))
	}
	reply := []byte(`{"object":"list","model":"m","data":[` + strings.Join(items, ",") + `],"usage":{"prompt_tokens":1,"total_tokens":1}}`)
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(reply)))
		for b.Loop() {
			if _, err := readEmbeddings(reply, n, dims); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("go-openai", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(reply)))
		for b.Loop() {
			var r openai.EmbeddingResponse
			if err := json.NewDecoder(bytes.NewReader(reply)).Decode(&r); err != nil {
				b.Fatal(err)
			}
		}
	})
}
