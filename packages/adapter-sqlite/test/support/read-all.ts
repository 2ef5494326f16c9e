import type { SqliteQuery } from '@export-engine/adapter-sqlite';
import type { Snapshot, Source } from '@export-engine/core';

/** A signal that nobody aborts. */
export const signal: AbortSignal = new AbortController().signal;

/** The rows of a view, partition by partition, as JSON gives them. */
export async function readAll(
  source: Source<SqliteQuery>,
  query: SqliteQuery,
  snapshot: Snapshot,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return JSON.parse(`[${(await readJson(source, query, snapshot)).join(',')}]`);
}

/** The same, as the JSON text of each page without its brackets. */
export async function readJson(
  source: Source<SqliteQuery>,
  query: SqliteQuery,
  snapshot: Snapshot,
): Promise<readonly string[]> {
  const pages: string[] = [];
  for (const partition of snapshot.partitions) {
    for await (const { rows } of source.read(query, snapshot, partition, { targetPageBytes: 64 * 1024, signal })) {
      if (rows.kind === 'json') pages.push(Buffer.from(rows.bytes).toString().slice(1, -1));
    }
  }
  return pages;
}
