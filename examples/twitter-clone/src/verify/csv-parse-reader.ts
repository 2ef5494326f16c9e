// Compares a CSV with the posts it was made of: `node csv-parse-reader.ts FILE '{"count":1000}'`. It waits for the end of
// its standard input before it opens the file, and prints a verdict.
import { createReadStream } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'csv-parse';
import { type GeneratorOptions, generatePosts } from '../data/generate-posts.ts';
import { type Post, postColumns } from '../data/post.ts';
import { rowHash } from './row-hash.ts';
import type { Verdict } from './verdict.ts';

const formulaBeginning = /^[=+\-@\t\r\n＝＋－＠]/;
const exampleCount = 5;

const [, , path = '', posts = ''] = process.argv;
const expected = new Map<string, number>();
for (const post of generatePosts(JSON.parse(posts) as GeneratorOptions)) {
  expected.set(String(post.PostID), rowHash(expectedCells(post)));
}
for await (const _ of process.stdin);
console.log(JSON.stringify(await compare(path)));

async function compare(file: string): Promise<Verdict> {
  const expectedRows = expected.size;
  const differing: string[] = [];
  const unexpected: string[] = [];
  let lines = 0;

  for await (const cells of createReadStream(file).pipe(parse()) as AsyncIterable<string[]>) {
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
    else if (wanted !== rowHash(cells)) note(differing, id);
  }
}

function expectedCells({ PostID, UserID, DateCreated, Content, Tags }: Post): readonly string[] {
  return [`${PostID}`, `${UserID}`, DateCreated ?? '', guarded(Content ?? ''), guarded((Tags ?? []).join(';'))];
}

function guarded(text: string): string {
  return formulaBeginning.test(text) ? `'${text}` : text;
}

function assertHeader(cells: readonly string[]): void {
  if (!isDeepStrictEqual(cells, [...postColumns])) throw new Error(`The header row is ${JSON.stringify(cells)}.`);
}

function note(examples: string[], id: string): void {
  if (examples.length < exampleCount) examples.push(id);
}
