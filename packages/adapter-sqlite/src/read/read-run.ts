import type { FileHandle } from 'node:fs/promises';
import { ExportEngineError } from '@export-engine/core';

/** Whole rows of a copy, as a JSON array. */
export interface Run {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** Bytes of the copy that it takes. */
  readonly size: number;
}

export interface RunBounds {
  /** The end of a row. */
  readonly start: number;
  /** The end of a row, further on. */
  readonly end: number;
  readonly targetPageBytes: number;
}

const LINE_FEED = 10;
const COMMA = 44;
const OPENING_BRACKET = 91;
const CLOSING_BRACKET = 93;

/** Reading less costs as much. */
const MIN_WINDOW_BYTES = 16 * 1024;

/** Reads as many whole rows as fit the target, at least one. */
export async function readRun(file: FileHandle, { start, end, targetPageBytes }: RunBounds): Promise<Run> {
  let windowBytes = Math.max(targetPageBytes, MIN_WINDOW_BYTES);
  for (;;) {
    const length = Math.min(windowBytes, end - start);
    // The array's opening bracket goes before the rows, and each line feed has the place of a comma.
    const buffer = Buffer.allocUnsafeSlow(1 + length);
    buffer[0] = OPENING_BRACKET;
    await readFully(file, buffer.subarray(1), start);
    const rowsEnd = lastRowEnd(buffer, targetPageBytes);
    if (rowsEnd !== 0) return asArray(buffer.subarray(0, rowsEnd));
    if (length === end - start) throw incomplete('ends in the middle of a row');
    windowBytes *= 4;
  }
}

async function readFully(file: FileHandle, target: Buffer, position: number): Promise<void> {
  for (let filled = 0; filled < target.length; ) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, position + filled);
    if (bytesRead === 0) throw incomplete('is shorter than it was');
    filled += bytesRead;
  }
}

/** Where the last row that fits ends, or else the first one; 0 when none ends in this buffer. */
function lastRowEnd(buffer: Buffer, targetPageBytes: number): number {
  const fitting = buffer.lastIndexOf(LINE_FEED, targetPageBytes);
  return (fitting === -1 ? buffer.indexOf(LINE_FEED) : fitting) + 1;
}

function asArray(rows: Buffer): Run {
  let count = 0;
  for (let index = rows.indexOf(LINE_FEED); index !== -1; index = rows.indexOf(LINE_FEED, index + 1)) {
    rows[index] = COMMA;
    count += 1;
  }
  rows[rows.length - 1] = CLOSING_BRACKET;
  return { bytes: rows, count, size: rows.length - 1 };
}

function incomplete(what: string): ExportEngineError {
  return new ExportEngineError('EXPORT_SOURCE_INCOMPLETE', `The copy of the rows ${what}.`);
}
