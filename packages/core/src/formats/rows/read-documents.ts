import type { RowBatch } from '../../contracts/index.ts';
import { ExportEngineError } from '../../errors/index.ts';
import type { NumberMarks } from '../exact-json/number-marks.ts';
import { type ExactJson, parseExactJson } from '../exact-json/parse-exact-json.ts';

/** The rows of a page as objects. */
export interface DocumentBatch {
  readonly documents: readonly object[];
  /** Present when strings in the documents can be marked numbers. */
  readonly marks: NumberMarks | undefined;
}

/** @throws ExportEngineError `EXPORT_SOURCE_INCOMPLETE` when the batch is not `count` documents. */
export function readDocuments(rows: RowBatch, count: number, marks: NumberMarks): DocumentBatch {
  const batch = rows.kind === 'json' ? parseElements(rows.bytes, marks) : { value: rows.documents, marks: undefined };
  if (!Array.isArray(batch.value)) throw incomplete('A page is not a JSON array of rows.');
  const elements = batch.value as readonly unknown[];
  if (elements.length !== count) throw incomplete(`A page of ${count} rows holds ${elements.length}.`);
  const path = rows.kind === 'json' ? rows.documentPath : [];
  return { documents: elements.map((element, row) => documentOf(element, path, row)), marks: batch.marks };
}

function parseElements(bytes: Uint8Array, marks: NumberMarks): ExactJson {
  try {
    return parseExactJson(bytes, marks);
  } catch (cause) {
    throw incomplete('A page of rows is not whole UTF-8 JSON.', cause);
  }
}

function documentOf(element: unknown, path: readonly string[], row: number): object {
  let value = element;
  for (const key of path) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const place = path.length === 0 ? '' : ` under "${path.join('.')}"`;
  throw incomplete(`Row ${row} of a page has no document${place}.`);
}

function incomplete(message: string, cause?: unknown): ExportEngineError {
  return new ExportEngineError('EXPORT_SOURCE_INCOMPLETE', message, cause === undefined ? {} : { cause });
}
