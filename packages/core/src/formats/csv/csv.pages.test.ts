import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { encodeDocuments, encodeJson, encoderFor, jsonBatch, textOf } from '../../../test/support/encode-rows.ts';
import { nastyText } from '../../../test/support/nasty-text.ts';
import type { ColumnDefinition } from '../../contracts/index.ts';
import { csv } from './csv.ts';

const value = fc.oneof(
  nastyText,
  fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const documents = fc.array(
  fc.record({ a: value, b: fc.record({ c: value }), items: fc.array(fc.record({ name: value })) }),
  {
    minLength: 1,
    maxLength: 8,
  },
);
const columns: readonly ColumnDefinition[] = [
  'a',
  'b.c',
  { path: 'items.name', header: 'names' },
  { path: 'b', type: 'json' },
  { path: 'a', header: 'date', type: 'date', dateFormat: 'yyyy' },
  { header: 'keys', value: (row: object) => Object.keys(row) },
  { header: 'both', from: ['a', 'b.c'], value: (a: unknown, c: unknown) => [textFor(a), textFor(c)] },
];

/** Not `String()`, which throws for a value such as `{"toString":0}`. */
function textFor(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

describe('csv rows', () => {
  it('have the same bytes from row objects and from JSON', () => {
    fc.assert(
      fc.property(documents, (rows) => {
        const json = rows.map((row) => JSON.stringify(row));

        assert.equal(encodeJson(csv(), columns, json), encodeDocuments(csv(), columns, rows));
      }),
    );
  });

  it('have the same bytes however they are split into pages', () => {
    // One exact number in the first row, so that marked and plain pages meet.
    const format = csv();
    const pageSizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 8, maxLength: 8 });

    fc.assert(
      fc.property(documents, pageSizes, (rows, sizes) => {
        const json = rows.map((row, index) =>
          index === 0 ? JSON.stringify(row).replace('{', '{"x":1.10,') : JSON.stringify(row),
        );
        const whole = encodeJson(format, [...columns, 'x'], json);
        const encoder = encoderFor(format, [...columns, 'x']);
        let text = textOf(encoder.header);
        for (let start = 0, page = 0; start < json.length; start += sizes[page] ?? 1, page += 1) {
          const part = json.slice(start, start + (sizes[page] ?? 1));
          text += textOf(encoder.encode(jsonBatch(part), part.length).bytes);
        }

        assert.equal(text, whole);
      }),
    );
  });

  it('end where rowEnds says', () => {
    fc.assert(
      fc.property(documents, (rows) => {
        const encoder = encoderFor(csv({ header: false }), columns);
        const { bytes, rowEnds } = encoder.encode({ kind: 'documents', documents: rows }, rows.length);
        const cut = rows.map((_, index) => textOf(bytes.slice(rowEnds[index - 1] ?? 0, rowEnds[index])));

        assert.deepEqual(
          cut,
          rows.map((row) => encodeDocuments(csv({ header: false }), columns, [row])),
        );
      }),
    );
  });

  it('of a page that is not whole are refused', () => {
    const encoder = encoderFor(csv(), ['a']);

    assert.throws(() => encoder.encode(jsonBatch(['{"a":1}']), 2), { code: 'EXPORT_SOURCE_INCOMPLETE' });
    assert.throws(() => encoder.encode({ kind: 'documents', documents: [] }, 1), { code: 'EXPORT_SOURCE_INCOMPLETE' });
  });

  it('are encoded by many encoders at once without disturbing each other', () => {
    const format = csv({ header: false });
    const first = encoderFor(format, ['a']);
    const second = encoderFor(format, ['a']);
    const kept = first.encode({ kind: 'documents', documents: [{ a: 'first' }] }, 1);

    second.encode({ kind: 'documents', documents: [{ a: 'second' }] }, 1);

    assert.equal(textOf(kept.bytes), 'first\r\n');
  });
});
