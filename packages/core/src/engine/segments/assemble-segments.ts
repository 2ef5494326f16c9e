import { crc32, joinChecked, noBytes } from '../../checksums/crc32.ts';
import type { CheckedLength, Segment, StoredFile } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import { type RetryPolicy, withRetry } from '../../timing/retry.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Checkpoint, ExportRecord } from '../export-record.ts';
import { formatOf } from '../plan.ts';
import { assertDrained, assertRows } from '../verify.ts';
import { completeSegments } from './complete-segments.ts';
import { segmentTarget } from './segment-record.ts';
import { readSegments } from './segments.ts';
import { sumOf } from './sum-segments.ts';

/** Verifies that the segments hold every row between them, and has the sink make them one file. */
export async function assembleSegments(
  context: EngineContext,
  record: ExportRecord,
  retry: RetryPolicy,
): Promise<{ readonly checkpoint: Checkpoint; readonly file: StoredFile }> {
  const { source, sink } = context;
  const records = await readSegments(context, record, retry);
  const sum = sumOf(records);
  assertDrained(sum);
  assertRows(sum, record.snapshot?.expectedRows, source.capabilities);
  if (sink.assemble === undefined) {
    const message = `Sink "${sink.name}" can't assemble the segments that this export was split into.`;
    throw new ExportEngineError('EXPORT_STATE_INVALID', message);
  }
  const rows = await completeSegments(context, records, retry);
  const trailer = await storeTrailer(context, record, sum.plain ?? noBytes, retry);
  const segments = trailer === null ? rows : [...rows, trailer];
  const expected = segments.flatMap(({ pieces }) => pieces).reduce(joinChecked, noBytes);
  const { signal } = retry;
  const assemble = sink.assemble.bind(sink, record.target, segments, { expected, signal });
  return { checkpoint: { ...sum, ...expected }, file: await withRetry(retry, assemble) };
}

/** What ends a compressed file, as a segment of its own: no worker of the others knows the whole's checksum. */
async function storeTrailer(
  { formats, sink }: EngineContext,
  record: ExportRecord,
  plain: CheckedLength,
  retry: RetryPolicy,
): Promise<Segment | null> {
  const { compression } = formatOf({ formats }, record.request.format);
  if (compression === undefined) return null;
  const bytes = compression.trailer(plain);
  const content = { bytes, crc32: crc32(bytes) };
  const target = segmentTarget(record, record.plan?.segments ?? 0);
  const file = await withRetry(retry, () => sink.put(target, content, { signal: retry.signal }));
  return { file, pieces: [{ bytes: bytes.length, crc32: content.crc32 }] };
}
