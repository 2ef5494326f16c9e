import type { JsonObject, Page, Partition, Snapshot, Source, SourceCapabilities } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { arrayOf, boolean, checkOptions, custom, object, oneOf, optional } from '../options/index.ts';
import { describeRows } from './describe-rows.ts';
import { positionOf } from './memory-cursor.ts';
import { pagesOf } from './memory-pages.ts';
import { type MemoryQuery, matchesMemoryQuery, validateMemoryQuery } from './memory-query.ts';
import { type MemoryRow, type MemorySourceBackend, memorySourceBackend } from './memory-source-backend.ts';
import { nextTurn } from './next-turn.ts';

export interface MemorySourceOptions {
  /** Rows for a backend of its own: objects, or JSON text where every digit counts. @default none */
  readonly rows?: readonly (JsonObject | string)[] | undefined;
  /** A backend to share with other instances, instead of `rows`. */
  readonly backend?: MemorySourceBackend | undefined;
  /** @default 'documents' */
  readonly batches?: SourceCapabilities['batches'] | undefined;
  /** Whether `open` may split the view. @default true */
  readonly partitions?: boolean | undefined;
  /** `keyset` reads the live rows, without a snapshot or a count. @default 'snapshot' */
  readonly resume?: SourceCapabilities['resume'] | undefined;
}

/** A source over rows in memory, with its backend to look into. */
export interface MemorySource extends Source<MemoryQuery> {
  readonly backend: MemorySourceBackend;
}

/**
 * A source over rows in memory: the smallest source that keeps the whole contract, for tests.
 *
 * @throws ExportEngineError `EXPORT_OPTIONS_INVALID`.
 *
 * @example
 * ```ts
 * import { memorySource } from '@export-engine/core';
 *
 * const source = memorySource({ rows: [{ id: 1 }, '{"id":9007199254740993}'], batches: 'json' });
 * const anotherProcess = memorySource({ backend: source.backend, batches: 'json' });
 * ```
 */
export function memorySource(options: MemorySourceOptions = {}): MemorySource {
  checkOptions<MemorySourceOptions>('memorySource()', options, {
    rows: optional(arrayOf(rowCheck, { max: Number.MAX_SAFE_INTEGER })),
    backend: optional(object()),
    batches: optional(oneOf(['documents', 'json'])),
    partitions: optional(boolean()),
    resume: optional(oneOf(['snapshot', 'keyset', 'none'])),
  });
  const { backend = memorySourceBackend(options.rows), batches = 'documents', partitions = true } = options;
  const { resume = 'snapshot' } = options;
  const isLive = resume === 'keyset';

  return {
    specVersion: 1,
    name: 'memory',
    capabilities: { snapshot: !isLive, partitions, count: isLive ? 'none' : 'exact', resume, batches },
    backend,
    validate: validateMemoryQuery,

    async describe(query, { signal }) {
      await nextTurn(signal);
      return describeRows(select(backend.rows, query).map((row) => row.json));
    },

    async open(query, { partitions: wanted, signal }) {
      await nextTurn(signal);
      const rows = select(backend.rows, query);
      const shares = partitionsOf(rows, partitions ? wanted : 1);
      if (isLive) return { state: null, partitions: shares };
      backend.sequence += 1;
      const id = `snapshot-${backend.sequence}`;
      backend.snapshots.set(id, rows);
      return { state: { id }, partitions: shares, expectedRows: rows.length };
    },

    async *read(query, snapshot, partition, { after, targetPageBytes, signal }) {
      backend.openReads += 1;
      try {
        await nextTurn(signal);
        if (after !== undefined && resume === 'none')
          throw lost('A memory source without resume reads from the start.');
        const view = isLive ? select(backend.rows, query) : frozenRows(backend, snapshot);
        yield* turnByTurn(pagesOf(share(view, partition, after), batches, targetPageBytes), signal);
      } finally {
        backend.openReads -= 1;
      }
    },

    async close(snapshot, { signal }) {
      await nextTurn(signal);
      if (!isLive) backend.snapshots.delete(idOf(snapshot));
    },
  };
}

const rowCheck = custom(
  'an object or JSON text',
  (row) => typeof row === 'string' || (typeof row === 'object' && row !== null && !Array.isArray(row)),
);

function select(rows: readonly MemoryRow[], query: MemoryQuery): readonly MemoryRow[] {
  return rows.filter((row) => matchesMemoryQuery(query, row.json));
}

/** Neighbouring shares of nearly equal size, bounded by positions: the last one is open-ended. */
function partitionsOf(rows: readonly MemoryRow[], wanted: number): Partition[] {
  const count = Math.max(1, Math.min(wanted, rows.length));
  return Array.from({ length: count }, (_, index) => {
    const from = index === 0 ? 0 : rows[Math.floor((index * rows.length) / count)]?.position;
    const to = index === count - 1 ? null : rows[Math.floor(((index + 1) * rows.length) / count)]?.position;
    return { index, state: { from: from ?? 0, to: to ?? null } };
  });
}

function share(rows: readonly MemoryRow[], partition: Partition, after: string | undefined): readonly MemoryRow[] {
  const { from, to } = partition.state as { from: number; to: number | null };
  const start = positionOf(after);
  return rows.filter(({ position }) => position >= from && (to === null || position < to) && position > start);
}

async function* turnByTurn(pages: Iterable<Page>, signal: AbortSignal): AsyncGenerator<Page> {
  for (const page of pages) {
    await nextTurn(signal);
    yield page;
    signal.throwIfAborted();
  }
}

function frozenRows(backend: MemorySourceBackend, snapshot: Snapshot): readonly MemoryRow[] {
  const rows = backend.snapshots.get(idOf(snapshot));
  if (rows === undefined) throw lost('The snapshot is closed.');
  return rows;
}

function idOf(snapshot: Snapshot): string {
  return (snapshot.state as { id: string }).id;
}

function lost(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SOURCE_CURSOR_LOST', message);
}
