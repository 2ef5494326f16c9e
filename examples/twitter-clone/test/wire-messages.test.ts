import assert from 'node:assert/strict';
import { ExportEngineError, type ExportState, type ExportStatus, memoryStore } from '@export-engine/core';
import { type ConnectionTransport, connectionRegistry } from '@export-engine/notifier-websocket';
import { describe, it } from 'vitest';
import { executionArnsOf, localExecutionArnOf } from '../src/api/wire/execution-arn.ts';
import { createTaskTokens } from '../src/api/wire/task-tokens.ts';
import { wireMessages } from '../src/api/wire/wire-messages.ts';

const { signal } = new AbortController();
const options = { signal };
const exportId = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const taskTokens = createTaskTokens({ secret: 's'.repeat(43) });

async function frameFor(id = exportId, executionArn = localExecutionArnOf(id)): Promise<string> {
  const taskToken = await taskTokens.issue({ exportId: id, owner: 'ada' });
  return JSON.stringify({ action: 'OpenConnection', executionArn, taskToken });
}

function createWorld(state: ExportState, notifiers: readonly string[] = ['push', 'wire']) {
  /** Everything that happens, in its order. */
  const log: unknown[] = [];
  const errors: unknown[] = [];
  const failing: { status?: Error; transport?: 'gone' } = {};
  const status = (id: string, owner: string) => {
    const deliveries = notifiers.map((notifier) => ({ notifier, status: 'pending' }));
    return { id, owner, state, deliveries } as unknown as ExportStatus;
  };
  const connections = connectionRegistry({ store: memoryStore(), keyPrefix: 'wire/', maxExportsPerConnection: 2 });
  const transport: ConnectionTransport = {
    async send(connection, text) {
      log.push([connection, JSON.parse(text)]);
      return failing.transport ?? 'sent';
    },
  };
  const messages = wireMessages({
    engine: {
      async status(id, { owner }) {
        if (failing.status !== undefined) throw failing.status;
        return status(id, owner);
      },
      link: async (id, { owner }) => ({ url: `https://bucket.example/${id}?for=${owner}`, expiresAt: '' }),
    },
    taskTokens,
    connections,
    transport,
    onOpened: async (id) => void log.push(['opened', id]),
    onError: (error) => errors.push(error),
  });
  const waiting = async (id = exportId): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const connection of connections.subscribers(id, options)) found.push(connection);
    return found;
  };
  return { messages, log, errors, failing, waiting };
}

describe('a connection that is opened by the wire API', () => {
  it.each(['queued', 'running'] as const)('waits for an export that is %s, and that is told', async (state) => {
    const { messages, log, errors, waiting } = createWorld(state);

    await messages.onMessage('a', await frameFor(), options);

    assert.deepEqual(log, [['opened', exportId]]);
    assert.deepEqual(await waiting(), ['a']);
    assert.deepEqual(errors, []);
  });

  it.each<[ExportState, object]>([
    ['completed', { reportURL: `https://bucket.example/${exportId}?for=ada` }],
    ['failed', { Status: 'Error', ErrorMessage: 'The export has failed.' }],
    ['cancelled', { Status: 'Error', ErrorMessage: 'The export was cancelled.' }],
  ])('is answered at once of an export that has %s, then told of, and waits no more', async (state, answer) => {
    const { messages, log, waiting } = createWorld(state);

    await messages.onMessage('a', await frameFor(), options);

    assert.deepEqual(log, [
      ['a', answer],
      ['opened', exportId],
    ]);
    assert.deepEqual(await waiting(), []);
  });

  it('is refused for an export that nobody would tell it of', async () => {
    const { messages, log, waiting } = createWorld('running', ['email']);

    await messages.onMessage('a', await frameFor(), options);

    const words = 'This export was not asked for with push; ask for its status.';
    assert.deepEqual(log[0], ['a', { Status: 'Error', ErrorMessage: words }]);
    assert.deepEqual(await waiting(), []);
  });

  it('may come by the name that Step Functions gives an execution', async () => {
    const { messages, waiting } = createWorld('running');
    const arnOf = executionArnsOf('arn:aws:states:eu-central-1:123456789012:stateMachine:exports-AbC');
    const arn = 'arn:aws:states:eu-central-1:123456789012:execution:exports-AbC:6f9619ff-8b86-4d01-b42d-00cf4fc964ff';

    await messages.onMessage('a', await frameFor(exportId, arnOf(exportId)), options);

    assert.equal(arnOf(exportId), arn);
    assert.deepEqual(await waiting(), ['a']);
  });

  it('is not opened by a token of another export or of another key', async () => {
    const { messages, log, waiting } = createWorld('completed');
    const other = await frameFor('00000000-8b86-4d01-b42d-00cf4fc964ff', localExecutionArnOf(exportId));
    const forged = await createTaskTokens({ secret: 'x'.repeat(43) }).issue({ exportId, owner: 'ada' });
    const frame = { action: 'OpenConnection', executionArn: localExecutionArnOf(exportId), taskToken: forged };

    for (const text of [other, JSON.stringify(frame)]) await messages.onMessage('a', text, options);

    const refusal = { Status: 'Error', ErrorMessage: 'The taskToken is not valid for this executionArn.' };
    assert.deepEqual(log, [
      ['a', refusal],
      ['a', refusal],
    ]);
    assert.deepEqual(await waiting(), []);
  });

  it('waits for so many exports and for no more', async () => {
    const { messages, log, errors } = createWorld('running');
    const ids = ['1', '2', '3'].map((digit) => digit.repeat(8) + exportId.slice(8));

    for (const id of ids) await messages.onMessage('a', await frameFor(id), options);

    assert.deepEqual(log.at(-1), ['a', { Status: 'Error', ErrorMessage: 'Too many exports for one connection.' }]);
    assert.equal(log.length, 3);
    assert.deepEqual(errors, []);
  });

  it('is told to come again when the store is away, and is not left waiting', async () => {
    const { messages, log, errors, failing, waiting } = createWorld('running');
    failing.status = new ExportEngineError('EXPORT_STORE_UNAVAILABLE', 'away');

    await messages.onMessage('a', await frameFor(), options);

    assert.deepEqual(log, [['a', { Status: 'Error', ErrorMessage: 'The export can not be watched; open it again.' }]]);
    assert.deepEqual(errors, [failing.status]);
    assert.deepEqual(await waiting(), []);
  });

  it('is forgotten when it closes, or turns out to be gone', async () => {
    const { messages, failing, waiting } = createWorld('running');
    for (const connection of ['a', 'b']) await messages.onMessage(connection, await frameFor(), options);

    await messages.onDisconnect('a', options);
    failing.transport = 'gone';
    await messages.onMessage('b', 'nonsense', options);

    assert.deepEqual(await waiting(), []);
  });

  it('stops with the very reason when it is told to', async () => {
    const { messages, log } = createWorld('running');
    const reason = new Error('stop');

    await assert.rejects(
      messages.onMessage('a', await frameFor(), { signal: AbortSignal.abort(reason) }),
      (error) => error === reason,
    );
    assert.deepEqual(log, []);
  });
});
