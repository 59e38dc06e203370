-- IDs of keys whose records are forgotten, lest one is given out again; about 12 bytes each.
CREATE TABLE spent_key_id (
    key_id INTEGER PRIMARY KEY
) STRICT;

-- The latest revision whose record is forgotten. A copy that has not come so far cannot be told of it, and starts over.
ALTER TABLE key_table ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
