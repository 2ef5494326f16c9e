import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { ExportEngineError } from '@export-engine/core';
import { describeWithServer } from '@export-engine/servers/testing';
import { describe, it } from 'vitest';
import {
  createExportWorld,
  type ExportWorld,
  expectedFile,
  owner,
  recipient,
  until,
  type WorldOptions,
} from './support/export-world.ts';
import type { RemoteCall } from './support/wire.ts';

const { signal } = new AbortController();
const pushed = [
  { notifier: 'push', recipient },
  { notifier: 'email', recipient },
];
const clientWait = { timeoutSeconds: 30, heartbeatSeconds: 3 };
const distributed = { partitions: { mode: 'distributed', maxConcurrency: 4 } } as const;

describeWithServer('aws', (aws) => {
  /** Each test has a world of its own, so they run side by side. */
  async function inWorld(options: WorldOptions, run: (world: ExportWorld) => Promise<void>): Promise<void> {
    const world = await createExportWorld(aws, options);
    await run(world).finally(() => world.close());
  }

  describe.concurrent('an export on Step Functions and Lambda', () => {
    it('goes from its start to its notification', async () => {
      await inWorld({}, async (world) => {
        const id = await world.start();

        assert.deepEqual(await world.ending(id), { status: 'SUCCEEDED', error: undefined });

        assert.equal(world.fileOf(id), expectedFile);
        assert.equal((await world.status(id)).state, 'completed');
        assert.deepEqual(
          world.email.backend.events.map(({ type }) => type),
          ['completed'],
        );
        assertDiscreet(await world.histories(id));
      });
    });

    it.for([
      ['in one execution', {}],
      ['in executions of their own', distributed],
    ] as const)('works on four partitions at once, %s, and makes one file', async ([, machine]) => {
      // Nobody reads on before all four have begun.
      const begun = new Set<string>();
      const all = Promise.withResolvers<void>();
      const before = async ({ method, args }: RemoteCall): Promise<void> => {
        if (method !== 'nextPage') return;
        begun.add(JSON.stringify(args[2]));
        if (begun.size === 4) all.resolve();
        await all.promise;
      };
      await inWorld({ machine, before }, async (world) => {
        const id = await world.start({ partitions: 4 });

        assert.deepEqual(await world.ending(id), { status: 'SUCCEEDED', error: undefined });

        assert.equal(world.fileOf(id), expectedFile);
        assert.deepEqual([...world.sink.backend.files.keys()], [`exports/${id}.csv`]);
        assert.ok(world.pids.size >= 4, `${world.pids.size} processes`);
        assert.equal(world.email.backend.events.length, 1);
        assertDiscreet(await world.histories(id));
      });
    });

    it.for([
      ['in one execution', {}, 'EXPORT_SOURCE_REJECTED'],
      ['in executions of their own', distributed, 'States.ExceedToleratedFailureThreshold'],
    ] as const)('fails with the code and the words of the one partition that fails, %s', async ([, machine, error]) => {
      const before = ({ method, args }: RemoteCall): void => {
        const { index } = (args[2] ?? {}) as { readonly index?: number };
        if (method === 'nextPage' && index === 2)
          throw new ExportEngineError('EXPORT_SOURCE_REJECTED', 'No such index.');
      };
      await inWorld({ machine, before }, async (world) => {
        const id = await world.start({ partitions: 4 });

        assert.deepEqual(await world.ending(id), { status: 'FAILED', error });

        const { state, failure } = await world.status(id);
        assert.deepEqual([state, failure], ['failed', { code: 'EXPORT_SOURCE_REJECTED', message: 'No such index.' }]);
        assert.deepEqual(
          world.email.backend.events.map(({ type }) => type),
          ['failed'],
        );
        await until(() => world.sink.backend.files.size + world.sink.backend.uploads.size === 0, 'all is cleaned up');
        assertDiscreet(await world.histories(id));
      });
    });

    it('goes on when a worker is killed in the middle of a part, and makes the same file', async () => {
      let parts = 0;
      const killed = new Set<number>();
      const before = ({ method, pid }: RemoteCall): void => {
        if (method !== 'writePart' || killed.size === 3) return;
        parts += 1;
        if (parts % 3 !== 0) return;
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      };
      await inWorld({ before }, async (world) => {
        const id = await world.start();

        assert.deepEqual(await world.ending(id), { status: 'SUCCEEDED', error: undefined });

        assert.equal(world.fileOf(id), expectedFile);
        assert.equal(killed.size, 3);
        assert.equal(world.email.backend.events.length, 1);
      });
    });

    it('fails an export whose worker is killed at every try', async () => {
      const killed = new Set<number>();
      const before = ({ method, pid }: RemoteCall): void => {
        if (method !== 'nextPage') return;
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      };
      await inWorld({ before }, async (world) => {
        const id = await world.start();

        assert.deepEqual(await world.ending(id), { status: 'FAILED', error: 'WorkerLost' });

        const { state, failure } = await world.status(id);
        assert.equal(state, 'failed');
        assert.match(
          failure?.message ?? '',
          /^The worker was killed, ran out of memory, or ran out of time, at every try/,
        );
        assert.equal(killed.size, 6);
        assert.deepEqual(
          world.email.backend.events.map(({ type }) => type),
          ['failed'],
        );
      });
    });

    it('delivers at once to a client that was there before anybody waited for it', async () => {
      const release = Promise.withResolvers<void>();
      const before = async ({ part, method }: RemoteCall): Promise<void> => {
        if (part === 'source' && method === 'open') await release.promise;
      };
      await inWorld(
        { machine: { clientWait: { timeoutSeconds: 60, heartbeatSeconds: 59 } }, before },
        async (world) => {
          const id = await world.start({ notify: pushed });
          await world.waits.arrived(id, { signal });
          release.resolve();

          assert.equal((await world.ending(id)).status, 'SUCCEEDED');

          assert.equal(world.push.backend.events.length, 1);
          assert.equal(world.fileOf(id), expectedFile);
          assert.deepEqual(await endOfWait(world, id), ['ClientCame']);
        },
      );
    });

    it('waits with the delivery for a client that comes late, as long as it gives signs of life', async () => {
      await inWorld({ machine: { clientWait } }, async (world) => {
        const id = await world.start({ notify: pushed });
        await until(() => world.store.backend.entries.has(`client-waits/${id}`), 'the token is stored');
        const token: string = JSON.parse(world.store.backend.entries.get(`client-waits/${id}`)?.json ?? '{}').taskToken;
        const enoughBeats = Date.now() + 2 * clientWait.heartbeatSeconds * 1000;
        await until(async () => {
          await world.waits.alive(id, { signal });
          return Date.now() > enoughBeats && (await world.status(id)).state === 'completed';
        }, 'the file is made, and the client would have been given up');
        assert.equal(world.email.backend.events.length, 0);

        await world.waits.arrived(id, { signal });

        assert.equal((await world.ending(id)).status, 'SUCCEEDED');
        assert.deepEqual([world.push.backend.events.length, world.email.backend.events.length], [1, 1]);
        assert.deepEqual(await endOfWait(world, id), ['ClientCame']);
        const history = await world.histories(id);
        assertDiscreet(history);
        assert.deepEqual(namesWith(history, token), ['TaskScheduled']);
        assert.ok(!JSON.stringify([...world.store.backend.entries.values()]).includes(token));
      });
    });

    it('takes a client that gives no sign of life not to come, and delivers', async () => {
      await inWorld({ machine: { clientWait } }, async (world) => {
        const id = await world.start({ notify: pushed });

        assert.equal((await world.ending(id)).status, 'SUCCEEDED');

        assert.equal(world.fileOf(id), expectedFile);
        assert.deepEqual([world.push.backend.events.length, world.email.backend.events.length], [1, 1]);
        assert.deepEqual(await endOfWait(world, id), ['ClientStayedAway']);
        await world.waits.arrived(id, { signal });
        await world.waits.alive(id, { signal });
      });
    });

    it('delivers, too, when it can not wait for the client', async () => {
      const before = ({ method, args }: RemoteCall): void => {
        if (method === 'write' && String(args[0]).startsWith('client-waits/'))
          throw new ExportEngineError('EXPORT_STORE_REJECTED', 'No rights.');
      };
      await inWorld({ before }, async (world) => {
        const id = await world.start({ notify: pushed });

        assert.equal((await world.ending(id)).status, 'SUCCEEDED');

        assert.equal(world.push.backend.events.length, 1);
        assert.deepEqual(await endOfWait(world, id), ['WaitingFailed']);
      });
    });

    it('does not wait for a client when nobody is to be pushed to', async () => {
      await inWorld({}, async (world) => {
        const id = await world.start();

        await world.ending(id);

        assert.deepEqual(await endOfWait(world, id), ['NoClientExpected']);
      });
    });

    it('stops the execution of an export that is cancelled, and leaves nothing', async () => {
      const reading = Promise.withResolvers<void>();
      const before = async ({ method }: RemoteCall): Promise<void> => {
        if (method !== 'writePart') return;
        reading.resolve();
        await sleep(300);
      };
      await inWorld({ before }, async (world) => {
        const id = await world.start();
        await reading.promise;

        await world.engine.cancel(id, { owner });

        assert.equal((await world.ending(id)).status, 'ABORTED');
        assert.equal((await world.status(id)).state, 'cancelled');
        await until(() => world.sink.backend.files.size + world.sink.backend.uploads.size === 0, 'all is cleaned up');
      });
    });

    it('takes up an export whose execution was stopped, in a new one', async () => {
      const release = Promise.withResolvers<void>();
      const before = async ({ method }: RemoteCall): Promise<void> => {
        if (method === 'open') await release.promise;
      };
      await inWorld({ before }, async (world) => {
        const id = await world.start();
        await world.stop(id);
        release.resolve();

        assert.deepEqual(await world.engine.resume(), [id]);
        assert.deepEqual(await world.engine.resume(), [id]);

        assert.equal((await world.ending(id)).status, 'ABORTED');
        assert.equal((await world.ending(`${id}-2`)).status, 'SUCCEEDED');
        assert.equal(world.fileOf(id), expectedFile);
        assert.equal(world.email.backend.events.length, 1);
        assert.deepEqual(await world.engine.resume(), []);
      });
    });
  });
});

/** Ids and counters are all that a history may hold. */
function assertDiscreet(history: readonly HistoryEvent[]): void {
  assert.ok(history.length > 10);
  for (const secret of [owner, recipient.name, 'row-content', 'exports/', '.ts:']) {
    assert.deepEqual(namesWith(history, secret), [], `${secret} is in the history`);
  }
}

function namesWith(history: readonly HistoryEvent[], text: string): readonly (string | undefined)[] {
  return history.filter((event) => JSON.stringify(event).includes(text)).map(({ type }) => type);
}

async function endOfWait(world: ExportWorld, exportId: string): Promise<readonly string[]> {
  const ends = ['ClientCame', 'ClientStayedAway', 'WaitingFailed', 'NoClientExpected'];
  const names = (await world.histories(exportId)).map(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name);
  return ends.filter((name) => names.includes(name));
}
