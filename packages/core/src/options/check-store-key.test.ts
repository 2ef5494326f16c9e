import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { checkStoreKey } from './check-store-key.ts';

describe('checkStoreKey', () => {
  it('accepts up to 512 letters, digits, dots, underscores, dashes and slashes', () => {
    for (const key of ['a', 'exports/1.json', 'a..b/.c', 'x'.repeat(512)]) checkStoreKey('store', key);
  });

  it('refuses anything else, without repeating the key', () => {
    for (const key of ['', 'secret key', '/secret', 'secret/', 'a//secret', 'secret/..', './secret', 's'.repeat(513)]) {
      assert.throws(
        () => checkStoreKey('memoryStore()', key),
        (error: Error & { code: string }) => {
          assert.equal(error.code, 'EXPORT_OPTIONS_INVALID');
          assert.match(error.message, /^memoryStore\(\): a key has 1 to 512/);
          assert.ok(!error.message.includes('secret'));
          return true;
        },
      );
    }
  });
});
