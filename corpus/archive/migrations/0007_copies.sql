-- Near-copies by another rule. The cluster of an article is now the one of its
-- near-copies that stands for all of them, 0 where it does itself. Which texts
-- are near-copies of which is kept, so that a cluster can be taken apart when
-- one of them is deleted or changes.
--
-- Bands made by the older rule say nothing to this one. Open makes bands and
-- clusters anew, from the texts, where meta has another rule than the program.

DELETE FROM bands;

ALTER TABLE articles ADD COLUMN words INTEGER NOT NULL DEFAULT 0;  -- of the newest version
ALTER TABLE articles ADD COLUMN banded INTEGER NOT NULL DEFAULT 0; -- 1: it has bands

CREATE TABLE copies (
    article INTEGER NOT NULL, -- articles.id
    other   INTEGER NOT NULL, -- articles.id; each pair stands here both ways
    PRIMARY KEY (article, other)
) WITHOUT ROWID;

INSERT INTO meta (name, value) VALUES ('copies', 0);
