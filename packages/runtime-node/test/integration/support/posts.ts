import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** A table of posts: so many of each author, their rows mixed. Authors are numbered from 0. */
export interface PostsPlan {
  readonly authors: number;
  readonly postsEach: number;
}

/** Fills a new database. */
export function createPostsDatabase(path: string, plan: PostsPlan): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;');
  database.exec('CREATE TABLE posts (id INTEGER PRIMARY KEY, author TEXT NOT NULL, content TEXT NOT NULL)');
  const insert = database.prepare('INSERT INTO posts (id, author, content) VALUES (?, ?, ?)');
  database.exec('BEGIN');
  for (let id = 1; id <= plan.authors * plan.postsEach; id += 1)
    insert.run(id, authorName(id % plan.authors), contentOf(id));
  database.exec('COMMIT; CREATE INDEX posts_author ON posts (author)');
  database.close();
}

/** The file of one author's posts, made from the plan alone. */
export function expectedCsv({ authors, postsEach }: PostsPlan, author: number): string {
  const lines = ['id,author,content'];
  const first = author === 0 ? authors : author;
  for (let id = first; id <= authors * postsEach; id += authors) {
    lines.push(`${id},${authorName(author)},"${contentOf(id).replaceAll('"', '""')}"`);
  }
  return `${lines.join('\r\n')}\r\n`;
}

export function authorName(index: number): string {
  return `author-${index}`;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Needs quotes, holds quotes, and more bytes than characters. */
function contentOf(id: number): string {
  return `Post ${id}: "grüße", ${'Donaudampfschifffahrt, '.repeat(12 + (id % 7))}ende ${id}`;
}
