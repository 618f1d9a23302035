-- What a language model used, in tokens: a row a person and day, the day
-- counted from 1 January 1970 in the configured zone.
CREATE TABLE usage (
    day    INTEGER NOT NULL,
    user   TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    PRIMARY KEY (day, user)
) WITHOUT ROWID;

-- Answers that a model wrote, by the hash of everything that shaped them.
CREATE TABLE answers (
    key    TEXT PRIMARY KEY,
    answer BLOB NOT NULL,     -- JSON
    at     INTEGER NOT NULL   -- Unix milliseconds
) WITHOUT ROWID;

CREATE INDEX answers_at ON answers (at);
