import type { LambdaContext } from '../../src/index.ts';

/** A context whose time runs from now on. */
export function contextOf(remainingMs = 60_000): LambdaContext {
  const end = Date.now() + remainingMs;
  return { getRemainingTimeInMillis: () => end - Date.now() };
}
