import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { ExportEngineError } from '@export-engine/core';
import { afterEach, beforeEach, describe, it, vi } from 'vitest';
import { TryAgain } from './try-again.ts';
import { withRetries } from './with-retries.ts';

const unavailable = (retryAfterMs?: number): ExportEngineError =>
  new ExportEngineError('EXPORT_SOURCE_UNAVAILABLE', 'busy', { retryAfterMs });

describe('withRetries', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tries again until it succeeds', async () => {
    let attempts = 0;
    const attempt = async (): Promise<string> => {
      attempts++;
      if (attempts < 3) throw new TryAgain(unavailable());
      return 'done';
    };

    const result = withRetries(attempt, { maxRetries: 4, signal: new AbortController().signal, random: () => 0 });

    assert.equal(await result, 'done');
    assert.equal(attempts, 3);
  });

  it('throws the last failure itself when it has tried often enough', async () => {
    const failures = [unavailable(), unavailable(), unavailable()];
    let attempts = 0;
    const attempt = async (): Promise<never> => {
      throw new TryAgain(failures[attempts++] ?? unavailable());
    };

    const result = withRetries(attempt, { maxRetries: 2, signal: new AbortController().signal, random: () => 0 });

    await assert.rejects(result, (error) => error === failures[2]);
    assert.equal(attempts, 3);
  });

  it('does not repeat what failed for good', async () => {
    const attempt = vi.fn(async () => {
      throw new Error('no');
    });

    await assert.rejects(withRetries(attempt, { maxRetries: 4, signal: new AbortController().signal }), /no/);
    assert.equal(attempt.mock.calls.length, 1);
  });

  it('aborts a wait with the reason, and leaves no listener and no timer', async () => {
    const controller = new AbortController();
    const reason = new Error('stop');
    const attempt = async (): Promise<never> => {
      setImmediate(() => controller.abort(reason));
      throw new TryAgain(unavailable(20_000));
    };

    await assert.rejects(
      withRetries(attempt, { maxRetries: 4, signal: controller.signal }),
      (error) => error === reason,
    );
    assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  });

  it('leaves a server that asks for long patience to the caller', async () => {
    const failure = unavailable(60_000);
    const attempt = vi.fn(async () => {
      throw new TryAgain(failure);
    });

    await assert.rejects(
      withRetries(attempt, { maxRetries: 4, signal: new AbortController().signal }),
      (error) => error === failure,
    );
    assert.equal(attempt.mock.calls.length, 1);
  });
});
