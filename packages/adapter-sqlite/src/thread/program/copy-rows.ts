import { closeSync, fdatasyncSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { CopyResult, CopyTask } from '../task.ts';
import { checkNoNul } from './check-no-nul.ts';
import { rowsOf, type Select } from './prepare-select.ts';
import { rejected } from './refusal.ts';
import { createRowJson } from './row-json.ts';

/** Characters that are collected before they are written. */
const CHUNK_LENGTH = 256 * 1024;

/** Writes every row of a statement to a new file, and does not return before it is on the disk. */
export function copyRows(database: DatabaseSync, select: Select, { file, maxBytes = Infinity }: CopyTask): CopyResult {
  checkNoNul(database, select);
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    const rowJson = createRowJson(select.columns);
    let rows = 0;
    let text = '';
    for (const row of rowsOf(select)) {
      text += rowJson(row);
      rows += 1;
      if (text.length < CHUNK_LENGTH) continue;
      append(descriptor, text, maxBytes);
      text = '';
    }
    const bytes = append(descriptor, text, maxBytes);
    fdatasyncSync(descriptor);
    return { rows, bytes };
  } finally {
    closeSync(descriptor);
  }
}

/** @returns the size of the file */
function append(descriptor: number, text: string, maxBytes: number): number {
  writeFileSync(descriptor, text);
  const { size } = fstatSync(descriptor);
  if (size > maxBytes)
    throw rejected(`The result takes more than the ${maxBytes} bytes that "maxSnapshotBytes" allows.`);
  return size;
}
