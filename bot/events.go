package bot

import (
	"context"
)

// eventReading is what the archive's events say of a question.
type eventReading struct{}

// fromEvents answers from the events of the archive; it reports false where
// the question is not about events that the archive has.
func (c *conversation) fromEvents(ctx context.Context) (Answer, bool, error) {
	return Answer{}, false, nil
}
