import { joinChecked, noBytes } from '../checksums/crc32.ts';
import type { CheckedLength, Segment } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';

/**
 * Sees to it that the pieces of each segment add up to its file, and those of all of them to the expected one.
 *
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT`, before anything is sent or moved.
 */
export function checkSegments(segments: readonly Segment[], expected: CheckedLength): void {
  const sums = segments.map(({ file, pieces }, index) => {
    const sum = pieces.reduce(joinChecked, noBytes);
    if (sum.bytes !== file.bytes || (file.crc32 !== undefined && sum.crc32 !== file.crc32)) {
      throw conflict(`The pieces of segment ${index + 1} do not add up to its file.`);
    }
    return sum;
  });
  const whole = sums.reduce(joinChecked, noBytes);
  if (whole.bytes !== expected.bytes) {
    throw conflict(`The segments have ${whole.bytes} bytes; ${expected.bytes} were expected.`);
  }
  if (whole.crc32 !== expected.crc32) throw conflict("The segments' CRC-32 is not that of the expected file.");
}

function conflict(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_CONFLICT', message);
}
