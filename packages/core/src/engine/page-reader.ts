import type { Cursor, JsonValue, Page, Partition, Snapshot, Source } from '../contracts/index.ts';
import { countFailures, type RetryPolicy } from '../timing/retry.ts';
import type { Position } from './export-record.ts';

/** A page with where it stands. */
export interface PlacedPage {
  readonly page: Page;
  readonly partition: number;
  /** Cursor before its first row; `null` at the start of the partition. */
  readonly before: Cursor | null;
}

export interface PageReaderOptions {
  readonly source: Source<JsonValue>;
  readonly query: JsonValue;
  readonly snapshot: Snapshot;
  /** Those to read, in order; `from` is in the first of them that has rows left. */
  readonly partitions: readonly Partition[];
  readonly from: Position;
  readonly targetPageBytes: number;
  readonly retry: RetryPolicy;
  /** Called when the server renewed the snapshot's handle. */
  readonly onSnapshot: (snapshot: Snapshot) => void;
}

/**
 * Reads the partitions in order, from a position to the end. A transient failure is waited out and the read goes on after
 * the last page that was seen.
 */
export async function* readPages(options: PageReaderOptions): AsyncGenerator<PlacedPage, void, undefined> {
  const { source, query, partitions, from, targetPageBytes, retry, onSnapshot } = options;
  const { signal } = retry;
  let { snapshot } = options;
  let before = from.after;
  for (const partition of partitions.filter(({ index }) => index >= from.partition)) {
    const failures = countFailures(retry);
    for (let isRead = false; !isRead; ) {
      try {
        const pages = source.read(query, snapshot, partition, { after: before ?? undefined, targetPageBytes, signal });
        for await (const page of pages) {
          failures.forget();
          if (page.snapshot !== undefined) {
            snapshot = page.snapshot;
            onSnapshot(snapshot);
          }
          yield { page, partition: partition.index, before };
          before = page.cursor;
        }
        isRead = true;
      } catch (error) {
        await failures.pauseOrThrow(error);
      }
    }
    before = null;
  }
}
