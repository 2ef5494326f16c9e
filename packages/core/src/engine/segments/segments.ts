import type { JsonValue } from '../../contracts/index.ts';
import { mapAtOnce } from '../../timing/map-at-once.ts';
import { type RetryPolicy, withRetry } from '../../timing/retry.ts';
import type { EngineContext } from '../engine-context.ts';
import type { ExportRecord } from '../export-record.ts';
import { readKept } from '../record-store.ts';
import { writeOnce } from '../write-once.ts';
import { newSegment, type SegmentRecord, segmentKey, segmentPrefix, segmentTarget } from './segment-record.ts';

/** Calls at once, where every segment of an export wants one. */
const callsAtOnce = 16;

/** Indices of the partitions whose segments make the file; none when one worker reads them all. */
export function partitionsOf({ plan }: Pick<ExportRecord, 'plan'>): readonly number[] {
  return indices(plan?.segments ?? 0);
}

function indices(count: number): readonly number[] {
  return [...Array(count).keys()];
}

/**
 * Writes the records of so many segments. Only `prepare` does, before its commit makes the export `running`: a worker never
 * makes one, so none comes back once it was removed.
 */
export async function createSegments(
  context: EngineContext,
  record: ExportRecord,
  count: number,
  retry: RetryPolicy,
): Promise<void> {
  await mapAtOnce(indices(count), callsAtOnce, (partition) => {
    // The contracts' interfaces are JSON by definition, but TypeScript gives interfaces no index signature.
    const segment = newSegment(context, record, partition) as unknown as JsonValue;
    return writeOnce(context, segmentKey(record.id, partition), segment, retry);
  });
}

/** All segments in the order of the file. @throws ExportEngineError `EXPORT_NOT_FOUND` when they were removed meanwhile */
export async function readSegments(
  context: EngineContext,
  record: ExportRecord,
  retry: RetryPolicy,
): Promise<readonly SegmentRecord[]> {
  return mapAtOnce(partitionsOf(record), callsAtOnce, async (partition) => {
    return (await readKept<SegmentRecord>(context, segmentKey(record.id, partition), retry)).record;
  });
}

/**
 * Removes everything of an ended export's segments. Their records go first: without them no worker can commit, and what one
 * stores from then on it removes itself. Idempotent.
 */
export async function removeSegments(context: EngineContext, record: ExportRecord, retry: RetryPolicy): Promise<void> {
  const { sink, store, source } = context;
  const { signal } = retry;
  const keys: string[] = [];
  for await (const key of store.list(segmentPrefix(record.id), { signal })) keys.push(key);
  await mapAtOnce(keys, callsAtOnce, async (key) => {
    const entry = await withRetry(retry, () => store.read(key, { signal }));
    await withRetry(retry, () => store.remove(key, { signal }));
    const { snapshot = null } = (entry?.value ?? {}) as Partial<SegmentRecord>;
    // A server may have renewed the view's handle for this partition alone.
    if (snapshot !== null) await withRetry(retry, () => source.close(snapshot, { signal }));
  });
  const partitions = partitionsOf(record);
  const stored = record.plan?.isCompressed === true ? [...partitions, partitions.length] : partitions;
  await mapAtOnce(stored, callsAtOnce, async (partition) => {
    const target = segmentTarget(record, partition);
    await withRetry(retry, () => sink.abort(target, { signal }));
    await withRetry(retry, () => sink.remove(target, { signal }));
  });
}
