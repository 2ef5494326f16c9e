import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { formatCursor, parseCursor } from './cursor.ts';

describe('cursor', () => {
  it('keeps the raw sort text, byte for byte, and the number of rows', () => {
    const sort = '[9223372036854775807,1.10,"a \\"]}\\n",null]';

    const cursor = formatCursor({ rows: 12, sort });

    assert.deepEqual(parseCursor(cursor, 4), { rows: 12, sort });
    assert.doesNotThrow(() => JSON.parse(cursor));
  });

  it('comes back as it was for any sort values', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.jsonValue(), { minLength: 1 }), (rows, values) => {
        const position = { rows, sort: JSON.stringify(values) };
        assert.deepEqual(parseCursor(formatCursor(position), values.length), position);
      }),
    );
  });

  it.each([
    ['text', 'nonsense'],
    ['nothing', ''],
    ['a bare sort array', '[1,2]'],
    ['one value too few, which servers accept and then leave rows out', '{"rows":1,"sort":[1]}'],
    ['one value too many', '{"rows":1,"sort":[1,2,3]}'],
    ['a body spliced in behind the array', '{"rows":1,"sort":[1,2],"size":[1]}'],
    ['a count that is no number', '{"rows":-1,"sort":[1,2]}'],
  ])('refuses %s', (_what, cursor) => {
    assert.throws(
      () => parseCursor(cursor, 2),
      (error) => ExportEngineError.isInstance(error) && error.code === 'EXPORT_OPTIONS_INVALID',
    );
  });
});
