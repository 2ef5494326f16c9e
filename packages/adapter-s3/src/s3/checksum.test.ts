import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { decodeCrc32, encodeCrc32 } from './checksum.ts';

describe('a CRC-32 in base64', () => {
  it('is written as S3 writes it', () => {
    // From "Checking object integrity": CRC-32 of "123456789" is cbf43926.
    assert.equal(encodeCrc32(0xcbf43926), 'y/Q5Jg==');
    assert.equal(encodeCrc32(0), 'AAAAAA==');
  });

  it('is read back for every value', () => {
    fc.assert(fc.property(fc.nat(0xffff_ffff), (crc32) => decodeCrc32(encodeCrc32(crc32)) === crc32));
  });

  it('is not read from a composite checksum, or from anything else', () => {
    for (const text of [undefined, '', 'y/Q5Jg==-3', 'y/Q5Jg', 'AAAA']) assert.equal(decodeCrc32(text), undefined);
  });
});
