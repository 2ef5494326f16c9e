import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { type CheckedBytes, ExportEngineError } from '@export-engine/core';

/** Written at once: so much of the event loop's time goes to one checksum (1 ms), and an abort waits no longer. */
const CHUNK_BYTES = 4 * 1024 ** 2;

/**
 * Writes bytes and checks them against their CRC-32 on the way.
 *
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when it is not theirs; what was written must not be used then
 */
export async function writeChecked(
  file: FileHandle,
  { bytes, crc32: expected }: CheckedBytes,
  signal: AbortSignal,
): Promise<void> {
  let crc = 0;
  for (let start = 0; start < bytes.byteLength; start += CHUNK_BYTES) {
    signal.throwIfAborted();
    const chunk = bytes.subarray(start, start + CHUNK_BYTES);
    crc = crc32(chunk, crc);
    await writeAll(file, chunk);
  }
  if (crc !== expected) {
    throw new ExportEngineError('EXPORT_SINK_CONFLICT', 'These bytes do not have the CRC-32 that came with them.');
  }
}

/** The system may take less than it is given. */
export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.byteLength; ) {
    written += (await file.write(bytes, written, bytes.byteLength - written)).bytesWritten;
  }
}
