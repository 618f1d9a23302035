-- What was asked in chats and what became of it. Times are Unix milliseconds,
-- 0 for none.

-- One row an accepted request. AUTOINCREMENT: an ID is never used again.
CREATE TABLE tasks (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    platform     TEXT NOT NULL,
    workspace    TEXT NOT NULL,
    channel      TEXT NOT NULL,
    message      TEXT NOT NULL,     -- that asks; '' for a command
    user         TEXT NOT NULL,
    conversation TEXT NOT NULL,     -- tasks of one conversation are answered in order
    private      INTEGER NOT NULL,  -- shown to the asker alone
    status       TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0, -- how often work on it began
    request      BLOB NOT NULL,     -- JSON
    reply        BLOB,              -- JSON; NULL before it is made and once it was deleted
    ref_channel  TEXT NOT NULL DEFAULT '', -- the message posted for it
    ref_message  TEXT NOT NULL DEFAULT '',
    ref_private  INTEGER NOT NULL DEFAULT 0,
    shared_channel TEXT NOT NULL DEFAULT '', -- the public copy of a private one
    shared_message TEXT NOT NULL DEFAULT '',
    generation   INTEGER NOT NULL DEFAULT 0, -- of the archive that answered
    error        TEXT NOT NULL DEFAULT '',   -- for operators
    accepted     INTEGER NOT NULL,
    started      INTEGER NOT NULL DEFAULT 0,
    finished     INTEGER NOT NULL DEFAULT 0,
    deleted      INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX tasks_open ON tasks (platform, user, id) WHERE finished = 0;
CREATE INDEX tasks_conversation ON tasks (conversation, id);
CREATE INDEX tasks_user ON tasks (platform, channel, user, id);
CREATE INDEX tasks_message ON tasks (platform, message, channel) WHERE message <> '';
CREATE INDEX tasks_ref ON tasks (platform, ref_message, ref_channel) WHERE ref_message <> '';
CREATE INDEX tasks_shared ON tasks (platform, shared_message, shared_channel) WHERE shared_message <> '';
CREATE INDEX tasks_finished ON tasks (finished) WHERE finished <> 0;

-- The names under which a platform delivered a request. Of two requests with a
-- key in common the second is a duplicate.
CREATE TABLE keys (
    key  TEXT PRIMARY KEY,
    task INTEGER NOT NULL,  -- 0: it was refused
    at   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX keys_at ON keys (at);

-- What people think of answers; one row a person and answer, the last word.
-- It stays when the task is purged, so it holds all that it is about.
CREATE TABLE feedback (
    task     INTEGER NOT NULL,
    platform TEXT NOT NULL,
    user     TEXT NOT NULL,
    helpful  INTEGER NOT NULL,
    reason   TEXT NOT NULL,
    record   BLOB NOT NULL,  -- JSON: question, passages, answer
    at       INTEGER NOT NULL,
    PRIMARY KEY (task, platform, user)
) WITHOUT ROWID;

-- Dates of articles that people say are wrong.
CREATE TABLE reports (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    task       INTEGER NOT NULL,
    platform   TEXT NOT NULL,
    user       TEXT NOT NULL,
    collection TEXT NOT NULL,
    article    TEXT NOT NULL,
    version    INTEGER NOT NULL,
    shown      TEXT NOT NULL,  -- the date that was shown, ISO 8601; '' undated
    said       TEXT NOT NULL,  -- the date that it should be; '' where the person can't say
    reason     TEXT NOT NULL,
    at         INTEGER NOT NULL,
    UNIQUE (task, platform, user, collection, article)
);

-- Settings made by command. A row with channel '' is its workspace's.
CREATE TABLE settings (
    platform  TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    key       TEXT NOT NULL,
    value     TEXT NOT NULL,
    user      TEXT NOT NULL,  -- who set it
    at        INTEGER NOT NULL,
    PRIMARY KEY (platform, workspace, channel, key)
) WITHOUT ROWID;
