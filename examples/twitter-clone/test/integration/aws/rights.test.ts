import assert from 'node:assert/strict';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, it } from 'vitest';
import { eventually } from '../../support/api-client.ts';
import { subscribe } from '../../support/cloud-socket.ts';
import type { CloudUser } from '../../support/cloud-user.ts';
import { type DeployedClone, deployClone } from '../../support/deployed-clone.ts';
import { describeOnCloud } from '../../support/describe-on-cloud.ts';
import { logLines } from '../../support/execution-traces.ts';
import { loadPostIndex } from '../../support/post-index.ts';
import { clientOptions } from '../support/deploy-assembly.ts';

const count = 3000;

/** That no function has a right more is asserted on the template: `infra-stack.test.ts`. */
describeOnCloud('The functions on AWS, with every permission checked', (elasticsearch) => {
  let clone: DeployedClone;
  let ada: CloudUser;

  beforeAll(async () => {
    const { name: index } = await loadPostIndex(elasticsearch, { name: 'posts-push', count });
    clone = await deployClone({ index, searchUrl: elasticsearch.url, checksRights: true });
    ada = await clone.signUp('ada');
  });
  afterAll(() => clone.stop());

  it('may do what a direct export in four partitions takes', async () => {
    const id = await ada.startExport({ search: {}, tell: 'direct' });
    const { state, progress, failure } = await ada.ended(id);

    assert.equal(state, 'completed', failure?.message);
    assert.equal(progress.rows, count);
    assert.equal((await fetch(await ada.link(id))).status, 200);
    await eventually(async () => {
      const { files, openUploads } = await clone.bucketKeys();
      return files.length === 1 && openUploads.length === 0 ? true : undefined;
    });
  });

  it('may mail', async () => {
    const id = await ada.startExport({ search: {}, tell: 'email' });

    await eventually(async () => (await clone.aws.mailbox()).find(({ BodyText }) => BodyText.includes(id)));
  });

  it('may push, and end the wait for a client', async () => {
    const id = await ada.startExport({ search: {}, tell: 'push' });
    const socket = await subscribe(clone.outputs['WebSocketUrl'] as string, await ada.ticket(id));
    await eventually(async () => socket.frames.find(({ type }) => type === 'ended'));
    await socket.close();
  });

  it('may give a ticket to a client that is already waited for, and push to it', async () => {
    const id = await ada.startExport({ search: {}, tell: 'push' });
    await ada.ended(id);
    const socket = await subscribe(clone.outputs['WebSocketUrl'] as string, await ada.ticket(id));
    await eventually(async () => socket.frames.find(({ type }) => type === 'ended'));
    await socket.close();
  });

  it('may cancel', async () => {
    const id = await ada.startExport({ search: {}, tell: 'push' });
    const answer = await ada.delete(`/api/exports/${id}`);

    assert.equal(answer.status, 200);
    assert.equal((await ada.ended(id)).state, 'cancelled');
  });

  it('may sweep', async () => {
    const client = new LambdaClient(clientOptions(clone.aws));
    const { FunctionError, Payload } = await client.send(
      new InvokeCommand({ FunctionName: clone.outputs['SweepFunctionName'], Payload: '{}' }),
    );
    client.destroy();

    assert.equal(FunctionError, undefined, Buffer.from(Payload ?? []).toString());
  });

  it('reports no refused permission to any log', async () => {
    const refused = (await logLines(clone)).filter((line) => /AccessDenied|not authorized/.test(line));

    assert.deepEqual(refused, []);
  });
});
