package write

import "encoding/json"

// quoteData is a quote of a reply; passage is 0 where it names none.
type quoteData struct {
	Passage int    `json:"passage"`
	Quote   string `json:"quote"`
}

// maxSentences bounds the sentences of a reply that are looked at.
const maxSentences = 4 * maxBriefPoints

// sentences calls each with every sentence of a reply to a briefing's prompt:
// the number of its point, 0 where it names none, its text and quotes.
func (r *replyReader) sentences(each func(point int, text string, quotes []quoteData)) error {
	type worded struct {
		Point  json.Number `json:"point"`
		Text   string      `json:"text"`
		Quotes quotesData  `json:"quotes"`
	}
	return r.fields(func(name string, dec *json.Decoder) (known bool, err error) {
		if name != "points" {
			return false, nil
		}
		return true, eachOf(dec, name, maxSentences, func(x worded) { each(number(x.Point), x.Text, x.Quotes.bounded()) })
	})
}
