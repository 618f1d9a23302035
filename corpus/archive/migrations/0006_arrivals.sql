-- The order in which articles came, for what asks which are new: that of the
-- records that their newest versions were made from. The indexes hold all that
-- such a question needs of the versions, so that no text is read for it.

ALTER TABLE articles ADD COLUMN came INTEGER NOT NULL DEFAULT 0; -- raws.id of the newest version

UPDATE articles SET came = coalesce((SELECT v.raw FROM versions v WHERE v.id = articles.current), 0);

CREATE INDEX articles_came ON articles (collection, came);

DROP INDEX versions_generation;
CREATE INDEX versions_generation ON versions (generation, article, version, prec);

CREATE INDEX versions_record ON versions (article, raw, ingested);
