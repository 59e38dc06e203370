-- A MAC under the KEK over every row that says who may have which keys and who owns which stream, and over the revision: a
-- row that somebody without the KEK adds, changes or takes out is noticed. Missing only until the file is first opened.
ALTER TABLE key_table ADD COLUMN policy_seal BLOB;
