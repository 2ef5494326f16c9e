import type { SourceCapabilities, StoredFile } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import type { Checkpoint, ExportRecord } from './export-record.ts';

/**
 * The last line against a silent short file: rows read are the snapshot's exact count, and the parts are 1..N and add up.
 *
 * @throws ExportEngineError `EXPORT_SOURCE_INCOMPLETE` or `EXPORT_SINK_CONFLICT`
 */
export function assertComplete(record: ExportRecord, capabilities: SourceCapabilities): void {
  const { rows, bytes, receipts } = record.checkpoint;
  const expectedRows = record.snapshot?.expectedRows;
  if (capabilities.count === 'exact' && rows !== expectedRows) {
    throw new ExportEngineError(
      'EXPORT_SOURCE_INCOMPLETE',
      `The source holds ${expectedRows ?? 'an unknown number of'} rows, but ${rows} were read.`,
      { details: { rows, expectedRows: expectedRows ?? null } },
    );
  }
  if (record.file !== null) return;
  const isGapless = receipts.every((receipt, index) => receipt.number === index + 1);
  const sum = receipts.reduce((total, receipt) => total + receipt.bytes, 0);
  if (receipts.length === 0 || !isGapless || sum !== bytes) {
    throw new ExportEngineError('EXPORT_SINK_CONFLICT', `The parts do not add up: ${sum} of ${bytes} bytes.`, {
      details: { parts: receipts.length, partBytes: sum, bytes },
    });
  }
}

/** The stored file is as long as what was written and, when the store tells, has its checksum. */
export function assertStored(file: StoredFile, { bytes, crc32 }: Checkpoint): void {
  if (file.bytes === bytes && (file.crc32 ?? crc32) === crc32) return;
  throw new ExportEngineError(
    'EXPORT_SINK_CONFLICT',
    `The stored file has ${file.bytes} bytes of ${bytes}, or other ones.`,
    {
      details: { storedBytes: file.bytes, bytes },
    },
  );
}
