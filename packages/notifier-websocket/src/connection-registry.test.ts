import assert from 'node:assert/strict';
import { ExportEngineError, memoryStore, type Store } from '@export-engine/core';
import { assertRefused, assertRejects } from '@export-engine/core/testing';
import { afterEach, describe, it, vi } from 'vitest';
import { collect } from '../test/support/collect.ts';
import { type ConnectionRegistry, connectionRegistry } from './connection-registry.ts';

const { signal } = new AbortController();
const options = { signal };

async function subscribersOf(registry: ConnectionRegistry, exportId: string): Promise<readonly string[]> {
  return (await collect(registry.subscribers(exportId, options))).sort();
}

afterEach(() => {
  vi.useRealTimers();
});

describe('connectionRegistry', () => {
  it('lets another process find the connections of one export, and none of another', async () => {
    const store = memoryStore();
    const here = connectionRegistry({ store });
    const there = connectionRegistry({ store: memoryStore({ backend: store.backend }) });

    await here.subscribe('a=', 'export-1', options);
    await here.subscribe('b+/', 'export-1', options);
    await here.subscribe('c', 'export-10', options);

    assert.deepEqual(await subscribersOf(there, 'export-1'), ['a=', 'b+/']);
    assert.deepEqual(await subscribersOf(there, 'export-10'), ['c']);
    assert.deepEqual(await subscribersOf(there, 'export-100'), []);
  });

  it('takes a subscription twice, in turn and at the same time, and keeps one', async () => {
    const registry = connectionRegistry({ store: memoryStore() });

    await registry.subscribe('a', 'export-1', options);
    await Promise.all(Array.from({ length: 5 }, () => registry.subscribe('a', 'export-1', options)));

    assert.deepEqual(await subscribersOf(registry, 'export-1'), ['a']);
  });

  it('ends one subscription and leaves the others of the same connection and export', async () => {
    const registry = connectionRegistry({ store: memoryStore() });
    for (const [connectionId, exportId] of [
      ['a', 'export-1'],
      ['a', 'export-2'],
      ['b', 'export-1'],
    ] as const) {
      await registry.subscribe(connectionId, exportId, options);
    }

    await registry.unsubscribe('a', 'export-1', options);
    await registry.unsubscribe('a', 'export-1', options);

    assert.deepEqual(await subscribersOf(registry, 'export-1'), ['b']);
    assert.deepEqual(await subscribersOf(registry, 'export-2'), ['a']);
  });

  it('forgets a connection with all its subscriptions and leaves no entry behind', async () => {
    const store = memoryStore();
    const registry = connectionRegistry({ store });
    await registry.subscribe('a', 'export-1', options);
    await registry.subscribe('a', 'export-2', options);
    await registry.subscribe('aa', 'export-1', options);

    await registry.forget('a', options);
    await registry.forget('a', options);

    assert.deepEqual(await subscribersOf(registry, 'export-1'), ['aa']);
    assert.deepEqual(await subscribersOf(registry, 'export-2'), []);
    assert.equal(store.backend.entries.size, 2);
  });

  it('bounds how many exports a connection may be subscribed to, and has room again after one', async () => {
    const registry = connectionRegistry({ store: memoryStore(), maxExportsPerConnection: 2 });
    await registry.subscribe('a', 'export-1', options);
    await registry.subscribe('a', 'export-2', options);

    const error = await assertRejects(registry.subscribe('a', 'export-3', options), 'EXPORT_STATE_INVALID');
    assert.match(error.message, /2 exports/);
    await registry.subscribe('a', 'export-2', options);
    await registry.subscribe('b', 'export-3', options);
    await registry.unsubscribe('a', 'export-1', options);
    await registry.subscribe('a', 'export-3', options);

    assert.deepEqual(await subscribersOf(registry, 'export-3'), ['a', 'b']);
  });

  it('no longer counts a subscription that has expired, and counts a renewed one from anew', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const registry = connectionRegistry({ store: memoryStore(), expiresInSeconds: 60 });
    await registry.subscribe('a', 'export-1', options);
    await registry.subscribe('b', 'export-1', options);

    vi.advanceTimersByTime(50_000);
    await registry.subscribe('b', 'export-1', options);
    vi.advanceTimersByTime(9_999);
    assert.deepEqual(await subscribersOf(registry, 'export-1'), ['a', 'b']);
    vi.advanceTimersByTime(1);

    assert.deepEqual(await subscribersOf(registry, 'export-1'), ['b']);
  });

  it('sweeps what has expired, entries without a way back included, and nothing else', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const store = memoryStore();
    const registry = connectionRegistry({ store, expiresInSeconds: 60 });
    await store.write('exports/1', 'a record', { expectedVersion: null, signal });
    await registry.subscribe('a', 'export-1', options);
    await registry.subscribe('orphan', 'export-1', options);
    await store.remove('push/connections/orphan/export-1', options);
    vi.advanceTimersByTime(30_000);
    await registry.subscribe('b', 'export-1', options);
    vi.advanceTimersByTime(30_000);

    const removed = await registry.sweep(options);

    assert.equal(removed, 3);
    assert.deepEqual([...store.backend.entries.keys()].sort(), [
      'exports/1',
      'push/connections/b/export-1',
      'push/subscribers/export-1/b',
    ]);
  });

  it('has its default life end after that of any connection of API Gateway', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const registry = connectionRegistry({ store: memoryStore() });
    await registry.subscribe('a', 'export-1', options);

    vi.advanceTimersByTime(2 * 3_600_000);

    assert.deepEqual(await subscribersOf(registry, 'export-1'), ['a']);
  });

  it('can be found by disconnecting whatever the instant the subscribing process died at', async () => {
    for (let writes = 0; writes <= 2; writes += 1) {
      const store = memoryStore();
      let left = writes;
      const dying: Store = {
        ...store,
        write: (...call) => {
          left -= 1;
          return left < 0 ? Promise.reject(new Error('killed')) : store.write(...call);
        },
      };
      await connectionRegistry({ store: dying })
        .subscribe('a', 'export-1', options)
        .catch(() => {});

      await connectionRegistry({ store }).forget('a', options);

      assert.equal(store.backend.entries.size, 0, `${writes} writes`);
    }
  });

  it('hands on what the store says', async () => {
    const down = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'The store is down.');
    const store: Store = { ...memoryStore(), write: () => Promise.reject(down) };

    await assert.rejects(connectionRegistry({ store }).subscribe('a', 'export-1', options), down);
  });

  it('rejects with the reason of an aborted signal and writes nothing', async () => {
    const store = memoryStore();
    const registry = connectionRegistry({ store });
    const reason = new Error('stop');
    const aborted = { signal: AbortSignal.abort(reason) };

    await assert.rejects(registry.subscribe('a', 'export-1', aborted), reason);
    await assert.rejects(registry.unsubscribe('a', 'export-1', aborted), reason);
    await assert.rejects(registry.forget('a', aborted), reason);
    await assert.rejects(registry.sweep(aborted), reason);
    await assert.rejects(collect(registry.subscribers('export-1', aborted)), reason);
    assert.equal(store.backend.entries.size, 0);
  });

  it('keeps to its key prefix', async () => {
    const store = memoryStore();

    await connectionRegistry({ store, keyPrefix: '' }).subscribe('a', 'export-1', options);
    await connectionRegistry({ store, keyPrefix: 'my/push/' }).subscribe('a', 'export-1', options);

    assert.deepEqual([...store.backend.entries.keys()].sort(), [
      'connections/a/export-1',
      'my/push/connections/a/export-1',
      'my/push/subscribers/export-1/a',
      'subscribers/export-1/a',
    ]);
  });

  it('refuses bad options at once, naming them', () => {
    const store = memoryStore();
    const make = connectionRegistry as (options: unknown) => unknown;
    assertRefused(() => make(undefined), /connectionRegistry\(\) takes an object/);
    assertRefused(() => make({}), /option "store" must be a store/);
    assertRefused(() => make({ store, surprise: 1 }), /unknown option "surprise"/);
    for (const keyPrefix of ['push', '/', '../', './', 'a//', 'ü/', 7, `${'x'.repeat(40)}/`]) {
      assertRefused(() => make({ store, keyPrefix }), /option "keyPrefix" must be/);
    }
    assertRefused(() => make({ store, expiresInSeconds: 59 }), /option "expiresInSeconds"/);
    assertRefused(() => make({ store, maxExportsPerConnection: 0 }), /option "maxExportsPerConnection"/);
  });
});
