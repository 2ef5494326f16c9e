import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createExportEngine,
  fetchMemoryLink,
  inProcessOrchestrator,
  memorySink,
  memorySource,
  memoryStore,
} from '@export-engine/core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { generatePosts } from '../src/data/generate-posts.ts';
import { postColumns, postJson } from '../src/data/post.ts';
import { compareWithCsvParse } from '../src/verify/compare-with-csv-parse.ts';
import { compareWithPython } from '../src/verify/compare-with-python.ts';
import type { Verdict } from '../src/verify/verdict.ts';
import { describeWithPython } from './support/describe-with-python.ts';

const posts = { count: 3000 };
/** Every comparison starts a process or two. */
const timeout = 60_000;
const equal: Verdict = { isEqual: true, rows: 3000, expectedRows: 3000, differing: [], missing: [], unexpected: [] };

type Compare = (path: string) => Promise<Verdict>;

describe('the comparison by csv-parse', () => {
  behavesAsComparison((path) => compareWithCsvParse({ path }, posts));
});

describeWithPython('the comparison by Python', () => {
  behavesAsComparison((path) => compareWithPython({ path, format: 'csv' }, posts));
});

function behavesAsComparison(compare: Compare): void {
  let folder: string;
  let text: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-test-'));
    text = await exportedText();
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function compareText(changed: string): Promise<Verdict> {
    const path = join(folder, 'file.csv');
    await writeFile(path, changed);
    return compare(path);
  }

  it('is content with what the engine writes', { timeout }, async () => {
    assert.deepEqual(await compareText(text), equal);
  });

  it('sees one character that is different', { timeout }, async () => {
    const verdict = await compareText(text.replace('kangaroo', 'kangarоо'));

    assert.deepEqual([verdict.isEqual, verdict.differing.length, verdict.rows], [false, 1, 3000]);
  });

  it('sees one digit of an id that a double would have lost', { timeout }, async () => {
    const [first] = generatePosts(posts);
    const digits = String(first?.PostID);
    const rounded = String(BigInt(Number(digits)) + 1n);
    const verdict = await compareText(text.replace(digits, rounded));

    assert.deepEqual([verdict.missing, verdict.unexpected], [[digits], [rounded]]);
  });

  it('sees a row that is missing, and one that is there twice', { timeout }, async () => {
    const [header = '', row = '', ...rows] = text.split(/\r\n(?=\d{19},)/);
    const missing = await compareText([header, ...rows].join('\r\n'));
    const twice = await compareText([header, row, row, ...rows].join('\r\n'));

    const id = row.slice(0, 19);
    assert.deepEqual([missing.isEqual, missing.rows, missing.missing], [false, 2999, [id]]);
    assert.deepEqual([twice.isEqual, twice.rows, twice.unexpected], [false, 3001, [id]]);
  });

  it('refuses another header row, and what is no CSV', { timeout }, async () => {
    await assert.rejects(compareText(text.replace('UserID', 'User')), /header row/);
    await assert.rejects(compareText(`${text}"`));
  });
}

/** The posts as the engine writes them. */
async function exportedText(): Promise<string> {
  const orchestrator = inProcessOrchestrator();
  const source = memorySource({ rows: [...generatePosts(posts)].map(postJson), batches: 'json' });
  const { backend, ...sink } = memorySink();
  const engine = createExportEngine({ source, sink, store: memoryStore(), orchestrator });
  const { id } = await engine.start({ owner: 'test', query: {}, columns: postColumns });
  await orchestrator.idle();
  const { url } = await engine.link(id, { owner: 'test' });
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(fetchMemoryLink(backend, url)?.bytes);
}
