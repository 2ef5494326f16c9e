import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { generatePosts } from '../src/data/generate-posts.ts';
import { postJson } from '../src/data/post.ts';
import { rowHash } from '../src/verify/row-hash.ts';

describe("a row's hash", () => {
  it('is the same for the same cells, and an integer of 53 bits', () => {
    const hash = rowHash(['1', 'a']);

    assert.equal(rowHash(['1', 'a']), hash);
    assert.ok(Number.isSafeInteger(hash) && hash >= 0);
  });

  it.each([
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [
      ['ab', ''],
      ['a', 'b'],
    ],
    [['a', ''], ['a']],
    [['1534567890123456789'], ['1534567890123456788']],
    [
      ['', 'a'],
      ['a', ''],
    ],
  ])('differs between %j and %j', (one, other) => {
    assert.notEqual(rowHash(one), rowHash(other));
  });

  it('differs between all posts', () => {
    const hashes = new Set([...generatePosts({ count: 20_000 })].map((post) => rowHash([postJson(post)])));

    assert.equal(hashes.size, 20_000);
  });
});
