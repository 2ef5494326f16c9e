import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'vitest';
import { type GeneratorOptions, generatePosts } from '../src/data/generate-posts.ts';
import { type Post, postJson } from '../src/data/post.ts';

const twenty = 20_000;
const posts: readonly Post[] = [...generatePosts({ count: twenty })];

describe('generated posts', () => {
  it('are the same for the same seed', () => {
    const again = digest({ count: 2000, seed: 7 });

    assert.equal(digest({ count: 2000, seed: 7 }), again);
    assert.notEqual(digest({ count: 2000, seed: 8 }), again);
  });

  it('of a smaller count are the beginning of a larger one', () => {
    const few = [...generatePosts({ count: 100 })];

    assert.deepEqual(few, posts.slice(0, 100));
  });

  it('have ids of 19 digits beyond 2^53, each post its own', () => {
    const ids = new Set(posts.map(({ PostID }) => PostID));

    assert.equal(ids.size, twenty);
    for (const { PostID, UserID } of posts) {
      assert.match(`${PostID} ${UserID}`, /^[1-9]\d{18} [1-9]\d{18}$/);
      assert.ok(PostID > 2n ** 53n && PostID < 2n ** 63n);
    }
    assert.ok(
      posts.some(({ PostID }) => BigInt(Number(PostID)) !== PostID),
      'Doubles must not be able to hold the ids.',
    );
  });

  it('share their second with others, so that an order by date has ties', () => {
    const dates = posts.map(({ DateCreated }) => DateCreated).filter((date) => typeof date === 'string');

    for (const date of dates) assert.match(date, /^2022-01-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    assert.ok(new Set(dates).size < dates.length);
  });

  it.each([
    ['null', (post: Post) => post.Content === null || post.Tags === null || post.DateCreated === null],
    ['a missing field', (post: Post) => !('Content' in post && 'Tags' in post && 'DateCreated' in post)],
    ['no tags', (post: Post) => post.Tags?.length === 0],
    ['a formula', contentMatches(/^=cmd\|/)],
    ['a telephone number', contentMatches(/^\+49 /)],
    ['a negative number', contentMatches(/^-1 /)],
    ['a handle at its beginning', contentMatches(/^@\w/)],
    ['a full-width formula', contentMatches(/^＝/)],
    ['a tab at its beginning', contentMatches(/^\t/)],
    ['quotes', contentMatches(/"/)],
    ['commas', contentMatches(/,/)],
    ['backslashes', contentMatches(/\\/)],
    ['a line feed', contentMatches(/[^\r]\n/)],
    ['a carriage return and line feed', contentMatches(/\r\n/)],
    ['a lone carriage return', contentMatches(/\r[^\n]/)],
    ['an emoji joined of several', contentMatches(/\u200d/)],
    ['a flag', contentMatches(/\p{RI}{2}/u)],
    ['Japanese', contentMatches(/\p{Script=Hiragana}/u)],
    ['Arabic', contentMatches(/\p{Script=Arabic}/u)],
    ['Cyrillic', contentMatches(/\p{Script=Cyrillic}/u)],
  ])('hold %s now and then', (_, isMeant) => {
    const share = posts.filter(isMeant).length / twenty;

    assert.ok(share > 0 && share < 0.9, `The share is ${share}.`);
  });

  it('are well-formed JSON on one line each, with every digit', () => {
    for (const post of posts.slice(0, 2000)) {
      const text = postJson(post);
      const { PostID: _, UserID: __, ...rest } = JSON.parse(text) as Post;
      const { PostID, UserID, ...expected } = post;

      assert.ok(!text.includes('\n'));
      assert.ok(text.startsWith(`{"PostID":${PostID},"UserID":${UserID}`));
      assert.deepEqual(rest, expected);
    }
    assert.equal(postJson({ PostID: 1n, UserID: 2n }), '{"PostID":1,"UserID":2}');
  });

  it.each([
    { count: -1 },
    { count: 1.5 },
    { count: 100_000_001 },
    { count: 1, seed: 0.5 },
    { count: 1, seed: 2 ** 32 },
  ])('are refused for %o', (options) => {
    assert.throws(() => generatePosts(options).next(), RangeError);
  });
});

function contentMatches(pattern: RegExp): (post: Post) => boolean {
  return ({ Content }) => pattern.test(Content ?? '');
}

function digest(options: GeneratorOptions): string {
  const hash = createHash('sha256');
  for (const post of generatePosts(options)) hash.update(postJson(post));
  return hash.digest('hex');
}
