import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { generatePosts } from '../src/data/generate-posts.ts';
import { postJson } from '../src/data/post.ts';
import { bulkBodies } from '../src/search/elasticsearch/bulk-bodies.ts';

describe('bulk bodies', () => {
  it('hold every post once, after an action with its id, in bulks of 5,000', () => {
    const bodies = [...bulkBodies({ count: 12_001 })];
    const expected = [...generatePosts({ count: 12_001 })].flatMap((post) => [
      `{"index":{"_id":"${post.PostID}"}}`,
      postJson(post),
    ]);

    assert.deepEqual(
      bodies.map(({ length }) => length / 2),
      [5000, 5000, 2001],
    );
    assert.deepEqual(bodies.flat(), expected);
  });

  it('are none for no posts', () => {
    assert.deepEqual([...bulkBodies({ count: 0 })], []);
  });
});
