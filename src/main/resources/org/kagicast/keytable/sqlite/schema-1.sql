-- The table itself. `origin` is what sealed keys are bound to; `identity` names the table to its copies, and is another
-- one after a backup has been restored.
CREATE TABLE key_table (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    origin    TEXT    NOT NULL,
    identity  TEXT    NOT NULL,
    revision  INTEGER NOT NULL CHECK (revision >= 0),
    restored  INTEGER NOT NULL CHECK (restored IN (0, 1))
) STRICT;

-- How to find the KEK again, and a value that tells whether it is the right one. Never the KEK.
CREATE TABLE kek (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    check_value BLOB    NOT NULL,
    salt        TEXT,
    kibibytes   INTEGER,
    passes      INTEGER,
    lanes       INTEGER,
    CHECK ((salt IS NULL) = (kibibytes IS NULL) AND (salt IS NULL) = (passes IS NULL) AND (salt IS NULL) = (lanes IS NULL))
) STRICT;

CREATE TABLE stream_owner (
    stream TEXT PRIMARY KEY,
    owner  TEXT NOT NULL,
    UNIQUE (stream, owner)
) STRICT, WITHOUT ROWID;

CREATE INDEX stream_owner_by_owner ON stream_owner (owner);

-- Every key ever held; `number` counts them in the order in which they came. Times are nanoseconds since 1970.
CREATE TABLE key_record (
    number            INTEGER PRIMARY KEY,
    key_id            INTEGER NOT NULL UNIQUE CHECK (key_id BETWEEN 1 AND 9007199254740991),
    stream            TEXT    NOT NULL,
    owner             TEXT    NOT NULL,
    suite             INTEGER NOT NULL,
    state             TEXT    NOT NULL
        CHECK (state IN ('PRE_ACTIVE', 'ACTIVE', 'DEACTIVATED', 'COMPROMISED', 'DESTROYED')),
    created           INTEGER NOT NULL,
    activated         INTEGER,
    deactivated       INTEGER,
    fingerprint       TEXT    NOT NULL,
    revision          INTEGER NOT NULL UNIQUE,
    request           BLOB    CHECK (length(request) = 16),
    sealed_encryption BLOB,
    sealed_decryption BLOB,
    CHECK ((state = 'DESTROYED') = (sealed_decryption IS NULL)),
    CHECK (sealed_encryption IS NULL OR sealed_decryption IS NOT NULL),
    FOREIGN KEY (stream, owner) REFERENCES stream_owner (stream, owner)
) STRICT;

CREATE UNIQUE INDEX key_record_by_request ON key_record (owner, request) WHERE request IS NOT NULL;

CREATE TABLE policy_grant (
    client   TEXT    NOT NULL,
    stream   TEXT    NOT NULL,
    standing TEXT    NOT NULL CHECK (standing IN ('GIVEN', 'TAKEN_BACK')),
    revision INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (client, stream)
) STRICT, WITHOUT ROWID;

-- Clients that are refused every key, for ever.
CREATE TABLE policy_revocation (
    client   TEXT    PRIMARY KEY,
    revision INTEGER NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
