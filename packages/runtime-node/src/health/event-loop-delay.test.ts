import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, it } from 'vitest';
import { createEventLoopDelay } from './event-loop-delay.ts';

function blockFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('createEventLoopDelay', () => {
  it('sees how long the event loop was blocked', async () => {
    const delay = createEventLoopDelay();
    delay.start();
    await pause(30);

    for (let i = 0; i < 3; i += 1) {
      blockFor(150);
      await pause(15);
    }

    assert.ok(delay.p99Ms() >= 100, `${delay.p99Ms()} ms`);
    delay.stop();
  });

  it('is nothing before it has seen anything', () => {
    assert.equal(createEventLoopDelay().p99Ms(), 0);
  });
});
