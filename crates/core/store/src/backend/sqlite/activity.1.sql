CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE event (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    time_ms INTEGER NOT NULL,
    event_id TEXT NOT NULL UNIQUE,
    request_id TEXT NOT NULL,
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    body BLOB NOT NULL,
    keys BLOB NOT NULL
);
CREATE INDEX event_by_place ON event (account, region, time_ms, number);
CREATE INDEX event_by_age ON event (time_ms);
CREATE INDEX event_by_request ON event (request_id);

CREATE TABLE event_key (
    account TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (account, region, name, value, time_ms, number)
) WITHOUT ROWID;
