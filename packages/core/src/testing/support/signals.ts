import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { eventually } from './eventually.ts';

/** A signal that nobody aborts. */
export function liveSignal(): AbortSignal {
  return new AbortController().signal;
}

/** Asserts that a call rejects with `signal.reason` itself when its signal is aborted before it starts. */
export async function assertAbortedBefore(call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const reason = new Error('aborted before the call, by the contract suite');
  await assertRejectsWith(reason, call(AbortSignal.abort(reason)));
}

/**
 * Asserts that a call rejects with `signal.reason` itself when its signal is aborted while it is under way. An adapter
 * whose call is over within a few microtasks has nothing under way and may resolve.
 */
export async function assertAbortedInFlight(call: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const reason = new Error('aborted during the call, by the contract suite');
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  const result = call(controller.signal);
  result.then(settle, settle);
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  if (isSettled) {
    await result;
    return;
  }
  controller.abort(reason);
  await assertRejectsWith(reason, result);
}

/** Asserts that a call has taken all its listeners off the signal: one signal may serve ten thousand calls. */
export async function assertNoListeners(signal: AbortSignal): Promise<void> {
  await eventually(() => assert.equal(getEventListeners(signal, 'abort').length, 0, 'listeners left on the signal'));
}

async function assertRejectsWith(reason: Error, call: Promise<unknown>): Promise<void> {
  const error = await call.then(
    () => assert.fail('resolved although its signal was aborted'),
    (rejection: unknown) => rejection,
  );
  assert.equal(error, reason, 'rejected with something else than signal.reason');
}
