import { randomUUID } from 'node:crypto';
import type { OpenOptions, Snapshot } from '@export-engine/core';
import type { CopyTask } from '../thread/task.ts';
import type { Threads } from '../thread/threads.ts';
import { cutPartitions } from './cut-partitions.ts';
import {
  openSnapshotFile,
  prepareFolder,
  removeSnapshot,
  type SnapshotFolder,
  snapshotPath,
} from './snapshot-folder.ts';

/** Copies the rows of a query into a file of the folder. That file is the frozen view. */
export async function openSnapshot(
  threads: Threads,
  folder: SnapshotFolder,
  task: Omit<CopyTask, 'kind' | 'file'>,
  { partitions, signal }: OpenOptions,
): Promise<Snapshot> {
  signal.throwIfAborted();
  await prepareFolder(folder);
  const id = randomUUID();
  try {
    const { rows, bytes } = await threads.run({ ...task, kind: 'copy', file: snapshotPath(folder, id) }, signal);
    const state = { id, bytes };
    await using file = await openSnapshotFile(folder, state);
    const shares = await cutPartitions(file, { bytes, wanted: partitions });
    signal.throwIfAborted();
    return { state, partitions: shares.map((share, index) => ({ index, state: share })), expectedRows: rows };
  } catch (error) {
    // What can't be removed now goes with the next open after its time.
    await removeSnapshot(folder, id).catch(() => undefined);
    throw error;
  }
}
