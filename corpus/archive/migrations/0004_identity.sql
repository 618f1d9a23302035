-- The archive's identity, by which an index knows that it was made from this
-- archive and not from another one of the same age. Open gives :id; the value
-- is text where others in this table are numbers.

INSERT INTO meta (name, value) VALUES ('id', CAST(:id AS BLOB));
