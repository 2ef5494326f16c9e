import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, createExportEngine, memoryStore, type Part } from '@export-engine/core';
import { afterEach, beforeEach, describe, it } from 'vitest';
import { filesystemSink, filesystemStore } from '../../src/index.ts';
import { storedFiles } from '../support/sink-harness.ts';
import { runProgram } from './support/child.ts';
import { mountSmallDisk, type SmallDisk, whyNoMounts } from './support/mounts.ts';
import { numberedCsv, numberedSource } from './support/numbered-source.ts';
import { OTHER_USER, whyNoOtherUser } from './support/other-user.ts';
import { sampleTarget } from './support/sample.ts';

const MEBIBYTE = 1024 ** 2;
const options = { signal: new AbortController().signal };
const target = sampleTarget(1);
const noMounts = whyNoMounts();
const noOtherUser = whyNoOtherUser();

function partOf(number: number, length: number): Part {
  const bytes = new Uint8Array(Buffer.alloc(length, `part ${number};`));
  return { number, bytes, crc32: crc32(bytes) };
}

function expectedOf(...parts: readonly Part[]): { readonly bytes: number; readonly crc32: number } {
  const whole = Buffer.concat(parts.map(({ bytes }) => bytes));
  return { bytes: whole.byteLength, crc32: crc32(whole) };
}

describe.skipIf(noMounts !== undefined)(`a full disk${noMounts === undefined ? '' : ` (${noMounts})`}`, () => {
  const full = { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true, details: { errno: 'ENOSPC' } };
  let disk: SmallDisk;
  beforeEach(() => {
    disk = mountSmallDisk('size=3m');
  });
  afterEach(() => disk.unmount());

  async function usedBytes(): Promise<number> {
    const { blocks, bfree, bsize } = await statfs(disk.path);
    return (blocks - bfree) * bsize;
  }

  it('makes a part wait, takes no room for it, and lets it in when there is room', async () => {
    const sink = filesystemSink({ folder: disk.path });
    const part = partOf(1, MEBIBYTE);
    const upload = await sink.begin(target, options);
    await writeFile(join(disk.path, 'ballast'), Buffer.alloc(2.5 * MEBIBYTE));
    const before = await usedBytes();

    await assert.rejects(sink.writePart(upload, part, options), full);

    assert.equal(await usedBytes(), before, 'the refused part takes room');
    await rm(join(disk.path, 'ballast'));
    const receipt = await sink.writePart(upload, part, options);
    await sink.complete(upload, [receipt], { expected: expectedOf(part), ...options });
    assert.deepEqual((await storedFiles(disk.path)).get(target.key), part.bytes);
  });

  it('makes a completion wait with its parts kept, and lets it end when there is room', async () => {
    const sink = filesystemSink({ folder: disk.path });
    const parts = [partOf(1, MEBIBYTE), partOf(2, MEBIBYTE - 10_000)];
    const upload = await sink.begin(target, options);
    const receipts = await Promise.all(parts.map((part) => sink.writePart(upload, part, options)));
    const complete = () => sink.complete(upload, receipts, { expected: expectedOf(...parts), ...options });
    const before = await usedBytes();

    await assert.rejects(complete(), full);

    assert.equal(await usedBytes(), before, 'the refused file takes room');
    assert.deepEqual(await storedFiles(disk.path), new Map());
    disk.remount('size=6m');
    assert.equal((await complete()).bytes, 2 * MEBIBYTE - 10_000);
    assert.ok((await usedBytes()) < 2.1 * MEBIBYTE, 'the parts are still there');
  });

  it('refuses a whole file, and stores none of it', async () => {
    const sink = filesystemSink({ folder: disk.path });

    await assert.rejects(sink.put(target, partOf(1, 4 * MEBIBYTE), options), full);

    assert.ok((await usedBytes()) < 50_000);
    assert.deepEqual(await readdir(join(disk.path, 'scratch')), []);
  });

  it('can be made room on by an abort and a removal, even when there is room for no more name', async () => {
    disk.remount('size=3m,nr_inodes=14');
    const sink = filesystemSink({ folder: disk.path });
    const upload = await sink.begin(target, options);
    await sink.writePart(upload, partOf(1, MEBIBYTE), options);
    const stored = sampleTarget(2);
    await sink.put(stored, partOf(1, MEBIBYTE), options);
    await rm(join(disk.path, 'scratch'), { recursive: true });
    const fill = async (): Promise<void> => {
      for (let name = 0; ; name += 1) await writeFile(join(disk.path, `name-${name}`), '');
    };
    await assert.rejects(fill(), { code: 'ENOSPC' });

    await sink.abort(target, options);
    await assert.rejects(fill(), { code: 'ENOSPC' });
    await sink.remove(stored, options);

    assert.deepEqual(await readdir(join(disk.path, 'uploads')), []);
    assert.deepEqual(await storedFiles(disk.path), new Map());
  });

  it('leaves a stored value as it was when a new one finds no room', async () => {
    const store = filesystemStore({ folder: disk.path });
    const { version } = await store.write('records/1', 'old', { expectedVersion: null, ...options });
    await writeFile(join(disk.path, 'ballast'), Buffer.alloc(2.5 * MEBIBYTE));
    const large = 'new'.repeat(300_000);
    const before = await usedBytes();

    for (const [key, expectedVersion] of [['records/1', version] as const, ['records/2', null] as const]) {
      const write = store.write(key, large, { expectedVersion, ...options });
      await assert.rejects(write, {
        code: 'EXPORT_STORE_UNAVAILABLE',
        isRetryable: true,
        details: { errno: 'ENOSPC' },
      });
    }

    assert.equal(await usedBytes(), before, 'the refused values take room');
    assert.deepEqual(await store.read('records/1', options), { value: 'old', version });
    assert.equal(await store.read('records/2', options), undefined);
    await rm(join(disk.path, 'ballast'));
    await store.write('records/1', large, { expectedVersion: version, ...options });
  });

  it('makes a whole export wait until there is room, and then it ends with every row', async () => {
    const rows = 8000;
    const sink = filesystemSink({ folder: disk.path });
    let refusals = 0;
    const writePart: typeof sink.writePart = async (...call) => {
      try {
        return await sink.writePart(...call);
      } catch (error) {
        refusals += 1;
        if (refusals === 3) await rm(join(disk.path, 'ballast'));
        throw error;
      }
    };
    const engine = createExportEngine({
      source: numberedSource(),
      sink: { ...sink, writePart },
      store: memoryStore(),
      partBytes: 100_000,
    });
    await writeFile(join(disk.path, 'ballast'), Buffer.alloc(3 * MEBIBYTE - 100_000));

    const { id } = await engine.start({ owner: 'ada', query: { rows } });
    for await (const _status of engine.watch(id, { owner: 'ada' }));

    assert.equal((await engine.status(id, { owner: 'ada' })).state, 'completed');
    assert.ok(refusals >= 3, 'the disk was never full');
    const [content] = (await storedFiles(disk.path)).values();
    assert.equal(Buffer.from(content ?? []).toString(), numberedCsv({ rows }));
  });
});

