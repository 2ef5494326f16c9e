import { ExportEngineError, type Segment } from '@export-engine/core';
import { cutSegment } from './cut-segment.ts';

/** Bytes of one segment that lie side by side. */
export interface Run {
  /** Index of the segment, from 0. */
  readonly segment: number;
  readonly start: number;
  readonly bytes: number;
}

/** A part of the whole that S3 copies. */
export interface CopiedPart {
  readonly kind: 'copied';
  readonly number: number;
  readonly bytes: number;
  readonly run: Run;
}

/** A part of the whole that is fetched in runs, joined in memory, and sent as one. */
export interface JoinedPart {
  readonly kind: 'joined';
  readonly number: number;
  readonly bytes: number;
  readonly runs: readonly Run[];
}

export type PlannedPart = CopiedPart | JoinedPart;

export interface AssemblyLimits {
  readonly minPartBytes: number;
  readonly maxPartBytes: number;
  readonly maxParts: number;
  /** Longest copy that is wanted; longer ones are planned when there would be too many parts, or when a piece is longer. */
  readonly copyBytes: number;
}

/**
 * How the segments become the parts of one upload.
 *
 * A segment of at least `minPartBytes` is copied, in cuts at the ends of its pieces, where checksums are known. Smaller ones
 * wait for each other, and for as much from the head of the next large one as they lack: together they are less than twice
 * `minPartBytes`, which is all that a part ever takes of this process's memory. What waits at the end is the last part.
 *
 * @throws ExportEngineError `EXPORT_SINK_LIMIT_EXCEEDED` when no plan has few enough parts, or a piece is too large to be cut
 * into copies (above `maxPartBytes` less twice `minPartBytes`).
 */
export function planAssembly(segments: readonly Segment[], limits: AssemblyLimits): readonly PlannedPart[] {
  const { minPartBytes, maxPartBytes, maxParts } = limits;
  for (let copyBytes = limits.copyBytes; ; copyBytes *= 2) {
    const parts = planParts(segments, minPartBytes, Math.min(copyBytes, maxPartBytes));
    if (parts.some(({ bytes }) => bytes > maxPartBytes)) {
      throw limitExceeded(`A piece of a segment is so large that a part would have more than ${maxPartBytes} bytes.`);
    }
    if (parts.length <= maxParts) return parts;
    if (copyBytes >= maxPartBytes) {
      throw limitExceeded(`${segments.length} segments make ${parts.length} parts: S3 takes at most ${maxParts}.`);
    }
  }
}

function planParts(segments: readonly Segment[], minPartBytes: number, copyBytes: number): readonly PlannedPart[] {
  const parts: (readonly Run[])[] = [];
  let waiting: Run[] = [];
  for (const [segment, { file, pieces }] of segments.entries()) {
    const lacking = waiting.length === 0 ? 0 : minPartBytes - lengthOf(waiting);
    if (file.bytes >= lacking + minPartBytes) {
      if (lacking > 0) parts.push([...waiting, { segment, start: 0, bytes: lacking }]);
      waiting = [];
      const cuts = cutSegment(pieces, lacking, { minPartBytes, copyBytes });
      parts.push(...cuts.map((cut) => [{ segment, ...cut }]));
    } else if (file.bytes > 0) {
      waiting.push({ segment, start: 0, bytes: file.bytes });
      if (lengthOf(waiting) >= minPartBytes) parts.push(waiting.splice(0));
    }
  }
  if (waiting.length > 0) parts.push(waiting);
  return parts.map((runs, index) => plannedPart(runs, index + 1));
}

function plannedPart(runs: readonly Run[], number: number): PlannedPart {
  const [run, ...others] = runs;
  if (run !== undefined && others.length === 0) return { kind: 'copied', number, bytes: run.bytes, run };
  return { kind: 'joined', number, bytes: lengthOf(runs), runs };
}

function lengthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { bytes }) => sum + bytes, 0);
}

function limitExceeded(message: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SINK_LIMIT_EXCEEDED', message);
}
