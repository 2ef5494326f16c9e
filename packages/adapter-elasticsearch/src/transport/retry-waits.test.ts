import assert from 'node:assert/strict';
import { ExportEngineError } from '@export-engine/core';
import { describe, it, vi } from 'vitest';
import { retryAfterMs } from './retry-after.ts';
import { TryAgain } from './try-again.ts';

const waits = vi.hoisted(() => [] as number[]);
vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    waits.push(ms);
  },
}));
const { withRetries } = await import('./with-retries.ts');

async function failedWaits(maxRetries: number, askedMs?: number): Promise<readonly number[]> {
  waits.length = 0;
  const attempt = async (): Promise<never> => {
    throw new TryAgain(new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', 'busy', { retryAfterMs: askedMs }));
  };
  const options = { maxRetries, signal: new AbortController().signal, random: () => 0.5 };
  await assert.rejects(withRetries(attempt, options));
  return [...waits];
}

describe('the waits between attempts', () => {
  it('double, drawn from the whole range, up to 15 seconds', async () => {
    assert.deepEqual(await failedWaits(7), [250, 500, 1000, 2000, 4000, 7500, 7500]);
  });

  it('come after what the server asked for', async () => {
    assert.deepEqual(await failedWaits(2, 3000), [3250, 3500]);
  });
});

describe('retryAfterMs', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');

  it.each([
    ['seconds', '7', 7000],
    ['fractions', '0.5', 500],
    ['a date', 'Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['a date that has passed', 'Thu, 01 Jan 2025 00:00:00 GMT', 0],
    ['nonsense', 'soon', undefined],
    ['nothing', '', undefined],
  ])('reads %s', (_what, value, expected) => {
    assert.equal(retryAfterMs({ 'retry-after': value }, now), expected);
  });

  it('is undefined without the header', () => {
    assert.equal(retryAfterMs({}, now), undefined);
  });
});
