CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO state (name, value) VALUES ('sequence', 0), ('feed_floor', 0);

CREATE TABLE record (
    collection TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (collection, account, region, id)
) WITHOUT ROWID;

CREATE TABLE record_key (
    collection TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (collection, name, value, account, region, id)
) WITHOUT ROWID;
CREATE INDEX record_key_of ON record_key (collection, account, region, id);

CREATE TABLE change (
    sequence INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    collection TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    id TEXT NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (sequence, ordinal)
) WITHOUT ROWID;

-- AUTOINCREMENT: a number is never used again, so the mover can go by the last one it moved.
CREATE TABLE outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, event BLOB NOT NULL);
