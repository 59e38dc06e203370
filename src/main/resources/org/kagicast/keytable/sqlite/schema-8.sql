-- Whoever is in the trust domain can be shut out and let in again. Rows from before are of clients.
ALTER TABLE policy_revocation RENAME TO policy_revocation_1;

CREATE TABLE policy_revocation (
    role     TEXT    NOT NULL
        CHECK (role IN ('KEY_SERVER', 'KEY_MASTER', 'KEY_SLAVE', 'CONTENT_SERVER', 'CLIENT', 'OPERATOR')),
    name     TEXT    NOT NULL,
    trust    TEXT    NOT NULL CHECK (trust IN ('REVOKED', 'REINSTATED')),
    revision INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (role, name)
) STRICT, WITHOUT ROWID;

INSERT INTO policy_revocation (role, name, trust, revision)
    SELECT 'CLIENT', client, 'REVOKED', revision FROM policy_revocation_1;

DROP TABLE policy_revocation_1;

-- Who owns a stream is decided by policy and can change, while the keys that its former owner had made stay: key records
-- are not bound to the present owner any more. Whoever owned a stream owns it still.
ALTER TABLE key_record RENAME TO key_record_1;

DROP INDEX key_record_by_request;

DROP INDEX key_record_by_line;

CREATE TABLE key_record (
    number            INTEGER PRIMARY KEY,
    key_id            INTEGER NOT NULL UNIQUE CHECK (key_id BETWEEN 1 AND 9007199254740991),
    stream            TEXT    NOT NULL,
    label             TEXT    NOT NULL,
    line_number       INTEGER NOT NULL,
    owner             TEXT    NOT NULL,
    suite             INTEGER NOT NULL,
    state             TEXT    NOT NULL
        CHECK (state IN ('PRE_ACTIVE', 'ACTIVE', 'DEACTIVATED', 'COMPROMISED', 'DESTROYED')),
    created           INTEGER NOT NULL,
    activated         INTEGER,
    deactivated       INTEGER,
    kept_from         INTEGER NOT NULL,
    fingerprint       TEXT    NOT NULL,
    revision          INTEGER NOT NULL UNIQUE,
    request           BLOB    CHECK (length(request) = 16),
    sealed_encryption BLOB,
    sealed_decryption BLOB,
    CHECK ((state = 'DESTROYED') = (sealed_decryption IS NULL)),
    CHECK (sealed_encryption IS NULL OR sealed_decryption IS NOT NULL)
) STRICT;

INSERT INTO key_record (number, key_id, stream, label, line_number, owner, suite, state, created, activated, deactivated,
        kept_from, fingerprint, revision, request, sealed_encryption, sealed_decryption)
    SELECT number, key_id, stream, label, line_number, owner, suite, state, created, activated, deactivated,
        kept_from, fingerprint, revision, request, sealed_encryption, sealed_decryption FROM key_record_1;

DROP TABLE key_record_1;

CREATE UNIQUE INDEX key_record_by_request ON key_record (owner, request) WHERE request IS NOT NULL;

CREATE INDEX key_record_by_line ON key_record (stream, label, line_number);

-- What a revocation looks through.
CREATE INDEX key_record_in_use ON key_record (number) WHERE state IN ('PRE_ACTIVE', 'ACTIVE');
