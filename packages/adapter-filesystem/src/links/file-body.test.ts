import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { type FileHandle, mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { fileBody } from './file-body.ts';

const CHUNK_BYTES = 256 * 1024;
const content = Buffer.alloc(4 * CHUNK_BYTES + 10, 'some content;');
const whole = { first: 0, last: content.byteLength - 1 };

let folder: string;
let path: string;
let file: FileHandle;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-body-'));
  path = join(folder, 'file');
  await writeFile(path, content);
  file = await open(path);
});
afterEach(async () => {
  await file.close();
  await rm(folder, { recursive: true });
});

function isClosed(): boolean {
  return file.fd === -1;
}

describe('fileBody', () => {
  it('gives the bytes, closes the file and leaves no listener', async () => {
    const { signal } = new AbortController();

    const bytes = Buffer.from(await new Response(fileBody(file, whole, signal)).arrayBuffer());

    assert.ok(bytes.equals(content));
    assert.ok(isClosed());
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('gives exactly a range', async () => {
    const range = { first: 7, last: CHUNK_BYTES + 3 };

    const bytes = await new Response(fileBody(file, range, new AbortController().signal)).arrayBuffer();

    assert.ok(Buffer.from(bytes).equals(content.subarray(7, CHUNK_BYTES + 4)));
  });

  it('reads no chunk before somebody takes it', async () => {
    let reads = 0;
    const read = file.read.bind(file) as (...args: readonly unknown[]) => Promise<unknown>;
    Object.assign(file, {
      read(...args: readonly unknown[]) {
        reads += 1;
        return read(...args);
      },
    });
    const reader = fileBody(file, whole, new AbortController().signal).getReader();
    await delay(20);
    assert.equal(reads, 0);

    await reader.read();
    await delay(20);

    assert.equal(reads, 1);
    await reader.cancel();
  });

  it('closes the file when the reader leaves, also in the middle of a read', async () => {
    const { signal } = new AbortController();
    const reader = fileBody(file, whole, signal).getReader();
    await reader.read();

    const pending = reader.read();
    await reader.cancel();
    await pending;

    assert.ok(isClosed());
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('closes the file when the request is aborted, and tells the reader', async () => {
    const controller = new AbortController();
    const reason = new Error('the client is gone');
    const reader = fileBody(file, whole, controller.signal).getReader();
    await reader.read();

    controller.abort(reason);

    await assert.rejects(reader.read(), (error) => error === reason);
    await delay(20);
    assert.ok(isClosed());
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('never ends early without a word: a file that became shorter is an error', async () => {
    await truncate(path, 100);

    const reading = new Response(fileBody(file, whole, new AbortController().signal)).arrayBuffer();

    await assert.rejects(reading, /shorter/);
    assert.ok(isClosed());
  });
});
