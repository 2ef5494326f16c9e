import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { pruneFolders, removeFolder } from './remove-folder.ts';
import type { Scratch } from './scratch.ts';

let root: string;
let scratch: Scratch;
let path: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'remove-folder-'));
  scratch = { scratch: join(root, 'scratch'), owner: 'me' };
  path = join(root, 'a', 'b', 'place');
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'file'), 'text');
});
afterEach(() => rm(root, { recursive: true }));

describe('removeFolder', () => {
  it('removes a folder once, also when many ask at the same time', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => removeFolder(path, scratch)));

    assert.equal(results.filter(Boolean).length, 1);
    assert.deepEqual(await readdir(join(root, 'a', 'b')), []);
    assert.deepEqual(await readdir(scratch.scratch), []);
  });

  it('puts a folder back that turns out to be another one', async () => {
    let looks = 0;
    const isMeant = async (): Promise<boolean> => {
      looks += 1;
      return looks === 1;
    };

    assert.equal(await removeFolder(path, scratch, isMeant), false);

    assert.deepEqual(await readdir(path), ['file']);
    assert.deepEqual(await readdir(scratch.scratch), []);
  });
});

describe('pruneFolders', () => {
  it('removes the empty folders above, up to one that holds something, and never the root', async () => {
    await writeFile(join(root, 'a', 'neighbour'), '');
    await removeFolder(path, scratch);

    await pruneFolders(root, path);
    assert.deepEqual(await readdir(join(root, 'a')), ['neighbour']);

    await rm(join(root, 'a', 'neighbour'));
    await rm(join(root, 'scratch'), { recursive: true });
    await pruneFolders(root, join(root, 'a', 'gone'));
    assert.deepEqual(await readdir(root), []);
  });
});
