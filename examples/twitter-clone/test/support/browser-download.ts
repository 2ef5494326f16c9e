import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse/sync';
import type { Download, Page } from 'playwright-core';
import * as v from 'valibot';
import type { SearchInput } from '../../src/api/api-types.ts';
import { generatePosts } from '../../src/data/generate-posts.ts';
import { type Post, postColumns, postJson } from '../../src/data/post.ts';
import { searchInput } from '../../src/search/search-input.ts';
import { postCount } from './browser-demo.ts';
import { expectedIds } from './expected-posts.ts';

/** The posts that the demo has. */
export function allPosts(): readonly Post[] {
  return [...generatePosts({ count: postCount })];
}

/** Those that a search is for, worked out from the posts themselves, the newest first. */
export function expectedPosts(posts: readonly Post[], input: SearchInput): readonly Post[] {
  const byId = new Map(posts.map((post) => [String(post.PostID), post]));
  return expectedIds(posts, v.parse(searchInput, input)).flatMap((id) => byId.get(id) ?? []);
}

/** The download that something brings about, also one in a tab that opens for it. */
export async function downloadBy(page: Page, act: () => Promise<void>): Promise<Download> {
  const started = new Promise<Download>((resolve) => {
    page.once('download', resolve);
    page.once('popup', (popup) => popup.once('download', resolve));
  });
  await act();
  return started;
}

/** Says how the rows of a CSV file differ from the posts, each cell with every digit; an empty list when they are equal. */
export async function differencesOfCsv(download: Download, posts: readonly Post[]): Promise<readonly string[]> {
  const [header, ...rows] = parse(await readFile(await download.path())) as string[][];
  const headerDifferences = isDeepStrictEqual(header, [...postColumns]) ? [] : [`header ${header}`];
  return [...headerDifferences, ...differences(rows.map(cellsText), posts.map(cellsOf).map(cellsText))];
}

/** The same for a file with a JSON object on each line; a post's absent fields are null there. */
export async function differencesOfNdjson(download: Download, posts: readonly Post[]): Promise<readonly string[]> {
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n');
  const absent = { DateCreated: null, Content: null, Tags: null };
  return differences(
    lines,
    posts.map(({ PostID, UserID, ...rest }) => postJson({ PostID, UserID, ...absent, ...rest })),
  );
}

const shownDifferences = 5;

/** In whichever order the rows are. */
function differences(found: readonly string[], expected: readonly string[]): readonly string[] {
  const counts = found.length === expected.length ? [] : [`${found.length} rows instead of ${expected.length}`];
  const expectedInOrder = [...expected].sort();
  const different = [...found]
    .sort()
    .map((text, index) => [text, expectedInOrder[index]])
    .filter(([text, wanted]) => text !== wanted)
    .map(([text, wanted]) => `${text} instead of ${wanted}`);
  return [...counts, ...different.slice(0, shownDifferences)];
}

const formulaBeginning = /^[=+\-@\t\r\n＝＋－＠]/;

function cellsOf({ PostID, UserID, DateCreated, Content, Tags }: Post): readonly string[] {
  return [`${PostID}`, `${UserID}`, DateCreated ?? '', guarded(Content ?? ''), guarded((Tags ?? []).join(';'))];
}

function cellsText(cells: readonly string[]): string {
  return JSON.stringify(cells);
}

function guarded(text: string): string {
  return formulaBeginning.test(text) ? `'${text}` : text;
}
