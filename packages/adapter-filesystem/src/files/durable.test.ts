import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { makeFolder, syncFolder, writeNewFile } from './durable.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'durable-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('a folder is made with all folders above it, and again without complaint', async () => {
  const path = join(folder, 'a', 'b', 'c');

  await Promise.all([makeFolder(path), makeFolder(path)]);
  await makeFolder(path);

  assert.ok((await stat(path)).isDirectory());
});

describe('syncFolder', () => {
  it.skipIf(process.platform !== 'linux')('is content where folders can not be synced', async () => {
    // Linux says EINVAL for its process file system, as some network file systems do.
    await syncFolder('/proc');
  });

  it('fails for a folder that is not there', async () => {
    await assert.rejects(syncFolder(join(folder, 'missing')), { code: 'ENOENT' });
  });
});

describe('writeNewFile', () => {
  it('never writes over a file', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'old');

    await assert.rejects(
      writeNewFile(path, (file) => file.writeFile('new')),
      { code: 'EEXIST' },
    );

    assert.equal(await readFile(path, 'utf8'), 'old');
  });

  it.skipIf(process.platform !== 'linux')('closes the file when writing fails, and says why it failed', async () => {
    const failure = new Error('no more bytes');
    let descriptor = -1;

    const result = writeNewFile(join(folder, 'file'), async (file) => {
      descriptor = file.fd;
      throw failure;
    });

    await assert.rejects(result, (error) => error === failure);
    await assert.rejects(stat(`/proc/self/fd/${descriptor}`), { code: 'ENOENT' });
  });
});
