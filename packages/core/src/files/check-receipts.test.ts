import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { crc32 } from '../checksums/crc32.ts';
import type { PartReceipt } from '../contracts/index.ts';
import { checkReceipts } from './check-receipts.ts';

const texts = ['id,name\n', '1,Ada\n', '2,Bob\n'];
const receipts: readonly PartReceipt[] = texts.map((text, index) => ({
  number: index + 1,
  bytes: text.length,
  crc32: crc32(Buffer.from(text)),
  state: null,
}));
const whole = Buffer.from(texts.join(''));
const expected = { bytes: whole.byteLength, crc32: crc32(whole) };

describe('checkReceipts', () => {
  it('puts the receipts in order, and leaves the caller its list', () => {
    const reversed = [...receipts].reverse();

    assert.deepEqual(checkReceipts(reversed, expected), receipts);
    assert.deepEqual(reversed, [...receipts].reverse());
  });

  const [first, second, third] = receipts as readonly [PartReceipt, PartReceipt, PartReceipt];
  const bad: readonly (readonly [title: string, list: readonly PartReceipt[], whole: typeof expected])[] = [
    ['without parts', [], expected],
    ['with a gap', [first, third], expected],
    ['with a part twice', [first, second, second, third], expected],
    [
      'that begin at 0',
      [
        { ...first, number: 0 },
        { ...second, number: 1 },
        { ...third, number: 2 },
      ],
      expected,
    ],
    ['of another length', receipts, { ...expected, bytes: expected.bytes + 1 }],
    ['of other content', receipts, { ...expected, crc32: expected.crc32 ^ 1 }],
    ['of parts in another order', [{ ...second, number: 1 }, { ...first, number: 2 }, third], expected],
  ];
  for (const [title, list, file] of bad) {
    it(`refuses receipts ${title}`, () => {
      assert.throws(() => checkReceipts(list, file), { code: 'EXPORT_SINK_CONFLICT' });
    });
  }
});
