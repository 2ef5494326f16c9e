import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { statusOf } from '../../test/support/sample-export.ts';
import { pushConnection } from './push-connection.ts';
import type { WebSocketConstructor, WebSocketLike } from './web-socket-like.ts';

/** A socket whose events the test makes. */
function start({ signal = new AbortController().signal, isBroken = false } = {}) {
  const listeners = new Map<string, (event: unknown) => void>();
  const log: string[] = [];
  const socket: WebSocketLike = {
    addEventListener: (type, listener) => listeners.set(type, listener),
    send(text) {
      if (isBroken) throw new DOMException('It is closing.', 'InvalidStateError');
      log.push(`send ${text}`);
    },
    close: () => log.push('close'),
  };
  const ended = pushConnection({
    ...{ exportId: 'export-1', url: 'wss://app.example/push', ticket: 'once', pingIntervalMs: 1000, signal },
    WebSocket: function Socket() {
      log.push('open');
      return socket;
    } as unknown as WebSocketConstructor,
    onStatus: ({ id }) => log.push(`status ${id}`),
    onEnded: ({ exportId }) => log.push(`ended ${exportId}`),
  });
  const emit = (type: string, data?: unknown): void => listeners.get(type)?.({ data });
  const receive = (frame: unknown): void => emit('message', JSON.stringify(frame));
  return { ended, emit, receive, log };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('pushConnection', () => {
  it('hands in its ticket once it is open, and no timer is left once it has closed', async () => {
    const { ended, emit, log } = start();

    emit('open');
    emit('close');
    await ended;

    assert.deepEqual(log, ['open', 'send {"action":"subscribe","ticket":"once"}', 'close']);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('opens nothing when it is already over', async () => {
    const { ended, log } = start({ signal: AbortSignal.abort() });

    await ended;

    assert.deepEqual(log, []);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('passes on what is about its export, and over everything else', () => {
    const { receive, emit, log } = start();

    receive({ type: 'status', export: statusOf('export-2', 'running') });
    receive({ type: 'ended', exportId: 'export-2', state: 'completed' });
    receive({ type: 'news', from: 'a later version' });
    emit('message', 'no JSON');
    emit('message', new ArrayBuffer(1));
    receive({ type: 'status', export: statusOf('export-1', 'running') });
    receive({ type: 'ended', exportId: 'export-1', state: 'completed' });

    assert.deepEqual(log, ['open', 'status export-1', 'ended export-1']);
  });

  it('ends at once when its subscription is refused', async () => {
    const { ended, receive, log } = start();

    receive({ type: 'error', code: 'EXPORT_NOT_FOUND', message: 'The ticket is not valid, or no longer.' });
    await ended;

    assert.deepEqual(log, ['open', 'close']);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('hears nothing of a socket that it has given up, and starts no timer for it', async () => {
    const { ended, receive, log } = start();
    await vi.advanceTimersByTimeAsync(10_000);
    await ended;

    receive({ type: 'status', export: statusOf('export-1', 'running') });

    assert.deepEqual(log, ['open', 'close']);
    assert.equal(vi.getTimerCount(), 0);
  });

  it('is over when the socket takes nothing any more', async () => {
    const { ended, emit, log } = start({ isBroken: true });

    emit('open');
    await ended;

    assert.deepEqual(log, ['open', 'close']);
  });
});
