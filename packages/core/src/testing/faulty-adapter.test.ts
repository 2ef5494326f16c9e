import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { memorySink, memorySource, memoryStore } from '../memory/index.ts';
import { type FaultPoint, faultyAdapter } from './faulty-adapter.ts';

const signal = new AbortController().signal;
const target = { key: 'file.csv', mediaType: 'text/csv', fileName: 'file.csv', token: 'token' };
const empty = { bytes: new Uint8Array(0), crc32: 0 };
const fault = new Error('injected');

describe('faultyAdapter', () => {
  it('passes everything through when nothing goes wrong', async () => {
    const store = memoryStore();
    const faulty = faultyAdapter(store, () => 'pass');

    const { version } = await faulty.write('key', 1, { expectedVersion: null, signal });

    assert.deepEqual(await faulty.read('key', { signal }), { value: 1, version });
    assert.equal(faulty.backend, store.backend);
  });

  it('does nothing before, and everything after, when a call fails', async () => {
    for (const phase of ['before', 'after'] as const) {
      const store = memoryStore();
      const faulty = faultyAdapter(store, (point) => (point.phase === phase ? { throw: fault } : 'pass'));

      await assert.rejects(faulty.write('key', 1, { expectedVersion: null, signal }), (error) => error === fault);

      assert.equal(store.backend.entries.size, phase === 'before' ? 0 : 1);
    }
  });

  it('asks the plan before and after each call, counting the calls of each method', async () => {
    const points: FaultPoint[] = [];
    const faulty = faultyAdapter(memorySink(), (point) => {
      points.push(point);
      return 'pass';
    });

    await faulty.put(target, empty, { signal });
    await faulty.put(target, empty, { signal });
    await faulty.remove(target, { signal });

    assert.deepEqual(
      points.map(({ method, call, phase }) => `${phase} ${method} ${call}`),
      ['before put 0', 'after put 0', 'before put 1', 'after put 1', 'before remove 0', 'after remove 0'],
    );
  });

  it('makes a call twice', async () => {
    const store = memoryStore();
    const faulty = faultyAdapter(store, ({ phase }) => (phase === 'before' ? 'twice' : 'pass'));

    await faulty.remove('key', { signal });
    await assert.rejects(faulty.write('key', 1, { expectedVersion: null, signal }), { code: 'EXPORT_STORE_CONFLICT' });

    assert.equal(store.backend.entries.size, 1);
  });

  it('never comes back from a call that hangs', async () => {
    const faulty = faultyAdapter(memoryStore(), () => 'hang');

    const settled = await Promise.race([
      faulty.read('key', { signal }).then(() => true),
      new Promise((resolve) => setTimeout(resolve, 30, false)),
    ]);

    assert.equal(settled, false);
  });

  it('delays a call', async () => {
    const faulty = faultyAdapter(memoryStore(), ({ phase }) => (phase === 'after' ? { delayMs: 40 } : 'pass'));
    const startedAt = performance.now();

    await faulty.read('key', { signal });

    assert.ok(performance.now() - startedAt >= 35);
  });

  it('fails each page of a read on its own, and closes the read', async () => {
    const source = memorySource({ rows: [{ id: 1 }, { id: 2 }, { id: 3 }] });
    const snapshot = await source.open({}, { partitions: 1, signal });
    const faulty = faultyAdapter(source, ({ method, call, phase }) =>
      method === 'read' && call === 1 && phase === 'after' ? { throw: fault } : 'pass',
    );
    let pages = 0;

    const reading = (async () => {
      const [partition] = snapshot.partitions;
      assert.ok(partition);
      for await (const _page of faulty.read({}, snapshot, partition, { targetPageBytes: 1, signal })) pages += 1;
    })();

    await assert.rejects(reading, (error) => error === fault);
    assert.equal(pages, 1);
    assert.equal(source.backend.openReads, 0);
  });

  it('closes the read of a reader who leaves early', async () => {
    const source = memorySource({ rows: [{ id: 1 }, { id: 2 }] });
    const snapshot = await source.open({}, { partitions: 1, signal });
    const [partition] = snapshot.partitions;
    assert.ok(partition);

    const pages = faultyAdapter(source, () => 'pass').read({}, snapshot, partition, { targetPageBytes: 1, signal });
    for await (const _page of pages) break;

    assert.equal(source.backend.openReads, 0);
  });

  it('leaves synchronous methods alone', () => {
    const faulty = faultyAdapter(memorySource(), () => ({ throw: fault }));

    assert.deepEqual(faulty.validate({}), {});
  });
});
