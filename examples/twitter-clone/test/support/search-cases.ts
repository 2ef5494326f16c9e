import assert from 'node:assert/strict';
import * as v from 'valibot';
import { it } from 'vitest';
import type { SearchInput } from '../../src/api/api-types.ts';
import { generatePosts } from '../../src/data/generate-posts.ts';
import type { SearchBackend } from '../../src/search/search-backend.ts';
import type { SearchCriteria } from '../../src/search/search-criteria.ts';
import { searchInput } from '../../src/search/search-input.ts';
import { expectedIds } from './expected-posts.ts';
import { exportedIds } from './exported-ids.ts';

/** What is searched for, and whether there are such posts. All of it has to find what the generator says. */
const cases: readonly (readonly [string, SearchInput, 'some' | 'none'])[] = [
  ['everything', {}, 'some'],
  ['a word', { text: 'kangaroo' }, 'some'],
  ['a word in other letters', { text: 'KANGAROO' }, 'some'],
  ['words in any order', { text: 'to need' }, 'some'],
  ['words side by side', { text: '"need to"' }, 'some'],
  ['words side by side in the wrong order', { text: '"to need"' }, 'none'],
  ['a word that is split by a sign', { text: 'multi-byte' }, 'some'],
  ['a word with an apostrophe', { text: "I'll" }, 'some'],
  ['Russian', { text: 'и' }, 'some'],
  ['a day', { from: '2022-01-10', to: '2022-01-10' }, 'some'],
  ['a second', { from: '2022-01-07T03:25:52Z', to: '2022-01-07T03:25:52Z' }, 'some'],
  ['from a day on', { from: '2022-01-20' }, 'some'],
  ['a word until a day', { text: 'the', to: '2022-01-05' }, 'some'],
  ['a word in other zones', { text: 'the', from: '2022-01-10T12:00+05:30', to: '2022-01-12T12:00-08:00' }, 'some'],
  ['a time before all posts', { to: '2000-01-01' }, 'none'],
  ['a word that is nowhere', { text: 'xyzzyplugh' }, 'none'],
  ['OR, which is a word', { text: 'or' }, 'some'],
  ['AND between words', { text: 'the AND with' }, 'some'],
  ['NOT before a word', { text: 'NOT with' }, 'none'],
  ['a column filter', { text: 'Content:with' }, 'none'],
  ['a prefix query, which is a word', { text: 'multi*' }, 'some'],
  ['half a word', { text: 'kang*' }, 'none'],
  ['brackets and NEAR', { text: 'NEAR(the with, 5)' }, 'none'],
  ['a lone double quote', { text: 'with "the' }, 'some'],
  ['a path', { text: 'temp\\new' }, 'some'],
];

/** Tests of a back end whose posts are the generator's first `count`. */
export function behavesAsSearch(backend: () => SearchBackend, count: number): void {
  const posts = [...generatePosts({ count })];

  it.each(cases)('finds %s, and an export has the same posts', async (_, input, share) => {
    const criteria = v.parse(searchInput, input);
    const expected = expectedIds(posts, criteria);

    assert.equal(expected.length > 0, share === 'some', `${expected.length} posts are meant.`);
    const { ids, total } = await foundIds(backend(), criteria);
    assert.deepEqual(ids, expected);
    assert.equal(total, expected.length);
    assert.deepEqual([...(await exportedIds(backend(), criteria))].sort(), [...expected].sort());
  });

  it('gives every digit, null for what a post lacks, and tags as a list', async () => {
    const { posts } = await backend().search({ phrases: [] }, { page: 1, pageSize: 100, signal });

    for (const { PostID, UserID, Tags } of posts) {
      assert.match(`${PostID} ${UserID}`, /^\d{19} \d{19}$/);
      assert.ok(Tags === null || Array.isArray(Tags));
    }
    assert.ok(posts.some(({ PostID }) => String(Number(PostID)) !== PostID));
    for (const field of ['DateCreated', 'Content', 'Tags'] as const) {
      assert.ok(posts.every((post) => post[field] !== undefined));
      assert.ok(
        posts.some((post) => post[field] === null),
        `No post lacks ${field}.`,
      );
    }
  });
}

const { signal } = new AbortController();
const pageSize = 100;

/** All pages of a search. */
async function foundIds(
  backend: SearchBackend,
  criteria: SearchCriteria,
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const ids: string[] = [];
  for (let page = 1; ; page += 1) {
    const { total, posts } = await backend.search(criteria, { page, pageSize, signal });
    ids.push(...posts.map(({ PostID }) => PostID));
    if (posts.length < pageSize) return { ids, total };
  }
}
