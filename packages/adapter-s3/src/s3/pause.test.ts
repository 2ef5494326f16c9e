import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { it } from 'vitest';
import { pause } from './pause.ts';

it('a pause ends by itself and leaves no listener', async () => {
  const { signal } = new AbortController();

  await pause(1, signal);

  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

it('a pause ends at once when aborted, with the reason', async () => {
  const controller = new AbortController();
  const paused = pause(60_000, controller.signal);
  controller.abort('enough');

  await assert.rejects(paused, (error) => error === 'enough');
  await assert.rejects(pause(60_000, controller.signal), (error) => error === 'enough');
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
});
