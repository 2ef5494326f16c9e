import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@elastic/elasticsearch';
import { type PostsMark, postsMark } from '../../data/posts-mark.ts';
import { bulkBodies } from './bulk-bodies.ts';
import { postMapping } from './post-mapping.ts';

export interface LoadOptions {
  readonly client: Client;
  /** Replaced, unless it holds exactly these posts already. */
  readonly index: string;
  /** Number of posts, 0 to 100,000,000. */
  readonly count: number;
  /** @default 1 */
  readonly seed?: number | undefined;
  /** @default 2 */
  readonly shards?: number | undefined;
  /** Told after every bulk how many posts Elasticsearch has taken. */
  readonly onProgress?: ((posts: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const bulksInFlight = 2;
/** Merging millions of posts into one segment takes minutes. */
const mergeTimeoutMs = 10 * 60_000;
/** A lost index is loaded again; nobody waits for the disk at each bulk. */
const fastTranslog = { durability: 'async', flush_threshold_size: '1gb' } as const;

/**
 * Fills an index with generated posts, streaming. Its segments are merged into one for each shard: the order `_doc` is
 * then the same whenever the index is opened.
 *
 * @returns whether the index was there already.
 * @throws Error when Elasticsearch refuses a post or counts another number of them; the signal's reason.
 */
export async function loadPosts(options: LoadOptions): Promise<{ readonly wasLoaded: boolean }> {
  const { client, index, count, seed = 1, shards = 2, signal = new AbortController().signal } = options;
  const mark = { ...postsMark({ count, seed }), shards };
  if (await isLoaded(client, index, mark)) return { wasLoaded: true };

  await client.indices.delete({ index, ignore_unavailable: true });
  await client.indices.create({
    index,
    settings: { number_of_shards: shards, number_of_replicas: 0, refresh_interval: -1, translog: fastTranslog },
    mappings: postMapping,
  });
  const bodies = bulkBodies({ count, seed });
  let taken = 0;
  const onTaken = (posts: number): void => {
    taken += posts;
    options.onProgress?.(taken);
  };
  await Promise.all(Array.from({ length: bulksInFlight }, () => sendBulks({ client, index, bodies, onTaken, signal })));
  const patience = { signal, requestTimeout: mergeTimeoutMs };
  await client.indices.forcemerge({ index, max_num_segments: 1 }, patience);
  await client.indices.refresh({ index }, patience);
  await assertCount(client, index, count);
  await client.indices.putMapping({ index, _meta: { ...mark } });
  return { wasLoaded: false };
}

async function isLoaded(client: Client, index: string, mark: PostsMark): Promise<boolean> {
  if (!(await client.indices.exists({ index }))) return false;
  const { [index]: found } = await client.indices.getMapping({ index });
  return isDeepStrictEqual(found?.mappings._meta, mark) && (await countOf(client, index)) === mark.count;
}

interface BulkSender extends Pick<LoadOptions, 'client' | 'index'> {
  readonly bodies: Iterable<string[]>;
  readonly onTaken: (posts: number) => void;
  readonly signal: AbortSignal;
}

/** Takes bodies from the iterator it shares with the others; the first failure ends it for all. */
async function sendBulks({ client, index, bodies, onTaken, signal }: BulkSender): Promise<void> {
  for (const operations of bodies) {
    signal.throwIfAborted();
    const request = { index, operations, filter_path: ['errors', 'items.*.error'] };
    const { errors, items } = await client.bulk(request, { signal });
    if (errors) throw new Error(`Elasticsearch refused posts, the first of them: ${JSON.stringify(items[0])}`);
    onTaken(operations.length / 2);
  }
}

async function assertCount(client: Client, index: string, count: number): Promise<void> {
  const found = await countOf(client, index);
  if (found !== count) throw new Error(`The index "${index}" holds ${found} posts instead of ${count}.`);
}

async function countOf(client: Client, index: string): Promise<number> {
  return (await client.count({ index })).count;
}
