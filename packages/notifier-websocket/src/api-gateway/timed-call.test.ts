import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'vitest';
import { timedCall } from './timed-call.ts';

const timeoutError = (): Error => new Error('too late');

describe('timedCall', () => {
  it('gives the result, and leaves no listener on a signal however many calls it serves', async () => {
    const { signal } = new AbortController();

    for (let count = 0; count < 100; count += 1) {
      assert.equal(await timedCall({ signal, timeoutMs: 1000, timeoutError }, async () => 'result'), 'result');
    }

    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('gives up when the time is up, and tells the call', async () => {
    const { signal } = new AbortController();
    let own: AbortSignal | undefined;

    const call = timedCall({ signal, timeoutMs: 5, timeoutError }, (abortSignal) => {
      own = abortSignal;
      return new Promise(() => {});
    });

    await assert.rejects(call, /too late/);
    assert.equal(own?.aborted, true);
  });

  it("rejects with the caller's reason, also when the call fails of the abort by itself", async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const call = timedCall({ signal: controller.signal, timeoutMs: 1000, timeoutError }, (abortSignal) => {
      return new Promise((_, reject) => abortSignal.addEventListener('abort', () => reject(new Error('its own'))));
    });

    controller.abort(reason);

    await assert.rejects(call, reason);
    await assert.rejects(
      timedCall({ signal: controller.signal, timeoutMs: 1000, timeoutError }, () => assert.fail()),
      reason,
    );
  });
});
