import assert from 'node:assert/strict';
import { ExportEngineError, type ExportEvent, memoryStore } from '@export-engine/core';
import { type ConnectionTransport, connectionRegistry } from '@export-engine/notifier-websocket';
import { describe, it } from 'vitest';
import { wireNotifier } from '../src/api/wire/wire-notifier.ts';

const { signal } = new AbortController();
const event: ExportEvent = {
  type: 'completed',
  exportId: 'e-1',
  owner: 'ada',
  recipient: null,
  fileName: 'posts.csv',
  rows: 1,
  bytes: 10,
  endedAt: '2022-01-31T12:00:00Z',
};
const broken = new ExportEngineError('EXPORT_NOTIFY_FAILED', 'no answer', { isRetryable: true });

interface World {
  readonly sent: (readonly [connection: string, text: string])[];
  readonly links: unknown[];
  /** What sending to a connection comes to, where it is not "sent". */
  readonly outcomes: Map<string, 'gone' | Error>;
}

function createWorld() {
  const world: World = { sent: [], links: [], outcomes: new Map() };
  const transport: ConnectionTransport = {
    async send(connection, text) {
      const outcome = world.outcomes.get(connection);
      if (outcome instanceof Error) throw outcome;
      if (outcome === undefined) world.sent.push([connection, text]);
      return outcome ?? 'sent';
    },
  };
  const connections = connectionRegistry({ store: memoryStore(), keyPrefix: 'wire/' });
  const notifier = wireNotifier({
    connections,
    transport,
    async link(exportId, { owner, expiresInSeconds }) {
      world.links.push([exportId, owner, expiresInSeconds]);
      return { url: `https://bucket.example/${world.links.length}`, expiresAt: '2022-01-31T13:00:00Z' };
    },
  });
  const waiting = async (exportId: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const connection of connections.subscribers(exportId, { signal })) found.push(connection);
    return found;
  };
  return { ...world, connections, notifier, waiting };
}

describe('the notifier of the wire API', () => {
  it('sends each connection of the export, and of no other, a link that is made now', async () => {
    const { notifier, connections, sent, links, waiting } = createWorld();
    for (const connection of ['a', 'b']) await connections.subscribe(connection, 'e-1', { signal });
    await connections.subscribe('c', 'e-2', { signal });

    await notifier.notify(event, { signal });

    const text = '{"reportURL":"https://bucket.example/1"}';
    assert.deepEqual([...sent].sort(), [
      ['a', text],
      ['b', text],
    ]);
    assert.deepEqual(links, [['e-1', 'ada', 3600]]);
    assert.deepEqual([await waiting('e-1'), await waiting('e-2')], [[], ['c']]);
  });

  it.each([
    ['failed', 'The export has failed.'],
    ['cancelled', 'The export was cancelled.'],
  ] as const)('says so of an export that has %s, without a link', async (type, words) => {
    const { notifier, connections, sent, links } = createWorld();
    await connections.subscribe('a', 'e-1', { signal });

    await notifier.notify({ ...event, type }, { signal });

    assert.deepEqual(sent, [['a', JSON.stringify({ Status: 'Error', ErrorMessage: words })]]);
    assert.deepEqual(links, []);
  });

  it('makes no link when nobody waits', async () => {
    const { notifier, links } = createWorld();

    await notifier.notify(event, { signal });

    assert.deepEqual(links, []);
  });

  it('tells the others when one can not be told, and only that one the next time', async () => {
    const { notifier, connections, sent, outcomes } = createWorld();
    for (const connection of ['a', 'b', 'c']) await connections.subscribe(connection, 'e-1', { signal });
    outcomes.set('b', broken);

    await assert.rejects(notifier.notify(event, { signal }), { code: 'EXPORT_NOTIFY_FAILED', isRetryable: true });
    outcomes.clear();
    await notifier.notify(event, { signal });

    assert.deepEqual(sent.map(([connection]) => connection).sort(), ['a', 'b', 'c']);
    assert.equal(sent.at(-1)?.[0], 'b');
  });

  it('forgets a connection that is gone, with all it waited for', async () => {
    const { notifier, connections, outcomes, waiting } = createWorld();
    for (const exportId of ['e-1', 'e-2']) await connections.subscribe('a', exportId, { signal });
    outcomes.set('a', 'gone');

    await notifier.notify(event, { signal });

    assert.deepEqual([await waiting('e-1'), await waiting('e-2')], [[], []]);
  });

  it('is not tried again for what is final, and stops when it is told', async () => {
    const { notifier, connections, outcomes } = createWorld();
    await connections.subscribe('a', 'e-1', { signal });
    outcomes.set('a', new Error('a mistake'));
    const stopped = AbortSignal.abort(new Error('stop'));

    await assert.rejects(notifier.notify(event, { signal }), { code: 'EXPORT_NOTIFY_FAILED', isRetryable: false });
    await assert.rejects(notifier.notify(event, { signal: stopped }), stopped.reason);
  });

  it('takes null for a recipient, and nothing else', () => {
    const { notifier } = createWorld();

    assert.equal(notifier.validateRecipient(null), null);
    assert.throws(() => notifier.validateRecipient('ada'), { code: 'EXPORT_OPTIONS_INVALID' });
  });
});
