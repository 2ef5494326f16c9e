import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MINISTACK_FUNCTION_CREDENTIALS, startMinistack } from '../../src/ministack.ts';
import { lambdaWorkers } from '../../src/ministack-back-door.ts';
import { missingPrerequisite } from '../../src/prerequisites.ts';
import { describeWithServer } from '../../src/testing.ts';
import { createFunction, logOf } from '../aws/functions.ts';

const NEVER = 'new Promise(() => setInterval(() => {}, 1000))';

describeWithServer('aws', (aws) => {
  it('tells the name, the message and the stack of an error that a function throws', async () => {
    const { invoke } = await createFunction(
      aws,
      `class RateLimited extends Error { name = 'RateLimited' }
       export const handler = async () => { throw new RateLimited('later') };`,
    );

    const { status, headers, body } = await invoke();

    expect([status, headers.get('x-amz-function-error')]).toEqual([200, 'Unhandled']);
    expect(body).toEqual({ errorType: 'RateLimited', errorMessage: 'later', trace: expect.any(Array) });
    expect(body.trace[1]).toMatch(/^ +at .*index\.mjs/);
  });

  it('uses the process again after a function has thrown', async () => {
    const { invoke } = await createFunction(
      aws,
      `export const handler = async ({ fail }) => { if (fail) throw new Error(); return process.pid; };`,
    );

    const { body: before } = await invoke();
    await invoke({ fail: true });

    expect((await invoke()).body).toBe(before);
  });

  it('tells the type of what a function throws that is no error', async () => {
    const { invoke } = await createFunction(aws, `export const handler = async () => { throw 'up' };`);

    expect((await invoke()).body).toEqual({ errorType: 'string', errorMessage: 'up', trace: [] });
  });

  it('tells the name of an error at the import of a function', async () => {
    const { invoke } = await createFunction(aws, `throw new TypeError('not configured');`);

    expect((await invoke()).body).toMatchObject({ errorType: 'TypeError', errorMessage: 'not configured' });
  });

  it('says Runtime.ExitError of a function whose process is killed at work, and starts another for the next call', async () => {
    const { name, invoke } = await createFunction(
      aws,
      `export const handler = async ({ stay }) => stay ? await ${NEVER} : process.pid;`,
    );
    const { body: first } = await invoke();

    const killed = invoke({ stay: true });
    while (!(await worker(name))?.isBusy) await sleep(20);
    process.kill((await worker(name))?.pid as number, 'SIGKILL');

    expect((await killed).body).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: signal: killed$/),
    });
    expect((await invoke()).body).not.toBe(first);
  });

  it('says with which status a function ended its process', async () => {
    const { invoke } = await createFunction(aws, 'export const handler = async () => process.exit(3);');

    expect((await invoke()).body.errorMessage).toMatch(/Runtime exited with error: exit status 3$/);
  });

  it('ends a function that takes too long, even one that never waits', async () => {
    const waits = await createFunction(aws, `export const handler = () => ${NEVER};`, { timeoutSeconds: 1 });
    const works = await createFunction(aws, 'export const handler = () => { for (;;); };', { timeoutSeconds: 1 });
    const startedAt = Date.now();

    const answers = await Promise.all([waits.invoke(), works.invoke()]);

    for (const { body } of answers) {
      expect(body.errorType).toBe('Sandbox.Timedout');
      expect(body.errorMessage).toMatch(/^RequestId: \S+ Error: Task timed out after 1.00 seconds$/);
    }
    expect(Date.now() - startedAt).toBeLessThan(2500);
  });

  it('ends a function whose import never ends', async () => {
    const { invoke } = await createFunction(aws, `await ${NEVER};`, { timeoutSeconds: 1 });

    expect((await invoke()).body.errorType).toBe('Sandbox.Timedout');
  });

  it('takes and gives six megabytes and no more', async () => {
    const { invoke } = await createFunction(
      aws,
      `export const handler = async ({ text, length }) => text?.length ?? 'x'.repeat(length);`,
    );
    const limit = 6_291_556;

    expect((await invoke({ text: 'x'.repeat(limit - 11) })).body).toBe(limit - 11);
    expect(await invoke({ text: 'x'.repeat(limit) })).toMatchObject({ status: 413 });
    expect((await invoke({ length: limit - 2 })).body).toHaveLength(limit - 2);
    expect((await invoke({ length: limit - 1 })).body).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: `Response payload size exceeded maximum allowed payload size (${limit} bytes).`,
    });
  });

  it('shows a function its own variables and none of the emulator', async () => {
    const { invoke } = await createFunction(aws, 'export const handler = async () => process.env;', {
      variables: { OWN: 'yes' },
    });

    const { body } = await invoke();

    expect(body).toMatchObject({ OWN: 'yes', AWS_REGION: aws.region, AWS_ENDPOINT_URL: aws.endpoint });
    expect(Object.keys(body).filter((name) => /^(GATEWAY|STATE_DIR|HOME|DOCKER|EXPORT_ENGINE)/.test(name))).toEqual([]);
  });

  it('keeps what a function writes and throws in its log group', async () => {
    const { name, invoke } = await createFunction(
      aws,
      `export const handler = async () => { console.log('seen'); console.error('heard'); throw new Error('thrown'); };`,
    );

    await invoke();

    expect(await logOf(aws, name)).toMatch(
      /^START RequestId.*seen.*heard.*Invoke Error.*"errorMessage": "thrown".*REPORT RequestId/s,
    );
  });

  async function worker(name: string) {
    return (await lambdaWorkers(aws)).find(({ functionName }) => functionName === name);
  }
});

describe.skipIf(await missingPrerequisite('aws'))('ministack of one’s own', () => {
  it('gives every function the variables for all, and leaves no process of a function behind', async () => {
    const aws = await startMinistack({ environment: { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9', SHARED: 'for all' } });
    const { name, invoke } = await createFunction(aws, 'export const handler = async () => process.env;', {
      variables: { SHARED: 'own' },
    });

    const { body } = await invoke();
    const [worker] = await aws.lambdaWorkers();
    await aws.stop();

    expect(body).toMatchObject({
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
      SHARED: 'own',
      AWS_ACCESS_KEY_ID: MINISTACK_FUNCTION_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: MINISTACK_FUNCTION_CREDENTIALS.secretAccessKey,
    });
    expect(worker).toEqual({ pid: expect.any(Number), functionName: name, isBusy: false });
    expect(() => process.kill(worker?.pid as number, 0)).toThrow('ESRCH');
  });

  it('ends a function in the middle of its work with itself', async () => {
    const server = createServer((request, response) => void request.resume().once('end', () => response.end()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const aws = await startMinistack();
    const { invoke } = await createFunction(
      aws,
      `export const handler = async () => { await fetch('http://127.0.0.1:${port}'); await ${NEVER}; };`,
    );

    const invoked = invoke().catch(() => 'cut');
    await once(server, 'request');
    const workers = await aws.lambdaWorkers();
    await aws.stop();

    expect(workers).toMatchObject([{ isBusy: true }]);
    expect(() => process.kill(workers[0]?.pid as number, 0)).toThrow('ESRCH');
    await invoked;
    server.close();
  });
});
