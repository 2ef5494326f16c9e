import { joinChecked, noBytes } from '../checksums/crc32.ts';
import type { CompleteOptions, PartReceipt } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';

/**
 * The receipts in order, once they are known to be parts 1 to N that add up to the expected file.
 *
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT`, before anything is sent or moved.
 */
export function checkReceipts(
  receipts: readonly PartReceipt[],
  expected: CompleteOptions['expected'],
): readonly PartReceipt[] {
  const parts = receipts.toSorted((one, other) => one.number - other.number);
  if (parts.length === 0) throw conflict('There are no parts to complete; a file without parts is stored by put().');
  if (parts.some((part, index) => part.number !== index + 1)) {
    throw conflict(`The receipts are not those of parts 1 to ${parts.length}.`);
  }
  const { bytes, crc32 } = parts.reduce(joinChecked, noBytes);
  if (bytes !== expected.bytes) throw conflict(`The parts have ${bytes} bytes; ${expected.bytes} were expected.`);
  if (crc32 !== expected.crc32) throw conflict("The parts' CRC-32 is not that of the expected file.");
  return parts;
}

function conflict(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_CONFLICT', message);
}
