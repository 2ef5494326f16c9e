import type { Page } from '@export-engine/core';
import { coded, keepAlive, openSnapshotFile, type SnapshotFolder } from '../snapshot/snapshot-folder.ts';
import type { PartitionState, SnapshotState } from '../snapshot/snapshot-state.ts';
import { readRun } from './read-run.ts';

export interface Reading {
  readonly folder: SnapshotFolder;
  readonly snapshot: SnapshotState;
  readonly partition: PartitionState;
  /** Where to begin: the end of a row. */
  readonly from: number;
  readonly targetPageBytes: number;
}

/** How often a reader says that it still reads: much more often than the shortest time that a copy is kept. */
const KEEP_ALIVE_INTERVAL_MS = 10_000;

/** Reads a share of a copy, page by page. The file is open only while somebody iterates. */
export async function* readPages(reading: Reading, signal: AbortSignal): AsyncGenerator<Page> {
  signal.throwIfAborted();
  const { folder, snapshot, partition, from, targetPageBytes } = reading;
  const file = await openSnapshotFile(folder, snapshot);
  try {
    let keepAliveDueAt = 0;
    for (let position = from; position < partition.end; ) {
      if (performance.now() >= keepAliveDueAt) {
        await keepAlive(folder, snapshot);
        keepAliveDueAt = performance.now() + KEEP_ALIVE_INTERVAL_MS;
      }
      const { bytes, count, size } = await readRun(file, { start: position, end: partition.end, targetPageBytes });
      signal.throwIfAborted();
      position += size;
      yield { rows: { kind: 'json', bytes, documentPath: [] }, count, cursor: String(position) };
      signal.throwIfAborted();
    }
    signal.throwIfAborted();
  } catch (error) {
    throw coded(error, 'The copy of the rows');
  } finally {
    await file.close();
  }
}
