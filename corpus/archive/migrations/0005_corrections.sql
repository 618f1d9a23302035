-- What persons said of when an article was published, oldest first: rows are
-- added and never changed. The last one of an article counts, unless it takes
-- back those before. They are kept by the article's name, so that they outlive
-- its versions and its deletion.

CREATE TABLE corrections (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    key        TEXT NOT NULL,
    first_day  INTEGER,          -- NULL: it is undated
    last_day   INTEGER,
    prec       INTEGER NOT NULL,
    withdrawn  INTEGER NOT NULL, -- 1: takes back what was said before
    author     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    made       INTEGER NOT NULL  -- Unix time, milliseconds
);

CREATE INDEX corrections_article ON corrections (collection, key, id);
