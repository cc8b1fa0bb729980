-- "PaLe": the file is a ledger, and no other program's database.
PRAGMA application_id = 0x50614C65;

-- One file can hold several companies; every key begins with the company.
CREATE TABLE company (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

-- What the gateway reported last under one key, and what was decided. States: see paysage_sync::ledger::RecordState.
CREATE TABLE record (
    company  INTEGER NOT NULL REFERENCES company (id),
    key      TEXT    NOT NULL,
    digest   BLOB    NOT NULL,
    state    INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    watched  INTEGER NOT NULL,
    day      TEXT,
    stake    INTEGER NOT NULL, -- minor units
    currency TEXT    NOT NULL,
    payload  TEXT,             -- redacted; only where a person will need it
    PRIMARY KEY (company, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_watched ON record (company, key) WHERE watched = 1;
CREATE INDEX record_waiting ON record (company, key) WHERE state IN (3, 4, 5);

-- One row per document. States: see paysage_sync::ledger::PostingState; 0 and 1 are open, 3 and above stopped.
-- The document itself stands beside it, so that a change of state rewrites a short row; `open` is 1 in states 0 and
-- 1, so that the step from one to the other touches no index.
CREATE TABLE posting (
    seq          INTEGER PRIMARY KEY,
    company      INTEGER NOT NULL REFERENCES company (id),
    key          TEXT    NOT NULL,
    record       TEXT    NOT NULL,
    lane         TEXT    NOT NULL,
    after        TEXT,
    kind         TEXT    NOT NULL,
    open         INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    attempt      INTEGER NOT NULL,
    fence        INTEGER NOT NULL, -- the lease under which its last intent was written; 0: none yet
    sent_at      INTEGER,          -- milliseconds since 1970 on the ledger's clock, like all times here
    not_before   INTEGER,
    absent_since INTEGER,
    remote_key   TEXT,
    trouble      TEXT
) STRICT;

CREATE UNIQUE INDEX posting_key ON posting (company, key);
CREATE INDEX posting_record ON posting (company, record);
CREATE INDEX posting_open ON posting (company, lane, seq) WHERE open = 1;
CREATE INDEX posting_stopped ON posting (company, record) WHERE state >= 3;

CREATE TABLE document (
    seq  INTEGER PRIMARY KEY REFERENCES posting (seq),
    json TEXT NOT NULL
) STRICT;

-- One row per customer: who works on it, until when, under which fence, and when it is worth a look.
CREATE TABLE lane (
    company     INTEGER NOT NULL REFERENCES company (id),
    lane        TEXT    NOT NULL,
    lease_until INTEGER NOT NULL,
    fence       INTEGER NOT NULL,
    ready_at    INTEGER,
    holder      TEXT,
    PRIMARY KEY (company, lane)
) STRICT, WITHOUT ROWID;

CREATE INDEX lane_ready ON lane (company, ready_at) WHERE ready_at IS NOT NULL;

CREATE TABLE cursor (
    company INTEGER NOT NULL REFERENCES company (id),
    name    TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    PRIMARY KEY (company, name)
) STRICT, WITHOUT ROWID;

-- Hash-chained: see paysage_sync::audit.
CREATE TABLE audit (
    company INTEGER NOT NULL REFERENCES company (id),
    seq     INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    what    TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    detail  TEXT    NOT NULL,
    hash    BLOB    NOT NULL,
    PRIMARY KEY (company, seq)
) STRICT, WITHOUT ROWID;
