import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { EncodedRows } from '../../contracts/index.ts';
import { memorySink } from '../../memory/index.ts';
import { type AssembledPart, createPartAssembler } from './part-assembler.ts';

const limits = { ...memorySink().capabilities, maxPartBytes: 1000, maxParts: 1000 };
const place = (row: number) => ({ partition: 0, after: null, skipRows: row + 1 });

function encode(rows: readonly string[]): EncodedRows {
  let end = 0;
  const rowEnds = Uint32Array.from(rows, (row) => (end += row.length));
  return { bytes: Buffer.from(rows.join('')), rowEnds };
}

/** Parts of these rows, handed over in pages of the given sizes; buffers are reused as the engine does. */
function assemble(rows: readonly string[], pageSizes: readonly number[], partBytes: number): string[] {
  const assembler = createPartAssembler(1, partBytes, limits);
  const parts: string[] = [];
  const take = (part: AssembledPart) => {
    parts.push(Buffer.from(part.bytes).toString());
    assembler.release(part);
  };
  let index = 0;
  for (let page = 0; index < rows.length; page += 1) {
    const size = pageSizes[page % pageSizes.length] ?? 1;
    for (const part of assembler.addRows(encode(rows.slice(index, index + size)), 0, place)) take(part);
    index += size;
  }
  take(assembler.takeRest(place(0)));
  return parts;
}

describe('a part assembler', () => {
  const row = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 });
  const rowsArb = fc.array(row, { maxLength: 60 });
  const pagesArb = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 5 });

  it('cuts the same parts whatever the pages, each at the first row end at or past its size', () => {
    fc.assert(
      fc.property(rowsArb, pagesArb, fc.integer({ min: 1, max: 200 }), (rows, pages, partBytes) => {
        const parts = assemble(rows, pages, partBytes);

        assert.deepEqual(parts, assemble(rows, [1], partBytes));
        assert.equal(parts.join(''), rows.join(''));
        for (const part of parts.slice(0, -1)) {
          assert.ok(part.length >= partBytes && part.length < partBytes + 60, `${part.length} of ${partBytes}`);
        }
      }),
    );
  });

  it('refuses a row that no part can hold, and names no byte of it', () => {
    const assembler = createPartAssembler(1, 100, limits);

    assert.throws(
      () => [...assembler.addRows(encode(['secret'.repeat(300)]), 0, place)],
      (error: Error & { code?: string }) => error.code === 'EXPORT_ROW_TOO_LARGE' && !error.message.includes('secret'),
    );
  });
});
