-- Near-copies: the cluster of an article is the first article that it is a
-- copy of. Only the first of a cluster has bands, so that a bucket stays small
-- however often a story is copied. Which they are follows from its text.

ALTER TABLE articles ADD COLUMN cluster INTEGER NOT NULL DEFAULT 0; -- articles.id, 0: its own

CREATE INDEX articles_cluster ON articles (cluster) WHERE cluster > 0;

CREATE TABLE bands (
    band    INTEGER NOT NULL,
    article INTEGER NOT NULL, -- articles.id
    PRIMARY KEY (band, article)
) WITHOUT ROWID;