describe.skipIf(noMounts !== undefined)(`a read-only disk${noMounts === undefined ? '' : ` (${noMounts})`}`, () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = mountSmallDisk('size=3m');
  });
  afterEach(() => disk.unmount());

  it('refuses every change at once, and still gives what it holds', async () => {
    const links = { baseUrl: '/files', secret: 's'.repeat(32) };
    const sink = filesystemSink({ folder: disk.path, links });
    const store = filesystemStore({ folder: disk.path });
    const part = partOf(1, 1000);
    const file = await sink.put(target, part, options);
    const upload = await sink.begin(target, options);
    const { version } = await store.write('records/1', 'kept', { expectedVersion: null, ...options });
    disk.remount('ro');

    const sinkCalls = [
      () => sink.begin(sampleTarget(2), options),
      () => sink.put(sampleTarget(2), part, options),
      () => sink.writePart(upload, part, options),
      () => sink.abort(target, options),
      () => sink.remove(target, options),
    ];
    const storeCalls = [
      () => store.write('records/1', 'new', { expectedVersion: version, ...options }),
      () => store.write('records/2', 'new', { expectedVersion: null, ...options }),
      () => store.remove('records/1', options),
    ];

    const readOnly = { isRetryable: false, details: { errno: 'EROFS' } };
    for (const call of sinkCalls) await assert.rejects(call(), { code: 'EXPORT_SINK_REJECTED', ...readOnly });
    for (const call of storeCalls) await assert.rejects(call(), { code: 'EXPORT_STORE_REJECTED', ...readOnly });
    await sink.link(file, { expiresInSeconds: 60, fileName: 'a.csv', ...options });
    assert.deepEqual(await store.read('records/1', options), { value: 'kept', version });
    assert.deepEqual(await storedFiles(disk.path), new Map([[target.key, part.bytes]]));
  });
});

describe.skipIf(process.platform === 'win32')('limits of a process', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'limits-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('a file larger than the system allows is EXPORT_SINK_LIMIT_EXCEEDED', async () => {
    const wrapper = ['bash', '-c', 'ulimit -f 100; exec "$@"', '-'];

    const outcomes = await runProgram('try-sink', { folder }, { wrapper });

    assert.deepEqual(outcomes, [{ code: 'EXPORT_SINK_LIMIT_EXCEEDED', isRetryable: false, errno: 'EFBIG' }]);
  });

  it('too many open files are EXPORT_SINK_UNAVAILABLE, and pass', async () => {
    const wrapper = ['bash', '-c', 'ulimit -Sn 200; ulimit -Hn 200; exec "$@"', '-'];

    const outcomes = await runProgram('try-sink', { folder, hasTooManyFiles: true }, { wrapper });

    assert.deepEqual(outcomes, [
      { code: 'EXPORT_SINK_UNAVAILABLE', isRetryable: true, errno: 'EMFILE' },
      { code: null },
    ]);
  });

  const reason = noOtherUser === undefined ? '' : ` (${noOtherUser})`;
  it.skipIf(noOtherUser !== undefined)(`a folder without rights is EXPORT_SINK_REJECTED${reason}`, async () => {
    for (const path of [folder, join(folder, 'missing')]) {
      const outcomes = await runProgram('try-sink', { folder: path }, { uid: OTHER_USER });

      assert.deepEqual(outcomes, [{ code: 'EXPORT_SINK_REJECTED', isRetryable: false, errno: 'EACCES' }]);
    }
  });
});
