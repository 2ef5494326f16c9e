import { crc32 } from '../checksums/crc32.ts';
import type { CheckedBytes } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';

/** A copy of the bytes, for the caller may use its own again. @throws ExportEngineError when the CRC is not theirs. */
export function checkedCopy({ bytes, crc32: expected }: CheckedBytes): CheckedBytes {
  if (crc32(bytes) !== expected) {
    throw new ExportEngineError('EXPORT_SINK_REJECTED', 'These bytes do not have the CRC-32 that came with them.');
  }
  return { bytes: bytes.slice(), crc32: expected };
}
