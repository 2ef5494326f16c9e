import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { csvRowEnds, lineEnds } from './row-ends.ts';

describe('csvRowEnds', () => {
  it('ends rows at line feeds outside quotes', () => {
    assert.deepEqual([...csvRowEnds(Buffer.from('a,"b\r\n""c"\r\n"\n"\r\nd\r\n'), 3)], [12, 17, 20]);
  });

  it('fails when the bytes do not hold the rows', () => {
    assert.throws(() => csvRowEnds(Buffer.from('a\r\nb\r\n'), 1), /1 rows were encoded, but the bytes hold 2/);
    assert.throws(() => csvRowEnds(Buffer.from('a\r\n'), 2), /2 rows were encoded/);
    assert.throws(() => csvRowEnds(Buffer.from('a\r\nb'), 1), /1 rows were encoded/);
  });
});

describe('lineEnds', () => {
  it('ends rows at every line feed', () => {
    assert.deepEqual([...lineEnds(Buffer.from('{}\n"\n'), 2)], [3, 5]);
  });

  it('fails when the bytes do not hold the rows', () => {
    assert.throws(() => lineEnds(Buffer.from('{}\n{}\n'), 1), /1 rows were encoded, but the bytes hold 2/);
  });
});
