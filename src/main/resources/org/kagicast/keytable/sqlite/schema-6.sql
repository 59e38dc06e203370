-- How long the table has been open in its life, in nanoseconds, and by that time from when on each key is kept. Those of
-- before are kept as if they had come now: by which clock they were stamped nobody knows.
ALTER TABLE key_table ADD COLUMN running INTEGER NOT NULL DEFAULT 0;

ALTER TABLE key_record ADD COLUMN kept_from INTEGER NOT NULL DEFAULT 0;
