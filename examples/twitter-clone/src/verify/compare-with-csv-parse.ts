import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse';
import { type GeneratorOptions, generatePosts } from '../data/generate-posts.ts';
import { type Post, postColumns } from '../data/post.ts';
import type { Verdict } from './verdict.ts';

const formulaBeginning = /^[=+\-@\t\r\n＝＋－＠]/;
const exampleCount = 5;

/** The same comparison where there is no Python. @throws Error when the file is no CSV, or has another header row. */
export async function compareWithCsvParse(
  path: string,
  posts: GeneratorOptions,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Verdict> {
  const expected = new Map<string, string>();
  for (const post of generatePosts(posts)) expected.set(String(post.PostID), digest(expectedCells(post)));
  const expectedRows = expected.size;
  const differing: string[] = [];
  const unexpected: string[] = [];
  let lines = 0;

  for await (const cells of createReadStream(path, { signal }).pipe(parse()) as AsyncIterable<string[]>) {
    lines += 1;
    if (lines === 1) assertHeader(cells);
    else check(cells);
  }
  const missing = [...expected.keys()].slice(0, exampleCount);
  const isEqual = [differing, missing, unexpected].every(({ length }) => length === 0);
  return { isEqual, rows: lines - 1, expectedRows, differing, missing, unexpected };

  function check(cells: readonly string[]): void {
    const [id = ''] = cells;
    const wanted = expected.get(id);
    expected.delete(id);
    if (wanted === undefined) note(unexpected, id);
    else if (wanted !== digest(cells)) note(differing, id);
  }
}

function expectedCells({ PostID, UserID, DateCreated, Content, Tags }: Post): readonly string[] {
  return [`${PostID}`, `${UserID}`, DateCreated ?? '', guarded(Content ?? ''), guarded((Tags ?? []).join(';'))];
}

function guarded(text: string): string {
  return formulaBeginning.test(text) ? `'${text}` : text;
}

function digest(cells: readonly string[]): string {
  return createHash('md5').update(JSON.stringify(cells)).digest('base64');
}

function assertHeader(cells: readonly string[]): void {
  if (!isDeepStrictEqual(cells, [...postColumns])) throw new Error(`The header row is ${JSON.stringify(cells)}.`);
}

function note(examples: string[], id: string): void {
  if (examples.length < exampleCount) examples.push(id);
}
