import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { filesystemStore } from '../src/index.ts';

const fault = vi.hoisted(() => ({ errno: '' }));
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  /** The head is renamed, and the answer lost. */
  async function rename(from: string, to: string): Promise<void> {
    await real.rename(from, to);
    if (fault.errno !== '' && from.endsWith('.head')) throw Object.assign(new Error('lost'), { code: fault.errno });
  }
  return { ...real, rename };
});

const options = { signal: new AbortController().signal };

describe('a write whose rename was done, but answered with an error', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lost-rename-'));
  });
  afterEach(async () => {
    fault.errno = '';
    await rm(folder, { recursive: true });
  });

  it('can be read back whole after a failure of the device', async () => {
    const store = filesystemStore({ folder });
    const { version } = await store.write('records/1', 'first', { expectedVersion: null, ...options });
    fault.errno = 'EIO';

    const write = store.write('records/1', 'second', { expectedVersion: version, ...options });

    await assert.rejects(write, { code: 'EXPORT_STORE_UNAVAILABLE', isRetryable: true });
    assert.equal((await store.read('records/1', options))?.value, 'second');
  });

  it('is known for its own when the system sent it twice', async () => {
    const store = filesystemStore({ folder });
    const { version } = await store.write('records/1', 'first', { expectedVersion: null, ...options });
    fault.errno = 'ENOENT';

    const second = await store.write('records/1', 'second', { expectedVersion: version, ...options });

    assert.deepEqual(await store.read('records/1', options), { value: 'second', version: second.version });
  });
});
