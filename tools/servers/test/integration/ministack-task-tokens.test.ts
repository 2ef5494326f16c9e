import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithServer } from '../../src/testing.ts';
import { createFunction } from '../aws/functions.ts';
import { runMachine, startMachine, stepFunctions } from '../aws/state-machines.ts';

describeWithServer('aws', (aws) => {
  /** Tokens in the order in which the function was given them. */
  const tokens: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    tokens.push(body);
    response.end();
  });
  let functionArn: string;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { arn } = await createFunction(
      aws,
      `export const handler = async ({ token, error }) => {
         await fetch('http://127.0.0.1:${port}', { method: 'POST', body: token });
         if (error) throw Object.assign(new Error(), { name: error });
       };`,
    );
    functionArn = arn;
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const send = (operation: 'Success' | 'Failure' | 'Heartbeat', taskToken: string | undefined, more: object = {}) =>
    stepFunctions(aws, `SendTask${operation}`, { taskToken, ...more });

  it('goes on with what came by the token, once; then the token is of no use', async () => {
    const execution = await startMachine(aws, waiting({}));
    const token = await nextToken();

    const [first, second] = [
      await send('Success', token, { output: '{"a":1}' }),
      await send('Success', token, { output: '{"a":2}' }),
    ];

    expect(JSON.parse((await execution.end()).output)).toEqual({ a: 1 });
    expect([first.status, second.status, second.body.__type]).toEqual([200, 400, 'TaskTimedOut']);
    expect((await send('Heartbeat', token)).body.__type).toBe('TaskTimedOut');
    expect((await send('Failure', 'no token')).body.__type).toBe('InvalidToken');
    expect(token.length).toBeGreaterThan(500);
  });

  it('fails with the error that came by the token', async () => {
    const execution = await startMachine(aws, waiting({}));

    await send('Failure', await nextToken(), { error: 'Gone', cause: 'The client left.' });

    expect(await execution.end()).toMatchObject({ status: 'FAILED', error: 'Gone', cause: 'The client left.' });
  });

  it('refuses an output that is no JSON or has more than 256 KiB, and goes on waiting', async () => {
    const execution = await startMachine(aws, waiting({}));
    const token = await nextToken();

    const refused = [
      await send('Success', token, { output: '{' }),
      await send('Success', token, { output: JSON.stringify('x'.repeat(262_143)) }),
    ];
    await send('Success', token, { output: '1' });

    expect(refused.map(({ body }) => body.__type)).toEqual(['InvalidOutput', 'InvalidOutput']);
    expect((await execution.end()).status).toBe('SUCCEEDED');
  });

  it('times out without a heartbeat, by either name, and waits while they come', async () => {
    const limits = { HeartbeatSeconds: 1, TimeoutSeconds: 10 };
    const silent = await startMachine(aws, waiting(limits, ['States.HeartbeatTimeout']));
    await nextToken();
    const alsoSilent = await startMachine(aws, waiting(limits, ['States.Timeout']));
    await nextToken();
    const alive = await startMachine(aws, waiting(limits, ['States.ALL']));
    const token = await nextToken();
    for (let beat = 0; beat < 4; beat += 1) {
      await sleep(500);
      expect((await send('Heartbeat', token)).status).toBe(200);
    }
    await send('Success', token, { output: '"answered"' });

    for (const execution of [silent, alsoSilent]) {
      expect(JSON.parse((await execution.end()).output)).toMatchObject({ Error: 'States.HeartbeatTimeout' });
    }
    expect(JSON.parse((await alive.end()).output)).toBe('answered');
  });

  it('times out when nothing has come in time, heartbeats or not; the time may come from the input', async () => {
    const execution = await startMachine(aws, waiting({ TimeoutSecondsPath: '$.seconds', HeartbeatSeconds: 5 }), {
      seconds: 1,
    });
    const token = await nextToken();
    await sleep(600);
    await send('Heartbeat', token);

    expect(await execution.end()).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect((await send('Success', token, { output: '1' })).body.__type).toBe('TaskTimedOut');
  });

  it('fails when the function that was given the token fails; a retry has a token of its own', async () => {
    const failing = waiting({ Retry: [{ ErrorEquals: ['Unreachable'], MaxAttempts: 1, IntervalSeconds: 1 }] });
    failing.States.Wait.Parameters.Payload = { 'token.$': '$$.Task.Token', error: 'Unreachable' };

    const { status, error } = await runMachine(aws, failing);

    expect([status, error]).toEqual(['FAILED', 'Unreachable']);
    expect(new Set(await Promise.all([nextToken(), nextToken()])).size).toBe(2);
  });

  it('gives each of two tasks that wait side by side its own answer', async () => {
    const branch = { StartAt: 'Wait', States: waiting({}).States };
    const both = {
      StartAt: 'Both',
      States: { Both: { Type: 'Parallel', Branches: [branch, branch], End: true } },
    };

    const execution = await startMachine(aws, both);
    const [one, two] = [await nextToken(), await nextToken()];
    await send('Success', two, { output: '2' });
    await send('Success', one, { output: '1' });

    expect(JSON.parse((await execution.end()).output).sort()).toEqual([1, 2]);
  });

  async function nextToken(): Promise<string> {
    while (tokens.length === 0) await sleep(10);
    return tokens.shift() as string;
  }

  function waiting(limits: object, caught: readonly string[] = []) {
    return {
      StartAt: 'Wait',
      States: {
        Wait: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Parameters: {
            FunctionName: functionArn,
            Payload: { 'token.$': '$$.Task.Token' } as Record<string, string>,
          },
          ...limits,
          ...(caught.length > 0 && { Catch: [{ ErrorEquals: caught, Next: 'Done' }] }),
          Next: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    };
  }
});
