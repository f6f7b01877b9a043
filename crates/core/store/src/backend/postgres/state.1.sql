CREATE TABLE state (name text PRIMARY KEY, value bigint NOT NULL);
INSERT INTO state (name, value) VALUES ('sequence', 0), ('feed_floor', 0);

CREATE TABLE record (
    collection bytea NOT NULL,
    account bytea NOT NULL,
    region bytea NOT NULL,
    id bytea NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (collection, account, region, id)
);

CREATE TABLE record_key (
    collection bytea NOT NULL,
    name bytea NOT NULL,
    value bytea NOT NULL,
    account bytea NOT NULL,
    region bytea NOT NULL,
    id bytea NOT NULL,
    PRIMARY KEY (collection, name, value, account, region, id)
);
CREATE INDEX record_key_of ON record_key (collection, account, region, id);

CREATE TABLE change (
    sequence bigint NOT NULL,
    ordinal bigint NOT NULL,
    collection bytea NOT NULL,
    account bytea NOT NULL,
    region bytea NOT NULL,
    id bytea NOT NULL,
    deleted bigint NOT NULL,
    PRIMARY KEY (sequence, ordinal)
);

CREATE TABLE outbox (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event bytea NOT NULL
);

CREATE TABLE event (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    time_ms bigint NOT NULL,
    event_id bytea NOT NULL UNIQUE,
    request_id bytea NOT NULL,
    account bytea NOT NULL,
    region bytea NOT NULL,
    body bytea NOT NULL,
    keys bytea NOT NULL
);
CREATE INDEX event_by_place ON event (account, region, time_ms, number);
CREATE INDEX event_by_age ON event (time_ms);
CREATE INDEX event_by_request ON event (request_id);

CREATE TABLE event_key (
    account bytea NOT NULL,
    region bytea NOT NULL,
    name bytea NOT NULL,
    value bytea NOT NULL,
    time_ms bigint NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (account, region, name, value, time_ms, number)
);
CREATE INDEX event_key_of ON event_key (number);
