import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { instant, instantAfter, quantity, size } from './quantities.ts';

describe('quantities', () => {
  it('groups digits and knows one from many', () => {
    assert.deepEqual(
      [0, 1, 2, 1_234_567].map((count) => quantity(count, 'row')),
      ['0 rows', '1 row', '2 rows', '1,234,567 rows'],
    );
  });

  it('gives sizes with three digits that matter, in the unit in which they are under a thousand', () => {
    const table: readonly [bytes: number, text: string][] = [
      [0, '0 bytes'],
      [1, '1 byte'],
      [999, '999 bytes'],
      [1000, '1 kB'],
      [1234, '1.23 kB'],
      [56_789, '56.8 kB'],
      [999_499, '999 kB'],
      [999_999, '1 MB'],
      [356_789_012, '357 MB'],
      [53_687_091_200, '53.7 GB'],
      [48_800_000_000_000, '48.8 TB'],
      [Number.MAX_SAFE_INTEGER, '9,010 TB'],
    ];
    for (const [bytes, text] of table) assert.equal(size(bytes), text);
  });

  it('gives instants with their zone, and leaves other text alone', () => {
    assert.equal(instant('2026-01-02T03:04:05.678Z'), '2 January 2026 at 03:04 UTC');
    assert.equal(instant('yesterday'), 'yesterday');
    assert.equal(instantAfter('2026-01-02T03:04:05.678Z', 7 * 86_400), '9 January 2026 at 03:04 UTC');
    assert.equal(instantAfter('yesterday', 60), undefined);
  });
});
