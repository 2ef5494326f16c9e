import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultProxy, startFaultProxy } from '@export-engine/servers';
import { afterAll, beforeAll, it } from 'vitest';
import { eventually } from '../../support/api-client.ts';
import { subscribe } from '../../support/cloud-socket.ts';
import type { CloudUser } from '../../support/cloud-user.ts';
import { type DeployedClone, deployClone } from '../../support/deployed-clone.ts';
import { describeOnCloud } from '../../support/describe-on-cloud.ts';
import { callsOf, endedExecution } from '../../support/execution-traces.ts';
import { loadPostIndex } from '../../support/post-index.ts';
import { sha256Of } from '../../support/sha256-of.ts';

const count = 1_000_000;
const minuteMs = 60_000;
/** So short that a million posts take many invocations. */
const stepTimeoutSeconds = 4;
/** Each answer of the cluster takes as much longer, so that a faster machine needs many invocations too. */
const answerDelayMs = 250;

describeOnCloud('An export of a million posts on AWS', (elasticsearch) => {
  let clone: DeployedClone;
  let cluster: FaultProxy;
  let ada: CloudUser;
  let expected: string;

  beforeAll(async () => {
    const { name: index } = await loadPostIndex(elasticsearch, { name: 'posts-cloud-1m', count });
    cluster = await startFaultProxy({ target: elasticsearch.url });
    clone = await deployClone({ index, searchUrl: cluster.url, context: { partitions: 1, stepTimeoutSeconds } });
    ada = await clone.signUp('ada');
  }, 6 * minuteMs);
  afterAll(async () => {
    await clone.stop();
    await cluster.close();
  });

  it(
    'takes ten invocations or more of a function with a short time-out, and is whole',
    async () => {
      cluster.setRule(() => ({ kind: 'delay', ms: answerDelayMs }));
      const id = await ada.startExport({ search: {}, tell: 'direct' });
      const { state, progress, failure } = await ada.ended(id, 4 * minuteMs);
      cluster.clearRule();

      assert.equal(state, 'completed', failure?.message);
      assert.equal(progress.rows, count);
      const calls = callsOf(await endedExecution(clone, id), 'advance');
      console.log(`${calls} invocations of ${stepTimeoutSeconds} s.`);
      assert.ok(calls >= 10, `${calls} invocations`);
      expected = await sha256Of(await ada.link(id));
    },
    5 * minuteMs,
  );

  it(
    'has the same bytes, one object and one notification when its function is killed again and again in the middle of its work',
    async () => {
      cluster.setRule(() => ({ kind: 'delay', ms: answerDelayMs }));
      const id = await ada.startExport({ search: {}, tell: 'push' });
      const socket = await subscribe(clone.outputs['WebSocketUrl'] as string, await ada.ticket(id));
      const killed = await killSome(id, 4);
      cluster.clearRule();
      const { state, progress, failure } = await ada.ended(id, 4 * minuteMs);
      await eventually(async () => socket.frames.find(({ type }) => type === 'ended'));
      await endedExecution(clone, id);
      await socket.close();

      assert.equal(state, 'completed', failure?.message);
      assert.equal(progress.rows, count);
      assert.equal(killed, 4);
      assert.equal(await sha256Of(await ada.link(id)), expected);
      assert.equal(socket.frames.filter(({ type }) => type === 'ended').length, 1);
      const { files, openUploads } = await clone.bucketKeys();
      assert.deepEqual(
        files.filter((file) => file.includes(id)),
        [`files/exports/${id}.csv`],
      );
      assert.deepEqual(openUploads, []);
    },
    6 * minuteMs,
  );

  /** Kills the step function's process at random instants while rows are read. @returns how often */
  async function killSome(id: string, times: number): Promise<number> {
    let killed = 0;
    await eventually(async () => ((await ada.status(id)).progress.rows > 0 ? true : undefined), minuteMs);
    while (killed < times && (await ada.status(id)).state === 'running') {
      await sleep(300 + Math.random() * 2500);
      const workers = await clone.aws.lambdaWorkers();
      const busy = workers.find(
        ({ functionName, isBusy }) => isBusy && functionName === clone.outputs['StepFunctionName'],
      );
      if (busy === undefined) continue;
      process.kill(busy.pid, 'SIGKILL');
      killed += 1;
    }
    return killed;
  }
});
