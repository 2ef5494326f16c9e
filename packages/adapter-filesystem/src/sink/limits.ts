import type { SinkCapabilities } from '@export-engine/core';

const GIBIBYTE = 1024 ** 3;
const MAX_PARTS = 10_000;
/** A part is in memory as a whole. */
const MAX_PART_BYTES = GIBIBYTE;

/**
 * File systems have few limits of their own; these keep records small (some 100 bytes a part) and parts in memory.
 * The largest file that they allow, 9.8 TiB, is below that of ext4 (16 TiB) and NTFS.
 */
export const fileLimits: Omit<SinkCapabilities, 'maxLinkSeconds'> = {
  minPartBytes: 1,
  maxPartBytes: MAX_PART_BYTES,
  maxParts: MAX_PARTS,
  maxFileBytes: MAX_PARTS * MAX_PART_BYTES,
};
