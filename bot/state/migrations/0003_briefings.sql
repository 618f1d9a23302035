-- Briefings: what channels have subscribed to, and what they were told. Times
-- are Unix milliseconds, 0 for none.

-- A topic that a place is briefed on by a schedule.
CREATE TABLE subscriptions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    platform   TEXT NOT NULL,
    workspace  TEXT NOT NULL,
    channel    TEXT NOT NULL,
    thread     TEXT NOT NULL,
    direct     INTEGER NOT NULL,
    topic      TEXT NOT NULL,
    collection TEXT NOT NULL,              -- '': all that the place may see
    spec       TEXT NOT NULL,              -- of package schedule
    quiet      INTEGER NOT NULL,
    user       TEXT NOT NULL,              -- who made it
    created    INTEGER NOT NULL,
    next       INTEGER NOT NULL,           -- when it runs; 0: never again
    last       INTEGER NOT NULL DEFAULT 0, -- no run that was due by then is wanted any more
    paused     INTEGER NOT NULL DEFAULT 0, -- since when
    reason     TEXT NOT NULL DEFAULT ''    -- why, where nobody paused it
);

CREATE INDEX subscriptions_next ON subscriptions (next) WHERE paused = 0 AND next > 0;
CREATE INDEX subscriptions_place ON subscriptions (platform, workspace, channel);

-- What a place is briefed on again and again: its memory of a topic.
CREATE TABLE memories (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    platform  TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel   TEXT NOT NULL,
    topic     TEXT NOT NULL,  -- folded
    UNIQUE (platform, workspace, channel, topic)
);

-- One row a briefing that was made for the place. It goes when the briefing
-- could not be posted: then nobody was told.
CREATE TABLE briefings (
    task       INTEGER PRIMARY KEY,
    memory     INTEGER NOT NULL REFERENCES memories (id),
    at         INTEGER NOT NULL,
    generation INTEGER NOT NULL  -- of the archive
);

CREATE INDEX briefings_memory ON briefings (memory, at);

-- The versions of articles that the place was told of, with the task that did.
CREATE TABLE told (
    memory     INTEGER NOT NULL REFERENCES memories (id),
    collection TEXT NOT NULL,
    article    TEXT NOT NULL,
    version    INTEGER NOT NULL,
    task       INTEGER NOT NULL,
    PRIMARY KEY (memory, collection, article, version, task)
) WITHOUT ROWID;

CREATE INDEX told_task ON told (task);
