import { type CheckedBytes, crc32, type Part, type SinkTarget } from '@export-engine/core';

const PART_BYTES = 300_000;

/** A target that follows from its number alone, as in another process. */
export function sampleTarget(number: number): SinkTarget {
  const key = `exports/${number}.csv`;
  return { key, mediaType: 'text/csv', fileName: `${number}.csv`, token: `token-of-${number}` };
}

/** Three parts that follow from the number alone. */
export function sampleParts(number: number): readonly Part[] {
  return [1, 2, 3].map((part) => {
    const bytes = new Uint8Array(Buffer.alloc(PART_BYTES + part, `part ${part} of file ${number};`));
    return { number: part, bytes, crc32: crc32(bytes) };
  });
}

/** The parts end to end. */
export function wholeOf(parts: readonly Part[]): CheckedBytes {
  const bytes = new Uint8Array(Buffer.concat(parts.map((part) => part.bytes)));
  return { bytes, crc32: crc32(bytes) };
}
