-- When a copy last took in a change, in nanoseconds since 1970; of a table itself nothing.
ALTER TABLE key_table ADD COLUMN taken_in INTEGER;
