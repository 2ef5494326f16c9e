import assert from 'node:assert/strict';
import { ExportEngineError, type ExportState, memoryStore } from '@export-engine/core';
import { assertRefused } from '@export-engine/core/testing';
import { describe, it } from 'vitest';
import { collect } from '../test/support/collect.ts';
import { memoryTransport } from '../test/support/memory-transport.ts';
import { statusOf } from '../test/support/sample-export.ts';
import { connectionRegistry } from './connection-registry.ts';
import { type PushMessagesOptions, pushMessages } from './push-messages.ts';
import { pushTickets } from './push-tickets.ts';

const { signal } = new AbortController();
const options = { signal };

function setUp(changes: Partial<PushMessagesOptions> = {}) {
  const states = new Map<string, ExportState>();
  const store = memoryStore();
  const engine = {
    async status(exportId: string, { owner }: { readonly owner: string }) {
      const state = states.get(exportId);
      if (state === undefined || owner !== 'ada') throw new ExportEngineError('EXPORT_NOT_FOUND', 'No such export.');
      return statusOf(exportId, state);
    },
  };
  const tickets = pushTickets({ engine, store, secret: 'a secret of thirty-two characters' });
  const connections = connectionRegistry({ store, maxExportsPerConnection: 2 });
  const transport = memoryTransport();
  const errors: unknown[] = [];
  const messages = pushMessages({
    ...{ engine, tickets, connections, transport },
    onError: (error) => errors.push(error),
    ...changes,
  });
  const ticketFrame = async (exportId: string): Promise<string> => {
    const { ticket } = await tickets.issue(exportId, { owner: 'ada', signal });
    return JSON.stringify({ action: 'subscribe', ticket });
  };
  const subscribers = (exportId: string) => collect(connections.subscribers(exportId, options));
  return { states, store, transport, errors, messages, ticketFrame, subscribers, connections };
}

