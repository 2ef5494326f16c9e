import assert from 'node:assert/strict';
import { assertRefused } from '@export-engine/core/testing';
import type { APIGatewayProxyWebsocketEventV2, Context } from 'aws-lambda';
import { afterEach, beforeEach, describe, expectTypeOf, it, vi } from 'vitest';
import { contextOf } from '../../test/support/lambda-context.ts';
import type { WebSocketEvent } from './web-socket-event.ts';
import { type WebSocketHandler, type WebSocketHandlerOptions, webSocketHandler } from './web-socket-handler.ts';

function event(
  eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT',
  changes: Partial<WebSocketEvent> = {},
  routeKey = '$default',
): WebSocketEvent {
  return { requestContext: { connectionId: 'L0SM9cOFvHcCIhw=', eventType, routeKey }, ...changes };
}

function setUp(options: Partial<WebSocketHandlerOptions> = {}) {
  const calls: unknown[] = [];
  const errors: unknown[] = [];
  const messages = {
    async onMessage(connectionId: string, text: string) {
      calls.push(['message', connectionId, text]);
    },
    async onDisconnect(connectionId: string) {
      calls.push(['disconnect', connectionId]);
    },
  };
  const handler = webSocketHandler({ messages, onError: (error) => errors.push(error), ...options });
  return { handler, calls, errors };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('webSocketHandler', () => {
  it('lets everybody connect, hands messages on, and forgets who has gone', async () => {
    const { handler, calls } = setUp();

    assert.deepEqual(await handler(event('CONNECT'), contextOf()), { statusCode: 200 });
    assert.deepEqual(await handler(event('MESSAGE', { body: '{"action":"ping"}' }), contextOf()), { statusCode: 200 });
    assert.deepEqual(await handler(event('DISCONNECT'), contextOf()), { statusCode: 200 });

    assert.deepEqual(calls, [
      ['message', 'L0SM9cOFvHcCIhw=', '{"action":"ping"}'],
      ['disconnect', 'L0SM9cOFvHcCIhw='],
    ]);
  });

  it.each([
    [true, 200],
    [false, 403],
    [undefined, 403],
    ['yes', 403],
  ])('asks whether a connection is let in: %s is answered with %s', async (verdict, statusCode) => {
    const asked: unknown[] = [];
    const { handler } = setUp({
      async authorize(given) {
        asked.push(given);
        return verdict as boolean;
      },
    });
    const connect = event('CONNECT', { queryStringParameters: { ticket: 't' } });

    assert.deepEqual(await handler(connect, contextOf()), { statusCode });
    assert.deepEqual(asked, [connect]);
  });

  it('lets nobody in when asking fails', async () => {
    const error = new Error('down');
    const { handler, errors } = setUp({ authorize: () => Promise.reject(error) });

    assert.deepEqual(await handler(event('CONNECT'), contextOf()), { statusCode: 500 });
    assert.deepEqual(errors, [error]);
  });

  it("hands a route's messages to it, and answers with what it returns", async () => {
    const seen: unknown[] = [];
    const { handler, calls } = setUp({
      routes: {
        async OpenConnection(message) {
          seen.push([message.connectionId, message.body]);
          return '{"opened":true}';
        },
        Quiet: () => undefined,
      },
    });
    const opening = event('MESSAGE', { body: '{"action":"OpenConnection"}' }, 'OpenConnection');

    assert.deepEqual(await handler(opening, contextOf()), { statusCode: 200, body: '{"opened":true}' });
    assert.deepEqual(await handler(event('MESSAGE', {}, 'Quiet'), contextOf()), { statusCode: 200, body: undefined });
    await handler(event('MESSAGE', { body: 'x' }, 'toString'), contextOf());

    assert.deepEqual(seen, [['L0SM9cOFvHcCIhw=', '{"action":"OpenConnection"}']]);
    assert.deepEqual(calls, [['message', 'L0SM9cOFvHcCIhw=', 'x']]);
  });

  it.each([
    ['text', { body: '漢字' }, '漢字'],
    ['base64', { body: Buffer.from('漢字').toString('base64'), isBase64Encoded: true }, '漢字'],
    ['nothing', { body: null }, ''],
  ])('reads a message of %s', async (_, changes, text) => {
    const { handler, calls } = setUp();

    await handler(event('MESSAGE', changes), contextOf());

    assert.deepEqual(calls, [['message', 'L0SM9cOFvHcCIhw=', text]]);
  });

  it('refuses a message that is too long, in bytes, before anybody reads it', async () => {
    const { handler, calls } = setUp({ maxMessageBytes: 6 });

    assert.deepEqual(await handler(event('MESSAGE', { body: '漢字' }), contextOf()), { statusCode: 200 });
    assert.deepEqual(await handler(event('MESSAGE', { body: '漢字!' }), contextOf()), { statusCode: 413 });

    assert.equal(calls.length, 1);
  });

  it('answers 500 when something fails, and tells onError', async () => {
    const error = new Error('down');
    const { handler, errors } = setUp({ routes: { Hello: () => Promise.reject(error) } });
    const unheard = setUp({
      routes: { Hello: () => Promise.reject(error) },
      onError: () => assert.fail('The log is full.'),
    });

    assert.deepEqual(await handler(event('MESSAGE', {}, 'Hello'), contextOf()), { statusCode: 500 });
    assert.deepEqual(await unheard.handler(event('MESSAGE', {}, 'Hello'), contextOf()), { statusCode: 500 });
    assert.deepEqual(await handler({ requestContext: {} } as WebSocketEvent, contextOf()), { statusCode: 500 });
    assert.equal(errors[0], error);
    assert.match(String(errors[1]), /none of a websocket API/);
  });

  it.each([
    [900_000, 28_000],
    [10_000, 9000],
  ])(
    'stops before API Gateway gives up, or Lambda: with %s ms left after %s ms',
    async (remainingMs, stoppedAfterMs) => {
      const { handler } = setUp({
        routes: {
          Slow: (_, { signal }) =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        },
      });
      let statusCode = 0;
      const answered = handler(event('MESSAGE', {}, 'Slow'), contextOf(remainingMs)).then((answer) => {
        statusCode = answer.statusCode;
      });

      await vi.advanceTimersByTimeAsync(stoppedAfterMs - 1);
      assert.equal(statusCode, 0);
      await vi.advanceTimersByTimeAsync(1);
      await answered;

      assert.equal(statusCode, 500);
      assert.equal(vi.getTimerCount(), 0);
    },
  );

  it('leaves no timer', async () => {
    const { handler } = setUp({ authorize: () => assert.fail('broken') });

    for (const type of ['CONNECT', 'MESSAGE', 'DISCONNECT'] as const) await handler(event(type), contextOf());

    assert.equal(vi.getTimerCount(), 0);
  });

  it('fits the types of @types/aws-lambda', () => {
    expectTypeOf<APIGatewayProxyWebsocketEventV2>().toExtend<Parameters<WebSocketHandler>[0]>();
    expectTypeOf<Context>().toExtend<Parameters<WebSocketHandler>[1]>();
  });

  it('refuses bad options at once, naming them', () => {
    const make = webSocketHandler as (options: unknown) => unknown;
    const messages = { onMessage() {}, onDisconnect() {} };

    assertRefused(() => make({}), /option "messages" must be pushMessages\(\)/);
    assertRefused(() => make({ messages, authorize: true }), /option "authorize" must be a function/);
    assertRefused(
      () => make({ messages, routes: { $default() {} } }),
      /option "routes" must be an object of functions/,
    );
    assertRefused(() => make({ messages, routes: { Hello: 'hello' } }), /option "routes"/);
    assertRefused(() => make({ messages, maxMessageBytes: 131_073 }), /option "maxMessageBytes"/);
    assertRefused(() => make({ messages, onError: 1 }), /option "onError" must be a function/);
    assertRefused(() => make({ messages, surprise: 1 }), /unknown option "surprise"/);
  });
});
