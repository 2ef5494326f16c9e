import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { filesystemStore } from '../filesystem-store.ts';

const { signal } = new AbortController();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'list-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(...keys: readonly string[]): Promise<void> {
  const store = filesystemStore({ folder });
  for (const key of keys) await store.write(key, key, { expectedVersion: null, signal });
}

async function listed(prefix: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of filesystemStore({ folder }).list(prefix, { signal })) keys.push(key);
  return keys.toSorted();
}

describe('list', () => {
  it('finds keys that are too long for a name, as a whole or in a segment', async () => {
    const long = 'Long'.repeat(30);
    const keys = [`${long}`, `${long}/end`, `a/${long}/b`, `a/${long}`, 'x'.repeat(512)].toSorted();
    await write(...keys);

    assert.deepEqual(await listed(''), keys);
    assert.deepEqual(await listed('a/LongLong'), [`a/${long}`, `a/${long}/b`]);
    assert.deepEqual(await listed(`${long}/`), [`${long}/end`]);
  });

  it('tells keys apart that differ in their case only', async () => {
    await write('Key', 'key', 'KEY');

    assert.deepEqual(await listed(''), ['KEY', 'Key', 'key']);
    assert.equal((await filesystemStore({ folder }).read('KEY', { signal }))?.value, 'KEY');
  });

  it('passes over what others have put there', async () => {
    await write('records/1');
    await mkdir(join(folder, 'entries', 'lost+found'));
    await writeFile(join(folder, 'entries', '.DS_Store'), '');
    await writeFile(join(folder, 'entries', 'records+', 'notes.txt'), '');

    assert.deepEqual(await listed(''), ['records/1']);
    assert.equal(await filesystemStore({ folder }).read('records/notes.txt', { signal }), undefined);
  });

  it('lists what is there all the time, each once, while others come and go', async () => {
    const steady = Array.from({ length: 40 }, (_, index) => `records/steady-${index}`).toSorted();
    await write(...steady);
    const store = filesystemStore({ folder });
    let isOver = false;
    const comingAndGoing = Array.from({ length: 4 }, async (_, worker) => {
      for (let number = 0; isOver === false; number += 1) {
        const key = `records/passing-${worker}-${number}`;
        await store.write(key, 1, { expectedVersion: null, signal });
        await store.remove(key, { signal });
      }
    });

    for (let look = 0; look < 20; look += 1) {
      const keys = await listed('records/');
      assert.deepEqual(
        keys.filter((key) => key.includes('steady')),
        steady,
      );
    }
    isOver = true;
    await Promise.all(comingAndGoing);
  });

  it('finds nothing in a folder that was never written to', async () => {
    assert.deepEqual(await listed(''), []);
  });
});
