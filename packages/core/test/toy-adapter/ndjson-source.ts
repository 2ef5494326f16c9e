import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Snapshot, Source } from '@export-engine/core';
import { checkOptions, custom, type ErrorCode, ExportEngineError, string } from '@export-engine/core';

/** The folder holds `*.ndjson` files: one JSON object a line, each line ended by a line feed. */
export type NdjsonSourceOptions = { readonly folder: string };
export type NdjsonQuery = { readonly file: string };

/** Reads newline-delimited JSON files. @throws ExportEngineError `EXPORT_OPTIONS_INVALID` */
export function ndjsonSource(options: NdjsonSourceOptions): Source<NdjsonQuery> {
  checkOptions<NdjsonSourceOptions>('ndjsonSource()', options, { folder: string() });
  const pathOf = ({ file }: NdjsonQuery): string => join(options.folder, file);
  const copyOf = ({ state }: Snapshot): string => join(options.folder, `.snapshot-${(state as { id: string }).id}`);

  return {
    specVersion: 1,
    name: 'ndjson',
    capabilities: { snapshot: true, partitions: false, count: 'exact', resume: 'snapshot', batches: 'json' },

    validate(query) {
      const file = custom('a name like orders.ndjson', (name) => /^[\w-]+\.ndjson$/.test(String(name)));
      checkOptions<NdjsonQuery>('ndjsonSource() query', query, { file });
      return { file: query.file };
    },

    async describe(query, { signal }) {
      for await (const line of linesOf(pathOf(query), 0, signal, 'EXPORT_SOURCE_REJECTED')) {
        return Object.keys(JSON.parse(line.toString())).map((path) => ({ path, type: 'auto' }));
      }
      return [];
    },

    async open(query, { signal }) {
      signal.throwIfAborted();
      const snapshot = { state: { id: randomUUID() }, partitions: [{ index: 0, state: null }] };
      try {
        await copyFile(pathOf(query), copyOf(snapshot));
        let expectedRows = 0;
        for await (const _ of linesOf(copyOf(snapshot), 0, signal, 'EXPORT_SOURCE_CURSOR_LOST')) expectedRows += 1;
        return { ...snapshot, expectedRows };
      } catch (error) {
        await rm(copyOf(snapshot), { force: true });
        throw coded(error, 'EXPORT_SOURCE_REJECTED');
      }
    },

    async *read(_query, snapshot, _partition, { after = '0', targetPageBytes, signal }) {
      let lines: Buffer[] = [];
      let start = Number(after);
      let end = start;
      for await (const line of linesOf(copyOf(snapshot), start, signal, 'EXPORT_SOURCE_CURSOR_LOST')) {
        lines.push(line);
        end += line.length + 1;
        if (end - start < targetPageBytes) continue;
        yield pageOf(lines, end);
        signal.throwIfAborted();
        lines = [];
        start = end;
      }
      if (lines.length > 0) yield pageOf(lines, end);
    },

    async close(snapshot, { signal }) {
      signal.throwIfAborted();
      await rm(copyOf(snapshot), { force: true });
    },
  };
}

function pageOf(lines: readonly Buffer[], end: number): Page {
  const bytes = Buffer.from(`[${lines.join(',')}]`);
  return { rows: { kind: 'json', bytes, documentPath: [] }, count: lines.length, cursor: String(end) };
}

/** A line that has no line feed yet is still being written: it is not there. */
async function* linesOf(path: string, start: number, signal: AbortSignal, missing: ErrorCode): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path, { start })) {
      signal.throwIfAborted();
      rest = Buffer.concat([rest, chunk]);
      for (let length = rest.indexOf('\n'); length >= 0; length = rest.indexOf('\n')) {
        yield rest.subarray(0, length);
        rest = rest.subarray(length + 1);
      }
    }
    signal.throwIfAborted();
  } catch (error) {
    throw coded(error, missing);
  }
}

function coded(error: unknown, code: ErrorCode): unknown {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isMissing ? new ExportEngineError(code, 'The file is gone.', { cause: error }) : error;
}
