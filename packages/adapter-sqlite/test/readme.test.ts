import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';
import { createDatabase } from './support/database.ts';

const example = fileURLToPath(new URL('readme/export-posts.ts', import.meta.url));

const posts = `
  CREATE TABLE posts (PostID INTEGER PRIMARY KEY, DateCreated TEXT, Content TEXT, Tags TEXT);
  INSERT INTO posts VALUES
    (1, '2026-05-01', 'A text that is full', '["a"]'), (2, '2026-06-01', 'Full of text', '[]'),
    (3, '2026-07-01', 'Only text', '[]'), (4, '2025-05-01', 'A full text of last year', '[]');
  CREATE VIRTUAL TABLE posts_fts USING fts5(Content, content='posts', content_rowid='PostID');
  INSERT INTO posts_fts (posts_fts) VALUES ('rebuild')`;

describe("the README's example", () => {
  it('is the one that is tested here', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

    assert.ok(readme.includes(`\`\`\`ts\n${await readFile(example, 'utf8')}\`\`\``));
  });

  it('exports what the search finds', { timeout: 60_000 }, async () => {
    await using backend = await createDatabase();
    await mkdir(join(backend.folder, 'data'));
    using database = new DatabaseSync(join(backend.folder, 'data', 'posts.db'));
    database.exec(posts);

    const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@export-engine/source', example], {
      cwd: backend.folder,
    });

    assert.equal(stdout, 'completed: 2 rows\n');
  });
});
