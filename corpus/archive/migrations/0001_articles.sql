-- Articles, their versions, and what each version was made from.
-- Days are counted from 1 January 1970; blobs are described in codec.go.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('generation', 0);

-- One row an article that is not deleted. The publication date of the newest
-- version stands here too, so that coverage and as-of need no other table.
CREATE TABLE articles (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL,
    key        TEXT NOT NULL,
    current    INTEGER NOT NULL DEFAULT 0, -- versions.id of the newest
    first_day  INTEGER,                    -- NULL: undated
    last_day   INTEGER,
    UNIQUE (collection, key)
);

CREATE INDEX articles_days ON articles (collection, first_day, last_day);

-- What was read: a record, compressed.
CREATE TABLE raws (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    record BLOB NOT NULL
);

CREATE TABLE versions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    article    INTEGER NOT NULL REFERENCES articles (id),
    version    INTEGER NOT NULL,  -- 1, 2, ...
    generation INTEGER NOT NULL,  -- that wrote it
    pipeline   INTEGER NOT NULL,  -- version of the program that derived it
    ingested   INTEGER NOT NULL,  -- Unix time, milliseconds
    raw        INTEGER NOT NULL,  -- raws.id; several versions may share it
    hash       BLOB NOT NULL,     -- of the record
    derived    BLOB NOT NULL,     -- hash of all that was derived from it
    url        TEXT NOT NULL,
    path       TEXT NOT NULL,
    title      TEXT NOT NULL,
    source     TEXT NOT NULL,
    author     TEXT NOT NULL,
    lang       TEXT NOT NULL,
    first_day  INTEGER,
    last_day   INTEGER,
    prec       INTEGER NOT NULL,
    basis      TEXT NOT NULL,
    confidence TEXT NOT NULL,
    text       BLOB NOT NULL,     -- cleaned, compressed
    layout     BLOB NOT NULL,     -- blocks, dropped spans, evidence, compressed
    UNIQUE (article, version)
);

CREATE INDEX versions_generation ON versions (generation);

CREATE TABLE passages (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    version   INTEGER NOT NULL REFERENCES versions (id),
    begin     INTEGER NOT NULL,
    stop      INTEGER NOT NULL,
    first     INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    sentences BLOB NOT NULL       -- with their periods
);

CREATE INDEX passages_version ON passages (version);

-- Deleted articles, which ingest does not bring back until they are restored.
CREATE TABLE tombstones (
    collection TEXT NOT NULL,
    key        TEXT NOT NULL,
    generation INTEGER NOT NULL,
    deleted    INTEGER NOT NULL,           -- Unix time, milliseconds
    lifted     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (collection, key)
) WITHOUT ROWID;
