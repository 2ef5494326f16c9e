import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { byteRange } from './byte-range.ts';

describe('byteRange', () => {
  it('reads the three forms of one range', () => {
    assert.deepEqual(byteRange('bytes=0-0', 10), { first: 0, last: 0 });
    assert.deepEqual(byteRange('bytes=2-5', 10), { first: 2, last: 5 });
    assert.deepEqual(byteRange('bytes=2-', 10), { first: 2, last: 9 });
    assert.deepEqual(byteRange('bytes=-3', 10), { first: 7, last: 9 });
    assert.deepEqual(byteRange('Bytes= 2-5 ', 10), { first: 2, last: 5 });
  });

  it('cuts a range at the end of the file', () => {
    assert.deepEqual(byteRange('bytes=5-99999999999999999999', 10), { first: 5, last: 9 });
    assert.deepEqual(byteRange('bytes=-99', 10), { first: 0, last: 9 });
  });

  it('can not satisfy a range that begins past the end, an empty one, or any of an empty file', () => {
    for (const [header, bytes] of [
      ['bytes=10-', 10],
      ['bytes=10-12', 10],
      ['bytes=99999999999999999999-', 10],
      ['bytes=-0', 10],
      ['bytes=0-', 0],
      ['bytes=-5', 0],
    ] as const) {
      assert.equal(byteRange(header, bytes), 'unsatisfiable', header);
    }
  });

  it('takes everything else for the whole file', () => {
    const others = [
      null,
      '',
      'bytes',
      'bytes=',
      'bytes=-',
      'bytes=5-2',
      'bytes=0-1,3-4',
      'rows=0-1',
      'bytes=a-b',
      'bytes=1',
    ];
    for (const header of others) assert.equal(byteRange(header, 10), 'whole', String(header));
  });

  it('never leaves the file', () => {
    const number = fc.oneof(
      fc.constant(''),
      fc.nat(30).map(String),
      fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
    );
    fc.assert(
      fc.property(number, number, fc.nat(25), (first, last, bytes) => {
        const range = byteRange(`bytes=${first}-${last}`, bytes);

        if (typeof range === 'string') return;
        assert.ok(range.first >= 0 && range.first <= range.last && range.last < bytes);
      }),
    );
  });
});
