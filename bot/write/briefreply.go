package write

import (
	"encoding/json"
	"errors"
)

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
	dec := json.NewDecoder(r.in)
	if _, err := dec.Token(); err != nil { // the opening brace
		return plainEnd(err)
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return plainEnd(err)
		}
		if name != "points" {
			var skip json.RawMessage
			if err := dec.Decode(&skip); err != nil {
				return plainEnd(err)
			}
			continue
		}
		if err := eachSentence(dec, each); err != nil {
			return plainEnd(err)
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return plainEnd(err)
	}
	return nil
}

func eachSentence(dec *json.Decoder, each func(int, string, []quoteData)) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(errors.New("points is no list"), err)
	}
	for n := 0; dec.More(); n++ {
		var x struct {
			Point  json.Number `json:"point"`
			Text   string      `json:"text"`
			Quotes []struct {
				Passage json.Number `json:"passage"`
				Quote   string      `json:"quote"`
			} `json:"quotes"`
		}
		var wrong *json.UnmarshalTypeError
		if err := dec.Decode(&x); err != nil && !errors.As(err, &wrong) {
			return err // one of another form proves nothing, and is passed over
		}
		if n >= maxSentences {
			continue
		}
		var quotes []quoteData
		for _, q := range x.Quotes[:min(len(x.Quotes), maxQuotes)] {
			quotes = append(quotes, quoteData{number(q.Passage), q.Quote})
		}
		each(number(x.Point), x.Text, quotes)
	}
	_, err := dec.Token() // the closing bracket
	return err
}

// number returns 0 for what is no number of anything.
func number(n json.Number) int {
	v, err := n.Int64()
	if err != nil || v < 0 || v > 1<<20 {
		return 0
	}
	return int(v)
}
