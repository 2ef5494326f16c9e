import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { crc32, crc32Combine } from './crc32.ts';

describe('crc32', () => {
  it('gives the check value of the CRC catalogue', () => {
    assert.equal(crc32(new TextEncoder().encode('123456789')), 0xcbf43926);
  });
});

describe('crc32Combine', () => {
  it('gives the CRC of two runs end to end, for any split', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.uint8Array({ maxLength: 5000 }), (first, second) => {
        const combined = crc32Combine(crc32(first), crc32(second), second.length);

        assert.equal(combined, crc32(Buffer.concat([first, second])));
      }),
    );
  });

  it('handles lengths beyond 32 bits', () => {
    const oneGiB = 2 ** 30;
    const zeros = crc32(new Uint8Array(2 ** 20));
    let expected = zeros;
    for (let i = 1; i < 8 * 1024; i += 1) expected = crc32Combine(expected, zeros, 2 ** 20);
    let byGiB = crc32Combine(0, 0, 0);
    const gib = Array.from({ length: 1024 }).reduce<number>((sum) => crc32Combine(sum, zeros, 2 ** 20), 0);
    for (let i = 0; i < 8; i += 1) byGiB = crc32Combine(byGiB, gib, oneGiB);
    const twoRuns = crc32Combine(zeros, crc32Combine(0, expected, 8 * oneGiB), 8 * oneGiB);

    assert.equal(byGiB, expected);
    assert.equal(typeof twoRuns, 'number');
  });
});
