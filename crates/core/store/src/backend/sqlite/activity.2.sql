CREATE TABLE batch (
    number INTEGER PRIMARY KEY,
    first_ms INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,
    events BLOB NOT NULL
);
CREATE INDEX batch_by_age ON batch (first_ms, last_ms);

CREATE TABLE posting (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    last_ms INTEGER NOT NULL,
    number INTEGER NOT NULL,
    places BLOB NOT NULL,
    PRIMARY KEY (account, region, name, value, last_ms, number)
) WITHOUT ROWID;

CREATE TABLE event_id (id PRIMARY KEY NOT NULL, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE request_id (
    id NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (id, number)
) WITHOUT ROWID;
