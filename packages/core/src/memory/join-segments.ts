import { crc32 } from '../checksums/crc32.ts';
import type { CheckedBytes, CheckedLength, Segment } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { checkSegments } from '../files/check-segments.ts';
import type { MemorySinkBackend } from './memory-sink-backend.ts';

/**
 * The segments' files as one file.
 *
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when they do not make the expected file, or a segment's file is gone or is
 * not what its pieces say.
 */
export function joinSegments(
  backend: MemorySinkBackend,
  segments: readonly Segment[],
  expected: CheckedLength,
): CheckedBytes {
  checkSegments(segments, expected);
  const files = segments.map((segment, index) => storedSegment(backend, segment, index + 1));
  const bytes = new Uint8Array(Buffer.concat(files));
  return { bytes, crc32: crc32(bytes) };
}

function storedSegment(backend: MemorySinkBackend, { file, pieces }: Segment, number: number): Uint8Array {
  const stored = backend.files.get(file.key);
  if (stored?.bytes.length !== file.bytes) throw conflict(number);
  let start = 0;
  for (const piece of pieces) {
    const end = start + piece.bytes;
    if (crc32(stored.bytes.subarray(start, end)) !== piece.crc32) throw conflict(number);
    start = end;
  }
  return stored.bytes;
}

function conflict(number: number): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_CONFLICT', `Segment ${number} is gone, or is not the file that it was.`);
}
