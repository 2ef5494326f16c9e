import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from '@export-engine/core';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { syncFolder } from '../src/files/durable.ts';
import { filesystemSink, filesystemStore } from '../src/index.ts';
import { targetPlaces } from '../src/sink/target-places.ts';
import type { PowerFailure } from './support/power-failure.ts';

const failure = await vi.hoisted(async () => {
  const { watchForPowerFailure } = await import('./support/power-failure.ts');
  return watchForPowerFailure(await vi.importActual('node:fs/promises'));
});
vi.mock('node:fs/promises', async (importOriginal) => ({ ...(await importOriginal<object>()), ...failure.watched }));

const options = { signal: new AbortController().signal };
const target = { key: 'exports/1.csv', mediaType: 'text/csv', fileName: 'a.csv', token: 'my-token' };
const bytes = new Uint8Array(Buffer.from('id\r\n1\r\n'));
const part = { number: 1, bytes, crc32: crc32(bytes) };
const expected = { bytes: bytes.byteLength, crc32: part.crc32 };

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'durability-'));
  // Missing: the folders above are to be safe too.
  folder = join(root, 'above', 'folder');
});
afterEach(() => rm(root, { recursive: true }));

function assertSafe({ unsynced, tooEarly }: PowerFailure): void {
  // What is in scratch does not count yet, or no longer.
  const promised = unsynced().filter((path) => path.startsWith(root) && !path.startsWith(join(folder, 'scratch')));
  assert.deepEqual(promised, [], 'a power failure would take what was promised');
  assert.deepEqual(tooEarly, [], 'something got its name before it was on the disk');
}

describe('what was promised outlasts a power failure', () => {
  it('for a part with its receipt, a completed file, and a removal', async () => {
    const sink = filesystemSink({ folder });

    const upload = await sink.begin(target, options);
    assertSafe(failure);
    const receipt = await sink.writePart(upload, part, options);
    assertSafe(failure);
    await sink.complete(upload, [receipt], { expected, ...options });
    assertSafe(failure);
    await sink.remove(target, options);
    assertSafe(failure);
  });

  it('for an upload that is taken up from a worker that died before it was safe', async () => {
    const { upload } = targetPlaces(folder, target);
    await mkdir(dirname(upload), { recursive: true });
    await syncFolder(dirname(dirname(upload)));
    await syncFolder(dirname(folder));
    await syncFolder(root);
    await mkdir(upload);

    await filesystemSink({ folder }).begin(target, options);

    assertSafe(failure);
  });

  it('for a file stored in one call, and an abort', async () => {
    const sink = filesystemSink({ folder });
    const upload = await sink.begin(target, options);
    await sink.writePart(upload, part, options);

    await sink.abort(target, options);
    assertSafe(failure);
    await sink.put(target, part, options);
    assertSafe(failure);
  });

  it('for a record that was created, replaced or removed', async () => {
    const store = filesystemStore({ folder });

    const { version } = await store.write('records/1', 'first', { expectedVersion: null, ...options });
    assertSafe(failure);
    await store.write('records/1', 'second', { expectedVersion: version, ...options });
    assertSafe(failure);
    await store.remove('records/1', options);
    assertSafe(failure);
  });
});
