import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { PartReceipt } from '@export-engine/core';
import { conflict } from './stored-file.ts';
import { partPath } from './target-places.ts';
import { writeAll } from './write-checked.ts';

const BUFFER_BYTES = 4 * 1024 ** 2;
/**
 * After so much the disk is told to begin, while copying goes on: never more than twice as much waits in the system's
 * memory. A file larger than that would else push everything else out of it, and its sync at the end would take minutes. It
 * also shows that this worker is alive.
 */
const SYNC_EVERY_BYTES = 64 * 1024 ** 2;

/**
 * Copies the parts end to end, through one buffer of 4 MiB, and checks each against its receipt on the way.
 *
 * @throws ExportEngineError `EXPORT_SINK_CONFLICT` when a part is not what its receipt says
 */
export async function joinParts(
  upload: string,
  receipts: readonly PartReceipt[],
  { file, signal }: { readonly file: FileHandle; readonly signal: AbortSignal },
): Promise<void> {
  let unsynced = 0;
  let syncing = Promise.resolve();
  try {
    for await (const chunk of checkedChunks(upload, receipts)) {
      signal.throwIfAborted();
      await writeAll(file, chunk);
      unsynced += chunk.byteLength;
      if (unsynced < SYNC_EVERY_BYTES) continue;
      await syncing;
      syncing = file.datasync();
      // Its failure is thrown where it is awaited.
      syncing.catch(() => undefined);
      unsynced = 0;
    }
    await syncing;
  } finally {
    // The caller closes the file; nothing may be under way then.
    await Promise.allSettled([syncing]);
  }
}

/** What the parts hold, in order. Each chunk is valid until the next one; the last of a part comes before its check. */
async function* checkedChunks(upload: string, receipts: readonly PartReceipt[]): AsyncGenerator<Buffer, void, void> {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  for (const receipt of receipts) {
    await using part = await open(partPath(upload, receipt.number), 'r');
    let bytes = 0;
    let crc = 0;
    for (;;) {
      const { bytesRead } = await part.read(buffer, 0, buffer.byteLength);
      if (bytesRead === 0) break;
      const chunk = buffer.subarray(0, bytesRead);
      bytes += bytesRead;
      crc = crc32(chunk, crc);
      yield chunk;
    }
    if (bytes !== receipt.bytes || crc !== receipt.crc32) {
      throw conflict(`Part ${receipt.number} is not stored as its receipt says.`);
    }
  }
}
