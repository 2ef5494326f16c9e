import assert from 'node:assert/strict';
import { type FaultProxy, startFaultProxy } from '@export-engine/servers';
import { afterAll, beforeAll, it } from 'vitest';
import { eventually } from '../../support/api-client.ts';
import { assertWholeFile } from '../../support/assert-whole-file.ts';
import type { CloudUser } from '../../support/cloud-user.ts';
import { type DeployedClone, deployClone } from '../../support/deployed-clone.ts';
import { describeOnCloud } from '../../support/describe-on-cloud.ts';
import { endedExecution } from '../../support/execution-traces.ts';
import { loadPostIndex, openContextsAfter, type PostIndex } from '../../support/post-index.ts';
import { setVariable } from '../../support/set-variable.ts';

const count = 100_000;
const minuteMs = 60_000;
/** A cluster that is some way off: what side-by-side reading is for, and what it is worth on a machine of two cores. */
const answerDelayMs = 400;

describeOnCloud('An export that is read in four partitions on AWS', (elasticsearch) => {
  let posts: PostIndex;
  let cluster: FaultProxy;
  let clone: DeployedClone;
  let ada: CloudUser;

  beforeAll(async () => {
    posts = await loadPostIndex(elasticsearch, { name: 'posts-partitions', count });
    cluster = await startFaultProxy({ target: elasticsearch.url });
    clone = await deployClone({ index: posts.name, searchUrl: cluster.url, context: { partitions: 4 } });
    ada = await clone.signUp('ada');
  }, 6 * minuteMs);
  afterAll(async () => {
    await clone.stop();
    await cluster.close();
  });

  it(
    'is one file with every row once, made by four functions at the same time',
    async () => {
      const id = await ada.startExport({ search: {}, tell: 'direct' });
      let busiest = 0;
      const { state, failure } = await eventually(async () => {
        const workers = await clone.aws.lambdaWorkers();
        const isStep = ({ functionName }: { readonly functionName: string }) =>
          functionName === clone.outputs['StepFunctionName'];
        busiest = Math.max(busiest, workers.filter((worker) => worker.isBusy && isStep(worker)).length);
        const view = await ada.status(id);
        return view.state === 'completed' || view.state === 'failed' ? view : undefined;
      }, 2 * minuteMs);

      assert.equal(state, 'completed', failure?.message);
      assert.equal(busiest, 4);
      await assertWholeFile(await ada.link(id), count);
      await eventually(async () => {
        const { files, openUploads } = await clone.bucketKeys();
        return files.length === 1 && openUploads.length === 0 ? true : undefined;
      });
      assert.equal(await openContextsAfter(posts, 20_000), 0);
    },
    3 * minuteMs,
  );

  it(
    'is faster than one that is read in one',
    async () => {
      cluster.setRule(() => ({ kind: 'delay', ms: answerDelayMs }));
      const four = await timeOf(ada);
      await setVariable(clone, 'HttpFunctionName', { EXPORT_PARTITIONS: '1' });
      const seconds = { one: await timeOf(ada), four };
      await setVariable(clone, 'HttpFunctionName', { EXPORT_PARTITIONS: '4' });
      cluster.clearRule();

      console.log(`One partition: ${seconds.one.toFixed(1)} s; four: ${seconds.four.toFixed(1)} s.`);
      assert.ok(seconds.four < seconds.one, JSON.stringify(seconds));
    },
    5 * minuteMs,
  );

  it(
    'fails as a whole, and leaves nothing, when one partition fails for ever',
    async () => {
      clone.s3Proxy?.setRule(({ method, url }) =>
        method === 'PUT' && url.includes('.segment-2')
          ? { kind: 'respond', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' }
          : undefined,
      );
      const id = await ada.startExport({ search: {}, tell: 'direct' });
      const { state, failure } = await ada.ended(id, 2 * minuteMs);
      clone.s3Proxy?.clearRule();
      const execution = await endedExecution(clone, id);

      assert.equal(state, 'failed');
      assert.equal(failure?.code, 'EXPORT_SINK_REJECTED');
      assert.equal(execution.status, 'FAILED');
      const { files, openUploads } = await clone.bucketKeys();
      assert.deepEqual(
        files.filter((file) => file.includes(id)),
        [],
      );
      assert.deepEqual(openUploads, []);
      assert.equal(await openContextsAfter(posts, 20_000), 0);
    },
    4 * minuteMs,
  );

  async function timeOf(user: CloudUser): Promise<number> {
    const startedAt = performance.now();
    const id = await user.startExport({ search: {}, tell: 'direct' });
    const { state, failure } = await user.ended(id, 2 * minuteMs);
    assert.equal(state, 'completed', failure?.message);
    return (performance.now() - startedAt) / 1000;
  }
});
