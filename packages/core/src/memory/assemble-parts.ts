import { crc32 } from '../checksums/crc32.ts';
import type { CheckedBytes, PartReceipt, SinkCapabilities } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import type { MemoryUpload } from './memory-sink-backend.ts';

/**
 * The parts of the receipts as one file.
 *
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when the receipts are not 1 to N, or not what is stored;
 * `EXPORT_SINK_LIMIT_EXCEEDED` when a part that is not the last one is too small.
 */
export function assembleParts(
  upload: MemoryUpload,
  receipts: readonly PartReceipt[],
  limits: SinkCapabilities,
): CheckedBytes {
  if (receipts.length === 0) throw conflict('A file needs at least one part; an empty one is stored with put.');
  const inOrder = receipts.toSorted((a, b) => a.number - b.number);
  const parts = inOrder.map((receipt, index) => storedPart(upload, receipt, index + 1));
  if (parts.slice(0, -1).some((part) => part.bytes.length < limits.minPartBytes)) {
    const message = `Every part but the last needs at least ${limits.minPartBytes} bytes.`;
    throw new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', message);
  }
  const bytes = new Uint8Array(Buffer.concat(parts.map((part) => part.bytes)));
  return { bytes, crc32: crc32(bytes) };
}

function storedPart(upload: MemoryUpload, receipt: PartReceipt, number: number): CheckedBytes {
  const part = upload.parts.get(number);
  if (receipt.number !== number || part === undefined || partTag(part) !== receipt.state) {
    throw conflict(`Part ${number} is not stored as its receipt says.`);
  }
  return part;
}

/** Like an ETag: the same bytes have the same tag, so that a part written twice keeps the first receipt valid. */
export function partTag({ bytes, crc32: crc }: CheckedBytes): string {
  return `${crc.toString(16)}-${bytes.length}`;
}

function conflict(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_CONFLICT', message);
}
