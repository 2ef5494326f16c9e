import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { etagOf } from './etag-of.ts';

const receipt = { number: 1, bytes: 1, crc32: 1 };

describe('etagOf', () => {
  it('reads the ETag, and refuses the receipt of another sink', () => {
    assert.equal(etagOf({ ...receipt, state: { etag: '"0"' } }), '"0"');
    for (const state of [null, 'text', 1, [], {}, { etag: 1 }]) {
      assert.throws(() => etagOf({ ...receipt, state }), { code: 'EXPORT_SINK_CONFLICT' });
    }
  });
});
