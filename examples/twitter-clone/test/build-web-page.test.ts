import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { buildWebPage } from '../src/web/build-web-page.ts';

describe('the build of the web page', { timeout: 30_000 }, () => {
  let folder: string;
  let outFolder: string;
  let said: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'twitter-clone-page-'));
    outFolder = join(folder, 'page');
    said = [];
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const build = (): Promise<void> => buildWebPage({ outFolder, report: (line) => said.push(line) });

  it('gives a page with nothing inline, so that a strict Content-Security-Policy holds', async () => {
    await build();

    const html = await readFile(join(outFolder, 'index.html'), 'utf8');
    assert.match(html, /<script type="module" crossorigin src="\/assets\/[^"]+\.js"><\/script>/);
    assert.doesNotMatch(html, /<script(?![^>]* src=)|<style| style=|javascript:|data:/);
    assert.deepEqual(await readdir(folder), ['page', 'page.inputs.json']);
  });

  it('is done once for the same files', async () => {
    await build();
    await build();

    assert.deepEqual(said, ['Building the web page ...']);
  });

  it('is done again when a file of another package has changed, or the page is gone', async () => {
    await build();
    const inputsFile = join(folder, 'page.inputs.json');
    const inputs = JSON.parse(await readFile(inputsFile, 'utf8')) as Record<string, string>;
    const client = Object.keys(inputs).find((path) => path.endsWith('create-export-watcher.ts')) ?? '';

    await writeFile(inputsFile, JSON.stringify({ ...inputs, [client]: 'as it was before' }));
    await build();
    await rm(outFolder, { recursive: true });
    await build();

    assert.equal(said.length, 3);
    assert.ok((await readdir(outFolder)).includes('index.html'));
    assert.deepEqual(JSON.parse(await readFile(inputsFile, 'utf8')), inputs);
  });

  it('may be done by two at once', async () => {
    await Promise.all([build(), build()]);
    await build();

    assert.equal(said.length, 2);
    assert.deepEqual(await readdir(folder), ['page', 'page.inputs.json']);
  });
});
