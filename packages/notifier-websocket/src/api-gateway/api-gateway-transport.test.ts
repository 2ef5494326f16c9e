import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { assertRefused, assertRejects } from '@export-engine/core/testing';
import { afterEach, describe, it } from 'vitest';
import type { ConnectionTransport } from '../connection-transport.ts';
import { version } from '../version.ts';
import { apiGatewayTransport } from './api-gateway-transport.ts';

const { signal } = new AbortController();
const stops: (() => unknown)[] = [];

interface Answer {
  readonly status: number;
  readonly name?: string;
  /** Never answers. */
  readonly isSilent?: boolean;
  /** Hangs up instead. */
  readonly isCut?: boolean;
}

/** The real SDK, talking to a server that answers as API Gateway does. */
async function start(answer: Answer, options: { readonly requestTimeoutMs?: number } = {}) {
  const requests: { readonly request: IncomingMessage; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    requests.push({ request, body });
    if (answer.isSilent) return;
    if (answer.isCut) return void request.socket.destroy();
    response.writeHead(answer.status, answer.name === undefined ? {} : { 'x-amzn-errortype': answer.name });
    response.end(answer.name === undefined ? '' : JSON.stringify({ message: 'secret of the server' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new ApiGatewayManagementApiClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/production`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  stops.push(
    () => server.closeAllConnections(),
    () => server.close(),
    () => client.destroy(),
  );
  return { requests, client, transport: apiGatewayTransport({ client, ...options }) };
}

function send(transport: ConnectionTransport, text = '{"type":"pong"}'): Promise<'sent' | 'gone'> {
  return transport.send('L0SM9cOFvHcCIhw=', text, { signal });
}

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

describe('apiGatewayTransport', () => {
  it('posts the text to the connection, and says in the user agent who does', async () => {
    const { transport, requests } = await start({ status: 200 });

    assert.equal(await send(transport, '{"name":"Überblick 漢字"}'), 'sent');

    const [{ request, body } = assert.fail()] = requests;
    assert.equal(`${request.method} ${request.url}`, 'POST /production/@connections/L0SM9cOFvHcCIhw%3D');
    assert.equal(body, '{"name":"Überblick 漢字"}');
    assert.ok(request.headers['user-agent']?.includes(`export-engine/${version}`));
  });

  it('leaves the injected client as it is for everybody else', async () => {
    const { transport, client, requests } = await start({ status: 200 });
    await send(transport);

    const { GetConnectionCommand } = await import('@aws-sdk/client-apigatewaymanagementapi');
    await client.send(new GetConnectionCommand({ ConnectionId: 'x' })).catch(() => {});

    assert.ok(!requests[1]?.request.headers['user-agent']?.includes('export-engine'));
  });

  it.each([{ status: 410, name: 'GoneException' }, { status: 410 }])('says gone for %j', async (answer) => {
    const { transport } = await start(answer);

    assert.equal(await send(transport), 'gone');
  });

  it.each([
    { status: 429, name: 'LimitExceededException' },
    { status: 400, name: 'ThrottlingException' },
    { status: 403, name: 'ExpiredTokenException' },
    { status: 500, name: 'InternalServerError' },
    { status: 503 },
  ])('says that another try can help for %j', async (answer) => {
    const { transport } = await start(answer);

    const error = await assertRejects(send(transport), 'EXPORT_NOTIFY_FAILED');

    assert.equal(error.isRetryable, true);
    assert.equal(error.details['httpStatus'], answer.status);
  });

  it.each([
    { status: 403, name: 'ForbiddenException' },
    { status: 413, name: 'PayloadTooLargeException' },
    { status: 400, name: 'BadRequestException' },
    { status: 404, name: 'NotFoundException' },
  ])('says that no other try can help for %j, and keeps what the server said out of the message', async (answer) => {
    const { transport } = await start(answer);

    const error = await assertRejects(send(transport), 'EXPORT_NOTIFY_FAILED');

    assert.equal(error.isRetryable, false);
    assert.equal(error.message, `API Gateway PostToConnection failed: ${answer.status} ${answer.name}.`);
    assert.deepEqual(error.details, { awsError: answer.name, httpStatus: answer.status });
    assert.match((error.cause as Error).message, /secret of the server/);
  });

  it('says that another try can help when the connection to the service breaks, or nobody listens', async () => {
    const { transport } = await start({ status: 0, isCut: true });
    const nobody = new ApiGatewayManagementApiClient({
      endpoint: 'http://127.0.0.1:1',
      region: 'eu-central-1',
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      maxAttempts: 1,
    });
    stops.push(() => nobody.destroy());

    assert.equal((await assertRejects(send(transport), 'EXPORT_NOTIFY_FAILED')).isRetryable, true);
    assert.equal(
      (await assertRejects(send(apiGatewayTransport({ client: nobody })), 'EXPORT_NOTIFY_FAILED')).isRetryable,
      true,
    );
  });

  it('gives up on a service that does not answer in time, and says that another try can help', async () => {
    const { transport } = await start({ status: 200, isSilent: true }, { requestTimeoutMs: 50 });

    const error = await assertRejects(send(transport), 'EXPORT_NOTIFY_FAILED');

    assert.equal(error.isRetryable, true);
    assert.match(error.message, /did not answer within 50 ms/);
  });

  it('does not take a mistake in the code for something transient', async () => {
    const client = { send: () => Promise.reject(new TypeError('x is not a function')) };
    const transport = apiGatewayTransport({ client: client as unknown as ApiGatewayManagementApiClient });

    assert.equal((await assertRejects(send(transport), 'EXPORT_NOTIFY_FAILED')).isRetryable, false);
  });

  it('sends no more than the 128 KiB that API Gateway takes', async () => {
    const { transport, requests } = await start({ status: 200 });

    assert.equal(await send(transport, 'x'.repeat(128 * 1024)), 'sent');
    const error = await assertRejects(send(transport, `${'x'.repeat(128 * 1024 - 2)}漢`), 'EXPORT_NOTIFY_FAILED');

    assert.equal(error.isRetryable, false);
    assert.equal(requests.length, 1);
  });

  it('rejects with the reason of its signal, aborted before or meanwhile', async () => {
    const { transport, requests } = await start({ status: 200, isSilent: true });
    const reason = new Error('stop');
    await assert.rejects(transport.send('a', 'text', { signal: AbortSignal.abort(reason) }), reason);
    assert.equal(requests.length, 0);
    const controller = new AbortController();

    const sending = transport.send('a', 'text', { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);

    await assert.rejects(sending, reason);
  });

  it('refuses bad options at once, naming them', () => {
    const make = apiGatewayTransport as (options: unknown) => unknown;
    assertRefused(() => make({}), /option "client" must be an ApiGatewayManagementApiClient/);
    assertRefused(() => make({ client: { send() {} }, requestTimeoutMs: 0 }), /option "requestTimeoutMs"/);
    assertRefused(() => make({ client: { send() {} }, surprise: 1 }), /unknown option "surprise"/);
  });
});
