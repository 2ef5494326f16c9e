import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { createFolder } from './create-folder.ts';
import { pruneFolders, removeFolder } from './remove-folder.ts';
import type { Scratch } from './scratch.ts';

let root: string;
let scratch: Scratch;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'create-folder-'));
  scratch = { scratch: join(root, 'scratch'), owner: 'me' };
});
afterEach(() => rm(root, { recursive: true }));

function create(path: string, text: string): Promise<boolean> {
  return createFolder(path, scratch, (folder) => writeFile(join(folder, 'file'), text));
}

describe('createFolder', () => {
  it('gives the place to exactly one of many that want it at once, whole', async () => {
    const path = join(root, 'a', 'b', 'place');
    const texts = Array.from({ length: 30 }, (_, index) => `text ${index}`);

    const results = await Promise.all(texts.map((text) => create(path, text)));

    const winners = texts.filter((_, index) => results[index]);
    assert.equal(winners.length, 1);
    assert.equal(await readFile(join(path, 'file'), 'utf8'), winners[0]);
    assert.deepEqual(await readdir(scratch.scratch), []);
  });

  it('does not take the place of a file either', async () => {
    await writeFile(join(root, 'place'), 'a file');

    assert.equal(await create(join(root, 'place'), 'text'), false);

    assert.equal(await readFile(join(root, 'place'), 'utf8'), 'a file');
  });

  it('leaves nothing when it can not be filled', async () => {
    const failure = new Error('no');

    const result = createFolder(join(root, 'place'), scratch, async (folder) => {
      await writeFile(join(folder, 'file'), 'half');
      throw failure;
    });

    await assert.rejects(result, (error) => error === failure);
    assert.deepEqual(await readdir(root, { recursive: true }), ['scratch']);
  });

  it('fails with ENOENT when it was taken away meanwhile', async () => {
    const result = createFolder(join(root, 'place'), scratch, (folder) => rm(folder, { recursive: true }));

    await assert.rejects(result, { code: 'ENOENT' });
  });

  it('gets its place although neighbours come, go, and prune the folders above', async () => {
    const comeAndGo = async (name: string): Promise<void> => {
      const path = join(root, 'above', 'all', name);
      for (let round = 0; round < 40; round += 1) {
        assert.equal(await create(path, 'text'), true);
        assert.equal(await removeFolder(path, scratch), true);
        await pruneFolders(root, path);
      }
    };

    await Promise.all(['one', 'two', 'three'].map(comeAndGo));

    assert.deepEqual(await readdir(root, { recursive: true }), ['scratch']);
  });
});
