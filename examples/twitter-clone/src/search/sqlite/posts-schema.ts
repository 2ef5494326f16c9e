/**
 * Ids are SQLite's 64-bit integers, so that no digit is lost; tags are JSON. The full-text index has no text of its own: it
 * points to the posts. Diacritics count, as they do in Elasticsearch.
 */
export const postsSchema = `
  DROP TABLE IF EXISTS posts_text;
  DROP TABLE IF EXISTS posts;
  DROP TABLE IF EXISTS mark;
  CREATE TABLE posts (
    PostID INTEGER PRIMARY KEY,
    UserID INTEGER NOT NULL,
    DateCreated TEXT,
    Content TEXT,
    Tags TEXT CHECK (json_type(Tags) = 'array')
  ) STRICT;
  CREATE VIRTUAL TABLE posts_text USING fts5 (
    Content,
    content = 'posts',
    content_rowid = 'PostID',
    tokenize = 'unicode61 remove_diacritics 0'
  );
  CREATE TABLE mark (json TEXT NOT NULL) STRICT;
`;

/** After the rows: both are built faster at once than row by row. */
export const postsIndexes = `
  INSERT INTO posts_text (posts_text) VALUES ('rebuild');
  CREATE INDEX posts_by_date ON posts (DateCreated);
`;
