import type { Page, RowBatch, SourceCapabilities } from '../contracts/index.ts';
import { memoryCursor } from './memory-cursor.ts';
import type { MemoryRow } from './memory-source-backend.ts';

const encoder = new TextEncoder();

/** Cuts rows into runs that end with the row by which they reach the target size, so that none is empty. */
export function* pagesOf(
  rows: readonly MemoryRow[],
  batches: SourceCapabilities['batches'],
  targetPageBytes: number,
): Generator<Page> {
  let run: MemoryRow[] = [];
  let runLength = 0;
  for (const row of rows) {
    run.push(row);
    runLength += row.json.length;
    if (runLength >= targetPageBytes) {
      yield pageOf(run, row, batches);
      run = [];
      runLength = 0;
    }
  }
  const last = run.at(-1);
  if (last !== undefined) yield pageOf(run, last, batches);
}

function pageOf(run: readonly MemoryRow[], last: MemoryRow, batches: SourceCapabilities['batches']): Page {
  return { rows: batchOf(run, batches), count: run.length, cursor: memoryCursor(last.position) };
}

function batchOf(run: readonly MemoryRow[], batches: SourceCapabilities['batches']): RowBatch {
  const json = `[${run.map((row) => row.json).join(',')}]`;
  return batches === 'json'
    ? { kind: 'json', bytes: encoder.encode(json), documentPath: [] }
    : { kind: 'documents', documents: JSON.parse(json) as object[] };
}
