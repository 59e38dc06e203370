-- A stream can hold several keys at once, told apart by labels; the empty label is the one key of every other stream. A
-- grant without a label is one of every label.
ALTER TABLE key_record ADD COLUMN label TEXT NOT NULL DEFAULT '';

ALTER TABLE policy_grant RENAME TO policy_grant_1;

CREATE TABLE policy_grant (
    client   TEXT    NOT NULL,
    stream   TEXT    NOT NULL,
    label    TEXT    NOT NULL,
    standing TEXT    NOT NULL CHECK (standing IN ('GIVEN', 'TAKEN_BACK')),
    revision INTEGER NOT NULL UNIQUE,
    PRIMARY KEY (client, stream, label)
) STRICT, WITHOUT ROWID;

INSERT INTO policy_grant (client, stream, label, standing, revision)
    SELECT client, stream, '', standing, revision FROM policy_grant_1;

DROP TABLE policy_grant_1;
