import type { CheckedLength } from '@export-engine/core';

export interface Cut {
  readonly start: number;
  readonly bytes: number;
}

/**
 * Cuts a segment, from a byte on, at the ends of its pieces: into runs none of which, the last included, is shorter than
 * `minPartBytes`, or, where the pieces allow it, longer than `copyBytes`. What is to be cut must be `minPartBytes` long.
 */
export function cutSegment(
  pieces: readonly CheckedLength[],
  from: number,
  { minPartBytes, copyBytes }: { readonly minPartBytes: number; readonly copyBytes: number },
): readonly Cut[] {
  const ends = endsOf(pieces).filter((end) => end > from);
  const total = ends.at(-1) ?? from;
  const cuts: Cut[] = [];
  let start = from;
  for (const [index, end] of ends.entries()) {
    const isLongEnough = end - start >= minPartBytes && total - end >= minPartBytes;
    const nextEnd = ends[index + 1] ?? total;
    // A rest that is too small for a run of its own goes with the last piece before it.
    const nextLength = (total - nextEnd < minPartBytes ? total : nextEnd) - start;
    if (end === total || (isLongEnough && nextLength > copyBytes)) {
      cuts.push({ start, bytes: end - start });
      start = end;
    }
  }
  return cuts;
}

/** Where each piece ends, in bytes from the begin of the segment; pieces without bytes end nowhere. */
function endsOf(pieces: readonly CheckedLength[]): readonly number[] {
  let end = 0;
  return pieces
    .filter(({ bytes }) => bytes > 0)
    .map(({ bytes }) => {
      end += bytes;
      return end;
    });
}
