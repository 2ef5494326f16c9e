import type { StoredFile } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import { type RetryPolicy, withRetry } from '../../timing/retry.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Checkpoint, ExportRecord } from '../export-record.ts';
import { assertDrained, assertRows } from '../verify.ts';
import { completeSegments } from './complete-segments.ts';
import { readSegments } from './segments.ts';
import { sumOf } from './sum-segments.ts';

/** Verifies that the segments hold every row between them, and has the sink make them one file. */
export async function assembleSegments(
  context: EngineContext,
  record: ExportRecord,
  retry: RetryPolicy,
): Promise<{ readonly checkpoint: Checkpoint; readonly file: StoredFile }> {
  const { source, sink } = context;
  const segments = await readSegments(context, record, retry);
  const checkpoint = sumOf(segments);
  assertDrained(checkpoint);
  assertRows(checkpoint, record.snapshot?.expectedRows, source.capabilities);
  if (sink.assemble === undefined) {
    const message = `Sink "${sink.name}" can't assemble the segments that this export was split into.`;
    throw new ExportEngineError('EXPORT_STATE_INVALID', message);
  }
  const { bytes, crc32 } = checkpoint;
  const assemble = sink.assemble.bind(sink, record.target, await completeSegments(context, segments, retry));
  const { signal } = retry;
  return { checkpoint, file: await withRetry(retry, () => assemble({ expected: { bytes, crc32 }, signal })) };
}
