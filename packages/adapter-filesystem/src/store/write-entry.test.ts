import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExportEngineError, type Store, type StoreEntry } from '@export-engine/core';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { pathOfKey } from '../files/key-path.ts';
import { filesystemStore } from '../filesystem-store.ts';
import { valuePath } from './entry-files.ts';
import { firstVersion, nextVersion } from './version.ts';
import { removeOutdated } from './write-entry.ts';

const { signal } = new AbortController();
const key = 'records/1';

let folder: string;
let entry: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-entry-'));
  entry = pathOfKey(join(folder, 'entries'), key);
});
afterEach(() => rm(folder, { recursive: true }));

interface Trace {
  readonly writes: readonly (StoreEntry & { readonly replaced: string | null })[];
  readonly seen: readonly StoreEntry[];
}

/** Creates, replaces and removes one entry by turns, as far as others let it. */
async function work(store: Store, worker: number): Promise<Trace> {
  const writes: Trace['writes'][number][] = [];
  const seen: StoreEntry[] = [];
  for (let turn = 0; turn < 60; turn += 1) {
    const found = await store.read(key, { signal });
    if (found !== undefined) seen.push(found);
    const value = `${worker}/${turn}`;
    const replaced = found?.version ?? null;
    const version = await tryWrite(store, value, replaced);
    if (version !== undefined) writes.push({ value, version, replaced });
    if (turn % 7 === worker % 7) await store.remove(key, { signal });
  }
  return { writes, seen };
}

function merged(traces: readonly Trace[]): Trace {
  return { writes: traces.flatMap(({ writes }) => writes), seen: traces.flatMap(({ seen }) => seen) };
}

/** Writes unless another was faster. @returns the new version */
async function tryWrite(store: Store, value: string, expectedVersion: string | null): Promise<string | undefined> {
  try {
    return (await store.write(key, value, { expectedVersion, signal })).version;
  } catch (error) {
    if (!ExportEngineError.isInstance(error) || error.code !== 'EXPORT_STORE_CONFLICT') throw error;
    return undefined;
  }
}

describe('filesystemStore', () => {
  it('replaces each version at most once and repeats none, while ten workers create, replace and remove', async () => {
    const store = filesystemStore({ folder });
    const workers = Array.from({ length: 10 }, (_, worker) => work(store, worker));

    const { writes, seen } = merged(await Promise.all(workers));

    assert.ok(writes.length > 50, 'hardly anything was written');
    const written = new Map(writes.map(({ version, value }) => [version, value]));
    assert.equal(written.size, writes.length, 'a version came twice');
    const replaced = writes.map((write) => write.replaced).filter((version) => version !== null);
    assert.equal(new Set(replaced).size, replaced.length, 'a version was replaced twice');
    for (const { version, value } of seen) assert.equal(value, written.get(version));
  });

  it('removes what killed writers left beside the value, at the next write', async () => {
    const store = filesystemStore({ folder });
    const first = await store.write(key, 'first', { expectedVersion: null, signal });
    // Killed between its value and the move of the head.
    await writeFile(valuePath(entry, nextVersion(first.version)), '{"key":"records/1","value":"never"}');
    await writeFile(valuePath(entry, nextVersion(first.version)), '{"key":"rec');
    assert.equal((await store.read(key, { signal }))?.value, 'first');

    const { version } = await store.write(key, 'second', { expectedVersion: first.version, signal });

    assert.deepEqual((await readdir(entry)).toSorted(), [`${version}.head`, `${version}.json`]);
  });

  it('leaves a value alone that another writer is about to put in place of this one', async () => {
    const store = filesystemStore({ folder });
    const first = await store.write(key, 'first', { expectedVersion: null, signal });
    const later = valuePath(entry, nextVersion(nextVersion(first.version)));
    await writeFile(later, '{"key":"records/1","value":"third"}');

    await store.write(key, 'second', { expectedVersion: first.version, signal });

    assert.equal(await readFile(later, 'utf8'), '{"key":"records/1","value":"third"}');
  });

  it('leaves an entry alone that was created anew while a slow writer of the removed one tidies up', async () => {
    const store = filesystemStore({ folder });
    const first = await store.write(key, 'first', { expectedVersion: null, signal });
    const second = await store.write(key, 'second', { expectedVersion: first.version, signal });
    await store.remove(key, { signal });
    await store.write(key, 'anew', { expectedVersion: null, signal });

    await removeOutdated(entry, second.version);

    assert.equal((await store.read(key, { signal }))?.value, 'anew');
  });

  it('takes no version that it never gave, wherever it would lead', async () => {
    const store = filesystemStore({ folder });
    await store.write(key, 'first', { expectedVersion: null, signal });
    const neighbour = await store.write('records/2', 'first', { expectedVersion: null, signal });
    const itsVersion = `../2/${neighbour.version}`;

    await assert.rejects(store.write(key, 'second', { expectedVersion: itsVersion, signal }), {
      code: 'EXPORT_STORE_CONFLICT',
    });
    assert.equal((await store.read('records/2', { signal }))?.value, 'first');
    for (const expectedVersion of ['', '1', '../../x', firstVersion(), '"etag"', `${'/'.repeat(16)}-1-x`]) {
      await assert.rejects(store.write(key, 'second', { expectedVersion, signal }), { code: 'EXPORT_STORE_CONFLICT' });
    }
  });

  it('does not believe or quote what was not written by it', async () => {
    const store = filesystemStore({ folder });
    const { version } = await store.write(key, 'first', { expectedVersion: null, signal });

    for (const text of ['', 'secret', '{"secret":', '1', 'null', '{"value":"secret"}', '{"key":1,"value":"secret"}']) {
      await writeFile(join(entry, `${version}.json`), text);
      await assert.rejects(store.read(key, { signal }), (error: ExportEngineError) => {
        assert.equal(error.code, 'EXPORT_STORE_REJECTED');
        assert.doesNotMatch(error.message, /secret/);
        return true;
      });
    }
  });

  it('says that it can not read an entry whose head is gone, and does not look for ever', async () => {
    const store = filesystemStore({ folder });
    const { version } = await store.write(key, 'first', { expectedVersion: null, signal });
    await rm(join(entry, `${version}.head`));

    await assert.rejects(store.read(key, { signal }), { code: 'EXPORT_STORE_UNAVAILABLE' });
  });

  it('leaves no empty folders when keys go', async () => {
    const store = filesystemStore({ folder });
    await store.write('a/b/c', 1, { expectedVersion: null, signal });
    await store.write('a/d', 1, { expectedVersion: null, signal });

    await store.remove('a/b/c', { signal });
    assert.deepEqual(await readdir(join(folder, 'entries', 'a+')), ['d']);

    await store.remove('a/d', { signal });
    assert.deepEqual(await readdir(join(folder, 'entries')), []);
  });
});