describe('pushMessages', () => {
  it('answers a subscription with the state at once, without its owner, and keeps the connection subscribed', async () => {
    const { states, messages, transport, ticketFrame, subscribers } = setUp();
    states.set('export-1', 'running');

    await messages.onMessage('a', await ticketFrame('export-1'), options);

    const { owner: _, ...shown } = statusOf('export-1', 'running');
    assert.deepEqual(transport.framesOf('a'), [{ type: 'status', export: shown }]);
    assert.deepEqual(await subscribers('export-1'), ['a']);
  });

  it.each(['completed', 'failed', 'cancelled'] as const)(
    'sends whoever comes after the ending the state and the ending (%s), and leaves no subscription',
    async (state) => {
      const { states, store, messages, transport, ticketFrame } = setUp({
        fileUrl: (id) => `https://app.example/${id}`,
      });
      states.set('export-1', state);

      await messages.onMessage('a', await ticketFrame('export-1'), options);

      const [status, ended] = transport.framesOf('a');
      assert.equal(status?.type, 'status');
      assert.deepEqual(ended, {
        ...{ type: 'ended', exportId: 'export-1', state, fileName: 'export-1.csv', rows: 10, bytes: 100 },
        fileUrl: 'https://app.example/export-1',
        ...(state === 'failed' ? { failure: { code: 'EXPORT_SOURCE_INCOMPLETE', message: 'Rows are missing.' } } : {}),
        endedAt: '2026-01-02T03:05:05.678Z',
      });
      assert.deepEqual(
        [...store.backend.entries.keys()].filter((key) => !key.includes('used-tickets')),
        [],
      );
    },
  );

  it('names no address of the file when none is configured', async () => {
    const { states, messages, transport, ticketFrame } = setUp();
    states.set('export-1', 'completed');

    await messages.onMessage('a', await ticketFrame('export-1'), options);

    assert.ok(!('fileUrl' in (transport.framesOf('a')[1] ?? {})));
  });

  it('answers a ping, and any junk with an error frame, and reports neither', async () => {
    const { messages, transport, errors } = setUp();

    await messages.onMessage('a', '{"action":"ping"}', options);
    await messages.onMessage('a', 'junk', options);

    assert.deepEqual(transport.framesOf('a'), [
      { type: 'pong' },
      { type: 'error', code: 'EXPORT_OPTIONS_INVALID', message: 'A frame is JSON.' },
    ]);
    assert.deepEqual(errors, []);
  });

  it('answers a ticket that was used before with EXPORT_NOT_FOUND, and the first connection keeps its subscription', async () => {
    const { states, messages, transport, ticketFrame, subscribers } = setUp();
    states.set('export-1', 'running');
    const frame = await ticketFrame('export-1');

    await messages.onMessage('a', frame, options);
    await messages.onMessage('thief', frame, options);

    const message = 'The ticket is not valid, or no longer.';
    assert.deepEqual(transport.framesOf('thief'), [{ type: 'error', code: 'EXPORT_NOT_FOUND', message }]);
    assert.deepEqual(await subscribers('export-1'), ['a']);
  });

  it('lets one connection wait for several exports, up to the bound', async () => {
    const { states, messages, transport, ticketFrame, subscribers } = setUp();
    for (const id of ['export-1', 'export-2', 'export-3']) {
      states.set(id, 'running');
      await messages.onMessage('a', await ticketFrame(id), options);
    }

    assert.deepEqual(
      transport.framesOf('a').map((frame) => (frame.type === 'error' ? frame.code : frame.type)),
      ['status', 'status', 'EXPORT_STATE_INVALID'],
    );
    assert.deepEqual(await subscribers('export-2'), ['a']);
    assert.deepEqual(await subscribers('export-3'), []);
  });

  it('answers an export that was removed meanwhile with EXPORT_NOT_FOUND and leaves no subscription', async () => {
    const { states, messages, transport, ticketFrame, subscribers } = setUp();
    states.set('export-1', 'running');
    const frame = await ticketFrame('export-1');
    states.delete('export-1');

    await messages.onMessage('a', frame, options);

    assert.deepEqual(transport.framesOf('a'), [
      { type: 'error', code: 'EXPORT_NOT_FOUND', message: 'No such export.' },
    ]);
    assert.deepEqual(await subscribers('export-1'), []);
  });

  it('says of its own failures no more than a code, reports them, and leaves no subscription', async () => {
    for (const [failure, code] of [
      [new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'bucket secret-bucket: 503'), 'EXPORT_STORE_UNAVAILABLE'],
      [new Error('secret'), 'EXPORT_UNEXPECTED'],
    ] as const) {
      const { states, messages, transport, errors, ticketFrame, subscribers } = setUp({
        engine: { status: () => Promise.reject(failure) },
      });
      states.set('export-1', 'running');

      await messages.onMessage('a', await ticketFrame('export-1'), options);

      const message = 'The server could not serve this frame.';
      assert.deepEqual(transport.framesOf('a'), [{ type: 'error', code, message }]);
      assert.deepEqual(errors, [failure]);
      assert.deepEqual(await subscribers('export-1'), []);
    }
  });

  it('throws nothing at the transport, not even when neither the answer nor the log goes through', async () => {
    const { states, messages, transport, ticketFrame } = setUp({
      onError() {
        throw new Error('The log is full.');
      },
    });
    states.set('export-1', 'running');
    const broken = new Error('broken');
    transport.failures.set('a', [broken, broken, broken, broken]);

    await messages.onMessage('a', await ticketFrame('export-1'), options);
    await messages.onMessage('a', 'junk', options);
  });

  it('forgets a connection that turns out to be gone while it subscribes', async () => {
    const { states, messages, transport, ticketFrame, subscribers } = setUp();
    states.set('export-1', 'running');
    transport.gone.add('a');

    await messages.onMessage('a', await ticketFrame('export-1'), options);

    assert.deepEqual(await subscribers('export-1'), []);
  });

  it.each(['running', 'completed'] as const)(
    'says who has come to wait for an export that is %s, after the state was sent, and once for each subscription',
    async (state) => {
      const calls: unknown[] = [];
      const { states, messages, transport, ticketFrame } = setUp({
        async onSubscribed(exportId, { signal: given }) {
          calls.push([exportId, given, transport.framesOf('a').map(({ type }) => type)]);
        },
      });
      states.set('export-1', state);

      await messages.onMessage('a', await ticketFrame('export-1'), options);
      await messages.onMessage('a', '{"action":"ping"}', options);

      const sent = state === 'running' ? ['status'] : ['status', 'ended'];
      assert.deepEqual(calls, [['export-1', signal, sent]]);
    },
  );

  it('says nobody has come when the ticket was refused, or the connection turned out to be gone', async () => {
    const calls: unknown[] = [];
    const { states, messages, transport, ticketFrame } = setUp({
      onSubscribed: (exportId) => void calls.push(exportId),
    });
    states.set('export-1', 'running');
    const frame = await ticketFrame('export-1');
    transport.gone.add('gone');

    await messages.onMessage('gone', frame, options);
    await messages.onMessage('thief', frame, options);

    assert.deepEqual(calls, []);
  });

  it.each([
    ['throws', () => assert.fail('late')],
    ['rejects', () => Promise.reject(new Error('late'))],
  ])('keeps a subscription whose onSubscribed %s, and reports that', async (_, onSubscribed) => {
    const { states, messages, transport, ticketFrame, subscribers, errors } = setUp({ onSubscribed });
    states.set('export-1', 'running');

    await messages.onMessage('a', await ticketFrame('export-1'), options);

    assert.deepEqual(await subscribers('export-1'), ['a']);
    assert.deepEqual(
      transport.framesOf('a').map(({ type }) => type),
      ['status'],
    );
    assert.match(String(errors), /late/);
  });

  it('rejects with the reason when it is aborted while onSubscribed runs', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const { states, messages, ticketFrame } = setUp({
      async onSubscribed(_, { signal: given }) {
        controller.abort(reason);
        given.throwIfAborted();
      },
    });
    states.set('export-1', 'running');

    const frame = await ticketFrame('export-1');

    await assert.rejects(messages.onMessage('a', frame, { signal: controller.signal }), reason);
  });

  it('forgets a connection that closes, and does not throw when the store is down just then', async () => {
    const { states, messages, ticketFrame, subscribers } = setUp();
    states.set('export-1', 'running');
    await messages.onMessage('a', await ticketFrame('export-1'), options);

    await messages.onDisconnect('a', options);

    assert.deepEqual(await subscribers('export-1'), []);
    const down = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'down');
    const { connections } = setUp();
    const broken = setUp({ connections: { ...connections, forget: () => Promise.reject(down) } });
    await broken.messages.onDisconnect('a', options);
    assert.deepEqual(broken.errors, [down]);
  });

  it('rejects with the reason of an aborted signal, and with nothing else', async () => {
    const { messages, transport } = setUp();
    const reason = new Error('stop');
    const aborted = { signal: AbortSignal.abort(reason) };

    await assert.rejects(messages.onMessage('a', '{"action":"ping"}', aborted), reason);
    await assert.rejects(messages.onDisconnect('a', aborted), reason);
    assert.deepEqual(transport.sent, []);
  });

  it('refuses bad options at once, naming them', () => {
    const make = pushMessages as (options: unknown) => unknown;
    const store = memoryStore();
    const good = {
      engine: { status() {} },
      tickets: { redeem() {} },
      connections: connectionRegistry({ store }),
      transport: memoryTransport(),
    };
    for (const key of Object.keys(good))
      assertRefused(() => make({ ...good, [key]: {} }), new RegExp(`option "${key}"`));
    assertRefused(() => make({ ...good, fileUrl: 'https://app.example' }), /option "fileUrl" must be a function/);
    assertRefused(() => make({ ...good, onSubscribed: true }), /option "onSubscribed" must be a function/);
    assertRefused(() => make({ ...good, onError: 1 }), /option "onError" must be a function/);
    assertRefused(() => make({ ...good, surprise: 1 }), /unknown option "surprise"/);
  });
});
