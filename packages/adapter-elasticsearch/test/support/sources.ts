import { Client } from '@elastic/elasticsearch';
import { elasticsearchSource } from '@export-engine/adapter-elasticsearch';
import { opensearchSource } from '@export-engine/adapter-elasticsearch/opensearch';
import type { JsonValue, Page, Partition, Snapshot, Source } from '@export-engine/core';
import { Client as OpenSearchClient } from '@opensearch-project/opensearch';
import type { SearchServer } from './search-server.ts';

/** Every real server that the adapter promises to read. */
export const SERVERS = ['elasticsearch92', 'elasticsearch819', 'opensearch38', 'opensearch219'] as const;

/** Those with a tiebreaker of their own. */
export const SERVERS_WITH_TIEBREAKER = ['elasticsearch92', 'elasticsearch819', 'opensearch38'] as const;

type SourceOptions = Omit<Parameters<typeof elasticsearchSource>[0], 'client'>;

/** The source for a server, with the vendor's own client. */
export function sourceFor(
  { url, product }: Pick<SearchServer, 'url' | 'product'>,
  options: SourceOptions = {},
): Source {
  return product === 'elasticsearch'
    ? elasticsearchSource({ client: new Client({ node: url }), ...options })
    : opensearchSource({ client: new OpenSearchClient({ node: url }), ...options });
}

export interface ReadResult {
  readonly snapshot: Snapshot;
  /** The `id` field of each partition's documents, in order. */
  readonly partitions: readonly (readonly string[])[];
  readonly ids: readonly string[];
}

export interface ReadWish {
  readonly partitions?: number;
  readonly targetPageBytes?: number;
  readonly signal?: AbortSignal;
  /** Called with each page before the next one is asked for. */
  readonly onPage?: ((page: Page) => unknown) | undefined;
}

/** Opens a view, reads it to its end, each partition at the same time, and closes it. */
export async function readAll(source: Source, query: unknown, wish: ReadWish = {}): Promise<ReadResult> {
  const { partitions: wanted = 1, signal = new AbortController().signal } = wish;
  const checked = source.validate(query);
  const snapshot = await source.open(checked, { partitions: wanted, signal });
  try {
    const read = snapshot.partitions.map((partition) => readPartition(source, checked, snapshot, partition, wish));
    const partitions = await Promise.all(read);
    return { snapshot, partitions, ids: partitions.flat() };
  } finally {
    await source.close(snapshot, { signal: new AbortController().signal });
  }
}

export async function readPartition(
  source: Source,
  query: JsonValue,
  snapshot: Snapshot,
  partition: Partition,
  { targetPageBytes = 64 * 1024, signal = new AbortController().signal, onPage }: ReadWish = {},
): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of source.read(query, snapshot, partition, { targetPageBytes, signal })) {
    const hits: { _source: { id: string } }[] = JSON.parse(textOf(page));
    ids.push(...hits.map((hit) => hit._source.id));
    await onPage?.(page);
  }
  return ids;
}

/** A page's hits as the server wrote them. */
export function textOf({ rows }: Page): string {
  if (rows.kind !== 'json') throw new Error('The page is not JSON.');
  return new TextDecoder('utf-8', { fatal: true }).decode(rows.bytes);
}
