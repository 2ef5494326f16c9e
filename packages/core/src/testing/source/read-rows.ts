import assert from 'node:assert/strict';
import type { Cursor, Page, Partition, RowBatch, Snapshot } from '../../contracts/index.ts';
import { throughJson } from '../support/json.ts';
import { liveSignal } from '../support/signals.ts';
import type { ContractRow } from './contract-rows.ts';
import type { SourceFixture } from './source-harness.ts';

/** A page of ordinary size: all rows of most cases. */
const DEFAULT_PAGE_BYTES = 256 * 1024;

export interface ReadWish {
  readonly after?: Cursor | undefined;
  readonly targetPageBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A page after its batch was looked into, for a batch is the reader's only until the next page. */
export interface SeenPage {
  readonly ids: readonly string[];
  readonly cursor: Cursor;
  /** The snapshot to go on with after this page. */
  readonly snapshot: Snapshot;
}

/** Opens a view of the fixture's query, from a fresh instance. */
export async function openSnapshot(fixture: SourceFixture, partitions = 1): Promise<Snapshot> {
  const source = fixture.connect();
  return source.open(source.validate(fixture.query), { partitions, signal: liveSignal() });
}

/** Starts reading a partition in what could be another process: a fresh instance, everything through JSON. */
export function read(
  fixture: SourceFixture,
  snapshot: Snapshot,
  partition: Partition,
  wish: ReadWish = {},
): AsyncIterable<Page> {
  const { after, targetPageBytes = DEFAULT_PAGE_BYTES, signal = liveSignal() } = wish;
  const source = fixture.connect();
  const query = throughJson(source.validate(fixture.query));
  return source.read(query, throughJson(snapshot), throughJson(partition), { after, targetPageBytes, signal });
}

/** Reads a partition to its end. */
export async function readPages(
  fixture: SourceFixture,
  snapshot: Snapshot,
  partition: Partition,
  wish: ReadWish = {},
): Promise<readonly SeenPage[]> {
  const pages: SeenPage[] = [];
  let current = snapshot;
  for await (const page of read(fixture, snapshot, partition, wish)) {
    current = page.snapshot ?? current;
    pages.push({ ids: idsOf(page.rows), cursor: page.cursor, snapshot: current });
  }
  return pages;
}

/** The ids of all rows, partition by partition. */
export async function readIds(
  fixture: SourceFixture,
  snapshot: Snapshot,
  wish: ReadWish = {},
): Promise<readonly string[][]> {
  const partitions: string[][] = [];
  for (const partition of snapshot.partitions) {
    const pages = await readPages(fixture, snapshot, partition, wish);
    partitions.push(pages.flatMap((page) => page.ids));
  }
  return partitions;
}

/** The only partition of a view that was opened with one. */
export function onlyPartition(snapshot: Snapshot): Partition {
  const [partition] = snapshot.partitions;
  assert.ok(partition !== undefined, 'a snapshot has at least one partition');
  return partition;
}

export function documentsOf(batch: RowBatch): readonly Readonly<Record<string, unknown>>[] {
  if (batch.kind === 'documents') return batch.documents as readonly Record<string, unknown>[];
  const elements = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(batch.bytes)) as unknown[];
  return elements.map((element) => fieldAt(element, batch.documentPath) as Record<string, unknown>);
}

export function idsOf(batch: RowBatch): readonly string[] {
  return documentsOf(batch).map((document) => String(document['id']));
}

/** Asserts that these are the rows, each exactly once, in whatever order. */
export function assertSameRows(ids: readonly string[], expected: readonly ContractRow[]): void {
  const expectedIds = expected.map(({ id }) => id);
  assert.deepEqual(ids.toSorted(), expectedIds.toSorted(), 'the rows read are not the rows there are');
}

/** Asserts that these are the rows, each exactly once, and that ranks ascend within each partition. */
export function assertRows(partitions: readonly (readonly string[])[], expected: readonly ContractRow[]): void {
  assertSameRows(partitions.flat(), expected);
  const ranks = new Map(expected.map(({ id, rank }) => [id, rank]));
  for (const ids of partitions) {
    const ranksRead = ids.map((id) => ranks.get(id) ?? 0n);
    assert.deepEqual(ranksRead, ranksRead.toSorted(byRank), 'the rows are not in the order asked for');
  }
}

function byRank(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function fieldAt(element: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], element);
}
