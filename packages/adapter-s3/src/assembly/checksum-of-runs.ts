import { type CheckedLength, crc32Combine, joinChecked, noBytes, type Segment } from '@export-engine/core';
import type { Run } from './plan-assembly.ts';

/**
 * CRC-32 of runs end to end, from those of their pieces, without reading anything.
 *
 * @returns `undefined` when they begin or end inside a piece.
 */
export function checksumOfRuns(segments: readonly Segment[], runs: readonly Run[]): number | undefined {
  let sum: CheckedLength | undefined = noBytes;
  for (const run of withNeighboursJoined(runs)) {
    const checked = checkedRun(segments[run.segment]?.pieces ?? [], run);
    sum = sum && checked && joinChecked(sum, checked);
  }
  return sum?.crc32;
}

/**
 * CRC-32 of a run from that of what comes right before it: both together are known when the run ends where a piece ends.
 *
 * @param before Runs that end where `run` begins, with their CRC-32.
 */
export function checksumAfter(
  segments: readonly Segment[],
  before: { readonly runs: readonly Run[]; readonly crc32: number },
  run: Run,
): number | undefined {
  const both = checksumOfRuns(segments, [...before.runs, run]);
  return both === undefined ? undefined : crc32Combine(before.crc32, both, run.bytes);
}

/** A run that goes on where the one before it ends, in the same segment, is one run with it. */
function withNeighboursJoined(runs: readonly Run[]): readonly Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const isNeighbour = last?.segment === run.segment && last.start + last.bytes === run.start;
    if (isNeighbour) joined.splice(-1, 1, { ...last, bytes: last.bytes + run.bytes });
    else joined.push(run);
  }
  return joined;
}

function checkedRun(pieces: readonly CheckedLength[], run: Run): CheckedLength | undefined {
  const end = run.start + run.bytes;
  let position = 0;
  let sum: CheckedLength | undefined;
  for (const piece of pieces) {
    if (position === run.start) sum = noBytes;
    position += piece.bytes;
    if (sum === undefined) continue;
    sum = joinChecked(sum, piece);
    if (position >= end) break;
  }
  return sum?.bytes === run.bytes ? sum : undefined;
}
