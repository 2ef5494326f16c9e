import { DatabaseSync } from 'node:sqlite';
import { type SqliteQuery, sqliteSource } from '@export-engine/adapter-sqlite';
import type { FoundPost } from '../../api/api-types.ts';
import { postColumns } from '../../data/post.ts';
import type { SearchBackend } from '../search-backend.ts';
import { fullTextQuery } from './full-text-query.ts';
import { selectPosts } from './select-posts.ts';

export interface SqliteBackendOptions {
  /** Path of a database made by `seedPosts`. */
  readonly path: string;
}

/** Posts in SQLite, searched by its full-text index. */
export function sqliteBackend({ path }: SqliteBackendOptions): SearchBackend<SqliteQuery> {
  const database = new DatabaseSync(path, { readOnly: true, readBigInts: true });

  return {
    name: 'SQLite',
    source: sqliteSource({ path }),
    close: async () => database.close(),

    exportQuery({ phrases, from, until }) {
      const range = { ...(from === undefined ? {} : { gte: from }), ...(until === undefined ? {} : { lte: until }) };
      return {
        table: 'posts',
        columns: postColumns,
        json: ['Tags'],
        ...(phrases.length === 0 ? {} : { match: { index: 'posts_text', query: fullTextQuery(phrases) } }),
        ...(Object.keys(range).length === 0 ? {} : { where: { DateCreated: range } }),
      };
    },

    async search(criteria, { page, pageSize, signal }) {
      signal.throwIfAborted();
      const { sql, parameters } = selectPosts(criteria);
      const counted = database.prepare(`SELECT count(*) AS total ${sql}`).get(parameters);
      // Ids begin with the time.
      const found = database.prepare(`SELECT posts.* ${sql} ORDER BY PostID DESC LIMIT :size OFFSET :start`);
      const rows = found.all({ ...parameters, size: pageSize, start: (page - 1) * pageSize });
      return { total: Number(counted?.['total']), posts: rows.map(foundPost) };
    },
  };
}

/** Ids come as bigints, which JSON has no place for. */
function foundPost({ PostID, UserID, DateCreated, Content, Tags }: Record<string, unknown>): FoundPost {
  return {
    PostID: String(PostID),
    UserID: String(UserID),
    DateCreated: DateCreated as string | null,
    Content: Content as string | null,
    Tags: Tags === null ? null : (JSON.parse(String(Tags)) as readonly string[]),
  };
}
