import type { SourceCapabilities, StoredFile } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import type { Checkpoint } from './export-record.ts';

/** @throws ExportEngineError `EXPORT_STATE_INVALID` while there are rows left */
export function assertDrained({ isDrained }: Checkpoint): void {
  if (isDrained) return;
  const message = 'The export has rows left to read; it can not be finished yet.';
  throw new ExportEngineError('EXPORT_STATE_INVALID', message);
}

/**
 * The last line against a silent short file: rows read are the snapshot's exact count.
 *
 * @throws ExportEngineError `EXPORT_SOURCE_INCOMPLETE`
 */
export function assertRows(
  { rows }: Checkpoint,
  expectedRows: number | undefined,
  { count }: Pick<SourceCapabilities, 'count'>,
): void {
  if (count !== 'exact' || rows === expectedRows) return;
  throw new ExportEngineError(
    'EXPORT_SOURCE_INCOMPLETE',
    `The source holds ${expectedRows ?? 'an unknown number of'} rows, but ${rows} were read.`,
    { details: { rows, expectedRows: expectedRows ?? null } },
  );
}

/** The parts are 1 to N and add up. @throws ExportEngineError `EXPORT_SINK_CONFLICT` */
export function assertParts({ bytes, receipts }: Checkpoint): void {
  const isGapless = receipts.every((receipt, index) => receipt.number === index + 1);
  const sum = receipts.reduce((total, receipt) => total + receipt.bytes, 0);
  if (receipts.length > 0 && isGapless && sum === bytes) return;
  throw new ExportEngineError('EXPORT_SINK_CONFLICT', `The parts do not add up: ${sum} of ${bytes} bytes.`, {
    details: { parts: receipts.length, partBytes: sum, bytes },
  });
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
