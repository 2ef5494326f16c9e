import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { dataSetOf } from './indices.ts';
import { indexOfSnowflake, snowflakeOf } from './snowflake.ts';

const anyIndex = fc.integer({ min: 0, max: 10_000_000 });

describe.each(['tweets', 'wide'] as const)('the data set "%s"', (name) => {
  const dataSet = dataSetOf({ dataSet: name });

  it('makes the same document of an index each time, whatever was made before', () => {
    const first = dataSet.jsonAt(41);
    dataSet.jsonAt(7);

    assert.equal(dataSet.jsonAt(41), first);
    assert.notEqual(dataSet.jsonAt(42), first);
  });

  it('writes documents that hold their values under the columns', () => {
    fc.assert(
      fc.property(anyIndex, (index) => {
        // The first column may be more than a JavaScript number holds.
        const document: unknown = JSON.parse(dataSet.jsonAt(index));
        const found = dataSet.columns.map((path) => valueAt(document, path) ?? null);
        assert.deepEqual(found.slice(1), dataSet.valuesAt(index).slice(1));
      }),
    );
  });

  it('finds the document of each identifier', () => {
    fc.assert(
      fc.property(anyIndex, (index) => {
        assert.equal(dataSet.indexOf(String(dataSet.valuesAt(index)[0])), index);
      }),
    );
  });

  it.each(['', '0', '-1', 'abc', '01', '1e18', '99999999999999999999'])('finds none for "%s"', (text) => {
    assert.equal(dataSet.indexOf(text), undefined);
  });

  it('has documents that lack a field, and texts that have to be quoted', () => {
    const values = Array.from({ length: 2000 }, (_, index) => dataSet.valuesAt(index));
    const texts = values.flat().filter((value) => typeof value === 'string');

    assert.ok(values.flat().includes(null));
    for (const part of ['"', '\n', '\r\n', ',', '\\', '🔥', '東京']) {
      assert.ok(
        texts.some((text) => text.includes(part)),
        part,
      );
    }
  });
});

describe('snowflakes', () => {
  it('are more than a JavaScript number holds', () => {
    assert.ok(snowflakeOf(0) > BigInt(Number.MAX_SAFE_INTEGER) * 16n);
  });

  it('are not taken for another when digits are lost', () => {
    fc.assert(
      fc.property(anyIndex, (index) => {
        const id = snowflakeOf(index);
        fc.pre(BigInt(Number(id)) !== id);
        assert.equal(indexOfSnowflake(String(BigInt(Number(id)))), undefined);
      }),
    );
  });
});

function valueAt(document: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined | null)?.[key], document);
}
