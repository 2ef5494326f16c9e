import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { describeWithServer } from '../../src/testing.ts';
import { askAws, ofAws } from '../aws/ask-aws.ts';
import { createFunction, logOf } from '../aws/functions.ts';

const KIB = 1024;

describeWithServer('aws', (aws) => {
  let functionName: string;
  let apiId: string;

  beforeAll(async () => {
    const { name, arn } = await createFunction(
      aws,
      `import { setTimeout as sleep } from 'node:timers/promises';
       export const handler = async (event) => {
         const { action, ms = 0 } = event.body ? JSON.parse(event.body) : {};
         await sleep(ms);
         console.log('event', event.requestContext.eventType);
         if (action === 'throw') throw new Error('a secret detail');
         return { statusCode: 200, body: JSON.stringify({ id: event.requestContext.connectionId, ms }) };
       };`,
    );
    functionName = name;
    const api = (path: string, body: object) => ofAws(aws, { service: 'apigateway', path: `/v2/apis${path}`, body });
    ({ apiId } = await api('', {
      name: 'push',
      protocolType: 'WEBSOCKET',
      routeSelectionExpression: '$request.body.action',
    }));
    const { integrationId } = await api(`/${apiId}/integrations`, {
      integrationType: 'AWS_PROXY',
      integrationUri: arn,
    });
    for (const routeKey of ['$connect', '$disconnect', '$default', 'throw']) {
      await api(`/${apiId}/routes`, { routeKey, target: `integrations/${integrationId}` });
    }
    const answered = await api(`/${apiId}/routes`, {
      routeKey: 'ask',
      target: `integrations/${integrationId}`,
      routeResponseSelectionExpression: '$default',
    });
    await api(`/${apiId}/routes/${answered.routeId}/routeresponses`, { routeResponseKey: '$default' });
    await api(`/${apiId}/stages`, { stageName: 'push', autoDeploy: true });
  });

  it('sends what a function returns only on a route with a route response', async () => {
    const { socket, received } = await connect();

    socket.send('{"action":"tell"}');
    socket.send('{"action":"ask"}');

    await until(() => received.length === 1);
    await sleep(200);
    expect(received).toEqual([{ id: expect.any(String), ms: 0 }]);
    socket.close();
  });

  it('tells of a function that throws, and no more', async () => {
    const { socket, received } = await connect();

    socket.send('{"action":"throw"}');

    await until(() => received.length === 1);
    expect(received).toEqual([
      { message: 'Internal server error', connectionId: expect.any(String), requestId: expect.any(String) },
    ]);
    socket.close();
  });

  it('closes the connection on a frame of more than 32 KiB, with 1009, and tells the function', async () => {
    const { socket, received } = await connect();

    socket.send(JSON.stringify({ action: 'ask', padding: 'x'.repeat(32 * KIB - 50) }));
    await until(() => received.length === 1);
    socket.send('x'.repeat(32 * KIB + 1));
    const [{ code }] = await once(socket, 'close');

    expect(code).toBe(1009);
    await until(async () => (await logOf(aws, functionName)).includes('event DISCONNECT'));
  });

  it('posts 128 KiB to a connection, and refuses more', async () => {
    const { socket, received } = await connect();
    socket.send('{"action":"ask"}');
    await until(() => received.length === 1);
    const post = (bytes: number) =>
      askAws(aws, {
        service: 'execute-api',
        path: `/_aws/execute-api/${apiId}/push/@connections/${received[0].id}`,
        body: JSON.stringify('x'.repeat(bytes - 2)),
      });

    const fits = await post(128 * KIB);
    const tooLarge = await post(128 * KIB + 1);

    expect([fits.status, tooLarge.status]).toEqual([200, 413]);
    await until(() => received.length === 2);
    expect(received[1]).toHaveLength(128 * KIB - 2);
    socket.close();
  });

  it('runs the events of different connections side by side', async () => {
    const connections = await Promise.all([connect(), connect(), connect()]);
    const startedAt = Date.now();

    for (const { socket } of connections) socket.send('{"action":"ask","ms":1000}');
    await until(() => connections.every(({ received }) => received.length === 1));

    expect(Date.now() - startedAt).toBeLessThan(2000);
    for (const { socket } of connections) socket.close();
  });

  async function connect() {
    const socket = new WebSocket(`${aws.endpoint.replace('http', 'ws')}/_aws/execute-api/${apiId}/push`);
    // biome-ignore lint/suspicious/noExplicitAny: what came over the wire.
    const received: any[] = [];
    socket.addEventListener('message', ({ data }) => received.push(JSON.parse(data)));
    await once(socket, 'open');
    return { socket, received };
  }
});

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === 200) throw new Error(`Not within ten seconds: ${isSo}`);
    await sleep(50);
  }
}
