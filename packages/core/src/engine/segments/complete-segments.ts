import type { Segment, StoredFile } from '../../contracts/index.ts';
import { mapAtOnce } from '../../timing/map-at-once.ts';
import type { RetryPolicy } from '../../timing/retry.ts';
import { completeUpload } from '../complete-upload.ts';
import type { EngineContext } from '../engine-context.ts';
import { updateKept } from '../record-store.ts';
import { assertStored } from '../verify.ts';
import { type SegmentRecord, segmentKey } from './segment-record.ts';

/** Segments that are completed at once. */
const completionsAtOnce = 8;

/**
 * Makes each segment's parts a file, and gives what the whole is assembled of; segments without bytes are left out. What is
 * done is recorded, so that a step that ran out of time goes on where it was.
 */
export async function completeSegments(
  context: EngineContext,
  segments: readonly SegmentRecord[],
  retry: RetryPolicy,
): Promise<readonly Segment[]> {
  const filled = segments.filter(({ checkpoint }) => checkpoint.bytes > 0);
  return mapAtOnce(filled, completionsAtOnce, async (segment) => {
    const { bytes, crc32, receipts } = segment.checkpoint;
    const file = segment.file ?? (await completeSegment(context, segment, retry));
    assertStored(file, segment.checkpoint);
    return { file, pieces: receipts.length === 0 ? [{ bytes, crc32 }] : receipts.map(pieceOf) };
  });
}

async function completeSegment(
  context: EngineContext,
  segment: SegmentRecord,
  retry: RetryPolicy,
): Promise<StoredFile> {
  const file = await completeUpload(context, segment, retry);
  const { partition } = segment.checkpoint.position;
  await updateKept<SegmentRecord>(context, segmentKey(segment.id, partition), () => ({ file }), retry);
  return file;
}

function pieceOf({ bytes, crc32 }: { readonly bytes: number; readonly crc32: number }) {
  return { bytes, crc32 };
}
