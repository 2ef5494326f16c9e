import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { timedCall } from './timed-call.ts';

const timeoutError = (): Error => new Error('too slow');
const hang = (): Promise<never> => new Promise(() => {});

describe('timedCall', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function assertLetGo(signal: AbortSignal): void {
    assert.equal(vi.getTimerCount(), 0);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  }

  it('gives the result and lets go of timer and signal', async () => {
    const { signal } = new AbortController();

    assert.equal(await timedCall({ signal, timeoutMs: 1000, timeoutError }, async () => 42), 42);

    assertLetGo(signal);
  });

  it("gives the call's own error and lets go", async () => {
    const { signal } = new AbortController();
    const broken = new Error('broken');

    await assert.rejects(
      timedCall({ signal, timeoutMs: 1000, timeoutError }, () => Promise.reject(broken)),
      (error) => error === broken,
    );
    await assert.rejects(
      timedCall({ signal, timeoutMs: 1000, timeoutError }, () => {
        throw broken;
      }),
      (error) => error === broken,
    );

    assertLetGo(signal);
  });

  it('ends a call that hangs after its time, and tells it to stop', async () => {
    const { signal } = new AbortController();
    let own: AbortSignal | undefined;
    const call = timedCall({ signal, timeoutMs: 1000, timeoutError }, (abortSignal) => {
      own = abortSignal;
      return hang();
    });
    const rejection = assert.rejects(call, { message: 'too slow' });

    await vi.advanceTimersByTimeAsync(1000);
    await rejection;

    assert.equal(own?.aborted, true);
    assertLetGo(signal);
  });

  it("ends a call that hangs when the caller aborts, with the caller's reason", async () => {
    const controller = new AbortController();
    const reason = { any: 'value' };
    const call = timedCall({ signal: controller.signal, timeoutMs: 1000, timeoutError }, hang);

    controller.abort(reason);

    await assert.rejects(call, (error) => error === reason);
    assertLetGo(controller.signal);
  });

  it("gives the caller's reason when the call notices the abort first", async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const call = timedCall({ signal: controller.signal, timeoutMs: 1000, timeoutError }, async () => {
      controller.abort(reason);
      throw new Error('AbortError of the vendor');
    });

    await assert.rejects(call, (error) => error === reason);
  });

  it('sends nothing for a signal that is aborted already', async () => {
    const send = vi.fn(hang);

    await assert.rejects(
      timedCall({ signal: AbortSignal.abort('gone'), timeoutMs: 1000, timeoutError }, send),
      (error) => error === 'gone',
    );

    assert.equal(send.mock.calls.length, 0);
  });

  it('gives the result, and leaves no listener on a signal however many calls it serves', async () => {
    const { signal } = new AbortController();

    for (let count = 0; count < 100; count += 1) {
      assert.equal(await timedCall({ signal, timeoutMs: 1000, timeoutError }, async () => 'result'), 'result');
    }

    assert.equal(getEventListeners(signal, 'abort').length, 0);
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
