import assert from 'node:assert/strict';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { ExportEngineError, memoryStore, type Store, type StoreEntry } from '@export-engine/core';
import { assertRefused, assertRejects } from '@export-engine/core/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { clientWaits } from './client-waits.ts';

const { signal } = new AbortController();
const options = { signal };

interface Sent {
  readonly operation: string;
  readonly taskToken: string;
}

/** Step Functions, as far as tokens go: it remembers which it was told of, and knows which are of no use any more. */
function tokenClient() {
  const sent: Sent[] = [];
  const answers = new Map<string, string>();
  const client = {
    async send(command: { readonly constructor: { readonly name: string }; readonly input: { taskToken: string } }) {
      const { taskToken } = command.input;
      sent.push({ operation: command.constructor.name.replace(/^SendTask|Command$/g, ''), taskToken });
      const name = answers.get(taskToken);
      if (name !== undefined) throw Object.assign(new Error(`token ${taskToken}`), { name });
      return {};
    },
  };
  return { client: client as unknown as SFNClient, sent, answers };
}

function setUp(store: Store = memoryStore()) {
  const { client, sent, answers } = tokenClient();
  const waits = clientWaits({ store, client });
  return { waits, sent, answers, store };
}

async function keysIn(store: Store): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const key of store.list('', options)) keys.push(key);
  return keys.sort();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('clientWaits', () => {
  it('tells the execution when its client comes', async () => {
    const { waits, sent } = setUp();
    await waits.begin('a', 'token-1', options);
    assert.deepEqual(sent, []);

    await waits.arrived('a', options);

    assert.deepEqual(sent, [{ operation: 'Success', taskToken: 'token-1' }]);
  });

  it('tells the execution at once when the client has come before', async () => {
    const { waits, sent } = setUp();
    await waits.arrived('a', options);
    assert.deepEqual(sent, []);

    await waits.begin('a', 'token-1', options);

    assert.deepEqual(sent, [{ operation: 'Success', taskToken: 'token-1' }]);
  });

  it('never misses a client, in whatever order the calls of clients and of a repeated task interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 3 }), async (scheduler, clients) => {
        const { waits, sent } = setUp(storeInTurns(() => scheduler.schedule(Promise.resolve())));

        const calls = Promise.all([
          waits.begin('a', 'token-1', options).then(() => waits.begin('a', 'token-2', options)),
          ...Array.from({ length: clients }, () => waits.arrived('a', options)),
        ]);
        await scheduler.waitFor(calls);

        // The task of token-1 was given up by then, so token-2 is what has to be told of.
        assert.ok(
          sent.some(({ taskToken }) => taskToken === 'token-2'),
          JSON.stringify(sent),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('forgets a token that is of no more use, and keeps that the client came, for a task that is tried again', async () => {
    const { waits, sent, store } = setUp();
    await waits.begin('a', 'token-1', options);
    await waits.arrived('a', options);

    assert.ok(!JSON.stringify(await store.read('client-waits/a', options)).includes('token-1'));
    await waits.begin('a', 'token-2', options);
    await waits.arrived('a', options);

    assert.deepEqual(
      sent.map(({ taskToken }) => taskToken),
      ['token-1', 'token-2'],
    );
  });

  it('replaces the token of a task that was tried again', async () => {
    const { waits, sent } = setUp();
    await waits.begin('a', 'token-1', options);
    await waits.begin('a', 'token-2', options);

    await waits.arrived('a', options);

    assert.deepEqual(
      sent.map(({ taskToken }) => taskToken),
      ['token-2'],
    );
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'does not mind a task that is over: %s',
    async (name) => {
      const { waits, answers } = setUp();
      answers.set('token-1', name);
      await waits.begin('a', 'token-1', options);

      await waits.alive('a', options);
      await waits.arrived('a', options);
      await waits.begin('a', 'token-1', options);
    },
  );

  it('tells again when the client comes again after Step Functions could not be reached', async () => {
    const { waits, sent, answers } = setUp();
    await waits.begin('a', 'token-1', options);
    answers.set('token-1', 'ThrottlingException');

    const error = await assertRejects(waits.arrived('a', options), 'EXPORT_UNEXPECTED');
    answers.clear();
    await waits.arrived('a', options);

    assert.equal(error.isRetryable, true);
    assert.deepEqual(
      sent.map(({ operation }) => operation),
      ['Success', 'Success'],
    );
  });

  it('says that the client is alive as long as it has not come', async () => {
    const { waits, sent } = setUp();
    await waits.alive('a', options);
    await waits.begin('a', 'token-1', options);

    await waits.alive('a', options);
    await waits.arrived('a', options);
    await waits.alive('a', options);

    assert.deepEqual(
      sent.map(({ operation }) => operation),
      ['Heartbeat', 'Success'],
    );
  });

  it('never mixes exports', async () => {
    const { waits, sent } = setUp();
    await Promise.all([waits.begin('a', 'token-a', options), waits.begin('b', 'token-b', options)]);

    await waits.arrived('b', options);

    assert.deepEqual(sent, [{ operation: 'Success', taskToken: 'token-b' }]);
  });

  it('puts no token into an error or a key', async () => {
    const { waits, answers, store } = setUp();
    answers.set('token-1', 'AccessDeniedException');
    await waits.begin('a', 'token-1', options);

    const error = await assertRejects(waits.arrived('a', options), 'EXPORT_UNEXPECTED');

    assert.ok(!JSON.stringify([error.message, error.details, await keysIn(store)]).includes('token-1'));
  });

  it('lets an entry expire: a client that came a day ago is not there', async () => {
    const { waits, sent } = setUp();
    await waits.arrived('a', options);
    vi.setSystemTime(Date.now() + 86_400_000);

    await waits.begin('a', 'token-1', options);
    assert.deepEqual(sent, []);
    vi.setSystemTime(Date.now() + 86_400_000);
    await waits.alive('a', options);
    await waits.arrived('a', options);

    assert.deepEqual(sent, []);
  });

  it('sweeps what has expired, and nothing else', async () => {
    const { waits, store } = setUp();
    await store.write('records/a', { state: 'running' }, { expectedVersion: null, signal });
    await waits.begin('a', 'token-1', options);
    await waits.arrived('b', options);
    assert.equal(await waits.sweep(options), 0);
    vi.setSystemTime(Date.now() + 80_000_000);
    await waits.arrived('c', options);
    vi.setSystemTime(Date.now() + 6_400_000);

    assert.equal(await waits.sweep(options), 2);

    assert.deepEqual(await keysIn(store), ['client-waits/c', 'records/a']);
  });

  it('rejects with the reason of an aborted signal, and does nothing', async () => {
    const { waits, store, sent } = setUp();
    const reason = new Error('stop');
    const aborted = { signal: AbortSignal.abort(reason) };

    for (const call of [waits.begin('a', 't', aborted), waits.arrived('a', aborted), waits.alive('a', aborted)]) {
      await assert.rejects(call, reason);
    }
    await assert.rejects(waits.sweep(aborted), reason);

    assert.deepEqual([await keysIn(store), sent], [[], []]);
  });

  it('gives up when somebody else writes the entry again and again', async () => {
    const memory = memoryStore();
    const conflict = () => Promise.reject(new ExportEngineError('EXPORT_STORE_CONFLICT', 'again'));
    const { waits } = setUp({ ...memory, write: conflict });

    await assertRejects(waits.arrived('a', options), 'EXPORT_STORE_CONFLICT');
  });

  it('refuses bad options and ids at once, naming them', async () => {
    const make = clientWaits as (options: unknown) => unknown;
    const store = memoryStore();
    const client = { send() {} };

    assertRefused(() => make({ client }), /option "store" must be a store/);
    assertRefused(() => make({ store }), /option "client" must be an SFNClient/);
    assertRefused(() => make({ store, client, keyPrefix: '' }), /option "keyPrefix" must be 2 to 40 characters/);
    assertRefused(() => make({ store, client, keyPrefix: 'a' }), /option "keyPrefix"/);
    assertRefused(() => make({ store, client, expiresInSeconds: 59 }), /option "expiresInSeconds"/);
    assertRefused(() => make({ store, client, requestTimeoutMs: 0 }), /option "requestTimeoutMs"/);
    assertRefused(() => make({ store, client, surprise: 1 }), /unknown option "surprise"/);
    await assertRejects(setUp().waits.arrived('../a', options), 'EXPORT_OPTIONS_INVALID');
  });
});

/** A store whose calls are done at once when it is their turn: the scheduler alone says who goes next. */
function storeInTurns(turn: () => Promise<void>): Store {
  const entries = new Map<string, StoreEntry>();
  let writes = 0;
  return {
    ...memoryStore(),
    async read(key) {
      await turn();
      return entries.get(key);
    },
    async write(key, value, { expectedVersion }) {
      await turn();
      if ((entries.get(key)?.version ?? null) !== expectedVersion) {
        throw new ExportEngineError('EXPORT_STORE_CONFLICT', 'Somebody was faster.');
      }
      writes += 1;
      const version = `v${writes}`;
      entries.set(key, { value, version });
      return { version };
    },
  };
}
