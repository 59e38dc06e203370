-- The keys of a line are numbered, from 1 on. (`number` counts the records of all lines; a copy's are in no order that
-- means anything, so there a key of before has the number 0, which is none.)
ALTER TABLE key_record ADD COLUMN line_number INTEGER NOT NULL DEFAULT 0;

UPDATE key_record SET line_number = counted.line_number
    FROM (SELECT number AS record, row_number() OVER (PARTITION BY stream, label ORDER BY number) AS line_number
          FROM key_record) AS counted
    WHERE counted.record = key_record.number AND (SELECT taken_in FROM key_table) IS NULL;

-- By it a damaged number is found when the file is checked.
CREATE INDEX key_record_by_line ON key_record (stream, label, line_number);

-- The highest number that each line ever had, whatever has become of the key.
CREATE TABLE key_line (
    stream  TEXT    NOT NULL,
    label   TEXT    NOT NULL,
    highest INTEGER NOT NULL CHECK (highest > 0),
    PRIMARY KEY (stream, label)
) STRICT, WITHOUT ROWID;

INSERT INTO key_line (stream, label, highest)
    SELECT stream, label, max(line_number) FROM key_record GROUP BY stream, label HAVING max(line_number) > 0;

-- Copies of the table do not know the numbers: it gets another name, by which they start over.
UPDATE key_table SET identity = lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-' || hex(randomblob(2))
    || '-' || hex(randomblob(2)) || '-' || hex(randomblob(6))) WHERE taken_in IS NULL AND identity <> '';
