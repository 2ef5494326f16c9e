import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { scriptedPush } from '../../test/support/scripted-push.ts';
import type { Attempt } from '../../test/support/scripted-socket.ts';
import { watchClosely } from '../../test/support/watch-closely.ts';

/** Waits on the fake clock. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('createExportWatcher: drops', () => {
  it('ends exactly once and in time, whatever drops whenever', async () => {
    const attempt: fc.Arbitrary<Attempt> = fc.oneof(
      fc.record({ kind: fc.constant('refused' as const), afterMs: fc.nat(12_000) }),
      fc.constant({ kind: 'silent' as const }),
      fc.record({ kind: fc.constant('unanswered' as const), afterMs: fc.nat(12_000) }),
      fc.record({
        kind: fc.constant('live' as const),
        afterMs: fc.nat(12_000),
        lifeMs: fc.nat(100_000),
        isPushLost: fc.boolean(),
        isHalfOpen: fc.boolean(),
      }),
    );
    const seeds = fc.record({
      attempts: fc.array(attempt, { minLength: 1, maxLength: 8 }),
      failingCalls: fc.nat(10),
      apiLatencyMs: fc.nat(3000),
      endsAtMs: fc.nat(200_000),
      ending: fc.constantFrom('completed', 'failed', 'cancelled'),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(seeds, async ({ endsAtMs, ending, seed, ...options }) => {
        let random = seed;
        vi.spyOn(Math, 'random').mockImplementation(() => {
          random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
          return random / 2 ** 31;
        });
        const push = scriptedPush(options);
        const { calls, endings, errors } = watchClosely(push.options);

        await pass(endsAtMs);
        push.end(ending);
        // The look on a socket that seems open, or the failing calls and the pauses between them: both bounded.
        await pass(70_000 + (options.failingCalls + 2) * (5000 + options.apiLatencyMs));

        assert.deepEqual(
          endings.map(({ state }) => state),
          [ending],
        );
        assert.equal(calls.at(-1), 'ended');
        assert.deepEqual(errors, []);
        assert.equal(push.log.reusedTickets, 0);
        assert.equal(push.log.openSockets, 0);
        assert.equal(vi.getTimerCount(), 0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
