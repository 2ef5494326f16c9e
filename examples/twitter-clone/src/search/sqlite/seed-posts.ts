import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { generatePosts } from '../../data/generate-posts.ts';
import type { Post } from '../../data/post.ts';
import { type PostsMark, postsMark } from '../../data/posts-mark.ts';
import { postsIndexes, postsSchema } from './posts-schema.ts';

export interface SeedOptions {
  /** Path of the database. Its posts are replaced, unless they are exactly these already. */
  readonly path: string;
  /** Number of posts, 0 to 100,000,000. */
  readonly count: number;
  /** @default 1 */
  readonly seed?: number | undefined;
  /** Told now and then how many posts are written. */
  readonly onProgress?: ((posts: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const postsPerBreath = 2000;
const lockedPauseMs = 200;
/** `SQLITE_BUSY`: another process is at it. */
const busyCode = 5;

/**
 * Fills a database with generated posts, streaming. It is one transaction, the mark included: a process that is killed
 * meanwhile leaves nothing, and a second one waits for the first.
 *
 * @returns whether the posts were there already.
 * @throws Error of `node:sqlite`, for example for a file that is no database; the signal's reason.
 */
export async function seedPosts(options: SeedOptions): Promise<{ readonly wasSeeded: boolean }> {
  const { path, count, seed = 1, onProgress, signal = new AbortController().signal } = options;
  const mark = postsMark({ count, seed });
  await mkdir(dirname(path), { recursive: true });
  using database = new DatabaseSync(path);
  const isSeeded = (): boolean => isDeepStrictEqual(readMark(database), mark);
  if (await whenUnlocked(isSeeded, signal)) return { wasSeeded: true };

  await whenUnlocked(() => database.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE'), signal);
  const wasSeeded = isSeeded();
  if (!wasSeeded) {
    database.exec(postsSchema);
    await insertPosts(database, { count, seed, onProgress, signal });
    database.exec(postsIndexes);
    database.prepare('INSERT INTO mark (json) VALUES (?)').run(JSON.stringify(mark));
  }
  // With a write-ahead log, readers keep their frozen state while somebody writes.
  database.exec('COMMIT; PRAGMA journal_mode = WAL');
  return { wasSeeded };
}

async function whenUnlocked<Result>(act: () => Result, signal: AbortSignal): Promise<Result> {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if ((error as { readonly errcode?: unknown }).errcode !== busyCode) throw error;
    }
    await sleep(lockedPauseMs);
    signal.throwIfAborted();
  }
}

function readMark(database: DatabaseSync): PostsMark | undefined {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'mark'").get();
  const row = table && database.prepare('SELECT json FROM mark').get();
  return row && (JSON.parse(String(row['json'])) as PostsMark);
}

interface Insertion extends Required<Pick<SeedOptions, 'count' | 'seed'>>, Pick<SeedOptions, 'onProgress'> {
  readonly signal: AbortSignal;
}

async function insertPosts(database: DatabaseSync, { count, seed, onProgress, signal }: Insertion): Promise<void> {
  const insert = database.prepare('INSERT INTO posts VALUES (?, ?, ?, ?, ?)');
  let written = 0;
  for (const post of generatePosts({ count, seed })) {
    insert.run(...cellsOf(post));
    written += 1;
    if (written % postsPerBreath > 0) continue;
    onProgress?.(written);
    await breathe();
    signal.throwIfAborted();
  }
}

function cellsOf({ PostID, UserID, DateCreated, Content, Tags }: Post): (bigint | string | null)[] {
  const tags = Tags === undefined || Tags === null ? null : JSON.stringify(Tags);
  return [PostID, UserID, DateCreated ?? null, Content ?? null, tags];
}
