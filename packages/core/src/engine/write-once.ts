import type { JsonValue } from '../contracts/index.ts';
import { ExportEngineError } from '../errors/index.ts';
import { type RetryPolicy, withRetry } from '../timing/retry.ts';
import type { EngineContext } from './engine-context.ts';

/**
 * Writes a key that is never written again. Of several writers exactly one wins; a write whose answer was lost counts as
 * won by whoever reads its own value back.
 *
 * @returns the value that the key holds now
 */
export async function writeOnce(
  context: EngineContext,
  key: string,
  value: JsonValue,
  retry: RetryPolicy,
): Promise<JsonValue> {
  const { store } = context;
  const { signal } = retry;
  return withRetry(retry, async () => {
    try {
      await store.write(key, value, { expectedVersion: null, signal });
      return value;
    } catch (error) {
      if (!ExportEngineError.isInstance(error) || error.code !== 'EXPORT_STORE_CONFLICT') throw error;
      const entry = await store.read(key, { signal });
      // Removed between the two calls: whoever removed it made room for this writer.
      if (entry === undefined) throw gone(error);
      return entry.value;
    }
  });
}

function gone(cause: unknown): ExportEngineError {
  return new ExportEngineError('EXPORT_STORE_CONFLICT', 'The key was taken and is free again.', {
    cause,
    isRetryable: true,
  });
}
