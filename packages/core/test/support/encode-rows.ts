import { bindColumns, planColumns } from '../../src/columns/index.ts';
import type { ColumnDefinition, Format, RowBatch, RowEncoder } from '../../src/contracts/index.ts';

/** An encoder for columns as an application writes them. */
export function encoderFor(format: Format, columns: readonly ColumnDefinition[]): RowEncoder {
  return format.createEncoder(bindColumns(planColumns(columns, 'test'), columns));
}

/** Header and rows as text, from row objects. A byte-order mark stays visible. */
export function encodeDocuments(
  format: Format,
  columns: readonly ColumnDefinition[],
  documents: readonly object[],
): string {
  const encoder = encoderFor(format, columns);
  const { bytes } = encoder.encode({ kind: 'documents', documents }, documents.length);
  return textOf(encoder.header) + textOf(bytes);
}

/** Header and rows as text, from the JSON text of each document. */
export function encodeJson(format: Format, columns: readonly ColumnDefinition[], documents: readonly string[]): string {
  const encoder = encoderFor(format, columns);
  const { bytes } = encoder.encode(jsonBatch(documents), documents.length);
  return textOf(encoder.header) + textOf(bytes);
}

/** A page as a search server answers it: each document is the `_source` of a hit. */
export function jsonBatch(documents: readonly string[]): Extract<RowBatch, { kind: 'json' }> {
  const hits = documents.map((document, index) => `{"_id":"${index}","_score":1.0,"_source":${document},"sort":[1]}`);
  return { kind: 'json', bytes: Buffer.from(`[${hits.join(',')}]`), documentPath: ['_source'] };
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
