import { randomBytes, randomUUID } from 'node:crypto';
import {
  crc32,
  type Part,
  type PartReceipt,
  type Segment,
  type Sink,
  type SinkTarget,
  type Upload,
} from '@export-engine/core';

export const MEBIBYTE: number = 1024 ** 2;

/** A signal that is never aborted. */
export function calm(): { readonly signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

export function sampleTarget(change: Partial<SinkTarget> = {}): SinkTarget {
  const token = randomUUID();
  return {
    key: `exports/${token}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    fileName: 'report.csv',
    token,
    ...change,
  };
}

/** A file cut into parts, as the engine cuts it. */
export interface SampleFile {
  readonly content: Buffer;
  readonly parts: readonly Part[];
  readonly expected: { readonly bytes: number; readonly crc32: number };
}

/** Random content: one part for each size. */
export function sampleFile(...partBytes: readonly number[]): SampleFile {
  const parts = partBytes.map((length, index) => samplePart(index + 1, randomBytes(length)));
  const content = Buffer.concat(parts.map(({ bytes }) => bytes));
  return { content, parts, expected: { bytes: content.byteLength, crc32: crc32(content) } };
}

export function samplePart(number: number, bytes: Uint8Array): Part {
  return { number, bytes, crc32: crc32(bytes) };
}

export async function writeAll(
  sink: Sink,
  upload: Upload,
  file: Pick<SampleFile, 'parts'>,
): Promise<readonly PartReceipt[]> {
  const receipts: PartReceipt[] = [];
  for (const part of file.parts) receipts.push(await sink.writePart(upload, part, calm()));
  return receipts;
}

/** Stores a file through the sink as a segment of another one. */
export async function storeSegment(sink: Sink, { parts, expected }: SampleFile): Promise<Segment> {
  const target = sampleTarget({ key: `exports/${randomUUID()}.csv.segment-0` });
  const pieces = parts.map(({ bytes, crc32: crc }) => ({ bytes: bytes.byteLength, crc32: crc }));
  const upload = await sink.begin(target, calm());
  const receipts = await writeAll(sink, upload, { parts });
  return { file: await sink.complete(upload, receipts, { expected, ...calm() }), pieces };
}
