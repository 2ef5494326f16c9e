import { type CheckedBytes, crc32, ExportEngineError } from '@export-engine/core';
import { isS3Error } from '../s3/s3-failure.ts';

/**
 * S3 computed another CRC-32 than it was given. If the bytes at hand have the given one, they were damaged on their way,
 * and sending them again helps; if not, the caller's bytes and CRC do not belong together, and nothing helps.
 */
export function digestFailure(error: unknown, content: CheckedBytes): unknown {
  if (!isS3Error(error, 'BadDigest', 'XAmzContentChecksumMismatch')) return error;
  const wasDamagedOnTheWay = crc32(content.bytes) === content.crc32;
  const { cause, details } = error;
  return wasDamagedOnTheWay
    ? new ExportEngineError('EXPORT_SINK_UNAVAILABLE', 'The bytes were damaged on their way to S3.', { cause, details })
    : new ExportEngineError('EXPORT_SINK_CONFLICT', 'The bytes do not have the CRC-32 given with them.', {
        cause,
        details,
      });
}
