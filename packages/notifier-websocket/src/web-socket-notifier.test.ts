import assert from 'node:assert/strict';
import { ExportEngineError, memoryStore } from '@export-engine/core';
import { assertRefused, assertRejects } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { collect } from '../test/support/collect.ts';
import { memoryTransport } from '../test/support/memory-transport.ts';
import { eventOf } from '../test/support/sample-export.ts';
import { connectionRegistry } from './connection-registry.ts';
import { webSocketNotifier } from './web-socket-notifier.ts';

const { signal } = new AbortController();
const options = { signal };

async function setUp(...subscribers: readonly string[]) {
  const store = memoryStore();
  const connections = connectionRegistry({ store });
  const transport = memoryTransport();
  const notifier = webSocketNotifier({ connections, transport });
  for (const id of subscribers) await connections.subscribe(id, 'export-1', options);
  const left = () => collect(connections.subscribers('export-1', options));
  return { store, connections, transport, notifier, left };
}

function failure(isRetryable: boolean): ExportEngineError {
  return new ExportEngineError('EXPORT_NOTIFY_FAILED', 'API Gateway said no.', { isRetryable });
}

describe('webSocketNotifier', () => {
  it('tells every connection of the export, and nobody of another one that ends at the same time', async () => {
    const { connections, notifier, transport } = await setUp('a', 'b');
    await connections.subscribe('b', 'export-2', options);
    await connections.subscribe('c', 'export-2', options);

    await Promise.all([
      notifier.notify(eventOf('export-1'), options),
      notifier.notify(eventOf('export-2', 'failed'), options),
    ]);

    const told = (id: string) =>
      transport.framesOf(id).map((frame) => (frame.type === 'ended' ? frame.exportId : frame.type));
    assert.deepEqual(told('a'), ['export-1']);
    assert.deepEqual([...told('b')].sort(), ['export-1', 'export-2']);
    assert.deepEqual(told('c'), ['export-2']);
  });

  it('is content when nobody is subscribed', async () => {
    const { notifier, transport } = await setUp();

    await notifier.notify(eventOf('export-1'), options);

    assert.deepEqual(transport.sent, []);
  });

  it('forgets a connection that is gone, with all its subscriptions', async () => {
    const { connections, notifier, transport, store } = await setUp('a');
    await connections.subscribe('a', 'export-2', options);
    transport.gone.add('a');

    await notifier.notify(eventOf('export-1'), options);

    assert.equal(store.backend.entries.size, 0);
  });

  it('tells the others when one fails, and at the next try tells that one only', async () => {
    const { notifier, transport, left } = await setUp('a', 'b', 'c');
    transport.failures.set('b', [failure(true)]);

    const error = await assertRejects(notifier.notify(eventOf('export-1'), options), 'EXPORT_NOTIFY_FAILED');
    assert.equal(error.isRetryable, true);
    assert.deepEqual(await left(), ['b']);
    await notifier.notify(eventOf('export-1'), options);

    assert.deepEqual(transport.sent.map(({ connectionId }) => connectionId).sort(), ['a', 'b', 'c']);
    assert.deepEqual(await left(), []);
  });

  it('wants another try when it can help one of several failures, and keeps them all', async () => {
    const { notifier, transport } = await setUp('a', 'b', 'c');
    const [lasting, passing, foreign] = [failure(false), failure(true), new Error('secret')];
    transport.failures.set('a', [lasting]).set('b', [passing]).set('c', [foreign]);

    const error = await assertRejects(notifier.notify(eventOf('export-1'), options), 'EXPORT_NOTIFY_FAILED');

    assert.equal(error.isRetryable, true);
    assert.equal(error.message, '3 connections could not be told.');
    const causes = (error.cause as AggregateError).errors as ExportEngineError[];
    assert.deepEqual(causes.slice(0, 2), [lasting, passing]);
    assert.equal(causes[2]?.cause, foreign);
    assert.equal(causes[2]?.isRetryable, false);
    assert.ok(!causes[2]?.message.includes('secret'));
  });

  it('wants no other try when none can help', async () => {
    const { notifier, transport } = await setUp('a', 'b');
    transport.failures.set('a', [failure(false)]).set('b', [failure(false)]);

    const error = await assertRejects(notifier.notify(eventOf('export-1'), options), 'EXPORT_NOTIFY_FAILED');

    assert.equal(error.isRetryable, false);
  });

  it('says EXPORT_NOTIFY_FAILED also of a store that is down, and that another try can help', async () => {
    const down = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'S3 says 503.');
    const { connections, transport } = await setUp();
    const subscribers = async function* (): AsyncGenerator<string> {
      yield 'a';
      throw down;
    };
    const notifier = webSocketNotifier({ connections: { ...connections, subscribers }, transport });

    const error = await assertRejects(notifier.notify(eventOf('export-1'), options), 'EXPORT_NOTIFY_FAILED');

    assert.equal(error.isRetryable, true);
    assert.equal(error.cause, down);
    assert.equal(transport.framesOf('a').length, 1);
  });

  it('counts a connection as told although it could not be taken off the list', async () => {
    const { connections, transport } = await setUp('a');
    const unsubscribe = () => Promise.reject(new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'down'));
    const notifier = webSocketNotifier({ connections: { ...connections, unsubscribe }, transport });

    await notifier.notify(eventOf('export-1'), options);

    assert.equal(transport.framesOf('a').length, 1);
  });

  it('reaches a thousand connections of one export', async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `connection-${index}`);
    const { notifier, transport, store } = await setUp(...ids);

    await notifier.notify(eventOf('export-1'), options);

    assert.deepEqual(transport.sent.map(({ connectionId }) => connectionId).sort(), ids.sort());
    assert.equal(store.backend.entries.size, 0);
  });

  it('takes null for a recipient and refuses anything else, for it tells whoever is subscribed', async () => {
    const { notifier } = await setUp();

    assert.equal(notifier.validateRecipient(null), null);
    for (const recipient of [undefined, 'a-connection', {}, [], 0, false]) {
      assertRefused(() => notifier.validateRecipient(recipient), /recipient of "push" must be null/, 'a-connection');
    }
  });

  it('has the name that requests call it, "push" unless told otherwise', async () => {
    const { connections, transport, notifier } = await setUp();

    assert.equal(notifier.name, 'push');
    assert.equal(webSocketNotifier({ connections, transport, name: 'live-2' }).name, 'live-2');
  });

  it('refuses bad options at once, naming them', async () => {
    const { connections, transport } = await setUp();
    const make = webSocketNotifier as (options: unknown) => unknown;
    assertRefused(() => make({ transport }), /option "connections" must be a connection registry/);
    assertRefused(() => make({ connections }), /option "transport" must be a connection transport/);
    for (const name of ['', 'Push', '2', 'a b', 'a'.repeat(42), 7]) {
      assertRefused(() => make({ connections, transport, name }), /option "name" must be/);
    }
    assertRefused(() => make({ connections, transport, surprise: 1 }), /unknown option "surprise"/);
  });
});
