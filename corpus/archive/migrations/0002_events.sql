-- Events, and the keys that they are looked up by.

CREATE TABLE events (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL REFERENCES versions (id),
    kind    TEXT NOT NULL,
    body    BLOB NOT NULL
);

CREATE INDEX events_version ON events (version);
CREATE INDEX events_kind ON events (kind);

CREATE TABLE event_keys (
    key   TEXT NOT NULL,
    kind  TEXT NOT NULL,
    event INTEGER NOT NULL, -- events.id
    PRIMARY KEY (key, kind, event)
) WITHOUT ROWID;
