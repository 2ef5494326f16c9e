import type { FileHandle } from 'node:fs/promises';
import type { PartitionState } from './snapshot-state.ts';

const LINE_FEED = 10;
const WINDOW_BYTES = 64 * 1024;

/** Cuts a copy into neighbouring shares of about as many bytes each, between rows; fewer where there are few rows. */
export async function cutPartitions(
  file: FileHandle,
  { bytes, wanted }: { readonly bytes: number; readonly wanted: number },
): Promise<readonly PartitionState[]> {
  const shares: PartitionState[] = [];
  let start = 0;
  for (let share = 1; share < wanted && start < bytes; share += 1) {
    const goal = Math.floor((bytes * share) / wanted);
    if (goal <= start) continue;
    const end = await nextRowEnd(file, goal - 1, bytes);
    if (end === bytes) break;
    shares.push({ start, end });
    start = end;
  }
  return [...shares, { start, end: bytes }];
}

/** The end of the row that holds the byte at `position`. */
async function nextRowEnd(file: FileHandle, position: number, bytes: number): Promise<number> {
  const window = Buffer.allocUnsafe(WINDOW_BYTES);
  for (let offset = position; offset < bytes; offset += WINDOW_BYTES) {
    const { bytesRead } = await file.read(window, 0, WINDOW_BYTES, offset);
    const index = window.subarray(0, bytesRead).indexOf(LINE_FEED);
    if (index !== -1) return offset + index + 1;
  }
  return bytes;
}
