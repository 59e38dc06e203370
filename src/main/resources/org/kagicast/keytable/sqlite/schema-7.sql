-- Which opening of the table made which of its revisions: each in which something was changed, from its first revision
-- on. Of a copy none.
CREATE TABLE epoch (
    first INTEGER PRIMARY KEY,
    id    TEXT    NOT NULL
) STRICT;

-- Of a copy: the epoch of the master's table that made its revision, and whether it has ever been the whole table.
ALTER TABLE key_table ADD COLUMN epoch TEXT NOT NULL DEFAULT '';
ALTER TABLE key_table ADD COLUMN whole INTEGER NOT NULL DEFAULT 1 CHECK (whole IN (0, 1));
