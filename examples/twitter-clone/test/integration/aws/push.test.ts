import assert from 'node:assert/strict';
import { type FaultProxy, startFaultProxy } from '@export-engine/servers';
import { afterAll, beforeAll, it } from 'vitest';
import { eventually } from '../../support/api-client.ts';
import { type CloudSocket, subscribe } from '../../support/cloud-socket.ts';
import type { CloudUser } from '../../support/cloud-user.ts';
import { type DeployedClone, deployClone } from '../../support/deployed-clone.ts';
import { describeOnCloud } from '../../support/describe-on-cloud.ts';
import { endedExecution } from '../../support/execution-traces.ts';
import { loadPostIndex } from '../../support/post-index.ts';

const minuteMs = 60_000;
/** Long enough for a client to come, go and come back before the export ends. */
const answerDelayMs = 1500;

describeOnCloud('An export that is pushed on AWS', (elasticsearch) => {
  let clone: DeployedClone;
  let cluster: FaultProxy;
  let ada: CloudUser;
  let grace: CloudUser;
  let neverCame: string;

  beforeAll(async () => {
    const { name: index } = await loadPostIndex(elasticsearch, { name: 'posts-push', count: 3000 });
    cluster = await startFaultProxy({ target: elasticsearch.url });
    clone = await deployClone({ index, searchUrl: cluster.url, context: { partitions: 2 } });
    [ada, grace] = await Promise.all([clone.signUp('ada'), clone.signUp('grace')]);
    neverCame = await start(ada);
  }, 4 * minuteMs);
  afterAll(async () => {
    await clone.stop();
    await cluster.close();
  });

  it('tells a client that comes while the file is made', async () => {
    const id = await slowly(() => start(ada));
    const socket = await connect(ada, id);
    await assertTold(socket, id);
    await socket.close();

    assert.equal((await endedExecution(clone, id)).status, 'SUCCEEDED');
  });

  it('tells a client that comes late, at once, and need not wait for it any longer', async () => {
    const id = await start(ada);
    await ada.ended(id);
    const socket = await connect(ada, id);
    await assertTold(socket, id);
    await socket.close();

    assert.equal((await endedExecution(clone, id)).status, 'SUCCEEDED');
  });

  it('tells every one of several clients, each once', async () => {
    const id = await slowly(() => start(ada));
    const sockets = await Promise.all([connect(ada, id), connect(ada, id)]);
    for (const socket of sockets) await assertTold(socket, id);
    await endedExecution(clone, id);

    for (const socket of sockets) {
      assert.equal(socket.frames.filter(({ type }) => type === 'ended').length, 1);
      await socket.close();
    }
  });

  it('tells a client that dropped out and came back', async () => {
    const id = await slowly(() => start(ada));
    await (await connect(ada, id)).close();
    const socket = await connect(ada, id);
    await assertTold(socket, id);
    await socket.close();

    assert.equal((await endedExecution(clone, id)).status, 'SUCCEEDED');
  });

  it("never shows one client another one's export", async () => {
    const [hers, theirs] = await slowly(() => Promise.all([start(ada), start(grace)]));
    const [socket, other] = await Promise.all([connect(ada, hers), connect(grace, theirs)]);
    await assertTold(socket, hers);
    await assertTold(other, theirs);
    await Promise.all([socket.close(), other.close()]);

    assert.ok(!JSON.stringify(socket.frames).includes(theirs));
    assert.ok(!JSON.stringify(other.frames).includes(hers));
  });

  it(
    'completes although its client never comes',
    async () => {
      const { state } = await ada.ended(neverCame);
      const { status, events } = await endedExecution(clone, neverCame, 3 * minuteMs);

      assert.equal(state, 'completed');
      assert.equal(status, 'SUCCEEDED');
      const entered = events.map(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name);
      assert.ok(entered.includes('ClientStayedAway') && entered.includes('Deliver'), entered.join(' '));
    },
    4 * minuteMs,
  );

  function start(user: CloudUser): Promise<string> {
    return user.startExport({ search: {}, tell: 'push' });
  }

  /** What is started so takes some seconds. */
  async function slowly<Result>(begin: () => Promise<Result>): Promise<Result> {
    cluster.setRule(() => ({ kind: 'delay', ms: answerDelayMs }));
    const begun = await begin();
    setTimeout(cluster.clearRule, 3 * answerDelayMs);
    return begun;
  }

  async function connect(user: CloudUser, id: string): Promise<CloudSocket> {
    return subscribe(clone.outputs['WebSocketUrl'] as string, await user.ticket(id));
  }

  async function assertTold(socket: CloudSocket, id: string): Promise<void> {
    const ended = await eventually(async () => socket.frames.find(({ type }) => type === 'ended'), minuteMs);
    assert.deepEqual([ended['exportId'], ended['state']], [id, 'completed']);
  }
});
