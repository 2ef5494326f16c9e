import { ExportEngineError, mapAtOnce, type PartReceipt, type Segment, type Upload } from '@export-engine/core';
import type { S3Bucket } from '../s3/s3-bucket.ts';
import { writePart } from '../sink/write-part.ts';
import { checksumAfter, checksumOfRuns } from './checksum-of-runs.ts';
import { copyPart } from './copy-part.ts';
import { fetchRuns } from './fetch-runs.ts';
import type { CopiedPart, JoinedPart, PlannedPart } from './plan-assembly.ts';
import { sourceOf } from './segment-source.ts';
import { type StoredPart, storedParts } from './stored-parts.ts';

/** Each takes less than 10 MiB of memory. */
const JOINS_AT_ONCE = 2;
const COPIES_AT_ONCE = 8;

export interface FillOptions {
  readonly segments: readonly Segment[];
  readonly parts: readonly PlannedPart[];
  /** Whether a part that is there is taken for the planned one by its length, when S3 does not say its CRC-32. */
  readonly trustsLengths: boolean;
  readonly signal: AbortSignal;
}

/** Puts every planned part into the upload, except for those that an earlier call has put there. */
export async function fillUpload(
  bucket: S3Bucket,
  upload: Upload,
  options: FillOptions,
): Promise<readonly PartReceipt[]> {
  const { segments, parts, trustsLengths, signal } = options;
  const stored = await storedParts(bucket, upload, signal);
  const joined = await mapAtOnce(parts.filter(isJoined), JOINS_AT_ONCE, async ({ number, bytes, runs }) => {
    const crc32 = checksumOfRuns(segments, runs);
    const earlier = takeOver({ number, bytes, crc32 }, stored.get(number), trustsLengths);
    if (earlier !== undefined) return { runs, receipt: earlier };
    const content = await fetchRuns(bucket, segments, runs, signal);
    return { runs, receipt: await writePart(bucket, upload, { number, ...content }, signal) };
  });
  // Only now: the CRC-32 of what follows a part that ends inside a piece is reckoned by that one's.
  const joinedByNumber = new Map(joined.map((part) => [part.receipt.number, part]));
  const copied = await mapAtOnce(parts.filter(isCopied), COPIES_AT_ONCE, async ({ number, bytes, run }) => {
    const before = joinedByNumber.get(number - 1);
    const crc32 =
      checksumOfRuns(segments, [run]) ??
      (before && checksumAfter(segments, { runs: before.runs, crc32: before.receipt.crc32 }, run));
    if (crc32 === undefined) {
      throw new ExportEngineError('EXPORT_UNEXPECTED', `Part ${number} was planned to end inside a piece.`);
    }
    const earlier = takeOver({ number, bytes, crc32 }, stored.get(number), trustsLengths);
    return earlier ?? copyPart(bucket, upload, { number, crc32, source: sourceOf(bucket, segments, run) }, signal);
  });
  return [...joined.map(({ receipt }) => receipt), ...copied];
}

interface WantedPart {
  readonly number: number;
  readonly bytes: number;
  /** `undefined` when it ends inside a piece. */
  readonly crc32: number | undefined;
}

/** The receipt of a part that is there already, if it is the wanted one. */
function takeOver(
  { number, bytes, crc32 }: WantedPart,
  stored: StoredPart | undefined,
  trustsLengths: boolean,
): PartReceipt | undefined {
  if (stored?.bytes !== bytes) return undefined;
  const known = stored.crc32 ?? (trustsLengths ? crc32 : undefined);
  if (known === undefined || (crc32 !== undefined && known !== crc32)) return undefined;
  return { number, bytes, crc32: known, state: { etag: stored.etag } };
}

function isJoined(part: PlannedPart): part is JoinedPart {
  return part.kind === 'joined';
}

function isCopied(part: PlannedPart): part is CopiedPart {
  return part.kind === 'copied';
}
