import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { prepareSelect, rowsOf } from './prepare-select.ts';
import { createRowJson } from './row-json.ts';

/** What SQLite gives for one value, written as JSON. */
function written(expression: string, json: readonly string[] = []): string {
  using database = new DatabaseSync(':memory:');
  const select = prepareSelect(database, { sql: `SELECT ${expression} AS v`, parameters: [], json });
  const rowJson = createRowJson(select.columns);
  return [...rowsOf(select)].map(rowJson).join('');
}

describe('createRowJson', () => {
  it.each([
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['3.0', '3.0'],
    ['-0.0', '-0.0'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['1e300', '1e+300'],
    ['9e999', '"Infinity"'],
    ['-9e999', '"-Infinity"'],
    ['NULL', 'null'],
    ["'a\"b\\' || char(10)", '"a\\"b\\\\\\n"'],
    ["''", '""'],
    ["x'00ff'", '"AP8="'],
  ])('writes %s as %s', (expression, json) => {
    assert.equal(written(expression), `{"v":${json}}\n`);
  });

  it('takes JSON text over digit by digit, on one line', () => {
    assert.equal(written(`'[1.10,\n 9007199254740993]'`, ['v']), '{"v":[1.10,  9007199254740993]}\n');
    assert.equal(written('NULL', ['v']), '{"v":null}\n');
    assert.equal(written('7', ['v']), '{"v":7}\n');
  });

  it('refuses a text that is no JSON in a column of JSON, without repeating it', () => {
    assert.throws(
      () => written("'secret'", ['v']),
      (error: Error) => /Column "v"/.test(error.message) && !error.message.includes('secret'),
    );
  });

  it('writes any row as one line that says the same', () => {
    const unit = fc.constantFrom('a', '"', '\\', '\n', '\r', '\0', '\u007f', '\u2028', 'é', '🙂', ',', '}');
    const name = fc.string({ unit, minLength: 1 });
    const cell = fc.oneof(
      fc.string({ unit }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.constant(null),
    );

    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, cell), { minLength: 1, selector: ([key]) => key }), (row) => {
        const columns = row.map(([key]) => ({ name: key, declaredType: null, isJson: false }));

        const line = createRowJson(columns)(row.map(([, value]) => value));

        assert.equal(line.indexOf('\n'), line.length - 1);
        const expected = row.map(([key, value]) => [key, typeof value === 'bigint' ? Number(value) : value]);
        assert.deepEqual(Object.entries(JSON.parse(line)).toSorted(), expected.toSorted());
      }),
    );
  });
});
