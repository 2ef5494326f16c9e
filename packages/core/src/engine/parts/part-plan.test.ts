import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { partTargetBytes } from './part-plan.ts';

const mib = 1024 * 1024;
const s3 = { maxParts: 10_000, maxPartBytes: 5 * 1024 * mib };

describe('partTargetBytes', () => {
  it('keeps the first thousand parts on S3 at their size, then doubles', () => {
    assert.equal(partTargetBytes(1, 8 * mib, s3), 8 * mib);
    assert.equal(partTargetBytes(1000, 8 * mib, s3), 8 * mib);
    assert.equal(partTargetBytes(1001, 8 * mib, s3), 16 * mib);
    assert.equal(partTargetBytes(9001, 8 * mib, s3), 2.5 * 1024 * mib);
  });

  it('lets the largest object of 5 TiB through before the parts run out', () => {
    let bytes = 0;
    let number = 0;
    while (bytes < 5 * 1024 ** 4) bytes += partTargetBytes(++number, 8 * mib, s3);

    assert.ok(number < 10_000, `${number} parts`);
  });

  it('stays within half of the largest part, so that the row that crosses the line fits', () => {
    for (let number = 1; number <= 10_000; number += 1) {
      assert.ok(partTargetBytes(number, 100 * mib, s3) <= s3.maxPartBytes / 2);
    }
  });
});
